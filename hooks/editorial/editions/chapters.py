"""From a page of the built site to a chapter of a book: its article, without what only a screen can do."""

import copy
import posixpath
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

from lxml import etree
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

Element = etree._Element

XHTML = "http://www.w3.org/1999/xhtml"
_SPACES = {"h": XHTML}
#: What has a namespace of its own inside a page, and a link in a drawing.
_OF_DRAWINGS = {"svg": "http://www.w3.org/2000/svg", "math": "http://www.w3.org/1998/Math/MathML"}
_XLINK = "{http://www.w3.org/1999/xlink}"
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
#: What no printed page or book needs: scripts and what they work on, and links to files beside the site.
_TAGS_OF_SCREENS = frozenset(("script", "style", "template", "form", "button", "input"))
_ATTRIBUTES_OF_SCREENS = frozenset(("hidden", "data-edition"))
_CLASSES_OF_SCREENS = frozenset(("site-downloads", "screen-only"))
#: The list of a page's key points.
KEY_POINTS = ".//*[@id='key-points']/following-sibling::*[1][self::h:ul]"
#: What holds the text of a page, without what the site adds to it.
_BLOCKS_OF_TEXT = (
    ".//*[self::h:p or self::h:li or self::h:td or self::h:dd]"
    "[not(ancestor-or-self::*[contains(@class, 'site-')])]"
)
#: Attributes whose words are ids, of the element or of others.
_POINTERS = ("id", "for", "headers", "aria-labelledby", "aria-describedby", "aria-controls")

#: What a link has beside its address.
_OF_LINKS = ("hreflang", "rel", "target", "type")

#: From an address inside the site (path from its root, fragment) to one in the book; ``None`` unlinks it.
Resolve = Callable[[str, str], str | None]


def read_article(html: str) -> Element:
    """Return the article of a page as print and books show it: all lies open, without what only a screen can do.

    It is an element in the namespace of XHTML (SVG in its own), without comments.

    Raises:
        ValueError: the page has none.
    """
    match = re.search(r"<article\b.*</article>", html, re.DOTALL)
    if match is None:
        raise ValueError("the page has no <article>")
    article = LexborHTMLParser(match[0]).css_first("article")
    if article is None:
        raise ValueError("the page has no <article>")
    root = _copied(article, None, XHTML)
    for points in found(root, KEY_POINTS):
        points.set("class", f"{points.get('class', '')} site-key-points".strip())
    _unfold(root)
    return root


def anchors(article: Element) -> frozenset[str]:
    """Return the ids of an article, to which a link may lead."""
    return frozenset(str(element.get("id")) for element in article.iter(etree.Element) if element.get("id"))


def chapter(article: Element, *, url: str, prefix: str, resolve: Resolve) -> Element:
    """Return a copy of an article for a book.

    Args:
        article: what :func:`read_article` returned; it is left as it is.
        url: the page's address from the site's root on.
        prefix: put before every id, so that those of two chapters differ; may be nothing.
        resolve: where links to other pages and files lead, and where images are.
    """
    root = copy.deepcopy(article)
    kept = anchors(root)
    for element in found(root, ".//h:a[starts-with(@href, '#')]"):
        if element.attrib["href"][1:] in kept:
            continue
        if "site-back" in element.get("class", "").split():
            drop(element)  # The number that only a screen shows needs no way back to it.
        else:
            _unlink(element, "href")
    for element in root.iter(etree.Element):
        for name, value in element.items():
            if name in _POINTERS:
                element.set(name, " ".join(prefix + word for word in str(value).split()))
            elif name in ("href", "src"):
                _relink(element, name, url=url, prefix=prefix, resolve=resolve)
    return root


def _unfold(root: Element) -> None:
    for element in found(root, ".//h:details[contains(@class, 'site-sign')]"):
        # A sign of danger and its reason are one line of a list.
        element.tag = element[0].tag = f"{{{XHTML}}}span"
    for element in root.iter(f"{{{XHTML}}}details", f"{{{XHTML}}}summary"):
        # What is folded on a screen lies open on paper.
        tag, name = (
            ("div", "site-unfolded") if element.tag.endswith("details") else ("p", "site-unfolded-title")
        )
        element.set("class", f"{element.get('class', '')} {name}".strip())
        _unset(element, "open")
        element.tag = f"{{{XHTML}}}{tag}"


def as_pictures(root: Element) -> None:
    """Turn the figures drawn in a chapter into images with alternative text: so they are tagged in a PDF.

    The alternative is the text of what ``aria-labelledby`` names.
    """
    for svg in found(root, ".//*[local-name() = 'svg'][@aria-labelledby]"):
        label = [one for one in root.iter(etree.Element) if one.get("id") == svg.get("aria-labelledby")]
        for gap in found(svg, ".//*[@font-size='0']"):
            drop(gap)  # It parts words for those who copy them; Typst would move a letter.
        drawing = etree.tostring(svg, encoding="utf-8", with_tail=False)
        picture = etree.Element(f"{{{XHTML}}}img")
        picture.set("src", f"data:image/svg+xml;base64,{b64encode(drawing).decode()}")
        picture.set("alt", " ".join(text_of(one) for one in label))
        picture.tail = svg.tail
        svg.getparent().replace(svg, picture)  # type: ignore[union-attr]


