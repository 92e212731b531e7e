"""What goes wrong on a machine loses nothing: the last site stays whole, and the next build works."""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import time

import pytest

from guides import AS_ANYBODY, Guide, make, make_folder, page

pytestmark = pytest.mark.slow

#: How often a build is killed; `KILLS=5 pytest tests/site/test_faults.py` takes less time.
KILLS = int(os.environ.get("KILLS", "50"))


@pytest.fixture
def made(guide: Guide) -> Guide:
    make_folder(guide)
    assert make(guide.folder, "site").returncode == 0
    return guide


def whole(guide: Guide) -> dict[str, str]:
    site = guide.folder / "site"
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def begun(guide: Guide, **options) -> subprocess.Popen:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.Popen(
        ["make", "site"],
        cwd=guide.folder,
        env=environment | {"SOURCE_DATE_EPOCH": "1795521600"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        **options,
    )


def test_a_build_that_is_killed_at_any_moment_leaves_a_whole_site_and_the_next_one_works(made: Guide):
    old = whole(made)
    began = time.monotonic()
    assert begun(made).wait() == 0
    lasts = time.monotonic() - began
    assert whole(made) == old
    made.write_both("about.md", "About", "\nA new word.\n")
    dice = random.Random(20261123)
    kept = 0
    new: dict[str, str] = {}
    for _ in range(KILLS):
        process = begun(made)
        time.sleep(dice.uniform(0, lasts))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        seen = whole(made)
        kept += seen == old
        new = seen if seen not in ({}, old) else new
    assert kept > 0
    assert begun(made).wait() == 0
    last = whole(made)
    assert last != old
    assert new in ({}, last)


def test_two_builds_at_once_leave_one_whole_site(made: Guide):
    old = whole(made)
    both = [begun(made), begun(made)]
    assert 0 in [process.wait() for process in both] or whole(made) == old
    assert make(made.folder, "site").returncode == 0
    assert whole(made) == old


def test_a_cache_that_is_gone_or_spoiled_changes_nothing(made: Guide):
    old = whole(made)
    for path in (made.folder / ".cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"spoiled")
    before = {path: (made.folder / path).read_text("utf-8") for path in ("docs/en/about.md", "docs/es/about.md")}
    for path, text in before.items():
        made.write(path, f"{text}\nA word.\n")
    assert make(made.folder, "site").returncode == 0
    for path, text in before.items():
        made.write(path, text)
    assert make(made.folder, "site").returncode == 0
    shutil.rmtree(made.folder / ".cache")
    assert make(made.folder, "site").returncode == 0
    assert whole(made) == old


def test_a_disk_that_is_full_leaves_the_last_site(made: Guide):
    old = whole(made)
    made.write_both("about.md", "About", "\nA word.\n")
    done = make(made.folder, "site", under=["prlimit", "--fsize=20000"])
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert "Traceback" not in said
    assert "Make room on the disk" in said
    assert whole(made) == old
    assert make(made.folder, "site").returncode == 0
    assert "A word." in made.html("about.html")


def test_a_folder_that_may_not_be_written_is_said_and_loses_nothing(made: Guide):
    old = whole(made)
    made.write_both("about.md", "About", "\nA word.\n")
    made.folder.chmod(0o555)
    try:
        done = make(made.folder, "site", under=AS_ANYBODY)
    finally:
        made.folder.chmod(0o755)
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert "Traceback" not in said
    assert "Permission denied" in said
    assert "The last complete site is still in site/, as it was." in said
    assert whole(made) == old
    assert make(made.folder, "site").returncode == 0


@pytest.mark.parametrize(
    ("path", "text"),
    [("docs/en/about.md", ""), ("bib/references.bib", ""), ("docs/glossary.yml", ""), ("docs/help.yml", "")],
)
def test_an_empty_file_is_a_sentence_or_no_fault_and_never_a_traceback(made: Guide, path: str, text: str):
    old = whole(made)
    before = (made.folder / path).read_text("utf-8")
    made.write(path, text)
    done = make(made.folder, "site")
    assert "Traceback" not in done.stdout + done.stderr
    if done.returncode:
        assert path in done.stdout
        assert whole(made) == old
    made.write(path, before)
    assert make(made.folder, "site").returncode == 0


def test_a_folder_that_is_named_like_a_page_is_no_page(made: Guide):
    for language in ("en", "es"):
        (made.folder / f"docs/{language}/odd.md").mkdir()
    done = make(made.folder, "site")
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize("today", ["1999-01-01", "2100-12-31", "2150-12-31"])
def test_a_clock_that_is_far_off_is_said_or_does_no_harm(made: Guide, today: str):
    old = whole(made)
    made.write("docs/en/about.md", page("About"))
    done = make(made.folder, "site", today=today)
    assert "Traceback" not in done.stdout + done.stderr
    assert (done.returncode == 0) or whole(made) == old
    assert make(made.folder, "site").returncode == 0
