"""Give the glossary page its terms, in the order of the page's language."""

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from editorial.glossary import alphabetical, read_glossary
from editorial.problems import decoded, report

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")


def on_pre_build(config: MkDocsConfig) -> None:
    """Read the glossary, once a build."""
    if "glossary" in config.extra:
        return
    path = config.extra["editorial"]["glossary"]
    source, problems = decoded((Path(config.config_file_path).parent / path).read_bytes(), path=path)
    languages = [language.locale for language in config.plugins["i18n"].config.languages]
    config.extra["glossary"], slips = read_glossary(source, path=path, languages=languages)
    report(problems + slips, log)


def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Give the glossary page its terms, and the languages that each is shown in."""
    if page.meta.get("template") == "glossary.html":
        language = config.theme["language"]
        context["glossary"] = alphabetical(config.extra["glossary"], language)  # type: ignore[typeddict-unknown-key]
