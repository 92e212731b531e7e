"""Tell machines what each page is: JSON-LD on it, robots.txt and llms.txt beside the front page."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext

from editorial.linked_data import as_script, page_data
from editorial.machines import llms_txt, robots_txt
from editorial.problems import from_root
from editorial.states import PageState

LAST = -50  # After the others have said what the page's languages and state are.
AFTER_EVERY_LANGUAGE = -200  # mkdocs-static-i18n builds the other languages at -100.


@event_priority(LAST)
def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Give the template the page's JSON-LD, with full addresses if the site's own is known."""
    words, state = config.extra["words"], _state(page, config)
    own, others = state.source.url, [alt["url"] for alt in context["alternates"]]  # type: ignore[typeddict-item]
    home = nav.homepage or page

    def link(url: str) -> str:
        return config.site_url + url if config.site_url else get_relative_url(url, own)

    trail = [(home.title or "", home.url)] + ([] if page is home else [(state.title, own)])
    original = state.original_url
    entries = config.extra["entries"]
    data = page_data(
        address=link(own),
        name=state.title,
        description=str(page.meta.get("description") or config.site_description),
        language=state.source.language,
        license_url=words.say("footer.licence_url"),
        revised=state.front.last_revised,
        reviewed_on=state.front.reviewed_on,
        reviewed_by=state.front.reviewed_by,
        about=words.say("subject.condition"),
        original=link(original) if original else None,
        translations=[] if original else [link(url) for url in others if url != own],
        trail=[(name, link(url)) for name, url in trail],
        sources=[entries[key] for key in config.extra["cited"][page.file.src_uri][1]],
    )
    context["linked_data"] = as_script(data)  # type: ignore[typeddict-unknown-key]


@event_priority(AFTER_EVERY_LANGUAGE)
def on_post_build(config: MkDocsConfig) -> None:
    """Write what programs look for at the root of a site."""
    if config.plugins["i18n"].building:  # type: ignore[attr-defined]
        return
    site, address = Path(config.site_dir), config.site_url or ""
    states: dict[str, PageState] = config.extra["states"]
    (site / "robots.txt").write_text(robots_txt(address), encoding="utf-8")
    text = llms_txt(states.values(), site_url=address)
    (site / "llms.txt").write_text(text, encoding="utf-8")


def _state(page: Page, config: MkDocsConfig) -> PageState:
    states: dict[str, PageState] = config.extra["states"]
    return states[from_root(page.file.abs_src_path, config.config_file_path)]
