"""What git says, where there is git."""

import subprocess
from pathlib import Path


def git_output(root: Path, *arguments: str) -> bytes | None:
    """Return what git prints in a folder; nothing, if there is no git, or the folder is none of its own."""
    try:
        done = subprocess.run(  # noqa: S603  (git, with arguments of our own)
            ["git", "-c", "core.quotepath=off", *arguments],  # noqa: S607
            cwd=root,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout
