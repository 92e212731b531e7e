"""The PDFs of an edition: each drawn once for what it is made from, on every processor."""

import io
import os
import sys
from collections.abc import Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from editorial.build.cache import Cache
from editorial.build.progress import Step
from editorial.editions.pdf import DrawingError, press

#: A document with more letters is a book.
_BOOK = 1_000_000


def draw(documents: Mapping[str, str], *, site: Path, style: Path, cache: Path) -> dict[str, str]:
    """Write the PDF of each document into the site: from the cache, or made now.

    Args:
        documents: from where a PDF is to be in the site to its document.
        site: the built site.
        style: what the PDFs look like.
        cache: where PDFs are kept for the next build: those of these documents, and nothing else.

    Returns:
        The name that the cache keeps each PDF under.
    """
    kept = Cache(cache)
    with press(site, style) as printer:
        names = {path: printer.fingerprint(document) for path, document in documents.items()}
        wanted = {names[path]: document for path, document in documents.items()}
        paths = {name: path for path, name in names.items()}
        made = {name: kept.get(name) for name in wanted}
        # The longest first, so that no processor waits for the last one.
        missing = sorted((name for name in wanted if made[name] is None), key=lambda name: -len(wanted[name]))
        books = [name for name in missing if len(wanted[name]) > _BOOK]
        drawing = Step("Drawing PDFs", len(missing), stream=sys.stderr if missing else io.StringIO())
        # For pages threads are enough: Typst does its work beside Python.
        pools = ((_pool_for_books(), books), (ThreadPoolExecutor(os.cpu_count()), missing[len(books) :]))
        with drawing as step:
            for pool, chosen in pools:
                with pool:
                    tasks = {pool.submit(printer.draw, wanted[name]): name for name in chosen}
                    for task in as_completed(tasks):
                        name = tasks[task]
                        content = made[name] = _result(task, paths[name])
                        kept.put(name, content)
                        step.advance()
    for path, name in names.items():
        (site / path).write_bytes(made[name] or b"")
    kept.keep(list(made))
    return names


def _result(task: Future[bytes], path: str) -> bytes:
    try:
        return task.result()
    except DrawingError as error:
        raise DrawingError(
            f"{path} cannot be drawn, which is a fault of the program, not of the page: report it. Typst says: {error}."
        ) from error


def _pool_for_books() -> Executor:
    """Return two processes for books, each of which ends after one: it takes 1.7 GB, which Typst keeps."""
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"), max_tasks_per_child=1)
