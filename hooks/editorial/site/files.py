"""Every file of a site has a rule that allows it; what no rule allows is a problem, and is not published."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from posixpath import splitext

from editorial.guide import Guide
from editorial.pages.files import url_of
from editorial.problems import Problem

#: All of our styles for pages, and all of our scripts, in one file each.
STYLES, SCRIPTS = "assets/styles.css", "assets/scripts.js"
#: Files of our templates' folder that are published as they are.
_OURS = re.compile(r"assets/(?:[\w-]+/)*[\w.-]+\.(?:css|js|svg|png|woff2|txt)")
#: What the engine's theme brings.
_THEME = re.compile(r"assets/stylesheets/(?:[\w-]+/)?[\w.-]+\.css|assets/images/favicon\.png")
#: What stands beside a page: itself, its sources, and itself on paper.
_OF_PAGES = (".html", ".bib", ".ris", ".pdf")
_OF_EDITIONS = re.compile(
    r"downloads/(?:edition\.json|SHA256SUMS|[\w-]+-\d{4}-\d\d-\d\d\.(?:pdf|epub|zip|zim))"
    r"|keep\.json|sw\.js|manifest-[\w-]+\.json"
)
#: What `make pack` writes beside texts for servers.
_PACKED = re.compile(r"\.(?:gz|br)\Z")


def rule_of(path: str, guide: Guide, ours: Iterable[str]) -> str:
    """Return the rule that allows a file of the site, by its path, or nothing.

    Args:
        path: from the site's root on.
        guide: the guide.
        ours: the files of our templates' folder, from there on.
    """
    return next((name for name, allows in _rules(guide, frozenset(ours)).items() if allows(path)), "")


def unexpected(guide: Guide, files: Mapping[str, "os.DirEntry[str]"]) -> Iterator[Problem]:
    """Yield each file of a built site, as :func:`files_below` returned them, that no rule allows."""
    rules = _rules(guide, templates_files(guide)).values()
    for name, entry in files.items():
        if entry.is_symlink() or not any(allows(_PACKED.sub("", name)) for allows in rules):
            text = (
                "no rule allows this file in the site. Take out what brings it, or add a rule for its kind."
            )
            yield Problem(name, 1, text)


def templates_files(guide: Guide) -> frozenset[str]:
    """Return the files of our templates' folder, from there on."""
    folder = guide.root / guide.settings.overrides
    return frozenset(files_below(folder))


def files_below(folder: Path) -> dict[str, "os.DirEntry[str]"]:
    """Return each file below a folder, and each link to another place, by its path from there on."""
    found: dict[str, os.DirEntry[str]] = {}
    folders = [""]
    while folders:
        below = folders.pop()
        with os.scandir(folder / below) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{below}{entry.name}/")
                else:
                    found[f"{below}{entry.name}"] = entry
    return dict(sorted(found.items()))


def _rules(guide: Guide, ours: frozenset[str]) -> Mapping[str, Callable[[str], bool]]:
    settings = guide.settings
    pages = {splitext(state.file.url)[0] for state in guide.states.values()}
    pictures = {
        url_of(name, language, original=settings.original)
        for below in guide.published
        for language, _, name in [below.partition("/")]
        if not name.endswith(".md")
    }
    roots = {STYLES, SCRIPTS, "404.html", "robots.txt", "llms.txt", "sitemap.xml"}
    roots |= {url_of("feed.xml", language, original=settings.original) for language in settings.locales}
    made = ("search/", "search/slips-", "terms/", "words/")
    roots |= {f"assets/{part}{language}.js" for language in settings.locales for part in made}
    beside = {page.url for page in guide.besides}
    beside |= {f"{splitext(url)[0]}.pdf" for url in beside}

    def of_page(path: str) -> bool:
        return path.endswith(_OF_PAGES) and path.rpartition(".")[0] in pages

    return {
        "a page, its sources, or itself on paper": of_page,
        "a page beside its translation": beside.__contains__,
        "where a page stood before it moved": guide.moved.__contains__,
        "a picture of a page": pictures.__contains__,
        "ours, from the templates' folder": lambda path: path in ours and bool(_OURS.fullmatch(path)),
        "the theme's": lambda path: bool(_THEME.fullmatch(path)),
        "made by the build": roots.__contains__,
        "of the edition": lambda path: bool(_OF_EDITIONS.fullmatch(path)),
    }
