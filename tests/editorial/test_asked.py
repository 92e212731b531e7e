"""The days on which links and sources were last asked: what readers see of them, and when the build says something."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.site.asked import Asked, asked_problems, asked_text, read_asked
from guides import Guide

TODAY = date(2026, 11, 24)


def said(asked: Asked) -> list[str]:
    problems = list(asked_problems(asked, path="bib/asked.json", today=TODAY))
    assert all(problem.notice for problem in problems)
    return [problem.text for problem in problems]


def test_what_was_never_asked_is_said():
    links, sources = said(Asked())
    assert links == (
        "nobody has asked about the links to other sites yet. Run 'make links', or see whether the schedule runs."
    )
    assert sources.startswith("nobody has asked about what became of the sources yet. Run 'make sources'")


@pytest.mark.parametrize(("days", "late"), [(0, False), (45, False), (46, True), (400, True), (-3, False)])
def test_after_45_days_the_build_says_that_nobody_has_asked(days: int, late: bool):
    day = TODAY - timedelta(days=days)
    texts = said(Asked(links=day, sources=TODAY))
    assert [f"nobody has asked about the links to other sites since {day}." in text for text in texts] == [
        True
    ] * late


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"links": 3}', '{"links": "yesterday"}', '{"link": "2026-11-01"}', "null", "[" * 5000],
)
def test_a_spoiled_file_is_said_and_counts_as_none(text: str):
    asked, (problem,) = read_asked(text, path="bib/asked.json")
    assert asked == Asked()
    assert problem.text.startswith("does not say on which days links and sources were last asked.")


@given(st.builds(Asked, st.none() | st.dates(), st.none() | st.dates()))
def test_what_is_written_is_read_back(asked: Asked):
    assert read_asked(asked_text(asked), path="") == (asked, [])


@pytest.mark.slow
def test_readers_see_when_links_and_sources_were_last_asked_in_both_languages(guide: Guide):
    guide.write("bib/asked.json", '{"links": "2026-11-20"}')
    guide.write_both("state.md", "State", more="template: state.html\n")
    assert guide.build() == []
    shown = {
        language: re.findall(r"<li>(.*?)</li>", guide.html(path).partition('class="site-asked"')[2])[:2]
        for language, path in (("en", "state.html"), ("es", "es/state.html"))
    }
    assert shown == {
        "en": [
            "The links to other sites were last checked on November 20, 2026.",
            "No one has asked yet whether any source was retracted or corrected.",
        ],
        "es": [
            "Los enlaces a otros sitios se revisaron por última vez el 20 de noviembre de 2026.",
            "Nadie ha preguntado todavía si alguna fuente se retractó o se corrigió.",
        ],
    }
