"""What a code host's preview shows works on the site too: lists, tables, addresses and escapes as in CommonMark.

Python-Markdown wants an empty line above a list and above a table, nests by four spaces alone, leaves addresses
as they are, and shows the backslash before half of the signs. CommonMark 0.31 (2.4, 5.2, 5.3) and GitHub Flavored
Markdown (4.10, 6.9) do not, and editors see their text in a preview that follows those.
"""

import re
import string
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockQuoteProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

#: A list item: 1 its indent, 2 its mark, 3 the spaces after it.
ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])( +)(?=\S)")
#: The line of dashes below the heading of a table.
DASHES = re.compile(r" *\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *")
_RULE = re.compile(r" {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})")
#: What has its own text indented by four spaces: boxes, tabs, definitions, footnotes.
CONTAINER = re.compile(r" {0,3}(?:!!!|\?\?\?\+?|===[!+]?|:(?= {3})|\[\^[^\]]+\]:)")
#: What begins a box.
_BOX = re.compile(r"(?:!!!|\?\?\?\+?) ?[\w-]")
#: What begins an item with a number.
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?= )")
_QUOTE = re.compile(r"^ {0,3}> ?")
_NO_PARAGRAPH = re.compile(r" {0,3}(?:#{1,6}(?!#)|<|\x02)|    ")
_PLAIN_TEXT = re.compile(r"<(/?)(pre|script|style|textarea)\b", re.IGNORECASE)
#: What a backslash makes a plain sign (CommonMark 2.4), but for those with which LaTeX makes a space: ``10\\,mg`` is
#: no 10,mg.
ESCAPABLE = "".join(sign for sign in string.punctuation if sign not in ",:;")
#: How many boxes, quotations and lists of these are looked into, one in the other.
DEEPEST = 20
# A part of a row: what a backslash escapes, code, a bar, or anything else.
_PIECE = re.compile(r"\\.|(?P<ticks>`+)(?:(?!`).)+(?P=ticks)(?!`)|\||[^\\`|]+|.")

# After fenced code is out of the way (25), before raw HTML is (20).
_LINES_PRIORITY = 22
# In place of Python-Markdown's own.
_QUOTE_PRIORITY = 20
# After links (160, 120) and HTML (90), before entities (80) and emphasis (60).
_ADDRESS_PRIORITY = 85
# After what a page may not set has been taken off (7.5), before headings are collected (5).
_ALIGNED_PRIORITY = 7.2


