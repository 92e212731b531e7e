"""What commands are given is text: make does not run it, and what is no value is one sentence."""

import subprocess

import pytest

from guides import Guide, make, make_folder

EVIL = [
    "docs/es/$(shell touch ran).md",
    "docs/es/`touch ran`.md",
    'docs/es/"; touch ran; ".md',
    "docs/es/$$(touch ran).md",
    "a\n$(shell touch ran)",
]


@pytest.fixture
def ready(guide: Guide) -> Guide:
    make_folder(guide)
    return guide


@pytest.mark.parametrize("page", EVIL)
@pytest.mark.parametrize("goal", ["changed", "translate", "page", "fix"])
def test_a_path_is_no_command(ready: Guide, goal: str, page: str):
    done = make(ready.folder, goal, f"PAGE={page}")
    assert done.returncode != 0
    assert not (ready.folder / "ran").exists()
    assert "Traceback" not in done.stderr
    said = [line for line in done.stdout.strip().splitlines() if not line.startswith("Setting up")]
    assert len(said) == 1


@pytest.mark.parametrize("base", ["$(shell touch ran)", "`touch ran`", '"; touch ran; "', "$$(touch ran)"])
def test_a_base_is_no_command(ready: Guide, base: str):
    """Make reads its variables before it runs anything: what it would do is enough to see."""
    said = make(ready.folder, "-n", "proposal", f"BASE={base}").stdout
    assert 'tools/proposal.py "$BASE"' in said
    assert not (ready.folder / "ran").exists()


def test_what_is_no_number_and_no_time_is_a_sentence(ready: Guide):
    said = make(ready.folder, "problems", WORKERS="abc").stdout
    assert "'workers' must be a number, not 'abc'. It is what the variable WORKERS says." in said
    assert "DAYS is 'x'. Write a number of days" in make(ready.folder, "due", "DAYS=x").stderr
    environment = {"SOURCE_DATE_EPOCH": "soon", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        ["make", "problems"], cwd=ready.folder, env=environment, capture_output=True, text=True, check=False
    )
    assert "SOURCE_DATE_EPOCH is 'soon'. Write the seconds since 1970" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_problem_is_told_where_a_machine_knows_no_letters_but_those_of_english(ready: Guide):
    ready.write("docs/en/about.md", "# Añón – “x”\n")
    done = make(ready.folder, "problems", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert "UnicodeEncodeError" not in done.stdout + done.stderr
    assert "docs/en/about.md:1: has no 'last_revised' date" in done.stdout


def test_what_only_builds_write_is_not_for_git(ready: Guide):
    subprocess.run(["git", "init", "-q"], cwd=ready.folder, check=True)
    ready.write(".cache/editions/x.kept", "x")
    subprocess.run(["git", "add", "-f", ".cache"], cwd=ready.folder, check=True)
    assert ".cache:1: '.cache/' is no part of the guide" in make(ready.folder, "problems").stdout
