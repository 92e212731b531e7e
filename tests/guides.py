"""Small guides that a test writes itself, built with the project's real hooks and templates."""

import fcntl
import hashlib
import logging
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from mkdocs import utils
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from PIL import Image

from editorial.pages.files import read_meta

ROOT = Path(__file__).parent.parent
#: Whose settings and words these tests are written for: this guide's; in a guide that `make guide` made, those that
#: it has kept beside its tests.
HOUSE = ROOT / "tests/house" if (ROOT / "tests/house").is_dir() else ROOT

#: The day on which small guides are built, whatever the clock says: 24 November 2026.
TODAY = datetime(2026, 11, 24, 12, tzinfo=UTC)

_PAGE = """---
title: {title}
description: A page.
last_revised: 2026-11-23
{more}---
# {title}
{text}"""


def page(title: str, text: str = "", more: str = "") -> str:
    """Return an English page without a fault; ``more`` is further front matter."""
    return _PAGE.format(title=title, text=text, more=more)


def translation(title: str, text: str = "", more: str = "") -> str:
    """Return a Spanish page without a fault: its first heading stands on line 7."""
    return page(title, text, f"translated_from: 2026-11-23\n{more}")


def front_matter(text: str) -> dict[str, object]:
    """Return the front matter of a page of the guide."""
    return read_meta(text, path="page.md")[0] or {}


def read_table(path: Path) -> Any:
    """Return what a YAML file of cases says: read in C, for all are read before the first test runs."""
    return yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def small_settings() -> str:
    """Return the project's settings without its menu, signs of danger, and what names a page but 'about'."""
    config = (HOUSE / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub(r"^nav:\n(?:  .*\n)+|^    body_figure:\n(?:      .*\n)+", "", config, flags=re.MULTILINE)
    return re.sub(
        r"^    (?:folded|glossary_page|search|index|help|screen_only|urgent|intents|stains|footer|pathway|folded_on_phones|never_folded|not_searched):.*\n",
        "",
        config,
        flags=re.MULTILINE,
    )


def copy_code(folder: Path) -> None:
    """Give a small guide the project's hooks and templates, with the words that the tests are written for.

    In a process of the tests, hooks are loaded from the guide, and what they import is not: see :func:`make_folder`.
    """
    # What is being written has an ending more.
    ignored = shutil.ignore_patterns("editorial", "*.pyc.*")
    shutil.copytree(ROOT / "hooks", folder / "hooks", ignore=ignored)
    shutil.copytree(ROOT / "overrides", folder / "overrides", copy_function=shutil.copyfile)
    if HOUSE != ROOT:
        shutil.rmtree(folder / "overrides/locales")
        shutil.copytree(HOUSE / "overrides", folder / "overrides", dirs_exist_ok=True)
    # Of ten thousand words that are no slips of others, a few do: to weigh all takes half of a small guide's build.
    for listed in (folder / "overrides/locales/slips").glob("??.txt"):
        lines = listed.read_text(encoding="utf-8").splitlines(keepends=True)
        notice = [line for line in lines if line.startswith("#")]
        listed.write_text("".join([*notice, *lines[len(notice) :: 50]]), encoding="utf-8")


def png(width: int = 1, height: int = 1) -> bytes:
    """Return a picture, with no more than so many points."""
    target = BytesIO()
    Image.frombytes("RGB", (width, height), bytes(3 * width * height)).save(target, "PNG", compress_level=0)
    return target.getvalue()


@dataclass
class Guide:
    """A small guide in a folder of its own, with the project's real hooks and templates."""

    folder: Path

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def set(self, **settings: str) -> None:
        """Add settings below ``extra: editorial:``, each as it is written there."""
        config = (self.folder / "mkdocs.yml").read_text(encoding="utf-8")
        lines = "".join(f"    {name}: {text}\n" for name, text in settings.items())
        self.write("mkdocs.yml", config.replace("  editorial:\n", f"  editorial:\n{lines}"))

    def write_both(self, name: str, title: str, text: str = "", more: str = "") -> None:
        """Write a page and its translation, which says the same."""
        self.write(f"docs/en/{name}", page(title, text, more))
        self.write(f"docs/es/{name}", translation(title, text, more))

    def build(self) -> list[str]:
        """Build strictly on 24 November 2026, and return every warning that was printed."""
        clock = {"SOURCE_DATE_EPOCH": str(int(TODAY.timestamp()))}
        # A build that ends strictly leaves i18n's "empty no folder" behind, for every later build of the process.
        empties = patch.object(utils, "clean_directory", utils.clean_directory)
        with captured_warnings() as messages, patch.dict(os.environ, clock), empties:
            config = load_config(
                str(self.folder / "mkdocs.yml"), strict=True, site_dir=str(self.folder / "site")
            )
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build(config)
            except Abort as abort:
                assert "Aborted with" in str(abort)  # noqa: PT017  (the strict end of a build)
        return messages

    def html(self, path: str) -> str:
        return (self.folder / "site" / path).read_text(encoding="utf-8")


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make_it: Callable[[Path], object]) -> Path:
    """Return a folder that all workers of a run share; the first that needs it makes it, while the others wait.

    It is made anew if a worker failed in its midst. No test may write into it.
    """
    top = tmp_path_factory.getbasetemp()
    folder = (top.parent if top.name.startswith("popen-") else top) / "shared" / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = folder.with_name(f"{folder.name}.made")
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make_it(folder)
            made.touch()
    return folder


def hashes(site: Path) -> dict[str, str]:
    """Return the hash of each file of a built site, by its path."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


@contextmanager
def captured_warnings() -> Iterator[list[str]]:
    messages: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield messages
    finally:
        logger.removeHandler(handler)


#: Under this command root may read and write no more than anybody.
_RIGHTS = "-dac_override,-dac_read_search"
AS_ANYBODY = ["setpriv", f"--bounding-set={_RIGHTS}", f"--inh-caps={_RIGHTS}"]


def make(
    folder: Path, *goals: str, today: str = "2026-11-24", under: Sequence[str] = (), **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run make, perhaps under a command that limits it, and with further variables of the environment."""
    # These tests may themselves be run by make, which tells its children so.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    environment["SOURCE_DATE_EPOCH"] = str(int(datetime.fromisoformat(f"{today}T12:00Z").timestamp()))
    environment |= variables
    command = [*under, "make", *goals]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)


def make_folder(guide: Guide) -> None:
    """Give the small guide the project's Makefile and commands, all code, and its installed environment."""
    # Their age is kept: a newer list of requirements would be installed again. So is what code was compiled to, or
    # each command would compile all of it: what is being written meanwhile has an ending more.
    ignored = shutil.ignore_patterns("bench", "*.pyc.*")
    for name in ("tools", "hooks/editorial"):
        shutil.copytree(ROOT / name, guide.folder / name, ignore=ignored)
    shutil.copy2(ROOT / "Makefile", guide.folder)
    (guide.folder / ".venv").symlink_to(ROOT / ".venv")
