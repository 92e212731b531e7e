"""Two articles become rows of blocks that say the same, with one list of sources."""

import json
import re
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.editions.keep import kept_files
from editorial.editions.plan import Edition, PlannedPage, Volume
from editorial.editions.zim import zim_files
from editorial.site.side_by_side import Part, Side, adapted, article_of, side_by_side, sources_of

#: What a page is made of; each is a block of its own, with a word to tell it by.
BLOCKS = ("<p>{}</p>", "<ul><li>{}</li><li>b</li></ul>", "<h2>{}</h2>", "<h3>{}</h3>", "<table><tbody><tr><td>{}</td></tr></tbody></table>",
          "<details><summary>{}</summary><p>c</p></details>", "<div class=admonition><p>{}</p></div>")  # fmt: skip


def parts(original: str, translation: str) -> tuple[Part, ...]:
    articles = [article_of(f"<article>{html}</article>") for html in (original, translation)]
    return side_by_side(*articles, "es")


def flat(all_parts: tuple[Part, ...]) -> Iterator[tuple[str, ...]]:
    for part in all_parts:
        if part.sides:
            yield tuple(map(str, part.sides))
        yield from flat(part.parts)


def moved(html: str, *, original: bool = False, shared: frozenset[str] = frozenset()) -> str:
    beside = {
        "a/one.html": "en-es/a/one.html",
        "es/a/one.html": "en-es/a/one.html",
        "es/two.html": "en-es/two.html",
    }
    url = "a/one.html" if original else "es/a/one.html"
    side = Side(
        "en" if original else "es", url, "en-es/a/one.html", beside.get, "" if original else "es-", shared
    )
    return adapted(article_of(f"<article>{html}</article>"), side).inner_html


@pytest.mark.parametrize(
    ("original", "translation", "rows"),
    [
        ("<h2>A</h2><p>b</p>", "<h2>Á</h2><p>bé</p>", [("<h2>A</h2>", "<h2>Á</h2>"), ("<p>b</p>", "<p>bé</p>")]),
        ("<ul><li>a<li>b</ul>", "<ul><li>c<li>d</ul>", [("<ul><li>a</li></ul>", "<ul><li>c</li></ul>"), ("<ul><li>b</li></ul>", "<ul><li>d</li></ul>")]),
        ("<ol start=3><li>a<li>b</ol>", "<ol start=3><li>c<li>d</ol>", [('<ol start="3"><li>a</li></ol>', '<ol start="3"><li>c</li></ol>'), ('<ol start="4"><li>b</li></ol>', '<ol start="4"><li>d</li></ol>')]),
        ("<ol start=11111111111><li>a</ol>", "<ol start=11111111111><li>c</ol>", [("<ol><li>a</li></ol>", "<ol><li>c</li></ol>")]),
        ("<ul><li>a</ul>", "<ul><li>c<li>d</ul>", [("<ul><li>a</li></ul>", "<ul><li>c</li><li>d</li></ul>")]),
        # What phones alone fold lies open, and says no more than it says there.
        ("<details class='site-fold site-fold-phone'><summary>More</summary><p>a</p></details>",
         "<details class='site-fold site-fold-phone'><summary>Más</summary><p>b</p></details>", [("<p>a</p>", "<p>b</p>")]),
        # A part that readers choose to open stays closed, with its line in both.
        ("<details class=site-fold><summary>Open</summary><p>a</p></details>",
         "<details class=site-fold><summary>Abrir</summary><p>b</p></details>", [("Open", "Abrir"), ("<p>a</p>", "<p>b</p>")]),
        # Text that is in no block is not lost.
        ("<details><summary>a</summary>b</details>", "<details><summary>c</summary>d</details>", [("<details><summary>a</summary>b</details>", "<details><summary>c</summary>d</details>")]),
        ("<div>a<p>b</p></div>", "<div>c<p>d</p></div>", [("<div>a<p>b</p></div>", "<div>c<p>d</p></div>")]),
        # A section with other blocks is paired as a whole; the next one is not lost by it.
        ("<h2>A</h2><p>1</p><p>2</p><h2>B</h2><p>3</p>", "<h2>Á</h2><p>1 2</p><h2>É</h2><p>3</p>",
         [("<h2>A</h2>", "<h2>Á</h2>"), ("<p>1</p><p>2</p>", "<p>1 2</p>"), ("<h2>B</h2>", "<h2>É</h2>"), ("<p>3</p>", "<p>3</p>")]),
        # With other headings, nothing tells what belongs together.
        ("<h2>A</h2><p>1</p><h2>B</h2>", "<h2>Á</h2><p>1</p>", [("<h2>A</h2><p>1</p><h2>B</h2>", "<h2>Á</h2><p>1</p>")]),
        # A note that only the translation has stands alone.
        ("<h1>A</h1>", "<aside>Old</aside><h1>Á</h1>", [("", "<aside>Old</aside>"), ("<h1>A</h1>", "<h1>Á</h1>")]),
        # Terms stand in each language's own order.
        ("<dl><div id=a>x</div><div id=b>y</div></dl>", "<dl><div id=es-b>Y</div><div id=es-a>X</div></dl>",
         [('<dl><div id="a">x</div></dl>', '<dl><div id="es-a">X</div></dl>'), ('<dl><div id="b">y</div></dl>', '<dl><div id="es-b">Y</div></dl>')]),
        # What only a screen's scripts or the page alone need is left out.
        ("<p>a</p><template><p>t</p></template><p hidden>h</p><div data-edition=page></div><p class=site-downloads>d</p>", "<p>b</p>", [("<p>a</p>", "<p>b</p>")]),
    ],
)  # fmt: skip
def test_blocks_that_say_the_same_stand_beside_each_other(original: str, translation: str, rows):
    assert [*flat(parts(original, translation))] == rows


