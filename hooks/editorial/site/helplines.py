"""Phone lines of other organizations, from one YAML file that every page shows."""

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import phonenumbers
import yaml
from babel import Locale

from editorial.pages.addresses import costly
from editorial.pages.phones import Listed
from editorial.problems import Problem, did_you_mean
from editorial.yaml_files import Values, compose

#: E.164: a plus sign, the code of the country, at most 15 digits.
_TEL = re.compile(r"\+[1-9][0-9]{6,14}")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WORDS = ("name", "hours", "ask", "note")
_KEYS = ("checked", "lines", "others")
_OTHER = ("id", "dial", "country", "checked", "name")


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
    #: The numbers that texts of the guide name besides, and those of the lines.
    numbers: Sequence[Listed] = ()


def read_helplines(
    source: str, *, path: str, languages: Sequence[str], today: date
) -> tuple[Helplines | None, list[Problem]]:
    """Read the phone lines; with a problem in them there are none, rather than wrong ones."""
    document, problems = compose(source, path=path)
    if problems:
        return None, problems
    values = Values(path=path)
    members = {key: value for key, _, value in _members(document, values)}
    checked = values.of(members["checked"]) if "checked" in members else None
    lines = members.get("lines")
    if type(checked) is not date or not isinstance(lines, yaml.SequenceNode):
        text = "needs 'checked: 2026-11-23', the day of the last check, and the list 'lines:'."
        return None, [Problem(path, 1, text)]
    if checked > today:
        values.say(members["checked"], f"'checked' is in the future: {checked}. Today is {today}.")
    for key, key_node, _ in _members(document, values):
        if key not in _KEYS:
            values.say(key_node, f"'{key}' is no part of this list.{_meant(str(key), _KEYS)}")
    entries: list[Any] = []
    for node in lines.value:
        entry = values.of(node)
        entries.append(entry)
        at = _place_of_id(node)
        for text in _slips(entry, languages):
            values.say(at, text)
    others = [*_others(members.get("others"), values, languages, today)]
    ids = [entry.get("id") for entry in entries if isinstance(entry, dict)]
    for number, id_ in enumerate(ids):
        if id_ in ids[:number]:
            text = f"the phone line '{id_}' is given twice. Keep one of them."
            values.say(_place_of_id(lines.value[number]), text)
    if values.problems:
        return None, sorted(values.problems)
    by_language = {
        language: [
            _helpline(entry, language)
            for entry in sorted(entries, key=lambda entry: _spoken(language) not in entry["languages"])
        ]
        for language in languages
    }
    return Helplines(checked, by_language, [*_numbers(by_language), *others]), []


def _others(
    node: yaml.Node | None, values: Values, languages: Sequence[str], today: date
) -> Iterator[Listed]:
    """Yield the numbers of the part "others", and say what is wrong with each."""
    for one in node.value if isinstance(node, yaml.SequenceNode) else filter(None, [node]):
        value = values.of(one)
        entry: Mapping[str, Any] = value if isinstance(value, dict) else {}
        if slips := [*_other_slips(entry, languages, today)]:
            for text in slips:
                values.say(_place_of_id(one), text)
            continue
        dial, country = entry["dial"], entry["country"]
        code = phonenumbers.country_code_for_region(country)
        digits = {re.sub(r"\D", "", dial), *_dialed(dial, country, code)}
        countries = [Locale.parse(language, sep="-").territories[country] for language in languages]
        yield _listed(dial, digits, code, [entry["name"]], countries)


def _other_slips(entry: Mapping[str, Any], languages: Sequence[str], today: date) -> Iterator[str]:
    day, texts = entry.get("checked"), {key for key, value in entry.items() if isinstance(value, str)}
    if texts != {*_OTHER} - {"checked"} or type(day) is not date:
        yield (
            "a number of 'others' is not written as it is read. Write it like this: - {id: lifeline, dial: '988', "
            f"country: US, checked: {today}, name: Whose it is}}"
        )
    elif entry["country"] not in Locale.parse(languages[0], sep="-").territories:
        yield (
            f"the number '{entry['id']}' has the unknown country '{entry['country']}'. Write its two letters, "
            "like US."
        )
    elif not re.search(r"\d{2}", entry["dial"]):
        yield f"the number '{entry['id']}' has the dial '{entry['dial']}'. Write the digits as people dial them there."
    elif day > today:
        yield f"of the number '{entry['id']}', 'checked' is in the future: {day}. Today is {today}."


def _numbers(by_language: Mapping[str, Sequence[Helpline]]) -> Iterator[Listed]:
    """Yield the number of each line, with its names in every language."""
    lines: dict[str, list[Helpline]] = {}
    for line in (line for lines in by_language.values() for line in lines):
        lines.setdefault(line.id, []).append(line)
    for same in lines.values():
        tel = phonenumbers.parse(same[0].tel)
        digits = {re.sub(r"\D", "", same[0].number), same[0].tel}
        names, countries = [one.name for one in same], [one.country for one in same]
        yield _listed(same[0].number, digits, tel.country_code or 0, names, countries)


def _listed(
    number: str, digits: set[str], code: int, names: Sequence[str], countries: Sequence[str]
) -> Listed:
    """Return a number with every way to dial it: from anywhere, in its country, and without the digit for that."""
    plain = {one.removeprefix("+") for one in digits}
    inside = {one.removeprefix(f"+{code}") for one in digits}
    return Listed(number, frozenset(plain | inside), names, countries)


