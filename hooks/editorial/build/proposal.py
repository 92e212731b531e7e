"""What a proposal changes, as Markdown for the page on which a code host sums up a run.

Every text of a proposal is a stranger's. It stands in ``<code>`` inside a block of HTML, escaped: the Markdown of
a code host reads nothing there, and names nobody, links nothing and shows no picture (CommonMark 0.31, 4.6; GitHub
leaves mentions in code alone).
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from itertools import zip_longest
from typing import NamedTuple

from editorial.build.report import counts
from editorial.pages.files import read_meta
from editorial.pages.frontmatter import WORDING, split
from editorial.pages.lexicon import Lexicon
from editorial.pages.reading import Reading, read
from editorial.pages.revisions import MEDICINE, SPELLING, changes
from editorial.problems import Problem
from editorial.text import on_one_line

#: GitHub shows 1 MiB of a step.
MOST_BYTES = 1_000_000
#: The most characters of one change, rows of a page's table, lines of a file, and problems that are shown.
_LONGEST, _MOST_ROWS, _MOST_LINES, _MOST_PROBLEMS = 400, 60, 120, 150
#: So many lines times so many others of a file that is no page are compared.
_MOST_COMPARED = 100_000_000


class Edited(NamedTuple):
    """A file of a proposal, as it was and as it is; nothing where it was not there, or is not there any more."""

    path: str
    before: str | None
    after: str | None
    #: Where it stood before.
    before_path: str = ""


class Place(NamedTuple):
    """One thing that a reader will see changed."""

    #: The same in every language: the id of a heading, or a key of the lines at the top.
    key: str
    #: How it is named.
    name: str
    #: What of it is to be looked at: medicine, wording, spelling; nothing for the lines at the top.
    weight: str
    before: str
    after: str


@dataclass(frozen=True)
class PageEdit:
    """What changed on one page of one language."""

    file: Edited
    places: Sequence[Place]
    #: The ids of the sections in which something changed; "" is what stands above the first of them.
    sections: Sequence[str]


def page_edit(file: Edited, lexicon: Lexicon) -> PageEdit:
    """Return what a reader will see changed on a page, from its top to its end."""
    was, now = _lines(file.before), _lines(file.after)
    places = [*_top(was, now)]
    if file.before is None or file.after is None:
        return PageEdit(file, places, [""])
    old, new = read(was, lexicon.marks), read(now, lexicon.marks)
    found = changes(old, new, lexicon, spelling=True, longest=_LONGEST)
    found.sort(key=lambda change: (change.line, change.first))
    sections = _Sections(new)
    texts = [Place(*sections.at(change.line), change.weight, change.before, change.after) for change in found]
    lines = [block.line for change in found for block in new.blocks[change.first : change.last + 1]]
    keys = dict.fromkeys(sections.at(line)[0] for line in lines)
    return PageEdit(file, places + texts, [*keys])


def _lines(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


class _Sections:
    """Finds the section in which a line of a page stands."""

    def __init__(self, reading: Reading) -> None:
        self._headings = reading.headings
        self._lines = [heading.line for heading in reading.headings]

    def at(self, line: int) -> tuple[str, str]:
        """Return the id and the text of the last heading above a line; for one without an id, its number."""
        above = bisect_right(self._lines, line)
        if not above:
            return "", ""
        heading = self._headings[above - 1]
        # A page's first heading is its title, and has no id.
        return heading.id or ("" if above == 1 else f"({above})"), heading.text


def _top(was: str, now: str) -> Iterator[Place]:
    """Yield each key of the lines at a page's top that is not as it was."""
    before, after = (read_meta(text, path="")[0] for text in (was, now))
    if before is None or after is None:
        tops = [split(text).top or "" for text in (was, now)]
        if tops[0] != tops[1]:
            yield Place("top", "the lines at its top", "", *tops)
        return
    for key in dict.fromkeys([*before, *after]):
        one, other = _texts(before.get(key)), _texts(after.get(key))
        if one != other:
            known, kept = set(one), set(other)
            old = [text for text in one if text not in kept]
            new = [text for text in other if text not in known]
            yield Place(f"top: {key}", key, "", "; ".join(old), "; ".join(new))


