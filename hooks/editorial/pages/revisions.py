"""Whether a page still says what was checked on its ``last_revised`` day, or what was reviewed.

Compared are two texts: the page as it stands, and the page as it stood when its present day was set. What lies
between, merges, squashes, rebases, days of commits and their messages, does not matter. What changed has one of
three weights. *Spelling*, an unknown word that became a known one, is nothing. *Medicine*, which is numbers,
signs, negations, sources and the other things that :class:`editorial.pages.lexicon.Lexicon` knows, takes a new
``last_revised``. *Wording* is everything else; a line ``- 2026-11-27 wording: …`` below ``changes`` settles it too.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from editorial.pages.files import read_meta
from editorial.pages.frontmatter import WORDING, FrontMatter, key_line, read_changes, split
from editorial.pages.git import Blobs, History, Version, blob_id
from editorial.pages.lexicon import Lexicon
from editorial.pages.reading import (
    CELL,
    CITED,
    HEADING,
    HIDDEN,
    ITEM,
    LEVEL,
    LINK,
    LOCATOR,
    NOTE,
    NUMBER,
    PAUSE,
    PHONE,
    PICTURE,
    QUOTE,
    ROW,
    SIGN,
    WORD,
    Memo,
    Reading,
    Text,
    Token,
    read,
)
from editorial.problems import Problem

MEDICINE = "medicine"
SPELLING = "spelling"
#: What carries medicine wherever it stands.
_CARRYING = frozenset({NUMBER, PAUSE, CITED, LOCATOR, PHONE, PICTURE, HEADING, CELL, ROW, LEVEL, HIDDEN})
#: What is nowhere written as such.
_UNSEEN = frozenset({LEVEL, HIDDEN, ITEM, QUOTE, NOTE})
#: So many tokens times so many others are compared at once; up to so many one by one, and more as a whole.
FEW_COMPARED, MOST_COMPARED = 40_000, 4_000_000
#: How many words around a change a message shows, and how many characters of the change.
_CONTEXT, _LONGEST = 2, 120
#: Over so many tokens words can have moved; the same words farther away are others.
_FAR = 30


class Change(NamedTuple):
    """A place of a page whose reading changed."""

    #: :data:`MEDICINE`, :data:`WORDING`, or :data:`SPELLING` where that was asked for too.
    weight: str
    #: In the page as it stands, from 1, and the heading above it.
    line: int
    section: str
    #: The words with those around them; nothing where there were, or are, none.
    before: str
    after: str
    #: The blocks of the page in which it lies.
    first: int
    last: int

    def overlaps(self, other: "Change") -> bool:
        """Whether two changes lie in the same blocks."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        if self.before == self.after:
            return f"'{self.after}' is laid out otherwise (its place in a list or a box, or whether it is shown at all)"
        if not self.before:
            return f"'{self.after}' was added"
        if not self.after:
            return f"'{self.before}' was taken out"
        return f"'{self.before}' became '{self.after}'"


#: From a token of the old text to how it would be written today: a key or an address that was renamed.
Renamed = Callable[[Token], Token]


def changes(
    old: Reading,
    new: Reading,
    lexicon: Lexicon,
    *,
    renamed: Renamed = lambda token: token,
    spelling: bool = False,
    longest: int = _LONGEST,
) -> list[Change]:
    """Return every place in which two readings of a page differ.

    Args:
        old: the page as it was.
        new: the page as it is.
        lexicon: what is known of its language.
        renamed: how a token of the old page would be written today.
        spelling: whether corrected spelling is a change too; else it is none.
        longest: the most characters of a change that are shown.

    >>> [str(change) for change in changes(read("Take 5 mg."), read("Take 6 mg."), Lexicon(None))]
    ["'Take 5 mg' became 'Take 6 mg'"]
    """
    if _same(old, new):
        return []
    new.take_from(old)
    before = [renamed(token) if token.kind in (CITED, LINK, PICTURE) else token for token in old.tokens]
    comparison = _Comparison(before, old, new, lexicon, spelling=spelling, longest=longest)
    parts = [*comparison.parts()]
    crossing = comparison.crossing(parts)
    found = [
        change._replace(weight=MEDICINE) if part in crossing else change
        for part in parts
        for change in comparison.changes(part)
    ]
    return [*dict.fromkeys(found)]  # Two cells of a row are one change of it.


