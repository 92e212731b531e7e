from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from editorial.references.bibtex import Entry, read_bibliography
from editorial.references.checks import citing_problems, entry_problems, uncited
from editorial.references.vancouver import references
from editorial.words import read_words
from guides import HOUSE, read_table

TODAY = date(2026, 11, 23)
WORDS = read_words((HOUSE / "overrides/locales/en.yml").read_text("utf-8"), path="", locale="en")[0]
CASES, EVIDENCE = (read_table(Path(__file__).parent / name) for name in ("checks.yml", "evidence.yml"))


def without_that_gap(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Entries as if each said what kind of evidence it is and how much was read; an empty one stays so."""
    return {
        key: replace(entry, fields={"evidence": "other", "seen": "full text", **entry.fields})
        if entry.fields
        else entry
        for key, entry in entries.items()
    }


def said(source: str, *, whole: bool = False) -> list[str]:
    entries, problems = read_bibliography(source, path="a.bib")
    entries = entries if whole else without_that_gap(entries)
    problems += entry_problems(entries, path="a.bib", today=TODAY)
    problems += references(entries, WORDS, path="a.bib")[1]
    return [str(problem).removeprefix("a.bib:") for problem in problems]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_said_of_an_entry(case):
    assert said(case["source"]) == case["says"]


@pytest.mark.parametrize("case", EVIDENCE, ids=[case["name"] for case in EVIDENCE])
def test_every_entry_says_what_kind_of_evidence_it_is_and_how_much_was_read(case):
    assert said(case["source"], whole=True) == case["says"]


def test_a_field_as_long_as_a_book_is_said():
    (text,) = said("@book{x, publisher = {P}, title = {" + "a" * 1_000_000 + "}}")
    assert text == (
        "1: 'x' has 1000000 characters in the field 'title'. A brace or a quote may be missing at its end."
    )


ARTICLE = "@article{%s, title = {Title of %s}, journal = {J}, year = 2020%s}\n"


def citing(*cited: str) -> list[tuple[str, str, bool]]:
    source = (
        ARTICLE % ("old", "old", ", superseded_by = {new}")
        + ARTICLE % ("new", "new", "")
        + ARTICLE % ("stale", "stale", ", review_by = {2026-11-22}")
        + ARTICLE % ("fresh", "fresh", ", review_by = {2026-11-23}")
    )
    entries, problems = read_bibliography(source, path="a.bib")
    assert problems == []
    return list(citing_problems(cited, entries, today=TODAY))


def test_a_superseded_source_is_said_on_the_page_that_cites_it():
    assert citing("old") == [
        (
            "old",
            "cites 'old', which 'new' has superseded. Check the text against 'new', and cite that, or both.",
            False,
        )
    ]


def test_a_superseded_source_may_stand_beside_its_successor():
    assert citing("old", "new") == []


def test_a_source_past_its_review_date_is_a_notice():
    ((key, text, notice),) = citing("fresh", "stale")
    assert (key, notice) == ("stale", True)
    assert text.startswith("cites 'stale', which was to be looked at again by 2026-11-22.")


def test_an_entry_that_nobody_cites_is_a_notice_unless_others_inherit_from_it():
    source = "@book{a, title = {A}}\n@book{b, title = {B}}\n@inbook{c, title = {C}, crossref = {b}}"
    entries, _ = read_bibliography(source, path="a.bib")
    problems = list(uncited(entries, {"c"}, path="a.bib"))
    assert [(problem.line, problem.text, problem.notice) for problem in problems] == [
        (1, "no page cites 'a'.", True)
    ]
