"""What stands wrong in a page's lists: numbers that readers see otherwise, and signs that became bullets.

Python-Markdown and CommonMark number a list on from its first number, whatever else is written; and a sign or a
number at the beginning of a line makes a list of it (CommonMark 5.2, 5.3), also where a line merely broke there.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from editorial.pages.commonmark import DEEPEST, ITEM, Kind, Place, blocks, box_text, inner, placed

#: A line, from 1, and the sentence about it.
_Finding = tuple[int, str]

_BEGINS_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
#: A sentence that goes on in the next line, one that does not, and the first words of one that goes on.
_GOES_ON = re.compile(r"[\w,%+=<>≤≥±~/(&°–—-]$")
_ENDS = re.compile(r"[:.;!?]$")
_IN_A_SENTENCE = re.compile(r"[^\W_A-Z]|[<>=≤≥±~≈.(]")
_VALUE = re.compile(r"[pP]\s*[<>=≤≥]")
#: A sign before a number: "- 5 mg".
_MINUS = re.compile(r"[-+] [<>=≤≥~≈]?\d")
#: A star behind a word that points to a note below.
_STAR = re.compile(r"(?<=[\w.,)%])\*(?![\w*])")


def list_findings(lines: Sequence[str]) -> Iterator[_Finding]:
    r"""Yield what is wrong in the lists of a page.

    >>> [line for line, _ in list_findings(["1. One", "3. Three", "", "It is 4", "- 5 mg."])]
    [2, 5]
    """
    if any(map(_BEGINS_ITEM.match, lines)):
        yield from _findings([line.expandtabs(4) for line in lines], 1, 0, _first_star(lines))


def _findings(lines: Sequence[str], first: int, depth: int, star: int) -> Iterator[_Finding]:
    """Yield what is wrong in lines of which the first has a number, and which stand in so many boxes.

    ``star`` is the first line whose text points to a note.
    """
    for block in blocks(lines, depth):
        start, above = first + block.start, lines[block.start - 1].rstrip() if block.in_paragraph else ""
        if block.kind is Kind.QUOTE:
            yield from _findings(inner(lines, block), start, depth + 1, star)
        elif block.kind is Kind.CONTAINER:
            yield from _findings(inner(lines, block), start + 1, depth + 1, star)
        elif block.kind is Kind.LIST:
            part = lines[block.start : block.end]
            places = [*placed(part)]
            yield from _signs(places, start, above, star)
            yield from _numbers(places, start)
            yield from _among_items(places, start)
            for at, place in enumerate(places):
                if place.is_box and depth < DEEPEST:
                    yield from _findings(box_text(part, places, at), start + at + 1, depth + 1, star)
        elif block.kind is Kind.LINE and above and block.start + 1 < len(lines):
            yield from _no_item(above, lines[block.start], lines[block.start + 1], start)


# --- numbers ----------------------------------------------------------------------------------------


class _Number(NamedTuple):
    line: int
    written: int


def _numbers(places: Sequence[Place], first: int) -> Iterator[_Finding]:
    """Yield the first number of each list that readers see otherwise. '1.' before each item is a way to write one."""
    for numbers in _numbered(places, first):
        start = numbers[0].written
        if start in (0, 1) and all(number.written == start for number in numbers):
            continue
        for shown, number in enumerate(numbers, start=start):
            if shown != number.written:
                other = (
                    "or for a new list a sentence or a heading above it"
                    if number.written in (0, 1)
                    else f"or '{number.written}\\.' below an empty line, for a number that is none of the list"
                )
                said = (
                    f"readers see '{shown}.' here and not '{number.written}.': a list counts on from its first "
                    f"number. Write '{shown}.', {other}."
                )
                yield number.line, said
                break


def _numbered(places: Sequence[Place], first: int) -> Iterator[list[_Number]]:
    """Yield the numbers of each list that has some."""
    open_: list[list[_Number]] = []  # Of the list at each depth; empty, if it has bullets.
    after_empty = False
    for line, place in enumerate(places, start=first):
        if place.item:
            same = open_[place.depth : place.depth + 1]
            keeps = bool(same) and bool(same[0]) == place.is_numbered
            yield from filter(None, open_[place.depth + keeps :])
            del open_[place.depth + keeps :]
            if not keeps:
                open_.append([])
            if place.is_numbered:
                open_[-1].append(_Number(line, int(place.item[2][:-1])))
        elif place.is_box or (after_empty and place.text and not place.in_box):
            # What stands between two lists, and in no item of the first.
            yield from filter(None, open_[place.depth :])
            del open_[place.depth :]
        after_empty = not place.text
    yield from filter(None, open_)


# --- signs ------------------------------------------------------------------------------------------


def _signs(places: Sequence[Place], first: int, above: str, star: int) -> Iterator[_Finding]:
    """Yield the beginning of a list that is no list: a sign or a number at which a line broke, or that of a note."""
    items = [place for place in places if place.item]
    item = items[0]
    mark = item.item[2] if item.item else ""
    if len(items) == 1 and mark == "*" and (star < first or _VALUE.match(item.text)):
        yield first, "'*' makes a list here, and readers see no '*'. For the sign itself write '\\*'."
    elif (
        len(items) == 1
        and not above
        and all(place.text for place in places)
        and _MINUS.match(f"{mark} {item.text}")
    ):
        said = (
            f"'{mark}' makes a list of one point here, and readers see no '{mark}'. For the sign itself write "
            f"'\\{mark}'; for a list begin with a word."
        )
        yield first, said
    elif above and _goes_on(above, items):
        said = (
            f"'{mark}' makes a list here, in the midst of a sentence. For the sign itself write "
            f"'{mark[:-1]}\\{mark[-1]}'; for a list leave an empty line above it."
        )
        yield first, said


def _goes_on(above: str, items: Sequence[Place]) -> bool:
    """Whether a sentence goes on in what looks like a list below it."""
    if above[-1].isdigit() and all(place.text[0].isdigit() and not place.is_numbered for place in items):
        return True
    only = items[0]
    in_sentence = only.is_numbered or _IN_A_SENTENCE.match(only.text)
    return len(items) == 1 and bool(in_sentence and _GOES_ON.search(above))


def _among_items(places: Sequence[Place], first: int) -> Iterator[_Finding]:
    # A star may begin italics.
    bullets = {place.item[2] for place in places if place.item and not place.is_numbered} - {"*"}
    last = 0  # The number of the item that stands open.
    for at, place in enumerate(places):
        if place.item:
            yield from _in_one_line(place, first + at)
            last = int(place.item[2][:-1]) if place.is_numbered else 0
        elif at and place.text and not place.in_box and places[at - 1].text:
            below = places[at + 1].text if at + 1 < len(places) else ""
            yield from _no_item(places[at - 1].text, place.text, below, first + at, last)
            if place.text[0] in bullets and re.match(r".[^\W\d_\[]|.\[", place.text):
                said = (
                    f"'{place.text[0]}' begins no item without a space behind it. Write '{place.text[0]} '."
                )
                yield first + at, said


def _in_one_line(place: Place, number: int) -> Iterator[_Finding]:
    """Say of an item that the next two stand in its line, as where a text was copied from a PDF."""
    if place.item and place.is_numbered:
        value = int(place.item[2][:-1])
        if re.search(rf"\s{value + 1}[.)]\s+\S.*\s{value + 2}[.)]\s+\S", place.text):
            said = (
                f"'{value + 1}.' begins no item in the midst of a line. Write each item on a line of its own."
            )
            yield number, said


def _no_item(above: str, line: str, below: str, number: int, last: int = 0) -> Iterator[_Finding]:
    """Say of a line with a number in front that it is no item of a list, if it was meant as one.

    ``last`` is the number of the item in whose text it stands.
    """
    item = ITEM.match(line)
    if not item or len(item[1]) > 3 or not item[2][:-1]:
        return
    before, after = ITEM.match(above), ITEM.match(below)
    if before and before[2][:-1]:
        return  # It was said of the line above.
    value = int(item[2][:-1])
    follows = (after is not None and after[2][:-1] == str(value + 1)) or value == last + 1 > 1
    if follows or (value < 100 and _ENDS.search(above.rstrip())):
        said = (
            f"'{item[2]}' begins no list right below a text, so readers see it in the midst of that. Leave an "
            "empty line above it, or write it at the end of that line."
        )
        yield number, said


def _first_star(lines: Sequence[str]) -> int:
    """Return the first line, from 1, with a star behind a word that belongs to no other star."""
    odd_above = False
    for number, line in enumerate(lines, start=1):
        if "*" not in line:
            odd_above = odd_above and bool(line.strip())
            continue
        text = re.sub(r"\\.", "", re.sub(r"^[ \t>]*\*[ \t]", "", line))
        odd = text.count("*") % 2 == 1
        if odd and not odd_above and _STAR.search(text):
            return number
        odd_above = odd != odd_above
    return len(lines) + 1
