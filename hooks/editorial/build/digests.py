"""Digests of files: what is the same, byte for byte, as it was."""

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

#: Folders of what other programs made of files.
MADE = ("__pycache__", "node_modules")


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a folder by its path in it, but for what other programs made."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        paths = sorted(_files(folder))
        found = pool.map(_digest, (folder / path for path in paths))
        return dict(zip(paths, found, strict=True))


def _files(folder: Path) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in MADE]
        yield from ((Path(place) / name).relative_to(folder).as_posix() for name in files)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
