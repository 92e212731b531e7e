"""Whether the lists of a guide say what was checked on their ``checked`` day: terms, phone lines, signs of danger, …

As for pages (:mod:`editorial.pages.revisions`), two texts are compared, that of today and that of the day of the check:
how it came here, by a merge or a squash, does not matter. Each entry is compared with itself, wherever it stands in
the file. What it says in a language is read as a page is, so that corrected spelling is no change. An entry may give
the day of its own check, which stands in for that of its list.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

import yaml

from editorial.pages.git import Version
from editorial.pages.revisions import MOST_TOLD, Versions
from editorial.problems import Problem
from editorial.text import beginning
from editorial.yaml_files import compose, day_of_check, members_of


class Entry(NamedTuple):
    """An entry of a list."""

    line: int
    #: By language: what it says, as Markdown.
    texts: Mapping[str, str]
    #: What it says in every language, by its key.
    facts: Mapping[str, str]


#: An entry's part of the file, and its id or key there.
_Name = tuple[str, str]
#: An entry that changed, its line, and the words about it.
_Found = tuple[str, int, str]


def read_entries(source: str, languages: Sequence[str], but: Collection[str] = ()) -> dict[_Name, Entry]:
    r"""Return what each entry of a list says, whatever else is wrong with it.

    Args:
        source: the file's text.
        languages: the codes of the guide's languages.
        but: the keys of what need not be checked.

    >>> read_entries("terms:\n- {id: a, en: {term: Lung, lay: [x]}, source: doe}", ["en"], ["lay"])
    {('terms', 'a'): Entry(line=2, texts={'en': 'Lung'}, facts={'source': 'doe'})}
    """
    root, _ = compose(source, path="")
    found: dict[_Name, Entry] = {}
    for part, node in members_of(root).items():
        if part != "checked":
            # What has nothing but languages holds words by which programs read, and is tested as such.
            is_of_words = bool(members_of(node)) and members_of(node).keys() <= {*languages}
            for name, entry in _named_entries(node) if not is_of_words else ():
                found[part, name] = _entry(entry, languages, but)
    return found


def _named_entries(node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    """Yield the entries of one part of a file: those with an id, those with a name, or the part as a whole."""
    if isinstance(node, yaml.MappingNode):
        yield from members_of(node).items()
    elif isinstance(node, yaml.SequenceNode) and any(map(members_of, node.value)):
        for place, one in enumerate(node.value, start=1):
            id_ = members_of(one).get("id")
            yield (str(id_.value) if id_ else f"number {place}"), one
    else:
        yield "", node


def _entry(node: yaml.Node, languages: Sequence[str], but: Collection[str]) -> Entry:
    members = members_of(node) or {"": node}
    texts = {code: _said(members[code], but) for code in languages if code in members}
    facts = {
        key: _fact(value)
        for key, value in members.items()
        if key not in but and key not in languages and key != "id"
    }
    return Entry(node.start_mark.line + 1, texts, facts)


def _said(node: yaml.Node, but: Collection[str]) -> str:
    """Return what an entry says in a language, one text below the other; those of a list in one line."""
    if isinstance(node, yaml.MappingNode):
        return "\n\n".join(_said(value, but) for key, value in node.value if key.value not in but)
    return (
        "; ".join(_said(one, but) for one in node.value)
        if isinstance(node, yaml.SequenceNode)
        else str(node.value)
    )


def _fact(node: yaml.Node) -> str:
    """Return what an entry says in every language, in one line, with the keys of its parts."""
    if isinstance(node, yaml.MappingNode):
        return "; ".join(f"{key.value}: {_fact(value)}" for key, value in node.value)
    return ", ".join(map(_fact, node.value)) if isinstance(node, yaml.SequenceNode) else str(node.value)


def unchecked_entries(
    path: str,
    source: str,
    versions: Versions,
    languages: Sequence[str],
    *,
    today: date,
    but: Collection[str] = (),
) -> Iterator[Problem]:
    """Yield what a list says now and did not on its ``checked`` day; what is not committed yet, as a notice.

    Args:
        path: the file, from the guide's folder on.
        source: the file as it is, edits that are not committed included.
        versions: what git remembers.
        languages: the codes of the guide's languages, the original first.
        today: the day to write.
        but: the keys of what need not be checked, such as words that are only searched.
    """
    before = _checked_before(path, source, versions)
    if before is None:
        return
    day = day_of_check(source)
    now = read_entries(source, languages, but)

    def since(text: str) -> list[_Found]:
        return [*_changed(path, read_entries(text, languages, but), now, versions, languages)]

    committed, *known = before
    told = _shortest(map(since, known))
    fresh = {*since(committed)} if told else set()
    found = [(name, line, text, (name, line, text) in fresh) for name, line, text in told]
    found = [one for one in found if not (one[-1] and day == today)]
    for name, line, text, is_fresh in found[:MOST_TOLD]:
        state = " (not committed yet)" if is_fresh else ""
        said = (
            f"of '{name}', {text}{state} after this list was checked on {day}. Compare what changed with its source, "
            f"then write the day at the top: checked: {today}. Or put back what it said."
        )
        yield Problem(path, line, said, notice=is_fresh)
    if len(found) > MOST_TOLD:
        rest = len(found) - MOST_TOLD
        places = "one more place" if rest == 1 else f"{rest} more places"
        said = f"{places} changed after this list was checked on {day}, the next of them here."
        yield Problem(path, found[MOST_TOLD][1], said, notice=all(one[-1] for one in found))


def _shortest(found: Iterable[list[_Found]]) -> list[_Found]:
    """Return the shortest of some lists; after an empty one none is asked for."""
    best: list[_Found] | None = None
    for one in found:
        best = one if best is None or len(one) < len(best) else best
        if not best:
            break
    return best or []


def _changed(
    path: str,
    then: Mapping[_Name, Entry],
    now: Mapping[_Name, Entry],
    versions: Versions,
    languages: Sequence[str],
) -> Iterator[_Found]:
    """Yield what differs between two readings of a list: the entry, its line, and the words about it."""
    for (part, name), entry in now.items():
        shown, old = name or part, then.get((part, name))
        own_day = entry.facts.get("checked")
        if own_day and own_day != (old.facts.get("checked") if old else None):
            continue  # Whoever added or changed it has checked it.
        if old is None:
            text = next(iter([*entry.texts.values(), *entry.facts.values()]), "")
            yield shown, entry.line, f"'{beginning(text)}' was added"
            continue
        if entry[1:] == old[1:]:
            continue
        for language, text in entry.texts.items():
            for change in versions.compared(path, language, [old.texts.get(language, "")], text):
                yield shown, entry.line, str(change)
        for key in dict.fromkeys([*old.facts, *entry.facts]):
            was, is_now = versions.renamed_pages(old.facts.get(key, "")), entry.facts.get(key, "")
            if was != is_now:
                yield shown, entry.line, _fact_changed(key, was, is_now)
    for part, name in then:
        if (part, name) not in now:
            yield name or part, 1, "all was taken out"


def _fact_changed(key: str, was: str, now: str) -> str:
    """Say how a fact changed; of a long list, the words that differ.

    >>> _fact_changed("level", "now", "visit"), _fact_changed("for", "a, b, c", "a, c")
    ("'level: now' became 'level: visit'", "'for: b' was taken out")
    """
    one, other = was.split(", "), now.split(", ")
    lost = ", ".join(part for part in one if part not in other)
    added = ", ".join(part for part in other if part not in one)
    before, after = (lost, added) if lost or added else (was, now)
    mark = f"{key}: " if key else ""
    if not before:
        return f"'{mark}{beginning(after)}' was added"
    if not after:
        return f"'{mark}{beginning(before)}' was taken out"
    return f"'{mark}{beginning(before)}' became '{mark}{beginning(after)}'"


def _checked_before(path: str, source: str, versions: Versions) -> list[str] | None:
    """Return what is committed of a list, then what was checked on the day that it gives; nothing without a need.

    There is none where the file is one that was checked, or gives a later day than the one that is committed.
    """

    @cache
    def checked(blob: str) -> date | None:
        return day_of_check(versions.text(blob))

    then, day = versions.committed_as(path, source), day_of_check(source)
    if then is None or day is None:
        return None
    blob = versions.history.files[then]
    last = checked(blob)
    if last is None or day > last:
        return None
    if day < last:  # A day that was set back: nothing was checked by that.
        return [versions.text(blob)] * 2
    found = _checked_blobs(then, day, checked, versions)
    if any(source == versions.text(one) for one in found):
        return None
    return [versions.text(one) for one in (blob, *found)]


def _checked_blobs(
    path: str, day: date, checked: Callable[[str], date | None], versions: Versions
) -> Sequence[str]:
    """Return what was checked on a day: each text as the day was set, or as it was changed that day."""

    def wanted(blob: str) -> bool:
        return checked(blob) == day

    found: list[str] = []
    for version in versions.history.walk(path, wanted):
        found += _checked_by(version, day, checked, versions)
    # Whoever checks all day may commit more than once.
    found += [
        version.blob
        for version in versions.history.versions.get(path, ())
        if version.blob and version.commit.day == day and wanted(version.blob)
    ]
    return [*dict.fromkeys(found)]


def _checked_by(
    version: Version, day: date, checked: Callable[[str], date | None], versions: Versions
) -> Sequence[str]:
    """Return what counts as checked where a version set the day: its own text, or older ones.

    A day that was set back, and a file that was taken out and came again, were not checked by that.
    """
    blob = version.blob or ""
    before = [one for one in version.before if one]
    later = [one for one in before if (checked(one) or date.min) > day]
    older = [one for one in versions.history.before_at(version.path, version.commit) if checked(one) == day]
    if later:
        return [*later, *older]
    return [blob] if before or not older else older[:1]
