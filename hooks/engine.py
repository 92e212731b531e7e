"""The inner ways of MkDocs, Material and mkdocs-static-i18n: all that the hooks must know of them is here.

mkdocs-static-i18n builds the other languages inside the first one's ``on_post_build``: every event happens
once for each language, on the same configuration. So what a build needs is kept in one object below
``config.extra``, and nothing of one language may be left in it for the next.
"""

import gc
import logging
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import mkdocs
from jinja2 import Environment, Template, Undefined
from jinja2.utils import missing
from markdown.extensions import Extension
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_build_datetime
from mkdocs.utils.templates import TemplateContext

from editorial.build.cache import Cache
from editorial.build.language import LanguageBuild, Outcome
from editorial.build.limit import TooLongError, at_most
from editorial.build.page import Heading, PageContent, PageOutput
from editorial.build.processes import Result, StoppedError, Task, most_processes
from editorial.build.report import LogRecords, loggers
from editorial.build.results import FOLDER, Inputs, Results, read_inputs
from editorial.glossary.links import TermExtension
from editorial.guide import Guide, check_pages, read_guide
from editorial.pages.authored import AuthoredExtension
from editorial.pages.frontmatter import latest_day
from editorial.pages.states import PageState
from editorial.problems import Problem, unwritable
from editorial.problems import report as log_problems
from editorial.references.citations import CitationExtension
from editorial.references.exports import Exports
from editorial.references.status import statuses_path
from editorial.references.vancouver import paged
from editorial.settings import FILE, Settings, read_settings
from editorial.site.internal_links import Menu
from editorial.site.outputs import (
    keep_addresses,
    site_problems,
    write_look,
    write_side_by_side,
    write_site_files,
)
from editorial.site.templates import COMPILED, Compiled, Templates
from editorial.words import Words

# Without the prefix of a plug-in: what is logged here is read by editors.
log = logging.getLogger("mkdocs.editorial")

#: mkdocs-static-i18n builds the other languages at -100.
AFTER_EVERY_LANGUAGE = -200

_KEY = "guide_build"
#: How many objects are made before those in circles are looked for, of three ages: a build makes many, few in circles.
_COLLECTED = 50_000, 20, 50
_BEGAN = time.time_ns()


@dataclass
class Build:
    """A guide, and what is built of it so far."""

    guide: Guide
    #: The entries of the bibliography as files for reference managers.
    exports: Exports
    #: What earlier builds made of the same.
    results: Results
    #: The last site, if its files may be taken.
    last: Path | None
    #: Each language that was begun, in that order.
    languages: dict[str, LanguageBuild] = field(default_factory=dict)
    #: What writes, into a folder that becomes a part of the site, what no page needs to be shown.
    later: list[Callable[[Path], None]] = field(default_factory=list)
    now: "Now | None" = None


@dataclass
class PageNow:
    """The page that is built now, from one event to the next."""

    #: The name of what is made of it, for later builds; nothing where that may not be taken again.
    name: str = ""
    #: What an earlier build made of the same.
    content: PageContent | None = None
    output: PageOutput | None = None
    #: What was found wrong so far.
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Now:
    """The language that is built now, with what Markdown and templates are told for it."""

    exports: Exports
    language: LanguageBuild
    words: Words
    citations: CitationExtension
    terms: TermExtension
    authored: AuthoredExtension = field(default_factory=AuthoredExtension)
    #: The templates, and the menu, once the engine has them; and of its pages those that stand in every page's foot.
    templates: Environment = field(default_factory=Environment)
    nav: Navigation = field(default_factory=lambda: Navigation([], []))
    footer: list[Page] = field(default_factory=list)
    page: PageNow = field(default_factory=PageNow)
    #: The name of what is made of each page's text, by the page's; and of what every page's menu is made from.
    contents: dict[str, str] = field(default_factory=dict)
    menu: str = ""
    #: The menu as pages show it, which is read once for the check of links.
    menu_links: Menu = field(default_factory=Menu)


