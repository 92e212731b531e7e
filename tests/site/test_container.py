"""A container has all that the commands need, and nothing in it runs as root. No image can be fetched in a test: what it
is made of is read here, and its steps were run by hand in a bare Debian."""

import json
import re

import pytest

from guides import ROOT

LINES = re.sub(
    r"\\\n", " ", re.sub(r"^#.*\n", "", (ROOT / "Containerfile").read_text("utf-8"), flags=re.MULTILINE)
)
STEPS = [line.split(maxsplit=1) for line in LINES.splitlines() if line.strip()]
#: The scripts that install what a command needs, where a machine has it not.
SCRIPTS = ("tests/install-browser.sh", "tests/install-checkers.sh", "tests/install-node.sh")


def asked_for(script: str) -> set[str]:
    """Return the packages of Debian that a script would install."""
    text = (ROOT / script).read_text("utf-8").replace("\\\n", " ")
    listed = re.findall(r"apt-get install -qq -y --no-install-recommends ([^>]+) >", text)
    named = re.findall(r'missing="\$missing ([^"]+)"', text)
    return {name for names in (*listed, *named) for name in names.split() if not name.startswith("$")}


@pytest.mark.parametrize("script", SCRIPTS)
def test_it_has_every_package_that_a_script_would_install(script: str):
    (installed,) = [text for step, text in STEPS if step == "RUN" and "apt-get install" in text]
    assert len(asked_for(script)) >= 2
    assert asked_for(script) <= set(installed.split())


def test_what_stays_in_it_is_not_root():
    users = [text for step, text in STEPS if step == "USER"]
    assert users == ["editor"]
    before = [step for step, _ in STEPS][: [step for step, _ in STEPS].index("USER")]
    assert before == ["FROM", "RUN", "ENV"]
    assert not re.search(r"\bsudo\b", LINES)


def test_the_devcontainer_is_made_from_it():
    made = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text("utf-8"))
    assert made["build"] == {"dockerfile": "../Containerfile", "context": "..", "target": "programs"}
    assert "programs" in [text.partition(" AS ")[2] for step, text in STEPS if step == "FROM"]
    assert made["remoteUser"] in LINES


def test_what_is_made_anew_in_it_is_not_brought_along_and_its_history_is():
    left_out = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert {".venv", "**/node_modules", "site", ".build", ".cache"} <= set(left_out)
    assert ".git" not in left_out
