"""What of a page's HTML a phone need not load, and what a reader would miss."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from editorial.site.weight import without_indents


@pytest.mark.parametrize(
    ("html", "short"),
    [
        ("<p>\n  A\n  b\n</p>", "<p>\nA\nb\n</p>"),
        ("<li>A</li>  \r\n\r\n\t<li>B</li>", "<li>A</li>\n<li>B</li>"),
        ("<b>A</b> <i>B</i>  C", "<b>A</b> <i>B</i>  C"),
        ("A\n <code>b  c</code>", "A\n<code>b  c</code>"),
        ("", ""),
    ],
)
def test_an_indent_and_an_empty_line_are_one_end_of_a_line(html: str, short: str):
    assert without_indents(html) == short


@pytest.mark.parametrize(
    "html",
    [
        "<pre>\n  a\n\n  b</pre>",
        "<PRE class='x'>\n  a</PRE>",
        "<textarea>\n\n  a\n</textarea>",
        '<script type="application/json">{"a":\n  1}</script>',
        "<style>\n  a{}\n</style>",
        "<pre>\n  never closed",
        "10\xa0\xa0mg\n\xa0\xa0a day",  # A no-break space is a sign.
    ],
)
def test_what_keeps_its_own_spaces_keeps_them(html: str):
    assert without_indents(html) == html


def shown(html: str) -> str:
    """Return the text of a page as a browser counts its spaces, where no element keeps them."""
    return re.sub(r"[ \t\r\n\f]+", " ", LexborHTMLParser(f"<body>{html}").body.text())


@given(st.text(alphabet="ab \n\t\xa0<>/pi=\"'&;é", max_size=200))
def test_whatever_a_page_says_it_says_the_same(html: str):
    assert shown(without_indents(html)) == shown(html)
    assert without_indents(without_indents(html)) == without_indents(html)