def test_sources_are_listed_once_with_what_each_language_says_of_them_and_its_ways_back():
    item = '<ol class="site-references"><li id="ref-a"><span class="site-reference">Doe. <span class="site-evidence">{}</span></span> <a class="site-back" href="#{}cite-1">a</a></li></ol>'
    [(html,)] = flat(parts(item.format("Review", ""), item.format("Revisión", "es-")))
    assert html.count("<li") == html.count("Doe.") == html.count('id="ref-a"') == 1
    assert re.findall(r'href="(.*?)"', html) == ["#cite-1", "#es-cite-1"]
    assert '<span lang="es"><span class="site-evidence">Revisión</span>' in html


def test_sources_in_another_order_are_not_taken_for_the_same():
    lists = [
        '<ol class="site-references"><li id="ref-a"></li><li id="ref-b"></li></ol>',
        '<ol class="site-references"><li id="es-ref-b"></li><li id="es-ref-a"></li></ol>',
    ]
    assert [len(row) for row in flat(parts(*lists))] == [2, 2]
    assert sources_of(article_of(f"<article>{lists[0]}</article>")) == ["ref-a", "ref-b"]


@pytest.mark.parametrize(
    ("html", "changed"),
    [
        ('<h2 id="who">A</h2>', '<h2 id="es-who">A</h2>'),
        ('<a href="#who">A</a>', '<a href="#es-who">A</a>'),
        ('<svg aria-labelledby="a b"></svg>', '<svg aria-labelledby="es-a es-b"></svg>'),
        # To a page that is shown beside its own, and stays there; to one that is not, in its language.
        ('<a href="../two.html#x">A</a>', '<a href="../two.html#es-x">A</a>'),
        ('<a href="../a/one.html#x">A</a>', '<a href="#es-x">A</a>'),
        ('<a href="../search.html#x">A</a>', '<a href="../../es/search.html#x" hreflang="es">A</a>'),
        ('<a href="../../two.html" hreflang="en">A</a>', '<a href="../../two.html" hreflang="en">A</a>'),
        ('<img src="../../pic.png">', '<img src="../../pic.png">'),
        ('<img src="pic.png">', '<img src="../../es/a/pic.png">'),
        ('<a href="https://e.org/a#b">A</a>', '<a href="https://e.org/a#b">A</a>'),
        ('<a href="http://[x">A</a>', '<a href="http://[x">A</a>'),
        ('<a href="tel:+1">A</a>', '<a href="tel:+1">A</a>'),
    ],
)  # fmt: skip
def test_links_and_ids_of_a_translation_are_its_own(html: str, changed: str):
    assert moved(html) == changed


