"""What a pattern needs, and that nothing is passed over that it would find."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from editorial.pages.left_over import RULES
from editorial.pages.remains import CHECKS
from editorial.patterns import Sieve, folded, needs, sieve

LOCALES = Path(__file__).parent.parent.parent / "overrides/locales/style"
STYLES = [yaml.safe_load(file.read_text("utf-8")) for file in sorted(LOCALES.glob("*.yml"))]
#: The patterns of the guide, each as it is looked for.
PATTERNS = [
    *((one, re.IGNORECASE) for style in STYLES for kind in ("claims", "endorsements") for one in style[kind]),
    *((one, re.MULTILINE) for style in STYLES for one in style["cites"]),
    *((rule.pattern, re.MULTILINE) for rule in RULES),
    *((one.pattern, one.flags) for one in CHECKS),
]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("abc", [["abc"]]),
        ("a?bc", [["abc", "bc"]]),
        ("(?:ab|cd)e", [["abe", "cde"]]),
        ("ab+c", [["b"], ["a"], ["c"]]),
        ("[Aa]b", [["ab"]]),
        (r"x\d+yy", [["yy"], ["x"]]),
        (r"\d+", []),
        ("(?:ab|)", []),
        ("(?:ab)*", []),
        ("ab(?!c)(?<=b)d", [["abd"], ["b"]]),
        (r"(?:one\b.*|two\b.*)three", [["three"], ["one", "two"]]),
        (r"(?:one|\d)", []),
        ("[^a]b", [["b"]]),
        (r"(a)\1", [["a"]]),
    ],
)
def test_a_pattern_needs_the_letters_without_which_it_finds_nothing(pattern: str, found: list[list[str]]):
    assert sorted(sorted(one) for one in needs(pattern)) == sorted(found)


@cache
def looked_for(flags: int) -> Sieve[str]:
    """Return the patterns of the guide that have these flags, each of which means itself."""
    return sieve({one: one for one, its in PATTERNS if its == flags}, flags)


@settings(max_examples=300, deadline=None)  # To write what a long pattern finds takes time.
@given(data=st.data())
def test_nothing_is_passed_over_that_a_pattern_of_the_guide_finds(data: st.DataObject):
    pattern, flags = data.draw(st.sampled_from(PATTERNS))
    written = data.draw(st.from_regex(re.compile(pattern, flags)))
    before, after = data.draw(st.text(max_size=9)), data.draw(st.text(max_size=9))
    text = f"{before} {written}\n{after}"
    every = [meaning for one, meaning in looked_for(flags) if one.search(text)]
    assert [meaning for one, meaning in looked_for(flags).narrowed(text) if one.search(text)] == every


@pytest.mark.parametrize("text", ["REVİEWED", "revıewed", "REVIEWED", "reviewed"])
def test_letters_are_met_in_every_case_in_which_a_pattern_meets_them(text: str):
    assert re.search("reviewed", text, re.IGNORECASE)
    assert folded(text) == "reviewed"


@given(st.characters())
def test_a_sign_that_a_pattern_takes_for_another_is_folded_to_the_same(sign: str):
    for letter in "abcdefghijklmnopqrstuvwxyzñáéíóúü%":
        if re.fullmatch(letter, sign, re.IGNORECASE):
            assert folded(sign) == letter


def test_a_text_is_asked_for_what_a_part_of_it_may_have():
    words = sieve({"liver and bone": 1, "spine": 2, "and": 3})
    assert [meaning for _, meaning in words.narrowed("bone and liver, liver and bone")] == [1, 3]
    assert [meaning for _, meaning in words.narrowed("bone and liver").narrowed("and")] == [3]


def test_a_long_text_is_asked_as_a_short_one_is():
    words = sieve({"liver and bone": 1, "spine": 2, "a\nb": 3, "\n": 4})
    for text, found in (("liver and bone. ", [1]), ("spine and liver. ", [2]), ("a\nb", [3, 4])):
        for times in (1, 1_000):
            assert [meaning for one, meaning in words.narrowed(text * times) if one.search(text)] == found


def test_a_word_that_is_part_of_another_is_looked_for_in_both():
    words = sieve({"bone": 1, "bones": 2, "spine": 3})
    for text, found in (("bones", [1, 2]), ("bone", [1]), ("backbones bone", [1, 2]), ("spine bone", [1, 3])):
        assert words.narrowed(text).meanings == found
