"""What every page of the real guide keeps to. Editors need not know Python to read these rules."""

import re
from collections.abc import Callable, Sequence, Set
from datetime import UTC, datetime
from pathlib import Path

import pytest

from editorial.guide import check_pages, read_guide
from editorial.markdown import section
from editorial.problems import Problem
from editorial.references.citations import cited_keys
from editorial.settings import read_settings
from guides import ROOT, front_matter

SUBGROUPS = sorted(path for path in (ROOT / "docs").glob("*/subgroups/*.md"))
WITH_SIGNS = [
    ROOT / f"docs/{language}/{name}.md"
    for language in ("en", "es")
    for name in ("help", "living/side-effects", "living/when-to-call")
]


def named(path: Path) -> str:
    return path.relative_to(ROOT / "docs").as_posix()


def without_citations(text: str) -> str:
    return re.sub(r"\[@[^\]]*\]", "", text)


@pytest.fixture(scope="module")
def checked() -> tuple[list[Problem], list[object]]:
    """Gives what is wrong with the guide, and what each result that later builds take again is named by."""
    settings, _ = read_settings(ROOT)
    assert settings is not None
    guide, _ = read_guide(ROOT, settings, datetime.now(UTC).date())
    named_by: list[object] = []

    def again(kind: str, made_from: Sequence[object], make: Callable[[], object]) -> object:
        named_by.append(made_from)
        return make()

    return check_pages(guide, again), named_by


def test_the_build_finds_no_page_that_says_something_else_than_its_translation_or_than_was_checked(
    checked: tuple[list[Problem], list[object]],
):
    """As the build says it: a translation that says that it lags is a notice, here too."""
    assert [str(problem) for problem in checked[0] if not problem.notice] == []


def has_set(value: object) -> bool:
    return isinstance(value, Set) or (isinstance(value, list | tuple) and any(map(has_set, value)))


def test_no_result_is_named_by_a_set_which_each_process_orders_otherwise(
    checked: tuple[list[Problem], list[object]],
):
    assert checked[1]
    assert not has_set(checked[1])


@pytest.mark.parametrize("path", SUBGROUPS, ids=named)
def test_a_page_says_at_a_glance_where_usual_treatment_aim_and_what_to_ask(path: Path):
    text = path.read_text(encoding="utf-8")
    rows = re.findall(r"^\| \*\*(.*?)\*\* \| (.*) \|$", section(text, "at-a-glance") or "", re.M)
    assert [name for name, _ in rows] in (
        ["Where", "Usual treatment", "Aim", "What to ask"],
        ["Dónde", "Tratamiento habitual", "Objetivo", "Qué preguntar"],
    )
    where, treatment, aim, ask = (said for _, said in rows)
    assert "[@" in where
    assert "[@" in treatment
    # Where no source of the page states an aim, it says so and sends the reader to ask.
    assert "[@" in aim or re.search(r"Ask about|Pregunte por", aim)
    assert set(cited_keys("\n".join((where, treatment, aim)))) <= set(
        cited_keys(text.replace(section(text, "at-a-glance") or "", ""))
    )
    assert ask.partition(" [")[0] in (section(text, "questions") or "")


@pytest.mark.parametrize("path", SUBGROUPS, ids=named)
def test_a_page_says_how_strong_its_evidence_is(path: Path):
    treatment = section(path.read_text(encoding="utf-8"), "treatment") or ""
    note = re.search(
        r'^!!! note "(How strong is the evidence\?|¿Qué tan sólida es la evidencia\?)"', treatment, re.M
    )
    assert note
    assert "[@" in treatment[note.end() :]


@pytest.mark.parametrize("path", SUBGROUPS + WITH_SIGNS, ids=named)
def test_a_page_on_treatment_has_the_signs_of_danger_of_its_treatments(path: Path):
    text = path.read_text(encoding="utf-8")
    wish = front_matter(text).get("urgent")
    assert isinstance(wish, dict)
    assert list(wish) == ["call-now"]
    assert section(text, "call-now") is not None
    # A page that leads to what a treatment can do to its readers names the signs of danger of that treatment.
    assert set(re.findall(r"side-effects\.md#(chemo\w+|immuno\w+|targeted|radiation|surgery)", text)) <= set(
        wish["call-now"]
    )


@pytest.mark.parametrize("path", SUBGROUPS, ids=named)
def test_readers_may_pass_over_the_figures_of_the_outlook(path: Path):
    assert "](#related)" in (section(path.read_text(encoding="utf-8"), "outlook") or "").split("\n\n")[0]


@pytest.mark.parametrize("path", SUBGROUPS, ids=named)
def test_a_paragraph_with_a_number_has_a_source(path: Path):
    """A figure without a source is the likeliest way for a wrong one to slip in."""
    text = path.read_text(encoding="utf-8")
    for name in ("key-points", "who", "how-found", "treatment", "outlook"):
        for block in re.split(r"\n\s*\n|\n(?=\s*[-*] )", section(text, name) or ""):
            prose = re.sub(
                r"\{[^}]*\}|\]\([^)]*\)|^#.*$|\b(p16|12p|\d+ (?:ways|caminos|trials|ensayos))\b",
                "",
                block,
                flags=re.M,
            )
            if re.search(
                r"(?<![\w-])\d+(?:[.,]\d+)?(?:%| (?:of|out|in|de cada|months|meses|years|años))", prose
            ):
                assert "[@" in block, block


def test_the_guide_stands_on_many_sources():
    cited = {
        key
        for path in (ROOT / "docs/en").rglob("*.md")
        for key in re.findall(
            r"@([a-z]+\d{4}\w*|pdq\w+|\w+)", " ".join(re.findall(r"\[@[^\]]*\]", path.read_text()))
        )
    }
    assert len(cited) >= 30


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("[a-z]*/**/*.md")), ids=named)
def test_no_page_poses_as_another_body_or_claims_a_review_in_its_text(path: Path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(
        r"\b(our helpline|nuestra línea|reviewed by|revisado por|we recommend|recomendamos)\b", text, re.I
    )
