r"""Citations in Markdown: ``[@key]`` becomes a number, and the page ends with its references.

    The outlook differs [@lee2020; @kramer2023, p. 12].

becomes "The outlook differs [1; 2, p. 12]." with both numbers linked to the page's list, and each
reference there linked back to each place that cites it. Code and ``\\\\[@key]`` are left alone.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
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
from editorial.references.lists import words
from editorial.words import Words

KEY = r"[^\W_][\w:.+/-]*"
# "[@" that is not the text of a link: [@handle](address) stays a link. A locator may have brackets of its own.
CITATION = r"\[(\s*@(?:[^\[\]]|\[[^\[\]]*\])*)\](?!\()"
_TARGET = re.compile(rf"@({KEY})(?:\s*,\s*(\S.*))?", re.DOTALL)
_AT_KEY = re.compile(rf"(?<![\w.])@({KEY})")
#: A DOI, as ISO 26324 and Crossref's own advice have it, up to what ends a sentence.
DOI = r"10\.\d{4,9}/[^\s\"<>\[\]{}|;]*[^\s\"<>\[\]{}|;.,:)]"
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
    targets = [Target(match[1], " ".join((match[2] or "").split())) for match in matches if match]
    return None if any(_AT_KEY.search(target.locator) for target in targets) else targets


def cited_keys(source: str) -> Iterator[str]:
    """Yield every key that a page's Markdown cites outside code, in order."""
    for match in re.finditer(CITATION, without_code(source)):
        yield from _keys(match[1])


@lru_cache(maxsize=10_000)  # Many pages cite the same.
def _keys(text: str) -> tuple[str, ...]:
    return tuple(target.key for target in parse_citation(text) or ())


def citation_lines(key: str, source: str) -> Iterator[int]:
    """Yield each line, from 1, of a page's source on which a key is cited or listed."""
    for number, line in enumerate(source.splitlines(), start=1):
        if re.search(rf"(?<![\w:.+/-]){re.escape(key)}(?![\w:.+/-]*\w)", line):
            yield number


class CitationExtension(Extension):
    """Numbers the citations of a page in order of first appearance and appends its references.

    After a page is converted, :attr:`listed` and :attr:`slips` tell what was found in it.
    """

    def __init__(
        self,
        references: Mapping[str, str],
        words: Words,
        *,
        keys_by_doi: Mapping[str, str] | None = None,
        books: Collection[str] | None = None,
    ) -> None:
        """Take the HTML of every reference by its key, the site's words, and the key of each DOI.

        Pages of ``books``, by their keys, stand beside the number; other places only in the list. If no one says
        which sources are books, any may be.
        """
        super().__init__()
        self.books = books
        self.references = references
        self.keys_by_doi = keys_by_doi or {}
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
    """Leaves a marker for each citation. Numbers come later: inline text is not met in page order.

    The marker has one child with the citation as it is written, for where no number can stand, and one for
    each source, with its locator: what Markdown makes of that is read like any other text.
    """

    def __init__(self, md: Markdown, extension: CitationExtension) -> None:
        super().__init__(CITATION, md)
        self.extension = extension

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | None, int | None, int | None]:
        targets = parse_citation(m[1])
        written = self._as_written(m[0])
        slips = self._slips(written, targets)
        if targets is None or slips:
            self.extension.slips += slips
            return None, None, None
        marker = Element(_MARKER)
        SubElement(marker, _WRITTEN).text = AtomicString(written)
        for target in targets:
            SubElement(marker, _LOCATOR, {"key": target.key}).text = target.locator
        return marker, m.start(0), m.end(0)

    def _as_written(self, text: str) -> str:
        """Return a text with what Python-Markdown has already put aside back in its place."""
        text = re.sub(r"\x02(\d+)\x03", lambda found: f"\\{chr(int(found[1]))}", text)
        return str(self.unescape(text))

    def _slips(self, written: str, targets: list[Target] | None) -> list[Slip]:
        if targets is None:
            text = (
                f"the citation '{written}' cannot be read. Write {_meant(written)}; "
                f"if it is not a citation, write '\\{written}'."
            )
            return [Slip(written, text)]
        references = self.extension.references
        return [
            Slip(written, f"the citation '{written}' {_unknown(target.key, self.extension)}")
            for target in targets
            if target.key not in references
        ]


