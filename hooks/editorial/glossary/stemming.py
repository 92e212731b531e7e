"""Which words of a language are forms of one word, and which say little: by the lists of Snowball."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import Stemmer
from babel import Locale

from editorial.text import locale_of, without_accents


@cache  # From one build of a preview to the next: most words stay.
def stemmer(language: str) -> Callable[[str], str]:
    """Return a function from a word to its stem, for a language code such as ``es`` or ``pt-BR``.

    A language for which Snowball has no stemmer leaves words as they are.

    >>> stemmer("es")("ganglios") == stemmer("es")("ganglio")
    True
    """
    name = _english_name(language)
    if name not in Stemmer.algorithms():
        return str.lower
    snowball = Stemmer.Stemmer(name)

    @cache
    def stem(word: str) -> str:
        return str(snowball.stemWord(word.lower()))

    return stem


@cache
def small_words(language: str) -> frozenset[str]:
    """Return the words of a language that say little by themselves, without accents; none, if no list has them.

    >>> "the" in small_words("en"), "mas" in small_words("es"), small_words("vi")
    (True, True, frozenset())
    """
    file = Path(__file__).parent / "stopwords" / f"{_english_name(language)}.txt"
    return frozenset(without_accents(file.read_text("utf-8")).split()) if file.is_file() else frozenset()


def families(words: Iterable[str], stem: Callable[[str], str]) -> Iterator[list[str]]:
    """Yield the words, without accents and case, that share a stem: only where there are several.

    >>> [*families(["Ganglio", "ganglios", "axila"], stemmer("es"))]
    [['ganglio', 'ganglios']]
    """
    by_stem: dict[str, set[str]] = {}
    for word in words:
        by_stem.setdefault(without_accents(stem(word)), set()).add(without_accents(word))
    for _, family in sorted(by_stem.items()):
        if len(family) > 1:
            yield sorted(family, key=lambda word: (len(word), word))


def _english_name(language: str) -> str:
    """Return what Snowball calls a language: its English name, in small letters."""
    return (Locale(locale_of(language).language).english_name or "").lower()
