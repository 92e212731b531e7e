"""One reading of a guide: its words, sources, terms, phone lines and pages, and every problem with them.

Hooks, commands, other engines and tests all read a guide through :func:`read_guide`, so that all of them go
by the same rules.
"""

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from editorial.build.owners import owner_problems
from editorial.build.results import Again, made_now
from editorial.build.tracked import tracked_problems
from editorial.editions.plan import edition_date
from editorial.glossary.stains import Stains, read_stains
from editorial.glossary.stemming import small_words, stemmer
from editorial.glossary.terms import Term, read_glossary
from editorial.markdown import headings, line_of
from editorial.pages.bilingual import texts_in, unlike_texts
from editorial.pages.checked import read_entries, unchecked_entries
from editorial.pages.files import PageFile, page_problems, read_pages
from editorial.pages.frontmatter import key_line
from editorial.pages.git import NoHistoryError, blobs, read_history
from editorial.pages.lexicon import (
    PLACES_OF_DICTIONARIES,
    Lexicon,
    Strength,
    find_dictionary,
    marks_of,
    read_strength,
)
from editorial.pages.meanings import Meanings, read_meanings
from editorial.pages.named_sources import Sources
from editorial.pages.parity import Differences
from editorial.pages.pathway import Pathway, read_pathway
from editorial.pages.phones import dialed, phone_faults
from editorial.pages.publishing import content_files
from editorial.pages.remains import phrase_problems, text_remains
from editorial.pages.revisions import Versions, unrevised_problems
from editorial.pages.states import PageState, months_after, page_states, state_problems, with_reviews
from editorial.pages.structure import file_problems
from editorial.pages.style import Phrase, Style, read_style, style_findings, unsourced
from editorial.pages.style import page_findings as rule_findings
from editorial.pages.tongues import Tongues
from editorial.pages.urgent import Urgent, hidden_signs, read_urgent
from editorial.patterns import Sieve
from editorial.problems import Problem, decoded, did_you_mean
from editorial.references.bibtex import Entry, read_bibliography
from editorial.references.checks import entry_problems
from editorial.references.status import Status, by_key, read_statuses, statuses_path
from editorial.references.vancouver import (
    DATE_PATTERNS,
    References,
    is_date_pattern,
    keys_by,
    keys_by_author,
    references,
)
from editorial.settings import FILE, Settings
from editorial.site.asked import Asked, asked_path, asked_problems, read_asked
from editorial.site.helplines import Helplines, read_helplines
from editorial.site.intents import Intents, lead_problems, read_intents
from editorial.site.redirects import redirect_problems, redirects
from editorial.site.side_by_side import Beside, besides
from editorial.text import without_unseen
from editorial.words import Words, read_words, untranslated, waiting
from editorial.yaml_files import day_of_check


