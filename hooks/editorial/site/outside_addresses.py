"""The addresses of other sites that readers can follow, read from the built pages, and where each is written."""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import unified_diff
from typing import NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

from editorial.build.language import LanguageBuild
from editorial.guide import Guide
from editorial.references.bibtex import Entry
from editorial.references.fields import ALIASES, address_text, identifier_address


class Use(NamedTuple):
    """How the guide uses one address."""

    #: Each file and line on which it is written: ``docs/en/help.md:12``.
    places: tuple[str, ...]
    #: A text that its page must have, or nothing.
    expect: str


class Edit(NamedTuple):
    """One line of a file, with an address in it replaced."""

    path: str
    line: int
    old: str
    new: str


def used_addresses(
    guide: Guide, builds: Iterable[LanguageBuild], sources: Mapping[str, str]
) -> dict[str, Use]:
    """Return each address of another site, as a browser asks for it, with its uses.

    Args:
        guide: the guide.
        builds: its built languages.
        sources: the templates and words by their paths, in which a link of many pages may be written.
    """
    own = {state.file.url: path for path, state in guide.states.items()}
    in_bibliography = _addresses_of(guide.entries, guide.settings.bibliography)
    expected = {
        address: entry.fields["expect"]
        for entry in guide.entries.values()
        if "expect" in entry.fields
        for address in [as_asked(address_text(entry.fields.get("url", "")))]
    }
    places: dict[str, dict[str, None]] = {}
    for build in builds:
        for url, page in build.built.items():
            for link in page.links:
                if not link.followed or not re.match(r"https?://", link.address, re.IGNORECASE):
                    continue
                address = as_asked(link.address)
                if guide.settings.address and address.startswith(guide.settings.address):
                    continue
                if link.expect:
                    expected[address] = link.expect
                cited = in_bibliography.get(address, [])
                found = cited + _written(link.address, own.get(url, ""), guide, {} if cited else sources)
                places.setdefault(address, {}).update(dict.fromkeys(found or [f"{own.get(url, url)}:1"]))
    return {
        address: Use(tuple(sorted(found)), expected.get(address, "")) for address, found in places.items()
    }


def as_asked(address: str) -> str:
    """Return an address as a browser asks for it: scheme and host in small letters.

    >>> as_asked("HTTP://Example.org/A")
    'http://example.org/A'
    """
    parts = urlsplit(address.strip())
    return urlunsplit(parts._replace(scheme=parts.scheme.casefold(), netloc=parts.netloc.casefold()))


def edits(moved: Mapping[str, tuple[str, Sequence[str]]], texts: Mapping[str, str]) -> list[Edit]:
    """Return the lines in which an address that moved for good is written, with its new address.

    Args:
        moved: each old address to the new one and the places that use it.
        texts: every file that may be changed, by path.
    """
    found: dict[tuple[str, int], Edit] = {}
    for old, (new, places) in moved.items():
        for place in places:
            path, _, number = place.rpartition(":")
            lines = texts.get(path, "").splitlines()
            line = int(number)
            if not 0 < line <= len(lines):
                continue
            before = found.get((path, line), Edit(path, line, lines[line - 1], lines[line - 1])).new
            after = _replaced(before, old, new, is_bibtex=path.endswith(".bib"))
            if after != before:
                found[path, line] = Edit(path, line, lines[line - 1], after)
    return sorted(found.values())


def applied(text: str, changes: Iterable[Edit]) -> str:
    """Return a file's text with some of its lines changed."""
    lines = text.splitlines(keepends=True)
    for edit in changes:
        lines[edit.line - 1] = lines[edit.line - 1].replace(edit.old, edit.new)
    return "".join(lines)


def patch(changes: Iterable[Edit], texts: Mapping[str, str]) -> str:
    """Return changes as a patch that ``git apply`` takes."""
    by_path: dict[str, list[Edit]] = {}
    for edit in changes:
        by_path.setdefault(edit.path, []).append(edit)
    parts: list[str] = []
    for path, wanted in by_path.items():
        before, after = texts[path], applied(texts[path], wanted)
        parts += unified_diff(
            before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{path}", f"b/{path}", n=1
        )
    return "".join(parts)


def identifiers(entries: Mapping[str, Entry]) -> dict[str, str]:
    """Return for each address of a source the address of its DOI or of its record, if it has one."""
    found = {}
    for entry in entries.values():
        others = [identifier_address(name, entry.fields.get(name, "")) for name in ("doi", "pmid")]
        if "url" in entry.fields and any(others):
            found[as_asked(address_text(entry.fields["url"]))] = next(filter(None, others))
    return found


def _addresses_of(entries: Mapping[str, Entry], path: str) -> dict[str, list[str]]:
    """Return each address that a reference leads to, with the line of the field that it is made of."""
    found: dict[str, list[str]] = {}
    for entry in entries.values():
        for field, text in entry.fields.items():
            name = ALIASES.get(field, field)
            address = address_text(text) if name == "url" else identifier_address(name, text)
            if address and field in entry.lines:
                found.setdefault(as_asked(address), []).append(f"{path}:{entry.lines[field]}")
    return found


def _forms(address: str) -> list[str]:
    """Return the ways in which an editor may have written an address."""
    forms = [address, html.escape(address, quote=False), unquote(address)]
    return list(dict.fromkeys([*forms, re.sub(r"^https?://", "", address)]))


def _written(address: str, own: str, guide: Guide, sources: Mapping[str, str]) -> list[str]:
    """Return each line that has an address: of the page itself, else of a template or the site's words."""
    texts = [(own, guide.states[own].file.text)] if own in guide.states else []
    for form in _forms(address):
        for path, text in [*texts, *sources.items()]:
            lines = [number for number, line in enumerate(text.splitlines(), start=1) if form in line]
            if lines:
                return [f"{path}:{number}" for number in lines]
    return []


def _replaced(line: str, old: str, new: str, *, is_bibtex: bool) -> str:
    escaped = re.sub(r"([_&%#])", r"\\\1", new) if is_bibtex and "\\" in line else new
    for form in [*_forms(old), re.sub(r"([_&%#])", r"\\\1", old)]:
        if form in line and form != re.sub(r"^https?://", "", old):
            return line.replace(form, escaped)
    return line
