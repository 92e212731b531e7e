"""The names of a field: which people and organizations they are, and how Vancouver style prints them.

What cannot be a list of names is refused with how to write it: BibTeX would take a list with commas, or an
organization without braces, for one person, and print nonsense.
"""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from babel import Locale
from pybtex.database import Person

from editorial.references.bibtex import names
from editorial.references.fields import EXPORTERS
from editorial.references.latex import UnreadableLatexError, to_html, to_text
from editorial.references.lists import pairs, words


class Name(NamedTuple):
    """A person's name, or an organization's, which is all ``family``. Each part is LaTeX."""

    family: str
    given: str = ""
    #: As it is printed: ``Jr``, ``3rd``.
    suffix: str = ""
    organization: bool = False


@lru_cache(maxsize=50_000)
def people(field: str) -> tuple[str, ...]:
    """Return the names of a field in Vancouver form, as HTML; ``others`` stands for those not named.

    >>> people("Lee, M. S. and {World Cancer Fund} and others")
    ('Lee MS', 'World Cancer Fund', 'others')

    Raises:
        ValueError: where the field cannot be a list of names; says how to write it.
    """
    _check_separators(field)
    found = list(names(field))
    if len(found) == 1:
        _check_alone(found[0])
    if not all(found):
        raise ValueError("has an 'and' without a name on each side; take it out")
    if found[-1] == "others.":
        raise ValueError("ends with 'others.'; take its period out, or readers see it as a name")
    nobody = words("nobody", ",")
    if any(name.strip(" .{}[]()").casefold() in nobody for name in found):
        raise ValueError(
            "names nobody; take that out: without an author, the reference begins with the title"
        )
    return tuple(person_name(name) for name in found)


@lru_cache(maxsize=50_000)
def person_name(name: str) -> str:
    """Return a name in Vancouver form: surname, initials, suffix (chapter 1, "Author").

    A name in one pair of braces is an organization's, and stays.

    >>> [person_name(n) for n in ("van der Waal, Hans-Peter", "King, Jr, M. L.", "{World Cancer Fund}")]
    ['van der Waal HP', 'King ML Jr', 'World Cancer Fund']

    Raises:
        ValueError: where it cannot be a person's name; says how to write it.
    """
    if name == "others":
        return name
    read = read_name(name)
    if read.organization:
        return to_html(read.family)
    return " ".join(filter(None, (*_printed(read), html.escape(read.suffix))))


def read_name(name: str) -> Name:
    """Read a name as BibTeX (btxdoc, section 4) and biblatex (its extended format) write it.

    >>> read_name("family=Berg, given=Vera, prefix=van den")
    Name(family='van den Berg', given='Vera', suffix='', organization=False)

    Raises:
        ValueError: where it cannot be a person's name; says how to write it.
    """
    if in_braces(name):
        return Name(name[1:-1], organization=True)
    if "=" in name and re.match(r"\s*(?:family|given|prefix|suffix)(?:-i)?\s*=", name):
        return _extended(name)
    if _NO_LETTER.search(name) and (found := _NO_PART_OF_A_NAME.search(name)):
        raise ValueError(f"has '{found[0]}' in '{name}', which is no part of a name; take it out")
    parts = [part.strip() for part in _outside_braces(",", name)]
    _check_organization(name, parts)
    if len(parts) > 3:
        raise ValueError("has too many commas; put 'and' between two names")
    if len(parts) > 1 and not parts[-1]:
        raise ValueError(f"has a comma behind '{name.rstrip(', ')}'; take it out")
    if len(parts) == 3:
        return _with_two_commas(name, parts)
    if len(parts) == 1 or _suffix(parts[1]):
        return _first_name_first(parts[0], _suffix(parts[1]) if len(parts) == 2 else "")
    family, given = parts
    before, suffix = _without_suffix(family)
    given, behind = (given, "") if suffix else _without_suffix(given)
    return _checked(Name(before if suffix else family, given, suffix or behind), name)


def in_braces(name: str) -> bool:
    """Whether one pair of braces encloses all of a name: ``{A} and {B}`` is in two."""
    if not (name.startswith("{") and name.endswith("}")):
        return False
    depth = 0
    for place, mark in enumerate(name):
        depth += (mark == "{") - (mark == "}")
        if depth == 0:
            # {\'A} and {\"{O}} are letters, and no organizations.
            return place == len(name) - 1 and not re.fullmatch(r"\{\\[^A-Za-z\s]\s*\{?\w\}?\}", name)
    return False


