"""Which of many patterns a text may have, by the letters without which each of them is nowhere.

Most texts have nothing of what a rule is about. Whether letters stand in a text is known in a fraction of the time
that it takes to try a pattern at each of its places.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

#: Of a text with a match, one of these stands in it.
_Letters = frozenset[str]
#: A set of a few signs, as [,;], stands for so many texts of one sign; one of more says too little.
_MOST_SIGNS = 12
#: What has no width stands between letters that are neighbors.
_NO_WIDTH = frozenset({kinds.AT, kinds.ASSERT_NOT})
#: Letters of Turkish, which a pattern without regard to case takes for an i, and Unicode's folding does not.
_TURKISH = str.maketrans("ıİ", "ii")


def folded(text: str) -> str:
    """Return a text in which all letters are alike that a pattern may take for each other.

    >>> folded("İSTANBUL")
    'istanbul'
    """
    return (text.translate(_TURKISH) if "ı" in text or "İ" in text else text).casefold()


@dataclass(frozen=True)
class Patterns:
    """Patterns, each as :func:`re.compile` takes it, of which a text may have any."""

    written: Sequence[str]
    flags: int = 0

    def within(self, text: str) -> Sequence[re.Pattern[str]]:
        """Return those that may be in a text, :func:`folded`, or in a part of it.

        >>> Patterns(("a+b", "c[de]f")).within("xcefx")
        [re.compile('c[de]f')]
        """
        return [compile_() for compile_, needs in self._needs if _has(text, needs)]

    @cached_property
    def joined(self) -> re.Pattern[str]:
        """All of them as one."""
        return re.compile(_joined(self.written), self.flags)

    @cached_property
    def _needs(self) -> Sequence[tuple[Callable[[], re.Pattern[str]], Sequence[_Letters]]]:
        """What makes each pattern, which is not made if no text may have it, and all that a text with a match has."""
        return [
            (cache(partial(re.compile, one, self.flags)), _by_weight(_needs(_parser.parse(one, self.flags))))
            for one in self.written
        ]


def _joined(patterns: Sequence[str]) -> str:
    """Join patterns into one; those that begin with a word are looked for where one begins, in half the time."""
    words = [pattern.removeprefix(r"\b") for pattern in patterns if pattern.startswith(r"\b")]
    others = [pattern for pattern in patterns if not pattern.startswith(r"\b")]
    return "|".join([*others, *([rf"\b(?:{'|'.join(words)})"] if words else [])])


def _by_weight(needs: Iterable[_Letters]) -> Sequence[_Letters]:
    return sorted(needs, key=_weight, reverse=True)


def _has(text: str, needs: Iterable[_Letters]) -> bool:
    for letters in needs:  # Plain loops: it is asked a hundred thousand times.
        for one in letters:
            if one in text:
                break
        else:
            return False
    return True


def _needs(parsed: Iterable[Any]) -> Iterator[_Letters]:
    """Yield what a text needs for a match of a part of a pattern: of each, one."""
    letters = ""
    for kind, told in parsed:
        if kind is kinds.LITERAL:
            letters += chr(told)
        elif kind not in _NO_WIDTH:
            if letters:
                yield frozenset({folded(letters)})
            letters = ""
            yield from _needs_of(kind, told)
    if letters:
        yield frozenset({folded(letters)})


def _needs_of(kind: Any, told: Any) -> Iterator[_Letters]:  # noqa: ANN401  (as Python's parser has it)
    if kind is kinds.SUBPATTERN:
        yield from _needs(told[-1])
    elif kind is kinds.BRANCH:
        best = [max(_needs(branch), key=_weight, default=None) for branch in told[1]]
        if all(best):  # Of one that needs nothing, none needs anything.
            yield frozenset[str]().union(*filter(None, best))
    elif kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
        if told[0]:
            yield from _needs(told[2])
    elif kind is kinds.IN and len(told) <= _MOST_SIGNS and all(one is kinds.LITERAL for one, _ in told):
        yield frozenset(folded(chr(sign)) for _, sign in told)


def _weight(letters: _Letters) -> tuple[int, int]:
    """Return how seldom a text has one of them: the longer the shortest is, and the fewer there are."""
    return min(map(len, letters)), -len(letters)
