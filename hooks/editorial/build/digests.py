"""Digests of files: what is the same, byte for byte, as it was."""

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

#: Folders of what other programs made of files.
MADE = ("__pycache__", "node_modules")


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a folder by its path in it, but for what other programs made."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        paths = sorted(map(Path, files_of(folder)))
        found = pool.map(_digest, paths)
        return {path.relative_to(folder).as_posix(): one for path, one in zip(paths, found, strict=True)}


def files_of(place: Path, *, but: str = "") -> Iterator[str]:
    """Yield the path of each file of a folder, or of the file that stands there, but for what other programs made.

    As texts: of thousands of files, to make a path of pathlib of each takes longer than to find them.

    Args:
        place: the folder or file.
        but: the ending of files that are left out: ``.md``.
    """
    if place.is_file():
        yield str(place)
    for folder, folders, names in os.walk(place):
        folders[:] = sorted(name for name in folders if name not in MADE)
        yield from (f"{folder}/{name}" for name in sorted(names) if not (but and name.endswith(but)))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
