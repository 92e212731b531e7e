"""What the build makes of one page: plain data, which an earlier build may have made."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import starmap
from typing import Any, NamedTuple

from editorial.problems import Problem
from editorial.site.internal_links import BuiltPage, link_of
from editorial.site.search import Section


class Heading(NamedTuple):
    """A heading of a page, with those below it."""

    title: str
    id: str
    level: int
    below: Sequence["Heading"]


class PageContent(NamedTuple):
    """A page's text as HTML, and what is to be said and known of it."""

    html: str
    headings: Sequence[Heading]
    title: str
    description: str
    problems: Sequence[Problem]
    #: The keys of the sources that it lists, in their order.
    keys: Sequence[str]
    #: The abbreviations that it uses.
    abbreviations: Sequence[str]
    #: What can be found on it.
    sections: Sequence[Section]


class PageOutput(NamedTuple):
    """A page as it is published, its links, and its sources as files for reference managers, by their ending."""

    html: str
    #: Tells this HTML from another.
    digest: str
    built: BuiltPage
    sources: Mapping[str, str]


def content_from(told: Sequence[Any]) -> PageContent:
    """Return a page's content from what JSON keeps of it: lists in place of what has names."""
    html, headings, title, description, problems, keys, abbreviations, sections = told
    return PageContent(
        html,
        _headings(headings),
        title,
        description,
        [Problem(*one) for one in problems],
        keys,
        abbreviations,
        [Section(*one) for one in sections],
    )


def output_as_told(output: PageOutput) -> Sequence[Any]:
    """Return a published page as JSON may keep it."""
    html, digest, built, sources = output
    return html, digest, built.language, sorted(built.ids), built.links, built.title, sources


def output_from(told: Sequence[Any]) -> PageOutput:
    """Return a published page from :func:`output_as_told`."""
    html, digest, language, ids, links, title, sources = told
    built = BuiltPage(language, frozenset(ids), tuple(starmap(link_of, links)), title)
    return PageOutput(html, digest, built, sources)


def _headings(told: Iterable[Sequence[Any]]) -> list[Heading]:
    return [Heading(title, place, level, _headings(below)) for title, place, level, below in told]
