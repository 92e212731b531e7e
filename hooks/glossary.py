"""Give the glossary page its terms, and lead from the terms in every page to it."""

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext

from editorial.glossary import alphabetical, glossary_notices, read_glossary
from editorial.notes import LanguageNotes
from editorial.problems import decoded, from_root, report
from editorial.terms import TermExtension

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")

AFTER_EVERY_LANGUAGE = -200  # mkdocs-static-i18n builds the other languages at -100.


def on_pre_build(config: MkDocsConfig) -> None:
    """Read the glossary, once a build, and hand it to Markdown for the language that is built now."""
    if "glossary" not in config.extra:
        path = config.extra["editorial"]["glossary"]
        source, problems = decoded((Path(config.config_file_path).parent / path).read_bytes(), path=path)
        languages = [language.locale for language in config.plugins["i18n"].config.languages]
        terms, slips = read_glossary(source, path=path, languages=languages, keys=config.extra["entries"])
        report(problems + slips, log)
        config.extra["glossary"] = terms
    # One build is one language: replace what the last one left, never add to it.
    others = [e for e in config.markdown_extensions if not isinstance(e, TermExtension)]
    terms_extension = TermExtension(config.extra["glossary"], config.theme["language"])
    config.markdown_extensions = [*others, terms_extension]  # type: ignore[list-item]
    config.extra["terms"] = terms_extension


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Tell Markdown where the glossary is from this page; on the glossary's own page nowhere."""
    name = f"{config.theme['language']}/{config.extra['editorial']['glossary_page']}"
    glossary = files.get_file_from_path(name)
    leads = glossary is not None and page.file.src_uri != glossary.src_uri
    config.extra["terms"].glossary = get_relative_url(glossary.url, page.url) if glossary and leads else ""


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Note which terms and abbreviations this page uses."""
    terms: TermExtension = config.extra["terms"]
    notes: LanguageNotes = config.extra["notes"][config.theme["language"]]
    notes.terms |= terms.used
    for short in terms.abbreviations:
        notes.abbreviations.setdefault(short, from_root(page.file.abs_src_path, config.config_file_path))


def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Give the glossary page its terms, and the languages that each is shown in."""
    if page.meta.get("template") == "glossary.html":
        language = config.theme["language"]
        context["glossary"] = alphabetical(config.extra["glossary"], language)  # type: ignore[typeddict-unknown-key]
        context["sources_by_key"] = config.extra["references"][language]  # type: ignore[typeddict-unknown-key]
        context["names_of"] = {term.id: term.names[language].term for term in config.extra["glossary"]}  # type: ignore[typeddict-unknown-key]


@event_priority(AFTER_EVERY_LANGUAGE)
def on_post_build(config: MkDocsConfig) -> None:
    """Notice the terms that no page of any language uses, and what no term explains."""
    if config.plugins["i18n"].building:  # type: ignore[attr-defined]
        return
    used: set[str] = set()
    abbreviations: dict[str, str] = {}
    for notes in config.extra["notes"].values():
        used |= notes.terms
        abbreviations = notes.abbreviations | abbreviations  # Of an abbreviation, the first page is named.
    path = config.extra["editorial"]["glossary"]
    report(glossary_notices(config.extra["glossary"], used, abbreviations, path=path), log)
