"""What a page's writer set on its elements, apart from what the build itself adds to the page."""

from collections.abc import Iterator
from html import escape
from typing import NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from selectolax.lexbor import LexborHTMLParser

from editorial.pages.sanitize import authored_faults

# After all inline text is in place (20) and before the build adds its references (15) …
_BEFORE_OURS = 16
# … and after attributes are put on elements (8), before terms get their links (7).
_AFTER_ATTRIBUTES = 7.5


class Fault(NamedTuple):
    """What may not stand in a page: as it is written, and the sentence about it."""

    written: str
    text: str


class AuthoredExtension(Extension):
    """Finds classes, ids and data of the site's own on elements of a page's text, and takes them off.

    After a page is converted, :attr:`faults` tells what was found in it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[Fault] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        self.faults = []
        authors = _Authors(md)
        md.treeprocessors.register(authors, "authored", _BEFORE_OURS)
        md.treeprocessors.register(_Check(md, authors, self.faults), "authored-check", _AFTER_ATTRIBUTES)


class _Authors(Treeprocessor):
    """Notes which elements there are, and how much raw HTML, before the build adds its own."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        #: Each element with what it is now: a mark for a citation is something else after it.
        self.elements: list[tuple[Element, object]] = []
        self.raw = 0

    def run(self, root: Element) -> None:
        self.elements = [(element, element.tag) for element in root.iter()]
        self.raw = len(self.md.htmlStash.rawHtmlBlocks)


class _Check(Treeprocessor):
    def __init__(self, md: Markdown, authors: _Authors, faults: list[Fault]) -> None:
        super().__init__(md)
        self._authors = authors
        self._faults = faults

    def run(self, root: Element) -> None:  # noqa: ARG002
        for element, tag in self._authors.elements:
            if element.tag != tag:
                continue
            for written, text in [*authored_faults(element.items(), name=str(element.tag))]:
                self._faults.append(Fault(written, text))
                for attribute in ("class", "id", written):
                    if written in (attribute, *element.get(attribute, "").split()):
                        element.attrib.pop(attribute, None)
        blocks = self.md.htmlStash.rawHtmlBlocks
        for number, block in enumerate(blocks[: self._authors.raw]):
            if not isinstance(block, str):
                found = [*authored_faults(block.items(), name=str(block.tag))]
            else:
                found = [*_faults_of_html(block)]
            if found:
                self._faults += [Fault(written, text) for written, text in found]
                # Shown as the text that it is: part of a tag may stand alone here.
                blocks[number] = escape(block) if isinstance(block, str) else ""


def _faults_of_html(html: str) -> Iterator[tuple[str, str]]:
    if "<" in html:
        for node in LexborHTMLParser(html).css("[class], [id], [aria-hidden]"):
            attributes = [(name, value or "") for name, value in node.attributes.items()]
            yield from authored_faults(attributes, name=node.tag or "")
