"""What the commands share: the guide, read by the rules of a build."""

import os
import re
import shutil
import sys
from datetime import date
from pathlib import Path

from mkdocs.utils import get_build_datetime

from editorial.guide import Guide, read_guide
from editorial.pages.frontmatter import latest_day
from editorial.settings import Settings, read_settings
from editorial.site.asked import Asked, asked_path, asked_text, read_asked

ROOT = Path(__file__).parent.parent


def settings_of(root: Path = ROOT) -> Settings:
    """Return the guide's settings; without them a command prints why and ends."""
    settings, problems = read_settings(root)
    if settings is None:
        print("\n".join(map(str, problems)))
        sys.exit(1)
    return settings


def guide_of(root: Path = ROOT) -> Guide:
    """Return the guide. What is wrong with it is a build's to say: a command works with what can be read."""
    return read_guide(root, settings_of(root), today(), latest=latest_day(get_build_datetime()))[0]


#: What Chromium is told wherever a command or a test starts it: letters are to be as wide as on a phone, where no pixel
#: is large enough to push them onto.
CHROMIUM_SAID = ("--no-sandbox", "--font-render-hinting=none")


def chromium() -> str | None:
    """Return where Chromium is: what the variable of that name says, or as it is called on this machine.

    Without windows it is the same engine, and opens a page in half of the time.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def replace_file(file: Path, content: str | bytes) -> None:
    """Replace a file, whole or not at all: whoever ends this program midway finds the old one."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content.encode() if isinstance(content, str) else content)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def keep_asked(guide: Guide, **days: date) -> None:
    """Keep the day on which ``links`` or ``sources`` were asked, beside the bibliography."""
    file = guide.root / asked_path(guide.settings.bibliography)
    before = read_asked(file.read_text("utf-8", "replace"), path=file.name)[0] if file.is_file() else Asked()
    replace_file(file, asked_text(before._replace(**days)))


def today() -> date:
    """Return the day of this run, as a build would date it."""
    check_clock()
    return get_build_datetime().date()


def check_clock() -> None:
    """End with a sentence where the day of a build is set to what is no time."""
    said = os.environ.get("SOURCE_DATE_EPOCH")
    if said is not None and not re.fullmatch(r"[0-9]{1,11}", said):
        sys.exit(
            f"SOURCE_DATE_EPOCH is '{said}'. Write the seconds since 1970, or take it out of the environment."
        )
