"""What files were renamed to, as git remembers it."""

import subprocess
from collections.abc import Mapping
from pathlib import Path


def renamed(root: Path, folder: str) -> Mapping[str, str]:
    """Return where each renamed file below a folder is now, by its old path from the root of the project.

    Nothing where git, or the history, is missing. A file that was renamed twice leads to its last name.
    """
    command = ["git", "-c", "core.quotepath=off", "log", "--diff-filter=R", "-M", "--name-status", "--format="]
    try:
        done = subprocess.run(
            [*command, "--relative", "--", folder],
            cwd=root,
            capture_output=True,
            check=True,
            text=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return {}
    return read_renames(done.stdout)


def read_renames(log: str) -> dict[str, str]:
    r"""Read the output of ``git log --name-status``, newest first.

    >>> read_renames("R100\tb.md\tc.md\n\nR090\ta.md\tb.md\n")
    {'b.md': 'c.md', 'a.md': 'c.md'}
    """
    found: dict[str, str] = {}
    for line in log.splitlines():
        status, *paths = line.split("\t")
        if status.startswith("R") and len(paths) == 2:
            old, new = paths
            found.setdefault(old, found.get(new, new))
    return found