# --- reading -------------------------------------------------------------------------------------


def _outside_braces(mark: str, text: str) -> Iterator[str]:
    """Split at a mark that stands outside braces."""
    if "{" not in text:
        yield from text.split(mark)
        return
    depth = start = 0
    for place, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        if sign == mark and depth == 0:
            yield text[start:place]
            start = place + 1
    yield text[start:]


def _extended(name: str) -> Name:
    """biblatex: ``family=Berg, given=Vera, prefix=van den, useprefix=true``."""
    parts: dict[str, str] = {}
    for part in _outside_braces(",", name):
        key, equals, text = part.partition("=")
        text = text.strip().strip('"')
        if not equals:
            raise ValueError(f"has '{part.strip()}' without what it is, as in given=Vera")
        parts[key.strip().casefold()] = text[1:-1] if in_braces(text) else text
    family = " ".join(filter(None, [parts.get("prefix", ""), parts.get("family", "")]))
    given = parts.get("given") or parts.get("given-i", "")
    return _checked(Name(family, given, _suffix(parts.get("suffix", ""))), name)


def _with_two_commas(name: str, parts: list[str]) -> Name:
    """``Smith, Jr., John``, as BibTeX has it, and ``Smith, John, Jr.``, as most people write it."""
    family, middle, last = parts
    if suffix := _suffix(middle):
        return _checked(Name(family, last, suffix), name)
    if suffix := _suffix(last):
        return _checked(Name(family, middle, suffix), name)
    if found := _degree(f"{middle} {last}"):
        raise ValueError(_DEGREE.format(found))
    raise ValueError(
        f"has two commas in '{name}', and '{middle}' is no suffix such as Jr; put 'and' between two names"
    )


def _first_name_first(name: str, suffix: str) -> Name:
    """``Hans Peter van der Waal``: what is surname and what is given name, pybtex tells as BibTeX does."""
    if not suffix:
        name, suffix = _without_suffix(name)
    person = Person(name)
    family = " ".join([*person.prelast_names, *person.last_names])
    given = " ".join([*person.first_names, *person.middle_names])
    last = " ".join(person.last_names)
    if given and re.fullmatch(r"(?:[A-Z]\.?-?){1,3}", last) and not re.match(r"[A-Z]\.?(?:\s|$)", given):
        shown = " ".join(filter(None, _printed(Name(family, given))))
        found = _INITIALS_BEHIND.search(name)
        surname, initials = (name[: found.start()], found[1]) if found else (name, last)
        raise ValueError(
            f"would be printed as '{shown}'; write a comma between the surname and the initials: "
            f"'{surname}, {initials}'"
        )
    return _checked(Name(family, given, suffix), name)


#: Initials at the end of a name, each alone: all of "J A" in "Doe J A".
_INITIALS_BEHIND = re.compile(r"\s((?:[A-Z]\.?-?){1,3}(?:\s(?:[A-Z]\.?-?){1,3}){0,3})$")


def _suffix(text: str) -> str:
    """Return a suffix as it is printed, or nothing if the text is none."""
    return pairs("suffixes").get(text.strip(" .{}").casefold(), "")


def _without_suffix(text: str) -> tuple[str, str]:
    """Split ``Smith Jr.`` and ``Jane 3rd`` into the name and the suffix as it is printed."""
    rest, _, last = text.rpartition(" ")
    suffix = _suffix(last) if rest else ""
    return (rest.rstrip(), suffix) if suffix else (text, "")


# --- what cannot be a name -----------------------------------------------------------------------

#: Few names have any of these, and only one that has can have what follows.
_NO_LETTER = re.compile(r"[\d@<>]")
#: An address, a number of a person or of a note: "Doe, Jane1", "12 more". "Doe, Jane, 3rd" is a name.
_NO_PART_OF_A_NAME = re.compile(r"\S*[@<>]\S*|(?<![^\W\d_])\d[\d-]*[\dX](?!\w)|\d+(?![\w])|(?<=[^\W\d_])\d+")

