"""The pages of the built site as documents to print: a book in each language, and a handout for each page."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import segno
from markupsafe import Markup

from editorial.editions.chapters import (
    Element,
    anchors,
    as_pictures,
    chapter,
    drop,
    first_uses,
    found,
    serialized,
    text_of,
)
from editorial.editions.plan import Edition, PlannedPage, Volume
from editorial.pages.publishing import PICTURES
from editorial.words import Words

#: From a template's name and what it is told to a whole document.
Render = Callable[..., str]


class Part(NamedTuple):
    """Chapters that stand side by side in the menu, under one heading or none."""

    number: int
    #: The heading, or nothing.
    name: str
    #: Each begins with its :class:`PlannedPage`; what follows is the book's own.
    chapters: tuple[tuple[Any, ...], ...]


_STYLE = '<link rel="stylesheet" href="assets/book.css">'
_LARGE_STYLE = '<link rel="stylesheet" href="assets/large.css">'
_COUNTERS = {"page": "counter(page)", "pages": "counter(pages)"}


def style_content(text: str) -> str:
    """Return words with ``{page}`` and ``{pages}`` as CSS writes generated content.

    >>> style_content("Page {page} of {pages}")
    '"Page " counter(page) " of " counter(pages)'
    """
    parts = re.split(r"\{(\w+)\}", text)
    written = (
        _COUNTERS[part] if place % 2 else '"' + _quoted(part) + '"'
        for place, part in enumerate(parts)
        if part
    )
    return " ".join(written)


def _quoted(text: str) -> str:
    """Return a text as a string of CSS may hold it, in a style element of HTML."""
    return re.sub(r'[\\"<>&\x00-\x1f]', lambda found: f"\\{ord(found[0]):x} ", text)


def page_style(words: Words) -> Markup:
    """Return the style of a printed page's foot, in the words of its language."""
    return Markup(  # noqa: S704  (a style of our own)
        f"@page {{ @bottom-center {{ content: {style_content(words.say('edition.page_of'))} }} }}"
    )


def parts(chapters: Sequence[tuple[Any, ...]]) -> list[Part]:
    """Return chapters by the section of the menu that they stand in, in their order."""
    runs = groupby(chapters, key=lambda chapter: str(chapter[0].part))
    return [Part(number, name, tuple(run)) for number, (name, run) in enumerate(runs, 1)]


def full_address(edition: Edition, path: str, fragment: str = "") -> str | None:
    """Return a page's address on the web, or ``None`` where the site has none yet."""
    if not edition.site_url:
        return None
    return edition.site_url + path + (f"#{fragment}" if fragment else "")


def is_picture(path: str) -> bool:
    """Whether an address inside the site is that of a picture, which documents take from the site itself.

    >>> is_picture("es/subgroups/node.png"), is_picture("es/index.html")
    (True, False)
    """
    return path.startswith("assets/") or PurePosixPath(path).suffix in PICTURES


def handout(edition: Edition, volume: Volume, page: PlannedPage, article: Element, *, render: Render) -> str:
    """Return one page of the site as a document to hand to somebody."""

    def resolve(path: str, fragment: str) -> str | None:
        return path if is_picture(path) else full_address(edition, path, fragment)

    body = chapter(article, url=page.url, prefix="", resolve=resolve)
    as_pictures(body)
    return render(
        "editions/handout.html",
        volume=volume,
        page=page,
        body=serialized(body),
        address=full_address(edition, page.url) or page.url,
    )


def sheet(
    edition: Edition, volume: Volume, page: PlannedPage, article: Element, *, render: Render
) -> str | None:
    """Return the key points of a page as a document of one sheet, or ``None``: it has none.

    Where the site has an address, the sheet shows that of the page as a QR code (ISO/IEC 18004). The numbers of
    references lead to a list that is not on the sheet: they are left out.
    """
    body = chapter(article, url=page.url, prefix="", resolve=lambda *_: None)
    headings = found(body, ".//*[@id='key-points']")
    points = found(body, ".//*[@id='key-points']/following-sibling::*[1][self::h:ul]")
    if not points:
        return None
    for element in found(points[0], ".//*[contains(concat(' ', @class, ' '), ' site-citation ')]"):
        drop(element)
    address = full_address(edition, page.url)
    return render(
        "editions/sheet.html",
        volume=volume,
        page=page,
        heading=text_of(headings[0]),
        # A space stands before each number, and no space before a period.
        points=Markup(re.sub(r"\s+(?=[.,;:])", "", serialized(points[0]))),  # noqa: S704
        address=address or page.url,
        code=address and segno.make(address, error="m", micro=False).svg_data_uri(border=2, unit="mm"),
    )


def in_large_print(document: str) -> str:
    """Return a document with the style of large print after that of all documents."""
    return document.replace(_STYLE, _STYLE + _LARGE_STYLE)


def book(edition: Edition, volume: Volume, articles: Mapping[str, Element], *, render: Render) -> str:
    """Return every page of a language as one document: cover, contents, chapters, index of terms.

    Args:
        edition: the edition.
        volume: the language's part of it.
        articles: each page's article by its address, from :func:`editorial.editions.chapters.read_article`.
        render: the templates.
    """
    prefixes = {page.url: f"c{number}" for number, page in enumerate(volume.chapters, 1)}
    kept = {path: anchors(articles[path]) for path in prefixes}

    def resolve(path: str, fragment: str) -> str | None:
        if path in prefixes:
            return f"#{prefixes[path]}" + (f"-{fragment}" if fragment in kept[path] else "")
        return path if is_picture(path) else full_address(edition, path, fragment)

    chapters = []
    index: dict[str, list[tuple[str, str]]] = {}
    for page in volume.chapters:
        prefix = prefixes[page.url]
        body = chapter(articles[page.url], url=page.url, prefix=f"{prefix}-", resolve=resolve)
        for element in found(body, ".//*[contains(concat(' ', @class, ' '), ' site-help ')]"):
            drop(element)  # Phone lines end every page of the site; a book has them in their own chapter.
        for term, place in first_uses(body, list(volume.terms), id_prefix=f"{prefix}-term-"):
            index.setdefault(term, []).append((place, page.title))
        as_pictures(body)
        chapters.append((page, prefix, serialized(body)))
    terms = [(term, index[term]) for term in volume.terms if term in index]
    return render("editions/book.html", edition=edition, volume=volume, parts=parts(chapters), index=terms)
