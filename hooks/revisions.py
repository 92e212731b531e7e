"""Check each page's dates, and show them in the page's language."""

import logging
from datetime import date

from babel.dates import format_date
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_datetime

from editorial.problems import Problem, from_root, report
from editorial.revisions import revision_problems
from editorial.sections import lines_of

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Report what is wrong with the page's revision date."""
    path = from_root(page.file.abs_src_path, config.config_file_path)
    line = next(lines_of("last_revised:", page.file.content_string), 1)
    texts = revision_problems(page.meta, today=get_build_datetime().date())
    report((Problem(path, line, text) for text in texts), log)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Give templates the filter ``long_date``: "November 23, 2026", "23 de noviembre de 2026"."""
    language = config.theme["language"]

    def long_date(day: object) -> str:
        return format_date(day, format="long", locale=language) if isinstance(day, date) else ""

    env.filters["long_date"] = long_date
