"""What git remembers of the pages: whether the medicine changed after it was last checked."""

import re
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

_COMMIT, _PART = "\x01", "\x02"
_LOG = [
    "log",
    "--raw",
    "--no-abbrev",
    "-M",
    f"--format={_COMMIT}%H{_PART}%aI{_PART}%s{_PART}%(trailers:key=Revision,valueonly,separator=%x20)",
]


class Version(NamedTuple):
    """One commit's change of one page."""

    commit: str
    #: The author's day.
    day: date
    subject: str
    #: Whether the commit carries the trailer ``Revision: minor``.
    minor: bool
    #: The blobs before and after; ``None`` where there was no page.
    before: str | None
    after: str | None


#: Path, from the repository's root, to its versions, newest first.
History = Mapping[str, Sequence[Version]]


def read_history(root: Path, folder: str) -> History | None:
    """Read the history of all files below a folder, with one call of git.

    Returns ``None`` where there is none to read: no git, no repository of this folder's own (a zip),
    or a shallow clone, in which old versions are missing.
    """
    try:
        top = _git(root, "rev-parse", "--show-toplevel").strip()
        shallow = _git(root, "rev-parse", "--is-shallow-repository").strip()
        if Path(top).resolve() != root.resolve() or shallow == "true":
            return None
        log = _git(root, "-c", "core.quotepath=off", *_LOG, "--", folder)
    except (OSError, subprocess.CalledProcessError):
        return None
    return parse_log(log)


def parse_log(log: str) -> History:
    """Read the output of ``git log --raw`` in the form that :func:`read_history` asks for."""
    history: dict[str, list[Version]] = {}
    current_name: dict[str, str] = {}
    for block in log.split(_COMMIT)[1:]:
        head, _, changes = block.partition("\n")
        commit, day, subject, trailer = head.split(_PART)
        when = datetime.fromisoformat(day).date()
        minor = "minor" in trailer.casefold().split()
        for line in changes.splitlines():
            match = re.fullmatch(r":\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*\t([^\t]+)(?:\t(.+))?", line)
            if not match:
                continue
            before, after, kind, path, renamed_to = match.groups()
            path_then = renamed_to or path
            # Newest first: what a path is called today is known when an older name turns up.
            name = current_name.get(path_then, path_then)
            if kind == "R":
                current_name[path] = name
            version = Version(commit, when, subject, minor, _blob(before), _blob(after))
            history.setdefault(name, []).append(version)
    return history


@contextmanager
def blobs(root: Path) -> Iterator[Callable[[str], str]]:
    """Give a function from a blob's id to its text, with one git process behind it."""
    with subprocess.Popen(
        ["git", "cat-file", "--batch"],  # noqa: S607
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # Where there is no repository, nothing is asked of it.
    ) as process:
        read, write = process.stdout, process.stdin
        if read is None or write is None:
            raise OSError("git cat-file gave no pipes")

        def text(blob: str) -> str:
            write.write(f"{blob}\n".encode())
            write.flush()
            size = int(read.readline().split()[-1])
            return read.read(size + 1)[:-1].decode("utf-8", "replace")

        yield text
        write.close()


def unrevised_change(
    source: str, versions: Sequence[Version], *, blob: Callable[[str], str], today: date
) -> str | None:
    """Say how a page's words, numbers or sources changed after its ``last_revised`` was set.

    Returns ``None`` where they did not, or where the page was checked again: on the day of the change or
    later. White space, punctuation, case, link targets and front matter do not count, nor does a commit
    with the trailer ``Revision: minor``.

    Args:
        source: the page as it is now, uncommitted edits included.
        versions: its history, newest first; none if it is not committed yet.
        blob: from a blob's id to its text.
        today: the day of the build.
    """
    revised = revision_day(source)
    if not versions or revised is None or versions[0].after is None:
        return None
    committed = blob(versions[0].after)
    if revision_day(committed) != revised:
        return None
    suspects: list[str] = []
    if today > revised and source != committed and fingerprint(source) != fingerprint(committed):
        suspects.append("has edits that are not committed")
    baseline = committed
    for version in versions:
        if version.after is None:
            break
        baseline = blob(version.after)
        before = blob(version.before) if version.before else None
        if before is None or revision_day(before) != revised:
            break
        if not version.minor and version.day > revised and fingerprint(before) != fingerprint(baseline):
            suspects.append(f"was changed on {version.day} ('{version.subject}', {version.commit[:9]})")
    if not suspects or fingerprint(source) == fingerprint(baseline):
        return None
    return (
        f"{suspects[0]} after it was last revised on {revised}. If someone has checked the page against its "
        f"sources, write that day: last_revised: {today}. If the medicine is the same, end the commit "
        "message with a line 'Revision: minor'."
    )


def revision_day(source: str) -> date | None:
    """Return the ``last_revised`` day of a page's source, if it has a readable one."""
    match = re.search(
        r"\A\ufeff?---\s.*?^last_revised:[ \t]*(\d{4}-\d\d-\d\d)\b", source, re.DOTALL | re.MULTILINE
    )
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def fingerprint(source: str) -> list[str]:
    """Return a page's words, numbers and citation keys in order: what a reader takes from it.

    >>> fingerprint("Take 48.5 mg [daily](a.md) [@lee2020].") == fingerprint("take  48.5 mg daily [@lee2020]")
    True
    """
    body = re.sub(r"\A\ufeff?---[ \t]*\n.*?^---[ \t]*$", "", source, count=1, flags=re.DOTALL | re.MULTILINE)
    body = re.sub(r"\]\([^)]*\)|\{[^}\n]*\}", " ", body)
    return re.findall(r"@[\w:.+/-]*\w|\d+(?:[.,]\d+)*|[^\W\d_]+", body.casefold())


def version_of(day: date, versions: Sequence[Version], *, blob: Callable[[str], str]) -> Version | None:
    """Return the newest version of a page whose ``last_revised`` was this day."""
    return next(
        (
            version
            for version in versions
            if version.after is not None and revision_day(blob(version.after)) == day
        ),
        None,
    )


def _blob(id_: str) -> str | None:
    return None if id_.strip("0") == "" else id_


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(  # noqa: S603  (git, with arguments of our own)
        ["git", *arguments],  # noqa: S607
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=True,
    ).stdout
