"""Functions that run beside this process, in one of their own that is a copy of it.

What they do to the memory stays with the copy; their results, plain data, come back.
"""

import atexit
import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

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


class Task(Generic[Result]):
    """Functions that are run beside this process, one after another, begun at once.

    >>> task = Task(lambda: 6 * 7, lambda: "more")
    >>> task.result(), task.result()
    (42, 'more')
    """

    def __init__(self, *functions: Callable[[], Result]) -> None:
        context = multiprocessing.get_context("fork")
        self._results, theirs = context.Pipe(duplex=False)

        def run() -> None:
            # Whoever interrupts the first process ends this one too.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            threading.Thread(target=_end_with_parent, daemon=True).start()
            self._results.close()
            with contextlib.suppress(OSError):  # Nobody waits for the results any more.
                for function in functions:
                    theirs.send(_tried(function))

        # A daemon: where the first process breaks off, it does not wait for a result.
        self._process = context.Process(target=run, daemon=True)
        self._process.start()
        theirs.close()

    def result(self) -> Result:
        """Wait for the result of the next function.

        Raises:
            OSError: as the function raised it.
            FailedError: the function raised another exception.
            StoppedError: the process was ended.
        """
        result: Result = _received(self._results)
        return result

    def end(self) -> None:
        """End it now, if it still runs: nobody waits for its results, and where it writes is taken out."""
        self._process.kill()
        self._process.join()


class Worker(Generic[Result]):
    """A function that is run beside this process each time it is asked for, until this process ends.

    It has the memory that this process had at the beginning, and no threads, so it may copy itself in turn. It is
    given what it calls once it has come to a point that is to be known here.

    >>> worker = Worker(lambda halfway: halfway() or "done")
    >>> worker.call(lambda: print("halfway"))
    halfway
    'done'
    >>> worker.close()
    """

    def __init__(self, function: Callable[[Callable[[], None]], Result]) -> None:
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()

        def run() -> None:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            ours.close()  # So that the end of the first process can be heard.
            with contextlib.suppress(EOFError):
                while theirs.recv():
                    theirs.send(_tried(partial(function, partial(theirs.send, None))))

        self._process = context.Process(target=run)
        self._process.start()
        theirs.close()
        self._connection = ours
        # Else the interpreter would wait for the other process at its end, and that one for a question.
        atexit.register(self.close)

    def call(self, halfway: Callable[[], None]) -> Result:
        """Run the function and return its result; raise :class:`FailedError` or :class:`StoppedError`.

        Args:
            halfway: is called when the function calls what it is given.
        """
        with contextlib.suppress(OSError):  # Then it is gone, which is heard below.
            self._connection.send(True)
        result: Result = _received(self._connection, halfway)
        return result

    def close(self) -> None:
        """End the other process."""
        self._connection.close()
        self._process.join()


def _tried(function: Callable[[], Result]) -> tuple[Result | None, OSError | str]:
    """Return a function's result, or what the first process says of it: an OSError, or a traceback."""
    try:
        return function(), ""
    except OSError as error:
        return None, error
    except Exception:
        return None, traceback.format_exc()


def _received(
    connection: "Connection[Any, tuple[Result, OSError | str] | None]",
    halfway: Callable[[], None] = lambda: None,
) -> Result:
    while (received := _next(connection)) is None:
        halfway()
    result, failure = received
    if isinstance(failure, OSError):
        raise failure
    if failure:
        raise FailedError(failure)
    return result


def _next(connection: "Connection[Any, Result]") -> Result:
    try:
        return connection.recv()
    except (EOFError, OSError):
        raise StoppedError from None


def _end_with_parent() -> None:
    """End this process when the first one is gone: nobody would wait for it, or clean up after it."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
