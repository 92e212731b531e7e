"""What the HTML of a page's text may have: an allowlist, so that content is never code.

OWASP Cross Site Scripting Prevention: what is not known to be safe is taken out (by nh3, which reads HTML as
browsers do), and said to the editor, who then publishes nothing before it is mended.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

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
_PREFIXES = ("aria-", "data-")
#: Schemes of addresses that a reader may follow; pictures come from the guide's own folder.
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
#: Browsers leave these out of an address before they read it (WHATWG URL, 4.4).
_LEFT_OUT = re.compile(r"[\x00-\x20]")
_FRAME = frozenset({"html", "head", "body"})  # The parser's own.

_DRAWING = re.compile(r"<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet", re.IGNORECASE)
_DRAWN = frozenset(
    """
    svg g path rect circle ellipse line polyline polygon text tspan title desc defs clippath mask pattern
    marker lineargradient radialgradient stop symbol use metadata
    """.split()  # noqa: SIM905
)


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
    for node in _nodes(html):
        name = node.tag or ""
        if name not in elements or (name == "input" and node.attributes.get("type") not in _TYPES):
            advice = "Take it out, and write it in Markdown" if name in _IN_MARKDOWN else "Take it out"
            yield f"<{name}", f"'<{name}>' may not stand in a page. {advice}."
            continue
        for attribute, value in node.attributes.items():
            known = attribute in elements[name] or attribute in _OF_ALL or attribute.startswith(_PREFIXES)
            if not known and value in (attribute, "", None) and name in _HEADINGS:
                # What stands in braces after a heading is meant to be its id.
                yield f"{{{attribute}}}", f"'{{{attribute}}}' is no id of a heading. Write {{#{attribute}}}"
            elif not known:
                yield attribute, f"'{attribute}' may not stand on '<{name}>'. Take it out."
            elif attribute == "src" and _is_elsewhere(value or ""):
                text = (
                    "this is a picture of another site, which would be told of each reader, and may not stand "
                    "here. Put the file into docs/, if its licence permits it, or link to it."
                )
                yield value or "", text
            elif attribute in ("href", "src", "cite") and (scheme := _foreign_scheme(value or "", attribute)):
                text = f"an address may not begin with '{scheme}:'. Write https:// or a path in this guide."
                yield value or "", text


#: HTML that Markdown has a way to write.
_IN_MARKDOWN = frozenset(("center", "del", "font", "strike", "tt"))
_TYPES = ("checkbox", "radio")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def sanitized(html: str, elements: Mapping[str, frozenset[str]] = MappingProxyType(ELEMENTS)) -> str:
    """Return a page's HTML without what it may not have, pictures of other sites among that.

    >>> sanitized('<p onclick="x">a<script>b</script></p>')
    '<p>a</p>'
    """
    return nh3.clean(
        html,
        tags=set(elements),
        attributes={"*": set(_OF_ALL), **{name: set(own) for name, own in elements.items() if own}},
        attribute_filter=lambda _, name, value: None if name == "src" and _is_elsewhere(value) else value,
        generic_attribute_prefixes=set(_PREFIXES),
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def without_markup(text: str) -> str:
    """Return a text that is one in HTML too, wherever a template writes it as it is.

    >>> without_markup("a <b>c")
    'a ‹b›c'
    """
    return text.replace("<", "‹").replace(">", "›")


def unpublishable(docs: Path, file: Path) -> str:
    """Say why a file below docs/ may not be published, or nothing."""
    if any(part.is_symlink() for part in (file, *file.parents) if docs in part.parents):
        return "this is a link to another place. Put the file itself here."
    if file.suffix.lower() == ".svg":
        faults = sorted(set(drawing_faults(file.read_text("utf-8", "replace"))))
        if faults:
            return f"a picture may not have {', '.join(faults)}. Draw it again without, or save it as PNG."
    return ""


def drawing_faults(svg: str) -> Iterator[str]:
    """Yield what an SVG picture may not have: it runs when somebody opens it by itself.

    >>> list(drawing_faults('<svg><script>a</script></svg>'))
    ["'<script>'"]
    """
    if found := _DRAWING.search(svg):
        yield f"'{found[0]}'"
    for node in _nodes(svg):
        if (name := (node.tag or "").casefold()) not in _DRAWN:
            yield f"'<{name}>'"
        for attribute, value in node.attributes.items():
            address = attribute.casefold() in ("href", "xlink:href")
            if attribute.casefold().startswith("on") or (address and not (value or "").startswith("#")):
                yield f"'{attribute}'"


def _nodes(html: str) -> Iterator[LexborNode]:
    """Yield each element, but for the frame that the parser puts around a fragment."""
    for node in LexborHTMLParser(html).css("*"):
        if node.tag not in _FRAME or node.attributes or f"<{node.tag}" in html.casefold():
            yield node


def _is_elsewhere(address: str) -> bool:
    """Whether an address leads to another site, with a scheme or without."""
    return re.match(r"(?:https?:)?[/\\]{2}", _LEFT_OUT.sub("", address), re.IGNORECASE) is not None


def _foreign_scheme(address: str, attribute: str) -> str:
    """Return the scheme of an address that may not stand there, or nothing."""
    found = _SCHEME.match(_LEFT_OUT.sub("", address))
    allowed = SCHEMES if attribute != "src" else frozenset()
    return found[1] if found and found[1].casefold() not in allowed else ""
