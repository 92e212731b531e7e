"""Show all sources on one page, offer them as files, and name those that nobody cites."""

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from editorial.evidence import Counts, counted
from editorial.exports import Exports
from editorial.glossary import folded
from editorial.latex import plain
from editorial.lint import uncited
from editorial.problems import report

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")

AFTER_EVERY_LANGUAGE = -200  # mkdocs-static-i18n builds the other languages at -100.


def on_pre_build(config: MkDocsConfig) -> None:
    """Begin to write entries for reference managers, once a build."""
    config.extra.setdefault("exports", Exports(config.extra["entries"]))


def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Give the page of all sources each reference with the pages that list it, in order of text."""
    context["has_references"] = bool(_listed(page, config))  # type: ignore[typeddict-unknown-key]
    if page.meta.get("template") == "references.html":
        formatted = config.extra["references"][config.theme["language"]]
        citing: dict[str, list[Page]] = {}
        for other, keys in config.extra["cited"].values():
            for key in keys:
                citing.setdefault(key, []).append(other)
        sources = [(formatted[key], pages) for key, pages in citing.items()]
        sources.sort(key=lambda source: folded(plain(source[0])))
        context["sources"] = sources  # type: ignore[typeddict-unknown-key]
    if page.meta.get("template") == "state.html":
        context["evidence"] = _evidence(nav, config)  # type: ignore[typeddict-unknown-key]


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> None:
    """Write the page's sources beside it, as BibTeX and as RIS."""
    listed = _listed(page, config)
    for suffix, text in config.extra["exports"].files(listed).items() if listed else ():
        file = Path(page.file.abs_dest_path).with_suffix(suffix)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")


@event_priority(AFTER_EVERY_LANGUAGE)
def on_post_build(config: MkDocsConfig) -> None:
    """Name the entries that no page of any language cites."""
    if not config.plugins["i18n"].building:  # type: ignore[attr-defined]
        cited = {key for notes in config.extra["notes"].values() for key in notes.cited}
        cited |= {term.source for term in config.extra["glossary"]}
        path = config.extra["editorial"]["bibliography"]
        report(uncited(config.extra["entries"], cited, path=path), log)


def _evidence(nav: Navigation, config: MkDocsConfig) -> list[tuple[Page | None, int, Counts]]:
    """Return on how many sources of which kinds each page rests, in the order of the menu; then all pages."""
    entries, cited = config.extra["entries"], config.extra["cited"]
    listed = [(page, cited[page.file.src_uri][1]) for page in nav.pages]
    every = dict.fromkeys(key for _, keys in listed for key in keys)
    return [
        (page, len(keys), counted(entries[key] for key in keys))
        for page, keys in [*listed, (None, every)]
        if keys
    ]


def _listed(page: Page, config: MkDocsConfig) -> list[str]:
    """Return the keys of a page's sources; of the page of all sources, those of every page."""
    cited: dict[str, tuple[Page, list[str]]] = config.extra["cited"]
    if page.meta.get("template") == "references.html":
        return list(dict.fromkeys(key for _, keys in cited.values() for key in keys))
    return cited[page.file.src_uri][1]
