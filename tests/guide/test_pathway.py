"""The questions of this guide: no way loses a kind of cancer that is treated in its own way."""

import pytest

from editorial.markdown import headings
from editorial.pages.pathway import Pathway, read_pathway
from guides import ROOT

PAGES = {path.relative_to(ROOT / "docs/en").as_posix() for path in (ROOT / "docs/en").rglob("*.md")}
SUBGROUPS = {name for name in PAGES if name.startswith("subgroups/")}


@pytest.fixture(scope="module")
def pathway() -> Pathway:
    source = (ROOT / "docs/pathway.yml").read_text("utf-8")
    found, problems = read_pathway(source, path="docs/pathway.yml", languages=("en", "es"), pages=PAGES)
    assert problems == []
    assert found is not None
    return found


def page_of(pathway: Pathway, *answers: str) -> str:
    (end,) = (end for way, end in pathway.ways() if way == answers)
    return pathway.results[end].page


def test_every_page_of_a_subgroup_is_reached_in_at_most_four_questions(pathway: Pathway):
    assert {pathway.results[end].page for _, end in pathway.ways()} >= SUBGROUPS
    assert max(len(way) for way, _ in pathway.ways()) <= 4


def test_several_places_are_offered_first(pathway: Pathway):
    assert next(iter(pathway.steps[pathway.start].answers)) == "several"


@pytest.mark.parametrize(
    "place", ["several", "organs", "bones", "belly", "chest", "neck", "underarm", "groin"]
)
def test_wherever_it_is_each_kind_with_its_own_treatment_has_its_way_out(pathway: Pathway, place: str):
    ways = {way: pathway.results[end].page for way, end in pathway.ways() if way[0] == place}
    answers = {way[1]: page for way, page in ways.items() if len(way) == 2}
    assert answers["lymphoma"] == "find.md#first"
    assert answers["melanoma"] == "subgroups/melanoma-nodes.md"
    assert answers["neuroendocrine"] == "subgroups/neuroendocrine.md"
    germ = answers.get("germ") or answers["germpoor"]
    assert germ == "subgroups/mediastinum-retroperitoneum.md"
    assert any(way[1] == "squamous" for way in ways)
    # A man whose PSA is high, whatever the name in the report but for the ones above.
    assert "subgroups/prostate-like.md" in {page for way, page in ways.items() if way[1] == "other"}


@pytest.mark.parametrize("place", ["several", "organs", "bones"])
def test_a_woman_with_spread_that_forms_new_bone_is_asked_whether_it_is_breast_cancer(
    pathway: Pathway, place: str
):
    assert page_of(pathway, place, "other", "newbone") == "find.md#women-bones"


@pytest.mark.parametrize("place", ["several", "organs", "bones", "belly", "neck"])
def test_a_young_man_with_a_mass_in_the_middle_is_asked_about_germ_cells(pathway: Pathway, place: str):
    assert page_of(pathway, place, "other", "youngman") == "subgroups/mediastinum-retroperitoneum.md"


def test_a_woman_with_cancer_in_the_lining_of_the_belly_finds_her_page(pathway: Pathway):
    assert page_of(pathway, "several", "other", "lining") == "subgroups/pelvis-peritoneum.md"
    assert page_of(pathway, "belly", "other", "woman") == "subgroups/pelvis-peritoneum.md"


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_heading_that_an_answer_leads_to_is_on_its_page(pathway: Pathway, language: str):
    for result in pathway.results.values():
        page, _, fragment = result.page.partition("#")
        text = (ROOT / "docs" / language / page).read_text("utf-8")
        assert not fragment or fragment in [heading[3] for heading in headings(text)]