@dataclass(frozen=True)
class Guide:
    """A guide as it was read. It lives for one build."""

    #: The project's folder.
    root: Path
    settings: Settings
    #: The day of the build.
    today: date
    #: The last day that has begun anywhere on earth.
    latest: date
    #: The site's own words by language.
    words: Mapping[str, Words]
    #: The bibliography by key, and its references, as HTML, by language and key.
    entries: Mapping[str, Entry]
    references: Mapping[str, References]
    #: What became of sources since they were published, by key, where it is known.
    statuses: Mapping[str, Status]
    #: The days on which links and sources were last asked.
    asked: Asked
    #: The text of each file beside the pages that was read, by its path.
    texts: Mapping[str, str]
    #: The data files with a problem, of which nothing, or not all, is shown.
    unread: Sequence[str]
    terms: Sequence[Term]
    #: Nothing where the guide has no phone lines, or wrong ones.
    helplines: Helplines | None
    #: The signs of danger; nothing where the guide has none, or wrong ones.
    urgent: Urgent | None
    #: The questions that lead to a page; nothing where the guide has none, or wrong ones.
    pathway: Pathway | None
    #: The stains of reports; nothing where the guide has none, or wrong ones.
    stains: Stains | None
    #: What people ask; nothing where the guide does not say.
    intents: Intents | None
    #: The state of each page by its path.
    states: Mapping[str, PageState]
    #: How each language is written, by its code.
    styles: Mapping[str, Style]
    #: The sources by all their names.
    sources: Sources
    #: The pages and pictures that may be published, from the folder of pages on.
    published: frozenset[str]
    #: What is one thing in each language.
    meanings: Meanings
    #: The words that carry medicine, by language; nothing for a language that has no list of them.
    strength: Mapping[str, Strength]

    @cached_property
    def lexicons(self) -> Mapping[str, Lexicon]:
        """What is known of each language's words."""
        return {language: self._lexicon(language) for language in self.settings.locales}

    def _lexicon(self, language: str) -> Lexicon:
        names = [term.names[language] for term in self.terms]
        strength = self.strength.get(language)
        npm = self.root / "tests" / "node_modules"
        further = [Path(place) for place in os.environ.get("DICPATH", "").split(os.pathsep) if place]
        return Lexicon(
            strength,
            marks=marks_of(language, strength),
            terms=[text for name in names for text in (name.term, *name.synonyms)],
            stem=stemmer(language),
            texts=lambda: (
                state.file.text for state in self.states.values() if state.file.language == language
            ),
            dictionary=partial(find_dictionary, language, [*further, npm, *PLACES_OF_DICTIONARIES]),
        )

    @contextmanager
    def versions(self) -> Iterator[Versions]:
        """Give what git remembers of the pages.

        Raises:
            NoHistoryError: it cannot be read.
        """
        settings = self.settings
        beside = (settings.bibliography, *settings.lists)
        history = read_history(self.root, settings.docs, *beside)
        with blobs(self.root) as blob:
            yield Versions(
                history,
                blob,
                self.lexicons.__getitem__,
                settings.bibliography,
                lambda: _text(self.root, settings.bibliography)[0],
                self._bytes,
            )

    @cached_property
    def tongues(self) -> Tongues:
        """The languages by their words: those that say little, of the site, of the terms and of strength."""
        languages = self.settings.locales
        return Tongues(
            {language: self._texts_of(language) for language in languages},
            {language: small_words(language) for language in languages},
        )

    def _texts_of(self, language: str) -> Iterator[str]:
        names = (term.names[language] for term in self.terms)
        strength = self.strength.get(language, Strength())
        yield from self.words[language].texts.values()
        yield from (text for name in names for text in (name.term, name.definition))
        yield from strength.words
        yield from (name for names in strength.things for name in names)

    @cached_property
    def lists(self) -> Sequence[str]:
        """The paths of the lists that are shown, each with the day of its check."""
        return [path for path in self.settings.lists if path not in self.unread]

    def _bytes(self, path: str) -> bytes | None:
        file = self.root / path
        return file.read_bytes() if file.is_file() and not file.is_symlink() else None

    @cached_property
    def moved(self) -> dict[str, str]:
        """The old address of each page that moved, and its present one, from the site's root."""
        return redirects(self.states.values(), original=self.settings.original)

    @cached_property
    def besides(self) -> Sequence[Beside]:
        """The pages that show a page beside its translation."""
        settings = self.settings
        return besides(self.states.values(), original=settings.original, but=settings.screen_only)

    @cached_property
    def besides_of(self) -> Mapping[str, Sequence[Beside]]:
        """The pages that show a page beside its translation, by the path of either."""
        found: dict[str, list[Beside]] = {}
        for one in self.besides:
            for state in (one.original, one.translation):
                found.setdefault(state.file.path, []).append(one)
        return found

    @cached_property
    def edition(self) -> date:
        """The edition's date: that of the page revised last, else the day on which the guide began."""
        return edition_date(state.front.last_revised for state in self.states.values()) or self.settings.began


_Read = TypeVar("_Read")
#: From a file's text, its path, and what else it is told: what it says, and what is wrong with it.
_Reader = Callable[..., tuple[_Read, list[Problem]]]


