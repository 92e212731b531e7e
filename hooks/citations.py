"""Turn ``[@key]`` into numbered references, and report the citations that lead nowhere."""

import logging

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_datetime

from editorial.citations import CitationExtension, citation_lines
from editorial.lint import citing_problems
from editorial.problems import Problem, from_root, report
from editorial.sections import lines_of

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")


def on_pre_build(config: MkDocsConfig) -> None:
    """Hand the references of the language that is built now to Markdown."""
    formatted = config.extra["references"][config.theme["language"]]
    # One build is one language: replace what the last one left, never add to it.
    others = [e for e in config.markdown_extensions if not isinstance(e, CitationExtension)]
    citations = CitationExtension(formatted, config.extra["words"])
    config.markdown_extensions = [*others, citations]  # type: ignore[list-item]
    config.extra |= {"citations": citations, "cited": {}}


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Tell Markdown which sources this page lists without citing them."""
    config.extra["citations"].nocite = page.meta.get("nocite") or []


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Report what is wrong with the citations of this page, and note which sources it lists."""
    citations: CitationExtension = config.extra["citations"]
    path = from_root(page.file.abs_src_path, config.config_file_path)
    source = page.file.content_string
    problems = [
        Problem(path, line, slip.text)
        for slip in citations.slips
        for line in [*lines_of(slip.written, source)] or [1]
    ]
    for key, text, notice in citing_problems(
        citations.listed, config.extra["entries"], today=get_build_datetime().date()
    ):
        line = next(citation_lines(key, source), 1)
        problems.append(Problem(path, line, text, notice))
    report(sorted(problems), log)
    config.extra["cited"][page.file.src_uri] = (page, citations.listed)
    config.extra["notes"][config.theme["language"]].cited.update(citations.listed)
