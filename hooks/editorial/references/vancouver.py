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
from collections.abc import Callable, Container, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from babel.dates import format_date
from markupsafe import Markup

from editorial.problems import Problem, did_you_mean
from editorial.references.bibtex import Entry, names
from editorial.references.evidence import shown as evidence_shown
from editorial.references.fields import (
    ALIASES,
    IDENTIFIERS,
    PartialDate,
    address_text,
    bare_identifier,
    edition_number,
    identifier_address,
    is_forthcoming,
    language_codes,
    parse_date,
    parse_month,
)
from editorial.references.latex import UnreadableLatexError, plain, to_html, to_text
from editorial.references.names import people, read_name
from editorial.references.status import Status
from editorial.references.status import shown as status_shown
from editorial.text import beginning, locale_of
from editorial.words import Words

Shown = TypeVar("Shown")

_AUTHORS_NAMED = 6
#: Fields without which a reference says less than its entry: where a kind of source has no place for one of
#: them, a notice says so. What exporters write beside every article (publisher, type) is none of them.
_TELLING = frozenset(
    """
    author booksubtitle booktitle chapter edition editor eid howpublished issue journal maintitle number
    origtitle pages part pubstate series subtitle title translator version volume
    """.split()  # noqa: SIM905  (a column of quotes would hide the words)
)


