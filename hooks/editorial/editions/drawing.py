"""The PDFs of an edition: each drawn once for what it is made from, on every processor."""

import gc
import hashlib
import io
import os
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from editorial.build.cache import Cache
from editorial.build.progress import Step
from editorial.editions.book import Book
from editorial.editions.join import joined, joined_by
from editorial.editions.pdf import fingerprint, render_part, render_pdf


def draw(documents: Mapping[str, str | Book], *, site: Path, cache: Path) -> dict[str, str]:
    """Write the PDF of each document into the site: from the cache, or made now.

    Args:
        documents: from where a PDF is to be in the site to its document, or to those of a book.
        site: the built site.
        cache: where PDFs are kept for the next build: those of these documents, and nothing else.

    Returns:
        The name that the cache keeps each PDF under.
    """
    kept = Cache(cache)
    names = {path: _name_of(document, site) for path, document in documents.items()}
    books = {names[path]: one for path, one in documents.items() if isinstance(one, Book)}
    wanted = {names[path]: (one, False) for path, one in documents.items() if isinstance(one, str)}
    for book in books.values():
        for chapter in book.chapters:
            wanted[_name_of_part(chapter.document, site)] = (chapter.document, True)
    made = {name: kept.get(name) for name in (*wanted, *books)}
    missing = [name for name in wanted if made[name] is None]
    missing.sort(key=lambda name: -len(wanted[name][0]))
    apart = [name for name in books if made[name] is None]
    count = len(missing) + len(apart)
    drawing = Step("Drawing PDFs", count, stream=sys.stderr if count else io.StringIO())
    with ProcessPoolExecutor(os.cpu_count(), initializer=_look_for_garbage_less) as pool, drawing as step:

        def put(name: str, content: bytes) -> None:
            kept.put(name, content)
            made[name] = content
            step.advance()

        _each(pool, partial(_drawn, site=site), missing, [wanted[name] for name in missing], put)
        # Only now: books are joined of chapters that are there.
        _each(pool, partial(_joined, site=site, cache=cache), apart, [books[name] for name in apart], put)
    for path, name in names.items():
        (site / path).write_bytes(made[name] or b"")
    lists = [_list_of_parts(name) for name in books]
    parts = [part for name in lists for part in (kept.get(name) or b"").decode().split()]
    kept.keep([*made, *lists, *parts])
    return names


def _look_for_garbage_less() -> None:
    """Let a worker look less often for what nobody uses: a tenth of its time went there, for little before the end of
    a document. It takes some 80 MB more.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def _each(
    pool: Executor,
    make: Callable[[Any], bytes],
    names: list[str],
    tasks: list[Any],
    put: Callable[[str, bytes], None],
) -> None:
    for name, content in zip(names, pool.map(make, tasks), strict=True):
        put(name, content)


def _drawn(task: tuple[str, bool], *, site: Path) -> bytes:
    document, is_part = task
    return (render_part if is_part else render_pdf)(document, site=site)


def _joined(book: Book, *, site: Path, cache: Path) -> bytes:
    """Return a book's PDF. The cache keeps its parts, and a list of them, so that they are not removed before it."""
    kept, names = Cache(cache), []

    def drawn(document: str) -> bytes:
        name = _name_of_part(document, site)
        names.append(name)
        content = kept.get(name)
        if content is None:
            content = render_part(document, site=site)
            kept.put(name, content)
        return content

    content = joined(book, drawn)
    kept.put(_list_of_parts(_name_of(book, site)), "\n".join(names).encode())
    return content


def _list_of_parts(name: str) -> str:
    """Return what the list of the parts of a book is kept under."""
    return f"{name}-parts"


def _name_of(document: str | Book, site: Path) -> str:
    """Return what a PDF is kept under: a digest of all that it is made from."""
    if isinstance(document, str):
        return fingerprint(document, site=site)
    parts = [_name_of_part(one, site) for one in document.documents]
    below = [str(chapter.is_below) for chapter in document.chapters]
    return hashlib.sha256("\n".join([joined_by(), *parts, *below]).encode()).hexdigest()


def _name_of_part(document: str, site: Path) -> str:
    return fingerprint(document, site=site, is_part=True)
