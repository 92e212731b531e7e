"""Who is asked about a change to code: everything that is no content has somebody, and a copy is told to name them."""

import subprocess
from fnmatch import fnmatchcase
from pathlib import Path

from editorial.build.owners import FILE, owner_problems
from guides import ROOT

HOST = "https://example.org/team/guide"
#: What editors write.
CONTENT = ("docs/*", "bib/*", "*.md", "LICENSE", "overrides/locales/*.yml", ".github/screenshot.png")


def owners(text: str, path: str) -> list[str]:
    """Return whom a host asks about a file: the last line that matches counts."""
    found: list[str] = []
    for line in text.splitlines():
        pattern, *names = line.partition("#")[0].split() or [""]
        place = pattern.removeprefix("/")
        inside = place.endswith("/") and path.startswith(place)
        # A star stands for no folder.
        same = fnmatchcase(path, place) and path.count("/") == place.count("/")
        if pattern and (inside or same):
            found = names
    return found


def test_each_file_that_is_no_content_has_somebody_who_keeps_it():
    text = (ROOT / FILE).read_text("utf-8")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    files = [name for name in listed.decode().split("\0") if name]
    assert len(files) > 200
    alone = [file for file in files if not owners(text, file)]
    assert [file for file in alone if not any(fnmatchcase(file, one) for one in CONTENT)] == []
    assert owners(text, "overrides/locales/es.yml") == []
    assert owners(text, "overrides/locales/strength/es.yml")
    assert owners(text, FILE)


def test_a_copy_on_a_code_host_is_told_to_name_those_who_keep_its_code(tmp_path: Path):
    file = tmp_path / FILE
    file.parent.mkdir()
    file.write_text("# @OWNER is nobody.\n/hooks/ @OWNER\n/tools/ @OWNER\n", "utf-8")
    (said,) = owner_problems(tmp_path, HOST)
    assert str(said).startswith(f"{FILE}:2: '@OWNER' is nobody")
    assert said.notice
    assert [*owner_problems(tmp_path, "")] == []


def test_a_copy_that_names_them_or_has_no_such_file_is_told_nothing(tmp_path: Path):
    assert [*owner_problems(tmp_path, HOST)] == []
    (tmp_path / ".github").mkdir()
    (tmp_path / FILE).write_text("# Not @OWNER.\n/hooks/ @team/code  # not @OWNER\n", "utf-8")
    assert [*owner_problems(tmp_path, HOST)] == []
