"""What a reader takes from a page's Markdown: words, numbers, signs, sources, and where each stands.

Two texts with the same reading say the same. White space, line ends, soft hyphens, capitals, the kinds of
quotes, dashes and bullets, attributes and comments are not in it; the rules of Markdown are those of
Python-Markdown with ``tables``, ``attr_list``, ``def_list`` and ``admonition``, which this project uses.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from editorial.pages.commonmark import ESCAPABLE
from editorial.pages.frontmatter import split
from editorial.references.citations import CITATION, KEY, parse_citation


class Marks(NamedTuple):
    """How one language writes numbers, and the words after which a pause changes the meaning."""

    #: Between thousands, and before decimals: ``,`` and ``.`` in English.
    group: str = ","
    decimal: str = "."
    #: "No, wait" is the opposite of "no wait".
    negations: Collection[str] = frozenset()
    #: The endings of further such words: "n't".
    negated: tuple[str, ...] = ()


class Token(NamedTuple):
    """One thing that a reader takes from a page."""

    #: What kind of thing: one of the constants below.
    kind: str
    #: In the form in which two texts are compared.
    text: str
    #: In the file, from 1.
    line: int
    #: ``heading`` or ``cell``, where it stands in one.
    place: str = ""
    #: The text that it stands in, and where: for messages.
    around: str = ""
    start: int = 0
    end: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """What is compared."""
        return self[:2]

    @property
    def shown(self) -> str:
        """As it is written."""
        return self.around[self.start : self.end]


WORD, NUMBER, SIGN, PAUSE = "word", "number", "sign", "pause"
CITED, LOCATOR, LINK, PHONE, PICTURE = "cited", "locator", "link", "phone", "picture"
HEADING, ITEM, LEVEL, CELL, ROW, NOTE, QUOTE, HIDDEN = (
    "heading",
    "item",
    "level",
    "cell",
    "row",
    "note",
    "quote",
    "hidden",
)


#: How deep quotations and notes may nest; what stands deeper is read as plain text.
MOST_NESTED = 20


class Heading(NamedTuple):
    """A heading of a page."""

    line: int
    level: int
    text: str
    id: str


class Block(NamedTuple):
    """A paragraph, a list item, a row of a table, …"""

    kind: str
    line: int
    #: The first of its pieces.
    start: int


class Text(NamedTuple):
    """A run of text, of which the tokens are taken only where they are asked for."""

    flat: str
    line: int
    place: str


#: From the text of a paragraph to what is left of it without markup.
Memo = dict[str, str]
#: With so many paragraphs a memo begins again: the texts of one page are read one after another, and no guide's
#: pages are held in memory for what two of them may share.
_MOST_REMEMBERED = 2_000


@dataclass
class Reading:
    """A page as it is read, from top to bottom: texts, and tokens of how it is laid out."""

    marks: Marks
    pieces: list[Token | Text] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @cached_property
    def tokens(self) -> list[Token]:
        """Everything that is read."""
        return [token for tokens in self._taken for token in tokens]

    @cached_property
    def _taken(self) -> list[list[Token]]:
        return [self.tokens_of(piece) for piece in self.pieces]

    def take_from(self, other: "Reading") -> None:
        """Take the tokens of what stands in the same lines of another text in this language: they are read once."""
        known = dict(zip(other.pieces, other._taken, strict=True))
        self._taken = [known.get(piece) or self.tokens_of(piece) for piece in self.pieces]

    def tokens_of(self, piece: Token | Text, *, words: bool = True) -> list[Token]:
        """Return the tokens of one piece, perhaps without its words."""
        if isinstance(piece, Token):
            return [piece]
        flat, line, place = piece
        return [
            Token(kind, text, line + below, HEADING if kind == HEADING else place, flat, start, end)
            for kind, text, below, start, end in _scan(flat, self.marks, _TOKEN if words else _NO_WORD)
        ]

    def section(self, line: int) -> str:
        """Return the heading below which a line stands, or nothing."""
        place = bisect_right([heading.line for heading in self.headings], line)
        return self.headings[place - 1].text if place else ""

    @cached_property
    def starts(self) -> list[int]:
        """The first token of each block."""
        firsts = [0, *accumulate(len(tokens) for tokens in self._taken)]
        return [firsts[block.start] for block in self.blocks]

    def block_of(self, index: int) -> int:
        """Return the number of the block that has a token."""
        return max(bisect_right(self.starts, index) - 1, 0)


#: How English writes numbers.
_ENGLISH = Marks()


def read(source: str, marks: Marks = _ENGLISH, *, memo: Memo | None = None) -> Reading:
    """Read a page's file, front matter included, which is not read itself.

    Args:
        source: the whole file.
        marks: how its language writes numbers.
        memo: what was read before in this language; the same paragraph is not taken apart twice.

    >>> [token.text for token in read("Take **5 mg** [daily](a.md) [@lee2020, p. 4].").tokens]
    ['take', '5', 'mg', 'daily', 'a.md', 'lee2020', 'p', '4']
    >>> [token.text for token in read("HER2- and <5&nbsp;% <!-- ask Ana -->").tokens]
    ['her', '2', '-', 'and', '<', '5', '%']
    """
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    body = split(source).body
    before = source.count("\n", 0, len(source) - len(body))
    if not body.isascii():
        body = unicodedata.normalize("NFC", body)
    body, definitions = _without_definitions(_without_comments(body))
    reader = _Reader(marks, definitions, {} if memo is None or definitions else memo)
    reader.lines([*enumerate(body.split("\n"), start=before + 1)])
    return reader.reading


# --- comments and definitions -----------------------------------------------------------------------

_CODE = re.compile(
    r"^[ \t]*(`{3,}|~{3,})[^\n]*\n(?:.*?\n)??[ \t]*\1[`~]*[ \t]*$"
    r"|(?<!`)(`+)(?!`)(?:[^`\n]|\n(?!\s*\n)|(?!\2(?!`))`)+?(?<!`)\2(?!`)",
    re.DOTALL | re.MULTILINE,
)


def _without_comments(text: str) -> str:
    """Take out what stands in HTML comments outside code, and keep every line in its place.

    A comment that begins within a line ends in the same paragraph, else it is text; one that begins a line
    may hold several paragraphs (Python-Markdown, tried). ``<!-->`` is empty (HTML Standard, Comments).
    """
    if "<!--" not in text:
        return text
    code = [match.span() for match in _CODE.finditer(text)] if "`" in text or "~~~" in text else []
    starts = [start for start, _ in code]
    parts, done, place = [], 0, text.find("<!--")
    while place >= 0:
        within = bisect_right(starts, place) - 1
        if within >= 0 and place < code[within][1]:
            place = text.find("<!--", code[within][1])
            continue
        close = re.compile(r"-?>").match(text, place + 4)
        end = close.end() if close else text.find("-->", place + 4) + 3
        if end < place:
            break
        begins_line = not text[text.rfind("\n", 0, place) + 1 : place].strip()
        inside = text[place:end]
        if begins_line or not re.search(r"\n[ \t]*\n", inside):
            parts += [text[done:place], "\n" * inside.count("\n")]
            done = end
            place = text.find("<!--", end)
        else:
            place = text.find("<!--", place + 4)
    return "".join([*parts, text[done:]])


_DEFINITION = re.compile(
    r"^ {0,3}\[(?!@)([^\[\]\n]+)\]:[ \t]*<?(\S+?)>?(?:[ \t]+(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\)))?[ \t]*$",
    re.MULTILINE,
)


def _without_definitions(text: str) -> tuple[str, dict[str, str]]:
    """Return the text without link reference definitions, and these: label to address."""
    definitions: dict[str, str] = {}
    if "]:" not in text:
        return text, definitions

    def take(match: re.Match[str]) -> str:
        definitions.setdefault(_label(match[1]), match[2])
        return ""

    return _DEFINITION.sub(take, text), definitions


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


# --- blocks -----------------------------------------------------------------------------------------

_Lines = Sequence[tuple[int, str]]

_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[^`\n]*$")
_ITEM = re.compile(r"([-*+]|\d{1,9}\.)[ \t]+(?=\S)")
_HASHES = re.compile(r"(#{1,6})(.*?)#*\s*$")
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_SEPARATOR = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_NOTE = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+([\w-]+(?:[ \t]+[\w-]+)*)?[ \t]*(?:\"(.*)\")?[ \t]*$")
_ATTRIBUTES = re.compile(r"\{:?[ ]*[^}\n ][^}\n]*\}[ \t]*$")
_ID = re.compile(r"#([\w-]+)")
_HIDING = re.compile(
    r"(?<![\w])(?:[\w-]*-)?hidden\b|display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE
)


class _Line(NamedTuple):
    """One line, with what decides what it begins."""

    number: int
    #: How many spaces stand before its text.
    indent: int
    text: str
    #: The text of the next line.
    following: str
    #: Whether an empty line stands above it.
    blank: bool


class _Reader:
    """Reads the lines of one page; what it finds goes into :attr:`reading`."""

    def __init__(self, marks: Marks, definitions: dict[str, str], memo: Memo) -> None:
        self.marks = marks
        self.definitions = definitions
        self.memo = memo
        #: How many quotations and notes the lines stand in.
        self.depth = 0
        self.reading = Reading(marks)
        #: The paragraph that is open: the line of its beginning and its lines.
        self.open: list[tuple[int, str]] = []
        self.open_kind = "paragraph"
        #: The level of the list item that is open, from 0; -1 outside of lists.
        self.level = -1

    def lines(self, lines: _Lines) -> None:
        """Read lines that stand at the left margin of what holds them."""
        index, blank = 0, True
        outer, self.level = self.level, -1
        self.depth += 1
        while index < len(lines):
            number, line = lines[index]
            text = line.expandtabs(4).rstrip()
            stripped = text.lstrip()
            if not stripped:
                self._close()
                index, blank = index + 1, True
                continue
            indent = len(text) - len(stripped)
            following = lines[index + 1][1].strip() if index + 1 < len(lines) else ""
            now = _Line(number, indent, stripped, following, blank)
            nests = self.depth < MOST_NESTED
            if fence := _FENCE.match(text):
                self._close()
                index = self._fence(lines, index, fence[1])
            elif (note := _NOTE.match(stripped)) and (note[1] or note[2]) and indent < 4 and nests:
                self._close()
                self._note(number, note)
                index = self._inside(lines, index + 1)
            elif stripped.startswith(">") and indent < 4 * (self.level + 2) and nests:
                self._close()
                index = self._quote(lines, index)
            elif not self.open and _begins_table(now):
                self._paragraph_level(indent, blank=blank)
                index = self._table(lines, index)
            else:
                self._line(now)
                index += 1
            blank = False
        self._close()
        self.level = outer
        self.depth -= 1

    def _line(self, line: "_Line") -> None:
        """Read one line that opens or continues a paragraph, an item or a heading."""
        number, text = line.number, line.text
        if (
            len(self.open) == 1
            and self.open_kind == "paragraph"
            and _UNDERLINE.match(text)
            and line.indent < 4
        ):
            (start, only), self.open = self.open[0], []
            self._heading(start, 1 if text.startswith("=") else 2, only)
        elif _RULE.match(text):
            self._close()
        elif (item := _ITEM.match(text)) and self._begins_item(line):
            self._close()
            self._item(number, line.indent, item[1])
            self._in_item(number, text[item.end() :])
        elif text.startswith("#") and (heading := _HASHES.match(text)) and heading[2].strip():
            self._close()
            if line.indent < 4:
                self.level = -1
            self._heading(number, len(heading[1]), heading[2])
        elif text.startswith(":") and (definition := re.match(r":[ \t]+(.*)$", text)):
            self._close()
            self._add_structure(ITEM, "definition", number)
            self.open, self.open_kind = [(number, definition[1])], ITEM
        else:
            if not self.open:
                self._paragraph_level(line.indent, blank=line.blank)
                self.open_kind = "paragraph"
            self.open.append((number, text))

    def _in_item(self, number: int, text: str) -> None:
        """Read what stands beside the mark of an item: text, a heading or a quotation."""
        if text.startswith(">"):
            self._add_structure(QUOTE, "in", number)
            self._inline(re.sub(r"^>\s?", "", text), number)
            self._add_structure(QUOTE, "out", number)
        elif heading := _HASHES.match(text):
            self._heading(number, len(heading[1]), heading[2])
        else:
            self.open, self.open_kind = [(number, text)], ITEM

    def _begins_item(self, line: "_Line") -> bool:
        if self.level < 0 and line.indent >= 4 and line.blank:
            return False  # Code.
        if line.blank or self.level >= 0 or not self.open:
            return True
        # Directly below a sentence: a list to whoever wrote it, if more of its items follow or it was announced.
        return self.open[-1][1].endswith(":") or bool(_ITEM.match(line.following))

    def _item(self, number: int, indent: int, mark: str) -> None:
        level = min(indent // 4, self.level + 1)
        begins = level > self.level
        if level != max(self.level, 0):
            self._add_structure(LEVEL, str(level), number)
        self.level = level
        ordered = mark[-1] == "."
        self._block(ITEM, number)
        self._add(ITEM, "numbered" if ordered else "bullet", mark, number)
        if begins and ordered and int(mark[:-1]) != 1:
            self._add(NUMBER, str(int(mark[:-1])), mark, number)

    def _paragraph_level(self, indent: int, *, blank: bool) -> None:
        """Note that what follows a list stands outside of its last item."""
        if self.level < 0 or not blank:
            return
        level = min(indent // 4, self.level + 1)
        if level <= self.level:
            self.level = level - 1
            self._add_structure(LEVEL, f"after {level}", 0)

    def _heading(self, number: int, level: int, text: str) -> None:
        text = text.strip()
        found = _ATTRIBUTES.search(text) if text.endswith("}") else None
        id_ = _ID.search(found[0]) if found else None
        shown = text[: found.start()].strip() if found else text
        self._block(HEADING, number)
        if found and _HIDING.search(found[0]):
            self._add(HIDDEN, "", "hidden", number)
        self._add(HEADING, str(level), "#" * level, number, HEADING)
        self._inline(shown, number, HEADING)
        self.reading.headings.append(Heading(number, level, plain(shown), id_[1] if id_ else ""))

    def _note(self, number: int, note: re.Match[str]) -> None:
        kind = (note[1] or "").split()
        self._block(NOTE, number)
        self._add(NOTE, " ".join(kind), note[0].split('"')[0].strip(), number)
        if re.match(r"\?{3}(?!\+)", note[0]):
            self._add(HIDDEN, "", "hidden", number)
        if note[2]:
            self._inline(note[2], number)

    def _inside(self, lines: _Lines, index: int) -> int:
        """Read the indented lines below a note; return the index of the first line after them."""
        end = index
        for place in range(index, len(lines)):
            text = lines[place][1].expandtabs(4)
            if text.strip() and not text.startswith("    "):
                break
            if text.strip():
                end = place + 1
        self.lines([(number, line.expandtabs(4)[4:]) for number, line in lines[index:end]])
        if end > index:
            self._add_structure(NOTE, "end", lines[end - 1][0])
        return end

    def _quote(self, lines: _Lines, index: int) -> int:
        """Read a quotation: its lines, and those that follow without an empty line."""
        inner: list[tuple[int, str]] = []
        while index < len(lines):
            number, line = lines[index]
            if line.lstrip().startswith(">"):
                inner.append((number, re.sub(r"^\s*>\s?", "", line)))
            elif line.strip():
                if not inner[-1][1].strip() and not lines[index - 1][1].strip():
                    break
                inner.append((number, line))
            elif any(later.strip() for _, later in lines[index + 1 : index + 2]) and lines[index + 1][
                1
            ].lstrip().startswith(">"):
                inner.append((number, ""))
            else:
                break
            index += 1
        self._add_structure(QUOTE, "in", inner[0][0])
        self.lines(inner)
        self._add_structure(QUOTE, "out", inner[-1][0])
        return index

    def _fence(self, lines: _Lines, index: int, mark: str) -> int:
        """Read a block of code, whose signs are signs and whose citations are words."""
        end = index + 1
        while end < len(lines) and not lines[end][1].strip().startswith(mark):
            end += 1
        if end > index + 1:
            self._block("code", lines[index + 1][0])
        for number, line in lines[index + 1 : end]:
            self._literal(line, number)
        return end + 1

    def _table(self, lines: _Lines, index: int) -> int:
        columns = 0
        separator = index + 1
        while index < len(lines) and lines[index][1].strip():
            number, line = lines[index]
            if index != separator:
                cells = _cells(line)
                columns = columns or len(cells)
                self._block(ROW, number)
                self._add(ROW, "", "|", number, CELL)
                for cell in (cells + [""] * columns)[:columns]:
                    self._add(CELL, "", "|", number, CELL)
                    found = re.search(r"(?:^|[ ])\{:?[ ]*[^}\n ][^}\n]*\}$", cell)
                    if found and _HIDING.search(found[0]):
                        self._add(HIDDEN, "", "hidden", number, CELL)
                    self._inline(cell[: found.start()] if found else cell, number, CELL)
            index += 1
        self._add_structure(ROW, "end", lines[index - 1][0])
        return index

    def _close(self) -> None:
        """Read the paragraph that is open."""
        if not self.open:
            return
        opened, self.open = self.open, []
        number = opened[0][0]
        if self.open_kind != ITEM:
            self._block("paragraph", number)
        if len(opened) > 1 and _ATTRIBUTES.fullmatch(opened[-1][1]):
            if _HIDING.search(opened[-1][1]):
                self._add(HIDDEN, "", "hidden", opened[-1][0])
            opened = opened[:-1]
        self._inline("\n".join(line for _, line in opened), number)

    # --- tokens ---

    def _block(self, kind: str, line: int) -> None:
        self.reading.blocks.append(Block(kind, line, len(self.reading.pieces)))

    def _add(self, kind: str, text: str, shown: str, line: int, place: str = "") -> None:
        self.reading.pieces.append(Token(kind, text, line, place, shown, 0, len(shown)))

    def _add_structure(self, kind: str, text: str, line: int) -> None:
        pieces = self.reading.pieces
        self._add(kind, text, "", line or (pieces[-1].line if pieces else 1))

    def _inline(self, text: str, line: int, place: str = "") -> None:
        flat = self.memo.get(text)
        if flat is None:
            if len(self.memo) >= _MOST_REMEMBERED:
                self.memo.clear()
            flat = self.memo[text] = _flat(text, self.definitions)
        self.reading.pieces.append(Text(flat, line, place))

    def _literal(self, text: str, line: int) -> None:
        self.reading.pieces.append(Text(_literal(text), line, ""))


def _begins_table(line: _Line) -> bool:
    return "|" in line.text and "-" in line.following and _SEPARATOR.match(line.following) is not None


def _scan(flat: str, marks: Marks, pattern: re.Pattern[str]) -> Iterator[tuple[str, str, int, int, int]]:
    """Yield the tokens of a paragraph: kind, compared text, lines below its first, start and end."""
    negations, negated = marks.negations, marks.negated
    line = 0
    pause = after_no = False
    for match in pattern.finditer(flat):
        kind = match.lastgroup
        if kind is None:
            continue
        written = match[kind]
        start, end = match.span(kind)
        if kind == "line":
            line += 1
        elif kind == "pause":
            pause = pause or after_no
        else:
            if pause:
                yield PAUSE, ",", line, start, start
                pause = False
            after_no = False
            if kind == "word":
                folded = written.casefold()
                if "’" in folded or "ʼ" in folded:
                    folded = folded.replace("’", "'").replace("ʼ", "'")
                after_no = folded in negations or (bool(negated) and folded.endswith(negated))
                yield (WORD if folded[0].isalpha() else NUMBER), folded, line, start, end
            elif kind == "number":
                yield NUMBER, _number(written, marks), line, start, end
            elif kind == "special":
                for what, text in _special(written[1], written[2:-1], marks):
                    yield what, text, line, start, end
                line += written.count("\n")
            else:
                sign = written.strip()
                yield SIGN, _SAME.get(sign, sign), line, start, end


def _number(written: str, marks: Marks) -> str:
    """Return a number without the marks between its thousands, and with a point before its decimals.

    Another mark than the language's own stays, so that it is seen: ``1.000`` is no thousand in English.
    """
    if written.isdigit():
        return written
    written = written.translate(_THIN)
    group, decimal = re.escape(marks.group), re.escape(marks.decimal)
    grouped = re.fullmatch(
        rf"([1-9]\d{{0,2}}(?:{group}\d{{3}})+|[1-9]\d{{0,2}}(?:_\d{{3}})+|\d+)(?:{decimal}(\d+))?", written
    )
    if not grouped:
        return written
    whole = re.sub(r"\D", "", grouped[1])
    return whole + (f".{grouped[2]}" if grouped[2] else "")


def _special(kind: str, text: str, marks: Marks) -> Iterator[tuple[str, str]]:
    """Yield what stands between control characters: kind and compared text."""
    if kind == "C":
        yield from _citation(text, marks)
    elif kind == "L":
        address = _address(text)
        if address.startswith(("tel:", "sms:")):
            yield PHONE, re.sub(r"[^\d+*#]", "", address[4:])
        elif address:
            yield LINK, address
    elif kind == "P":
        yield PICTURE, _address(text)
    elif kind == "H":
        yield HIDDEN, ""
    else:
        name, _, level = text.partition(":")
        yield {"td": CELL, "tr": ROW, "li": ITEM, "h": HEADING}.get(name, SIGN), level or name


def _citation(text: str, marks: Marks) -> Iterator[tuple[str, str]]:
    if _ONE_KEY.fullmatch(text):
        yield CITED, text[1:]
        return
    targets = parse_citation(text.replace("\n", " "))
    if targets is None:
        for what, part, *_ in _scan(_literal(text), marks, _TOKEN):
            yield what, part
    for target in sorted(targets or ()):
        yield CITED, target.key
        for _, part, *_ in _scan(_literal(target.locator), marks, _TOKEN) if target.locator else ():
            yield LOCATOR, part


def plain(text: str) -> str:
    """Return inline Markdown as plain text.

    >>> plain("Usual *treatment* [@a] of [it](b.md)")
    'Usual treatment of it'
    """
    return cleared(_flat(text, {}))


def cleared(flat: str) -> str:
    """Return the text of a paragraph without emphasis and without what stands between control characters."""
    text = re.sub(r"\x02[^\x03]*\x03|[\[\x04\x05]", "", flat)
    text = re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", "", text)
    return re.sub(r"\s+([.,;:)])", r"\1", " ".join(text.split()))


# --- inline -----------------------------------------------------------------------------------------

# Control characters hold what is not text: \x02, a letter for its kind, its content, \x03. \x04 and \x05 are
# brackets that open nothing.
_ESCAPE = re.compile(rf"\\([{re.escape(ESCAPABLE)}])")
#: What stands for signs that are to begin no tag and no entity, and the way back.
_HELD = {"<": "\ue000", ">": "\ue001", "&": "\ue002"}
_HOLD, _RELEASE = str.maketrans(_HELD), str.maketrans({held: sign for sign, held in _HELD.items()})
_ESCAPED = {**dict.fromkeys("[](){}", "\x04"), "`": "", "\\": "", **_HELD}
_SPAN = re.compile(r"(?<!`)(`+)(?!`)((?:(?!\1(?!`))[^\x00])*?)(?<!`)\1(?!`)")
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?([^()]*)\)")
_CITED = re.compile(CITATION)
_ONE_KEY = re.compile(f"@{KEY}")
_TARGET = re.compile(r"\]\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?[^()\n]*\)")
_BY_LABEL = re.compile(r"\[([^\[\]]+)\](?:[ \n]?\[([^\[\]]*)\])?")
_AFTER_INLINE = re.compile(r"(?<=[\x03*_\x05])\{[^}\n]*\}")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s[^<>]*)?)/?>")
_AUTOLINK = re.compile(r"<((?:https?|ftp|mailto|tel):[^\s<>]*|[^\s<>@]+@[^\s<>@]+\.\w+)>")
_BARE = re.compile(r"\x02[^\x03]*\x03|https?://[^\s<>()\[\]\x02-\x05]+")
#: Invisible wherever no line breaks, with the marks of direction that change no order (Unicode, Cf).
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x61C, *range(0x2066, 0x206A)]
)
_THIN = str.maketrans({"\u2009": "_", "\u202f": "_", "'": "_", "’": "_"})

_DASHES = "\\-\u2010\u2011\u2012\u2013\u2212"  # A long dash joins sentences.
_SPECIALS = r"(?P<line>\n)|(?P<special>\x02[^\x03]*\x03)"
_NUMBERS = r"(?P<number>(?:(?<![\w.,])[.,])?\d+(?:[.,\u2009\u202f'’]\d+)*)"
_WORDS = r"(?P<word>[^\W\d_]+(?:['’ʼ][^\W\d_]+)*)"
_SIGNS = rf"""(?P<sign><=|>=|\+/[{_DASHES}]
       |[+<=>|^%‰/&\#§†‡×÷±¬°¢£¥€$~]
       |[\u2190-\u23ff\u2500-\u27bf\u2900-\u2bff\U0001f000-\U0001faff\u202d\u202e?]
       |(?<=\d)[ ]?[{_DASHES}\u2014\u2015][ ]?(?=\d)
       |(?<=\d)[:·*](?=\d)
       |(?<![\w)\]])[{_DASHES}](?=[.,]?\d)
       |(?<=[\w)\]])[{_DASHES}](?![\w{_DASHES}])
       |(?<=[A-Z][A-Z\d])[ ][{_DASHES}](?=[\s,.;:/)]|$)
       |(?<=[A-Z]\d\d)[ ][{_DASHES}](?=[\s,.;:/)]|$))"""
_PAUSES = "(?P<pause>[,.;:!…\u2014])"
_TOKEN = re.compile("|".join((_SPECIALS, _NUMBERS, _WORDS, _SIGNS, _PAUSES)), re.VERBOSE)
#: Runs of words are passed over in one step, as none of the others begins with a letter, nor ends what begins with one.
_LETTERS = "A-Za-zÀ-ÖØ-öø-ɏ"
_NO_WORD = re.compile(
    rf"(?:[{_LETTERS} ]*[{_LETTERS}])?(?:{_SPECIALS}|{_NUMBERS}|{_SIGNS}|(?s:.)|\Z)", re.VERBOSE
)
_SAME = {"<=": "≤", ">=": "≥", "⩽": "≤", "⩾": "≥", "≦": "≤", "≧": "≥", "·": ".", "*": "×"}
_EACH_DASH = [*_DASHES.lstrip("\\"), "\u2014", "\u2015"]
_SAME |= dict.fromkeys(_EACH_DASH, "-") | {f"+/{dash}": "±" for dash in _EACH_DASH}


def _literal(text: str) -> str:
    """Return text whose brackets and tags are nothing but signs."""
    return re.sub(r"[\x02-\x05]", " ", text).translate(_INVISIBLE)


def _flat(text: str, definitions: dict[str, str]) -> str:
    """Return inline Markdown as text in which what is not text stands between control characters."""
    if "\x02" in text or "\x03" in text:
        text = re.sub(r"[\x02-\x05]", " ", text)
    if "`" in text:
        text = _SPAN.sub(lambda match: _protected(match[2]) + "\x05", text)
    if "\\" in text:
        text = _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), text)
    if "[" in text:
        text = _IMAGE.sub(" \\1 \x02P\\2\x03 ", text)
        text = _CITED.sub("\x02C\\1\x03", text)
        text = _TARGET.sub("\x02L\\1\x03", text)
        if definitions:
            text = _BY_LABEL.sub(lambda match: _labelled(match, definitions), text)
    if "{" in text:
        text = _AFTER_INLINE.sub(lambda match: "\x02H\x03" if _HIDING.search(match[0]) else "", text)
    if "<" in text:
        text = _AUTOLINK.sub("\x02L\\1\x03", text)
        text = _TAG.sub(_tag, text)
    if "://" in text:
        text = _BARE.sub(lambda match: match[0] if match[0][0] == "\x02" else f"\x02L{match[0]}\x03", text)
    if "&" in text:
        text = html.unescape(text)
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
    if "*" in text:
        text = re.sub(r"(?<=[^\W\d])\*+(?=[^\W\d])", "", text)  # A part of a word may be bold.
    text = re.sub(r"~{2,}", " ", text)
    text = re.sub(r"[\u00a0\u2000-\u2008\u200a\u205f\u3000\t]", " ", text)
    text = re.sub(r" {2,}", " ", text)
    return text.translate(_INVISIBLE | _RELEASE)


def _protected(code: str) -> str:
    code = re.sub(r"[\[\](){}\\\x02-\x05]", "\x04", code)
    return code.translate(_HOLD)


def _labelled(match: re.Match[str], definitions: dict[str, str]) -> str:
    address = definitions.get(_label(match[2] or match[1]))
    return f"[{match[1]}\x02L{address}\x03" if address else match[0]


def _tag(match: re.Match[str]) -> str:
    closing, name, attributes = match[1], match[2].lower(), match[3]
    if closing:
        return f"\x02T/{name}:\x03" if name in _MARKED else "" if name in _INLINE else " "
    found = dict(_attributes(attributes))
    is_closed = name == "details" and "open" not in found
    hidden = "\x02H\x03" if is_closed or (_HIDING.search(attributes) and _hides(found)) else ""
    if name == "img":
        return f" {found.get('alt', '')} \x02P{found.get('src', '')}\x03 {hidden}"
    if name == "a":
        return f"{hidden}\x02L{found['href']}\x03" if found.get("href") else hidden
    if re.fullmatch(r"h[1-6]", name):
        return f" {hidden}\x02Th:{name[1]}\x03"
    if name in _MARKED or name in ("td", "th", "tr", "li"):
        return f"{hidden}\x02T{name.replace('th', 'td')}:\x03"
    return hidden if name in _INLINE else f" {hidden}"


#: Elements that change what the characters in them say: 10<sup>5</sup> is not 105.
_MARKED = frozenset({"sup", "sub", "s", "del", "strike"})
_INLINE = frozenset(
    {"abbr", "b", "bdi", "cite", "code", "dfn", "em", "i", "kbd", "mark", "q", "small", "span", "strong"}
    | {"time", "u", "var", "wbr", "a"}
)
_ATTRIBUTE = re.compile(r"([a-zA-Z][\w:.-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")


def _attributes(text: str) -> list[tuple[str, str]]:
    found = _ATTRIBUTE.findall(text)
    return [(name.lower(), one or two or three) for name, one, two, three in found]


def _hides(attributes: dict[str, str]) -> bool:
    return "hidden" in attributes or bool(
        _HIDING.search(f"{attributes.get('class', '')} {attributes.get('style', '')}")
    )


def _address(written: str) -> str:
    """Return what an address leads to, without what changes nothing: its anchor, the scheme's s, a last slash.

    >>> _address("http://www.Example.org/a/#b"), _address("help.md#x"), _address("#x")
    ('//example.org/a', 'help.md', '')
    """
    address = html.unescape(written.strip())
    if re.match(r"https?://", address, re.IGNORECASE):
        host, slash, path = address.partition("://")[2].partition("#")[0].partition("/")
        return f"//{host.lower().removeprefix('www.')}{slash}{path}".rstrip("/")
    if address.lower().startswith(("tel:", "sms:", "mailto:")):
        return address[0:4].lower() + address[4:]
    return re.sub(r"^\./", "", address.partition("#")[0])


def _cells(line: str) -> list[str]:
    r"""Return the cells of a table's row; ``\|`` and what stands in code divide nothing."""
    line = line.strip()
    masked = re.sub(r"\\.|(`+)(?!`).*?(?<!`)\1(?!`)", lambda match: "\x00" * len(match[0]), line)
    edges = [place for place, sign in enumerate(masked) if sign == "|"]
    if edges and edges[0] == 0:
        edges = edges[1:]
        start = 1
    else:
        start = 0
    cells = []
    for edge in edges:
        cells.append(line[start:edge].strip())
        start = edge + 1
    if line[start:].strip() or not cells:
        cells.append(line[start:].strip())
    return [cell.replace("\\|", "|") for cell in cells]
