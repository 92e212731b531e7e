"""Whatever is edited, a build that takes results of earlier builds gives what a build from nothing gives."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builds import KEPT, built, from_nothing

import engine
from conftest import write_small_guide
from editorial.build.limit import at_most
from guides import TODAY, Guide, hashes, make_folder, png

pytestmark = pytest.mark.slow

CITED = """
A sentence[@doe2019] on HPV, and about [the other page](about.md).

![A picture](picture.png)

## Questions {#questions}

- Why this?
- When?

A word

:   What it means.
"""
LISTS = {
    "references.md": "template: references.html\n",
    "glossary.md": "template: glossary.html\n",
    "state.md": "template: state.html\n",
    "search.md": "template: search.html\n",
    "a-z.md": "template: site-index.html\n",
}


def write_full(folder: Path) -> Guide:
    """Write a guide with pages of every kind: cited, collected, listed, with an insert, with a picture."""
    guide = write_small_guide(folder)
    guide.set(glossary_page="glossary.md", search="search.md", index="a-z.md", folded="outlook")
    for language in ("en", "es"):
        target = guide.folder / "docs" / language / "picture.png"
        target.write_bytes(png(2, 2))
    for name, template in LISTS.items():
        guide.write_both(name, name.removesuffix(".md").title(), more=template)
    guide.write_both("cited.md", "Cited", CITED)
    guide.write_both("folded.md", "Folded", "\n## Outlook {#outlook}\n\nA figure[@doe2019].\n")
    guide.write_both("collected.md", "Collected", "\n## All questions {#all}\n\nText.\n", "collects: all\n")
    guide.write_both("help.md", "Help", "\n## Lines {#lines}\n\nText.\n", "inserts: {lines: helplines}\n")
    return guide


@dataclass
class Full(Guide):
    """A guide with pages of every kind, with what a build has kept of it, and what that build gave."""

    before: tuple[dict[str, str], list[str]]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[dict[str, str], list[str]]]:
    """A folder with such a guide and a copy of it, as a build from nothing left them, and what that build gave."""
    top = tmp_path_factory.mktemp("kept")
    (top / "guide").mkdir()
    given = built(write_full(top / "guide").folder)
    shutil.copytree(top / "guide", top / "copy", symlinks=True)
    return top, given


@pytest.fixture
def full(once: tuple[Path, tuple[dict[str, str], list[str]]]) -> Full:
    """A guide that was built already, in the one folder in which what was kept of it is of use."""
    top, given = once
    shutil.rmtree(top / "guide")
    shutil.copytree(top / "copy", top / "guide", symlinks=True)
    return Full(top / "guide", given)


def replaced(path: str, old: str, new: str) -> Callable[[Guide], None]:
    def edit(guide: Guide) -> None:
        text = (guide.folder / path).read_text("utf-8")
        assert old in text, path
        guide.write(path, text.replace(old, new))

    return edit


def on_both(name: str, old: str, new: str) -> Callable[[Guide], None]:
    def edit(guide: Guide) -> None:
        for language in ("en", "es"):
            replaced(f"docs/{language}/{name}", old, new)(guide)

    return edit


def a_page_more(guide: Guide) -> None:
    guide.write_both("more.md", "More", "\nSee [the first](cited.md).\n")


def a_page_less(guide: Guide) -> None:
    for language in ("en", "es"):
        (guide.folder / "docs" / language / "folded.md").unlink()


def a_page_renamed(guide: Guide) -> None:
    for language in ("en", "es"):
        old = guide.folder / "docs" / language / "folded.md"
        old.rename(old.with_name("outlook.md"))
        replaced(f"docs/{language}/outlook.md", "title:", "formerly: [folded.html]\ntitle:")(guide)


def another_picture(guide: Guide) -> None:
    (guide.folder / "docs/en/picture.png").write_bytes(png(3, 3))


EDITS: dict[str, Callable[[Guide], None]] = {
    "a word of a page": on_both("cited.md", "A sentence", "One sentence"),
    "a word of one language": replaced("docs/es/cited.md", "A sentence", "One sentence"),
    "a title, which stands in every menu": on_both("cited.md", "title: Cited", "title: Quoted"),
    "a description": on_both("cited.md", "description: A page.", "description: Another page."),
    "a revision": on_both("cited.md", "last_revised: 2026-11-23", "last_revised: 2026-11-24"),
    "a question, which another page collects": on_both("cited.md", "Why this?", "Why that?"),
    "a section that is folded": on_both("folded.md", "A figure", "Another figure"),
    "a source that a page cites": on_both("folded.md", "A figure[@doe2019].", "A figure."),
    "a fault": on_both("cited.md", "about.md", "abuot.md"),
    "a source that does not exist": on_both("cited.md", "@doe2019", "@deo2019"),
    "a page more": a_page_more,
    "a page less": a_page_less,
    "a page renamed": a_page_renamed,
    "a translation that is gone": lambda guide: (guide.folder / "docs/es/folded.md").unlink(),
    "a type of programs at the top of a page": on_both("cited.md", "title: Cited", "title: !!str Cited"),
    "a picture under the same name": another_picture,
    "an entry": replaced("bib/references.bib", "Cells", "Cells and genes"),
    "a slip in an entry": replaced("bib/references.bib", "year = {2019}", "year = {2919}"),
    "what became of a source": lambda guide: guide.write(
        "bib/status.json",
        '{"asked": "2026-11-24", "sources": {"doe2019": {"state": "retracted", "source": "Crossref", "date": "2026-11-01"}}}',
    ),
    "a term": replaced("docs/glossary.yml", "definition: b", "definition: c"),
    "a mark of Markdown in a term": replaced("docs/glossary.yml", "definition: b", 'definition: "**b**"'),
    "the name of a term": replaced("docs/glossary.yml", "term: about", "term: sentence"),
    "a phone line": replaced("docs/help.yml", "every day", "Mondays"),
    "a word of the site": replaced("overrides/locales/es.yml", 'not_advice: "', 'not_advice: "Ahora. '),
    "how a language is written": lambda guide: guide.write(
        "overrides/locales/style/en.yml", 'avoided:\n  - {words: [sentence], why: "Say line."}\n'
    ),
    "a template": replaced("overrides/partials/page-end.html", "<aside ", "<aside data-new "),
    "a style sheet": lambda guide: guide.write("overrides/assets/site.css", "p { color: red; }\n"),
    "a script": lambda guide: guide.write("overrides/assets/menu.js", "document.title = 'new';\n"),
    "the site's name": replaced("mkdocs.yml", "site_name: CUP Guide", "site_name: Another guide"),
    "a heading, which the list of headings has": on_both("cited.md", "## Questions {", "## What to ask {"),
    "a heading that is gone, below which something stands": on_both(
        "help.md", "## Lines {#lines}", "## Calls {#calls}"
    ),
    "a setting of ours": replaced("mkdocs.yml", "folded: outlook", "folded: questions"),
    "an extension": replaced("mkdocs.yml", "  - def_list\n", ""),
}


@pytest.mark.parametrize(("number", "edit"), [*enumerate(EDITS.values())], ids=EDITS)
def test_every_edit_gives_the_bytes_and_the_words_of_a_build_from_nothing(
    full: Full, number: int, edit: Callable[[Guide], None], monkeypatch
):
    edit(full)
    # Every second one in two processes.
    monkeypatch.setenv("WORKERS", str(1 + number % 2))
    after = built(full.folder)
    assert after != full.before
    # In one process, which is sooner done than two, and gives the same.
    monkeypatch.setenv("WORKERS", "1")
    assert after == from_nothing(full.folder)
    if after[1]:  # What is wrong is said again by a build that made nothing of it.
        assert built(full.folder) == after


def test_another_day_gives_what_a_build_from_nothing_gives_on_that_day(full: Full):
    later = datetime(2028, 11, 24, 12, tzinfo=UTC)
    after = built(full.folder, later)
    assert after != full.before
    assert after == from_nothing(full.folder, later)


def test_another_address_in_the_environment_gives_what_a_build_from_nothing_gives(full: Full, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://guide.example/")
    after = built(full.folder)
    assert after != full.before
    assert after == from_nothing(full.folder)


def test_other_code_gives_what_it_makes(full: Guide):
    make_folder(full)

    def by_command() -> dict[str, str]:
        command = [sys.executable, "tools/make_site.py", "site"]
        environment = os.environ | {"PYTHONPATH": "hooks", "SOURCE_DATE_EPOCH": str(int(TODAY.timestamp()))}
        subprocess.run(command, cwd=full.folder, check=True, capture_output=True, env=environment)
        return hashes(full.folder / "site")

    before = by_command()
    replaced("hooks/editorial/site/theme.py", "import re\n", "import re  # other\n")(
        full
    )  # The same bytes, from other code.
    assert by_command() == before
    replaced("hooks/pages.py", "else made.html", 'else made.html + "<!-- other -->"')(full)
    after = by_command()
    assert after["cited.html"] != before["cited.html"]
    shutil.rmtree(full.folder / KEPT)
    assert by_command() == after


def made(folder: Path) -> dict[str, int]:
    """Return what is kept, and when each was written."""
    return {file.name: file.stat().st_mtime_ns for file in (folder / KEPT).iterdir()}


def test_where_nothing_changed_nothing_is_made(full: Full):
    kept = made(full.folder)
    assert built(full.folder) == full.before
    assert made(full.folder) == kept


def test_a_word_of_one_page_makes_that_page_again_and_what_shows_it(full: Full):
    kept = made(full.folder)
    EDITS["a word of a page"](full)
    built(full.folder)
    now = made(full.folder)
    # In two languages: its lines, style, text, page and names; the collection; and both beside each other.
    new = {name for name, when in now.items() if kept.get(name) != when}
    assert len(new) < len(now) / 3


def test_with_one_process_and_with_two_the_same_results_are_kept(full: Full, monkeypatch):
    monkeypatch.setenv("WORKERS", "1")
    assert from_nothing(full.folder) == full.before
    kept = made(full.folder)
    monkeypatch.setenv("WORKERS", "2")
    assert built(full.folder) == full.before
    assert made(full.folder) == kept


def test_a_page_that_takes_too_long_is_read_again_each_time(full: Guide, monkeypatch):
    monkeypatch.setattr(engine, "at_most", lambda seconds: at_most(seconds / 1000))
    slow = "\n" + "[A](about.md) **b** and *c*.\n\n" * 1000
    full.write_both("cited.md", "Cited", slow)
    said = [line for line in built(full.folder)[1] if "takes longer" in line]
    monkeypatch.undo()
    assert said
    assert not [line for line in built(full.folder)[1] if "takes longer" in line]


def test_a_pipe_or_a_link_to_an_endless_file_among_the_pages_is_said_and_holds_up_nothing(full: Guide):
    os.mkfifo(full.folder / "docs/en/pipe.png")
    (full.folder / "docs/en/endless.png").symlink_to("/dev/zero")
    said = built(full.folder)[1]
    assert "docs/en/pipe.png:1: this is neither a file nor a folder. Take it out." in said
    assert "docs/en/endless.png:1: this is a link to another place. Put the file itself here." in said
