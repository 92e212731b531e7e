from collections.abc import Mapping
from datetime import date

import pytest
import yaml

from editorial.pages.files import PageFile
from editorial.pages.lexicon import Lexicon
from editorial.pages.meanings import Meanings
from editorial.pages.parity import Differences
from editorial.pages.states import PageState, page_states, state_problems

TODAY, BEGAN = date(2026, 11, 23), date(2026, 1, 1)


def source(name: str, front: str, text: str = "# T\n", language: str = "en") -> PageFile:
    url = name.replace(".md", ".html") if language == "en" else f"{language}/{name}".replace(".md", ".html")
    whole = f"---\n{front}\n---\n{text}"
    return PageFile(f"docs/{language}/{name}", language, name, url, whole, yaml.safe_load(front))


def states(*sources: PageFile) -> Mapping[str, PageState]:
    found, problems = page_states(list(sources), original="en", today=TODAY, began=BEGAN, review_every=12)
    assert problems == []
    return found


def state(front: str) -> PageState:
    return states(source("a.md", front))["docs/en/a.md"]


def said(*sources: PageFile) -> list[tuple[str, bool]]:
    parity = Differences({"en": Lexicon(None), "es": Lexicon(None)}, Meanings({}, lambda _: str.lower))
    problems = state_problems(states(*sources), None, parity, today=TODAY)
    return [(str(problem), problem.notice) for problem in problems]


def test_a_page_is_due_a_year_after_its_revision():
    assert state("last_revised: 2026-02-28").due == date(2027, 2, 28)


def test_a_page_may_say_when_it_is_due():
    assert state("{last_revised: 2026-02-28, review_due: 2026-12-01}").due == date(2026, 12, 1)


@pytest.mark.parametrize(("due", "overdue"), [("2026-11-22", True), ("2026-11-23", False)])
def test_a_page_is_overdue_from_the_day_after(due, overdue):
    assert state(f"{{last_revised: 2026-02-28, review_due: {due}}}").overdue is overdue


def test_no_review_is_ever_made_up():
    assert state("last_revised: 2026-11-23").review == "none"


def test_a_review_of_an_older_text_is_told_apart():
    front = "{last_revised: 2026-11-01, reviewed_by: A. Person, reviewed_on: %s}"
    assert state(front % "2026-10-31").review == "older"
    assert state(front % "2026-11-01").review == "current"


def test_sources_are_counted_once_and_not_in_code():
    text = "# T\n\n[@a; @b] [@a] `[@c]`\n"
    assert states(source("a.md", "last_revised: 2026-11-23", text))["docs/en/a.md"].sources == 2


def test_an_overdue_page_is_a_notice_and_stops_nothing():
    assert said(source("a.md", "title: T\nlast_revised: 2026-02-01\nreview_due: 2026-06-01")) == [
        (
            "docs/en/a.md:3: was due for review on 2026-06-01. "
            "Check it, then write the day in 'last_revised'.",
            True,
        )
    ]


def test_a_translation_left_behind_is_a_notice_that_names_both_files_and_the_command():
    english = source("a.md", "last_revised: 2026-11-20", "# T\n\n5 mg\n")
    spanish = source("a.md", "last_revised: 2026-11-01\ntranslated_from: 2026-11-01", "# T\n\n5 mg\n", "es")
    assert states(english, spanish)["docs/es/a.md"].behind_since == date(2026, 11, 20)
    assert said(english, spanish) == [
        (
            "docs/es/a.md:3: renders the text of 2026-11-01; docs/en/a.md was revised on 2026-11-20. "
            "See what changed: make changed PAGE=docs/es/a.md",
            True,
        )
    ]


def test_a_difference_stops_a_build_only_if_the_translation_says_that_it_kept_up():
    english = source("a.md", "last_revised: 2026-11-20", "# T\n\n5 mg\n")
    for day, notice in (("2026-11-20", False), ("2026-11-01", True)):
        front = f"last_revised: 2026-11-20\ntranslated_from: {day}"
        text, is_notice = said(english, source("a.md", front, "# T\n\n6 mg\n", "es"))[-1]
        assert text == (
            "docs/es/a.md:5: the numbers differ from the original's: missing here: 5; only here: 6. "
            "Compare docs/en/a.md:4."
        )
        assert is_notice is notice


def test_a_difference_may_be_declared_with_its_reason():
    english = source("a.md", "last_revised: 2026-11-20", "# T\n\n## L {#lines}\n\n911\n")
    front = "last_revised: 2026-11-20\ntranslated_from: 2026-11-20\ndiffers: {lines: Other numbers there.}"
    assert said(english, source("a.md", front, "# T\n\n## L {#lines}\n\n112\n", "es")) == []


@pytest.mark.parametrize(
    ("differs", "expected"),
    [
        ("{line: Why.}", "'differs' names 'line', which is no section of this page. Did you mean 'lines'?"),
        ("{lines: Why.}", "'differs' names 'lines', in which nothing differs. Take it out."),
    ],
)
def test_a_reason_for_a_difference_that_is_none_is_said(differs: str, expected: str):
    text = "# T\n\n## L {#lines}\n\n911\n"
    english = source("a.md", "last_revised: 2026-11-20", text)
    front = f"last_revised: 2026-11-20\ntranslated_from: 2026-11-20\ndiffers: {differs}"
    assert said(english, source("a.md", front, text, "es")) == [(f"docs/es/a.md:4: {expected}", False)]


def test_an_original_needs_no_reason_to_differ():
    front = "last_revised: 2026-11-20\ndiffers: {lines: Why.}"
    expected = "'differs' belongs to the translation, and this page is none. Take it out."
    assert said(source("a.md", front)) == [(f"docs/en/a.md:3: {expected}", False)]


def test_a_title_has_the_numbers_of_the_originals():
    english = source("a.md", "title: The 3 ways\nlast_revised: 2026-11-20")
    front = "title: Las 4 vías\nlast_revised: 2026-11-20\ntranslated_from: 2026-11-20"
    expected = "'title' has the numbers 4, in the original 3. Compare docs/en/a.md:2."
    assert said(english, source("a.md", front, language="es")) == [(f"docs/es/a.md:2: {expected}", False)]


@pytest.mark.parametrize("key", ["urgent: {a: [b]}", "inserts: {a: figure}", "pathway: where"])
def test_a_translation_brings_what_its_original_brings(key: str):
    name = key.partition(":")[0]
    original = source("a.md", f"title: T\nlast_revised: 2026-11-23\n{key}")
    front = "title: T\nlast_revised: 2026-11-23\ntranslated_from: 2026-11-23"
    assert said(original, source("a.md", f"{front}\n{key}", language="es")) == []
    assert said(original, source("a.md", front, language="es")) == [
        (
            f"docs/es/a.md:1: '{name}' at its top is not the original's, so readers miss what it brings. "
            "Write the same as in docs/en/a.md:4.",
            False,
        )
    ]


def test_a_translation_that_lags_may_lack_what_its_original_brings():
    original = source("a.md", "title: T\nlast_revised: 2026-11-23\nurgent: {a: [b]}")
    late = source("a.md", "title: T\nlast_revised: 2026-11-23\ntranslated_from: 2026-11-22", language="es")
    assert [notice for _, notice in said(original, late)] == [True, True]
