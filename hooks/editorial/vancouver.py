"""One entry to one reference in Vancouver style, as NLM's *Citing Medicine* (2nd ed.) sets it.

What comes from the source (names, titles, journal, publisher) is left as the source has it, capitals
included, and marked with its language where that is not the page's. Every other word comes from the
site's own words under ``reference.``, so a language is a file of words, not code.

Choices where the style leaves room, the same in all languages:

* Six authors are named, then "et al." (chapter 1, "Optional rules for author names"; the Spanish
  manuals of the style keep the Latin "et al." too).
* Month and day are given only where there is no volume (chapter 1, "Optional rules for dates":
  a journal paged through its volume needs the year alone).
* A missing place of publication is left out rather than called "[place unknown]".
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeVar

from babel import Locale
from babel.dates import format_date
from pybtex.database import InvalidNameString, Person

from editorial.bibliography import MONTHS, Entry, names
from editorial.latex import plain, to_html, to_text
from editorial.problems import Problem
from editorial.words import Words

Shown = TypeVar("Shown")

_AUTHORS_NAMED = 6
#: biblatex's names for fields to BibTeX's.
_ALIASES = {
    "journaltitle": "journal",
    "location": "address",
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "language": "langid",
    "article-number": "eid",
    "pmc": "pmcid",
}


class UnreadableEntryError(ValueError):
    """An entry whose reference would be wrong; the message is a sentence for an editor."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


class PartialDate(NamedTuple):
    """A day, a month or a year, as exactly as a source gives it."""

    year: int
    month: int | None = None
    day: int | None = None


def reference(entry: Entry, words: Words) -> str:
    """Return the reference to one source as HTML, in the language of the words.

    Raises:
        UnreadableEntryError: where a field cannot be shown as what it is.
    """
    source = _Source(entry, words)
    return " ".join(part for part in _KINDS.get(entry.kind, _book)(source) if part)


def references(
    entries: Mapping[str, Entry], words: Words, *, path: str
) -> tuple[dict[str, str], list[Problem]]:
    """Return the reference to each key, and a problem for each entry that cannot be shown."""
    shown: dict[str, str] = {}
    problems: list[Problem] = []
    for key, entry in entries.items():
        try:
            shown[key] = reference(entry, words)
        except UnreadableEntryError as error:
            line = entry.lines.get(error.field, entry.line)
            problems.append(Problem(path, line, f"in '{key}' {error}"))
    return shown, problems


class _Source:
    """An entry's fields under BibTeX's names, as HTML, with the words of one language at hand."""

    def __init__(self, entry: Entry, words: Words) -> None:
        self.fields = {_ALIASES.get(name, name): text for name, text in entry.fields.items() if text}
        self.words = words
        self.language = _language_code(self.fields.get("langid", "english"))

    def __getitem__(self, field: str) -> str:
        """Return a field as HTML, empty if the entry lacks it."""
        if field not in self.fields:
            return ""
        return _shown(to_html, field, self.fields[field])

    def title(self, field: str) -> str:
        """Return a title without its full stop, marked with its language if it is not the page's."""
        title = self[field].removesuffix(".")
        if not title or self.language == Locale.parse(self.words.locale).language:
            return title
        return f'<span lang="{html.escape(self.language)}">{title}</span>'

    def say(self, word: str, **values: object) -> str:
        """Return one of the site's own words, with values set in."""
        return self.words.say(f"reference.{word}", **values)

    def people(self, field: str) -> list[str]:
        """Return the names in a field, in Vancouver form."""
        if field not in self.fields:
            return []
        return [_shown(person_name, field, name) for name in names(self.fields[field])]

    def date(self, field: str = "date") -> PartialDate | None:
        """Return the date in a field of biblatex's form, or in BibTeX's year, month and day."""
        if field in self.fields:
            return _shown(parse_date, field, self.fields[field])
        if field != "date" or "year" not in self.fields:
            return None
        year = _shown(parse_date, "year", self.fields["year"]).year
        if "month" not in self.fields:
            return PartialDate(year)
        month = _shown(parse_month, "month", self.fields["month"])
        day = self.fields.get("day", "")
        return PartialDate(year, month, int(day) if day.isdigit() else None)

    def show_date(self, when: PartialDate | None) -> str:
        """Return a date in the language of the words: "2024 May 6", "6 de mayo de 2024"."""
        if when is None:
            return self.say("date_unknown")
        if when.month is None:
            return str(when.year)
        pattern = self.say("month_of_year" if when.day is None else "day")
        moment = date(when.year, when.month, when.day or 1)
        return format_date(moment, pattern, locale=self.words.locale)

    def year(self) -> str:
        when = self.date()
        return str(when.year) if when else self.say("date_unknown")