class UnreadableEntryError(ValueError):
    """An entry whose reference would be wrong; the message is a sentence for an editor."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


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
    """Return the reference to each key, and a problem for each field that cannot be shown as what it is.

    A field that the reference has no place for is a notice.
    """
    shown: dict[str, str] = {}
    problems: list[Problem] = []
    for key, entry in entries.items():
        source = _Source(entry, words)
        try:
            text = " ".join(part for part in _kind(source)(source) if part)
            slips = list(_unreadable_fields(source, shown=source.used))
        except UnreadableEntryError as error:
            slips = list(_unreadable_fields(source)) or [error]
        if not slips:
            shown[key] = text
        for slip in slips:
            line = entry.lines.get(slip.field, entry.line)
            problems.append(Problem(path, line, f"in '{key}' {slip}"))
        if key in shown:
            for field in sorted(_TELLING & source.fields.keys() - source.used):
                written = _written(entry, field)
                text = (
                    f"in '{key}' the field '{written}' is not shown: a reference to an @{entry.kind} has no place "
                    "for it. Check the kind of the entry, or take the field out."
                )
                problems.append(Problem(path, entry.lines.get(written, entry.line), text, notice=True))
    return shown, problems


def _written(entry: Entry, field: str) -> str:
    """Return the name of a field as the entry has it."""
    return next((name for name in entry.fields if name == field or ALIASES.get(name) == field), field)


def _unreadable_fields(
    source: "_Source", shown: Container[str] = frozenset()
) -> Iterator[UnreadableEntryError]:
    """Yield what cannot be shown, field by field but for those that were: all of it, and each once."""
    for field in source.fields:
        if field not in shown and (show := _SHOWN_AS.get(field)):
            try:
                show(source, field)
            except UnreadableEntryError as error:
                written = _written(source.entry, field)
                yield UnreadableEntryError(written, str(error).replace(f"'{field}'", f"'{written}'", 1))


class References(Mapping[str, Markup]):
    """The references to entries that can be shown, each formatted when it is first asked for.

    Each ends with what became of its source, what kind of evidence it is, and how much of it was read.
    """

    def __init__(
        self,
        entries: Mapping[str, Entry],
        words: Words,
        formatted: Mapping[str, str] | None = None,
        statuses: Mapping[str, Status] | None = None,
    ) -> None:
        """Take the entries, the words of a language, references that are formatted already, states by key."""
        self._entries = entries
        self._words = words
        self._formatted = formatted or {}
        self._statuses = statuses or {}
        self._shown: dict[str, Markup] = {}

    def __getitem__(self, key: str) -> Markup:
        if key not in self._shown:
            entry = self._entries[key]
            parts = (
                self._formatted.get(key) or reference(entry, self._words),
                status_shown(self._statuses[key], self._words) if key in self._statuses else "",
                evidence_shown(entry, self._words),
            )
            # Each part escapes what it is given.
            self._shown[key] = Markup(" ".join(filter(None, parts)))  # noqa: S704
        return self._shown[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries  # Without formatting it, as a mapping would.

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def keys_by(name: str, entries: Mapping[str, Entry]) -> dict[str, str]:
    """Return the key of each DOI, PMID or PMCID in a bibliography; letter case does not count in them."""
    return {
        bare_identifier(name, entry.fields[name]).casefold(): key
        for key, entry in entries.items()
        if name in entry.fields
    }


def keys_by_author(entries: Mapping[str, Entry]) -> dict[str, str]:
    """Return the key of each source by its first author's surname and year in small letters: ``doe2019``.

    Its own key counts as such a name. The last word of a surname of several stands for it.
    """
    found = {key.casefold(): key for key in entries}
    for key, entry in entries.items():
        fields = entry.under_bibtex_names
        year = (fields.get("year") or fields.get("date", ""))[:4]
        try:
            family = to_text(read_name(next(names(fields["author"]))).family) if "author" in fields else ""
        except ValueError:
            continue  # What is wrong with the name is said where it is shown.
        if family and year:
            found.setdefault(f"{family.split()[-1].casefold()}{year}", key)
    return found


class _Source:
    """An entry's fields under BibTeX's names, as HTML, with the words of one language at hand."""

    def __init__(self, entry: Entry, words: Words) -> None:
        self.entry = entry
        self.fields = entry.under_bibtex_names
        #: The fields that the reference was made of.
        self.used: set[str] = set()
        self.kind = entry.kind
        self.words = words
        self.page_language = locale_of(words.locale).language
        self.languages = _languages_of(self)

    def __getitem__(self, field: str) -> str:
        """Return a field as HTML, empty if the entry lacks it."""
        if field not in self.fields:
            return ""
        self.used.add(field)
        return _shown(to_html, field, self.fields[field])

    def title(self, field: str, *subtitles: str) -> str:
        """Return a title with its subtitle, without its full stop, marked with its language if not the page's."""
        title = self[field].removesuffix(".")
        for subtitle in subtitles:
            if title and (more := self[subtitle].removesuffix(".")):
                # No colon behind a question (Citing Medicine, chapter 1, "Article title").
                title += f" {more}" if plain(title)[-1:] in ("?", "!", ":") else f": {more}"
        # In brackets stands what NLM translated into English (chapter 1, "Titles not in English").
        language = "en" if title.startswith("[") and title.endswith("]") else self.languages[0]
        if not title or language == self.page_language:
            return title
        return f'<span lang="{html.escape(language)}">{title}</span>'

    def say(self, word: str, **values: object) -> str:
        """Return one of the site's own words as HTML, with values, which are HTML, set in."""
        return self.words.html(f"reference.{word}", **values)

    def people(self, field: str) -> list[str]:
        """Return the names in a field, in Vancouver form."""
        if field not in self.fields:
            return []
        self.used.add(field)
        return [*_shown(people, field, self.fields[field])]

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
        when = PartialDate(year, month, int(day) if day.isdecimal() else None)
        try:
            date(when.year, when.month or 1, when.day or 1)
        except ValueError:
            text = f"the field 'day' ('{day}') is not a day of that month."
            raise UnreadableEntryError("day", text) from None
        return when

    def show_date(self, when: PartialDate | None) -> str:
        """Return a date in the language of the words: "2024 May 6", "6 de mayo de 2024"."""
        if self.forthcoming():
            return self.say("forthcoming") + (f" {when.year}" if when else "")
        if when is None:
            return self.say("date_unknown")
        if when.month is None:
            return str(when.year)
        pattern = self.words.say(f"reference.{'month_of_year' if when.day is None else 'day'}")
        moment = date(when.year, when.month, when.day or 1)
        return html.escape(_dated(moment, pattern, self.words.locale), quote=False)

    def year(self) -> str:
        when = self.date()
        if self.forthcoming():
            return self.show_date(when)
        return str(when.year) if when else self.say("date_unknown")

    def forthcoming(self) -> bool:
        """Whether the source is accepted and not yet published (chapter 1, "Forthcoming")."""
        if not is_forthcoming(self.fields.get("pubstate", "")):
            return False
        self.used.add("pubstate")
        return True