class _Files:
    """The files of a guide beside its pages, each read once, and all that is wrong with them."""

    def __init__(self, root: Path) -> None:
        self.problems: list[Problem] = []
        self.texts: dict[str, str] = {}
        self._root = root

    def text(self, path: str) -> str:
        """Return a file's text; what of it cannot be read is said once."""
        if path not in self.texts:
            self.texts[path], slips = _text(self._root, path)
            self.problems += slips
            self.problems += waiting(self.texts[path], path=path) if path.endswith(".yml") else []
        return self.texts[path]

    def read(self, path: str, reader: _Reader[_Read], **told: object) -> _Read:
        """Return what a reader makes of a file."""
        found, slips = reader(self.text(path), path=path, **told)
        self.problems += slips
        return found

    def unread(self, settings: Settings) -> Sequence[str]:
        """Return the files of data with a problem, in the order in which it was found."""
        wrong = (problem.path for problem in self.problems if not problem.notice)
        return [*dict.fromkeys(path for path in wrong if path in settings.lists)]

    def named(self, path: str, reader: _Reader[_Read], **told: object) -> _Read | None:
        """Return what a reader makes of a file that settings name, or nothing if they name none."""
        return self.read(path, reader, **told) if path else None

    def by_language(self, paths: Mapping[str, str], reader: _Reader[_Read]) -> dict[str, _Read]:
        """Return what a reader makes of each language's file, of the languages that have one."""
        return {
            language: self.read(path, reader)
            for language, path in paths.items()
            if (self._root / path).is_file()
        }


def read_guide(
    root: Path,
    settings: Settings,
    today: date,
    *,
    latest: date | None = None,
) -> tuple[Guide, list[Problem]]:
    """Read a guide, each part once, in the order in which one needs the other; with every problem of reading it.

    Args:
        root: the project's folder.
        settings: what its ``mkdocs.yml`` says.
        today: the day of the build.
        latest: the last day that has begun anywhere on earth; the day of the build, if nothing is given.
    """
    files = _Files(root)
    files.text(FILE)  # Its lines that wait for a translation; all else of it is said with the settings.
    words = _words(files, settings)
    strength = files.by_language(_strength_paths(settings), read_strength)
    path = f"{settings.overrides}/locales/strength/meanings.yml"
    kinds = files.read(path, read_meanings) if (root / path).is_file() else {}
    meanings = Meanings(kinds, stemmer, {language: one.medicines for language, one in strength.items()})
    # Its reader says in which field of which entry a character is that nobody sees.
    source, problems = _text(root, settings.bibliography, as_it_is=True)
    entries, syntax = _entries(source, settings.bibliography)
    problems += syntax
    # What cannot be shown is the same in every language: the original's words tell.
    shown, unreadable = references(entries, words[settings.original], path=settings.bibliography)
    problems += unreadable
    readable = {key: entries[key] for key in shown}
    path = statuses_path(settings.bibliography)
    statuses = by_key(entries, files.read(path, read_statuses)) if (root / path).is_file() else {}
    path = asked_path(settings.bibliography)
    asked = (files.read(path, read_asked) if (root / path).is_file() else None) or Asked()
    shared = {"languages": settings.locales}
    terms = files.named(settings.glossary, read_glossary, keys=entries, **shared) or []
    helplines = files.named(settings.helplines, read_helplines, today=latest or today, **shared)
    urgent = files.named(settings.urgent, read_urgent, keys=entries, **shared)
    content, slips = content_files(root, settings.docs, settings.locales)
    read = read_pages(root, settings.docs, settings.locales, content)
    pages, unknown = _with_known_templates(read.pages, root / settings.overrides)
    names = {page.name for page in pages if page.language == settings.original}
    pathway = files.named(settings.pathway, read_pathway, pages=names, **shared)
    ids = None if settings.glossary in files.unread(settings) else {term.id for term in terms}
    stains = files.named(settings.stains, read_stains, keys=entries, pages=names, terms=ids, **shared)
    problems += slips + read.problems + unknown
    states, slips = page_states(
        pages,
        original=settings.original,
        today=today,
        # Of a day to come, it is said once, at the setting.
        began=settings.began if settings.began <= today else date.min,
        review_every=settings.review_every,
        latest=latest,
    )
    problems += [*slips, *redirect_problems(states)]
    problems += _setting_problems(states, settings, words[settings.original], today)
    problems += _outside_menu(states.values(), settings)
    problems += _hidden_signs(files, states.values(), urgent, settings)
    intents = files.named(settings.intents, read_intents, **shared)
    if intents:
        anchors = _anchors(states, settings, terms)
        signs = {sign.id for sign in urgent.signs[settings.original]} if urgent else set()
        if not files.unread(settings):  # Else it may lead to what could not be read.
            problems += lead_problems(intents, anchors, signs, path=settings.intents)
    # A language without a file has no rules.
    paths = {language: f"{settings.overrides}/locales/style/{language}.yml" for language in settings.locales}
    styles = dict.fromkeys(settings.locales, Style()) | files.by_language(paths, read_style)
    sources = Sources(
        frozenset(readable),
        **{f"by_{name}": keys_by(name, readable) for name in ("doi", "pmid", "pmcid")},
        by_author=keys_by_author(readable),
    )
    problems += files.problems
    guide = Guide(
        root=root,
        settings=settings,
        today=today,
        latest=latest or today,
        words=words,
        entries=entries,
        references={
            language: References(
                readable, words[language], shown if language == settings.original else None, statuses
            )
            for language in settings.locales
        },
        statuses=statuses,
        asked=asked,
        texts={**files.texts, settings.bibliography: source},
        unread=files.unread(settings),
        terms=terms,
        helplines=helplines,
        urgent=urgent,
        pathway=pathway,
        stains=stains,
        intents=intents,
        states=states,
        styles=styles,
        sources=sources,
        meanings=meanings,
        strength=strength,
        published=read.published,
    )
    return _with_reviews(guide), sorted(problems)


