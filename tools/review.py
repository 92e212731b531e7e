"""Write a sheet for a clinician's review: ``make review PAGE=docs/en/….md``, or of the whole guide without a page.

The sheet lies in ``review/``, as HTML to tick on a screen and as PDF to print.
"""

import sys
from itertools import count
from pathlib import Path

from editorial.editions.pdf import press
from editorial.editions.review import SheetPage, Sources, digest, rows, sections
from editorial.guide import Guide
from editorial.pages.files import PageFile
from editorial.pages.frontmatter import split
from editorial.pages.reading import Reading, read
from editorial.pages.states import PageState
from editorial.site.contributing import report_address
from editorial.text import on_one_line
from make_editions import PRINT_STYLE, renderer
from project import ROOT, guide_of


def main(page: str, languages: str, root: Path = ROOT) -> int:
    guide = guide_of(root)
    wanted = [*dict.fromkeys(languages.split())] or [_language_of(page, guide)]
    unknown = [language for language in wanted if language not in guide.settings.locales]
    if unknown:
        known = " ".join(guide.settings.locales)
        print(
            f"There is no language '{on_one_line(unknown[0])}'. Write one or more of: LANGUAGES=\"{known}\""
        )
        return 1
    groups = [
        group for group in _groups(guide, wanted) if not page or page in (one.file.path for one in group)
    ]
    if page and not groups:
        print(
            f"There is no page '{on_one_line(page)}'. Write its path from this folder on: PAGE=docs/en/index.md"
        )
        return 1
    groups = [[by[language] for language in wanted if language in by] for by in map(_by_language, groups)]
    name = groups[0][0].title if page else guide.settings.languages[0].title
    stem = Path(page).stem if page else guide.settings.edition
    target = root / "review" / f"{stem}-{'-'.join(wanted)}"
    target.parent.mkdir(exist_ok=True)
    screen = _sheet(guide, name, groups, wanted, paper=False)
    target.with_suffix(".html").write_text(screen, encoding="utf-8")
    shown = target.relative_to(root)
    paper = _sheet(guide, name, groups, wanted, paper=True)
    with press(root / guide.settings.overrides, PRINT_STYLE) as printer:
        target.with_suffix(".pdf").write_bytes(printer.draw(paper))
    print(f"Written: {shown}.html, to fill in on a screen, and {shown}.pdf, to print.")
    return 0


def _language_of(page: str, guide: Guide) -> str:
    """Return the language of a page, or the original without one."""
    state = guide.states.get(page)
    return state.file.language if state else guide.settings.original


def _groups(guide: Guide, wanted: list[str]) -> list[list[PageState]]:
    """Return each page in all languages, in the order of the menu; only pages with sources are reviewed."""
    order = {name: place for place, name in enumerate(guide.settings.menu)}
    by_name: dict[str, list[PageState]] = {}
    for state in guide.states.values():
        by_name.setdefault(state.file.name, []).append(state)
    names = sorted(by_name, key=lambda name: (order.get(name, len(order)), name))
    groups = [by_name[name] for name in names]
    return [
        group
        for group in groups
        if any(state.sources for state in group) and any(state.file.language in wanted for state in group)
    ]


def _by_language(group: list[PageState]) -> dict[str, PageState]:
    return {state.file.language: state for state in group}


def _sheet(guide: Guide, name: str, groups: list[list[PageState]], wanted: list[str], *, paper: bool) -> str:
    words, numbers = guide.words[wanted[0]], count(1)
    sources = Sources(guide.entries, guide.references[wanted[0]], words)
    pages = []
    for group in groups:
        stated = [sections(_read(guide, state.file)) for state in group]
        pages.append(
            SheetPage(
                titles=tuple(state.title for state in group),
                paths=tuple(state.file.path for state in group),
                revised=tuple(state.front.last_revised or "" for state in group),
                digest=digest(split(state.file.text).body for state in group),
                sections=tuple(rows(stated, numbers=numbers, shown=sources.shown)),
            )
        )
    return renderer(words)(
        "editions/review.html",
        sheet=name,
        pages=pages,
        languages=wanted,
        references=sources.listed,
        unsourced=[row for page in pages for row in page.unsourced],
        report=report_address(guide.settings.repository, guide.settings.report, {"title": f"{name}: "}),
        paper=paper,
    )


def _read(guide: Guide, page: PageFile) -> Reading:
    return read(page.text, guide.lexicons[page.language].marks)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
