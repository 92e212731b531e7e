"""What readers can find: the sections of every page, and the other names of the things in them."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from editorial.glossary.stemming import families, small_words, stemmer
from editorial.glossary.terms import Term
from editorial.pages.urgent import Urgent, listed
from editorial.site.helplines import Helpline
from editorial.site.intents import Intent, Intents
from editorial.site.shorthand import shorthand
from editorial.text import without_accents

#: Headings that begin a section; those below belong to the section they stand in.
_HEADINGS = ("h1", "h2", "h3")
#: Citations and references are not the page's own words.
#: What a page repeats is found where it stands first: signs of danger, and where each of its questions leads. A box
#: that stays closed is for readers who choose to open it: no result shows a part of it.
_LEFT_OUT = (
    ".site-citation, .site-references, #references, .site-sign, .pathway-end, summary.screen-only,"
    " details:not([class*=site-]):not(.question), script, style, svg"
)
_BLOCKS = frozenset(
    ("p", "li", "td", "th", "tr", "dt", "dd", "div", "table", "ul", "ol", "summary", "br", "hr")
)
_WORD = re.compile(r"[^\W_]+")
#: A hyphen joins what a reader may write with or without it, as the search has it (words.js).
_HYPHENS = "[-\u2010\u2011]"
_JOINED = re.compile(rf"(?<![^\W_])[^\W_]+(?:{_HYPHENS}[^\W_]+)+")
#: How many phone lines stand beside a sign of danger.
_MOST_LINES = 3


class Section(NamedTuple):
    """A part of a page that a search can lead to."""

    #: The id of its heading; empty for what stands at the top of a page.
    anchor: str
    heading: str
    text: str
    #: Whether readers open it only if they want to: its text is not shown to whoever searches.
    folded: bool = False
    #: Whether it is copied from another page, where it is found.
    copied: bool = False


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


def sections_of(html: str, *, title: str, folded: str = "") -> list[Section]:
    """Return the sections of a page's HTML, without its citations and references.

    Args:
        html: the page's text.
        title: its title, for what stands before its first heading.
        folded: the id of the section that readers open only if they want to, and all below it with it.

    >>> found = sections_of("<h1>Neck</h1><p>A lump.</p><h2 id='ask'>Ask</h2><p>Why?</p>", title="Neck")
    >>> [(section.anchor, section.heading, section.text) for section in found]
    [('', 'Neck', 'A lump.'), ('ask', 'Ask', 'Why?')]
    """
    tree = LexborHTMLParser(html)
    for node in tree.css(_LEFT_OUT):
        node.decompose()
    found: list[tuple[str, str, list[str], bool]] = [("", title, [""], False)]
    inside = ""  # The level of the heading that the folded section has, while in it.
    root = tree.body
    for node in root.traverse(include_text=True) if root else ():
        if node.tag in _HEADINGS:
            heading = " ".join(node.text().split())
            if node.tag == "h1":
                found[0] = ("", heading, found[0][2], False)
            else:
                anchor = node.attributes.get("id") or ""
                if anchor == folded and folded:
                    inside = node.tag
                elif inside and node.tag <= inside:
                    inside = ""
                found.append((anchor, heading, [], bool(inside)))
        elif node.tag == "-text":
            if not node.parent or node.parent.tag not in _HEADINGS:
                found[-1][2].append(node.text(deep=False) or "")
        elif node.tag in _BLOCKS:
            found[-1][2].append(" ")
    return [
        Section(anchor, heading, _flowing("".join(parts)), is_folded)
        for anchor, heading, parts, is_folded in found
    ]


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


def search_data(
    pages: Mapping[str, SearchPage],
    terms: Sequence[Term],
    *,
    language: str,
    folded: str = "",
    subject: str = "",
    intents: Intents | None = None,
    urgent: Urgent | None = None,
    helplines: Sequence[Helpline] = (),
) -> dict[str, Any]:
    """Return what the search of one language is told of its pages.

    Args:
        pages: every page of the language by its name, those in no folder first.
        terms: the glossary: the names of a term in every language lead to its name in this one.
        language: the language's code.
        folded: the id of the section that readers open only if they want to: it is found by its heading alone.
        subject: what the guide is about: the names of the term that is called so say little in a question.
        intents: what people ask, if the guide says so.
        urgent: the signs of danger, of which some intents are.
        helplines: the phone lines in this language.
    """
    leads = {lead for intent in _intents(intents) for lead in intent.leads}
    names = [*pages]
    # What stands deeper in a folded section is found through the section itself, which can be left closed.
    kept = [
        (number, section)
        for number, (name, page) in enumerate(pages.items())
        for section in page.sections
        if section.anchor == folded or not section.folded
        if (name, section.anchor) in leads or not section.copied
    ]
    if urgent:
        # A list of signs that many pages have is found where a question about a sign leads.
        asked = {lead for intent in _intents(intents) if intent.sign for lead in intent.leads}
        repeated = [*listed(urgent, language)] if asked else []
        kept = [
            (number, section if (names[number], section.anchor) in asked else _without(repeated, section))
            for number, section in kept
        ]
    numbers = {(names[number], section.anchor): place for place, (number, section) in enumerate(kept)}
    small = small_words(language)
    if intents:
        small |= {without_accents(word) for word in intents.small.get(language, ())}
    meant = [without_accents(words) for words in intents.meant.get(language, ())] if intents else []
    signs = intents.signs.get(language, {}) if intents else {}
    terms_at = {section: term for term, section in zip(terms, term_sections(terms, language), strict=True)}
    places = {terms_at[section].id: place for place, (_, section) in enumerate(kept) if section in terms_at}
    shown = [term.id for term in terms if term.id in places]
    steps = dict(zip(shown, _differences((places[term] for term in shown), first=-1), strict=True))
    data: dict[str, Any] = {
        "pages": [[page.title, page.url] for page in pages.values()],
        "sections": [
            [step, *_section(section, terms_at.get(section), language)]
            for step, (_, section) in zip(_differences(number for number, _ in kept), kept, strict=True)
        ],
        "plurals": _PLURALS,
        "terms": [
            [steps.get(term.id, 0), *_all_names(term, language, alone=term.id not in places)]
            for term in terms
        ],
        **_about(terms, subject, language),
        "small": " ".join(sorted(small)),
        "meant": meant,
        "signs": [without_accents(" ".join(signs.get(sign, ()))) for sign in ("plus", "minus")],
        "intents": [*_intent_rows(intents, urgent, numbers, language)],
        "levels": [[level.name, level.action] for level in urgent.levels[language]] if urgent else [],
        "lines": [[line.name, line.number, line.tel] for line in helplines[:_MOST_LINES]] if urgent else [],
    }
    spoken, foreign = _spoken(data)
    own = {*_WORD.findall(spoken)}
    data["families"] = _steps(_ordered(own, foreign), _families(own, small, foreign, language))
    return data


def search_script(data: Mapping[str, Any]) -> str:
    """Return a script that gives the search what it is told: in shorthand, a quarter less to load."""
    words, short = shorthand(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    written = re.sub(r"[\\`$]", r"\\\g<0>", short)
    return (
        f"globalThis.siteSearchData = siteSearchText({json.dumps(words, ensure_ascii=False)}, `{written}`);\n"
    )


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


#: What a report in another language may add to a name.
_PLURALS = ["s", "es"]
#: So far apart in the alphabet no two words are forms of one.
_FARTHEST = 10_000


def _about(terms: Sequence[Term], subject: str, language: str) -> dict[str, int]:
    """Return which term the guide's subject is, under any name that readers are shown; nothing if none is."""
    wanted = without_accents(subject)
    called = ((term.names[language].term, *term.names[language].synonyms) for term in terms)
    places = [place for place, names in enumerate(called) if wanted in map(without_accents, names)]
    return {"subject": places[0]} if places else {}


