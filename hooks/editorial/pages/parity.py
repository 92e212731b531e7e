"""Whether a page and its translation say the same: sections, sources, numbers, signs, tables, questions."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from editorial.build.results import Again, made_now
from editorial.pages.files import PageFile
from editorial.pages.frontmatter import key_line
from editorial.pages.lexicon import Lexicon
from editorial.pages.meanings import Meanings, Swap
from editorial.pages.reading import (
    CELL,
    CITED,
    HIDDEN,
    ITEM,
    NOTE,
    NUMBER,
    PHONE,
    PICTURE,
    ROW,
    SIGN,
    Memo,
    Reading,
    Text,
    Token,
    read,
)
from editorial.text import SENTENCE_END

_SOMETHING = re.compile(r"[^\W_]")
_SPECIAL = re.compile(r"\x02[^\x03]*\x03")
#: Of a shorter text, in signs, its length says nothing.
_FEW_SIGNS = 60
_ENOUGH = 500
#: A text that lacks a sentence is shorter by so many signs or more, and one with a further sentence longer by so many,
#: or by such a share: an explanation takes more words in one language than in the other, and none takes fewer.
_SHORTER, _LONGER, _LONGER_BY_HALF = 20, 70, 1.5
#: … and by more than texts differ anyway, in roots of their signs. Of the 2,742 texts of this guide when this was
#: measured, 19 of which have more or fewer sentences, none was told by it; with a sentence taken out 9 of 10 were, and
#: with one put in 2 of 3.
_MORE_THAN_USUAL = 2.0


class Difference(NamedTuple):
    """One thing that differs between a page and its translation."""

    #: The line of the translation, from 1, and the line of the original.
    line: int
    original_line: int
    #: The section's id; empty before the first heading.
    section: str
    text: str
    #: Whether it may be meant.
    notice: bool = False


@dataclass
class Differences:
    """Compares pages with their translations, each read once, in its own language."""

    lexicons: Mapping[str, Lexicon]
    meanings: Meanings
    #: What was read of each language before.
    memos: dict[str, Memo] = field(default_factory=dict)
    again: Again = made_now

    def __call__(self, original: PageFile, translation: PageFile) -> Iterator[Difference]:
        """Yield what differs between two pages, section by section."""
        made_from = [(page.language, page.text) for page in (original, translation)]
        found = self.again("differences", made_from, lambda: [*self._differences(original, translation)])
        return (Difference(*one) for one in found)

    def _differences(self, original: PageFile, translation: PageFile) -> Iterator[Difference]:
        theirs, ours = self._read(original), self._read(translation)
        yield from differences(theirs, ours)
        yield from swaps(theirs, ours, original.language, translation.language, self.meanings)
        yield from sentences(theirs, ours)
        for key in ("title", "description"):
            before, here = (
                (page.language, str(page.meta.get(key) or "")) for page in (original, translation)
            )
            for swap in self.meanings.swapped(before, here):
                lines = key_line(key, translation.text), key_line(key, original.text)
                yield Difference(*lines, "", *_swapped(swap))

    def _read(self, page: PageFile) -> Reading:
        memo = self.memos.setdefault(page.language, {})
        return read(page.text, self.lexicons[page.language].marks, memo=memo)


@dataclass
class _Section:
    id: str
    line: int
    #: What a message calls its heading.
    named: str = ""
    tokens: list[Token] = field(default_factory=list)
    blocks: Counter[str] = field(default_factory=Counter)
    #: Each row of a table: ``x`` for a cell with something in it, ``-`` for an empty one.
    rows: list[str] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        return [token.text for token in self.tokens if token.kind == CITED]


def differences(original: Reading, translation: Reading) -> Iterator[Difference]:
    """Yield what differs, section by section.

    Compared are heading ids and their order, citation keys in their order, numbers (``1,000`` is ``1.000``, and 7
    out of 10 is 7 de cada 10), signs that touch them, phone numbers, the rows and cells of tables, and how many
    paragraphs, list items, admonitions, pictures and folded or hidden parts there are.
    """
    ours = {section.id: section for section in _sections(translation)}
    theirs = {section.id: section for section in _sections(original)}
    for id_, section in theirs.items():
        if id_ not in ours:
            yield Difference(1, section.line, id_, f"has no heading {section.named}.")
    for id_, section in ours.items():
        if id_ not in theirs:
            text = f"the heading {section.named} is not in the original."
            yield Difference(section.line, 1, id_, text)
    shared = [id_ for id_ in theirs if id_ in ours]
    if shared != [id_ for id_ in ours if id_ in theirs]:
        yield Difference(1, 1, "", "the headings stand in another order than in the original.")
    for id_ in shared:
        for text in _section_differences(theirs[id_], ours[id_]):
            yield Difference(ours[id_].line, theirs[id_].line, id_, text)


def swaps(
    original: Reading, translation: Reading, theirs: str, ours: str, meanings: Meanings
) -> Iterator[Difference]:
    """Yield where a translation names another thing than its original, in sections that have as many texts.

    Args:
        original: the original.
        translation: its translation.
        theirs: the code of the original's language.
        ours: that of the translation's.
        meanings: what is known of things in both.
    """
    for id_, one, other in _paired(original, translation):
        for swap in meanings.swapped((theirs, _words(one)), (ours, _words(other))):
            yield Difference(other.line, one.line, id_, *_swapped(swap))


def sentences(original: Reading, translation: Reading) -> Iterator[Difference]:
    """Yield where a text has lost a sentence in its translation, or won one, in sections that have as many texts.

    Told is a text with fewer sentences that is also shorter, as languages go on this page, or with more and longer: a
    sentence that became two says the same. It may be meant.
    """
    pairs = [
        (id_, one.line, other.line, _plain(one), _plain(other))
        for id_, one, other in _paired(original, translation)
    ]
    whole, translated = sum(len(pair[3]) for pair in pairs), sum(len(pair[4]) for pair in pairs)
    for id_, original_line, line, theirs, ours in pairs:
        if len(theirs) < _FEW_SIGNS or theirs == ours:
            continue
        there, here = (len(SENTENCE_END.split(text)) for text in (theirs, ours))
        # How much longer the one language is than the other is asked of the rest of the page, where there is enough.
        rest, of_translation = whole - len(theirs), translated - len(ours)
        usual = of_translation / rest if min(rest, of_translation) > _ENOUGH else 1.0
        longer = len(ours) - usual * len(theirs)
        if abs(longer) < _MORE_THAN_USUAL * len(theirs) ** 0.5:
            continue
        if here < there and longer < -_SHORTER:
            change, what = "shorter", "missing"
        elif here > there and longer > min(_LONGER, (_LONGER_BY_HALF - 1) * usual * len(theirs)):
            change, what = "longer", "added"
        else:
            continue
        text = f"this text has {_sentences(here)} and is {change}, in the original it has {there}. Is one {what}?"
        yield Difference(line, original_line, id_, text, notice=True)


def _paired(original: Reading, translation: Reading) -> Iterator[tuple[str, Text, Text]]:
    """Yield the id of its section, each text and its translation, where both sections have as many."""
    before, here = _texts(original), _texts(translation)
    for id_, texts in before.items():
        if len(texts) == len(here.get(id_, ())):
            yield from ((id_, one, other) for one, other in zip(texts, here[id_], strict=True))


def _sentences(number: int) -> str:
    return f"{number} sentence{'s' if number > 1 else ''}"


def _plain(text: Text) -> str:
    return " ".join(_words(text).split())


def _swapped(swap: Swap) -> tuple[str, bool]:
    """Return what is said of a swap, and whether it may be meant."""
    if not swap.translation:
        text = f"the original has '{swap.original}' here, and the translation no word like it."
    elif not swap.original:
        text = f"'{swap.translation}' stands here, and the original has no word like it."
    else:
        text = f"'{swap.translation}' stands here, and in the original '{swap.original}'."
    return text, swap.may_be_meant


def _texts(reading: Reading) -> dict[str, list[Text]]:
    """Return the texts below each heading, its own first; headings without an id count by their place."""
    found: dict[str, list[Text]] = {}
    ids = [(heading.line, heading.id or f"heading {at}") for at, heading in enumerate(reading.headings, 1)]
    ids.append((10**9, ""))
    place, id_ = 0, ""
    for piece in reading.pieces:
        if isinstance(piece, Text):
            while piece.line >= ids[place][0]:
                place, id_ = place + 1, ids[place][1]
            found.setdefault(id_, []).append(piece)
    return found


def _words(text: Text) -> str:
    return _SPECIAL.sub(" ", text.flat) if "\x02" in text.flat else text.flat


def _section_differences(theirs: _Section, ours: _Section) -> Iterator[str]:
    if theirs.keys != ours.keys:
        lost, added = _lost_and_added(Counter(theirs.keys), Counter(ours.keys))
        yield (
            "the sources differ from the original's: " + _said(lost, added)
            if lost or added
            else "the sources stand in another order than in the original."
        )
    for name, count in (("numbers", numbers), ("signs", signs), ("phone numbers", phones)):
        lost, added = _lost_and_added(Counter(count(theirs.tokens)), Counter(count(ours.tokens)))
        if lost or added:
            yield f"the {name} differ from the original's: " + _said(lost, added)
    if len(theirs.rows) != len(ours.rows):
        yield _counted("rows in tables", len(ours.rows), len(theirs.rows))
    else:
        for number, (one, other) in enumerate(zip(theirs.rows, ours.rows, strict=True), start=1):
            if one != other:
                yield (f"in row {number} of its tables {_filled(other)}, in the original {_filled(one)}.")
    for name, kind in (
        ("paragraphs", "paragraph"),
        ("list items", ITEM),
        ("admonitions", NOTE),
        ("folded boxes and hidden parts", HIDDEN),
        ("pictures", PICTURE),
    ):
        if theirs.blocks[kind] != ours.blocks[kind]:
            yield _counted(name, ours.blocks[kind], theirs.blocks[kind])


def _counted(name: str, ours: int, theirs: int) -> str:
    return f"the number of {name} differs: {ours} here, {theirs} in the original."


def _filled(row: str) -> str:
    places = ", ".join(str(place) for place, cell in enumerate(row, start=1) if cell == "x")
    return f"{len(row)} cells stand, with text in {places or 'none'}"


def _lost_and_added(theirs: Counter[str], ours: Counter[str]) -> tuple[list[str], list[str]]:
    return sorted((theirs - ours).elements()), sorted((ours - theirs).elements())


def _said(lost: list[str], added: list[str]) -> str:
    parts = []
    if lost:
        parts.append(f"missing here: {', '.join(lost)}")
    if added:
        parts.append(f"only here: {', '.join(added)}")
    return "; ".join(parts) + "."


def _sections(reading: Reading) -> list[_Section]:
    """Return a page's sections; headings without an id count by their place."""
    sections = [_Section("", 1)]
    sections += [
        _Section(
            heading.id or f"heading {place}",
            heading.line,
            f"with the id '{{#{heading.id}}}'" if heading.id else f"'{heading.text}'",
        )
        for place, heading in enumerate(reading.headings, start=1)
    ]
    lines = [section.line for section in sections] + [10**9]
    place = 0
    read_in = []
    for piece in reading.pieces:
        while piece.line >= lines[place + 1]:
            place += 1
        section, tokens = sections[place], reading.tokens_of(piece, words=False)
        is_empty = isinstance(piece, Text) and not tokens and not _SOMETHING.search(piece.flat)
        # A paragraph of nothing but a source is a place that waits for its text.
        read_in.append(
            isinstance(piece, Token) or _SOMETHING.search(_SPECIAL.sub("", piece.flat)) is not None
        )
        section.tokens += tokens
        for kind in (PICTURE, HIDDEN):
            section.blocks[kind] += sum(token.kind == kind for token in tokens)
        if isinstance(piece, Token) and piece.kind == ROW and piece.text != "end":
            section.rows.append("")
        elif isinstance(piece, Token) and piece.kind == CELL and section.rows:
            section.rows[-1] += "-"
        elif piece.place == CELL and section.rows and not is_empty:
            section.rows[-1] = section.rows[-1][:-1] + "x"
    place = 0
    ends = [*(block.start for block in reading.blocks[1:]), len(reading.pieces)]
    for block, end in zip(reading.blocks, ends, strict=False):
        while block.line >= lines[place + 1]:
            place += 1
        if any(read_in[block.start : end]):
            sections[place].blocks[block.kind] += 1
    return sections


