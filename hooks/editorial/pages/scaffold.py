"""Drafts of pages: from a template, and from the original that a translation lacks.

What nobody has written yet carries a mark that is no source, so that a build names every such line and no
draft is published.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from editorial.markdown import headings, lines_of
from editorial.pages.frontmatter import split
from editorial.problems import Problem

#: Stands where a text is to be written. The build says of it that it is no source.
MARK = "[@write-this]"
#: Stand in pages of a new guide, which is published meanwhile: the build says of each that it waits.
TO_WRITE, TO_TRANSLATE = "<!-- write this -->", "<!-- translate this -->"

#: Keys that say something of the original alone, with their lines.
_REPLACED = re.compile(
    r"^(?:last_revised|review\w+|translated_from|changes|differs):.*\n(?:[ \t].*\n)*", re.MULTILINE
)


def from_template(template: str, *, today: date) -> str:
    r"""Return a new page from a template, in which ``{today}`` and ``{mark}`` stand for what they say.

    >>> from_template("last_revised: {today}\n\n{mark} Here {#here}", today=date(2026, 11, 23))
    'last_revised: 2026-11-23\n\n[@write-this] Here {#here}'
    """
    return template.replace("{today}", today.isoformat()).replace("{mark}", MARK)


def new_translation(original: str, *, last_revised: date, today: date) -> str:
    """Return the draft of a translation: the original's text, each section marked until it is translated."""
    top, body = split(original)
    kept = _REPLACED.sub("", top or "")
    dates = f"last_revised: {today}\ntranslated_from: {last_revised}\n"
    return f"---\n{kept}{dates}---\n{_joined([_marked(part) for part in _parts(body)])}"


def with_missing_sections(original: str, translation: str) -> tuple[str, list[str]]:
    """Return a translation with every section that only the original has, marked, and the ids of those.

    Each is put after the section that precedes it in the original.
    """
    theirs = [(_id(part), part) for part in _parts(original)]
    ours = _parts(translation)
    added: list[str] = []
    before = ""
    for id_, part in theirs:
        known = [_id(one) for one in ours]
        if id_ and id_ not in known:
            place = known.index(before) + 1 if before in known else len(ours)
            ours.insert(place, _marked(part))
            added.append(id_)
        before = id_ or before
    return (_joined(ours) if added else translation), added


def unwritten(source: str, *, path: str) -> Iterator[Problem]:
    """Say once of a page how much of it is still to be written, and where."""
    lines = [*dict.fromkeys(lines_of(MARK, source))]
    if len(lines) == 1:
        yield Problem(path, lines[0], f"'{MARK}' waits for its text. Write it, with its source.")
    elif lines:
        places = ", ".join(f"line {line}" for line in lines)
        text = f"'{MARK}' waits for its text in {len(lines)} places: {places}. Write each, with its source."
        yield Problem(path, lines[0], text)
    for mark, what in ((TO_WRITE, "Write it"), (TO_TRANSLATE, "Translate it")):
        if mark in source:
            line = source.count("\n", 0, source.index(mark)) + 1
            text = f"this page waits for its text. {what}, then take out '{mark}'."
            yield Problem(path, line, text, notice=True)


def _parts(markdown: str) -> list[str]:
    """Split a page at its headings; what stands above the first one is a part too."""
    starts = [heading.start() for heading in headings(markdown)]
    return [markdown[start:end] for start, end in pairwise([0, *starts, len(markdown)]) if start < end]


def _joined(parts: list[str]) -> str:
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _id(part: str) -> str:
    heading = next(headings(part), None)
    return heading[3] or "" if heading and heading.start() == 0 else ""


def _marked(part: str) -> str:
    """Return a section with the mark at the beginning of its text, below its heading."""
    heading = next(headings(part), None)
    if heading is None or heading.start() > 0:
        return f"{MARK}\n\n{part}" if part.strip() else part
    return f"{part[: heading.end()]}\n\n{MARK}\n\n{part[heading.end() :].lstrip()}"
