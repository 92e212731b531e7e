"""Records of a source, as PubMed, Crossref, reference managers and web pages write them, to entries in house format.

MEDLINE (``.nbib``, https://www.nlm.nih.gov/bsd/mms/medlineelements.html) and RIS (``.ris``) are one notation with
different tags: a tag, a dash and a text on each line. Nothing is written that a record does not have.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from babel import Locale

from editorial.detours import direct
from editorial.references.bibtex import Entry, names, read_bibliography
from editorial.references.checks import differ, is_isbn, signs
from editorial.references.evidence import UNWRITTEN, VALUES
from editorial.references.fields import (
    MONTHS,
    address_text,
    bare_identifier,
    language_codes,
    parse_date,
    parse_month,
    under_bibtex_names,
)
from editorial.references.journals import is_short, short_journal, without_periods
from editorial.references.lists import pairs, words
from editorial.references.markup import latex_of, without_html
from editorial.references.names import read_name
from editorial.references.status import NOTICES_OF, State, Status, notice_of, of_crossref, of_medline
from editorial.references.tagged import RIS_LINE, Tagged, read_tagged
from editorial.references.vancouver import ENTRY_TYPES
from editorial.text import without_unseen

#: The fields of an entry in house format, in their order.
_ORDER = (
    *(
        "author",
        "editor",
        "translator",
        "title",
        "subtitle",
        "titleaddon",
        "booktitle",
        "maintitle",
        "journal",
    ),
    *("edition", "version", "series", "organization", "publisher", "address", "year", "month", "day", "date"),
    *("epubdate", "updated", "pubstate", "volume", "number", "pages", "eid", "chapter", "type", "eprinttype"),
    *("eprint", "isbn", "doi", "pmid", "pmcid", "url", "urldate", "langid", "evidence", "seen"),
)
#: What an entry of each kind cannot begin without; the rest the checks ask for. "a|b" means either.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "article": ("author", "title", "journal", "year|date|epubdate|pubstate"),
    "online": ("title", "url"),
}
#: Kinds of evidence to the publication types of PubMed that say so. The first that fits counts.
_TYPES = {
    "guideline": {"guideline", "practice guideline"},
    "systematic review": {"systematic review", "meta-analysis", "network meta-analysis"},
    "randomized trial": {"randomized controlled trial"},
    "prospective study": {
        *("clinical trial", "controlled clinical trial"),
        *(f"clinical trial, phase {phase}" for phase in ("i", "ii", "iii", "iv")),
    },
    "case report": {"case reports"},
    "review": {"review", "scoping review"},
}
#: Subject headings (MeSH) that say it where no publication type does.
_HEADINGS = {"prospective studies": "prospective study", "retrospective studies": "retrospective study"}
#: Types of RIS (Research Information Systems, 2001, and what reference managers added) to those of entries.
_RIS_TYPES = {
    **dict.fromkeys(("JOUR", "EJOUR", "MGZN", "NEWS", "ABST", "INPR", "JFULL"), "article"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "WHOLE", "PAMP"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP", "ENCYC", "DICT"), "incollection"),
    **dict.fromkeys(("CONF", "CPAPER"), "inproceedings"),
    **dict.fromkeys(("RPRT", "GOVDOC", "STAND", "LEGAL", "GUIDE"), "report"),
    **dict.fromkeys(("ELEC", "WEB", "BLOG", "ICOMM", "MULTI"), "online"),
    "THES": "thesis",
    "DATA": "dataset",
    "AGGR": "dataset",
    "UNPB": "unpublished",
    "GEN": "misc",
}
#: Types of CSL and Crossref to those of entries.
_CSL_TYPES = {
    **dict.fromkeys(
        ("article-journal", "journal-article", "article-magazine", "article-newspaper"), "article"
    ),
    **dict.fromkeys(("book", "monograph", "edited-book", "reference-book"), "book"),
    **dict.fromkeys(
        ("chapter", "book-chapter", "entry", "entry-encyclopedia", "reference-entry"), "incollection"
    ),
    **dict.fromkeys(("paper-conference", "proceedings-article"), "inproceedings"),
    **dict.fromkeys(("report", "standard", "report-component", "legislation"), "report"),
    **dict.fromkeys(("webpage", "post-weblog", "post"), "online"),
    **dict.fromkeys(("posted-content", "article"), "unpublished"),
    **dict.fromkeys(("thesis", "dissertation"), "thesis"),
    "dataset": "dataset",
}


class UnreadableRecordError(ValueError):
    """A record that cannot become an entry; its text says why, and what to do instead."""


class Record(NamedTuple):
    """A source as a record has it: the kind and the fields of its entry, and what became of it since."""

    kind: str
    fields: dict[str, str]
    #: What is good to know about what was written, as sentences.
    notes: tuple[str, ...] = ()
    status: Status = Status(State.ALIVE)
    #: On which line of its file it begins, from 1; 0 if that is not known.
    line: int = 0
    #: Why it cannot become an entry, as a sentence; nothing, if it can.
    refused: str = ""


def _refused(title: str, line: int, reason: str) -> Record:
    """Return a record that cannot become an entry; the others of its file can."""
    return Record("", {"title": title}, line=line, refused=f"{reason} {BY_HAND}")


# --- PubMed --------------------------------------------------------------------------------------


def from_medline(text: str) -> list[Record]:
    r"""Return the records of a MEDLINE file.

    >>> from_medline("PMID- 1\nTI  - Cells.\nDP  - 2019 Feb\nPG  - 123-31\n")[0].fields["pages"]
    '123--131'
    """
    records = [one for one in read_tagged(text) if one.first("PMID", "TI")]
    if not records:
        raise UnreadableRecordError(
            "no record in the format of PubMed is in it. On PubMed choose Save, Format: PubMed."
        )
    return [_from_medline(one) for one in records]


def _from_medline(record: Tagged) -> Record:
    identifiers = record.all("LID") + record.all("AID")
    dois = [one.removesuffix("[doi]").strip() for one in identifiers if one.endswith("[doi]")]
    numbers = [one.removesuffix("[pii]").strip() for one in identifiers if one.endswith("[pii]")]
    year, month = year_and_month(record.first("DP"))
    in_book = record.first("BTI")
    people = [*map(name_of, record.all("FAU", "AU")), *(f"{{{latex_of(one)}}}" for one in record.all("CN"))]
    printed = record.first("VI") or record.first("PG")
    fields = house_fields(
        author=" and ".join(people),
        editor=" and ".join(map(name_of, record.all("FED", "ED"))),
        title=title_of(record.first("TI") or in_book),
        booktitle=title_of(in_book) if record.first("TI") else "",
        publisher=latex_of(record.first("PB")),
        edition=latex_of(record.first("EN")) if in_book else "",
        journal="" if in_book else latex_of(record.first("TA", "JT")),
        year=year,
        month=month,
        epubdate="" if printed or in_book else day_of(record.first("DEP")),
        volume=latex_of(record.first("VI")),
        number=latex_of(record.first("IP")),
        pages=full_pages(record.first("PG")),
        eid=""
        if record.first("PG")
        else next((one for one in numbers if _ARTICLE_NUMBER.fullmatch(one)), ""),
        doi=dois[0] if dois else "",
        pmid=record.first("PMID"),
        pmcid=record.first("PMC"),
        langid=language_of(record.all("LA")),
        evidence=_evidence(record.all("PT"), record.all("MH")),
    )
    kind = ("incollection" if record.first("TI") else "book") if in_book else "article"
    notes = _about(record.first(*NOTICES_OF))
    return Record(kind, fields, notes, of_medline(record.texts), record.line)


#: The article number of an electronic journal. A publisher's S0305-7372(21)00052-7 is none.
_ARTICLE_NUMBER = re.compile(r"[A-Za-z]{0,3}\d{3,8}")


# --- reference managers --------------------------------------------------------------------------


def from_tagged(text: str) -> list[Record]:
    """Return the records of a file in RIS or MEDLINE, whichever it is: its name often says neither.

    PubMed saves ``pubmed-….txt``, and the Cochrane Library RIS as ``citation-export.txt``.
    """
    if any(one.first("TY") for one in read_tagged(text, begins=("TY",), line=RIS_LINE)):
        return from_ris(text)
    if any(one.first("PMID", "OWN", "FAU", "DP") for one in read_tagged(text)):
        return from_medline(text)
    raise UnreadableRecordError(
        "no record in the format of PubMed or RIS is in it. On PubMed choose Save, Format: PubMed; elsewhere choose to "
        "export or to cite, and RIS."
    )


def from_ris(text: str) -> list[Record]:
    r"""Return the records of a RIS file.

    >>> from_ris("TY  - JOUR\nTI  - Cells\nPY  - 2019\nSP  - 1\nEP  - 9\n")[0].fields["pages"]
    '1--9'
    """
    return [_from_ris(one) for one in read_tagged(text, begins=("TY",), line=RIS_LINE)]


def _from_ris(record: Tagged) -> Record:
    kind = _RIS_TYPES.get(record.first("TY"))
    if kind is None:
        title = title_of(record.first("TI", "T1", "CT"))
        return _refused(title, record.line, f"its kind '{record.first('TY')}' is not known here.")
    year, month = year_and_month(record.first("PY", "Y1", "DA"))
    pages = "-".join(dict.fromkeys(filter(None, [record.first("SP"), record.first("EP")])))
    part = kind in ("incollection", "inproceedings")
    article = kind == "article"
    host = record.first("JA", "J2", "JI", "JO", "JF", "T2") if article else record.first("T2", "BT", "C3")
    doi = _doi_of(record)
    publisher = latex_of(record.first("PB"))
    pubmed = "pubmed" in record.first("DB", "DP").casefold()
    custom = record.first("C2")
    # Some programs write all names into one line.
    people = [name for one in record.all("AU", "A1") for name in re.split(r";\s+", one) if name]
    fields = house_fields(
        author=" and ".join(map(name_of, people)),
        # With an article stand the editors of its number, or whom it cites.
        editor="" if article else " and ".join(map(name_of, record.all("ED", "A2"))),
        title=title_of(record.first("TI", "T1", "CT")),
        booktitle=title_of(host) if part else "",
        journal=latex_of(host) if article else "",
        series="" if article else latex_of(record.first("T3")),
        edition="" if article else latex_of(record.first("ET")),
        publisher="" if kind in ("article", "online") else publisher,
        organization=(publisher or latex_of(host)) if kind == "online" else "",
        address="" if article else latex_of(record.first("CY", "PP")),
        year=year,
        month=month,
        date=day_of(record.first("PY", "Y1", "DA"))
        if kind in ("online", "report", "dataset", "unpublished")
        else "",
        volume=latex_of(record.first("VL")),
        number=_without_month(latex_of(record.first("IS"))),
        pages=full_pages(pages),
        eid="" if pages else latex_of(record.first("C7")),
        isbn=_isbn_in(record.all("SN")) if kind in ("book", "incollection") else "",
        doi=doi,
        pmid=record.first("AN") if pubmed and record.first("AN").isdecimal() else "",
        pmcid=custom if re.fullmatch(r"PMC\d+", custom) else "",
        url=_address(record.first("UR", "L1", "LK").partition(";http")[0], kind, doi),
        urldate=day_of(record.first("Y2")),
        langid=language_of([record.first("LA")]),
        evidence=_evidence(record.all("M3"), record.all("KW")),
    )
    return noted(Record(kind, fields, (*_maybe_people(people),), line=record.line))


def _doi_of(record: Tagged) -> str:
    """Return the DOI of a RIS record: some programs write another tag behind it, some have it in the address alone."""
    written = re.split(r"\s+(?:[A-Z][A-Z0-9]\s{1,2}- |https?://)", record.first("DO"))[0]
    in_address = bare_identifier("doi", record.first("UR", "L3"))
    return bare_identifier("doi", written) or (in_address if in_address.startswith("10.") else "")


def _isbn_in(numbers: Iterable[str]) -> str:
    """Return the first ISBN among numbers: a series has an ISSN under the same tag."""
    found = re.findall(r"(?<![\d-])[\d-]{9,16}[\dXx]\b", " ".join(numbers))
    return next((one for one in found if is_isbn(one)), "")


def _without_month(number: str) -> str:
    """Return the number of an issue without its month, as Embase has it: ``1 January``."""
    bare, _, month = number.partition(" ")
    return bare if bare.isdecimal() and _month(month) else number


def _maybe_people(people: Iterable[str]) -> Iterator[str]:
    """Yield a note for each name that may be a person's, and is written as an organization's, for want of a comma."""
    for name in people:
        first, _, last = name.rpartition(" ")
        if (
            first
            and "," not in name
            and name_of(name) == f"{{{latex_of(name)}}}"
            and not is_organization(name)
        ):
            yield (
                f"The name '{name}' has no comma, so it is written as an organization's. If it is a person's, write "
                f"'{last}, {first}' without the braces."
            )


def from_bibtex(text: str) -> list[Record]:
    """Return the entries of a BibTeX text, with the fields of house format only."""
    entries, problems = read_bibliography(_tamed(_with_keys(without_unseen(text))), path="the record")
    if not entries:
        raise UnreadableRecordError(problems[0].text if problems else "no BibTeX entry is in it.")
    records = [_from_bibtex(entry) for entry in entries.values()]
    said = tuple(f"line {problem.line}: {problem.text}" for problem in problems)
    return [record._replace(notes=record.notes + said) for record in records]


def _with_keys(text: str) -> str:
    """Return BibTeX with a key for each entry that has none, as some programs export them: it gets another here."""
    return re.sub(r"(?m)^(\s*@\w+\s*[{(]\s*)(?=,)", lambda found: f"{found[1]}unnamed{found.start()}", text)


def _tamed(text: str) -> str:
    r"""Return BibTeX as Crossref's converter writes signs, ``$\less$i$\greater$``, with the signs themselves."""
    for written, sign in (
        (r"$\less$", "<"),
        (r"$\greater$", ">"),
        (r"$\mathsemicolon$", ";"),
        (r"{\&}", "&"),
    ):
        text = text.replace(written, sign)
    return text


