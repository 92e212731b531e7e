"""The sheet for a clinician's review, and what becomes of the review when the text changes."""

from itertools import count
from pathlib import Path

import pytest
from histories import Repository

from editorial.editions.review import Sources, digest, rows, sections
from editorial.pages.reading import read
from editorial.references.bibtex import Entry
from editorial.references.citations import Target
from editorial.words import Words

WORDS = Words("en", {"evidence.guideline": "Guideline", "seen.abstract": "abstract read"}, {})
ENTRIES = {
    "a": Entry(
        "a",
        "article",
        {"title": "{DNA} of cells.", "doi": "10.1/a", "evidence": "guideline", "seen": "abstract"},
        1,
        {},
    ),
    "b": Entry("b", "book", {"title": "Genes"}, 5, {}),
}


def stated(page: str) -> list[tuple[str, list[str]]]:
    return [
        (one.text, [target.key for target in one.sources])
        for section in sections(read(page))
        for one in section.statements
    ]


def test_every_sentence_is_a_statement_with_the_sources_that_it_names():
    assert stated(
        "It helps **most** people [@a; @b, p. 4]. It may harm the heart. [@b] Ask your team early."
    ) == [
        ("It helps most people.", ["a", "b"]),
        ("It may harm the heart.", ["b"]),
        ("Ask your team early.", []),
    ]


def test_a_row_of_a_table_is_one_statement_and_its_head_is_none():
    page = "| What | In short |\n|---|---|\n| **Aim** | Cure [@a]. Most people are well [@b] |\n"
    assert stated(page) == [("Aim · Cure. Most people are well", ["a", "b"])]


def test_questions_headings_comments_and_a_word_alone_state_nothing():
    assert (
        stated("## It helps all people\n\n- Is it rare in men?\n- Yes.\n\n<!-- Ask Ana about this. -->") == []
    )


def test_a_statement_knows_its_line_and_its_section():
    page = "---\ntitle: A\n---\n# A\n\n## Who {#who}\n\nIt is rare in\nmen [@a].\n"
    (section,) = sections(read(page))
    assert (section.id, section.title, section.statements[0].line) == ("who", "Who", 8)


def side_by_side(*pages: str) -> list[list[str | None]]:
    sources = Sources(ENTRIES, {"a": "A", "b": "B"}, WORDS)
    made = rows([sections(read(page)) for page in pages], numbers=count(1), shown=sources.shown)
    return [[one.text if one else None for one in row.statements] for _, found in made for row in found]


def test_two_languages_stand_side_by_side_sentence_by_sentence():
    english = "## Who {#who}\n\nIt is rare in men. It may heal by itself.\n\n- Ask your team early."
    spanish = (
        "## Quién {#who}\n\nEs raro en hombres. Puede sanar por sí solo.\n\n- Pregunte pronto a su equipo."
    )
    assert side_by_side(english, spanish) == [
        ["It is rare in men.", "Es raro en hombres."],
        ["It may heal by itself.", "Puede sanar por sí solo."],
        ["Ask your team early.", "Pregunte pronto a su equipo."],
    ]


def test_a_paragraph_with_other_sentences_stands_beside_the_other_as_a_whole():
    assert side_by_side(
        "## A {#a}\n\nIt is rare in men. It may heal.", "## A {#a}\n\nEs raro en hombres y puede sanar."
    ) == [["It is rare in men. It may heal.", "Es raro en hombres y puede sanar."]]


def test_a_source_is_shown_with_its_place_kind_of_evidence_how_it_was_read_and_a_link():
    sources = Sources(ENTRIES, {"a": "A", "b": "B"}, WORDS)
    found = sources.shown([Target("b", ""), Target("a", "p. 4"), Target("missing", "")])
    assert [(one.number, one.title, one.locator, one.address) for one in found] == [
        (1, "Genes", "", ""),
        (2, "DNA of cells", "p. 4", "https://doi.org/10.1/a"),
    ]
    assert "Guideline · abstract read" in found[1].evidence
    assert sources.listed == ["B", "A"]


def test_another_text_has_another_mark():
    assert digest(["a", "b"]) != digest(["ab", ""])


# --- a review counts for its text -------------------------------------------------------------------

REVIEWED = "reviewed_by: A. Person, oncologist\nreviewed_on: 2026-07-02\n"


@pytest.fixture
def reviewed(tmp_path: Path) -> Repository:
    """A page that was reviewed on 2 July 2026."""
    repository = Repository(tmp_path)
    repository.begin()
    repository.write("## Usual treatment {#treatment}\n\nTake 5 mg [@a].\n\n## Who {#who}\n\nAsk early.")
    repository.commit("2026-06-03")
    repository.write(more=REVIEWED)
    repository.commit("2026-07-02")
    return repository


def state(repository: Repository) -> tuple[str, list[str]]:
    guide, _ = repository.read()
    state = guide.states[repository.page]
    return state.review, state.changed_sections


def test_a_review_counts_while_the_medicine_is_the_same_whatever_was_revised_since(reviewed: Repository):
    assert state(reviewed) == ("current", [])
    reviewed.write(
        "## Usual treatment {#treatment}\n\nTake 5 mg [@a].\n\n## Who {#who}\n\nTalk early.",
        revised="2026-09-01",
        more=REVIEWED,
    )
    reviewed.commit("2026-09-01")
    assert state(reviewed) == ("current", [])


def test_when_the_medicine_changed_the_section_is_told(reviewed: Repository):
    reviewed.write(
        "## Usual treatment {#treatment}\n\nTake 6 mg [@a].\n\n## Who {#who}\n\nAsk early.",
        revised="2026-09-01",
        more=REVIEWED,
    )
    reviewed.commit("2026-09-01")
    assert state(reviewed) == ("older", ["Usual treatment"])
    (problem,) = reviewed.said()
    assert problem.notice
    assert problem.text == (
        "A. Person, oncologist reviewed this page on 2026-07-02; the medicine changed since in 'Usual treatment': "
        "'Take 5 mg [@a]' became 'Take 6 mg [@a]'. Ask for a new review: make review PAGE=docs/en/a.md"
    )


def test_a_review_that_is_not_committed_yet_is_of_the_text_as_it_is(reviewed: Repository):
    reviewed.write(
        "## Usual treatment {#treatment}\n\nTake 6 mg [@a].",
        revised="2026-11-26",
        more=REVIEWED.replace("07-02", "11-27"),
    )
    assert state(reviewed) == ("current", [])
