"""Whether lists of data say the same in every language."""

from pathlib import Path

import pytest

from editorial.pages.bilingual import unlike_texts
from editorial.pages.lexicon import Strength, marks_of
from editorial.pages.meanings import Meanings
from editorial.problems import Problem
from guides import read_table

CASES = read_table(Path(__file__).with_name("bilingual.yml"))
NONE = Meanings({}, lambda _: str.lower)
MARKS = {language: marks_of(language, Strength({"not", "no", "-n't"})) for language in ("en", "es")}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_a_list_says_otherwise_in_another_language_is_a_problem_at_its_line(case: dict):
    said = [*unlike_texts("l.yml", case["list"], ["en", "es"], MARKS, meanings=NONE, but=("term",))]
    assert [problem.line for problem in said] == [line for line, *_ in case["says"]], said
    for problem, (_, *words) in zip(said, case["says"], strict=True):
        told = [
            word if isinstance(word, str) else next(f"{k}: {v}" for k, v in word.items()) for word in words
        ]
        assert all(word in problem.text for word in told), problem.text


def test_a_not_is_looked_for_only_where_its_words_are_known_and_the_text_is_translated():
    listed = 'a: {en: "Do not wait.", es: "Espere."}\n'
    unknown = MARKS | {"es": marks_of("es", Strength(frozenset()))}
    assert len([*unlike_texts("l.yml", listed, ["en", "es"], MARKS, meanings=NONE)]) == 1
    assert [*unlike_texts("l.yml", listed, ["en", "es"], unknown, meanings=NONE)] == []
    assert [
        *unlike_texts("l.yml", listed.replace("Espere", "Do not wait"), ["en", "es"], unknown, meanings=NONE)
    ] == []


def test_a_text_of_a_list_that_lost_its_may_is_good_to_know():
    meanings = Meanings({"doubts": [{"en": ["may"], "es": ["puede"]}]}, lambda _: str.lower)
    listed = 'a: {en: "It may help.", es: "Ayuda."}\n'
    (problem,) = unlike_texts("l.yml", listed, ["en", "es"], MARKS, meanings=meanings)
    assert problem == Problem(
        "l.yml", 1, "'en' has 'may' here, and 'es' has no word like it. Make them say the same.", notice=True
    )
