"""Which programs a build is made by: the version of Python, of zlib, and of each package."""

import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def programs() -> list[str]:
    """Return Python, zlib, and each package, with its version."""
    return [sys.version, zlib.ZLIB_RUNTIME_VERSION, *packages()]


def packages() -> list[str]:
    """Return each package with its version, as the folder is called that describes it."""
    return sorted(_packages())


def _packages() -> Iterator[str]:
    for folder in sys.path:
        with suppress(OSError):
            yield from (
                one.name for one in Path(folder).iterdir() if one.suffix in (".dist-info", ".egg-info")
            )
