"""Large print and the sheet of key points, as PDFs that people hold in their hands."""

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from conftest import write_small_guide
from editions import build, with_search

pytestmark = pytest.mark.slow

POINTS = "\n## Key points {#key-points}\n\n- A point about cells [@doe2019].\n- Another one.\n\n## More {#more}\n\n| A | B |\n| - | - |\n| one | two |\n"


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    guide = write_small_guide(tmp_path_factory.mktemp("paper"))
    with_search(guide)
    config = (guide.folder / "mkdocs.yml").read_text("utf-8")
    guide.write("mkdocs.yml", config.replace('!ENV [SITE_URL, ""]', "https://guide.example/"))
    guide.write_both("points.md", "Points", POINTS)
    return build(guide, "first")


def letters(path: Path) -> list[float]:
    """Return the size of each letter of a PDF, in points."""
    sizes = []
    for page in pypdfium2.PdfDocument(path):
        text = page.get_textpage()
        for number in range(text.count_chars()):
            if text.get_text_range(number, 1).strip():
                sizes.append(pypdfium2.raw.FPDFText_GetFontSize(text.raw, number))
    return sizes


@pytest.mark.parametrize(
    "path",
    [
        "points-large.pdf",
        "es/points-large.pdf",
        "downloads/cup-guide-en-large-2026-11-23.pdf",
        "downloads/cup-guide-es-large-2026-11-23.pdf",
    ],
)
def test_no_letter_of_large_print_is_below_18_points(printed: Path, path: str):
    assert min(letters(printed / path)) >= 17.99


@pytest.mark.parametrize("path", ["points.pdf", "downloads/cup-guide-en-2026-11-23.pdf"])
def test_large_print_says_what_the_other_says(printed: Path, path: str):
    large = path.replace(".pdf", "-large.pdf") if "/" not in path else path.replace("-2026", "-large-2026")

    def words(name: str) -> set[str]:
        return {
            word
            for page in PdfReader(printed / name).pages
            for word in page.extract_text().split()
            if word.isalpha()
        }

    assert words(path) - words(large) == set()


@pytest.mark.parametrize(
    ("path", "heading"), [("points-sheet.pdf", "Key points"), ("es/points-sheet.pdf", "Key points")]
)
def test_a_sheet_is_one_page_with_the_points_the_day_and_where_the_rest_is(
    printed: Path, path: str, heading: str
):
    made = PdfReader(printed / path)
    assert len(made.pages) == 1
    text = " ".join(made.pages[0].extract_text().split())
    assert heading in text
    assert "A point about cells." in text
    assert f"https://guide.example/{path.replace('-sheet.pdf', '.html')}" in text
    assert "2026" in text


@pytest.mark.parametrize("path", ["points-sheet.pdf", "es/points-sheet.pdf"])
def test_the_code_of_a_sheet_leads_to_its_page(printed: Path, path: str):
    drawn = pypdfium2.PdfDocument(printed / path)[0].render(scale=2).to_pil()
    read = [code.text for code in zxingcpp.read_barcodes(drawn)]
    assert read == [f"https://guide.example/{path.replace('-sheet.pdf', '.html')}"]


def test_only_pages_with_key_points_have_a_sheet(printed: Path):
    assert sorted(path.relative_to(printed).as_posix() for path in printed.rglob("*-sheet.pdf")) == [
        "es/points-sheet.pdf",
        "points-sheet.pdf",
    ]
