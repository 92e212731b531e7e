"""Spelling: every word of every page is in a dictionary, in the glossary, or in tests/guide/words.yml."""

import pytest
import yaml

from guides import ROOT
from spelling import Speller, misspelt, problems

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def spellers() -> dict[str, Speller]:
    return {language: Speller(language) for language in ("en", "es")}


def test_every_word_of_every_page_is_known():
    assert [str(problem) for problem in problems(ROOT / "docs")] == []


@pytest.mark.parametrize(
    ("language", "text", "unknown"),
    [
        ("en", "The tumor was treeted.", ["treeted"]),
        ("en", "A tumour is not US spelling.", ["tumour"]),
        ("es", "El cancer y la radioterapia.", ["cancer"]),
        ("es", "El carcinoma (*squamous cell*{: lang=en }) y *squamus cell*{: lang=en }.", ["squamus"]),
        ("es", "Véase [@smithh2020] y [la guía](xyzzy.md) `xyzzy` BRCA.", []),
    ],
)
def test_a_slip_is_found(spellers: dict[str, Speller], language: str, text: str, unknown: list[str]):
    found = misspelt(text, "page.md", spellers[language], spellers)
    assert [problem.text.split("'")[1] for problem in found] == unknown


def test_a_slip_is_said_with_its_line(spellers: dict[str, Speller]):
    (problem,) = misspelt("---\ntitle: T\n---\n# T\n\nA treeted node.\n", "page.md", spellers["en"], spellers)
    assert str(problem) == (
        "page.md:6: 'treeted' is in no dictionary. Fix it, or add it to the glossary or to tests/guide/words.yml."
    )


def test_the_list_of_words_is_in_order_and_holds_nothing_twice():
    lists = yaml.safe_load((ROOT / "tests/guide/words.yml").read_text(encoding="utf-8"))
    for words in lists.values():
        assert words == sorted(set(words))
