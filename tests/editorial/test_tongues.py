"""In which of the guide's languages a text is: by the words of the house, and by a few."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.guide import read_guide
from editorial.pages.named_sources import Sources
from editorial.pages.remains import page_remains
from editorial.pages.tongues import Tongues
from editorial.settings import read_settings
from guides import ROOT, TODAY, read_table

CASES = read_table(Path(__file__).with_name("tongues.yml"))
FEW = Tongues(
    {"en": ["the liver is here, where"], "es": ["el hígado está aquí, dónde"], "en-GB": ["tumour"]}, {}
)


@cache
def ours() -> Tongues:
    settings, problems = read_settings(ROOT, environment={})
    assert settings is not None, problems
    return read_guide(ROOT, settings, TODAY.date())[0].tongues


@pytest.mark.parametrize("case", CASES, ids=[f"{case['in']}: {case['text']}" for case in CASES])
def test_the_language_of_a_text_is_known_by_words_that_it_alone_has(case: dict[str, Any]):
    assert ours().other(case["text"], case["in"]) == case.get("is", "")


def test_a_text_in_the_wrong_language_hides_no_other_one():
    texts = ["the liver is here, where"] * 3
    known = Tongues({"en": texts, "es": ["el hígado está aquí, dónde", texts[0]]}, {})
    assert known.other("Where is the liver?", "es") == "en"


def test_what_two_countries_write_differently_is_no_other_language():
    assert FEW.other("tumour", "en") == FEW.other("where", "en-GB") == ""


def test_words_that_say_little_count_whatever_the_texts_of_a_guide_say():
    known = Tongues({"en": [], "es": ["of the of the"]}, {"en": ["of", "the"], "es": ["de", "la"]})
    assert known.other("of the", "es") == "en"


def page(*sentences: str) -> list[tuple[int, str, bool]]:
    text = "".join(f"{sentence}\n\n" for sentence in sentences)
    html = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    said = page_remains(
        html,
        f"---\ntitle: Where is the liver?\n---\n{text}",
        path="a.md",
        sources=Sources(),
        meta={"title": "Where is the liver?"},
        foreign=lambda one: FEW.said(one, "es"),
    )
    return [(problem.line, problem.text, problem.notice) for problem in said]


def test_a_sentence_in_another_language_is_told_at_its_line_with_how_to_mark_it():
    (found,) = (one for one in page("El hígado está aquí.", "Where is the liver?") if one[0] > 3)
    assert found == (
        6,
        "'Where is the liver?' is English, where readers expect Spanish. Translate it. Of words that are to stay "
        "say so: *words*{: lang=en }",
        True,
    )


def test_what_says_that_it_is_in_another_language_may_be():
    marked = ('<em lang="en">Where is the liver?</em>', '<a href="a" hreflang="en">Where is the liver</a>')
    assert [one for one in page("El hígado está aquí.", *marked) if one[0] > 3] == []


def test_a_title_is_looked_at_too():
    assert [line for line, *_ in page("El hígado está aquí.")] == [2]


def test_most_of_a_page_is_told_once_and_is_no_matter_of_taste():
    said = page(*(f"Where is the liver {number}?" for number in range(16)))
    (found,) = (one for one in said if not one[2])
    assert found[1].startswith("most of this page is not in its language: 'Where is the liver 0?' is English")


@given(st.text(max_size=60))
def test_any_text_is_judged(text: str):
    assert FEW.other(text, "en") in ("", "es")
