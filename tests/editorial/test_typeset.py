"""From a document in HTML to the same one in the language of Typst, and to a PDF that says all of it."""

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser

from editorial.editions.pdf import DrawingError, Press, press
from editorial.editions.typeset import looks_of, typst
from guides import ROOT, read_table
from make_editions import PRINT_STYLE

CASES = read_table(Path(__file__).with_name("typeset.yml"))
STYLE = "#let frame(body) = block(body)\n#let row(..cells) = grid(..cells)\n"


def body_of(html: str, letters: str = "") -> str:
    written = typst(f"<body>{html}</body>", style=STYLE, letters=letters)
    return written.source.rpartition("#show: document-of.with(")[2].partition("\n")[2]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["html"])
def test_what_stands_in_a_document_is_written_as_typst_reads_it(case: dict[str, str]):
    assert body_of(case["html"]) == case["is"]


def test_a_document_says_its_title_its_day_its_language_and_what_stands_on_each_page():
    head = '<title>A "b"</title><meta name=author content=C><meta name=dcterms.created content=2026-11-23><meta name=foot content="{page} / {pages}">'
    written = typst(
        f'<html lang=es><head>{head}</head><body data-title="G">x</body></html>', style="", letters=""
    )
    assert written.day == date(2026, 11, 23)
    (told,) = re.findall(r"#show: document-of\.with\((.*)\)\n", written.source)
    assert told == (
        'title: "A \\"b\\"", author: "C", description: "", date: datetime(year: 2026, month: 11, day: 23), head: "G", '
        'foot: (page, pages) => [#page#" / ";#pages], has-cover: false, lang: "es", region: none'
    )


def test_the_cells_that_are_headers_of_their_row_are_counted_through_all_tables():
    table = "<table><thead><tr><th>a<th>b</thead><tr><th>c<td>d<tr><td>e</table>"
    assert typst(table * 2, style="", letters="").row_headers == {2, 8}


def test_in_large_print_a_table_of_very_many_columns_stands_as_a_list():
    table = "<table class=site-states><thead><tr><th>A<th>B</thead><tr><th>a<td data-label=B>b</table>"
    large = typst(f"<body class=site-large>{table}</body>", style="", letters="").source
    assert large.endswith(
        '#parbreak();#kept[#stacked-row[#parbreak();#"a";#parbreak();#strong[#"B";: ];#"b";]];#parbreak();'
    )


def test_the_style_has_a_look_for_what_the_documents_are_made_of():
    looks = looks_of(PRINT_STYLE.read_text("utf-8"))
    for folder in (ROOT / "overrides/editions", ROOT / "overrides"):
        for name in ("book.html", "handout.html", "sheet.html", "review.html", "beside.html"):
            if (folder / name).is_file():
                text = (folder / name).read_text("utf-8")
                used = {*re.findall(r'class="((?:site|review)-[\w-]+)"', text)}
                only_screens = {"site-footer", "site-language", "site-beside-name", "site-beside-row"}
                assert used - only_screens - looks.keys() <= {"site-contents", "review-statement"}, name


# What is drawn


@pytest.fixture(scope="module")
def printer() -> Iterator[Press]:
    with press(ROOT / "overrides", PRINT_STYLE) as made:
        yield made


def said(printer: Press, html: str, *, kind: str = "") -> str:
    """Return the text of a document's PDF, without spaces."""
    document = f'<html lang="en"><head><title>T</title></head><body class="{kind}" data-title=""><h1>T</h1>{html}</body></html>'
    made = PdfReader(io.BytesIO(printer.draw(document)))
    return re.sub(r"\s", "", "".join(page.extract_text() for page in made.pages))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["", "site-large"])
