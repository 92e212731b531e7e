"""The list of all sources, each with the pages that cite it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from editorial.references.latex import plain
from editorial.text import without_accents


class CitingPage(NamedTuple):
    """A page that lists sources."""

    title: str
    #: From the site's root.
    url: str
    #: The keys of its sources, in their order.
    keys: Sequence[str]


def sources_with_pages(
    pages: Iterable[CitingPage], references: Mapping[str, str]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each reference, as HTML, with title and address of the pages that list it, in the order of its text."""
    citing: dict[str, list[tuple[str, str]]] = {}
    for page in pages:
        for key in page.keys:
            citing.setdefault(key, []).append((page.title, page.url))
    sources = [(references[key], found) for key, found in citing.items()]
    return sorted(sources, key=lambda source: without_accents(plain(source[0])))