def _same(old: Reading, new: Reading) -> bool:
    """Whether two readings are the same, taking apart only what is not written alike."""
    one, other = old.pieces, new.pieces
    start, end_one, end_other = 0, len(one), len(other)
    while start < min(end_one, end_other) and _alike(one[start], other[start]):
        start += 1
    while end_one > start and end_other > start and _alike(one[end_one - 1], other[end_other - 1]):
        end_one, end_other = end_one - 1, end_other - 1
    return [token.key for piece in one[start:end_one] for token in old.tokens_of(piece)] == [
        token.key for piece in other[start:end_other] for token in new.tokens_of(piece)
    ]


def _alike(one: Token | Text, other: Token | Text) -> bool:
    if isinstance(one, Token) or isinstance(other, Token):
        return one[:2] == other[:2]
    return one.flat == other.flat


def unaccounted(found: Sequence[Change], others: Sequence[Sequence[Change]]) -> list[Change]:
    """Return the changes from one text whose places differ from each of some other texts too."""
    return [change for change in found if all(any(change.overlaps(one) for one in other) for other in others)]


class _Part(NamedTuple):
    """What differs: from, to in the old tokens; from, to in the new ones."""

    start: int
    end: int
    begin: int
    stop: int

    @property
    def size(self) -> int:
        return (self.end - self.start) * (self.stop - self.begin)


