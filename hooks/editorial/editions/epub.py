"""An EPUB 3 of each language: the site's pages for phones and e-readers (https://www.w3.org/TR/epub-33/)."""

import posixpath
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath
from uuid import NAMESPACE_URL, uuid5

from PIL import Image

from editorial.editions.book import Render, full_address, is_picture, parts
from editorial.editions.chapters import Element, anchors, chapter, found, serialized, text_of
from editorial.editions.plan import Edition, Volume, stored_zip
from editorial.words import Words

_TYPES = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xhtml": "application/xhtml+xml",
}
#: Kinds of pictures that not every reader of books shows (EPUB 3.3, "Core media types").
_TURNED = frozenset({".avif"})
#: As https://www.w3.org/TR/epub-a11y-11/#sec-conf-reporting has it written.
_CONFORMS = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
_STYLES = ("assets/fonts.css", "assets/epub.css")
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""


def file_of(url: str) -> str:
    """Return the name of a page's file in the book.

    >>> file_of("es/subgroups/groin.html")
    'es-subgroups-groin.xhtml'
    """
    return str(PurePosixPath(url.replace("/", "-")).with_suffix(".xhtml"))


def picture_of(path: str) -> str:
    """Return the name of a picture's file in the book, where some kinds become PNG.

    >>> picture_of("subgroups/node.avif"), picture_of("subgroups/node.webp")
    ('subgroups/node.avif.png', 'subgroups/node.webp')
    """
    return f"{path}.png" if posixpath.splitext(path)[1] in _TURNED else path


def _as_kept(picture: bytes, is_turned: bool) -> bytes:
    """Return a picture as the book has it: as it is, or as PNG."""
    if not is_turned:
        return picture
    target = BytesIO()
    with Image.open(BytesIO(picture)) as opened:
        opened.save(target, "PNG")
    return target.getvalue()


def _name_numbers(body: Element, words: Words) -> None:
    """Name the numbers and letters of citations for those who listen: no style sheet of a book is heard."""
    for key, path in (
        ("citation.label", ".//*[contains(@class, 'site-citation')]/h:a[not(@aria-label)]"),
        ("citation.back", ".//h:a[contains(@class, 'site-back')]"),
    ):
        for link in found(body, path):
            link.set("aria-label", words.say(key, number=text_of(link)))


def epub(
    edition: Edition,
    volume: Volume,
    articles: Mapping[str, Element],
    *,
    site: Path,
    render: Render,
    words: Words,
) -> bytes:
    """Return the book of a language as an EPUB: the same bytes for the same pages.

    Args:
        edition: the edition.
        volume: the language's part of it.
        articles: each page's article by its address.
        site: the folder that has the styles, fonts and figures.
        render: the templates.
        words: those of the language.
    """
    chapters = {page.url: file_of(page.url) for page in volume.chapters}
    kept = {path: anchors(articles[path]) for path in chapters}
    used = {path: (site / path).read_bytes() for path in _STYLES}
    used |= {
        f"assets/{file.relative_to(site / 'assets').as_posix()}": file.read_bytes()
        for file in sorted((site / "assets/fonts").glob("*.woff2"))
    }
    cover = f"assets/cover-{volume.locale}.png"
    if (site / cover).is_file():
        used[cover] = (site / cover).read_bytes()

    def resolve(path: str, fragment: str) -> str | None:
        if path in chapters:
            return chapters[path] + (f"#{fragment}" if fragment in kept[path] else "")
        name = picture_of(path)
        if is_picture(path) and posixpath.splitext(name)[1] in _TYPES and (site / path).is_file():
            if name not in used:
                used[name] = _as_kept((site / path).read_bytes(), name != path)
            return name
        return full_address(edition, path, fragment)

    contents: dict[str, str] = {}
    with_figures = set()
    for page in volume.chapters:
        body = chapter(articles[page.url], url=page.url, prefix="", resolve=resolve)
        _name_numbers(body, words)
        for element in found(body, ".//*[@lang]"):
            element.set("{http://www.w3.org/XML/1998/namespace}lang", element.attrib["lang"])
        text = serialized(body)
        if "<svg" in text:
            with_figures.add(chapters[page.url])
        contents[chapters[page.url]] = render("editions/chapter.html", volume=volume, page=page, body=text)
    names = [(page, chapters[page.url]) for page in volume.chapters]
    contents["cover.xhtml"] = render("editions/cover.html", edition=edition, volume=volume)
    contents["contents.xhtml"] = render("editions/contents.html", volume=volume, parts=parts(names))
    files = {**{name: text.encode() for name, text in contents.items()}, **used}
    ids = {name: f"f{number}" for number, name in enumerate(sorted(files), 1)}
    package = render(
        "editions/package.html",
        edition=edition,
        volume=volume,
        identifier=uuid5(NAMESPACE_URL, f"{edition.site_url}{edition.name}-{volume.locale}-{edition.date}"),
        conforms=_CONFORMS,
        spine=[ids[name] for name in ("cover.xhtml", "contents.xhtml", *chapters.values())],
        files=[
            (ids[name], name, _TYPES[posixpath.splitext(name)[1]], _properties(name, cover, with_figures))
            for name in ids
        ],
    )
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        # The format's own rule: the type comes first, and as it is.
        stored_zip(archive, "mimetype", b"application/epub+zip", day=edition.date, compress=False)
        stored_zip(archive, "META-INF/container.xml", _CONTAINER.encode(), day=edition.date)
        stored_zip(archive, "EPUB/package.opf", package.encode(), day=edition.date)
        for name in sorted(files):
            stored_zip(archive, f"EPUB/{name}", files[name], day=edition.date)
    return target.getvalue()


def _properties(name: str, cover: str, with_figures: set[str]) -> str:
    """Return what EPUB wants to be told of a file: that it is the contents or the cover, or has drawings in it."""
    if name in with_figures:
        return "svg"
    return {"contents.xhtml": "nav", cover: "cover-image"}.get(name, "")
