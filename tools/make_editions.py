"""Make the editions of a built site: PDFs, EPUBs and the zip. Run by ``make site``, never by ``make serve``.

A step of its own after the build: it takes half a minute where the build takes seconds, it reads nothing but
the built pages and their plan (``downloads/edition.json``), and ``make site`` puts the new site in its place
only after it, so that whatever fails here leaves the last one whole.
"""

import os
import posixpath
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from editorial.build.cache import Cache
from editorial.editions.book import Render, book, handout, page_style
from editorial.editions.chapters import read_article
from editorial.editions.epub import epub
from editorial.editions.pdf import MissingLibraryError, fingerprint, harfbuzz_version, render_pdf
from editorial.editions.plan import (
    LIST_PLACE,
    PAGE_PLACE,
    Edition,
    read_plan,
    shown_size,
    write_zip,
)
from editorial.problems import unwritable
from editorial.words import Words, read_words
from project import ROOT

#: From a name to what templates are told.
Shown = dict[str, Any]


def main(site: Path, cache: Path) -> None:
    """Write every edition into the site, and their links into its pages."""
    edition = read_plan((site / "downloads" / "edition.json").read_text(encoding="utf-8"))
    words = {volume.locale: words_of(volume.locale) for volume in edition.volumes}
    renders = {locale: renderer(words[locale]) for locale in words}
    pages = {
        page.url: (site / page.url).read_text(encoding="utf-8")
        for volume in edition.volumes
        for page in volume.pages
    }
    documents: dict[str, str] = {}
    for volume in edition.volumes:
        articles = {page.url: read_article(pages[page.url]) for page in volume.chapters}
        render = renders[volume.locale]
        documents[edition.book(volume.locale, "pdf")] = book(edition, volume, articles, render=render)
        for page in volume.chapters:
            documents[page.pdf] = handout(edition, volume, page, articles[page.url], render=render)
        (site / edition.book(volume.locale, "epub")).write_bytes(
            epub(edition, volume, articles, site=site, render=render)
        )
    write_pdfs(documents, site=site, cache=cache)
    for volume in edition.volumes:
        for page in volume.pages:
            snippet = ""
            if page.pdf in documents:
                size = shown_size((site / page.pdf).stat().st_size, words=words[volume.locale])
                href = posixpath.basename(page.pdf)
                snippet = renders[volume.locale]("editions/page.html", href=href, size=size)
            pages[page.url] = pages[page.url].replace(PAGE_PLACE, snippet)
            (site / page.url).write_text(pages[page.url], encoding="utf-8")
    # The copy in the zip does not offer the zip: it is not in itself.
    fill_lists(edition, pages, site=site, words=words, renders=renders)
    files = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path != site / edition.zip
    }
    write_zip(site / edition.zip, files, day=edition.date)
    fill_lists(edition, pages, site=site, words=words, renders=renders)


def words_of(language: str) -> Words:
    """Return the site's own words in one language."""
    path = ROOT / "overrides" / "locales" / f"{language}.yml"
    return read_words(path.read_text(encoding="utf-8"), path=path.name, locale=language)[0]


def renderer(words: Words) -> Render:
    """Return what fills in the templates of editions in one language."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "overrides"),
        autoescape=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals |= {"t": words.say, "page_style": page_style(words)}
    environment.filters["long_date"] = lambda day: long_date(day, words.locale)

    return lambda name, **told: environment.get_template(name).render(**told)


def long_date(day: date | str, locale: str) -> str:
    """Return a day in words; a page without a day has none."""
    if not day:
        return ""
    known = date.fromisoformat(day) if isinstance(day, str) else day
    return format_date(known, format="long", locale=locale)


def write_pdfs(documents: Mapping[str, str], *, site: Path, cache: Path) -> None:
    """Write each document's PDF into the site: from the cache, or made now on every processor.

    The cache keeps the PDFs of this edition only, each by what it was made from.
    """
    kept = Cache(cache)
    names = {path: fingerprint(text, site=site) for path, text in documents.items()}
    made = {name: kept.get(name) for name in names.values()}
    missing = {names[path]: text for path, text in documents.items() if made[names[path]] is None}
    longest_first = sorted(missing, key=lambda name: -len(missing[name]))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        documents_left = (missing[name] for name in longest_first)
        drawn = pool.map(_make, documents_left, [site] * len(missing))
        for name, content in zip(longest_first, drawn, strict=True):
            kept.put(name, content)
            made[name] = content
    for path, name in names.items():
        (site / path).write_bytes(made[name] or b"")
    kept.keep(made)


def _make(document: str, site: Path) -> bytes:
    return render_pdf(document, site=site)


def fill_lists(
    edition: Edition,
    pages: Mapping[str, str],
    *,
    site: Path,
    words: Mapping[str, Words],
    renders: Mapping[str, Callable[..., str]],
) -> None:
    """Put the list of downloads into the pages that have a place for it: of those files that exist."""
    for volume in edition.volumes:
        for page in volume.pages:
            if LIST_PLACE not in pages[page.url]:
                continue

            def shown(path: str, locale: str = volume.locale, start: str = page.url) -> Shown:
                size = shown_size((site / path).stat().st_size, words=words[locale])
                href = posixpath.relpath(path, posixpath.dirname(start) or ".")
                return {"href": href, "name": posixpath.basename(path), "size": size}

            volumes = [
                {
                    "locale": other.locale,
                    "name": other.name,
                    "books": [
                        shown(edition.book(other.locale, kind)) | {"kind": kind} for kind in ("pdf", "epub")
                    ],
                    "pages": [shown(one.pdf) | {"name": one.title} for one in other.chapters],
                }
                for other in edition.volumes
            ]
            text = renders[volume.locale](
                "editions/list.html",
                edition=edition,
                volumes=volumes,
                zip=shown(edition.zip) if (site / edition.zip).exists() else None,
            )
            filled = pages[page.url].replace(LIST_PLACE, text)
            (site / page.url).write_text(filled, encoding="utf-8")


if __name__ == "__main__":
    try:
        harfbuzz_version()
        main(Path(sys.argv[1]).resolve(), ROOT / ".cache" / "editions")
    except MissingLibraryError as error:
        sys.exit(str(error))
    except OSError as error:
        if not (said := unwritable(error)):
            raise
        sys.exit(said)
