"""One reading of a guide: its words, sources, terms, phone lines and pages, and every problem with them.

Hooks, commands, other engines and tests all read a guide through :func:`read_guide`, so that all of them go
by the same rules.
"""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from editorial.build.tracked import tracked_problems
from editorial.editions.plan import edition_date
from editorial.glossary.terms import Term, read_glossary
from editorial.markdown import headings
from editorial.pages.files import PageFile, read_pages
from editorial.pages.frontmatter import key_line
from editorial.pages.publishing import content_files
from editorial.pages.revisions import blobs, read_history
from editorial.pages.states import PageState, page_states, state_problems
from editorial.pages.urgent import Urgent, read_urgent
from editorial.problems import Problem, decoded, did_you_mean
from editorial.references.bibtex import Entry, read_bibliography
from editorial.references.checks import entry_problems
from editorial.references.status import Status, by_key, read_statuses, statuses_path
from editorial.references.vancouver import References, references
from editorial.settings import FILE, Settings
from editorial.site.helplines import Helplines, read_helplines
from editorial.site.intents import Intents, lead_problems, read_intents
from editorial.site.redirects import redirect_problems, redirects
from editorial.words import Words, read_words, untranslated


@dataclass(frozen=True)
class Guide:
    """A guide as it was read. It lives for one build."""

    #: The project's folder.
    root: Path
    settings: Settings
    #: The day of the build.
    today: date
    #: The site's own words by language.
    words: Mapping[str, Words]
    #: The bibliography by key, and its references, as HTML, by language and key.
    entries: Mapping[str, Entry]
    references: Mapping[str, References]
    #: What became of sources since they were published, by key, where it is known.
    statuses: Mapping[str, Status]
    terms: Sequence[Term]
    #: Nothing where the guide has no phone lines, or wrong ones.
    helplines: Helplines | None
    #: The signs of danger; nothing where the guide has none, or wrong ones.
    urgent: Urgent | None
    #: What people ask; nothing where the guide does not say.
    intents: Intents | None
    #: The state of each page by its path.
    states: Mapping[str, PageState]
    #: The pages and pictures that may be published, from the folder of pages on.
    published: frozenset[str]

    @cached_property
    def moved(self) -> dict[str, str]:
        """The old address of each page that moved, and its present one, from the site's root."""
        return redirects(self.states.values(), original=self.settings.original)

    @cached_property
    def edition(self) -> date:
        """The edition's date: that of the page revised last, else the day on which the guide began."""
        return edition_date(state.front.last_revised for state in self.states.values()) or self.settings.began


def read_guide(root: Path, settings: Settings, today: date) -> tuple[Guide, list[Problem]]:
    """Read a guide, each part once, in the order in which one needs the other; with every problem found.

    Args:
        root: the project's folder.
        settings: what its ``mkdocs.yml`` says.
        today: the day of the build.
    """
    words, problems = _words(root, settings)
    # Its reader says in which field of which entry a character is that nobody sees.
    source, slips = decoded(
        (root / settings.bibliography).read_bytes(), path=settings.bibliography, as_it_is=True
    )
    entries, syntax = read_bibliography(source, path=settings.bibliography)
    slips += syntax + entry_problems(entries, path=settings.bibliography, today=today)
    # What cannot be shown is the same in every language: the original's words tell.
    shown, unreadable = references(entries, words[settings.original], path=settings.bibliography)
    problems += slips + unreadable
    readable = {key: entries[key] for key in shown}
    statuses: dict[str, Status] = {}
    if (root / statuses_path(settings.bibliography)).is_file():
        source, slips = _text(root, statuses_path(settings.bibliography))
        known, unfit = read_statuses(source, path=statuses_path(settings.bibliography))
        statuses = by_key(entries, known)
        problems += slips + unfit
    terms: list[Term] = []
    if settings.glossary:
        source, slips = _text(root, settings.glossary)
        terms, unfit = read_glossary(source, path=settings.glossary, languages=settings.locales, keys=entries)
        problems += slips + unfit
    helplines = None
    if settings.helplines:
        source, slips = _text(root, settings.helplines)
        helplines, unfit = read_helplines(
            source, path=settings.helplines, languages=settings.locales, today=today
        )
        problems += slips + unfit
    urgent = None
    if settings.urgent:
        source, slips = _text(root, settings.urgent)
        urgent, unfit = read_urgent(source, path=settings.urgent, languages=settings.locales, keys=entries)
        problems += slips + unfit
    files, slips = content_files(root, settings.docs, settings.locales)
    read = read_pages(root, settings.docs, settings.locales, files)
    pages, unknown = _with_known_templates(read.pages, root / settings.overrides)
    problems += slips + read.problems + unknown
    states, slips = page_states(
        pages,
        original=settings.original,
        today=today,
        began=settings.began,
        review_every=settings.review_every,
    )
    problems += slips + _unfolded(states, settings) + [*redirect_problems(states)]
    intents = None
    if settings.intents:
        source, slips = _text(root, settings.intents)
        intents, unfit = read_intents(source, path=settings.intents, languages=settings.locales)
        problems += slips + unfit
    if intents:
        anchors = _anchors(states, settings, terms)
        signs = {sign.id for sign in urgent.signs[settings.original]} if urgent else set()
        problems += lead_problems(intents, anchors, signs, path=settings.intents)
    guide = Guide(
        root=root,
        settings=settings,
        today=today,
        words=words,
        entries=entries,
        references={
            language: References(
                readable, words[language], shown if language == settings.original else None, statuses
            )
            for language in settings.locales
        },
        statuses=statuses,
        terms=terms,
        helplines=helplines,
        urgent=urgent,
        intents=intents,
        states=states,
        published=read.published,
    )
    return guide, sorted(problems)


