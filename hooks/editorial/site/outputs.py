"""The files of the whole site, written once all languages are built, and what is wrong with it as a whole."""

import json
import os
import posixpath
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote

import rcssmin
import rjsmin

from editorial.build.language import LanguageBuild
from editorial.build.results import Again, made_now
from editorial.editions.plan import PlannedBeside
from editorial.glossary.terms import unexplained
from editorial.guide import Guide
from editorial.markdown import lines_of
from editorial.pages.files import url_of
from editorial.problems import Problem
from editorial.references.checks import uncited
from editorial.settings import FILE
from editorial.site.feeds import atom_feed, sitemap
from editorial.site.files import SCRIPTS, STYLES, files_below, unexpected
from editorial.site.internal_links import (
    BuiltPage,
    as_written,
    dead_links,
    read_page,
    read_style,
    read_xml,
    where,
)
from editorial.site.redirects import addresses, renamed_pages, vanished
from editorial.site.robots import llms_txt, robots_txt
from editorial.site.side_by_side import Beside, besides_written
from editorial.site.styles import asked_in, heard, names_in, names_on, without_unused

#: Below docs/: the addresses of the last release, which no build may lose.
ADDRESSES = "addresses.txt"
#: The theme's own style sheets and pictures are the theme's business.
_THEME = ("assets/stylesheets/", "assets/images/", "assets/javascripts/")
_READERS: Mapping[str, Callable[[str], BuiltPage]] = {
    ".html": read_page,
    ".css": read_style,
    ".xml": read_xml,
    ".svg": read_xml,
}


def write_look(guide: Guide, builds: Iterable[LanguageBuild], site: Path, again: Again = made_now) -> None:
    """Shorten a site's style sheets, the theme's to what it uses, ours and our scripts to what a browser reads.

    Args:
        guide: the guide.
        builds: its languages.
        site: the built site.
        again: gives what an earlier build made from the same.
    """
    _shorten_styles(site, guide.root / guide.settings.overrides, _digests(builds), again)
    _shorten_ours(guide, site)


def write_site_files(guide: Guide, builds: Iterable[LanguageBuild], site: Path) -> None:
    """Write feeds, sitemap, robots.txt, llms.txt and the plan of the edition into a site.

    Args:
        guide: the guide.
        builds: its languages.
        site: the built site.
    """
    settings, states = guide.settings, guide.states
    for language, words in guide.words.items():
        name = next(one.title for one in settings.languages if one.locale == language)
        feed_url = url_of("feed.xml", language, original=settings.original)
        title = words.say("feed.title", guide=name)
        feed = atom_feed(
            states.values(), title=title, language=language, feed_url=feed_url, site_url=settings.address
        )
        write_text(site / feed_url, feed)
    if settings.address:
        text = sitemap(states, site_url=settings.address, languages=settings.locales)
        write_text(site / "sitemap.xml", text)
    write_text(site / "robots.txt", robots_txt(settings.address))
    write_text(site / "llms.txt", llms_txt(states.values(), site_url=settings.address))
    plan = {
        "name": settings.edition,
        "date": str(guide.edition),
        "site_url": settings.address,
        "languages": [build.plan for build in builds],
        "besides": [_planned(page) for page in guide.besides],
    }
    write_text(site / "downloads/edition.json", json.dumps(plan, ensure_ascii=False, sort_keys=True) + "\n")


def _planned(page: Beside) -> PlannedBeside:
    states = page.original, page.translation
    days = [state.front.last_revised for state in states if state.front.last_revised]
    return PlannedBeside(
        page.url,
        str(max(days, default="")),
        (page.original.file.language, page.translation.file.language),
        (page.original.title, page.translation.title),
    )


def _digests(builds: Iterable[LanguageBuild]) -> dict[str, str]:
    """Return what tells the HTML of each built page from that of others, by its address."""
    return {url: digest for build in builds for url, digest in build.digests.items()}


def write_side_by_side(
    guide: Guide,
    builds: Iterable[LanguageBuild],
    site: Path,
    target: Path,
    again: Again,
    *,
    last: Path | None = None,
) -> None:
    """Write the pages that show a page of a built site beside its translation.

    Args:
        guide: the guide.
        builds: its languages.
        site: the built site.
        target: where they are written: the site, or a folder that becomes a part of it.
        again: gives what an earlier build made from the same.
        last: the last site, if its files may be taken.
    """
    found = besides_written(
        guide.besides,
        site,
        built=_digests(builds),
        templates=guide.root / guide.settings.overrides,
        names={language.locale: language.name for language in guide.settings.languages},
        words=guide.words,
        address=guide.settings.address,
        again=again,
    )
    for url, text in found:
        write_text(target / url, text, last=last and last / url)


