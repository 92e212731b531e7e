"""What git remembers of a guide's pages: every commit that touched one, as a graph, and every old text.

Commands that no settings of a person change (git calls them plumbing) are asked, with names between zero bytes.
"""

import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from hashlib import sha1, sha256
from pathlib import Path
from typing import NamedTuple

from editorial.build.git_output import git_environment, repository_of
from editorial.text import on_one_line

#: From a blob's id to its bytes.
Blobs = Callable[[str], bytes]

_EMPTY_TREE = {
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
_HEAD_OF_DIFF = re.compile(rb"([0-9a-f]{40,64}) ([0-9a-f]{40,64})\n")


class NoHistoryError(Exception):
    """The history cannot be read; the message says why, and the command that helps."""


class Commit(NamedTuple):
    """One commit."""

    id: str
    parents: tuple[str, ...]
    author: str
    #: The author's day, and the committer's, each on its own clock.
    day: date
    landed: date
    #: 0 for the newest; every commit comes before its parents.
    place: int


class Version(NamedTuple):
    """A page at one commit that changed it."""

    commit: Commit
    #: Its path there and its blob; none if the commit deleted it.
    path: str
    blob: str | None
    #: For each parent, in order: its blob there; ``None`` where it was not there. Of a root: one ``None``.
    before: tuple[str | None, ...]


class _Entry(NamedTuple):
    """What one commit did to one file, beside one parent."""

    kind: str
    #: Its path and its blob in the parent.
    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class History:
    """The history of one folder of a repository, paths counted from the guide's own folder."""

    head: str
    commits: Mapping[str, Commit]
    #: For each pair of a commit and a parent (or "" for a root): path in the commit to what happened.
    changes: Mapping[tuple[str, str], Mapping[str, _Entry]]
    #: Path to blob, as of the last commit.
    files: Mapping[str, str]
    #: Earlier path to the path of today, of files that were renamed.
    moved: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def versions(self) -> Mapping[str, Sequence[Version]]:
        """Path of today to every commit that changed the file, newest first."""
        touched: dict[str, dict[str, str]] = {}
        for (commit, _), entries in self.changes.items():
            for path in entries:
                name = self.moved.get(path, path) if path not in self.files else path
                touched.setdefault(name, {})[commit] = path
        return {
            name: sorted(
                (self.version(commit, path) for commit, path in found.items()),
                key=lambda version: version.commit.place,
            )
            for name, found in touched.items()
        }

    def version(self, commit_id: str, path: str) -> Version:
        """Return a file at a commit that changed it."""
        commit = self.commits[commit_id]
        parents = commit.parents or ("",)
        entries = [self.changes.get((commit_id, parent), {}).get(path) for parent in parents]
        after = next((entry.after for entry in entries if entry), None)
        return Version(commit, path, after, tuple(entry.before if entry else after for entry in entries))

    def walk(self, path: str, wanted: Callable[[str], bool]) -> Iterator[Version]:
        """Yield the versions of a file by which its text became one that is wanted, as the graph has them.

        From the last commit back along every line of commits, as long as the text is wanted.
        """
        blob = self.files.get(path)
        waiting = [(self.head, path, blob)] if blob and wanted(blob) else []
        seen = {(self.head, path)}
        while waiting:
            commit_id, name, blob = waiting.pop()
            began, earlier = True, []
            for parent in self.commits[commit_id].parents or ("",):
                entry = self.changes.get((commit_id, parent), {}).get(name)
                then = (entry.path, entry.before) if entry else (name, blob)
                if parent and then[1] and wanted(then[1]):
                    began = False
                    earlier.append((parent, then[0], then[1]))
            if began:
                yield self.version(commit_id, name)
            for step in earlier:
                if step[:2] not in seen:
                    seen.add(step[:2])
                    waiting.append(step)

    def leads_to(self, earlier: Commit, later: Commit) -> bool:
        """Whether a commit is another one, or came before it on its line of work."""
        waiting, seen = [later.id], {later.id}
        while waiting:
            commit = self.commits[waiting.pop()]
            if commit.id == earlier.id:
                return True
            waiting += [one for one in commit.parents if one in self.commits and one not in seen]
            seen.update(commit.parents)
        return False

    def deleted_beside(self, version: Version) -> Iterator[str]:
        """Yield the blobs of the files that a version's commit deleted."""
        for parent in version.commit.parents:
            for entry in self.changes.get((version.commit.id, parent), {}).values():
                if entry.kind == "D" and entry.before:
                    yield entry.before

    @cached_property
    def _at(self) -> Mapping[str, Sequence[tuple[int, str | None]]]:
        found: dict[str, list[tuple[int, str | None]]] = {}
        for (commit, _), entries in self.changes.items():
            for path, entry in entries.items():
                place = self.commits[commit].place
                found.setdefault(entry.path, []).append((place + 1, entry.before))
                found.setdefault(path, []).append((place, entry.after))
        return found

    def before_at(self, path: str, commit: Commit) -> Iterator[str]:
        """Yield every blob that a path had before a commit, the newest first."""
        for when, blob in self._at.get(path, ()):
            if when > commit.place and blob:
                yield blob


_SHALLOW = (
    "this copy has only the last commits. Fetch the others: git fetch --unshallow (in a CI service, let it clone with "
    "fetch-depth: 0)"
)


def read_history(root: Path, folder: str, *files: str) -> History:
    """Read the history of all files below a folder of a guide, and of some files beside it.

    The guide may be a folder of a larger repository, a work tree or a submodule.

    Raises:
        NoHistoryError: there is none, or it is not whole, or git may not or cannot read it.
    """
    where = _git(root, "rev-parse", "--is-shallow-repository", "--show-prefix").split(b"\n")
    if where[0] == b"true":
        raise NoHistoryError(_SHALLOW)
    prefix = where[1] if len(where) > 1 else b""
    log = _git(root, "log", "--topo-order", "--no-show-signature", "--no-color", "--encoding=UTF-8",
               "--format=%H%x00%P%x00%T%x00%ae%x00%aI%x00%cI%x00", "HEAD")  # fmt: skip
    commits, trees = _commits(log)
    if not commits:
        raise NoHistoryError("what is called git here lists no commit. Is it git? Ask it: git log")
    head = next(iter(commits))
    pairs = {
        (commit.id, parent): (trees[parent] if parent else _EMPTY_TREE[len(commit.id)], trees[commit.id])
        for commit in commits.values()
        for parent in commit.parents or ("",)
        if not parent or trees[parent] != trees[commit.id]
    }
    top = prefix.decode("utf-8", "surrogateescape")
    places = _Places(root, [folder, *files])
    changes = places.changes(pairs, top)
    _follow(places, changes, pairs, commits, top)
    wanted = [f"{top}{one}" for one in (folder, *files)]
    present = {}
    for line in _git(root, "ls-tree", "-r", "-z", "--full-tree", "HEAD", "--", *wanted).split(b"\0"):
        about, _, name = line.partition(b"\t")
        if b" blob " in about:
            present[_path(name, prefix)] = about.split()[2].decode()
    if not any(name.startswith(f"{folder}/") for name in present):
        raise NoHistoryError(f"'{folder}' is in no commit. Commit it: git add {folder}, then git commit")
    return History(head, commits, changes, present, _moved(commits, changes, present))


#: A commit and a parent, and the trees of both, the parent's first.
_Pairs = dict[tuple[str, str], tuple[str, str]]
_Changes = dict[tuple[str, str], dict[str, _Entry]]
#: So often a guide may have moved within its repository.
_MOST_MOVES = 5


class _Places(NamedTuple):
    """What of a guide is asked about: folders and files, by their names from its own folder on."""

    root: Path
    names: Sequence[str]

    def changes(self, pairs: _Pairs, top: str) -> _Changes:
        """Return what commits did to them in a folder of the repository."""
        where = [f":(top){top}{name}" for name in self.names]
        text = "".join(f"{before} {after}\n" for before, after in dict.fromkeys(pairs.values())).encode()
        raw = _git(self.root, "diff-tree", "--stdin", "-r", "-M", "-l2000", "-z", "--no-relative", "--", *where,
                   given=text)  # fmt: skip
        diffs = _diffs(raw, top.encode("utf-8", "surrogateescape"))
        return {pair: diffs[trees] for pair, trees in pairs.items() if trees in diffs}

    def renamed(self, trees: tuple[str, str]) -> dict[str, _Entry]:
        """Return what was renamed between two trees, in all of the repository."""
        raw = _git(self.root, "diff-tree", "-r", "-M", "-l2000", "-z", "--no-relative", *trees)
        # With its head the answer is read as that to several pairs is.
        found = _diffs(f"{trees[0]} {trees[1]}\n".encode() + raw, b"").get(trees, {})
        return {name: entry for name, entry in found.items() if entry.kind == "R"}


def _follow(
    places: _Places, changes: _Changes, pairs: _Pairs, commits: Mapping[str, Commit], top: str
) -> None:
    """Add what commits did before the guide as a whole moved within its repository, as if it had always been here.

    Args:
        places: what is asked about.
        changes: what commits did to the guide where it is now.
        pairs: all commits with their parents.
        commits: all commits.
        top: the guide's folder in its repository.
    """
    for _ in range(_MOST_MOVES):
        touched = [pair for pair, entries in changes.items() if entries]
        oldest = max(touched, key=lambda pair: commits[pair[0]].place, default=("", ""))
        if not oldest[1] or any(entry.kind != "A" for entry in changes[oldest].values()):
            return
        renamed = places.renamed(pairs[oldest])
        came = {
            name: entry
            for name in changes[oldest]
            if (entry := renamed.get(top + name)) and f"/{entry.path}".endswith(f"/{name}")
        }
        tops = Counter(entry.path.removesuffix(name) for name, entry in came.items())
        if not tops:
            return
        top = tops.most_common(1)[0][0]
        changes[oldest] |= {
            name: entry._replace(path=name) for name, entry in came.items() if entry.path == top + name
        }
        place = commits[oldest[0]].place
        older = {pair: trees for pair, trees in pairs.items() if commits[pair[0]].place > place}
        for pair, found in places.changes(older, top).items():
            changes[pair] = changes.get(pair, {}) | found


class FileChange(NamedTuple):
    """What a line of work did to one file."""

    path: str
    #: Where it stood before, and its blob; nothing for a file that is new.
    before_path: str
    before: str | None
    #: Whether it is there still.
    is_there: bool


def changed_since(root: Path, base: str) -> tuple[str, list[FileChange]]:
    """Return the commit at which a line of work left another, and each file that it changed, committed or not.

    Args:
        root: the guide's folder; files outside it are left out.
        base: the name of the other line's last commit, a branch or a tag.

    Raises:
        NoHistoryError: there is no such commit, the two have none in common, or git cannot be asked.
    """
    asked = f"{base}^{{commit}}"
    try:
        other = _git(root, "rev-parse", "--verify", "--end-of-options", asked).decode().strip()
    except NoHistoryError as error:
        if str(error).startswith("git says"):
            said = f"there is no commit '{on_one_line(base)}'. Name a branch, a tag or a commit that is here"
            raise NoHistoryError(said) from None
        raise
    try:
        began = _git(root, "merge-base", other, "HEAD").decode().strip()
    except NoHistoryError:
        if _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
            raise NoHistoryError(_SHALLOW) from None
        said = f"'{on_one_line(base)}' and this line of work have no commit in common"
        raise NoHistoryError(said) from None
    _refresh(root)
    raw = _git(root, "diff-index", "--raw", "-r", "-M", "-l2000", "-z", "--relative", began, "--")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    found = [
        *_changed(raw),
        *(FileChange(_path(name, b""), "", None, True) for name in new.split(b"\0") if name),
    ]
    return began, sorted(found)


def _refresh(root: Path) -> None:
    """Let git look which files were only touched: where it may not write, they count as changed."""
    with suppress(NoHistoryError):  # It fails too where a file changed.
        _git(root, "update-index", "-q", "--refresh")


def _changed(raw: bytes) -> Iterator[FileChange]:
    """Read the output of ``git diff-index --raw -z``."""
    fields = iter(raw.split(b"\0"))
    for head in fields:
        if not head.startswith(b":"):
            continue
        _, _, before, _, kind = head.split()
        old = _path(next(fields), b"")
        path = _path(next(fields), b"") if kind[:1] in b"RC" else old
        blob = _blob(before)
        yield FileChange(path, old if blob else "", blob, kind[:1] != b"D")


@contextmanager
def blobs(root: Path) -> Iterator[Blobs]:
    """Give a function from a blob's id to its bytes, with one git process behind it.

    The function raises :class:`NoHistoryError` where the text is not on this machine and cannot be fetched.
    """
    process = subprocess.Popen(
        ["git", "cat-file", "--batch"],  # noqa: S607
        cwd=root,
        env=_environment(root),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    read, write = process.stdout, process.stdin
    if read is None or write is None:
        raise OSError("git cat-file gave no pipes")

    def content(blob: str) -> bytes:
        try:
            write.write(f"{blob}\n".encode())
            write.flush()
            head = read.readline().split()
        except OSError:
            head = []
        if len(head) != 3:
            raise NoHistoryError(
                "old texts of the pages are not in this copy and could not be fetched. With a network: "
                "git fetch --refetch --no-filter"
            )
        return read.read(int(head[2]) + 1)[:-1]

    try:
        yield content
    finally:
        try:
            write.close()
        except OSError:  # It ended before: there is no one to tell.
            process.kill()
        read.close()
        process.wait()


def blob_id(content: bytes, length: int = 40) -> str:
    """Return the id that git gives to a text: by SHA-1, or by SHA-256 where ids are of 64 characters.

    >>> blob_id(b"")
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    named = b"blob %d\0" % len(content) + content
    return (sha1(named, usedforsecurity=False) if length == 40 else sha256(named)).hexdigest()


def _commits(log: bytes) -> tuple[dict[str, Commit], dict[str, str]]:
    """Read git's list of commits, newest first; return the tree of each too."""
    commits: dict[str, Commit] = {}
    trees: dict[str, str] = {}
    fields = log.decode("utf-8", "replace").split("\0")
    for place in range(0, len(fields) - 5, 6):
        name, parents, tree, author, day, landed = fields[place : place + 6]
        id_ = name.strip()
        commits[id_] = Commit(id_, tuple(parents.split()), author, _day(day), _day(landed), place // 6)
        trees[id_] = tree
    return commits, trees


def _day(moment: str) -> date:
    try:
        return datetime.fromisoformat(moment).date()
    except ValueError:  # A clock beyond the calendar: no check can have been on that day.
        return date.min


def _diffs(raw: bytes, prefix: bytes) -> dict[tuple[str, str], dict[str, _Entry]]:
    """Read the output of ``git diff-tree --stdin -z`` for pairs of trees."""
    diffs: dict[tuple[str, str], dict[str, _Entry]] = {}
    now: dict[str, _Entry] = {}
    fields = iter(raw.split(b"\0"))
    for item in fields:
        start = 0
        while head := _HEAD_OF_DIFF.match(
            item, start
        ):  # A pair without a difference has nothing but its head.
            now = diffs.setdefault((head[1].decode(), head[2].decode()), {})
            start = head.end()
        if item[start : start + 1] != b":":
            continue
        _, mode, before, after, kind = item[start:].split()
        path = _path(next(fields), prefix)
        letter = kind[:1].decode()
        target = _path(next(fields), prefix) if letter in "RC" else path
        if mode != b"160000":  # Another repository, which has no pages.
            now[target] = _Entry(letter, path, _blob(before), _blob(after))
    return diffs


def _moved(
    commits: Mapping[str, Commit],
    changes: Mapping[tuple[str, str], Mapping[str, _Entry]],
    files: Mapping[str, str],
) -> dict[str, str]:
    """Return where each file that was renamed is today."""
    moved: dict[str, str] = {}
    order = sorted(changes, key=lambda pair: commits[pair[0]].place)
    for pair in order:
        for target, entry in changes[pair].items():
            if entry.kind == "R":
                moved.setdefault(entry.path, moved.get(target, target) if target not in files else target)
    return moved


def _path(name: bytes, prefix: bytes) -> str:
    return name.removeprefix(prefix).decode("utf-8", "surrogateescape")


def _blob(id_: bytes) -> str | None:
    return id_.decode() if id_.strip(b"0") else None


def _environment(root: Path) -> dict[str, str]:
    return git_environment(root) | {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}


def _git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  (git, with arguments of our own)
            ["git", *arguments],  # noqa: S607
            cwd=root,
            input=given,
            capture_output=True,
            check=False,
            env=_environment(root),
        )
    except OSError:
        raise NoHistoryError("git is not installed. Install it: https://git-scm.com/downloads") from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace")
    top = repository_of(root)
    if "safe.directory" in said or "dubious ownership" in said:
        raise NoHistoryError(
            "the repository belongs to another user of this machine. If you trust it: "
            f"git config --global --add safe.directory '{top or root}'"
        )
    if "not a git repository" in said and top:
        raise NoHistoryError(
            f"git finds no repository in '{top / '.git'}': it is damaged, or leads to a folder that is gone. See why: "
            "git status. Or copy the guide again with git clone"
        )
    if "not a git repository" in said:
        raise NoHistoryError(
            "there is no git history here, as in a downloaded zip. Copy the guide with git clone"
        )
    if "HEAD" in said and ("unknown revision" in said or "ambiguous" in said or "bad revision" in said):
        raise NoHistoryError(
            "nothing is committed yet. Make the first commit: git add --all, then git commit"
        )
    if "promisor" in said or "could not fetch" in said:
        raise NoHistoryError(
            "old texts of the pages are not in this copy and could not be fetched. With a network: "
            "git fetch --refetch --no-filter"
        )
    if re.search(r"bad (?:\w+ )?config", said):
        raise NoHistoryError(f"{_git_says(said)}. Correct that setting, or take it out")
    if "repo version" in said or "repository extension" in said:
        raise NoHistoryError(f"{_git_says(said)}. Use a newer git: https://git-scm.com/downloads")
    raise NoHistoryError(f"{_git_says(said)}. Ask it again: git fsck")


def _git_says(said: str) -> str:
    return f"git says: {text[:200]}" if (text := " ".join(said.split())) else "git ended without a word"
