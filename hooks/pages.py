"""From a page's HTML to the page that is published: what templates are told, and what they wrote."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from posixpath import dirname

from babel.dates import format_date
from jinja2 import Environment
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext

import engine
from editorial.build.digests import digest_of
from editorial.build.page import PageOutput, output_as_told, output_from
from editorial.build.results import made_now
from editorial.glossary.stains import reader_data, source_of
from editorial.glossary.terms import alphabetical, first_of_letters
from editorial.pages.files import url_of
from editorial.pages.frontmatter import key_line
from editorial.pages.inserts import after_introduction, after_title
from editorial.pages.pathway import Card, card_of
from editorial.pages.questions import questions_in
from editorial.pages.states import without_text
from editorial.problems import Problem
from editorial.references.evidence import evidence_by_page
from editorial.references.listing import sources_with_pages
from editorial.references.status import State
from editorial.site.contributing import edit_address, mail_address, report_address
from editorial.site.csp import page_policy
from editorial.site.internal_links import read_page
from editorial.site.json_ld import as_script, page_data
from editorial.site.outputs import linked, write_text
from editorial.site.search import site_index
from editorial.site.templates import Once
from editorial.site.theme import corrected
from editorial.site.visit import page_questions, visit_data
from editorial.site.weight import without_indents
from editorial.words import direction


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Tell templates what is the same on every page of this language."""
    now, guide = engine.now(config), engine.build_of(config).guide
    now.templates = env
    language = now.language.language

    def long_date(day: object) -> str:
        """Write a day out: "November 23, 2026", "23 de noviembre de 2026"."""
        return format_date(day, format="long", locale=now.words.locale) if isinstance(day, date) else ""

    about = files.get_file_from_path(f"{language}/{guide.settings.about}")
    env.filters["long_date"] = long_date
    env.globals |= {
        "t": now.words.say,
        "direction": direction,
        "has_card": (guide.root / guide.settings.overrides / f"assets/card-{language}.png").is_file(),
        "every_t": lambda key: {name: words.say(key) for name, words in guide.words.items()},
        "page_policy": page_policy(),
        "settings": guide.settings,
        "edition": guide.edition,
        "about": about.page if about else None,
        "once": Once(),
        "folder_of": dirname,
    }
    # The sitemap is ours; the page for lost readers speaks all languages, and is made once.
    config.theme.static_templates = {"404.html"} if engine.is_original(config) else set()


