"""Which programs a build is made by: the version of Python, of each package, and of what PDFs are drawn with."""

import ctypes
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from ctypes.util import find_library
from pathlib import Path

#: The libraries of the system that PDFs are drawn with: the name of each, its file on Linux, and what says its version.
_LIBRARIES = (
    ("pango-1.0", "libpango-1.0.so.0", "pango_version_string"),
    ("harfbuzz", "libharfbuzz.so.0", "hb_version_string"),
    ("harfbuzz-subset", "libharfbuzz-subset.so.0", "hb_version_string"),
)


def programs() -> list[str]:
    """Return Python, each package, and each library that draws PDFs, with its version."""
    return [sys.version, zlib.ZLIB_RUNTIME_VERSION, *packages(), *map(_version, _LIBRARIES)]


def packages() -> list[str]:
    """Return each package with its version, as the folder is called that describes it."""
    return sorted(_packages())


def _packages() -> Iterator[str]:
    for folder in sys.path:
        with suppress(OSError):
            yield from (
                one.name for one in Path(folder).iterdir() if one.suffix in (".dist-info", ".egg-info")
            )


def _version(library: tuple[str, str, str]) -> str:
    """Return what a library says of its version. One that is not found, or says none, is never the same as before."""
    name, on_linux, function = library
    for found in (on_linux, None):
        with suppress(OSError, AttributeError, TypeError):
            # To look for it takes as long as all the rest: only where it is called otherwise.
            said = getattr(ctypes.CDLL(found or find_library(name) or on_linux), function)
            said.restype = ctypes.c_char_p
            return bytes(said()).decode()
    return os.urandom(16).hex()
