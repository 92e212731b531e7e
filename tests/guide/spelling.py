"""Words of the pages that no dictionary, no glossary and no list of ours knows: ``make spelling``.

The dictionaries are Hunspell's, from npm (tests/package.json). What they lack stands in the glossary, or in
tests/guide/words.yml: names, and words of medicine, by language.
"""

import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import yaml
from spylls.hunspell import Dictionary

from editorial.markdown import without_code
from editorial.problems import Problem

ROOT = Path(__file__).parent.parent.parent
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_OTHER_LANGUAGE = re.compile(r"\*([^*\n]+)\*\{:? *lang=(\w+) *\}")
_NOT_TEXT = re.compile(
    r"\A---[ \t]*\n.*?^---[ \t]*$|^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+\w+|\[@[^\]]*\]|\]\([^)]*\)|\{[^}\n]*\}|<[^>]*>|https?://\S+|\b[\w.-]+\.(?:org|gov|com|cl|pe)\b\S*",
    re.DOTALL | re.MULTILINE,
)


class Speller:
    """One language's dictionary, with the words that the guide allows beside it."""

    def __init__(self, language: str) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # spylls leaves the files open.
            path = ROOT / f"tests/node_modules/dictionary-{language}/index"
            self.dictionary = Dictionary.from_files(str(path))
        glossary = yaml.safe_load((ROOT / "docs/glossary.yml").read_text(encoding="utf-8"))
        terms = " ".join(
            " ".join((name["term"], name["definition"], *name.get("synonyms", ())))
            for name in (entry[language] for entry in glossary["terms"])
        )

        lists = yaml.safe_load((ROOT / "tests/guide/words.yml").read_text(encoding="utf-8"))
        self.allowed = {word.lower() for word in _WORD.findall(terms)}
        self.allowed |= {word.lower() for name in ("names", language) for word in lists[name]}
        self.seen: dict[str, bool] = {}

    def knows(self, word: str) -> bool:
        """Whether a word is spelled as the dictionary or our list has it; capitals are names of tests or genes."""
        if word not in self.seen:
            self.seen[word] = (
                len(word) < 3
                or sum(letter.isupper() for letter in word) > 1
                or word.lower() in self.allowed
                or word.lower().removesuffix("'s").removesuffix("’s") in self.allowed
                or self.dictionary.lookup(word)
                or self.dictionary.lookup(word.lower())
            )
        return self.seen[word]


def misspelt(source: str, path: str, speller: Speller, others: dict[str, Speller]) -> Iterator[Problem]:
    """Yield each unknown word of a page with its line; parts marked as another language are read in it."""
    text = without_code(source)
    parts = [(match.start(1), match[1], others.get(match[2])) for match in _OTHER_LANGUAGE.finditer(text)]
    text = _OTHER_LANGUAGE.sub(_blank, text)
    parts.append((0, _NOT_TEXT.sub(_blank, text), speller))
    for start, part, judge in parts:
        for word in _WORD.finditer(part):
            if judge and not judge.knows(word[0]):
                line = source.count("\n", 0, start + word.start()) + 1
                said = f"'{word[0]}' is in no dictionary. Fix it, or add it to the glossary or to tests/guide/words.yml."
                yield Problem(path, line, said)


def problems(docs: Path) -> list[Problem]:
    """Return every unknown word of every page."""
    spellers = {folder.name: Speller(folder.name) for folder in sorted(docs.glob("[a-z]*/"))}
    return [
        problem
        for language, speller in spellers.items()
        for page in sorted((docs / language).rglob("*.md"))
        for problem in misspelt(
            page.read_text(encoding="utf-8"), page.relative_to(docs.parent).as_posix(), speller, spellers
        )
    ]


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


if __name__ == "__main__":
    found = problems(ROOT / "docs")
    print("\n".join(map(str, found)) or "Every word is known.")
    sys.exit(1 if found else 0)
