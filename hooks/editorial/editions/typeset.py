"""From a document in HTML to the same one in the language of Typst, which sets it for print.

What it looks like is told in ``overrides/editions/print.typ``: an element has the look of each function there that is
called as its tag or as one of its classes is. A function that takes ``..cells`` gets each child of the element by
itself. All text is written as strings, so that none of it is a command.
"""

import re
import unicodedata
from base64 import b64decode
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple, cast
from urllib.parse import quote, unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

#: A function of the style that is a look: it takes what it shows and nothing else, as one or child by child.
_LOOK = re.compile(r"^#let ([\w-]+)\((body|\.\.cells)\)", re.MULTILINE)
#: What print leaves out: what can only be clicked, and what only a screen needs.
_NOT_PRINTED = frozenset((
    "headerlink", "site-back", "site-card", "site-downloads", "site-hide", "site-highlight", "site-language",
    "site-listen", "site-pdf", "site-return", "site-sheet",
))  # fmt: skip
#: Elements that stand in a line of text, by what Typst calls them; others in a line have no look of their own.
_IN_LINE = {
    "strong": "strong",
    "b": "strong",
    "em": "emph",
    "i": "emph",
    "sub": "sub",
    "sup": "super",
    "del": "strike",
    "s": "strike",
    "ins": "underline",
    "u": "underline",
    "mark": "highlight",
}
_LINES = frozenset(("strike", "underline"))
#: Elements before and after which a line ends.
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "caption", "div", "dl", "fieldset", "figcaption", "figure", "footer",
    "form", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
))  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: What makes a link none: PDF/UA has no link over paragraphs, and one line through or below a word, which a link has.
_NEVER_IN_A_LINK = ", ".join(sorted({*_BLOCKS, *_HEADINGS, "s", "del", "u", "ins"}))
#: Elements whose text is none of the document's.
_WITHOUT_TEXT = frozenset(["script", "style", "template", "head", "title"])
#: Languages in which Typst says a hyphen at the end of a line again at the beginning of the next one, as their rules of
#: spelling have it. Here it would be read as a minus: "CK7-/CK20+".
_REPEAT_HYPHENS = frozenset(("cs", "dsb", "es", "hr", "pl", "pt", "sk"))
_HYPHEN = re.compile(r"(?<=\S)-(?=\S)")
#: Languages whose words Typst parts by rules; in others a long word of a table is parted anywhere.
_PARTED_BY_RULES = frozenset((
    "af", "be", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "hr", "hu", "is", "it", "ka", "ku",
    "la", "lt", "mn", "nb", "nl", "nn", "pl", "pt", "ru", "sk", "sl", "sq", "sv", "tk", "tr", "uk",
))  # fmt: skip
#: The class of a table that is too wide for large print.
_STACKED = "site-states"
_LONG_WORD = re.compile(r"([^\W\d_]{16,})")
#: Addresses that a reader of a PDF can follow.
_SCHEMES = frozenset(("http", "https", "mailto", "tel", "sms"))
#: In what an address behind a link is not written out, for it stands there already or nobody would type it.
_ADDRESSES_KNOWN = frozenset(("site-references", "site-sources", "site-licence", "site-cover"))
#: The sections of a book whose title stands at the head of its pages.
_CHAPTERS = frozenset(("site-chapter", "site-contents", "site-index"))
#: Typst gives up on looks that lie deeper in each other, which are left out; what is within still more elements, more
#: than any page has reason for, is text alone.
_DEEPEST, _DEEPEST_OF_ALL = 12, 60
#: What stays on one page, as long as it surely has room there: what would be higher than a page, Typst cuts off.
_KEPT = frozenset(
    ("admonition", "figure", "review-statement", "site-help", "site-key-points", "site-page-end")
)
#: Elements that begin a line; letters that are twice as wide as others; how many lines are surely fewer than a page
#: has, and how many letters a line surely has room for, in normal and in large print; how many lines a picture takes.
_NEW_LINES = "address, blockquote, br, div, dd, dt, h1, h2, h3, h4, h5, h6, hr, img, li, p, pre, tr"
_WIDE = re.compile("[\u1100-\uffff]")
_LINES_OF_PAGE = (36, 20)
_LETTERS_OF_LINE = (70, 34)
_LINES_OF_PICTURE = (24, 12)
_NO_GLYPH = "\u2610"
#: What the list of places is called that is attached to a PDF of Typst, and what attaches it: where each of some names
#: stands, as JSON: ``{"name": [page, x, y]}``, in points.
PLACES = "places.json"
_PLACES_OF = f"""#let places-of(..names) = context {{
  let places = names.pos().map(name => {{
    let at = locate(label(name)).position()
    (name, (at.page, at.x.pt(), at.y.pt()))
  }})
  pdf.attach("{PLACES}", bytes(json.encode(places.to-dict())), description: "{PLACES}")
}}
"""


