"""What the HTML of a page's text may have: an allowlist, so that content is never code.

OWASP Cross Site Scripting Prevention: what is not known to be safe is taken out (by nh3, which reads HTML as
browsers do), and said to the editor, who then publishes nothing before it is fixed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

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
#: What the theme's optional Markdown extensions write besides, by their names.
_CHECKBOX = {"input": frozenset({"type", "checked", "disabled", "name"}), "label": frozenset({"for"})}
_PICTURE = {
    "svg": frozenset({"xmlns", "viewBox", "viewbox", "fill", "focusable"}),
    "path": frozenset({"d", "fill", "fill-rule", "clip-rule"}),
}
_CODE = {"a": frozenset({"name"}), "pre": frozenset(), "span": frozenset()}
OF_EXTENSIONS: dict[str, dict[str, frozenset[str]]] = {
    "footnotes": {"a": frozenset({"rev"})},
    "codehilite": _CODE,
    "pymdownx.highlight": _CODE,
    "pymdownx.superfences": _CODE,
    "pymdownx.emoji": _PICTURE,
    "pymdownx.tabbed": _CHECKBOX,
    "pymdownx.blocks.tab": _CHECKBOX,
    "pymdownx.tasklist": _CHECKBOX,
    "pymdownx.mark": {"mark": frozenset()},
    "pymdownx.tilde": {"del": frozenset()},
    "pymdownx.caret": {"ins": frozenset()},
    "pymdownx.critic": dict.fromkeys(("mark", "ins", "del"), frozenset()),
    "pymdownx.extra": _CODE,
}
#: Data that content may set: what a page at the end of a link must say, and what Markdown's extensions write.
DATA = frozenset({"data-expect", "data-lang", "data-linenos", "data-tabs"})
_OF_EVERY = _OF_ALL | DATA
#: HTML that Markdown has a way to write.
_IN_MARKDOWN = frozenset(("center", "del", "font", "strike", "tt"))
_TYPES = ("checkbox", "radio")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ADDRESSES = ("href", "src", "cite")
_FRAME = frozenset({"html", "head", "body"})  # The parser's own.
#: Classes and ids that the site's frame, its scripts and its styles go by.
_OWN_NAMES = re.compile(r"(?:site|md)-|__|(?:cite|ref|letter|files)-|(?:references|zip)\Z", re.IGNORECASE)
#: Ids that extensions for tabs and for code give, which no style goes by.
_OF_TABS_AND_CODE = re.compile(r"__(?:tabbed|codelineno|span)[_-][0-9_-]+")
_TAG = re.compile(r"<([a-zA-Z][^\s/>]{0,40})")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_OWN_CLASSES = re.compile(r"(?:site|md)-", re.IGNORECASE)


def allowed(extensions: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return every element to its own attributes, with what some Markdown extensions write.

    >>> "mark" in allowed([]), "mark" in allowed(["pymdownx.mark"])
    (False, True)
    """
    elements = dict(ELEMENTS)
    for name in extensions:
        for element, own in OF_EXTENSIONS.get(name, {}).items():
            elements[element] = elements.get(element, frozenset()) | own
    return elements


def html_faults(
    html: str, elements: Mapping[str, frozenset[str]] = MappingProxyType(ELEMENTS)
) -> Iterator[tuple[str, str]]:
    """Yield what a page's HTML may not have: how it is written there, and the sentence about it.

    Args:
        html: what Markdown made of the page.
        elements: what it may have: :func:`allowed`.

    >>> [written for written, _ in html_faults('<p onclick="x">a</p><script>b</script>')]
    ['onclick', '<script']
    """
    known_of = {name: own | _OF_EVERY for name, own in elements.items()}
    tree = LexborHTMLParser(html)
    every = tree.css("*")
    for node in _authored(every, html):
        name = node.tag or ""
        if name not in elements or (name == "input" and node.attributes.get("type") not in _TYPES):
            written = _as_written(name, html)
            yield written, f"'{written}>' may not stand in a page. {_instead(name)}."
            continue
        for attribute, value in node.attributes.items():
            known = attribute in known_of[name] or _is_description(attribute)
            if not known and value in (attribute, "", None) and name in _HEADINGS:
                # What stands in braces after a heading is meant to be its id.
                yield f"{{{attribute}}}", f"'{{{attribute}}}' is no id of a heading. Write {{#{attribute}}}"
            elif not known:
                yield attribute, f"'{attribute}' may not stand on '<{name}>'. Take it out."
            elif attribute in _ADDRESSES:
                if value and _PLACE.fullmatch(value):
                    continue
                shown = node.text() if name == "a" else ""
                for text in _address_faults(value or "", attribute, shown):
                    yield value or "", text
            elif hidden := next(unseen(value or ""), None):
                yield attribute, unseen_text(hidden[0])
    yield from _lost(html, Counter(node.tag for node in every))
    for hidden in unseen(tree.text()):
        yield hidden[0], unseen_text(hidden[0])


