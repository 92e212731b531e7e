"""Web pages to entries, from what a page says of itself."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from editorial.references.fields import bare_identifier
from editorial.references.imports import (
    Record,
    UnreadableRecordError,
    day_of,
    first_text,
    full_pages,
    house_fields,
    language_of,
    noted,
    spoken_name,
    title_of,
    year_and_month,
)
from editorial.references.markup import latex_of
from editorial.site.wrong_pages import is_front
from editorial.text import without_unseen


@dataclass
class _Page:
    """What a page says of itself: its <meta> by their names, its JSON-LD, its title, language and address."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    node: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    language: str = ""
    address: str = ""

    def first(self, *names: str) -> str:
        return next((self.metas[name][0] for name in names if self.metas.get(name)), "")


def from_web_page(text: str, *, address: str = "", read_on: str = "") -> list[Record]:
    """Return the record of a web page from its own metadata.

    Highwire's tags (``citation_…``), schema.org in JSON-LD, Open Graph, Dublin Core, and the page's title.

    Args:
        text: the page's HTML.
        address: where it was found; nothing for a saved page, which may say so itself.
        read_on: the day on which it was read, where that is known.
    """
    page = _read_page(text)
    # Some sites call every page of theirs their front page.
    url = address if address and is_front(address, page.address) else page.address or address
    if not url:
        raise UnreadableRecordError(
            "the page does not say its own address. Give it beside the file: make source FILE=page.html FROM=https://…"
        )
    doi = bare_identifier("doi", page.first("citation_doi", "dc.identifier", "prism.doi"))
    doi = doi if re.match(r"10\.\d{4,9}/", doi) else ""
    journal = page.first("citation_journal_abbrev", "citation_journal_title", "prism.publicationname")
    published, updated = _page_dates(page)
    people = page.metas.get("citation_author") or page.metas.get("dc.creator") or _page_people(page)
    body = _body(page)
    authors = [spoken_name(one) for one in people if one and one.casefold() != body.casefold()]
    common = {
        "author": " and ".join(authors) or (f"{{{latex_of(body)}}}" if body and not journal else ""),
        "title": title_of(
            page.first("citation_title", "dc.title")
            or _text(page.node, "headline", "name")
            or _page_title(page, body)
        ),
        "doi": doi,
        "pmid": page.first("citation_pmid"),
        "langid": language_of([page.language]),
    }
    if journal:
        first, last = page.first("citation_firstpage"), page.first("citation_lastpage")
        year, month = year_and_month((published or updated).replace("-", "/"))
        fields = house_fields(
            **common,
            journal=latex_of(journal),
            year=year,
            month=month,
            volume=latex_of(page.first("citation_volume")),
            number=latex_of(page.first("citation_issue")),
            pages=full_pages("-".join(dict.fromkeys(filter(None, [first, last])))),
            url="" if doi else url,
            urldate="" if doi else read_on,
        )
        return [noted(Record("article", fields))]
    day = published or updated
    fields = house_fields(
        **common,
        organization=latex_of(body),
        year=day[:4],
        date=day if len(day) > 4 else "",
        updated=updated if updated != day else "",
        url=url,
        urldate=read_on,
    )
    return [Record("online", fields)]


def _read_page(text: str) -> _Page:
    tree = LexborHTMLParser(text[:_LONGEST_PAGE])
    page = _Page()
    for node in tree.css("meta"):
        name = str(node.attributes.get("name") or node.attributes.get("property") or "").casefold()
        content = " ".join(without_unseen(node.attributes.get("content") or "").split())
        if name and content:
            page.metas.setdefault(name.replace("dcterms.", "dc."), []).append(content)
    for node in tree.css('script[type="application/ld+json"]'):
        page.node = page.node or _article_node(node.text())
    head = tree.css_first("title")
    page.title = " ".join(without_unseen(head.text()).split()) if head else ""
    root = tree.css_first("html")
    page.language = str(
        (root.attributes.get("lang") if root else "") or page.first("dc.language", "og:locale")
    )
    canonical = tree.css_first('link[rel="canonical"]')
    saved = re.search(r"<!-- saved from url=\(\d+\)(\S+) -->", text[:2_000])
    found = [
        str(canonical.attributes.get("href") or "") if canonical else "",
        page.first("og:url", "citation_public_url"),
    ]
    found.append(saved[1] if saved else "")
    page.address = next((one for one in found if re.match(r"https?://[^\s<>\"]+$", one)), "")
    return page


_LONGEST_PAGE = 3_000_000  # characters


def _article_node(text: str) -> dict[str, Any]:
    """Return the node of schema.org that is about the page, of all that a script has."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    nodes = said if isinstance(said, list) else [said]
    nodes = [one for node in nodes if isinstance(node, dict) for one in [node, *_list(node.get("@graph"))]]
    about = [
        one
        for one in nodes
        if isinstance(one, dict) and re.search("Page|Article|Report", first_text(one.get("@type")))
    ]
    return about[0] if about else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(node: Mapping[str, Any], *names: str) -> str:
    """Return the first text among some members of a node, or the name of what one of them is."""
    for name in names:
        value = node.get(name)
        value = value[0] if isinstance(value, list) and value else value
        value = value.get("name") if isinstance(value, dict) else value
        if text := " ".join(without_unseen(first_text(value)).split()):
            return text
    return ""


def _page_people(page: _Page) -> list[str]:
    authors = page.node.get("author")
    nodes = authors if isinstance(authors, list) else [authors]
    people = [_text({"author": one}, "author") for one in nodes]
    people = [one for one in people if one] or [page.first("author", "article:author")]
    return [one for one in people if not one.startswith("http")]


def _body(page: _Page) -> str:
    """Return the organization that publishes a page."""
    return _text(page.node, "publisher", "sourceOrganization") or page.first(
        "og:site_name", "dc.publisher", "application-name"
    )


def _page_title(page: _Page, body: str) -> str:
    """Return the title without the name of the site: "Cells | Example Institute"."""
    title = page.first("og:title") or page.title
    parts = re.split(r"\s+[|\u2013\u2014-]\s+|\s*\|\s*", title)
    if len(parts) > 1 and (
        not body or parts[-1].casefold() in body.casefold() or body.casefold() in parts[-1].casefold()
    ):
        return title[: title.rindex(parts[-1])].rstrip(" |\u2013\u2014-")
    return title


def _page_dates(page: _Page) -> tuple[str, str]:
    """Return when a page was published and last changed, as YYYY-MM-DD or less, where it says so."""
    published = page.first(
        *("citation_publication_date", "citation_date", "citation_online_date", "article:published_time"),
        *("dc.date.issued", "dc.date.created", "dc.issued", "dc.date", "date", "publish-date", "pubdate"),
    )
    updated = page.first(
        *("article:modified_time", "og:updated_time", "dc.date.modified", "dc.modified", "last-modified"),
        *("last_modified", "lastmod", "dcterms.modified"),
    )
    dates = published or _text(page.node, "datePublished"), updated or _text(page.node, "dateModified")
    return day_of(dates[0]) or year_and_month(dates[0])[0], day_of(dates[1]) or year_and_month(dates[1])[0]