@pytest.mark.parametrize(
    ("html", "text", "count"),
    [
        # More than a page, in what stays together where it can.
        (f"<div class=admonition>{'<p>word</p>' * 90}</div>", "word", 90),
        (f"<ul class=site-key-points>{'<li>word</li>' * 90}</ul>", "•word", 90),
        (f"<table><tr><td>{'word<br>' * 200}<td>b</table>", "word", 200),
        (f"<table><tr><td>{'a<br>' * 90}<td>b</table>", "a", 90),
        (f"<table><tr><td>{'long ' * 99}<td>{'word ' * 99}<td>{'such ' * 99}</table>", "word", 99),
        (f"<div class=site-beside-row><div>{'<p>word</p>' * 90}</div><div>b</div></div>", "word", 90),
        (f"<div class=admonition>{'中' * 2000}</div>", "☐", 2000),
        (f"<div class=site-beside-row><div class=admonition>{'word ' * 400}</div><div>b</div></div>", "word", 400),
        # Deeper in each other than Typst goes.
        ("<div class=admonition>" * 200 + "deep" + "</div>" * 200, "deep", 1),
        ("<ul><li>" * 200 + "deep" + "</li></ul>" * 200, "deep", 1),
        ("<blockquote>" * 200 + "deep" + "</blockquote>" * 200, "deep", 1),
        ("<b><i><u><s>" * 50 + "deep" + "</s></u></i></b>" * 50, "deep", 1),
        ("<a href=https://e.org><s>a</s></a><s><a href=https://e.org>a</a></s>", "a", 2),
        ("<table><tr><td>" * 60 + "deep" + "</table>" * 60, "deep", 1),
        ("<dl><dt>a<dd>" * 60 + "deep" + "</dl>" * 60, "deep", 1),
        ('<p lang="en">' + '<span lang="es"><span lang="en">' * 90 + "deep" + "</span></span>" * 90, "deep", 1),
        # In other scripts, from right to left, and signs that no font has.
        ('<p dir="rtl" lang="ar">ab نوم</p>', "☐", 3),
        ("<p>a&shy;b&zwj;c&ensp;d\u0301e 😀</p>", "☐", 2),
        # Text of all fonts in each way to set it.
        ("<p>ąŻ ≥ β₂ → ✓ <b>ąŻ ≥ β₂ → ✓</b> <em>ąŻ ≥ β₂ → ✓</em></p>", "ąŻ≥β₂→✓", 3),
    ],
)  # fmt: skip
def test_nothing_that_a_page_may_hold_is_lost_or_stops_it(
    printer: Press, html: str, text: str, count: int, kind: str
):
    assert said(printer, html, kind=kind).count(text) == count


@pytest.mark.slow
@pytest.mark.parametrize("repeated", ["cs", "es", "pl", "pt"])
def test_no_hyphen_is_said_twice_where_a_line_ends(printer: Press, repeated: str):
    words = "CK7-positivo y CK20-negativo, " * 40
    assert "--" not in said(printer, f'<p lang="{repeated}">{words}</p>')


@pytest.mark.slow
def test_a_picture_that_is_none_is_said_and_nothing_is_made(printer: Press):
    with pytest.raises(DrawingError, match="not found"):
        said(printer, '<img src="assets/none.png" alt="A">')


TAGS = st.sampled_from(
    ["p", "div", "b", "em", "ul", "ol", "li", "table", "tr", "td", "th", "thead", "dl", "dt", "dd", "h2", "h5", "a",
     "a href=#x", "a href=#y", "a href=#", "p id=x", "li id=y", "th id=x", "h2 id=y", "tr id=x",
     "blockquote", "span lang=es", "div class=admonition", "div class=site-beside-row", "section class=site-help", "sup", "pre"]
)  # fmt: skip
WORDS = st.text(alphabet='abé#"\\[]$*_`@<>~-–=/ 0', min_size=1, max_size=8)
HTML = st.recursive(
    WORDS.map(lambda text: text.replace("<", "&lt;")),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(
        lambda both: f"<{both[0]}>{''.join(both[1])}</{both[0].split()[0]}>"
    ),
    max_leaves=25,
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True)
@given(HTML)
def test_whatever_a_page_is_made_of_all_of_it_is_said(printer: Press, html: str):
    written = LexborHTMLParser(f"<body>{html}</body>").text()
    made = said(printer, html)
    for letter in "abé#[$*_`@~=":
        assert made.count(letter) == written.count(letter), letter