def settings_of(root: Path) -> Settings:
    """Return the settings; what is wrong with them is reported, and ends a build that can do nothing without."""
    settings, problems = read_settings(root)
    report(problems)
    if settings is None:
        raise Abort(f"Aborted with {len(problems)} problems in the settings.")
    return settings


def build_of(config: MkDocsConfig, settings: Settings | None = None, *, last: Path | None = None) -> Build:
    """Return what is built; whichever hook asks first has the guide read, and its problems reported.

    Args:
        config: the configuration that every event of a build gets.
        settings: the guide's, if they were read already.
        last: the last site, if its files may be taken.
    """
    build: Build | None = config.extra.get(_KEY)
    if build is None:
        root = Path(config.config_file_path).parent
        settings = settings or settings_of(root)
        # The preview's first build is told the preview's own address; what it makes would be of no use to any other.
        config.site_url = settings.address
        now = get_build_datetime()
        code = _code(Path(__file__).parent, *(root / name for name in config.hooks))
        results, inputs = Results(Cache(root / FOLDER), code), _inputs(root, settings)
        guide, problems = read_guide(root, settings, now.date(), latest=latest_day(now))
        report(problems)
        results.made_also_from(*inputs, told=_told(config, guide))
        build = config.extra[_KEY] = Build(guide, Exports(guide.entries), results, last)
    return build


def _inputs(root: Path, settings: Settings) -> tuple[Inputs, ...]:
    """Return the files of a guide that any page may be made from, but for the pages."""
    named = [settings.bibliography, settings.glossary, settings.helplines, settings.urgent, settings.pathway]
    named += [settings.stains, settings.intents, statuses_path(settings.bibliography)]
    return (
        read_inputs(root / FILE, root / settings.overrides, *(root / name for name in named if name)),
        # Pages are made from texts that are read by now; of pictures, the page shows what they are.
        read_inputs(root / settings.docs, but=".md"),
    )


def _told(config: MkDocsConfig, guide: Guide) -> tuple[object, ...]:
    """Return what any page may be made from beside files: the engine, settings, which pages there are, the day."""
    # As they were read, with what the environment tells them. How many processes build makes no difference.
    read = [config[name] for name in ("site_name", "site_description", "site_url", "nav")]
    read += [config.markdown_extensions, config.mdx_configs, sorted(dict(config.theme).items())]
    read += [{name: told for name, told in config.extra.items() if name != "editorial"}]
    days = guide.today, guide.latest
    return mkdocs.__file__, read, replace(guide.settings, workers=0), sorted(guide.published), days


@cache
def _code(*places: Path) -> Inputs:
    """Read the code that runs, once: what is written into its files later does not run in this process."""
    code = read_inputs(*places)
    is_older = all(written < _BEGAN for written, _ in code.stamps.values())
    # Else it may have been written after it was loaded: then nothing is taken again, now or later.
    return code if is_older else code._replace(digest=os.urandom(16).hex())


def now(config: MkDocsConfig) -> Now:
    """Return the language that is built now; whichever hook asks first has it begun."""
    build, locale = build_of(config), language_of(config)
    if locale not in build.languages:
        build.languages[locale] = LanguageBuild(locale)
    kept = build.now
    if kept is None or kept.language is not build.languages[locale]:
        guide = build.guide
        kept = build.now = Now(
            build.exports,
            build.languages[locale],
            guide.words[locale],
            CitationExtension(
                guide.references[locale],
                guide.words[locale],
                books=paged(guide.entries),
                keys_by_doi=guide.sources.by_doi,
            ),
            TermExtension(guide.terms, locale),
        )
    return kept


def report(problems: Iterable[Problem]) -> None:
    """Tell editors of problems."""
    log_problems(problems, log)


# --- languages ------------------------------------------------------------------------------------


def language_of(config: MkDocsConfig) -> str:
    """Return the code of the language that is built now."""
    code: str = _plugin(config).current_language or _plugin(config).default_language
    return code


def is_original(config: MkDocsConfig) -> bool:
    """Whether the language that is built now is the one that the others translate."""
    return language_of(config) == str(_plugin(config).default_language)


def is_around(config: MkDocsConfig) -> bool:
    """Whether this is the build around those of other languages: at :data:`AFTER_EVERY_LANGUAGE`, all are built."""
    building: bool = _plugin(config).building
    return not building


