"""One report of all that a build found: for people, for programs, for the changed lines on a code host."""

import json
import logging
from collections.abc import Iterable
from contextlib import suppress
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from editorial.problems import Problem

#: Where the notices of the last report are kept, from the guide's folder on.
NOTICES = ".cache/notices.json"


class Report(logging.Handler):
    """Collects what a build logs: our problems as they are, any other warning as one of ``elsewhere``.

    A handler, because a logger hears everyone, the engine and its plug-ins too, and still has what was said
    when a build breaks off.
    """

    def __init__(self, *, elsewhere: str) -> None:
        super().__init__()
        self._elsewhere = elsewhere
        self._problems: dict[Problem, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Take down one record."""
        if said := _problem(record):
            self._problems[said] = None
        elif record.levelno >= logging.WARNING:
            self._problems[Problem(self._elsewhere, 1, " ".join(record.getMessage().split()))] = None

    def clear(self) -> None:
        """Forget everything, for the next build of a preview."""
        self._problems.clear()

    @property
    def problems(self) -> list[Problem]:
        """Each problem once, by file and line."""
        return sorted(self._problems)


def loggers(engine: str) -> list[logging.Logger]:
    """Return the loggers on which hooks and the engine speak; a successor of MkDocs goes by another name.

    >>> [logger.name for logger in loggers("properdocs")]
    ['mkdocs', 'properdocs']
    """
    return [logging.getLogger(name) for name in sorted({"mkdocs", engine})]


class LogRecords(logging.Handler):
    """Keeps what a build logs, in a form that one process can send to another."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record: a problem as it is, anything else as text."""
        if _problem(record) is None:
            record.msg, record.args = record.getMessage(), None
        record.exc_info = None
        self.kept.append(record)


def _problem(record: logging.LogRecord) -> Problem | None:
    said = record.args[0] if isinstance(record.args, tuple) and record.args else None
    return said if isinstance(said, Problem) else None


#: In so many places, a notice is said once.
_OFTEN = 3


def as_text(
    problems: Iterable[Problem],
    *,
    colors: bool = False,
    last: bool = True,
    known: Iterable[Problem] = (),
) -> str:
    """Return problems, in the order of their files and lines, for people: a block for each file, then counts.

    A notice of many places is said once, after all others, with the list of them.

    Args:
        problems: what was found.
        colors: whether to mark places and the result (ECMA-48).
        last: whether nothing is said after it. Only the last line is in bold.
        known: the notices that the last report had: on whatever line, they are only counted.

    >>> print(as_text([Problem("a.md", 2, "no title."), Problem("b.md", 1, "is old.", notice=True)]))
    a.md:2: no title.
    <BLANKLINE>
    b.md:1: Good to know: is old.
    <BLANKLINE>
    1 problem in 1 file, 1 thing that is good to know.
    """
    problems = list(problems)
    said = {(problem.path, problem.text) for problem in known}
    shown = [problem for problem in problems if not (problem.notice and (problem.path, problem.text) in said)]
    places: dict[str, list[Problem]] = {}
    for problem in shown:
        if problem.notice:
            places.setdefault(problem.text, []).append(problem)
    often = {text: found for text, found in places.items() if len(found) >= _OFTEN}
    once = (problem for problem in shown if not (problem.notice and problem.text in often))
    blocks = [
        "\n".join(_line(problem, colors=colors) for problem in group)
        for _, group in groupby(once, key=attrgetter("path"))
    ]
    for text, found in often.items():
        listed = (_place(problem, colors=colors) for problem in found)
        blocks.append("\n".join([f"Good to know, in {len(found)} places: {text}", *listed]))
    result = counts(problems)
    if told := len(problems) - len(shown):
        result = f"{result[:-1]} ({told} said before: make problems NOTICES=all)."
    return "\n\n".join([*blocks, f"\033[1m{result}\033[0m" if colors and last else result])


def notices(problems: Iterable[Problem]) -> list[Problem]:
    """Return what the next report need not say again: each notice."""
    return [problem for problem in problems if problem.notice]


def keep_notices(problems: Iterable[Problem], file: Path) -> None:
    """Keep the notices for the next report. Where nothing can be written, it says them again."""
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(notices(problems), ensure_ascii=False), encoding="utf-8")


def kept_notices(file: Path) -> list[Problem]:
    """Return the notices of the last report; none, where they cannot be read."""
    try:
        return [
            Problem(str(path), int(line), str(text), notice=True)
            for path, line, text, _ in json.loads(file.read_text("utf-8"))
        ]
    except (OSError, ValueError, TypeError, RecursionError):
        return []


def as_json(problems: Iterable[Problem]) -> str:
    """Return problems for programs, as a JSON list.

    >>> print(as_json([Problem("a.md", 2, "no title.")]))
    [
     {
      "path": "a.md",
      "line": 2,
      "text": "no title.",
      "notice": false
     }
    ]
    """
    return json.dumps([problem._asdict() for problem in problems], ensure_ascii=False, indent=1)


def as_github(problems: Iterable[Problem]) -> str:
    """Return problems as GitHub's workflow commands, which show them on the lines of a change, then counts.

    Rule: the runner's toolkit, ``command.ts``: a message escapes %, CR, LF, a property : and comma too.

    >>> print(as_github([Problem("a,b.md", 2, "100% wrong.")]).splitlines()[0])
    ::error file=a%2Cb.md,line=2::100%25 wrong.
    """
    problems = list(problems)
    lines = [
        f"::{'notice' if problem.notice else 'error'} file={_property(problem.path)},line={problem.line}::"
        + _message(problem.text)
        for problem in problems
    ]
    return "\n".join([*lines, counts(problems)])


#: What each name of a format makes of a report.
FORMATS = {"text": as_text, "json": as_json, "github": as_github}


def counts(problems: Iterable[Problem]) -> str:
    """Return how much there is, as a sentence.

    >>> counts([])
    'No problems.'
    """
    problems = list(problems)
    wrong = [problem for problem in problems if not problem.notice]
    files = len({problem.path for problem in wrong})
    notices = len(problems) - len(wrong)
    parts = [f"{_many(len(wrong), 'problem')} in {_many(files, 'file')}"] if wrong else ["No problems"]
    if notices:
        parts.append(f"{notices} {'thing that is' if notices == 1 else 'things that are'} good to know")
    return ", ".join(parts) + "."


def _line(problem: Problem, *, colors: bool) -> str:
    note = "Good to know: " if problem.notice else ""
    return f"{_place(problem, ':', colors=colors)} {note}{problem.text}"


def _place(problem: Problem, end: str = "", *, colors: bool) -> str:
    place = f"{problem.path}:{problem.line}{end}"
    color = 36 if problem.notice else 31  # ANSI (ECMA-48, 8.3.117): cyan, red.
    return f"\033[{color}m{place}\033[0m" if colors else place


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
