"""The PDFs of an edition are drawn once for what they are made from, and a document that cannot be drawn is named."""

from pathlib import Path

import pytest

from editorial.editions.drawing import draw
from editorial.editions.pdf import DrawingError
from guides import ROOT
from make_editions import PRINT_STYLE

pytestmark = pytest.mark.slow


def document(text: str) -> str:
    return f'<html lang="en"><head><title>T</title></head><body data-title=""><h1>T</h1>{text}</body></html>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/assets").symlink_to(ROOT / "overrides/assets")
    return tmp_path / "site"


def drawn(site: Path, **texts: str) -> dict[str, str]:
    documents = {f"{name}.pdf": document(text) for name, text in texts.items()}
    return draw(documents, site=site, style=PRINT_STYLE, cache=site.parent / "cache")


def test_what_is_kept_is_taken_again_and_what_no_document_needs_is_removed(
    site: Path, monkeypatch: pytest.MonkeyPatch
):
    first = drawn(site, a="one", b="two")
    assert drawn(site, a="one", b="other")["a.pdf"] == first["a.pdf"]
    kept = {path.stem for path in (site.parent / "cache").iterdir()}
    assert first["a.pdf"] in kept
    assert first["b.pdf"] not in kept
    monkeypatch.setattr("editorial.editions.pdf.Press.draw", lambda *_: b"")
    assert drawn(site, a="one")["a.pdf"] == first["a.pdf"]
    assert (site / "a.pdf").read_bytes().startswith(b"%PDF")


def test_two_pages_that_say_the_same_are_drawn_once(site: Path):
    names = drawn(site, a="one", b="one")
    assert names["a.pdf"] == names["b.pdf"]
    assert (site / "a.pdf").read_bytes() == (site / "b.pdf").read_bytes()


def test_a_book_is_drawn_in_a_process_of_its_own(site: Path, monkeypatch: pytest.MonkeyPatch):
    page = drawn(site, a="one")["a.pdf"]
    content = (site / "a.pdf").read_bytes()
    monkeypatch.setattr("editorial.editions.drawing._BOOK", 1)
    (site.parent / "cache" / f"{page}.kept").unlink()
    drawn(site, a="one")
    assert (site / "a.pdf").read_bytes() == content


def test_a_document_that_cannot_be_drawn_is_named(site: Path):
    with pytest.raises(DrawingError, match=r"^b\.pdf cannot be drawn, .* Typst says: .*not found"):
        drawn(site, a="one", b='<img src="assets/none.png" alt="A">')
