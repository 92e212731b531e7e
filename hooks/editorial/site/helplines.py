"""Phone lines of other organizations, from one YAML file that every page shows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import yaml

from editorial.problems import Problem, not_yaml
from editorial.text import locale_of

#: E.164: a plus sign, the code of the country, at most 15 digits.
_TEL = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(frozen=True)
class Helpline:
    """One phone line, in the words of one language."""

    id: str
    name: str
    #: As people dial it in its own country, and as a phone dials it from anywhere (E.164).
    number: str
    tel: str
    #: In words of the reader's language.
    country: str
    languages: Sequence[str]
    #: With their time zone; ``None`` where nobody could confirm them: nothing is said then.
    hours: str | None
    #: What to ask for in order to be understood: an interpreter. It stands beside the languages.
    ask: str | None
    note: str | None


@dataclass(frozen=True)
class Helplines:
    """Every phone line by language, and the day on which someone last checked them."""

    checked: date
    #: Those that speak the reader's language come first; else as in the file.
    by_language: Mapping[str, Sequence[Helpline]]


def read_helplines(
    source: str, *, path: str, languages: Sequence[str]
) -> tuple[Helplines | None, list[Problem]]:
    """Read the phone lines; with a problem in them there are none, rather than wrong ones."""
    try:
        document = yaml.load(source, Loader=yaml.CSafeLoader)  # Ten times as fast.
    except yaml.MarkedYAMLError as error:
        return None, [not_yaml(error, source, path=path)]
    checked = document.get("checked") if isinstance(document, dict) else None
    lines = document.get("lines") if isinstance(document, dict) else None
    if not isinstance(checked, date) or not isinstance(lines, list):
        text = "needs 'checked: 2026-11-23', the day of the last check, and the list 'lines:'."
        return None, [Problem(path, 1, text)]
    problems = [
        Problem(path, _line_of(entry, source), text) for entry in lines for text in _slips(entry, languages)
    ]
    if problems:
        return None, problems
    by_language = {
        language: [
            _helpline(entry, language)
            for entry in sorted(lines, key=lambda entry: _spoken(language) not in entry["languages"])
        ]
        for language in languages
    }
    return Helplines(checked, by_language), []


def _spoken(language: str) -> str:
    """Return the two letters of a language without those of a country, as a line names it.

    >>> _spoken("pt_BR")
    'pt'
    """
    return str(locale_of(language).language)


def _slips(entry: object, languages: Sequence[str]) -> list[str]:
    """Say what an entry lacks, or has that cannot be right."""
    if not isinstance(entry, dict) or not entry.get("id"):
        return ["a phone line has no 'id'. Give it a short name in small letters: 'id: acs'."]
    name = f"the phone line '{entry['id']}'"
    missing = [key for key in ("number", "tel", "country", "languages") if not entry.get(key)]
    missing += [f"{language}: name" for language in languages if not (entry.get(language) or {}).get("name")]
    if missing:
        return [f"{name} lacks {', '.join(f'{key!r}' for key in missing)}."]
    slips = []
    if not _TEL.fullmatch(str(entry["tel"])):
        slips.append(f"{name} has the tel '{entry['tel']}'. Write +, the code of the country and the digits.")
    digits = re.sub(r"\D", "", str(entry["number"])).lstrip("0")
    if not str(entry["tel"]).endswith(digits):
        slips.append(f"{name} shows {entry['number']} and dials {entry['tel']}. Write one number.")
    known = locale_of(languages[0])
    if entry["country"] not in known.territories:
        slips.append(f"{name} has the unknown country '{entry['country']}'. Write its two letters, like US.")
    slips += [
        f"{name} has the unknown language '{code}'. Write its two letters, like es."
        for code in entry["languages"]
        if code not in known.languages
    ]
    return slips


def _helpline(entry: Mapping[str, object], language: str) -> Helpline:
    words: Mapping[str, str] = entry[language]  # type: ignore[assignment]
    spoken: Sequence[str] = entry["languages"]  # type: ignore[assignment]
    locale = locale_of(language)
    return Helpline(
        id=str(entry["id"]),
        name=words["name"],
        number=str(entry["number"]),
        tel=str(entry["tel"]),
        country=locale.territories[str(entry["country"])],
        languages=[locale.languages[code] for code in spoken],
        hours=words.get("hours"),
        ask=words.get("ask"),
        note=words.get("note"),
    )


def _line_of(entry: object, source: str) -> int:
    """Return the line, from 1, on which an entry's id stands; 1 if it has none."""
    name = entry.get("id") if isinstance(entry, dict) else None
    found = name and re.search(rf"^[ -]*id:[ \"']*{re.escape(str(name))}\b", source, re.MULTILINE)
    return source.count("\n", 0, found.start()) + 1 if found else 1