class Written(NamedTuple):
    """A document in the language of Typst."""

    source: str
    #: The day that the document is of, if it says one: ``2026-11-23``.
    day: date | None
    #: Which of the cells of its tables are headers of their row, by their place among all cells.
    row_headers: frozenset[int]
    #: What stands at the foot of its pages, with ``{page}`` and ``{pages}``.
    foot: str


@dataclass
class _Writing:
    """What is known of a document while it is written."""

    #: The classes and tags that have a look, and what it takes.
    looks: Mapping[str, str]
    #: The letters that the fonts have.
    letters: Collection[str]
    #: The ids in the document, and those that a link leads to.
    ids: Collection[str]
    targets: Collection[str]
    is_large: bool
    #: The ids that are written by now, and those that a written link leads to.
    written: set[str] = field(default_factory=set)
    linked: set[str] = field(default_factory=set)
    #: The level of the last heading, and how many cells tables have had.
    level: int = 0
    cells: int = 0
    row_headers: set[int] = field(default_factory=set)


def looks_of(style: str) -> dict[str, str]:
    r"""Return the names of a style's looks, and what each takes.

    >>> looks_of("#let frame(body) = block(body)\n#let size = 1pt\n#let entry(target, body) = body")
    {'frame': 'body'}
    """
    return dict(_LOOK.findall(style))


def typst(document: str, *, style: str, letters: Collection[str]) -> Written:
    """Return a document in the language of Typst.

    Args:
        document: the document in HTML.
        style: the looks, in the language of Typst.
        letters: those that the fonts have; each other is shown as a box.
    """
    tree = LexborHTMLParser(document)
    body = cast(LexborNode, tree.body)  # A parser of HTML gives each text one (HTML, 13.2.6.4.6).
    is_large = "site-large" in _classes(body)
    writing = _Writing(
        looks=looks_of(style),
        letters=letters,
        ids={one.attributes.get("id") or "" for one in tree.css("[id]")},
        targets={(one.attributes.get("href") or "")[1:] for one in tree.css("a[href^='#']")} - {""},
        is_large=is_large,
    )
    language = _language("".join(one.attributes.get("lang") or "" for one in tree.css("html")))
    place = _Place(language.get("lang", "").strip('"'))
    written = _inside(body, writing, place)
    if writing.linked - writing.written:
        # Some links lead to what print leaves out: those are no links here.
        writing = replace(
            writing, ids=writing.written, written=set(), linked=set(), level=0, cells=0, row_headers=set()
        )
        written = _inside(body, writing, place)
    meta = {one.attributes.get("name"): one.attributes.get("content") or "" for one in tree.css("meta")}
    day = date.fromisoformat(meta["dcterms.created"]) if meta.get("dcterms.created") else None
    told = {
        "title": _string(" ".join(one.text() for one in tree.css("head title")), letters),
        "author": _string(meta.get("author", ""), letters),
        "description": _string(meta.get("description", ""), letters),
        "date": f"datetime({_arguments({'year': day.year, 'month': day.month, 'day': day.day})})"
        if day
        else "none",
        "head": _string(body.attributes.get("data-title") or "", letters),
        "foot": _foot(meta.get("foot", ""), letters),
        "has-cover": str(tree.css_first(".site-cover") is not None).lower(),
        **language,
    }
    looks = f"#let is-large = {str(is_large).lower()}\n{style}\n{_PLACES_OF}"
    head = f"{looks}#show: document-of.with({_arguments(told)})\n"
    if writing.linked:
        written += f"#places-of({', '.join(map(_quoted, sorted(writing.linked)))});"
    return Written(head + written, day, frozenset(writing.row_headers), meta.get("foot", ""))


