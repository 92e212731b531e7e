"""Ends a build where one of its programs is about to do a step, counted: what a loss of power does, at a known place.

Python imports this where the folder is in PYTHONPATH. A step is what other programs can see: a file is opened to
be written, made, moved or taken out; a program begins; the C library is asked. ``STEPS_OF`` names the program,
``STEPS_FROM`` is a text of the step that is counted first, ``STEPS_LIST`` the file that steps are written into, and
``STEPS_END`` the number of the one that is not done any more.
"""

import os
import signal
import sys
from pathlib import Path

STEPS = {
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "shutil.rmtree",
    "subprocess.Popen",
    "ctypes.dlopen",
    "ctypes.dlsym",
}
WRITES = os.O_WRONLY | os.O_RDWR


def watch(first: str, listed: str, end: int) -> None:
    """Write down each step of this process, or end its group at one of them."""
    count, process, busy = -1, os.getpid(), False

    def hear(event: str, told: tuple[object, ...]) -> None:
        nonlocal count, busy
        writes = event == "open" and isinstance(told[2], int) and told[2] & WRITES
        # Workers are copies of this process, and have steps of their own.
        if busy or os.getpid() != process or not (event in STEPS or writes):
            return
        step = f"{event} {told[:2]!r}"  # Not the environment of a program, which names steps too.
        if count < 0 and first not in step:
            return
        count += 1
        if count == end:
            os.killpg(0, signal.SIGKILL)
        if listed:
            busy = True
            with Path(listed).open("a", encoding="utf-8") as file:
                file.write(f"{step}\n")
            busy = False

    sys.addaudithook(hear)


if os.environ.get("STEPS_OF") in {Path(one).name for one in sys.orig_argv}:
    watch(os.environ["STEPS_FROM"], os.environ.get("STEPS_LIST", ""), int(os.environ.get("STEPS_END", "-1")))
