"""A page and its translation side by side: two built articles become rows of two blocks that say the same.

Parity keeps the structure of a page and its translation the same, so blocks are paired by their place. Where a
section has other blocks in one language, the section is paired as a whole.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from editorial.build.digests import digest_of
from editorial.build.results import Again
from editorial.pages.states import PageState
from editorial.site.csp import page_policy
from editorial.site.weight import without_indents
from editorial.words import Words, direction

#: Pages that a template fills with lists that are the same in every language, or in another order in each.
_LISTS = ("references.html", "state.html", "search.html", "site-index.html", "offline.html")
#: Lists, whose items stand beside each other.
_LISTS_OF = ("ul", "ol", "dl")
#: What of an article is not read beside its translation: what scripts work on, and files beside the site.
_LEFT_OUT = (
    "script, style, template, form, button, :not(.tabbed-set) > input, [hidden], [data-edition], .site-downloads, "
    ".site-pdf, .site-page-end details"
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_STYLES = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
#: So deep folds and groups are looked into; what lies deeper is one block.
_DEEPEST = 20
_POINTERS = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls")
_ADDRESSES = ("href", "src", "xlink:href")
#: From a page to the one that shows it beside its translation, if there is one; paths begin at the site's root.
Resolve = Callable[[str], str | None]


class Part(NamedTuple):
    """A part of a page in two languages; templates read it."""

    #: "pair": two blocks; "fold": a fold with a line to open it in each language; "group"; "whole": one for both.
    kind: str
    #: Their HTML, the original first; of a fold, what opens it.
    sides: tuple[Markup, ...] = ()
    #: What a fold or group has in it, and its classes.
    parts: tuple["Part", ...] = ()
    css: str = ""


class Beside(NamedTuple):
    """A page that is built from another one and its translation."""

    #: From the site's root.
    url: str
    original: PageState
    translation: PageState


@dataclass(frozen=True)
class Side:
    """One of the two articles, and how it is changed for its place beside the other."""

    language: str
    #: Where its page is, and where both are shown, from the site's root.
    url: str
    place: str
    resolve: Resolve
    #: Put before every id, so that those of the two differ: nothing in the original.
    prefix: str = ""
    #: The ids of sources, where both have the same in one list.
    shared: frozenset[str] = frozenset()
    #: Addresses that were asked for before: a page has most of its own many times.
    known: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def id_of(self, name: str) -> str:
        """Return what an id of the article is where both are shown."""
        return name if name in self.shared else self.prefix + name

    def moved(self, address: str) -> tuple[str, bool]:
        """Return an address of the article as it is where both are shown, and whether it leads to one language."""
        if address not in self.known:
            self.known[address] = self._moved(address)
        return self.known[address]

    def _moved(self, address: str) -> tuple[str, bool]:
        try:
            parts = urlsplit(address)
        except ValueError:  # Which the check of links outside says.
            return address, False
        if parts.scheme or parts.netloc or not address:
            return address, False
        path = (
            posixpath.normpath(posixpath.join(posixpath.dirname(self.url), parts.path))
            if parts.path
            else self.url
        )
        beside = self.resolve(path)
        fragment = self.id_of(parts.fragment) if beside and parts.fragment else parts.fragment
        if beside == self.place:
            return f"#{fragment}", False
        target = posixpath.relpath(beside or path, posixpath.dirname(self.place))
        return parts._replace(path=target, fragment=fragment).geturl(), not beside


def besides(states: Iterable[PageState], *, original: str, but: Sequence[str] = ()) -> list[Beside]:
    """Return the pages that are shown beside their translation.

    Args:
        states: the state of each page of each language.
        original: the language that the others translate.
        but: pages that are shown in one language only, by their names.
    """
    known = [state for state in states if not state.file.unreadable]
    originals = {state.file.name: state for state in known if state.file.language == original}
    return [
        Beside(f"{original}-{state.file.language}/{one.file.url}", one, state)
        for state in known
        if state.file.language != original
        and (one := originals.get(state.file.name))
        and state.file.name not in but
        and state.file.meta.get("template") not in _LISTS
    ]


def article_of(html: str) -> LexborNode | None:
    """Return the article of a built page, without what is not read beside its translation."""
    match = re.search(r"<article\b.*</article>", html, re.DOTALL)
    article = LexborHTMLParser(match[0]).css_first("article") if match else None
    if article is None:
        return None
    for node in article.css(_LEFT_OUT):
        node.decompose()
    # What phones alone fold lies open here; what opens it goes, unless it is the sign itself.
    for fold in article.css("details.site-fold-phone"):
        for summary in fold.css("summary"):
            if summary.parent == fold and "site-sign" in _css(fold).split():
                summary.unwrap()
            elif summary.parent == fold:
                summary.decompose()
        fold.unwrap()
    return article


def sources_of(article: LexborNode) -> list[str]:
    """Return the ids of the sources that an article lists, in its order."""
    return [node.attributes.get("id") or "" for node in article.css(".site-references > li")]


def adapted(article: LexborNode, side: Side) -> LexborNode:
    """Change an article for its place: its ids, and where its links and pictures are."""
    # Of the tabs of both sides, one each is open: their names differ.
    for name in ("id", "name", *_POINTERS):
        for node in article.css(f"[{name}]"):
            node.attrs[name] = " ".join(map(side.id_of, (node.attributes[name] or "").split()))
    for name in _ADDRESSES:
        for node in article.css(f"[{name.replace(':', chr(92) + ':')}]"):
            _move(node, name, side)
    return article


def side_by_side(original: LexborNode, translation: LexborNode, language: str) -> tuple[Part, ...]:
    """Return what two articles say, block beside block.

    Args:
        original: the article that the other translates.
        translation: the other one.
        language: that of the translation, for what stands in the list that both share.

    >>> articles = [article_of(f"<article><h2>{a}</h2><p>1</p><ul><li>{a}<li>2</ul></article>") for a in "xy"]
    >>> [tuple(map(str, part.sides)) for part in side_by_side(*articles, "es")][0]
    ('<h2>x</h2>', '<h2>y</h2>')
    """
    return tuple(_parts([*original.iter()], [*translation.iter()], language))


def besides_written(
    pages: Sequence[Beside],
    site: Path,
    *,
    built: Mapping[str, str],
    templates: Path,
    names: Mapping[str, str],
    words: Mapping[str, Words],
    address: str,
    again: Again,
) -> Iterator[tuple[str, str]]:
    """Yield each page that is shown beside its translation, of those that are built: its address, and its HTML.

    Args:
        pages: what :func:`besides` returned.
        site: the built site.
        built: what tells the HTML of each built page from that of others, by its address.
        templates: the folder of our templates.
        names: what each language is called in itself.
        words: the site's own words by language.
        address: that of the site, for search engines; may be nothing.
        again: gives what an earlier build made from the same.
    """
    loader = FileSystemLoader(templates)
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, undefined=StrictUndefined)
    template = environment.get_template("beside.html")
    places = {
        (page.translation.file.language, state.file.url): page.url for page in pages for state in page[1:]
    }
    all_places = digest_of(repr(sorted(places.items())))
    for page in pages:
        urls = (page.original.file.url, page.translation.file.url)
        if not all(url in built for url in urls):
            continue
        made_from = (page.url, [state.title for state in page[1:]], all_places, [built[url] for url in urls])
        make = partial(_written, page, site, places, template, names=names, words=words, address=address)
        if text := again("beside", made_from, make):
            yield page.url, text


def _written(
    page: Beside,
    site: Path,
    places: Mapping[tuple[str, str], str],
    template: Template,
    *,
    names: Mapping[str, str],
    words: Mapping[str, Words],
    address: str,
) -> str:
    """Return a page that is shown beside its translation; nothing, if either has no article."""
    states = (page.original, page.translation)
    original, translation = (state.file for state in states)
    html = [(site / state.file.url).read_text(encoding="utf-8") for state in states]
    left, right = map(article_of, html)
    if left is None or right is None:
        return ""
    language = translation.language

    def resolve(path: str) -> str | None:
        return places.get((language, path))

    def link(path: str, start: str = posixpath.dirname(page.url)) -> str:
        return posixpath.relpath(path, start)

    own, shared = sources_of(left), sources_of(right)
    prefix, common = f"{language}-", frozenset(own if own == shared else ())
    sides = (
        adapted(left, Side(original.language, original.url, page.url, resolve)),
        adapted(right, Side(language, translation.url, page.url, resolve, prefix, common)),
    )
    folder = posixpath.dirname(original.url)
    body = re.search(r"<body ([^>]*)>", html[0])
    text = template.render(
        parts=side_by_side(*sides, language),
        sides=[
            {
                "language": state.file.language,
                "name": names[state.file.language],
                "title": state.title,
                "url": link(state.file.url),
                "direction": direction(state.file.language),
                "t": words[state.file.language].say,
            }
            for state in states
        ],
        styles=[link(posixpath.normpath(posixpath.join(folder, path))) for path in _STYLES.findall(html[0])],
        body=Markup(body[1]) if body else "",  # noqa: S704 (as the theme writes it)
        link=link,
        canonical=address and address + original.url,
        page_policy=page_policy(),
    )
    return without_indents(text)


def _move(node: LexborNode, name: str, side: Side) -> None:
    """Let an address lead from the place where both are shown, and stay there where the page it names is shown so."""
    address, is_left = side.moved(node.attributes[name] or "")
    node.attrs[name] = address
    # The whole of the page is in the original's language, for those who ask no further.
    if is_left and side.prefix and node.tag == "a" and "hreflang" not in node.attributes:
        node.attrs["hreflang"] = side.language


def _parts(
    left: Sequence[LexborNode], right: Sequence[LexborNode], language: str, depth: int = 0
) -> Iterator[Part]:
    """Yield blocks beside blocks, section by section."""
    sections = [[*_sections(blocks)] for blocks in (left, right)]
    levels = [[_level(section) for section in side] for side in sections]
    if levels[0] != levels[1]:
        yield _pair(left, right)
        return
    for one, other in zip(*sections, strict=True):
        shapes = [[(block.tag, _css(block)) for block in section] for section in (one, other)]
        if shapes[0] == shapes[1]:
            for blocks in zip(one, other, strict=True):
                yield from _beside(*blocks, language, depth)
            continue
        head = 1 if _level(one) else 0
        if head:
            yield _pair(one[:head], other[:head])
        yield _pair(one[head:], other[head:])


def _sections(blocks: Iterable[LexborNode]) -> Iterator[list[LexborNode]]:
    """Yield the blocks from each heading to the next; first those before any heading, which may be none."""
    section: list[LexborNode] = []
    for block in blocks:
        if block.tag in _HEADINGS:
            yield section
            section = []
        section.append(block)
    yield section


def _level(section: Sequence[LexborNode]) -> str:
    tag = section[0].tag or "" if section else ""
    return tag if tag in _HEADINGS else ""


def _beside(left: LexborNode, right: LexborNode, language: str, depth: int) -> Iterator[Part]:
    """Yield what stands for two blocks of one kind: themselves, or what is in them."""
    items = [[*left.iter()], [*right.iter()]]
    if depth == _DEEPEST or not (_is_plain(left) and _is_plain(right)):
        yield _pair([left], [right])
    elif left.tag in _LISTS_OF and len(items[0]) == len(items[1]):
        ids = [[item.attributes.get("id") or "" for item in side] for side in items]
        if "site-references" in _css(left) and ids[0] == ids[1]:
            yield Part("whole", (_shared_list(left, right, language),))
            return
        # A glossary has each language's own order; its terms are known by their ids.
        own = dict(zip(ids[1], items[1], strict=True))
        wanted = [f"{language}-{id_}" for id_ in ids[0]]
        if {*wanted} == {*own} and len(own) == len(wanted):
            items[1] = [own[id_] for id_ in wanted]
        for number, pair in enumerate(zip(*items, strict=True)):
            sides = [_listed(one, item, number) for one, item in zip((left, right), pair, strict=True)]
            yield Part("pair", tuple(sides))
    elif left.tag == "details" and all(side and side[0].tag == "summary" for side in items):
        summary = tuple(Markup(side[0].inner_html or "") for side in items)  # noqa: S704 (HTML of the site's own)
        yield Part(
            "fold", summary, tuple(_parts(items[0][1:], items[1][1:], language, depth + 1)), _css(left)
        )
    elif left.tag == "div" and "admonition" not in _css(left):
        yield Part(
            "group", (), tuple(_parts([*left.iter()], [*right.iter()], language, depth + 1)), _css(left)
        )
    else:
        yield _pair([left], [right])


def _pair(left: Sequence[LexborNode], right: Sequence[LexborNode]) -> Part:
    return Part("pair", tuple(Markup("".join(block.html or "" for block in side)) for side in (left, right)))  # noqa: S704


def _is_plain(node: LexborNode) -> bool:
    """Whether an element is nothing but what is in it: no text of its own, and only attributes that are kept."""
    own = (child.text_content or "" for child in node.iter(include_text=True) if child.is_text_node)
    return {*node.attributes} <= {"class", "start"} and not "".join(own).strip()


def _listed(whole: LexborNode, item: LexborNode, number: int) -> Markup:
    """Return one item in a list of its own, with its number."""
    first = whole.attributes.get("start") or "1"
    is_number = whole.tag == "ol" and re.fullmatch(r"\d{1,9}", first)
    start = Markup(' start="{}"').format(int(first) + number) if is_number else ""
    css = Markup(' class="{}"').format(_css(whole)) if _css(whole) else ""
    return Markup("<{0}{1}{2}>{3}</{0}>").format(whole.tag, css, start, Markup(item.html or ""))  # noqa: S704


def _shared_list(left: LexborNode, right: LexborNode, language: str) -> Markup:
    """Return one list of sources, each with what the other language says of it and its ways back."""
    html = [item.inner_html or "" for item in left.iter()]
    ids = [item.attributes.get("id") or "" for item in left.iter()]
    for number, item in enumerate(right.iter()):
        reference, *ways = item.iter()
        said = [node.html or "" for node in [*reference.css(".site-evidence"), *ways]]
        html[number] += f' <span lang="{language}">{" ".join(said)}</span>' if said else ""
    items = Markup("").join(
        Markup('<li id="{}">{}</li>').format(id_, Markup(text))  # noqa: S704 (HTML of the site's own)
        for id_, text in zip(ids, html, strict=True)
    )
    return Markup('<ol class="{}">{}</ol>').format(_css(left), items)


def _css(node: LexborNode) -> str:
    return node.attributes.get("class") or ""
