"""Links inside the built site: whether each leads to a file, and to a place in it, that exist."""

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from editorial.problems import did_you_mean

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
    #: Whether a reader can follow it, and a text that its page must have.
    followed: bool = False
    expect: str = ""


#: The same link for the same parts: those of a menu, which stand on every page, cross between processes once.
link_of = lru_cache(maxsize=50_000)(Link)


@dataclass(frozen=True)
class BuiltPage:
    """What a built file offers to links, and asks of others."""

    language: str
    ids: frozenset[str] = frozenset()
    links: tuple[Link, ...] = field(default=())
    #: The id of its title, which leads where the page's own address does.
    title: str = ""


class Fault(NamedTuple):
    """What is wrong with a link, and what was meant perhaps; nothing, if it leads somewhere."""

    text: str = ""
    #: Whether the page that it leads to is there, and the place on it is not.
    is_place: bool = False


class DeadLink(NamedTuple):
    """A link that leads nowhere: on which built page, as written, and why."""

    page: str
    address: str
    fault: Fault


_NONE = Fault()


class _Run(NamedTuple):
    """Items of a list, one behind another, as they stand on many pages."""

    html: str
    ids: Collection[str]
    links: Collection[Link]


#: Stands in place of a run. Where no parser finds it, in a script, a comment, another tag or a choice, the run would
#: not be found either. The item ends what items end, such as a drawing.
_MARK = "<items-stood-here></items-stood-here><li></li>"
#: From so many items on that are not known, a page may have a long menu. To look for one takes a while.
_LONG = 300
#: A page that lacks so many runs of the menu has another: to look for all of them would take the square of its length.
_MISSING = 8
_ATTRIBUTES = r"""(?:\s++[^\s"'<>/=]++(?:=(?:"[^"<]*+"|'[^'<]*+'|[^\s"'<>=`]++))?+)*+\s*+/?>[^<]*+"""
#: Items with tags that mean the same wherever they stand: some of tables, forms and drawings do not.
_RUN = re.compile(
    rf"(?:<li{_ATTRIBUTES}(?:</?(?:a|div|input|label|nav|ol|span|ul){_ATTRIBUTES}|</li{_ATTRIBUTES})*+){{16}}"
)


class Menu:
    """A long menu, which stands on many pages, one after another, and is read once."""

    def __init__(self) -> None:
        """Begin with what no page has."""
        self._runs: list[_Run] = []

    def apart(self, html: str) -> tuple[str, list[_Run]]:
        """Return a page with marks in place of what is known of its menu, and what stood there."""
        rest, found = self._known(html)
        if len(rest) > len(html) / 2 and rest.count("<li") > _LONG:
            texts = _RUN.findall(html)
            if sum(map(len, texts)) > len(html) / 2:
                self._runs = [_Run(text, *_read(LexborHTMLParser(text))) for text in texts]
                return self._known(html)
        return rest, found

    def _known(self, html: str) -> tuple[str, list[_Run]]:
        parts: list[str] = []
        found: list[_Run] = []
        end = missing = 0
        for run in self._runs:
            # Most stand where the one before ends.
            start = end if html.startswith(run.html, end) else html.find(run.html, end)
            if start < 0:
                missing += 1
                if missing == _MISSING:
                    break
                continue
            if start > end or not found:
                parts.append(html[end:start])
            found.append(run)
            end = start + len(run.html)
        return _MARK.join([*parts, html[end:]]), found


