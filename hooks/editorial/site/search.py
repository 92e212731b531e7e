"""What readers can find: the sections of every page, and the other names of the things in them."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from editorial.glossary.terms import Term
from editorial.glossary.stemming import families, stemmer
from editorial.text import without_accents

#: Headings that begin a section; those below belong to the section they stand in.
_HEADINGS = ("h1", "h2", "h3")
#: Citations and references are not the page's own words.
_LEFT_OUT = ".site-citation, .site-references, #references, script, style, svg"
_BLOCKS = frozenset(
    ("p", "li", "td", "th", "tr", "dt", "dd", "div", "table", "ul", "ol", "summary", "br", "hr")
)
_WORD = re.compile(r"[^\W_]+")


class Section(NamedTuple):
    """A part of a page that a search can lead to."""

    #: The id of its heading; empty for what stands at the top of a page.
    anchor: str
    heading: str
    text: str


class SearchPage(NamedTuple):
    """A page and its sections; addresses count from the site's root."""

    title: str
    url: str
    sections: Sequence[Section]


class Place(NamedTuple):
    """Where a line of the site's index leads, and the page's title if its heading is shared."""

    address: str
    under: str


class Line(NamedTuple):
    """A line of the index of the site."""

    text: str
    places: Sequence[Place]


class Letter(NamedTuple):
    """The lines of the index of the site that begin with one letter."""

    name: str
    anchor: str
    lines: Sequence[Line]


def sections_of(html: str, *, title: str) -> list[Section]:
    """Return the sections of a page's HTML, without its citations and references.

    >>> sections_of("<h1>Neck</h1><p>A lump.</p><h2 id='ask'>Ask</h2><p>Why?</p>", title="Neck")
    [Section(anchor='', heading='Neck', text='A lump.'), Section(anchor='ask', heading='Ask', text='Why?')]
    """
    tree = LexborHTMLParser(html)
    for node in tree.css(_LEFT_OUT):
        node.decompose()
    found = [("", title, [""])]
    root = tree.body
    for node in root.traverse(include_text=True) if root else ():
        if node.tag in _HEADINGS:
            heading = " ".join(node.text().split())
            if node.tag == "h1":
                found[0] = ("", heading, found[0][2])
            else:
                found.append((node.attributes.get("id") or "", heading, []))
        elif node.tag == "-text":
            if not node.parent or node.parent.tag not in _HEADINGS:
                found[-1][2].append(node.text(deep=False) or "")
        elif node.tag in _BLOCKS:
            found[-1][2].append(" ")
    return [Section(anchor, heading, _flowing("".join(parts))) for anchor, heading, parts in found]


def term_sections(terms: Iterable[Term], language: str) -> list[Section]:
    """Return each term of the glossary as a section of its page, with its other names."""
    return [
        Section(
            term.id,
            term.names[language].term,
            " ".join(
                [
                    term.names[language].definition,
                    *(f"{name}." for name in _other_names(term, language)),
                ]
            ),
        )
        for term in terms
    ]


def search_data(pages: Sequence[SearchPage], terms: Sequence[Term], *, language: str) -> str:
    """Return a script that sets out one language's pages for the search.

    Args:
        pages: every page of the language, in the order of the menu.
        terms: the glossary: the names of a term in every language lead to its name in this one.
        language: the language's code.
    """
    sections = [
        [number, section.anchor, section.heading, section.text]
        for number, page in enumerate(pages)
        for section in page.sections
    ]
    shown = " ".join(
        f"{page.title} {' '.join(f'{s.heading} {s.text}' for s in page.sections)}" for page in pages
    )
    own = {*_WORD.findall(shown)} | {word for name in _names(terms, language) for word in _WORD.findall(name)}
    related = [*families(own, stemmer(language))]
    known = {word for family in related for word in family}
    for other in sorted({code for term in terms for code in term.names} - {language}):
        words = {word for name in _names(terms, other) for word in _WORD.findall(name)}
        # A report in the other language may have the word in the plural.
        plurals = {word + ending for word in words for ending in ("s", "es")}
        forms = families(words | plurals, stemmer(other))
        for family in forms:
            fresh = [word for word in family if word not in known]
            if len(fresh) > 1:
                related.append(fresh)
                known.update(fresh)
    data = {
        "pages": [[page.title, page.url] for page in pages],
        "sections": sections,
        "families": [" ".join(family) for family in related],
        "terms": [
            [
                [term.names[language].term, *term.names[language].synonyms],
                [["", name] for name in term.names[language].lay]
                + [
                    [code, name]
                    for code, names in term.names.items()
                    if code != language
                    for name in (names.term, *names.synonyms, *names.lay)
                ],
            ]
            for term in terms
        ],
    }
    # A string that is parsed is read faster than a literal, and may hold anything.
    text = json.dumps(json.dumps(data, ensure_ascii=False, separators=(",", ":")), ensure_ascii=False)
    return f"globalThis.siteSearchData = JSON.parse({text});\n"


def site_index(pages: Iterable[SearchPage]) -> list[Letter]:
    """Return every page, heading and term from A to Z, without accents; equal headings share a line."""
    places: dict[str, tuple[str, list[Place]]] = {}
    for page in pages:
        for section in page.sections:
            address = f"{page.url}#{section.anchor}" if section.anchor else page.url
            _, line = places.setdefault(without_accents(section.heading), (section.heading, []))
            line.append(Place(address, page.title if section.anchor else ""))
    by_letter: dict[str, list[Line]] = {}
    for key, (text, found) in sorted(places.items(), key=lambda item: _sorted_as(item[0])):
        if first := _sorted_as(key)[:1]:
            name = first.upper() if first.isalpha() else "0–9"
            one = [Place(found[0].address, "")] if len(found) == 1 else found
            by_letter.setdefault(name, []).append(Line(text, one))
    return [
        Letter(name, f"letter-{'0' if name == '0–9' else name.lower()}", lines)
        for name, lines in by_letter.items()
    ]


def _flowing(text: str) -> str:
    """Return text on one line, without the gaps that citations left before full stops and commas."""
    return re.sub(r"\s+([.,;:])", r"\1", " ".join(text.split()))


def _sorted_as(text: str) -> str:
    return text.lstrip(" ¿¡\"'«“(")


def _names(terms: Iterable[Term], language: str) -> Iterator[str]:
    for term in terms:
        names = term.names[language]
        yield from (names.term, *names.synonyms, *names.lay)


def _other_names(term: Term, language: str) -> Iterator[str]:
    yield from term.names[language].synonyms
    for other, names in term.names.items():
        if other != language:
            yield names.term
