from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.pages.lexicon import marks_of
from editorial.pages.parity import Difference, differences, numbers, signs
from editorial.pages.reading import PAUSE, WORD, Reading, read
from guides import read_table

CASES = read_table(Path(__file__).parent / "parity.yml")


def english(text: str) -> Reading:
    return read(text, marks_of("en"))


def spanish(text: str) -> Reading:
    return read(text, marks_of("es"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_said_of_a_page_and_its_translation(case):
    assert [difference.text for difference in differences(english(case["en"]), spanish(case["es"]))] == case[
        "says"
    ]


def test_a_difference_names_both_lines_front_matter_included():
    original = "---\ntitle: T\n---\n# T\n\n## A {#a}\n\n5 mg\n"
    translation = "---\ntitle: T\nmore: x\n---\n# T\n\n## A {#a}\n\n6 mg\n"
    text = "the numbers differ from the original's: missing here: 5; only here: 6."
    assert list(differences(english(original), spanish(translation))) == [Difference(7, 6, "a", text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,000", ["1000"]),
        ("1.000", ["1000"]),
        ("1 000", ["1000"]),
        ("1,234,567", ["1234567"]),
        ("48.5", ["48.5"]),
        ("48,5", ["48.5"]),
        ("0.500", ["0.500"]),
        ("1,234.5", ["1234.5"]),
        ("3 to 6", ["3", "6"]),
        ("7.", ["7"]),
        ("2-4", ["2", "4"]),
        ("CK20+", []),
    ],
)
def test_a_number_is_one_whatever_its_marks(text, found):
    assert [*numbers(english(text).tokens)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HER2- and ER+", ["-", "+"]),
        ("CK20 -, CK7 +", ["-", "+"]),
        ("a T-score of -2.5", ["-"]),
        ("2-4 weeks, and/or 5 mg/kg", []),
        ("<5 % or ≥ 10 mm", ["<", "%", "≥"]),
        ("follow-up - and more", []),
    ],
)
def test_a_sign_is_compared_where_it_means_the_same_in_every_language(text, found):
    assert [*signs(english(text).tokens)] == found


_SIGNS = st.sampled_from([*"abZé ×Ω漢\n.,;:-–—’*<>=+/%0129()[]!?…°", "\u00a0", "\u2009"])


@given(st.text(_SIGNS, max_size=40))
def test_signs_and_numbers_are_read_the_same_without_the_words_as_with_them(text: str):
    reading = read(text)
    for piece in reading.pieces:
        every = [token for token in reading.tokens_of(piece) if token.kind not in (WORD, PAUSE)]
        assert reading.tokens_of(piece, words=False) == every
