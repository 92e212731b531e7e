"""A new editor's first day: what is typed, what is printed, and that following the messages is enough."""

import re
import subprocess
from datetime import date
from pathlib import Path

import make_site
import new_page
import pytest
import translate

import source
from editorial.pages.scaffold import MARK
from guides import HOUSE, ROOT, TODAY, Guide, read_table

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 23)
RECORD = next(iter(read_table(ROOT / "tests/editorial/imports.yml")))["text"]


@pytest.fixture
def fresh(guide: Guide) -> Guide:
    """The guide as a clone: with its history, its templates, and nothing else."""
    for template in (HOUSE / "docs/_new").iterdir():
        guide.write(f"docs/_new/{template.name}", template.read_text("utf-8"))
    guide.write(
        "bib/references.bib",
        "@article{abel2018, title = {Cells}, journal = {J Ex}, year = {2018}, evidence = {review}, seen = {abstract}}\n",
    )
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@e.org", "commit", "-qm", "a"],
    ):
        subprocess.run(["git", *command], cwd=guide.folder, check=True)
    return guide


def change(guide: Guide, path: str, before: str, after: str) -> None:
    text = (guide.folder / path).read_text("utf-8")
    assert before in text
    guide.write(path, text.replace(before, after))


@pytest.fixture
def problems(fresh: Guide, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    """Run what `make problems` runs on the day after, and return what it prints: problems, then counts."""
    monkeypatch.setattr(make_site, "ROOT", fresh.folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(TODAY.timestamp())))

    def run() -> list[str]:
        make_site.main(None, "text")
        blocks = capfd.readouterr().out.split("\n\n")
        printed = [
            line for block in blocks if not block.startswith("Good to know, ") for line in block.splitlines()
        ]
        shown = [line for line in printed if line and ": Good to know: " not in line]
        return [
            re.sub(r", \d+ things? that (is|are) good to know( \(\d+ said before: .*\))?", "", line)
            for line in shown
        ]

    return run


def revise(guide: Guide, *paths: str) -> None:
    """Write the day of a revision, as the messages ask for."""
    for path in paths:
        change(guide, path, "last_revised: 2026-11-23", "last_revised: 2026-11-24")


def commit(guide: Guide) -> None:
    names = ["-c", "user.name=a", "-c", "user.email=a@e.org"]
    subprocess.run(["git", *names, "commit", "-qam", "Update about.md"], cwd=guide.folder, check=True)


def test_other_words_are_settled_by_a_line_that_readers_see(fresh: Guide, problems):
    change(fresh, "docs/en/about.md", "# About\n", "# About\n\nA plain sentence.\n")
    change(fresh, "docs/es/about.md", "# Acerca\n", "# Acerca\n\nUna frase sencilla.\n")
    revise(fresh, "docs/es/about.md")
    assert problems() == ["No problems."]  # While one writes, nothing stops.
    commit(fresh)
    assert problems() == [
        "docs/en/about.md:8: 'A plain sentence' was added after this page was last revised on 2026-11-23. If it says "
        "the same in other words, write so at the top of the page, below 'changes': '- 2026-11-24 wording: what you "
        "changed'. If not, check the page against its sources, then write the day: last_revised: 2026-11-24.",
        "1 problem in 1 file.",
    ]
    change(
        fresh,
        "docs/en/about.md",
        "last_revised: 2026-11-23\n",
        "last_revised: 2026-11-23\nchanges:\n  - 2026-11-24 wording: A sentence in plain words.\n",
    )
    commit(fresh)
    assert problems() == ["No problems."]


def test_a_figure_is_settled_by_a_new_day_alone(fresh: Guide, problems):
    for name, title in (("en", "About"), ("es", "Acerca")):
        change(fresh, f"docs/{name}/about.md", f"# {title}\n", f"# {title}\n\n12 [@abel2018].\n")
    commit(fresh)
    assert [line[:60] for line in problems()] == [
        "docs/en/about.md:8: '12 [@abel2018]' was added after this pa",
        "docs/es/about.md:9: '12 [@abel2018]' was added after this pa",
        "2 problems in 2 files.",
    ]
    revise(fresh, "docs/en/about.md", "docs/es/about.md")
    change(fresh, "docs/es/about.md", "translated_from: 2026-11-23", "translated_from: 2026-11-24")
    assert problems() == ["No problems."]