@lru_cache(maxsize=1)  # The preview reads the same text after each edit.
def _entries(source: str, path: str) -> tuple[Mapping[str, Entry], Sequence[Problem]]:
    return read_bibliography(source, path=path)


def _with_reviews(guide: Guide) -> Guide:
    """Return the guide with what changed since each review; a guide without a review has nothing to compare."""
    if all(state.review == "none" for state in guide.states.values()):
        return guide
    try:
        with guide.versions() as versions:
            return replace(guide, states=with_reviews(guide.states, versions))
    except NoHistoryError:  # Which is said with the pages that could not be checked either.
        return guide


def check_pages(guide: Guide, again: Again = made_now) -> list[Problem]:
    """Return what is wrong with what was read: pages and lists, by themselves, their history and their translations.

    It takes longer than reading them, and needs nothing of what is built: it may be done meanwhile.

    Args:
        guide: the guide.
        again: gives what an earlier build found in the same.
    """
    settings = guide.settings
    problems = [*tracked_problems(guide.root), *owner_problems(guide.root, settings.repository)]
    problems += [
        Problem(
            path,
            1,
            "there is no list of words of strength in this language, so every change of a word counts as one of "
            "the medicine. Write the list, as the original's has it.",
            notice=True,
        )
        for language, path in _strength_paths(settings).items()
        if language not in guide.strength
    ]
    parity = Differences(guide.lexicons, guide.meanings, again=again)
    try:
        with guide.versions() as versions:
            parity.memos = versions.memos
            problems += state_problems(guide.states, versions, parity, today=guide.today)
            problems += _refused_pages(guide, versions)
            problems += _unchecked_lists(guide, versions)
    except NoHistoryError as error:
        text = f"it could not be checked whether pages changed since they were revised: {error}."
        problems.append(Problem(settings.docs, 1, text, notice=True))
        problems += state_problems(guide.states, None, parity, today=guide.today)
    problems += _unlike_lists(guide, again)
    problems += _list_days(guide)
    files = ([*guide.texts.items()], guide.unread, guide.latest)  # No page: most edits change none of it.
    problems += (Problem(*one) for one in again("files", files, partial(_in_files, guide)))
    for state in guide.states.values():
        made_from = (state.file.path, state.file.text)
        found = again("style", made_from, partial(_style_problems, state, guide))
        problems += (Problem(*one) for one in found)
    problems += asked_problems(guide.asked, path=asked_path(settings.bibliography), today=guide.today)
    problems += _line_problems(guide, again)
    problems += _phone_problems(guide, again)
    return sorted(problems)


def _in_files(guide: Guide) -> list[Problem]:
    """Return what is wrong in the bibliography, in the lists and in the words, each by itself."""
    path = guide.settings.bibliography
    return [
        *_foreign_words(guide),
        *entry_problems(guide.entries, path=path, today=guide.latest),
        *file_problems(without_unseen(guide.texts[path]), path=path),
        *_remains(guide),
    ]