_DEGREE = "has '{}', which looks like a degree or a title; leave it out. If these are initials, write them with periods"


def _checked(read: Name, name: str) -> Name:
    if not read.family:
        raise ValueError(f"has no surname in '{name}'")
    if found := _degree_of(read):
        raise ValueError(_DEGREE.format(found))
    given = read.given.split() if " " in read.given else []
    if len(given) > 3 and (
        behind := next((word for word in given[1:] if word in words("within_organizations")), "")
    ):
        raise ValueError(
            f"has '{behind} …' behind the name '{name}'; a group is a name of its own, in braces: 'and {{the group}}'"
        )
    return read


def _degree_of(read: Name) -> str:
    """Return a degree or a title that stands in a name, or nothing."""
    family, given = read.family.split(), read.given.split()
    for part in (family, given) if len(family) + len(given) > 2 else ():
        # "Dr." and "Prof", but not the initials of "Doe, DR".
        if part and part[0][1:2].islower() and _word(part[0]) in words("titles"):
            return part[0]
    if len(family) > 1 and (found := _degree(family[-1])):
        return found
    if len(given) > 1:
        return _degree(read.given)
    # "Doe, MD" has initials, "Doe, M.D." has, too; "Doe, PhD" and "Jane Doe, MD" have not.
    plain = "." not in read.given and (len(family) > 1 or not read.given.isupper())
    return _degree(read.given) if plain else ""


def _degree(text: str) -> str:
    """Return the first degree among some words."""
    degrees = words("degrees")
    found = (word for word in text.replace(",", " ").split() if word.replace(".", "") in degrees)
    return next(found, "")


def _word(text: str) -> str:
    return text.replace(".", "").strip(",{}").casefold()


def _check_organization(name: str, parts: list[str]) -> None:
    """Refuse an organization without braces: BibTeX makes a person of it."""
    family = parts[0].split()
    if len(family) < 2 or "{" in parts[0]:
        return
    folded = {word.strip(".,()").casefold() for word in family}
    telling = folded & words("organizations")
    within = folded & words("within_organizations")
    if not (telling or within):
        return
    if len(parts) > 1 and not within and len(family) < 3 and not (len(parts) > 2 or not parts[-1]):
        return
    person = Person(parts[0])
    shown = Name(
        " ".join([*person.prelast_names, *person.last_names]),
        " ".join([*person.first_names, *person.middle_names]),
    )
    printed = " ".join(filter(None, _printed(shown)))
    way = "" if len(parts) > 1 else f" A person's name has its comma: '{shown.family}, {shown.given}'"
    raise ValueError(
        f"has an organization without braces, printed as '{printed}'. Write {{{{{name.rstrip(', ')}}}}}; among "
        f"other names, {{{name.rstrip(', ')}}}.{way}".rstrip(".")
    )


@lru_cache(maxsize=1)
def _other_ands() -> re.Pattern[str]:
    """Return what finds "and" in the other languages of editors: ``y``, ``und``."""
    found = {Locale.parse(code).list_patterns["standard"]["2"].split()[1] for code in EXPORTERS}
    return re.compile(rf"(?<=\s)({'|'.join(sorted(found - {'and'}))})(?=\s)")


_SHORT_NAMES = re.compile(
    r"[^\W\d_][^,\s]*(?:\s[^,\s]+){0,3}?\s(?:[A-Z]\.?[-\s]?){1,4}"
    r"(?:,\s*[^\W\d_][^,\s]*(?:\s[^,\s]+){0,3}?\s(?:[A-Z]\.?[-\s]?){1,4})+,?(?:\s*et al\.?)?"
)


_ENTITY = re.compile(r"&#?\w+;")
_INNERMOST = re.compile(r"\{[^{}]*\}")
_ET_AL = re.compile(r"\bet\.? al\b")