def _languages_of(source: _Source) -> tuple[str, ...]:
    try:
        return language_codes(source.fields["langid"]) if "langid" in source.fields else ("en",)
    except ValueError:
        return ("en",)  # What it is instead, the check of its fields says.


# --- the kinds of source ------------------------------------------------------------------------


def _article(source: _Source) -> Iterator[str]:
    """Journal article (chapters 1 and 23): Lee MS, Sanoff HK. Title. BMJ. 2020;371:m4050. doi: …"""
    on_paper = "url" not in source.fields or "doi" in source.fields
    yield _authors(source)
    yield _stop(_title(source))
    yield from _translated(source)
    yield _stop(source["journal"] + ("" if on_paper else _medium(source)))
    volume, number = source["volume"], " ".join(filter(None, [source["number"], source["issue"]]))
    pages, eid = abbreviated_pages(source["pages"]), source["eid"]
    pages = pages or eid
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
    yield _authors(source, or_editors=False)
    number = source["chapter"]
    yield _stop((number and f"{source.say('chapter', number=number)}, ") + _title(source, series_title=False))
    editors = source.people("editor")
    container = f"{_editors(source, editors)} " if editors else ""
    book = source.title("booktitle", "booksubtitle") or source.title("maintitle", "mainsubtitle")
    if book or editors:
        yield f"{source.say('in')} {container}{_stop(book + _medium(source))}".rstrip()
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
    yield _stop(f"{server}{number and f' {number}'} [{source.say('preprint')}]".lstrip())
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


def paged(entries: Mapping[str, Entry]) -> frozenset[str]:
    """Return the keys of books and parts of books: of these a citation names the page."""
    return frozenset(
        key for key, entry in entries.items() if _KINDS.get(entry.kind) in (_book, _chapter, _thesis)
    )


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


def _authors(source: _Source, *, or_editors: bool = True) -> str:
    """Authors, or editors where there are none; a work without either begins with its title."""
    authors = source.people("author")
    if authors:
        return _stop(_listed(authors))
    editors = source.people("editor") if or_editors else []
    return _editors(source, editors) if editors else ""


def _editors(source: _Source, editors: list[str]) -> str:
    label = "editor" if len(editors) == 1 else "editors"
    return _stop(f"{_listed(editors)}, {source.say(label)}")


def _secondary(source: _Source) -> Iterator[str]:
    """Editors beside an author, and translators, behind the title (chapter 2A, "Secondary author")."""
    if "author" in source.fields and "editor" not in source.used and (editors := source.people("editor")):
        yield _editors(source, editors)
    yield from _translated(source)


def _translated(source: _Source) -> Iterator[str]:
    if translators := source.people("translator"):
        label = "translator" if len(translators) == 1 else "translators"
        yield _stop(f"{_listed(translators)}, {source.say(label)}")


def _listed(people_: list[str]) -> str:
    """Six names, then "et al."; "others" in BibTeX stands for names not given."""
    named = [name for name in people_ if name != "others"]
    more = len(named) < len(people_) or len(named) > _AUTHORS_NAMED
    return ", ".join([*named[:_AUTHORS_NAMED], *(["et al."] if more else [])])


