"""Whether the lists of data say the same in every language: numbers, signs that touch them, sources, and a "not".

Each part of a list that has a text in every language is compared as a section of a page is
(:mod:`editorial.pages.parity`).
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

import yaml

from editorial.pages.meanings import DENIALS, Meanings, Swap
from editorial.pages.parity import differences
from editorial.pages.reading import Marks, read
from editorial.problems import Problem
from editorial.yaml_files import compose, members_of


def unlike_texts(
    path: str,
    source: str,
    languages: Sequence[str],
    marks: Mapping[str, Marks],
    *,
    meanings: Meanings,
    but: Collection[str] = (),
    negations: bool = True,
) -> Iterator[Problem]:
    """Yield what the texts of a list say otherwise than in the original.

    Args:
        path: the file, from the guide's folder on.
        source: its text.
        languages: the codes of the guide's languages, the original first.
        marks: what signs mean in each of them.
        meanings: what is known of things in several languages.
        but: the keys of texts that need not be alike, such as names.
        negations: whether each text has to say "not" in all languages or in none.
    """
    root, _ = compose(source, path=path)
    original = languages[0]
    for parts in _in_every_language(root, languages):
        texts = {code: _text(parts[code], but) for code in languages}
        for language in languages[1:]:
            for one in differences(
                read(texts[original], marks[original]), read(texts[language], marks[language])
            ):
                line = parts[language].start_mark.line + 1
                yield Problem(path, line, f"'{language}' says otherwise than '{original}': {one.text}")
            for key, theirs, ours in _pairs(parts[original], parts[language]):
                for swap in meanings.swapped((original, theirs.value), (language, ours.value)):
                    # Of each "not" of a list is told below, in either language; and a name may be another word.
                    if swap.kind == DENIALS or (key in but and not swap.is_pair):
                        continue
                    text = f"{_swapped(swap, original, language)} Make them say the same."
                    yield Problem(path, ours.start_mark.line + 1, text, notice=swap.may_be_meant)
            both = (original, language)
            # What is not translated yet is the same, and a language whose words nobody listed says nothing of them.
            told = (
                negations
                and texts[original] != texts[language]
                and all(marks[code].negations for code in both)
            )
            said = {code: _negation(texts[code], marks[code]) for code in both}
            if told and bool(said[original]) != bool(said[language]):
                code, word = next((code, word) for code, word in said.items() if word)
                text = (
                    f"'{code}' has '{word}', and the other language has no word like it. "
                    "Make them say the same, in words that both say yes or both say no."
                )
                yield Problem(path, parts[language].start_mark.line + 1, text)


def _swapped(swap: Swap, original: str, language: str) -> str:
    """Return what is said of a thing that one language names, and the other does not."""
    if swap.is_pair:
        return f"'{swap.translation}' stands in '{language}', and in '{original}' '{swap.original}'."
    has, lacks = (original, language) if swap.original else (language, original)
    return f"'{has}' has '{swap.original or swap.translation}' here, and '{lacks}' has no word like it."


def _negation(text: str, marks: Marks) -> str:
    """Return the first word of a text that turns it round, such as "not", or nothing."""
    for match in re.finditer(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text):
        small = match[0].casefold().replace("’", "'")
        if small in marks.negations or (marks.negated and small.endswith(marks.negated)):
            return match[0]
    return ""


def texts_in(source: str, languages: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    r"""Yield each text that a list has in every language, with its language and line; lists of words are no texts.

    >>> [*texts_in("- {en: {term: lung}, es: pulmón}", ["en", "es"])]
    [('en', 'lung', 1), ('es', 'pulmón', 1)]
    """
    root, _ = compose(source, path="")
    for parts in _in_every_language(root, languages):
        for language in languages:
            for node in _scalars(parts[language]):
                if node.value:
                    yield language, str(node.value), node.start_mark.line + 1


def _pairs(
    one: yaml.Node, other: yaml.Node, key: str = ""
) -> Iterator[tuple[str, yaml.ScalarNode, yaml.ScalarNode]]:
    """Yield each text of one language with that of another, and before them the key that both have."""
    if isinstance(one, yaml.ScalarNode) and isinstance(other, yaml.ScalarNode):
        yield key, one, other
    members = members_of(other)
    for name, value in members_of(one).items():
        if name in members:
            yield from _pairs(value, members[name], name)


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _scalars(value)
    elif isinstance(node, yaml.ScalarNode):
        yield node


def _in_every_language(node: yaml.Node | None, languages: Sequence[str]) -> Iterator[dict[str, yaml.Node]]:
    """Yield each part that has something in every language, by language, from top to bottom."""
    if isinstance(node, yaml.MappingNode):
        members = members_of(node)
        if members.keys() >= {*languages}:
            yield members
        else:
            for value in members.values():
                yield from _in_every_language(value, languages)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _in_every_language(value, languages)


def _text(node: yaml.Node, but: Collection[str]) -> str:
    """Return the texts of one language, one below the other; lists are of words, and need not be alike."""
    if isinstance(node, yaml.MappingNode):
        return "\n\n".join(_text(value, but) for key, value in node.value if key.value not in but)
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""
