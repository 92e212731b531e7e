"""How the ease of a text is measured: syllables, sentences, and the two published formulas."""

import pytest

from guides import ROOT
from readability import FORMULAS, english_syllables, score, sentences, spanish_syllables

#: Counted by hand.
ENGLISH = {
    **dict.fromkeys(("the", "nodes", "lymph", "stage", "health", "scans", "helped", "breast"), 1),
    **dict.fromkeys(("cancer", "tumor", "treated", "needed", "table", "women", "doctor"), 2),
    **dict.fromkeys(("biopsy", "surgery", "medicine", "radiate", "hospital"), 3),
    **dict.fromkeys(("radiation", "melanoma", "carcinoma"), 4),
}
SPANISH = {
    **dict.fromkeys(("que", "más", "pie", "bien"), 1),
    **dict.fromkeys(("cáncer", "guía", "cuello", "leer", "causa", "huesos", "ganglios", "biopsia"), 2),
    **dict.fromkeys(("pregunta", "vergüenza", "oído"), 3),
    **dict.fromkeys(("cirugía", "linfático", "tratamiento"), 4),
    **dict.fromkeys(("radioterapia", "enfermedades"), 5),
}


@pytest.mark.parametrize(("word", "count"), [*ENGLISH.items()])
def test_english_syllables(word: str, count: int):
    assert english_syllables(word) == count


@pytest.mark.parametrize(("word", "count"), [*SPANISH.items()])
def test_spanish_syllables(word: str, count: int):
    assert spanish_syllables(word) == count


def test_sentences_are_found_with_their_lines_and_without_what_is_no_prose():
    page = (
        "---\ntitle: T\n---\n# A title\n\nOne two [@key]. Three [four](x.md)?\n\n"
        "- Five\n- six\n\n| a | b |\n| --- | --- |\n| c | d |\n\n`code` Seven.\n"
    )
    assert [(said.line, said.words) for said in sentences(page)] == [
        (6, ("One", "two")),
        (6, ("Three", "four")),
        (8, ("Five",)),
        (9, ("six",)),
        (15, ("Seven",)),
    ]


def test_the_formulas_give_the_published_values():
    """Two sentences of five words: "The cat is on the" has one syllable a word."""
    english = [*sentences("The cat is on grass. The dog sat on grass.")]
    assert score(english, FORMULAS["en"], known=()) == pytest.approx(0.39 * 5 + 11.8 * 1 - 15.59)
    spanish = [*sentences("La casa es de Ana. La gata es de Ana.")]
    assert score(spanish, FORMULAS["es"], known=()) == pytest.approx(206.835 - 5 - 62.3 * 7 / 5)


def test_a_word_of_the_glossary_counts_as_an_easy_one():
    said = [*sentences("Adenocarcinoma.")]
    assert score(said, FORMULAS["en"], known={"adenocarcinoma"}) < score(said, FORMULAS["en"], known=())


@pytest.mark.content
def test_every_language_of_the_guide_has_a_formula():
    assert {path.name for path in (ROOT / "docs").glob("[a-z]*/")} <= set(FORMULAS)
