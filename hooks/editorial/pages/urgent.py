"""Signs of danger, from one data file: when to call, whom, and why. Every card and list of them says the same."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from editorial.markdown import section_start
from editorial.problems import Problem, did_you_mean
from editorial.yaml_files import read_values

#: How each level looks, the most urgent first: kinds of Python-Markdown's admonitions.
_LOOKS = ("danger", "warning", "info")
_OF_EVERYBODY = "any"
#: A citation, a link or a tag: the texts go to places that know no Markdown, such as the search.
_MARKED = re.compile(r"\[[^\[\]]*@\w[^\[\]]*\]|\]\([^)]*\)|</?\w+[^<>]*>")


@dataclass(frozen=True)
class Level:
    """How urgent a sign is, in the words of one language."""

    id: str
    name: str
    #: What to do.
    action: str


@dataclass(frozen=True)
class Sign:
    """What a person may notice, in the words of one language."""

    id: str
    level: str
    #: The treatments or situations that it belongs to; ``any`` is everybody's.
    situations: Sequence[str]
    #: Keys of the bibliography.
    sources: Sequence[str]
    sign: str
    reason: str


@dataclass(frozen=True)
class Urgent:
    """All signs, by language."""

    #: The day on which somebody last compared them with their sources.
    checked: date
    levels: Mapping[str, Sequence[Level]]
    signs: Mapping[str, Sequence[Sign]]

    @property
    def situations(self) -> set[str]:
        """Every treatment or situation that a sign belongs to, without everybody's."""
        found = {name for signs in self.signs.values() for sign in signs for name in sign.situations}
        return found - {_OF_EVERYBODY}


def read_urgent(
    source: str, *, path: str, languages: Sequence[str], keys: Collection[str]
) -> tuple[Urgent | None, list[Problem]]:
    """Read the signs of danger; with a problem in them there are none, rather than wrong ones.

    Args:
        source: the file's text.
        path: its path, for problems.
        languages: the codes of the guide's languages.
        keys: the keys of the bibliography.
    """
    root, document, problems = read_values(source, path=path)
    if problems or root is None:
        return None, problems or [Problem(path, 1, "is empty. It needs 'checked:', 'levels:' and 'signs:'.")]
    parts = document if isinstance(document, dict) else {}
    checked, levels, signs = parts.get("checked"), parts.get("levels"), parts.get("signs")
    if type(checked) is not date or not isinstance(levels, list) or not isinstance(signs, list):
        text = "needs 'checked: 2026-11-28', the day of the last check, and the lists 'levels:' and 'signs:'."
        return None, [Problem(path, 1, text)]
    lines = _lines(root)
    problems = [
        Problem(path, line, text)
        for entries, place, texts in (
            (levels, "levels", ("name", "action")),
            (signs, "signs", ("sign", "reason")),
        )
        for entry, line in zip(entries, lines[place], strict=True)
        for text in _slips(entry, languages, texts)
    ]
    if not problems:
        known = [level["id"] for level in levels]
        problems = [
            Problem(path, line, text)
            for sign, line in zip(signs, lines["signs"], strict=True)
            for text in _slips_of_sign(sign, known, keys)
        ]
    if problems:
        return None, problems
    return (
        Urgent(
            checked,
            {language: [_level(level, language) for level in levels] for language in languages},
            {language: [_sign(sign, language) for sign in signs] for language in languages},
        ),
        [],
    )


def wish_problems(wish: object, urgent: Urgent, markdown: str) -> Iterator[str]:
    """Yield what is wrong with a page's ``urgent:``, which names a heading and the situations below it."""
    form = "Write the id of a heading, and situations: urgent: {call-now: [chemotherapy]}"
    if not isinstance(wish, dict) or not all(isinstance(names, list) for names in wish.values()):
        yield f"'urgent' cannot be read. {form}"
        return
    for heading_id, names in wish.items():
        if section_start(markdown, str(heading_id)) is None:
            yield f"'urgent' names the heading '{heading_id}', which is not on the page."
        for name in names:
            if name not in urgent.situations:
                known = ", ".join(sorted(urgent.situations))
                yield f"'urgent' names the situation '{name}', which no sign has. Write one of: {known}."


