"""A book as a PDF: to eyes, to links, to bookmarks and to screen readers."""

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copytree

import pikepdf
import pytest
from pypdf import PdfReader

from editorial.editions.book import book
from editorial.editions.chapters import read_article
from editorial.editions.pdf import press
from editorial.editions.plan import Edition, PlannedPage, Volume
from guides import ROOT
from make_editions import PRINT_STYLE, renderer, words_of

pytestmark = pytest.mark.slow

LONG = "".join(
    f"<p>Paragraph {number} of a long chapter, which fills some pages.</p>" for number in range(120)
)
TABLE = "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><th scope=row>one</th><td>two</td></tr></tbody></table>"
#: Address, title, part of the menu, and text.
PAGES = [
    ("es/index.html", "Inicio", "", f'<p>Véase <a href="b/two.html#hondó">lo hondo</a> y <a href="b/two.html#away">lo otro</a>.</p>{TABLE}'),
    ("es/a/one.html", "Uno", "Parte", f'<p>biopsia</p>{LONG}<h2 id="end">Fin</h2><p>ganglio <a href="#end">aquí</a></p>'),
    ("es/b/two.html", "Dos", "Parte", f'{LONG}<h2 id="hondó">Lo hondo</h2><p class="site-hide"><b id="away">x</b></p><p>biopsia ∑</p>{TABLE}'),
    ("es/three.html", "Tres", "Otra", '<p>biopsia, <em lang="en">in English</em>; <a href="a/one.html">uno</a>, <a href="https://example.org/">fuera</a>, <a href="javascript:alert(1)">nada</a></p>'),
]  # fmt: skip


def document() -> str:
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
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    copytree(ROOT / "overrides/assets", folder / "assets")
    return folder


def drawn(site: Path) -> bytes:
    with press(site, PRINT_STYLE) as printer:
        return printer.draw(document())


@pytest.fixture(scope="module")
def made(site: Path) -> bytes:
    return drawn(site)


@pytest.fixture(scope="module")
def pdf(made: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(made)) as opened:
        yield opened


