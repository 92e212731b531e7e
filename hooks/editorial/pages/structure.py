"""What stands wrong in a page's lines: merges left half done, tables, boxes and headings that are none.

What Markdown makes of these is shown to readers, and mostly without a mark by which it could be found there.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from itertools import islice

from editorial.lookalikes import lookalike_text, lookalikes
from editorial.markdown import headings, without_code
from editorial.pages.commonmark import cells, is_dashes
from editorial.pages.frontmatter import KNOWN_KEYS, OPENING, split
from editorial.pages.items import list_findings
from editorial.problems import Problem, did_you_mean, unseen_text
from editorial.text import unseen

#: A line, from 1, and the sentence about it.
Finding = tuple[int, str]

_CONFLICT = re.compile(r"^(<{7}|>{7}|\|{7}|={7})(?:[ \t].*)?$")
#: Words after the kind of a box that are no title in quotes; Material's own say where it stands.
_UNQUOTED = re.compile(r"[ \t]+([^\s\"“”«»'][^\"“”«»\n]*?)[ \t]*$")
_PLACES = frozenset({"inline", "end"})
#: What begins something of its own right below a box, and an item of a list.
_OWN_BEGINNING = re.compile(r" *(?:[-*+#>|<]|\d+[.)]|!!!|\?\?\?)")
_ITEM_BEGINNING = re.compile(r" *[-*+\d]")
_UNDERLINE = re.compile(r"(=+|-+)[ \t]*")
_BOX = re.compile(r"([ \t]*)(!!!|\?\?\?\+?)[ \t]*([\w-]*)")
#: The boxes that the theme knows (Material for MkDocs, Admonitions, Supported types).
BOXES = ("note", "abstract", "info", "tip", "success", "question", "warning", "failure", "danger", "bug")
_BOXES = frozenset((*BOXES, "example", "quote", "summary", "tldr", "hint", "important", "check", "done"))
_MORE_BOXES = _BOXES | {"help", "faq", "caution", "attention", "fail", "missing", "error", "cite"}


def page_findings(text: str) -> list[Finding]:
    """Return what is wrong in the lines of a page, front matter included; lines end with LF."""
    body = split(text).body
    # What stands above the body keeps its lines, so that they can be counted.
    top = text[: len(text) - len(body)].count("\n")
    # A line with code in it is looked at as it is; one of a block of code or of a comment is empty.
    blanked = ("\n" * top + without_code(body)).split("\n")
    written = ("\n" * top + body).split("\n")
    lines = [line if seen.strip() else "" for seen, line in zip(blanked, written, strict=True)]
    findings = [*_conflicts(lines)]
    if findings:
        # Half of one version and half of another: what else is wrong tells itself once they are one again.
        return [*findings, *hidden(text)]
    for check in (
        _underlined,
        _tables,
        _pasted_tables,
        _marks_without_space,
        list_findings,
    ):
        findings += check(lines)
    findings += [*_boxes(lines, written), *_backslashes(blanked)]
    findings += [*_open_tags(blanked), *_raw_headings(blanked), *_raised_numbers(blanked)]
    findings += _unused_addresses(lines)
    findings += _fences_as_boxes(written)
    findings += _texts_at_top(text.split("\n")[:top])
    # Where keys at the top have no end, that is said where they are read.
    findings += _keys(lines, is_alone=not top and not OPENING.match(text))
    findings += _headings(text, top)
    findings += _open_comment(blanked)
    findings += _comment_ends(written)
    findings += hidden(text)
    return sorted(findings)


def file_problems(text: str, *, path: str) -> list[Problem]:
    """Return what is left over in a file that is no page: merges left half done, invisible characters."""
    findings = [*_conflicts(text.split("\n")), *hidden(text)]
    return [Problem(path, line, said) for line, said in findings]


# --- merges ---------------------------------------------------------------------------------------


def _conflicts(lines: Sequence[str]) -> Iterator[Finding]:
    """Each conflict once, at its first mark. Rule: git-merge, How conflicts are presented."""
    inside = False
    for number, line in enumerate(lines, start=1):
        mark = _CONFLICT.match(line)
        if not mark or mark[1][0] in "|=":
            continue
        if mark[1][0] == "<" or not inside:
            yield (
                number,
                f"'{mark[1]}' is left over from a merge. Keep one of the two texts, and take out the lines with "
                "<<<<<<<, ======= and >>>>>>>.",
            )
        inside = mark[1][0] == "<"


def _underlined(lines: Sequence[str]) -> Iterator[Finding]:
    """A line of '=' or '-' makes a heading of the one above it (CommonMark 4.3), which has then no id."""
    for at, line in enumerate(lines):
        above, before = (lines[at - 1] if at else ""), (lines[at - 2] if at > 1 else "")
        if _UNDERLINE.fullmatch(line) and above.strip() and not before.strip() and "|" not in above:
            level = "#" if line[0] == "=" else "##"
            yield (
                at + 1,
                f"'{line.strip()}' makes a heading of the line above it. For a heading write "
                f"'{level} {above.strip()[:60]} {{#id}}'; else take it out, or leave an empty line above it.",
            )


# --- tables ---------------------------------------------------------------------------------------


def _tables(lines: Sequence[str]) -> Iterator[Finding]:
    """Rows that make no table, or that have more or fewer cells than its heading (GFM 4.10)."""
    at = 0
    while at < len(lines):
        end = at + 1
        if "|" in lines[at] and end < len(lines) and is_dashes(lines[end].expandtabs(4)):
            if re.match(r" *- ", lines[end]):
                yield (
                    end + 1,
                    f"'-' makes a list here, and no table. Write it like this: {_dashes(lines[at])}",
                )
            while end < len(lines) and lines[end].strip():
                end += 1
            yield from _of_table(lines[at:end], at + 1)
        elif _is_row(lines[at]) or _are_rows(lines[at : at + 2]):
            while end < len(lines) and (_is_row(lines[end]) or _are_rows(lines[end - 1 : end + 1])):
                end += 1
            text = f"this is no table without a line of dashes. Write it below the first line: {_dashes(lines[at])}"
            yield at + 1, text
        at = end


def _dashes(heading: str) -> str:
    return f"|{' --- |' * len(cells(heading))}"


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def _are_rows(lines: Sequence[str]) -> bool:
    """Whether two lines are rows without bars at their ends."""
    return (
        len(lines) == 2
        and all(" | " in line for line in lines)
        and len({len(cells(line)) for line in lines}) == 1
    )


def _of_table(rows: Sequence[str], first: int) -> Iterator[Finding]:
    count = len(cells(rows[0]))
    found = len(cells(rows[1]))
    if found != count:
        text = (
            f"the line of dashes has {found} cells, the heading of the table {count}. Write '---' for each: "
            f"|{' --- |' * count}"
        )
        yield first + 1, text
        return
    for number, row in enumerate(rows[2:], start=first + 2):
        if "^^" in cells(row):
            yield (
                number,
                "readers see '^^' as it stands: here no cell reaches over two rows. Write its text again.",
            )
        found = len(cells(row))
        if found > count:
            text = (
                f"this row has {found} cells, the heading of the table {count}: readers do not see the rest. "
                "For a '|' in a cell write '\\|'."
            )
            yield number, text
        elif found < count:
            text = (
                f"this row has {found} cells, the heading of the table {count}. Write each between '|', also "
                "an empty one; leave an empty line below the table."
            )
            yield number, text


TAB_BETWEEN_WORDS = re.compile(r"[^\s|] *\t+ *[^\s|]")
_ITEM_MARK = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]+")
#: Bars that look like the one of Markdown, and corners of tables that are drawn.
_OTHER_BAR = re.compile("[│┃║｜¦┌├└╔╠╚┏┣┗]")
#: Room between columns: in a text two spaces may stand after a sentence.
_GAP = re.compile(r"(?:(?<=[^\s.!?:;,]) {2,}|(?<=\S) {3,})(?=\S)")
_NO_TEXT = re.compile(r"[ \t]*(?:[-*+#|>:<]|\d+[.)][ \t]|!!!|\?\?\?|\[[^\]]*\]:)")
_LINE_OF_DASHES = re.compile(r" {0,3}-{2,}(?: +-{2,})+ *")
_VALUE = r"[^,;\t]{1,40}"
_WITH_COMMAS = re.compile(rf"{_VALUE}(?:([,;])(?=\S){_VALUE})(?:\1(?=\S){_VALUE})+[,;]?")
#: Two values and no more: a name and another, or a number.
_PAIR = re.compile(r"([^,;\t.]{0,40}[^,;\t.\d])([,;])([^\s,;.][^,;\t.]{0,40}|\d[\d.]*)[,;]?")
#: Values with a comma and a space between them, none of more than three words.
_SPACED_VALUES = re.compile(
    r"[^\s,;]+(?: [^\s,;]+){0,2}(?:([,;]) [^\s,;]+(?: [^\s,;]+){0,2})(?:\1 [^\s,;]+(?: [^\s,;]+){0,2})+"
)
_SPACED_PAIR = re.compile(r"([^,;\t.]{0,40}[^,;\t.\d\s]) ?([,;]) ([<>=≤≥]?\d[\d.]*\s?%?)")
#: Values with bars and nothing else between them.
_BARE_BARS = re.compile(r"[^|\s.][^|.]{0,30}(?:\|[^|.\s][^|.]{0,30})+")
_QUOTED = re.compile(r'"[^"\n]{0,200}"')
_NUMBER = re.compile(r"[<>=≤≥]?\d[\d.,]*\s?%?")


def _pasted_tables(lines: Sequence[str]) -> Iterator[Finding]:
    """Two lines that are rows of a table in another program: a spreadsheet, a mail, a terminal."""
    in_table = _in_tables(lines)
    has_pre = any("<pre" in line for line in lines)
    told = False
    for at in range(1, len(lines)):
        above, line = lines[at - 1], lines[at]
        said = ""
        if above and line and not in_table[at] and not in_table[at - 1] and not has_pre:
            said = next((text for text, are_rows in _ROWS if are_rows(above, line)), "")
        if said and not told:
            text = f"{said} make no table. Write '|' between its cells, and a line | --- | --- | below the first."
            yield at, text
        told = bool(said)


def _in_tables(lines: Sequence[str]) -> list[bool]:
    """Return for each line whether it is one of a table that readers see."""
    found = [False] * len(lines)
    for at in range(1, len(lines)):
        if "|" in lines[at - 1] and is_dashes(lines[at].expandtabs(4)):
            found[at - 1] = True
        found[at] = found[at - 1] and bool(lines[at].strip())
    return found


def _tabbed(above: str, line: str) -> bool:
    return "\t" in line and "\t" in above and _has_tab(line) and _has_tab(above)


def _has_tab(line: str) -> bool:
    item = _ITEM_MARK.match(line)
    return TAB_BETWEEN_WORDS.search(line[item.end() if item else 0 :]) is not None


def _drawn(above: str, line: str) -> bool:
    return not line.isascii() and bool(_OTHER_BAR.search(line) and _OTHER_BAR.search(above))


def _with_commas(above: str, line: str) -> bool:
    """Whether both lines have as many values, with a sign and no space between them, and not only numbers."""
    if _NO_TEXT.match(above) or _NO_TEXT.match(line):
        return False
    above, line = (_QUOTED.sub("x", row.strip()) for row in (above, line))
    for pattern in (_WITH_COMMAS, _PAIR, _SPACED_VALUES, _SPACED_PAIR):
        rows = [pattern.fullmatch(row) for row in (above, line)]
        if not rows[0] or not rows[1]:
            continue
        sign = rows[0][2 if pattern in (_PAIR, _SPACED_PAIR) else 1]
        both = [row.strip(sign).split(sign) for row in (above, line)]
        words = any(re.search(r"[^\W\d_]", row[0]) for row in rows if row)
        # In a sentence a comma has a space behind it; then only numbers below each other tell.
        numbers = any(
            all(_NUMBER.fullmatch(value.strip()) for value in pair) for pair in zip(*both, strict=False)
        )
        if words and len(both[0]) == len(both[1]) and (pattern in (_WITH_COMMAS, _PAIR) or numbers):
            return True
    return False


def _in_columns(above: str, line: str) -> bool:
    """Whether the words of both lines stand below each other, with room between them."""
    if "  " not in line or "  " not in above:
        return False
    for one, other in ((line, above), (above, line)):
        if _LINE_OF_DASHES.fullmatch(one):
            return bool(_GAP.search(other))
    if line.endswith("  ") or _NO_TEXT.match(line) or _NO_TEXT.match(above):
        return False  # Lines that are kept apart, or are no text.
    if "   " not in line.lstrip() and "   " not in above.lstrip():
        return False  # Two spaces here and there, as where a text was set to both margins.
    here, there = ({gap.end() for gap in _GAP.finditer(row.rstrip())} for row in (line, above))
    ends_alike = len(here) == len(there) > 0 and len(line.rstrip()) == len(above.rstrip())
    return bool(here & there) or ends_alike or len(here) == len(there) > 1


def _with_bars(above: str, line: str) -> bool:
    """Whether both lines have as many values, with bars close between them."""
    rows = above.strip(), line.strip()
    return all(map(_BARE_BARS.fullmatch, rows)) and above.count("|") == line.count("|")


_ROWS: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    ("tabs between words", _tabbed),
    ("bars of another kind", _drawn),
    ("bars between words", _with_bars),
    ("commas or semicolons between words", _with_commas),
    ("spaces between words", _in_columns),
)


# --- boxes and marks ------------------------------------------------------------------------------


def _boxes(lines: Sequence[str], written: Sequence[str]) -> Iterator[Finding]:
    """A box has only what is indented below it (Python-Markdown, Admonition), be it code, as in ``written``."""
    for at, line in enumerate(lines):
        box = _BOX.match(line)
        if not box:
            continue
        if box[3] and box[3].casefold() not in _MORE_BOXES and (hint := did_you_mean(box[3], _MORE_BOXES)):
            yield at + 1, f"there is no box '{box[3]}'.{hint}"
        title = _UNQUOTED.match(line, box.end()) if box[3] else None
        if title and not _PLACES.issuperset(title[1].split()):
            written = f'{box[2]} {box[3]} "{title[1]}"'
            text = f"nobody sees '{title[1]}', which stands without quotes. Write it like this: {written}."
            yield at + 1, text
        following = next(
            (n for n in range(at + 1, len(lines)) if re.sub(r"<!--.*?-->", "", written[n]).strip()), None
        )
        if following is None:
            yield at + 1, "this box is empty. Write its text below it, with 4 spaces before it."
            continue
        inside = written[following].expandtabs(4)
        if len(inside) - len(inside.lstrip()) < len(box[1].expandtabs(4)) + 4:
            text = f"this is not in the box of line {at + 1}. Write 4 spaces before each of its lines."
            yield following + 1, text
            continue
        if outside := _beside(lines, following, len(box[1].expandtabs(4)) + 4):
            text = (
                f"this is not in the box of line {at + 1}. Write 4 spaces before each of its lines, or leave an "
                "empty line above it."
            )
            yield outside + 1, text
        elif alone := _lone_citation(lines, following, len(box[1].expandtabs(4)) + 4):
            text = (
                f"this citation stands alone below the box of line {at + 1}. Write it in the box, after what it is "
                "the source of."
            )
            yield alone + 1, text


_LONE_CITATION = re.compile(r"[ \t]*(?:\[@[^\[\]]{1,300}\][ \t.]*)+")


def _lone_citation(lines: Sequence[str], at: int, indent: int) -> int | None:
    """Return the line of a citation that stands alone below a box, after an empty line, or nothing."""
    while at < len(lines) and (not lines[at].strip() or lines[at].expandtabs(4).startswith(" " * indent)):
        at += 1
    alone = at < len(lines) and _LONE_CITATION.fullmatch(lines[at])
    return at if alone and not "".join(lines[at + 1 : at + 2]).strip() else None


_FENCED_BOX = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*\{[ \t]*\.?([\w-]+)[^}\n]*\}")


def _fences_as_boxes(lines: Sequence[str]) -> Iterator[Finding]:
    """Boxes of MyST and Quarto, which are shown as the code of a program here."""
    for number, line in enumerate(lines, start=1):
        box = _FENCED_BOX.match(line)
        name = box[2].casefold().removeprefix("callout-") if box else ""
        if box and name in _MORE_BOXES | {"admonition", "seealso"}:
            kind = name if name in _MORE_BOXES else "note"
            text = (
                f"'{box[1]}{{{box[2]}}}' makes no box. Write '!!! {kind}', and its text below, with 4 spaces."
            )
            yield number, text


def _beside(lines: Sequence[str], at: int, indent: int) -> int | None:
    """Return the line that goes on with a box, as its indent or its place says, and is not in it."""
    after_empty = False
    while at < len(lines):
        line = lines[at].expandtabs(4)
        spaces = len(line) - len(line.lstrip())
        if line.strip() and spaces < indent:
            # A line right below goes on in every other program; so does one that is indented, but for a list's.
            is_right_below = not after_empty and not _OWN_BEGINNING.match(line)
            is_indented = indent == 4 and spaces > 0 and not _ITEM_BEGINNING.match(line)
            return at if is_right_below or is_indented else None
        after_empty = not line.strip()
        at += 1
    return None


def _marks_without_space(lines: Sequence[str]) -> Iterator[Finding]:
    """A sign that begins a heading or a quotation here, where a sentence was meant."""
    before = ""
    for number, line in enumerate(lines, start=1):
        in_quotation, before = before.lstrip().startswith(">"), line
        if re.match(r" {0,3}#{1,6}[^#\s{]", line):
            mark = re.match(r" *(#+)", line)
            signs = mark[1] if mark else "#"
            text = f"'{signs}' makes a heading here. Write a space after it; for the sign itself write '\\#'."
            yield number, text
        elif re.match(r" {0,3}>[ \t]?[\d=]", line) and not in_quotation:
            yield number, "'>' makes a quotation at the start of a line. For the sign itself write '\\>'."


_ESCAPED_ITEM = re.compile(r"[ \t]*((?:\d{1,3}|[a-z])\\[.)]|\\[-*+•])[ \t]")
_RTF_LETTER = re.compile(r"\\'([0-9a-f]{2})")


def _backslashes(lines: Sequence[str]) -> Iterator[Finding]:
    """What a backslash makes plain text, as programs that export Markdown or RTF write it."""
    told = False
    for number, line in enumerate(lines, start=1):
        item = _ESCAPED_ITEM.match(line)
        follows = item and number < len(lines) and _ESCAPED_ITEM.match(lines[number])
        if item and follows and not told:
            text = (
                f"'{item[1]}' makes no list: readers see these lines run on in one. For a list take the backslashes "
                "out; for the signs themselves leave an empty line between the lines."
            )
            yield number, text
        told = bool(follows)
        if letter := _RTF_LETTER.search(line):
            sign = bytes.fromhex(letter[1]).decode("cp1252", errors="ignore").strip() or "the letter itself"
            yield (
                number,
                f"'{letter[0]}' stands for a letter in the format RTF, and readers do not see it. Write {sign}.",
            )


_INLINE_TAG = re.compile(
    r"<(/?)(a|abbr|b|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)\b(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>",
    re.IGNORECASE,
)


#: Numbers behind the end of a sentence that were raised before they were copied: "It is rare.3 It went."
_WAS_RAISED = re.compile(
    r"(?<![\w/.@\\-])[^\W\d_]{4,40}(\.\d{1,2}(?:[,–-]\d{1,2}){0,5})(?=[ \t]+[^\W\d_a-z]|[ \t]*$)"
)


def _raised_numbers(lines: Sequence[str]) -> Iterator[Finding]:
    for number, line in enumerate(lines, start=1):
        if found := _WAS_RAISED.search(line):
            yield (
                number,
                f"readers see '{found[1]}' as it stands; cite the source by its key, [@key]: the numbers are made by "
                "the build.",
            )


def _raw_headings(lines: Sequence[str]) -> Iterator[Finding]:
    """Headings in HTML: they have no place in the page's contents, and what is checked of headings is not of them."""
    for number, line in enumerate(lines, start=1):
        if found := re.search(r"(?<!\\)<h([1-6])\b", line, re.IGNORECASE):
            mark = "#" * max(2, int(found[1]))
            yield (
                number,
                f"'{found[0]}>' is a heading in HTML. Write it in Markdown: '{mark} Its words {{#id}}'.",
            )


