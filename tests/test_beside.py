"""A function that runs beside the process: its result comes back, and it never outlives what waits for it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from editorial.beside import Beside, FailedError, StoppedError, most_processes
from guides import ROOT


def test_the_result_comes_back_and_what_was_changed_stays_there():
    held = [1]

    def change() -> list[int]:
        held.append(2)
        return held

    assert Beside(change).result() == [1, 2]
    assert held == [1]


def test_two_run_at_the_same_time():
    began = time.monotonic()
    both = [Beside(lambda: time.sleep(0.5)) for _ in range(2)]
    assert [one.result() for one in both] == [None, None]
    assert time.monotonic() - began < 0.95


def test_an_exception_is_raised_here_with_the_traceback_of_there():
    def fail() -> None:
        raise ValueError("an odd thing")

    with pytest.raises(FailedError, match=r"(?s)in fail.*ValueError: an odd thing"):
        Beside(fail).result()


def test_a_process_that_is_killed_has_no_result():
    with pytest.raises(StoppedError):
        Beside(lambda: os.kill(os.getpid(), signal.SIGKILL)).result()


def gone(process: int) -> bool:
    """Wait for a process to end, and return whether it did."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        if "Z" in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2]:
            return True  # It ended, and nobody has asked how.
        time.sleep(0.05)
    return False


def test_a_process_ends_when_the_first_one_is_killed():
    code = """
import os, sys, time
from editorial.beside import Beside
def work():
    print(os.getpid(), flush=True)
    time.sleep(60)
Beside(work).result()
"""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "hooks")}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment) as first:
        beside = int(first.stdout.readline())  # type: ignore[union-attr]
        first.kill()
        # The pipe is closed when both are gone.
        assert first.stdout.read() == b""  # type: ignore[union-attr]
    assert first.returncode == -signal.SIGKILL
    assert gone(beside)


def test_as_many_processes_as_wanted_or_as_there_are_cores(monkeypatch):
    monkeypatch.setattr("threading.active_count", lambda: 1)
    assert most_processes(1) == 1
    assert most_processes(3) == (3 if sys.platform == "linux" else 1)
    assert most_processes(0) == (len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1)


def test_a_process_with_threads_is_not_copied(monkeypatch):
    monkeypatch.setattr("threading.active_count", lambda: 2)
    assert most_processes(2) == 1
