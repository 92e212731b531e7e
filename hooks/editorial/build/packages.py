"""Which packages Python has."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def packages() -> Iterator[str]:
    """Yield each package with its version, as the folder is called that describes it."""
    for folder in sys.path:
        with suppress(OSError):
            yield from (
                one.name for one in Path(folder).iterdir() if one.suffix in (".dist-info", ".egg-info")
            )
