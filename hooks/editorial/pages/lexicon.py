"""Which words of a language carry medicine, and which words are known: what a change of words weighs."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol, get_group_symbol

from editorial.pages.reading import WORD, Marks, Token
from editorial.problems import Problem, distance
from editorial.yaml_files import compose

#: Where systems keep Hunspell's dictionaries.
PLACES_OF_DICTIONARIES = (
    Path("/usr/share/hunspell"),
    Path("/usr/share/myspell/dicts"),
    Path("/Library/Spelling"),
)
_LISTS = ("negations", "words", "things", "numbers", "units", "medicines", "turns")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")


@dataclass(frozen=True)
class Strength:
    """A language's lists, as ``overrides/locales/strength/en.yml`` has them; ``-mab`` stands for an ending."""

    negations: Collection[str] = frozenset()
    #: Words of strength, direction, time and amount, numbers and units.
    words: Collection[str] = frozenset()
    medicines: tuple[str, ...] = ()
    #: What is told apart, such as parts of the body, each by all its names: ``("belly", "abdomen")``.
    things: tuple[tuple[str, ...], ...] = ()
    #: Beginnings and endings that make another thing of a word.
    beginnings: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()


def read_strength(source: str, *, path: str) -> tuple[Strength, list[Problem]]:
    """Read a language's lists of words, with what is wrong with them."""
    node, problems = compose(source, path=path)
    if node is None:
        return Strength(), problems
    lists: dict[str, list[str]] = {}
    for key, entries in node.value if isinstance(node, yaml.MappingNode) else ():
        lists[str(key.value)] = [*_entries(entries)]
        if key.value not in _LISTS:
            text = f"'{key.value}' is no list of words here. The lists are: {', '.join(_LISTS)}."
            problems.append(Problem(path, key.start_mark.line + 1, text))
    for name in _LISTS:
        if name not in lists:
            problems.append(Problem(path, 1, f"has no list '{name}'. Write one: {name}: [word, other]"))
    every = {name: [word.casefold() for word in lists.get(name, ())] for name in _LISTS}
    return (
        Strength(
            frozenset(every["negations"]),
            frozenset(every["words"] + every["numbers"] + every["units"] + every["negations"]),
            tuple(word.lstrip("-") for word in every["medicines"]),
            tuple(tuple(map(str.strip, names.split("="))) for names in every["things"]),
            tuple(word.rstrip("-") for word in every["turns"] if word.endswith("-")),
            tuple(word.lstrip("-") for word in every["turns"] if word.startswith("-")),
        ),
        problems,
    )


def marks_of(locale: str, strength: Strength | None = None) -> Marks:
    """Return how a language writes numbers, as CLDR has it.

    >>> marks_of("es")[:2]
    ('.', ',')
    """
    every = strength.negations if strength else ()
    negations = frozenset(word for word in every if not word.startswith("-"))
    negated = tuple(word[1:] for word in every if word.startswith("-"))
    try:
        known = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Marks(negations=negations, negated=negated)
    return Marks(get_group_symbol(known), get_decimal_symbol(known), negations, negated)


