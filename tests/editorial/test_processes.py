"""A function that runs beside the process: its result comes back, and it never outlives what waits for it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from select import select

import pytest

from editorial.build.processes import FailedError, StoppedError, Task, Worker, most_processes
from guides import ROOT

pytestmark = pytest.mark.slow


def test_the_result_comes_back_and_what_was_changed_stays_there():
    held = [1]

    def change() -> list[int]:
        held.append(2)
        return held

    assert Task(change).result() == [1, 2]
    assert held == [1]


def comes(gate: tuple[int, int]) -> bool:
    """Return whether somebody writes into a pipe, and soon."""
    return bool(select([gate[0]], [], [], 10)[0])


def test_two_run_at_the_same_time():
    """Each waits for the other."""
    gates = os.pipe(), os.pipe()

    def meet(mine: int) -> bool:
        os.write(gates[mine][1], b"x")
        return comes(gates[1 - mine])

    both = [Task(partial(meet, mine)) for mine in range(2)]
    assert [one.result() for one in both] == [True, True]


def test_what_one_function_did_the_next_one_finds_and_its_result_is_not_waited_for():
    made: list[int] = []
    gate = os.pipe()
    task = Task(lambda: made.append(1), lambda: (comes(gate), made))
    assert task.result() is None
    os.write(gate[1], b"x")
    assert task.result() == (True, [1])


def test_an_exception_is_raised_here_with_the_traceback_of_there():
    def fail() -> None:
        raise ValueError("an odd thing")

    with pytest.raises(FailedError, match=r"(?s)in fail.*ValueError: an odd thing"):
        Task(fail).result()


def test_a_process_that_is_killed_has_no_result():
    with pytest.raises(StoppedError):
        Task(lambda: os.kill(os.getpid(), signal.SIGKILL)).result()


def test_a_task_that_is_ended_writes_no_more(tmp_path: Path):
    def write() -> None:
        for number in count():
            (tmp_path / str(number % 100)).write_text(str(number))

    task = Task(write)
    while not any(tmp_path.iterdir()):
        time.sleep(0.01)
    task.end()
    shutil.rmtree(tmp_path)
    time.sleep(0.1)
    assert not tmp_path.exists()


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


BEGINNING = """
import os, time
from editorial.build.processes import Task, Worker
def said(halfway=None):
    print(os.getpid(), flush=True)
"""
WORKING = "Task(lambda: (said(), time.sleep(60))).result()"
WAITING = "worker = Worker(said); worker.call(print); time.sleep(60)"
ENDING = "worker = Worker(said); worker.call(print)"


def begun(code: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "hooks")}
    return subprocess.Popen([sys.executable, "-c", BEGINNING + code], stdout=subprocess.PIPE, env=environment)


LEFT = "one = Task(lambda: (said(), 'a' * 1_000_000)); time.sleep(1)"


@pytest.mark.parametrize("code", [WORKING, WAITING])
def test_a_process_ends_when_the_first_one_is_killed(code: str):
    with begun(code) as first:
        beside = int(first.stdout.readline())  # type: ignore[union-attr]
        first.kill()
    assert gone(beside)


@pytest.mark.parametrize("code", [ENDING, LEFT], ids=["a worker", "a result that nobody asked for"])
def test_nothing_beside_it_keeps_a_process_from_ending(code: str):
    with begun(code) as first:
        beside = int(first.stdout.readline())  # type: ignore[union-attr]
        assert first.wait(timeout=20) == 0
    assert gone(beside)


def test_a_servant_remembers_from_one_question_to_the_next_and_survives_an_exception():
    asked: list[int] = []

    def count(halfway: Callable[[], None]) -> int:
        halfway()
        asked.append(1)
        if len(asked) == 2:
            raise ValueError("an odd thing")
        return len(asked)

    heard: list[int] = []
    worker = Worker(count)
    assert worker.call(lambda: heard.append(1)) == 1
    with pytest.raises(FailedError, match="an odd thing"):
        worker.call(lambda: heard.append(2))
    assert worker.call(lambda: heard.append(3)) == 3
    assert heard == [1, 2, 3]
    assert asked == []
    worker.close()
    with pytest.raises(StoppedError):
        worker.call(lambda: None)


def test_a_servant_that_was_killed_gives_no_answer():
    worker = Worker(lambda _: os.kill(os.getpid(), signal.SIGKILL))
    for _ in range(2):
        with pytest.raises(StoppedError):
            worker.call(lambda: None)


def test_as_many_processes_as_wanted_or_as_there_are_cores(monkeypatch):
    monkeypatch.setattr("threading.active_count", lambda: 1)
    assert most_processes(1) == 1
    assert most_processes(3) == (3 if sys.platform == "linux" else 1)
    assert most_processes(0) == (len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1)


def test_a_process_with_threads_is_not_copied(monkeypatch):
    monkeypatch.setattr("threading.active_count", lambda: 2)
    assert most_processes(2) == 1
