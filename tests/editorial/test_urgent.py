"""Signs of danger: one file, and every card says the same, with its sources."""

import pytest

from editorial.pages.urgent import Urgent, as_markdown, read_urgent, wish_problems, with_signs

SOURCE = """checked: 2026-11-28
levels:
  - {id: now, en: {name: Call now, action: Call at once.}, es: {name: Llame ya, action: Llame ya.}}
  - {id: visit, en: {name: At your visit, action: Write it down.}, es: {name: En la cita, action: Anótelo.}}
signs:
  - id: fever
    level: now
    for: [chemotherapy]
    sources: [doe2019, roe2020]
    en: {sign: Fever, reason: It may be an infection.}
    es: {sign: Fiebre, reason: Puede ser una infección.}
  - {id: rash, level: visit, for: [any], sources: [doe2019], en: {sign: A rash, reason: It may spread.}, es: {sign: Una erupción, reason: Puede extenderse.}}
"""


def read(source: str = SOURCE) -> tuple[Urgent | None, list[str]]:
    urgent, problems = read_urgent(source, path="u.yml", languages=("en", "es"), keys=("doe2019", "roe2020"))
    return urgent, [str(problem) for problem in problems]


def test_a_page_has_the_signs_of_its_situations_and_those_of_everybody_with_their_sources():
    urgent, problems = read()
    assert problems == []
    assert urgent is not None
    assert as_markdown(urgent, ["chemotherapy"], "en") == (
        '!!! danger "Call now"\n\n    Call at once.\n\n    - **Fever.** It may be an infection [@doe2019; @roe2020].\n'
        '\n??? warning "At your visit"\n\n    Write it down.\n\n    - **A rash.** It may spread [@doe2019].\n'
    )
    assert "Fiebre" not in as_markdown(urgent, ["surgery"], "es")


def test_the_signs_stand_below_the_heading_that_the_page_names():
    urgent, _ = read()
    assert urgent is not None
    markdown = with_signs(
        "# A\n\n## Call {#call}\n\nMore.", urgent, heading_id="call", situations=[], language="en"
    )
    assert markdown.startswith("# A\n\n## Call {#call}\n\n??? warning")
    assert markdown.endswith("\n\nMore.")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("checked: 2026-11-28", "checked: today", "u.yml:1: needs 'checked: 2026-11-28', the day"),
        ("level: visit", "level: later", "u.yml:12: 'rash' has the level 'later'. Write one of: now, visit."),
        (
            "sources: [doe2019], en",
            "sources: [doe2018], en",
            "u.yml:12: 'rash' cites 'doe2018', which is not in the",
        ),
        ("for: [any]", "for: any", "u.yml:12: 'rash' lacks 'for'. Write a list: for: [one, other]."),
        ("    es: {sign: Fiebre,", "    es: {", "u.yml:6: 'fever' lacks 'es: sign'."),
        ("- id: fever", "- name: fever", "u.yml:6: this entry has no 'id'."),
        ("for: [any]", "for: [any", "u.yml:12: cannot be read as YAML"),
    ],
)
def test_a_slip_is_said_with_its_line_and_then_no_sign_is_shown(right: str, wrong: str, said: str):
    assert right in SOURCE
    urgent, problems = read(SOURCE.replace(right, wrong))
    assert urgent is None
    assert [problem for problem in problems if problem.startswith(said)], problems


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"call": ["chemotherapy"]}, []),
        ({"cal": ["chemotherapy"]}, ["'urgent' names the heading 'cal', which is not on the page."]),
        (
            {"call": ["chemo"]},
            ["'urgent' names the situation 'chemo', which no sign has. Write one of: chemotherapy."],
        ),
        ("call", ["'urgent' cannot be read."]),
    ],
)
def test_a_page_can_only_ask_for_what_is_there(wish: object, said: list[str]):
    urgent, _ = read()
    assert urgent is not None
    found = [*wish_problems(wish, urgent, "## Call {#call}")]
    assert [text.startswith(start) for text, start in zip(found, said, strict=True)] == [True] * len(said)