class _Comparison:
    """Two readings of a page, the old one with the keys and addresses of today."""

    def __init__(
        self,
        old: Sequence[Token],
        was: Reading,
        new: Reading,
        lexicon: Lexicon,
        *,
        spelling: bool,
        longest: int,
    ) -> None:
        self.old = old
        self.was = was
        self.new = new.tokens
        self.now = new
        self.lexicon = lexicon
        self.spelling = spelling
        self.longest = longest
        self.one = [token.key for token in old]
        self.other = [token.key for token in new.tokens]

    def parts(self) -> Iterator[_Part]:
        """Yield the parts that differ."""
        one, other = self.one, self.other
        start, end, stop = 0, len(one), len(other)
        while start < min(end, stop) and one[start] == other[start]:
            start += 1
        while end > start and stop > start and one[end - 1] == other[stop - 1]:
            end, stop = end - 1, stop - 1
        whole = _Part(start, end, start, stop)
        if whole.size <= FEW_COMPARED:
            yield from self._matched(whole)
            return
        # Whole blocks first: a paragraph that stands as it stood need not be compared word by word.
        ours, theirs = _edges(self.was.starts, start, end), _edges(self.now.starts, start, stop)
        blocks = [tuple(one[first:last]) for first, last in pairwise(ours)]
        others = [tuple(other[first:last]) for first, last in pairwise(theirs)]
        for kind, i, j, k, m in SequenceMatcher(None, blocks, others, autojunk=False).get_opcodes():
            part = _Part(ours[i], ours[j], theirs[k], theirs[m])
            if kind != "equal" and part.size > MOST_COMPARED:
                yield part
            elif kind != "equal":
                yield from self._matched(part)

    def _matched(self, part: _Part) -> Iterator[_Part]:
        one, other = self.one[part.start : part.end], self.other[part.begin : part.stop]
        for kind, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
            if kind != "equal":
                yield _Part(part.start + i, part.start + j, part.begin + k, part.begin + m)

    def crossing(self, parts: Sequence[_Part]) -> set[_Part]:
        """Return the parts whose words moved to the other side of a word that carries medicine.

        "Only surgery cures" became "Surgery only cures", and "The lung is worse than the liver" the other way round.
        """
        taken = {tuple(self.one[part.start : part.end]): part for part in parts if part.start < part.end}
        found: set[_Part] = set()
        for part in parts:
            out = taken.get(tuple(self.other[part.begin : part.stop]))
            words = any(token.kind == WORD for token in self.new[part.begin : part.stop])
            if out is None or out is part or not words:
                continue
            between = self.old[min(out.end, part.end) : max(out.start, part.start)]
            if len(between) <= _FAR and any(map(self._carries, between)):
                found |= {out, part}
        return found

    def changes(self, part: _Part) -> Iterator[Change]:
        """Yield the changes of one part that differs; the corrected spelling in it only where it is asked for."""
        if part.end - part.start == part.stop - part.begin:
            for open_, is_mended in self._sorted_out(part):
                if not is_mended:
                    yield self._change(open_)
                elif self.spelling:
                    yield self._change(open_)._replace(weight=SPELLING)
        elif not self._rejoined(part):
            yield self._change(part)
        elif self.spelling:
            yield self._change(part)._replace(weight=SPELLING)

    def _sorted_out(self, part: _Part) -> list[tuple[_Part, bool]]:
        """Return a part, word for word, in runs of which each is a slip that was corrected, or is not."""
        parts: list[tuple[_Part, bool]] = []
        for i, k in zip(range(part.start, part.end), range(part.begin, part.stop), strict=True):
            is_mended = self._mended(i, k)
            if parts and parts[-1][1] == is_mended:
                parts[-1] = parts[-1][0]._replace(end=i + 1, stop=k + 1), is_mended
            else:
                parts.append((_Part(i, i + 1, k, k + 1), is_mended))
        return parts

    def _mended(self, i: int, k: int) -> bool:
        was, now = self.old[i], self.new[k]
        if i and self.old[i - 1].kind == NUMBER and len(was.text) <= 4:
            return False  # It may be a unit.
        return self.lexicon.is_spelling(was, now)

    def _rejoined(self, part: _Part) -> bool:
        """Whether words were only written apart or together: "alot", "a lot"."""
        old, new = self.old[part.start : part.end], self.new[part.begin : part.stop]
        if not old or not new or any(token.kind != WORD for token in (*old, *new)):
            return False
        return (
            "".join(token.text for token in old) == "".join(token.text for token in new)
            and not all(self.lexicon.knows(token.text) for token in old)
            and all(self.lexicon.knows(token.text, beside=1) for token in new)
        )

    def _change(self, part: _Part) -> Change:
        old, new = self.old[part.start : part.end], self.new[part.begin : part.stop]
        carries = (
            any(self._carries(token) for token in (*old, *new))
            or self._cuts_cell(part)
            or self._touches_term(part)
            or any(
                was.kind == now.kind == WORD and self.lexicon.turned(was.text, now.text)
                for was, now in zip(old, new, strict=False)
            )
        )
        # What was taken out stood between two tokens, and belongs to the blocks of both.
        first = part.begin if new else max(part.begin - 1, 0)
        last = part.stop - 1 if new else part.begin
        line = self.new[first].line if self.new else 1
        sides = _sides(self.old, part.start, part.end) if old else _sides(self.new, part.begin, part.stop)
        before = _shown(self.old, part.start, part.end, sides, self.longest)
        after = _shown(self.new, part.begin, part.stop, sides, self.longest)
        if all(token.kind in _UNSEEN for token in (*old, *new)):
            before = after = _following(self.new, part.begin)
        return Change(
            MEDICINE if carries else WORDING,
            line,
            self.now.section(line),
            before,
            after,
            self.now.block_of(first),
            self.now.block_of(last),
        )

    def _carries(self, token: Token) -> bool:
        if token.kind in _CARRYING or token.place:
            return True
        if token.kind == SIGN:
            return token.text != "?"
        return token.kind == WORD and self.lexicon.carries(token.text, token.shown)

    def _cuts_cell(self, part: _Part) -> bool:
        """Whether words came into the middle of a cell or a heading, or were taken out of it."""
        return any(
            start == end and 0 < start < len(tokens) and tokens[start - 1].place and tokens[start].place
            for tokens, start, end in (
                (self.old, part.start, part.end),
                (self.new, part.begin, part.stop),
            )
        )

    def _touches_term(self, part: _Part) -> bool:
        """Whether other terms of the glossary, or other things, are in the change than before."""
        if not self.lexicon.terms:
            return False
        ours = self.lexicon.terms_in(*self._stems(self.old, part.start, part.end))
        theirs = self.lexicon.terms_in(*self._stems(self.new, part.begin, part.stop))
        return [*ours] != [*theirs]

    def _stems(self, tokens: Sequence[Token], start: int, end: int) -> tuple[list[str], int, int]:
        """Return the stems of some tokens and of those around them, and where those tokens are among them."""
        low, high = max(start - 10, 0), min(end + 10, len(tokens))
        words = [token.text if token.kind in (WORD, NUMBER) else "" for token in tokens[low:high]]
        return self.lexicon.stems(words), start - low, end - low


