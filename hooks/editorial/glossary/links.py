"""Terms of the glossary in Markdown: the first use of each on a page leads to its definition.

"The lymph nodes of the neck" becomes ``The <a class="site-term" href="glossary.html#lymph-node">lymph
nodes</a> of the neck``. Headings, links, code, citations and words that are marked as another language are left
alone.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from editorial.glossary.stemming import stemmer
from editorial.glossary.terms import Term, words_in

_ROMAN = re.compile(r"[IVX]+")
_LEFT_ALONE = frozenset(
    ("h1", "h2", "h3", "h4", "h5", "h6", "a", "code", "pre", "script", "style", "svg", "button", "summary")
)
_LEFT_ALONE_CLASSES = ("site-citation", "site-references")
# A form of a word begins with at least so many of its letters, accents and all ("más" is no form of "masa"),
# and differs at its end by no more than so many.
_BEGINNING, _ENDING = 4, 3
# After references (15) and the attributes of words (8), and before headings are collected (5).
_PRIORITY = 7


class Form(NamedTuple):
    """A name of a term, as it is looked for."""

    term: Term
    #: Its words, as they are written in the glossary.
    words: tuple[str, ...]


class TermExtension(Extension):
    """Leads from each term's first use on a page to its definition.

    After a page is converted, :attr:`used` holds the ids of the terms that stand in it.
    """

    def __init__(self, terms: Sequence[Term], language: str) -> None:
        """Take the glossary, and the language in which pages are written."""
        super().__init__()
        self.language = language
        names = [
            Form(term, tuple(word[0] for word in words_in(text)))
            for term in terms
            for text in (term.names[language].term, *term.names[language].synonyms)
        ]
        #: The names of terms by their first word.
        self.forms = FormsByWord((name for name in names if name.words), stemmer(language))
        #: The address of the glossary from the next page; empty if that page is to have no links to terms.
        self.glossary = ""
        #: The ids of the terms in the last page.
        self.used: set[str] = set()
        #: The abbreviations in the last page, whether terms or not.
        self.abbreviations: set[str] = set()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        # MkDocs makes a new Markdown for each page: what is known of a page begins here.
        self.used, self.abbreviations = set(), set()
        md.treeprocessors.register(_TermLinks(md, self), "terms", _PRIORITY)


def abbreviations(text: str) -> Iterator[str]:
    """Yield each abbreviation in a text: capitals, or capitals and digits, but no Roman numbers.

    >>> [*abbreviations("HPV and CK7 in CTs at stage II, not in a PET-CT or McDonald's")]
    ['HPV', 'CK7', 'CT', 'PET-CT']
    """
    return filter(None, (_abbreviation(word[0]) for word in words_in(text)))


@cache  # Most words of a guide come again and again.
def _abbreviation(word: str) -> str:
    """Return the abbreviation that a word is, or nothing."""
    short = word.removesuffix("s")
    return short if short.isupper() and _is_short(short) and not _ROMAN.fullmatch(short) else ""


class FormsByWord(dict[str, tuple[Form, ...]]):
    """The names that can begin with a word as it is written: what was worked out of a word once is kept."""

    def __init__(self, forms: Iterable[Form], stem: Callable[[str], str]) -> None:
        super().__init__()
        self.stem = stem
        self._by_stem: dict[str, list[Form]] = {}
        for form in forms:
            self._by_stem.setdefault(stem(form.words[0]), []).append(form)

    def __missing__(self, written: str) -> tuple[Form, ...]:
        found = self._by_stem.get(self.stem(written), ())
        self[written] = forms = tuple(form for form in found if _is_form(written, form.words[0], self.stem))
        return forms


def matches(text: str, forms: FormsByWord) -> Iterator[tuple[int, int, Term]]:
    """Yield each use of a term in a text as start, end and term, the longest name at each place."""
    words = [*words_in(text)]
    until = 0
    for at, word in enumerate(words):
        if at < until or not (possible := forms[word[0]]):
            continue
        uses = [
            (len(form.words), [match[0] for match in found] == [*form.words], form.term, found[-1].end())
            for form in possible
            if _is_use(found := words[at : at + len(form.words)], form.words, text, forms.stem)
        ]
        if uses:
            # The longest name, and of equally long ones the one that is written just so.
            length, _, term, end = max(uses, key=lambda use: use[:2])
            yield word.start(), end, term
            until = at + length


def _is_use(
    found: Sequence[re.Match[str]], wanted: Sequence[str], text: str, stem: Callable[[str], str]
) -> bool:
    if len(found) < len(wanted):
        return False
    gaps = (text[one.end() : other.start()] for one, other in pairwise(found))
    return all(gap.isspace() for gap in gaps) and all(
        # The first word is known to be one.
        _is_form(match[0], word, stem)
        for match, word in zip(found[1:], wanted[1:], strict=True)
    )


@cache
def _is_short(word: str) -> bool:
    """Whether a word is an abbreviation, which has one form only."""
    return sum(letter.isupper() or letter.isdigit() for letter in word) > 1


def _is_form(written: str, word: str, stem: Callable[[str], str]) -> bool:
    """Whether a word as written is a form of another; abbreviations only as they are."""
    if _is_short(word):
        return written in (word, f"{word}s")
    one, other = written.lower(), word.lower()
    if one == other:
        return True
    shared = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    # An accent may come or go with an ending: "tumor", "tumores"; "región", "regiones".
    alike = shared >= _BEGINNING and max(len(one), len(other)) - shared <= _ENDING
    return alike and stem(one) == stem(other)


class _TermLinks(Treeprocessor):
    def __init__(self, md: Markdown, extension: TermExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        self._walk(root)

    # Not `root.iter()`: links are put in on the way, and what is left alone is left whole.
    def _walk(self, element: Element) -> None:
        language = self.extension.language
        if element.tag in _LEFT_ALONE or element.get("lang", language) != language:
            return
        if element.get("class") in _LEFT_ALONE_CLASSES:
            return
        element.text = self._linked(element, 0, element.text)
        for child in [*element]:
            self._walk(child)
            child.tail = self._linked(element, [*element].index(child) + 1, child.tail)

    def _linked(self, parent: Element, place: int, text: str | None) -> str | None:
        """Put links for the terms in a text into its parent, and return what stands before the first."""
        if not text or not text.strip():
            return text
        self.extension.abbreviations.update(abbreviations(text))
        found = []
        for start, end, term in matches(text, self.extension.forms):
            if term.id not in self.extension.used:
                self.extension.used.add(term.id)
                found.append((start, end, term))
        if not self.extension.glossary or not found:
            return text
        ends = [start for start, _, _ in found[1:]] + [len(text)]
        for offset, ((start, end, term), until) in enumerate(zip(found, ends, strict=True)):
            link = Element("a", {"class": "site-term", "href": f"{self.extension.glossary}#{term.id}"})
            link.text = AtomicString(text[start:end])
            link.tail = text[end:until]
            parent.insert(place + offset, link)
        return text[: found[0][0]]
