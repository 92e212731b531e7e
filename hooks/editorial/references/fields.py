"""The fields of entries: one name for each whatever program wrote it, and their texts as what they mean."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers

from editorial.problems import did_you_mean
from editorial.references.latex import UnreadableLatexError, to_text
from editorial.references.lists import numbered, pairs, words

#: BibTeX's names for months.
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: biblatex's and exporters' names for fields to those that references are made of.
ALIASES = {
    "journaltitle": "journal",
    "location": "address",
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "language": "langid",
    "article-number": "eid",
    "art_number": "eid",
    "articleno": "eid",
    "pmc": "pmcid",
}
#: The fields that references are made of.
FIELDS = frozenset(
    """
    address archiveprefix author booksubtitle booktitle chapter date day doi edition editor eid eprint
    eprinttype epubdate howpublished issue journal langid mainsubtitle maintitle month number origtitle pages
    part pmcid pmid publisher pubstate series subtitle title titleaddon translator type updated url urldate
    version volume year
    """.split()  # noqa: SIM905  (a column of quotes would hide the words)
) | frozenset(ALIASES)

#: An address in a text, alone or in LaTeX's ``\url{…}`` or ``\href{…}``.
ADDRESS = re.compile(r"\\(?:url|href)\s*\{\s*((?:[^{}]|\{[^{}]*\}){1,2000})\}|(https?://[^\s{}<>\"]{1,2000})")


def under_bibtex_names(fields: Mapping[str, str]) -> dict[str, str]:
    r"""Return the fields that have a text under BibTeX's names, each with what it holds.

    >>> under_bibtex_names({"journaltitle": "J Ex", "issue": "2", "howpublished": r"\url{https://e.org}"})
    {'journal': 'J Ex', 'number': '2', 'url': 'https://e.org'}
    """
    targets = ALIASES if not ALIASES.keys().isdisjoint(fields) else {}
    named = {
        targets.get(name, name): text
        for name, text in fields.items()
        if text and not (name in targets and targets[name] in fields)
    }
    if "issue" in named and "number" not in named:
        named["number"] = named.pop("issue")
    if "howpublished" in named and (found := ADDRESS.search(named["howpublished"])):
        named.pop("howpublished")
        named.setdefault("url", (found[1] or found[2]).rstrip(".,;"))
    if "year" in named and is_forthcoming(named["year"]):
        named["pubstate"] = named.pop("year")
    return named


def is_forthcoming(text: str) -> bool:
    """Whether a text says that a work is accepted and not yet published: ``in press``, ``En prensa``."""
    return not text.isdigit() and text.strip(" .{}").casefold() in words("forthcoming", ",")


# --- addresses and identifiers -------------------------------------------------------------------

_LATEX_SIGNS = {
    r"textasciitilde": "~", r"textunderscore": "_", r"textless": "<", r"textgreater": ">", r"sim": "~",
    r"textbackslash": "\\", r"textasciicircum": "^", r"lt": "<", r"gt": ">", r"textdollar": "$",
}  # fmt: skip
_LATEX_IN_ADDRESS = re.compile(
    rf"\\({'|'.join(_LATEX_SIGNS)})(?![A-Za-z])(?:\{{\}}|\s)?|\\([~^])\{{\s*\}}|\\(.)|[{{}}]|\$(?=[<>~\\]|\s*$)",
    re.DOTALL,
)
_DOI_PREFIX = re.compile(r"^(?:(?:https?://)?(?:\w+\.)?doi\.org/+|doi\s*[:=]?\s*|urn:doi:)", re.IGNORECASE)
_PUBLISHERS_ADDRESS = re.compile(r"https?://[^?#]{1,500}?/(10\.\d{4,9}/[^?#]+)")


def address_text(text: str) -> str:
    r"""Return an address or an identifier as it is, without the escapes and braces of LaTeX.

    >>> address_text(r"https://example.org/{\textasciitilde}doe/50\%25"), address_text(r"10.1/a{\_}b")
    ('https://example.org/~doe/50%25', '10.1/a_b')
    """
    text = text.strip()
    if "\\" not in text and "{" not in text and "$" not in text:
        return text
    if found := re.fullmatch(r"\\(?:url|href)\s*\{(.*)\}", text, re.DOTALL):
        text = found[1].strip()
    if re.search(r"[\\{}$]", text):
        text = _LATEX_IN_ADDRESS.sub(lambda m: _LATEX_SIGNS.get(m[1] or "", "") or m[2] or m[3] or "", text)
    return text.strip()


def bare_identifier(name: str, text: str) -> str:
    """Return a DOI, PMID or PMCID bare, however it was pasted.

    >>> bare_identifier("doi", "https://doi.org/10.1136/bmj.m4050"), bare_identifier("pmcid", "6182632")
    ('10.1136/bmj.m4050', 'PMC6182632')
    """
    text = address_text(text)
    if name == "doi":
        if text.startswith("10."):
            return text.rstrip(".,;")
        if found := _PUBLISHERS_ADDRESS.match(text):
            return unquote(found[1]).rstrip(".,;")
        return _DOI_PREFIX.sub("", text).strip().rstrip(".,;")
    if name == "pmid":
        if text.isdecimal():
            return text
        found = re.search(r"(?:^|pubmed[^\d]{0,20}/|PMID:?\s*)(\d+)(?:v\d)?/?$", text, re.IGNORECASE)
        return found[1] if found else text
    found = re.search(r"(?:^|/|PMCID:?\s*)PMC\s?(\d+)(?:\.\d)?/?$", text, re.IGNORECASE)
    number = found[1] if found else text
    return f"PMC{number}" if number.isdigit() else text


#: A field with a source's number, how a reference names it, and where the source is found by it.
IDENTIFIERS = (
    ("doi", "doi", "https://doi.org/"),
    ("pmid", "PMID", "https://pubmed.ncbi.nlm.nih.gov/"),
    ("pmcid", "PMCID", "https://pmc.ncbi.nlm.nih.gov/articles/"),
)


def identifier_address(name: str, text: str) -> str:
    """Return the address that leads to a source by its number, or nothing if the field is no number.

    >>> identifier_address("doi", "doi:10.1/a(b)"), identifier_address("volume", "3")
    ('https://doi.org/10.1/a%28b%29', '')
    """
    base = next((address for field, _, address in IDENTIFIERS if field == name), "")
    return base + quote(bare_identifier(name, text)) if base and text else ""


# --- dates ---------------------------------------------------------------------------------------


class PartialDate(NamedTuple):
    """A day, a month or a year, as exactly as a source gives it."""

    year: int
    month: int | None = None
    day: int | None = None


@lru_cache(maxsize=10_000)
def parse_date(text: str) -> PartialDate:
    """Read ``2024``, ``2024-05`` or ``2024-05-06``.

    Raises:
        ValueError: for anything else, and for days that the calendar lacks.
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?", text.strip())
    if not match:
        raise ValueError("is not a date; write 2024, 2024-05 or 2024-05-06")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ValueError("is not a day of the calendar") from None
    return PartialDate(year or 0, month, day)


