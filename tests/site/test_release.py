"""`make release` on a guide with a history: it commits and tags what is built, or leaves all as it was; it sends nothing."""

import subprocess

import pytest
import release

from guides import ROOT, TODAY, Guide, make_folder, page, translation

pytestmark = pytest.mark.slow

WHO = ["-c", "user.name=a", "-c", "user.email=a@example.org"]


def git(guide: Guide, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *WHO, *arguments], cwd=guide.folder, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture
def committed(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> Guide:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(TODAY.timestamp())))
    monkeypatch.setenv("EDITIONS", "no")
    for kind in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{kind}_NAME", "a")
        monkeypatch.setenv(f"GIT_{kind}_EMAIL", "a@example.org")
    # Whatever would send something would end here.
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "none")
    make_folder(guide)
    guide.write(".gitignore", "/.venv\n/site/\n/.build/\n/.cache/\n__pycache__/\n")
    for name in (release.READERS, release.MAINTAINERS):
        guide.write(name, (ROOT / name).read_text("utf-8").partition("\n## ")[0])
    git(guide, "init", "-q", "--initial-branch=main")
    git(guide, "add", ".")
    git(guide, "commit", "-qm", "Begin")
    return guide


def test_two_releases(committed: Guide, capsys: pytest.CaptureFixture[str]):
    assert release.main(committed.folder) == 0
    said = capsys.readouterr().out.splitlines()[0]
    assert said == (
        "Release v2026.11.24 is made, on this computer alone. Read it: git show v2026.11.24. Then publish it: "
        "git push --atomic origin main v2026.11.24"
    )
    assert git(committed, "status", "--porcelain") == ""
    assert "about.html\n" in (committed.folder / "docs/addresses.txt").read_text()
    changed = "changes:\n  - 2026-11-24: Names two tests [a].\n  - 2026-11-24 wording: Shorter.\n"
    text = page("About", "\nTwo tests.\n", changed).replace(
        "last_revised: 2026-11-23", "last_revised: 2026-11-24"
    )
    committed.write("docs/en/about.md", text)
    git(committed, "commit", "-qam", "Name tests")
    committed.write("hooks/note.txt", "x")
    git(committed, "add", ".")
    git(committed, "commit", "-qm", "A note in the code")
    assert release.main(committed.folder) == 0
    assert git(committed, "tag").split() == ["v2026.11.24", "v2026.11.24.2"]
    part = (committed.folder / "CHANGELOG.md").read_text("utf-8").split("\n## ")[1]
    assert part == (
        "v2026.11.24.2\n\n### English\n\n- **About** (2026-11-24): Names two tests \\[a\\].\n\n"
        "### Español\n\nNada cambió en las páginas.\n"
    )
    code = (committed.folder / "CHANGELOG-CODE.md").read_text("utf-8").split("\n## ")[1]
    assert code == "v2026.11.24.2\n\n- A note in the code\n"
    message = git(committed, "tag", "--list", "v2026.11.24.2", "--format=%(contents)")
    assert "## v2026.11.24.2\n\n### English" in message
    assert git(committed, "rev-parse", "v2026.11.24.2^{commit}") == git(committed, "rev-parse", "main")
    assert (committed.folder / "site/index.html").is_file()


def test_a_guide_with_a_problem_is_not_released_and_left_as_it_was(
    committed: Guide, capsys: pytest.CaptureFixture[str]
):
    committed.write("docs/es/about.md", translation("Acerca", "\n[x](nowhere.md)\n"))
    git(committed, "commit", "-qam", "Break it")
    before = git(committed, "rev-parse", "HEAD")
    assert release.main(committed.folder) == 1
    assert capsys.readouterr().out.splitlines()[-1] == (
        "No release was made: the guide could not be built. Fix what is said above."
    )
    assert git(committed, "status", "--porcelain") == ""
    assert git(committed, "rev-parse", "HEAD") == before
    assert git(committed, "tag") == ""


def test_a_release_that_cannot_be_tagged_is_none_and_all_is_left_as_it_was(
    committed: Guide, capsys: pytest.CaptureFixture[str]
):
    git(committed, "config", "tag.gpgSign", "true")
    git(committed, "config", "gpg.program", "false")
    before = git(committed, "rev-parse", "HEAD")
    assert release.main(committed.folder) == 1
    assert "No release was made: git says: " in capsys.readouterr().out
    assert git(committed, "rev-parse", "HEAD") == before
    assert git(committed, "status", "--porcelain") == ""


def test_what_is_not_committed_is_not_released(committed: Guide, capsys: pytest.CaptureFixture[str]):
    committed.write("docs/en/about.md", page("About", "\nMore.\n"))
    assert release.main(committed.folder) == 1
    assert capsys.readouterr().out.startswith("No release was made: something is not committed.")


def test_without_a_branch_there_is_no_release(committed: Guide, capsys: pytest.CaptureFixture[str]):
    git(committed, "checkout", "-q", "--detach")
    assert release.main(committed.folder) == 1
    assert (
        capsys.readouterr().out
        == "No release was made: no branch is checked out. Choose one: git switch main\n"
    )
