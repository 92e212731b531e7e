"""Things that a text names otherwise than its translation: another organ, another person to call, another day.

What is one thing in each language, and of which kind, is data. Only where two texts name different things of a kind,
each of them one that the other text lacks, are they told: a translation need not name everything.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeGuard

import yaml

from editorial.problems import Problem
from editorial.text import without_accents
from editorial.yaml_files import Values, compose, members_of

_WORD = re.compile(r"[^\W\d_]+")
#: Names that are written alike in every language: CK7, HER2, PD-L1. A key of a source is none.
_CODE = re.compile(r"(?<![\w@-])[^\W\d_]{1,5}(?:-[^\W\d_]{1,5})?-?\d[^\W_]*\b")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+")

#: The kind of words that turn a sentence round: what only one of two texts denies, only one of them says.
DENIALS = "denials"
#: The kinds of words that make a sentence say less. Without its "may" or its "only", it says more.
_LIMITS = ("doubts", "conditions", "exclusions", "majorities", "parts", "habits")

#: A medicine's name has so many letters or more: "accept" is none.
_SHORTEST = 8
#: So many letters tell medicines apart: olaparib, olanzapine.
_BEGINNING = 5


class Swap(NamedTuple):
    """A thing that the original names, and another one that the translation names in its place, in small letters.

    Nothing stands for a "not" or a "may" that the other lacks.
    """

    original: str
    translation: str
    kind: str


#: What tells one thing of a kind from another: its place in the file, or what its name has in every language.
_Mark = int | str


class _Name(NamedTuple):
    """A name of a thing."""

    #: The stems of its words, and the words without accents.
    stems: tuple[str, ...]
    words: tuple[str, ...]
    kind: str
    mark: _Mark


#: By language, the words of a thing.
_Thing = Mapping[str, Sequence[str]]


def read_meanings(source: str, *, path: str) -> tuple[dict[str, list[_Thing]], list[Problem]]:
    """Read the file; what cannot be read is a problem, and left out.

    >>> read_meanings("organs: [{en: [lung], es: [pulmón]}]", path="a.yml")
    ({'organs': [{'en': ['lung'], 'es': ['pulmón']}]}, [])
    """
    node, problems = compose(source, path=path)
    if node is None:
        return {}, problems
    values = Values(path=path)
    kinds: dict[str, list[_Thing]] = {}
    for kind, listed in members_of(node).items():
        for one in listed.value if isinstance(listed, yaml.SequenceNode) else [listed]:
            thing = values.of(one)
            if _is_thing(thing):
                kinds.setdefault(kind, []).append(thing)
            else:
                text = f"'{kind}' has a thing without its words. Write them like this: - {{en: [lung], es: [pulmón]}}"
                values.say(one, text)
    return kinds, values.problems


def _is_thing(thing: object) -> TypeGuard[_Thing]:
    return isinstance(thing, dict) and all(
        isinstance(words, list)
        and words
        and all(isinstance(word, str) and _WORD.search(word) for word in words)
        for words in thing.values()
    )


class Meanings:
    """Finds the things that texts name."""

    def __init__(
        self,
        kinds: Mapping[str, Sequence[_Thing]],
        stem: Callable[[str], Callable[[str], str]],
        medicines: Mapping[str, tuple[str, ...]] = {},
    ) -> None:
        """Take what is known of things.

        Args:
            kinds: the things of each kind.
            stem: gives a language its function from a word to its stem.
            medicines: the endings of their names, by language.
        """
        self._stem = stem
        self._medicines = medicines
        #: By language and the stem of a first word: the names that begin with it.
        self._names: dict[str, dict[str, list[_Name]]] = {}
        for kind, things in kinds.items():
            for place, thing in enumerate(things):
                for language, words in thing.items():
                    for written in words:
                        name = _WORD.findall(written.casefold())
                        stems = (*self._stems(language, name),)
                        names = self._names.setdefault(language, {}).setdefault(stems[0], [])
                        names.append(_Name(stems, (*map(without_accents, name),), kind, place))
        for of_language in self._names.values():
            for names in of_language.values():
                names.sort(key=lambda name: -len(name.stems))  # "Bone marrow" is no bone.
        #: What may begin with a word, by language: nearly all words begin nothing.
        self._beginning: dict[str, dict[str, list[_Name]]] = {}

    def _stems(self, language: str, words: Iterable[str]) -> Iterator[str]:
        stem = self._stem(language)
        return (without_accents(stem(word)) for word in words)

    def _begins(self, language: str, word: str) -> list[_Name]:
        """Return the names that may begin with a word."""
        (stem,) = self._stems(language, [word])
        found = self._names.get(language, {}).get(stem, [])
        if len(word) >= _SHORTEST and word.endswith(self._medicines.get(language) or " "):
            found = [*found, _Name((stem,), (word,), "medicines", _international(word))]
        self._beginning[language][word] = found
        return found

    def _knows(self, language: str, kind: str) -> bool:
        names = self._names.get(language, {}).values()
        return any(name.kind == kind for of_word in names for name in of_word)

    def _named(self, language: str, text: str) -> dict[str, dict[_Mark, list[str]]]:
        """Return the things in a text, by kind and mark, in small letters, but for codes."""
        known = self._beginning.setdefault(language, {})
        words = _WORD.findall(text.casefold())
        found: dict[str, dict[_Mark, list[str]]] = {}
        for name in _CODE.findall(text):
            found.setdefault("codes", {}).setdefault(_code(name), []).append(name)
        until = 0
        for at, word in enumerate(words):
            names = known[word] if word in known else self._begins(language, word)
            if not names or at < until:
                continue
            stems = (*self._stems(language, words[at : at + len(names[0].stems)]),)
            taken = [name for name in names if stems[: len(name.stems)] == name.stems]
            if not taken:
                continue
            until = at + len(taken[0].stems)
            whole = (*map(without_accents, words[at:until]),)
            longest = [name for name in taken if len(name.stems) == len(whole)]
            # «Sino» has the stem of «sin»: a word that is a name itself is no form of another one.
            named = [one for one in longest if one.words == whole] or longest
            for kind, mark in dict.fromkeys((name.kind, name.mark) for name in named):
                found.setdefault(kind, {}).setdefault(mark, []).append(" ".join(words[at:until]))
        return found

    def swapped(self, original: tuple[str, str], translation: tuple[str, str]) -> Iterator[Swap]:
        """Yield the first thing of each kind that a translation names in place of another, sentence by sentence.

        Where a translation has more sentences or fewer, the whole is compared.

        Args:
            original: the code of its language, and its text.
            translation: the same.
        """
        if original[1] == translation[1]:
            return  # It is not translated, and names the same.
        before, here = (_SENTENCE_END.split(text) for _, text in (original, translation))
        if len(before) == len(here) > 1:
            for one, other in zip(before, here, strict=True):
                yield from self.swapped((original[0], one), (translation[0], other))
            return
        found = [*self._swaps(original, translation, is_one=len(before) == len(here))]
        # A word that is named in place of another is not named once more as one that is lost or added.
        pairs = [swap for swap in found if swap.original and swap.translation]
        named = {word for swap in pairs for word in (swap.original, swap.translation)}
        yield from (one for one in found if one in pairs or named.isdisjoint((one.original, one.translation)))

    def _swaps(
        self, original: tuple[str, str], translation: tuple[str, str], *, is_one: bool
    ) -> Iterator[Swap]:
        """Yield what a text names in place of something else, and what it lacks or adds."""
        theirs, ours = self._named(*original), self._named(*translation)
        for kind in (DENIALS, *_LIMITS):
            if 0 in theirs.get(kind, {}) and kind not in ours and self._knows(translation[0], kind):
                yield Swap(theirs[kind][0][0], "", kind)
        if 0 in ours.get(DENIALS, {}) and DENIALS not in theirs and self._knows(original[0], DENIALS):
            yield Swap("", ours[DENIALS][0][0], DENIALS)
        for kind in theirs.keys() & ours.keys() - {DENIALS, *_LIMITS}:
            lost = [words[0] for mark, words in theirs[kind].items() if mark not in ours[kind]]
            # In one sentence a thing may also stand twice, the second time in place of another.
            added = [
                words[0]
                for mark, words in ours[kind].items()
                if mark not in theirs[kind] or (is_one and len(words) > len(theirs[kind][mark]))
            ]
            if lost and added:
                yield Swap(lost[0], added[0], kind)


def _code(name: str) -> str:
    return name.casefold().replace("-", "")


def _international(medicine: str) -> str:
    """Return what the name of a medicine has in every language: its beginning, as it sounds.

    >>> _international("cyclophosphamide") == _international("ciclofosfamida")
    True
    """
    sounds = without_accents(medicine).replace("ph", "f").replace("y", "i").replace("h", "")
    return sounds[:_BEGINNING]
