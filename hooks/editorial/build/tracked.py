"""Whether git has what only a build makes: text could stand there that no page says."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from editorial.problems import Problem

#: Folders that builds make and read.
MADE = (".cache", ".build", "site")


def tracked_problems(root: Path) -> Iterator[Problem]:
    """Yield each folder of a build's that git has a file of."""
    try:
        done = subprocess.run(  # noqa: S603  (git, with arguments of our own)
            ["git", "ls-files", "-z", "--", *MADE],  # noqa: S607
            cwd=root,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return  # No git, or none of its folders: nobody proposes anything there.
    names = {name.partition(b"/")[0].decode("utf-8", "replace") for name in done.stdout.split(b"\0") if name}
    for name in sorted(names):
        text = (
            f"'{name}/' is no part of the guide: only builds write it. Take it out: git rm -r --cached {name}"
        )
        yield Problem(name, 1, text)