# --- the kinds of source ------------------------------------------------------------------------


def _article(source: _Source) -> Iterator[str]:
    """Journal article (chapter 1): Lee MS, Sanoff HK. Title. BMJ. 2020;371:m4050. doi: …"""
    yield _authors(source)
    yield _stop(source.title("title"))
    yield _stop(source["journal"])
    volume, number = source["volume"], source["number"]
    pages = abbreviated_pages(source["pages"]) or source["eid"]
    # A supplement to a volume stands without brackets: 2015;26 Suppl 5 (chapter 1, "Volume").
    supplement = number.casefold().startswith("suppl")
    issue = f" {number}" if supplement else number and f"({number})"
    when = source.year() if volume or number else source.show_date(source.date())
    place = f"{volume}{issue}"
    yield _stop(when + (f";{place}" if place else "") + (f":{pages}" if pages else ""))
    if source.date("epubdate"):
        yield _stop(source.say("epub", date=source.show_date(source.date("epubdate"))))
    yield from _identifiers(source)
    if "doi" not in source.fields:
        yield _available(source)


def _book(source: _Source) -> Iterator[str]:
    """Book (chapter 2): Authors. Title. 2nd ed. Place: Publisher; 2015."""
    yield _authors(source)
    yield _stop(source.title("title") + _medium(source))
    yield from _imprint(source, source.year())
    yield from _identifiers(source)
    yield _available(source)


def _chapter(source: _Source) -> Iterator[str]:
    """Contribution to a book (chapter 2C): Authors. Title. In: Editors, editors. Book. … p. 1-9."""
    yield _authors(source)
    yield _stop(source.title("title"))
    editors = source.people("editor")
    container = f"{_editors(source, editors)} " if editors else ""
    yield source.say("in") + " " + container + _stop(source.title("booktitle") + _medium(source))
    yield from _imprint(source, source.year())
    pages = abbreviated_pages(source["pages"])
    yield _stop(source.say("pages", pages=pages)) if pages else ""
    yield from _identifiers(source)
    yield _available(source)


def _report(source: _Source) -> Iterator[str]:
    """Report or guideline (chapter 5): Authors. Title. Version. Place: Publisher; 2025. Report No.: 5."""
    yield _authors(source)
    yield _stop(source.title("title") + _medium(source))
    yield _stop(source.say("version", version=source["version"])) if source["version"] else ""
    when = source.show_date(source.date()) if "url" in source.fields else source.year()
    yield from _imprint(source, when)
    yield _stop(source.say("report_number", number=source["number"])) if source["number"] else ""
    yield from _identifiers(source)
    yield _available(source)


def _web_page(source: _Source) -> Iterator[str]:
    """Web page (chapter 25): Author. Title [Internet]. Place: Publisher; 2024 May 6 [cited …]. …"""
    yield _authors(source)
    yield _stop(source.title("title") + _medium(source))
    yield from _imprint(source, source.show_date(source.date()))
    yield from _identifiers(source)
    yield _available(source)


def _thesis(source: _Source) -> Iterator[str]:
    """Dissertation or thesis (chapter 6): Author. Title [dissertation]. Place: University; 2010."""
    yield _authors(source)
    kind = "masters_thesis" if "master" in source.fields.get("type", "") else "dissertation"
    yield _stop(f"{source.title('title')} [{source.say(kind)}]")
    yield from _imprint(source, source.year())
    yield from _identifiers(source)
    yield _available(source)


_KINDS: dict[str, Callable[[_Source], Iterator[str]]] = {
    "article": _article,
    "book": _book,
    "inbook": _chapter,
    "incollection": _chapter,
    "techreport": _report,
    "report": _report,
    "online": _web_page,
    "electronic": _web_page,
    "www": _web_page,
    "phdthesis": _thesis,
    "thesis": _thesis,
}


