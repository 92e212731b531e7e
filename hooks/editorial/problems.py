"""What an editor is told: file, line, what is wrong, what to write instead."""

import errno
import os
import unicodedata
from collections.abc import Iterable
from logging import INFO, WARNING, Logger
from pathlib import Path
from typing import NamedTuple

from editorial.text import alike_until, beginning, named, on_one_line, unseen, without_unseen


class Problem(NamedTuple):
    """One sentence about one line of one file, for an editor."""

    #: The file, from the project's folder on: ``docs/en/index.md``.
    path: str
    #: Counted from 1. A thing that is missing is said of line 1.
    line: int
    #: What is wrong and what to write instead, as sentences.
    text: str
    #: Whether it is only good to know, and no reason to stop a strict build.
    notice: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


def report(problems: Iterable[Problem], log: Logger) -> None:
    """Log each problem once: as a warning, which a strict build counts, or as information."""
    for problem in dict.fromkeys(map(printable, problems)):
        log.log(INFO if problem.notice else WARNING, "%s", problem)


def printable(problem: Problem) -> Problem:
    """Return a problem as it may be printed: names and texts in it are those of whoever wrote the content."""
    return problem._replace(path=on_one_line(problem.path), text=on_one_line(problem.text))


#: A disk that is full, or a file or folder that may not be written.
_UNWRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def unwritable(error: Exception) -> str:
    """Return what to say of a disk that cannot be written, or of a file that may not be read; else nothing.

    >>> unwritable(PermissionError(13, "Permission denied", "site/new"))
    "cannot write 'site/new': Permission denied. Make room on the disk, or use a folder that is yours."
    >>> unwritable(OSError(36, "File name too long", "x" * 300)).partition(": ")[2]
    'File name too long. Give it a shorter name.'
    """
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        return f"cannot write '{beginning(str(error.filename))}': {error.strerror}. Give it a shorter name."
    if not isinstance(error, OSError) or error.errno not in _UNWRITABLE:
        return ""
    # Of a copy, or of a new name, the second file is the one that is written.
    name = error.filename2 or error.filename
    if (
        isinstance(error, PermissionError)
        and name
        and os.access(name, os.F_OK)
        and not os.access(name, os.R_OK)
    ):
        return f"cannot read '{name}': {error.strerror}. Give yourself the right to read it (chmod u+rX)."
    where = f" '{name}'" if name else ""
    return f"cannot write{where}: {error.strerror}. Make room on the disk, or use a folder that is yours."


def decoded(raw: bytes, *, path: str, as_it_is: bool = False) -> tuple[str, list[Problem]]:
    """Return a file's bytes as text, without characters that nobody sees, and what is wrong with them.

    A letter and its accent are one character, however they were stored (Unicode UAX 15, NFC).

    A problem is said of the first line that is not UTF-8, and of each line with a character that nobody sees;
    ``as_it_is`` leaves the latter to whoever reads the text.
    """
    problems = []
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        shown = raw[: error.start].decode("utf-8", "replace")[-20:].rpartition("\n")[2]
        said = f"a character after '{shown}' is not stored as UTF-8. Save the file again with the encoding UTF-8."
        text = raw.decode("utf-8-sig", "replace").replace("\ufffd", "?")
        problems.append(Problem(path, line, said))
    if not text.isascii():
        # An accent of its own sign, as some systems write them, would be another letter to every search.
        text = unicodedata.normalize("NFC", text)
    if as_it_is:
        return text, problems
    lines: dict[int, Problem] = {}
    line, at = 1, 0
    for found in unseen(text):
        line, at = line + text.count("\n", at, found.start()), found.start()
        lines.setdefault(line, Problem(path, line, unseen_text(found[0])))
        if len(lines) > _MOST_LINES:
            break
    problems += lines.values()
    return without_unseen(text) if lines else text, problems


#: Of so many lines with the same slip a file is no text at all.
_MOST_LINES = 20


def unseen_text(character: str) -> str:
    """Return the sentence about a character that nobody sees, or that stands for a letter that was lost."""
    if character == "\ufffd":
        return f"has '{character}' in place of a letter that was lost. Write the letter."
    return f"has the invisible character {named(character)}, which changes the text. Take it out."


def from_root(file: str | None, root_file: str) -> str:
    """Return a file's path as editors know it, from the folder in which ``root_file`` lies."""
    return Path(file or "").relative_to(Path(root_file).parent).as_posix()


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the sentence ``" Did you mean 'x'?"`` for the closest known word within two letters, or nothing.

    >>> did_you_mean("grion", ["groin", "about"]), did_you_mean("melanoma", ["axilla"])
    (" Did you mean 'groin'?", '')
    """
    by_folded = {name.casefold(): name for name in known if name}
    distances = {name: distance(word.casefold(), name) for name in by_folded}
    # Of a short word two letters are most of it.
    longest = {name: max(len(name), len(word)) for name in by_folded}
    near = [name for name, far in distances.items() if 0 < far <= min(2, longest[name] // 2)]
    if word.casefold() in by_folded and by_folded[word.casefold()] != word:
        near = [word.casefold()]
    best = min(near, key=lambda name: (distances[name], name), default=None)
    return f" Did you mean '{by_folded[best]}'?" if best else ""


def distance(one: str, other: str) -> int:
    """Return how many letters to add, drop, change or swap with a neighbor; 3 stands for any more than 2.

    The optimal string alignment distance (Damerau 1964).
    """
    # Each letter that is added, dropped or changed makes one or two letters more that only one of both has.
    if abs(len(one) - len(other)) > 2 or len({*one} ^ {*other}) > 4:
        return 3
    # What is the same at both ends needs no change: paths and keys are much alike there.
    begin = alike_until(one, other)
    one, other = one[begin:], other[begin:]
    end = alike_until(reversed(one), reversed(other))
    one, other = one[: len(one) - end], other[: len(other) - end]
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        above = row
        row = [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > 2:
            return 3
        before = above
    return row[-1]
