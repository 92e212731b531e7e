"""What a code host does with the guide: its workflows and forms are valid, and may do no more than they must."""

import base64
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from editorial.site.asked import read_asked
from guides import ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")
SCHEMAS = {
    "github-workflows": WORKFLOWS,
    "github-issue-forms": FORMS,
    "github-issue-config": [GITHUB / "ISSUE_TEMPLATE/config.yml"],
    "dependabot": [GITHUB / "dependabot.yml"],
}


def read(path: Path) -> dict:
    # YAML 1.1 reads the key "on" as true.
    return {"on" if key is True else key: value for key, value in yaml.safe_load(path.read_text()).items()}


def jobs() -> list:
    return [
        pytest.param(job, id=f"{path.stem}-{name}")
        for path in WORKFLOWS
        for name, job in read(path)["jobs"].items()
    ]


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    programs = {"check-jsonschema", "zizmor"}
    first = Path(sys.executable).parent / command[0] if command[0] in programs else command[0]
    return subprocess.run([first, *command[1:]], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_file_is_what_the_code_host_expects(schema: str):
    done = run("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *SCHEMAS[schema])
    assert done.returncode == 0, done.stdout


def test_a_slip_in_a_workflow_would_be_found(tmp_path: Path):
    (tmp_path / "a.yml").write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    stepz: []\n")
    done = run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", tmp_path / "a.yml")
    assert done.returncode == 1
    assert "stepz" in done.stdout


def test_zizmor_finds_nothing_unsafe():
    done = run("zizmor", "--offline", "--no-progress", "--format=json", GITHUB)
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout) == []


def test_zizmor_would_find_an_action_that_is_not_pinned_and_permissions_that_are_too_wide(tmp_path: Path):
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    wide = re.sub(
        r"    permissions:\n      contents: read",
        "    permissions: write-all",
        (GITHUB / "workflows/ci.yml").read_text(),
    )
    (folder / "a.yml").write_text(re.sub(r"@[0-9a-f]{40} # v", "@v", wide))
    found = json.loads(run("zizmor", "--offline", "--no-progress", "--format=json", tmp_path).stdout)
    assert {finding["ident"] for finding in found} >= {"unpinned-uses", "excessive-permissions"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_an_action_is_pinned_by_a_hash_with_its_version_beside_it_and_belongs_to_the_code_host(path: Path):
    for line in re.findall(r"uses: (.+)", path.read_text()):
        assert re.fullmatch(
            r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\./\.github/workflows/ci\.yml .*", line
        )


def test_an_action_has_one_version_everywhere():
    used = {line for path in WORKFLOWS for line in re.findall(r"uses: (actions/.+)", path.read_text())}
    assert len(used) == len({line.partition("@")[0] for line in used}) >= 4


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_do_nothing_that_its_jobs_do_not_ask_for(path: Path):
    workflow = read(path)
    assert workflow["permissions"] == {}
    assert all("permissions" in job for job in workflow["jobs"].values())


@pytest.mark.parametrize("name", ["links", "sources"])
def test_the_job_that_may_write_to_the_repository_runs_one_script_and_nothing_that_is_installed(name: str):
    writing = [
        job
        for job in read(GITHUB / f"workflows/{name}.yml")["jobs"].values()
        if job["permissions"].get("contents") == "write"
    ]
    (job,) = writing
    assert job["needs"] == name
    assert job["permissions"] == {"contents": "write"}
    assert [step["run"] for step in job["steps"] if "run" in step] == [f".github/keep-day {name}"]


KEEPING_GH = """#!/bin/sh
printf '%s\\n' "$*" >> calls
case "$*" in *PUT*) test ! -e closed;; *) test ! -e known || echo abc;; esac
"""


@pytest.mark.parametrize("before", [None, '{"sources": "2026-11-01"}'])
def test_the_day_is_kept_beside_the_bibliography(tmp_path: Path, before: str | None):
    (tmp_path / "gh").write_text(KEEPING_GH)
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "bib").mkdir()
    if before:
        (tmp_path / "bib/asked.json").write_text(before)
        (tmp_path / "known").touch()
    more = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "GITHUB_REPOSITORY": "a/b"}
    command = [GITHUB / "keep-day", "links"]
    subprocess.run(command, cwd=tmp_path, env=os.environ | more, check=True)
    *_, kept = (tmp_path / "calls").read_text().splitlines()
    assert kept.startswith("api --silent --method PUT repos/a/b/contents/bib/asked.json ")
    assert ("sha=abc" in kept) == bool(before)
    text = base64.b64decode(re.search(r"content=(\S+)", kept)[1]).decode()
    asked, problems = read_asked(text, path="a")
    assert problems == []
    assert asked.links == datetime.now(UTC).date()
    assert str(asked.sources) == ("2026-11-01" if before else "None")
    (tmp_path / "closed").touch()
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | more, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "::warning::The day could not be kept. Run make links on your computer" in done.stdout


