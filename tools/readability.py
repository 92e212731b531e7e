"""How easy a page's text is to read, by a published formula for each language.

English: Flesch-Kincaid grade (Kincaid et al., 1975). Spanish: the perspicuity of Szigriszt Pazos (1993),
read on the INFLESZ scale (Barrio-Cantalejo et al., 2008), where 55 and more is "normal" or easier. The
formulas are for whole texts, and tell nothing of what is said.
"""

import re
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from editorial.markdown import headings, without_code
from editorial.pages.frontmatter import split

_NOT_PROSE = re.compile(
    r"^\|.*$|^(?:!!!|\?\?\?\+?)[ \t]+\w+|\\?\[@[^\]]*\]|\{[^}\n]*\}|<[^>]*>|^[ \t]*(?:[-*+]|\d+\.)[ \t]",
    re.MULTILINE,
)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])[\"”)*]*\s+(?=[\"“(*¿¡]*[A-ZÁÉÍÓÚÑ0-9])|\n\s*\n|\n(?=[ \t]*\x00)")


class Sentence(NamedTuple):
    """One sentence of a page, with its line from 1."""

    line: int
    text: str
    words: tuple[str, ...]


class Formula(NamedTuple):
    """What measures one language: how a word's syllables are counted, and what makes a score good enough."""

    name: str
    syllables: Callable[[str], int]
    #: From words per sentence and syllables per word to the score.
    score: Callable[[float, float], float]
    good: Callable[[float], bool]
    #: From the score to a number that is higher the easier the text is.
    ease: Callable[[float], float]
    target: str


def english_syllables(word: str) -> int:
    """Count the syllables of an English word by its groups of vowels.

    >>> [english_syllables(word) for word in ("cancer", "nodes", "treated", "biopsy", "table", "the")]
    [2, 1, 2, 3, 2, 1]
    """
    word = word.lower().replace("’", "'")
    # "i" before another vowel sounds apart, but not in "-tion" and the like.
    word = re.sub(r"(?<=[^tcsx])i(?=[aou])|(?<=[bcdfghlmnprstv])i(?=ops)", "i-", word)
    count = len(re.findall(r"[aeiouy]+", word))
    if re.search(r"[^aeiouyl]es?$|[^dt]ed$", word) and not re.search(
        r"(?:[sxz]|[cs]h|[cg])es$|[^aeiou]le$", word
    ):
        count -= 1
    return max(1, count)


def spanish_syllables(word: str) -> int:
    """Count the syllables of a Spanish word: two strong vowels, or a weak one with an accent, stand apart.

    >>> [spanish_syllables(word) for word in ("radioterapia", "cirugía", "que", "leer")]
    [5, 4, 1, 2]
    """
    word = re.sub(r"qu(?=[eiéí])|gu(?=[eiéí])", "g", word.lower()).replace("ü", "u")
    word = re.sub(r"y(?![aeiouáéíóú])", "i", word)
    count = 0
    for group in re.findall(r"[aeiouáéíóú]+", word):
        strong = len(re.findall(r"[aeoáéóíú]", group))
        count += max(1, strong)
    return max(1, count)


#: By language code. A language without one is not measured, and the command says so.
FORMULAS = {
    "en": Formula(
        "Flesch-Kincaid grade",
        english_syllables,
        lambda words, syllables: 0.39 * words + 11.8 * syllables - 15.59,
        lambda score: score <= 8,
        lambda score: -score,
        "8 or less",
    ),
    "es": Formula(
        "INFLESZ",
        spanish_syllables,
        lambda words, syllables: 206.835 - words - 62.3 * syllables,
        lambda score: score >= 55,
        lambda score: score,
        "55 or more",
    ),
}


def sentences(source: str) -> Iterator[Sentence]:
    """Yield the sentences of a page's Markdown, without headings, tables, citations and code."""
    body = split(source).body
    text = "\n" * source.count("\n", 0, len(source) - len(body)) + body
    text = without_code(text)
    for heading in headings(text):
        text = text[: heading.start()] + " " * (heading.end() - heading.start()) + text[heading.end() :]
    # A list item is a sentence of its own: its mark becomes a sign that ends the one before.
    text = re.sub(
        r"^[ \t]*(?:[-*+]|\d+\.)[ \t]", lambda mark: "\x00".ljust(len(mark[0])), text, flags=re.MULTILINE
    )
    text = _LINK.sub(lambda link: link[1] + "\n" * link[0].count("\n"), text)
    text = _NOT_PROSE.sub(_newlines, text)
    start = 0
    for end in [*_SENTENCE_END.finditer(text), None]:
        part = text[start : end.start() if end else len(text)]
        said = " ".join(part.replace("\x00", " ").replace("*", "").split())
        words = tuple(_WORD.findall(said))
        if words:
            leading = len(part) - len(part.lstrip("\x00 \n\t"))
            yield Sentence(text.count("\n", 0, start + leading) + 1, said, words)
        start = end.end() if end else start


def score(found: Collection[Sentence], formula: Formula, *, known: Collection[str]) -> float:
    """Return a text's score; a known word, such as a glossary's term, counts as two syllables at most."""
    words = [word for sentence in found for word in sentence.words]
    if not words:
        return formula.score(0, 0)
    syllables = sum(
        min(2, formula.syllables(word)) if word.lower() in known else formula.syllables(word)
        for word in words
    )
    return formula.score(len(words) / len(found), syllables / len(words))


def _newlines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")