def read_page(html: str, menu: Menu | None = None) -> BuiltPage:
    """Return a built page's language, ids and links, but for those to places on it that are there.

    Args:
        html: the page.
        menu: that of the pages before, which this page may have too.

    >>> page = read_page('<html lang="es"><a id="x" href="a.html#y" hreflang="en"><a href="#x">')
    >>> page.language, sorted(page.ids), page.links[0].address
    ('es', ['x'], 'a.html#y')
    """
    rest, runs = menu.apart(html) if menu else (html, [])
    tree = LexborHTMLParser(rest)
    if runs and len(tree.css("items-stood-here")) != rest.count(_MARK):
        rest, runs, tree = html, [], LexborHTMLParser(html)
    own, asked = _read(tree)
    ids = frozenset(chain(own, *(run.ids for run in runs)))
    # Most links lead to a place on their page. What may be escaped is looked at with the others.
    places = {f"#{name}" for name in ids if "%" not in name}
    links = [
        link
        for link in dict.fromkeys(chain(asked, *(run.links for run in runs)))
        if link.address not in (ids if link.is_id else places)
    ]
    language = re.search(r"<html[^>]*\slang=[\"']?([\w-]+)", html[:1000])
    title = re.search(r"<h1[^>]*\sid=[\"']?([\w-]+)", rest)
    return BuiltPage(language[1] if language else "", ids, tuple(links), title[1] if title else "")


def _read(tree: LexborHTMLParser) -> tuple[list[str], list[Link]]:
    """Return the ids on a page, or a part of one, and its links, some of them twice."""
    ids: list[str] = []
    links: list[Link] = []
    for node in tree.css(_SELECTOR):
        attributes = node.attributes
        for name, value in attributes.items():
            if not value:
                continue
            if name == "id" or (name == "name" and node.tag == "a"):
                ids.append(value)
            elif name in _ADDRESSES:
                followed = node.tag in ("a", "area")
                expect = attributes.get("data-expect") or "" if followed else ""
                links.append(link_of(value, attributes.get("hreflang") or "", False, followed, expect))
            elif name in _IDS:
                links += (link_of(id_, "", True) for id_ in value.split())
            elif name == "srcset":
                links += (link_of(part.split()[0]) for part in value.split(",") if part.strip())
    return ids, links


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
    known: dict[tuple[str, str], dict[Link, Fault]] = {}
    for path, page in pages.items():
        is_apart = path == _SERVED_ONLY
        here = {} if is_apart else known.setdefault((posixpath.dirname(path), page.language), {})
        for link in page.links:
            fault = here.get(link)
            if fault is None:
                fault = checker.fault(path, page, link)
                if not (link.is_id or not link.address or link.address[0] in "#?"):
                    here[link] = fault
            if fault.text:
                yield DeadLink(path, link.address, fault)


#: The page for lost readers is shown at any depth, by a server only: its links begin at the root.
_SERVED_ONLY = "404.html"