def _open_tags(lines: Sequence[str]) -> Iterator[Finding]:
    """Tags of words in a sentence that do not end in their paragraph: all that follows would be raised, or bold."""
    open_: list[tuple[str, int]] = []
    for number, line in enumerate([*lines, ""], start=1):
        for tag in _INLINE_TAG.finditer(line) if "<" in line else ():
            name = tag[2].casefold()
            if line[: tag.start()].endswith("\\") or tag[0].endswith("/>"):
                continue
            if not tag[1]:
                open_.append((name, number))
            elif open_ and open_[-1][0] == name:
                open_.pop()
            elif not any(name == other for other, _ in open_):
                yield (
                    number,
                    f"'</{name}>' ends what did not begin. Write '<{name}>' before it, or take it out.",
                )
        if not line.strip():
            for name, at in open_:
                yield at, f"'<{name}>' has no end in its paragraph. Write '</{name}>' after what it is for."
            open_.clear()


_ADDRESS_BELOW = re.compile(r" {0,3}\[([^\[\]^\n]{1,200})\]:[ \t]+(?!<>|#(?:[ \t]|$))(\S+)")


def _unused_addresses(lines: Sequence[str]) -> Iterator[Finding]:
    """Addresses of links by reference (CommonMark 4.7) on a page without such a link: readers see nothing of them."""
    named = [
        (number, found) for number, line in enumerate(lines, start=1) if (found := _ADDRESS_BELOW.match(line))
    ]
    if not named:
        return
    at = {number for number, _ in named}
    rest = "\n".join(line for number, line in enumerate(lines, start=1) if number not in at)
    used = {" ".join(words.casefold().split()) for words in re.findall(r"\[([^\[\]]{1,200})\]", rest)}
    labels = {" ".join(found[1].casefold().split()) for _, found in named}
    for number, found in named if used.isdisjoint(labels) else ():
        text = (
            f"no link uses '{found[0].strip()[:60]}', so readers see nothing of this line. Write a link like this: "
            f"[{found[1]}]({found[2]}), or take the line out."
        )
        yield number, text


