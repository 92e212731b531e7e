"""Whether a page and its translation say the same: sections, sources, numbers, questions."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from editorial.markdown import headings, without_code
from editorial.references.citations import CITATION, cited_keys


class Difference(NamedTuple):
    """One thing that differs between a page and its translation."""

    #: The line of the translation, from 1, and the line of the original.
    line: int
    original_line: int
    #: The section's id; empty before the first heading.
    section: str
    text: str


@dataclass(frozen=True)
class _Section:
    id: str
    line: int
    keys: tuple[str, ...]
    numbers: Counter[str]
    items: int
    notes: int
    pictures: int


def differences(original: str, translation: str) -> Iterator[Difference]:
    """Yield what differs, section by section; both are whole files, front matter included.

    Compared are heading ids and their order, citation keys in their order, numbers (``1,000`` is
    ``1.000``, and 7 out of 10 is 7 de cada 10), and how many list items, admonitions and pictures there are.
    """
    ours = {section.id: section for section in _sections(translation)}
    theirs = {section.id: section for section in _sections(original)}
    for id_, section in theirs.items():
        if id_ not in ours:
            yield Difference(1, section.line, id_, f"has no heading with the id '{{#{id_}}}'.")
    for id_, section in ours.items():
        if id_ not in theirs:
            text = f"the heading with the id '{{#{id_}}}' is not in the original."
            yield Difference(section.line, 1, id_, text)
    shared = [id_ for id_ in theirs if id_ in ours]
    if shared != [id_ for id_ in ours if id_ in theirs]:
        yield Difference(1, 1, "", "the headings stand in another order than in the original.")
    for id_ in shared:
        for text in _section_differences(theirs[id_], ours[id_]):
            yield Difference(ours[id_].line, theirs[id_].line, id_, text)


def _section_differences(theirs: _Section, ours: _Section) -> Iterator[str]:
    if theirs.keys != ours.keys:
        lost, added = _lost_and_added(Counter(theirs.keys), Counter(ours.keys))
        yield (
            "the sources differ from the original's: " + _said(lost, added)
            if lost or added
            else "the sources stand in another order than in the original."
        )
    lost, added = _lost_and_added(theirs.numbers, ours.numbers)
    if lost or added:
        yield "the numbers differ from the original's: " + _said(lost, added)
    for name, one, other in (
        ("list items", theirs.items, ours.items),
        ("admonitions", theirs.notes, ours.notes),
        ("pictures", theirs.pictures, ours.pictures),
    ):
        if one != other:
            yield f"has {other} {name}, the original {one}."


def _lost_and_added(theirs: Counter[str], ours: Counter[str]) -> tuple[list[str], list[str]]:
    return sorted((theirs - ours).elements()), sorted((ours - theirs).elements())


def _said(lost: list[str], added: list[str]) -> str:
    parts = []
    if lost:
        parts.append(f"missing here: {', '.join(lost)}")
    if added:
        parts.append(f"only here: {', '.join(added)}")
    return "; ".join(parts) + "."


def _sections(source: str) -> Iterator[_Section]:
    """Yield a page's sections; headings without an id count by their place."""
    body = _without_front_matter(without_code(source))
    marks = list(headings(body))
    edges = [(0, "", 1)]
    edges += [
        (mark.end(), mark[3] or f"heading {place}", body.count("\n", 0, mark.start()) + 1)
        for place, mark in enumerate(marks, start=1)
    ]
    ends = [mark.start() for mark in marks] + [len(body)]
    for (start, id_, line), end in zip(edges, ends, strict=True):
        text = body[start:end]
        yield _Section(
            id_,
            line,
            tuple(cited_keys(text)),
            Counter(numbers(text)),
            len(re.findall(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]", text, re.MULTILINE)),
            len(re.findall(r"^[ \t]*(?:!!!|\?\?\?\+?)[ \t]", text, re.MULTILINE)),
            len(re.findall(r"!\[", text)),
        )


def _without_front_matter(source: str) -> str:
    return re.sub(
        r"\A---[ \t]*\n.*?^---[ \t]*$",
        lambda match: "\n" * match[0].count("\n"),
        source,
        count=1,
        flags=re.DOTALL | re.MULTILINE,
    )


def numbers(text: str) -> list[str]:
    """Return the numbers that a reader meets, each in one form whatever the language's marks.

    >>> numbers("1,000 people (48.5%), 7 out of 10, p16, [@lee2020], [call](tel:+1800)")
    ['1000', '48.5', '7', '10']
    >>> numbers("1.000 personas (48,5 %), 7 de cada 10")
    ['1000', '48.5', '7', '10']
    """
    text = re.sub(CITATION, " ", text)
    text = re.sub(r"\]\([^)]*\)|\{[^}\n]*\}|https?://\S+|<[^>]*>", " ", text)
    text = re.sub(r"^[ \t]*\d+[.)][ \t]", " ", text, flags=re.MULTILINE)
    return [_plain_number(match) for match in re.findall(_NUMBER, text)]


# Not the 16 of p16 nor the 19 of COVID-19: those are names.
_NUMBER = r"(?<![\w.,])(?<![^\W\d]-)\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?(?![\w])"


def _plain_number(number: str) -> str:
    grouped = re.fullmatch(r"([1-9]\d{0,2})((?:[.,\u00a0\u202f ]\d{3})+)(?:[.,](\d+))?", number)
    if grouped:
        whole = grouped[1] + re.sub(r"\D", "", grouped[2])
        return whole + (f".{grouped[3]}" if grouped[3] else "")
    return number.replace(",", ".")
