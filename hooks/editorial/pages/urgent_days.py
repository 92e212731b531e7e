"""Whether the signs of danger say what was checked on their ``checked`` day.

They are read as a page is that lists them, each below a heading with its id: so what differs has the weight that it
has on pages (:mod:`editorial.pages.revisions`), and corrected spelling has none.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import yaml

from editorial.pages.checked import checked_before, day_of_check
from editorial.pages.reading import Reading
from editorial.pages.revisions import Change, Versions, changes
from editorial.problems import Problem
from editorial.yaml_files import Values, compose, members_of


class Signs(NamedTuple):
    """A file of signs of danger as it is read."""

    checked: date | None
    #: The line of each level and sign, by its id.
    lines: Mapping[str, int]
    #: By language: what all of them say, as Markdown.
    texts: Mapping[str, str]


def read_signs(source: str, languages: Sequence[str]) -> Signs:
    r"""Return what a file says, whatever else is wrong with it.

    >>> read_signs("signs:\n- {id: a, level: now, for: [any], sources: [x], en: {sign: Fever}}", ["en"]).texts["en"]
    '## a {#a}\n\nFever\n\nnow; any [@x]\n'
    """
    root, _ = compose(source, path="")
    values = Values(path="")
    members = members_of(root)
    lines: dict[str, int] = {}
    parts: dict[str, list[str]] = {language: [] for language in languages}
    for place in ("levels", "signs"):
        entries = members.get(place)
        for node in entries.value if isinstance(entries, yaml.SequenceNode) else ():
            entry = values.of(node)
            if not isinstance(entry, dict) or "id" not in entry:
                continue
            name = str(entry["id"])
            lines[name] = values.line(node)
            for language in languages:
                parts[language].append(_as_markdown(name, entry, language))
    texts = {language: "\n".join(found) for language, found in parts.items()}
    return Signs(day_of_check(root), lines, texts)


def _as_markdown(name: str, entry: Mapping[str | date, object], language: str) -> str:
    words = entry.get(language)
    said = [str(text) for text in words.values()] if isinstance(words, dict) else []
    whom = entry.get("for")
    sources = entry.get("sources")
    cited = "; ".join(f"@{key}" for key in sources) if isinstance(sources, list) else ""
    if "level" in entry:
        named = ", ".join(map(str, whom)) if isinstance(whom, list) else ""
        said.append(f"{entry['level']}; {named}" + (f" [{cited}]" if cited else ""))
    return "\n\n".join([f"## {name} {{#{name}}}", *said]) + "\n"


def unchecked_signs(
    path: str, source: str, versions: Versions, languages: Sequence[str], *, today: date
) -> Iterator[Problem]:
    """Yield what signs of danger say now and did not on the ``checked`` day; what is not committed yet, as a notice.

    Args:
        path: the file, from the guide's folder on.
        source: the file as it is, edits that are not committed included.
        versions: what git remembers.
        languages: the codes of the guide's languages.
        today: the day to write.
    """
    now = read_signs(source, languages)
    before = checked_before(path, source, lambda text: read_signs(text, languages), versions)
    if before is None:
        return
    committed, known = before
    for language in languages:
        fresh = {str(change) for change in _changes(committed, now, language, versions)}
        told = [_changes(one, now, language, versions) for one in known]
        for change in min(told, key=len, default=[]):
            is_fresh = str(change) in fresh
            if is_fresh and now.checked == today:
                continue
            state = " (not committed yet)" if is_fresh else ""
            text = (
                f"of the sign '{change.section}', {change}{state} after the signs were checked on {now.checked}. "
                f"Compare each sign with its sources, then write the day: checked: {today}. Or put back what it said."
            )
            yield Problem(path, now.lines.get(change.section, 1), text, notice=is_fresh)


def _changes(old: Signs, new: Signs, language: str, versions: Versions) -> list[Change]:
    def reading(signs: Signs) -> Reading:
        return versions.read(signs.texts[language], language)

    return changes(reading(old), reading(new), versions.lexicons(language))