def _edges(starts: Sequence[int], start: int, end: int) -> list[int]:
    """Return where each block between two tokens begins, and where the last one ends."""
    return sorted({start, end, *(first for first in starts if start < first < end)})


def _sides(tokens: Sequence[Token], start: int, end: int) -> tuple[bool, bool]:
    """Whether the text of a change goes on before it, and after it."""
    before = tokens[start - 1].around if start else None
    after = tokens[end].around if end < len(tokens) else None
    return tokens[start].around == before, tokens[end - 1].around == after


def _shown(tokens: Sequence[Token], start: int, end: int, sides: tuple[bool, bool], longest: int) -> str:
    """Return the words of a change with some around them, as they are written; of a table, the whole row."""
    inside = tokens[start:end] or tokens[max(start - 1, 0) : start]
    if any(token.place == CELL for token in inside):
        line = inside[0].line
        return _text((token for token in tokens if token.line == line), longest)
    low, high = start, end
    if sides[0] and low:
        around = tokens[low - 1].around
        while low > 0 and start - low < _CONTEXT and tokens[low - 1].around == around:
            low -= 1
    if sides[1] and high < len(tokens):
        around = tokens[high].around
        while high < len(tokens) and high - end < _CONTEXT and tokens[high].around == around:
            high += 1
    return _text(tokens[low:high], longest)


def _following(tokens: Sequence[Token], start: int) -> str:
    """Return the first words after a place."""
    found = [token for token in tokens[start : start + 12] if token.around and token.kind == WORD][:5]
    return _text(found, _LONGEST)


def _text(tokens: Iterable[Token], longest: int) -> str:
    """Return tokens as they are written, without what is between two texts; not longer than is borne."""
    parts: list[tuple[str, int, int]] = []
    for token in tokens:
        is_shown = parts and parts[-1][0] == token.around and token.start < parts[-1][2] >= token.end
        if token.kind == ROW or (is_shown and token.kind != CELL):
            continue  # Of several sources in one pair of brackets the first shows all.
        if parts and parts[-1][0] == token.around and parts[-1][2] <= token.start:
            parts[-1] = (token.around, parts[-1][1], token.end)
        else:
            parts.append((token.around, token.start, token.end))
    text = " ".join(" ".join(_readable(around[first:last]) for around, first, last in parts).split())
    return text if len(text) <= longest else f"{text[: longest // 2]} … {text[-longest // 2 :]}"


def _readable(flat: str) -> str:
    """Return text with what stands between control characters as Markdown writes it."""
    flat = re.sub(r"\x02C([^\x03]*)\x03", r"[\1]", flat)
    flat = re.sub(r"\x02[LP]([^\x03]*)\x03", r"](\1)", flat)
    flat = re.sub(r"\x02[^\x03]*\x03", "", flat)
    flat = flat.replace("\x04", "").replace("\x05", "")
    return re.sub(r"^[^\[]*?\]\(", "(", flat) if "[" not in flat else flat


# --- a page beside its history ----------------------------------------------------------------------


