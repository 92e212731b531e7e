"""A site is not built again only where it would be the same, and stands as it was left."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from editorial.build import unchanged
from editorial.build.unchanged import is_unchanged, note_site, read_everything


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "guide"
    for path in (
        "mkdocs.yml",
        "docs/en/index.md",
        "hooks/pages.py",
        "site/index.html",
        ".github/CODEOWNERS",
        "tests/a.py",
    ):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path, "utf-8")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(
        folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "All"
    )
    return folder


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True)


def note(root: Path) -> None:
    note_site(root / "site", read_everything(root, root / "site"), root / ".cache/site")


def write_unseen(file: Path, text: str) -> None:
    """Write a file that is as long as before, and seems to be as old."""
    before = file.stat()
    file.write_text(text, "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size


def is_as_noted(root: Path) -> bool:
    return is_unchanged(root / "site", read_everything(root, root / "site"), root / ".cache/site")


def test_nothing_was_built_yet(root: Path):
    assert not is_as_noted(root)


def test_where_nothing_changed_it_is_not_built_again(root: Path):
    note(root)
    assert is_as_noted(root)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "docs/en/index.md").write_text("other"),
        lambda root: (root / "docs/en/new.md").write_text(""),
        lambda root: (root / "docs/en/index.md").rename(root / "docs/index.md"),
        lambda root: (root / "mkdocs.yml").unlink(),
        lambda root: (root / "hooks/pages.py").write_text("other"),
        lambda root: (root / ".github/CODEOWNERS").write_text("other"),
        lambda root: (root / "more.txt").write_text("other"),
        lambda root: (root / "site/index.html").write_text("other"),
        lambda root: write_unseen(root / "site/index.html", "site/INDEX.HTML"),
        lambda root: (root / "site/index.html").unlink(),
        lambda root: (root / "site/more.html").write_text(""),
        lambda root: (root / "site").rename(root / "docs/site"),
        lambda root: git(root, "rm", "--quiet", "--cached", "docs/en/index.md"),
        lambda root: git(
            root,
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
            "commit",
            "--quiet",
            "--allow-empty",
            "-m",
            "b",
        ),
        lambda root: [file.write_bytes(b"spoiled") for file in (root / ".cache/site").iterdir()],
    ],
)
def test_whatever_changed_it_is_built_again(root: Path, change):
    note(root)
    change(root)
    assert not is_as_noted(root)


def test_tests_and_the_folders_of_tools_are_no_part_of_it(root: Path):
    note(root)
    for path in ("tests/b.py", ".pytest_cache/x", ".venv/x", "hooks/__pycache__/pages.pyc"):
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text("x", "utf-8")
    assert is_as_noted(root)


@pytest.mark.parametrize("name", ["SITE_URL", "WORKERS", "EDITIONS", "SOURCE_DATE_EPOCH"])
def test_another_environment_builds_it_again(root: Path, name: str, monkeypatch: pytest.MonkeyPatch):
    note(root)
    monkeypatch.setenv("COLUMNS", "33")
    assert is_as_noted(root)
    monkeypatch.setenv(name, "1")
    assert not is_as_noted(root)


def test_another_version_of_a_package_builds_it_again(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "packages/mkdocs-1.0.dist-info").mkdir(parents=True)
    note(root)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "packages")])
    assert not is_as_noted(root)


def test_another_dictionary_builds_it_again(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(unchanged, "_DICTIONARIES", (str(tmp_path / "words"),))
    note(root)
    (tmp_path / "words").mkdir()
    (tmp_path / "words/es.dic").write_text("1\npalabra\n", "utf-8")
    assert not is_as_noted(root)


def test_another_day_builds_it_again(root: Path, monkeypatch: pytest.MonkeyPatch):
    note(root)

    class Tomorrow(unchanged.datetime):
        @classmethod
        def now(cls, tz=None):
            return super().now(tz) + unchanged.timedelta(days=1)

    monkeypatch.setattr(unchanged, "datetime", Tomorrow)
    assert not is_as_noted(root)


def test_what_changed_while_it_was_built_is_not_as_before_even_if_it_was_changed_back(root: Path):
    before = read_everything(root, root / "site")
    page = root / "docs/en/index.md"
    text = page.read_text("utf-8")
    page.write_text("other", "utf-8")
    page.write_text(text, "utf-8")
    os.utime(page, ns=(0, 1))
    assert not before.is_as_before(root, root / "site")


def test_without_git_it_goes_by_the_files(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "/nowhere")
    note(root)
    assert is_as_noted(root)
    (root / "docs/en/index.md").write_text("other")
    assert not is_as_noted(root)
