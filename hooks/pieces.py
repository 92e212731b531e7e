"""Put templates' pieces into pages where their front matter asks for them, and fold a section."""

import logging

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from editorial.frontmatter import key_line
from editorial.pieces import after_introduction, folded
from editorial.problems import Problem, from_root, report

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fold the section that mkdocs.yml names, on every page that has it."""
    return folded(
        html, config.extra["editorial"]["folded"], summary=config.extra["words"].say("page.open_folded")
    )


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Keep the templates of the language that is built now, for the pieces."""
    config.extra["templates"] = env


def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Put each piece of the page's ``pieces:`` after the introduction of its section.

    ``pieces: {phone-lines: helplines}`` puts overrides/pieces/helplines.html below the heading phone-lines.
    """
    pieces, language = page.meta.get("pieces") or {}, config.theme["language"]
    pages = {other.file.src_uri.removeprefix(f"{language}/"): other for other in nav.pages if pieces}
    for heading_id, name in pieces.items():
        template = config.extra["templates"].get_template(f"pieces/{name}.html")
        piece = template.render(context, pages_by_name=pages)
        content = after_introduction(page.content or "", heading_id, piece)
        if content is None:
            path = from_root(page.file.abs_src_path, config.config_file_path)
            text = f"'pieces' names the heading '{heading_id}', which has no paragraph or is not on the page."
            report([Problem(path, key_line("pieces", page.file.content_string), text)], log)
        else:
            page.content = content
