"""The same content gives the same bytes, wherever and whenever it is built."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from guides import Guide, make_folder
import pytest

pytestmark = pytest.mark.slow

#: What differs between two machines: the day, the place on Earth, the language, rights, the order of sets and files,
#: how many processes build at once.
HERE = {
    "WORKERS": "1",
    "TZ": "America/Mexico_City",
    "LC_ALL": "C.UTF-8",
    "PYTHONHASHSEED": "1",
    "SOURCE_DATE_EPOCH": "1795521600",
}
THERE = {
    "WORKERS": "2",
    "TZ": "Asia/Kolkata",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "99",
    "SOURCE_DATE_EPOCH": "1798200000",
}


def moved(guide: Guide, folder: Path) -> Path:
    """Copy a guide, its files made in the opposite order."""
    for path in sorted(guide.folder.rglob("*"), reverse=True):
        if path.is_file() and ".venv" not in path.parts and path.relative_to(guide.folder).parts[0] != "site":
            target = folder / path.relative_to(guide.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    (folder / ".venv").symlink_to(guide.folder / ".venv")
    return folder


def built(folder: Path, machine: dict[str, str], umask: int) -> dict[str, str]:
    """Build everything from nothing, and return the hash of every file."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make", "site"],
        cwd=folder,
        env=environment | machine,
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = folder / "site"
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file()
    }


def test_two_builds_on_different_days_machines_and_folders_are_the_same_to_the_byte(
    guide: Guide, tmp_path_factory
):
    guide.write_both("more.md", "More", "\nText [@doe2019], about.\n")
    make_folder(guide)
    there = moved(guide, tmp_path_factory.mktemp("allí") / "otra carpeta")
    first = built(guide.folder, HERE, umask=0o022)
    second = built(there, THERE, umask=0o077)
    assert first == second
    assert {Path(name).suffix for name in first} >= {".html", ".pdf", ".epub", ".zip", ".js", ".xml", ".json"}


def test_a_change_of_one_word_changes_what_has_it_and_the_sums(guide: Guide):
    make_folder(guide)
    first = built(guide.folder, HERE, umask=0o022)
    guide.write_both("about.md", "About", "\nA word.\n")
    second = built(guide.folder, HERE, umask=0o022)
    changed = {name for name in first if first[name] != second.get(name)}
    assert {"about.html", "about.pdf", "es/about.html"} <= changed
    assert "index.pdf" not in changed