@pytest.fixture(scope="module")
def texts(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every element of the structure, in the order of reading."""
    found, waiting = [], [pdf.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += reversed(list(node))
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(node)
            waiting += reversed(list(node.get("/K", [])))
    return found


def end_of(link: pikepdf.Object, pdf: pikepdf.Pdf) -> int:
    """On what page a link ends."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    named = dict(pikepdf.NameTree(pdf.Root.Names.Dests)) if "/Names" in pdf.Root else {}
    end = link.Dest if isinstance(link.Dest, pikepdf.Array) else named[str(link.Dest)]
    return numbers[end[0].objgen]


def test_the_foot_of_each_page_but_the_first_counts_through_the_whole_book(texts: list[str]):
    assert len(texts) > 10
    assert "Página" not in texts[0]
    for number, text in enumerate(texts[1:], 2):
        assert re.findall(r"Página (\d+) de (\d+)", text) == [(str(number), str(len(texts)))]


def test_the_head_of_a_page_names_the_chapter_but_where_it_begins(texts: list[str]):
    heads = [text.split("\n")[0].strip() for text in texts]
    assert heads[1] == heads[2] == "Guía"
    begins = next(number for number, text in enumerate(texts) if text.startswith("Guía\nUno\n"))
    assert {re.sub(r"\s+", " ", text.replace("\n", " "))[:8] for text in texts[begins + 1 : begins + 3]} == {
        "Guía Uno"
    }


def test_heads_and_feet_are_no_part_of_what_is_read_out(pdf: pikepdf.Pdf):
    for page in list(pdf.pages)[1:]:
        marked = [
            str(operands[1].get("/Subtype", ""))
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and str(operands[0]) == "/Artifact"
        ]
        assert {"/Header", "/Footer"} <= {*marked}


def test_contents_and_index_name_the_pages_and_lead_to_them(pdf: pikepdf.Pdf, texts: list[str]):
    listed = dict(re.findall(r"^(\S.*?)(?: ?\.){3,}\s*(\d+)$", texts[1], re.MULTILINE))
    titles = ["Inicio", "Parte", "Uno", "Dos", "Otra", "Tres", "Índice de términos"]
    assert [*listed] == titles
    for title, number in listed.items():
        assert texts[int(number) - 1].startswith(f"Guía\n{title}")
    links = [end_of(link, pdf) for link in pdf.pages[1].Annots]
    assert {*links} == {*map(int, listed.values())}
    (biopsy,) = re.findall(r"biopsia ([\d, ]+)", texts[-1])
    numbers = [int(number) for number in biopsy.split(",")]
    assert len(numbers) == 3
    assert all("biopsia" in texts[number - 1] for number in numbers)


def test_a_link_into_another_chapter_leads_to_its_place(pdf: pikepdf.Pdf, texts: list[str]):
    first = next(page for page in pdf.pages[2:] if "/Annots" in page)
    ends = [texts[end_of(link, pdf) - 1] for link in first.Annots]
    # What print leaves out has no place, and a link to it is none.
    (deep,) = ends
    assert "Lo hondo" in deep


def test_no_link_leads_nowhere(pdf: pikepdf.Pdf):
    outside = []
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            assert str(link.Contents)
            if "/Dest" in link:
                assert 1 <= end_of(link, pdf) <= len(pdf.pages)
            else:
                outside.append(str(link.A.URI))
    assert {*outside} == {"https://creativecommons.org/licenses/by/4.0/deed.es", "https://example.org/"}


def test_bookmarks_are_parts_and_their_chapters_in_order(pdf: pikepdf.Pdf):
    def below(bookmark: pikepdf.Object) -> list[tuple[str, list]]:
        found, one = [], bookmark.get("/First")
        while one is not None:
            found.append((str(one.Title), below(one)))
            one = one.get("/Next")
        return found

    assert below(pdf.Root.Outlines) == [
        ("Guía", []),
        ("Contenido", []),
        ("Inicio", []),
        ("Parte", [("Uno", [("Fin", [])]), ("Dos", [("Lo hondo", [])])]),
        ("Otra", [("Tres", [])]),
        ("Índice de términos", []),
    ]


def test_the_structure_is_one_tree_in_the_order_of_the_pages(pdf: pikepdf.Pdf):
    found = elements(pdf)
    assert str(found[0].S) == "/Document"
    headings = [(str(one.S), str(one.get("/T", ""))) for one in found if re.match(r"/H\d", str(one.S))]
    assert headings == [
        *(("/H1", title) for title in ("Guía", "Contenido", "Inicio", "Parte")),
        *(("/H2", "Uno"), ("/H3", "Fin"), ("/H2", "Dos"), ("/H3", "Lo hondo")),
        *(("/H1", "Otra"), ("/H2", "Tres"), ("/H1", "Índice de términos")),
    ]


def test_header_cells_of_columns_and_of_rows_are_told_apart(pdf: pikepdf.Pdf):
    found = elements(pdf)
    cells = [one for one in found if str(one.S) in ("/TH", "/TD")]
    scopes = [str(part.Scope) for cell in cells for part in cell.A if "/Scope" in part]
    assert scopes == ["/Column", "/Column", "/Row"] * 2
    assert [str(cell.S) for cell in cells] == ["/TH", "/TH", "/TH", "/TD"] * 2


def test_a_book_names_itself_its_day_and_its_language(pdf: pikepdf.Pdf):
    assert str(pdf.Root.Lang) == "es"
    assert str(pdf.docinfo.Title) == "Guía"
    assert str(pdf.docinfo.CreationDate).startswith("D:20261123")
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes().decode()
    assert pdf.check_pdf_syntax() == []


def test_the_same_document_makes_the_same_book_to_the_byte(made: bytes, site: Path):
    assert drawn(site) == made
