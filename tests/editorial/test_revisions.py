"""Whether a page changed after it was last revised, on real small git repositories."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from editorial.pages.revisions import blobs, fingerprint, read_history, unrevised_change, version_of

TODAY = date(2026, 11, 23)


class Repository:
    """A git repository of one page."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.page = root / "docs/en/a.md"
        self.page.parent.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, day: str = "2026-01-01") -> str:
        environment = os.environ | {
            "GIT_AUTHOR_DATE": f"{day}T12:00:00+00:00",
            "GIT_COMMITTER_DATE": f"{day}T12:00:00+00:00",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        names = ["-c", "user.name=An Editor", "-c", "user.email=editor@example.org"]
        command = ["git", *names, *arguments]
        return subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, text=True, check=True
        ).stdout

    def write(self, text: str, *, revised: str = "2026-06-01", more: str = "") -> None:
        self.page.write_text(f"---\nlast_revised: {revised}\n{more}---\n{text}\n", encoding="utf-8")

    def commit(self, day: str, message: str = "Change") -> None:
        self.git("add", "--all", day=day)
        self.git("commit", "--quiet", "--message", message, day=day)

    def said(self) -> str | None:
        history = read_history(self.root, "docs")
        assert history is not None
        path = self.page.relative_to(self.root).as_posix()
        source = self.page.read_text(encoding="utf-8")
        with blobs(self.root) as blob:
            return unrevised_change(source, history.get(path, ()), blob=blob, today=TODAY)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A page revised on 1 June 2026, and committed on 3 June."""
    repository = Repository(tmp_path)
    repository.write("# A\n\nTake 48.5 mg [daily](b.md) [@lee2020].")
    repository.commit("2026-06-03", "First version")
    return repository


def test_a_page_as_it_was_revised_is_right(repository: Repository):
    assert repository.said() is None


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\nTake 4.85 mg [daily](b.md) [@lee2020].",
        "# A\n\nTake 48.5 mg [weekly](b.md) [@lee2020].",
        "# A\n\nTake 48.5 mg [daily](b.md) [@kramer2023].",
        "# A\n\nTake 48.5 mg [daily](b.md).",
        "# A\n\nDo not take 48.5 mg [daily](b.md) [@lee2020].",
    ],
)
def test_a_change_of_words_numbers_or_sources_after_the_revision_is_said(repository: Repository, text: str):
    repository.write(text)
    repository.commit("2026-07-01", "Mend the dose")
    said = repository.said()
    assert said is not None
    assert said.startswith("was changed on 2026-07-01 ('Mend the dose', ")
    assert said.endswith(
        ") after it was last revised on 2026-06-01. If someone has checked the page against its sources, "
        "write that day: last_revised: 2026-11-23. If the medicine is the same, end the commit message "
        "with a line 'Revision: minor'."
    )


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("# A\n\n\nTake 48.5 mg\n[daily](b.md) [@lee2020].", ""),
        ("# A {#top}\n\nTake 48.5 mg, [daily](c.md#x) [@lee2020]!", ""),
        ("# a\n\ntake 48.5 mg **[daily](b.md)** [@lee2020].", ""),
        ("# A\n\nTake 48.5 mg [daily](b.md) [@lee2020].", "description: New.\n"),
    ],
)
def test_white_space_punctuation_links_and_front_matter_do_not_count(repository: Repository, text, more):
    repository.write(text, more=more)
    repository.commit("2026-07-01")
    assert repository.said() is None


def test_a_minor_change_does_not_count(repository: Repository):
    repository.write("# A\n\nTake 48.5 milligrams [daily](b.md) [@lee2020].")
    repository.commit("2026-07-01", "Spell it out\n\nRevision: minor")
    assert repository.said() is None


def test_a_change_revised_in_the_same_commit_is_right(repository: Repository):
    repository.write("# A\n\nTake 20 mg.", revised="2026-07-01")
    repository.commit("2026-07-09")
    assert repository.said() is None


def test_a_change_revised_later_is_right(repository: Repository):
    repository.write("# A\n\nTake 20 mg.")
    repository.commit("2026-07-01")
    repository.write("# A\n\nTake 20 mg.", revised="2026-07-02")
    repository.commit("2026-07-02")
    assert repository.said() is None


def test_a_change_on_the_day_of_the_revision_is_right(repository: Repository):
    repository.write("# A\n\nTake 30 mg.", revised="2026-07-01")
    repository.commit("2026-07-01")
    repository.write("# A\n\nTake 20 mg.", revised="2026-07-01")
    repository.commit("2026-07-01")
    assert repository.said() is None


def test_a_change_taken_back_is_right(repository: Repository):
    first = repository.page.read_text(encoding="utf-8")
    repository.write("# A\n\nTake 20 mg.")
    repository.commit("2026-07-01")
    repository.page.write_text(first, encoding="utf-8")
    repository.commit("2026-07-02")
    assert repository.said() is None


def test_an_edit_that_is_not_committed_is_said(repository: Repository):
    repository.write("# A\n\nTake 20 mg.")
    said = repository.said()
    assert said is not None
    assert said.startswith("has edits that are not committed after it was last revised on 2026-06-01.")


def test_an_edit_that_is_revised_and_not_committed_is_right(repository: Repository):
    repository.write("# A\n\nTake 20 mg.", revised="2026-11-23")
    assert repository.said() is None


def test_a_new_page_is_right(repository: Repository):
    repository.page = repository.root / "docs/en/new.md"
    repository.write("# New", revised="2026-11-23")
    assert repository.said() is None


def test_a_change_before_a_page_was_renamed_is_remembered(repository: Repository):
    repository.write("# A\n\nTake 20 mg of this medicine, and tell your team how you feel.")
    repository.commit("2026-07-01", "Change the dose")
    repository.git("mv", "docs/en/a.md", "docs/en/é.md")
    repository.commit("2026-07-02", "Rename")
    repository.page = repository.root / "docs/en/é.md"
    said = repository.said()
    assert said is not None
    assert "'Change the dose'" in said


def test_a_change_on_a_branch_is_found_after_its_merge(repository: Repository):
    repository.git("switch", "--quiet", "--create", "dose")
    repository.write("# A\n\nTake 20 mg.")
    repository.commit("2026-07-01", "Change the dose")
    repository.git("switch", "--quiet", "main")
    (repository.root / "docs/en/b.md").write_text("# B\n")
    repository.commit("2026-07-02", "Something else")
    repository.git("merge", "--quiet", "--no-ff", "--message", "Merge", "dose", day="2026-07-03")
    said = repository.said()
    assert said is not None
    assert "'Change the dose'" in said


def test_a_folder_without_a_history_of_its_own_has_none(repository: Repository, tmp_path: Path):
    inside = tmp_path / "unzipped"
    (inside / "docs").mkdir(parents=True)
    assert read_history(inside, "docs") is None


def test_a_shallow_clone_has_no_history(repository: Repository, tmp_path: Path):
    repository.write("# A\n\nTake 20 mg.")
    repository.commit("2026-07-01")
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=1", repository.root.as_uri(), str(clone))
    assert read_history(clone, "docs") is None


def test_the_version_that_a_translation_renders_is_found(repository: Repository):
    repository.write("# A\n\nNew text.", revised="2026-07-01")
    repository.commit("2026-07-01")
    history = read_history(repository.root, "docs")
    assert history is not None
    with blobs(repository.root) as blob:
        version = version_of(date(2026, 6, 1), history["docs/en/a.md"], blob=blob)
        assert version is not None
        assert version.subject == "First version"
        assert version_of(date(2026, 5, 1), history["docs/en/a.md"], blob=blob) is None


def test_a_fingerprint_keeps_decimals_and_signs_of_keys():
    assert fingerprint("48.5 [@a:b/c.1; @d]") == ["48.5", "@a:b/c.1", "@d"]