def _meant(written: str) -> str:
    """Return the citation that was meant, if it can be told, else the forms that there are.

    >>> _meant("[@a, @b]"), _meant("[@a;]")
    ('[@a; @b]', '[@key], [@key; @other] or [@key, p. 12]')
    """
    keys = [key.rstrip(".:,-/") for key in _AT_KEY.findall(written)]
    if len(keys) > 1:
        return f"[{'; '.join(f'@{key}' for key in keys)}]"
    return "[@key], [@key; @other] or [@key, p. 12]"


def _unknown(key: str, extension: CitationExtension) -> str:
    """Say of a key that it is not in the bibliography, and what to write or to do instead."""
    if doi := re.search(DOI, key):
        known = extension.keys_by_doi.get(doi[0].casefold())
        if known:
            return f"names a DOI. Write the key of that source: [@{known}]"
        return f"names a DOI that is not in the bibliography. Add its source: make source DOI={doi[0]}"
    hint = did_you_mean(key, extension.references)
    return f"names the key '{key}', which is not in the bibliography.{hint}"


#: "p. 12", "págs. 3-4, 7": a word and numbers alone.
_PAGES = re.compile(r"([^\W\d_]{1,8})\.?\s*\d[\d\s,;–-]*$")
_MARKER = "site-citation-marker"
_WRITTEN = "site-citation-written"
_LOCATOR = "site-citation-locator"


class _Place(NamedTuple):
    """A target with the number of its source, and which of the citations of the page this is."""

    number: int
    order: int
    key: str
    #: Its locator, as Markdown read it.
    locator: Element

    @property
    def id(self) -> str:
        return f"cite-{self.order}"

    @property
    def has_locator(self) -> bool:
        return bool(self.locator.text or len(self.locator))

    @property
    def names_pages(self) -> bool:
        # What was escaped, Python-Markdown puts back only at the very end.
        text = re.sub(r"\x02(\d+)\x03", lambda escaped: chr(int(escaped[1])), self.locator.text or "")
        found = None if len(self.locator) else _PAGES.match(text.strip())
        return bool(found and found[1].casefold() in words("pages"))


