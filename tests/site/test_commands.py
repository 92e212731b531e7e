"""What commands are given is text: make does not run it, and what is no value is one sentence."""

import os
import signal
import subprocess
import time

import make_site
import outside_links
import pytest

from guides import Guide, make, page

EVIL = [
    "docs/es/$(shell touch ran).md",
    "docs/es/`touch ran`.md",
    'docs/es/"; touch ran; ".md',
    "docs/es/$$(touch ran).md",
    "a\n$(shell touch ran)",
]
#: All of them in one: each goal names its variable once, and what make or a shell does with it, it does there.
EVIL_AT_ONCE = 'docs/es/$(shell touch ran)`touch ran`"; touch ran; "$$(touch ran).md'


@pytest.mark.parametrize(
    ("goal", "path"),
    [
        *(("changed", path) for path in EVIL),
        *((goal, EVIL_AT_ONCE) for goal in ("translate", "page", "fix")),
    ],
)
def test_a_path_is_no_command(ready: Guide, goal: str, path: str):
    done = make(ready.folder, goal, f"PAGE={path}")
    assert done.returncode != 0
    assert not (ready.folder / "ran").exists()
    assert "Traceback" not in done.stderr
    said = [line for line in done.stdout.strip().splitlines() if not line.startswith("Setting up")]
    assert len(said) == 1


@pytest.mark.parametrize("base", ["$(shell touch ran)", "`touch ran`", '"; touch ran; "', "$$(touch ran)"])
def test_a_base_is_no_command(ready: Guide, base: str):
    """Make reads its variables before it runs anything: what it would do is enough to see."""
    said = make(ready.folder, "-n", "proposal", f"BASE={base}").stdout
    assert 'tools/run.py proposal "$BASE"' in said
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


@pytest.mark.parametrize(
    ("goal", "typed", "said"),
    [
        ("problems", "FORMAT=xml", "FORMAT is 'xml'. Write one of: FORMAT=text, FORMAT=json, FORMAT=github"),
        ("links", "FIX=all", "FIX is 'all'. Write FIX=moved, or leave it out."),
        ("links", "ARGS=--replay=nowhere", "'nowhere' is no record of an earlier run."),
        ("source", "FILE=-x.ris", "-x.ris: there is no such file."),
        ("source", "FROM=https://[x", "https://[x: is not a DOI, a PMID, a PMCID, an ISBN or an address."),
        ("review", "PAGE=a\x1bb", "There is no page 'a<U+001B>b'."),
    ],
)
def test_what_cannot_be_used_is_a_sentence(ready: Guide, goal: str, typed: str, said: str):
    done = make(ready.folder, goal, typed)
    assert done.returncode != 0
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "usage:" not in done.stderr


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--replay=mkdocs.yml", "'mkdocs.yml' is no record of an earlier run."),
        ("--record=nowhere/x", "'nowhere/x' cannot be written."),
        ("--memory=docs", "'docs' cannot be written."),
    ],
)
def test_a_file_of_links_that_cannot_be_used_is_a_sentence(
    guide: Guide, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], option: str, said: str
):
    monkeypatch.chdir(guide.folder)
    assert outside_links.main([option]) == 1
    assert said in capsys.readouterr().out


def test_a_translation_whose_original_is_as_it_was_is_said(ready: Guide):
    subprocess.run(["git", "init", "-q"], cwd=ready.folder, check=True)
    subprocess.run(["git", "config", "diff.external", "false"], cwd=ready.folder, check=True)
    subprocess.run(["git", "add", "docs"], cwd=ready.folder, check=True)
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, "commit", "-qm", "Begin"], cwd=ready.folder, check=True)
    said = make(ready.folder, "changed", "PAGE=docs/es/about.md").stdout
    assert "Nothing has changed in docs/en/about.md since then." in said
    ready.write("docs/en/about.md", page("About", "\nAnother word.\n"))
    said = make(ready.folder, "changed", "PAGE=docs/es/about.md").stdout
    assert "{+Another word.+}" in said


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


def test_whoever_has_read_enough_is_no_fault(ready: Guide):
    ready.write_both("about.md", "About", "\n\nA sentence of some words.\n" * 2000)
    done = subprocess.run(
        ["bash", "-c", "make words | true; exit ${PIPESTATUS[0]}"],
        cwd=ready.folder,
        env=os.environ | {"MAKEFLAGS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "BrokenPipeError" not in done.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-", ">/dev/full"])
def test_a_stream_that_is_closed_or_full_is_no_fault_of_the_code(ready: Guide, closed: str):
    command = f'exec 9>said; make problems {closed}; echo "[$?]" >&9'
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ready.folder,
        env=os.environ | {"MAKEFLAGS": "", "SOURCE_DATE_EPOCH": "1795521600"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout
    # What cannot be written is said; what nobody wants to hear is not.
    assert ((ready.folder / "said").read_text() == "[0]\n") == ("full" not in closed)


@pytest.mark.parametrize("after", [0.2, 0.6, 1.0])
@pytest.mark.parametrize("goal", ["problems", "due"])
def test_who_ends_a_command_sees_no_traceback(ready: Guide, goal: str, after: float):
    process = subprocess.Popen(
        ["make", goal],
        cwd=ready.folder,
        env=os.environ | {"MAKEFLAGS": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  (no threads here)
    )
    time.sleep(after)
    os.killpg(process.pid, signal.SIGINT)
    assert "Traceback" not in process.communicate(timeout=30)[0]


@pytest.mark.parametrize("ended", [KeyboardInterrupt, RuntimeError])
@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_a_build_that_broke_off_has_no_result(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ended: type[BaseException], form: str
):
    def broken(*_: object, **__: object) -> None:
        raise ended

    monkeypatch.setattr(make_site, "build_and_listen", broken)
    with pytest.raises(ended):
        make_site.main(None, form)
    assert capsys.readouterr().out == ""