# --- the parts of a reference -------------------------------------------------------------------


def _authors(source: _Source) -> str:
    """Authors, or editors where there are none; a work without either begins with its title."""
    authors = source.people("author")
    if authors:
        return _stop(_listed(authors))
    editors = source.people("editor")
    return _editors(source, editors) if editors else ""


def _editors(source: _Source, editors: list[str]) -> str:
    label = "editor" if len(editors) == 1 else "editors"
    return _stop(f"{_listed(editors)}, {source.say(label)}")


def _listed(people: list[str]) -> str:
    """Six names, then "et al."; "others" in BibTeX stands for names not given."""
    named = [name for name in people if name != "others"]
    more = len(named) < len(people) or len(named) > _AUTHORS_NAMED
    return ", ".join([*named[:_AUTHORS_NAMED], *(["et al."] if more else [])])


def _medium(source: _Source) -> str:
    """The mark of a source that was read on the Internet (chapter 22, "Type of medium")."""
    return f" {source.say('internet')}" if "url" in source.fields else ""


def _imprint(source: _Source, when: str) -> Iterator[str]:
    """Edition. Place: Publisher; date [updated …; cited …]."""
    if source["edition"]:
        yield _stop(_edition(source))
    cited, updated = source.date("urldate"), source.date("updated")
    notes = [
        source.say("updated", date=source.show_date(updated)) if updated else "",
        source.say("cited", date=source.show_date(cited)) if cited else "",
    ]
    place, publisher = source["address"], source["publisher"]
    issuer = f"{place}: {publisher}" if place and publisher else place or publisher
    bracket = "; ".join(note for note in notes if note)
    yield _stop((f"{issuer}; " if issuer else "") + when + (f" [{bracket}]" if bracket else ""))


def _edition(source: _Source) -> str:
    """Return "10th ed" for ``10``; an edition in words is the source's own."""
    edition = source["edition"]
    if not edition.isdigit():
        return edition
    form = Locale.parse(source.words.locale).ordinal_form(int(edition))
    known = f"reference.edition.{form}" in source.words.texts
    return source.say(f"edition.{form}" if known else "edition.other", number=edition)


def _identifiers(source: _Source) -> Iterator[str]:
    """DOI, PMID and PMCID as links (chapter 1, "Notes")."""
    for name, label, address in (
        ("doi", "doi: ", "https://doi.org/"),
        ("pmid", "PMID: ", "https://pubmed.ncbi.nlm.nih.gov/"),
        ("pmcid", "PMCID: ", "https://pmc.ncbi.nlm.nih.gov/articles/"),
    ):
        if name in source.fields:
            text = to_text(source.fields[name])
            yield _stop(f"{label}{_link(address + text, text)}")


def _available(source: _Source) -> str:
    if "url" not in source.fields:
        return ""
    url = source.fields["url"].replace("\\", "")
    if not re.match(r"https?://[^\s<>\"]+$", url):
        raise UnreadableEntryError("url", f"the address '{url}' must begin with https:// or http://.")
    return f"{source.say('available')} {_link(url, url)}"


def _link(url: str, text: str) -> str:
    return f'<a href="{html.escape(url)}">{html.escape(text, quote=False)}</a>'


def _stop(text: str) -> str:
    """End a part with a full stop, unless it ends in one, or in a question or exclamation mark."""
    if not text or plain(text)[-1:] in (".", "?", "!"):
        return text
    return f"{text}."


# --- names, pages, dates ------------------------------------------------------------------------