class _ReferenceList(Treeprocessor):
    def __init__(self, md: Markdown, extension: CitationExtension) -> None:
        super().__init__(md)
        self.extension = extension
        self.words = extension.words

    def run(self, root: Element) -> None:
        # The ids of the places that cite each source, and of those, what they say of where in it.
        ways: dict[str, list[str]] = {}
        numbers: dict[str, int] = {}
        locators_by_id: dict[str, Element] = {}
        count = 0
        in_links = {marker for link in root.iter("a") for marker in link.iter(_MARKER)}
        for heading in (element for element in root.iter() if element.tag in _HEADINGS):
            _keep_out_of_menu(heading)
        for marker in list(root.iter(_MARKER)):
            written, *locators = list(marker)
            if marker in in_links:
                said = f"the citation '{written.text}' stands in the text of a link. Put it after the link."
                self.extension.slips.append(Slip(written.text or "", said))
                marker[:], marker.tag, marker.text = [], "span", AtomicString(written.text or "")
                continue
            places = []
            for locator in locators:
                key = locator.attrib.pop("key")
                number = numbers.setdefault(key, len(numbers) + 1)
                count += 1
                place = _Place(number, count, key, locator)
                ways.setdefault(key, []).append(place.id)
                if place.has_locator:
                    locators_by_id[place.id] = deepcopy(locator)
                    books = self.extension.books
                    if not place.names_pages or (books is not None and key not in books):
                        place = place._replace(locator=Element(_LOCATOR))
                places.append(place)
            marker[:] = []
            self._set_numbers(marker, sorted(places, key=lambda place: place[:2]))
        for key in self.extension.nocite:
            if key in self.extension.references:
                ways.setdefault(key, [])
            else:
                hint = did_you_mean(key, self.extension.references)
                text = f"'nocite' names the key '{key}', which is not in the bibliography.{hint}"
                self.extension.slips.append(Slip(key, text))
        if ways:
            self._append_list(root, ways, locators_by_id)
        self.extension.listed = list(ways)

    def _set_numbers(self, marker: Element, places: list[_Place]) -> None:
        """Turn the marker into ``[1-3, 5]``, or ``[1; 2, p. 12]`` where places in sources are named."""
        marker.tag = "span"
        marker.set("class", "site-citation")
        separator = "; " if any(place.has_locator for place in places) else ", "
        _append_text(marker, "[")
        for index, run in enumerate(_runs(places)):
            if index:
                _append_text(marker, separator)
            together = len(run) > 2
            first, last = run[0].number, run[-1].number
            label = self.words.say("citation.range", first=first, last=last) if together else ""
            self._link(marker, run[0], label)
            for place in run[1:-1]:
                SubElement(marker, "span", {"id": place.id})  # Not shown, but linked back to.
            if len(run) > 1:
                _append_text(marker, "-" if together else separator)
                self._link(marker, run[-1])
        _append_text(marker, "]")

    def _link(self, marker: Element, place: _Place, label: str = "") -> None:
        """Add a number. Its name is "Reference 1": what stands before the number is in the style sheet, once."""
        attributes = {"id": place.id, "href": f"#ref-{place.key}"} | ({"aria-label": label} if label else {})
        SubElement(marker, "a", attributes).text = AtomicString(str(place.number))
        if place.has_locator:
            _append_text(marker, f", {place.locator.text or ''}")
            for child in place.locator:
                marker.append(child)

    def _append_list(
        self, root: Element, ways: Mapping[str, Sequence[str]], locators: Mapping[str, Element]
    ) -> None:
        """Append the heading "References" and the list; keys come in the order of their numbers.

        Behind each reference stand the ways back to where it is cited, each with its place in the source.
        """
        heading = SubElement(root, "h2", {"id": "references"})
        heading.text = AtomicString(self.words.say("citation.references"))
        items = SubElement(root, "ol", {"class": "site-references"})
        for key, places in ways.items():
            item = SubElement(items, "li", {"id": f"ref-{key}"})
            markup = self.md.htmlStash.store(self.extension.references[key])
            SubElement(item, "span", {"class": "site-reference"}).text = markup
            for number, place in enumerate(places, 1):
                _append_text(item, " ")
                # Its arrow, and for those who listen its name, are in the style sheet.
                link = SubElement(item, "a", {"class": "site-back", "href": f"#{place}"})
                link.text = AtomicString(_letters(number))
                if (locator := locators.get(place)) is not None:
                    _append_text(item, " ")
                    where = SubElement(item, "span", {"class": "site-locator"})
                    where.text = AtomicString(f"({locator.text or ''}")
                    where.extend(locator)
                    _append_text(where, ")")


def _letters(number: int) -> str:
    """Return a for 1, b for 2, aa for 27.

    >>> [_letters(number) for number in (1, 26, 27)]
    ['a', 'z', 'aa']
    """
    before, last = divmod(number - 1, 26)
    return (_letters(before) if before else "") + chr(ord("a") + last)


_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def _keep_out_of_menu(heading: Element) -> None:
    """Name a heading in the page's own menu without its citations, which have no number there."""
    markers = list(heading.iter(_MARKER))
    if markers and "data-toc-label" not in heading.attrib:
        hidden = {id(part) for marker in markers for part in marker.iter()}
        texts = [heading.text or ""]
        for part in list(heading.iter())[1:]:
            texts += ["" if id(part) in hidden else part.text or ""]
            texts += ["" if id(part) in hidden and part.tag != _MARKER else part.tail or ""]
        # What words have as attributes is read after this.
        label = re.sub(r"\{:?[^}]*\}", "", "".join(texts))
        heading.set("data-toc-label", " ".join(label.split()))


def _runs(places: list[_Place]) -> list[list[_Place]]:
    """Group neighbouring numbers, so that 1, 2, 3, 5 can be shown as 1-3, 5.

    A number with a locator, or one that comes twice, stands alone.
    """

    def distance(indexed: tuple[int, _Place]) -> tuple[int, str]:
        index, place = indexed
        return place.number - index, place.id if place.has_locator else ""

    return [[place for _, place in run] for _, run in groupby(enumerate(places), key=distance)]


def _append_text(element: Element, text: str) -> None:
    """Add text at the end of an element, out of reach of other Markdown syntax."""
    if len(element):
        last = element[-1]
        last.tail = AtomicString((last.tail or "") + text)
    else:
        element.text = AtomicString((element.text or "") + text)