def _open_comment(lines: Sequence[str]) -> Iterator[Finding]:
    for number, line in enumerate(lines, start=1):
        if re.search(r"(?<!\\)<!--", line):
            yield number, "the comment '<!--' has no end, so readers see it. Write '-->' after it."
            return


def _comment_ends(lines: Sequence[str]) -> Iterator[Finding]:
    """What ends a comment for browsers and not for Markdown (HTML Standard, 13.2.5.52)."""
    for number, line in enumerate(lines, start=1):
        if "--!>" in line:
            yield number, "'--!>' ends a comment in browsers and not in Markdown. Write '-->'."


# --- front matter that is none ---

_DASHES = re.compile(r"[ \t]*(?:\\?-{2,}|\+{3,}|\*{3,}|[–—]{1,3}|\.{3})[ \t]*")
_KEY = re.compile(r"[ \t]*([A-Za-z_][\w-]*)[ \t]*[:=](?:[ \t]|$)")
_BELOW_KEY = re.compile(r"[ \t]+\S|[ \t]*-[ \t]+\S|[ \t]*#")
#: Keys that other programs have at the top of a page.
_OTHER_KEYS = frozenset(
    ("author", "authors", "date", "tags", "layout", "lang", "draft", "categories", "slug", "id")
)
#: So many lines at the beginning of a page may be meant as its keys.
_TOP_LINES = 40


