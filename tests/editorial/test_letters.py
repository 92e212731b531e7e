"""A letter that no font of the guide has is said, before a reader of a PDF misses it."""

from editorial.editions.letters import faces_of, lacking, letters_of
from guides import ROOT

KNOWN = letters_of(faces_of(ROOT / "overrides/assets"))


def test_the_fonts_have_what_western_and_central_europe_write():
    assert lacking("Zażółć gęślą jaźń, ¿qué año?, Ærøskøbing, 12 µg ≥ β", KNOWN) == ""


def test_letters_and_signs_that_no_font_has_are_counted_and_the_first_are_shown():
    assert lacking("<html lang='ar'>نوم نوم 2026 👍🏽 \u200d\u202f\ufe0f", KNOWN) == (
        "its PDFs show a box in place of 5 letters or signs, such as 'م ن و'. Write others, or put a font that has "
        "them into overrides/assets/fonts/, and name it in overrides/assets/fonts.css, as 'Guide Signs'."
    )
