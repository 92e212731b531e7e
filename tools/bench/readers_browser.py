"""The browser in which readers' time is measured."""

import os
import shutil

#: With windows, as readers have it; else the same engine without them.
_NAMES = ("chromium", "chromium-browser", "chromium-headless-shell")


def chromium() -> str | None:
    """Return where Chromium is: what the variable of that name says, or as it is called on this machine."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
