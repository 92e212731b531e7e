"""From a page's Markdown to its HTML: sources, terms, questions, and nothing that is not allowed in content."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import PurePosixPath

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import get_relative_url

import engine
from editorial.build.page import PageContent, content_from
from editorial.markdown import collected, line_of, lines_of, without_comments
from editorial.pages.commonmark import CommonMarkExtension
from editorial.pages.frontmatter import KNOWN_KEYS, key_line, split
from editorial.pages.inserts import collapsed, folded_on_phones
from editorial.pages.pathway import Texts, heading_problems, with_pathway
from editorial.pages.remains import CODE_EXTENSIONS, page_remains
from editorial.pages.sanitize import allowed, html_faults, sanitized, text_of, without_markup
from editorial.pages.scaffold import MARK, unwritten
from editorial.pages.tables import labelled
from editorial.pages.urgent import wish_problems, with_signs
from editorial.problems import Problem
from editorial.references.checks import citing_problems
from editorial.references.citations import citation_lines
from editorial.references.listing import CitingPage
from editorial.site.search import SearchPage, sections_of, term_sections
from editorial.text import unseen

#: How long one page may take, and of how many faults of one page is told.
MOST_SECONDS, MOST_FAULTS = 2, 100


def on_pre_build(config: MkDocsConfig) -> None:
    """Hand sources and terms, in the language that is built now, to Markdown."""
    now = engine.now(config)
    engine.extend(config, [CommonMarkExtension(), now.terms, now.citations, now.authored])


def on_page_read_source(*, page: Page, config: MkDocsConfig) -> str:
    """Give the engine the page's text as it was read, without its front matter; none, if an earlier build read it.

    Two ways of reading a front matter would be two meanings of it. The line end keeps the engine from taking
    the first lines of the text for one.
    """
    now, earlier, state = engine.now(config), engine.build_of(config).results, engine.state_of(page, config)
    now.page = engine.PageNow(earlier.name("content", state, _before(page, config)))
    if found := earlier.get(now.page.name):
        now.page.content = content_from(found)
        return ""
    return "\n" + split(state.file.text).body


def _before(page: Page, config: MkDocsConfig) -> dict[str, str]:
    """Return the texts of the pages of which a page collects a section, by their paths; mostly none."""
    if not engine.state_of(page, config).file.meta.get("collects"):
        return {}
    before = engine.pages_before(page)
    return {other.file.src_uri: engine.state_of(other, config).file.text for other in before}


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Tell Markdown what this page lists and where the glossary is; put the questions of others on it."""
    page.meta = {
        key: value for key, value in engine.state_of(page, config).file.meta.items() if key in KNOWN_KEYS
    }
    now, guide = engine.now(config), engine.build_of(config).guide
    if now.page.content:
        engine.take_content(page)
        return ""
    settings = guide.settings
    path = engine.state_of(page, config).file.path
    source = engine.state_of(page, config).file.text

    def unread(error: BaseException) -> None:
        now.page.problems.append(_unread(error, path, source))
        now.page.name = ""  # On a faster machine it may be read.

    engine.limit(page, MOST_SECONDS, unread)
    found = engine.alternates(page, config)
    for language in settings.languages:
        if language.locale not in found:
            other = path.replace(f"/{now.language.language}/", f"/{language.locale}/", 1)
            text = f"there is no '{other}'. Write this page in {language.name} too."
            now.page.problems.append(Problem(path, 1, text))
    now.citations.nocite = page.meta.get("nocite") or []
    glossary = files.get_file_from_path(f"{now.language.language}/{settings.glossary_page}")
    leads = glossary is not None and page.file.src_uri != glossary.src_uri
    now.terms.glossary = get_relative_url(glossary.url, page.url) if glossary and leads else ""
    if guide.urgent and (wish := page.meta.get("urgent")):
        slips = [*wish_problems(wish, guide.urgent, markdown)]
        line = key_line("urgent", engine.state_of(page, config).file.text)
        now.page.problems += [Problem(path, line, slip) for slip in slips]
        for heading_id, situations in wish.items() if not slips else ():
            markdown = with_signs(
                markdown,
                guide.urgent,
                heading_id=heading_id,
                situations=situations,
                language=now.language.language,
            )
    if guide.pathway and (heading_id := page.meta.get("pathway")):
        slips = [*heading_problems(heading_id, markdown)]
        line = key_line("pathway", engine.state_of(page, config).file.text)
        now.page.problems += [Problem(path, line, slip) for slip in slips]
        if not slips:
            texts = Texts(now.words, now.language.language, engine.name_of(page, config))
            markdown = with_pathway(markdown, guide.pathway, texts, heading_id=heading_id)
    if heading_id := page.meta.get("collects"):
        link_text = now.words.say("page.read_more")
        before = _before(page, config)
        markdown += collected(heading_id, sources=before, page=page.file.src_uri, link_text=link_text)
    return without_comments(markdown)


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> Markup:
    """Report what is wrong with the page's text, note what it has, and return it as it may be published."""
    build, now = engine.build_of(config), engine.now(config)
    content = now.page.content
    if content is None:
        content = _content(html, page, config)
        if now.page.name:
            build.results.put(now.page.name, content)
    state, name = engine.state_of(page, config), engine.name_of(page, config)
    now.contents[name] = now.page.name
    engine.report(content.problems)
    page.markdown = None  # It was read: of a thousand pages this is megabytes.
    page.title = content.title
    for key, text in (("title", content.title), ("description", content.description)):
        if key in page.meta:
            page.meta[key] = text
    engine.set_headings(page, content.headings)
    now.language.cited[name] = CitingPage(content.title, page.url, content.keys)
    for short in content.abbreviations:
        now.language.abbreviations.setdefault(short, state.file.path)
    now.language.found[name] = SearchPage(content.title, page.url, content.sections)
    # What may not stand in it is gone, so templates take it as it is.
    return Markup(content.html)  # noqa: S704


