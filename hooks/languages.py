"""Lead from each page to the same page in the other languages."""

import logging

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from editorial.problems import Problem, from_root, report

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")

# mkdocs-static-i18n sets the links at 50; on the home page it leaves them as "/index.html", which
# leads nowhere from a disk.
AFTER_I18N = 0


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Report a page that is missing in another language."""
    path = from_root(page.file.abs_src_path, config.config_file_path)
    for language in config.plugins["i18n"].config.languages:
        if language.locale not in page.file.alternates:  # type: ignore[attr-defined]
            own = page.file.locale  # type: ignore[attr-defined]
            other = path.replace(f"/{own}/", f"/{language.locale}/", 1)
            text = f"there is no '{other}'. Write this page in {language.name} too."
            report([Problem(path, 1, text)], log)


@event_priority(AFTER_I18N)
def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Point the language switch and the head's alternates at this page, wherever the site lies."""
    alternates = page.file.alternates  # type: ignore[attr-defined]
    for alternate in config.extra["alternate"]:
        if alternate["lang"] in alternates:
            alternate["link"] = alternates[alternate["lang"]].url