class Lexicon:
    """What is known of a language's words: lists, terms, the guide's own words, a dictionary."""

    def __init__(
        self,
        strength: Strength | None,
        *,
        marks: Marks | None = None,
        terms: Sequence[str] = (),
        stem: Callable[[str], str] = str.lower,
        texts: Callable[[], Iterator[str]] = lambda: iter(()),
        dictionary: Callable[[], "Dictionary | None"] = lambda: None,
    ) -> None:
        """Take what is known.

        Args:
            strength: the language's lists; without them every word carries medicine.
            marks: how the language writes numbers.
            terms: every name of the glossary's terms.
            stem: from a word to its stem.
            texts: the text of every page of the language.
            dictionary: finds a dictionary, if one is installed.
        """
        self.strength = strength or Strength()
        self.marks = marks or Marks()
        self._strict = strength is None
        self._stem = stem
        self._texts = texts
        self._find = dictionary
        self._endings = tuple(word for word in self.strength.words if word.startswith("-"))
        self._endings = tuple(word[1:] for word in self._endings)
        #: The stem of each other name of a thing, and that of its first one.
        self._first_names = {
            stem(name): stem(names[0])
            for names in self.strength.things
            for name in names[1:]
            if " " not in name
        }
        self.terms: dict[str, list[tuple[str, ...]]] = {}
        self._of_terms: set[str] = set()
        for term in (*terms, *(name for names in self.strength.things for name in names)):
            words = tuple(word.casefold() for word in _WORD.findall(unicodedata.normalize("NFC", term)))
            if words:
                stems = tuple(self.stems(words))
                self.terms.setdefault(stems[0], []).append(stems)
                self._of_terms.update(words)
        self._longest = max((len(one) for several in self.terms.values() for one in several), default=0)

    def carries(self, word: str, written: str) -> bool:
        """Whether a word, small and as written, is one of strength or direction, a unit, a name."""
        return (
            self._strict
            or word in self.strength.words
            or (bool(self._endings) and word.endswith(self._endings))
            or sum(letter.isupper() for letter in written) > 1
            # Vitamin D, hepatitis B; a vowel is more often a word of its own.
            or (len(written) == 1 and written.isupper() and written not in "AEIOUY")
            or self.names_medicine(word)
        )

    def names_medicine(self, word: str) -> bool:
        """Whether a word has the form of a medicine's name."""
        return bool(self.strength.medicines) and word.endswith(self.strength.medicines)

    def stems(self, words: Sequence[str]) -> list[str]:
        """Return the stem of each word, of a thing that of its first name: "abdomen" is "belly"."""
        return [self._first_names.get(stem, stem) for stem in map(self._stem, words)]

    def terms_in(self, stems: Sequence[str], start: int, end: int) -> Iterator[tuple[str, ...]]:
        """Yield each term and thing that the words from ``start`` to ``end`` are in, or stand within."""
        for first in range(max(start - self._longest + 1, 0), min(max(end, start + 1), len(stems))):
            for term in self.terms.get(stems[first], ()):
                last = first + len(term)
                if tuple(stems[first:last]) == term and first < max(end, start) and start < last:
                    yield term

    def is_spelling(self, old: Token, new: Token) -> bool:
        """Whether a word that nobody knows became one that is known, within two letters.

        A word of two letters, an abbreviation, a medicine's name, or a word that says another thing with
        another beginning or ending (``hypotension``) is never taken for a slip.
        """
        was, now = old.text, new.text
        if not (old.kind == new.kind == WORD) or min(len(was), len(now)) < 3:
            return False
        if any(sum(letter.isupper() for letter in token.shown) > 1 for token in (old, new)):
            return False
        # Of a short word two letters are most of it.
        if not 0 < distance(was, now) <= min(2, min(len(was), len(now)) // 2 if len(was) > 3 else 1):
            return False
        return (
            not self.names_medicine(was)
            and not self.turned(was, now)
            and not self.knows(was)
            and self.knows(now, beside=1)  # This change wrote it once.
        )

    def turned(self, was: str, now: str) -> bool:
        """Whether two words differ in a beginning or an ending that makes another thing of them.

        >>> lexicon = Lexicon(Strength(beginnings=("hypo", "hyper", "un"), endings=()))
        >>> lexicon.turned("hypotension", "hypertension"), lexicon.turned("unsafe", "safe")
        (True, True)
        """
        for ends, cut in (
            (self.strength.beginnings, str.removeprefix),
            (self.strength.endings, str.removesuffix),
        ):
            rests = {cut(was, end) for end in ("", *ends)} & {cut(now, end) for end in ("", *ends)}
            if any(len(rest) >= 3 for rest in rests):
                return True
        return False

    def knows(self, word: str, *, beside: int = 0) -> bool:
        """Whether a word stands in the guide more often than ``beside`` times, in its terms or a dictionary."""
        return (
            word in self.strength.words
            or word in self._of_terms
            or self._counts[word] > beside
            or (self._dictionary is not None and self._dictionary.knows(word))
        )

    @cached_property
    def _counts(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for text in self._texts():
            folded = unicodedata.normalize("NFC", text).casefold().replace("’", "'")
            counts.update(_WORD.findall(folded.replace("\u00ad", "")))
        return counts

    @cached_property
    def _dictionary(self) -> "Dictionary | None":
        return self._find()


class Dictionary:
    """A dictionary of Hunspell's: its words, with the beginnings and endings that its rules allow.

    Rule: hunspell(5). Compounds are not read: such a word counts as unknown, which is the careful side.
    """

    def __init__(self, affixes: str, words: str) -> None:
        """Read the text of an ``.aff`` and of a ``.dic`` file."""
        self._flags = "char"
        #: What is added at an end to (flag, what is taken off, when).
        self._rules: Mapping[str, dict[str, list[tuple[str, str, re.Pattern[str]]]]] = {"PFX": {}, "SFX": {}}
        for line in affixes.splitlines():
            part = line.split()
            if part[:1] == ["FLAG"] and len(part) > 1:
                self._flags = part[1]
            if len(part) >= 5 and part[0] in self._rules:
                kind, flag, off, on, when = part[:5]
                off, on = ("" if off == "0" else off), on.partition("/")[0].replace("0", "")
                shape = f"^(?:{when})" if kind == "PFX" else f"(?:{when})$"
                self._rules[kind].setdefault(on, []).append((flag, off, re.compile(shape)))
        self._words: dict[str, str] = {}
        for line in words.splitlines()[1:]:
            word, _, flags = line.split("\t")[0].strip().partition("/")
            folded = word.casefold()
            self._words[folded] = self._words.get(folded, "") + "," + flags

    def knows(self, word: str) -> bool:
        """Whether a word, in small letters, is in the dictionary."""
        return self._has(word) or any(
            self._has(stem, flag) for flag, stem in self._without(word, "PFX") if len(stem) > 1
        )

    def _has(self, word: str, prefix: str = "") -> bool:
        flags = self._words.get(word)
        if flags is not None and self._is_in(prefix, flags):
            return True
        return any(
            self._is_in(flag, self._words[stem]) and self._is_in(prefix, self._words[stem])
            for flag, stem in self._without(word, "SFX")
            if stem in self._words
        )

    def _without(self, word: str, kind: str) -> Iterator[tuple[str, str]]:
        rules = self._rules[kind]
        for length in range(len(word)):
            end = word[:length] if kind == "PFX" else word[len(word) - length :]
            for flag, off, when in rules.get(end, ()):
                stem = off + word[length:] if kind == "PFX" else word[: len(word) - length] + off
                if when.search(stem):
                    yield flag, stem

    def _is_in(self, flag: str, flags: str) -> bool:
        if not flag:
            return True
        if self._flags == "num":
            return flag in flags.split(",")
        if self._flags == "long":
            return any(
                flag in (one[place : place + 2] for place in range(0, len(one), 2))
                for one in flags.split(",")
            )
        return flag in flags


def find_dictionary(locale: str, places: Sequence[Path]) -> Dictionary | None:
    """Return the first dictionary of a language that lies in one of some folders.

    Known are the names that Debian (``en_US.dic``) and npm (``dictionary-en/index.dic``) give them.
    """
    language = re.split(r"[-_]", locale)[0]
    exact = locale.replace("-", "_")
    for place in places:
        found = [place / f"dictionary-{locale}/index.dic", place / f"dictionary-{language}/index.dic"]
        found += [place / f"{exact}.dic", place / f"{language}.dic", *sorted(place.glob(f"{language}_*.dic"))]
        for words in found:
            affixes = words.with_suffix(".aff")
            if words.is_file() and affixes.is_file():
                try:
                    return Dictionary(_decoded(affixes), _decoded(words, _encoding(affixes)))
                except (OSError, LookupError, re.error):
                    continue
    return None


def _encoding(affixes: Path) -> str:
    found = re.search(rb"^SET\s+(\S+)", affixes.read_bytes(), re.MULTILINE)
    return found[1].decode("ascii", "replace") if found else "iso-8859-1"


def _decoded(file: Path, encoding: str = "") -> str:
    return file.read_bytes().decode(encoding or _encoding(file), "replace").removeprefix("\ufeff")


def _entries(node: yaml.Node) -> Iterator[str]:
    """Yield the words of a list, or of the lists in it, as they are written: "no" is a word."""
    if isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _entries(one)
    elif isinstance(node, yaml.ScalarNode):
        yield str(node.value)