class _Place(NamedTuple):
    """Where in a document an element stands."""

    #: The language of its text.
    language: str = ""
    #: How many elements are around it, and how many of them have a look of their own.
    around: int = 0
    depth: int = 0
    #: How much lower its headings stand: those of a chapter below the heading of a part.
    lower: int = 0
    #: Whether addresses behind links are not written out.
    is_known: bool = False
    #: How many columns share the page where it stands.
    columns: int = 1
    #: The tags around it that may not be in each other twice.
    within: frozenset[str] = frozenset()

    def deeper(self) -> "_Place":
        return self._replace(depth=self.depth + 1)


def _inside(node: LexborNode, writing: _Writing, place: _Place) -> str:
    """Write what is in an element, in its order."""
    return "".join(_node(child, writing, place) for child in node.iter(include_text=True))


def _node(node: LexborNode, writing: _Writing, place: _Place) -> str:
    tag = str(node.tag)
    if tag == "-text":
        return _text(node.text_content or "", writing.letters, place)
    return "" if tag.startswith("-") else _element(node, writing, place)


def _text(text: str, letters: Collection[str], place: _Place) -> str:
    """Write the text of a line: gaps as spaces, of which Typst makes one, the rest as strings.

    >>> _text("  a  b ", "ab", _Place("en")), _text("PET-TC", "", _Place("es"))
    (' #"a b"; ', '#"PET";#hyphen;#"TC";')
    """
    words = text.split(" ") if "\n" not in text and "\t" not in text else re.split(r"[ \t\n\r\f]+", text)
    shown = " ".join(filter(None, words))
    before, after = text[:1] in " \t\n\r\f", text[-1:] in " \t\n\r\f"
    if not shown:
        return " " if text else ""
    if "table" in place.within:
        written = "".join(
            _long_word(part, letters, place) if at % 2 else _string_with_hyphens(part, letters, place)
            for at, part in enumerate(_LONG_WORD.split(shown))
        )
    else:
        written = _string_with_hyphens(shown, letters, place)
    return f"{' ' * before}{written}{' ' * after}"


def _string_with_hyphens(text: str, letters: Collection[str], place: _Place) -> str:
    if "-" not in text or place.language not in _REPEAT_HYPHENS:
        return f"#{_string(text, letters)};" if text else ""
    return "#hyphen;".join(f"#{_string(part, letters)};" for part in _HYPHEN.split(text))


def _long_word(word: str, letters: Collection[str], place: _Place) -> str:
    """Write a word that may be wider than its column: one that no rules part may be parted between any two letters, but
    not near its ends.
    """
    if place.language in _PARTED_BY_RULES:
        return f"#long-word({_string(word, letters)});"
    return f"#{_string(f'{word[:3]}{chr(0xAD)}{chr(0xAD).join(word[3:-3])}{chr(0xAD)}{word[-3:]}', letters)};"


def _string(text: str, letters: Collection[str]) -> str:
    """Write a string: what only orders letters stays, and a letter that no font has is a box."""
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    if not composed.isascii():
        composed = composed.replace("\ufeff", "")
        for one in {*composed}.difference(letters):
            if not (one.isascii() or one.isspace() or unicodedata.category(one) == "Cf"):
                composed = composed.replace(one, _NO_GLYPH)
    escaped = composed.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _foot(words: str, letters: Collection[str]) -> str:
    """Write what stands at the foot of a page: words with ``{page}`` and ``{pages}``.

    >>> _foot("Page {page} of {pages}", "")
    '(page, pages) => [#"Page ";#page#" of ";#pages]'
    """
    parts = re.split(r"\{(pages?)\}", words)
    written = (
        f"#{part}" if at % 2 else f"#{_string(part, letters)};" for at, part in enumerate(parts) if part
    )
    return f"(page, pages) => [{''.join(written)}]"


