"""A limit of time for one piece of work, so that no text of one page holds up all others."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class TooLongError(Exception):
    """The work was not done in its time."""


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Break off what takes longer than so many seconds of this process's own work.

    The time of other processes does not count. Where no signal can be heard, there is no limit.

    Raises:
        TooLongError: it took longer.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def late(number: int, frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
