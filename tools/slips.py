"""Write the words of each language that the search would take for slips of words of the guide: ``make slips``.

They come from the dictionaries of Hunspell (tests/package.json) and are kept in git, so that every machine builds the
same. A build takes of them what it needs for the guide as it is (editorial/site/slips.py).
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping

from spylls.hunspell import Dictionary

from editorial.glossary.stemming import stemmer
from editorial.guide import Guide
from editorial.pages.frontmatter import split
from editorial.site.slips import Listed, mistaken, slips_path
from project import guide_of, replace_file

_WORD = re.compile(r"[^\W_]+")
#: An affix of an affix: Spanish has them, and no language has more.
_DEEPEST = 2


def forms(stem: str, flags: Iterable[str], dictionary: Dictionary) -> Iterator[str]:
    """Yield every form of an entry of a dictionary, as its affixes make them."""
    bases = [(stem, True), *_with_endings(stem, flags, dictionary, _DEEPEST)]
    yield from (word for word, _ in bases)
    for flag in flags:
        for affix in dictionary.aff.PFX.get(flag, ()):
            for word, crosses in bases:
                may_cross = word == stem or (crosses and affix.crossproduct)
                if may_cross and affix.cond_regexp.search(word) and word.startswith(affix.strip):
                    yield affix.add + word[len(affix.strip) :]


def words_of(dictionary: Dictionary) -> dict[str, set[str]]:
    """Return every word that a dictionary has in small letters, with the entries that it is a form of.

    Names are left out: Brest is a town, and a slip of "breast". So is what the dictionary itself never offers.
    """
    found: dict[str, set[str]] = {}
    left_out = {dictionary.aff.NOSUGGEST, dictionary.aff.ONLYINCOMPOUND} - {None}
    for entry in dictionary.dic.words:
        if entry.stem.islower() and not left_out & entry.flags:
            for word in forms(entry.stem, sorted(entry.flags), dictionary):
                if word.isalpha():
                    found.setdefault(word, set()).add(f"entry {entry.stem}")
    return found


def known_words(guide: Guide, language: str) -> set[str]:
    """Return the words that a language's search knows, as far as texts and lists say them."""
    texts = [
        split(state.file.text).body for state in guide.states.values() if state.file.language == language
    ]
    for term in guide.terms:
        texts.append(term.names[language].definition)
        texts += [name for names in term.names.values() for name in (names.term, *names.synonyms, *names.lay)]
    if guide.intents:
        texts += [way for intent in guide.intents.intents for way in intent.ways[language]]
    return set(_WORD.findall(" ".join(texts)))


def listed(words: Mapping[str, set[str]], known: Iterable[str], language: str) -> list[str]:
    """Return the words of a dictionary that the search would take for others, of which they are no forms."""
    stem = stemmer(language)
    return mistaken(words, known, lambda word: {stem(word), *words.get(word.lower(), ())})


def main(guide: Guide) -> None:
    """Write each list that is there again, below the notice at its top."""
    for language in guide.settings.locales:
        file = guide.root / slips_path(guide.settings.overrides, language)
        if not file.is_file():
            print(f"There is no {file.relative_to(guide.root).as_posix()}: the search takes words for slips.")
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # spylls leaves the files open.
            dictionary = Dictionary.from_files(
                str(guide.root / f"tests/node_modules/dictionary-{language}/index")
            )
        found = listed(words_of(dictionary), known_words(guide, language), language)
        notice = [f"# {line}".rstrip() for line in Listed(file.read_text("utf-8")).notice]
        replace_file(file, "\n".join([*notice, *found, ""]))
        print(f"{file.relative_to(guide.root).as_posix()}: {len(found)} words")


def _with_endings(
    stem: str, flags: Iterable[str], dictionary: Dictionary, depth: int
) -> Iterator[tuple[str, bool]]:
    for flag in flags:
        for affix in dictionary.aff.SFX.get(flag, ()):
            if stem.endswith(affix.strip) and affix.cond_regexp.search(stem):
                word = stem[: len(stem) - len(affix.strip)] + affix.add
                yield word, affix.crossproduct
                if depth > 1 and affix.flags:
                    yield from _with_endings(word, affix.flags, dictionary, depth - 1)


if __name__ == "__main__":
    main(guide_of())
