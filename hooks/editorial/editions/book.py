"""The pages of the built site as documents to print: a book in each language, and a handout for each page."""

import html
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from types import MappingProxyType
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
from editorial.text import css_string
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

    @property
    def id(self) -> str:
        """What a link to its heading names."""
        return f"part-{self.number}"


_STYLE = '<link rel="stylesheet" href="assets/book.css">'
_BESIDE_STYLE = '<link rel="stylesheet" href="assets/beside.css">'
_LARGE_STYLE = '<link rel="stylesheet" href="assets/large.css">'
#: What a link to another document of a book begins with.
LINK = "book:"
#: Where the document of the feet has its pages.
_FEET = "<!--feet-->"
_COUNTERS = {"page": "counter(page)", "pages": "counter(pages)"}


def style_content(text: str) -> str:
    """Return words with ``{page}`` and ``{pages}`` as CSS writes generated content.

    >>> style_content("Page {page} of {pages}")
    '"Page " counter(page) " of " counter(pages)'
    """
    parts = re.split(r"\{(\w+)\}", text)
    written = (_COUNTERS[part] if place % 2 else css_string(part) for place, part in enumerate(parts) if part)
    return " ".join(written)


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
    if not found(article, ".//*[@id='key-points']"):
        return None
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


def beside_its_translation(document: str) -> str:
    """Return the document of a page in two languages with the style that sets its rows."""
    return document.replace(_STYLE, _STYLE + _BESIDE_STYLE)


def in_large_print(document: str) -> str:
    """Return a document with the style of large print after that of all documents."""
    return document.replace(_STYLE, _STYLE + _LARGE_STYLE)


class BookChapter(NamedTuple):
    """A chapter of a book, as a document of its own."""

    document: str
    #: Whether it stands below the heading of a part that an earlier chapter begins with.
    is_below: bool


@dataclass(frozen=True)
class Book:
    """A book as documents that are drawn each by itself and then joined: whoever changes a word draws one chapter anew.

    A link from one of them to another is ``book:`` and the id of its end. :func:`numbered` writes the numbers of pages.
    """

    #: Cover and contents.
    front: str
    chapters: tuple[BookChapter, ...]
    #: The index of terms, or nothing.
    index: str
    #: The feet of pages, without the pages: see :func:`feet`.
    feet: str

    @property
    def documents(self) -> tuple[str, ...]:
        """All of them."""
        return (self.front, *(chapter.document for chapter in self.chapters), self.index, self.feet)

    def in_large_print(self) -> "Book":
        """Return the book in large print."""
        chapters = (one._replace(document=in_large_print(one.document)) for one in self.chapters)
        return Book(
            in_large_print(self.front), tuple(chapters), in_large_print(self.index), in_large_print(self.feet)
        )


def place_of(name: str, known: Collection[str]) -> str:
    """Return a place in a book, or the chapter that it would be in: what stands there is not drawn.

    >>> place_of("es/index.html-a", ["es/index.html", "es/index.html-b"])
    'es/index.html'
    """
    return name if name in known else f"{name.partition('.html-')[0]}.html"


def numbered(document: str, pages: Mapping[str, int]) -> str:
    """Return a document in which each link says on what page its end is.

    >>> numbered('<a href="book:a" data-page="page:a"></a>', {"a": 12})
    '<a href="book:a" data-page="12"></a>'
    """
    return re.sub(
        r'(?<= data-page=")page:([^"]*)(?=")',
        lambda found: str(pages[place_of(html.unescape(found[1]), pages)]),
        document,
    )


def feet(document: str, count: int) -> str:
    """Return the document of the feet of so many pages."""
    return document.replace(_FEET, "<p></p>" * count)


def book(edition: Edition, volume: Volume, articles: Mapping[str, Element], *, render: Render) -> Book:
    """Return every page of a language as a book: cover, contents, chapters, index of terms.

    Args:
        edition: the edition.
        volume: the language's part of it.
        articles: each page's article by its address, from :func:`editorial.editions.chapters.read_article`.
        render: the templates.
    """
    kept = {page.url: anchors(articles[page.url]) for page in volume.chapters}

    def rendered(piece: str, **told: object) -> str:
        return render("editions/book.html", piece=piece, volume=volume, **told)

    bodies = []
    index: dict[str, list[tuple[str, str]]] = {}
    for page in volume.chapters:
        body = _chapter_of_book(edition, page, articles[page.url], kept)
        for term, place in first_uses(body, list(volume.terms), id_prefix=f"{page.url}-term-"):
            index.setdefault(term, []).append((place, page.title))
        as_pictures(body)
        bodies.append((page, page.url, serialized(body)))
    terms = [(term, index[term]) for term in volume.terms if term in index]
    in_parts = parts(bodies)
    chapters = [
        BookChapter(
            rendered("chapter", part=part, begins=part.name and number == 0, id=id_, body=body),
            is_below=bool(part.name) and number > 0,
        )
        for part in in_parts
        for number, (_, id_, body) in enumerate(part.chapters)
    ]
    return Book(
        rendered("front", edition=edition, parts=in_parts, index=terms),
        tuple(chapters),
        rendered("index", index=terms) if terms else "",
        rendered("feet", feet=Markup(_FEET)),  # noqa: S704  (a mark of our own)
    )


def _chapter_of_book(
    edition: Edition, page: PlannedPage, article: Element, kept: Mapping[str, frozenset[str]]
) -> Element:
    """Return a page as a chapter of the book; the ids in it begin with its address."""

    def resolve(path: str, fragment: str) -> str | None:
        if path in kept:
            name = path + (f"-{fragment}" if fragment in kept[path] else "")
            return f"#{name}" if path == page.url else f"{LINK}{name}"
        return path if is_picture(path) else full_address(edition, path, fragment)

    body = chapter(article, url=page.url, prefix=f"{page.url}-", resolve=resolve)
    for element in found(body, ".//*[contains(concat(' ', @class, ' '), ' site-help ')]"):
        drop(element)  # Phone lines end every page of the site; a book has them in their own chapter.
    return body
