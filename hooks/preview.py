"""The preview: it shows each page's problems on the page, and a change soon after it is saved."""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException

import engine
from editorial.build.language import Outcome
from editorial.build.preview import Check, with_panel
from editorial.build.processes import StoppedError, Worker, most_processes
from editorial.build.report import LogRecords, Report, loggers
from editorial.settings import FILE

if TYPE_CHECKING:  # A build that serves nothing does without a server.
    from mkdocs.livereload import LiveReloadServer

LOOK_EVERY, WAIT_FOR_MORE = 0.05, 0.01  # seconds

log = logging.getLogger("mkdocs")


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Begin to hear what is wrong, before the first build."""
    if command == "serve":
        report = Report(elsewhere=FILE)
        for logger in loggers(mkdocs.__name__):
            logger.addHandler(report)


def on_serve(server: "LiveReloadServer", *, config: MkDocsConfig, builder: Callable[[], None]) -> None:
    """Put the panel into what is served, and build quickly when something changes."""
    settings = engine.build_of(config).guide.settings
    application: Any = server.get_app()
    check = Check()
    panel = with_panel(
        application,
        problems=lambda: [problem for report in _reports() for problem in report.problems],
        languages=settings.locales,
        check=check,
    )
    server.set_app(panel)
    _watch_closely(server, [config.docs_dir, config.config_file_path])
    build = partial(_build, Path(config.config_file_path).parent, Path(config.site_dir))
    # This process has threads from here on, and cannot be copied for each language.
    call = Worker(build).call if most_processes(settings.workers) > 1 else build
    server.builder = partial(_show, server, call, check)


def _watch_closely(server: "LiveReloadServer", watched: Sequence[str]) -> None:
    """Look for changes ten times as often as the engine does. It watches some places by now."""
    from watchdog.observers.polling import PollingObserver  # noqa: PLC0415  (see above)

    for path in watched:
        server.unwatch(path)
    server.observer = PollingObserver(timeout=LOOK_EVERY)
    server.build_delay = WAIT_FOR_MORE
    for path in watched:
        server.watch(path)


def _build(root: Path, site: Path, shown: Callable[[], None]) -> Outcome:
    """Build the site, and return what was said: a failure that the engine tells in words is one of words.

    Args:
        root: the project's folder.
        site: where the site is built.
        shown: is called when every page can be shown.
    """
    records, heard = LogRecords(), loggers(mkdocs.__name__)
    before = [(logger.handlers, logger.propagate) for logger in heard]
    for logger in heard:
        logger.handlers, logger.propagate = [records], False
    try:
        engine.build_site(root, site, shown=shown)
    except MkDocsException as error:
        return Outcome(records.kept, None, str(error))
    finally:
        for logger, (handlers, propagate) in zip(heard, before, strict=True):
            logger.handlers, logger.propagate = handlers, propagate
    return Outcome(records.kept, None, "")


def _show(
    server: "LiveReloadServer",
    build: Callable[[Callable[[], None]], Outcome],
    check: Check,
) -> None:
    """Build, show the pages once they are there, and say what was said meanwhile.

    Args:
        server: what serves the site.
        build: builds it, and calls what it is given when every page can be shown.
        check: is told when what is wrong with the pages is known.
    """
    check.begin()
    for report in _reports():
        report.clear()
    broke_off = True
    try:
        outcome = build(partial(engine.show_now, server))
        for record in outcome.records:
            logging.getLogger(record.name).handle(record)
        if outcome.failure:
            raise Abort(outcome.failure)
        broke_off = False
    except StoppedError:
        text = "the process that built the site was stopped. End this preview, and start it with WORKERS=1."
        raise Abort(text) from None
    finally:
        check.end(broke_off=broke_off)


def _reports() -> list[Report]:
    return [handler for handler in log.handlers if isinstance(handler, Report)]