def check_pages(guide: Guide) -> list[Problem]:
    """Return what is wrong with pages beside their history and their translations.

    It takes longer than reading them, and needs nothing of what is built: it may be done meanwhile.
    """
    problems = [*tracked_problems(guide.root)]
    history = read_history(guide.root, guide.settings.docs)
    if history is None:
        text = (
            "there is no git history here, so it could not be checked whether pages changed since they were "
            "revised."
        )
        problems.append(Problem(guide.settings.docs, 1, text, notice=True))
    # Without a history nothing is asked of git, which may not be there at all.
    with blobs(guide.root) if history is not None else nullcontext(str) as blob:
        problems += state_problems(guide.states, history, blob=blob, today=guide.today)
    return sorted(problems)


def _words(root: Path, settings: Settings) -> tuple[dict[str, Words], list[Problem]]:
    """Return the words of each language, and what is wrong with them."""
    words: dict[str, Words] = {}
    problems: list[Problem] = []
    paths = {language: f"{settings.overrides}/locales/{language}.yml" for language in settings.locales}
    for language, path in paths.items():
        source, slips = _text(root, path)
        words[language], unfit = read_words(source, path=path, locale=language)
        problems += slips + unfit
        problems += untranslated(
            words[language],
            original=words[settings.original],
            path=path,
            original_path=paths[settings.original],
        )
    return words, problems


#: Templates that are no page's own.
_NO_PAGES = frozenset({"404.html", "main.html"})


def _with_known_templates(pages: Sequence[PageFile], overrides: Path) -> tuple[list[PageFile], list[Problem]]:
    """Return the pages without templates and inserts that do not exist, and what is said of those.

    Only our own templates are a page's: of the theme's, some do without the policy of a page.
    """
    templates = {file.name for file in overrides.glob("*.html")} - _NO_PAGES
    inserts = {file.stem for file in (overrides / "inserts").glob("*.html")}
    kept: list[PageFile] = []
    problems: list[Problem] = []
    for page in pages:
        meta = dict(page.meta)
        named: dict[str, Any] = {"template": "", "inserts": {}, **meta}
        if named["template"] and named["template"] not in templates:
            text = f"'template' names '{named['template']}', which is not one of: {', '.join(sorted(templates))}."
            hint = did_you_mean(named["template"], templates)
            problems.append(Problem(page.path, key_line("template", page.text), text + hint))
            del meta["template"]
        unknown = [name for name in named["inserts"].values() if name not in inserts]
        for name in unknown:
            text = f"'inserts' names the figure '{name}', which is not one of: {', '.join(sorted(inserts))}."
            problems.append(
                Problem(page.path, key_line("inserts", page.text), text + did_you_mean(name, inserts))
            )
        if unknown:
            meta["inserts"] = {at: name for at, name in named["inserts"].items() if name in inserts}
        kept.append(replace(page, meta=meta))
    return kept, problems


def _unfolded(states: Mapping[str, PageState], settings: Settings) -> list[Problem]:
    """Say that no page has the section that is to be folded: numbers would stand open, unasked for."""
    wanted = settings.folded
    if not wanted or any(
        heading[3] == wanted for state in states.values() for heading in headings(state.file.text)
    ):
        return []
    text = (
        f"'folded' names the heading '{wanted}', which is on no page. Write the id of one, or take this out."
    )
    return [Problem(FILE, settings.lines["folded"], text)]


def _anchors(
    states: Mapping[str, PageState], settings: Settings, terms: Sequence[Term]
) -> dict[str, set[str]]:
    """Return the ids of the headings of each page of the original, and of the terms, by the page's name."""
    anchors = {
        state.file.name: {heading[3] for heading in headings(state.file.text) if heading[3]}
        for state in states.values()
        if state.file.language == settings.original
    }
    if settings.glossary_page in anchors:
        anchors[settings.glossary_page] |= {term.id for term in terms}
    return anchors


def _text(root: Path, path: str) -> tuple[str, list[Problem]]:
    """Return the text of a file of the guide. A link could lead to any file of the machine that builds."""
    if any(one.is_symlink() for one in ((root / path), *(root / path).parents) if root in one.parents):
        return "", [Problem(path, 1, "this is a link to another place. Put the file itself here.")]
    return decoded((root / path).read_bytes(), path=path)
