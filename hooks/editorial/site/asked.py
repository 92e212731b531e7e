"""On which days the network was last asked about the guide: its links to other sites, and its sources.

Schedules stop without a word: GitHub ends those of a repository without a commit for 60 days. So the days stand in
a small file beside the bibliography, which the commands write that ask, and each build looks at them.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import NamedTuple

from editorial.problems import Problem

#: After so many days the build says that nobody has asked.
LATEST = timedelta(days=45)


class Asked(NamedTuple):
    """The last day on which something was asked; ``None`` if it never was."""

    links: date | None = None
    sources: date | None = None


def asked_path(bibliography: str) -> str:
    """Return the path of the file of days, from the project's folder on: it lies beside the bibliography.

    >>> asked_path("bib/references.bib")
    'bib/asked.json'
    """
    return PurePosixPath(bibliography).with_name("asked.json").as_posix()


def read_asked(source: str, *, path: str) -> tuple[Asked, list[Problem]]:
    """Read the file of days, or say what is wrong with it.

    >>> read_asked('{"links": "2026-11-23"}', path="a")[0].links
    datetime.date(2026, 11, 23)
    """
    try:
        said = json.loads(source)
        if not isinstance(said, dict) or not set(said) <= set(Asked._fields):
            raise TypeError
        return Asked(**{name: date.fromisoformat(day) for name, day in said.items()}), []
    except (TypeError, ValueError, RecursionError):
        text = (
            "does not say on which days links and sources were last asked. It is written by 'make links' and "
            "'make sources': delete the file, and run both."
        )
        return Asked(), [Problem(path, 1, text)]


def asked_text(asked: Asked) -> str:
    r"""Return the file of days.

    >>> asked_text(Asked(sources=date(2026, 11, 23)))
    '{\n  "sources": "2026-11-23"\n}\n'
    """
    days = {name: day.isoformat() for name, day in asked._asdict().items() if day}
    return json.dumps(days, indent=2) + "\n"


def asked_problems(asked: Asked, *, path: str, today: date) -> Iterator[Problem]:
    """Yield a notice for what was asked never, or too long ago."""
    for name, what in (("links", "the links to other sites"), ("sources", "what became of the sources")):
        day = getattr(asked, name)
        if day is None:
            text = f"nobody has asked about {what} yet. Run 'make {name}', or see whether the schedule runs."
        elif today - day > LATEST:
            text = (
                f"nobody has asked about {what} since {day.isoformat()}. Run 'make {name}', and see whether the "
                "schedule still runs."
            )
        else:
            continue
        yield Problem(path, 1, text, notice=True)