def build_only(config: MkDocsConfig, language: str) -> None:
    """Let the next build be of one language alone, with the addresses that it has in the whole site."""
    plugin = _plugin(config)
    plugin.current_language, plugin.building = language, True


def alternates(page: Page, config: MkDocsConfig) -> dict[str, str]:
    """Return a page's address from the site's root in each language that has it."""
    guide, name = build_of(config).guide, name_of(page, config)
    paths = {locale: f"{guide.settings.docs}/{locale}/{name}" for locale in guide.settings.locales}
    return {locale: guide.states[path].file.url for locale, path in paths.items() if path in guide.states}


def name_of(page: Page, config: MkDocsConfig) -> str:
    """Return what a page is called in every language: ``subgroups/groin.md``."""
    return page.file.src_uri.removeprefix(f"{language_of(config)}/")


def state_of(page: Page, config: MkDocsConfig) -> PageState:
    """Return the state of a page."""
    guide = build_of(config).guide
    return guide.states[f"{guide.settings.docs}/{page.file.src_uri}"]


def _plugin(config: MkDocsConfig) -> Any:
    return config.plugins["i18n"]


def last_of(file: Path, config: MkDocsConfig) -> Path | None:
    """Return where the last site has a file that is to be written, if its files may be taken."""
    last = build_of(config).last
    return last and last / file.relative_to(config.site_dir)


def menu_of(nav: Navigation) -> list[Any]:
    """Return what every page's menu is made from: titles and addresses, as they stand in one another."""

    def tree(items: Sequence[Any]) -> list[Any]:
        return [(str(one.title), getattr(one, "url", ""), tree(one.children or ())) for one in items]

    return [tree(nav.items), [page.url for page in nav.pages]]


# --- the preview ----------------------------------------------------------------------------------


def show_now(server: Any) -> None:
    """Let the preview show what is built by now, before its build ends, and let browsers load it again."""
    with server._epoch_cond:
        server._visible_epoch = server._wanted_epoch
        server._epoch_cond.notify_all()


# --- files ----------------------------------------------------------------------------------------


def content_files(files: Files, config: MkDocsConfig) -> list[File]:
    """Return the files that are the guide's content, not the theme's."""
    return [file for file in files if file.src_dir == config.docs_dir and file.abs_src_path]


def theme_files(files: Files, config: MkDocsConfig) -> list[File]:
    """Return the files that the theme, or our part of it, brings."""
    return [file for file in files if file.src_dir != config.docs_dir]


# --- Markdown and templates -----------------------------------------------------------------------


def extend(config: MkDocsConfig, extensions: Sequence[Extension]) -> None:
    """Give Markdown its extensions for this language, in place of those of the last one."""
    kinds = tuple(type(extension) for extension in extensions)
    kept: list[Any] = [one for one in config.markdown_extensions if not isinstance(one, kinds)]
    kept += extensions
    config.markdown_extensions = kept


def limit(page: Page, seconds: float, fail: Callable[[BaseException], None]) -> None:
    """Let a page's Markdown be read for so long only; of a page that takes longer, or is too deep, nothing is left."""

    def render(config: MkDocsConfig, files: Files) -> None:
        try:
            with at_most(seconds):
                Page.render(page, config, files)
        except (TooLongError, RecursionError) as error:
            page.content, page.toc = "", TableOfContents([])
            page.present_anchor_ids = set()
            fail(error)

    changed: Any = page
    changed.render = render


def take_content(page: Page) -> None:
    """Let a page's Markdown not be read: what an earlier build made of it is taken."""

    def render(config: MkDocsConfig, files: Files) -> None:
        page.content, page.toc, page.present_anchor_ids = "", TableOfContents([]), set()

    changed: Any = page
    changed.render = render


def headings_of(page: Page) -> list[Heading]:
    """Return a page's headings, as Markdown found them."""

    def read(links: Iterable[AnchorLink]) -> list[Heading]:
        return [Heading(one.title, one.id, one.level, read(one.children)) for one in links]

    return read(page.toc)


