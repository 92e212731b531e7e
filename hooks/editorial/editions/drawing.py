"""The PDFs of an edition: each drawn once for what it is made from, on every processor."""

import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from editorial.build.cache import Cache
from editorial.build.progress import Step
from editorial.editions.pdf import DrawingError, Press, press

#: A document with more letters is a book.
_BOOK = 1_000_000
#: So many pages are drawn before processes have begun.
_FEW = 20


def draw(documents: Iterable[tuple[str, str]], *, site: Path, style: Path, cache: Path) -> dict[str, str]:
    """Write the PDF of each document into the site: from the cache, or made now.

    Args:
        documents: from where a PDF is to be in the site to its document; a book is begun while the next is waited for.
        site: the built site.
        style: what the PDFs look like.
        cache: where PDFs are kept for the next build: those of these documents, and nothing else.

    Returns:
        The name that the cache keeps each PDF under.
    """
    kept = Cache(cache)
    names: dict[str, str] = {}
    made: dict[str, bytes | None] = {}
    tasks: dict[Future[bytes], str] = {}
    pages: dict[str, str] = {}
    with press(site, style) as printer, _pool_for_books() as books:
        for path, document in documents:
            name = names[path] = printer.fingerprint(document)
            if name in made:
                continue
            made[name] = kept.get(name)
            if made[name] is None and len(document) > _BOOK:
                tasks[books.submit(printer.draw, document)] = path
            elif made[name] is None:
                pages[path] = document
        missing = len(tasks) + len(pages)
        with Step("Drawing PDFs", missing, stream=sys.stderr if missing else io.StringIO()) as step:
            for path, content in chain(_results(tasks), _drawn(pages, printer)):
                made[names[path]] = content
                kept.put(names[path], content)
                step.advance()
    for path, name in names.items():
        (site / path).write_bytes(made[name] or b"")
    kept.keep(list(made))
    return names


def _drawn(pages: Mapping[str, str], printer: Press) -> Iterator[tuple[str, bytes]]:
    """Draw pages by their paths, and yield each PDF as it is done."""
    with _pool_for_pages(len(pages)) as pool:
        # The longest come first, so that no processor waits for the last one.
        longest = sorted(pages, key=lambda path: -len(pages[path]))
        yield from _results({pool.submit(printer.draw, pages[path]): path for path in longest})


def _results(tasks: Mapping[Future[bytes], str]) -> Iterator[tuple[str, bytes]]:
    for task in as_completed(tasks):
        try:
            yield tasks[task], task.result()
        except DrawingError as error:
            raise DrawingError(
                f"{tasks[task]} cannot be drawn, which is a fault of the program, not of the page: report it. "
                f"Typst says: {error}."
            ) from error


def _pool_for_books() -> Executor:
    """Return two processes for books, each of which ends after one: it takes 1.2 GB, which Typst keeps."""
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"), max_tasks_per_child=1)


def _pool_for_pages(count: int) -> Executor:
    """Return what draws so many pages: for a few, threads, which begin at once; for many, processes, of which none
    waits until another has written its page for Typst. Each process takes half a GB.
    """
    if count <= _FEW:
        return ThreadPoolExecutor(os.cpu_count())
    return ProcessPoolExecutor(min(os.cpu_count() or 1, 4), mp_context=get_context("spawn"))
