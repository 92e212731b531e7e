"""What is kept from one build to the next: by what it was made from, with a digest of its own bytes.

A file that was cut by a power failure, written by another program or copied from another place is none of ours:
it is made again.
"""

import hashlib
import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

_ENDING, _PART = ".kept", ".part"


class Cache:
    """A folder of files, each named by a digest of all that it was made from."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when something is kept."""
        self._folder = folder

    def get(self, name: str) -> bytes | None:
        """Return what is kept under a name, or nothing: there is none, or it is not what was kept."""
        try:
            # Thousands are read, for which a path of pathlib takes too long.
            with open(f"{self._folder}/{name}{_ENDING}", "rb", opener=_open_file) as file:
                raw = file.read()
        except OSError:
            return None
        digest, content = raw[:32], raw[32:]
        return content if content and digest == _digest(name, content) else None

    def put(self, name: str, content: bytes) -> None:
        """Keep something under a name. Whoever ends this program midway leaves no half of it."""
        self.prepare(name, content)
        self.take(name)

    def prepare(self, name: str, content: bytes) -> None:
        """Write something that :meth:`take` keeps under that name."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._part(name).write_bytes(_digest(name, content) + content)

    def take(self, name: str) -> None:
        """Keep what was prepared under a name."""
        with suppress(FileNotFoundError):  # Another program has tidied up meanwhile.
            self._part(name).replace(self._folder / f"{name}{_ENDING}")

    def keep(self, names: Collection[str]) -> None:
        """Remove everything else that was kept; what somebody put there, perhaps behind a link, stays."""
        kept, others = {f"{name}{_ENDING}" for name in names}, []
        with suppress(FileNotFoundError), os.scandir(self._folder) as found:
            ours = (file for file in found if file.name.endswith((_ENDING, _PART)) and not file.is_dir())
            others = [file.path for file in ours if file.name not in kept]
        for path in others:
            Path(path).unlink(missing_ok=True)

    def _part(self, name: str) -> Path:
        return self._folder / f"{name}.{os.getpid()}{_PART}"


def _open_file(path: str, flags: int) -> int:
    """Open a file, but no link, which leads to what somebody else wrote, and no pipe to wait for."""
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _digest(name: str, content: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\0" + content).digest()
