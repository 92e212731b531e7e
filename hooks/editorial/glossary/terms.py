"""The glossary: each term, its other names and its plain definition in every language, from one YAML file."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import yaml

from editorial.problems import Problem, did_you_mean
from editorial.text import without_accents
from editorial.yaml_files import DAY_NEEDED, Values, compose, day_of_check, members_of

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# A hyphen makes one word of two: PET-CT is not a use of PET.
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_HYPHENS = re.compile("[\u2010\u2011]")
_NAME_KEYS = ("term", "definition", "synonyms", "lay")


class Name(NamedTuple):
    """A term in one language."""

    term: str
    definition: str
    #: Other names of the same thing, which readers are shown.
    synonyms: tuple[str, ...] = ()
    #: What readers may call it when they search; never shown.
    lay: tuple[str, ...] = ()


class Term(NamedTuple):
    """A term in every language of the guide."""

    #: The same in every language: the anchor on the glossary's page.
    id: str
    #: Its name by language code.
    names: Mapping[str, Name]
    #: The ids of related terms.
    see: tuple[str, ...] = ()
    #: The key of the source that defines it, if one does.
    source: str = ""
    #: Where it stands in the file.
    line: int = 1


def read_glossary(
    source: str, *, path: str, languages: Sequence[str], keys: Collection[str] = ()
) -> tuple[list[Term], list[Problem]]:
    """Read the glossary; a term with an essential part missing is a problem, and left out.

    The source has the day of its check at ``checked``, and at ``terms`` a list of entries like
    ``- {id: outlook, en: {term: outlook, definition: …}, es: {term: pronóstico, definition: …}}``, each
    with ``synonyms`` and ``lay`` in a language, ``see`` and ``source`` if it has them.

    Args:
        source: the file's text.
        path: its path, for what is wrong.
        languages: the codes of the guide's languages.
        keys: the keys of the bibliography, of which ``source`` is one.
    """
    document, problems = compose(source, path=path)
    listed = members_of(document).get("terms")
    if not problems and not (isinstance(listed, yaml.SequenceNode) and day_of_check(source)):
        text = f"{DAY_NEEDED}, and the list 'terms:', each of which begins with a hyphen: - id: lymph-node"
        return [], [Problem(path, 1, text)]
    terms: list[Term] = []
    for node in listed.value if isinstance(listed, yaml.SequenceNode) else []:
        line = node.start_mark.line + 1
        values = Values(path=path)
        entry = values.of(node)
        slips = [*_entry_slips(entry, languages)]
        problems += [*values.problems, *(Problem(path, line, slip) for slip in slips)]
        if not slips and isinstance(entry, dict):
            names = {language: _name(entry[language]) for language in languages}
            see = tuple(map(str, entry.get("see") or ()))
            terms.append(Term(entry["id"], names, see, str(entry.get("source") or ""), line))
    problems += [Problem(path, line, text) for line, text in _slips_between(terms, languages, keys)]
    return terms, sorted(problems)


def alphabetical(terms: Sequence[Term], language: str) -> list[Term]:
    """Return the terms in one language's alphabetical order; accents do not count."""
    return sorted(terms, key=lambda term: without_accents(term.names[language].term))


def first_of_letters(terms: Sequence[Term], language: str) -> dict[str, str]:
    """Return each letter that a term begins with, and the id of its first term; all figures are one letter.

    Args:
        terms: as :func:`alphabetical` returned them.
        language: whose names count.
    """
    found: dict[str, str] = {}
    for term in terms:
        first = without_accents(term.names[language].term)[:1].upper()
        found.setdefault(first if first.isalpha() else "0–9", term.id)
    return found


def terms_script(terms: Sequence[Term], language: str) -> str:
    """Return a script with what each term means in a language, which a page loads once a reader asks.

    In the pages themselves it would be read by few, and loaded by all, again with each page.
    """
    meanings = {term.id: term.names[language].definition for term in terms}
    return f"globalThis.siteTerms = {json.dumps(meanings, ensure_ascii=False, separators=(',', ':'))};\n"


