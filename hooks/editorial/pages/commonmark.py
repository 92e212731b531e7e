"""What a code host's preview shows works on the site too: lists, tables, addresses and escapes as in CommonMark.

Python-Markdown wants an empty line above a list and above a table, nests by four spaces alone, leaves addresses
as they are, and shows the backslash before half of the signs. CommonMark 0.31 (2.4, 5.2, 5.3) and GitHub Flavored
Markdown (4.10, 6.9) do not, and editors see their text in a preview that follows those.
"""

import re
import string
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
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
_QUOTE = re.compile(r"^ {0,3}> ?")
_NO_PARAGRAPH = re.compile(r" {0,3}(?:#{1,6}(?!#)|<|\x02)|    ")
_PLAIN_TEXT = re.compile(r"<(/?)(pre|script|style|textarea)\b", re.IGNORECASE)
#: What a backslash makes a plain sign (CommonMark 2.4), but for those with which LaTeX makes a space: ``10\\,mg`` is
#: no 10,mg.
ESCAPABLE = "".join(sign for sign in string.punctuation if sign not in ",:;")
_DEEPEST = 20
# A part of a row: what a backslash escapes, code, a bar, or anything else.
_PIECE = re.compile(r"\\.|(?P<ticks>`+)(?:(?!`).)+(?P=ticks)(?!`)|\||[^\\`|]+|.")

# After fenced code is out of the way (25), before raw HTML is (20).
_LINES_PRIORITY = 22
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
        numbered: Any = md.parser.blockprocessors["olist"]
        bulleted: Any = md.parser.blockprocessors["ulist"]
        # A list begins at its first number, and a numbered list is none with bullets.
        numbered.LAZY_OL = False
        numbered.SIBLING_TAGS, bulleted.SIBLING_TAGS = ["ol"], ["ul"]


class _Lines(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [*spaced(lines)]


def spaced(lines: Sequence[str], depth: int = 0) -> Iterator[str]:
    r"""Yield the lines of a text with what Python-Markdown needs to see its lists and tables.

    >>> [*spaced(["If you have:", "- a fever", "  - at night"])]
    ['If you have:', '', '- a fever', '    - at night']
    """
    at, in_paragraph, in_plain_text = 0, False, False
    while at < len(lines):
        line = lines[at]
        for mark in _PLAIN_TEXT.finditer(line):
            in_plain_text = not mark[1]
        end = at + 1
        if in_plain_text:
            yield line
            in_paragraph = False
        elif CONTAINER.match(line) and depth < _DEEPEST:
            end = _end_of_indented(lines, at)
            yield line
            yield from (f"    {inner}" if inner else inner for inner in _inside(lines[at + 1 : end], depth))
            in_paragraph = False
        elif _QUOTE.match(line) and depth < _DEEPEST:
            while end < len(lines) and _QUOTE.match(lines[end]):
                end += 1
            quoted = [_QUOTE.sub("", one, count=1) for one in lines[at:end]]
            yield from (f"> {inner}".rstrip() for inner in spaced(quoted, depth + 1))
            in_paragraph = True
        elif _begins_list(line, in_paragraph=in_paragraph):
            if in_paragraph:
                yield ""
            end = _end_of_list(lines, at)
            yield from _nested(lines[at:end])
            in_paragraph = False
        else:
            if in_paragraph and _begins_table(lines, at):
                yield ""
            yield line
            in_paragraph = bool(line.strip()) and not _NO_PARAGRAPH.match(line)
        at = end


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


def is_dashes(line: str) -> bool:
    """Whether a line is that of dashes below the heading of a table.

    >>> is_dashes("| --- | :-: |"), is_dashes("---"), is_dashes("| a |")
    (True, False, False)
    """
    return "|" in line and "-" in line and DASHES.fullmatch(line) is not None


def _inside(lines: Sequence[str], depth: int) -> Iterator[str]:
    return spaced([line[4:] for line in lines], depth + 1)


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
    content = first.end() if first else 0
    end, after_empty = at + 1, False
    while end < len(lines):
        line = lines[end]
        if line.strip():
            item = ITEM.match(line)
            is_item = item is not None and len(item[1]) <= content and not _RULE.fullmatch(line)
            indented = len(line) - len(line.lstrip()) >= min(2, content)
            if not (is_item or indented) and (after_empty or CONTAINER.match(line) or line[0] in "#\x02"):
                break
            if _RULE.fullmatch(line) and not indented:
                break
        after_empty = not line.strip()
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return end


def _nested(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of one list, nested by four spaces wherever that is needed to nest them at all."""
    placed = [*_placed(lines)]
    needs = any(4 * depth > indent for _, depth, indent, text in placed if text)
    numbered: list[bool] = []  # Of the list that is open at each depth.
    deepest_gap = -1  # Below an empty line Python-Markdown finds the next item only after another one.
    in_paragraph = after_empty = False
    for (item, depth, indent, text), line in zip(placed, lines, strict=True):
        if item:
            is_numbered = item[2][-1] in ".)"
            changes = numbered[depth : depth + 1] == [not is_numbered]
            if changes or in_paragraph or depth < deepest_gap:
                if not after_empty:
                    yield ""
                deepest_gap = depth
            numbered[depth:] = [is_numbered]
            in_paragraph = False
            mark = item[2].replace(")", ".")
            yield f"{' ' * (4 * depth if needs else len(item[1]))}{mark}{' ' if needs else item[3]}{text}"
        elif not text:
            deepest_gap = len(numbered)
            in_paragraph = False
            yield line
        else:
            in_paragraph = in_paragraph or deepest_gap == len(numbered)
            yield f"{' ' * (4 * depth + (indent if indent >= 4 * depth + 4 else 0))}{text}" if needs else line
        after_empty = not text


def _placed(lines: Sequence[str]) -> Iterator[tuple[re.Match[str] | None, int, int, str]]:
    """Yield for each line its item, how deep it is nested, its indent, and its text."""
    contents: list[int] = []
    after_empty = False
    for line in lines:
        text = line.lstrip()
        indent = len(line) - len(text)
        item = ITEM.match(line)
        if item and not _RULE.fullmatch(line):
            # Python-Markdown's own way, four spaces a level, holds too.
            while contents and indent < contents[-1] and indent < 4 * len(contents):
                contents.pop()
            depth = len(contents)
            contents.append(item.end() if len(item[3]) <= 4 else item.end() - len(item[3]) + 1)
            yield item, depth, indent, line[item.end() :]
        elif after_empty and text:
            depth = sum(content <= indent or 4 * (at + 1) <= indent for at, content in enumerate(contents))
            yield None, depth, indent, text
        else:
            # A paragraph goes on, however it is indented.
            yield None, 0, indent, text
        after_empty = not text


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