def set_headings(page: Page, headings: Sequence[Heading]) -> None:
    """Give a page its headings."""

    def link(heading: Heading) -> AnchorLink:
        made = AnchorLink(heading.title, heading.id, heading.level)
        made.children = [link(one) for one in heading.below]
        return made

    page.toc = TableOfContents([link(one) for one in headings])


class PageTemplate(Template):
    """A template. Where an earlier build wrote the same page, it writes nothing: the hook has it."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Return what the template makes of some values."""
        taken = args and isinstance(args[0], Mapping) and _TAKEN in args[0]
        return "" if taken else super().render(*args, **kwargs)


_TAKEN = "page_is_taken"


def take_output(context: TemplateContext) -> None:
    """Let a page's template write nothing: what an earlier build wrote is taken."""
    tell(context, **{_TAKEN: True})


def tell(context: TemplateContext, **values: object) -> None:
    """Give a page's template some values."""
    known: Any = context
    known.update(values)


class StrictOfOurs(Undefined):
    """An unknown name in a template: an error, unless the theme's own templates ask whether it is there.

    The theme asks for settings that a guide does not have; of objects of ours nothing may be missing.
    """

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, **more: Any
    ) -> None:
        super().__init__(hint, obj, name, **more)
        asked = obj is missing and name is not None
        self._is_ours = (asked and name not in _THEME_ASKS) or type(obj).__module__.startswith("editorial.")

    def _fail(self) -> None:
        if self._is_ours:
            self._fail_with_undefined_error()

    def __str__(self) -> str:
        self._fail()
        return super().__str__()

    def __bool__(self) -> bool:
        self._fail()
        return super().__bool__()

    def __iter__(self) -> Any:
        self._fail()
        return super().__iter__()

    def __len__(self) -> int:
        self._fail()
        return super().__len__()


#: What templates of Material 9.8 ask for where it may be missing.
_THEME_ASKS = frozenset({"hidden", "nav", "page", "provider"})


def templates_of_theme(config: MkDocsConfig) -> None:
    """Let the theme find its templates without its thousands of icons, and be told of unknown names."""
    make: Callable[[], Environment] = type(config.theme).get_env.__get__(config.theme)
    build = build_of(config)
    compiled = Compiled(Cache(build.guide.root / COMPILED), build.results.name("templates"))

    def get_env() -> Environment:
        env = make()
        env.loader = Templates(config.theme.dirs)
        env.template_class = PageTemplate
        env.bytecode_cache = compiled
        env.undefined = StrictOfOurs
        # What is HTML on purpose is marked so where it is made; all else is text, whoever wrote it.
        env.autoescape = True
        env.optimized = False  # To find what is constant takes longer than it saves.
        return env

    changed: Any = config.theme
    changed.get_env = get_env


def load_together(config: MkDocsConfig, settings: Settings, *, styles: str, scripts: str) -> None:
    """Let every page load one file of styles and one of scripts, in place of those that the settings name.

    What the settings say more of than a name stays as it is.
    """
    joined = {*settings.styles, *settings.scripts, styles, scripts}
    config.extra_css = [styles, *(name for name in config.extra_css if name not in joined)]
    others = [one for one in config.extra_javascript if str(one) not in joined]
    config.extra_javascript = [scripts, *others]


def pages_before(page: Page) -> list[Page]:
    """Return the pages that stand before a page in the menu."""
    before = []
    while page := page.previous_page:  # type: ignore[assignment]
        before.append(page)
    return before[::-1]


def part_of(page: Page) -> str:
    """Return the heading of the menu that a page stands below, or nothing."""
    return str(page.parent.title) if page.parent else ""


def home_of(nav: Navigation, page: Page) -> Page:
    """Return the front page of a language."""
    return nav.homepage or page


# --- all languages, side by side ------------------------------------------------------------------


