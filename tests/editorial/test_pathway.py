"""The questions that lead to a page: every answer leads somewhere, every page is reached, nothing is lost."""

import pytest

from editorial.markdown import headings
from editorial.pages.pathway import (
    Pathway,
    Texts,
    as_folds,
    as_table,
    heading_problems,
    read_pathway,
    with_pathway,
)
from editorial.words import read_words

SOURCE = """most: 3
start: where
questions:
  where: {en: {ask: Where?, about: "See [how](words.md)."}, es: {ask: ¿Dónde?}}
  kind: {en: {ask: What kind?}, es: {ask: ¿De qué clase?}}
answers:
  neck: {en: In the neck, es: En el cuello}
  arm: {en: In the arm, es: En el brazo}
  rare: {en: A rare kind, es: Una clase rara}
  other: {en: Another, es: Otra}
results:
  neck: {page: sub/neck.md, also: [arm], en: {name: the neck}, es: {name: el cuello}}
  arm: {page: sub/arm.md, en: {name: the arm, more: Ask why.}, es: {name: el brazo, more: Pregunte.}}
  rare: {page: find.md#rare, en: {name: rare kinds}, es: {name: clases raras}}
steps:
  where: {question: where, answers: {neck: neckkind, arm: armkind}}
  neckkind: {question: kind, answers: {rare: rare, other: neck}}
  armkind: {question: kind, answers: {rare: rare, other: arm}}
never_lost:
  rare: [rare]
checked: 2026-11-23
"""
PAGES = ("find.md", "index.md", "sub/neck.md", "sub/arm.md")
WORDS, _ = read_words(
    "pathway: {question: 'Question {number} of {most}', read: 'Read:', also: 'Or:', any: Any, column: 'Question {number}', page: Page}",
    path="en.yml",
    locale="en",
)
TEXTS = Texts(WORDS, "en", "find.md")


def read(source: str = SOURCE) -> tuple[Pathway | None, list[str]]:
    pathway, problems = read_pathway(source, path="p.yml", languages=("en", "es"), pages=PAGES)
    return pathway, [str(problem) for problem in problems]


@pytest.fixture
def pathway() -> Pathway:
    found, problems = read()
    assert problems == []
    assert found is not None
    return found


def test_each_way_is_its_answers_and_its_end(pathway: Pathway):
    assert [*pathway.ways()] == [
        (("neck", "rare"), "rare"),
        (("neck", "other"), "neck"),
        (("arm", "rare"), "rare"),
        (("arm", "other"), "arm"),
    ]


def test_each_answer_has_an_address_and_the_next_question_in_it(pathway: Pathway):
    folds = as_folds(pathway, TEXTS)
    assert "<span>Question 1 of 3</span> **Where?**" in folds
    assert "See [how](words.md)." in folds
    assert '<summary markdown="span">In the neck</summary>\n<div class="pathway-step" id="neck"' in folds
    assert '<div class="pathway-end" id="neck-other"' in folds
    assert "Read: [the neck](sub/neck.md).\n\nOr: [the arm](sub/arm.md)." in folds
    assert "Read: [the arm](sub/arm.md). Ask why." in folds


def test_on_paper_ways_that_go_on_alike_share_a_line(pathway: Pathway):
    assert as_table(pathway, TEXTS).splitlines()[2:-2] == [
        "| Question 1 | Question 2 | Page |",
        "| --- | --- | --- |",
        "| Any | A rare kind | [rare kinds](find.md#rare) |",
        "| In the neck | Another | [the neck](sub/neck.md) |",
        "| In the arm | Another | [the arm](sub/arm.md) |",
    ]