def _title(source: _Source, *, series_title: bool = True) -> str:
    """The title, with the source's own word on what it is: "Title [abstract]"."""
    addon = source["titleaddon"]
    title = source.title("title", "subtitle") + (addon and f" [{addon}]")
    whole = source.title("maintitle", "mainsubtitle") if series_title else ""
    volume = source["volume"] if whole else ""
    # A volume with a title of its own: "Oncology. Vol. 2, Lungs" (chapter 2B).
    return (
        f"{_stop(whole)} {volume and source.say('volume', number=volume) + ', '}{title}" if whole else title
    )


def _medium(source: _Source) -> str:
    """The mark of a source that was read on the Internet (chapter 22, "Type of medium")."""
    return f" {source.say('internet')}" if "url" in source.fields else ""


def _imprint(source: _Source, when: str, after: str = "") -> Iterator[str]:
    """Edition. Version. Place: Publisher; date [updated …; cited …]. ``after``. Language. Identifiers."""
    yield from _secondary(source)
    yield _stop(_edition(source))
    yield _stop(source["version"] and source.say("version", version=source["version"]))
    yield _stop(_volume(source))
    yield _stop(source["howpublished"])
    place, publisher = source["address"], source["publisher"]
    issuer = f"{place}: {publisher}" if place and publisher else place or publisher
    yield _stop((issuer and f"{issuer}; ") + when + _dates_read(source))
    yield _stop(after)
    series = source["series"]
    number = "" if "number" in source.used else source["number"]
    yield (series or number) and _stop(f"({'; '.join(filter(None, [series, number]))})")
    original = source["origtitle"]
    yield _stop(original and source.say("translation_of", title=original))
    yield _language(source)
    yield from _identifiers(source)
    if source.kind not in ("dataset", "data") or "doi" not in source.fields:
        yield _available(source)


def _volume(source: _Source) -> str:
    """Volume and part of a book (chapter 2B); with the title of the whole, the volume stands there already."""
    volume = "" if "maintitle" in source.used else source["volume"]
    part = source["part"]
    shown = (volume and source.say("volume", number=volume), part and source.say("part", number=part))
    return ", ".join(filter(None, shown))


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
    if set(source.languages) <= {"en", source.page_language}:
        return ""
    names = locale_of(source.words.locale).languages
    shown = ", ".join(names.get(code, code) for code in source.languages)
    return _stop(shown[:1].upper() + shown[1:])


def _edition(source: _Source) -> str:
    """Return "10th ed" for ``10``, ``10th`` and ``Tenth``; an edition in other words is the source's own."""
    edition = source["edition"]
    number = edition_number(plain(edition))
    if number is None:  # Other words, or no edition at all.
        return edition
    form = locale_of(source.words.locale).ordinal_form(number)
    known = f"reference.edition.{form}" in source.words.texts
    return source.say(f"edition.{form}" if known else "edition.other", number=number)


def _identifiers(source: _Source) -> Iterator[str]:
    """DOI, PMID and PMCID as links (chapter 1, "Notes")."""
    for name, label, _ in IDENTIFIERS:
        if name in source.fields and (link := _identifier_link(name, source.fields[name])):
            yield f"{label}: {link}."


@lru_cache(maxsize=50_000)  # It is the same in each language.
def _identifier_link(name: str, text: str) -> str:
    bare = bare_identifier(name, text)
    return bare and _link(identifier_address(name, bare), html.escape(bare, quote=False))


def _available(source: _Source) -> str:
    if "url" not in source.fields:
        return ""
    url = address_text(source.fields["url"])
    if not re.match(r"https?://[^\s<>\"]+$", url):
        text = f"the address '{url}' must begin with https:// or http://, and have no spaces."
        raise UnreadableEntryError("url", text)
    return f"{source.say('available')} {_link(url, html.escape(url, quote=False))}"


def _link(url: str, markup: str) -> str:
    return f'<a href="{html.escape(url)}">{markup}</a>'


def _stop(text: str) -> str:
    """End a part with a full stop, unless it ends in one, or in a question or exclamation mark."""
    if not text or plain(text)[-1:] in (".", "?", "!", "…"):
        return text
    return f"{text}."


# --- pages, and what may be in a field -----------------------------------------------------------