class CommonMarkExtension(Extension):
    """Lets lists, tables, bare addresses and escapes be what CommonMark and GitHub make of them."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        md.ESCAPED_CHARS = [*ESCAPABLE]
        md.preprocessors.register(_Lines(md), "commonmark_lines", _LINES_PRIORITY)
        md.inlinePatterns.register(_BareAddress(_ADDRESS, md), "bare_address", _ADDRESS_PRIORITY)
        md.treeprocessors.register(_Aligned(md), "aligned_cells", _ALIGNED_PRIORITY)
        md.parser.blockprocessors.register(_Quotation(md.parser), "quote", _QUOTE_PRIORITY)
        numbered: Any = md.parser.blockprocessors["olist"]
        bulleted: Any = md.parser.blockprocessors["ulist"]
        # A list begins at its first number, and a numbered list is none with bullets.
        numbered.LAZY_OL = False
        numbered.SIBLING_TAGS, bulleted.SIBLING_TAGS = ["ol"], ["ul"]


class _Quotation(BlockQuoteProcessor):
    """An empty line ends a quotation: the next one is another (CommonMark 5.1)."""

    def lastChild(self, parent: Element) -> Element | None:  # noqa: ARG002, N802 (Python-Markdown's name)
        return None


class _Lines(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [*spaced(lines)]


class Kind(Enum):
    """What the lines of a :class:`Block` are."""

    PLAIN = auto()
    CONTAINER = auto()
    QUOTE = auto()
    LIST = auto()
    LINE = auto()


class Block(NamedTuple):
    """Lines of a text that belong together: a list, a quotation, a box, or one line of anything else."""

    kind: Kind
    start: int
    end: int
    #: Whether a paragraph stands open right above.
    in_paragraph: bool


def blocks(lines: Sequence[str], depth: int = 0) -> Iterator[Block]:
    """Yield the blocks of a text, from top to bottom; what is nested too deep is read line by line.

    >>> [(block.kind.name, block.start, block.end) for block in blocks(["If:", "- a", "  - b", "", "So."])]
    [('LINE', 0, 1), ('LIST', 1, 3), ('LINE', 3, 4), ('LINE', 4, 5)]
    """
    at, in_paragraph, in_plain_text = 0, False, False
    while at < len(lines):
        line = lines[at]
        for mark in _PLAIN_TEXT.finditer(line):
            in_plain_text = not mark[1]
        kind, end, goes_on = Kind.LINE, at + 1, False
        if in_plain_text:
            kind = Kind.PLAIN
        elif CONTAINER.match(line) and depth < DEEPEST:
            kind, end = Kind.CONTAINER, _end_of_indented(lines, at)
        elif _QUOTE.match(line) and depth < DEEPEST:
            kind, goes_on = Kind.QUOTE, True
            while end < len(lines) and _QUOTE.match(lines[end]):
                end += 1
        elif _begins_list(line, in_paragraph=in_paragraph):
            kind, end = Kind.LIST, _end_of_list(lines, at)
        else:
            goes_on = bool(line.strip()) and not _NO_PARAGRAPH.match(line)
        yield Block(kind, at, end, in_paragraph)
        at, in_paragraph = end, goes_on


def inner(lines: Sequence[str], block: Block) -> list[str]:
    """Return what stands in a box or a quotation, without what puts it there."""
    if block.kind is Kind.QUOTE:
        return [_QUOTE.sub("", line, count=1) for line in lines[block.start : block.end]]
    opening = lines[block.start]
    indent = len(opening) - len(opening.lstrip()) + 4
    return [
        line[indent:] if not line[:indent].strip() else line[4:]
        for line in lines[block.start + 1 : block.end]
    ]


def spaced(lines: Sequence[str], depth: int = 0) -> Iterator[str]:
    r"""Yield the lines of a text with what Python-Markdown needs to see its lists and tables.

    >>> [*spaced(["If you have:", "- a fever", "  - at night"])]
    ['If you have:', '', '- a fever', '    - at night']
    """
    in_table = after_list = False
    for block in blocks(lines, depth):
        if block.kind is Kind.CONTAINER:
            # Up to three spaces before it mean nothing, as before any other mark (CommonMark 4).
            yield lines[block.start].lstrip()
            yield from _indented(spaced(inner(lines, block), depth + 1), 4)
        elif block.kind is Kind.QUOTE:
            yield from (f"> {line}".rstrip() for line in spaced(inner(lines, block), depth + 1))
        elif block.kind is Kind.LIST:
            if block.in_paragraph:
                yield ""
            yield from _nested(lines[block.start : block.end], depth)
        else:
            line = lines[block.start]
            if after_list and block.kind is Kind.LINE and line[:4].strip():
                # The list may stand further left by now, and would take the line for its own.
                line = line.lstrip()
            in_table = in_table and bool(line.strip())
            if "|" in line and block.kind is Kind.LINE and _begins_table(lines, block.start):
                in_table = True
                if block.in_paragraph:
                    yield ""
            yield _with_bars(line) if in_table else line
        after_list = block.kind is Kind.LIST or (after_list and not lines[block.start].strip())


def _indented(lines: Iterable[str], spaces: int) -> Iterator[str]:
    return (f"{' ' * spaces}{line}" if line else line for line in lines)


def cells(row: str) -> list[str]:
    r"""Return the cells of a row of a table; a bar in code or after a backslash separates none.

    >>> cells("| a | b\\|c | `d|e` |")
    ['a', 'b\\|c', '`d|e`']
    """
    row = row.strip()
    row = row.removeprefix("|")
    if row.endswith("|") and not re.search(r"(?<!\\)(?:\\\\)*\\\|$", row):
        row = row[:-1]
    parts = [""]
    for piece in _PIECE.finditer(row):
        if piece[0] == "|":
            parts.append("")
        else:
            parts[-1] += piece[0]
    return [part.strip() for part in parts]


def _with_bars(row: str) -> str:
    r"""Return a row with the bars in its code as they are: GitHub wants a backslash before them (GFM 4.10).

    >>> _with_bars(r"| `a \| b` | c \| d |")
    '| `a | b` | c \\| d |'
    """
    if "`" not in row or "\\|" not in row:
        return row
    return _PIECE.sub(lambda piece: piece[0].replace("\\|", "|") if piece["ticks"] else piece[0], row)


def is_dashes(line: str) -> bool:
    """Whether a line is that of dashes below the heading of a table.

    >>> is_dashes("| --- | :-: |"), is_dashes("---"), is_dashes("| a |")
    (True, False, False)
    """
    return "|" in line and "-" in line and DASHES.fullmatch(line) is not None


def _end_of_indented(lines: Sequence[str], at: int) -> int:
    """Return where the text that is indented below a line ends."""
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith("    ")):
        end += 1
    while end > at + 1 and not lines[end - 1].strip():
        end -= 1
    return end


def _begins_list(line: str, *, in_paragraph: bool) -> bool:
    item = ITEM.match(line)
    if not item or len(item[1]) > 3 or _RULE.fullmatch(line):
        return False
    # Only a list that begins with 1 may follow a paragraph: else a year at the start of a line would be one.
    return not in_paragraph or not item[2][:-1] or item[2][:-1] == "1"


def _begins_table(lines: Sequence[str], at: int) -> bool:
    return (
        at + 1 < len(lines)
        and "|" in lines[at]
        and is_dashes(lines[at + 1])
        and len(cells(lines[at])) == len(cells(lines[at + 1]))
    )


def _end_of_list(lines: Sequence[str], at: int) -> int:
    """Return where a list ends: at the first line after an empty one that is neither indented nor an item."""
    first = ITEM.match(lines[at])
    content = shallowest = first.end() if first else 0
    end, after_empty = at + 1, False
    while end < len(lines):
        line = lines[end]
        if line.strip():
            item = ITEM.match(line)
            is_item = item is not None and len(item[1]) <= content and not _RULE.fullmatch(line)
            if item and is_item:
                shallowest = min(shallowest, item.end())
            indented = len(line) - len(line.lstrip()) >= min(4, shallowest)
            if not (is_item or indented) and (after_empty or CONTAINER.match(line) or line[0] in "#\x02"):
                break
            if _RULE.fullmatch(line) and not indented:
                break
        after_empty = not line.strip()
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return end


def _nested(lines: Sequence[str], depth: int) -> Iterator[str]:
    """Yield the lines of one list, nested by four spaces wherever that is needed to nest them at all."""
    places = [*placed(lines)]
    needs = any(4 * place.depth > place.indent for place in places if place.text)
    numbered: list[bool] = []  # Of the list that is open at each depth.
    deepest_gap = -1  # Below an empty line Python-Markdown finds the next item only after another one.
    in_paragraph = after_empty = False
    at = 0
    while at < len(places):
        place = places[at]
        end = at + 1
        if place.item:
            changes = numbered[place.depth : place.depth + 1] == [not place.is_numbered]
            if changes or in_paragraph or place.depth < deepest_gap:
                if not after_empty:
                    yield ""
                deepest_gap = place.depth
            numbered[place.depth :] = [place.is_numbered]
            in_paragraph = False
            mark = place.item[2].replace(")", ".")
            indent, after = (4 * place.depth, " ") if needs else (len(place.item[1]), place.item[3])
            yield f"{' ' * indent}{mark}{after}{place.text}"
        elif not place.text:
            deepest_gap = len(numbered)
            in_paragraph = False
            yield lines[at]
        elif place.is_box and depth < DEEPEST:
            if not after_empty:
                yield ""
            inside = box_text(lines, places, at)
            end = at + 1 + len(inside)
            yield f"{' ' * (4 * place.depth)}{place.text}"
            yield from _indented(spaced(inside, depth + 1), 4 * place.depth + 4)
            deepest_gap, in_paragraph = len(numbered), True
        else:
            in_paragraph = in_paragraph or deepest_gap == len(numbered)
            # What looks like an item to Python-Markdown and is none.
            text = _NUMBER.sub(r"\1\\\2", place.text)
            kept = place.indent if not needs or place.indent >= 4 * place.depth + 4 else 0
            yield f"{' ' * (4 * place.depth * needs + kept)}{text}"
        after_empty = not place.text
        at = end


class Place(NamedTuple):
    """Where a line of a list stands."""

    #: Its item, if it begins one.
    item: re.Match[str] | None
    #: How deep it is nested, from 0.
    depth: int
    indent: int
    text: str
    is_box: bool = False
    #: Whether it stands in a box of the list.
    in_box: bool = False

    @property
    def is_numbered(self) -> bool:
        """Whether its item has a number, and no bullet."""
        return self.item is not None and self.item[2][-1] in ".)"


def placed(lines: Sequence[str]) -> Iterator[Place]:
    """Yield for each line of a list where it stands."""
    contents: list[int] = []  # At which column the text of each open item begins …
    numbered: list[bool] = []  # … and whether its list has numbers.
    after_empty = False
    box: Place | None = None
    for line in lines:
        text = line.lstrip()
        indent = len(line) - len(text)
        if box and (not text or indent >= box.indent + 4):
            yield Place(None, box.depth, indent, text, in_box=True)
            after_empty = not text
            continue
        box = None
        item = ITEM.match(line)
        # Python-Markdown's own way, four spaces a level, holds too.
        depth = sum(content <= indent or 4 * (at + 1) <= indent for at, content in enumerate(contents))
        if item and _RULE.fullmatch(line):
            item = None
        if item and (after_empty or not contents or _may_follow(item, numbered[depth : depth + 1])):
            place = Place(item, depth, indent, line[item.end() :])
            contents[depth:], numbered[depth:] = [_content_of(item)], [place.is_numbered]
            yield place
        elif _BOX.match(text):
            # A box is meant to stand in the item, though its text begins one column farther.
            box = Place(None, max(depth, min(indent // 2, 1)), indent, text, is_box=True)
            yield box
        else:
            # A paragraph goes on, however it is indented.
            yield Place(None, depth if after_empty and text else 0, indent, text)
        after_empty = not text


def _may_follow(item: re.Match[str], siblings: Sequence[bool]) -> bool:
    """Whether what looks like an item is one right below text: a list in a paragraph begins with 1."""
    return item[2][:-1] in ("", "1") or True in siblings


def _content_of(item: re.Match[str]) -> int:
    return item.end() if len(item[3]) <= 4 else item.end() - len(item[3]) + 1


def box_text(lines: Sequence[str], places: Sequence[Place], at: int) -> list[str]:
    """Return what stands in the box that begins at a line of a list, without what puts it there."""
    end = at + 1
    while end < len(places) and places[end].in_box:
        end += 1
    while not places[end - 1].text:
        end -= 1
    return [line[places[at].indent + 4 :] for line in lines[at + 1 : end]]


# --- addresses ------------------------------------------------------------------------------------

# What ends a sentence ends no address; a bracket does if it was opened before.
_ADDRESS = r"(?<![\w/\"'=])https?://[^\s<>\[\]\x02\x03]*[^\s<>\[\]\x02\x03?!.,:;*_~'\"’”»)]"


class _BareAddress(InlineProcessor):
    """An address that stands by itself leads where it says (GitHub Flavored Markdown 6.9)."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,
    ) -> tuple[Element, int, int]:
        end = _end_of_address(m, data)
        address = data[m.start(0) : end]
        link = Element("a", {"href": address})
        link.text = AtomicString(address)
        return link, m.start(0), end


def bare_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each address that stands by itself begins and ends.

    >>> [*bare_addresses("See https://example.org/a_(b).")]
    [(4, 29)]
    """
    for found in re.finditer(_ADDRESS, text):
        yield found.start(), _end_of_address(found, text)


def _end_of_address(found: re.Match[str], text: str) -> int:
    address, end = found[0], found.end()
    opened = address.count("(") - address.count(")")
    while opened > 0 and text[end : end + 1] == ")":
        opened, end = opened - 1, end + 1
    return end


class _Aligned(Treeprocessor):
    """How a column is aligned is said by a class: the site's policy permits no style in a page."""

    def run(self, root: Element) -> None:
        for cell in [*root.iter("td"), *root.iter("th")]:
            align = re.fullmatch(r"text-align: (left|right|center);", cell.get("style", ""))
            if align:
                del cell.attrib["style"]
                cell.set("class", " ".join([*cell.get("class", "").split(), "site-align-" + align[1]]))