@dataclass
class Versions:
    """The old texts of a guide's pages, each read once."""

    history: History
    blob: Blobs
    #: From a language to what is known of its words.
    lexicons: Callable[[str], Lexicon]
    #: The bibliography's path, and what gives its text of today.
    bibliography: str
    bibliography_now: Callable[[], str]
    #: From a file's path to its bytes as they are now, or nothing if it is not there.
    now: Callable[[str], bytes | None]
    #: What was read of each language before.
    memos: dict[str, Memo] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)
    _fronts: dict[str, FrontMatter] = field(default_factory=dict)
    _by_top: dict[str, FrontMatter] = field(default_factory=dict)

    def text(self, blob: str) -> str:
        """Return a blob's text, with LF line ends."""
        if blob not in self._texts:
            raw = self.blob(blob).decode("utf-8-sig", "replace")
            self._texts[blob] = raw.replace("\r\n", "\n").replace("\r", "\n")
        return self._texts[blob]

    def front(self, blob: str) -> FrontMatter:
        """Return what the front matter of a blob says of days and changes."""
        if blob not in self._fronts:
            self._fronts[blob] = self.front_of(self.text(blob))
        return self._fronts[blob]

    def front_of(self, text: str) -> FrontMatter:
        """Return what a page's front matter says of days and changes."""
        top = split(text).top or ""
        if top not in self._by_top:
            self._by_top[top] = _days(read_meta(text, path="")[0] or {})
        return self._by_top[top]

    def read(self, text: str, language: str) -> Reading:
        """Read a page's text."""
        return read(text, self.lexicons(language).marks, memo=self.memos.setdefault(language, {}))

    def committed_as(self, path: str, text: str) -> str | None:
        """Return the path at which a file is committed: another one, if it was renamed and that is not committed yet.

        As git does, a file is taken for a renamed one if half of its lines are that one's (git-diff, -M).
        """
        files = self.history.files
        if path in files:
            return path
        suffix = posixpath.splitext(path)[1]
        lines = _lines(text)
        likest, most = None, 0.5
        for gone in files if lines else ():
            if gone.endswith(suffix) and self.now(gone) is None:
                old = _lines(self.text(files[gone]))
                share = len(lines & old) / max(len(lines), len(old), 1)
                if share >= most:
                    likest, most = gone, share
        return likest

    def renamed_pages(self, text: str) -> str:
        """Return a text with the present name of each page that it names by an earlier one."""
        return re.sub(r"[\w/-]+\.md", lambda match: self._new_names.get(match[0], match[0]), text)

    @cached_property
    def _new_names(self) -> Mapping[str, str]:
        """The present name of each page that moved, by its earlier one: names count from a language's folder on."""
        moved = {old.split("/", 2)[-1]: new.split("/", 2)[-1] for old, new in self.history.moved.items()}
        return {old: new for old, new in moved.items() if old not in moved.values()}

    # --- which texts count as checked ---

    def began(self, path: str, holds: Callable[[FrontMatter], bool]) -> list[Version]:
        """Return the versions by which a page's front matter became one that holds, as it still does."""

        def wanted(blob: str) -> bool:
            return holds(self.front(blob))

        versions = self.history.versions.get(path, ())
        found = [
            version
            for version in versions
            if version.blob
            and wanted(version.blob)
            and not any(before and wanted(before) for before in version.before)
        ]
        simple = all(len(version.commit.parents) < 2 or version not in found for version in versions)
        return found if len(found) == 1 and simple else [*self.history.walk(path, wanted)]

    def last_of(self, path: str, day: object) -> Version | None:
        """Return the newest version of a page whose ``last_revised`` was a day."""
        versions = self.history.versions.get(path, ())
        return next((one for one in versions if one.blob and self.front(one.blob).last_revised == day), None)

    def checked(self, path: str) -> list[str]:
        """Return the texts that were checked on the page's ``last_revised`` day, of which one is to be as it is."""
        day = self.front(self.history.files[path]).last_revised

        def holds(front: FrontMatter) -> bool:
            return front.last_revised == day

        texts: list[str] = []
        for version in self.began(path, holds):
            if day is not None:
                texts += self._checked_by(version, path, day)
        return [*dict.fromkeys(texts)]

    def _checked_by(self, version: Version, path: str, day: date) -> list[str]:
        """Return the texts that count as checked where a version set the day: its own, or an older one.

        A day does not become older by a change of the text, and a page that took the place of another, or was
        moved and rewritten in one step, was not checked before it was there.
        """
        blob = version.blob or ""
        if version.commit.day == day:
            return [self.text(one) for one in self._same_day(path, version, day)]
        before = [one for one in version.before if one]
        later = [one for one in before if (self.front(one).last_revised or date.min) > day]
        if before and not later:
            return [self.text(blob)]
        older = [
            self.text(one)
            for one in self.history.before_at(version.path, version.commit)
            if self.front(one).last_revised == day
        ]
        if before:
            return [self.text(later[0]), *older]
        beside = [
            self.text(one)
            for one in self.history.deleted_beside(version)
            if self.front(one).last_revised == day
        ]
        return older[:1] or beside or [self.text(blob)]

    def _same_day(self, path: str, version: Version, day: date) -> list[str]:
        """Return the last texts that the same person gave the page on the day of the check: one for each branch."""
        following: dict[str, set[str]] = {}
        for later in self.history.versions.get(path, ()):
            commit = later.commit
            same = (commit.author, commit.day, commit.landed) == (
                version.commit.author,
                day,
                version.commit.landed,
            )
            if same and later.blob and self.front(later.blob).last_revised == day:
                for before in filter(None, later.before):
                    if before != later.blob:
                        following.setdefault(before, set()).add(later.blob)
        blob = version.blob or ""
        reached, waiting = {blob}, [blob]
        while waiting:
            for later_blob in following.get(waiting.pop(), set()) - reached:
                reached.add(later_blob)
                waiting.append(later_blob)
        return sorted(one for one in reached if not following.get(one, set()) - {one}) or sorted(reached)

    def reworded(self, path: str, front: FrontMatter, checked: Sequence[str]) -> list[str]:
        """Return the texts up to which a line of ``changes`` says that only the wording changed."""
        known = [_wordings(self.front_of(text)) for text in checked]
        texts = []
        for line in _wordings(front):
            if any(line in one for one in known):
                continue
            for version in self.began(path, lambda one, line=line: line in _wordings(one)):  # type: ignore[misc]
                if version.blob:
                    texts.append(self.text(version.blob))
        return [*dict.fromkeys(texts)]

    def reviewed(self, path: str, front: FrontMatter) -> list[str]:
        """Return the texts as they stood when the page's present review was written down."""
        if path not in self.history.files:
            return []
        found = self.began(
            path, lambda one: (one.reviewed_by, one.reviewed_on) == (front.reviewed_by, front.reviewed_on)
        )
        return [*dict.fromkeys(self.text(version.blob) for version in found if version.blob)]

    # --- what changed ---

    def compared(self, path: str, language: str, texts: Sequence[str], text: str) -> list[Change]:
        """Return the places in which a text differs from each of the texts that were checked."""
        if not texts or text in texts:
            return []
        first, *others = [self._changes(path, language, old, text) for old in texts]
        return unaccounted(first, others)

    def _changes(self, path: str, language: str, old: str, new: str) -> list[Change]:
        before, now = split(old), split(new)
        found = self._top_changes(language, old, new) if before.top != now.top else []
        if before.body == now.body:
            return found
        one, other = self.read(old, language), self.read(new, language)
        renamed = _Renamed(self, path, other)
        return found + changes(one, other, self.lexicons(language), renamed=renamed.token)

    def _top_changes(self, language: str, old: str, new: str) -> list[Change]:
        """Return what changed in what readers see of a page's front matter; a title counts as a heading does."""
        was, now = (read_meta(text, path="")[0] or {} for text in (old, new))
        found = []
        for place, (key, mark) in enumerate(_SEEN_AT_TOP.items(), start=1):
            one, other = (self.read(f"{mark}{meta.get(key) or ''}", language) for meta in (was, now))
            line = key_line(key, new)
            # It overlaps nothing of the text.
            found += [
                change._replace(line=line, section="", first=-place, last=-place)
                for change in changes(one, other, self.lexicons(language))
            ]
        return found

    @cached_property
    def bibliographies(self) -> Sequence[Mapping[str, frozenset[str]]]:
        """What tells the sources of every bibliography apart: that of today, then all of the history."""
        versions = self.history.versions.get(self.bibliography, ())
        old = [sources(self.text(version.blob)) for version in versions if version.blob]
        return [sources(self.bibliography_now()), *old]


