"""What stands where in a Markdown page: sections by their heading's id, and lines."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, overload

_FENCE = re.compile(r"^([ \t]*)(`{3,}+|~{3,}+)[^\n]*\n.*?(?:(^[ \t]*\2[^\n]*$)|\Z)", re.DOTALL | re.MULTILINE)
_BACKTICKS_OR_END = re.compile(r"`+|\n[ \t]*\n")
_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S.*)$", re.MULTILINE)
_ID = re.compile(r"#([\w-]+)")


@dataclass(frozen=True)
class Heading:
    """A heading, which can be asked like a match: 1 is its marks, 2 its text, 3 its id or ``None``."""

    parts: tuple[str, str, str | None]
    span: tuple[int, int]

    @overload
    def __getitem__(self, number: Literal[1, 2]) -> str: ...

    @overload
    def __getitem__(self, number: Literal[3]) -> str | None: ...

    def __getitem__(self, number: Literal[1, 2, 3]) -> str | None:
        """Return one of its parts."""
        return self.parts[number - 1]

    def start(self) -> int:
        """Return where its line begins."""
        return self.span[0]

    def end(self) -> int:
        """Return where its line ends."""
        return self.span[1]


def headings(markdown: str) -> Iterator[Heading]:
    """Yield each heading outside code, in time linear in the length of the text."""
    for found in _HEADING.finditer(without_code(markdown)):
        text, id_ = found[2].rstrip(" \t"), None
        opening = text.rfind("{") if text.endswith("}") else -1
        if opening >= 0 and (named := _ID.search(text, opening)):
            text, id_ = text[:opening].rstrip(" \t"), named[1]
        yield Heading((found[1], text, id_), found.span())


def title(markdown: str) -> str | None:
    """Return the text of the page's first heading of level 1.

    >>> title("# Cancer in the neck {#top}")
    'Cancer in the neck'
    """
    found = (match[2] for match in headings(markdown) if match[1] == "#")
    return next(found, None)


def section(markdown: str, heading_id: str) -> str | None:
    r"""Return the Markdown below the heading with an id, up to the next heading of its level.

    >>> section("## Ask {#ask}\n\n1. Why?\n\n## More {#more}", "ask")
    '1. Why?'
    """
    found = list(headings(markdown))
    for index, heading in enumerate(found):
        if heading[3] == heading_id:
            after = found[index + 1 :]
            end = next((h.start() for h in after if len(h[1]) <= len(heading[1])), len(markdown))
            return markdown[heading.end() : end].strip()
    return None


def section_start(markdown: str, heading_id: str) -> int | None:
    """Return where the text below the heading with an id begins, or nothing if there is no such heading."""
    return next((heading.end() for heading in headings(markdown) if heading[3] == heading_id), None)


def collected(heading_id: str, *, sources: Mapping[str, str], page: str, link_text: str) -> str:
    """Return the section with an id of every source that has it, as Markdown for one page.

    Args:
        heading_id: the id of the heading whose section is collected.
        sources: the path of each page to its Markdown, in the order wanted.
        page: the path of the page on which the sections are to stand.
        link_text: what the link to each source says; ``{title}`` is the source's title.
    """
    parts = []
    for path, markdown in sources.items():
        text = section(markdown, heading_id)
        if text:
            name = title(markdown) or path
            link = posixpath.relpath(path, posixpath.dirname(page))
            anchor = PurePosixPath(path).stem
            said = link_text.replace("{title}", name)
            parts.append(f"\n\n## {name} {{#{anchor}}}\n\n{text}\n\n[{said}]({link})")
    return "".join(parts)


def without_code(markdown: str) -> str:
    """Return the text with code and comments blanked out, every other character in its place."""
    if not any(sign in markdown for sign in ("`", "~~~", "<!--")):
        return markdown
    text = _without_fences(markdown)
    text = blanked(text, _comments(text))
    return blanked(text, _spans(text))


def without_comments(markdown: str) -> str:
    """Return the text without its comments, which readers of a page's source would see.

    A comment that stands by itself leaves the empty lines around it; code keeps what looks like one.

    >>> without_comments("Ask <!-- or tell? --> early.")
    'Ask  early.'
    """
    if "<!--" not in markdown:
        return markdown
    parts, at = [], 0
    for start, end in _comments(_without_fences(markdown)):
        parts.append(markdown[at:start])
        at = end
    return "".join([*parts, markdown[at:]])


def _without_fences(markdown: str) -> str:
    """Return the text with blocks of code blanked out; what has no end is none."""
    return _FENCE.sub(lambda found: _blank(found) if found[3] else found[0], markdown)


def _comments(markdown: str) -> Iterator[tuple[int, int]]:
    """Yield where each comment begins and ends, in order; one without an end is none."""
    spans = [*_spans(markdown)]
    at, number = markdown.find("<!--"), 0
    while at >= 0:
        while number < len(spans) and spans[number][1] <= at:
            number += 1
        if number < len(spans) and spans[number][0] < at:
            at = markdown.find("<!--", spans[number][1])
            continue
        if markdown[at - 1 : at] == "\\":
            at = markdown.find("<!--", at + 4)
            continue
        end = markdown.find("-->", at)
        if end < 0:
            return
        yield at, end + 3
        at = markdown.find("<!--", end + 3)


def blanked(markdown: str, ranges: Iterable[tuple[int, int]]) -> str:
    """Return a text of the same length in which some ranges, in their order, are blank."""
    parts, at = [], 0
    for start, end in ranges:
        parts += [markdown[at:start], re.sub(r"[^\n]", " ", markdown[start:end])]
        at = end
    return "".join([*parts, markdown[at:]])


def _spans(markdown: str) -> Iterator[tuple[int, int]]:
    """Yield where each code span begins and ends: from a run of backticks to the next of its length.

    A paragraph's end closes what is open. Each run is looked at twice at most.
    """
    waiting: dict[int, list[int]] = {}
    runs: list[tuple[int, int]] = []
    closing: dict[int, int] = {}
    for mark in _BACKTICKS_OR_END.finditer(markdown):
        if mark[0][0] != "`":
            waiting = {}
            continue
        number, length = len(runs), len(mark[0])
        for earlier in waiting.pop(length, []):
            closing[earlier] = number
        waiting[length] = [number]
        runs.append(mark.span())
    number = 0
    while number < len(runs):
        if number in closing:
            yield runs[number][0], runs[closing[number]][1]
            number = closing[number]
        number += 1


def lines_of(written: str, source: str) -> Iterator[int]:
    """Yield each line, from 1, where a text stands in a page outside code, however it is wrapped."""
    pattern = r"\s+".join(re.escape(word) for word in written.split())
    for match in re.finditer(pattern, without_code(source)):
        yield source.count("\n", 0, match.start()) + 1


def line_of(written: str, source: str) -> int:
    r"""Return the first line where a text stands in a page, in code only if nowhere else; 1 if it does not.

    >>> line_of("note", "Words.\n\n```{note}\nx\n```\n")
    3
    """
    found = next(lines_of(written, source), None)
    return found or source.count("\n", 0, max(source.find(written), 0)) + 1


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