def parse_month(text: str) -> int:
    """Read a month: ``5``, ``05``, ``may``, ``mayo``, ``Sept.``

    Raises:
        ValueError: where no language that is known here calls a month so.
    """
    name = text.strip().strip(".").casefold()
    month = _USUAL_MONTHS.get(name) or _month_names().get(name)
    if month is None:
        raise ValueError("is not a month; write a number from 1 to 12, or jan to dec")
    return month


#: As most bibliographies have them: BibTeX's names, and numbers.
_USUAL_MONTHS = {
    written: number
    for number, name in enumerate(MONTHS, start=1)
    for written in (name, str(number), f"{number:02}")
}
#: The languages in which editors and programs write months and "and".
EXPORTERS = ("en", "es", "fr", "de", "pt", "it")


@lru_cache(maxsize=1)
def _month_names() -> dict[str, int]:
    """Return the names of months in some languages, to read which takes a while."""
    known: dict[str, int] = {}
    for language in EXPORTERS:
        for width in ("wide", "abbreviated"):
            months = Locale.parse(language).months["format"][width]
            known.update((name.strip(".").casefold(), number) for number, name in months.items())
    return known


# --- editions and languages ----------------------------------------------------------------------

_EDITION = re.compile(
    r"(\d{1,3})(?:st|nd|rd|th|\.\s?[ªºao]|[ªºaoe]|\.|er|ère)?(?:\s+(.+?))?\.?", re.IGNORECASE
)


