"""Turn ``[@key]`` into numbered references, and list every source with the pages that cite it."""

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from editorial.bibliography import read_bibliography
from editorial.citations import CitationExtension
from editorial.glossary import folded
from editorial.latex import plain
from editorial.problems import Problem, from_root
from editorial.sections import lines_of
from editorial.vancouver import references

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")


def on_pre_build(config: MkDocsConfig) -> None:
    """Format the references, once a build, and hand those of the language built now to Markdown."""
    if "references" not in config.extra:
        config.extra["references"] = _read_references(config)
    formatted = config.extra["references"][config.theme["language"]]
    # One build is one language: replace what the last one left, never add to it.
    others = [e for e in config.markdown_extensions if not isinstance(e, CitationExtension)]
    citations = CitationExtension(formatted, config.extra["words"])
    config.markdown_extensions = [*others, citations]  # type: ignore[list-item]
    config.extra["citing"] = {}


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Report the citations of this page that lead nowhere, and note which sources it cites."""
    extension = next(e for e in config.markdown_extensions if isinstance(e, CitationExtension))
    path = from_root(page.file.abs_src_path, config.config_file_path)
    for slip in dict.fromkeys(extension.slips):
        for line in [*lines_of(slip.written, page.file.content_string)] or [1]:
            log.warning("%s", Problem(path, line, slip.text))
    for key in extension.cited:
        config.extra["citing"].setdefault(key, []).append(page)


def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Give the page of all sources each reference with the pages that cite it, in order of text."""
    if page.meta.get("template") != "references.html":
        return
    formatted = config.extra["references"][config.theme["language"]]
    sources = [(formatted[key], pages) for key, pages in config.extra["citing"].items()]
    sources.sort(key=lambda source: folded(plain(source[0])))
    context["sources"] = sources  # type: ignore[typeddict-unknown-key]


def _read_references(config: MkDocsConfig) -> dict[str, dict[str, str]]:
    """Return the references by language and key, and report what is wrong in the bibliography."""
    path = config.extra["editorial"]["bibliography"]
    source = (Path(config.config_file_path).parent / path).read_text(encoding="utf-8-sig")
    entries, problems = read_bibliography(source, path=path)
    formatted: dict[str, dict[str, str]] = {}
    for language, words in config.extra["words_by_language"].items():
        formatted[language], unreadable = references(entries, words, path=path)
        problems += unreadable
    for problem in sorted(set(problems)):
        log.warning("%s", problem)
    return formatted