def test_only_the_workflows_that_keep_an_issue_may_write_issues_and_only_deploy_may_publish():
    granted = {
        (path.stem, permission)
        for path in WORKFLOWS
        for job in read(path)["jobs"].values()
        for permission, level in job["permissions"].items()
        if level == "write"
    }
    assert granted == {
        ("links", "actions"),
        ("links", "contents"),
        ("sources", "contents"),
        ("links", "issues"),
        ("sources", "issues"),
        ("due", "issues"),
        ("audit", "issues"),
        ("deploy", "pages"),
        ("deploy", "id-token"),
    }


def test_only_a_site_of_main_that_passed_is_published():
    deploy = read(GITHUB / "workflows/deploy.yml")
    assert deploy["on"] == {"push": {"branches": ["main"]}}
    assert deploy["jobs"]["deploy"]["needs"] == "ci"
    assert deploy["jobs"]["deploy"]["if"].startswith("github.ref == 'refs/heads/main'")
    steps = read(GITHUB / "workflows/ci.yml")["jobs"]["preview"]["steps"]
    (kept,) = [step for step in steps if "upload-pages-artifact" in step.get("uses", "")]
    assert "github.ref == 'refs/heads/main'" in kept["if"]


def test_ci_runs_what_everyone_runs():
    steps = [step for job in read(GITHUB / "workflows/ci.yml")["jobs"].values() for step in job["steps"]]
    commands = [step["run"] for step in steps if "run" in step]
    own = [command for command in commands if not command.startswith("git config")]
    assert own == [
        "make problems FORMAT=github",
        "make site",
        "make sbom",
        "make proposal",
        'cat proposal/summary.md >> "$GITHUB_STEP_SUMMARY"',
        '.github/tests-of "$BASE" >> "$GITHUB_OUTPUT"',
        "make content",
        ".ci/run",
        'test "$FAILED" = false',
    ]


