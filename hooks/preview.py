"""Show each page's problems on it, on the preview only."""

import logging
from collections.abc import Callable
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from editorial.preview import with_panel
from editorial.report import Report

log = logging.getLogger("mkdocs")


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Begin to hear what is wrong, before the first build."""
    if command == "serve":
        log.addHandler(Report(elsewhere="mkdocs.yml"))


def on_config(config: MkDocsConfig) -> None:
    """Forget what the last build said, once a build, before any hook says something."""
    if not config.plugins["i18n"].building:  # type: ignore[attr-defined]
        for report in _reports():
            report.clear()


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]) -> None:
    """Put the panel into what is served."""
    languages = [language.locale for language in config.plugins["i18n"].config.languages]
    application = with_panel(
        server.get_app(),  # type: ignore[arg-type]
        problems=lambda: [problem for report in _reports() for problem in report.problems],
        languages=languages,
    )
    server.set_app(application)


def _reports() -> list[Report]:
    return [handler for handler in log.handlers if isinstance(handler, Report)]
