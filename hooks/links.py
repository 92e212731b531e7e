"""Report the links inside the built site that lead nowhere, once every language is built."""

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page

from editorial.links import as_written, dead_links, read_page, read_style, read_xml, where
from editorial.notes import LanguageNotes
from editorial.problems import Problem, report
from editorial.states import PageState

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")

# The theme's own style sheets and scripts are the theme's business.
THEME = ("assets/stylesheets/", "assets/images/", "assets/javascripts/")
AFTER_ALL_IS_WRITTEN = -300  # The feeds and downloads are written at -200.


@event_priority(AFTER_ALL_IS_WRITTEN)
def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> None:
    """Read the links of a page as it is written."""
    notes: LanguageNotes = config.extra["notes"][config.theme["language"]]
    notes.built[page.file.dest_uri] = read_page(output)


@event_priority(AFTER_ALL_IS_WRITTEN)
def on_post_build(config: MkDocsConfig) -> None:
    """Walk over what was built, and say of each dead link where it was written."""
    if config.plugins["i18n"].building:  # type: ignore[attr-defined]
        return
    site = Path(config.site_dir)
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    readers = {".html": read_page, ".css": read_style, ".xml": read_xml, ".svg": read_xml}
    pages = {name: page for notes in config.extra["notes"].values() for name, page in notes.built.items()}
    pages |= {
        name: readers[path.suffix](path.read_text(encoding="utf-8"))
        for name, path in files.items()
        if path.suffix in readers and name not in pages and not name.startswith(THEME)
    }
    dead = list(dead_links(pages, files.keys(), site_url=config.site_url or ""))
    if not dead:
        return
    states: dict[str, PageState] = config.extra["states"]
    own = {state.source.url: path for path, state in states.items()}
    sources = {path: state.source.text for path, state in states.items()} | _templates(config)
    problems: dict[tuple[str, int, str], Problem] = {}
    for link in dead:
        source = own.get(link.page, link.page)
        path, line = where(link, sources, source) or (source, 1)
        address = as_written(link.address) if path.endswith(".md") else link.address
        # A link in a template is dead on many pages, and mended once.
        problems.setdefault((path, line, address), Problem(path, line, f"link to '{address}': {link.text}"))
    report(sorted(problems.values()), log)


def _templates(config: MkDocsConfig) -> dict[str, str]:
    """Return the bibliography and the templates by their paths."""
    root = Path(config.config_file_path).parent
    paths = [
        root / config.extra["editorial"]["bibliography"],
        *Path(config.theme.custom_dir or "").rglob("*.*"),
    ]
    readable = [path for path in paths if path.suffix in (".bib", ".html", ".css", ".svg", ".yml")]
    return {path.relative_to(root).as_posix(): path.read_text("utf-8", "replace") for path in readable}
