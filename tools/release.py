"""Make a release of what is committed: ``make release``.

It keeps the addresses, writes what is new into the two changelogs, builds the site with its editions, commits and tags.
Nothing is sent anywhere: the last line says what to push.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from editorial.build.git_output import git_environment
from editorial.build.release import (
    Edition,
    for_maintainers,
    for_readers,
    news,
    tag_of,
    with_release,
)
from editorial.guide import Guide
from editorial.pages.files import read_meta
from editorial.pages.frontmatter import read_changes
from editorial.site.outputs import ADDRESSES
from editorial.text import on_one_line
from project import ROOT, guide_of, today

#: What readers and maintainers are told.
READERS, MAINTAINERS = "CHANGELOG.md", "CHANGELOG-CODE.md"


class CannotReleaseError(Exception):
    """A reason why there is no release, as a sentence."""


def main(root: Path = ROOT) -> int:
    try:
        tag, message = released(root)
    except CannotReleaseError as error:
        print(f"No release was made: {error}")
        return 1
    branch = git(root, "branch", "--show-current").strip()
    print(
        f"Release {tag} is made, on this computer alone. Read it: git show {tag}. Then publish it: "
        f"git push --atomic origin {branch} {tag}"
    )
    print(message)
    return 0


def released(root: Path) -> tuple[str, str]:
    """Make a release; returns its tag, and what there is to give to readers."""
    check(root)
    guide = guide_of(root)
    tags = git(root, "tag", "--list", "v*").split()
    tag, last = tag_of(today(), tags), last_release(root)
    docs = guide.settings.docs
    now = {
        path: Edition(state.file.language, state.title, state.front.changes)
        for path, state in guide.states.items()
    }
    before = dict(editions_at(root, last, guide)) if last else {}
    found = {language: news(before, now, language) for language in guide.settings.locales}
    names = {language.locale: language.name for language in guide.settings.languages}
    readers = for_readers(tag, found, names, guide.words)
    maintainers = for_maintainers(tag, subjects(root, last, guide))
    files = [READERS, MAINTAINERS, f"{docs}/{ADDRESSES}"]
    were = {root / name: (root / name).read_bytes() for name in files if (root / name).is_file()}
    stood = git(root, "rev-parse", "HEAD").strip()
    try:
        for name, part in ((READERS, readers), (MAINTAINERS, maintainers)):
            file = root / name
            file.write_text(with_release(file.read_text("utf-8"), part), encoding="utf-8")
        environment = os.environ | {"PYTHONPATH": str(root / "hooks")}
        for command in ("make_site --keep-addresses", "publish site"):
            build = [sys.executable, str(root / "tools/run.py"), *command.split()]
            if subprocess.run(build, cwd=root, env=environment, check=False).returncode:  # noqa: S603  (our own)
                raise CannotReleaseError("the guide could not be built. Fix what is said above.")
        git(root, "add", "--", *files)
        git(root, "commit", "--quiet", "--message", f"Release {tag}")
        # What begins with # is a heading of ours, and no remark for git.
        git(root, "tag", "--annotate", "--cleanup=whitespace", "--message", f"{readers}\n{maintainers}", tag)
    except BaseException:  # Whatever ended it, even Ctrl+C: the folder is left as it was.
        for file in (root / name for name in files):
            if file in were:
                file.write_bytes(were[file])
            else:
                file.unlink(missing_ok=True)
        with suppress(CannotReleaseError):  # What ended it is said, and not what git says of it.
            git(root, "reset", "--quiet", stood)  # Also where the commit was made, and the tag was not.
        raise
    downloads = sorted(file.name for file in (root / "site/downloads").glob("*") if file.is_file())
    return tag, f"For readers, in site/downloads/: {', '.join(downloads)}." if downloads else ""


def check(root: Path) -> None:
    """Say why no release can be made of a folder, if none can."""
    if git(root, "status", "--porcelain").strip():
        raise CannotReleaseError(
            "something is not committed. Look at it: git status. Commit it, or take it out."
        )
    if not git(root, "branch", "--show-current").strip():
        raise CannotReleaseError("no branch is checked out. Choose one: git switch main")
    for name in (READERS, MAINTAINERS):
        if not (root / name).is_file():
            raise CannotReleaseError(f"'{name}' is missing. Begin it with a heading: # What changed")


def last_release(root: Path) -> str:
    """Return the tag of the release before, or nothing."""
    tags = git(root, "tag", "--list", "v[0-9]*", "--merged", "HEAD", "--sort=-v:refname").split()
    return tags[0] if tags else ""


def editions_at(root: Path, tag: str, guide: Guide) -> Iterator[tuple[str, Edition]]:
    """Yield each page of a release: its path, and what it said of itself."""
    docs = guide.settings.docs
    for path in git(root, "ls-tree", "-r", "-z", "--name-only", tag, "--", f"{docs}/").split("\0"):
        language = path.removeprefix(f"{docs}/").partition("/")[0]
        if path.endswith(".md") and language in guide.settings.locales:
            meta: Mapping[str, object] = read_meta(git(root, "show", f"{tag}:./{path}"), path=path)[0] or {}
            yield path, Edition(language, str(meta.get("title", path)), [*read_changes(meta.get("changes"))])


def subjects(root: Path, last: str, guide: Guide) -> list[str]:
    """Return the subject of each commit since a release that changed more than the texts, newest first."""
    if not last:
        return ["The first release."]
    texts = [guide.settings.docs, str(Path(guide.settings.bibliography).parent)]
    elsewhere = [f":(exclude){name}" for name in (*texts, READERS, MAINTAINERS)]
    log = git(root, "log", "--no-merges", "--format=%s", f"{last}..HEAD", "--", ".", *elsewhere)
    return log.splitlines()


def git(root: Path, *arguments: str) -> str:
    """Return what git prints; what it refuses is a reason for no release."""
    try:
        done = subprocess.run(  # noqa: S603  (git, with arguments of our own)
            ["git", *arguments],  # noqa: S607
            cwd=root,
            env=git_environment(root),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError:
        raise CannotReleaseError("git is not installed. Install it: https://git-scm.com/downloads") from None
    if done.returncode:
        raise CannotReleaseError(f"git says: {on_one_line(done.stderr.strip())[:300]}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
