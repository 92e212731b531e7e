"""Make the editions of a built site: PDFs, EPUBs and the zip. Run by ``all_editions.py``, where any is to be made.

A step of its own after the build: it takes half a minute where the build takes seconds, it reads nothing but
the built pages and their plan (``downloads/edition.json``), and ``make site`` puts the new site in its place
only after it, so that whatever fails here leaves the last one whole.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from editorial.editions.book import Render, book, handout, in_large_print, sheet
from editorial.editions.chapters import Element, read_article
from editorial.editions.drawing import draw
from editorial.editions.epub import epub
from editorial.editions.keep import (
    PANEL_PLACE,
    SCRIPT_PLACE,
    SCRIPT_READY,
    kept_files,
    manifest,
)
from editorial.editions.letters import faces_of, lacking, letters_of
from editorial.editions.plan import (
    BESIDE,
    LIST_END,
    LIST_PLACE,
    PAGE_PLACE,
    SUMS,
    USES,
    Edition,
    PlannedBeside,
    Volume,
    read_plan,
    shown_size,
    sums_of,
    write_zip,
)
from editorial.words import Words, direction, read_words
from project import ROOT

#: From a name to what templates are told.
Shown = dict[str, Any]

#: What the PDFs look like.
PRINT_STYLE = ROOT / "overrides" / "editions" / "print.typ"


def main(site: Path, cache: Path) -> dict[str, str]:
    """Write every edition into the site, and their links into its pages.

    Args:
        site: the built site.
        cache: where PDFs are kept for the next build.

    Returns:
        The name that the cache keeps each PDF under; nothing where the fonts lack letters, so that the next
        build says so again.
    """
    edition = read_edition(site)
    words = {volume.locale: words_of(volume.locale) for volume in edition.volumes}
    renders = {locale: renderer(words[locale]) for locale in words}
    pages = {
        page.url: (site / page.url).read_text(encoding="utf-8")
        for volume in edition.volumes
        for page in volume.pages
    }
    besides = {
        one: (site / one.url).read_text(encoding="utf-8")
        for one in edition.besides
        if (site / one.url).is_file()
    }
    known, lacks = letters_of(faces_of(site / "assets")), False

    def documents() -> Iterator[tuple[str, str]]:
        nonlocal lacks
        for volume in edition.volumes:
            articles = {page.url: read_article(pages[page.url]) for page in volume.chapters}
            render = renders[volume.locale]
            whole = book(edition, volume, articles, render=render)
            # Of two books, drawn side by side, the longer one is begun first: so both processors end together.
            yield edition.large_book(volume.locale), in_large_print(whole)
            yield edition.book(volume.locale, "pdf"), whole
            if said := lacking(whole, known):
                print(f"{volume.name}: {said}")
                lacks = True
            yield from handouts(edition, volume, articles, render=render)
            (site / edition.book(volume.locale, "epub")).write_bytes(
                epub(edition, volume, articles, site=site, render=render, words=words[volume.locale])
            )
        for one, html in besides.items():
            original = next(volume for volume in edition.volumes if volume.locale == one.languages[0])
            calls = {locale: words[locale].say("help.emergency") for locale in one.languages[1:]}
            render = renders[original.locale]
            yield (
                one.page.pdf,
                handout(edition, original, one.page, read_article(html), render=render, calls=calls),
            )

    names = draw(documents(), site=site, style=PRINT_STYLE, cache=cache)
    for volume in edition.volumes:
        render, panel = renders[volume.locale], ""
        for page in volume.pages:
            files = [
                beside(kind, site / path, words[volume.locale])
                for kind, path in (("pdf", page.pdf), ("large", page.large), ("sheet", page.sheet))
                if path in names
            ]
            snippet = render("editions/page.html", files=files) if files else ""
            if PANEL_PLACE in pages[page.url]:
                panel = render("editions/keep.html", edition=edition)
            text = pages[page.url].replace(PAGE_PLACE, snippet).replace(PANEL_PLACE, panel)
            write(site / page.url, text.replace(SCRIPT_PLACE, SCRIPT_READY))
        write(site / f"manifest-{volume.locale}.json", manifest(volume))
    for one, html in besides.items():
        pdf = site / one.page.pdf
        links = links_in_both(pdf, one, words, renders) if one.page.pdf in names else ""
        write(site / one.url, html.replace(PAGE_PLACE, links))
    # The copy in the zip does not offer the zip: it is not in itself.
    fill_lists(edition, site=site)
    files_of_zip = contents(site)
    for volume in edition.volumes:
        first = volume.pages[0].url
        files_of_zip[first] = said_to_be_a_copy(
            files_of_zip[first].decode(), renders[volume.locale]("editions/copy.html", edition=edition)
        ).encode()
    kept = kept_files(files_of_zip, edition)
    files_of_zip |= {path: text.encode() for path, text in kept.items()}
    write_zip(site / edition.zip, files_of_zip, day=edition.date)
    finish(edition, site)
    return {} if lacks else names


def handouts(
    edition: Edition, volume: Volume, articles: Mapping[str, Element], *, render: Render
) -> Iterator[tuple[str, str]]:
    """Yield what is to be printed of each page of a language: the page, the same in large print, its key points."""
    for page in volume.chapters:
        article = articles[page.url]
        paper = handout(edition, volume, page, article, render=render)
        yield page.pdf, paper
        yield page.large, in_large_print(paper)
        if points := sheet(edition, volume, page, article, render=render):
            yield page.sheet, points


def read_edition(site: Path) -> Edition:
    """Read the plan that a build left in its site."""
    return read_plan((site / "downloads" / "edition.json").read_text(encoding="utf-8"))


def finish(edition: Edition, site: Path) -> None:
    """Write what depends on all other files: the lists of downloads, their sums, and what a browser may keep."""
    fill_lists(edition, site=site)
    downloads = {
        path.name: path.read_bytes()
        for path in (site / "downloads").iterdir()
        if path.suffix in (".pdf", ".epub", ".zip", ".zim")
    }
    write(site / "downloads" / SUMS, sums_of(downloads))
    for path, text in kept_files(contents(site), edition).items():
        write(site / path, text)


def contents(site: Path) -> dict[str, bytes]:
    """Return every file of a site by its path."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def said_to_be_a_copy(html: str, notice: str) -> str:
    """Return a page with a notice below its title."""
    return html.replace("</h1>", f"</h1>{notice}", 1)


