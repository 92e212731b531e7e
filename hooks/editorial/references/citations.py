r"""Citations in Markdown: ``[@key]`` becomes a number, and the page ends with its references.

    The outlook differs [@lee2020; @kramer2023, p. 12].

becomes "The outlook differs [1; 2, p. 12]." with both numbers linked to the page's list, and each
reference there linked back to each place that cites it. Code and ``\\\\[@key]`` are left alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from editorial.markdown import without_code
from editorial.problems import did_you_mean
from editorial.words import Words

KEY = r"[^\W_][\w:.+/-]*"
# "[@" that is not the text of a link: [@handle](address) stays a link.
CITATION = r"\[(@[^\[\]]*)\](?!\()"
_TARGET = re.compile(rf"@({KEY})(?:\s*,\s*(\S.*))?", re.DOTALL)
# Before Python-Markdown's own links (160) and after its code spans and escapes (190, 180).
_INLINE_PRIORITY = 175
# After all inline text is in place (20) and before headings are collected (5).
_REFERENCES_PRIORITY = 15


class Target(NamedTuple):
    """One source within one citation."""

    key: str
    #: The place in the source, as written: ``p. 12``; empty if the whole source is meant.
    locator: str


class Slip(NamedTuple):
    """A citation that cannot be made a number: what the page says, and the sentence about it."""

    written: str
    text: str


def parse_citation(text: str) -> list[Target] | None:
    """Read what stands between the brackets, or return ``None`` if it is no citation.

    >>> parse_citation("@lee2020; @kramer2023, p. 12")
    [Target(key='lee2020', locator=''), Target(key='kramer2023', locator='p. 12')]
    >>> parse_citation("@lee2020 and others") is None
    True
    """
    matches = [_TARGET.fullmatch(part.strip()) for part in text.split(";")]
    if not all(matches):
        return None
    return [Target(match[1], " ".join((match[2] or "").split())) for match in matches if match]


def cited_keys(source: str) -> Iterator[str]:
    """Yield every key that a page's Markdown cites outside code, in order."""
    for match in re.finditer(CITATION, without_code(source)):
        yield from (target.key for target in parse_citation(match[1]) or ())


def citation_lines(key: str, source: str) -> Iterator[int]:
    """Yield each line, from 1, of a page's source on which a key is cited or listed."""
    for number, line in enumerate(source.splitlines(), start=1):
        if re.search(rf"(?<![\w:.+/-]){re.escape(key)}(?![\w:.+/-]*\w)", line):
            yield number


class CitationExtension(Extension):
    """Numbers the citations of a page in order of first appearance and appends its references.

    After a page is converted, :attr:`listed` and :attr:`slips` tell what was found in it.
    """

    def __init__(self, references: Mapping[str, str], words: Words) -> None:
        """Take the HTML of every reference by its key, and the site's words."""
        super().__init__()
        self.references = references
        self.words = words
        #: Keys that the next page lists without citing them.
        self.nocite: Sequence[str] = ()
        #: The keys of the last page's references, in order.
        self.listed: list[str] = []
        #: What could not be made a number on the last page.
        self.slips: list[Slip] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        # MkDocs makes a new Markdown for each page: what is known of a page begins here.
        self.listed, self.slips = [], []
        md.inlinePatterns.register(_CitationProcessor(md, self), "citation", _INLINE_PRIORITY)
        md.treeprocessors.register(_ReferenceList(md, self), "references", _REFERENCES_PRIORITY)


class _CitationProcessor(InlineProcessor):
    """Leaves a marker for each citation. Numbers come later: inline text is not met in page order."""

    def __init__(self, md: Markdown, extension: CitationExtension) -> None:
        super().__init__(CITATION, md)
        self.extension = extension

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | None, int | None, int | None]:
        targets = parse_citation(m[1])
        slips = self._slips(m[0], targets)
        if slips:
            self.extension.slips += slips
            return None, None, None
        marker = Element(_MARKER, {"written": m[1]})
        return marker, m.start(0), m.end(0)

    def _slips(self, written: str, targets: list[Target] | None) -> list[Slip]:
        if targets is None:
            text = (
                f"the citation '{written}' cannot be read. Write [@key], [@key; @other] or "
                f"[@key, p. 12]; if it is not a citation, write '\\{written}'."
            )
            return [Slip(written, text)]
        return [
            Slip(
                written,
                f"the citation '{written}' names the key '{target.key}', which is not in the "
                f"bibliography.{did_you_mean(target.key, self.extension.references)}",
            )
            for target in targets
            if target.key not in self.extension.references
        ]


