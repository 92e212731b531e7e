"""The same content gives the same bytes, wherever and whenever it is built."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guides import ROOT, Guide, make_folder

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
    """Build everything, and return the hash of every file."""
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


def test_two_builds_on_different_days_machines_and_folders_are_the_same_to_the_byte_but_for_what_changed(
    guide: Guide, tmp_path_factory
):
    guide.write_both("more.md", "More", "\nText [@doe2019], about.\n")
    make_folder(guide)
    there = moved(guide, tmp_path_factory.mktemp("allí") / "otra carpeta")
    first = built(guide.folder, HERE, umask=0o022)
    second = built(there, THERE, umask=0o077)
    assert first == second
    assert {Path(name).suffix for name in first} >= {".html", ".pdf", ".epub", ".zip", ".js", ".xml", ".json"}
    guide.write_both("about.md", "About", "\nA word.\n")
    third = built(guide.folder, HERE, umask=0o022)
    changed = {name for name in first if first[name] != third.get(name)}
    assert {"about.html", "about.pdf", "es/about.html"} <= changed
    assert "index.pdf" not in changed


#: Text that the fonts of the site have, and text that only fonts of a machine could have.
DOCUMENT = """<html lang="en"><head><title>T</title></head><body data-title="Guide"><h1>A</h1>
<p>Plain, <b>bold</b>, ≥ β.</p><p>中文 😀 <code>code</code></p></body></html>"""
DRAW = """import hashlib, sys
from pathlib import Path
from editorial.editions.pdf import press
with press(Path("overrides"), Path("overrides/editions/print.typ")) as printer:
    print(hashlib.sha256(printer.draw(sys.stdin.read())).hexdigest())
"""


def drawn(**variables: str) -> str:
    """Return the hash of a PDF that a process of its own makes."""
    environment = os.environ | {"PYTHONPATH": "hooks"} | variables
    command = [sys.executable, "-c", DRAW]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, input=DOCUMENT, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_a_pdf_is_the_same_whatever_fonts_the_machine_has(tmp_path: Path):
    begin, end = '<?xml version="1.0"?><fontconfig>', f"<cachedir>{tmp_path}</cachedir></fontconfig>"
    (tmp_path / "none.conf").write_text(begin + end, "utf-8")
    # Those that come with a browser, among them one that has signs which ours lack.
    fonts = [*Path("/usr/share/fonts").rglob("*.ttf")]
    assert fonts, "no font to try with: tests/install-browser.sh installs some"
    (tmp_path / "some.conf").write_text(f"{begin}<dir>/usr/share/fonts</dir>{end}", "utf-8")
    own = tmp_path / "home/.local/share/fonts"
    own.mkdir(parents=True)
    (own / "one.ttf").write_bytes(fonts[0].read_bytes())
    assert drawn(FONTCONFIG_FILE=str(tmp_path / "none.conf")) == drawn(
        FONTCONFIG_FILE=str(tmp_path / "some.conf"), HOME=str(tmp_path / "home")
    )