def build_site(
    root: Path,
    folder: Path,
    *,
    last: Path | None = None,
    keep: bool = False,
    begun: Callable[[int], None] = lambda _: None,
    built: Callable[[], None] = lambda: None,
    shown: Callable[[], None] = lambda: None,
) -> Build:
    """Build every language into a folder, report what is wrong, and return what was built.

    Each language is built by itself, in a process of its own where the machine has the cores. What no page needs to
    be shown is made beside the rest.

    Args:
        root: the project's folder.
        folder: where the site is built.
        last: the last site, if its files may be taken: then nothing may write into the new one's pages.
        keep: whether to keep its addresses as those of the last release, instead of comparing them.
        begun: is told how many languages there are, when the first one begins.
        built: is called when one is built.
        shown: is called when every page can be shown, and what else there is waits only to be searched and checked.
    """
    gc.set_threshold(*_COLLECTED)
    settings = settings_of(root)
    # Not strict: MkDocs would break off after a language, before links are checked. The report is the judge.
    config = load_config(str(root / FILE), site_dir=str(folder))
    config.plugins.on_startup(command="build", dirty=False)
    whole = build_of(config, settings, last=last)
    original, *others = settings.locales
    count = min(most_processes(settings.workers), len(settings.languages))
    whole.results.write()  # So that no copy of this process does.
    begun(len(settings.languages))
    with ExitStack() as folders:
        # What is looked through for circles is written to, so that each process would get a copy of its own of all.
        gc.freeze()
        folders.callback(gc.unfreeze)
        _make_way(folder, folders)
        # Each in a folder of its own: the engine empties the one that it builds into.
        parts = {locale: _folder_near(folder, folders) for locale in others}
        rest = _folder_near(folder, folders)
        write_rest = partial(_write_rest, whole, rest)
        tasks = {
            locale: _task(
                folders, partial(_built_apart, config, locale, parts[locale]), partial(_behind, write_rest)
            )
            for locale in others[: count - 1]
        }
        # It needs nothing of what is built: begun now, it has the core of whichever language is built first.
        checks = _beside(partial(_checked, whole), folders, apart=count > 1)
        try:
            _build_language(config, original, folder)
            has_room = count > 1 and _has_room(whole)
            rests = [_begin_rest(whole, write_rest, folders, apart=has_room)]
            built()
            for locale in others:
                if locale in tasks:
                    _take_over(tasks[locale], whole)
                    rests.append(partial(_result, tasks[locale]))
                else:
                    _build_language(config, locale, parts[locale])
                    rests.append(_begin_rest(whole, write_rest, folders, apart=has_room))
                _merge(parts[locale], folder)
                built()
        except Exception:
            report(checks()[0])  # What broke it off may be told there.
            raise
        waiting = [checks, *rests]
        if not has_room:
            _take(waiting.pop(0), whole)
        languages = [whole.languages[locale] for locale in settings.locales]
        write_look(whole.guide, languages, folder, whole.results.again)
        shown()
        write_site_files(whole.guide, languages, folder)
        if keep:
            keep_addresses(whole.guide, languages)
        report(site_problems(whole.guide, languages, folder))
        # Here and not beside the rest, which works meanwhile: each process more takes a hundred MB.
        write_side_by_side(whole.guide, languages, folder, rest, whole.results.again, last=last)
        for result in waiting:
            _take(result, whole)
        _merge(rest, folder)
    whole.results.write()
    whole.results.forget_others()
    return whole


#: Of more pages, in all languages together, each process that makes them anew holds a third of a small machine.
_MANY = 500


def _has_room(whole: Build) -> bool:
    """Whether there is memory for one process more, after those that build the languages."""
    return whole.results.took_some or len(whole.guide.states) <= _MANY


def _folder_near(folder: Path, folders: ExitStack) -> Path:
    """Return a new folder beside another, from which all can be moved there; it is there as long as the others."""
    return Path(folders.enter_context(tempfile.TemporaryDirectory(dir=folder.parent)))


