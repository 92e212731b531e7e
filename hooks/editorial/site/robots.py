"""Files that programs look for at the root of a site."""

from collections.abc import Iterable
from urllib.parse import urljoin

from editorial.markdown import title
from editorial.pages.states import PageState


def robots_txt(site_url: str) -> str:
    r"""Return a robots.txt (RFC 9309) that welcomes all, with the sitemap if the site's address is known.

    >>> robots_txt("https://guide.example.org/")
    'User-agent: *\nAllow: /\nSitemap: https://guide.example.org/sitemap.xml\n'
    """
    sitemap = f"Sitemap: {urljoin(site_url, 'sitemap.xml')}\n" if site_url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}"


def llms_txt(states: Iterable[PageState], *, site_url: str) -> str:
    """Return the list of pages that language models are offered (llmstxt.org), by language."""
    pages = sorted(states, key=lambda state: state.file.name != "index.md")
    lines = [f"# {_heading(pages[0])}", "", f"> {pages[0].file.meta.get('description', '')}"]
    for language in dict.fromkeys(state.file.language for state in pages):
        lines += ["", f"## {language}", ""]
        lines += [
            f"- [{_heading(state)}]({urljoin(site_url, state.file.url)}): "
            f"{state.file.meta.get('description', '')}"
            for state in pages
            if state.file.language == language
        ]
    return "\n".join(lines) + "\n"


def _heading(state: PageState) -> str:
    return title(state.file.text) or state.title
