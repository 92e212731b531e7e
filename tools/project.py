"""What the commands share: the guide, read by the rules of a build."""

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


def today() -> date:
    """Return the day of this run, as a build would date it."""
    return get_build_datetime().date()
