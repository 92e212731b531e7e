"""The pages of the built site as documents to print: a book in each language, and a handout for each page."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, NamedTuple

import segno
from markupsafe import Markup

from editorial.editions.chapters import (
    KEY_POINTS,
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

#: From a template's name and what it is told to a whole document.
Render = Callable[..., str]


class Part(NamedTuple):
    """Chapters that stand side by side in the menu, under one heading or none."""

    number: int
    #: The heading, or nothing.
    name: str
    #: Each begins with its :class:`PlannedPage`; what follows is the book's own.
    chapters: tuple[tuple[Any, ...], ...]

    @property
    def id(self) -> str:
        """What a link to its heading names."""
        return f"part-{self.number}"


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


def handout(
    edition: Edition,
    volume: Volume,
    page: PlannedPage,
    article: Element,
    *,
    render: Render,
    calls: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return one page of the site as a document to hand to somebody.

    Args:
        edition: the edition.
        volume: the language's part of it.
        page: the page.
        article: its article.
        render: the templates.
        calls: when to call, in each other language that the page speaks.
    """

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
        calls=calls.items(),
    )


def sheet(
    edition: Edition, volume: Volume, page: PlannedPage, article: Element, *, render: Render
) -> str | None:
    """Return the key points of a page as a document of one sheet, or ``None``: it has none.

    Where the site has an address, the sheet shows that of the page as a QR code (ISO/IEC 18004). The numbers of
    references lead to a list that is not on the sheet: they are left out.
    """
    headings, lists = found(article, ".//*[@id='key-points']"), found(article, KEY_POINTS)
    if not lists:
        return None
    points = chapter(lists[0], url=page.url, prefix="", resolve=lambda *_: None)
    for element in found(points, ".//*[contains(concat(' ', @class, ' '), ' site-citation ')]"):
        drop(element)
    address = full_address(edition, page.url)
    return render(
        "editions/sheet.html",
        volume=volume,
        page=page,
        heading=text_of(headings[0]),
        # A space stands before each number, and no space before a period.
        points=Markup(re.sub(r"\s+(?=[.,;:])", "", serialized(points))),  # noqa: S704
        address=address or page.url,
        code=address and segno.make(address, error="m", micro=False).svg_data_uri(border=2, unit="mm"),
    )


def in_large_print(document: str) -> str:
    """Return a document as one in large print."""
    return document.replace("<body ", '<body class="site-large" ', 1)


def book(edition: Edition, volume: Volume, articles: Mapping[str, Element], *, render: Render) -> str:
    """Return every page of a language as one document: cover, contents, chapters, index of terms.

    Args:
        edition: the edition.
        volume: the language's part of it.
        articles: each page's article by its address, from :func:`editorial.editions.chapters.read_article`.
        render: the templates.
    """
    kept = {page.url: anchors(articles[page.url]) for page in volume.chapters}
    bodies = []
    index: dict[str, list[str]] = {}
    for page in volume.chapters:
        body = _chapter_of_book(edition, page, articles[page.url], kept)
        for term, place in first_uses(body, list(volume.terms), id_prefix=f"{page.url}-term-"):
            index.setdefault(term, []).append(place)
        as_pictures(body)
        bodies.append((page, page.url, serialized(body)))
    return render(
        "editions/book.html",
        edition=edition,
        volume=volume,
        parts=parts(bodies),
        index=[(term, index[term]) for term in volume.terms if term in index],
    )


def _chapter_of_book(
    edition: Edition, page: PlannedPage, article: Element, kept: Mapping[str, frozenset[str]]
) -> Element:
    """Return a page as a chapter of the book; the ids in it begin with its address."""

    def resolve(path: str, fragment: str) -> str | None:
        if path in kept:
            name = path + (f"-{fragment}" if fragment in kept[path] else "")
            return f"#{name}"
        return path if is_picture(path) else full_address(edition, path, fragment)

    body = chapter(article, url=page.url, prefix=f"{page.url}-", resolve=resolve)
    for element in found(body, ".//*[contains(concat(' ', @class, ' '), ' site-help ')]"):
        drop(element)  # Phone lines end every page of the site; a book has them in their own chapter.
    return body