def _from_bibtex(entry: Entry) -> Record:
    if entry.kind not in ENTRY_TYPES:
        title = entry.fields.get("title", entry.key)
        return _refused(title, entry.line, f"it is of the kind '@{entry.kind}', which is not known here.")
    kind = {"electronic": "online", "www": "online", "conference": "inproceedings"}.get(
        entry.kind, entry.kind
    )
    fields = under_bibtex_names({name: _mended(name, text) for name, text in entry.fields.items()})
    if kind in ("article", "book", "incollection", "inproceedings", "inbook") and "year" not in fields:
        fields["year"], fields["month"], fields["day"] = _parts_of_date(fields.pop("date", ""), fields)
    if kind in ("online", "report"):
        fields["organization"] = fields.pop("publisher", "")
    if fields.get("evidence") not in VALUES["evidence"]:
        fields["evidence"] = UNWRITTEN
    for name in ("doi", "pmid", "pmcid"):
        fields[name] = bare_identifier(name, fields.get(name, ""))
    fields["month"] = _month(fields.get("month", ""))
    fields["pages"] = re.sub(r"\s*(?:-+|\u2013)\s*", "--", fields.get("pages", "")).strip("-")
    fields["url"] = _address(fields.get("url", ""), kind, fields["doi"])
    if kind == "article":
        fields = {
            name: text
            for name, text in fields.items()
            if name not in ("publisher", "address", "isbn", "type")
        }
    kept = house_fields(**{name: text for name, text in fields.items() if name in _ORDER})
    return noted(Record(kind, kept, line=entry.line))


