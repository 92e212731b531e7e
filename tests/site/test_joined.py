"""A book that was joined of documents reads as one: to eyes, to links, to bookmarks and to screen readers."""

import io
import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from shutil import copytree

import pikepdf
import pypdfium2
import pytest
from pypdf import PdfReader

from editorial.editions.book import Book, book
from editorial.editions.chapters import read_article
from editorial.editions.join import joined
from editorial.editions.pdf import render_part
from editorial.editions.plan import Edition, PlannedPage, Volume
from guides import ROOT
from make_editions import renderer, words_of

pytestmark = pytest.mark.slow

LONG = "".join(
    f"<p>Paragraph {number} of a long chapter, which fills some pages.</p>" for number in range(120)
)
TABLE = "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>one</td><td>two</td></tr></tbody></table>"
#: Address, title, part of the menu, and text.
PAGES = [
    ("es/index.html", "Inicio", "", f'<p>Véase <a href="b/two.html#hondó">lo hondo</a> y <a href="b/two.html#away">lo otro</a>.</p>{TABLE}'),
    ("es/a/one.html", "Uno", "Parte", f'<p>biopsia</p>{LONG}<h2 id="end">Fin</h2><p>ganglio <a href="#end">aquí</a></p>'),
    ("es/b/two.html", "Dos", "Parte", f'{LONG}<h2 id="hondó">Lo hondo</h2><p id="away" style="display: none">x</p><p>biopsia ∑</p>{TABLE}'),
    ("es/three.html", "Tres", "Otra", '<p>biopsia, <em lang="en">in English</em>; <a href="a/one.html">uno</a>, <a href="https://example.org/">fuera</a>, <a href="book:lost">nada</a></p>'),
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("joined")
    copytree(ROOT / "overrides/assets", folder / "assets")
    return folder


def documents() -> Book:
    planned = tuple(
        PlannedPage(url, title, part, "2026-11-23", printed=True) for url, title, part, _ in PAGES
    )
    volume = Volume("es", "Español", "Guía", planned, ("biopsia", "ganglio"))
    edition = Edition("guide", date(2026, 11, 23), "", (volume,))
    articles = {
        url: read_article(f"<article><h1>{title}</h1>{text}</article>") for url, title, _, text in PAGES
    }
    return book(edition, volume, articles, render=renderer(words_of("es")))


@pytest.fixture(scope="module")
def made(site: Path) -> bytes:
    return joined(documents(), lambda document: render_part(document, site=site))


@pytest.fixture(scope="module")
def pdf(made: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(made)) as opened:
        yield opened


@pytest.fixture(scope="module")
def texts(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every element of the structure, in the order of reading."""
    found, waiting = [], [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(node)
            waiting += reversed(list(node.K))
    return found


def page_numbers(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    return {page.objgen: number for number, page in enumerate(pdf.pages, 1)}


def places(pdf: pikepdf.Pdf) -> dict[bytes, int]:
    """On what page each named place is."""
    numbers, names = page_numbers(pdf), list(pdf.Root.Names.Dests.Names)
    assert [*map(str, names[::2])] == sorted({*map(str, names[::2])})
    return {
        bytes(name): numbers[place[0].objgen] for name, place in zip(names[::2], names[1::2], strict=True)
    }


def test_the_foot_of_each_page_but_the_first_counts_through_the_whole_book(texts: list[str]):
    assert len(texts) > 12
    assert "Página" not in texts[0]
    for number, text in enumerate(texts[1:], 2):
        assert re.findall(r"Página (\d+) de (\d+)", text) == [(str(number), str(len(texts)))]


def test_a_foot_is_no_part_of_what_is_read_out(pdf: pikepdf.Pdf):
    for page in list(pdf.pages)[1:]:
        marked = [
            (str(operands[0]), str(operands[1].get("/Type", "")))
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC"
        ]
        assert marked.count(("/Artifact", "/Pagination")) == 1


def test_contents_and_index_name_the_pages_and_lead_to_them(pdf: pikepdf.Pdf, texts: list[str]):
    listed = dict(re.findall(r"^(\S.*?) ?\.{3,}\s*(\d+)$", texts[1], re.MULTILINE))
    titles = ["Inicio", "Parte", "Uno", "Dos", "Otra", "Tres", "Índice de términos"]
    assert [*listed] == titles
    for title, number in listed.items():
        assert texts[int(number) - 1].startswith(title)
    links = [places(pdf)[bytes(link.Dest)] for link in pdf.pages[1].Annots]
    assert {*links} == {*map(int, listed.values())}
    (biopsy,) = re.findall(r"biopsia ([\d, ]+)", texts[-1])
    numbers = [int(number) for number in biopsy.split(",")]
    assert len(numbers) == 3
    assert all("biopsia" in texts[number - 1] for number in numbers)


def test_a_link_into_another_chapter_leads_to_its_place(pdf: pikepdf.Pdf, texts: list[str]):
    known, first = places(pdf), next(page for page in pdf.pages[2:] if "/Annots" in page)
    ends = {bytes(link.Dest): known[bytes(link.Dest)] for link in first.Annots}
    (deep,) = {*ends} - {b"es/b/two.html"}
    assert str(pikepdf.String(deep)) == "es/b/two.html-hondó"
    assert "Lo hondo" in texts[ends[deep] - 1]
    # What is not drawn has no place; its chapter has.
    assert texts[ends[b"es/b/two.html"] - 1].startswith("Dos")


def test_no_link_leads_nowhere(pdf: pikepdf.Pdf):
    known, outside = places(pdf), []
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            assert str(link.Contents)
            if "/Dest" in link:
                assert bytes(link.Dest) in known
            else:
                outside.append(str(link.A.URI))
    assert {*outside} == {
        "https://creativecommons.org/licenses/by/4.0/deed.es",
        "https://example.org/",
        "book:lost",
    }


def test_bookmarks_are_parts_and_their_chapters_in_order(pdf: pikepdf.Pdf, texts: list[str]):
    def below(bookmark: pikepdf.Object) -> list[tuple[str, list]]:
        found, one, before = [], bookmark.get("/First"), None
        while one is not None:
            assert one.Parent.objgen == bookmark.objgen
            assert before is None or one.Prev.objgen == before.objgen
            place = page_numbers(pdf)[one.Dest[0].objgen]
            assert str(one.Title) in texts[place - 1]
            found.append((str(one.Title), below(one)))
            before, one = one, one.get("/Next")
        assert before is None or bookmark.Last.objgen == before.objgen
        assert abs(int(bookmark.get("/Count", 0))) == sum(1 + count(inner) for _, inner in found)
        return found

    def count(inner: list[tuple[str, list]]) -> int:
        return sum(1 + count(more) for _, more in inner)

    assert below(pdf.Root.Outlines) == [
        ("Guía", []),
        ("Contenido", []),
        ("Inicio", []),
        ("Parte", [("Uno", [("Fin", [])]), ("Dos", [("Lo hondo", [])])]),
        ("Otra", [("Tres", [])]),
        ("Índice de términos", []),
    ]


def test_the_structure_is_one_tree_in_the_order_of_the_pages(pdf: pikepdf.Pdf):
    tree, numbers = pdf.Root.StructTreeRoot, page_numbers(pdf)
    assert [str(one.S) for one in tree.K] == ["/Document"]
    found = elements(pdf)
    for element in found:
        for kid in element.K:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen
    on_pages = [numbers[element.Pg.objgen] for element in tree.K[0].K]
    assert all(one <= other for one, other in pairwise(on_pages))
    assert {*on_pages} == {*numbers.values()}
    assert "en" in {str(element.get("/Lang", "")) for element in found}


def test_each_marked_text_and_each_link_knows_its_element(pdf: pikepdf.Pdf):
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    assert [*map(int, nums[::2])] == [*range(len(nums) // 2)]
    assert int(pdf.Root.StructTreeRoot.ParentTreeNextKey) == len(nums) // 2
    parents, own = nums[1::2], []
    for page in pdf.pages:
        own.append(int(page.obj.StructParents))
        for place, element in enumerate(parents[own[-1]]):
            assert element.Pg.objgen == page.objgen
            assert place in [kid for kid in element.K if not isinstance(kid, pikepdf.Object)]
        for link in page.get("/Annots", []):
            own.append(int(link.StructParent))
            assert str(parents[own[-1]].S) == "/Link"
    assert sorted(own) == [*range(len(nums) // 2)]


def test_header_cells_have_names_of_their_own_which_the_cells_below_know(pdf: pikepdf.Pdf):
    found = elements(pdf)
    names = [bytes(element.ID) for element in found if "/ID" in element]
    assert len(names) == len({*names}) == 4
    headers = [bytes(name) for element in found if str(element.S) == "/TD" for name in element.A.Headers]
    assert sorted(headers) == sorted(names)
    listed = list(pdf.Root.StructTreeRoot.IDTree.Names)
    assert [*map(bytes, listed[::2])] == sorted(names)
    assert all(bytes(cell.ID) == bytes(name) for name, cell in zip(listed[::2], listed[1::2], strict=True))


def test_each_font_is_there_once(pdf: pikepdf.Pdf):
    fonts = {font.objgen: str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
    assert len({*fonts.values()}) == len(fonts)
    files = [one.objgen for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Length1" in one]
    assert len(files) == len(fonts)


def test_a_book_says_every_word_of_its_chapters(site: Path, made: bytes):
    whole = said(made)
    for chapter in documents().chapters:
        alone = said(render_part(chapter.document, site=site))
        assert len(alone.split()) > 5
        for page in alone.split("\f"):
            assert page in whole


def said(made: bytes) -> str:
    """The text of a PDF, its pages apart; a foot is drawn last on each."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made)]
    return "\f".join(re.sub(r"\s*Página \d+ de \d+\s*$", "", page).strip() for page in pages)


def test_a_book_names_itself_and_its_language(pdf: pikepdf.Pdf):
    assert str(pdf.Root.Lang) == "es"
    assert str(pdf.docinfo.Title) == "Guía"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert 'pdfuaid:part="1"' in pdf.Root.Metadata.read_bytes().decode()
    assert pdf.check_pdf_syntax() == []


def test_the_same_documents_make_the_same_book_to_the_byte(made: bytes, site: Path):
    assert joined(documents(), lambda document: render_part(document, site=site)) == made
