"""Build the other languages beside the first, in processes of their own, where the machine has the cores."""

import logging
from collections.abc import Sequence
from functools import partial

import mkdocs
from mkdocs import utils
from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError, MkDocsException
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files

from editorial.beside import Beside, StoppedError, most_processes
from editorial.notes import Outcome
from editorial.problems import unwritable
from editorial.report import Records, loggers

BEFORE_ALL = 1000  # What all languages share is read by now, and the folder is empty.
BEFORE_OTHER_LANGUAGES, AFTER_OTHER_LANGUAGES = -99, -101  # mkdocs-static-i18n builds them at -100.


@event_priority(BEFORE_ALL)
def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """Begin to build the other languages."""
    i18n = config.plugins["i18n"]
    if i18n.building:  # type: ignore[attr-defined]
        return
    others = [language for language in i18n.build_languages if language != i18n.current_language]  # type: ignore[attr-defined]
    count = min(most_processes(int(config.extra["editorial"]["workers"])) - 1, len(others))
    parts = [others[place::count] for place in range(count)]
    config.extra["workers"] = [Beside(partial(_built, part, config)) for part in parts]


@event_priority(BEFORE_OTHER_LANGUAGES)
def leave_to_workers(config: MkDocsConfig) -> None:
    """Keep mkdocs-static-i18n from building the languages that are being built."""
    if config.extra["workers"]:
        config.plugins["i18n"].building = True  # type: ignore[attr-defined]


@event_priority(AFTER_OTHER_LANGUAGES)
def gather(config: MkDocsConfig) -> None:
    """Wait for the other languages, and say what was said while they were built."""
    while config.extra["workers"]:
        worker: Beside[Outcome] = config.extra["workers"].pop(0)
        try:
            outcome = worker.result()
        except StoppedError:
            text = (
                "the process that built a language was stopped. If the machine has little memory: WORKERS=1."
            )
            raise BuildError(text) from None
        for record in outcome.records:
            logging.getLogger(record.name).handle(record)
        if outcome.failure:
            raise BuildError(outcome.failure)
        config.extra["notes"] |= outcome.notes
        config.plugins["i18n"].building = False  # type: ignore[attr-defined]


on_post_build = CombinedEvent(leave_to_workers, gather)


def _built(languages: Sequence[str], config: MkDocsConfig) -> Outcome:
    """Build languages one after another, and return what was said and noted."""
    records = Records()
    for logger in loggers(mkdocs.__name__):
        logger.handlers, logger.propagate = [records], False
    # What the engine says of its own steps is said once.
    logging.getLogger(build.__module__).addFilter(lambda record: record.levelno > logging.INFO)
    i18n = config.plugins["i18n"]
    i18n.building = True  # type: ignore[attr-defined]
    config.extra["workers"] = []
    config.strict = False  # The first process counts what was said, and judges.
    utils.clean_directory = _left_alone
    failure = ""
    try:
        for language in languages:
            i18n.current_language = language  # type: ignore[attr-defined]
            build(config)
    except Exception as error:
        failure = str(error) if isinstance(error, MkDocsException) else unwritable(error)
        if not failure:
            for record in records.kept:
                error.add_note(record.getMessage())
            raise
    # Not the notes of the first language, which are not complete here.
    notes = {language: noted for language, noted in config.extra["notes"].items() if language in languages}
    return Outcome(records.kept, notes, failure)


def _left_alone(directory: str) -> None:
    """Empty no folder: the first process has done so, and others write into it."""
