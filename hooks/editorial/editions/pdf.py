"""PDFs that everybody can read: tagged (PDF/UA-1), the same bytes for the same input whatever the day and the fonts."""

import hashlib
import io
import json
import re
import tempfile
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import cast
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr
from zlib import ZLIB_RUNTIME_VERSION

import typst as engine
from fontTools.ttLib import TTFont
from PIL import Image

from editorial.editions.letters import Face, faces_of, letters_of
from editorial.editions.packing import Objects, packed, stream_of, unpacked
from editorial.editions.typeset import PLACES, Written, address_of, typst
from editorial.text import on_one_line

_PICTURE = re.compile(r'\ssrc="((?!data:)[^":#?]{1,300}\.(?:svg|png|jpe?g|gif|webp|avif))"')
#: Pictures that Typst does not read.
_UNREAD = ".avif"
#: This file and the one that writes what Typst reads: others may make other PDFs of the same documents.
_OWN = b"".join(
    Path(__file__).with_name(name).read_bytes()
    for name in ("pdf.py", "packing.py", "typeset.py", "letters.py")
)
#: How Typst names one object in another: the catalog, the list of places in it, the file of that, and all pages.
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_ATTACHED = re.compile(rb"/EmbeddedFiles<</Names\[\(%b\)(\d+) 0 R\]>>" % re.escape(PLACES.encode()))
_FILE = re.compile(rb"/EF<</F (\d+) 0 R")
_PAGES = re.compile(rb"/Pages (\d+) 0 R")
_HEIGHT = re.compile(rb"/MediaBox\[\S+ \S+ \S+ ([\d.]+)\]")
#: How it writes a link to an address inside, whose description is that address, and a cell of a table.
_LINK = re.compile(
    rb"(<</Type/Annot/Subtype/Link.*)/A<</Type/Action/S/URI/URI\((#[^()]*)\)>>(.*)/Contents\(\2\)(.*)",
    re.DOTALL,
)
_CELLS = (b"<</Type/StructElem/S/TH/", b"<</Type/StructElem/S/TD/")
#: How much of what is above a place is shown too, in points.
_SPACE_ABOVE = 10


class DrawingError(ValueError):
    """A document cannot be drawn; the text says why, in Typst's words."""


class Press:
    """Draws the documents of a site with its fonts, and those alone, whatever fonts the machine has."""

    def __init__(self, site: Path, style: str, faces: Sequence[Face], folder: Path) -> None:
        """Take a site, a style (``print.typ``), and a folder with the fonts: see :func:`press`."""
        self._site, self._folder = site.resolve(), folder
        self._letters = letters_of(faces)
        families = ", ".join(f'"{name}"' for name in dict.fromkeys(face.name for face in faces))
        self._head = f"#let fonts = ({families},)\n{style}"
        digest = hashlib.sha256(
            f"{version('typst')} {version('pillow')} {ZLIB_RUNTIME_VERSION}\n{style}".encode() + _OWN
        )
        for face in faces:
            digest.update(face.name.encode() + face.file.read_bytes())
        self._digest = digest.digest()

    def fingerprint(self, document: str) -> str:
        """Return what names a document's PDF: a digest of its text, its style, fonts and pictures, and the programs.

        The same fingerprint is the same PDF, to the byte.
        """
        digest = hashlib.sha256(self._digest + document.encode())
        for path in sorted(self._pictures(document)):
            digest.update(path.relative_to(self._site).as_posix().encode() + path.read_bytes())
        return digest.hexdigest()

    def draw(self, document: str) -> bytes:
        """Return a document of the site, in HTML, as PDF/UA-1; its addresses are relative to the site's folder.

        A sign that none of the fonts has is drawn as a box.

        Raises:
            DrawingError: it cannot be drawn.
        """
        written = typst(_PICTURE.sub(self._readable, document), style=self._head, letters=self._letters)
        # A day, not an hour: whatever day it is drawn on, the bytes are the same.
        day = datetime.combine(written.day, time(), UTC) if written.day else 0
        compiler = engine.Compiler(root=self._site, font_paths=_fonts_in(self._folder))
        try:
            made = compiler.compile(written.source.encode(), pdf_standards=["ua-1"], timestamp=day)
        except engine.TypstError as error:
            raise DrawingError(on_one_line(f"{error.message} {' '.join(error.hints)}")) from error
        return _finished(cast(bytes, made), written)

    def _pictures(self, document: str) -> Iterator[Path]:
        for name in {unquote(name) for name in _PICTURE.findall(document)}:
            path = (self._site / name).resolve()
            if path.is_relative_to(self._site) and path.is_file():
                yield path

    def _readable(self, found: re.Match[str]) -> str:
        """Return a picture's attribute as Typst reads it: a picture of a kind that it does not read, in a drawing."""
        path = self._site / unquote(found[1])
        if path.suffix != _UNREAD:
            return found[0]
        with Image.open(path) as picture, io.BytesIO() as target:
            picture.save(target, "PNG")
            width, height = picture.size
            data = b64encode(target.getvalue()).decode()
        drawing = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
            f'<image width="{width}" height="{height}" href={quoteattr(f"data:image/png;base64,{data}")}/></svg>'
        )
        return f' src="data:image/svg+xml;base64,{b64encode(drawing.encode()).decode()}"'