def _without(repeated: Iterable[str], section: Section) -> Section:
    text = section.text
    for part in repeated:
        text = text.replace(part, "")
    return section if text == section.text else section._replace(text=_flowing(text))


def _differences(numbers: Iterable[int], first: int = 0) -> Iterator[int]:
    """Yield how far each number is from the one before: small and mostly the same, they cost next to nothing."""
    return (number - before for before, number in pairwise([first, *numbers]))


def _section(section: Section, term: Term | None, language: str) -> list[object]:
    """Return a section's id, heading and text; of a term what its names do not say already."""
    if term is None or section.folded:
        return [section.anchor, section.heading, *(["", 1] if section.folded else [section.text])]
    firsts = [section.heading, *(names.term for code, names in term.names.items() if code != language)]
    same = [place for place, name in enumerate(firsts) if _as_id(name) == section.anchor]
    anchor = f"={same[0]}" if same else section.anchor
    return [anchor, section.heading, term.names[language].definition]


def _as_id(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", _folded(name)).strip("-")


def _all_names(term: Term, language: str, *, alone: bool) -> list[object]:
    """Return a term's names in this language, the first only if no section has it as its heading, then all others.

    The others are those of people, without a language, and those in each other language.
    """
    own = term.names[language]
    others = [["", "|".join(own.lay)]] if own.lay else []
    others += [
        [code, "|".join([names.term, *names.synonyms, *names.lay])]
        for code, names in term.names.items()
        if code != language
    ]
    return ["|".join([*([own.term] if alone else []), *own.synonyms]), others]


def _texts(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a search is told in its own language, without the names that people say."""
    yield from (page[0] for page in data["pages"])
    yield from (part for section in data["sections"] for part in section[2:4])
    yield from (names for _, names, _ in data["terms"])
    yield from (intent[1] for intent in data["intents"])


def _spoken(data: Mapping[str, Any]) -> tuple[str, dict[str, set[str]]]:
    """Return what a search is told in its own language, each word once, and the words of names in each other one."""
    own = [*_texts(data)]
    others: dict[str, set[str]] = {}
    for *_, named in data["terms"]:
        for code, names in named:
            if code:
                others.setdefault(code, set()).update(_WORD.findall(names))
            else:
                own.append(names)
    return _distinct(own), others


def _distinct(texts: Iterable[str]) -> str:
    """Return what stands between the spaces of texts, each once: most words of a guide stand on many pages."""
    found: set[str] = set()
    for text in texts:
        found.update(text.split())
    return " ".join(found)


def known_words(data: Mapping[str, Any]) -> list[str]:
    """Return every word that a search knows, as it is written: a word with a hyphen in one, and in its parts."""
    own, others = _spoken(data)
    written = [own, *(names for *_, named in data["terms"] for _, names in named)]
    joined = {re.sub(_HYPHENS, "", word) for word in _JOINED.findall(_distinct(written))}
    return sorted({*_WORD.findall(own), *joined, *(word for words in others.values() for word in words)})


def vocabulary(data: Mapping[str, Any]) -> list[str]:
    """Return every word of what a search is told, without accents, in the order in which JavaScript sorts.

    The search makes the same list (words.js): so a family of words need not be spelled out.
    """
    own, foreign = _spoken(data)
    return _ordered({*_WORD.findall(own)}, foreign)


def _ordered(own: Set[str], others: Mapping[str, Set[str]]) -> list[str]:
    foreign = {word for words in others.values() for word in words}
    plurals = {word + ending for word in foreign for ending in _PLURALS}
    return sorted(
        {_folded(word) for word in own | foreign | plurals}, key=lambda word: word.encode("utf-16-be")
    )


def _folded(word: str) -> str:
    """Return a word as the search folds it (words.js): "ß" stays one letter there."""
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in letters if unicodedata.category(letter)[0] != "M").lower()


def _steps(words: Iterable[str], related: Iterable[Sequence[str]]) -> str:
    """Return a sign for each word: "0" if it is the first of its family, else how many words back the last one is."""
    family = {word: number for number, members in enumerate(related) for word in members}
    last: dict[int, int] = {}
    signs = []
    for place, word in enumerate(words):
        step = place - last.get(family.get(word, -1), place)
        signs.append(chr(ord("0") + step) if step < _FARTHEST else "0")
        if word in family:
            last[family[word]] = place
    return "".join(signs)


def _families(
    own: Iterable[str], small: Iterable[str], foreign: Mapping[str, Iterable[str]], language: str
) -> list[list[str]]:
    """Return the words that are forms of one word: of this language, then of the names in the others."""
    # A small word is no form of another: "más" is none of "masa".
    words = {word for word in own if without_accents(word) not in small}
    related = [*families(words, stemmer(language))]
    known = {word for family in related for word in family}
    for other, names in sorted(foreign.items()):
        plurals = {word + ending for word in names for ending in _PLURALS}
        for family in families({*names, *plurals}, stemmer(other)):
            fresh = [word for word in family if word not in known]
            if len(fresh) > 1:
                related.append(fresh)
                known.update(fresh)
    return related


def _intents(intents: Intents | None) -> Sequence[Intent]:
    return intents.intents if intents else ()


def _intent_rows(
    intents: Intents | None, urgent: Urgent | None, numbers: Mapping[tuple[str, str], int], language: str
) -> Iterator[list[object]]:
    """Yield each intent: name, ways to ask, numbers of sections, whether it opens, level and sign if it is one.

    A sign of danger is understood in every language of the guide.
    """
    levels = [level.id for level in urgent.levels[language]] if urgent else []
    signs = {sign.id: sign for sign in urgent.signs[language]} if urgent else {}
    for intent in _intents(intents):
        sign = signs.get(intent.sign)
        others = [ways for code, ways in intent.ways.items() if code != language] if sign else []
        ways = [*intent.ways[language], *(way for ways in others for way in ways)]
        leads = [numbers[lead] for lead in intent.leads if lead in numbers]
        row: list[object] = [intent.names[language], "|".join(ways), leads, int(intent.opens)]
        if leads:
            yield [*row, levels.index(sign.level), sign.sign] if sign else row


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