def _shorten_styles(site: Path, templates: Path, built: Mapping[str, str], again: Again) -> None:
    """Take out of the theme's style sheets what no page, template or script of this site uses.

    Templates count too, for some pages, and parts of others, are made later: in two languages, with the editions.
    """
    apart = [site / name for name in files_below(site) if name.endswith(".html") and name not in built]
    # Of the site's own scripts: what is searched, below assets/search/, is words of pages and sets no class.
    scripts = [path.read_text(encoding="utf-8") for path in templates.glob("assets/**/*.js")]
    theirs = sorted(site.glob("assets/stylesheets/*.css"))
    styles = {
        path: path.read_text(encoding="utf-8") for path in [*theirs, *sorted(site.glob("assets/*.css"))]
    }
    asked = asked_in(styles[path] for path in theirs)
    names = names_in(scripts)
    for url, digest in built.items():
        names.update(again("names", (asked, digest), partial(_names_of, site / url, asked)))
    for path in [*apart, *templates.rglob("*.html")]:
        names.update(_names_of(path, asked))
    for path in theirs:
        others = [*(text for other, text in styles.items() if other != path), *scripts]
        make = partial(without_unused, styles[path], names=names, others=others)
        write_text(path, again("style sheet", (styles[path], sorted(names), others), make))


def _names_of(path: Path, asked: Sequence[str]) -> list[str]:
    return names_on(path.read_text(encoding="utf-8"), asked)


def _shorten_ours(guide: Guide, site: Path) -> None:
    """Take the comments and the spaces out of our own scripts and style sheets, and join what every page loads.

    It is a third less for a phone to load, and in two requests.
    """
    templates, settings = guide.root / guide.settings.overrides, guide.settings
    shorten = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}
    short = {
        path.relative_to(templates).as_posix(): shorten[path.suffix](path.read_text(encoding="utf-8"))
        for path in sorted(templates.glob("assets/**/*"))
        if path.suffix in shorten
    }
    for name, text in short.items():
        if (site / name).is_file():
            write_text(site / name, text)
    write_text(site / STYLES, "\n".join([heard(guide.words), *(short[name] for name in settings.styles)]))
    # Where one fails, the others run.
    tried = (f"try{{{short[name]}}}catch(e){{setTimeout(()=>{{throw e}})}}" for name in settings.scripts)
    write_text(site / SCRIPTS, "\n".join(tried))


def site_problems(guide: Guide, builds: Sequence[LanguageBuild], site: Path) -> list[Problem]:
    """Return what only the whole site shows: what nobody uses or explains, and links that lead nowhere.

    What may be missing because a file of data could not be read is not told again, and it is said that nobody looked.
    """
    built = {name: page for build in builds for name, page in build.built.items()}
    files = files_below(site)
    problems = [
        *_idle_pictures(guide, built),
        *_dead_links(guide, built, site, files),
        *unexpected(guide, files),
    ]
    if guide.unread:
        text = (
            "while this file has a problem, nobody looked whether links lead to the right place on a page, "
            "whether all kept addresses are there, and which sources are not cited."
        )
        return sorted([*problems, Problem(guide.unread[0], 1, text, notice=True)])
    return sorted([*problems, *_unused(guide, builds), *_vanished(guide, built)])


def _unused(guide: Guide, builds: Sequence[LanguageBuild]) -> Iterator[Problem]:
    """Yield each source that nothing cites, and each abbreviation that no term explains."""
    cited = {key for build in builds for key in build.cited_keys()} | {term.source for term in guide.terms}
    cited |= {*(guide.stains.keys if guide.stains else ())}
    yield from uncited(guide.entries, cited, path=guide.settings.bibliography)
    abbreviations: dict[str, str] = {}
    for build in builds:
        abbreviations = build.abbreviations | abbreviations  # Of an abbreviation, the first page is named.
    if guide.settings.glossary:
        yield from _unexplained(guide, abbreviations)


def _vanished(guide: Guide, built: Mapping[str, BuiltPage]) -> Iterator[Problem]:
    """Yield each kept address that the site has no more."""
    kept = guide.root / guide.settings.docs / ADDRESSES
    if kept.is_file():
        yield from vanished(
            kept.read_text(encoding="utf-8"),
            built,
            guide.moved,
            path=f"{guide.settings.docs}/{ADDRESSES}",
            renamed=renamed_pages(guide.root, guide.settings.docs),
        )


def keep_addresses(guide: Guide, builds: Sequence[LanguageBuild]) -> None:
    """Keep the addresses of this build as those of the last release."""
    built = {name: page for build in builds for name, page in build.built.items()}
    text = "".join(f"{address}\n" for address in addresses(built))
    write_text(guide.root / guide.settings.docs / ADDRESSES, text)


def _unexplained(guide: Guide, abbreviations: Mapping[str, str]) -> Iterator[Problem]:
    ignored = {short for style in guide.styles.values() for short in style.ignore}
    for short, path in unexplained(guide.terms, abbreviations, ignored=ignored):
        file = guide.states[path].file
        line = next(lines_of(short, file.text), 1)
        text = (
            f"no term explains '{short}', on {path}:{line}. Add it, or write it below 'ignore' in "
            f"{guide.settings.overrides}/locales/style/{file.language}.yml."
        )
        yield Problem(guide.settings.glossary, 1, text, notice=True)


