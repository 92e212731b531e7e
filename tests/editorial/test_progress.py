"""What a long step says: a line that is written over on a terminal, lines that stay elsewhere."""

import io

import pytest

from editorial.build.progress import EVERY, Step


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def ticks(*seconds: float):
    return iter(seconds).__next__


def test_lines_that_stay_are_few():
    stream = io.StringIO()
    with Step(
        "Drawing PDFs", 4, stream=stream, clock=ticks(0, 1, EVERY + 1, EVERY + 2, EVERY + 3, 33)
    ) as step:
        for _ in range(4):
            step.advance()
    assert stream.getvalue().splitlines() == [
        "Drawing PDFs 0/4",
        "Drawing PDFs 2/4",
        "Drawing PDFs 4/4, 33 s",
    ]


def test_a_terminal_has_one_line_with_a_bar_and_then_the_result():
    stream = Terminal()
    with Step("Drawing PDFs", 2, stream=stream, clock=ticks(0, 1, 2, 3)) as step:
        step.advance()
        step.advance()
    text = stream.getvalue()
    assert text.count("\n") == 1
    shown = [part.removesuffix("\033[K") for part in text.rstrip("\n").split("\r") if part]
    assert shown == [
        "Drawing PDFs [------------------------] 0/2",
        "Drawing PDFs [############------------] 1/2",
        "Drawing PDFs [########################] 2/2",
        "Drawing PDFs 2/2, 3 s",
    ]


def test_a_step_whose_parts_are_not_known_yet_says_its_name():
    stream = io.StringIO()
    with Step("Building pages", stream=stream, clock=ticks(0, 2)):
        pass
    assert stream.getvalue() == "Building pages ...\nBuilding pages, 2 s\n"


@pytest.mark.parametrize(
    ("stream", "left"), [(io.StringIO(), "Drawing PDFs 0/2\n"), (Terminal(), "\r\033[K")]
)
def test_a_step_that_breaks_off_claims_no_time_and_leaves_no_bar(stream: io.StringIO, left: str):
    with pytest.raises(OSError), Step("Drawing PDFs", 2, stream=stream, clock=ticks(0)):  # noqa: PT011
        raise OSError
    assert stream.getvalue().endswith(left)
    assert "," not in stream.getvalue()