def _texts(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, Mapping):
        return [f"{key}: {one}" for key, one in value.items()]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [str(value)]


# --- the summary ------------------------------------------------------------------------------------


def summary(
    pages: Mapping[str, Mapping[str, PageEdit]],
    files: Sequence[Edited],
    problems: Sequence[Problem],
    *,
    languages: Mapping[str, str],
    content: Sequence[str] = (),
    note: str = "",
    most: int = MOST_BYTES,
) -> str:
    """Return what a proposal changes, as Markdown of not more than so many bytes.

    Args:
        pages: by their name, then by language, the pages that changed.
        files: every other file that changed.
        problems: all that is wrong with the guide as proposed.
        languages: the guide's languages, by code, and what each calls itself.
        content: the folders and files of texts; what changed elsewhere is code, and is named first.
        note: what is said below the counts, such as where pictures are.
        most: how many bytes it may have.
    """
    changed = {edit.file.path for page in pages.values() for edit in page.values()} | {
        one.path for one in files
    }
    here = [problem for problem in problems if problem.path in changed]
    elsewhere = [problem for problem in problems if problem.path not in changed]
    code = [one for one in files if not one.path.startswith(tuple(content))]
    texts = [one for one in files if one.path.startswith(tuple(content))]
    said = f"In what changed: {counts(here)} Elsewhere: {counts(elsewhere)}"
    top = "\n\n".join(
        filter(None, ["## What this proposal changes", _counted(pages, texts, code), said, note])
    )
    blocks = [
        *_code(code),
        *_problems("Problems in what changed", [one for one in here if not one.notice]),
        *(_page(name, page, languages) for name, page in pages.items()),
        *map(_file, texts),
        *_problems("Problems elsewhere", [one for one in elsewhere if not one.notice]),
        *_problems("Good to know of what changed", [one for one in here if one.notice]),
    ]
    return _fitted(top, blocks, most)


def _counted(pages: Mapping[str, object], texts: Sequence[Edited], code: Sequence[Edited]) -> str:
    parts = [
        _many(len(pages), "page"),
        *([_many(len(texts), "other file of texts", "other files of texts")] if texts else []),
        *([f"**{_many(len(code), 'file')} of code**"] if code else []),
    ]
    return f"{', '.join(parts)}."


def _many(count: int, noun: str, several: str = "") -> str:
    return f"{count} {noun if count == 1 else several or noun + 's'}"


def shown(text: str) -> str:
    r"""Return a stranger's text as HTML that only shows it.

    >>> shown("<b>@ana</b>\n\n![x](https://example.org/x.png)")
    '<code>&lt;b&gt;@ana&lt;/b&gt; ![x](https://example.org/x.png)</code>'
    """
    text = on_one_line(text)
    cut = text if len(text) <= 2 * _LONGEST else f"{text[: 2 * _LONGEST]} …"
    return f"<code>{html.escape(cut, quote=False)}</code>"


def _problems(title: str, problems: Sequence[Problem]) -> Iterator[str]:
    if not problems:
        return
    lines = [
        f"<li>{shown(f'{one.path}:{one.line}')} {shown(one.text)}</li>" for one in problems[:_MOST_PROBLEMS]
    ]
    left = _left_out(len(problems), _MOST_PROBLEMS)
    yield _block([f"<h3>{title}</h3>", "<ul>", *lines, *left, "</ul>"])


def _left_out(count: int, most: int) -> list[str]:
    return [f"<li>And {count - most} more.</li>"] if count > most else []


def _code(code: Sequence[Edited]) -> Iterator[str]:
    if code:
        lines = [f"<li>{shown(one.path)} {_fate(one)}</li>" for one in code[:_MOST_PROBLEMS]]
        intro = "It runs when the guide is built. Whoever keeps the code reads it before anything else."
        left = _left_out(len(code), _MOST_PROBLEMS)
        yield _block(["<h3>Code that changes</h3>", f"<p>{intro}</p>", "<ul>", *lines, *left, "</ul>"])


def _fate(file: Edited) -> str:
    if file.before is None:
        return "is new."
    if file.after is None:
        return "is taken out."
    return f"was {shown(file.before_path)}." if file.before_path not in ("", file.path) else "changed."


