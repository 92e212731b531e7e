"""A sheet on which a clinician says of each statement of a page, beside its sources, whether it is right."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from editorial.pages.reading import HEADING, ROW, Reading, Text, cleared
from editorial.references.bibtex import Entry
from editorial.references.citations import Target, parse_citation
from editorial.references.evidence import shown as evidence_shown
from editorial.references.latex import to_text
from editorial.words import Words


class Statement(NamedTuple):
    """One sentence, or one row of a table, with the sources that it names."""

    text: str
    sources: tuple[Target, ...]
    #: In the page's file, from 1.
    line: int
    #: The block of its section that it stands in.
    block: int


class Section(NamedTuple):
    """The statements below one heading."""

    #: The same in every language, or the heading's place.
    id: str
    title: str
    statements: tuple[Statement, ...]


#: A sentence ends with its period, and the next begins with a capital, a figure or an opening mark.
_END = re.compile(r"[.!?…][\"”»’)*]*(?:\s*\x02C[^\x03]*\x03)?(?=\s+[\"“«(¿¡*\[\x02]*[^\W_a-zà-ÿ])")
_CITATION = re.compile(r"\x02C([^\x03]*)\x03")
#: So few words state nothing.
_FEWEST = 3


def sections(reading: Reading) -> list[Section]:
    r"""Return what a page states, by its sections. Questions to ask and headings state nothing.

    >>> from editorial.pages.reading import read
    >>> page = "## Who {#who}\n\nIt is rare in men [@a, p. 4]. Ask your team early. Is it rare?"
    >>> [section] = sections(read(page))
    >>> [(one.text, [*one.sources]) for one in section.statements]
    [('It is rare in men.', [Target(key='a', locator='p. 4')]), ('Ask your team early.', [])]
    """
    found: list[Section] = []
    statements: list[Statement] = []
    title, id_, headings = "", "", iter(reading.headings)

    def close() -> None:
        if statements:
            found.append(Section(id_, title, tuple(statements)))
            statements.clear()

    ends = [*(block.start for block in reading.blocks[1:]), len(reading.pieces)]
    number, before = 0, ""
    for block, end in zip(reading.blocks, ends, strict=False):
        if block.kind == HEADING:
            close()
            heading = next(headings)
            title, id_, number = heading.text, heading.id or f"heading {len(found)}", 0
            before = HEADING
            continue
        number += 1
        is_head = block.kind == ROW and before != ROW
        before = block.kind
        if is_head:
            continue
        texts = [piece for piece in reading.pieces[block.start : end] if isinstance(piece, Text)]
        flats = (
            [" · ".join(text.flat for text in texts if text.flat.strip())]
            if block.kind == ROW
            else [sentence for text in texts for sentence in _sentences(text.flat)]
        )
        statements += (one for flat in flats for one in _stated(flat, block.line, number))
    close()
    return found


def _sentences(flat: str) -> Iterator[str]:
    start = 0
    # No sentence ends within a citation: "p. 4".
    masked = re.sub(r"(?<=\x02C)[^\x03]*", lambda match: "x" * len(match[0]), flat)
    for match in _END.finditer(masked):
        yield flat[start : match.end()]
        start = match.end()
    yield flat[start:]


def _stated(flat: str, line: int, block: int) -> Iterator[Statement]:
    sources = [
        target
        for match in _CITATION.finditer(flat)
        for target in parse_citation(" ".join(match[1].split())) or ()
    ]
    text = cleared(flat)
    if sources or (not text.endswith("?") and len(re.findall(r"[^\W\d_]{2,}", text)) >= _FEWEST):
        yield Statement(text, tuple(dict.fromkeys(sources)), line, block)


# --- the sheet --------------------------------------------------------------------------------------


class SourceShown(NamedTuple):
    """A source of a statement, as the sheet shows it."""

    #: In the sheet's list of sources.
    number: int
    title: str
    locator: str
    #: What kind of evidence it is and how it was read, as HTML; nothing where nobody wrote it.
    evidence: str
    #: Where it can be read, or nothing.
    address: str


class Row(NamedTuple):
    """One statement, in each language of the sheet; nothing where a translation has no such sentence."""

    #: Counted through the sheet.
    number: int
    statements: tuple[Statement | None, ...]
    sources: tuple[SourceShown, ...]


@dataclass(frozen=True)
class SheetPage:
    """One page of a sheet."""

    #: In each language of the sheet: its title, its file, and the day on which it was last revised.
    titles: tuple[str, ...]
    paths: tuple[str, ...]
    revised: tuple[object, ...]
    #: What names the text: the same letters are the same text.
    digest: str
    #: The heading in each language, and the statements below it.
    sections: tuple[tuple[tuple[str, ...], tuple[Row, ...]], ...]

    @property
    def unsourced(self) -> list[Row]:
        """The statements without a source."""
        return [row for _, rows in self.sections for row in rows if not row.sources]


@dataclass
class Sources:
    """The sources of a sheet, numbered in the order in which statements name them."""

    entries: Mapping[str, Entry]
    references: Mapping[str, str]
    words: Words
    _numbers: dict[str, int] = field(default_factory=dict)

    def shown(self, targets: Iterable[Target]) -> tuple[SourceShown, ...]:
        """Return sources as a statement shows them; a key that is in no bibliography is left out."""
        return tuple(
            SourceShown(
                self._numbers.setdefault(target.key, len(self._numbers) + 1),
                to_text(self.entries[target.key].fields.get("title", target.key)).rstrip("."),
                target.locator,
                evidence_shown(self.entries[target.key], self.words),
                address_of(self.entries[target.key]),
            )
            for target in targets
            if target.key in self.references
        )

    @property
    def listed(self) -> list[str]:
        """Each reference as HTML, in the order of the numbers."""
        return [self.references[key] for key in self._numbers]


def address_of(entry: Entry) -> str:
    """Return where a source can be read: its DOI's address, its record in PubMed, or its own address.

    >>> address_of(Entry("a", "article", {"doi": "10.1000/x", "url": "https://example.org"}, 1, {}))
    'https://doi.org/10.1000/x'
    """
    fields = {name: entry.fields.get(name, "").replace("\\", "") for name in ("doi", "pmid", "url")}
    if fields.get("doi"):
        return f"https://doi.org/{fields['doi']}"
    if fields.get("pmid"):
        return f"https://pubmed.ncbi.nlm.nih.gov/{fields['pmid']}/"
    return fields.get("url", "")


def digest(texts: Iterable[str]) -> str:
    """Return what names some texts: eight signs, the same for the same texts alone."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:8]