def _content(html: str, page: Page, config: MkDocsConfig) -> PageContent:
    """Return what is made of a page's text, and all that is wrong with it."""
    now, guide = engine.now(config), engine.build_of(config).guide
    state = engine.state_of(page, config)
    path, source = state.file.path, state.file.text
    problems = [*now.page.problems, *unwritten(source, path=path)]
    problems += [
        Problem(path, line, slip.text)
        for slip in now.citations.slips
        if slip.written != MARK
        for line in [*lines_of(slip.written, source)] or [1]
    ]
    for key, text, notice in citing_problems(
        now.citations.listed, guide.entries, today=guide.today, statuses=guide.statuses
    ):
        problems.append(Problem(path, next(citation_lines(key, source), 1), text, notice))
    elements = allowed(guide.settings.extensions)
    faults = [*islice(html_faults(html, elements), MOST_FAULTS)]
    hidden = now.authored.faults[:MOST_FAULTS]
    problems += [
        Problem(path, line_of(written, source), text)
        for written, text in [*hidden, *faults]
        if not any(unseen(written))  # An entity, of which the page's own lines tell.
    ]
    texts = {
        "title": str(page.meta.get("title", page.title) or ""),
        "description": str(page.meta.get("description", "")),
    }
    for key, text in texts.items():
        if "<" in text:
            said = f"'{key}' may not have the sign '<'. Write it in words."
            problems.append(Problem(path, key_line(key, source), said))
            texts[key] = without_markup(text)
    html = sanitized(html, elements) if faults else html
    problems += page_remains(
        html,
        source,
        path=path,
        sources=guide.sources,
        meta=state.file.meta,
        phrases=guide.styles[now.language.language].phrases,
        foreign=partial(guide.tongues.said, language=now.language.language),
        reported=[slip.written for slip in now.citations.slips],
        has_code=not CODE_EXTENSIONS.isdisjoint(guide.settings.extensions),
    )
    for item in _items(page.toc):
        item.title = text_of(item.title)
    html = folded_on_phones(
        labelled(html),
        sections=guide.settings.folded_on_phones,
        kept=guide.settings.never_folded,
        summary=lambda name: now.words.say("page.open_section", name=name),
    )
    sections = [
        section
        for section in sections_of(html, title=texts["title"], folded=guide.settings.folded)
        if section.anchor not in guide.settings.not_searched
    ]
    if page.meta.get("collects"):
        copied = {PurePosixPath(other.file.src_uri).stem for other in engine.pages_before(page)}
        sections = [section._replace(copied=section.anchor in copied) for section in sections]
    if page.meta.get("template") == "glossary.html":
        sections += term_sections(guide.terms, now.language.language)
    return PageContent(
        collapsed(html, guide.settings.folded, summary=now.words.say("page.open_folded")),
        engine.headings_of(page),
        texts["title"],
        texts["description"],
        sorted(problems),
        now.citations.listed,
        sorted(now.terms.abbreviations),
        sections,
    )


def _unread(error: BaseException, path: str, source: str) -> Problem:
    """Say why a page could not be read, on the line that is most likely the reason."""
    lines = source.splitlines()
    if isinstance(error, RecursionError):
        deepest = max(
            range(len(lines)), key=lambda at: len(lines[at]) - len(lines[at].lstrip(" \t>")), default=0
        )
        text = "lists or quotes stand in each other too deep to be read. Write them side by side."
        return Problem(path, deepest + 1, text)
    longest = max(range(len(lines)), key=lambda at: len(lines[at]), default=0)
    text = (
        f"the page takes longer than {MOST_SECONDS} seconds to be read. Make two of it, or shorten this line."
    )
    return Problem(path, longest + 1, text)


def _items(toc: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    """Yield each heading of a table of contents."""
    for item in toc:
        yield item
        yield from _items(item.children)
