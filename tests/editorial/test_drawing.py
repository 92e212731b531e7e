"""The PDFs of an edition are drawn once for what they are made from, and a document that cannot be drawn is named."""

from pathlib import Path

import pikepdf
import pytest

from editorial.editions.drawing import draw
from editorial.editions.pdf import DrawingError
from guides import ROOT
from make_editions import PRINT_STYLE

pytestmark = pytest.mark.slow


def document(text: str) -> str:
    foot = '<meta name="foot" content="Page {page} of {pages}">'
    return f'<html lang="en"><head><title>T</title>{foot}</head><body data-title=""><h1>T</h1>{text}</body></html>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/assets").symlink_to(ROOT / "overrides/assets")
    return tmp_path / "site"


def drawn(site: Path, **texts: str) -> dict[str, str]:
    documents = {f"{name}.pdf": document(text) for name, text in texts.items()}
    return draw(documents.items(), site=site, style=PRINT_STYLE, cache=site.parent / "cache")


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


def test_many_pages_are_drawn_in_processes_and_are_the_same(site: Path, monkeypatch: pytest.MonkeyPatch):
    texts = {"a": "one", "b": "two", "c": "three"}
    drawn(site, **texts)
    before = {path.name: path.read_bytes() for path in site.glob("*.pdf")}
    assert len(before) == 3
    for kept in (site.parent / "cache").iterdir():
        kept.unlink()
    monkeypatch.setattr("editorial.editions.drawing._FEW", 2)
    drawn(site, **texts)
    assert {path.name: path.read_bytes() for path in site.glob("*.pdf")} == before


def test_a_document_that_cannot_be_drawn_is_named(site: Path):
    with pytest.raises(DrawingError, match=r"^b\.pdf cannot be drawn, .* Typst says: .*not found"):
        drawn(site, a="one", b='<img src="assets/none.png" alt="A">')


def test_a_link_leads_to_its_place_and_says_its_page_as_the_foot_does(site: Path):
    lines = "<p>line</p>" * 50
    drawn(
        site,
        a=f'<p><a href="#near">near</a> <a href="#far">far</a></p><h2 id="near">N</h2>{lines}<p id="far">here</p>',
    )
    with pikepdf.open(site / "a.pdf") as pdf:
        near, far = pdf.pages[0].Annots
        assert [str(link.Contents) for link in (near, far)] == ["Page 1 of 2", "Page 2 of 2"]
        assert [link.Dest[0].objgen for link in (near, far)] == [page.objgen for page in pdf.pages]
        # The heading stands below the link to it.
        assert near.Rect[1] > near.Dest[3] > 700
        assert "/A" not in near
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})


def test_where_a_name_is_odd_its_link_still_leads_to_it(site: Path):
    odd = "a\\b&quot;c é%20"
    drawn(site, a=f'<p><a href="#{odd}">x</a></p><p id="{odd}">here</p>')
    with pikepdf.open(site / "a.pdf") as pdf:
        assert [link.Dest[0].objgen for link in pdf.pages[0].Annots] == [pdf.pages[0].objgen]