def _idle_pictures(guide: Guide, built: Mapping[str, BuiltPage]) -> list[Problem]:
    """Notice each picture below the folder of pages that no page shows or leads to, in any language."""
    pictures = sorted(name for name in guide.published if not name.endswith(".md"))
    # To look at every link of a large guide takes a while.
    addresses = {link.address for page in built.values() for link in page.links} if pictures else set[str]()
    used = {posixpath.basename(unquote(address)) for address in addresses}
    return [
        Problem(f"{guide.settings.docs}/{name}", 1, "no page shows this picture. Delete it.", notice=True)
        for name in pictures
        if posixpath.basename(name) not in used
    ]


def _dead_links(
    guide: Guide, built: Mapping[str, BuiltPage], site: Path, files: Collection[str]
) -> list[Problem]:
    # What is dead on a page is dead beside its translation too: it is said once, of the page.
    besides = {page.url for page in guide.besides}
    read = {*built, *besides}
    pages = dict(built) | {
        name: _READERS[ending]((site / name).read_text(encoding="utf-8"))
        for name in files
        if name not in read
        if (ending := posixpath.splitext(name)[1]) in _READERS and not name.startswith(_THEME)
    }
    # Pages in two languages are ours, made meanwhile, and gone only where the page itself is wrong.
    dead = [
        link
        for link in dead_links(pages, {*files, *besides}, site_url=guide.settings.address)
        if not (guide.unread and link.fault.is_place)  # Which may be in what could not be read.
    ]
    if not dead:
        return []
    own = {state.file.url: path for path, state in guide.states.items()}
    sources = {path: state.file.text for path, state in guide.states.items()} | _templates(guide)
    problems: dict[tuple[str, int, str], Problem] = {}
    pages_with: dict[tuple[str, int, str], set[str]] = {}
    moved = renamed_pages(guide.root, guide.settings.docs)
    # Of a link in a template, which every page has, all files are looked through once.
    anywhere = cache(lambda address: where(address, sources.items()))
    for link in dead:
        source = own.get(link.page, link.page)
        on_page = where(link.address, [(source, sources.get(source, ""))])
        path, line = on_page or anywhere(link.address) or (source, 1)
        address = as_written(link.address) if path.endswith(".md") else link.address
        text = link.fault.text
        if path in guide.states and (new := _moved_to(path, address, moved, guide)):
            text = f"the page was renamed. Write '{new}'."
        # A link in a template is dead on many pages, and corrected once.
        key = (path, line, address)
        problems.setdefault(key, Problem(path, line, f"link to '{address}': {text}"))
        pages_with.setdefault(key, set()).add(link.page)
    return [
        problem
        if len(pages_with[key]) == 1
        else problem._replace(text=f"{problem.text} It is on {len(pages_with[key])} pages.")
        for key, problem in problems.items()
    ]


def _moved_to(path: str, address: str, moved: Mapping[str, str], guide: Guide) -> str:
    """Return the new address of a page that a link leads to by its old name, or nothing."""
    name, sign, place = address.partition("#")
    folder = posixpath.dirname(guide.states[path].file.name)
    new = moved.get(posixpath.normpath(posixpath.join(folder, unquote(name))), "")
    if f"{guide.settings.docs}/{guide.states[path].file.language}/{new}" not in guide.states:
        return ""
    return posixpath.relpath(new, folder or ".") + sign + place


def _templates(guide: Guide) -> dict[str, str]:
    """Return the settings, the bibliography and the templates by their paths."""
    paths = [
        guide.root / FILE,
        guide.root / guide.settings.bibliography,
        *(guide.root / guide.settings.overrides).rglob("*.*"),
    ]
    readable = [path for path in paths if path.suffix in (".bib", ".html", ".css", ".svg", ".yml")]
    return {path.relative_to(guide.root).as_posix(): path.read_text("utf-8", "replace") for path in readable}


def write_text(file: Path, text: str, *, last: Path | None = None) -> None:
    """Write a file of the site, in a folder that may not be there yet.

    Args:
        file: the new file.
        text: what it says.
        last: the same file of the last site, if that may be taken.
    """
    if not linked(file, text, last):
        _in_its_folder(file, partial(file.write_text, text, encoding="utf-8"))


def _in_its_folder(file: Path, make: Callable[[], object]) -> None:
    """Make a file whose folder may not be there: to ask for it each time takes longer."""
    try:
        make()
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        make()


def linked(file: Path, text: str, last: Path | None) -> bool:
    """Give a file of the last site a second name, if it says the same; whether it did.

    To write thousands of files costs a disk seconds, to read and link them none. Nothing may write into them later.
    """
    if last is None:
        return False
    content = text.encode("utf-8", "xmlcharrefreplace")
    with suppress(OSError):
        found = last.lstat()
        # Neither a link, nor what has a name elsewhere, and as open to others as what is written now.
        is_ours = stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and found.st_mode & 0o777 == _new_mode()
        if is_ours and found.st_size == len(content) and last.read_bytes() == content:
            _in_its_folder(file, partial(file.hardlink_to, last))
            return True
    return False


@cache
def _new_mode() -> int:
    """Return who may do what with a new file: to ask means to set it, for a moment (umask(2))."""
    kept = os.umask(0o077)
    os.umask(kept)
    return 0o666 & ~kept
