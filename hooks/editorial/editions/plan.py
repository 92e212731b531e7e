"""An edition: the plan of what is in it, the downloads of it that readers are shown, and the zip."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from babel.units import format_unit

from editorial.words import Words

#: Where a page of the built site has a place for the list of downloads, and for its own.
LIST_PLACE, LIST_END = '<div data-edition="list">', "</div><!-- list -->"
PAGE_PLACE = '<div data-edition="page"></div>'
#: For what a download is: the words that say for whom, and those that say what kind of file it is.
USES = {
    "paper": ("edition.for.paper", "edition.kind.paper"),
    "large": ("edition.for.large", "edition.kind.large"),
    "reader": ("edition.for.reader", "edition.kind.reader"),
    "computer": ("edition.for.computer", "edition.kind.computer"),
    "kiwix": ("edition.for.kiwix", "edition.kind.kiwix"),
}
#: What stands beside a page, in words.
BESIDE = {"pdf": "edition.this_pdf", "large": "edition.this_large", "sheet": "edition.this_sheet"}
#: What the files of a zip, and the downloads of a site, can be compared with, as ``sha256sum --check`` reads it.
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class PlannedPage:
    """A page, in the order of the menu."""

    #: From the site's root: ``es/index.html``.
    url: str
    title: str
    #: The title of the menu's section that it stands in, or nothing.
    part: str
    #: Its last revision: ``2026-11-23``.
    revised: str
    #: Whether PDFs and EPUBs have it, or only a screen can use it.
    printed: bool

    @property
    def pdf(self) -> str:
        """Where its PDF is: beside it."""
        return self._beside(".pdf")

    @property
    def large(self) -> str:
        """Where its PDF in large print is."""
        return self._beside("-large.pdf")

    @property
    def sheet(self) -> str:
        """Where its key points on one sheet of paper are, if it has key points."""
        return self._beside("-sheet.pdf")

    def _beside(self, ending: str) -> str:
        return f"{PurePosixPath(self.url).with_suffix('')}{ending}"


class PlannedBeside(NamedTuple):
    """A page beside its translation."""

    #: From the site's root: ``en-es/index.html``.
    url: str
    #: The later of both revisions: ``2026-11-23``.
    revised: str
    #: The codes of both languages, the original first, and the title in each.
    languages: tuple[str, str]
    titles: tuple[str, str]

    @property
    def page(self) -> PlannedPage:
        """The page as one of the original's."""
        return PlannedPage(self.url, " | ".join(self.titles), "", self.revised, printed=True)


@dataclass(frozen=True)
class Volume:
    """The guide in one language."""

    locale: str
    #: The language's own name for itself.
    name: str
    title: str
    pages: tuple[PlannedPage, ...]
    #: The glossary's terms, in the language's order.
    terms: tuple[str, ...]

    @property
    def chapters(self) -> tuple[PlannedPage, ...]:
        """The pages that PDFs and EPUBs have, in the order of the menu."""
        return tuple(page for page in self.pages if page.printed)


@dataclass(frozen=True)
class Edition:
    """The whole guide as it stood on one day."""

    #: What the files of downloads are called after: ``cup-guide``.
    name: str
    date: date
    #: Where the site is published, with a slash at its end, or nothing.
    site_url: str
    volumes: tuple[Volume, ...]
    besides: tuple[PlannedBeside, ...] = ()

    @property
    def zip(self) -> str:
        """Where the zip of the site is, from the site's root on."""
        return f"downloads/{self.name}-{self.date}.zip"

    def book(self, locale: str, suffix: str) -> str:
        """Where the book of a language is, from the site's root on."""
        return f"downloads/{self.name}-{locale}-{self.date}.{suffix}"

    def large_book(self, locale: str) -> str:
        """Where the book of a language in large print is, from the site's root on."""
        return f"downloads/{self.name}-{locale}-large-{self.date}.pdf"

    def zim(self, locale: str = "") -> str:
        """Where the file for Kiwix is, from the site's root on: of a language, or of all."""
        return f"downloads/{self.name}-{locale or 'all'}-{self.date}.zim"


def edition_date(revised: Iterable[date | None]) -> date | None:
    """Return the date of an edition: that of the page revised last, whatever day it is built on.

    >>> edition_date([date(2026, 11, 23), None, date(2026, 12, 1)])
    datetime.date(2026, 12, 1)
    """
    return max((day for day in revised if day), default=None)


def volume_plan(volume: Volume) -> dict[str, object]:
    """Return one language's part of the plan, as :func:`read_plan` reads it."""
    return asdict(volume)


def read_plan(text: str) -> Edition:
    """Read the plan that the build leaves in ``downloads/edition.json``."""
    plan = json.loads(text)
    volumes = tuple(
        Volume(
            locale=language["locale"],
            name=language["name"],
            title=language["title"],
            pages=tuple(PlannedPage(**page) for page in language["pages"]),
            terms=tuple(language["terms"]),
        )
        for language in plan["languages"]
    )
    besides = tuple(
        PlannedBeside(url, revised, tuple(languages), tuple(titles))
        for url, revised, languages, titles in plan["besides"]
    )
    return Edition(plan["name"], date.fromisoformat(plan["date"]), plan["site_url"], volumes, besides)


def shown_size(count: int, *, words: Words) -> str:
    """Return a file's size as readers of a language write it.

    >>> shown_size(1_234_567, words=Words("es_ES", {}, {}))
    '1,2 MB'
    >>> shown_size(34_500, words=Words("en_US", {}, {}))
    '35 kB'
    """
    unit, divisor = ("megabyte", 1_000_000) if count >= 1_000_000 else ("kilobyte", 1_000)
    value = count / divisor
    rounded = round(value, 1) if unit == "megabyte" else max(1, -(-count // divisor))
    return str(format_unit(words.number(rounded), f"digital-{unit}", "short", locale=words.locale))


def sums_of(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of each file and its name, one a line, as ``sha256sum --check`` reads them."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


#: Files that are packed already: to pack them again takes a second for one byte in forty.
_PACKED = (".pdf", ".epub")


def write_zip(target: Path, files: Mapping[str, bytes], *, day: date) -> None:
    """Write files into a zip: the same bytes for the same files, whatever the machine and the hour.

    ``index.html`` comes first, then ``SHA256SUMS`` (as ``sha256sum --check`` reads it), then all in order.
    """
    contents = {**files, SUMS: sums_of(files).encode()}
    order = sorted(contents, key=lambda name: (name != "index.html", name != SUMS, name))
    with zipfile.ZipFile(target, "w") as archive:
        for name in order:
            stored_zip(archive, name, contents[name], day=day, compress=not name.endswith(_PACKED))


def stored_zip(
    archive: zipfile.ZipFile, name: str, content: bytes, *, day: date, compress: bool = True
) -> None:
    """Add one file to a zip, dated with the day and readable by all, with nothing of this machine."""
    info = zipfile.ZipInfo(name, date_time=(day.year, day.month, day.day, 0, 0, 0))
    info.create_system = 3  # Unix, so that the mode below is understood.
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    archive.writestr(info, content, compresslevel=9 if compress else None)
