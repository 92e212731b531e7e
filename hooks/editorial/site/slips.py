"""Words of a language that the search would take for slips of words of the guide: "lever" is no "liver"."""

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import product

from editorial.build.results import Again, made_now
from editorial.glossary.stemming import stemmer
from editorial.text import alike_until, without_accents

#: Letters that hands and ears take for each other, as the search has them (engine.js).
_ALIKE = {pair for group in ("aeiouy", "csz", "bv", "gj", "kcqx", "mn") for pair in product(group, group)}
#: Fewer letters than these no word has that the search takes another for.
_SHORTEST = 4
#: Stems of so many letters are those of one word where one begins the other: "diagnos" and "diagnosi".
_LONG_STEM = 5
#: Words that share so many letters at their beginning, all but an ending, are most likely of one family.
_LONG_BEGINNING, _LONGEST_ENDING = 7, 3


class Listed:
    """The words of a file such as ``overrides/locales/slips/en.txt``: one a line, its comments first."""

    def __init__(self, text: str) -> None:
        """Take what the file says."""
        lines = text.splitlines()
        #: Where the words come from and how they may be used, which goes wherever they go.
        self.notice = [line[1:].strip() for line in lines if line.startswith("#")]
        self.words = [line for line in lines if line and not line.startswith("#")]


def slips_path(overrides: str, language: str) -> str:
    """Return where the words of a language stand, from the guide's folder on; a language may have none."""
    return f"{overrides}/locales/slips/{language}.txt"


def slips(word: str) -> int:
    """Return how many slips a typed word may have, as the search counts them.

    >>> slips("live"), slips("liver"), slips("metastsis"), slips("ck7ab")
    (0, 1, 2, 0)
    """
    if len(word) < 5 or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < 8 else 2


def distance(one: str, other: str, most: int) -> int:
    """Return the slips by which one word is made of the other; more than ``most`` are one more than these.

    A letter added, dropped or swapped with the next is one slip, and so is one for another that is much like it; any
    other letter instead is two.

    >>> distance("biospy", "biopsy", 1), distance("fever", "fewer", 1), distance("canser", "cancer", 1)
    (1, 2, 1)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    # What is the same at both ends has no slip.
    begin = alike_until(one, other)
    one, other = one[begin:], other[begin:]
    end = alike_until(reversed(one), reversed(other))
    one, other = one[: len(one) - end], other[: len(other) - end]
    before: list[int] = []
    last: list[int] = [*range(len(other) + 1)]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, beside in enumerate(other, 1):
            change = 0 if letter == beside else 1 if (letter, beside) in _ALIKE else 2
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + change)
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == beside:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


class Neighbors:
    """Words of a guide, to be found by what is within a slip or two of them, in a time that they do not lengthen."""

    def __init__(self, known: Iterable[str]) -> None:
        """Take the words, without accents."""
        self._by_part: dict[str, list[str]] = {}
        for word in known:
            if len(word) >= _SHORTEST and not any(letter.isdigit() for letter in word):
                for part in _parts(word, 2):
                    self._by_part.setdefault(part, []).append(word)

    def nearest(self, word: str) -> list[str]:
        """Return the words that the search may take a typed one for: those with the fewest slips."""
        most = slips(word)
        if not most:
            return []
        near = {other for part in _parts(word, most) for other in self._by_part.get(part, ())}
        far = {other: distance(word, other, most) for other in near}
        best = min(far.values(), default=most + 1)
        return sorted(other for other in near if far[other] == best) if best <= most else []


def mistaken(
    words: Iterable[str], known: Iterable[str], stems_of: Callable[[str], Iterable[str]]
) -> list[str]:
    """Return the words, without accents, that the search would take for others, of which they are no forms.

    Args:
        words: words of the language, as they are written.
        known: all words that the search knows, as they are written.
        stems_of: gives the stems of a word: it is a form of those that share one.
    """
    stems: dict[str, set[str]] = {}
    for word in known:
        stems.setdefault(without_accents(word), set()).update(map(without_accents, stems_of(word)))
    neighbors, beginnings = Neighbors(stems), sorted(stems)
    found: dict[str, bool] = {}
    for word in words:
        plain = without_accents(word)
        if plain in stems or _begins(plain, beginnings):
            continue
        near = neighbors.nearest(plain)
        own = [*map(without_accents, stems_of(word))] if near else []
        is_form = any(
            _begin_alike(plain, one) or any(_are_one(stem, other) for stem in own for other in stems[one])
            for one in near
        )
        # Of two words that differ by an accent, one may be a form: what is typed may be meant for it.
        found[plain] = found.get(plain, True) and bool(near) and not is_form
    return sorted(word for word, is_mistaken in found.items() if is_mistaken)


def slips_script(text: str, known: Sequence[str], language: str, again: Again = made_now) -> str:
    """Return the script that the search loads before it takes a word for a slip.

    Args:
        text: the list of the language's words.
        known: all words that the search knows, as they are written.
        language: the language's code.
        again: gives what an earlier build made from the same.
    """
    listed, stem = Listed(text), stemmer(language)
    words = again(
        "slips",
        (language, listed.words, known),
        lambda: mistaken(listed.words, known, lambda word: [stem(word)]),
    )
    notice = " ".join(listed.notice).replace("*/", "")
    return (
        f"/*! {notice} */\nglobalThis.siteSearchSlips = {json.dumps(' '.join(words), ensure_ascii=False)};\n"
    )


def _parts(word: str, most: int) -> set[str]:
    """Return what is left of a word without some of its letters, at most ``most``, and never without the first."""
    found = shorter = {word}
    for _ in range(most):
        shorter = {part[:place] + part[place + 1 :] for part in shorter for place in range(1, len(part))}
        found = found | shorter
    return found


def _begins(word: str, ordered: list[str]) -> bool:
    place = bisect_left(ordered, word)
    return place < len(ordered) and ordered[place].startswith(word)


def _begin_alike(word: str, other: str) -> bool:
    """Whether a word is most likely of the family of another, by all but its ending: "prognostic", "prognosis"."""
    beginning = max(_LONG_BEGINNING, len(word) - _LONGEST_ENDING)
    return len(other) >= beginning and word[:beginning] == other[:beginning]


def _are_one(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _LONG_STEM and long.startswith(short))