def rows(
    languages: Sequence[Sequence[Section]],
    *,
    numbers: Iterator[int],
    shown: Callable[[Iterable[Target]], tuple[SourceShown, ...]],
) -> Iterator[tuple[tuple[str, ...], tuple[Row, ...]]]:
    """Yield the sections of a page in each of its languages side by side, the first one's in its order.

    Sentences stand beside each other where a paragraph has as many in every language; else the paragraph stands
    as a whole.
    """
    first, *others = languages
    by_id = [{section.id: section for section in other} for other in others]
    for section in first:
        beside = [found.get(section.id, Section(section.id, "", ())) for found in by_id]
        made = [
            Row(next(numbers), line, shown(_targets(line)))
            for line in _lines([section.statements, *(other.statements for other in beside)])
        ]
        yield (section.title, *(other.title for other in beside)), tuple(made)


def _lines(languages: Sequence[Sequence[Statement]]) -> Iterator[tuple[Statement | None, ...]]:
    blocks = dict.fromkeys(one.block for statements in languages for one in statements)
    for block in blocks:
        parts = [[one for one in statements if one.block == block] for statements in languages]
        if len({len(part) for part in parts if part}) > 1:
            parts = [[_joined(part)] if part else [] for part in parts]
        yield from zip_longest(*parts)


def _joined(statements: Sequence[Statement]) -> Statement:
    sources = dict.fromkeys(target for one in statements for target in one.sources)
    first = statements[0]
    return Statement(" ".join(one.text for one in statements), tuple(sources), first.line, first.block)


def _targets(line: Iterable[Statement | None]) -> list[Target]:
    return [*dict.fromkeys(target for one in line if one for target in one.sources)]
