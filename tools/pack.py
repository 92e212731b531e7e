"""Pack the built site's text files once, for servers that send what is packed: ``.gz`` and ``.br``.

Gzip (RFC 1952) at its best, without a time, and Brotli (RFC 7932) at its best: the same bytes each time.
"""

import gzip
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

#: Files of text. Fonts, pictures, PDFs and archives are packed by nature.
TEXT = {".html", ".css", ".js", ".xml", ".json", ".svg", ".txt", ".bib", ".ris"}
#: Below so many bytes one packet of the network holds a file, packed or not.
LEAST = 512
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": lambda data: gzip.compress(data, compresslevel=9, mtime=0),
    ".br": lambda data: brotli.compress(data, quality=11),
}


def pack(file: Path) -> dict[str, int]:
    """Write a file's packed versions beside it, and return the size of each in bytes."""
    data, sizes = file.read_bytes(), {"": file.stat().st_size}
    for suffix, packed in PACKERS.items():
        target = file.with_name(file.name + suffix)
        target.write_bytes(packed(data))
        sizes[suffix] = target.stat().st_size
    return sizes


def main(site: Path) -> None:
    files = [
        path
        for path in sorted(site.rglob("*"))
        if path.suffix in TEXT and path.is_file() and path.stat().st_size >= LEAST
    ]
    if not files:
        sys.exit(f"There is nothing to pack in {site}. Run 'make site' first.")
    with ThreadPoolExecutor() as pool:  # Both packers let other threads work.
        sizes = [*pool.map(pack, files)]
    total = {suffix: sum(size[suffix] for size in sizes) / 1000 for suffix in sizes[0]}
    print(
        f"Packed {len(files)} files: {total['']:,.0f} kB are {total['.gz']:,.0f} kB as .gz, "
        f"{total['.br']:,.0f} kB as .br."
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
