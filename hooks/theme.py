"""Leave out what the theme brings and no page uses, and mend what it writes that is not valid HTML."""

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from editorial.markup import is_unused, mended
from editorial.policy import page_policy


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """Do not publish the theme's unused files."""
    for file in list(files):
        if is_unused(file.src_uri):
            files.remove(file)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Give templates the policy of every page: what a browser may run and fetch for it."""
    env.globals["page_policy"] = page_policy()


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Mend the theme's part of each page."""
    return mended(output, menu=config.extra["words"].say("menu.open"))
