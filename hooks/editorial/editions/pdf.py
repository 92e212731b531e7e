"""PDFs that everybody can read: tagged (PDF/UA-1), made once for the same input."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import pydyf
import weasyprint

_ASSET = re.compile(r'(?:href|src)="(assets/[^"#?]+)"')
_STYLE_URL = re.compile(r'url\("?([^")]+)"?\)')


def fingerprint(document: str, *, site: Path) -> str:
    """Return what names a document's PDF: of its text, its styles, fonts and figures, and the program.

    The same fingerprint is the same PDF, to the byte.
    """
    digest = hashlib.sha256(f"{weasyprint.__version__}\n{document}".encode())
    for path in sorted(_assets(document, site)):
        digest.update(path.relative_to(site).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def render_pdf(document: str, *, site: Path) -> bytes:
    """Return a document of the site as PDF/UA-1; its addresses are relative to the site's folder."""
    made = weasyprint.HTML(string=document, base_url=f"{site.as_uri()}/", media_type="print")
    return bytes(made.write_pdf(pdf_variant="pdf/ua-1", finisher=_number_headers) or b"")


def _number_headers(document: object, pdf: pydyf.PDF) -> None:
    """Number the header cells of tables: WeasyPrint 69 names them after places in this machine's memory."""
    numbers: dict[str, pydyf.String] = {}
    for element in pdf.objects:
        if isinstance(element, pydyf.Dictionary) and element.get("Type") == "/StructElem":
            if "ID" in element:
                element["ID"] = numbers.setdefault(element["ID"].string, pydyf.String(f"h{len(numbers)}"))
            headers = element.get("A", {}).get("Headers", [])
            for place, name in enumerate(headers):
                headers[place] = numbers.setdefault(name.string, pydyf.String(f"h{len(numbers)}"))


def _assets(document: str, site: Path) -> Iterable[Path]:
    """Return the files that a document loads, and those that its style sheets load."""
    found = {site / name for name in _ASSET.findall(document)}
    for style in [path for path in found if path.suffix == ".css"]:
        found |= {style.parent / name for name in _STYLE_URL.findall(style.read_text(encoding="utf-8"))}
    return {path for path in found if path.is_file()}