def _language(code: str) -> dict[str, str]:
    """Return a code of a language (BCP 47) as Typst writes it: the language, and its region.

    >>> _language("pt-BR")
    {'lang': '"pt"', 'region': '"BR"'}
    """
    language, *more = code.split("-")
    if not re.fullmatch("[a-zA-Z]{2,3}", language):
        return {}
    region = next((f'"{one.upper()}"' for one in more if re.fullmatch("[a-zA-Z]{2}", one)), "none")
    return {"lang": f'"{language.lower()}"', "region": region}


def _element(node: LexborNode, writing: _Writing, place: _Place) -> str:
    """Write an element with its looks and its language."""
    attributes, tag = node.attributes, str(node.tag)
    classes = (attributes.get("class") or "").split()
    if tag in _WITHOUT_TEXT or "hidden" in attributes or not _NOT_PRINTED.isdisjoint(classes):
        return ""
    if place.around >= _DEEPEST_OF_ALL:
        return _text(node.text(), writing.letters, place)
    is_shallow = place.depth < _DEEPEST
    looks = [one for one in (*classes, tag) if one in writing.looks and is_shallow]
    if not _KEPT.isdisjoint(looks) and _is_low(node, writing, place):
        looks.insert(0, "kept")
    code = attributes.get("lang")
    language = _language(code) if code and is_shallow else {}
    inner = _Place(  # Each element has one: place._replace() takes three times as long.
        language["lang"].strip('"') if language else place.language,
        place.around + 1,
        place.depth + len(looks) + bool(language),
        place.lower or int("site-in-part" in classes),
        place.is_known or not _ADDRESSES_KNOWN.isdisjoint(classes),
        place.columns,
        place.within,
    )
    end_of_line = "#parbreak();" if tag in _BLOCKS else ""
    if looks and writing.looks[looks[-1]] == "..cells":
        written = _row_of_cells(looks[-1], node, writing, inner)
    else:
        written = _wrapped(looks, language, _content(node, classes, writing, inner))
    return f"{end_of_line}{written}{end_of_line}"


def _wrapped(looks: Iterable[str], language: Mapping[str, str], content: str) -> str:
    """Write what is in an element within its looks and its language."""
    wraps = [f"#{name}[" for name in looks]
    if language:
        wraps.append(f"#text({_arguments(language)})[")
    return f"{''.join(wraps)}{content}{']' * len(wraps)};" if wraps else content


def _row_of_cells(look: str, node: LexborNode, writing: _Writing, place: _Place) -> str:
    """Write an element whose children stand side by side; text of its own among them makes one of all."""
    is_one = bool(node.text(deep=False).strip())
    children = [node] if is_one else _elements(node)
    place = place._replace(columns=place.columns * max(len(children), 1))
    cells = ((_inside if is_one else _element)(child, writing, place) for child in children)
    row = f"#{look}({''.join(f'[{cell}],' for cell in cells)});"
    return f"#kept-with-next[{row}];" if node.css_first("h1, h2, h3, h4") else row


def _content(node: LexborNode, classes: Collection[str], writing: _Writing, place: _Place) -> str:
    tag, begins = str(node.tag), ""
    if not _CHAPTERS.isdisjoint(classes) and (heading := node.css_first("h1")):
        begins = f"#begins({_string(' '.join(heading.text().split()), writing.letters)});"
    begins += "" if tag in _HEADINGS else _place_of(node, writing)
    return begins + _WRITERS.get(tag, _inside)(node, writing, place)


def _label(node: LexborNode, writing: _Writing) -> str:
    """Write the name of what was written last, if a link leads to it."""
    id_ = node.id or ""
    if id_ not in writing.targets or id_ in writing.written:
        return ""
    writing.written.add(id_)
    return f"#label({_quoted(id_)})"


def _place_of(node: LexborNode, writing: _Writing) -> str:
    """Write the place where an element begins, if a link leads to it."""
    label = _label(node, writing)
    return label and f"#metadata(none){label};"