def test_the_questions_stand_below_the_heading_that_the_page_names(pathway: Pathway):
    markdown = with_pathway("# A\n\n## Ask {#ask}\n\nMore.", pathway, TEXTS, heading_id="ask")
    assert markdown.startswith('# A\n\n## Ask {#ask}\n\n<div class="pathway')
    assert markdown.endswith("\n\nMore.")
    assert len([*headings(markdown)]) == 2
    assert [*heading_problems("ask", "# A")] == [
        "'pathway' names the heading 'ask', which is not on the page."
    ]
    assert [*heading_problems(["ask"], "## Ask {#ask}")] != []


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "most: 3",
            "most: three",
            "p.yml:1: needs 'checked: 2026-11-28', the day of the last check, 'most: 4', and entries with a name",
        ),
        ("most: 3", "most: 1", "p.yml:16: the step 'where' leads to question 2; 'most' is 1."),
        ("most: 3", "most: 40", "p.yml:1: needs 'checked: 2026-11-28', the day of the last check, 'most: 4'"),
        ("start: where", "start: begin", "p.yml:2: 'start' must name a step, not 'begin'."),
        ("es: En el brazo", "fr: Bras", "p.yml:8: 'arm' of 'answers' has no words in 'es'."),
        ("es: {ask: ¿Dónde?}", "es: {}", "p.yml:4: 'where' of 'questions' has no words in 'es'."),
        ("  rare: {en: A rare", "  rare-kind: {en: A rare", "p.yml:9: the answer 'rare-kind' needs a name"),
        ("{page: sub/neck.md,", "{", "p.yml:12: 'neck' of 'results' has no page."),
        (
            "sub/neck.md",
            "sub/nek.md",
            "p.yml:12: 'neck' leads to the page 'sub/nek.md', which does not exist. Did you",
        ),
        ("also: [arm]", "also: arm", "p.yml:12: 'also' of 'neck' is not a list."),
        ("also: [arm]", "also: [leg]", "p.yml:12: 'neck' names 'leg', which is not below 'results'."),
        ("other: neck}", "other: }", "p.yml:17: an answer of the step 'neckkind' leads nowhere."),
        (
            "other: neck}",
            "other: nec}",
            "p.yml:17: 'neckkind' names 'nec', which is not below 'steps' and 'results'.",
        ),
        (
            "other: neck}",
            "other: where}",
            "leads to question 4; 'most' is 3. A way may be too long, or lead back",
        ),
        ("other: neck}", "other: arm}", "p.yml:12: no answer leads to the result 'neck'."),
        ("arm: armkind", "arm: neckkind", "p.yml:18: no answer leads to the step 'armkind'."),
        (
            "{rare: rare, other: arm}",
            "{other: arm}",
            "the answers arm, other lead to 'arm' and never offered 'rare' (rare).",
        ),
        ("rare: [rare]", "rare: rare", "p.yml:20: 'rare' of 'never_lost' needs the list of its answers."),
        (
            "question: kind, answers: {rare: rare, other: arm}",
            "question: kind",
            "p.yml:18: the step 'armkind' needs a",
        ),
        (
            "  armkind:",
            "  rare: {question: kind, answers: {rare: arm}}\n  armkind:",
            "'rare' is a step and a result.",
        ),
    ],
)
def test_a_slip_is_told_at_its_line(right: str, wrong: str, said: str):
    assert right in SOURCE
    pathway, problems = read(SOURCE.replace(right, wrong, 1))
    assert pathway is None
    assert any(said in problem for problem in problems), problems


def test_a_page_beside_the_others_that_no_answer_reaches_is_told():
    _, problems = read_pathway(SOURCE, path="p.yml", languages=("en", "es"), pages=[*PAGES, "sub/leg.md"])
    assert [str(problem) for problem in problems] == [
        "p.yml:11: no answer leads to the page 'sub/leg.md'. Give it a result, and an answer."
    ]


def test_a_kind_that_the_last_page_is_about_is_not_lost():
    source = SOURCE.replace("{rare: rare, other: arm}", "{other: arm}")
    pathway, problems = read(source.replace("sub/arm.md, en", "sub/arm.md, covers: [rare], en"))
    assert problems == []
    assert pathway is not None


@pytest.mark.parametrize(
    "source", ["", "[]", "most: 4", "a: [", "\t", "most: 4\nstart: x\nsteps: {1: {}}", "- 1\n- 2"]
)
def test_a_file_of_another_shape_is_told_and_nothing_breaks(source: str):
    pathway, problems = read(source)
    assert pathway is None
    assert problems
