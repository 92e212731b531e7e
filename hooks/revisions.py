"""Check each page's dates against its sources, its translation and git, and show them to readers."""

import logging
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from babel.dates import format_date
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_datetime, meta
from mkdocs.utils.templates import TemplateContext

from editorial.feeds import atom_feed, sitemap
from editorial.history import blobs, read_history
from editorial.problems import Problem, from_root, report
from editorial.states import PageState, page_states, read_sources, state_problems, url_of
from editorial.words import Words

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")

AFTER_EVERY_LANGUAGE = -200  # mkdocs-static-i18n builds the other languages at -100.


def on_pre_build(config: MkDocsConfig) -> None:
    """Work out the state of every page of every language, once a build, and report what is wrong."""
    if "states" in config.extra:
        return
    settings, today = config.extra["editorial"], get_build_datetime().date()
    root = Path(config.config_file_path).parent
    docs, languages = Path(config.docs_dir), _languages(config)
    sources = read_sources(docs, languages, root=root, front_matter=lambda text: meta.get_data(text)[1])
    states, problems = page_states(
        sources,
        original=languages[0],
        today=today,
        began=settings["began"],
        review_every=settings["review_every"],
    )
    folder = docs.relative_to(root).as_posix()
    history = read_history(root, folder)
    if history is None:
        text = (
            "there is no git history here, so nobody could check whether pages changed since their revision."
        )
        problems.append(Problem(folder, 1, text, notice=True))
    _report(problems, config)
    config.extra |= {"states": states, "history": history}


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Give templates the filter ``long_date``: "November 23, 2026", "23 de noviembre de 2026"."""
    words: Words = config.extra["words"]

    def long_date(day: object) -> str:
        return format_date(day, format="long", locale=words.locale) if isinstance(day, date) else ""

    env.filters["long_date"] = long_date


def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Give each page its state, and the page of states that of every page."""
    states: dict[str, PageState] = config.extra["states"]
    path = from_root(page.file.abs_src_path, config.config_file_path)
    context["state"] = states[path]  # type: ignore[typeddict-unknown-key]
    if page.meta.get("template") == "state.html":
        names = [Path(other.file.src_uri).relative_to(states[path].source.language) for other in nav.pages]
        order = {name.as_posix(): place for place, name in enumerate(names)}
        context["states"] = sorted(  # type: ignore[typeddict-unknown-key]
            states.values(),
            key=lambda state: (order.get(state.source.name, len(order)), state.source.language),
        )


def report_states(config: MkDocsConfig) -> None:
    """Report what is wrong with the states of all pages, while other processes build other languages."""
    if config.plugins["i18n"].building:  # type: ignore[attr-defined]
        return
    extra, root = config.extra, Path(config.config_file_path).parent
    today, broken = get_build_datetime().date(), config.extra["broken_tops"]
    with blobs(root) as blob:
        problems = state_problems(
            extra["states"], extra["history"], blob=blob, today=today, unreadable=broken
        )
        _report(problems, config)


@event_priority(AFTER_EVERY_LANGUAGE)
def write_feeds(config: MkDocsConfig) -> None:
    """Write the feed of each language, and the sitemap if the site's address is known."""
    if config.plugins["i18n"].building:  # type: ignore[attr-defined]
        return
    states: dict[str, PageState] = config.extra["states"]
    languages, site, address = _languages(config), Path(config.site_dir), config.site_url or ""
    for language, words in config.extra["words_by_language"].items():
        feed_url = url_of("feed.xml", language, original=languages[0])
        title = words.say("feed.title")
        feed = atom_feed(states.values(), title=title, language=language, feed_url=feed_url, site_url=address)
        (site / feed_url).write_text(feed, encoding="utf-8")
    if address:
        text = sitemap(states, site_url=address, languages=languages)
        (site / "sitemap.xml").write_text(text, encoding="utf-8")


on_post_build = CombinedEvent(report_states, write_feeds)


def _report(problems: Iterable[Problem], config: MkDocsConfig) -> None:
    # Of a page whose front matter cannot be read, that is said alone: the rest follows from it.
    broken = config.extra["broken_tops"]
    report(sorted(problem for problem in problems if problem.path not in broken), log)


def _languages(config: MkDocsConfig) -> list[str]:
    return [language.locale for language in config.plugins["i18n"].config.languages]