def _mended(name: str, text: str) -> str:
    """Return a field without HTML, its address as it is, and each % of its text escaped."""
    if name in ("url", "doi"):
        return address_text(without_html(text))
    if name not in ("author", "editor", "translator"):
        text = _unbraced(text)
    return re.sub(r"(?<!\\)%", r"\\%", without_html(text))


def _unbraced(text: str) -> str:
    """Return a field without the second pair of braces that some programs put around each.

    >>> _unbraced("{Cells}"), _unbraced("{A} and {B}")
    ('Cells', '{A} and {B}')
    """
    inside = text[1:-1]
    return inside if text[:1] + text[-1:] == "{}" and not re.search(r"[{}]", inside) else text


def _parts_of_date(text: str, fields: Mapping[str, str]) -> tuple[str, str, str]:
    try:
        when = parse_date(text)
    except ValueError:
        return "", fields.get("month", ""), fields.get("day", "")
    return str(when.year), str(when.month or ""), str(when.day or "") if "volume" not in fields else ""


# --- what services answer ------------------------------------------------------------------------


def from_csl(text: str) -> list[Record]:
    """Return the records in the JSON of CSL and Crossref: that of a DOI, or those that a reference manager lists."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableRecordError(f"the answer cannot be read as JSON. {BY_HAND}") from None
    listed = said if isinstance(said, list) else [said.get("message", said) if isinstance(said, dict) else {}]
    return [_from_csl(one if isinstance(one, dict) else {}) for one in listed]


def _from_csl(said: Mapping[str, Any]) -> Record:
    kind = _CSL_TYPES.get(first_text(said.get("type")))
    if kind is None:
        title = title_of(first_text(said.get("title")))
        return _refused(title, 0, f"its kind '{first_text(said.get('type'))}' is not known here.")
    year, month, day = _date_parts(said)
    host = latex_of(first_text(said.get("container-title-short")) or first_text(said.get("container-title")))
    part = kind in ("incollection", "inproceedings")
    pages = full_pages(first_text(said.get("page")))
    publisher = latex_of(first_text(said.get("publisher")))
    doi = bare_identifier("doi", first_text(said.get("DOI")))
    fields = house_fields(
        author=" and ".join(_csl_names(said.get("author"))),
        editor=" and ".join(_csl_names(said.get("editor"))),
        translator=" and ".join(_csl_names(said.get("translator"))),
        title=title_of(first_text(said.get("title"))),
        subtitle=title_of(first_text(said.get("subtitle"))),
        booktitle=host if part else "",
        journal=host if kind == "article" else "",
        publisher="" if kind in ("article", "online") else publisher,
        organization=publisher if kind == "online" else "",
        address="" if kind == "article" else latex_of(first_text(said.get("publisher-location"))),
        edition=latex_of(first_text(said.get("edition-number") or said.get("edition"))),
        year=year,
        month=month,
        day="" if said.get("volume") else day,
        volume=latex_of(first_text(said.get("volume"))),
        number=latex_of(first_text(said.get("issue"))),
        pages=pages,
        eid="" if pages else latex_of(first_text(said.get("article-number"))),
        isbn=first_text(said.get("ISBN")) if kind in ("book", "incollection") else "",
        doi=doi,
        pmid=first_text(said.get("PMID")),
        pmcid=first_text(said.get("PMCID")),
        url=_address(first_text(said.get("URL")), kind, doi),
        langid=language_of([first_text(said.get("language"))]),
        eprinttype=latex_of(first_text(said.get("group-title")) or publisher)
        if kind == "unpublished"
        else "",
    )
    return noted(Record(kind, fields, _about(*notice_of(said)), of_crossref(said)))


def _about(*sources: str) -> tuple[str, ...]:
    """Return a note where a record is itself a notice about another source, as a correction is."""
    if not (about := ", ".join(filter(None, sources))):
        return ()
    return (
        f"It is a notice about another source, such as a correction or a retraction: {about}. Cite what you read.",
    )


def first_text(value: object) -> str:
    """Return the first text of what is a text, a number or a list of them."""
    while isinstance(value, list):
        value = value[0] if value else ""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _date_parts(said: Mapping[str, Any]) -> tuple[str, str, str]:
    for name in ("published-print", "issued", "published", "published-online"):
        parts = said.get(name)
        parts = parts.get("date-parts") if isinstance(parts, dict) else None
        numbers = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
        year, month, day = [str(one) if isinstance(one, int | str) else "" for one in [*numbers, "", "", ""]][
            :3
        ]
        if re.fullmatch(r"\d{4}", year):
            return year, _month(month), day if re.fullmatch(r"\d\d?", day) else ""
    return "", "", ""


_CSL_PARTS = ("dropping-particle", "non-dropping-particle", "family", "suffix", "given", "literal", "name")


def _csl_names(people: object) -> Iterator[str]:
    for one in people if isinstance(people, list) else []:
        if not isinstance(one, dict):
            continue
        dropping, particle, family, suffix, given, literal, name = (
            latex_of(first_text(one.get(part))).strip() for part in _CSL_PARTS
        )
        # "van" and "der", or "de" and "La": both belong to the surname here. "d'" stands close to it.
        surname = (
            "".join(
                part if not part or part.endswith(("'", "’")) else f"{part} " for part in (dropping, particle)
            )
            + family
        )
        if family and given:
            yield ", ".join(filter(None, [surname, suffix, given]))
        elif whole := surname or given or literal or name:
            # A name of one part is an organization's, or a person's who has no other; BibTeX would divide it.
            yield f"{{{whole}}}"


def pmid_of(text: str, pmcid: str) -> str:
    """Return the PMID that PubMed Central's converter of identifiers answers for a PMCID.

    Raises:
        UnreadableRecordError: if it knows none.
    """
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    records = said.get("records") if isinstance(said, dict) else None
    for record in records if isinstance(records, list) else []:
        if isinstance(record, dict) and first_text(record.get("pmcid")).casefold() == pmcid.casefold():
            pmid = first_text(record.get("pmid"))
            if re.fullmatch(r"[1-9]\d{0,8}", pmid):
                return pmid
    raise UnreadableRecordError(f"PubMed Central knows no PMID of it. {BY_HAND}")


def from_open_library(text: str, isbn: str) -> list[Record]:
    """Return the record of an ISBN, as Open Library answers (https://openlibrary.org/dev/docs/api/books).

    Raises:
        UnreadableRecordError: if it has no book with that ISBN.
    """
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    book = said.get(f"ISBN:{isbn}") if isinstance(said, dict) else None
    if not isinstance(book, dict):
        raise UnreadableRecordError(f"Open Library has no book with this ISBN. {BY_HAND}")
    year = re.search(r"\b(1[5-9]|20)\d\d\b", first_text(book.get("publish_date")))

    def named(name: str) -> list[str]:
        all_ = book.get(name)
        return [
            first_text(one.get("name"))
            for one in (all_ if isinstance(all_, list) else [])
            if isinstance(one, dict)
        ]

    fields = house_fields(
        author=" and ".join(map(spoken_name, named("authors"))),
        title=title_of(first_text(book.get("title"))),
        subtitle=title_of(first_text(book.get("subtitle"))),
        publisher=latex_of((named("publishers") or [""])[0]),
        address=latex_of((named("publish_places") or [""])[0]),
        year=year[0] if year else "",
        isbn=isbn,
    )
    return [Record("book", fields)]


# --- entries -------------------------------------------------------------------------------------

BY_HAND = "Write this source by hand, in the form that is shown in CONTRIBUTING.md under 'Add a source'."


def missing(record: Record) -> list[str]:
    """Return what an entry of this kind cannot begin without and the record lacks."""
    needed = _NEEDED.get(record.kind, ("title",))
    return [
        choice.split("|")[0]
        for choice in needed
        if not any(record.fields.get(one) for one in choice.split("|"))
    ]


def new_key(fields: Mapping[str, str], taken: Iterable[str]) -> str:
    """Return a key that no source has: the first author's name, the year and, if need be, a letter.

    Without an author, the first words of the title stand for it.

    >>> new_key({"author": "Muñoz-Couselo, Eva and Doe, Jane", "year": "2021"}, ["munozcouselo2021"])
    'munozcouselo2021b'
    """
    people = fields.get("author") or fields.get("editor")
    name = next(names(people)) if people else f"{{{fields.get('title', '')}}}"
    try:
        name = read_name(name).family
    except ValueError:  # What is wrong with the name, the checks tell.
        name = name.partition(",")[0]
    plain = unicodedata.normalize("NFKD", re.sub(r"\\[A-Za-z]+", "", name).casefold())
    year = re.sub(
        r"[^0-9]", "", fields.get("year") or fields.get("date", "")[:4] or fields.get("epubdate", "")[:4]
    )
    key = (re.sub(r"[^a-z]", "", plain)[:20] or "source") + year
    known = {one.casefold() for one in taken}
    letters = ["", *"bcdefghijklmnopqrstuvwxyz", *(f"x{number}" for number in range(len(known) + 1))]
    return next(f"{key}{letter}" for letter in letters if f"{key}{letter}" not in known)


def same_source(record: Record, entries: Mapping[str, Entry]) -> Entry | None:
    """Return the entry of the same work, or None: by DOI, PMID, PMCID, address, or title, year and journal."""
    new = Entry("", record.kind, record.fields, 1, {})
    wanted = {*signs(new)}
    for entry in entries.values():
        shared = {name for name, _ in wanted & {*signs(entry)}}
        if shared - {"title"} or (shared and not differ(new, entry)):
            return entry
    return None


def entry_text(key: str, fields: Mapping[str, str], kind: str = "article") -> str:
    """Return an entry in house format: a field on each line, the equals signs below each other.

    >>> print(entry_text("doe2019", {"title": "Cells", "year": "2019", "month": "feb"}))
    @article{doe2019,
      title   = {Cells},
      year    = {2019},
      month   = feb,
    }
    """
    width = max(7, *map(len, fields))
    lines = [
        f"  {name:{width}} = {text if name == 'month' and text in MONTHS else f'{{{text}}}'},"
        for name, text in fields.items()
    ]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def with_entry(bibliography: str, entry: str) -> str:
    r"""Return a bibliography with one more entry, all in the order of their keys.

    Comments stay above the entry that follows them, and entries of the same key in their order. What stands
    above the first empty line, if no entry is in it, stays at the top.

    >>> print(with_entry("% All sources.\n\n@book{b,\n}\n", "@book{a,\n}"))
    % All sources.
    <BLANKLINE>
    @book{a,
    }
    <BLANKLINE>
    @book{b,
    }
    <BLANKLINE>
    """
    return _ordered(bibliography, entry)


def in_order(bibliography: str) -> str:
    r"""Return a bibliography with its entries in the order of their keys; see :func:`with_entry`.

    What would be read otherwise in that order, such as a text that entries share, stays as it is.

    >>> in_order("@book{b,\n}\n@book{a,\n}\n")
    '@book{a,\n}\n\n@book{b,\n}\n'
    """
    ordered = _ordered(bibliography)
    before, after = (read_bibliography(text, path="") for text in (bibliography, ordered))
    same = {key: (one.kind, one.fields) for key, one in before[0].items()} == {
        key: (one.kind, one.fields) for key, one in after[0].items()
    }
    in_order_already = [*before[0]] == sorted(before[0], key=str.casefold)
    return ordered if same and not before[1] and not after[1] and not in_order_already else bibliography


def _ordered(bibliography: str, *more: str) -> str:
    top, blocks, rest = _blocks(bibliography)
    ordered = sorted([*blocks, *more], key=_key_of)
    return "\n\n".join(filter(None, [top, *ordered, rest])) + "\n"


def _blocks(text: str) -> tuple[str, list[str], str]:
    """Split a bibliography into its top, its entries with the comments above each, and what follows."""
    paragraphs = re.split(r"\n(?=@)|(?<=\n\}\n)", text.strip("\n") + "\n")
    top, blocks, waiting = "", [], ""
    for number, paragraph in enumerate(paragraphs):
        if not paragraph.startswith("@"):
            lines = paragraph.strip("\n")
            if number == 0 and "\n\n" in f"{paragraph}\n":
                top, _, waiting = lines.partition("\n\n")
            else:
                waiting = "\n\n".join(filter(None, [waiting, lines]))
            continue
        blocks.append("\n".join(filter(None, [waiting.strip("\n"), paragraph.strip("\n")])))
        waiting = ""
    return top, blocks, waiting.strip("\n")


def _key_of(block: str) -> str:
    found = re.search(r"^@\w+\s*[{(]\s*([^\s,]*)", block, re.MULTILINE)
    return found[1].casefold() if found else ""


def house_fields(**fields: str) -> dict[str, str]:
    for role in ("author", "editor", "translator"):
        if fields.get(role):
            fields[role] = _shortened(fields[role])
    fields.setdefault("evidence", UNWRITTEN)
    fields["seen"] = UNWRITTEN  # What others read of it, we did not.
    written = {name: " ".join(fields[name].split()) for name in _ORDER if fields.get(name, "").strip()}
    return {
        name: text
        for name, text in written.items()
        if name not in ("volume", "number", "pages", "eid") or text.casefold() not in words("nothing", ",")
    }


#: What stands in the place of a name for all whom a record leaves out.
_OTHERS = re.compile(r"\{?\W*(?:and\s+)?(?:et\s+al|others)\W*\}?|al,\s*et\W*", re.IGNORECASE)


def _shortened(people: str) -> str:
    """Return names as BibTeX shortens them where one of them is "et al."; nothing, if no other is left.

    >>> _shortened("Doe, Jane and {et al.}"), _shortened("{et al.}")
    ('Doe, Jane and others', '')
    """
    all_ = list(names(people))
    named = [name for name in all_ if not _OTHERS.fullmatch(name)]
    return " and ".join([*named, "others"] if named and len(named) < len(all_) else named)


def noted(record: Record) -> Record:
    """Shorten the journal's name if the table has it, and say what was done or is to be done."""
    journal = record.fields.get("journal", "")
    if bare := without_periods(journal):
        note = f"The journal '{journal}' is written without periods, as NLM has it: {bare}."
        return record._replace(fields={**record.fields, "journal": bare}, notes=(*record.notes, note))
    if short := short_journal(journal):
        note = f"The journal '{journal}' is written as NLM shortens it: {short}."
        return record._replace(fields={**record.fields, "journal": short}, notes=(*record.notes, note))
    if (
        " " in journal
        and not is_short(journal)
        and re.search(r"\b(?:Journal|of|and|the)\b|[a-z]{8,}", journal)
    ):
        note = (
            f"The journal's name is in full: '{journal}'. Write it as the NLM Catalog shortens it "
            "(https://www.ncbi.nlm.nih.gov/nlmcatalog)."
        )
        return record._replace(notes=(*record.notes, note))
    return record


def _evidence(types: Iterable[str], headings: Iterable[str]) -> str:
    """Return the kind of evidence that a record says, or the mark for a person to say it.

    >>> _evidence(["Journal Article", "Review"], []), _evidence([], ["*Retrospective Studies"])
    ('review', 'retrospective study')
    >>> _evidence(["Journal Article"], ["Humans"])
    'write-this'
    """
    said = {one.casefold() for one in types}
    if kind := next((kind for kind, names in _TYPES.items() if said & names), ""):
        return kind
    plain = {one.lstrip("*").partition("/")[0].strip().casefold() for one in headings}
    kinds = [kind for heading, kind in _HEADINGS.items() if heading in plain]
    return kinds[0] if len(kinds) == 1 else UNWRITTEN


def name_of(name: str) -> str:
    """Return a personal name as ``Last, Jr, First``; a MEDLINE short name has its initials after a space.

    >>> [name_of(one) for one in ("Smith, John E Jr", "Smith JE Jr", "Doe,Jane,III", "World Cancer Fund")]
    ['Smith, Jr, John E', 'Smith, Jr, J. E.', 'Doe, III, Jane', '{World Cancer Fund}']
    >>> [name_of(one) for one in ("Doe J.-A.", "Doe J A", "WEI CHEN")]
    ['Doe, J. A.', 'Doe, J. A.', '{WEI CHEN}']
    """
    if name[:1] + name[-1:] == "{}":  # An organization, as reference managers keep BibTeX's braces.
        return f"{{{latex_of(name[1:-1])}}}"
    organization = "," not in name and is_organization(name)
    name = latex_of(name)
    if organization:
        return f"{{{name}}}"
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 3 and parts[2].strip(".").casefold() in pairs("suffixes"):
        return f"{parts[0]}, {parts[2]}, {parts[1]}"
    rest, _, last = name.rpartition(" ")
    suffix = f", {last}" if rest and last.strip(".").casefold() in pairs("suffixes") else ""
    name = rest if suffix else name
    if "," in name:
        family, _, given = name.partition(",")
        return f"{family.strip()}{suffix}, {given.strip()}" if given.strip() else f"{{{family.strip()}}}"
    surname, initials = _initials_behind(name)
    if initials:
        return f"{surname}{suffix}, {' '.join(f'{letter}.' for letter in initials)}"
    return f"{{{name}{suffix.replace(',', '')}}}"


def _initials_behind(name: str) -> tuple[str, list[str]]:
    """Split ``Smith JE``, or ``Smith J.-E.`` and ``Smith J E`` of other catalogs, into surname and initials, if so."""
    parts = name.split()
    at = len(parts)
    while at > 1 and re.fullmatch(r"(?:[A-Z]\.?-?){1,4}", parts[at - 1]):
        at -= 1
    initials = re.findall("[A-Z]", "".join(parts[at:]))
    # In "WEI CHEN" all is in capitals, and nothing tells the surname.
    shouted = name.isupper() and len(parts[-1]) > 3
    return (" ".join(parts[:at]), initials) if len(initials) <= 4 and not shouted else ("", [])


def is_organization(name: str) -> bool:
    """Whether a name has a word that only organizations have."""
    folded = {word.casefold().strip(".,") for word in name.split()}
    return bool(folded & (words("organizations") | words("within_organizations")))


def spoken_name(name: str) -> str:
    """Return a name as pages and catalogs of books say it: a person's, or in braces what can only be another's.

    >>> [spoken_name(one) for one in ("Jane Doe", "Doe, Jane", "Institute of Examples", "WHO")]
    ['Jane Doe', 'Doe, Jane', '{Institute of Examples}', '{WHO}']
    """
    other = is_organization(name)
    if "," in name and not other:
        return name_of(name)
    return latex_of(name) if 2 <= len(name.split()) <= 4 and not other else f"{{{latex_of(name)}}}"


def title_of(title: str) -> str:
    return latex_of(title.strip().removesuffix("."))


def _address(url: str, kind: str, doi: str) -> str:
    """Return the address of a source, without detours: an article, a book or a chapter with a DOI needs none."""
    url = direct(url.strip())
    if kind not in ("online", "dataset") and doi:
        return ""
    return url if re.match(r"https?://[^\s<>\"{}]+$", url) else ""


def language_of(said: Iterable[str]) -> str:
    """Return the English names of languages, as ``langid`` has them, or nothing for English alone."""
    codes: list[str] = []
    for one in said:
        try:
            codes += language_codes(one) if one else ()
        except ValueError:
            continue
    names = Locale.parse("en").languages
    return (
        " and ".join(names[code].lower() for code in dict.fromkeys(codes))
        if codes not in ([], ["en"])
        else ""
    )


def _month(text: str) -> str:
    try:
        return MONTHS[parse_month(text) - 1] if text else ""
    except ValueError:
        return ""


def year_and_month(text: str) -> tuple[str, str]:
    """Return year and month of ``2019 Feb 12``, ``2019/02/12/`` or ``2019``."""
    found = re.match(r"(\d{4})(?:[ /-]+([A-Za-z]{3}|\d{1,2}))?", text)
    if not found:
        found = re.search(r"\b()((?:1[5-9]|20)\d\d)\s*$", text)  # "March 5, 2019"
        return (found[2], "") if found else ("", "")
    month = (found[2] or "").lower()
    if month.isdigit():
        month = MONTHS[int(month) - 1] if 0 < int(month) <= len(MONTHS) else ""
    return found[1], month if month in MONTHS else ""


def day_of(text: str) -> str:
    """Return ``2019-02-12`` of ``20190212``, ``2019/02/12/`` or ``2019-02-12T08:00:00Z``, where it is a day."""
    found = re.match(r"(\d{4})[/-]?(\d\d?)[/-]?(\d\d?)(?!\d)", text.strip())
    if not found:
        return ""
    day = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    try:
        parse_date(day)
    except ValueError:
        return ""
    return day


def full_pages(text: str) -> str:
    """Return ranges of pages in full: MEDLINE shortens the last, ``123-31``.

    >>> full_pages("123-5, 137; discussion 145-6"), full_pages("95-101.e5")
    ('123--125, 137; discussion 145--146', '95--101.e5')
    """
    return re.sub(r"(\d+)\s*(?:-+|\u2013)\s*(?=[A-Za-z]?\d)(\d*)", _whole_range, latex_of(text)).strip("- ")


def _whole_range(found: re.Match[str]) -> str:
    first, last = found[1], found[2]
    if last and len(last) < len(first):
        last = first[: -len(last)] + last
    return f"{first}--{last}"