_MARKER = "site-citation-marker"


class _Place(NamedTuple):
    """A target with its number on the page, and which of the citations of its source this is."""

    number: int
    occurrence: int
    target: Target

    @property
    def id(self) -> str:
        return f"cite-{self.target.key}-{self.occurrence}"


class _ReferenceList(Treeprocessor):
    def __init__(self, md: Markdown, extension: CitationExtension) -> None:
        super().__init__(md)
        self.extension = extension
        self.words = extension.words

    def run(self, root: Element) -> None:
        occurrences: dict[str, int] = {}
        numbers: dict[str, int] = {}
        for marker in list(root.iter(_MARKER)):
            places = []
            for target in parse_citation(marker.attrib.pop("written")) or []:
                number = numbers.setdefault(target.key, len(numbers) + 1)
                occurrences[target.key] = occurrences.get(target.key, 0) + 1
                places.append(_Place(number, occurrences[target.key], target))
            self._set_numbers(marker, sorted(places))
        for key in self.extension.nocite:
            if key in self.extension.references:
                occurrences.setdefault(key, 0)
            else:
                hint = did_you_mean(key, self.extension.references)
                text = f"'nocite' names the key '{key}', which is not in the bibliography.{hint}"
                self.extension.slips.append(Slip(key, text))
        if occurrences:
            self._append_list(root, occurrences)
        self.extension.listed = list(occurrences)

    def _set_numbers(self, marker: Element, places: list[_Place]) -> None:
        """Turn the marker into ``[1-3, 5]``, or ``[1; 2, p. 12]`` where places in sources are named."""
        marker.tag = "span"
        marker.set("class", "site-citation")
        separator = "; " if any(place.target.locator for place in places) else ", "
        _append_text(marker, "[")
        for index, run in enumerate(_runs(places)):
            if index:
                _append_text(marker, separator)
            self._link(marker, run[0])
            for place in run[1:-1]:
                SubElement(marker, "span", {"id": place.id})  # Not shown, but linked back to.
            if len(run) > 1:
                _append_text(marker, "-" if len(run) > 2 else separator)
                self._link(marker, run[-1])
        _append_text(marker, "]")

    def _link(self, marker: Element, place: _Place) -> None:
        label = self.words.say("citation.label", number=place.number)
        attributes = {"id": place.id, "href": f"#ref-{place.target.key}", "aria-label": label}
        SubElement(marker, "a", attributes).text = AtomicString(str(place.number))
        if place.target.locator:
            _append_text(marker, f", {place.target.locator}")

    def _append_list(self, root: Element, occurrences: Mapping[str, int]) -> None:
        """Append the heading "References" and the list; keys come in the order of their numbers."""
        heading = SubElement(root, "h2", {"id": "references"})
        heading.text = AtomicString(self.words.say("citation.references"))
        items = SubElement(root, "ol", {"class": "site-references"})
        for key, count in occurrences.items():
            item = SubElement(items, "li", {"id": f"ref-{key}"})
            markup = self.md.htmlStash.store(self.extension.references[key])
            SubElement(item, "span", {"class": "site-reference"}).text = markup
            for occurrence in range(1, count + 1):
                label = self.words.say("citation.back", number=occurrence, count=count)
                attributes = {
                    "class": "site-back",
                    "href": f"#cite-{key}-{occurrence}",
                    "aria-label": label,
                }
                _append_text(item, " ")
                link = SubElement(item, "a", attributes)
                link.text = AtomicString("↩")
                if count > 1:
                    SubElement(link, "sup").text = AtomicString(str(occurrence))


def _runs(places: list[_Place]) -> list[list[_Place]]:
    """Group neighbouring numbers, so that 1, 2, 3, 5 can be shown as 1-3, 5.

    A number with a locator, or one that comes twice, stands alone.
    """

    def distance(indexed: tuple[int, _Place]) -> tuple[int, str]:
        index, place = indexed
        return place.number - index, place.target.locator and place.id

    return [[place for _, place in run] for _, run in groupby(enumerate(places), key=distance)]


def _append_text(element: Element, text: str) -> None:
    """Add text at the end of an element, out of reach of other Markdown syntax."""
    if len(element):
        last = element[-1]
        last.tail = AtomicString((last.tail or "") + text)
    else:
        element.text = AtomicString((element.text or "") + text)
