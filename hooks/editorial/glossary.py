"""The glossary: each term and its plain definition, in every language, from one YAML file."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import yaml

from editorial.problems import Problem


class Definition(NamedTuple):
    """A term in one language."""

    term: str
    definition: str


#: A term in every language of the guide, by language code.
Term = Mapping[str, Definition]


def read_glossary(source: str, *, path: str, languages: Sequence[str]) -> tuple[list[Term], list[Problem]]:
    """Read the glossary; a term that lacks a language or a definition is a problem, and left out.

    The source is a list of entries like
    ``- {en: {term: outlook, definition: …}, es: {term: pronóstico, definition: …}}``.
    """
    try:
        document = yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return [], [Problem(path, line, f"cannot be read as YAML: {error.problem}.")]
    terms: list[Term] = []
    problems: list[Problem] = []
    for node in document.value if isinstance(document, yaml.SequenceNode) else []:
        line = node.start_mark.line + 1
        entry = yaml.safe_load(yaml.serialize(node))
        missing = [
            f"{language}: {part}"
            for language in languages
            for part in Definition._fields
            if not _text(entry, language, part)
        ]
        if missing:
            lacks = ", ".join(f"'{part}'" for part in missing)
            text = f"this term lacks {lacks}. Every term needs a definition in every language."
            problems.append(Problem(path, line, text))
        else:
            terms.append(
                {
                    language: Definition(_text(entry, language, "term"), _text(entry, language, "definition"))
                    for language in languages
                }
            )
    return terms, problems


def alphabetical(terms: Sequence[Term], language: str) -> list[Term]:
    """Return the terms in one language's alphabetical order; accents do not count."""
    return sorted(terms, key=lambda term: folded(term[language].term))


def folded(text: str) -> str:
    """Return text without accents and case, for sorting.

    >>> folded("Ácido Ñ")
    'acido n'
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _text(entry: object, language: str, part: str) -> str:
    definitions = entry.get(language) if isinstance(entry, dict) else None
    text = definitions.get(part) if isinstance(definitions, dict) else None
    return str(text).strip() if text is not None else ""
