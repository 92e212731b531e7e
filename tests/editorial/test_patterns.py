"""Of many patterns, those that a text may have are found by its letters: never too few."""

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.patterns import Patterns, folded

#: Patterns of every kind that a list of words may have.
KINDS = (
    r"\b(?:this|our) (?:\w+ )?(?:page|guide)s?\b[^.]{0,8}\b(?:reviewed|re-?viewed)\b",
    r"\breviewed(?: (?:that|which))?",
    r"(?<=[a-z]{3} )(?<!scale )\([1-9]\d{0,2}\)(?=[.,;:]|$)",
    r"(?:©|\(c\))[ ,]*(?:by |\d{4}|(?-i:[A-Z]))",
    r"^\W*(?:page )?(?:last )?review(?:ed|ers?)? ?[:–—] ?\S",
    r"(a|b)+c{2}d*?(?:e|)f?\1",
    r"[Rr]efs?\. ?\d{1,3}|x",
    r"(?>st|ß)op++|İı",
    r"[^a]b(?=c)",
    r"(?:19|20)\d\d|\w{3}",
)


@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
@pytest.mark.parametrize("pattern", KINDS)
@given(data=st.data())
def test_a_pattern_that_finds_something_is_one_that_the_text_may_have(pattern: str, flags: int, data):
    looked_for = re.compile(pattern, flags)
    text = data.draw(st.from_regex(looked_for) | st.text("abcdef reviewed(19).", max_size=30))
    if looked_for.search(text):
        assert Patterns((pattern,), flags).within(folded(text)) == [looked_for]
        assert Patterns((pattern,), flags).within(folded(f"Else.\n{text}\nElse.")) == [looked_for]


@pytest.mark.parametrize(
    ("pattern", "without"),
    [
        (KINDS[0], "Our page was reviewing."),
        (KINDS[0], "A guide that was reviewed."),
        (KINDS[3], "Nobody wrote 1999"),
        (KINDS[4], "Last review of all"),
        (r"(?:19|20)\d\d", "In the year 21"),
        ("stop", "Slow"),
    ],
)
def test_a_pattern_is_not_looked_for_without_its_letters(pattern: str, without: str):
    assert Patterns((pattern,), re.IGNORECASE).within(folded(without)) == []


def test_letters_that_a_pattern_takes_for_each_other_are_folded_to_one():
    cased = [chr(code) for code in range(sys.maxunicode) if chr(code).lower() != chr(code).upper()]
    for letter in cased:
        pattern = re.compile(re.escape(letter), re.IGNORECASE)
        forms = {
            letter.lower(),
            letter.upper(),
            letter.title(),
            letter.upper().lower(),
            letter.lower().upper(),
        }
        for form in forms:
            if pattern.fullmatch(form):
                assert folded(form) == folded(letter), (letter, form)


def test_patterns_that_are_joined_find_what_each_of_them_finds():
    patterns = Patterns((r"\bone\b", "t[wh]o", r"\bthree\b"))
    assert [found[0] for found in patterns.joined.finditer("one who stone two three")] == [
        "one",
        "two",
        "three",
    ]
