"""Phone numbers in texts: each stands in the list of the guide, where a day says when somebody checked it.

A number that is wrong by a digit leads a reader to a stranger, and both languages may have it. So none is shown that is
not in the list, however it is written: with spaces, hyphens or brackets, with the code of its country, in letters
(1-800-4-CANCER), or in a link that dials it. What is dialed with few digits (988) looks like any other number: words of
the language around it tell.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import phonenumbers

from editorial.markdown import without_code
from editorial.patterns import folded

#: Digits in groups, the last of them perhaps letters.
_GROUPS = re.compile(
    r"(?<![\w.,/@#+-])(?:tel:)?"
    r"(\+?\(?\d{1,15}(?:[ \u00a0\u2010-\u2013().-]{1,2}\d{1,12})*(?:[\u2010-\u2013-][A-Z]{3,7}\b)?)(?![\w%])"
)
#: A date, years, pages of a journal, the number of a book, of a trial (EudraCT, CTIS) or of a person (ORCID).
_NO_PHONE = re.compile(
    r"(?:19|20)\d\d\D\d\d?\D\d\d?(?:\D.*)?|\d\d?\D\d\d?\D(?:19|20)\d\d"
    r"|(?:(?:19|20)\d\d\D{1,3})+(?:19|20)\d\d|.*\((?:19|20)\d\d|97[89].{10,}"
    r"|(?:19|20)\d\d-\d{6}-\d\d(?:-\d\d)?|(?:\d{4}[ -]){3}\d{4}"
)
#: 100 000 000
_THOUSANDS = re.compile(r"\d{1,3}(?:\D\d{3})*\D000|\d*000000")
#: With fewer digits it is dialed inside a country only (E.164: at most 15).
_FEWEST, _MOST = 9, 15
#: So many digits without a mark between them are the number of a record.
_MOST_IN_ONE = 12
#: Numbers that differ in so many digits or fewer are taken for one with a slip.
_SLIPS = 2

#: Addresses, and the attributes that Markdown gives to what stands before them.
_ADDRESS = re.compile(
    r"\]\((?!tel:)[^)\s\]]*\)|\{ ?(?:[:.#]|[\w-]+=)[^{}\n]*\}|https?://\S+|href=[\"'](?!tel:)[^\"'\n]*[\"']"
)
_DOTTED = re.compile(r"(?:\+?1\.)?\d{3}\.\d{3}\.\d{4}")
#: What few digits are, beside a word for dialing.
_FEW = r"\+?\d[\d \u00a0\u2010-\u2013-]{1,13}\d(?!\w|\s?%)"
_FEWEST_DIALED = 3
#: What may stand between a word and the number that it dials: spaces, and the marks of Markdown.
_BETWEEN = r"[\s*_\[(]{1,6}"
_HERE = "…"


class Found(NamedTuple):
    """A phone number in a text."""

    #: Where it stands in the text, and as it is written.
    start: int
    written: str
    #: Its digits.
    digits: str


class Listed(NamedTuple):
    """A phone number of the guide's list."""

    #: As people dial it in its country.
    number: str
    #: Each way to dial it, digits only.
    digits: frozenset[str]
    #: Whose it is, and its country, in each language.
    names: Sequence[str]
    countries: Sequence[str]


class Fault(NamedTuple):
    """What is wrong with a phone number."""

    #: From 1.
    line: int
    text: str
    #: Whether it may be meant.
    notice: bool


