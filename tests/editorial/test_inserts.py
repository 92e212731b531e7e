"""What is put into a page's HTML: a piece below a heading's introduction, a collapsed section."""

from editorial.pages.inserts import after_introduction, collapsed

PAGE = '<h2 id="a">A</h2>\n<p>One</p>\n<p>Two</p>\n<h3 id="b">B</h3>\n<p>Three</p>\n<h2 id="c">C</h2>\n<p>Four</p>'


def test_a_piece_stands_after_the_first_paragraph_of_its_section():
    assert "<p>Three</p><hr>" in after_introduction(PAGE, "b", "<hr>")
    assert "<p>One</p><hr>\n<p>Two</p>" in after_introduction(PAGE, "a", "<hr>")


def test_a_piece_for_a_heading_that_is_not_there_is_told_apart():
    assert after_introduction(PAGE, "nowhere", "<hr>") is None


def test_a_backslash_in_a_piece_stays_one():
    assert r"\1" in after_introduction(PAGE, "a", r"\1")


def test_a_section_is_collapsed_with_its_smaller_headings_up_to_the_next_of_its_level():
    html = collapsed(PAGE, "a", summary="More & more")
    assert html.startswith('<h2 id="a">A</h2>\n<p>One</p><details class="site-fold"><summary>More &amp; more')
    assert "<p>Three</p>\n</details><h2" in html


def test_the_last_section_is_collapsed_to_the_end_of_the_page():
    assert collapsed(PAGE + "<ul></ul>", "c", summary="s").endswith("<ul></ul></details>")


def test_a_page_without_the_section_or_with_nothing_to_fold_stays_as_it_is():
    assert collapsed(PAGE, "nowhere", summary="s") == PAGE
    assert collapsed(PAGE, "c", summary="s") == PAGE
    assert collapsed(PAGE, "b", summary="s") == PAGE