def _line_problems(guide: Guide, again: Again) -> Iterator[Problem]:
    """Yield what is wrong in the lines of pages."""
    for state in guide.states.values():
        path, text = state.file.path, state.file.text
        yield from (
            Problem(*one) for one in again("lines", (path, text), partial(page_problems, text, path=path))
        )


def _phone_problems(guide: Guide, again: Again) -> Iterator[Problem]:
    """Yield the phone numbers of pages, lists and words that nobody checked; without a list of them there are none."""
    if not guide.helplines:
        return
    path, listed = guide.settings.helplines, guide.helplines.numbers
    words = {language: dialed(style.dialed) for language, style in guide.styles.items()}
    in_all = dialed(one for style in guide.styles.values() for one in style.dialed)
    add = (
        f"compare it with the page of whoever answers there, and add it to {path} below 'others', with the day: "
        f"checked: {guide.today}."
    )
    texts = [
        (state.file.path, state.file.text, words[state.file.language]) for state in guide.states.values()
    ]
    locales = [f"{guide.settings.overrides}/locales/{language}.yml" for language in guide.words]
    texts += [(name, guide.texts[name], in_all) for name in (*guide.lists, *locales)]
    for name, text, pattern in texts:
        # The list and the words for dialing are among the files that every result is made from.
        found = again("phones", (name, text), partial(phone_faults, text, pattern, listed, add))
        yield from (Problem(name, *one) for one in found)


def _style_problems(state: PageState, guide: Guide) -> list[Problem]:
    """Return what a page says otherwise than the guide writes, and what it says without a source."""
    file = state.file
    style = guide.styles[file.language]
    findings = [
        *style_findings(file.text, style),
        *rule_findings(file.text, file.name, guide.settings.page_rules, style),
    ]
    return [
        *(Problem(file.path, line, text) for line, text in findings),
        *(Problem(file.path, line, text, notice=True) for line, text in unsourced(file.text, style)),
    ]


#: What the texts of the questions have besides words: links, italics and sources, which are looked at on their page.
_MARKS = re.compile(r"\[([^\[\]@]*)\]\([^()\s]*\)|\*([^*]*)\*(?:\{[^{}]*\})?| ?\[@[^\[\]]*\]")


def _shown_in_files(guide: Guide) -> Iterator[tuple[str, list[str]]]:
    """Yield the path of each file that is no page, with the texts of it that readers see as they stand."""
    settings = guide.settings
    yield FILE, [text for one in settings.languages for text in (one.title, one.description)]
    # Of a list with a problem no text is shown, and all that is wrong with it has been said.
    lists = {settings.urgent: guide.urgent, settings.stains: guide.stains, settings.pathway: guide.pathway}
    for path, found in lists.items():
        texts = [text for _, text, _ in texts_in(guide.texts[path], settings.locales)] if found else []
        yield path, [_MARKS.sub(r"\1\2", text) if path == settings.pathway else text for text in texts]
    for language, known in guide.words.items():
        yield f"{settings.overrides}/locales/{language}.yml", [*known.texts.values()]
    names = [name for term in guide.terms for name in term.names.values()]
    yield settings.glossary, [text for name in names for text in (name.term, name.definition)]
    by_language = guide.helplines.by_language.values() if guide.helplines else ()
    said = [
        text
        for lines in by_language
        for line in lines
        for text in (line.name, line.hours, line.ask, line.note)
    ]
    yield settings.helplines, [*filter(None, said)]


def _remains(guide: Guide) -> Iterator[Problem]:
    """Yield what is left over in the files that are no pages: merges, invisible signs, marks of Markdown."""
    phrases: Sieve[Phrase] = Sieve()
    for style in guide.styles.values():
        phrases += style.phrases
    for path, texts in _shown_in_files(guide):
        if path:
            source = guide.texts[path]
            yield from file_problems(source, path=path)
            if path == FILE:  # A name is shown as it stands, signs of Markdown and HTML too.
                yield from phrase_problems(texts, source, path=path, phrases=phrases)
            else:
                yield from text_remains(texts, source, path=path, sources=guide.sources, phrases=phrases)