def numbers(tokens: list[Token]) -> Iterator[str]:
    """Yield the numbers that a reader meets, each in one form whatever the language's marks.

    Not the 16 of p16 nor the 19 of COVID-19: those are names.

    >>> [*numbers(read("1,000 people (48.5%), 7 out of 10, p16, [@lee2020], [call](tel:+1800)").tokens)]
    ['1000', '48.5', '7', '10']
    """
    waiting = ""
    end: tuple[str, int] = ("", 0)
    for token in tokens:
        if token.kind != NUMBER or _in_name(token):
            continue
        text = re.sub(r"^([1-9]\d{0,2})[.,](?=\d{3}$)", r"\1", token.text)
        text = text.replace(",", ".")
        follows = end == (token.around, token.start - 1) and token.around[token.start - 1] == " "
        if (
            waiting
            and follows
            and re.fullmatch(r"\d{3}", token.text)
            and re.fullmatch(r"[1-9]\d{0,5}", waiting)
        ):
            waiting += text
        else:
            if waiting:
                yield waiting
            waiting = text
        end = (token.around, token.end)
    if waiting:
        yield waiting


def _in_name(token: Token) -> bool:
    before, after = token.around[: token.start], token.around[token.end : token.end + 1]
    return before[-1:].isalpha() or (before[-1:] == "-" and before[-2:-1].isalpha()) or after.isalpha()


#: A slash and the dash of a range are words of a language: "and/or", "2 to 4".
_SAME_IN_ALL = frozenset("+±<>≤≥%‰°=")


def signs(tokens: list[Token]) -> Iterator[str]:
    """Yield the signs that mean the same in every language, with a minus before a number or after a name.

    >>> [*signs(read("HER2- and ER+, T-score -2.5, 2-4 and/or <5 %").tokens)]
    ['-', '+', '-', '<', '%']
    """
    for token in tokens:
        if token.kind != SIGN:
            continue
        before, after = token.around[: token.start].rstrip(), token.around[token.end :].lstrip()
        if token.text in _SAME_IN_ALL:
            yield token.text
        elif token.text == "-" and not (before[-1:].isdigit() and after[:1].isdigit()):
            name = re.search(r"[^\W_]*$", before[-40:])
            if after[:1].isdigit() or (name and name[0] and not name[0].islower()):
                yield "-"


def phones(tokens: list[Token]) -> Iterator[str]:
    """Yield the numbers that links dial."""
    return (token.text for token in tokens if token.kind == PHONE)
