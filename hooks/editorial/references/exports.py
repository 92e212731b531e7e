"""Entries as files that reference managers read: BibTeX, and RIS."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from editorial.references.bibtex import Entry, names
from editorial.references.fields import (
    address_text,
    bare_identifier,
    parse_date,
    parse_month,
)
from editorial.references.latex import to_text
from editorial.references.names import Name, read_name

#: Fields of the editors' own, which mean nothing elsewhere.
_INTERNAL = ("review_by", "superseded_by", "crossref", "expect")
#: Entry types to those of the RIS format (Research Information Systems, 2001).
_RIS_TYPES = {
    "article": "JOUR",
    "book": "BOOK",
    "inbook": "CHAP",
    "incollection": "CHAP",
    "inproceedings": "CPAPER",
    "conference": "CPAPER",
    "proceedings": "CONF",
    "techreport": "RPRT",
    "report": "RPRT",
    "manual": "RPRT",
    "thesis": "THES",
    "phdthesis": "THES",
    "mastersthesis": "THES",
    "online": "ELEC",
    "electronic": "ELEC",
    "www": "ELEC",
    "misc": "GEN",
    "unpublished": "UNPB",
    "dataset": "DATA",
    "data": "DATA",
}
_RIS_TAGS = {
    "title": "TI",
    "volume": "VL",
    "number": "IS",
    "edition": "ET",
    "publisher": "PB",
    "address": "CY",
    "url": "UR",
}


def as_bibtex(entry: Entry) -> str:
    """Return an entry as BibTeX, every field as it was written but the editors' own.

    >>> print(as_bibtex(Entry("doe", "book", {"title": "Cells", "year": "2019"}, 1, {})))
    @book{doe,
      title = {Cells},
      year = {2019},
    }
    <BLANKLINE>
    """
    fields = ((name, text) for name, text in entry.fields.items() if name not in _INTERNAL)
    return (
        f"@{entry.kind}{{{entry.key},\n"
        + "".join(f"  {name} = {{{text}}},\n" for name, text in fields)
        + "}\n"
    )


def as_ris(entry: Entry) -> str:
    r"""Return an entry as RIS, with the line ends of that format.

    >>> as_ris(Entry("doe", "book", {"title": "Cells", "author": "Doe, J."}, 1, {}))
    'TY  - BOOK\r\nAU  - Doe, J.\r\nTI  - Cells\r\nID  - doe\r\nER  - \r\n'
    """
    return "".join(f"{line}\r\n" for line in _ris_lines(entry))


class Exports:
    """The files of some entries, for reference managers. Many pages list an entry: it is written once."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = entries
        self._written: dict[str, dict[str, str]] = {".bib": {}, ".ris": {}}

    def files(self, keys: Iterable[str]) -> dict[str, str]:
        """Return the text of each kind of file, by its suffix, for entries by their keys."""
        keys = [*keys]
        return {
            ".bib": "\n".join(self._one(".bib", as_bibtex, key) for key in keys),
            ".ris": "".join(self._one(".ris", as_ris, key) + "\r\n" for key in keys),
        }

    def _one(self, suffix: str, export: Callable[[Entry], str], key: str) -> str:
        written = self._written[suffix]
        if key not in written:
            written[key] = export(self._entries[key])
        return written[key]


def _ris_lines(entry: Entry) -> Iterator[str]:
    fields = entry.under_bibtex_names
    yield f"TY  - {_RIS_TYPES.get(entry.kind, 'GEN')}"
    for tag, field in (("AU", "author"), ("ED", "editor")):
        for name in names(fields[field]) if field in fields else ():
            if name != "others":
                yield f"{tag}  - {_inverted(name)}"
    for field, tag in _RIS_TAGS.items():
        if field in fields:
            text = address_text(fields[field]) if field == "url" else to_text(fields[field])
            yield f"{tag}  - {text}"
    if "journal" in fields or "booktitle" in fields:
        yield f"T2  - {to_text(fields.get('journal') or fields['booktitle'])}"
    if date := _ris_date(fields):
        yield f"PY  - {date[:4]}"
        yield f"DA  - {date}"
    first, _, last = re.sub(r"\s*[-\u2010-\u2015]+\s*", "-", fields.get("pages", "")).partition("-")
    if first:
        yield f"SP  - {first}"
    if last:
        yield f"EP  - {last}"
    for name, tag in (("doi", "DO"), ("pmid", "AN"), ("pmcid", "C2")):
        if name in fields:
            yield f"{tag}  - {bare_identifier(name, fields[name])}"
    if "urldate" in fields:
        yield f"Y2  - {fields['urldate'].replace('-', '/')}"
    yield f"ID  - {entry.key}"
    yield "ER  - "


def _inverted(name: str) -> str:
    """Return "Doe, Jane, Jr" however the name was written; an organization's name as it is."""
    try:
        read = read_name(name)
    except ValueError:  # Nothing that could be shown: reported where the bibliography is read.
        read = Name(name)
    return ", ".join(filter(None, (to_text(read.family), to_text(read.given), read.suffix)))


def _ris_date(fields: Mapping[str, str]) -> str:
    """Return ``2024/05/06/``, the parts that are not known left empty."""
    try:
        when = parse_date(fields.get("date") or fields.get("year") or "")
        month = when.month or ("month" in fields and parse_month(fields["month"])) or None
    except ValueError:
        return ""
    day = when.day or (int(fields["day"]) if re.fullmatch(r"[0-9]{1,2}", fields.get("day", "")) else None)
    return "/".join([str(when.year), *(f"{part:02}" if part else "" for part in (month, day)), ""])
