"""The pages that show parts of other pages are made again when one of these parts changes."""

import shutil
from pathlib import Path

import pytest
from builds import built, from_nothing

from guides import ROOT

pytestmark = pytest.mark.slow

PAGE = "docs/en/subgroups/neck-squamous.md"


def test_an_edit_shows_on_every_page_that_shows_a_part_of_the_page(tmp_path: Path, monkeypatch):
    # In one process, which is sooner done than two where another test takes its share.
    monkeypatch.setenv("WORKERS", "1")
    for name in ("docs", "bib", "hooks", "overrides"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    before = built(tmp_path)[0]
    text = (tmp_path / PAGE).read_text("utf-8")
    edits = {
        "- Squamous cell cancer in": "- A squamous cell cancer in",
        "1. Was my biopsy tested": "1. Was a biopsy tested",
    }
    for old, new in edits.items():
        assert old in text
        text = text.replace(old, new)
    (tmp_path / PAGE).write_text(text, "utf-8")
    after = built(tmp_path)
    changed = {name for name, digest in after[0].items() if before[name] != digest and name.endswith(".html")}
    # The page, the questions that lead to it, all questions, the sheet for a visit, what a report says, and both languages.
    assert {
        "subgroups/neck-squamous.html",
        "find.html",
        "questions.html",
        "visit.html",
        "report.html",
    } <= changed
    assert after == from_nothing(tmp_path)
