"""The stains, blood markers and gene tests of reports, from one data file: names, signs, and what may fit them.

The page that reads a report (overrides/assets/report/) goes by nothing else. A pattern is a set of signs whose
sources the guide cites. It leads to pages, and is no diagnosis.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from selectolax.lexbor import LexborHTMLParser

from editorial.glossary.stemming import small_words
from editorial.glossary.terms import Term
from editorial.problems import Problem, did_you_mean
from editorial.yaml_files import DAY_NEEDED, day_of_check, read_values

_KINDS = ("tissue", "blood", "gene")
_LISTS = ("all", "any", "helps", "against")
#: Kinds of words for signs; the script knows what each does.
_CUES = (
    *(
        "plus",
        "minus",
        "unsure",
        "high",
        "low",
        "normal",
        "kept",
        "lost",
        "brings",
        "lacks",
        "doubts",
        "no",
        "noun",
    ),
    *(
        "weak",
        "where",
        "before",
        "join",
        "either",
        "but",
        "save",
        "fill",
        "elsewhere",
        "history",
        "small",
        "endings",
        "variants",
    ),
)
#: Those without which no sign can be read.
_NEEDED = ("plus", "minus", "no")
_PAIRS = ("endings", "variants")


@dataclass(frozen=True)
class Stains:
    """What the file says, as it is written there: each part was checked."""

    stains: Sequence[Mapping[str, Any]]
    patterns: Sequence[Mapping[str, Any]]
    #: Words for signs, by language and kind.
    signs: Mapping[str, Mapping[str, Sequence[Any]]]
    #: The page whose questions any report raises, and the id of the heading above them; empty if there is none.
    ask: str = ""
    heading: str = ""

    @property
    def pages(self) -> list[str]:
        """The pages that a report can lead to, each once."""
        named = [page for pattern in self.patterns for page in pattern["pages"]]
        return [*dict.fromkeys([*named, *([self.ask] if self.ask else [])])]

    @property
    def keys(self) -> list[str]:
        """The keys of the sources, each once."""
        return [*dict.fromkeys(key for entry in (*self.stains, *self.patterns) for key in entry["sources"])]


def read_stains(
    source: str,
    *,
    path: str,
    languages: Sequence[str],
    keys: Collection[str],
    pages: Collection[str],
    terms: Collection[str] | None,
) -> tuple[Stains | None, list[Problem]]:
    """Read the file; with a problem in it there are no stains, rather than wrong ones.

    Args:
        source: the file's text.
        path: its path, for problems.
        languages: the codes of the guide's languages.
        keys: the keys of the bibliography.
        pages: the names of the guide's pages.
        terms: the ids of the glossary; nothing if it cannot be read, which is said there.
    """
    root, document, problems = read_values(source, path=path)
    if problems or root is None:
        return None, problems or [Problem(path, 1, "is empty. It needs 'stains:', 'patterns:' and 'signs:'.")]
    parts = document if isinstance(document, dict) else {}
    stains, patterns, signs = (parts.get(name) for name in ("stains", "patterns", "signs"))
    is_dated = day_of_check(source) is not None
    if not (is_dated and isinstance(stains, list) and isinstance(patterns, list) and isinstance(signs, dict)):
        text = f"{DAY_NEEDED}, the lists 'stains:' and 'patterns:', and the words 'signs:'."
        return None, [Problem(path, 1, text)]
    lines = _lines(root)
    ids = [stain.get("id") if isinstance(stain, dict) else None for stain in stains]
    ask: Any = parts.get("ask") or {}
    problems = [
        *(
            Problem(path, line, text)
            for stain, line in zip(stains, lines["stains"], strict=True)
            for text in (*_entry_slips(stain, languages, keys), *_stain_slips(stain, languages, terms))
        ),
        *(
            Problem(path, line, text)
            for pattern, line in zip(patterns, lines["patterns"], strict=True)
            for text in (
                *_entry_slips(pattern, languages, keys),
                *_pattern_slips(pattern, ids, pages, languages),
            )
        ),
        *(Problem(path, lines["signs"][0], text) for text in _sign_slips(signs, languages)),
        *(Problem(path, lines["ask"][0], text) for text in _ask_slips(ask, pages)),
    ]
    for name, entries in (("stains", stains), ("patterns", patterns)):
        first: dict[str, int] = {}
        for entry, line in zip(entries, lines[name], strict=True):
            id_ = entry.get("id") if isinstance(entry, dict) else None
            if isinstance(id_, str) and first.setdefault(id_, line) != line:
                text = (
                    f"the id '{id_}' stands in '{name}' twice, also on line {first[id_]}. Give one another."
                )
                problems.append(Problem(path, line, text))
    if problems:
        return None, sorted(problems)
    return Stains(stains, patterns, signs, str(ask.get("page", "")), str(ask.get("heading", ""))), []


def sign(written: str) -> tuple[str, str]:
    """Return the stain and the sign of ``"ck7 -"``."""
    stain, _, mark = written.rpartition(" ")
    return stain.strip(), mark


def reader_data(
    stains: Stains | None,
    terms: Sequence[Term],
    *,
    language: str,
    names: Mapping[str, str],
    pages: Mapping[str, Mapping[str, object]],
    sources: Mapping[str, Mapping[str, str]],
    glossary: str = "",
) -> dict[str, object]:
    """Return what the script that reads a report is told, as plain values.

    Args:
        stains: nothing in a guide without them: then only terms are found.
        terms: the glossary.
        language: the code of the page's language.
        names: the languages' own names by their codes.
        pages: the title, address and questions of each page that a report can lead to, by its name.
        sources: the text and address of each source, by its key.
        glossary: the address of the glossary's page, or nothing.
    """
    return {
        "language": language,
        "names": dict(names),
        "glossary": glossary,
        "terms": [
            {
                "id": term.id,
                "names": {code: [name.term, *name.synonyms] for code, name in term.names.items()},
                "means": {code: name.definition for code, name in term.names.items()},
                "source": term.source,
            }
            for term in terms
        ],
        "stains": [_stain(stain, names) for stain in (stains.stains if stains else ())],
        "patterns": [_pattern(pattern, names) for pattern in (stains.patterns if stains else ())],
        "signs": dict(stains.signs) if stains else {code: {} for code in names},
        "small": {code: sorted(small_words(code)) for code in names},
        "pages": {name: dict(page) for name, page in pages.items()},
        "ask": stains.ask if stains else "",
        "sources": {key: dict(source) for key, source in sources.items()},
    }


def source_of(reference: str) -> dict[str, str]:
    """Return a formatted reference as text, and the first address in it.

    >>> source_of('<em>Doe J.</em> Cells. <a href="https://doi.org/10.1/x">doi</a>')
    {'text': 'Doe J. Cells. doi', 'url': 'https://doi.org/10.1/x'}
    """
    tree = LexborHTMLParser(reference)
    link = tree.css_first("a[href]")
    text = tree.body.text() if tree.body else ""
    return {"text": " ".join(text.split()), "url": (link.attributes.get("href") or "") if link else ""}


def _stain(stain: Mapping[str, Any], languages: Collection[str]) -> dict[str, object]:
    def by_language(part: str) -> dict[str, Any]:
        return {code: stain[code][part] for code in languages}

    more = {name: stain[name] for name in ("means", "turned", "least", "share", "number") if name in stain}
    return {
        "id": stain["id"],
        "kind": stain["kind"],
        "term": stain.get("term", ""),
        "names": by_language("name"),
        **{part: by_language(part) for part in ("spellings", "what", "points", "sure")},
        "sources": stain["sources"],
        **more,
    }


def _pattern(pattern: Mapping[str, Any], languages: Collection[str]) -> dict[str, object]:
    parts = {"name": "name", "for": "for", "counter": "against"}
    return {
        "id": pattern["id"],
        "pages": pattern["pages"],
        **{name: [sign(one) for one in pattern.get(name) or ()] for name in _LISTS},
        **{name: {code: pattern[code][part] for code in languages} for name, part in parts.items()},
        "sources": pattern["sources"],
    }


def _lines(root: yaml.Node) -> dict[str, list[int]]:
    """Return the line of each entry of each list, by the list's name; of another part, its own."""
    found: dict[str, list[int]] = {"ask": [1], "signs": [1]}
    for key, value in root.value:
        entries = value.value if isinstance(value, yaml.SequenceNode) else [key]
        found[key.value] = [entry.start_mark.line + 1 for entry in entries]
    return found


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)


