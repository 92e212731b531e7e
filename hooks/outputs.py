"""What is written beside the pages: each language's search data, then the files and checks of the whole site."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority

import engine
from editorial.build.results import made_now
from editorial.editions.plan import PlannedPage, Volume, volume_plan
from editorial.glossary.terms import alphabetical, terms_script
from editorial.guide import Guide
from editorial.site.outputs import (
    site_problems,
    write_look,
    write_side_by_side,
    write_site_files,
    write_text,
)
from editorial.site.redirects import relative
from editorial.site.search import SearchPage, known_words, search_data, search_script
from editorial.site.slips import slips_path, slips_script


def write_language(config: MkDocsConfig) -> None:
    """Write what scripts say in this language, and note what they find, and its part in the plan of the edition."""
    now, guide = engine.now(config), engine.build_of(config).guide
    build, locale = now.language, now.language.language
    write_text(Path(config.site_dir) / f"assets/words/{locale}.js", _said(config, "page"))
    if guide.terms:
        write_text(Path(config.site_dir) / f"assets/terms/{locale}.js", terms_script(guide.terms, locale))
    if any(script.endswith("search/box.js") for script in guide.settings.scripts):
        engine.build_of(config).later.append(_search_writer(config))
    for old, new in guide.moved.items():
        state = next(state for state in guide.states.values() if state.file.url == new)
        if state.file.language == locale:
            stub = now.templates.get_template("moved.html").render(
                language=locale,
                title=state.title,
                address=relative(old, new),
                canonical=guide.settings.address and guide.settings.address + new,
            )
            write_text(Path(config.site_dir) / old, stub)
    pages = tuple(
        PlannedPage(
            url=page.url,
            title=str(page.title),
            part=engine.part_of(page),
            revised=str(page.meta.get("last_revised", "")),
            printed=engine.name_of(page, config) not in guide.settings.screen_only,
        )
        for page in now.nav.pages
    )
    names = {language.locale: language.name for language in guide.settings.languages}
    terms = tuple(term.names[locale].term for term in alphabetical(guide.terms, locale))
    build.plan = volume_plan(Volume(locale, names[locale], str(config.site_name), pages, terms))


def _search_writer(config: MkDocsConfig) -> Callable[[Path], None]:
    """Return what writes, into a folder like the site, what the search of this language reads."""
    now, build = engine.now(config), engine.build_of(config)
    # Not of the language that is built by then.
    said, found, contents, locale = (
        _said(config, "search"),
        now.language.found,
        now.contents,
        now.language.language,
    )

    def write(folder: Path) -> None:
        guide, again = build.guide, build.results.again
        listed = guide.root / slips_path(guide.settings.overrides, locale)
        make = partial(_search, guide, found, locale, said, has_slips=listed.is_file())
        # Where what is made of one page may not be taken again, neither may what is made of all.
        taken = again if all(contents.values()) else made_now
        script, known = taken("search", (locale, [*contents.items()]), make)
        write_text(folder / f"assets/search/{locale}.js", script)
        if listed.is_file():
            text = listed.read_text("utf-8", "replace")
            write_text(folder / f"assets/search/slips-{locale}.js", slips_script(text, known, locale, again))

    return write


def _search(
    guide: Guide, found: Mapping[str, SearchPage], locale: str, said: str, *, has_slips: bool
) -> tuple[str, list[str]]:
    """Return the script that the search of a language reads, and the words that it knows.

    Args:
        guide: the guide.
        found: what can be found on each page, by its name.
        locale: the language.
        said: what the search says.
        has_slips: whether words of the language are known that are no slips.
    """
    data = search_data(
        found,
        guide.terms,
        language=locale,
        folded=guide.settings.folded,
        subject=guide.settings.subject.get(locale, ""),
        intents=guide.intents,
        urgent=guide.urgent,
        helplines=guide.helplines.by_language[locale] if guide.helplines else (),
    )
    if has_slips:
        data["slips"] = 1
    return said + search_script(data), known_words(data)


def _said(config: MkDocsConfig, part: str) -> str:
    """Return a script with what a part of the scripts says in this language."""
    template = engine.now(config).templates.get_template("words.html")
    return template.render(part=part).strip() + "\n"


@event_priority(engine.AFTER_EVERY_LANGUAGE)
def write_site(config: MkDocsConfig) -> None:
    """Write the files of the whole site, then say what is wrong with it."""
    if not engine.is_around(config):
        return
    build, site = engine.build_of(config), Path(config.site_dir)
    languages = [build.languages[locale] for locale in build.guide.settings.locales]
    write_look(build.guide, languages, site, build.results.again)
    write_site_files(build.guide, languages, site)
    write_side_by_side(build.guide, languages, site, site, build.results.again)
    engine.write_later(build, site)
    engine.report(site_problems(build.guide, languages, site))
    build.results.write()
    build.results.forget_others()


on_post_build = CombinedEvent(write_language, write_site)