def hidden_signs(urgent: Urgent, named: Collection[str], language: str) -> Iterator[tuple[str, str]]:
    """Yield the id of each sign that no page shows, and why.

    Args:
        urgent: the signs.
        named: the situations that pages name in their front matter.
        language: any language of the guide.
    """
    for sign in urgent.signs[language]:
        if not {*named, _OF_EVERYBODY} & {*sign.situations}:
            written = ", ".join(sign.situations)
            hint = did_you_mean(sign.situations[0], named)
            yield (
                sign.id,
                f"'{sign.id}' is for '{written}', which no page names, so no page shows it.{hint} Write one of: "
                f"{', '.join(sorted({*named, _OF_EVERYBODY}))}.",
            )


def with_signs(
    markdown: str, urgent: Urgent, *, heading_id: str, situations: Iterable[str], language: str
) -> str:
    """Return a page's Markdown with the signs of some situations below a heading, each with its sources.

    A page without the heading is returned as it is.
    """
    start = section_start(markdown, heading_id)
    if start is None:
        return markdown
    return f"{markdown[:start]}\n\n{as_markdown(urgent, situations, language)}\n{markdown[start:]}"


def as_markdown(urgent: Urgent, situations: Iterable[str], language: str) -> str:
    """Return the signs of some situations, and those of everybody, as Markdown: a box for each level."""
    wanted = {*situations, _OF_EVERYBODY}
    boxes = []
    for place, level in enumerate(urgent.levels[language]):
        items = [
            f"    - **{sign.sign}.** {sign.reason.rstrip('.')} [{'; '.join(f'@{key}' for key in sign.sources)}].\n"
            for sign in urgent.signs[language]
            if sign.level == level.id and wanted & {*sign.situations}
        ]
        if items:
            look = _LOOKS[min(place, len(_LOOKS) - 1)]
            # What can wait for the next visit is folded: on a phone the page's own signs come after the boxes.
            mark = "???" if place and place == len(urgent.levels[language]) - 1 else "!!!"
            boxes.append(f'{mark} {look} "{level.name}"\n\n    {level.action}\n\n' + "".join(items))
    return "\n".join(boxes)


def listed(urgent: Urgent, language: str) -> Iterator[str]:
    """Yield the head of each box and each sign of danger as a reader reads them: what ``as_markdown`` says."""
    yield from (f"{level.name} {level.action}" for level in urgent.levels[language])
    yield from (f"{sign.sign}. {sign.reason.rstrip('.')}." for sign in urgent.signs[language])


def _level(level: Mapping[str, Any], language: str) -> Level:
    words = level[language]
    return Level(level["id"], words["name"], words["action"])


def _sign(sign: Mapping[str, Any], language: str) -> Sign:
    words = sign[language]
    return Sign(sign["id"], sign["level"], sign["for"], sign["sources"], words["sign"], words["reason"])


def _lines(root: yaml.Node | None) -> dict[str, list[int]]:
    """Return the line of each entry of each list, by the list's name."""
    return {
        key.value: [entry.start_mark.line + 1 for entry in value.value]
        for key, value in (root.value if root else ())
        if isinstance(value, yaml.SequenceNode)
    }


def _slips(entry: object, languages: Sequence[str], texts: Sequence[str]) -> list[str]:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        return ["this entry has no 'id'. Give it a short name: '- id: fever'."]
    missing, slips = [], []
    for language in languages:
        words = entry.get(language)
        for text in texts:
            if not isinstance(words, dict) or not isinstance(words.get(text), str) or not words[text].strip():
                missing.append(f"'{language}: {text}'")
            elif marked := _MARKED.search(words[text]):
                slips.append(
                    f"'{entry['id']}' has '{marked[0]}' in '{language}: {text}', and its texts are plain. Sources "
                    "stand below 'sources'."
                )
    return [f"'{entry['id']}' lacks {', '.join(missing)}.", *slips] if missing else slips


def _slips_of_sign(sign: Mapping[str, object], levels: Sequence[str], keys: Collection[str]) -> list[str]:
    name, slips = sign["id"], []
    if sign.get("level") not in levels:
        slips.append(f"'{name}' has the level '{sign.get('level')}'. Write one of: {', '.join(levels)}.")
    for part in ("for", "sources"):
        value = sign.get(part)
        if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
            slips.append(f"'{name}' lacks '{part}'. Write a list: {part}: [one, other].")
            return slips
    sources: Iterable[str] = sign["sources"]  # type: ignore[assignment]
    for key in sources:
        if key not in keys:
            slips.append(
                f"'{name}' cites '{key}', which is not in the bibliography.{did_you_mean(key, keys)}"
            )
    return slips
