"""Run one of the commands: ``python tools/run.py due 30``. What ends it midway is a sentence, and no traceback.

It imports next to nothing, so that this holds while a command still imports what it needs.
"""

import os
import runpy
import sys
from pathlib import Path

#: What a shell says of a program that Ctrl+C ended, and of one whose reader had enough: 128 and the signal's number.
_INTERRUPTED, _NOT_READ = 130, 141


def main(name: str, *arguments: str) -> int | str | None:
    """Run a command as if it were called by itself; return its status, or a sentence on what ended it."""
    _open_streams()
    file = Path(__file__).with_name(f"{name}.py")
    sys.argv = [str(file), *arguments]
    if str(file.parent) not in sys.path:  # PYTHONSAFEPATH leaves it out.
        sys.path.insert(0, str(file.parent))
    try:
        runpy.run_path(str(file), run_name="__main__")
        sys.stdout.flush()
    except SystemExit as end:
        return _flushed(end.code)
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return _INTERRUPTED
    except BrokenPipeError:
        return _not_read()
    except OSError as error:
        from editorial.problems import unwritable  # noqa: PLC0415  (rarely needed)

        if not (said := unwritable(error)):
            raise
        return said
    return 0


def _open_streams() -> None:
    """Give a command each stream that its caller closed: else the next file that is opened would be in its place."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
            setattr(sys, name, os.fdopen(number, mode, closefd=False))


def _flushed(status: int | str | None) -> int | str | None:
    """Write what is still to be written, and return a status."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _not_read()
    return status


def _not_read() -> int:
    """Write no more to whoever had enough, as ``head``, also at the interpreter's end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _NOT_READ


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