def _members(node: yaml.Node | None, values: Values) -> Iterator[tuple[str | date, yaml.Node, yaml.Node]]:
    return values.members(node) if isinstance(node, yaml.MappingNode) else iter(())


def _place_of_id(entry: yaml.Node) -> yaml.Node:
    """Return the node whose line is said: that of the entry's id, or of the entry where it has none."""
    pairs = entry.value if isinstance(entry, yaml.MappingNode) else []
    return next((key for key, _ in pairs if key.value == "id"), entry)


def _spoken(language: str) -> str:
    """Return the two letters of a language without those of a country, as a line names it.

    >>> _spoken("pt_BR")
    'pt'
    """
    return str(Locale.parse(language, sep="-" if "-" in language else "_").language)


def _slips(entry: object, languages: Sequence[str]) -> list[str]:
    """Say what an entry lacks, or has that cannot be right."""
    if not isinstance(entry, dict) or not (isinstance(entry.get("id"), str) and _ID.fullmatch(entry["id"])):
        return ["a phone line has no 'id'. Give it a short name in small letters: 'id: acs'."]
    name = f"the phone line '{entry['id']}'"
    if wrong := [*_wrong_kinds(entry, languages)]:
        return [f"{name} {text}" for text in wrong]
    missing = [key for key in ("number", "tel", "country", "languages") if not entry.get(key)]
    missing += [f"{language}: name" for language in languages if not (entry.get(language) or {}).get("name")]
    if missing:
        return [f"{name} lacks {', '.join(f'{key!r}' for key in missing)}."]
    known = Locale.parse(languages[0], sep="-")
    slips = []
    if entry["country"] not in known.territories:
        slips.append(f"has the unknown country '{entry['country']}'. Write its two letters, like US.")
    slips += number_slips(str(entry["number"]), str(entry["tel"]), str(entry["country"]))
    slips += [
        f"has the unknown language '{code}'. Write its two letters, like es."
        for code in entry["languages"]
        if code not in known.languages
    ]
    return [f"{name} {text}" for text in slips]


def _wrong_kinds(entry: Mapping[str, object], languages: Sequence[str]) -> Iterator[str]:
    """Yield which parts of an entry are not what they should be."""
    known = ("id", "number", "tel", "country", "languages", *languages)
    for key in entry:
        if key not in known:
            yield f"has the unknown part '{key}'.{_meant(str(key), known)}"
    for key in ("number", "tel", "country"):
        value = entry.get(key)
        if value is not None and not isinstance(value, str):
            yield f"has '{key}: {value}', which is no text. Put it in quotes."
    spoken = entry.get("languages")
    if spoken is not None and not (isinstance(spoken, list) and all(isinstance(one, str) for one in spoken)):
        yield "must have a list in 'languages': languages: [en, es]."
    for language in languages:
        words = entry.get(language)
        if words is not None and not isinstance(words, dict):
            yield f"must have a name in '{language}', not '{words}': {language}: {{name: …, hours: …}}."
            continue
        for key, value in (words or {}).items():
            if key not in _WORDS:
                yield f"has the unknown part '{language}: {key}'.{_meant(str(key), _WORDS)}"
            elif value is not None and not isinstance(value, str):
                yield f"has '{language}: {key}: {value}', which is no text. Put it in quotes."


def number_slips(number: str, tel: str, country: str) -> Iterator[str]:
    """Yield why what a phone line shows and what it dials are not one number of its country.

    What is dialed is the code of the country and the number without the digit that is only dialed inside it
    (E.164). A free number is recognized as one; a costly one is refused.

    >>> list(number_slips("0808 808 00 00", "+448088080000", "GB"))
    []
    >>> list(number_slips("0808 100", "+449000808100", "GB"))
    ['shows 0808 100 and dials +449000808100. Write one number.']
    """
    if not _TEL.fullmatch(tel):
        yield f"has the tel '{tel}'. Write +, the code of the country and the digits."
        return
    code = phonenumbers.country_code_for_region(country)
    if not code:
        return
    if not tel.startswith(f"+{code}"):
        yield f"has the country {country}, whose code is +{code}, and dials {tel}. Write one country."
    elif tel not in _dialed(number, country, code):
        yield f"shows {number} and dials {tel}. Write one number."
    elif costly(tel):
        yield f"dials {tel}, which costs more than a call. Write a number that does not."


def _dialed(number: str, country: str, code: int) -> set[str]:
    """Return what a number, as it is dialed in its country, is for a phone anywhere."""
    digits = re.sub(r"[\s().\u2010-\u2015/-]", "", number)
    if digits.startswith("+"):
        return {digits}
    if not digits.isdecimal() or not digits.isascii():
        return set()
    found = set()
    with contextlib.suppress(phonenumbers.NumberParseException):
        parsed = phonenumbers.parse(digits, country)
        if phonenumbers.is_valid_number(parsed):
            return {phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)}
    # Short numbers, and those of a country's own kind, are in no list.
    inside = phonenumbers.ndd_prefix_for_region(country, True) or ""
    found.add(f"+{code}{digits.removeprefix(inside) if inside else digits}")
    if inside != "0" or not digits.startswith("0"):
        found.add(f"+{code}{digits}")
    return found


def _meant(word: str, known: Sequence[str]) -> str:
    return did_you_mean(word, known) or " Take it out."


def _helpline(entry: Mapping[str, Any], language: str) -> Helpline:
    words: Mapping[str, str] = entry[language]
    spoken: Sequence[str] = entry["languages"]
    locale = Locale.parse(language, sep="-")
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