TEXTS = ("docs/en/a.md", "docs/en/Guía nueva.md", "bib/references.bib", "overrides/locales/es.yml")
CODE = (
    "hooks/a.py",
    "overrides/main.html",
    "mkdocs.yml",
    "docs.py",
    "a/docs/en/a.md",
    "overrides/locales/strength/en.yml",
)


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        *(([path], "content") for path in TEXTS),
        ([*TEXTS], "content"),
        *(([path], "all") for path in CODE),
        *(([*TEXTS, path], "all") for path in CODE),
        ([], "all"),
    ],
)
def test_a_proposal_of_texts_runs_the_tests_of_texts_and_no_others(
    tmp_path: Path, changed: list[str], tests: str
):
    who = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]

    def git(*arguments: str) -> None:
        subprocess.run([*who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("commit", "-q", "--allow-empty", "-m", "a")
    git("branch", "base")
    for path in changed:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    git("add", ".")
    git("commit", "-q", "--allow-empty", "-m", "b")

    def asked(*base: str) -> str:
        command = [GITHUB / "tests-of", *base]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    assert asked("base") == f"tests={tests}\n"
    assert asked("") == asked() == asked("none") == "tests=all\n"


def test_code_that_was_moved_among_the_texts_runs_every_test(tmp_path: Path):
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=tmp_path, check=True)
    (tmp_path / "hooks").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "hooks/a.py").write_text("x\n" * 50)
    who = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (
        ["add", "."],
        ["commit", "-qm", "a"],
        ["branch", "base"],
        ["mv", "hooks/a.py", "docs/a.md"],
        ["commit", "-qam", "b"],
    ):
        subprocess.run([*who, *command], cwd=tmp_path, check=True)
    done = subprocess.run(
        [GITHUB / "tests-of", "base"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "tests=all\n"


def test_one_check_stands_for_all_and_fails_with_any_of_them():
    jobs = read(GITHUB / "workflows/ci.yml")["jobs"]
    assert jobs["content"]["if"] == "needs.kind.outputs.tests == 'content'"
    assert jobs["test"]["if"] == "needs.kind.outputs.tests == 'all'"
    assert jobs["passed"]["if"] == "${{ always() }}"
    # The summary of a proposal is for reading: it stops nothing.
    assert {*jobs["passed"]["needs"]} == {*jobs} - {"passed", "proposal"}


def on_proposals() -> list:
    """What runs what strangers propose."""
    return [path for path in WORKFLOWS if "pull_request" in read(path)["on"]]


def test_nothing_runs_a_proposal_with_rights():
    """Events that know the repository's secrets and may write, although a stranger began them."""
    for path in WORKFLOWS:
        assert not {"pull_request_target", "workflow_run", "issue_comment", "issues"} & {*read(path)["on"]}, (
            path
        )


@pytest.mark.parametrize("path", on_proposals(), ids=lambda path: path.stem)
def test_what_runs_a_proposal_may_read_and_no_more_and_is_told_no_token(path: Path):
    text = path.read_text()
    assert "secrets." not in text
    assert "github.token" not in text
    assert "GITHUB_TOKEN" not in text
    for job in read(path)["jobs"].values():
        assert job["permissions"] in ({}, {"contents": "read"})
        for step in job.get("steps", ()):
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False
            assert "actions/cache" not in step.get("uses", "")
            # What an event says is told to a shell as a variable, never as a part of its commands.
            assert "${{" not in step.get("run", "")


def test_a_proposal_shows_itself_whatever_becomes_of_the_build():
    job = read(GITHUB / "workflows/ci.yml")["jobs"]["proposal"]
    assert "needs" not in job
    compared, said, kept = job["steps"][-3:]
    assert compared["run"] == "make proposal"
    assert compared["env"] == {"BASE": "${{ github.event.pull_request.base.sha }}"}
    assert said["if"] == kept["if"] == "${{ !cancelled() }}"
    assert kept["with"]["path"] == "proposal"


def test_the_button_puts_right_the_proposal_itself_and_shows_it_as_text(tmp_path: Path):
    workflow = read(GITHUB / "workflows/fix.yml")
    assert workflow["on"] == {"pull_request": {"types": ["labeled"]}}
    (job,) = workflow["jobs"].values()
    assert job["if"] == "github.event.label.name == 'fix'"
    assert job["steps"][0]["with"]["ref"] == "${{ github.event.pull_request.head.sha }}"
    assert re.search(r"^label fix ", (GITHUB / "labels").read_text("utf-8"), re.MULTILINE)
    (tmp_path / "fix").mkdir()
    attack = (
        "\n@maintainer\r# Passed\r\n<script>x</script>\n```\n![x](https://example.org)\n" + "x" * 1_000_000
    )
    (tmp_path / "fix/changes.txt").write_text(attack)
    (step,) = [step for step in job["steps"] if "GITHUB_STEP_SUMMARY" in step.get("run", "")]
    environment = os.environ | {
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }
    subprocess.run(["bash", "-e", "-c", step["run"]], env=environment, check=True)
    said = (tmp_path / "summary").read_bytes().decode()
    ours, _, shown = said.partition("git apply fix.patch\n\n")
    assert "@" not in ours
    assert all(line.startswith("    ") for line in shown.removesuffix("\n").split("\n"))
    assert "\r" not in shown
    assert len(said.encode()) < 1024**2


def test_ci_runs_every_python_that_the_project_promises():
    job = read(GITHUB / "workflows/ci.yml")["jobs"]["test"]
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
    assert job["container"] == "python:${{ matrix.python }}-bookworm"
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text()


@pytest.mark.parametrize("job", jobs())
def test_a_job_ends_and_its_commands_are_shell(job: dict):
    assert "uses" in job or job["timeout-minutes"] <= 60
    for step in job.get("steps", ()):
        done = subprocess.run(
            ["bash", "-n"], input=step.get("run", ""), capture_output=True, text=True, check=False
        )
        assert done.stderr == ""


def test_every_make_target_that_a_workflow_calls_exists():
    makefile = (ROOT / "Makefile").read_text()
    for path in WORKFLOWS:
        for target in set(re.findall(r"\bmake (?:--silent )?([a-z]+)\b", path.read_text())):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


FAKE_GH = """#!/bin/sh
printf '%s\\n' "$*" >> calls
test "$2" != list || cat open
"""


@pytest.mark.parametrize(
    ("opened", "found", "called"),
    [
        ("", "yes", "issue create --title Links --body-file a.md"),
        ("7", "yes", "issue edit 7 --body-file a.md"),
        ("7", "", "issue close 7 --comment Nothing is left to do here."),
        ("", "", None),
    ],
)
def test_one_issue_is_opened_then_updated_then_closed(
    tmp_path: Path, opened: str, found: str, called: str | None
):
    (tmp_path / "gh").write_text(FAKE_GH)
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "open").write_text(opened)
    command = [GITHUB / "keep-issue", "Links", "a.md", found]
    path = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    subprocess.run(command, cwd=tmp_path, env=os.environ | path, check=True, capture_output=True)
    listed, *changed = (tmp_path / "calls").read_text().splitlines()
    assert listed.startswith("issue list --state open")
    assert changed == ([called] if called else [])


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_asks_in_both_languages(path: Path):
    form = read(path)
    assert " · " in form["name"]
    for field in form["body"]:
        if field["type"] != "markdown":
            assert " · " in field["attributes"]["label"]


def test_the_checklist_of_a_pull_request_is_short_and_in_both_languages():
    items = re.findall(r"^- \[ \] (.+)$", (GITHUB / "pull_request_template.md").read_text(), re.MULTILINE)
    assert 3 <= len(items) <= 6
    assert all(" · " in item for item in items)


def test_every_label_that_a_form_sets_is_created_by_the_script():
    created = set(re.findall(r"^label (\w+) ", (GITHUB / "labels").read_text("utf-8"), re.MULTILINE))
    # 'fix' is for proposals: see the workflow of that name.
    assert {label for path in FORMS for label in read(path)["labels"]} == created - {"fix"}


def test_every_form_warns_against_personal_health_data():
    for path in FORMS:
        if path.stem != "source":
            assert "Do not write about your own health" in path.read_text("utf-8"), path


def test_the_schedules_of_a_quiet_repository_are_kept_alive(tmp_path: Path):
    (tmp_path / "gh").write_text(FAKE_GH)
    (tmp_path / "gh").chmod(0o755)
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    for path in WORKFLOWS:
        (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    path = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    subprocess.run([GITHUB / "keep-alive"], cwd=tmp_path, env=os.environ | path, check=True)
    enabled = {line.split()[-1] for line in (tmp_path / "calls").read_text().splitlines()}
    assert (
        enabled
        == {path.name for path in WORKFLOWS if "schedule" in read(path)["on"]}
        >= {"links.yml", "due.yml"}
    )
