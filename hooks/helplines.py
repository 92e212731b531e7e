"""Give every page the phone lines of other organizations, in the words of its language."""

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from editorial.helplines import Helplines, read_helplines
from editorial.problems import decoded, report

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")


def on_pre_build(config: MkDocsConfig) -> None:
    """Read the phone lines, once a build."""
    if "helplines" in config.extra:
        return
    path = config.extra["editorial"]["helplines"]
    source, problems = decoded((Path(config.config_file_path).parent / path).read_bytes(), path=path)
    languages = [language.locale for language in config.plugins["i18n"].config.languages]
    config.extra["helplines"], slips = read_helplines(source, path=path, languages=languages)
    report(problems + slips, log)


def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Give templates the lines, and the day on which they were checked."""
    helplines: Helplines | None = config.extra["helplines"]
    if helplines:
        context["helplines"] = helplines.by_language[config.theme["language"]]  # type: ignore[typeddict-unknown-key]
        context["helplines_checked"] = helplines.checked  # type: ignore[typeddict-unknown-key]
