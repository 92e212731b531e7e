"""What people ask in their own words, and where the guide answers it: from one data file, for the search."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from editorial.problems import Problem, did_you_mean
from editorial.yaml_files import read_values

_FEWEST_WAYS = 5
_KEYS = ("id", "leads", "opens", "sign")


@dataclass(frozen=True)
class Intent:
    """What a person may want."""

    id: str
    #: Where the answer is, the best place first: a page, and the id of a heading or a term, if any.
    leads: Sequence[tuple[str, str]]
    #: What is asked, by language, as readers are told.
    names: Mapping[str, str]
    #: Ways to say it, by language.
    ways: Mapping[str, Sequence[str]]
    #: Whether it asks for the section that is folded.
    opens: bool = False
    #: The sign of danger that it is; empty if it is none.
    sign: str = ""
    #: Where it stands in the file.
    line: int = 1


@dataclass(frozen=True)
class Intents:
    """Everything that people may want, and the words that say little when they ask for it, by language."""

    intents: Sequence[Intent]
    #: Small words beside those that the language itself has, and those of these that mean something here.
    small: Mapping[str, Sequence[str]]
    meant: Mapping[str, Sequence[str]]
    #: Words for + and for - after the name of a marker, by language.
    signs: Mapping[str, Mapping[str, Sequence[str]]]


def read_intents(source: str, *, path: str, languages: Sequence[str]) -> tuple[Intents | None, list[Problem]]:
    """Read what people ask; an intent with an essential part missing is a problem, and left out.

    Args:
        source: the file's text.
        path: its path, for problems.
        languages: the codes of the guide's languages.
    """
    root, document, problems = read_values(source, path=path)
    if problems:
        return None, problems
    if not isinstance(document, dict) or not isinstance(document.get("intents"), list):
        return None, [Problem(path, 1, "needs the list 'intents:'. Write each intent below it.")]
    intents: list[Intent] = []
    for entry, line in zip(document["intents"], _lines(root), strict=True):
        slips = [*_slips(entry, languages)]
        problems += [Problem(path, line, slip) for slip in slips]
        if not slips:
            intents.append(_intent(entry, languages, line))
    for part in ("small", "meant"):
        if not _is_words(document.get(part) or {}):
            text = (
                f"'{part}' must be a list of words for each language: {part}: {{en: [one, other]}}. "
                "Put yes, no, on and off in quotes."
            )
            problems.append(Problem(path, 1, text))
            document[part] = {}
    signs = document.get("signs") or {}
    if not isinstance(signs, dict) or not all(_is_words(words) for words in signs.values()):
        text = (
            "'signs' must have the words for + and - of each language: signs: {en: {plus: [a], minus: [b]}}."
        )
        problems.append(Problem(path, 1, text))
        signs = {}
    small, meant = (document.get(part) or {} for part in ("small", "meant"))
    return Intents(intents, small, meant, signs), sorted(problems)


def lead_problems(
    intents: Intents, anchors: Mapping[str, Collection[str]], signs: Collection[str], *, path: str
) -> Iterator[Problem]:
    """Yield each place that an intent leads to and that is not there, each sign that nobody knows, and clashes.

    Args:
        intents: what people may want.
        anchors: the ids of the headings and terms of each page, by the page's name.
        signs: the ids of the signs of danger.
        path: the file of intents.
    """
    lines: dict[str, int] = {}
    for intent in intents.intents:
        if intent.id in lines:
            text = f"the id '{intent.id}' is also that of line {lines[intent.id]}. Give one another."
            yield Problem(path, intent.line, text)
        lines.setdefault(intent.id, intent.line)
        for page, anchor in intent.leads:
            if page not in anchors:
                hint = did_you_mean(page, anchors)
                yield Problem(path, intent.line, f"'{intent.id}' leads to '{page}', which is no page.{hint}")
            elif anchor and anchor not in anchors[page]:
                hint = did_you_mean(anchor, anchors[page])
                text = f"'{intent.id}' leads to '{page}#{anchor}', and the page has no such heading.{hint}"
                yield Problem(path, intent.line, text)
        if intent.sign and intent.sign not in signs:
            hint = did_you_mean(intent.sign, signs)
            text = f"'{intent.id}' is the sign '{intent.sign}', which is not among the signs of danger.{hint}"
            yield Problem(path, intent.line, text)


def _lines(root: yaml.Node | None) -> list[int]:
    """Return the line of each intent."""
    parts = root.value if root else ()
    entries = next(value.value for key, value in parts if key.value == "intents")
    return [entry.start_mark.line + 1 for entry in entries]


def _slips(entry: object, languages: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with one intent by itself."""
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        yield "this intent has no 'id'. Give it a short name: '- id: how-long'."
        return
    name = entry["id"]
    leads = entry.get("leads")
    if not isinstance(leads, list) or not leads or not all(isinstance(lead, str) for lead in leads):
        yield f"'{name}' lacks 'leads'. Write where the answer is: leads: [page.md#heading]."
    for key in entry:
        if key not in (*_KEYS, *languages):
            yield f"'{name}' has '{key}', which is no part of an intent.{did_you_mean(str(key), _KEYS)}"
    for language in languages:
        words = entry.get(language)
        ways = words.get("ask") if isinstance(words, dict) else None
        if not isinstance(words, dict) or not isinstance(words.get("name"), str):
            yield f"'{name}' lacks '{language}: name'. Write what is asked, as readers are told."
        if not isinstance(ways, list) or not all(isinstance(way, str) for way in ways):
            yield f"'{name}' lacks '{language}: ask'. Write a list, each way in quotes: ask: [\"one\", \"other\"]."
        elif len(ways) < _FEWEST_WAYS:
            yield f"'{name}' has {len(ways)} ways to ask in '{language}'. Write {_FEWEST_WAYS} or more."


def _intent(entry: Mapping[str, Any], languages: Sequence[str], line: int) -> Intent:
    pairs = [lead.partition("#") for lead in entry["leads"]]
    return Intent(
        id=entry["id"],
        leads=[(page, anchor) for page, _, anchor in pairs],
        names={language: entry[language]["name"] for language in languages},
        ways={language: entry[language]["ask"] for language in languages},
        opens=bool(entry.get("opens")),
        sign=str(entry.get("sign") or ""),
        line=line,
    )


def _is_words(part: object) -> bool:
    return isinstance(part, dict) and all(
        isinstance(words, list) and all(isinstance(word, str) for word in words) for words in part.values()
    )
