"""Links inside the built site: whether each leads to a file, and to a place in it, that exist."""

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from editorial.problems import closest

#: Attributes that hold one address, several addresses, or ids of the same page.
_ADDRESSES = ("href", "src", "poster", "xlink:href", "data")
_IDS = ("for", "aria-describedby", "aria-labelledby", "aria-controls")
_SELECTOR = ",".join(
    ["[id]", "a[name]", "[srcset]"]
    + [f"[{name.replace(':', chr(92) + ':')}]" for name in (*_ADDRESSES, *_IDS)]
)
_OWN_SCHEMES = ("http", "https", "mailto", "tel", "data", "blob")


class Link(NamedTuple):
    """One address on one page, as it is written there."""

    address: str
    #: The language that the link says its target is in; empty if it says none.
    hreflang: str = ""
    #: Whether the address is only the name of a place on the same page (``for="…"``).
    is_id: bool = False


@dataclass(frozen=True)
class BuiltPage:
    """What a built file offers to links, and asks of others."""

    language: str
    ids: frozenset[str] = frozenset()
    links: tuple[Link, ...] = field(default=())


class DeadLink(NamedTuple):
    """A link that leads nowhere: on which built page, as written, why, and what was meant perhaps."""

    page: str
    address: str
    text: str


def read_page(html: str) -> BuiltPage:
    """Return a built page's language, ids and links.

    >>> page = read_page('<html lang="es"><a id="x" href="a.html#y" hreflang="en">')
    >>> page.language, sorted(page.ids), page.links[0].address
    ('es', ['x'], 'a.html#y')
    """
    # The items of a long menu stand on every page: each is read once. A comment may hold half an item.
    if html.count("<li") > _LONG_MENU and "<!--" not in html:
        head, *items = html.split("<li")
        pieces = [_read(head), *(_read_item(f"<li{item}") for item in items)]
    else:
        pieces = [_read(html)]
    ids = frozenset(id_ for found, _ in pieces for id_ in found)
    links = dict.fromkeys(link for _, found in pieces for link in found)
    language = re.search(r"<html[^>]*\slang=[\"']?([\w-]+)", html[:1000])
    return BuiltPage(language[1] if language else "", ids, tuple(links))


#: From so many items on it costs less to look each up than to read it.
_LONG_MENU = 300


def _read(html: str) -> tuple[tuple[str, ...], tuple[Link, ...]]:
    ids: list[str] = []
    links: dict[Link, None] = {}
    for node in LexborHTMLParser(html).css(_SELECTOR):
        attributes = node.attributes
        ids += filter(None, [attributes.get("id"), attributes.get("name") if node.tag == "a" else None])
        links.update(dict.fromkeys(_links(attributes)))
    return tuple(ids), tuple(links)


_read_item = lru_cache(maxsize=50_000)(_read)


def read_style(css: str) -> BuiltPage:
    """Read the addresses in a style sheet."""
    found = re.findall(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)", css)
    return BuiltPage("", frozenset(), tuple(Link(address.strip()) for address in dict.fromkeys(found)))


def read_xml(text: str) -> BuiltPage:
    """Read the addresses in a feed, a sitemap or a picture."""
    found = re.findall(r"\b(?:xlink:href|href|src)=\"([^\"]+)\"|<loc>([^<]+)</loc>", text)
    ids = re.findall(r"\bid=\"([^\"]+)\"", text)
    links = dict.fromkeys(Link((one or other).replace("&amp;", "&")) for one, other in found)
    return BuiltPage("", frozenset(ids), tuple(links))


def dead_links(
    pages: Mapping[str, BuiltPage], files: Collection[str], *, site_url: str = ""
) -> Iterator[DeadLink]:
    """Yield every link that leads nowhere, in time linear in the number of links.

    Args:
        pages: what each file that has links offers and asks, by its path in the site.
        files: every file of the site, with its letter case.
        site_url: the site's own address; links that begin with it are links inside.
    """
    checker = _Checker(pages, frozenset(files), site_url)
    # From pages of one folder the same address leads to the same place, unless it is one on the page itself.
    known: dict[tuple[str, str, Link], str] = {}
    for path, page in pages.items():
        folder = posixpath.dirname(path)
        for link in page.links:
            own = link.is_id or not link.address or link.address[0] in "#?" or path == _SERVED_ONLY
            text = None if own else known.get((folder, page.language, link))
            if text is None:
                text = checker.fault(path, page, link)
                if not own:
                    known[folder, page.language, link] = text
            if text:
                yield DeadLink(path, link.address, text)


#: The page for lost readers is shown at any depth, by a server only: its links begin at the root.
_SERVED_ONLY = "404.html"


