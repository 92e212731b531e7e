"""What is new in a release: for readers, from the pages' own ``changes``; for maintainers, from the commits."""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from editorial.pages.frontmatter import WORDING, Change
from editorial.text import on_one_line
from editorial.words import Words


class Edition(NamedTuple):
    """A page of one language, as a release has it."""

    language: str
    title: str
    changes: Sequence[Change]


class News(NamedTuple):
    """What one language's readers are told of one page."""

    title: str
    #: Newest first; nothing of a page that is new.
    changes: Sequence[Change]


def tag_of(day: date, tags: Iterable[str]) -> str:
    """Return the name of a day's next release.

    >>> tag_of(date(2026, 11, 28), ["v2026.11.28", "v2026.11.27"])
    'v2026.11.28.2'
    """
    name, known = f"v{day:%Y.%m.%d}", set(tags)
    count = 1
    while (name if count == 1 else f"{name}.{count}") in known:
        count += 1
    return name if count == 1 else f"{name}.{count}"


def news(before: Mapping[str, Edition], now: Mapping[str, Edition], language: str) -> list[News]:
    """Return what changed for one language's readers, page by page; other words for the same are no news.

    A page that only moved says what it said under its old path.
    """
    known = {
        (change.day, change.text)
        for edition in before.values()
        if edition.language == language
        for change in edition.changes
    }
    found = []
    for path, edition in now.items():
        if edition.language != language:
            continue
        changes = [
            change
            for change in edition.changes
            if change.kind != WORDING and (change.day, change.text) not in known
        ]
        said_before = path in before or any((change.day, change.text) in known for change in edition.changes)
        if changes or not said_before:
            found.append(News(edition.title, changes if said_before else ()))
    return found


def for_readers(
    tag: str, found: Mapping[str, Sequence[News]], names: Mapping[str, str], words: Mapping[str, Words]
) -> str:
    """Return a release's part of the changelog for readers, a section for each language.

    Args:
        tag: the release's name.
        found: what is new, by language.
        names: what each language calls itself.
        words: the site's own words by language.
    """
    parts = [f"## {tag}"]
    for language, several in found.items():
        lines = [line for one in several for line in _lines(one, words[language])]
        parts += [f"### {names[language]}", "\n".join(lines) or words[language].say("release.nothing")]
    return "\n\n".join(parts) + "\n"


def _lines(one: News, words: Words) -> list[str]:
    title = f"**{_as_text(one.title)}**"
    if not one.changes:
        return [f"- {title}: {words.say('release.new')}"]
    return [f"- {title} ({change.day}): {_as_text(change.text)}" for change in one.changes]


def _as_text(text: str) -> str:
    """Return a page's words as Markdown that only shows them."""
    return re.sub(r"([\\`*_\[\]#|@])", r"\\\1", html.escape(on_one_line(text), quote=False))


def for_maintainers(tag: str, subjects: Sequence[str]) -> str:
    """Return a release's part of the changelog for maintainers: the commits that changed the code, newest first."""
    lines = [f"- {_as_text(subject)}" for subject in subjects]
    return f"## {tag}\n\n" + ("\n".join(lines) or "Nothing changed in the code.") + "\n"


def with_release(changelog: str, part: str) -> str:
    r"""Return a changelog with the part of a new release above those before it.

    >>> with_release("# A\n\nText.\n\n## v1\n\n- Old.\n", "## v2\n\n- New.\n")
    '# A\n\nText.\n\n## v2\n\n- New.\n\n## v1\n\n- Old.\n'
    """
    top, mark, older = changelog.partition("\n## ")
    return f"{top.rstrip()}\n\n{part}" + (f"\n{mark.lstrip()}{older}" if mark else "")