def _lines(text: str) -> set[str]:
    return set(filter(str.strip, text.split("\n")))


#: What readers see of a page's front matter beside its days, and what it would begin with in the text.
_SEEN_AT_TOP = {"title": "# ", "description": ""}


class _Renamed:
    """Finds what a key or an address of an old text is today."""

    def __init__(self, versions: Versions, path: str, now: Reading) -> None:
        self._versions = versions
        self._path = path
        self._reading = now

    @cached_property
    def _now(self) -> set[tuple[str, str]]:
        return {token.key for token in self._reading.tokens}

    def token(self, token: Token) -> Token:
        """Return a token as it would be written today; itself if nothing was renamed."""
        if token.key in self._now:
            return token
        if token.kind == CITED:
            return token._replace(text=self._key(token.text))
        return token._replace(text=self._address(token.text))

    def _key(self, key: str) -> str:
        bibliographies = self._versions.bibliographies
        if key in bibliographies[0]:
            return key
        then = next((known[key] for known in bibliographies if key in known), frozenset[str]())
        now = (name for kind, name in self._now if kind == CITED)
        return next((name for name in now if then & bibliographies[0].get(name, frozenset())), key)

    def _address(self, address: str) -> str:
        history = self._versions.history
        old = posixpath.normpath(posixpath.join(posixpath.dirname(self._path), address))
        if old in history.files or old not in history.moved:
            return address
        return posixpath.relpath(history.moved[old], posixpath.dirname(self._path))


