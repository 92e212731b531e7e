"""The editions of the last build, taken again where nothing that they are made from has changed.

This imports little, so that finding that out takes less time than reading the site.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from editorial.build.cache import Cache
from editorial.build.digests import digests
from editorial.build.programs import programs

#: What a guide's folder has that the editions are made with: code of ours, templates, styles, words.
_OURS = ("hooks", "overrides", "tools")


def made_from(site: Mapping[str, str], root: Path) -> str:
    """Return a digest of all that the editions of a site are made from.

    Args:
        site: the digest of each file of the built site.
        root: the guide's folder.
    """
    told = {
        "site": site,
        "ours": {name: digests(root / name) for name in _OURS},
        "programs": programs(),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def taken_again(site: Path, cache: Path, made_from: str) -> bool:
    """Write what the last build wrote, if it was made from the same; whether it was, and all of it is still there."""
    kept = Cache(cache)
    files: dict[str, str] = json.loads(kept.get(_name(made_from)) or "{}")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        contents = dict(zip(files, pool.map(kept.get, files.values()), strict=True))
        # Nothing is written before all is known to be what was kept: what is made anew is made from the pages.
        if not files or None in contents.values():
            return False
        list(pool.map(lambda path: _write(site / path, contents[path] or b""), files))
    return True


def keep(
    site: Path, cache: Path, made_from: str, *, before: Mapping[str, str], names: Mapping[str, str]
) -> None:
    """Keep what a build wrote into its site, for :func:`taken_again`.

    Args:
        site: the site, with all editions.
        cache: where it is kept.
        made_from: from :func:`made_from`, before the editions were made.
        before: the digest of each file before that.
        names: what the cache keeps under a name already, by its path.
    """
    kept = Cache(cache)
    files = {}
    for path, digest in digests(site).items():
        if before.get(path) != digest:
            files[path] = names.get(path, f"file-{digest}")
            if path not in names:
                kept.put(files[path], (site / path).read_bytes())
    kept.put(_name(made_from), json.dumps(files).encode())


def _name(made_from: str) -> str:
    return f"site-{made_from}"


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
