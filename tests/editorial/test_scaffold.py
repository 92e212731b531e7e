"""Drafts: a new page and a translation say what is still to be written, and none is published before that."""

import re
import subprocess
from datetime import date

import new_page
import pytest
import translate
from hypothesis import given
from hypothesis import strategies as st

from editorial.pages.scaffold import (
    MARK,
    TO_TRANSLATE,
    TO_WRITE,
    new_translation,
    unwritten,
    with_missing_sections,
)
from guides import HOUSE, Guide, page

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 23)
ORIGINAL = """---
title: T
last_revised: 2026-11-20
inserts: {a: x}
changes:
  - 2026-11-20: New.
---
# T

## A {#a}

Text [@doe2019].

## B {#b}

More.
"""


def with_templates(guide: Guide) -> Guide:
    for template in (HOUSE / "docs/_new").iterdir():
        guide.write(f"docs/_new/{template.name}", template.read_text(encoding="utf-8"))
    return guide


def test_a_new_page_is_written_in_every_language_and_names_each_line_that_waits_for_its_text(
    guide: Guide, capsys: pytest.CaptureFixture[str]
):
    assert new_page.main("groups/new", with_templates(guide).folder, today=DAY) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "Written: docs/en/groups/new.md",
        "Written: docs/es/groups/new.md",
    ]
    for language in ("en", "es"):
        lines = (guide.folder / f"docs/{language}/groups/new.md").read_text().splitlines()
        waiting = {number for number, line in enumerate(lines, start=1) if MARK in line}
        said = [
            text for text in guide.build() if text.startswith(f"docs/{language}/") and "write-this" in text
        ]
        assert len(said) == 1
        assert {int(line) for line in re.findall(r"line (\d+)", said[0])} == waiting
        assert len(waiting) >= 10


def test_a_new_page_whose_marks_are_replaced_builds(guide: Guide):
    new_page.main("new", with_templates(guide).folder, today=DAY)
    for language in ("en", "es"):
        path = f"docs/{language}/new.md"
        text = (guide.folder / path).read_text()
        text = text.replace("title: ", "title: New").replace("description: ", "description: A page.")
        guide.write(path, text.replace(f"# {MARK}", "#").replace(MARK, "Text [@doe2019]."))
    assert guide.build() == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../x", "'..' is no name for a file."),
        ("X", "'X.md' is no name for a file."),
        ("a b", "'a b.md' is no name for a file."),
        ("-h", "'-h.md' is no name for a file."),
        ("/etc/x", "'' is no name for a file."),
        ("", "'.md' is neither a page"),
        ("subgroups/con", "'con.md' is a name that Windows keeps for itself."),
        ("assets/x", "'assets' is the site's own here."),
        ("x" * 300, "Give it a shorter name."),
        ("x/" * 30 + "x", "too many folders lie in each other."),
        ("docs/en/about.md", "Write it without their folders: PAGE=about"),
        ("es/subgroups/x", "Write it without their folders: PAGE=subgroups/x"),
    ],
)
def test_a_name_that_a_build_would_refuse_is_refused(
    guide: Guide, name: str, said: str, capsys: pytest.CaptureFixture[str]
):
    before = sorted(with_templates(guide).folder.rglob("*"))
    assert new_page.main(name, guide.folder, today=DAY) == 1
    assert said in capsys.readouterr().out
    assert sorted(guide.folder.rglob("*")) == before


def test_a_page_that_is_there_is_left_alone(guide: Guide, capsys: pytest.CaptureFixture[str]):
    before = (guide.folder / "docs/es/about.md").read_text()
    assert new_page.main("about", with_templates(guide).folder, today=DAY) == 1
    assert capsys.readouterr().out == "docs/en/about.md is there already. Nothing was changed.\n"
    assert (guide.folder / "docs/es/about.md").read_text() == before


def test_a_new_translation_has_the_originals_sections_each_marked():
    assert new_translation(ORIGINAL, last_revised=date(2026, 11, 20), today=DAY) == (
        "---\ntitle: T\ninserts: {a: x}\nlast_revised: 2026-11-23\ntranslated_from: 2026-11-20\n---\n"
        f"# T\n\n{MARK}\n\n## A {{#a}}\n\n{MARK}\n\nText [@doe2019].\n\n## B {{#b}}\n\n{MARK}\n\nMore.\n"
    )