_ENTRY = re.compile(r"^[ \t]*@\w+[ \t]*[{(]\s*([^\s,{}()]+)\s*,", re.MULTILINE)
_IDENTIFIER = re.compile(r"\b(doi|pmid|pmcid|isbn)\s*=\s*[{\"]\s*([^{}\"]+?)\s*[}\"]", re.IGNORECASE)


def sources(bibliography: str) -> dict[str, frozenset[str]]:
    r"""Return what tells each entry of a bibliography from the others, by its key: identifiers and text.

    >>> one, other = sources("@book{a, doi = {10.1/X}}\n@book{b, year = {1}, doi = {10.1/x}}").values()
    >>> one & other
    frozenset({'doi 10.1/x'})
    """
    marks = [*_ENTRY.finditer(bibliography)]
    ends = [*(mark.start() for mark in marks[1:]), len(bibliography)]
    found = {}
    for mark, end in zip(marks, ends, strict=False):
        text = bibliography[mark.end() : end]
        identifiers = {f"{name.lower()} {value.lower()}" for name, value in _IDENTIFIER.findall(text)}
        found[mark[1]] = frozenset({*identifiers, re.sub(r"\s+", "", text).lower()})
    return found


def _days(meta: Mapping[str, object]) -> FrontMatter:
    """Return the days of a front matter, whatever else is wrong with it."""

    def day(key: str) -> date | None:
        value = meta.get(key)
        return value if type(value) is date else None

    reviewer = meta.get("reviewed_by")
    return FrontMatter(
        last_revised=day("last_revised"),
        reviewed_on=day("reviewed_on"),
        reviewed_by=reviewer.strip() if isinstance(reviewer, str) else None,
        changes=tuple(read_changes(meta.get("changes"))),
    )


def _wordings(front: FrontMatter) -> set[tuple[date, str]]:
    return {(change.day, change.text) for change in front.changes if change.kind == WORDING}


# --- what an editor is told -------------------------------------------------------------------------

#: So many places of one page are told one by one.
MOST_TOLD = 5


def unrevised_problems(
    path: str, language: str, text: str, versions: Versions, *, today: date
) -> Iterator[Problem]:
    """Yield what of a page is not as it was checked on its ``last_revised`` day; edits not committed as notices.

    Args:
        path: the page's file, from the guide's folder on.
        language: the page's language.
        text: the page as it is, edits that are not committed included.
        versions: what git remembers.
        today: the day to write.
    """
    front = versions.front_of(text)
    then = versions.committed_as(path, text)
    if then is None or front.last_revised is None:
        return
    blob = versions.history.files[then]
    committed, before = versions.text(blob), versions.front(blob)
    if before.last_revised is None or front.last_revised > before.last_revised:
        return  # Checked just now.
    if front.last_revised < before.last_revised:
        texts, reworded = [committed], []
    else:
        texts = versions.checked(then)
        reworded = versions.reworded(then, front, texts)
        if _wordings(front) - _wordings(before):
            reworded.append(text)
    yield from _brought_otherwise(path, texts, committed, text, today)
    if "![" in text or "<img" in text:
        yield from _other_pictures(path, versions.read(text, language), front.last_revised, versions, today)
    found = versions.compared(path, language, texts, text)
    if reworded and found:
        since = [versions.compared(path, language, [one], text) for one in reworded]
        kept = unaccounted([change for change in found if change.weight == WORDING], since)
        found = [change for change in found if change.weight == MEDICINE or change in kept]
    fresh = versions.compared(path, language, [committed], text) if found and text != committed else []
    settled: list[Change] = []
    open_: list[Change] = []
    for change in found:
        (open_ if any(change.overlaps(one) for one in fresh) else settled).append(change)
    yield from _told(path, settled, front.last_revised, today, notice=False)
    if front.last_revised < today:
        yield from _told(path, open_, front.last_revised, today, notice=True)


