"""PDFs that everybody can read: tagged (PDF/UA-1), made once for the same input."""

import hashlib
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

import PIL
import pydyf
import weasyprint
from fontTools.ttLib import woff2
from weasyprint.pdf import fonts, tags
from weasyprint.text.ffi import harfbuzz, harfbuzz_subset, pango
from weasyprint.urls import URLFetcher, URLFetcherResponse

#: What Fontconfig is told of the machine's fonts: that there are none.
_FONTS = Path(__file__).with_name("fonts.conf")
_ASSET = re.compile(r'(?:href|src)="((?!data:)[^":#?]{1,300}\.(?:css|js|svg|png|jpe?g|gif|webp|avif|woff2))"')
#: This file: another may make other PDFs of the same documents.
_OWN = Path(__file__).read_bytes()
_STYLE_URL = re.compile(r'url\("?([^")]+)"?\)')


def fingerprint(document: str, *, site: Path, is_part: bool = False) -> str:
    """Return what names a document's PDF: of its text, its styles, fonts and figures, and the program.

    The same fingerprint is the same PDF, to the byte; a part of a book (see :func:`render_part`) is another PDF.
    """
    made_by = (
        weasyprint.__version__,
        pydyf.VERSION,
        PIL.__version__,
        pango.pango_version(),
        harfbuzz_version(),
    )
    programs = " ".join(map(str, (*made_by, "part" if is_part else "whole")))
    digest = hashlib.sha256(f"{programs}\n{document}".encode() + _OWN + _FONTS.read_bytes())
    for path in sorted(_assets(document, site)):
        digest.update(path.relative_to(site).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def harfbuzz_version() -> str:
    """Return the version of the library that takes the letters in use out of a font.

    Raises:
        MissingLibraryError: it is not installed. WeasyPrint then lets another program do it, which makes other
            bytes, and writes the hour into them.
    """
    if not harfbuzz_subset:
        raise MissingLibraryError(
            "The PDFs need the library harfbuzz-subset, to be the same on every machine. Install it: on Debian "
            "and Ubuntu 'apt-get install libharfbuzz-subset0', on macOS 'brew install harfbuzz'."
        )
    version: list[int] = []
    for _ in range(3):  # It only answers whether it is at least some version.
        more = (*version, 0)
        while harfbuzz.hb_version_atleast(*(*version, more[-1] + 1, 0, 0)[:3]):
            more = (*version, more[-1] + 1)
        version = [*more]
    return ".".join(map(str, version))


class MissingLibraryError(OSError):
    """A library of the system is missing; the text says which, and how to install it."""


class _FromSite(URLFetcher):  # type: ignore[misc]
    """Opens files of the site and data within documents, and nothing else: no build asks the network."""

    def __init__(self, site: Path) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)
        self._site = site.resolve()

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "file" and not Path(unquote(parts.path)).resolve().is_relative_to(self._site):
            raise ValueError(f"'{url}' is no file of the site")
        response = super().fetch(url, headers)
        return (
            URLFetcherResponse(url, _unpacked(response.read())) if parts.path.endswith(".woff2") else response
        )


@cache
def _unpacked(font: bytes) -> bytes:
    """Return a packed font as WeasyPrint would unpack it, which takes longer than to draw a short page."""
    target = io.BytesIO()
    woff2.decompress(io.BytesIO(font), target)
    return target.getvalue()


def render_pdf(document: str, *, site: Path) -> bytes:
    """Return a document of the site as PDF/UA-1; its addresses are relative to the site's folder.

    A sign that none of the site's fonts has is drawn as a box, whatever fonts the machine has.
    """
    return _drawn(document, site=site)


def render_part(document: str, *, site: Path) -> bytes:
    """Return a document as PDF/UA-1 that can be joined with others.

    Its fonts have all their letters, so that each font is the same in each part; the names of its header cells are
    those of no other document.
    """
    subset = fonts.Font.clean

    def with_all_letters(font: fonts.Font, used: object, hinting: object) -> None:
        subset(font, dict.fromkeys(range(font.glyph_count)), hinting)

    fonts.Font.clean = with_all_letters
    try:
        return _drawn(document, site=site, prefix=hashlib.sha256(document.encode()).hexdigest()[:12])
    finally:
        fonts.Font.clean = subset


def _drawn(document: str, *, site: Path, prefix: str = "") -> bytes:
    fetcher = _FromSite(site)
    made = weasyprint.HTML(
        string=document, base_url=f"{site.as_uri()}/", media_type="print", url_fetcher=fetcher
    )
    with _no_fonts_of_the_machine():
        finisher = partial(_number_headers, prefix)
        return bytes(made.write_pdf(pdf_variant="pdf/ua-1", finisher=finisher) or b"")


@contextmanager
def _no_fonts_of_the_machine() -> Iterator[None]:
    """Let Fontconfig, which asks the environment, know no fonts but those that a document brings."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(_FONTS)
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


def _with_languages(
    build: Callable[..., Iterator[pydyf.Dictionary]],
) -> Callable[..., Iterator[pydyf.Dictionary]]:
    """Let each part of a PDF say its language where the HTML does, so that a screen reader speaks a foreign word as it
    is spoken. WeasyPrint 69 says the language of the whole document alone.
    """

    def built(box: object, *more: object) -> Iterator[pydyf.Dictionary]:
        element = getattr(getattr(box, "_box", box), "element", None)
        language = element.get("lang") if element is not None else None
        for part in build(box, *more):
            if language and part["S"] != "/LI":
                part["Lang"] = pydyf.String(language)
            yield part

    return built


tags._build_box_tree = _with_languages(tags._build_box_tree)


def _number_headers(prefix: str, document: object, pdf: pydyf.PDF) -> None:
    """Number the header cells of tables: WeasyPrint 69 names them after places in this machine's memory, and leaves out
    the list of them that PDF wants (ISO 32000-1, 14.7.2, IDTree).
    """
    numbers: dict[str, pydyf.String] = {}
    cells: list[tuple[pydyf.String, bytes]] = []

    def name(memory: pydyf.String) -> pydyf.String:
        return numbers.setdefault(memory.string, pydyf.String(f"{prefix}h{len(numbers):05}"))

    for element in pdf.objects:
        if isinstance(element, pydyf.Dictionary) and element.get("Type") == "/StructElem":
            if "ID" in element:
                element["ID"] = name(element["ID"])
                cells.append((element["ID"], element.reference))
            headers = element.get("A", {}).get("Headers", [])
            for place, memory in enumerate(headers):
                headers[place] = name(memory)
    if cells:
        root = next(
            one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/StructTreeRoot"
        )
        pairs = sorted(cells, key=lambda cell: cell[0].string)
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array([one for pair in pairs for one in pair])})


def _assets(document: str, site: Path) -> Iterable[Path]:
    """Return the files that a document loads, and those that its style sheets load."""
    found = {site / unquote(name) for name in _ASSET.findall(document)}
    for style in [path for path in found if path.suffix == ".css"]:
        found |= {style.parent / name for name in _STYLE_URL.findall(style.read_text(encoding="utf-8"))}
    return {path for path in found if path.is_file()}