@lru_cache(maxsize=1_000)
def edition_number(text: str) -> int | None:
    """Return which edition it is, or None where the words say more, or something else.

    >>> [edition_number(one) for one in ("2", "2nd", "10th ed.", "Second", "Segunda edición", "Revised")]
    [2, 2, 10, 2, 2, None]
    """
    text = text.strip(" {}")
    ordinal, _, rest = text.partition(" ")
    number = numbered("ordinals").get(ordinal.casefold())
    if number is None:
        match = _EDITION.fullmatch(text)
        if not match:
            return None
        number, rest = int(match[1]), match[2] or ""
    return number if rest.strip(" .").casefold() in ("", *words("editions")) else None


@lru_cache(maxsize=256)
def language_codes(text: str) -> tuple[str, ...]:
    """Return the codes of the languages that a text names, however it spells them.

    Codes of BCP 47 (``es-ES``) and ISO 639-2 (``spa``), names in the language itself or in one of those in which
    programs write, and those of the LaTeX package babel, as in biblatex's ``langid``.

    >>> [language_codes(one) for one in ("es-ES", "spa", "Español", "ngerman", "eng; spa")]
    [('es',), ('es',), ('es',), ('de',), ('en', 'es')]

    Raises:
        ValueError: where a part is no language.
    """
    name = unicodedata.normalize("NFC", _in_letters(text))
    try:
        return (_language_code(name),)
    except ValueError:
        parts = [part.strip() for part in re.split(r"[;,/&|]|\s(?:and|y|et|und|e)\s", name) if part.strip()]
        if len(parts) < 2:
            raise
        return tuple(dict.fromkeys(map(_language_code, parts)))


def _in_letters(text: str) -> str:
    try:
        return to_text(text)
    except UnreadableLatexError:
        return text


def _language_code(name: str) -> str:
    name = name.strip().casefold()
    english = Locale.parse("en").languages
    code = re.split(r"[-_]", name)[0]
    code = get_global("language_aliases").get(code, code)
    if code in english and re.fullmatch(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", name):
        return str(code)
    bare = re.sub(r"\s*\(.*\)$", "", name)
    found = pairs("languages").get(bare) or _names_of_languages(own=False).get(bare)
    if found is None and re.fullmatch(r"[^\W\d_][^\d_]{1,40}", bare):  # To read them takes a second.
        found = _names_of_languages(own=True).get(bare)
    if found is None:
        hint = did_you_mean(name, (text.casefold() for text in english.values()))
        raise ValueError(f"is not a language; write its code or its English name: es, or spanish.{hint}")
    return str(found).partition("_")[0]


@lru_cache(maxsize=2)
def _names_of_languages(*, own: bool) -> dict[str, str]:
    """Return codes by the languages' names: in those in which programs write, or each in its own."""
    names: dict[str, str] = {}
    for identifier in locale_identifiers() if own else EXPORTERS:
        if "_" in identifier:
            continue
        known = Locale.parse(identifier).languages
        found = {identifier: known.get(identifier, "")} if own else known
        for code, name in found.items():
            names.setdefault(str(name).casefold(), code)
    return names
