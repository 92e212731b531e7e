"""In which of a guide's languages a text is written, by words that only one of them has.

A text is in another language where most of its words are that one's alone and hardly any is its own. Words that
several languages share say nothing, and neither does a text of which nothing is known.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from editorial.text import beginning, locale_of, without_accents

#: Of two letters or more; neither the HER of HER2 nor what stands for a text to come.
_WORD = re.compile(r"\{\w+\}|(?<![^\W_])[^\W\d_]{2,}(?![^\W_])")
#: A word that says little by itself is as good as so many others.
_SMALL = 20


class Tongues:
    """The languages of a guide, each known by some of its words."""

    def __init__(self, texts: Mapping[str, Iterable[str]], small: Mapping[str, Collection[str]]) -> None:
        """Take what is known.

        Args:
            texts: by the code of a language, texts in it; a few of them may be in another by mistake.
            small: by the code of a language, its words that say little by themselves, without accents.
        """
        written = {code: _counted(found) for code, found in texts.items()}
        plain = {code: _plain(counts) for code, counts in written.items()}
        for code, words in small.items():
            for counts in (written[code], plain[code]):
                counts.update(dict.fromkeys(words, _SMALL))
        #: By language: the words that it alone has, without accents; and, as they are written, the words of others.
        self._own: dict[str, set[str]] = {}
        self._theirs: dict[str, dict[str, str]] = {}
        for code, mine in plain.items():
            # What Spain and Mexico write differently is no other language.
            others = [one for one in written if locale_of(one).language != locale_of(code).language]
            self._own[code] = {
                word
                for word, count in mine.items()
                if all(count > 2 * plain[other][word] for other in others)
            }
            self._theirs[code] = {
                word: other
                for other in reversed(others)
                for word, count in written[other].items()
                if count > 2 * mine[without_accents(word)]
            }

    def other(self, text: str, language: str, least: int = 1) -> str:
        """Return the code of the other language that a text is in, by so many of its words at least; or nothing.

        >>> tongues = Tongues({"en": ["the liver is here, where"], "es": ["el hígado está aquí, dónde"]}, {})
        >>> tongues.other("Where is the liver?", "es"), tongues.other("¿Dónde está el hígado?", "es")
        ('en', '')
        """
        own, theirs = self._own[language], self._theirs[language]
        words = _WORD.findall(text.casefold())
        found = [theirs[word] for word in words if word in theirs]
        if len(found) < least:
            return ""
        mine = sum(word in own for word in map(without_accents, words))
        # A name in another language stands in many a sentence; nearly all words of one seldom are names.
        if (mine == 0 and 2 * len(found) >= len(words)) or (len(found) > 3 and len(found) >= 4 * mine):
            return found[0]
        return ""

    def said(self, text: str, language: str, *, plain: bool = False) -> str:
        """Return the sentence about a text that is in another language than it should be, or nothing.

        In a plain text nothing can be marked, and one word alone may be a name.
        """
        other = self.other(text, language, 2 if plain else 1)
        if not other:
            return ""
        here, there = (locale_of(code).get_display_name("en") for code in (language, other))
        rest = "" if plain else f" Of words that are to stay say so: *words*{{: lang={other} }}"
        return f"'{beginning(text)}' is {there}, where readers expect {here}. Translate it.{rest}"


def _counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(_WORD.findall(" ".join(texts).casefold()))


def _plain(counts: Mapping[str, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for word, count in counts.items():
        found[without_accents(word)] += count
    return found