def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Tell the template what this page needs, then put the inserts of its front matter into its text."""
    now, guide = engine.now(config), engine.build_of(config).guide
    if now.nav is not nav:
        now.nav = nav
        now.footer = [other for other in nav.pages if engine.name_of(other, config) in guide.settings.footer]
        now.menu = engine.build_of(config).results.name("menu", engine.menu_of(nav), guide.edition)
    shown = _shown(page, config, nav)
    now.page = engine.PageNow(_output_name(page, config, shown))
    earlier = engine.build_of(config).results.get(now.page.name) if now.page.name else None
    if earlier:
        now.page.output = output_from(earlier)
        engine.take_output(context)
        return
    settings, state = guide.settings, engine.state_of(page, config)
    locale = now.language.language
    found = engine.alternates(page, config)
    places = {
        use: now.language.found.get(name)
        for use, name in (("search", settings.search), ("index", settings.index), ("help", settings.help))
    }
    # mkdocs-static-i18n's own list begins some addresses with a slash, which leads nowhere from a disk. A page
    # that is not translated yet, which is reported, leads to the other language's front page.
    languages = [
        {
            "lang": language.locale,
            "name": language.name,
            "url": found.get(language.locale)
            or url_of("index.md", language.locale, original=settings.original),
        }
        for language in settings.languages
    ]
    report_fields = {
        "title": f"{state.title}: ",
        "page": state.file.path,
        "language": locale,
        "revised": str(state.front.last_revised or ""),
    }
    engine.tell(
        context,
        state=state,
        alternates=languages,
        beside=_beside(page, config),
        helplines=guide.helplines.by_language[locale] if guide.helplines else [],
        helplines_checked=guide.helplines.checked if guide.helplines else None,
        has_references=bool(_keys(page, config)),
        site_pages={use: place.url for use, place in places.items() if place},
        edit_address=edit_address(settings.repository, settings.edit, state.file.path),
        report_address=report_address(settings.repository, settings.report, report_fields),
        mail_address=mail_address(settings.write_to, f"{state.title} ({state.file.path})"),
        write_to=settings.write_to,
        cites_retracted=any(
            key in guide.statuses and guide.statuses[key].state is State.RETRACTED
            for key in _keys(page, config)
        ),
        footer_pages=now.footer,
        linked_data=_linked_data(page, config, nav, [language["url"] for language in languages]),
        # Made where the template asks for it: to order all sources takes longer than to name them.
        sources=partial(sources_with_pages, now.language.cited.values(), guide.references[locale]),
        **shown,
    )
    _insert(context, page, config)
    status = now.templates.get_template("partials/status.html").render(context)
    page.content = Markup(after_title(page.content or "", status))  # noqa: S704  (our template's)


def _shown(page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, object]:
    """Return what a page shows of other pages, and of the guide, beside what is on every page: plain data."""
    now, guide = engine.now(config), engine.build_of(config).guide
    locale = now.language.language
    shown: dict[str, object] = {"cards": _cards(page, config, nav)}
    if page.meta.get("inserts"):
        shown["addresses"] = {engine.name_of(other, config): other.url for other in nav.pages}
    match page.meta.get("template"):
        case "references.html":
            shown["cited"] = [*now.language.cited.values()]
        case "glossary.html":
            terms = alphabetical(guide.terms, locale)
            shown["glossary"] = terms
            shown["letters"] = first_of_letters(terms, locale)
            references = guide.references[locale]
            cited = (term.source for term in terms if term.source in references)
            shown["sources_by_key"] = {key: references[key] for key in cited}
            shown["names_of"] = {term.id: term.names[locale].term for term in terms}
        case "site-index.html":
            shown["site_index"] = site_index(now.language.found.values())
        case "state.html":
            names = [engine.name_of(other, config) for other in nav.pages]
            order = {name: place for place, name in enumerate(names)}
            shown["states"] = sorted(
                (without_text(state) for state in guide.states.values()),
                key=lambda row: (order.get(row.file.name, len(order)), row.file.language),
            )
            pages = [now.language.cited[name] for name in names]
            shown["evidence"] = evidence_by_page(pages, guide.entries)
            shown["asked"] = guide.asked
        case "report.html":
            shown["report_data"] = as_script(_report_data(page, config, nav))
        case "visit.html":
            shown["visit_data"] = as_script(_visit_data(config, nav))
    return shown


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Correct the theme's part of the page, write its sources beside it, and note its links."""
    now, made = engine.now(config), engine.now(config).page.output
    if made is None:
        output = without_indents(corrected(output, menu=now.words.say("menu.open")))
        keys = _keys(page, config)
        sources = now.exports.files(keys) if keys else {}
        made = PageOutput(output, digest_of(output), read_page(output, now.menu_links), sources)
        if now.page.name:
            engine.build_of(config).results.put(now.page.name, output_as_told(made))
    now.language.built[page.file.dest_uri] = made.built
    now.language.digests[page.file.dest_uri] = made.digest
    file = Path(page.file.abs_dest_path)
    for suffix, text in made.sources.items():
        beside = file.with_suffix(suffix)
        write_text(beside, text, last=engine.last_of(beside, config))
    # What is there by now the engine does not write.
    return "" if linked(file, made.html, engine.last_of(file, config)) else made.html


def _output_name(page: Page, config: MkDocsConfig, shown: Mapping[str, object]) -> str:
    """Return the name of what is published of a page, for later builds; nothing, if its text may not be taken again.

    Args:
        page: the page.
        config: the configuration of the build.
        shown: what it shows of other pages.
    """
    build, now = engine.build_of(config), engine.now(config)
    content = now.contents[engine.name_of(page, config)]
    if not content:
        return ""
    return build.results.name("page", content, now.menu, _beside(page, config), [*shown.items()])


def _keys(page: Page, config: MkDocsConfig) -> list[str]:
    """Return the keys of a page's sources; of the page of all sources, those of every page."""
    now = engine.now(config)
    if page.meta.get("template") == "references.html":
        return now.language.cited_keys()
    return [*now.language.cited[engine.name_of(page, config)].keys]


def _beside(page: Page, config: MkDocsConfig) -> list[dict[str, str]]:
    """Return where a page is shown beside its translation: its address, and the names of both languages.

    On the original of several translations no link would say which: each of them has its own.
    """
    guide = engine.build_of(config).guide
    found = guide.besides_of.get(engine.state_of(page, config).file.path, ())
    if len(found) != 1:
        return []
    settings, one = guide.settings, found[0]
    named = {language.locale: language.name for language in settings.languages}
    names = f"{named[settings.original]} | {named[one.translation.file.language]}"
    return [{"lang": settings.original, "names": names, "url": one.url}]