#: A place on the page itself, as citations and references lead to it. Half of all addresses are one, and are right.
_PLACE = re.compile(r"#[A-Za-z0-9_-]{1,100}")


@lru_cache(maxsize=10_000)  # Many pages lead to the same sources.
def _address_faults(address: str, attribute: str, text: str) -> Sequence[str]:
    return [*address_faults(address, attribute=attribute, text=text)]


def _as_written(name: str, html: str) -> str:
    """Return how a tag begins in the letters in which it was written."""
    found = re.search(rf"<{re.escape(name)}", html, re.IGNORECASE)
    return found[0] if found else f"<{name}"


def _instead(name: str) -> str:
    """Return what to write in place of a tag: what is none of HTML was meant as a sign and a word."""
    if name in _IN_MARKDOWN:
        return "Take it out, and write it in Markdown"
    if name in _OF_HTML or ":" in name:
        return "Take it out"
    return "It is read as HTML: for the sign itself write '\\<'"


#: Elements of HTML (HTML Standard, Index of elements; and those that are obsolete) that no page may have.
_OF_HTML = frozenset(
    """
    acronym address applet area article audio base basefont bgsound big blink body button canvas center col
    colgroup data datalist dialog dir embed fieldset figure font footer form frame frameset head header hgroup
    html iframe input isindex keygen legend link main map marquee math menu menuitem meta meter nav noembed
    noframes noscript object optgroup option output param picture plaintext progress script search select slot
    source strike style svg template textarea title track tt video xmp
    """.split()  # noqa: SIM905  (a column of quotes would hide the words)
)


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
        elif attribute == "id" and _OWN_NAMES.match(value) and not _OF_TABS_AND_CODE.fullmatch(value):
            yield value, f"the id '#{value}' may not stand in a page: it is the site's own. Write another."
        elif attribute == "aria-hidden":
            yield attribute, f"'{attribute}' may not stand on '<{name}>'. Take it out."


def _lost(html: str, found: Mapping[str | None, int]) -> Iterator[tuple[str, str]]:
    """Yield each element that is written where browsers drop it, such as a cell outside a table."""
    written = Counter(name.casefold() for name in _TAG.findall(_COMMENT.sub("", html)))
    for name, count in written.items():
        if count > found[name] and name not in _FRAME:
            yield f"<{name}", f"'<{name}>' may not stand here: browsers drop it. Take it out."


def _is_description(attribute: str) -> bool:
    """Whether an attribute only describes an element to those who cannot see it."""
    return attribute.startswith("aria-") and attribute != "aria-hidden"


def sanitized(html: str, elements: Mapping[str, frozenset[str]] = MappingProxyType(ELEMENTS)) -> str:
    """Return a page's HTML without what it may not have.

    >>> sanitized('<p onclick="x">a<script>b</script></p>')
    '<p>a</p>'
    """
    cleaned = nh3.clean(
        without_unseen(html),
        tags=set(elements),
        attributes={"*": set(_OF_EVERY), **{name: set(own) for name, own in elements.items() if own}},
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


def _authored(nodes: Iterable[LexborNode], html: str) -> Iterator[LexborNode]:
    """Yield each element, but for the frame that the parser puts around a fragment."""
    written = html.casefold()
    for node in nodes:
        if node.tag not in _FRAME or node.attributes or f"<{node.tag}" in written:
            yield node