def person_name(name: str) -> str:
    """Return a name in Vancouver form: surname, initials, suffix (chapter 1, "Author").

    A name in braces is an organization's, and stays.

    >>> [person_name(n) for n in ("van der Waal, Hans-Peter", "King, Jr, M. L.", "{World Cancer Fund}")]
    ['van der Waal HP', 'King ML Jr', 'World Cancer Fund']

    Raises:
        ValueError: where the name has no surname, or too many commas.
    """
    if name.startswith("{") and name.endswith("}"):
        return to_html(name)
    try:
        person = Person(name)
    except InvalidNameString:
        raise ValueError("has too many commas; put 'and' between names") from None
    surname = " ".join([*person.prelast_names, *person.last_names])
    if not surname:
        raise ValueError("is empty; an 'and' may be left over")
    given = [to_text(part) for part in (*person.first_names, *person.middle_names)]
    initials = "".join(_initials(part) for part in given)
    suffix = " ".join(_SUFFIXES.get(part, part) for part in map(to_text, person.lineage_names))
    parts = (to_html(surname), html.escape(initials), html.escape(suffix.removesuffix(".")))
    return " ".join(part for part in parts if part)


_SUFFIXES = {"II": "2nd", "III": "3rd", "IV": "4th"}


def _initials(given: str) -> str:
    """Return HP for Hans-Peter, JP for J.-P., MS for MS, M for María."""
    parts = [part for part in re.split(r"[-.\s\u2010\u2011]+", given) if part]
    return "".join(part if part.isupper() and len(part) <= 3 else part[0].upper() for part in parts)


def abbreviated_pages(pages: str) -> str:
    """Return a page range without the digits that repeat (chapter 1, "Location").

    >>> [abbreviated_pages(p) for p in ("123--130", "179-206", "v133–v138", "S10-S9", "e4", "1-3, 9-12")]
    ['123-30', '179-206', 'v133-8', 'S10-S9', 'e4', '1-3, 9-12']
    """
    return ", ".join(_abbreviated_range(part.strip()) for part in pages.split(","))


def _abbreviated_range(pages: str) -> str:
    match = re.fullmatch(r"(\D*)(\d+)\s*[-\u2010-\u2015]+\s*(\D*)(\d+)", pages)
    if not match:
        return pages
    prefix, first, prefix_again, last = match.groups()
    if prefix_again not in ("", prefix) or len(first) != len(last) or first >= last:
        return f"{prefix}{first}-{prefix_again}{last}"
    same = next(i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)
    return f"{prefix}{first}-{last[same:]}"


def parse_date(text: str) -> PartialDate:
    """Read ``2024``, ``2024-05`` or ``2024-05-06``.

    Raises:
        ValueError: for anything else, and for days that the calendar lacks.
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?", text.strip())
    if not match:
        raise ValueError("is no date; write 2024, 2024-05 or 2024-05-06")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        raise ValueError("is no day of the calendar") from None
    return PartialDate(year or 0, month, day)


def parse_month(text: str) -> int:
    """Read a month: ``5``, ``05``, ``may``, ``mayo``, ``Sept.``

    Raises:
        ValueError: where no language that is known here calls a month so.
    """
    month = _month_names().get(text.strip().strip(".").casefold())
    if month is None:
        raise ValueError("is no month; write a number from 1 to 12, or jan to dec")
    return month


@lru_cache(maxsize=1)
def _month_names() -> dict[str, int]:
    known = {name: number for number, name in enumerate(MONTHS, start=1)}
    for language in ("en", "es", "fr", "de", "pt", "it"):
        for width in ("wide", "abbreviated"):
            months = Locale.parse(language).months["format"][width]
            known.update((name.strip(".").casefold(), number) for number, name in months.items())
    known.update((str(number), number) for number in range(1, 13))
    known.update((f"{number:02}", number) for number in range(1, 13))
    return known


@lru_cache(maxsize=256)
def _language_code(name: str) -> str:
    """Return the code for a language's code or English name: ``spanish`` is ``es``."""
    name = name.strip().casefold()
    languages = Locale.parse("en").languages
    if name in languages:
        return name
    by_name: dict[str, str] = {text.casefold(): code for code, text in languages.items()}
    return by_name.get(re.sub(r"^(n|american|british|us|uk)(?=german|english|$)", "", name), "en")


def _shown(show: Callable[[str], Shown], field: str, text: str) -> Shown:
    """Apply ``show`` to a field's text; what it cannot show becomes a sentence about the field."""
    try:
        return show(text)
    except ValueError as error:
        shown = text if len(text) <= 60 else f"{text[:60]}…"
        raise UnreadableEntryError(field, f"the field '{field}' ('{shown}'): {error}.") from None
