"""The preview: it shows each page's problems on the page, and a change soon after it is saved."""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal

import mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException

from editorial.beside import Servant, StoppedError, most_processes
from editorial.notes import Outcome
from editorial.preview import with_panel
from editorial.report import Records, Report, loggers

if TYPE_CHECKING:  # A build that serves nothing does without a server.
    from mkdocs.livereload import LiveReloadServer

LOOK_EVERY, WAIT_FOR_MORE = 0.1, 0.02  # seconds

log = logging.getLogger("mkdocs")


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Begin to hear what is wrong, before the first build."""
    if command == "serve":
        report = Report(elsewhere="mkdocs.yml")
        for logger in loggers(mkdocs.__name__):
            logger.addHandler(report)


def on_config(config: MkDocsConfig) -> None:
    """Forget what the last build said, once a build, before any hook says something."""
    if not config.plugins["i18n"].building:  # type: ignore[attr-defined]
        for report in _reports():
            report.clear()


def on_serve(server: "LiveReloadServer", *, config: MkDocsConfig, builder: Callable[[], None]) -> None:
    """Put the panel into what is served, and build quickly when something changes."""
    languages = [language.locale for language in config.plugins["i18n"].config.languages]
    application = with_panel(
        server.get_app(),  # type: ignore[arg-type]
        problems=lambda: [problem for report in _reports() for problem in report.problems],
        languages=languages,
    )
    server.set_app(application)
    _watch_closely(server, [config.docs_dir, config.config_file_path])
    # This process has threads from here on, and cannot be copied for each language.
    if most_processes(int(config.extra["editorial"]["workers"])) > 1:
        server.builder = partial(_built_beside, Servant(partial(_built, builder)))


def _watch_closely(server: "LiveReloadServer", watched: Sequence[str]) -> None:
    """Look for changes five times as often as the engine does. It watches some places by now."""
    from watchdog.observers.polling import PollingObserver  # noqa: PLC0415  (see above)

    for path in watched:
        server.unwatch(path)
    server.observer = PollingObserver(timeout=LOOK_EVERY)
    server.build_delay = WAIT_FOR_MORE
    for path in watched:
        server.watch(path)


def _built(builder: Callable[[], None]) -> Outcome:
    """Build, and return what was said: a failure that the engine tells in words is one of words."""
    records = Records()
    for logger in loggers(mkdocs.__name__):
        logger.handlers, logger.propagate = [records], False
    try:
        builder()
    except MkDocsException as error:
        return Outcome(records.kept, {}, str(error))
    return Outcome(records.kept, {}, "")


def _built_beside(servant: Servant[Outcome]) -> None:
    """Let the other process build, and say what it said."""
    try:
        outcome = servant.ask()
    except StoppedError:
        text = "the process that built a language was stopped. End this preview, and begin it with WORKERS=1."
        raise Abort(text) from None
    for report in _reports():
        report.clear()
    for record in outcome.records:
        logging.getLogger(record.name).handle(record)
    if outcome.failure:
        raise Abort(outcome.failure)


def _reports() -> list[Report]:
    return [handler for handler in log.handlers if isinstance(handler, Report)]
