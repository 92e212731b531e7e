"""Set-up on any computer: what is missing is one sentence, and what can be done without it is done."""

import os
import pty
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from guides import AS_ANYBODY, ROOT, Guide, make

SET_UP = str(ROOT / "tools/set-up.sh")
#: Like one of Python 3.9, as Apple ships it: all that is asked of it is its version.
OLD = """#!/bin/sh
case $2 in *version_info\\ \\<*) exit 1 ;; esac
echo "3.9 was found"
"""
#: One that makes an environment without pip, whatever is asked of it.
WITHOUT_PIP = """#!/bin/sh
if test "$2" = venv; then shift 2; exec {python} -m venv --without-pip "$@"; fi
exec {python} "$@"
"""


def set_up(folder: Path, python: str, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {"PATH": os.environ["PATH"]} | environment
    command = ["/bin/sh", SET_UP, python, ".venv"]
    return subprocess.run(command, cwd=folder, env=known, capture_output=True, text=True, check=False)


def tool(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)
    return folder


def without_git(folder: Path) -> str:
    """Return a path of programs that has all that make needs, and no git."""
    folder.mkdir()
    for name in ("sh", "make", "test", "env", "cat", "uname", "id", "rm", "touch"):
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    return str(folder)


# --- Python ---------------------------------------------------------------------------------------


def test_a_python_that_is_too_old_is_one_sentence_and_nothing_is_made(tmp_path: Path):
    tools = tool(tmp_path / "bin", "python3", OLD)
    for name in ("sh",):
        (tools / name).symlink_to(shutil.which(name) or "")
    done = set_up(tmp_path, "python3", PATH=str(tools))
    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr == (
        "This needs Python 3.11 or later; 3.9 was found. Install it, or say where it is: PYTHON=/path/to/python3.12\n"
    )
    assert not (tmp_path / ".venv").exists()


@pytest.mark.slow
def test_a_newer_python_beside_the_old_one_is_taken_and_makes_anew_what_was_half_made_and_keeps_what_is_whole(
    tmp_path: Path,
):
    # What stands there was left half made.
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to("/nowhere/python3")
    (tmp_path / ".venv/left").write_text("x")
    tools = tool(tmp_path / "bin", "python3", OLD)
    (tools / "python3.12").symlink_to(sys.executable)
    path = f"{tools}:{os.environ['PATH']}"
    done = set_up(tmp_path, "python3", PATH=path)
    assert (done.returncode, done.stdout) == (0, "Setting up (once) ...\n")
    assert not (tmp_path / ".venv/left").exists()
    pip = [tmp_path / ".venv/bin/python", "-m", "pip", "--version"]
    assert subprocess.run(pip, capture_output=True, check=False).returncode == 0
    (tmp_path / ".venv/kept").write_text("x")
    assert set_up(tmp_path, "python3", PATH=path).stdout == "Setting up ...\n"
    assert (tmp_path / ".venv/kept").exists()


def test_no_python_is_one_sentence(tmp_path: Path):
    done = set_up(tmp_path, "/nowhere/python3")
    assert done.stderr.startswith("This needs Python 3.11 or later; '/nowhere/python3' was not found.")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.slow
def test_an_environment_without_pip_is_made_anew(tmp_path: Path):
    venv = [sys.executable, "-m", "venv", "--without-pip"]
    subprocess.run([*venv, tmp_path / ".venv"], check=True)
    (tmp_path / ".venv/left").write_text("x")
    # The new one is made without pip too, which takes most of the time.
    quick = tool(tmp_path / "bin", "python", WITHOUT_PIP.format(python=sys.executable)) / "python"
    assert set_up(tmp_path, str(quick)).stdout == "Setting up (once) ...\n"
    assert not (tmp_path / ".venv/left").exists()
    assert (tmp_path / ".venv/bin/python").exists()


def test_a_folder_that_may_not_be_written_is_one_sentence(tmp_path: Path):
    tmp_path.chmod(0o555)
    command = [*AS_ANYBODY, "/bin/sh", SET_UP, sys.executable, ".venv"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    tmp_path.chmod(0o755)
    assert done.returncode != 0
    assert re.fullmatch(
        r"The environment cannot be made in this folder: .*Permission denied.*\n", done.stderr
    )


def test_an_environment_whose_python_is_gone_is_set_up_again(ready: Guide):
    (ready.folder / ".venv").unlink()
    (ready.folder / ".venv/bin").mkdir(parents=True)
    (ready.folder / ".venv/.site-installed").write_text("")
    done = make(ready.folder, "due", PYTHON="/nowhere/python3")
    assert "This needs Python 3.11 or later; '/nowhere/python3' was not found." in done.stderr


# --- what can be done without ---------------------------------------------------------------------


def test_pages_alone_are_made_on_request(ready: Guide):
    done = make(ready.folder, "site", "EDITIONS=no")
    assert done.stdout.splitlines()[-1] == (
        "The site is in site/, without PDFs, EPUBs and zip. Open site/index.html in a browser: it needs no server and "
        "no network."
    )
    assert not {".pdf", ".epub", ".zip"} & {file.suffix for file in (ready.folder / "site").rglob("*")}
    wrong = make(ready.folder, "site", "EDITIONS=none")
    assert wrong.returncode != 0
    assert "EDITIONS is 'none'. Write EDITIONS=no for the pages alone." in wrong.stderr


def test_without_git_problems_are_said_as_ever(ready: Guide, tmp_path_factory):
    path = without_git(tmp_path_factory.mktemp("programs") / "bin")
    done = make(ready.folder, "problems", PATH=path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "git" in done.stdout


def test_in_a_folder_that_may_not_be_written_problems_are_said_as_ever(ready: Guide):
    ready.write("docs/en/about.md", "# About\n")
    ready.folder.chmod(0o555)
    done = make(ready.folder, "problems", under=AS_ANYBODY)
    ready.folder.chmod(0o755)
    assert "docs/en/about.md:1: has no 'last_revised' date" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_folder_that_was_renamed_works_as_before():
    """No command calls a script of the environment: each holds the path of the folder in which it was made."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    called = set(re.findall(r"\$\(BIN\)/([\w.-]+)", makefile))
    assert called <= {"python", "cyclonedx-py", "pip-audit", "uv"}


def test_whoever_asks_for_the_engines_successor_gets_it():
    """A folder on Python's path that is not there is passed over in silence."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (named,) = re.findall(r'PYTHONPATH="\$\(CURDIR\)/([^:]+):', makefile)
    assert (ROOT / named / "sitecustomize.py").is_file()


# --- the preview's port ---------------------------------------------------------------------------


def test_a_port_in_use_is_one_sentence(ready: Guide):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = make(ready.folder, "serve", f"PORT={port}")
    assert done.returncode != 0
    assert done.stderr.splitlines()[0] == (
        f"Port {port} is in use, perhaps by another preview. Take the next one: make serve PORT={port + 1}"
    )
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("PORT=abc", "PORT is 'abc'. Write a number from 1 to 65535, such as PORT=8001."),
        ("PORT=", "PORT is ''. Write a number from 1 to 65535, such as PORT=8001."),
        ("PORT=70000", "PORT is '70000'. Write a number from 1 to 65535, such as PORT=8001."),
        (
            "PORT=$(shell touch ran)",
            "PORT is '$(shell touch ran)'. Write a number from 1 to 65535, such as PORT=8001.",
        ),
        (
            "HOST=no such",
            "HOST is 'no such', which is no address of this computer. Leave it out, or write HOST=0.0.0.0.",
        ),
        (
            "HOST=192.0.2.1",
            "HOST is '192.0.2.1', which is no address of this computer. Leave it out, or write HOST=0.0.0.0.",
        ),
    ],
)
def test_an_address_that_is_none_is_one_sentence(ready: Guide, given: str, said: str):
    done = make(ready.folder, "serve", given)
    assert done.returncode != 0
    assert done.stderr.splitlines()[0] == said
    assert not (ready.folder / "ran").exists()


def test_the_preview_is_at_the_port_that_is_asked_for(ready: Guide):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    # The computer's name, as some shells tell every program.
    environment["HOST"] = "example"
    command = ["make", "serve", f"PORT={port}"]
    # A group of its own, so that the preview ends with it.
    with subprocess.Popen(
        command,
        cwd=ready.folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            assert "<title>" in answered(f"http://127.0.0.1:{port}/index.html", within=120)
        finally:
            os.killpg(process.pid, 15)


def answered(url: str, *, within: float) -> str:
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            with urlopen(url) as answer:
                return answer.read().decode()
        except (URLError, ConnectionError):
            time.sleep(0.3)
    return ""


# --- what it says ---------------------------------------------------------------------------------


def on_a_terminal(command: list[str], folder: Path) -> str:
    """Run a command on a terminal, and return all that it writes there."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "NO_COLOR"))
    }
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        said = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux: the other end is closed.
                break
            if not part:
                break
            said += part
        process.wait()
    os.close(ours)
    return said.decode()


@pytest.mark.parametrize("fault", [False, True], ids=["good", "fault"])
def test_the_result_is_the_last_line_and_the_only_one_in_bold(ready: Guide, fault: bool):
    if fault:
        ready.write_both("index.md", "T", "\n[@nope]\n")
    for goal in ("site", "problems"):
        said = on_a_terminal(["make", "--no-print-directory", goal], ready.folder)
        lines = [
            line for line in said.replace("\r\n", "\n").splitlines() if line.strip() and "Error 1" not in line
        ]
        bold = [line for line in lines if "\033[1m" in line]
        assert bold == lines[-1:]
        assert ("Building pages 2/2" in said) == (goal == "site" or "Building pages" in said)


def test_each_step_is_said_with_its_count_where_lines_stay(ready: Guide):
    done = make(ready.folder, "site")
    assert done.stderr.splitlines()[0] == "Building pages ..."
    assert re.search(r"^Building pages 2/2, \d+ s$", done.stderr, re.MULTILINE)
    assert re.search(r"^Drawing PDFs 0/(\d+)$", done.stderr, re.MULTILINE)
    assert re.search(r"^Drawing PDFs (\d+)/\1, \d+ s$", done.stderr, re.MULTILINE)
    # What is in the cache is not drawn again.
    assert "Drawing" not in make(ready.folder, "site").stderr
    assert make(ready.folder, "problems").stderr == ""