@dataclass(frozen=True)
class _Checker:
    pages: Mapping[str, BuiltPage]
    files: frozenset[str]
    site_url: str

    def fault(self, path: str, page: BuiltPage, link: Link) -> Fault:
        """Return what is wrong with one link."""
        if link.is_id:
            if link.address in page.ids:
                return _NONE
            return Fault(f"no such place on the page.{_meant('', link.address, page.ids)}", is_place=True)
        address = self._from_page(path, link.address.strip())
        parts = urlsplit(address)
        if parts.scheme or address.startswith("//"):
            known = parts.scheme in _OWN_SCHEMES
            text = f"'{parts.scheme or '//'}' is no kind of address that may stand here."
            return _NONE if known else Fault(text)
        if parts.path.startswith("/"):
            return Fault(
                "it begins at the root of a server, and so breaks from disk. Write it from this page on."
            )
        target = path
        if parts.path:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
        if target not in self.files:
            return Fault(f"no such page.{self._meant_file(path, target, page, link)}")
        # What follows ":~:" is for the browser, which looks for a text (WICG, URL Fragment Text Directives).
        place = unquote(parts.fragment).partition(":~:")[0]
        return self._fault_of_place(page, link, self.pages.get(target), place)

    def _meant_file(self, path: str, wrong: str, page: BuiltPage, link: Link) -> str:
        """Suggest the file whose path or name is within two letters, or whose ending is missing.

        No page of another language is suggested, unless the link says that it leads to one.
        """
        language = link.hreflang or page.language
        known = [file for file in self.files if file in self.pages or not file.endswith(".html")]
        found = _closest(wrong, [file for file in known if self._speaks(file) in ("", language)])
        if not found:
            return ""
        relative = posixpath.relpath(found, posixpath.dirname(path) or ".")
        # The engine turns .md into .html in Markdown only, and only towards pages of the same language.
        is_as_written = posixpath.splitext(wrong)[0] == posixpath.splitext(found)[0] and wrong.endswith(".md")
        if is_as_written or self._speaks(found) not in ("", page.language):
            return f" Did you mean '{relative}'?"
        return f" Did you mean '{as_written(relative)}'?"

    def _speaks(self, file: str) -> str:
        return self.pages[file].language if file in self.pages else ""

    def _fault_of_place(self, page: BuiltPage, link: Link, target: BuiltPage | None, place: str) -> Fault:
        if target is None:
            return _NONE
        # "top" is always there (HTML Standard, Scrolling to a fragment).
        if place and place not in target.ids and place.casefold() != "top":
            return Fault(f"no such heading.{_meant('#', place, target.ids)}", is_place=True)
        if page.language and target.language not in ("", page.language) and not link.hreflang:
            return Fault(
                f"it leads from a page in '{page.language}' to one in '{target.language}' without saying "
                f"so. Link to the page in '{page.language}', or add {{: hreflang={target.language} }}."
            )
        return _NONE

    def _from_page(self, path: str, address: str) -> str:
        """Return an address inside the site as one that begins at the page."""
        if self.site_url and address.startswith(self.site_url):
            inside = address.removeprefix(self.site_url) or "index.html"
        elif path == _SERVED_ONLY and re.match(r"/(?!/)", address):
            inside = address.removeprefix(urlsplit(self.site_url).path.rstrip("/")).lstrip("/")
        else:
            return address
        return posixpath.relpath(inside, posixpath.dirname(path) or ".")


def _meant(prefix: str, wrong: str, ids: Iterable[str]) -> str:
    own = [id_ for id_ in ids if not id_.startswith(("__", "cite-"))]
    return did_you_mean(wrong, own).replace("'", f"'{prefix}", 1)


def _closest(wrong: str, files: Iterable[str]) -> str:
    """Return the file that a wrong path means most likely, or nothing."""
    alike = [file for file in files if file.endswith(".html")] if _may_be_page(wrong) else [*files]
    stem, ending = posixpath.splitext(wrong)
    wanted = f"{stem}.html" if ending == ".md" else wrong
    by_path = {file: file for file in alike}
    for one in (wanted, f"{wanted}.html", f"{wanted}/index.html"):
        if one in by_path:
            return one
    by_name = {posixpath.basename(file): file for file in alike}
    return _nearest(wanted, by_path) or _nearest(posixpath.basename(wanted), by_name)


def _nearest(wanted: str, known: Mapping[str, str]) -> str:
    if wanted in known:
        return known[wanted]
    match = re.search(r"'(.+)'", did_you_mean(wanted, known))
    return known[match[1]] if match else ""


def _may_be_page(path: str) -> bool:
    return posixpath.splitext(path)[1] in ("", ".md", ".html")


def as_written(address: str) -> str:
    """Return an address as an editor writes it: to the Markdown file, not to the built page.

    >>> as_written("../about.html#who")
    '../about.md#who'
    """
    return re.sub(r"\.html(?=#|$)", ".md", address)


def where(address: str, sources: Iterable[tuple[str, str]]) -> tuple[str, int] | None:
    """Return the file and line at which an editor can fix a link, or ``None`` if no file has it.

    Args:
        address: what the link leads to, as a page has it.
        sources: the path and the text of each file that it may be written in.
    """
    for path, source in sources:
        for text in (as_written(address), address):
            found = re.search(rf"(?<![\w./-]){re.escape(text)}(?![\w./#-])", source)
            if found:
                return path, source.count("\n", 0, found.start()) + 1
    return None