def _make_way(folder: Path, folders: ExitStack) -> None:
    """Make a site's folder one that can be built into: what stands there is moved, and taken out with other folders.

    The engine would take its files out one by one, while somebody waits for the first page.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.is_dir() and not folder.is_symlink():
        folder.rename(_folder_near(folder, folders) / folder.name)


def _take(result: Callable[[], tuple[list[Problem], Set[str]]], whole: Build) -> None:
    """Say what was found beside this process, and note which results of earlier builds are used there."""
    found, used = result()
    report(found)
    whole.results.used |= used


def _beside(function: Callable[[], Result], tasks: ExitStack, *, apart: bool) -> Callable[[], Result]:
    """Begin a function in a process of its own, if it may have one, and return what gives its result."""
    return partial(_result, _task(tasks, partial(_behind, function))) if apart else function


def _task(tasks: ExitStack, *functions: Callable[[], Any]) -> Task[Any]:
    """Begin functions in a process of its own, which ends with the others at the latest."""
    task = Task(*functions)
    tasks.callback(task.end)
    return task


#: How much less of a core than what builds pages the rest gets, where there are not enough for all (nice(2)).
_LESS = 5


def _behind(function: Callable[[], Result]) -> Result:
    """Run a function, in a process that is its own, behind what pages wait for."""
    os.nice(_LESS)
    return function()


def _checked(whole: Build) -> tuple[list[Problem], Set[str]]:
    """Return what is wrong with the pages, and the names of the results of earlier builds that are used."""
    problems = check_pages(whole.guide, whole.results.again)
    whole.results.write()
    return problems, whole.results.used


def _begin_rest(
    whole: Build, write: Callable[[], Result], tasks: ExitStack, *, apart: bool
) -> Callable[[], Result]:
    """Begin what is left of a language that was built in this process, as :func:`_beside`."""
    begun = _beside(write, tasks, apart=apart)
    if apart:
        whole.later.clear()  # Only the other process has use for it.
    return begun


def _write_rest(whole: Build, target: Path) -> tuple[list[Problem], Set[str]]:
    """Write what is left of the languages that were built in this process, as :func:`_checked`."""
    write_later(whole, target)
    whole.results.write()
    return [], whole.results.used


def write_later(whole: Build, target: Path) -> None:
    """Write what was left for later into a folder."""
    for write in whole.later:
        write(target)
    whole.later.clear()


def _build_language(config: MkDocsConfig, locale: str, folder: Path) -> None:
    """Build one language into a folder."""
    config.site_dir = str(folder)
    build_only(config, locale)
    build(config)
    whole = build_of(config)
    whole.results.write()
    # What is written by now is the most of what a language holds, and would cross from one process to another.
    whole.now, whole.languages[locale].found = None, {}


def _built_apart(config: MkDocsConfig, locale: str, folder: Path) -> Outcome:
    """Build one language in a process of its own, and return what was said and made."""
    records = LogRecords()
    for logger in loggers(mkdocs.__name__):
        logger.handlers, logger.propagate = [records], False
    failure = ""
    try:
        _build_language(config, locale, folder)
    except MkDocsException as error:
        failure = str(error)
    except Exception as error:
        failure = unwritable(error)
        if not failure:
            for record in records.kept:  # Which page it was, for instance.
                error.add_note(record.getMessage())
            raise
    whole = build_of(config)
    return Outcome(records.kept, whole.languages.get(locale), failure, whole.results.used)


def _take_over(task: Task[Outcome], whole: Build) -> None:
    """Wait for a language that is built apart, and say what was said meanwhile."""
    outcome = _result(task)
    for record in outcome.records:
        logging.getLogger(record.name).handle(record)
    if outcome.failure or outcome.build is None:
        raise MkDocsException(outcome.failure)
    whole.languages[outcome.build.language] = outcome.build
    whole.results.used |= outcome.used


def _result(task: Task[Result]) -> Result:
    """Wait for what is made apart."""
    try:
        return task.result()
    except StoppedError:
        text = "the process that built a part of the site was stopped. If the machine has little memory: WORKERS=1."
        raise MkDocsException(text) from None


def _merge(part: Path, folder: Path) -> None:
    """Move what was built apart into the site. No two languages write the same file."""
    for place, names, files in os.walk(part):
        target = folder / Path(place).relative_to(part)
        for name in [*names]:
            if not (target / name).exists():
                (Path(place) / name).rename(target / name)
                names.remove(name)
        for name in files:
            (Path(place) / name).replace(target / name)