def serialized(element: Element) -> Markup:
    """Return an element as text that reads the same as XML and as HTML."""
    for node in element.iter(etree.Element):
        if len(node) == 0 and not node.text and etree.QName(node).localname not in _VOID:
            node.text = ""
    return Markup(etree.tostring(element, encoding="unicode", with_tail=False))  # noqa: S704


def text_of(element: Element) -> str:
    """Return the text of an element, with one space for each gap.

    >>> text_of(read_article("<article> <p>One <b>two</b></p>   <p>three</p></article>"))
    'One two three'
    """
    return " ".join("".join(str(text) for text in element.itertext()).split())


def first_uses(root: Element, terms: list[str], *, id_prefix: str) -> Iterator[tuple[str, str]]:
    """Yield each term that a chapter's text uses, with the id of the block that has it first.

    A block without an id gets one. References and headings do not count.

    Args:
        root: a chapter; its blocks may be given ids.
        terms: as the glossary writes them; what stands in brackets is left out of the search.
        id_prefix: what new ids begin with.
    """
    blocks = [(block, text_of(block).casefold()) for block in found(root, _BLOCKS_OF_TEXT)]
    whole = "\n".join(text for _, text in blocks)
    for number, term in enumerate(terms):
        written = term.partition(" (")[0].casefold()
        if written not in whole:
            continue  # Far faster than to look for whole words, and few pages have a term.
        word = re.compile(rf"\b{re.escape(written)}\b")
        for block, text in blocks:
            if written in text and word.search(text):
                block.set("id", block.get("id") or f"{id_prefix}{number}")
                yield term, str(block.get("id"))
                break


def found(root: Element, path: str) -> list[Element]:
    """Return the elements that an XPath leads to; ``h:`` stands for XHTML."""
    return cast(list[Element], _path(path)(root))


@cache
def _path(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces=_SPACES)


def _unset(element: Element, *names: str) -> None:
    for name in names:
        if name in element.attrib:
            del element.attrib[name]


def _unlink(element: Element, name: str) -> None:
    element.tag = f"{{{XHTML}}}span"
    _unset(element, name, "download", *_OF_LINKS)


def _relink(element: Element, name: str, *, url: str, prefix: str, resolve: Resolve) -> None:
    written = str(element.get(name))
    # Most links lead to a source on the page, and urlsplit takes long.
    is_inside = written.startswith("#")
    address = SplitResult("", "", "", "", written[1:]) if is_inside else urlsplit(written)
    if address.scheme or address.netloc:
        return
    if not address.path:
        element.set(name, f"#{prefix}{address.fragment}")
        return
    path = posixpath.normpath(posixpath.join(posixpath.dirname(url), address.path))
    target = resolve(path, address.fragment)
    if target is not None:
        element.set(name, target)
        if urlsplit(target).scheme:
            # Paper names the addresses of other sites, not those of the guide's other pages.
            element.set("class", f"{element.get('class', '')} site-inside".strip())
        _unset(element, "download")
    elif etree.QName(element).localname == "a" and etree.QName(element).namespace == XHTML:
        _unlink(element, name)
    else:
        _unset(element, name)


def _copied(node: LexborNode, parent: Element | None, space: str) -> Element:
    """Copy an element of the parser's kind into one of lxml's, which knows its parent."""
    space = _OF_DRAWINGS.get(str(node.tag), space)
    attributes = {
        name.replace("xlink:", _XLINK): value or ""
        for name, value in node.attributes.items()
        if not name.startswith("xmlns")
    }
    names: Any = {None: space}  # The default; lxml-stubs knows only of named ones.
    tag = f"{{{space}}}{node.tag}"
    made = (
        etree.Element(tag, attributes, nsmap=names)
        if parent is None
        else etree.SubElement(parent, tag, attributes, nsmap=names)
    )
    inside = XHTML if node.tag == "foreignObject" else space
    last: Element | None = None
    child = node.first_child
    while child is not None:
        if child.tag == "-text":
            if last is None:
                made.text = (made.text or "") + (child.text_content or "")
            else:
                last.tail = (last.tail or "") + (child.text_content or "")
        elif not str(child.tag).startswith("-") and not _is_of_screens(child, inside):
            last = _copied(child, made, inside)
        child = child.next
    return made


def _is_of_screens(node: LexborNode, space: str) -> bool:
    """Whether only a screen can do something with an element; so with what is folded in a box."""
    attributes, tag = node.attributes, str(node.tag)
    return (
        (tag in _TAGS_OF_SCREENS and space == XHTML)
        or not _ATTRIBUTES_OF_SCREENS.isdisjoint(attributes)
        or not _CLASSES_OF_SCREENS.isdisjoint((attributes.get("class") or "").split())
        or (tag == "details" and _is_in_aside(node))
    )


def _is_in_aside(node: LexborNode) -> bool:
    around = node.parent
    return around is not None and (around.tag == "aside" or _is_in_aside(around))


def drop(element: Element) -> None:
    """Take an element out and leave the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)
