"""What the commands share: the guide, read by the rules of a build."""

import os
import re
import sys
from datetime import date
from pathlib import Path

from mkdocs.utils import get_build_datetime

from editorial.guide import Guide, read_guide
from editorial.pages.frontmatter import latest_day
from editorial.settings import Settings, read_settings

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


def replace_file(file: Path, text: str) -> None:
    """Replace a file, whole or not at all: whoever ends this program midway finds the old one."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


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
