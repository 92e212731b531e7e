"""Build the site into a folder, then say all that is wrong with it at once: fails if anything is.

Each language is built by itself, in a process of its own where the machine has the cores (``WORKERS=1``: one
after another). ``make problems FORMAT=github`` builds into a folder that is thrown away, for the report alone.
"""

import argparse
import gc
import io
import logging
import os
import sys
import tempfile
from pathlib import Path

import mkdocs
from mkdocs.exceptions import MkDocsException

import engine
from editorial.build.progress import Step
from editorial.build.report import FORMATS, NOTICES, Report, as_text, keep_notices, kept_notices, loggers
from editorial.problems import unwritable
from editorial.settings import FILE
from editorial.text import on_one_line
from project import ROOT, check_clock


def build_and_listen(
    folder: Path, report: Report, *, last: Path | None = None, keep: bool = False, says: bool = False
) -> None:
    """Build the site; the report hears what is wrong, also if the build breaks off.

    Args:
        folder: where the site is built.
        report: what hears.
        last: the last site, if its files may be taken.
        keep: whether to keep its addresses as those of the last release.
        says: whether to say how far it is, also where lines stay.
    """
    heard = loggers(mkdocs.__name__)
    for logger in heard:
        logger.addHandler(report)
        logger.setLevel(logging.INFO)
    stream = sys.stderr if says or sys.stderr.isatty() else io.StringIO()
    try:
        with Step("Building pages", stream=stream) as step:
            engine.build_site(ROOT, folder, last=last, keep=keep, begun=step.begin, built=step.advance)
    except MkDocsException as error:
        # It says what else was logged, or is all that there is to say.
        if all(problem.notice for problem in report.problems):
            heard[0].error("%s", error)
    except OSError as error:
        if not (text := unwritable(error)):
            raise
        heard[0].error("%s", text)
    finally:
        for logger in heard:
            logger.removeHandler(report)


def main(folder: str | None, form: str, *, last: Path | None = None, keep: bool = False) -> int:
    check_clock()
    report = Report(elsewhere=FILE)  # Said without a file, it is most often of the settings.
    try:
        with tempfile.TemporaryDirectory() as thrown_away:
            target = Path(folder or f"{thrown_away}/site").absolute()
            build_and_listen(target, report, last=last, keep=keep, says=bool(folder))
    except Exception:
        # What a build that broke off did not find is not known: no list, read by a program, would say so.
        if form == "text" and report.problems:
            say(report, last=not folder)
        raise
    if form == "text":
        say(report, last=not folder)
    else:
        print(FORMATS[form](report.problems))
    return 1 if any(not problem.notice for problem in report.problems) else 0


def say(report: Report, *, last: bool) -> None:
    """Print what was found, for people, and keep what is only good to know; ``last`` if nothing is said after it."""
    colors = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    known = [] if os.environ.get("NOTICES") == "all" else kept_notices(ROOT / NOTICES)
    print(as_text(report.problems, colors=colors, last=last, known=known))
    keep_notices(report.problems, ROOT / NOTICES)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", nargs="?", help="where to build")
    arguments.add_argument("--format", default="text", help=", ".join(FORMATS))
    arguments.add_argument("--last", type=Path, help="the last site, whose files may be taken")
    arguments.add_argument("--keep-addresses", action="store_true", help="as those of the last release")
    given = arguments.parse_args()
    if given.format not in FORMATS:
        sys.exit(f"FORMAT is '{on_one_line(given.format)}'. Write one of: FORMAT={', FORMAT='.join(FORMATS)}")
    code = main(given.folder, given.format, last=given.last, keep=given.keep_addresses)
    # Else Python looks through all that was built, for what could be freed, before it ends: a tenth of an edit's time.
    gc.freeze()
    sys.exit(code)
