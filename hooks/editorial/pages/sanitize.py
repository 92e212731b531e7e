"""What the HTML of a page's text may have: an allowlist, so that content is never code.

OWASP Cross Site Scripting Prevention: what is not known to be safe is taken out (by nh3, which reads HTML as
browsers do), and said to the editor, who then publishes nothing before it is mended.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from editorial.pages.addresses import SCHEMES, address_faults
from editorial.problems import unseen_text
from editorial.text import unseen, without_unseen

#: Every element to the attributes that it may have beside those of all.
ELEMENTS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        [
            *(
                "abbr",
                "aside",
                "b",
                "bdi",
                "br",
                "caption",
                "cite",
                "code",
                "dd",
                "dfn",
                "div",
                "dl",
                "dt",
                "em",
            ),
            *("figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "kbd", "li", "p", "pre"),
            *("s", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "tfoot"),
            *("thead", "tr", "u", "ul", "wbr"),
        ],
        frozenset(),
    ),
    "a": frozenset({"href", "hreflang", "rel", "download"}),
    "blockquote": frozenset({"cite"}),
    "details": frozenset({"open"}),
    "img": frozenset({"src", "alt", "width", "height", "loading"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "q": frozenset({"cite"}),
    "td": frozenset({"colspan", "rowspan", "headers"}),
    "th": frozenset({"colspan", "rowspan", "headers", "scope"}),
    "time": frozenset({"datetime"}),
}
_OF_ALL = frozenset({"class", "id", "lang", "dir", "title", "role", "tabindex", "markdown"})
#: Data that content may set: what a page at the end of a link must say, and what Markdown's extensions write.
DATA = frozenset({"data-expect", "data-lang", "data-linenos", "data-tabs"})
#: What the build itself writes into a page's text.
_OWN_DATA = frozenset({"data-definition"})
_ATTRIBUTES = {name: own | _OF_ALL | DATA | _OWN_DATA for name, own in ELEMENTS.items()}
_ADDRESSES = ("href", "src", "cite")
_FRAME = frozenset({"html", "head", "body"})  # The parser's own.
#: Classes and ids that the site's frame, its scripts and its styles go by.
_OWN_NAMES = re.compile(r"(?:site|md)-|__|(?:cite|ref|letter|files)-|(?:references|zip)\Z", re.IGNORECASE)
_TAG = re.compile(r"<([a-zA-Z][^\s/>]{0,40})")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_OWN_CLASSES = re.compile(r"(?:site|md)-", re.IGNORECASE)


def html_faults(html: str) -> Iterator[tuple[str, str]]:
    """Yield what a page's HTML may not have: how it is written there, and the sentence about it.

    >>> [written for written, _ in html_faults('<p onclick="x">a</p><script>b</script>')]
    ['onclick', '<script']
    """
    for node in _nodes(html):
        name = node.tag or ""
        if name not in ELEMENTS:
            text = f"'<{name}>' may not stand in a page. Take it out, or write it in Markdown."
            yield f"<{name}", text
            continue
        for attribute, value in node.attributes.items():
            if attribute not in _ATTRIBUTES[name] and not _is_description(attribute):
                yield attribute, f"'{attribute}' may not stand on '<{name}>'. Take it out."
            elif attribute in _ADDRESSES:
                shown = node.text() if name == "a" else ""
                for text in address_faults(value or "", attribute=attribute, text=shown):
                    yield value or "", text
            elif hidden := next(unseen(value or ""), None):
                yield attribute, unseen_text(hidden[0])
    yield from _lost(html)
    for hidden in unseen(LexborHTMLParser(html).text()):
        yield hidden[0], unseen_text(hidden[0])


def authored_faults(attributes: Iterable[tuple[str, str]], *, name: str) -> Iterator[tuple[str, str]]:
    """Yield which attributes of an element, as its writer set them, are the site's own.

    With them a page could hide a sentence from paper or from readers, or pretend to be a part of the site.

    >>> [written for written, _ in authored_faults([("class", "a site-hidden"), ("id", "b")], name="p")]
    ['site-hidden']
    """
    for attribute, value in attributes:
        if attribute == "class":
            for word in value.split():
                if _OWN_CLASSES.match(word):
                    yield (
                        word,
                        f"the class '{word}' may not stand in a page: it is the site's own. Take it out.",
                    )
        elif attribute == "id" and _OWN_NAMES.match(value):
            yield value, f"the id '#{value}' may not stand in a page: it is the site's own. Write another."
        elif attribute in _OWN_DATA or attribute == "aria-hidden":
            yield attribute, f"'{attribute}' may not stand on '<{name}>'. Take it out."


def _lost(html: str) -> Iterator[tuple[str, str]]:
    """Yield each element that is written where browsers drop it, such as a cell outside a table."""
    written = Counter(name.casefold() for name in _TAG.findall(_COMMENT.sub("", html)))
    found = Counter(node.tag for node in LexborHTMLParser(html).css("*"))
    for name, count in written.items():
        if count > found[name] and name not in _FRAME:
            yield f"<{name}", f"'<{name}>' may not stand here: browsers drop it. Take it out."


def _is_description(attribute: str) -> bool:
    """Whether an attribute only describes an element to those who cannot see it."""
    return attribute.startswith("aria-") and attribute != "aria-hidden"


def sanitized(html: str) -> str:
    """Return a page's HTML without what it may not have.

    >>> sanitized('<p onclick="x">a<script>b</script></p>')
    '<p>a</p>'
    """
    cleaned = nh3.clean(
        without_unseen(html),
        tags=set(ELEMENTS),
        attributes={
            "*": set(_OF_ALL | DATA | _OWN_DATA),
            **{name: set(own) for name, own in ELEMENTS.items() if own},
        },
        generic_attribute_prefixes={"aria-"},
        attribute_filter=_kept,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    return without_unseen(cleaned)  # An entity can be one, too.


def _kept(element: str, attribute: str, value: str) -> str | None:
    """Return the value of an attribute that may stay, or nothing."""
    if attribute == "aria-hidden" or any(unseen(value)):
        return None
    if attribute in _ADDRESSES and any(address_faults(value, attribute=attribute)):
        return None
    return value


def text_of(html: str) -> str:
    """Return the text of a line of HTML.

    >>> text_of("a &amp; <b>b</b>")
    'a & b'
    """
    return LexborHTMLParser(html).text() if "<" in html or "&" in html else html


def without_markup(text: str) -> str:
    """Return a text that is one in HTML too, wherever a template writes it as it is.

    >>> without_markup("a <b>c")
    'a ‹b›c'
    """
    return text.replace("<", "‹").replace(">", "›")


def _nodes(html: str) -> Iterator[LexborNode]:
    """Yield each element, but for the frame that the parser puts around a fragment."""
    written = html.casefold()
    for node in LexborHTMLParser(html).css("*"):
        if node.tag not in _FRAME or node.attributes or f"<{node.tag}" in written:
            yield node
