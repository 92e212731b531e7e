"""What lets a browser keep the guide: the list of its files, the worker that keeps them, and who they are."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from editorial.editions.plan import Edition, Volume

#: The list, and the worker; both stand at the site's root, for a worker rules over nothing above itself.
LIST, WORKER = "keep.json", "sw.js"
#: Where the site has the worker, shortened, with a place for the digest of the list.
WORKER_SOURCE = "assets/worker.js"
#: What ``keep.js`` looks at, as the templates write it and as it is where a copy can be kept.
SCRIPT_PLACE, SCRIPT_READY = 'data-edition="keep"', 'data-edition="" data-keep=""'
PANEL_PLACE = '<div data-edition="panel"></div>'
_DIGEST_PLACE = 'const LIST="";'

#: What a page loads or leads to on a screen. PDFs, books and lists for programs stay on the web.
_KEPT = re.compile(r".+\.(?:html|css|js|svg|png|jpe?g|gif|webp|avif|woff2)|manifest-[\w-]+\.json")
#: Of these, what no page loads: for other sites, for editions, for servers.
_NOT_KEPT = re.compile(r"assets/(?:card-[\w-]+\.png|epub\.css|worker\.js)|404\.html|sw\.js")
_ICONS = (("assets/icon-192.png", "192x192"), ("assets/icon-512.png", "512x512"))


def kept_files(files: Mapping[str, bytes], edition: Edition) -> dict[str, str]:
    """Return what lets a browser keep a site: the list of files, and the worker.

    Args:
        files: every file of the site by its path, the worker's source too.
        edition: the edition.
    """
    listed = {
        path: (language_of(path, edition), len(files[path]), hashlib.sha256(files[path]).hexdigest())
        for path in sorted(files)
        if _KEPT.fullmatch(path) and not _NOT_KEPT.fullmatch(path)
    }
    sizes: dict[str, int] = {}
    for language, size, _ in listed.values():
        sizes[language] = sizes.get(language, 0) + size
    source = files[WORKER_SOURCE].decode()
    text = json.dumps(
        {
            "date": str(edition.date),
            "size": sizes.get("", 0),
            "languages": {
                volume.locale: {
                    "name": volume.name,
                    "page": _page_with_panel(volume, files),
                    "size": sizes.get(volume.locale, 0),
                }
                for volume in edition.volumes
            },
            # Of pages in two languages, for readers who keep both.
            "together": {languages: size for languages, size in sizes.items() if "," in languages},
            # Another worker is another list, and makes a copy of its own.
            "worker": hashlib.sha256(source.encode()).hexdigest(),
            "files": listed,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    if _DIGEST_PLACE not in source:  # Else the worker would keep a copy that it can compare with nothing.
        raise ValueError(_DIGEST_PLACE)
    return {LIST: text, WORKER: source.replace(_DIGEST_PLACE, f'const LIST="{digest}";')}


def language_of(path: str, edition: Edition) -> str:
    """Return the language that a file is in, or nothing: every language needs it.

    Of a page beside its translation it is both: "en,es".
    """
    original, *others = (volume.locale for volume in edition.volumes)
    parts = PurePosixPath(path)
    both = {f"{original}-{other}": f"{original},{other}" for other in others}
    if parts.parts[0] in both:
        return both[parts.parts[0]]
    if parts.parts[0] in others:
        return parts.parts[0]
    if parts.suffix == ".js" and (language := parts.stem.removeprefix("slips-")) in (original, *others):
        return language
    return original if any(page.url == path for page in edition.volumes[0].pages) else ""


def manifest(volume: Volume) -> str:
    """Return what a browser asks to put the guide beside other apps (Web App Manifest, W3C)."""
    told = {
        "id": f"./?{volume.locale}",
        "name": volume.title,
        "short_name": volume.title,
        "lang": volume.locale,
        "start_url": volume.pages[0].url,
        "scope": "./",
        "display": "minimal-ui",
        "icons": [
            *({"src": path, "sizes": size, "type": "image/png"} for path, size in _ICONS),
            {"src": "assets/logo.svg", "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _page_with_panel(volume: Volume, files: Mapping[str, bytes]) -> str:
    """Return the page on which a reader decides what is kept; the first page, where there is none."""
    pages = [page.url for page in volume.pages if b'id="site-keep-panel"' in files[page.url]]
    return pages[0] if pages else volume.pages[0].url