def test_a_section_that_only_the_original_has_is_put_at_its_place():
    text = "# T\n\n## A {#a}\n\nTexto [@doe2019].\n\n## C {#c}\n\nFin.\n"
    assert with_missing_sections(ORIGINAL, text) == (
        f"# T\n\n## A {{#a}}\n\nTexto [@doe2019].\n\n## B {{#b}}\n\n{MARK}\n\nMore.\n\n## C {{#c}}\n\nFin.\n",
        ["b"],
    )


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"), unique=True))
def test_after_a_refresh_no_section_is_missing_and_none_was_lost(theirs: list[str], ours: list[str]):
    written = [
        "# T\n\nText.\n\n" + "".join(f"## X {{#{id_}}}\n\n{id_}.\n\n" for id_ in ids)
        for ids in (theirs, ours)
    ]
    changed, added = with_missing_sections(*written)
    assert set(added) == set(theirs) - set(ours)
    assert all(f"{{#{id_}}}" in changed for id_ in [*theirs, *ours])
    assert with_missing_sections(written[0], changed) == (changed, [])


def git(guide: Guide, *command: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *command],
        cwd=guide.folder,
        check=True,
        capture_output=True,
    )


def test_a_translation_that_is_behind_is_shown_what_changed_and_what_is_missing(
    guide: Guide, capfd: pytest.CaptureFixture[str]
):
    git(guide, "init", "-q")
    git(guide, "add", ".")
    git(guide, "commit", "-qm", "First")
    newer = page("About", "\n## New {#new}\n\nWords [@doe2019].\n").replace("2026-11-23", "2026-11-24")
    guide.write("docs/en/about.md", newer)
    assert translate.main("docs/es/about.md", guide.folder, today=DAY) == 0
    said = capfd.readouterr().out
    assert f"Added to docs/es/about.md, to be translated where {MARK} stands: new." in said
    assert "{+Words+}" in said.replace("\x1b[32m", "").replace("\x1b[m", "") or "Words" in said
    assert "write translated_from: 2026-11-24" in said
    assert (
        f"## New {{#new}}\n\n{MARK}\n\nWords [@doe2019]." in (guide.folder / "docs/es/about.md").read_text()
    )


def test_a_missing_translation_is_made_and_one_that_says_the_same_is_left_alone(
    guide: Guide, capsys: pytest.CaptureFixture[str]
):
    guide.write("docs/en/more.md", page("More", "\nWords.\n"))
    assert translate.main("docs/es/more.md", guide.folder, today=DAY) == 0
    assert "translated_from: 2026-11-23" in (guide.folder / "docs/es/more.md").read_text()
    capsys.readouterr()
    before = (guide.folder / "docs/es/about.md").read_text()
    assert translate.main("docs/es/about.md", guide.folder, today=DAY) == 0
    assert (
        capsys.readouterr().out
        == "docs/es/about.md has every section, source and number of docs/en/about.md.\n"
    )
    assert (guide.folder / "docs/es/about.md").read_text() == before


@pytest.mark.parametrize("path", ["docs/en/about.md", "docs/es/none.md", "x", "docs/xx/about.md"])
def test_a_path_that_translates_no_page_is_said(guide: Guide, path: str, capsys: pytest.CaptureFixture[str]):
    assert translate.main(path, guide.folder, today=DAY) == 1
    assert f"'{path}' translates no page." in capsys.readouterr().out


def test_a_page_that_waits_in_a_comment_is_said_and_published_meanwhile(guide: Guide):
    guide.write_both("about.md", "About", f"\n{TO_WRITE}\n")
    (said,) = unwritten(page("About", f"\n{TO_TRANSLATE}\n"), path="docs/en/about.md")
    assert said.notice
    assert str(said) == (
        "docs/en/about.md:8: this page waits for its text. Translate it, then take out '<!-- translate this -->'."
    )
    assert guide.build() == []
    assert "write this" not in guide.html("about.html")