@pytest.mark.parametrize(
    "block",
    ["<div>{}</div>", "<details><summary>s</summary>{}</details>", "<div class=site-fold-phone>{}</div>"],
)
def test_whatever_lies_in_each_other_is_shown_however_deep(block: str):
    html = "<p>deep</p>"
    for _ in range(3000):
        html = block.format(html)
    assert "deep" in "".join(row[0] for row in flat(parts(html, html)))


def test_links_to_a_shared_list_lead_to_it_from_both():
    html = '<a href="#ref-a" id="cite-1">1</a>'
    assert moved(html, original=True) == html
    assert moved(html, shared=frozenset({"ref-a"})) == '<a href="#ref-a" id="es-cite-1">1</a>'
    assert moved(html) == '<a href="#es-ref-a" id="es-cite-1">1</a>'


pages = st.lists(st.sampled_from(BLOCKS), max_size=12)


@given(pages, pages)
def test_whatever_two_pages_are_made_of_nothing_is_lost_and_each_keeps_its_order(
    first: list[str], second: list[str]
):
    written = [
        "".join(block.format(f"{side}{number}.") for number, block in enumerate(blocks))
        for side, blocks in (("x", first), ("y", second))
    ]
    rows = [row for row in flat(parts(*written)) if len(row) == 2]
    for place, html in enumerate(written):
        side = "xy"[place]
        assert re.findall(rf"{side}\d+\.", "".join(row[place] for row in rows)) == re.findall(
            rf"{side}\d+\.", html
        )


@given(pages)
def test_two_pages_of_the_same_structure_are_paired_block_by_block(blocks: list[str]):
    written = [
        "".join(block.format(f"{side}{number}.") for number, block in enumerate(blocks)) for side in "xy"
    ]
    rows = [*flat(parts(*written))]
    for number in range(len(blocks)):
        assert (
            [row for row in rows if f"x{number}." in row[0]]
            == [row for row in rows if f"y{number}." in row[1]]
            != []
        )


def test_it_is_kept_and_packed_for_those_who_have_both_languages():
    volumes = tuple(
        Volume(
            locale,
            locale,
            "T",
            (PlannedPage(url=f"{folder}a.html", title="A", part="", revised="", printed=True),),
            (),
        )
        for locale, folder in (("en", ""), ("es", "es/"))
    )
    edition = Edition("guide", date(2026, 11, 23), "", volumes)
    files = dict.fromkeys(("a.html", "es/a.html", "en-es/a.html"), b"<p>x</p>") | {
        "assets/worker.js": b'const LIST="";'
    }
    told = json.loads(kept_files(files, edition)["keep.json"])
    assert {path: language for path, (language, _, _) in told["files"].items()} == {
        "a.html": "en",
        "es/a.html": "es",
        "en-es/a.html": "en,es",
    }
    assert told["together"] == {"en,es": 8}
    assert "en-es/a.html" in zim_files(files, edition, ("en", "es"))
    assert "en-es/a.html" not in zim_files(files, edition, ("es",))


def test_what_phones_fold_lies_open_and_no_sign_of_danger_is_lost():
    article = article_of(
        '<article><ul><li><details class="site-fold-phone site-sign"><summary><strong>Fever</strong></summary> why'
        '</details></li></ul><details class="site-fold site-fold-phone"><summary class="screen-only">More</summary>'
        '<p>b</p><details class="site-fold"><summary>Keep</summary><p>c</p></details></details></article>'
    )
    assert article is not None
    assert article.html == (
        "<article><ul><li><strong>Fever</strong> why</li></ul><p>b</p>"
        '<details class="site-fold"><summary>Keep</summary><p>c</p></details></article>'
    )
