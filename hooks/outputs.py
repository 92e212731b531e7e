"""What is written beside the pages: each language's search data, then the files and checks of the whole site."""

from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority

import engine
from editorial.build.results import made_now
from editorial.editions.plan import PlannedPage, Volume, volume_plan
from editorial.glossary.terms import alphabetical, terms_script
from editorial.guide import check_pages
from editorial.site.outputs import site_problems, write_side_by_side, write_site_files, write_text
from editorial.site.redirects import relative
from editorial.site.search import known_words, search_data, search_script
from editorial.site.slips import slips_path, slips_script


def write_language(config: MkDocsConfig) -> None:
    """Write what scripts say in this language and what they find, and note its part in the plan of the edition."""
    now, guide = engine.now(config), engine.build_of(config).guide
    build, locale = now.language, now.language.language
    write_text(Path(config.site_dir) / f"assets/words/{locale}.js", _said(config, "page"))
    if guide.terms:
        write_text(Path(config.site_dir) / f"assets/terms/{locale}.js", terms_script(guide.terms, locale))
    if any(script.endswith("search/box.js") for script in guide.settings.scripts):
        write_search(config)
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


def write_search(config: MkDocsConfig) -> None:
    """Write what the search of this language reads: where no page has changed, what an earlier build made."""
    now, again = engine.now(config), engine.build_of(config).results.again
    if not all(now.contents.values()):  # What is made of one may not be taken again, nor what is made of all.
        again = made_now
    folder, locale = Path(config.site_dir) / "assets/search", now.language.language
    made_from = (locale, [*now.contents.items()])
    for name, text in again("search", made_from, partial(_search_files, config)).items():
        write_text(folder / name, text)


def _search_files(config: MkDocsConfig) -> dict[str, str]:
    """Return the files that the search of this language reads, by their names."""
    now, guide = engine.now(config), engine.build_of(config).guide
    locale, files = now.language.language, {}
    data = search_data(
        now.language.found,
        guide.terms,
        language=locale,
        folded=guide.settings.folded,
        subject=guide.settings.subject.get(locale, ""),
        intents=guide.intents,
        urgent=guide.urgent,
        helplines=guide.helplines.by_language[locale] if guide.helplines else (),
    )
    listed = guide.root / slips_path(guide.settings.overrides, locale)
    if listed.is_file():
        again = engine.build_of(config).results.again
        text = listed.read_text("utf-8", "replace")
        files[f"slips-{locale}.js"] = slips_script(text, known_words(data), locale, again)
        data["slips"] = 1
    return files | {f"{locale}.js": _said(config, "search") + search_script(data)}


def _said(config: MkDocsConfig, part: str) -> str:
    """Return a script with what a part of the scripts says in this language."""
    template = engine.now(config).templates.get_template("words.html")
    return template.render(part=part).strip() + "\n"


@event_priority(engine.AFTER_EVERY_LANGUAGE)
def write_site(config: MkDocsConfig) -> None:
    """Write the files of the whole site, then say what is wrong with pages and with the site as a whole."""
    if not engine.is_last(config):
        return
    build, site = engine.build_of(config), Path(config.site_dir)
    languages = [build.languages[locale] for locale in build.guide.settings.locales]
    engine.report(check_pages(build.guide, build.results.again))
    write_site_files(build.guide, languages, site, build.results.again)
    write_side_by_side(build.guide, languages, site, site, build.results.again)
    engine.report(site_problems(build.guide, languages, site))
    build.results.write()
    build.results.forget_others()


on_post_build = CombinedEvent(write_language, write_site)
