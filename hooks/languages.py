"""Lead from each page to the same page in the other languages."""

import logging

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from editorial.notes import LanguageNotes
from editorial.problems import Problem, from_root, report
from editorial.states import url_of

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")


def on_pre_build(config: MkDocsConfig) -> None:
    """Begin with nothing noted of the language that is built now."""
    config.extra.setdefault("notes", {})[config.theme["language"]] = LanguageNotes()


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Report a page that is missing in another language."""
    path = from_root(page.file.abs_src_path, config.config_file_path)
    for language in config.plugins["i18n"].config.languages:
        if language.locale not in page.file.alternates:  # type: ignore[attr-defined]
            own = page.file.locale  # type: ignore[attr-defined]
            other = path.replace(f"/{own}/", f"/{language.locale}/", 1)
            text = f"there is no '{other}'. Write this page in {language.name} too."
            report([Problem(path, 1, text)], log)


def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Give templates this page in each language, the original first, by an address from the site's root.

    mkdocs-static-i18n's own list begins some addresses with a slash, which leads nowhere from a disk. A page
    that is not translated yet, which is reported, leads to the other language's front page.
    """
    found = page.file.alternates  # type: ignore[attr-defined]
    languages = config.plugins["i18n"].config.languages
    context["alternates"] = [  # type: ignore[typeddict-unknown-key]
        {
            "lang": language.locale,
            "name": language.name,
            "url": found[language.locale].url
            if language.locale in found
            else url_of("index.md", language.locale, original=languages[0].locale),
        }
        for language in languages
    ]
