"""Whether the phone lines have the numbers that were checked on their ``checked`` day.

Compared are the numbers as they stand and as they stood when the present day was set, as for pages
(:mod:`editorial.pages.revisions`): how they came here, by a merge or a squash, does not matter. A number is one
that is dialed: that of the line, and those in its words, such as the number of an interpreter.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

import yaml

from editorial.pages.checked import checked_before, day_of_check
from editorial.pages.revisions import Versions
from editorial.problems import Problem
from editorial.yaml_files import compose, members_of

#: At least five digits, perhaps with letters that stand for digits after a hyphen: 13 11 20, 1-800-4-CANCER.
_NUMBER = re.compile(r"\+?\d(?:[ ().-]{0,2}\d){4,}(?:-[A-Z]{2,})?")


class Number(NamedTuple):
    """A number of a phone line as it is shown, and its line in the file."""

    shown: str
    line: int


class Numbers(NamedTuple):
    """Every number of a file of phone lines."""

    checked: date | None
    #: The id of a phone line to its numbers, each by what is dialed: 13 11 20 and 131120 are one.
    lines: Mapping[str, Mapping[str, Number]]


def read_numbers(source: str) -> Numbers:
    r"""Return the numbers of a file, whatever else is wrong with it.

    >>> read_numbers("lines:\n- {id: a, number: 13 11 20, tel: '+61131120'}").lines
    {'a': {'+61131120': Number(shown='13 11 20', line=2)}}
    """
    document, _ = compose(source, path="")
    members = members_of(document)
    found: dict[str, dict[str, Number]] = {}
    lines = members.get("lines")
    for entry in lines.value if isinstance(lines, yaml.SequenceNode) else ():
        parts = members_of(entry)
        name = str(parts["id"].value) if "id" in parts else ""
        numbers = found.setdefault(name, {})
        if (number := parts.get("number")) and (tel := parts.get("tel")):
            numbers[str(tel.value)] = Number(str(number.value), number.start_mark.line + 1)
        for node in _texts(node for key, node in parts.items() if key not in ("id", "number", "tel")):
            for match in _NUMBER.finditer(str(node.value)):
                digits = re.sub(r"[ ().-]", "", match[0])
                numbers.setdefault(digits, Number(match[0], node.start_mark.line + 1))
    return Numbers(day_of_check(document), found)


def _texts(nodes: Iterator[yaml.Node]) -> Iterator[yaml.Node]:
    for node in nodes:
        if isinstance(node, yaml.ScalarNode):
            yield node
        elif isinstance(node, yaml.MappingNode):
            yield from _texts(value for _, value in node.value)


def unchecked_numbers(path: str, source: str, versions: Versions, *, today: date) -> Iterator[Problem]:
    """Yield each number that was not there on the ``checked`` day; what is not committed yet, as a notice.

    Args:
        path: the file, from the guide's folder on.
        source: the file as it is, edits that are not committed included.
        versions: what git remembers.
        today: the day to write.
    """
    now = read_numbers(source)
    before = checked_before(path, source, read_numbers, versions)
    if before is None:
        return
    committed, known = before
    for name, numbers in now.lines.items():
        for digits, (shown, line) in numbers.items():
            if any(digits in one.lines.get(name, ()) for one in known):
                continue
            fresh = digits not in committed.lines.get(name, ())
            if fresh and now.checked == today:
                continue
            state = " (not committed yet)" if fresh else ""
            text = (
                f"the phone line '{name}' has the number {shown}{state}, which it did not have when the numbers were "
                f"checked on {now.checked}. Compare each number with the page of its organization, then write the "
                f"day: checked: {today}."
            )
            yield Problem(path, line, text, notice=fresh)