_CUT_OFF = re.compile(
    r"[ \t]*(?:- )?(?:title|description|\d{4}-\d\d-\d\d[\w ]*)[ \t]*:[ \t]+[^'\"\s#].*?[ \t](#.*)$"
)
_IN_CURLY_QUOTES = re.compile(r"(?:title|description)[ \t]*:[ \t]*“[^“”]*”[ \t]*$")


def _texts_at_top(lines: Sequence[str]) -> Iterator[Finding]:
    """Texts of the front matter that YAML ends at a '#', or whose quotes are none to it (YAML 1.2, 6.6 and 7.3)."""
    for number, line in enumerate(lines, start=1):
        if cut := _CUT_OFF.match(line):
            yield number, f"nobody sees '{cut[1][:60]}': a '#' begins a remark. Put the whole text in quotes."
        elif _IN_CURLY_QUOTES.match(line):
            yield number, "readers see the quotes “ and ” of this text. Write straight ones, or none."


def _keys(lines: Sequence[str], *, is_alone: bool) -> Iterator[Finding]:
    """Keys that stand elsewhere than between two lines of dashes, the first of which is line 1.

    ``is_alone`` says that the page has no keys at its top.
    """
    for at, line in enumerate(lines[:_TOP_LINES] if is_alone else ()):
        key = _KEY.match(line)
        if key and key[1] in KNOWN_KEYS:
            text = (
                f"'{key[1]}' is a key only between two lines '---', of which the first is line 1 of the file. Write "
                "nothing above that."
            )
            yield at + 1, text
            return
    at = 0
    while at < len(lines):
        end = _end_of_keys(lines, at)
        if end and not (is_alone and at < _TOP_LINES):
            text = "keys stand at the top only: readers see these. Take them out, or write them into the lines there."
            yield at + 1, text
        at = end or at + 1


