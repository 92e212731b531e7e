"""Addresses that stay alive: pages that moved leave a stub, and no address of the last release vanishes unsaid.

Cool URIs don't change (W3C, 1998): people print, bookmark and carry addresses.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from editorial.build.git_output import git_output
from editorial.pages.files import url_of
from editorial.pages.frontmatter import key_line
from editorial.pages.states import PageState
from editorial.problems import Problem, did_you_mean
from editorial.site.internal_links import BuiltPage

#: Ids that a build makes by itself: citations, references, the letters of an index, the theme's own.
_OWN_IDS = re.compile(r"__|cite-|ref-|references$|letter-|site-|toc")


def former_names(meta: Mapping[str, object]) -> list[str]:
    """Return the names that a page had: ``formerly: [subgroups/groin.md]``. Anything else is none."""
    value = meta.get("formerly")
    names = value if isinstance(value, list) else []
    return [name for name in names if isinstance(name, str) and _is_name(name)]


def redirects(states: Iterable[PageState], *, original: str) -> dict[str, str]:
    """Return the old address of each page that moved, and its present one, both from the site's root."""
    return {
        url_of(name, state.file.language, original=original): state.file.url
        for state in states
        for name in former_names(state.file.meta)
    }


def redirect_problems(states: Mapping[str, PageState]) -> Iterator[Problem]:
    """Yield what is wrong with each page's ``formerly``."""
    taken = {(state.file.language, state.file.name): path for path, state in states.items()}
    owners: dict[tuple[str, str], str] = {}
    for path, state in states.items():
        value = state.file.meta.get("formerly")
        if value is None:
            continue
        line = key_line("formerly", state.file.text)
        names = former_names(state.file.meta)
        if not isinstance(value, list) or len(names) < len(value):
            text = (
                "'formerly' cannot be read. List the names that the page had: formerly: [subgroups/groin.md]"
            )
            yield Problem(path, line, text)
        for name in names:
            key = (state.file.language, name)
            if key in taken:
                text = f"'formerly' names '{name}', which is a page: {taken[key]}. Take it out."
                yield Problem(path, line, text)
            elif key in owners:
                text = f"'formerly' names '{name}', and so does {owners[key]}. Keep it on one of them."
                yield Problem(path, line, text)
            owners.setdefault(key, path)


def addresses(built: Mapping[str, BuiltPage]) -> list[str]:
    """Return every address that readers may keep: each page, and each place on it that an editor named."""
    found = []
    for url, page in built.items():
        found.append(url)
        found += [f"{url}#{id_}" for id_ in page.ids if id_ != page.title and not _OWN_IDS.match(id_)]
    return sorted(found)


def vanished(
    kept: str,
    built: Mapping[str, BuiltPage],
    moved: Mapping[str, str],
    *,
    path: str,
    renamed: Mapping[str, str],
) -> Iterator[Problem]:
    """Yield a problem for each page, and each place on a page, that the last release had and this build lacks.

    Of a page that lost many places, they are one problem.

    Args:
        kept: the addresses of the last release, one a line.
        built: what is built now.
        moved: the old addresses that lead on, and where they lead.
        path: where the list of addresses is kept.
        renamed: what git says about renamed pages: the old name and the new one, below a language's folder.
    """
    gone: set[str] = set()
    lost: dict[str, dict[str, int]] = {}
    # A page that collects from others names each place after its page: it moves with it.
    named = {posixpath.splitext(posixpath.basename(old))[0] for old in moved}
    for number, line in enumerate(kept.splitlines(), start=1):
        url, _, place = line.strip().partition("#")
        if not url or url.startswith("#") or url in gone:
            continue
        target = built.get(moved.get(url, url))
        if target is None:
            gone.add(url)
            yield Problem(path, number, _page_is_gone(url, built, renamed))
        elif place and place not in {*target.ids, *named} and url not in moved:
            lost.setdefault(url, {})[place] = number
    for url, places in lost.items():
        if len(places) > _MOST_PLACES:
            yield Problem(path, next(iter(places.values())), _places_are_gone(url, [*places]))
            continue
        for place, number in places.items():
            yield Problem(path, number, _place_is_gone(url, place, built[url]))


#: Of a page that lost more places than these, they are told at once: most likely one slip took them all.
_MOST_PLACES = 5


def _places_are_gone(url: str, places: Sequence[str]) -> str:
    first = ", ".join(f"#{place}" for place in places[:3])
    return (
        f"{len(places)} places of '{url}' are gone, such as {first}. If one slip took what they stood in, as a "
        "misspelled key at the top of the page does, correct it; else give their headings the old ids again."
    )


def _place_is_gone(url: str, place: str, page: BuiltPage) -> str:
    return (
        f"the place '{url}#{place}' is gone.{did_you_mean(place, page.ids)} Give its heading the old id again, or "
        f'put <span id="{place}"></span> where its text is now.'
    )


def _page_is_gone(url: str, built: Mapping[str, BuiltPage], renamed: Mapping[str, str]) -> str:
    name = re.sub(r"\.html$", ".md", url)
    successor = next((new for old, new in renamed.items() if name.endswith(old)), "")
    near = f" Git says that it is now '{successor}'." if successor else did_you_mean(url, built)
    short = next((old for old in renamed if name.endswith(old)), name)
    return (
        f"the page '{url}' is gone, and readers keep its address.{near} Write at the top of the page that "
        f"answers for it now: formerly: [{short}]"
    )


def renamed_pages(root: Path, docs: str) -> dict[str, str]:
    """Return the pages that git saw renamed, old name to new one, in the history and in uncommitted changes.

    The guide may be a folder of a larger repository.
    """
    found: dict[str, str] = {}
    for command in (  # What happened last is read first.
        ["diff", "HEAD", "--name-status", "-M", "--diff-filter=R", "--relative", "--", docs],
        ["log", "--format=", "--name-status", "-M", "--diff-filter=R", "--relative", "--", docs],
    ):
        said = git_output(root, *command)
        if said is None:
            return found
        for line in said.decode("utf-8", "replace").splitlines():
            parts = line.split("\t")
            if len(parts) == 3 and parts[2].endswith(".md"):
                old, new = (name.removeprefix(f"{docs}/").partition("/")[2] for name in parts[1:])
                found[old] = found.get(new, new)
    return {old: new for old, new in found.items() if old != new}


def relative(old: str, new: str) -> str:
    """Return the address of a page from that of another, both from the site's root.

    >>> relative("es/groin.html", "es/subgroups/groin.html")
    'subgroups/groin.html'
    """
    return posixpath.relpath(new, posixpath.dirname(old) or ".")


def host_rules(moved: Mapping[str, str]) -> dict[str, str]:
    """Return the rules for hosts that redirect by themselves, by the path of their file below deploy/.

    ``_redirects`` (Netlify, Cloudflare Pages) and nginx; each with the status 301 (RFC 9110, 15.4.2).
    """
    pairs: Sequence[tuple[str, str]] = sorted(moved.items())
    return {
        "_redirects": "".join(f"/{old} /{new} 301\n" for old, new in pairs),
        "nginx/redirects.conf": "".join(
            f"location = /{old} {{ return 301 /{new}; }}\n" for old, new in pairs
        ),
    }


def _is_name(name: str) -> bool:
    return re.fullmatch(r"[a-z0-9-]+(?:/[a-z0-9-]+)*\.md", name) is not None
