"""What goes wrong on a machine loses nothing: the last site stays whole, and the next build works."""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from conftest import write_small_guide
from guides import AS_ANYBODY, ROOT, Guide, made_once, make, make_folder, page

pytestmark = pytest.mark.slow

#: What ends a build at a step of it.
ENDED = ROOT / "tests/ended"

#: How often a build is killed; `KILLS=200 pytest tests/site/test_faults.py` takes half an hour.
KILLS = int(os.environ.get("KILLS", "8"))


@pytest.fixture
def made(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Guide:
    """A guide of two pages with its site, as one build has left it: made once, and a copy for each test."""

    def make_it(folder: Path) -> None:
        folder.mkdir()
        make_folder(write_small_guide(folder))
        assert make(folder, "site").returncode == 0

    once = made_once(tmp_path_factory, "faults", make_it)
    shutil.copytree(once, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Guide(tmp_path)


def whole(guide: Guide) -> dict[str, str]:
    site = guide.folder / "site"
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def begun(guide: Guide, **variables: str) -> subprocess.Popen:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.Popen(
        ["make", "site"],
        cwd=guide.folder,
        env=environment | {"SOURCE_DATE_EPOCH": "1795521600"} | variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@dataclass
class Alternating:
    """A guide that says one of two words, and what its site is with each."""

    guide: Guide
    sites: list[dict[str, str]] = field(default_factory=list)

    def write(self, word: int) -> None:
        self.guide.write_both("about.md", "About", f"\nThe word {word}.\n")

    def steps(self, program: str, first: str, listed: Path) -> list[str]:
        """Build with the next word, and return the steps of one program of the build, from one of them on."""
        self.write(len(self.sites))
        variables = {"STEPS_OF": program, "STEPS_FROM": first, "STEPS_LIST": str(listed)}
        assert begun(self.guide, PYTHONPATH=str(ENDED), **variables).wait() == 0
        self.sites.append(whole(self.guide))
        return listed.read_text("utf-8").splitlines()


#: The last steps of a build: from where all PDFs are drawn, and from where all editions are made.
LAST_STEPS = {"all_editions": "manifest-en.json", "publish": "all_editions"}


def spread(number: int, count: int) -> list[int]:
    """Return some numbers below another, the first and the last among them, as far apart as they can be.

    >>> spread(10, 4)
    [0, 3, 6, 9]
    """
    return sorted({round(place * (number - 1) / max(count - 1, 1)) for place in range(count)})


def test_a_build_that_is_killed_at_any_moment_leaves_a_whole_site_and_the_next_one_works(
    made: Guide, tmp_path_factory: pytest.TempPathFactory
):
    lists = tmp_path_factory.mktemp("steps")
    words = Alternating(made)
    began = time.monotonic()
    steps = {program: words.steps(program, first, lists / program) for program, first in LAST_STEPS.items()}
    lasts = (time.monotonic() - began) / 2
    assert words.sites[0] != words.sites[1]
    exchange = next(number for number, step in enumerate(steps["publish"]) if "renameat2" in step)
    # Most of them at last steps: before the editions, before the exchange of the two sites and after it, and some while
    # the old one is taken out.
    about = (0, exchange, exchange + 1)
    taken_out = [exchange + 3 + one for one in spread(len(steps["publish"]) - exchange - 3, KILLS // 4)]
    chosen = [("publish", step) for step in (*about, *taken_out)]
    chosen += [("all_editions", step) for step in spread(len(steps["all_editions"]), max(KILLS // 4, 2))]
    dice = random.Random(20261123)
    for turn in range(KILLS):
        last = words.sites.index(whole(made))
        words.write(1 - last)
        if turn < len(chosen):
            program, step = chosen[turn]
            variables = {"STEPS_OF": program, "STEPS_FROM": LAST_STEPS[program], "STEPS_END": str(step)}
            process = begun(made, PYTHONPATH=str(ENDED), **variables)
            assert process.wait() == -signal.SIGKILL, f"step {step} of {program} was not reached"
            is_new = program == "publish" and step > exchange
            assert whole(made) == words.sites[1 - last if is_new else last], (program, step)
        else:
            process, moment = begun(made), dice.uniform(0, lasts * 1.1)
            time.sleep(moment)
            with suppress(ProcessLookupError):  # The build was faster.
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            assert whole(made) in words.sites, f"killed after {moment:.2f} s"
    last = words.sites.index(whole(made))
    words.write(1 - last)
    assert begun(made).wait() == 0
    assert whole(made) == words.sites[1 - last]
    assert [path.name for path in (made.folder / ".build").iterdir()] == ["lock"]


def test_make_site_says_where_the_site_is_and_a_failed_build_leaves_the_last_one(made: Guide):
    first = make(made.folder, "site")
    assert first.stdout.splitlines()[-1] == (
        "The site is in site/. Open site/index.html in a browser: it needs no server and no network."
    )
    assert "Setting up" not in first.stdout
    before = whole(made)
    made.write_both("index.md", "T", "\n[@nope]\n")
    second = make(made.folder, "site")
    assert second.returncode != 0
    assert "docs/es/index.md:9: the citation '[@nope]'" in second.stdout
    assert "The last complete site is still in site/, as it was." in second.stdout
    assert whole(made) == before
    assert not (made.folder / ".build/site").exists()


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
    said = make(made.folder, "site").stdout
    assert "Nothing has changed" not in said
    assert whole(made) == old
    shutil.rmtree(made.folder / ".cache")
    assert make(made.folder, "site").returncode == 0
    assert whole(made) == old


def test_where_nothing_changed_the_site_stays_and_where_anything_did_it_is_built(made: Guide):
    assert make(made.folder, "site").returncode == 0
    old, stands = whole(made), (made.folder / "site").stat().st_ino
    said = make(made.folder, "site").stdout
    assert "Nothing has changed since the last build. No problems" in said
    assert "The site is in site/" in said
    assert (made.folder / "site").stat().st_ino == stands
    made.write("site/index.html", "spoiled")
    assert "Nothing has changed" not in make(made.folder, "site").stdout
    assert whole(made) == old


def test_pages_alone_are_taken_from_the_last_site_where_they_say_the_same_and_with_editions_none_is(
    made: Guide,
):
    def pages() -> dict[str, int]:
        return {name: (made.folder / "site" / name).stat().st_ino for name in ("index.html", "about.html")}

    assert make(made.folder, "site", EDITIONS="no").returncode == 0
    old = pages()
    made.write_both("about.md", "About", "\nA word.\n")
    assert make(made.folder, "site", EDITIONS="no").returncode == 0
    new = pages()
    assert {name: new[name] == old[name] for name in old} == {"index.html": True, "about.html": False}
    assert "A word." in made.html("about.html")
    made.write("site/index.html", "spoiled")
    made.write_both("about.md", "About", "\nAnother word.\n")
    assert make(made.folder, "site", EDITIONS="no").returncode == 0
    assert "spoiled" not in made.html("index.html")
    alone = whole(made)
    shutil.rmtree(made.folder / "site")
    assert make(made.folder, "site", EDITIONS="no").returncode == 0
    assert whole(made) == alone
    # What the editions write into a page would be written into the last site's, if it were the same file.
    old = pages()
    assert make(made.folder, "site").returncode == 0
    assert not {*pages().values()} & {*old.values()}


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


def test_what_may_not_be_read_is_said_and_loses_nothing(made: Guide):
    old = whole(made)
    page = made.folder / "docs/en/about.md"
    page.chmod(0)
    try:
        dones = [make(made.folder, goal, under=AS_ANYBODY) for goal in ("site", "problems", "due")]
    finally:
        page.chmod(0o644)
    for done in dones:
        assert done.returncode != 0
        assert (
            f"cannot read '{page}': Permission denied. Give yourself the right to"
            in done.stdout + done.stderr
        )
    assert whole(made) == old


@pytest.mark.parametrize(
    ("place", "leads", "said"),
    [
        ("site", "elsewhere", "'site' is a link, and where it leads to nothing would change."),
        ("site", "nowhere", "'site' is a link, and where it leads to nothing would change."),
        ("site", "", "'site' is no folder. Give it another name"),
        (".build", "", "'.build' is no folder. Give it another name"),
        (".build/lock", "folder", "'.build' is not as a build leaves it. Take it out"),
    ],
)
def test_what_somebody_put_where_a_build_writes_is_not_taken(made: Guide, place: str, leads: str, said: str):
    there = made.folder / place
    there.rename(made.folder / "elsewhere")
    if leads == "folder":
        there.mkdir()
    elif leads:
        there.symlink_to(leads)
    else:
        there.write_text("mine")
    before = there.lstat()
    done = make(made.folder, "site")
    assert done.returncode != 0
    assert said in done.stdout
    assert "Traceback" not in done.stderr
    assert (there.lstat().st_ino, there.lstat().st_mode) == (before.st_ino, before.st_mode)


def test_an_empty_file_is_a_sentence_or_no_fault_and_never_a_traceback(made: Guide):
    for path in ("docs/en/about.md", "docs/glossary.yml", "docs/help.yml", "bib/references.bib"):
        old, before = whole(made), (made.folder / path).read_text("utf-8")
        made.write(path, "")
        done = make(made.folder, "site", EDITIONS="no")
        assert "Traceback" not in done.stdout + done.stderr, path
        if done.returncode:
            assert path in done.stdout
            assert whole(made) == old, path
        made.write(path, before)
    assert make(made.folder, "site", EDITIONS="no").returncode == 0


def test_a_folder_that_is_named_like_a_page_is_no_page(made: Guide):
    for language in ("en", "es"):
        (made.folder / f"docs/{language}/odd.md").mkdir()
    done = make(made.folder, "site")
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == 0


def test_a_clock_that_is_far_off_is_said_or_does_no_harm(made: Guide):
    made.write("docs/en/about.md", page("About"))
    # Before all that is dated, and after the years that zip (2107) and many a program (2038) know.
    for today in ("1999-01-01", "2150-12-31"):
        old = whole(made)
        done = make(made.folder, "site", today=today)
        assert "Traceback" not in done.stdout + done.stderr, today
        assert (done.returncode == 0) or whole(made) == old, today
    assert make(made.folder, "site", EDITIONS="no").returncode == 0