def abbreviated_pages(pages: str) -> str:
    """Return a page range without the digits that repeat (chapter 1, "Location").

    >>> [abbreviated_pages(p) for p in ("123--130", "179-206", "v133–v138", "S10-S9", "e4", "1-3, 9-12")]
    ['123-30', '179-206', 'v133-8', 'S10-S9', 'e4', '1-3, 9-12']
    """
    parts = _BETWEEN_RANGES.split(pages)
    return "".join(
        _abbreviated_range(part.strip()) if place % 2 == 0 else part for place, part in enumerate(parts)
    )


_BETWEEN_RANGES = re.compile(r"([,;]\s*)")
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
_RANGE = re.compile(r"(\D*?)(\d+)-(\D*)(\d+)")


def _abbreviated_range(pages: str) -> str:
    pages = _DASHES.sub("-", pages)
    match = _RANGE.fullmatch(pages)
    if not match:
        return pages.strip("-")
    prefix, first, prefix_again, last = match.groups()
    bare = prefix.rpartition(" ")[2]  # "discussion S12-S14"
    if prefix_again in ("", bare) and first == last:
        return f"{prefix}{first}"
    if prefix_again not in ("", bare) or len(first) != len(last) or first > last:
        return f"{prefix}{first}-{prefix_again}{last}"
    same = next(i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)
    return f"{prefix}{first}-{last[same:]}"


#: How each field is shown, to tell whether it can be.
_SHOWN_AS: dict[str, Callable[[_Source, str], object]] = {
    **dict.fromkeys(
        """
        address archiveprefix booksubtitle booktitle chapter edition eid eprint eprinttype howpublished issue
        journal mainsubtitle maintitle number origtitle pages part publisher series subtitle title titleaddon
        version volume
        """.split(),  # noqa: SIM905  (a column of quotes would hide the words)
        lambda source, field: _shown(to_html, field, source.fields[field]),
    ),
    **dict.fromkeys(
        ("author", "editor", "translator"),
        lambda source, field: _shown(people, field, source.fields[field]),
    ),
    **dict.fromkeys(
        ("year", "date", "urldate", "updated", "epubdate"),
        lambda source, field: _shown(parse_date, field, source.fields[field]),
    ),
    "month": lambda source, field: _shown(parse_month, field, source.fields[field]),
    "day": lambda source, field: _shown(_day, field, source.fields[field]),
    "langid": lambda source, field: _shown(language_codes, field, source.fields[field]),
    "url": lambda source, _: _available(source),
}


def _day(text: str) -> int:
    if text.strip().isdecimal() and 1 <= int(text) <= 31:
        return int(text)
    raise ValueError("is not a day of the month; write a number from 1 to 31")


def _shown(show: Callable[[str], Shown], field: str, text: str) -> Shown:
    """Apply ``show`` to a field's text; what it cannot show becomes a sentence about the field."""
    try:
        return show(text)
    except ValueError as error:
        has = "has " if isinstance(error, UnreadableLatexError) else ""
        stop = "" if str(error).endswith("?") else "."
        raise UnreadableEntryError(
            field, f"the field '{field}' ('{beginning(text)}') {has}{error}{stop}"
        ) from None


#: The words that are patterns of dates (Unicode Technical Standard 35, 4, Date Format Patterns).
DATE_PATTERNS = ("reference.day", "reference.month_of_year")


def is_date_pattern(pattern: str) -> bool:
    """Whether a day can be written after a pattern.

    >>> is_date_pattern("d MMMM y"), is_date_pattern("hour")
    (True, False)
    """
    try:
        format_date(date(2026, 11, 23), pattern, locale="en")
    except (AttributeError, KeyError, ValueError):
        return False
    return True


def _dated(moment: date, pattern: str, locale: str) -> str:
    """Return a date after a pattern; after the language's own, if the words have none that is right, which is said."""
    return format_date(moment, pattern if is_date_pattern(pattern) else "long", locale=locale)