def _cards(page: Page, config: MkDocsConfig, nav: Navigation) -> list[tuple[str, Card]]:
    """Return what the page with the questions tells of each page that they lead to, by its address."""
    pathway = engine.build_of(config).guide.pathway
    if not pathway or not page.meta.get("pathway"):
        return []
    pages = {engine.name_of(other, config): other for other in nav.pages}
    found = [name for name in dict.fromkeys(one.page for one in pathway.results.values()) if name in pages]
    contents = [engine.now(config).contents[name] for name in found]
    taken = engine.build_of(config).results.again if all(contents) else made_now
    cards = taken("cards", contents, lambda: [card_of(pages[name].content or "") for name in found])
    return [(pages[name].url, Card(*card)) for name, card in zip(found, cards, strict=True)]


def _report_data(page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, object]:
    """Return what the page that reads a report is told: terms, stains, and the pages that they may lead to."""
    now, guide = engine.now(config), engine.build_of(config).guide
    settings, stains = guide.settings, guide.stains
    own, found = page.url, {engine.name_of(other, config): other for other in nav.pages}
    heading = stains.heading if stains else ""
    pages = {
        name: {
            "title": str(found[name].title),
            "url": get_relative_url(found[name].url, own),
            "questions": questions_in(engine.state_of(found[name], config).file.text, heading),
        }
        for name in (stains.pages if stains else ())
        if name in found
    }
    keys = dict.fromkeys([*(stains.keys if stains else ()), *(term.source for term in guide.terms)])
    references = guide.references[now.language.language]
    sources = {key: source_of(references[key]) for key in keys if key in references}
    glossary = found.get(settings.glossary_page)
    return reader_data(
        stains,
        guide.terms,
        language=now.language.language,
        names={language.locale: language.name for language in settings.languages},
        pages=pages,
        sources=sources,
        glossary=get_relative_url(glossary.url, own) if glossary else "",
    )


def _visit_data(config: MkDocsConfig, nav: Navigation) -> dict[str, object]:
    """Return what the page with the visit sheet is told: questions, phone lines and signs, in each language."""
    now, guide = engine.now(config), engine.build_of(config).guide
    language = now.language.language
    pages = page_questions(
        [engine.name_of(page, config) for page in nav.pages],
        {(state.file.name, state.file.language): state for state in guide.states.values()},
        language=language,
        languages=guide.settings.locales,
    )
    return visit_data(
        pages,
        guide.helplines.by_language if guide.helplines else {},
        guide.urgent,
        language=language,
        words=guide.words,
        names={one.locale: one.name for one in guide.settings.languages},
    )


def _linked_data(page: Page, config: MkDocsConfig, nav: Navigation, addresses: list[str]) -> str:
    """Return the page's JSON-LD, with full addresses if the site's own is known."""
    now, guide = engine.now(config), engine.build_of(config).guide
    state, home = engine.state_of(page, config), engine.home_of(nav, page)
    own, original = state.file.url, state.original_url

    def link(url: str) -> str:
        return guide.settings.address + url if guide.settings.address else get_relative_url(url, own)

    trail = [(home.title or "", home.url)] + ([] if page is home else [(state.title, own)])
    data = page_data(
        address=link(own),
        name=state.title,
        description=str(page.meta.get("description") or config.site_description),
        language=state.file.language,
        license_url=now.words.say("footer.licence_url"),
        revised=state.front.last_revised,
        reviewed_on=state.front.reviewed_on,
        reviewed_by=state.front.reviewed_by,
        page_type=guide.settings.schema_type,
        subject_type=guide.settings.schema_subject,
        audience_type=guide.settings.schema_audience,
        about=guide.settings.subject.get(state.file.language, ""),
        original=link(original) if original else None,
        translations=[] if original else [link(url) for url in addresses if url != own],
        trail=[(name, link(url)) for name, url in trail],
        sources=[guide.entries[key] for key in now.language.cited[engine.name_of(page, config)].keys],
    )
    return as_script(data)


def _insert(context: TemplateContext, page: Page, config: MkDocsConfig) -> None:
    """Put each insert of the page after the introduction of its section.

    ``inserts: {phone-lines: helplines}`` puts overrides/inserts/helplines.html below the heading phone-lines.
    """
    inserts = page.meta.get("inserts") or {}
    for heading_id, name in inserts.items():
        template = engine.now(config).templates.get_template(f"inserts/{name}.html")
        insert = template.render(context)
        content = after_introduction(page.content or "", heading_id, insert)
        if content is None:
            file = engine.state_of(page, config).file
            text = (
                f"'inserts' names the heading '{heading_id}', which has no paragraph or is not on the page."
            )
            engine.report([Problem(file.path, key_line("inserts", file.text), text)])
            engine.now(config).page.name = ""  # So that it is said by the next build too.
        else:
            page.content = Markup(content)  # noqa: S704  (both parts of it are HTML of ours)