def _other_pictures(
    path: str, reading: Reading, day: date, versions: Versions, today: date
) -> Iterator[Problem]:
    """Yield the pictures of a page that came under the same name after the page was checked."""
    history = versions.history
    began = [one.commit for one in versions.began(path, lambda front: front.last_revised == day)]
    for token in reading.tokens:
        if token.kind != PICTURE:
            continue
        name = posixpath.normpath(posixpath.join(posixpath.dirname(path), token.text))
        raw, blob = versions.now(name), history.files.get(name)
        if raw is None or blob is None:
            continue  # It is on no page yet, or it is said that it is nowhere.
        fresh = blob_id(raw, len(blob)) != blob
        came = [one.commit for one in history.versions.get(name, ()) if one.blob == blob]
        # Whoever set the day, in that commit or later, had the picture before them.
        was_seen = any(one.day <= day for one in came) or any(
            history.leads_to(one, other) for one in came for other in began
        )
        if (fresh and day < today) or (not fresh and came and not was_seen):
            state = " (not committed yet)" if fresh else ""
            said = (
                f"the picture '{token.text}' is not the one that stood here when this page was last revised{state}. "
                f"Check what it shows and the text about it, then write the day: last_revised: {today}. Or put it back."
            )
            yield Problem(path, token.line, said, notice=fresh)


#: Keys at the top of a page that bring something into its text: signs of danger, questions, a figure.
BROUGHT = ("urgent", "pathway", "inserts")


def _brought_otherwise(
    path: str, checked: Sequence[str], committed: str, text: str, today: date
) -> Iterator[Problem]:
    """Yield which of the keys that bring something into the text are not as they were checked."""
    if not checked or any(split(one).top == split(text).top for one in checked):
        return
    now, last = _brought(text), _brought(committed)
    then = [_brought(one) for one in checked]
    for key, brought in now.items():
        if all(one[key] != brought for one in then):
            fresh = last[key] != brought
            state = " (not committed yet)" if fresh else ""
            said = (
                f"'{key}', which brings something into the text, is not what it was when this page was last "
                f"revised{state}. Check what the page shows, then write the day: last_revised: {today}. Or put it back."
            )
            yield Problem(path, key_line(key, text), said, notice=fresh)


def _brought(text: str) -> dict[str, object]:
    top = split(text).top or ""
    # Most pages have none of them: their front matter need not be read again.
    meta = (read_meta(text, path="")[0] or {}) if any(f"{key}:" in top for key in BROUGHT) else {}
    return {key: meta.get(key) for key in BROUGHT}


def _told(path: str, found: Sequence[Change], day: date, today: date, *, notice: bool) -> Iterator[Problem]:
    for change in found[:MOST_TOLD]:
        state = " (not committed yet)" if notice else ""
        said = f"{change}{state} after this page was last revised on {day}. "
        if change.weight == MEDICINE:
            said += (
                "Check the page against its sources, then write the day at its top: "
                f"last_revised: {today}. Or put back what it said. A line 'wording' below 'changes' does not "
                "settle a number, a sign, a source or a word such as this."
            )
        else:
            said += (
                "If it says the same in other words, write so at the top of the page, below 'changes': "
                f"'- {today} wording: what you changed'. If not, check the page against its sources, then "
                f"write the day: last_revised: {today}."
            )
        yield Problem(path, change.line, said, notice)
    if len(found) > MOST_TOLD:
        rest = len(found) - MOST_TOLD
        places = "one more place" if rest == 1 else f"{rest} more places"
        said = f"{places} changed after this page was last revised on {day}, the next of them here."
        yield Problem(path, found[MOST_TOLD].line, said, notice)