def _refused_pages(guide: Guide, versions: Versions) -> Iterator[Problem]:
    """Yield what changed on pages that are not published for their name: they will be, once it is corrected."""
    for path in versions.history.files:
        docs, _, rest = path.partition("/")
        language = rest.partition("/")[0]
        file = guide.root / path
        is_page = docs == guide.settings.docs and language in guide.settings.locales and path.endswith(".md")
        if is_page and path not in guide.states and file.is_file() and not file.is_symlink():
            text = _text(guide.root, path)[0].replace("\r\n", "\n")
            yield from unrevised_problems(path, language, text, versions, today=guide.today)


#: What of a list needs no check against a source, or is told by another of its parts: words that are only searched,
#: which terms are near, and a number as it is shown beside the one that is dialed.
_UNCHECKED = ("lay", "see", "number")


def _unchecked_lists(guide: Guide, versions: Versions) -> Iterator[Problem]:
    """Yield what the lists say that nobody checked; of a wrong list, which is not shown, nothing."""
    languages = guide.settings.locales
    for path in guide.lists:
        source = _text(guide.root, path)[0]
        yield from unchecked_entries(path, source, versions, languages, today=guide.today, but=_UNCHECKED)


def _list_days(guide: Guide) -> Iterator[Problem]:
    """Yield the lists whose check is to come, and those that nobody checked for as long as a page's revision counts."""
    every = guide.settings.review_every
    for path in guide.lists:
        source = _text(guide.root, path)[0]
        day, line = day_of_check(source), line_of("checked:", source)
        if day and day > guide.latest:
            yield Problem(path, line, f"'checked' is in the future: {day}. Today is {guide.today}.")
        elif day and months_after(day, every) < guide.today:
            text = (
                f"was checked on {day}, more than {every} months ago. Compare each entry with its source, then write "
                f"the day: checked: {guide.today}."
            )
            yield Problem(path, line, text, notice=True)


def _unlike_lists(guide: Guide, again: Again) -> Iterator[Problem]:
    """Yield what the lists of data say otherwise in a translation."""
    settings, languages = guide.settings, guide.settings.locales
    names = {settings.glossary: _NAMES, settings.stains: _NAMES, settings.urgent: (), settings.pathway: ()}
    marks = {language: guide.lexicons[language].marks for language in languages}
    for path, but in names.items():
        if path and path not in guide.unread:
            source = _text(guide.root, path)[0]

            def found(path: str = path, source: str = source, but: Sequence[str] = but) -> list[Problem]:
                # Of a sign of danger each lost "not" is told beside the day of its check.
                is_checked = path == settings.urgent
                unlike = partial(unlike_texts, meanings=guide.meanings, but=but, negations=not is_checked)
                return [*unlike(path, source, languages, marks)]

            yield from (Problem(*one) for one in again("lists", (path, source, languages), found))


def _foreign_words(guide: Guide) -> Iterator[Problem]:
    """Yield what of the site's own words and of the lists is in another language than it should be."""
    settings = guide.settings
    for path in guide.lists:
        for language, text, line in texts_in(_text(guide.root, path)[0], settings.locales):
            if said := guide.tongues.said(text, language, plain=True):
                yield Problem(path, line, said, notice=True)
    for language, words in guide.words.items():
        path = f"{settings.overrides}/locales/{language}.yml"
        for key, text in words.texts.items() if not words.waiting else ():
            if key in words.lines and (said := guide.tongues.said(text, language, plain=True)):
                yield Problem(path, words.lines[key], said, notice=True)


#: Texts of lists that name a thing, as its language has it.
_NAMES = ("term", "name")


def _strength_paths(settings: Settings) -> dict[str, str]:
    return {
        language: f"{settings.overrides}/locales/strength/{language}.yml" for language in settings.locales
    }


def _words(files: _Files, settings: Settings) -> dict[str, Words]:
    """Return the words of each language; what one lacks, or has too many, is a problem."""
    words: dict[str, Words] = {}
    paths = {language: f"{settings.overrides}/locales/{language}.yml" for language in settings.locales}
    for language, path in paths.items():
        words[language] = files.read(path, read_words, locale=language)
    # What cannot be read at all is said once: its words stand in for each other, for what else there is to say.
    readable = next((found.texts for found in words.values() if found.texts), {})
    for language, path in paths.items():
        if not words[language].texts:
            words[language] = words[language]._replace(texts=readable)
        elif words[settings.original].lines:
            files.problems += untranslated(
                words[language],
                original=words[settings.original],
                path=path,
                original_path=paths[settings.original],
            )
        for key in DATE_PATTERNS:
            pattern, line = words[language].texts.get(key, ""), words[language].lines.get(key)
            if line and not is_date_pattern(pattern):
                text = f"'{key}' is '{pattern}', after which no date can be written. Write a pattern, like 'd MMMM y'."
                files.problems.append(Problem(path, line, text))
    return words


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
        kept.append(page if meta == page.meta else replace(page, meta=meta))
    return kept, problems