def _end_of_keys(lines: Sequence[str], at: int) -> int:
    """Return where a block of keys between two lines of dashes ends; 0 if none begins here."""
    if not lines[at].strip() or not _DASHES.fullmatch(lines[at]):
        return 0
    names: list[str] = []
    for end in range(at + 1, min(len(lines), at + _TOP_LINES)):
        line = lines[end]
        if _DASHES.fullmatch(line):
            known = [name for name in names if name in KNOWN_KEYS or name.casefold() in _OTHER_KEYS]
            return end + 1 if known or (len(names) > 1 and all(map(str.islower, names))) else 0
        if key := _KEY.match(line):
            names.append(key[1])
        elif line.strip() and not (names and _BELOW_KEY.match(line)):
            return 0
    return 0


# --- headings -------------------------------------------------------------------------------------


def _headings(text: str, top: int) -> Iterator[Finding]:
    """Ids that are missing or there twice, a second title, and levels that are skipped (WCAG 2.2, G141)."""
    before, ids, has_title = 0, dict[str, int](), False
    line, counted = 1, 0
    for heading in headings(text):
        line += text.count("\n", counted, heading.start())
        counted = heading.start()
        if line <= top:
            continue  # A comment of the front matter.
        marks, words, id_ = heading[1], heading[2], heading[3]
        level = len(marks)
        if level == 1 and has_title:
            yield (
                line,
                f"the page has its title already, above '{words}'. Write '##' before it instead of '#'.",
            )
            level = 2
        elif before and level > before + 1:
            said = f"the heading '{words}' skips a level. Write '{'#' * (before + 1)}' before it instead of '{marks}'."
            yield line, said
        has_title = has_title or level == 1
        before = level
        # What stands in braces without the sign '#' is said where its HTML is looked at.
        lost = re.search(r"\{:?[ \t]*[a-z][\w-]*[ \t]*\}$", words)
        if not id_ and level > 1 and not lost:
            advice = f"Write one after it, the same in every language: {{#{slug(words)}}}"
            said = f"the heading '{words}' has no id. {advice}"
            yield line, said
        elif id_ and re.search(r"\\\{:?[ \t]*#[^{}]*\}[ \t]*$", text[heading.start() : heading.end()]):
            yield (
                line,
                f"readers see '{{#{id_}}}' in the heading '{words}'. Take out the backslash before '{{'.",
            )
        elif id_ and ids.setdefault(id_, line) != line:
            yield line, f"the id '#{id_}' is also that of line {ids[id_]}: links lead there. Write another."


