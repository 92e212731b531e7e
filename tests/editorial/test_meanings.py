"""Which things a translation names in place of others: by the words of the house."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.glossary.stemming import stemmer
from editorial.pages.bilingual import unlike_texts
from editorial.pages.files import PageFile
from editorial.pages.lexicon import Lexicon, marks_of, read_strength
from editorial.pages.meanings import Meanings, read_meanings
from editorial.pages.parity import Differences
from guides import HOUSE, read_table

CASES = read_table(Path(__file__).with_name("meanings.yml"))
SOURCE = (HOUSE / "overrides/locales/strength/meanings.yml").read_text("utf-8")
MEDICINES = {
    code: read_strength((HOUSE / f"overrides/locales/strength/{code}.yml").read_text("utf-8"), path="s.yml")[
        0
    ].medicines
    for code in ("en", "es")
}
OURS = Meanings(read_meanings(SOURCE, path="m.yml")[0], stemmer, MEDICINES)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['en']} · {case['es']}" for case in CASES])
def test_a_thing_in_place_of_another_is_told(case: dict[str, Any]):
    found = OURS.swapped(("en", case["en"]), ("es", case["es"]))
    assert [[swap.original, swap.translation] for swap in found] == [
        case[key] for key in case if key == "says"
    ]


def test_a_language_without_words_is_not_judged():
    assert [*OURS.swapped(("en", "The lung"), ("fr", "Le foie"))] == []


@pytest.mark.parametrize(
    "wrong", ["organs: [{en: lung}]", "organs: [lung]", "organs: lung", "organs: [{en: ['+']}]"]
)
def test_a_thing_without_words_is_told_with_how_to_write_it(wrong: str):
    kinds, (problem,) = read_meanings(wrong, path="m.yml")
    assert kinds == {}
    assert problem.text == (
        "'organs' has a thing without its words. Write them like this: - {en: [lung], es: [pulmón]}"
    )


def page(language: str, text: str, top: str = "") -> PageFile:
    path = f"docs/{language}/a.md"
    source = f"---\n{top}---\n{text}"
    meta = dict(line.split(": ") for line in top.splitlines())
    return PageFile("a.md", language, path, "a.html", source, meta)


def compared(one: PageFile, other: PageFile) -> list[tuple[int, int, str, str]]:
    lexicons = {code: Lexicon(None, marks=marks_of(code)) for code in ("en", "es")}
    return [found[:4] for found in Differences(lexicons, OURS)(one, other)]


def test_paragraphs_headings_and_cells_are_compared_each_with_its_own():
    english = "# A\n\n## The lung {#a}\n\nA doctor.\n\n| Organ |\n| --- |\n| liver |\n| lung |\n"
    spanish = "# A\n\n## El hígado {#a}\n\nUna enfermera.\n\n| Órgano |\n| --- |\n| pulmón |\n| hígado |\n"
    found = compared(page("en", english), page("es", spanish))
    assert found == [
        (5, 5, "a", "'hígado' stands here, and in the original 'lung'."),
        (7, 7, "a", "'enfermera' stands here, and in the original 'doctor'."),
        (11, 11, "a", "'pulmón' stands here, and in the original 'liver'."),
        (12, 12, "a", "'hígado' stands here, and in the original 'lung'."),
    ]


def test_a_lost_not_or_may_or_an_added_no_may_be_meant_and_another_organ_may_not():
    english = "# A\n\nDo not wait.\n\nThe lung.\n\nIt may help.\n\nRest.\n"
    spanish = "# A\n\nEspere.\n\nEl hígado.\n\nAyuda.\n\nNo repose.\n"
    lexicons = {code: Lexicon(None, marks=marks_of(code)) for code in ("en", "es")}
    found = [*Differences(lexicons, OURS)(page("en", english), page("es", spanish))]
    assert [(one.line, one.notice, one.text) for one in found] == [
        (5, True, "the original has 'not' here, and the translation no word like it."),
        (7, False, "'hígado' stands here, and in the original 'lung'."),
        (9, True, "the original has 'may' here, and the translation no word like it."),
        (11, True, "'no' stands here, and the original has no word like it."),
    ]


def test_titles_and_descriptions_are_compared_too():
    one = page("en", "# A\n", "title: The lung\ndescription: Before surgery\n")
    other = page("es", "# A\n", "title: El hígado\ndescription: Después de la cirugía\n")
    assert [line for line, *_ in compared(one, other)] == [2, 3]


def test_the_texts_of_lists_are_compared_each_with_its_own():
    listed = "- en: {a: The lung, b: The liver}\n  es:\n    a: El hígado\n    b: El hígado\n"
    marks = {code: marks_of(code) for code in ("en", "es")}
    (problem,) = unlike_texts("l.yml", listed, ["en", "es"], marks, meanings=OURS)
    assert str(problem) == ("l.yml:3: 'hígado' stands in 'es', and in 'en' 'lung'. Make them say the same.")


@given(st.text(max_size=60))
def test_any_text_names_the_same_as_itself(text: str):
    assert [*OURS.swapped(("en", text), ("en", text))] == []


ONE = "The doctors plan your treatment together with you. They tell you what each test is for. "
EINS = "Los médicos planifican su tratamiento junto con usted. Le explican para qué sirve cada prueba. "


def test_of_the_things_in_a_sentence_that_only_one_language_has_the_first_is_told():
    added = f"{EINS}La biopsia y la tomografía del hígado son pruebas."
    found = [*OURS.swapped(("en", ONE.strip()), ("es", added))]
    assert [(one.original, one.translation) for one in found] == [("", "biopsia")]


@pytest.mark.parametrize(
    ("english", "spanish", "told"),
    [
        (f"{ONE}Ask them early.", f"{EINS}Pregunte pronto.", []),
        (
            f"{ONE}Call them at once if you have a fever.",
            EINS,
            ["has 2 sentences and is shorter, in the original it has 3. Is one missing?"],
        ),
        (
            ONE,
            f"{EINS}Llame de inmediato si tiene fiebre o si algo le preocupa.",
            ["has 3 sentences and is longer, in the original it has 2. Is one added?"],
        ),
        # One that became two, or two that became one, say the same.
        (ONE, EINS.replace(" junto", ". Lo hacen junto"), []),
        (ONE, EINS.replace("usted. Le", "usted, y le"), []),
        ("Ask early. Ask again.", "Pregunte.", []),
        (
            f"{ONE}Ask them early.",
            f"{EINS}Pregunte pronto. El plan puede cambiar.",
            [],  # So few signs more may be an explanation.
        ),
        (
            f"{ONE}Ask them early.",
            f"{EINS}Pregunte pronto. El equipo puede cambiar el plan con usted en cuanto lleguen los resultados.",
            ["has 4 sentences and is longer, in the original it has 3. Is one added?"],
        ),
        (
            f"{ONE}Ask them.",
            EINS,  # "Ask them" alone is too short to be missed.
            [],
        ),
    ],
)
def test_a_sentence_that_only_one_language_has_may_be_meant(english: str, spanish: str, told: list[str]):
    lexicons = {code: Lexicon(None, marks=marks_of(code)) for code in ("en", "es")}
    pages = page("en", f"# A\n\n{english}\n"), page("es", f"# A\n\n{spanish}\n")
    found = [(one.line, one.text, one.notice) for one in Differences(lexicons, OURS)(*pages)]
    assert [one for one in found if "sentence" in one[1]] == [(5, f"this text {text}", True) for text in told]
