"""Whether a build would give what stands there already: then it is not made again.

It counts as unchanged where every file of the guide, what git knows of it, the programs, the environment and the
day are as they were, and every file of the site is as it was left. It imports little, so that this takes less time
than reading the guide.
"""

import hashlib
import json
import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from editorial.build.cache import Cache
from editorial.build.digests import digest_of, files_of
from editorial.build.git_output import git_output
from editorial.build.programs import programs
from editorial.build.results import Inputs, read_inputs

#: What stands in a guide's folder and goes into no site, beside the folders of tools, which begin with a dot.
_NO_PART = {"tests", "node_modules"}
#: What a shell or a terminal tells every program, whatever is built.
_OF_THE_SHELL = {"_", "SHLVL", "OLDPWD", "COLUMNS", "LINES"}
#: What git knows: the history, and which files are in it.
_GIT = (("rev-parse", "HEAD"), ("ls-files", "--stage"))
#: Where dictionaries stand: whether a word is one of the language is asked of them.
_DICTIONARIES = ("/usr/share/hunspell", "/usr/share/myspell/dicts", "/Library/Spelling", "tests/node_modules")


class Everything(NamedTuple):
    """All that a site is made from."""

    files: Inputs
    #: What else it is made from, as JSON.
    told: str

    @property
    def digest(self) -> str:
        """A digest of all of it."""
        return digest_of(f"{self.files.digest} {self.told}")

    def is_as_before(self, root: Path, site: Path) -> bool:
        """Return whether nothing of it has changed since it was read."""
        are_same = _parts(root, site) == self.files.places and self.files.are_as_before()
        return are_same and _told(root) == self.told


def read_everything(root: Path, site: Path) -> Everything:
    """Read all that a site is made from.

    Args:
        root: the guide's folder.
        site: where the site stands.

    Raises:
        OSError: a file cannot be read.
    """
    return Everything(read_inputs(*_parts(root, site)), _told(root))


def _parts(root: Path, site: Path) -> tuple[Path, ...]:
    left_out = _NO_PART | {site.name} | {path.name for path in root.glob(".*") if path.name != ".github"}
    return tuple(path for path in sorted(root.iterdir()) if path.name not in left_out)


def _told(root: Path) -> str:
    now = datetime.now(UTC)
    told = {
        "git": [str(git_output(root, *command)) for command in _GIT],
        "programs": programs(),
        "dictionaries": [_listed(root / place) for place in _places()],
        "environment": {name: text for name, text in os.environ.items() if name not in _OF_THE_SHELL},
        # Here, and where it is tomorrow first (UTC+14).
        "days": [str(now.date()), str((now + timedelta(hours=14)).date())],
    }
    return json.dumps(told, sort_keys=True)


def is_unchanged(site: Path, everything: Everything, cache: Path) -> bool:
    """Return whether a site is what the last build left, of what is there now.

    Args:
        site: the built site.
        everything: what it would be made from.
        cache: where :func:`note_site` noted it.
    """
    kept = Cache(cache).get(everything.digest)
    return kept is not None and site.is_dir() and kept == _state(site)


def note_site(site: Path, everything: Everything, cache: Path) -> None:
    """Note a site that was built, and what it was made from. Where nothing can be written, it is built again."""
    with suppress(OSError):
        noted = Cache(cache)
        noted.put(everything.digest, _state(site))
        noted.keep([everything.digest])


def _state(site: Path) -> bytes:
    """Return what tells the files of a site, as they were left, from any other: to read them all takes longer.

    The time of the last change is the system's own: no program sets it, and a copy of a file has another.
    """
    found = hashlib.sha256()
    for path in files_of(site):
        one = os.lstat(path)
        told = f"{path}\0{one.st_ino} {one.st_size} {one.st_mtime_ns} {one.st_ctime_ns}\0"
        found.update(told.encode("utf-8", "surrogateescape"))
    return found.digest()


def _places() -> list[str]:
    return [*filter(None, os.environ.get("DICPATH", "").split(os.pathsep)), *_DICTIONARIES]


def _listed(place: Path) -> list[tuple[str, int, int]]:
    """Return what stands in a folder, its sizes, and when each was last written; of no folder, nothing."""
    with suppress(OSError):
        found = [(one.name, one.stat()) for one in place.iterdir()]
        return sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in found)
    return []