def write(file: Path, text: str) -> None:
    """Write a text, with the same line ends on every machine."""
    file.write_text(text, encoding="utf-8", newline="\n")


def shown(file: Path, words: Words, start: Path | None = None) -> Shown:
    """Return what a template is told of a file: how it is called from a page, how large it is, its sum."""
    return {
        "href": os.path.relpath(file, start or file.parent).replace(os.sep, "/"),
        "name": file.name,
        "size": shown_size(file.stat().st_size, words=words),
        # Of hundreds of files, a few are shown with it.
        "sum": lambda: hashlib.sha256(file.read_bytes()).hexdigest(),
    }


def beside(kind: str, file: Path, words: Words) -> Shown:
    """Return what a template is told of a file that stands beside a page."""
    return {"words": BESIDE[kind], **shown(file, words)}


def links_in_both(
    pdf: Path, page: PlannedBeside, words: Mapping[str, Words], renders: Mapping[str, Render]
) -> Markup:
    """Return the links to the PDF of a page in two languages, one in each."""
    row = Markup()
    for locale in page.languages:
        link = renders[locale]("editions/page.html", files=[beside("pdf", pdf, words[locale])])
        row += Markup('<div lang="{}">{}</div>').format(locale, Markup(link))  # noqa: S704  (our template's)
    return Markup('<div class="site-beside-row">{}</div>').format(row)


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
    environment.globals |= {"t": words.say, "direction": direction}
    environment.filters["long_date"] = lambda day: long_date(day, words.locale)

    return lambda name, **told: environment.get_template(name).render(**told)


def long_date(day: date | str, locale: str) -> str:
    """Return a day in words; a page without a day has none."""
    if not day:
        return ""
    known = date.fromisoformat(day) if isinstance(day, str) else day
    return format_date(known, format="long", locale=locale)


def fill_lists(edition: Edition, *, site: Path) -> None:
    """Put the list of downloads into the pages that have a place for it: of those files that exist."""
    for volume in edition.volumes:
        for page in volume.pages:
            file = site / page.url
            before, place, rest = file.read_text(encoding="utf-8").partition(LIST_PLACE)
            if not place:
                continue
            words = words_of(volume.locale)

            def told(path: str, words: Words = words, start: Path = file.parent) -> Shown | None:
                return shown(site / path, words, start) if (site / path).is_file() else None

            text = renderer(words)(
                "editions/list.html",
                edition=edition,
                groups=[
                    (use, *USES[use], [one for one in files if one["file"]])
                    for use, files in _uses(edition, told)
                ],
                volumes=[
                    (
                        other,
                        [
                            (one, *(told(path) for path in (one.pdf, one.large, one.sheet)))
                            for one in other.chapters
                            if told(one.pdf)
                        ],
                    )
                    for other in edition.volumes
                ],
                besides=_in_two(edition, told),
                sums=told(f"downloads/{SUMS}"),
            )
            write(file, f"{before}{LIST_PLACE}{text}{LIST_END}{rest.rpartition(LIST_END)[2]}")


def _in_two(
    edition: Edition, told: Callable[[str], Shown | None]
) -> list[tuple[list[tuple[str, str]], list[tuple[PlannedBeside, Shown]]]]:
    """Return for each pair of languages their names, and the PDFs of pages that show both."""
    names = {volume.locale: volume.name for volume in edition.volumes}
    made = [(one, file) for one in edition.besides if (file := told(one.page.pdf))]
    pairs = dict.fromkeys(one.languages for one, _ in made)
    return [
        (
            [(locale, names[locale]) for locale in pair],
            [(one, file) for one, file in made if one.languages == pair],
        )
        for pair in pairs
    ]


def _uses(edition: Edition, told: Callable[[str], Shown | None]) -> list[tuple[str, list[Shown]]]:
    """Return for what each download is, and those that are for it."""
    volumes = edition.volumes

    def of(path: Callable[[str], str]) -> list[Shown]:
        return [{"volume": volume, "file": told(path(volume.locale))} for volume in volumes]

    return [
        ("paper", of(lambda locale: edition.book(locale, "pdf"))),
        ("large", of(edition.large_book)),
        ("reader", of(lambda locale: edition.book(locale, "epub"))),
        ("computer", [{"volume": None, "file": told(edition.zip)}]),
        ("kiwix", [*of(edition.zim), {"volume": None, "file": told(edition.zim())}]),
    ]