def dialed(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return what finds the numbers that stand beside words for dialing: "call …", "… answers".

    >>> [found[1] or found[2] for found in dialed(["call …", "… answers"]).finditer("Call 988. In Spain 024 answers.")]
    ['988', '024']
    """
    sides: tuple[list[str], list[str]] = ([], [])
    for phrase in phrases:
        before, _, after = (r"\s+".join(map(re.escape, part.split())) for part in phrase.partition(_HERE))
        sides[0].extend([before] if before else [])
        sides[1].extend([after] if after else [])
    before, after = ("|".join(side) or "(?!)" for side in sides)
    return re.compile(
        rf"\b(?:{before}){_BETWEEN}({_FEW})|(?<![\w.,/+-])({_FEW})[\s*_\])]{{1,6}}(?:{after})\b",
        re.IGNORECASE,
    )


def phone_numbers(text: str, dialed: re.Pattern[str]) -> Iterator[Found]:
    """Yield the phone numbers in a text, and those that its links dial.

    Args:
        text: a page or a list, as it is written.
        dialed: finds the numbers beside words for dialing.
    """
    seen = _ADDRESS.sub(lambda match: " " * len(match[0]), without_code(text))
    taken: set[int] = set()
    for match in _GROUPS.finditer(seen):
        written = match[1].rstrip(" \u00a0.-(")
        if match[0].startswith("tel:") or _is_phone(written):
            taken.update(range(match.start(1), match.start(1) + len(written)))
            yield Found(match.start(1), written, _digits(written))
    for match in dialed.finditer(seen):
        group = 1 if match[1] else 2
        digits = _digits(match[group])
        if len(digits) >= _FEWEST_DIALED and taken.isdisjoint(range(*match.span(group))):
            yield Found(match.start(group), match[group], digits)


def _is_phone(written: str) -> bool:
    """Whether digits look like a phone number wherever they stand.

    >>> [_is_phone(one) for one in ("1-800-4-CANCER", "900 100 036", "12 500 000", "2019-2024", "2026-11-29")]
    [True, True, False, False, False]
    """
    digits = _digits(written)
    if not _FEWEST <= len(digits) <= _MOST or _NO_PHONE.fullmatch(written) or _THOUSANDS.fullmatch(written):
        return False
    if "." in written:
        return bool(_DOTTED.fullmatch(written))
    if written.isdecimal():
        return len(written) < _MOST_IN_ONE
    return written.startswith("+") or len(re.findall(r"[^\W_]+", written)) > 2


def _digits(written: str) -> str:
    """Return what is dialed: "1-800-4-CANCER" as "18004226237"; two zeros stand for the plus sign.

    >>> _digits("1-800-4-CANCER"), _digits("0034 900 100 036")
    ('18004226237', '34900100036')
    """
    letters = str(phonenumbers.convert_alpha_characters_in_number(written))
    return re.sub(r"\D", "", letters).removeprefix("00")


def phone_faults(text: str, dialed: re.Pattern[str], listed: Sequence[Listed], add: str) -> list[Fault]:
    """Return what is wrong with the phone numbers of a text.

    Args:
        text: a page or a list, as it is written.
        dialed: finds the numbers beside words for dialing.
        listed: the numbers of the guide's list.
        add: where to add a number to it, as a sentence goes on.
    """
    known = {digits: one for one in listed for digits in one.digits}
    faults: list[Fault] = []
    # By line, the numbers of the list that it shows, each once.
    lines: dict[int, dict[str, Listed]] = {}
    line, counted = 1, 0
    for found in sorted({*phone_numbers(text, dialed)}):
        line, counted = line + text.count("\n", counted, found.start), found.start
        if one := _in_list(found, known):
            lines.setdefault(line, {})[one.number] = one
            continue
        like = next((known[digits] for digits in known if _is_slip(found.digits, digits)), None)
        hint = f" The list has {like.number} ({like.names[0]})." if like else ""
        said = f"the phone number '{found.written}' is not in the guide's list.{hint} Correct it, or {add}"
        faults.append(Fault(line, said, notice=False))
    shown = text.split("\n") if lines else []
    for at, ours in lines.items():
        faults += (
            Fault(at, said, notice=True) for said in _of_others(shown[at - 1], [*ours.values()], listed)
        )
    return faults


def _in_list(found: Found, known: Mapping[str, Listed]) -> Listed | None:
    """Return the number of the list that is dialed; digits that follow it may say something else: "988, 24 hours"."""
    if one := known.get(found.digits):
        return one
    places = [match.end() for match in re.finditer(r"\d+", found.written)]
    return next((one for end in places if (one := known.get(_digits(found.written[:end])))), None)


def _is_slip(written: str, right: str) -> bool:
    """Whether one number may be meant by another.

    >>> _is_slip("989", "988"), _is_slip("18002272354", "18002272345"), _is_slip("024", "988")
    (True, True, False)
    """
    differing = sum(one != other for one, other in zip(written, right, strict=False))
    return len(written) == len(right) and 0 < differing <= min(_SLIPS, len(right) // 3)


def _of_others(line: str, ours: Sequence[Listed], listed: Sequence[Listed]) -> Iterator[str]:
    """Yield which numbers of a line stand beside another's name or country, and not beside their own."""
    plain = folded(re.sub(r"[*_]|\{[^{}]*\}", "", line))
    for one in ours:
        for kind in ("names", "countries"):
            if _named(one, kind, plain) or _named(one, "names", plain):
                break
            # Another one may be named with a number of its own.
            named = [_named(other, kind, plain) for other in listed if other not in ours]
            if name := max(named, key=len, default=""):
                yield (
                    f"the phone number {one.number} is that of {one.names[0]} ({one.countries[0]}), and '{name}' "
                    "stands beside it. Write the number and the name of one."
                )
                break


def _named(one: Listed, kind: str, text: str) -> str:
    """Return what a text, in small letters, calls whose number it is, or its country; nothing where it does not.

    >>> line = Listed("1", frozenset(), ["Line One (LO)"], ["Spain"])
    >>> _named(line, "names", "call lo, or line one"), _named(line, "countries", "in mexico")
    ('Line One', '')
    """
    written = (one.countries if kind == "countries" else one.names) or ()
    parts = [
        part.strip(" )") for name in written for part in (name.partition(" (")[0], *name.split(" (")[1:])
    ]
    return next((part for part in parts if re.search(rf"\b{re.escape(folded(part))}\b", text)), "")
