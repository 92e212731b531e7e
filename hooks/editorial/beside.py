"""A function that runs beside this process, in one of its own that is a copy of it."""

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Generic, TypeVar

Result = TypeVar("Result")


class StoppedError(Exception):
    """The other process ended without a result: stopped from outside, or for want of memory."""


class FailedError(Exception):
    """The function raised an exception; the text is its traceback."""


def most_processes(wanted: int) -> int:
    """Return how many processes may work at once: as many as wanted, or for 0 as the machine has cores.

    One, where a process cannot be copied safely: elsewhere than on Linux, and once it has threads.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return wanted or len(os.sched_getaffinity(0))


class Beside(Generic[Result]):
    """A function that is run in a copy of this process, begun at once.

    What the function does to the memory stays with the copy; its result, plain data, comes back.

    >>> Beside(lambda: 6 * 7).result()
    42
    """

    def __init__(self, function: Callable[[], Result]) -> None:
        context = multiprocessing.get_context("fork")
        self._receiver, sender = context.Pipe(duplex=False)

        def run() -> None:
            # Whoever interrupts the first process ends this one too.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            threading.Thread(target=_end_with_parent, daemon=True).start()
            result: tuple[Result | None, str]
            try:
                result = (function(), "")
            except Exception:  # Whatever it is, the first process says it.
                result = (None, traceback.format_exc())
            sender.send(result)

        self._process = context.Process(target=run)
        self._process.start()
        sender.close()

    def result(self) -> Result:
        """Wait for the result; raise :class:`FailedError` or :class:`StoppedError` if there is none."""
        try:
            result, failure = self._receiver.recv()
        except EOFError:
            raise StoppedError from None
        finally:
            self._process.join()
        if failure:
            raise FailedError(failure)
        return result  # type: ignore[no-any-return]


def _end_with_parent() -> None:
    """End this process when the first one is gone: nobody would wait for it, or clean up after it."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