def test_a_source_is_added_from_pubmed_and_cited(fresh: Guide, problems, tmp_path_factory, capfd):
    change(fresh, "docs/en/about.md", "# About\n", "# About\n\nIt grew [@doe2019].\n")
    change(fresh, "docs/es/about.md", "# Acerca\n", "# Acerca\n\nCreció [@doe2019].\n")
    revise(fresh, "docs/en/about.md", "docs/es/about.md")
    change(fresh, "docs/es/about.md", "translated_from: 2026-11-23", "translated_from: 2026-11-24")
    assert problems() == [
        "docs/en/about.md:8: the citation '[@doe2019]' names the key 'doe2019', which is not in the bibliography.",
        "docs/es/about.md:9: the citation '[@doe2019]' names the key 'doe2019', which is not in the bibliography.",
        "2 problems in 2 files.",
    ]
    record = tmp_path_factory.mktemp("downloads") / "pubmed.nbib"
    record.write_text(RECORD, "utf-8")
    assert source.main(source.parser().parse_args(["--file", str(record)]), fresh.folder) == 0
    assert "Added to bib/references.bib on line 3. Cite it as [@doe2019]." in capfd.readouterr().out
    assert problems() == [
        "bib/references.bib:16: 'doe2019' still has seen = {write-this}. Say how much of it you read. "
        "Write one of: full text, abstract, record, elsewhere.",
        "1 problem in 1 file.",
    ]
    change(fresh, "bib/references.bib", "{write-this}", "{full text}")
    assert problems() == ["No problems."]


def test_a_page_in_english_only_is_said_and_then_translated(fresh: Guide, problems, capfd):
    new_page.main("groups/new", fresh.folder, today=DAY)
    Path(fresh.folder, "docs/es/groups/new.md").unlink()
    text = (fresh.folder / "docs/en/groups/new.md").read_text("utf-8")
    text = text.replace(f"# {MARK} Write the page's title here", "# New").replace(MARK, "Text [@abel2018].")
    fresh.write(
        "docs/en/groups/new.md", text.replace("title: \ndescription: ", "title: New\ndescription: A page.")
    )
    capfd.readouterr()
    assert problems() == [
        "docs/en/groups/new.md:1: there is no 'docs/es/groups/new.md'. Write this page in Español too.",
        "1 problem in 1 file.",
    ]
    assert translate.main("docs/es/groups/new.md", fresh.folder, today=DAY) == 0
    assert "Written: docs/es/groups/new.md" in capfd.readouterr().out
    waiting = problems()
    assert len(waiting) > 5
    assert [line for line in waiting[:-1] if "write-this" not in line] == []
    path = "docs/es/groups/new.md"
    fresh.write(path, (fresh.folder / path).read_text("utf-8").replace(f"{MARK}\n\n", ""))
    said, counted = problems()
    assert "most of this page is not in its language" in said
    assert counted == "1 problem in 1 file."
    left = (fresh.folder / path).read_text("utf-8").replace("Text [", "Texto [")
    fresh.write(path, re.sub(r"(?m)^(#+) .*?( \{#.*\})?$", r"\1 Tema\2", left))
    assert problems() == ["No problems."]


def test_a_change_in_english_alone_is_said_with_what_to_run(fresh: Guide, problems, capfd):
    change(fresh, "docs/en/about.md", "# About\n", "# About\n\nAbout 12 of 100 [@abel2018].\n")
    revise(fresh, "docs/en/about.md")
    assert problems() == ["No problems."]
    translate.main("docs/es/about.md", fresh.folder, today=DAY)
    printed = re.sub(r"\x1b\[[\d;]*m", "", capfd.readouterr().out)
    assert "the sources differ from the original's: missing here: abel2018." in printed
    assert "write translated_from: 2026-11-24" in printed
    change(fresh, "docs/es/about.md", "translated_from: 2026-11-23", "translated_from: 2026-11-24")
    change(fresh, "docs/es/about.md", "# Acerca\n", "# Acerca\n\nCerca de 12 de cada 100 [@abel2018].\n")
    revise(fresh, "docs/es/about.md")
    assert problems() == ["No problems."]