def _check_separators(field: str) -> None:
    """Refuse what separates names elsewhere and not in BibTeX."""
    if not _SEPARATORS.search(field):
        return
    outside = _ENTITY.sub("", field)  # An entity of HTML is another slip, of which the lint tells.
    while (shorter := _INNERMOST.sub("", outside)) != outside:
        outside = shorter
    for sign in (";", "&"):
        if sign in outside:
            raise ValueError(f"separates names with '{sign}'; put 'and' between two names")
    if _ET_AL.search(outside):
        raise ValueError("has 'et al'; name all authors, or end with 'and others'")
    for name in names(outside) if _other_ands().search(outside) else ():
        surname, comma, given = name.partition(",")
        if found := _other_ands().search(given if comma else surname):
            raise ValueError(
                f"has '{found[1]}' between two names; put 'and' there. If it is a part of one surname, write that "
                f"surname first, with a comma: 'Doe {found[1]} Roe, Jane'"
            )


_SEPARATORS = re.compile(r"[;&]|\bet\.? al\b|\s(?!and\s)[a-z]{1,3}\s")


def _check_alone(name: str) -> None:
    """Refuse one name that is a list of several: with commas between them, or in braces around them all."""
    if in_braces(name):
        inside = [part.strip() for part in re.split(r"\sand\s|;", name[1:-1])]
        short = _SHORT_NAMES.fullmatch(name[1:-1])
        if short or (len(inside) > 1 and all(map(_looks_like_a_person, inside))):
            raise ValueError(
                "has the names of several people in braces, which make them one organization; take one pair of "
                "braces away, and put 'and' between two names"
            )
    elif _SHORT_NAMES.fullmatch(name):
        first, _, rest = name.partition(",")
        shown = " ".join(filter(None, _printed(Name(first.strip(), rest.replace(",", " ").strip()))))
        raise ValueError(
            f"would be printed as '{shown}'; put 'and' between two names, and a comma behind each surname: "
            f"'{re.sub(r' (?=[A-Z.-]+$)', ', ', first)} and …'"
        )


def _looks_like_a_person(name: str) -> bool:
    """Whether a name has one comma, or an initial with its period: ``Doe, Jane``, ``J. Doe``."""
    few = 2 <= len(name.split()) <= 5
    return few and bool(re.fullmatch(r"[^,]+,[^,]+", name) or re.search(r"(?:^|\s)[A-Z]\.(?:\s|$)", name))


# --- printing ------------------------------------------------------------------------------------

_NICKNAME = re.compile(r"\([^()]*\)|“[^“”]*”|\"[^\"]*\"|‘[^‘’]*’")


def _printed(read: Name) -> tuple[str, str]:
    """Return the surname and the initials, as HTML.

    A particle behind the given name goes before the surname. Scripts without capitals have no initials: there
    the given name stays whole.
    """
    try:
        given = _NICKNAME.sub(" ", to_text(read.given)).split()
    except UnreadableLatexError:
        to_html(read.given)
        raise
    particles: list[str] = []
    while len(given) > 1 and given[-1].islower():
        particles.insert(0, given.pop())
    before = " ".join(particles)
    space = "" if before.endswith(("'", "’")) or not before else " "
    surname = f"{html.escape(before)}{space}{to_html(read.family)}"
    if any(part[0].isalpha() and part.upper() == part.lower() for part in given):
        return surname, html.escape(" ".join(given))
    some = [part for part in given if not part.islower()] or given
    shouted = len(read.family) > 3 and read.family.isupper()
    return surname, html.escape("".join(_initials(part, shouted=shouted) for part in some))


#: The signs for sounds that a romanized name may begin with, as in ʿAlī, and the quotes that people type for them.
_MARKS_BEFORE = re.compile(r"^[\u02b0-\u02ff'`‘’]+")
_BETWEEN_INITIALS = re.compile(r"[-.\s\u2010\u2011]+")


def _initials(given: str, *, shouted: bool = False) -> str:
    """Return HP for Hans-Peter, JP for J.-P., MS for MS, M for María; M for MARÍA, too."""
    longest = 2 if shouted else 3
    if given.isascii() and given.isalpha():  # As most are.
        return given if given.isupper() and len(given) <= longest else given[0].upper()
    parts = [_MARKS_BEFORE.sub("", part) for part in _BETWEEN_INITIALS.split(given)]
    parts = [part for part in parts if part[:1].isalpha()]
    if len(parts) > 1 and parts[0][0].islower():  # al-Rahman
        parts = [part for part in parts if not part[0].islower()] or parts
    return "".join(part if part.isupper() and len(part) <= longest else _capital(part[0]) for part in parts)


def _capital(letter: str) -> str:
    return letter.title()[0]
