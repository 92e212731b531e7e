"""What git says, where there is git."""

import os
import subprocess
from pathlib import Path

#: What leads git to another repository, or changes what the names of files mean: git sets some of them for whatever
#: one of its hooks starts (``git rev-parse --local-env-vars``, gitglossary(7): pathspec).
_OF_ELSEWHERE = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY"),
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE"),
    *("GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"),
)


def repository_of(folder: Path) -> Path | None:
    """Return the folder of the repository that a folder lies in, if it lies in one."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)


def git_environment(folder: Path, *, begins: bool = False) -> dict[str, str]:
    """Return the environment in which git is asked about the repository that a folder lies in.

    Where it lies in none, the environment says which one is meant, as on a server that keeps the two apart.

    Args:
        folder: where git is called.
        begins: whether git is to begin a repository there, whatever the environment says.
    """
    elsewhere = _OF_ELSEWHERE if begins or repository_of(folder) else ()
    return {name: text for name, text in os.environ.items() if name not in elsewhere}


def git_output(root: Path, *arguments: str) -> bytes | None:
    """Return what git prints in a folder; nothing, if there is no git, or the folder is none of its own."""
    try:
        done = subprocess.run(  # noqa: S603  (git, with arguments of our own)
            ["git", "-c", "core.quotepath=off", *arguments],  # noqa: S607
            cwd=root,
            env=git_environment(root),
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout
