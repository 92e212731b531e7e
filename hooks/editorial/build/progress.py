"""What a long step says while it runs: its name, how far it is, how long it took."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

#: How often a line is written where lines stay: seconds.
EVERY = 10
_WIDTH = 24


class Step:
    """A step that takes long enough to be asked about.

    On a terminal one line is written over: a bar, and at the end the result. Elsewhere, as in the log of a code
    host, lines stay: one at the beginning, one now and then, one at the end.

    >>> import sys
    >>> with Step("Drawing PDFs", 2, stream=sys.stdout, clock=iter([0, 1, 2, 2]).__next__) as step:
    ...     step.advance()
    ...     step.advance()
    Drawing PDFs 0/2
    Drawing PDFs 2/2, 2 s
    """

    def __init__(
        self, name: str, total: int = 0, *, stream: TextIO, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Prepare a step; ``total`` is how many parts it has, 0 if nobody knows."""
        self._name, self._total, self._done = name, total, 0
        self._stream, self._clock = stream, clock
        self._over = stream.isatty()
        self._began = self._said = 0.0

    def __enter__(self) -> Self:
        """Say that it begins."""
        self._began = self._said = self._clock()
        self._write(self._bar() if self._over else self._count() + ("" if self._total else " ..."))
        return self

    def begin(self, total: int) -> None:
        """Say how many parts it has, once that is known."""
        self._total = total
        if self._over:
            self._write(self._bar())

    def advance(self) -> None:
        """Say that one more part is done."""
        self._done += 1
        now = self._clock()
        if self._over:
            self._write(self._bar())
        elif now - self._said >= EVERY and self._done < self._total:
            self._said = now
            self._write(self._count())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say how long it took. Of a step that broke off, something else is said; no bar is left."""
        if kind is None:
            self._write(f"{self._count()}, {self._clock() - self._began:.0f} s")
        if self._over:
            self._stream.write("\n" if kind is None else "\r\033[K")
            self._stream.flush()

    def _count(self) -> str:
        return f"{self._name} {self._done}/{self._total}" if self._total else self._name

    def _bar(self) -> str:
        if not self._total:
            return f"{self._name} ..."
        full = _WIDTH * self._done // self._total
        return f"{self._name} [{'#' * full}{'-' * (_WIDTH - full)}] {self._done}/{self._total}"

    def _write(self, text: str) -> None:
        # ECMA-48: to the beginning of the line, and nothing to the right of the text.
        self._stream.write(f"\r{text}\033[K" if self._over else f"{text}\n")
        self._stream.flush()
