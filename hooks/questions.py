"""Put the questions of every page onto the page that collects them."""

from collections.abc import Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from editorial.sections import collected


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    """Append the section that ``collects:`` names, from each page before this one in the menu."""
    heading_id = page.meta.get("collects")
    if not heading_id:
        return None
    sources = {other.file.src_uri: other.file.content_string for other in _pages_before(page)}
    link_text = config.extra["words"].say("page.read_more")
    return markdown + collected(heading_id, sources=sources, page=page.file.src_uri, link_text=link_text)


def _pages_before(page: Page) -> list[Page]:
    return [*_backwards(page)][::-1]


def _backwards(page: Page) -> Iterator[Page]:
    while page := page.previous_page:  # type: ignore[assignment]
        yield page