def words_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text, at their places in it, with the hyphen that a keyboard has for every other.

    >>> [word[0] for word in words_in("a PET\u2011CT")]
    ['a', 'PET-CT']
    """
    return _WORD.finditer(_HYPHENS.sub("-", text))


def unexplained(
    terms: Sequence[Term], abbreviations: Mapping[str, str], *, ignored: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield each abbreviation that pages use and no term explains, with the page on which it stands.

    Args:
        terms: the glossary.
        abbreviations: those that pages use, and a page on which each stands.
        ignored: those that need no term.
    """
    words = {word[0] for term in terms for name in all_names(term) for word in words_in(name)}
    yield from (
        (short, page) for short, page in sorted(abbreviations.items()) if short not in {*words, *ignored}
    )


def all_names(term: Term) -> Iterator[str]:
    """Yield every name of a term that readers are shown, in every language."""
    for name in term.names.values():
        yield from (name.term, *name.synonyms)


def _entry_slips(entry: object, languages: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with one entry by itself."""
    if not isinstance(entry, dict):
        yield "this is not a term. Write its 'id' and its languages."
        return
    if not isinstance(entry.get("id"), str) or not _ID.fullmatch(entry["id"]):
        yield "this term needs an 'id' of small letters, digits and hyphens, such as 'lymph-node'."
    missing = [
        f"'{language}: {part}'"
        for language in languages
        for part in ("term", "definition")
        if _is_missing(entry, language, part)
    ]
    if missing:
        yield f"this term lacks {', '.join(missing)}. Every term needs a definition in every language."
    known = ("id", *languages, "see", "source")
    for key in entry:
        if key not in known:
            yield f"'{key}' is no part of a term.{did_you_mean(str(key), known)}"
    yield from _kind_slips(entry, "see", "", several=True)
    yield from _kind_slips(entry, "source", "", several=False)
    for language in languages:
        name = entry.get(language)
        if not isinstance(name, dict):
            continue
        for key in name:
            if key not in _NAME_KEYS:
                yield f"'{language}: {key}' is no part of a term.{did_you_mean(str(key), _NAME_KEYS)}"
            else:
                yield from _kind_slips(name, key, f"{language}: ", several=key in ("synonyms", "lay"))


def _kind_slips(written: Mapping[str, object], key: str, inside: str, *, several: bool) -> Iterator[str]:
    """Yield that a text, or a list of texts, is something else."""
    value = written.get(key)
    if value is None:
        return
    if several and not isinstance(value, list):
        yield f"'{inside}{key}' must be a list: {key}: [one, other]."
    for one in value if several and isinstance(value, list) else [] if several else [value]:
        if not isinstance(one, str):
            yield f"'{inside}{key}' must be a text, not '{one}'. Put it in quotes."


def _slips_between(
    terms: Sequence[Term], languages: Sequence[str], keys: Collection[str]
) -> Iterator[tuple[int, str]]:
    """Yield what is wrong between terms, with its line: ids, names and sources that clash or lead nowhere."""
    ids: dict[str, Term] = {}
    for term in terms:
        if term.id in ids:
            yield term.line, f"the id '{term.id}' is also that of line {ids[term.id].line}. Give one another."
        ids.setdefault(term.id, term)
    for language in languages:
        owners: dict[str, Term] = {}
        for term in terms:
            name = term.names[language]
            written = [text.casefold() for text in (name.term, *name.synonyms, *name.lay)]
            for text in dict.fromkeys(text for text in written if written.count(text) > 1):
                yield term.line, f"'{language}: {text}' stands in this term twice. Keep one."
            for text in (name.term, *name.synonyms):
                other = owners.setdefault(text.casefold(), term)
                if other is not term:
                    yield term.line, f"'{language}: {text}' is also a name on line {other.line}. Keep one."
    for term in terms:
        for related in term.see:
            if related not in ids:
                text = f"'see: {related}' is the id of no term."
                yield term.line, text + did_you_mean(related, ids)
        if term.source and term.source not in keys:
            yield term.line, f"the source '{term.source}' is not in the bibliography."


def _name(written: Mapping[str, object]) -> Name:
    def several(key: str) -> tuple[str, ...]:
        values = written.get(key)
        return tuple(str(value) for value in values) if isinstance(values, list) else ()

    return Name(
        str(written["term"]).strip(), str(written["definition"]).strip(), several("synonyms"), several("lay")
    )


def _is_missing(entry: Mapping[str, object], language: str, part: str) -> bool:
    definitions = entry.get(language)
    text = definitions.get(part) if isinstance(definitions, dict) else None
    return text is None or not str(text).strip()
