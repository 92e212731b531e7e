"""What is put into a page's HTML: a piece below a heading's introduction, a collapsed section."""

from editorial.pages.inserts import after_introduction, collapsed, folded_on_phones

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


# --- what phones fold

LONG = "<p>" + "Long words of a study. " * 12 + "</p>"
NOTE = f'<div class="admonition note"><p class="admonition-title">How sure?</p>{LONG}</div>'
SIGNS = "<ul><li><strong>Fever.</strong> An infection <a href='#ref-a'>1</a>.</li></ul>"
TREATMENT = (
    f'<h2 id="t">Treatment</h2><p>First.</p>{LONG}'
    f'<h3 id="m">Medicines</h3><ul><li><strong>Heat:</strong> {LONG}</li><li><strong>Cold &amp; ice.</strong> x</li></ul>'
    f'<h3 id="call">Call</h3>{SIGNS}{LONG}{NOTE}'
)
TESTS = f'<h2 id="f">Tests</h2><p>First.</p>{LONG}<h3 id="s">Stage</h3>{LONG}'


def phone(html: str) -> str:
    return folded_on_phones(html, sections=["t", "f"], kept=["call"], summary=lambda name: f"More: {name}")


def fold(said: str) -> str:
    return f'<details class="site-fold site-fold-phone"><summary class="screen-only">{said}</summary>'


def test_a_section_folds_after_its_first_paragraph_and_the_control_names_the_headings_in_it():
    names = '<span class="site-fold-names">Stage</span>'
    folded = phone(TESTS + "<h2>Next</h2>")
    assert (
        folded
        == TESTS.replace("First.</p>", f"First.</p>{fold('More: Tests' + names)}") + "</details><h2>Next</h2>"
    )


def test_a_section_with_signs_of_danger_keeps_its_parts_and_names_what_is_folded():
    html = phone(TREATMENT)
    assert f'<h2 id="t">Treatment</h2><p>First.</p>{fold("More: Treatment")}' in html
    names = '<span class="site-fold-names">Heat · Cold &amp; ice</span>'
    assert f'<h3 id="m">Medicines</h3>{fold("More: Medicines" + names)}<ul>' in html


def test_a_part_that_begins_with_a_list_without_names_stays_open():
    html = TREATMENT.replace("<strong>Heat:</strong>", "Heat:").replace(
        "<strong>Cold &amp; ice.</strong>", "Cold"
    )
    assert f'<h3 id="m">Medicines</h3><ul><li>Heat: {LONG}' in phone(html)


def test_a_sign_of_danger_stays_in_sight_and_folds_its_reason():
    sign = '<li><details class="site-fold-phone site-sign"><summary><strong>Fever.</strong></summary> An infection'
    assert f'<h3 id="call">Call</h3><ul>{sign} <a' in phone(TREATMENT)
    assert f"</ul>{LONG}" in phone(TREATMENT)


def test_a_note_beside_signs_of_danger_folds_under_its_title():
    assert phone(TREATMENT).endswith(f"{fold('How sure?')}{NOTE}</details>")


def test_what_is_short_or_in_another_section_stays_as_it_is():
    short = '<h2 id="f">Tests</h2><p>First.</p><p>Short.</p>'
    assert phone(short) == short
    other = TESTS.replace('"f"', '"g"')
    assert phone(other) == other