def _page(name: str, page: Mapping[str, PageEdit], languages: Mapping[str, str]) -> str:
    """Return the table of one page: a row for each change, the languages beside each other."""
    found: dict[tuple[str, str, str], list[Place]] = {}
    named: dict[str, str] = {}
    for language in languages:
        for place in page[language].places if language in page else ():
            found.setdefault((place.key, place.weight, language), []).append(place)
            named.setdefault(place.key, place.name)
    rows = [
        (name, places)
        for key, name in named.items()
        for weight in ("", MEDICINE, WORDING, SPELLING)  # A number beside a number, words beside words.
        for places in zip_longest(*(found.get((key, weight, language), []) for language in languages))
    ]
    fates = "".join(f"<th>{shown(text)}{_whole(page.get(code))}</th>" for code, text in languages.items())
    lines = ["<table>", f"<tr><th>Where</th>{fates}</tr>"]
    before = ""
    for where, places in rows[:_MOST_ROWS]:
        heading = shown(where) if where and where != before else ""
        lines.append(f"<tr><td>{heading}</td>{''.join(map(_cell, places))}</tr>")
        before = where
    if len(rows) > _MOST_ROWS:
        lines.append(
            f'<tr><td colspan="{len(languages) + 1}">And {len(rows) - _MOST_ROWS} more changes.</td></tr>'
        )
    return _block([f"<h3>{shown(name)}</h3>", *lines, "</table>"])


def _whole(edit: PageEdit | None) -> str:
    """Return what became of a page as a whole, for the head of its column."""
    if edit is None:
        return "<br>This page did not change."
    fate = "" if (said := _fate(edit.file)) == "changed." else f"<br>This page {said}"
    if edit.file.before is None or edit.file.after is None:
        words = len(re.findall(r"\w+", split(_lines(edit.file.after or edit.file.before)).body))
        return f"{fate} It has {_many(words, 'word')}."
    return fate or ("" if edit.places else "<br>Readers see no change.")


def _cell(place: Place | None) -> str:
    if place is None:
        return "<td></td>"
    parts = [f"<b>{place.weight}</b>"] if place.weight else []
    if place.before == place.after:
        parts.append(f"{shown(place.after)} is laid out otherwise")
    else:
        parts += [f"<del>{shown(place.before)}</del>"] if place.before else []
        parts += [f"<ins>{shown(place.after)}</ins>"] if place.after else []
    return f"<td>{'<br>'.join(parts)}</td>"


def _file(file: Edited) -> str:
    """Return what changed in a file that is no page, line by line."""
    old, new = _lines(file.before).splitlines(), _lines(file.after).splitlines()
    if len(old) * len(new) > _MOST_COMPARED:
        return _block(
            [f"<h3>{shown(file.path)}</h3>", f"<p>It {_fate(file)} It is too long to be compared.</p>"]
        )
    found = unified_diff(old, new, lineterm="", n=0)
    lines = [line for line in list(found)[2:] if not line.startswith("@@")]  # The first two name the file.
    few = [f"{shown(line)}<br>" for line in lines[:_MOST_LINES]]
    more = [f"And {len(lines) - _MOST_LINES} more lines."] if len(lines) > _MOST_LINES else []
    return _block([f"<h3>{shown(file.path)}</h3>", f"<p>It {_fate(file)}</p>", "<p>", *few, *more, "</p>"])


def _block(lines: Iterable[str]) -> str:
    """Return a block of HTML: an empty line would end it, and Markdown begin."""
    return "\n".join(filter(None, lines))


def _fitted(top: str, blocks: Sequence[str], most: int) -> str:
    """Return as many blocks as there is room for; how many are left out is said at the end."""
    kept, size, left = [top], len(top.encode()) + 300, 0
    for block in blocks:
        need = len(block.encode()) + 2
        if size + need > most:
            left += 1
            continue
        kept.append(block)
        size += need
    if left:
        said = f"{_many(left, 'part')} had no room here. See the changed files, and 'make problems', for the rest."
        kept.append(said)
    return "\n\n".join(kept) + "\n"