def _quoted(text: str) -> str:
    """Write a string that nobody sees."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _in_line(node: LexborNode, writing: _Writing, place: _Place) -> str:
    name = _IN_LINE[str(node.tag)]
    # PDF/UA has one line through or below a word: what was struck out stays so.
    is_second = name in _LINES and (
        not _LINES.isdisjoint(place.within) or (name == "underline" and node.css_first("s, del"))
    )
    if name in place.within or is_second or place.depth >= _DEEPEST:
        return _inside(node, writing, place)
    inner = place._replace(within=place.within | {name}, depth=place.depth + 1)
    return f"#{name}[{_inside(node, writing, inner)}];"


def _heading(node: LexborNode, writing: _Writing, place: _Place) -> str:
    """Write a heading. PDF/UA-1, 7.4.2: no level is left out."""
    if "heading" in place.within or not node.text().strip():
        return _inside(node, writing, place)  # No heading of PDF/UA is empty, or in another.
    rank = int(str(node.tag)[1])
    words = _inside(node, writing, place._replace(within=place.within | {"heading"})).strip()
    writing.level = min(rank + place.lower, writing.level + 1)
    label = _label(node, writing)
    return (
        f"#parbreak();#heading(depth: {writing.level - place.lower}, offset: {place.lower})[{words}]{label};"
    )


def _list(node: LexborNode, writing: _Writing, place: _Place) -> str:
    """Write a list."""
    is_numbered = node.tag == "ol"
    name = "enum" if is_numbered else "list"
    items = _elements(node)
    if place.depth >= _DEEPEST or not _has_only(node, ("li",)):
        return _one_below_the_other(node, writing, place)
    start = (node.attributes.get("start") or "").strip()
    written = [f"#{name}(start: {start}," if is_numbered and re.fullmatch(r"\d{1,6}", start) else f"#{name}("]
    for item in items:
        number = (item.attributes.get("value") or "").strip()
        at = f"({number})" if is_numbered and re.fullmatch(r"\d{1,6}", number) else ""
        written.append(f"{name}.item{at}[{_element(item, writing, place.deeper())}],")
    return "".join((*written, ");"))


def _terms(node: LexborNode, writing: _Writing, place: _Place) -> str:
    """Write a list of terms, each with what follows it until the next."""
    groups: list[tuple[list[LexborNode], list[LexborNode]]] = []
    children = [*_own(node, ("dt", "dd"), ("div",))]
    for child in children:
        if child.tag == "dt" and (not groups or groups[-1][1]):
            groups.append(([], []))
        if groups:
            groups[-1][child.tag == "dd"].append(child)
    parts = [node, *(one for one in _elements(node) if one.tag == "div")]
    is_whole = (
        children[:1] and children[0].tag == "dt" and all(_has_only(one, ("dt", "dd", "div")) for one in parts)
    )
    if not is_whole or place.depth >= _DEEPEST:
        return _one_below_the_other(node, writing, place)
    inner = place.deeper()
    written = ["#terms("]
    for terms, meanings in groups:
        # An id may be that of the element around both.
        around = terms[0].parent
        at = _place_of(around, writing) if around is not None and around.tag == "div" else ""
        names = "#linebreak();".join(_element(one, writing, inner) for one in terms)
        told = "".join(f"{_element(one, writing, inner)}#parbreak();" for one in meanings)
        written.append(f"terms.item([{at}{names}],[{told}]),")
    return "".join((*written, ");"))


def _table(node: LexborNode, writing: _Writing, place: _Place) -> str:
    """Write a table; in large print, one of many columns stands as a list of rows, each cell behind its column."""
    rows = [row for row in _own(node, ("tr",), ("thead", "tbody", "tfoot")) if _cells(row)]
    if not rows:
        return ""
    written = [_element(caption, writing, place) for caption in _own(node, ("caption",), ())]
    if "table" in place.within or place.depth >= _DEEPEST:
        # Typst measures a table in a table again for each width of the outer one.
        for row in rows:
            written += (f"#parbreak();{_inside(cell, writing, place)}" for cell in _cells(row))
        return "".join(written)
    place = place._replace(within=place.within | {"table"})
    if writing.is_large and _STACKED in _classes(node):
        return "".join((*written, *(_stacked(row, writing, place) for row in rows)))
    width = max(sum(map(_span, _cells(row))) for row in rows)
    heads: list[LexborNode] = []
    others: list[LexborNode] = []
    for row in rows:
        is_head = row.parent is not None and row.parent.tag == "thead"
        (heads if is_head else others).append(row)
    written.append(f"#table(columns: {width},")
    if heads:
        # A head that is repeated is not read again (ISO 32000-1, 14.8.2.2), and PDF/UA-1 wants each link read; a link
        # to it would lead to many places.
        is_once = any(row.css_first("a[href]") or _is_led_to(row, writing) for row in heads)
        written.append(f"table.header(repeat: {str(not is_once).lower()},")
        written += (_row(row, width, is_head=True, writing=writing, place=place) for row in heads)
        written.append("),")
    written += (_row(row, width, is_head=False, writing=writing, place=place) for row in others)
    return "".join((*written, ");"))


def _is_led_to(row: LexborNode, writing: _Writing) -> bool:
    """Whether a link leads to a row or to something in it."""
    return any(one.attributes.get("id") in writing.targets for one in (row, *row.css("[id]")))


def _row(row: LexborNode, width: int, *, is_head: bool, writing: _Writing, place: _Place) -> str:
    cells = _cells(row)
    is_whole = all(_is_low(cell, writing, place._replace(columns=place.columns * width)) for cell in cells)
    written = []
    for cell in cells:
        classes = _classes(cell)
        sides = [one.removeprefix("site-align-") for one in classes if one.startswith("site-align-")]
        align = f", align: {sides[0]}" if sides else ""
        if cell.tag == "th" and not is_head:
            writing.row_headers.add(writing.cells)
        writing.cells += 1
        inside = _element(cell, writing, place.deeper())
        written.append(
            f"table.cell(colspan: {_span(cell)}, breakable: {str(not is_whole).lower()}{align})[{inside}],"
        )
    lacking = width - sum(map(_span, cells))
    writing.cells += lacking
    return "".join(written) + "[]," * lacking


def _stacked(row: LexborNode, writing: _Writing, place: _Place) -> str:
    cells = _cells(row)
    if not any("data-label" in cell.attributes for cell in cells):
        return ""  # The names of columns, which each cell has.
    written = []
    for cell in cells:
        label = cell.attributes.get("data-label")
        name = f"#strong[#{_string(label, writing.letters)};: ];" if label else ""
        written.append(f"#parbreak();{name}{_element(cell, writing, place.deeper())}")
    return _wrapped(["kept"] * _is_low(row, writing, place) + ["stacked-row"], {}, "".join(written))


def _is_low(node: LexborNode, writing: _Writing, place: _Place) -> bool:
    """Whether something surely has room on a page."""
    text = node.text()
    letters_of_line = max(_LETTERS_OF_LINE[writing.is_large] // place.columns, 6)
    lines = (len(text) + len(_WIDE.findall(text))) / letters_of_line + len(node.css(_NEW_LINES))
    pictures = len(node.css("img")) * _LINES_OF_PICTURE[writing.is_large]
    return lines + pictures < _LINES_OF_PAGE[writing.is_large]


def address_of(name: str) -> str:
    """Return the address that a link to a place has until the place is known; only such addresses begin with ``#``."""
    return f"#{quote(name)}"