def slug(words: str) -> str:
    """Return an id for a heading: its first words, in letters that every keyboard has."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\[@[^\]]*\]", "", words).casefold())
    return "-".join(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())[:4]) or "id"


# --- what nobody sees -----------------------------------------------------------------------------

#: Soft hyphens, and entities, which may be any character; the characters themselves are said where a file is read.
HIDDEN = re.compile(r"\u00ad|&(?:[A-Za-z]{2,30};|#(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}))(?![\da-fA-F]);?)")
_MOJIBAKE = re.compile(
    r"Ã[\x80-\xbf\u0192\u201a-\u2122]|â€[\x80-\xbf\u0152-\u2122]|Â[\xa0-\xbf]|[\ufffc\ufffd]"
)


def _sign(found: re.Match[str]) -> str:
    """Return the character that browsers make of an entity; Python leaves out controls, browsers do not."""
    number = int(found[1] or 0) or int(found[2] or "0", 16)
    return chr(number) if 0 < number < 0x20 or number == 0x7F else unescape(found[0])


def hides(found: re.Match[str]) -> bool:
    """Whether what was found is a character that hides in a word."""
    sign = _sign(found)
    return sign == "\u00ad" or (len(sign) == 1 and any(unseen(sign)))


#: Of so many words of one line that only look right is told.
_MOST_WORDS = 10


def hidden(text: str) -> Iterator[Finding]:
    """Yield each line with a character that hides in a word, looks like another, or stands for one that was lost."""
    letters = set(text)
    for number, line in enumerate(text.split("\n"), start=1):
        for match in HIDDEN.finditer(line):
            if hides(match):
                yield number, unseen_text(_sign(match))
                break
        for word, plain in islice(lookalikes(line, letters), _MOST_WORDS):
            yield number, lookalike_text(word, plain)
        if wrong := _MOJIBAKE.search(line):
            yield number, f"'{wrong[0]}' stands for a letter that was stored wrongly. Write the letter again."
