"""What readers find: the table of queries in search.yml, in real Chromium, over HTTP and from disk."""

import json
import re
from collections.abc import Iterator

import pytest
import yaml
from playwright.sync_api import Browser, Page

from editorial.glossary.stemming import families, stemmer
from editorial.glossary.terms import Name, Term
from editorial.site.search import (
    Letter,
    Line,
    Place,
    SearchPage,
    Section,
    search_data,
    sections_of,
    site_index,
    term_sections,
)
from guides import ROOT, Guide

pytestmark = pytest.mark.slow

QUERIES = yaml.safe_load((ROOT / "tests/guide/search.yml").read_text(encoding="utf-8"))
NODE = Term(
    "lymph-node",
    {
        "en": Name("lymph node", "A small organ.", ("gland",), ("bump",)),
        "es": Name("ganglio linfático", "Un órgano pequeño."),
    },
)


# --- what can be found


def test_a_section_runs_from_one_heading_to_the_next():
    html = "<h1 id=top>Neck</h1><p>A lump.</p><h2 id=ask>Ask</h2><ul><li>Why?<li>When?</ul><h3 id=b>More</h3>And."
    assert sections_of(html, title="x") == [
        Section("", "Neck", "A lump."),
        Section("ask", "Ask", "Why? When?"),
        Section("b", "More", "And."),
    ]


def test_citations_and_references_are_not_found():
    html = (
        '<p>It helps <span class="site-citation">[<a>1</a>]</span>.</p>'
        '<h2 id="references">References</h2><ol class="site-references"><li>Doe J.</ol>'
    )
    assert sections_of(html, title="Page") == [Section("", "Page", "It helps.")]


def test_a_term_is_found_by_all_its_names():
    assert term_sections([NODE], "es") == [
        Section("lymph-node", "ganglio linfático", "Un órgano pequeño. lymph node.")
    ]


def test_forms_of_a_word_are_one_family_whatever_their_accents():
    assert [*families(["radiación", "radiaciones", "Cirugía"], stemmer("es"))] == [
        ["radiacion", "radiaciones"]
    ]


def test_a_language_without_a_stemmer_leaves_words_alone():
    assert stemmer("vi")("Bác") == "bác"


def test_every_name_in_another_language_leads_to_the_term():
    pages = [SearchPage("Cuello", "es/cuello.html", [Section("", "Cuello", "Un ganglio.")])]
    script = search_data(pages, [NODE], language="es")
    data = json.loads(
        json.loads(re.fullmatch(r"globalThis.siteSearchData = JSON.parse\((.*)\);\n", script)[1])
    )
    assert data["pages"] == [["Cuello", "es/cuello.html"]]
    assert data["sections"] == [[0, "", "Cuello", "Un ganglio."]]
    assert data["terms"] == [
        [["ganglio linfático"], [["en", "lymph node"], ["en", "gland"], ["en", "bump"]]],
    ]
    assert any(family.startswith("node nodes") for family in data["families"])


def test_the_index_goes_from_a_to_z_without_accents_and_joins_equal_headings():
    pages = [
        SearchPage("Neck", "neck.html", [Section("", "Neck", ""), Section("ask", "¿Qué?", "")]),
        SearchPage("Arm", "arm.html", [Section("", "Ármpit", ""), Section("ask", "¿Qué?", "")]),
    ]
    assert site_index(pages) == [
        Letter("A", "letter-a", [Line("Ármpit", [Place("arm.html", "")])]),
        Letter("N", "letter-n", [Line("Neck", [Place("neck.html", "")])]),
        Letter(
            "Q", "letter-q", [Line("¿Qué?", [Place("neck.html#ask", "Neck"), Place("arm.html#ask", "Arm")])]
        ),
    ]


def test_a_guide_without_pages_for_search_has_no_box(guide: Guide):
    assert guide.build() == []
    assert "site-search" not in guide.html("index.html")


# --- the table of queries


def found(page: Page, query: str) -> list[str]:
    """Return where the results of a query lead, in order, without the words to be marked."""
    page.fill("#site-search-input", "")
    page.fill("#site-search-input", query)
    page.wait_for_function(
        "query => document.getElementById('site-search-panel').dataset.query === query", arg=query.strip()
    )
    hrefs = page.eval_on_selector_all(
        "#site-search-list [role=option]", "all => all.map(one => one.dataset.href)"
    )
    return [re.sub(r"^(\.\./|\./)*|\?[^#]*", "", href) for href in hrefs]


def fits(result: str, wanted: list[str]) -> bool:
    return result in wanted or result.partition("#")[0] in wanted


def verdict(row: dict, results: list[str]) -> dict[str, bool]:
    said = {}
    if "first" in row:
        said["first"] = bool(results) and fits(results[0], row["first"])
    if "first" in row or "top" in row:
        said["top"] = any(fits(result, row.get("top", []) + row.get("first", [])) for result in results[:3])
    if "never" in row:
        said["never"] = not any(fits(result, row["never"]) for result in results)
    if row.get("none"):
        said["none"] = results == []
    return said


@pytest.fixture
def searcher(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/index.html")
    yield page
    context.close()


@pytest.mark.parametrize("language", QUERIES)
def test_readers_find_what_they_ask_for(searcher: Page, address: str, language: str):
    rows = QUERIES[language]
    searcher.goto(f"{address}/{'index.html' if language == 'en' else f'{language}/index.html'}")
    said = {row["query"]: verdict(row, found(searcher, row["query"])) for row in rows}
    for kind in ("top", "never", "none"):
        assert [query for query, kinds in said.items() if not kinds.get(kind, True)] == [], kind
    first = [kinds["first"] for kinds in said.values() if "first" in kinds]
    missed = [query for query, kinds in said.items() if not kinds.get("first", True)]
    assert sum(first) >= 0.95 * len(first), missed


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_table_is_large_enough_to_judge_by(language: str):
    assert len({row["query"] for row in QUERIES[language]}) >= 80