def _entry_slips(entry: object, languages: Sequence[str], keys: Collection[str]) -> Iterator[str]:
    """Yield what is wrong with what stains and patterns both have."""
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        yield "this entry of the stains' file has no 'id'. Give it a short name: '- id: ck7'."
        return
    name = entry["id"]
    for language in languages:
        if not isinstance(entry.get(language), dict):
            yield f"'{name}' has nothing in '{language}'. Write its texts below '{language}:'."
    sources = entry.get("sources")
    if not _texts(sources) or not sources:
        yield f"'{name}' names no source. Write keys of the bibliography: sources: [one, other]."
        return
    for key in sources:
        if key not in keys:
            yield f"'{name}' names the source '{key}', which is not in the bibliography.{did_you_mean(key, keys)}"


def _missing(entry: Mapping[str, Any], languages: Sequence[str], parts: Sequence[str]) -> Iterator[str]:
    for language in languages:
        words: Any = entry.get(language)
        for part in parts if isinstance(words, dict) else ():
            text = words.get(part)
            if not (isinstance(text, str) and text.strip()):
                yield f"'{entry['id']}' has no text in '{language}: {part}'. Write one."


def _stain_slips(stain: object, languages: Sequence[str], terms: Collection[str] | None) -> Iterator[str]:
    if not isinstance(stain, dict) or not isinstance(stain.get("id"), str):
        return
    name = stain["id"]
    yield from _missing(stain, languages, ("name", "what", "points", "sure"))
    if stain.get("kind") not in _KINDS:
        yield f"'{name}' is of the kind '{stain.get('kind')}'. Write one of: {', '.join(_KINDS)}."
    term = stain.get("term")
    if term and terms is not None and term not in terms:
        yield f"'{name}' names the term '{term}', which the glossary does not have.{did_you_mean(str(term), terms)}"
    spellings = {
        one
        for language in languages
        if isinstance(stain.get(language), dict) and _texts(stain[language].get("spellings"))
        for one in stain[language]["spellings"]
    }
    for language in languages:
        words = stain.get(language)
        if isinstance(words, dict) and not _texts(words.get("spellings")):
            yield f"'{name}' needs a list in '{language}: spellings'. Write: spellings: [\"CK7\", \"cytokeratin 7\"]"
    means, turned = stain.get("means", {}), stain.get("turned", [])
    if not isinstance(means, dict) or not set(means.values()) <= {"+", "-", ""}:
        yield f'\'{name}\' has \'means\' that cannot be read. Write: means: {{"MSI-H": "+", "MSS": "-"}}'
    elif unknown := sorted({*means, *(turned if _texts(turned) else [])} - spellings):
        yield f"'{name}' says what '{unknown[0]}' means, which is none of its spellings. Add it to them."
    if not isinstance(stain.get("least", 1), int) or not isinstance(stain.get("number", False), bool):
        yield f"'{name}' has a 'least' or a 'number' that cannot be read. Write: least: 3, or number: true."
    if not isinstance(stain.get("share", True), bool):
        yield f"'{name}' has a 'share' that cannot be read. Write: share: false."


