"""Whether git has what only a build makes: text could stand there that no page says."""

from collections.abc import Iterator
from pathlib import Path

from editorial.build.git_output import git_output
from editorial.problems import Problem

#: Folders that builds make and read.
MADE = (".cache", ".build", "site")


def tracked_problems(root: Path) -> Iterator[Problem]:
    """Yield each folder of a build's that git has a file of."""
    # Without git, or outside of its folders, nobody proposes anything.
    found = git_output(root, "ls-files", "-z", "--", *MADE) or b""
    names = {name.partition(b"/")[0].decode("utf-8", "replace") for name in found.split(b"\0") if name}
    for name in sorted(names):
        text = (
            f"'{name}/' is no part of the guide: only builds write it. Take it out: git rm -r --cached {name}"
        )
        yield Problem(name, 1, text)
