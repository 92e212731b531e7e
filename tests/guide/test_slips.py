"""``make slips``: which words a dictionary has, and whether the kept lists still fit the guide."""

import warnings
from pathlib import Path

import pytest
from spylls.hunspell import Dictionary

from editorial.site.slips import Listed, slips_path
from guides import ROOT
from project import guide_of
from slips import known_words, listed, words_of

AFFIXES = """SET UTF-8
NOSUGGEST !
SFX S Y 1
SFX S 0 s [^s]
SFX R Y 1
SFX R ar ador/S ar
PFX U Y 1
PFX U 0 un .
"""
ENTRIES = "7\ntie/SU\ncurar/R\nBrest\nfoul/!\nbus/S\nck7\nare/U\n"


def read(folder: Path) -> Dictionary:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # spylls leaves the files open.
        return Dictionary.from_files(str(folder / "index"))


def test_every_form_of_a_word_is_a_word_and_a_name_is_none(tmp_path: Path):
    (tmp_path / "index.aff").write_text(AFFIXES, encoding="utf-8")
    (tmp_path / "index.dic").write_text(ENTRIES, encoding="utf-8")
    assert words_of(read(tmp_path)) == {
        **{word: {"entry tie"} for word in ("tie", "ties", "untie", "unties")},
        **{word: {"entry curar"} for word in ("curar", "curador", "curadors")},
        "bus": {"entry bus"},
        "are": {"entry are"},
        "unare": {"entry are"},
    }


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_kept_list_has_most_words_that_the_guide_needs_now(language: str):
    """If it has too few, write it again: make slips."""
    words = words_of(read(ROOT / f"tests/node_modules/dictionary-{language}"))
    some = {word: words[word] for word in sorted(words)[:: len(words) // 10_000 or 1]}
    guide = guide_of()
    kept = Listed((ROOT / slips_path(guide.settings.overrides, language)).read_text("utf-8")).words
    assert kept == sorted(set(kept))
    needed = listed(some, known_words(guide, language), language)
    assert len(needed) > 50
    assert len(set(needed) & set(kept)) >= 0.8 * len(needed)
