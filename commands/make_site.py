"""Build the site into a folder, then say all that is wrong with it at once: fails if anything is.

``make problems FORMAT=github`` builds into a folder that is thrown away, for the report alone.
"""

import argparse
import logging
import os
import sys
import tempfile

import mkdocs
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from editorial.problems import unwritable
from editorial.report import FORMATS, Report, as_text, loggers
from guide import ROOT

#: Of what is said without a file: by MkDocs and its plug-ins, most often of the settings.
SETTINGS = "mkdocs.yml"


def built(folder: str, report: Report) -> None:
    """Build the site into a folder; the report hears what is wrong, also if the build breaks off."""
    heard = loggers(mkdocs.__name__)
    log = heard[0]
    for logger in heard:
        logger.addHandler(report)
        logger.setLevel(logging.INFO)
    try:
        # Not strict: MkDocs would break off after the second language, before links are checked. The report
        # is the judge instead.
        config = load_config(str(ROOT / SETTINGS), site_dir=folder)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    except MkDocsException as error:
        # It says what else was logged, or is all that there is to say.
        if all(problem.notice for problem in report.problems):
            log.error("%s", error)
    except OSError as error:
        if not (text := unwritable(error)):
            raise
        log.error("%s", text)
    finally:
        for logger in heard:
            logger.removeHandler(report)


def main(folder: str | None, form: str) -> int:
    report = Report(elsewhere=SETTINGS)
    try:
        with tempfile.TemporaryDirectory() as thrown_away:
            built(folder or thrown_away, report)
    finally:
        colors = form == "text" and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        print(as_text(report.problems, colors=True) if colors else FORMATS[form](report.problems))
    return 1 if any(not problem.notice for problem in report.problems) else 0


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", nargs="?", help="where to build")
    arguments.add_argument("--format", choices=FORMATS, default="text")
    given = arguments.parse_args()
    status = main(given.folder, given.format)
    sys.stdout.flush()
    # All is written. To take the memory apart, piece by piece, would cost a twelfth of the time.
    os._exit(status)