def _outside_menu(states: Iterable[PageState], settings: Settings) -> list[Problem]:
    """Say which pages the menu does not lead to, once for all languages; without a menu of one's own it has all."""
    paths: dict[str, str] = {}
    for state in states:
        if state.file.name not in settings.menu:
            paths.setdefault(state.file.name, state.file.path)
    text = f"the menu does not lead to this page. Write '{{}}' below 'nav' in {FILE}."
    return [Problem(path, 1, text.format(name)) for name, path in paths.items()] if settings.menu else []


def _hidden_signs(
    files: "_Files", states: Iterable[PageState], urgent: Urgent | None, settings: Settings
) -> Iterator[Problem]:
    """Yield each sign of danger that no page shows, where pages show some."""
    wishes = [wish for state in states if isinstance(wish := state.file.meta.get("urgent"), dict)]
    if urgent and wishes:
        lists = [names for wish in wishes for names in wish.values() if isinstance(names, list)]
        named = {str(name) for names in lists for name in names}
        for name, text in hidden_signs(urgent, named, settings.original):
            sign = read_entries(files.text(settings.urgent), ())["signs", name]
            yield Problem(settings.urgent, sign.line, text)


def _setting_problems(
    states: Mapping[str, PageState], settings: Settings, words: Words, today: date
) -> Iterator[Problem]:
    """Yield what settings name that the guide has not: headings, a kind of pages, places in the figure, a past day."""
    if settings.began > today:
        text = f"'began' is {settings.began}, after today ({today}). Write the day on which the guide began."
        yield Problem(FILE, settings.lines["began"], text)
    wanted = {
        "folded": (settings.folded,) if settings.folded else (),  # Its numbers would stand open, unasked for.
        "folded_on_phones": settings.folded_on_phones,
        "never_folded": settings.never_folded,
        "not_searched": settings.not_searched,
    }
    missing = {id_ for ids in wanted.values() for id_ in ids}
    found: set[str] = set()
    for state in states.values():
        if not missing:  # Most are on the first pages, so that not all of a large guide are read for them.
            break
        found.update(heading[3] or "" for heading in headings(state.file.text))
        missing -= found
    for setting, ids in wanted.items():
        for id_ in ids:
            if id_ in missing:
                hint = did_you_mean(id_, found) or " Write the id of one, or take this out."
                text = f"'{setting}' names the heading '{id_}', which is on no page.{hint}"
                yield Problem(FILE, settings.lines[setting], text)
    folders = {posixpath.dirname(state.file.name) for state in states.values()} - {""}
    for rule in settings.page_rules:
        folder = posixpath.dirname(rule.pages)
        if folder and folder not in folders and (hint := did_you_mean(folder, folders)):
            text = f"'page_rules' is about '{rule.pages}', and no page is in a folder '{folder}'.{hint}"
            yield Problem(FILE, settings.lines["page_rules"], text)
    prefix = "figure."
    places = [key.removeprefix(prefix) for key in words.texts if key.startswith(prefix)]
    for place in settings.body_figure if places else ():
        if place not in places:
            hint = did_you_mean(place, places) or " Take it out."
            yield Problem(
                FILE,
                settings.lines["body_figure"],
                f"'body_figure' names '{place}', which is no place in the figure.{hint}",
            )


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


def _text(root: Path, path: str, *, as_it_is: bool = False) -> tuple[str, list[Problem]]:
    """Return the text of a file of the guide. A link could lead to any file of the machine that builds."""
    if any(one.is_symlink() for one in ((root / path), *(root / path).parents) if root in one.parents):
        return "", [Problem(path, 1, "this is a link to another place. Put the file itself here.")]
    return decoded((root / path).read_bytes(), path=path, as_it_is=as_it_is)
