"""Build the whole site beside the last one, then put it in its place at one stroke: ``make site``.

Whenever this is ended, the last complete site stands where it stood. Two builds of one folder do not mix: the
second says so and ends.
"""

import ctypes
import errno
import fcntl
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

from editorial.build.report import NOTICES, as_text, kept_notices
from editorial.build.unchanged import is_unchanged, note_site, read_everything
from editorial.problems import unwritable
from editorial.text import on_one_line

ROOT = Path(__file__).parent.parent

#: Linux: renameat2(2); macOS: renamex_np(2). Both exchange two folders at one stroke.
_AT_FDCWD, _RENAME_EXCHANGE, _RENAME_SWAP = -100, 2, 2


def main(site: Path, work: Path, cache: Path, *, editions: bool = True) -> int:
    """Build into a folder of its own, with editions or pages alone, and put the result in its place.

    Args:
        site: where the site stands.
        work: where it is built.
        cache: where it is noted what it was made from.
        editions: whether it has PDFs, EPUBs and zip.
    """
    if wrong := in_the_way(site, work):
        print(result(wrong))
        return 1
    work.mkdir(parents=True, exist_ok=True)
    with (work / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print(result("A build of this folder is running. Wait for its end, then run 'make site' again."))
            return 1
        fresh, last = work / "site", work / "last"
        if not site.exists() and last.is_dir():
            last.rename(site)  # A build was ended between two steps, where no exchange is known.
        everything = read_everything(ROOT, site)
        if is_unchanged(site, everything, cache):
            notices = kept_notices(ROOT / NOTICES)
            known = [] if os.environ.get("NOTICES") == "all" else notices
            print(f"Nothing has changed since the last build. {as_text(notices, known=known)}")
            return _built(site, editions=editions)
        for left in (one for one in work.iterdir() if one.name != "lock"):
            shutil.rmtree(left, ignore_errors=True)
        # With editions no page of the last site is taken: they write their links into the pages.
        steps = [["make_site"], ["all_editions"]] if editions else [["make_site", "--last", str(site)]]
        for name, *options in steps:
            if _run([sys.executable, str(ROOT / "tools/run.py"), name, str(fresh), *options], lock.fileno()):
                shutil.rmtree(fresh, ignore_errors=True)
                return _not_built(site)
        swap(fresh, site, last)
        for old in (fresh, last):
            shutil.rmtree(old, ignore_errors=True)
        if everything.is_as_before(ROOT, site):
            note_site(site, everything, cache)
    return _built(site, editions=editions)


def in_the_way(site: Path, work: Path) -> str:
    """Return what stands where a build writes and is not what it writes there, or nothing: it is not for us to take."""
    if site.is_symlink():
        return f"'{site.name}' is a link, and where it leads to nothing would change. Take it out, then build again."
    for place in (site, work):
        if os.path.lexists(place) and not place.is_dir():
            return f"'{place.name}' is no folder. Give it another name, or take it out, then build again."
    if (work / "lock").is_dir():
        return f"'{work.name}' is not as a build leaves it. Take it out, then build again."
    return ""


def _built(site: Path, *, editions: bool) -> int:
    without = "" if editions else ", without PDFs, EPUBs and zip"
    where = f"The site is in {site.name}/{without}. Open {site.name}/index.html in a browser"
    print(result(f"{where}: it needs no server and no network."))
    return 0


def result(text: str) -> str:
    """Return the last line, which alone is in bold (ECMA-48)."""
    return f"\033[1m{text}\033[0m" if sys.stdout.isatty() and "NO_COLOR" not in os.environ else text


def _run(command: list[str], lock: int) -> int:
    """Run a step of the build, which holds the lock too; end it when this is ended."""
    process = subprocess.Popen(command, pass_fds=[lock])  # noqa: S603  (our own commands)

    def end(number: int, frame: FrameType | None) -> None:
        process.terminate()
        sys.exit(128 + number)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        return process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _not_built(site: Path, *, ended: bool = False) -> int:
    """Say that no site was built: for what is said above, or because somebody ended it."""
    last = f" The last complete site is still in {site.name}/, as it was." if site.is_dir() else ""
    why = "you ended it. To build it, run" if ended else "fix what is said above, then run"
    print()
    print(result(f"The site was not built: {why} 'make site' again.{last}"))
    return 1


def swap(fresh: Path, site: Path, last: Path) -> None:
    """Put a new folder in the place of another, so that one of the two stands there at every moment."""
    if not site.exists():
        fresh.rename(site)
    elif not exchanged(fresh, site):
        site.rename(last)
        fresh.rename(site)


def exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders at one stroke; whether this machine can."""
    library = ctypes.CDLL(None, use_errno=True)
    try:
        if sys.platform == "darwin":
            failed = library.renamex_np(os.fsencode(one), os.fsencode(other), _RENAME_SWAP)
        else:
            failed = library.renameat2(
                _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE
            )
    except AttributeError:  # An older C library.
        return False
    if failed and ctypes.get_errno() in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
    return not failed


if __name__ == "__main__":
    folder = ROOT / sys.argv[1]
    wanted = os.environ.get("EDITIONS", "")
    if wanted not in ("", "yes", "no"):
        sys.exit(f"EDITIONS is '{on_one_line(wanted)}'. Write EDITIONS=no for the pages alone.")
    try:
        sys.exit(main(folder, ROOT / ".build", ROOT / ".cache/site", editions=wanted != "no"))
    except OSError as error:
        if not (said := unwritable(error)):
            raise
        print(said)
        sys.exit(_not_built(folder))
    except KeyboardInterrupt:
        sys.exit(_not_built(folder, ended=True))