@contextmanager
def press(site: Path, style: Path) -> Iterator[Press]:
    """Return what draws the documents of a site, with the fonts that its ``assets/fonts.css`` names.

    Args:
        site: the built site.
        style: the look of print: ``overrides/editions/print.typ``.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        faces = faces_of(site / "assets")
        for number, face in enumerate(faces):
            _unpack(face, folder / f"{number:02}.ttf")
        yield Press(site, style.read_text(encoding="utf-8"), faces, folder)


@lru_cache(1)
def _fonts_in(folder: Path) -> engine.Fonts:
    return engine.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def _unpack(face: Face, target: Path) -> None:
    """Write a font as Typst reads it: unpacked, and with all of the names that it asks for."""
    with TTFont(face.file, recalcTimestamp=False) as font:
        font.flavor = None
        for number, text in (
            (1, face.name),
            (2, face.style),
            (4, face.full_name),
            (6, face.full_name.replace(" ", "")),
        ):
            font["name"].setName(text, number, 3, 1, 0x409)
        font.save(target)


def _finished(content: bytes, written: Written) -> bytes:
    """Return a PDF of Typst's packed, which makes a third of it, with links inside that lead to their places, and with
    the cells marked that are headers of their row (ISO 32000-1, 14.8.5.7): Typst 0.15 has no word for that outside of
    its trials.
    """
    pdf = unpacked(content)
    _lead_inside(pdf, written.foot)
    cells = [number for number, body in enumerate(pdf.bodies) if body.startswith(_CELLS)]
    for place, number in enumerate(cells):
        if place in written.row_headers:
            named = pdf.bodies[number].replace(b"/S/TD", b"/S/TH", 1)
            pdf.bodies[number] = named.replace(b"/O/Table", b"/O/Table/Scope/Row", 1)
    return packed(pdf)


def _lead_inside(pdf: Objects, foot: str) -> None:
    """Let links lead to the places that are attached, and say their page as its foot does (PDF/UA-1, 7.18.5)."""
    bodies, root = pdf.bodies, _number(_ROOT, pdf.trailer)
    attached = _ATTACHED.search(bodies[root])
    if attached is None:
        return
    file = int(attached[1])
    data = _number(_FILE, bodies[file])
    places = json.loads(stream_of(bodies[data]))
    bodies[root] = _ATTACHED.sub(b"", bodies[root])
    bodies[file] = bodies[data] = b""
    pages = [int(number) for number in re.findall(rb"\d+(?= 0 R)", bodies[_number(_PAGES, bodies[root])])]
    goals = {}
    for name, (number, x, y) in places.items():
        page = pages[number - 1]
        top = float(_HEIGHT.findall(bodies[page])[0]) - max(y - _SPACE_ABOVE, 0)
        words = foot.replace("{pages}", str(len(pages))).replace("{page}", str(number))
        goals[address_of(name).encode()] = (
            f"/Dest[{page} 0 R/XYZ {round(x, 2)} {round(top, 2)} 0]".encode(),
            f"/Contents<FEFF{words.encode('utf-16-be').hex()}>".encode(),
        )
    for number, link in enumerate(map(_LINK.fullmatch, bodies)):
        if link and link[2] in goals:
            goal, description = goals[link[2]]
            bodies[number] = b"%b%b%b%b%b" % (link[1], goal, link[3], description, link[4])


def _number(wanted: re.Pattern[bytes], body: bytes) -> int:
    """Return the number of the object that another one names."""
    return int(wanted.findall(body)[0])
