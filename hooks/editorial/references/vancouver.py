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
from urllib.parse import quote

from babel import Locale
from babel.dates import format_date
from markupsafe import Markup
from pybtex.database import InvalidNameString, Person

from editorial.problems import Problem, did_you_mean
from editorial.references.bibtex import MONTHS, Entry, names
from editorial.references.evidence import shown as evidence_shown
from editorial.references.latex import UnreadableLatexError, plain, to_html, to_text
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


#: The fields that references are made of, under BibTeX's names.
FIELDS = frozenset(
    """
    address archiveprefix author booktitle date day doi edition editor eid eprint eprinttype epubdate
    journal langid month number pages pmcid pmid publisher title titleaddon type updated url urldate
    version volume year
    """.split()  # noqa: SIM905  (a column of quotes would hide the words)
) | frozenset(_ALIASES)


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
    return " ".join(part for part in _kind(source)(source) if part)


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


class References(Mapping[str, Markup]):
    """The references to entries that can be shown, each formatted when it is first asked for.

    Each ends with what kind of evidence its source is, and how much of it was read.
    """

    def __init__(
        self, entries: Mapping[str, Entry], words: Words, formatted: Mapping[str, str] | None = None
    ) -> None:
        """Take the entries, the words of a language, and those references that are formatted already."""
        self._entries = entries
        self._words = words
        self._formatted = formatted or {}
        self._shown: dict[str, Markup] = {}

    def __getitem__(self, key: str) -> Markup:
        if key not in self._shown:
            entry = self._entries[key]
            formatted = self._formatted.get(key) or reference(entry, self._words)
            parts = formatted, evidence_shown(entry, self._words)
            # Each part escapes what it is given.
            self._shown[key] = Markup(" ".join(filter(None, parts)))  # noqa: S704
        return self._shown[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries  # Without formatting it, as a mapping would.

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def under_bibtex_names(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that have a text, biblatex's names turned into BibTeX's."""
    return {_ALIASES.get(name, name): text for name, text in fields.items() if text}


def bare_identifier(name: str, text: str) -> str:
    """Return a DOI, PMID or PMCID bare, however it was pasted.

    >>> bare_identifier("doi", "https://doi.org/10.1136/bmj.m4050"), bare_identifier("pmcid", "6182632")
    ('10.1136/bmj.m4050', 'PMC6182632')
    """
    text = text.replace("\\", "").strip()
    if name == "doi":
        return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.IGNORECASE)
    if name == "pmcid" and text.isdigit():
        return f"PMC{text}"
    return text


class _Source:
    """An entry's fields under BibTeX's names, as HTML, with the words of one language at hand."""

    def __init__(self, entry: Entry, words: Words) -> None:
        self.fields = under_bibtex_names(entry.fields)
        self.kind = entry.kind
        self.words = words
        self.page_language = Locale.parse(words.locale).language
        self.language = _language_code(self.fields.get("langid", "english"))

    def __getitem__(self, field: str) -> str:
        """Return a field as HTML, empty if the entry lacks it."""
        if field not in self.fields:
            return ""
        return _shown(to_html, field, self.fields[field])

    def title(self, field: str) -> str:
        """Return a title without its full stop, marked with its language if it is not the page's."""
        title = self[field].removesuffix(".")
        if not title or self.language == self.page_language:
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
        if "day" not in self.fields:
            return PartialDate(year, month)

        def read(day: str) -> PartialDate:
            return parse_date(f"{year:04}-{month}-{day.strip()}")

        return _shown(read, "day", self.fields["day"])

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
    """Journal article (chapters 1 and 23): Lee MS, Sanoff HK. Title. BMJ. 2020;371:m4050. doi: …"""
    on_paper = "url" not in source.fields or "doi" in source.fields
    yield _authors(source)
    yield _stop(_title(source))
    yield _stop(source["journal"] + ("" if on_paper else _medium(source)))
    volume, number = source["volume"], source["number"]
    pages = abbreviated_pages(source["pages"]) or source["eid"]
    epub = source.date("epubdate")
    if not epub or volume or number or pages:
        # A supplement to a volume stands without brackets: 2015;26 Suppl 5 (chapter 1, "Volume").
        supplement = number.casefold().startswith("suppl")
        place = volume + (f" {number}" if supplement else number and f"({number})")
        when = source.year() if volume or number else source.show_date(source.date())
        when += "" if on_paper else _dates_read(source)
        yield _stop(when + (place and f";{place}") + (pages and f":{pages}"))
    if epub:
        yield _stop(source.say("epub", date=source.show_date(epub)))
    yield _language(source)
    yield from _identifiers(source)
    yield "" if on_paper else _available(source)


def _book(source: _Source) -> Iterator[str]:
    """Book, edited book or proceedings (chapters 2 and 3): Authors. Title. 2nd ed. Place: Publisher; 2015."""
    yield _authors(source)
    yield _stop(_title(source) + _medium(source))
    yield from _imprint(source, source.year())


def _chapter(source: _Source) -> Iterator[str]:
    """Chapter or conference paper (2C, 3B): Authors. Title. In: Editors, editors. Book. … p. 1-9."""
    yield _authors(source)
    yield _stop(_title(source))
    editors = source.people("editor")
    container = f"{_editors(source, editors)} " if editors else ""
    book = _stop(source.title("booktitle") + _medium(source))
    yield f"{source.say('in')} {container}{book}"
    pages = abbreviated_pages(source["pages"])
    yield from _imprint(source, source.year(), pages and source.say("pages", pages=pages))


def _report(source: _Source) -> Iterator[str]:
    """Report or guideline (chapter 5): Authors. Title. Version 2.2025. Place: Publisher; 2025. …"""
    yield _authors(source)
    yield _stop(_title(source) + _medium(source))
    number = source["number"]
    yield from _imprint(
        source,
        source.show_date(source.date()),
        number and source.say("report_number", number=number),
    )


def _web_page(source: _Source) -> Iterator[str]:
    """Web page (chapter 25): Author. Title [Internet]. Place: Publisher; 2024 May 6 [cited …]. …"""
    yield _authors(source)
    yield _stop(_title(source) + _medium(source))
    yield from _imprint(source, source.show_date(source.date()))


def _thesis(source: _Source) -> Iterator[str]:
    """Dissertation or thesis (chapter 4): Author. Title [dissertation]. Place: University; 2010."""
    masters = source.kind == "mastersthesis" or "master" in source.fields.get("type", "").casefold()
    yield _authors(source)
    yield _stop(f"{_title(source)} [{source.say('masters_thesis' if masters else 'dissertation')}]")
    yield from _imprint(source, source.year())


def _preprint(source: _Source) -> Iterator[str]:
    """Preprint (chapter 1, as ICMJE's sample shows it): Authors. Title. medRxiv 123 [Preprint]. Date. …"""
    yield _authors(source)
    yield _stop(_title(source))
    server = source["eprinttype"] or source["archiveprefix"] or source["publisher"]
    number = source["eprint"]
    yield _stop(f"{server}{number and f' {number}'} [{source.say('preprint')}]")
    yield _stop(source.show_date(source.date()) + _dates_read(source))
    yield _language(source)
    yield from _identifiers(source)
    yield "" if "doi" in source.fields else _available(source)


def _dataset(source: _Source) -> Iterator[str]:
    """Dataset (chapter 24): Authors. Title [dataset]. Version 2. Place: Publisher; date. doi: …"""
    yield _authors(source)
    yield _stop(f"{_title(source)} [{source.say('dataset')}]")
    yield from _imprint(source, source.show_date(source.date()))


_KINDS: dict[str, Callable[[_Source], Iterator[str]]] = {
    "article": _article,
    "book": _book,
    "mvbook": _book,
    "booklet": _book,
    "collection": _book,
    "proceedings": _book,
    "inbook": _chapter,
    "incollection": _chapter,
    "inproceedings": _chapter,
    "conference": _chapter,
    "techreport": _report,
    "report": _report,
    "manual": _report,
    "online": _web_page,
    "electronic": _web_page,
    "www": _web_page,
    "misc": _book,
    "thesis": _thesis,
    "phdthesis": _thesis,
    "mastersthesis": _thesis,
    "unpublished": _preprint,
    "dataset": _dataset,
    "data": _dataset,
}


#: The entry types that are known.
ENTRY_TYPES = frozenset(_KINDS)


def _kind(source: _Source) -> Callable[[_Source], Iterator[str]]:
    """Choose the form of a source: by its type, and for what exporters call "misc" by its fields."""
    is_preprint = {"eprinttype", "archiveprefix"} & set(source.fields) and "journal" not in source.fields
    if is_preprint and source.kind in ("article", "misc", "online", "unpublished"):
        return _preprint
    if source.kind == "misc" and "url" in source.fields:
        return _web_page
    if source.kind not in _KINDS:
        hint = did_you_mean(f"@{source.kind}", (f"@{kind}" for kind in _KINDS))
        raise UnreadableEntryError("", f"the entry type '@{source.kind}' is not known.{hint}")
    return _KINDS[source.kind]


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


def _title(source: _Source) -> str:
    """The title, with the source's own word on what it is: "Title [abstract]"."""
    addon = source["titleaddon"]
    return source.title("title") + (addon and f" [{addon}]")


def _medium(source: _Source) -> str:
    """The mark of a source that was read on the Internet (chapter 22, "Type of medium")."""
    return f" {source.say('internet')}" if "url" in source.fields else ""


def _imprint(source: _Source, when: str, after: str = "") -> Iterator[str]:
    """Edition. Version. Place: Publisher; date [updated …; cited …]. ``after``. Language. Identifiers."""
    yield _stop(_edition(source))
    yield _stop(source["version"] and source.say("version", version=source["version"]))
    place, publisher = source["address"], source["publisher"]
    issuer = f"{place}: {publisher}" if place and publisher else place or publisher
    yield _stop((issuer and f"{issuer}; ") + when + _dates_read(source))
    yield _stop(after)
    yield _language(source)
    yield from _identifiers(source)
    if source.kind not in ("dataset", "data") or "doi" not in source.fields:
        yield _available(source)


def _dates_read(source: _Source) -> str:
    """When the source was last changed, and when it was read (chapter 25, "Date of citation")."""
    updated, cited = source.date("updated"), source.date("urldate")
    notes = [
        source.say("updated", date=source.show_date(updated)) if updated else "",
        source.say("cited", date=source.show_date(cited)) if cited else "",
    ]
    shown = "; ".join(note for note in notes if note)
    return shown and f" [{shown}]"


def _language(source: _Source) -> str:
    """The language of a source that the page's readers may not expect (chapter 1, "Language")."""
    if source.language in ("en", source.page_language):
        return ""
    name = Locale.parse(source.words.locale).languages.get(source.language, source.language)
    return _stop(name[:1].upper() + name[1:])


def _edition(source: _Source) -> str:
    """Return "10th ed" for ``10``; an edition in words is the source's own."""
    edition = source["edition"]
    if edition.isdigit() and not edition.isascii():

        def read(text: str) -> str:
            raise ValueError("is no number; write it with the digits 0 to 9")

        return _shown(read, "edition", edition)
    if not re.fullmatch(r"[0-9]{1,4}", edition):  # Words, or no edition at all.
        return edition
    form = Locale.parse(source.words.locale).ordinal_form(int(edition))
    known = f"reference.edition.{form}" in source.words.texts
    return source.say(f"edition.{form}" if known else "edition.other", number=edition)


def _identifiers(source: _Source) -> Iterator[str]:
    """DOI, PMID and PMCID as links (chapter 1, "Notes")."""
    for name, label, address in _IDENTIFIERS:
        if text := bare_identifier(name, source.fields.get(name, "")):
            yield f"{label}: {_link(address + quote(text), html.escape(text, quote=False))}."


_IDENTIFIERS = (
    ("doi", "doi", "https://doi.org/"),
    ("pmid", "PMID", "https://pubmed.ncbi.nlm.nih.gov/"),
    ("pmcid", "PMCID", "https://pmc.ncbi.nlm.nih.gov/articles/"),
)


def _available(source: _Source) -> str:
    if "url" not in source.fields:
        return ""
    url = source.fields["url"].replace("\\", "")
    if not re.match(r"https?://[^\s<>\"]+$", url):
        text = f"the address '{url}' must begin with https:// or http://, and have no spaces."
        raise UnreadableEntryError("url", text)
    # A long address may break after a slash, and so in a place where a reader does not miss a letter.
    shown = re.sub(r"(?<![/:])/(?=.)", "/<wbr>", html.escape(url, quote=False))
    return f"{source.say('available')} {_link(url, shown)}"


def _link(url: str, markup: str) -> str:
    return f'<a href="{html.escape(url)}">{markup}</a>'


def _stop(text: str) -> str:
    """End a part with a full stop, unless it ends in one, or in a question or exclamation mark."""
    if not text or plain(text)[-1:] in (".", "?", "!"):
        return text
    return f"{text}."


# --- names, pages, dates ------------------------------------------------------------------------


@lru_cache(maxsize=50_000)
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
        raise ValueError("has an empty name; an 'and' may be left over")
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
    if prefix_again in ("", prefix) and first == last:
        return f"{prefix}{first}"
    if prefix_again not in ("", prefix) or len(first) != len(last) or first > last:
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
    name = text.strip().strip(".").casefold()
    month = _USUAL_MONTHS.get(name) or _month_names().get(name)
    if month is None:
        raise ValueError("is no month; write a number from 1 to 12, or jan to dec")
    return month


#: As most bibliographies have them: BibTeX's names, and numbers.
_USUAL_MONTHS = {
    written: number
    for number, name in enumerate(MONTHS, start=1)
    for written in (name, str(number), f"{number:02}")
}


@lru_cache(maxsize=1)
def _month_names() -> dict[str, int]:
    """Return the names of months in some languages, to read which takes a while."""
    known: dict[str, int] = {}
    for language in ("en", "es", "fr", "de", "pt", "it"):
        for width in ("wide", "abbreviated"):
            months = Locale.parse(language).months["format"][width]
            known.update((name.strip(".").casefold(), number) for number, name in months.items())
    return known


@lru_cache(maxsize=256)
def _language_code(name: str) -> str:
    """Return the code for a language's code or English name: ``spanish`` is ``es``."""
    name = name.strip().casefold()
    languages = Locale.parse("en").languages
    by_name: dict[str, str] = {text.casefold(): code for code, text in languages.items()}
    code = name if name in languages else by_name.get(re.sub(r"^n(?=german)", "", name), "en")
    return code.partition("_")[0]


def _shown(show: Callable[[str], Shown], field: str, text: str) -> Shown:
    """Apply ``show`` to a field's text; what it cannot show becomes a sentence about the field."""
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    try:
        return show(text)
    except UnreadableLatexError as error:
        raise UnreadableEntryError(field, f"the field '{field}' ('{shown}') has {error}.") from None
    except ValueError as error:
        raise UnreadableEntryError(field, f"the field '{field}' ('{shown}') {error}.") from None