def _pattern_slips(
    pattern: object, stains: Collection[object], pages: Collection[str], languages: Sequence[str]
) -> Iterator[str]:
    if not isinstance(pattern, dict) or not isinstance(pattern.get("id"), str):
        return
    name = pattern["id"]
    yield from _missing(pattern, languages, ("name", "for", "against"))
    if not _texts(pattern.get("pages")) or not pattern["pages"]:
        yield f"'{name}' leads to no page. Write: pages: [subgroups/colon-like.md]"
    else:
        for page in pattern["pages"]:
            if page not in pages:
                yield f"'{name}' leads to '{page}', which is not a page of the guide.{did_you_mean(page, pages)}"
    for part in _LISTS:
        wanted = pattern.get(part) or []
        if not isinstance(wanted, list):
            yield f"'{name}' needs a list in '{part}'. Write signs: {part}: [\"ck7 +\", \"ck20 -\"]"
            continue
        for one in wanted:
            stain, mark = sign(str(one))
            if mark not in ("+", "-") or stain not in stains:
                known = [str(id_) for id_ in stains]
                yield (
                    f"'{name}' has the sign '{one}'. Write the id of a stain and + or -: \"ck7 -\"."
                    f"{did_you_mean(stain, known)}"
                )
    led = [
        str(one) for part in ("all", "any") if isinstance(pattern.get(part), list) for one in pattern[part]
    ]
    if not any(one.endswith("+") for one in led):
        yield f"'{name}' would lead to a page from what was not found. Add a sign with + to 'all' or 'any'."


def _sign_slips(signs: Mapping[Any, Any], languages: Sequence[str]) -> Iterator[str]:
    for language in languages:
        words = signs.get(language)
        if not isinstance(words, dict):
            yield f"'signs' has no words in '{language}'. Write them below '{language}:'."
            continue
        for cue in _NEEDED:
            if not words.get(cue):
                yield f"'signs' has no words in '{language}: {cue}'. Write a list."
        for cue, said in words.items():
            if cue not in _CUES:
                yield f"'signs: {language}: {cue}' is no kind of words for signs.{did_you_mean(str(cue), _CUES)}"
            elif cue in _PAIRS:
                pairs = isinstance(said, list) and all(
                    isinstance(one, list) and len(one) == 2 and all(isinstance(text, str) for text in one)
                    for one in said
                )
                if not pairs:
                    yield f'\'signs: {language}: {cue}\' needs pairs. Write: {cue}: [["ies", "y"]]'
            elif not _texts(said):
                yield f"'signs: {language}: {cue}' needs a list of texts. Put each in quotes."


def _ask_slips(ask: object, pages: Collection[str]) -> Iterator[str]:
    told = isinstance(ask, dict) and all(isinstance(ask.get(part), str) for part in ("page", "heading"))
    if ask and not told:
        yield "'ask' cannot be read. Write a page and a heading's id: ask: {page: report-words.md, heading: questions}"
    elif isinstance(ask, dict) and ask and ask["page"] not in pages:
        yield f"'ask' names '{ask['page']}', which is not a page of the guide.{did_you_mean(ask['page'], pages)}"
