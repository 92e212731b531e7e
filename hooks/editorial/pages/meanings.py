"""Things that a text names otherwise than its translation: another organ, another person to call, another day.

What is one thing in each language, and of which kind, is data. Told is where two texts name different things of a
kind, each of them one that the other text lacks or names less often; a word such as "not" or "only" that one of them
lacks; and of some kinds, such as organs, what only one of them names: not what an "it" stands for, as a sentence
before it has its name, nor where a sentence names several things less, as it says the same with fewer words.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, TypeGuard

import yaml

from editorial.problems import Problem
from editorial.text import without_accents
from editorial.yaml_files import Values, compose, members_of

_WORD = re.compile(r"[^\W\d_]+")
#: Names that are written alike in every language: CK7, HER2, PD-L1. A key of a source is none.
_CODE = re.compile(r"(?<![\w@-])(?![^\W\d_A-Z]{3})[^\W\d_]{1,5}(?:-[^\W\d_]{1,5})?-?\d[^\W_]*\b")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+")

#: The kind of words that turn a sentence round: what only one of two texts denies, only one of them says.
DENIALS = "denials"
#: The kinds of words without which a sentence says more or less: a "may" or an "only" that one of two texts lacks.
_LIMITS = (DENIALS, "doubts", "conditions", "exclusions", "majorities", "parts", "habits")
#: The kinds of things that a translation names by their names: what only one of two texts names, the other has lost.
_KEPT = frozenset(("codes", "drugs", "hormones", "lines", "markers", "matters", "medicines", "months")).union(
    ("organs", "results", "stages", "symptoms", "tests", "treatments")
)
#: The kinds of small words that a fair translation may put otherwise.
_OFTEN_OTHERWISE = frozenset(("acts", "conjunctions", "every", "knowledge", "most_and_few", "musts")).union(
    ("numerals", "positions", "scopes", "speech", "usual")
)

#: Before the kind of words that may stand for a thing, and ask for nothing.
_MAY_BE = "may be "

#: A medicine's name has so many letters or more: "accept" is none.
_SHORTEST = 8
#: So many letters tell medicines apart: olaparib, olanzapine.
_BEGINNING = 5


class Swap(NamedTuple):
    """A thing that the original names, and another one that the translation names in its place, in small letters.

    Nothing stands for a "not" or a name that the other lacks.
    """

    original: str
    translation: str
    kind: str

    @property
    def is_pair(self) -> bool:
        """Whether both name something."""
        return bool(self.original and self.translation)

    @property
    def may_be_meant(self) -> bool:
        """Whether a fair translation may do so: leave a word out, or put it otherwise."""
        return not self.is_pair or self.kind in _OFTEN_OTHERWISE


#: What tells one thing of a kind from another: its place in the file, or what its name has in every language.
_Mark = int | str


class _Name(NamedTuple):
    """A name of a thing."""

    #: The stems of its words, and the words.
    stems: tuple[str, ...]
    words: tuple[str, ...]
    kind: str
    mark: _Mark


class _Beginning(NamedTuple):
    """What may begin with a word."""

    #: The longest first.
    names: Sequence[_Name]
    #: Kinds and marks where all of them have one word; else they rest with the words that follow.
    alone: Sequence[tuple[str, _Mark]] | None


#: The things of a kind in a text, and those of each kind: by their marks, the words of each time that they are named.
_OfKind = dict[_Mark, list[str]]
_Named = dict[str, _OfKind]

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
        #: By language: the endings of words that are names.
        self._endings: dict[str, list[tuple[str, str, int]]] = {}
        #: By language: the kinds of which it has words.
        self._kinds = {language: {"codes", "medicines"} for language in medicines}
        for kind, things in kinds.items():
            for place, thing in enumerate(things):
                for language, words in thing.items():
                    self._kinds.setdefault(language, set()).add(kind)
                    for written in words:
                        if written.startswith("-"):
                            self._endings.setdefault(language, []).append((written[1:], kind, place))
                            continue
                        of_kind = _MAY_BE + kind if written.startswith("(") else kind
                        name = _WORD.findall(written.casefold())
                        stems = (*self._stems(language, name),)
                        names = self._names.setdefault(language, {}).setdefault(stems[0], [])
                        names.append(_Name(stems, (*name,), of_kind, place))
        for of_language in self._names.values():
            for names in of_language.values():
                names.sort(key=lambda name: -len(name.stems))  # "Bone marrow" is no bone.
        #: What may begin with a word, by language: nearly all words begin nothing.
        self._beginning: dict[str, dict[str, _Beginning]] = {}

    def _stems(self, language: str, words: Iterable[str]) -> Iterator[str]:
        stem = self._stem(language)
        return (without_accents(stem(word)) for word in words)

    def _begins(self, language: str, word: str) -> _Beginning:
        """Return the names that may begin with a word."""
        (stem,) = self._stems(language, [word])
        found = self._names.get(language, {}).get(stem, [])
        is_known = any(name.words == (word,) for name in found)
        if not is_known and len(word) >= _SHORTEST and word.endswith(self._medicines.get(language) or " "):
            found = [*found, _Name((stem,), (word,), "medicines", _international(word))]
        for ending, kind, mark in self._endings.get(language, ()):
            if word.endswith(ending):
                found = [*found, _Name((stem,), (), kind, mark)]
        alone = _marks(found, (word,)) if found and len(found[0].stems) == 1 else None
        beginning = self._beginning[language][word] = _Beginning(found, alone)
        return beginning

    def _named(self, language: str, text: str) -> _Named:
        """Return the things in a text, by kind and mark, in small letters, but for codes."""
        known = self._beginning.setdefault(language, {})
        words = _WORD.findall(text.casefold())
        found: _Named = {}
        for name in _CODE.findall(text):
            found.setdefault("codes", {}).setdefault(_code(name), []).append(name)
        until = 0
        for at, word in enumerate(words):
            if at < until:
                continue
            names, marks = known.get(word) or self._begins(language, word)
            if not names:
                continue
            written = word
            if marks is None:
                stems = (*self._stems(language, words[at : at + len(names[0].stems)]),)
                taken = [name for name in names if stems[: len(name.stems)] == name.stems]
                if not taken:
                    continue
                until = at + len(taken[0].stems)
                whole = words[at:until]
                marks = _marks(taken, (*whole,))
                written = " ".join(whole)
            for kind, mark in marks:
                found.setdefault(kind, {}).setdefault(mark, []).append(written)
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
        texts = [_SENTENCE_END.split(text) for _, text in (original, translation)]
        are_alike = len(texts[0]) == len(texts[1])
        if not are_alike:
            texts = [[original[1]], [translation[1]]]
        sides = (
            _Sentences(original[0], texts[0], self._named),
            _Sentences(translation[0], texts[1], self._named),
        )
        for at, (one, other) in enumerate(zip(*texts, strict=True)):
            if one != other:
                yield from self._of_sentence(sides, at, is_one=are_alike)

    def _of_sentence(
        self, sides: tuple["_Sentences", "_Sentences"], at: int, *, is_one: bool
    ) -> Iterator[Swap]:
        """Yield what a sentence names in place of something else, and what it lacks or adds, each word once."""
        found = [*self._swaps(sides, at, is_one=is_one)]
        # A word that is named in place of another is not named once more as one that is lost or added.
        pairs = {swap[:2]: swap for swap in reversed(found) if swap.is_pair}
        named = {word for swap in pairs for word in swap}
        for swap in found:
            if pairs.get(swap[:2]) == swap or named.isdisjoint(swap[:2]):
                yield swap

    def _swaps(self, sides: tuple["_Sentences", "_Sentences"], at: int, *, is_one: bool) -> Iterator[Swap]:
        """Yield what a sentence names in place of something else, and what it lacks or adds."""
        theirs, ours = (side.named[at] for side in sides)
        known = [self._kinds.get(side.language, ()) for side in sides]
        for kind in _LIMITS:
            if 0 in theirs.get(kind, {}) and kind not in ours and kind in known[1]:
                yield Swap(theirs[kind][0][0], "", kind)
            if 0 in ours.get(kind, {}) and kind not in theirs and kind in known[0]:
                yield Swap("", ours[kind][0][0], kind)
        lost: list[Swap] = []
        for kind in {**theirs, **ours}:
            if kind in _LIMITS or kind.startswith(_MAY_BE):
                continue
            swap = _swap(theirs, ours, kind, is_one=is_one)
            if swap:
                yield swap
            elif kind in _KEPT and all(kind in kinds for kinds in known):
                lost += (Swap(word, "", kind) for word in _lost(kind, at, *sides))
                lost += (Swap("", word, kind) for word in _lost(kind, at, *reversed(sides)))
        # Where a sentence names more than one thing less, it says the same with fewer words.
        if lost and (len(lost) == 1 or not is_one):
            yield lost[0]


class _Sentences:
    """What each sentence of a text names."""

    def __init__(self, language: str, texts: Sequence[str], named: Callable[[str, str], _Named]) -> None:
        self.language = language
        self.texts = texts
        self.named = [named(language, text) for text in texts]
        self._before: set[tuple[str, _Mark]] = set()
        self._until = 0

    @cached_property
    def often(self) -> Counter[tuple[str, _Mark]]:
        """How often each thing is named, by its kind and mark."""
        found: Counter[tuple[str, _Mark]] = Counter()
        for named in self.named:
            found.update(
                {(kind, mark): len(words) for kind, of in named.items() for mark, words in of.items()}
            )
        return found

    def before(self, at: int) -> Collection[tuple[str, _Mark]]:
        """Return the things that the sentences before one name, to be asked from the first sentence to the last."""
        for named in self.named[self._until : at]:
            self._before.update((kind, mark) for kind, of in named.items() for mark in of)
        self._until = max(self._until, at)
        return self._before


def _marks(names: Sequence[_Name], words: tuple[str, ...]) -> Sequence[tuple[str, _Mark]]:
    """Return the kinds and marks of names, of which the first has most words, by the words as they stand in a text."""
    longest = [name for name in names if len(name.stems) == len(words)]
    # «Sino» has the stem of «sin»: a word that is a name itself is no form of another one.
    named = [one for one in longest if one.words == words] or longest
    return [*dict.fromkeys((name.kind, name.mark) for name in named)]


def _swap(theirs: _Named, ours: _Named, kind: str, *, is_one: bool) -> Swap | None:
    """Return the first thing of a kind that one text names in place of another, if there is one.

    Args:
        theirs: what the original names.
        ours: what the translation names.
        kind: the kind.
        is_one: whether both are one sentence.
    """
    there, here = theirs.get(kind, {}), ours.get(kind, {})
    # Words that may stand for a thing: what they stand for is neither lost nor added.
    also_there, also_here = (named.get(_MAY_BE + kind, {}) for named in (theirs, ours))
    lost = [mark for mark in there if mark not in here and mark not in also_here]
    added = [mark for mark in here if mark not in there and mark not in also_there]
    # In one sentence a thing may also stand twice, once in place of another.
    if is_one and lost and not added:
        added = [mark for mark in here if mark not in also_there and _more(mark, here, there) > 0]
    elif is_one and added and not lost:
        lost = [mark for mark in there if mark not in also_here and _more(mark, there, here) > 0]
    elif is_one and not lost and there.keys() == here.keys():
        # Both stand in both, the one once more in the original and the other once more in the translation.
        more = [(mark, _more(mark, there, here)) for mark in there if _more(mark, there, here)]
        if sorted(count for _, count in more) == [-1, 1]:
            lost = [mark for mark, count in more if count > 0 and mark not in also_here]
            added = [mark for mark, count in more if count < 0 and mark not in also_there]
    return Swap(there[lost[0]][0], here[added[0]][0], kind) if lost and added else None


def _more(mark: _Mark, there: _OfKind, here: _OfKind) -> int:
    """Return how much more often a thing is named in one text than in another."""
    return len(there.get(mark, ())) - len(here.get(mark, ()))


def _lost(kind: str, at: int, there: _Sentences, here: _Sentences) -> Iterator[str]:
    """Yield what a sentence names that its counterpart does not: in no words, nor by an "it" or by another sentence."""
    named, others = there.named[at].get(kind, {}), here.named[at]
    others_marks = {*others.get(kind, ()), *others.get(_MAY_BE + kind, ())}
    lost = [mark for mark in named if mark not in others_marks]
    if not lost:
        return
    words = {*_WORD.findall(here.texts[at].casefold())}
    # A medicine may end otherwise there than such names do.
    sounds = {_international(word) for word in words}
    # A word may be the name of two things.
    kept = {word for mark, of in named.items() if mark in others_marks for word in of}
    before = here.before(at)
    for mark in lost:
        word = named[mark][0]
        if not (
            word in kept
            or mark in sounds
            or words.issuperset(word.split())
            or (kind, mark) in before
            or there.often[kind, mark] <= here.often[kind, mark]
        ):
            yield word


def _code(name: str) -> str:
    return name.casefold().replace("-", "")


def _international(medicine: str) -> str:
    """Return what the name of a medicine has in every language: its beginning, as it sounds.

    >>> _international("cyclophosphamide") == _international("ciclofosfamida")
    True
    """
    sounds = without_accents(medicine).replace("ph", "f").replace("y", "i").replace("h", "")
    return sounds[:_BEGINNING]
