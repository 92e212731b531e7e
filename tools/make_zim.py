"""Pack a built site for Kiwix: one ZIM file of each language, and one of all. Run by ``make zim``.

It reads the built pages alone, and is no part of ``make site``: the program that writes ZIM files is under another
licence (GPL) than the guide's code, and few need them.
"""

import hashlib
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from libzim.writer import Creator, Hint, Item, StringProvider
from selectolax.lexbor import LexborHTMLParser

from editorial.editions.plan import LIST_END, LIST_PLACE, Edition, Volume
from editorial.editions.zim import language_code, reproducible, shortened, zim_files
from make_editions import contents, finish, read_edition, renderer, said_to_be_a_copy, words_of

_TYPES = {
    ".avif": "image/avif",
    ".css": "text/css",
    ".gif": "image/gif",
    ".html": "text/html",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_ICON = "assets/icon-48.png"
#: How long a title and a description may be (https://wiki.openzim.org/wiki/Metadata).
_TITLE, _DESCRIPTION = 30, 80


class _File(Item):  # type: ignore[misc]
    def __init__(self, path: str, title: str, content: bytes) -> None:
        super().__init__()
        self._path, self._title, self._content = path, title, content

    def get_path(self) -> str:
        return self._path

    def get_title(self) -> str:
        return self._title

    def get_mimetype(self) -> str:
        return _TYPES[PurePosixPath(self._path).suffix]

    def get_contentprovider(self) -> StringProvider:
        return StringProvider(self._content)

    def get_hints(self) -> dict[Hint, bool]:
        return {Hint.FRONT_ARTICLE: self._path.endswith(".html")}


def main(site: Path) -> None:
    """Write the ZIM files into a site's downloads, and into its list of them."""
    if not (site / "downloads/edition.json").is_file():
        sys.exit("There is no built site. Run 'make site' first.")
    edition = read_edition(site)
    files = contents(site)
    for volume in edition.volumes:
        notice = renderer(words_of(volume.locale))("editions/copy.html", edition=edition)
        for number, page in enumerate(volume.pages):
            text = files[page.url].decode()
            # Files to download are not in a ZIM file.
            before, place, rest = text.partition(LIST_PLACE)
            if place:
                text = before + notice + rest.partition(LIST_END)[2]
            files[page.url] = (said_to_be_a_copy(text, notice) if number == 0 else text).encode()
    locales = [volume.locale for volume in edition.volumes]
    for chosen in [*([one] for one in locales), *([locales] if len(locales) > 1 else [])]:
        packed = zim_files(files, edition, tuple(chosen))
        target = site / edition.zim(chosen[0] if len(chosen) == 1 else "")
        volumes = [volume for volume in edition.volumes if volume.locale in chosen]
        part = target.with_suffix(".part")
        part.write_bytes(packed_zim(packed, edition, volumes, icon=files[_ICON]))
        part.replace(target)
        print(f"Written: {target.relative_to(site.parent)}")
    finish(edition, site)


def packed_zim(files: Mapping[str, bytes], edition: Edition, volumes: list[Volume], *, icon: bytes) -> bytes:
    """Return files as a ZIM file: the same bytes for the same files.

    Args:
        files: what it has, by its path.
        edition: the edition.
        volumes: its languages; the first one's first page is the front page.
        icon: 48 by 48 pixels, as PNG.
    """
    first = volumes[0]
    front = first.pages[0].url
    description = LexborHTMLParser(files[front].decode()).css_first("meta[name=description]")
    about = (description.attributes.get("content") if description else None) or first.title
    codes = [language_code(volume.locale) for volume in volumes]
    metadata = {
        "Creator": first.title,
        "Date": str(edition.date),
        "Description": shortened(about, _DESCRIPTION),
        "Language": ",".join(codes),
        "License": "CC BY 4.0",
        "LongDescription": about,
        "Name": f"{edition.name}_{'-'.join(volume.locale for volume in volumes)}",
        "Publisher": first.title,
        "Title": shortened(first.title, _TITLE),
    }
    if edition.site_url:
        metadata["Source"] = edition.site_url
    titles = {page.url: page.title for volume in volumes for page in volume.pages}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "guide.zim"
        # One worker: several would pack in the order in which they end.
        with Creator(file).config_indexing(True, codes[0]).config_nbworkers(1) as creator:
            creator.set_mainpath(front)
            for path, content in sorted(files.items()):
                creator.add_item(_File(path, titles.get(path, ""), content))
            creator.add_illustration(48, icon)
            for name, text in sorted(metadata.items()):
                creator.add_metadata(name, text)
        seed = hashlib.sha256(repr(sorted(metadata.items())).encode())
        for path, content in sorted(files.items()):
            seed.update(path.encode() + hashlib.sha256(content).digest())
        return reproducible(file.read_bytes(), seed=seed.digest())


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
