"""Patterns that are looked for only where the letters that they need stand.

Most texts lack a word that a pattern cannot do without, and to look for a word takes little time.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

# How Python reads a pattern is its own affair. Hypothesis reads the same, and the tests ask each pattern of the guide.
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Generic, NamedTuple, TypeVar

#: Letters of which a text must have one: of so many, or more, it has one anyway.
_MOST_TOGETHER, _MOST_APART = 64, 400
#: So many conditions tell nearly all texts apart.
_CONDITIONS = 3
#: Of so many signs or more that stand in a row, as those of a to z, a text has one anyway.
_LONG_SPAN = 16
#: A text of more signs has many words more than once.
_LONG = 1_000

#: Of the letters in each set, whatever a pattern finds has one.
Needs = tuple[frozenset[str], ...]


def folded(text: str) -> str:
    """Return a text in the case in which patterns meet it, sign by sign: the i of Turkish is an i to them.

    >>> folded("REVİEWED ſo")
    'reviewed so'
    """
    plain = text.casefold()
    return plain if plain.isascii() else plain.replace("\u0307", "").replace("ı", "i")


class _Part(NamedTuple):
    """What is known of a part of a pattern."""

    #: All that it can find, where that is little; else None.
    whole: frozenset[str] | None
    #: What it needs, whatever it finds.
    needs: list[frozenset[str]]


#: An operation of a pattern, and what it is done with.
_Item = tuple[Any, Any]
_NOTHING = frozenset([""])


@cache
def needs(pattern: str, flags: int = 0) -> Needs:
    r"""Return what a text must have for a pattern to be found in it, folded; nothing where no letter is needed.

    >>> [sorted(one) for one in needs(r"\b(?:reviews?|checked)\b.{0,9}by")]
    [['checked', 'review', 'reviews'], ['by']]
    """
    return tuple(
        sorted(_conditions(_row(_parser.parse(pattern, flags))), key=_tells, reverse=True)[:_CONDITIONS]
    )


def _tells(letters: frozenset[str]) -> tuple[int, int]:
    """Say how few texts have one of them, for sorting."""
    return min(map(len, letters)), -len(letters)


def _conditions(part: _Part) -> list[frozenset[str]]:
    """Return all that a part needs, with what it finds itself."""
    return [*part.needs, *([part.whole] if part.whole and "" not in part.whole else [])]


def _row(row: Iterable[_Item]) -> _Part:
    """Read parts that follow each other."""
    found: list[frozenset[str]] = []
    run, is_whole = _NOTHING, True
    for part in map(_part, row):
        found += part.needs
        if part.whole and len(run) * len(part.whole) <= _MOST_TOGETHER:
            run = frozenset(before + after for before in run for after in part.whole)
            continue
        if "" not in run:
            found.append(run)
        run, is_whole = part.whole or _NOTHING, False
    part = _Part(run, found)
    return part if is_whole else _Part(None, _conditions(part))


def _part(item: _Item) -> _Part:
    part = _Part(None, [])
    match item:
        case sre.LITERAL, sign:
            part = _Part(frozenset([folded(chr(sign))]), [])
        case sre.IN, signs:
            part = _Part(_signs(signs), [])
        case sre.BRANCH, (_, rows):
            part = _branches([_row(row) for row in rows])
        case (sre.SUBPATTERN, (*_, row)) | (sre.ATOMIC_GROUP, row):
            part = _row(row)
        case ((sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT), (least, most, row)):
            part = _repeated(_row(row), least, most)
        case sre.ASSERT, (_, row):
            part = _Part(_NOTHING, _conditions(_row(row)))
        case ((sre.AT | sre.ASSERT_NOT), _):
            part = _Part(_NOTHING, [])
    return part


def _repeated(part: _Part, least: int, most: int) -> _Part:
    if least == most == 1:
        return part
    if (least, most) == (0, 1) and part.whole and not part.needs:
        return _Part(part.whole | _NOTHING, [])
    return _Part(None, _conditions(part) if least else [])


def _signs(items: Iterable[_Item]) -> frozenset[str] | None:
    """Return the signs of which one stands here, where they are few."""
    signs: set[str] = set()
    for op, argument in items:
        if op is sre.LITERAL:
            signs.add(folded(chr(argument)))
        elif op is sre.RANGE and argument[1] - argument[0] < _LONG_SPAN:
            signs |= {folded(chr(sign)) for sign in range(argument[0], argument[1] + 1)}
        else:
            return None
    return frozenset(signs) if len(signs) <= _MOST_TOGETHER else None


def _branches(parts: list[_Part]) -> _Part:
    """Read parts of which one stands here."""
    wholes = [part.whole for part in parts if part.whole]
    if len(wholes) == len(parts) and not any(part.needs for part in parts):
        whole = frozenset().union(*wholes)
        if len(whole) <= _MOST_APART:
            return _Part(whole, [])
    each = [max(_conditions(part), key=_tells, default=None) for part in parts]
    if None in each:
        return _Part(None, [])
    one = frozenset().union(*(letters for letters in each if letters))
    return _Part(None, [one] if len(one) <= _MOST_APART else [])


@cache
def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    return re.compile(pattern, flags)


Meaning_co = TypeVar("Meaning_co", covariant=True)
Other = TypeVar("Other")


class _Sought(NamedTuple, Generic[Meaning_co]):
    pattern: str
    flags: int
    needs: Needs
    meaning: Meaning_co


@dataclass(frozen=True, slots=True)
class Sieve(Generic[Meaning_co]):
    """Patterns, in their order, each with what it means, and all letters that they need."""

    sought: tuple[_Sought[Meaning_co], ...] = ()
    letters: frozenset[str] = frozenset()

    def narrowed(self, text: str) -> "Sieve[Meaning_co]":
        """Return what can be found in a text, or in a part of it: the others need letters that it lacks."""
        if not self.sought:
            return self
        plain = folded(text)
        if len(plain) > _LONG:
            # Of words that stand there often one is enough; behind them each sign, white space too.
            plain = "".join([" ".join({*plain.split()}), *{*plain}])
        has = frozenset(filter(plain.__contains__, self.letters))
        left = [one for one in self.sought if not any(map(has.isdisjoint, one.needs))]
        return Sieve(tuple(left), has)

    @property
    def meanings(self) -> list[Meaning_co]:
        """What each pattern means."""
        return [one.meaning for one in self.sought]

    def __add__(self, other: "Sieve[Other]") -> "Sieve[Meaning_co | Other]":
        return Sieve((*self.sought, *other.sought), self.letters | other.letters)

    def __bool__(self) -> bool:
        return bool(self.sought)

    def __iter__(self) -> Iterator[tuple[re.Pattern[str], Meaning_co]]:
        return ((_compiled(one.pattern, one.flags), one.meaning) for one in self.sought)


def sieve(patterns: Mapping[str, Other], flags: int = 0) -> Sieve[Other]:
    r"""Return patterns to look for, each with what it means.

    >>> found = sieve({r"\breviewed by\b": "a review", r"\d+ %": "a share"}).narrowed("Reviewed by nobody")
    >>> [meaning for _, meaning in found]
    ['a review']
    """
    sought = tuple(_Sought(one, flags, _in_words(needs(one, flags)), what) for one, what in patterns.items())
    return Sieve(sought, frozenset(letters for one in sought for need in one.needs for letters in need))


def _in_words(found: Needs) -> Needs:
    """Return what is needed of the words: of letters with white space between them the longest piece."""
    return tuple(
        frozenset(max(letters.split() or [min(letters)], key=len) for letters in one) for one in found
    )
