"""Slips in the lists and the words of a guide: each is said once and where it is, whatever it takes from pages."""

from datetime import date

import pytest

from editorial.guide import check_pages, read_guide
from editorial.settings import read_settings
from editorial.site.outputs import ADDRESSES
from guides import ROOT, Guide, read_table

CASES = read_table(ROOT / "tests/site/lists.yml")
URGENT = """checked: 2026-11-23
levels:
  - {id: now, en: {name: Now, action: Call.}, es: {name: Ya, action: Llame.}}
signs:
  - id: fever
    level: now
    for: [chemotherapy]
    sources: [doe2019]
    en: {sign: Fever of 38 °C, reason: It may be an infection.}
    es: {sign: Fiebre de 38 °C, reason: Puede ser una infección.}
"""


@pytest.fixture
def linked(guide: Guide) -> Guide:
    """A guide without a fault, in which a list that cannot be read leaves links, addresses and sources behind."""
    guide.set(urgent="docs/urgent.yml", glossary_page="glossary.md")
    guide.write_both("glossary.md", "Terms", more="template: glossary.html\n")
    guide.write("docs/urgent.yml", URGENT)
    guide.write_both(
        "index.md",
        "Home",
        "\n## Call {#call}\n\nSee [it](glossary.md#a).\n",
        "urgent: {call: [chemotherapy]}\n",
    )
    guide.write(f"docs/{ADDRESSES}", "about.html\nglossary.html#a\nes/glossary.html#a\n")
    return guide


def test_of_lists_without_a_slip_nothing_is_said(linked: Guide):
    assert linked.build() == []
    (linked.folder / "docs" / ADDRESSES).unlink()
    assert linked.build() == []


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_slip_in_a_list_is_said_once_and_where_it_is(linked: Guide, case):
    text = (linked.folder / case["file"]).read_text(encoding="utf-8")
    assert case["replace"] in text
    linked.write(case["file"], text.replace(case["replace"], case["by"], 1))
    said = linked.build()
    assert len(said) == len(case["says"]), said
    assert [line.startswith(begin) for line, begin in zip(said, case["says"], strict=True)] == [True] * len(
        said
    ), said


@pytest.mark.parametrize(("day", "is_due"), [(date(2027, 11, 23), False), (date(2027, 11, 24), True)])
def test_a_list_is_to_be_checked_as_often_as_a_page(linked: Guide, day: date, is_due: bool):
    settings, _ = read_settings(linked.folder, environment={})
    assert settings
    problems = check_pages(read_guide(linked.folder, settings, day)[0])
    said = [(problem.path, problem.line) for problem in problems if "months ago" in problem.text]
    assert (("docs/urgent.yml", 1) in said) == is_due
    assert all(problem.notice for problem in problems if "months ago" in problem.text)
