"""What an editor is told: file, line, what is wrong, what to write instead."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple


class Problem(NamedTuple):
    """One sentence about one line of one file, for an editor."""

    #: The file, from the project's folder on: ``docs/en/index.md``.
    path: str
    #: Counted from 1. A thing that is missing is said of line 1.
    line: int
    #: What is wrong and what to write instead, as sentences.
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


def from_root(file: str | None, root_file: str) -> str:
    """Return a file's path as editors know it, from the folder in which ``root_file`` lies."""
    return Path(file or "").relative_to(Path(root_file).parent).as_posix()


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the sentence ``" Did you mean 'x'?"`` for the closest known word, or nothing."""
    by_folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.7)
    return f" Did you mean '{by_folded[close[0]]}'?" if close else ""
