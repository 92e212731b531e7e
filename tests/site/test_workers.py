"""Languages that are built side by side say and make the same as those built one after another."""

import subprocess
import sys
from pathlib import Path

import pytest

from guides import Guide, make, make_folder

pytestmark = pytest.mark.slow

#: A hook that does something odd while Spanish is built.
ODD = """import os, signal

def on_page_markdown(markdown, *, page, config, files):
    if config.theme["language"] == "es":
        {deed}
"""


@pytest.fixture
def folder(guide: Guide) -> Guide:
    make_folder(guide)
    return guide


def with_odd_hook(guide: Guide, deed: str) -> None:
    guide.write("hooks/odd.py", ODD.format(deed=deed))
    settings = (guide.folder / "mkdocs.yml").read_text("utf-8")
    guide.write("mkdocs.yml", settings.replace("\nhooks:\n", "\nhooks:\n  - hooks/odd.py\n"))


def test_two_processes_say_what_one_says(folder: Guide):
    folder.write_both("odd.md", "Odd", "\nText [@nobody], [away](gone.md).\n\nAn ABC.\n")
    folder.write("docs/es/alone.md", (folder.folder / "docs/es/odd.md").read_text("utf-8"))
    one, two = (make(folder.folder, "problems", NOTICES="all", WORKERS=count) for count in ("1", "2"))
    assert one.stdout == two.stdout
    assert one.returncode == two.returncode == 2
    for said in ("docs/en/odd.md:8: the citation '[@nobody]'", "docs/es/odd.md:9: link to 'gone.md'", "ABC"):
        assert said in one.stdout


def test_the_engine_alone_counts_what_is_said_of_every_language(folder: Guide):
    folder.write("docs/es/odd.md", (folder.folder / "docs/es/about.md").read_text("utf-8"))
    command = [str(Path(sys.executable).parent / "mkdocs"), "build", "--strict"]
    done = subprocess.run(command, cwd=folder.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "docs/es/odd.md:1: there is no 'docs/en/odd.md'" in done.stderr


def test_a_process_that_is_killed_is_a_sentence(folder: Guide):
    with_odd_hook(folder, "os.kill(os.getpid(), signal.SIGKILL)")
    done = make(folder.folder, "problems", WORKERS="2")
    assert done.returncode == 2
    assert "the process that built a part of the site was stopped" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_developers_mistake_in_another_language_is_a_traceback_with_its_page(folder: Guide):
    with_odd_hook(folder, "raise KeyError('an odd thing')")
    done = make(folder.folder, "problems", WORKERS="2")
    assert done.returncode == 2
    assert "KeyError: 'an odd thing'" in done.stderr
    assert "Error reading page 'es/" in done.stderr


@pytest.mark.parametrize("count", ["1", "2"])
def test_what_breaks_a_build_off_hides_nothing_that_is_wrong_with_the_pages(folder: Guide, count: str):
    with_odd_hook(folder, "from mkdocs.exceptions import PluginError; raise PluginError('Odd.')")
    folder.write_both("odd.md", "Odd", "\n<<<<<<< HEAD\n")
    done = make(folder.folder, "problems", WORKERS=count)
    assert done.returncode == 2
    assert "docs/en/odd.md:8: " in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