@dataclass(frozen=True)
class _Checker:
    pages: Mapping[str, BuiltPage]
    files: frozenset[str]
    site_url: str

    def fault(self, path: str, page: BuiltPage, link: Link) -> str:
        """Return what is wrong with one link, or nothing."""
        if link.is_id:
            known = link.address in page.ids
            return "" if known else f"no such place on the page.{_meant('', link.address, page.ids)}"
        address = self._from_page(path, link.address.strip())
        parts = urlsplit(address)
        if parts.scheme or address.startswith("//"):
            known = parts.scheme in _OWN_SCHEMES
            return "" if known else f"'{parts.scheme or '//'}' is no kind of address that may stand here."
        if parts.path.startswith("/"):
            return "it begins at the root of a server, and so breaks from disk. Write it from this page on."
        target = path
        if parts.path:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
        if target not in self.files:
            return f"no such page.{_meant_file(path, target, self._of_language(page.language))}"
        return self._fault_of_place(page, link, self.pages.get(target), unquote(parts.fragment))

    def _of_language(self, language: str) -> Iterable[str]:
        """Return the files that a page in a language may lead to: pages in it, and what has no language."""
        for file in self.files:
            found = self.pages.get(file)
            if not found or found.language in ("", language):
                yield file

    def _fault_of_place(self, page: BuiltPage, link: Link, target: BuiltPage | None, place: str) -> str:
        if target is None:
            return ""
        if place and place not in target.ids:
            return f"no such heading.{_meant('#', place, target.ids)}"
        if page.language and target.language not in ("", page.language) and not link.hreflang:
            return (
                f"it leads from a page in '{page.language}' to one in '{target.language}' without saying "
                f"so. Link to the page in '{page.language}', or add {{: hreflang={target.language} }}."
            )
        return ""

    def _from_page(self, path: str, address: str) -> str:
        """Return an address inside the site as one that begins at the page."""
        if self.site_url and address.startswith(self.site_url):
            inside = address.removeprefix(self.site_url) or "index.html"
        elif path == _SERVED_ONLY and re.match(r"/(?!/)", address):
            inside = address.removeprefix(urlsplit(self.site_url).path.rstrip("/")).lstrip("/")
        else:
            return address
        return posixpath.relpath(inside, posixpath.dirname(path) or ".")


def _links(attributes: Mapping[str, str | None]) -> Iterator[Link]:
    language = attributes.get("hreflang") or ""
    for name, value in attributes.items():
        if not value:
            continue
        if name in _ADDRESSES:
            yield Link(value, language)
        elif name in _IDS:
            yield from (Link(id_, is_id=True) for id_ in value.split())
        elif name == "srcset":
            yield from (Link(part.split()[0]) for part in value.split(",") if part.strip())


def _meant(prefix: str, wrong: str, ids: Iterable[str]) -> str:
    own = [id_ for id_ in ids if not id_.startswith(("__", "cite-", "ref-"))]
    best = closest(wrong, own)
    return f" Did you mean '{prefix}{best}'?" if best else ""


def _meant_file(path: str, wrong: str, files: Iterable[str]) -> str:
    """Suggest the file of the same kind whose path, or else whose name in another folder, is closest."""
    suffix = posixpath.splitext(wrong)[1]
    wanted = re.sub(r"\.md$", ".html", wrong)
    alike = [file for file in files if file.endswith(".html" if suffix == ".md" else suffix)]
    best = closest(wanted, alike)
    if not best:
        by_name = {posixpath.basename(file): file for file in alike}
        name = posixpath.basename(wanted)
        best = by_name.get(name) or by_name.get(closest(name, by_name), "")
    if not best:
        return ""
    relative = posixpath.relpath(best, posixpath.dirname(path) or ".")
    return f" Did you mean '{as_written(relative)}'?"


def as_written(address: str) -> str:
    """Return an address as an editor writes it: to the Markdown file, not to the built page.

    >>> as_written("../about.html#who")
    '../about.md#who'
    """
    return re.sub(r"\.html(?=#|$)", ".md", address)


def where(dead: DeadLink, sources: Mapping[str, str], own: str) -> tuple[str, int] | None:
    """Return the file and line at which an editor can mend a link, or ``None`` if no file has it.

    Args:
        dead: the link.
        sources: every file that links are written in, by path: pages, bibliography, templates.
        own: the path of the page's own source, which is looked at first.
    """
    wanted = [as_written(dead.address), dead.address]
    for path in [own, *(other for other in sources if other != own)]:
        source = sources.get(path, "")
        for text in wanted:
            found = re.search(rf"(?<![\w./-]){re.escape(text)}(?![\w./#-])", source)
            if found:
                return path, source.count("\n", 0, found.start()) + 1
    return None