def _link(node: LexborNode, writing: _Writing, place: _Place) -> str:
    attributes = node.attributes
    href, words = attributes.get("href") or "", _inside(node, writing, place.deeper())
    target = href[1:] if href.startswith("#") else ""
    # Most links are text alone, and what looks for elements takes longer than all else here.
    is_none = _elements(node) and node.css_first(_NEVER_IN_A_LINK)
    if is_none or not _LINES.isdisjoint(place.within):
        return words
    is_inside = target in writing.ids and ("data-page" in attributes or bool(words.strip()))
    if is_inside:
        writing.linked.add(target)
    if is_inside and "data-page" in attributes:
        return f"#page-entry(label({_quoted(target)}))[{words}];"
    if is_inside:
        # As an address, which the finished PDF gets a place for: Typst would lay out all that has links twice.
        return f"#link({_quoted(address_of(target))})[{words}];"
    if _scheme(href) not in _SCHEMES or not words.strip():
        return words
    around = node.parent
    is_written_out = around is not None and around.tag in ("p", "li", "td") and href.startswith("http")
    if not is_written_out or place.is_known or "site-inside" in _classes(node):
        return f"#link({_quoted(href)})[{words}];"
    return f"#link({_quoted(href)})[{words}];#address[ {_text(f'({href})', writing.letters, place)}];"


