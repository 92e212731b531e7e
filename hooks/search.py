"""Give each language its own search: what can be found, and the index of pages and headings."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from editorial.search import SearchPage, search_data, sections_of, site_index, term_sections


def on_pre_build(config: MkDocsConfig) -> None:
    """Begin with nothing to find: one build is one language."""
    config.extra["found"] = {}


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Take down the sections of a page; the glossary's are its terms."""
    title = page.title or ""
    sections = sections_of(html, title=title)
    if page.meta.get("template") == "glossary.html":
        sections += term_sections(config.extra["glossary"], config.theme["language"])
    config.extra["found"][page.file.src_uri] = SearchPage(title, page.url, sections)


def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Tell every page where search, index and help are, and give the index its lines."""
    settings = config.extra["editorial"]
    names = {use: settings[use] for use in ("search", "index", "help")}
    folder = f"{config.theme['language']}/"
    found = {use: config.extra["found"].get(folder + name) for use, name in names.items()}
    context["site_pages"] = {use: other.url for use, other in found.items() if other}  # type: ignore[typeddict-unknown-key]
    if page.meta.get("template") == "site-index.html":
        context["site_index"] = site_index(config.extra["found"].values())  # type: ignore[typeddict-unknown-key]


def on_post_build(config: MkDocsConfig) -> None:
    """Write what can be found in this language."""
    language = config.theme["language"]
    pages = [*config.extra["found"].values()]
    data = search_data(pages, config.extra["glossary"], language=language)
    file = Path(config.site_dir) / "assets" / "search" / f"{language}.js"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(data, encoding="utf-8")
