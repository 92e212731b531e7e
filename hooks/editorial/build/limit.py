"""A limit of time for one piece of work, so that no text of one page holds up all others."""

import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType

_LOOK_EVERY = 0.1  # seconds


class TooLongError(BaseException):
    """The work was not done in its time. No Exception: whatever the work does with those, it goes on up."""


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

    until = time.process_time() + seconds

    # A clock that wakes up again and again: not every machine counts a process's own time for its alarm.
    def late(number: int, frame: FrameType | None) -> None:
        if time.process_time() > until:
            raise TooLongError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, _LOOK_EVERY, _LOOK_EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