def _picture(node: LexborNode, writing: _Writing, __: _Place) -> str:
    """Write a picture; one without a description is decoration (HTML, 4.8.4.4)."""
    source, alt = node.attributes.get("src") or "", (node.attributes.get("alt") or "").strip()
    if source.startswith("data:image/svg+xml"):
        kind, _, data = source.partition(",")
        drawing = b64decode(data).decode() if kind.endswith(";base64") else unquote(data)
        read = f'bytes({_quoted(drawing)}), format: "svg"'
    elif not source or source.startswith("data:") or _scheme(source):
        return ""
    else:
        read = _quoted(f"/{unquote(urlsplit(source).path)}")
    if alt:
        return f"#box(picture({read}, alt: {_string(alt, writing.letters)}));"
    return f"#box(pdf.artifact(picture({read})));"


def _lines(node: LexborNode, writing: _Writing, _: _Place) -> str:
    """Write text whose spaces and ends of lines count."""
    lines = node.text().strip("\n").split("\n")
    return "#linebreak();".join(
        f"#{_string(line.replace(' ', chr(0xA0)), writing.letters)};" for line in lines
    )


def _break(*_: object) -> str:
    return "#linebreak();"


def _rule(*_: object) -> str:
    return "#line(length: 100%, stroke: 0.5pt);"


def _drawing(*_: object) -> str:
    """Leave a drawing out: those with a description are pictures by now (``chapters.as_pictures``)."""
    return ""


_WRITERS: Mapping[str, Callable[[LexborNode, _Writing, _Place], str]] = {
    "a": _link,
    "br": _break,
    "dl": _terms,
    "hr": _rule,
    "img": _picture,
    "ol": _list,
    "pre": _lines,
    "svg": _drawing,
    "table": _table,
    "ul": _list,
    **dict.fromkeys(_HEADINGS, _heading),
    **dict.fromkeys(_IN_LINE, _in_line),
}


def _elements(node: LexborNode) -> list[LexborNode]:
    return [child for child in node.iter(include_text=False) if not str(child.tag).startswith("-")]


def _has_only(node: LexborNode, names: Collection[str]) -> bool:
    """Whether an element has some elements, and nothing but those of some names."""
    children = _elements(node)
    return bool(children) and all(one.tag in names for one in children) and not node.text(deep=False).strip()


def _one_below_the_other(node: LexborNode, writing: _Writing, place: _Place) -> str:
    """Write what is in a list as paragraphs: something in it is no item, or it lies too deep."""
    return "".join(f"#parbreak();{_node(child, writing, place)}" for child in node.iter(include_text=True))


def _own(node: LexborNode, wanted: Collection[str], around: Collection[str]) -> Iterator[LexborNode]:
    """Yield the elements of some names that are an element's own, or in what may stand between."""
    for child in _elements(node):
        if child.tag in wanted:
            yield child
        elif child.tag in around:
            yield from _own(child, wanted, around)


def _cells(row: LexborNode) -> list[LexborNode]:
    return [child for child in _elements(row) if child.tag in ("td", "th")]


def _span(cell: LexborNode) -> int:
    written = (cell.attributes.get("colspan") or "").strip()
    return int(written) if re.fullmatch(r"[1-9]\d?", written) else 1


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


def _arguments(told: Mapping[str, object]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in told.items())


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme
    except ValueError:
        return ""
