"""From a page of the built site to a chapter: these are the rules."""

import re

import pytest

from editorial.editions.chapters import anchors, chapter, first_uses, read_article, serialized, text_of


def shown(inside: str, *, prefix: str = "c2-", **pages: str) -> str:
    """The chapter of es/a/page.html; ``pages`` says where other pages are in the book."""
    known = {name.replace("_", "/") + ".html": place for name, place in pages.items()}

    def resolve(path: str, fragment: str) -> str | None:
        return f"#{known[path]}{fragment and '-'}{fragment}" if path in known else None

    article = read_article(f"<body><article>{inside}</article><p>foot</p></body>")
    body = serialized(chapter(article, url="es/a/page.html", prefix=prefix, resolve=resolve))
    return body.removeprefix('<article xmlns="http://www.w3.org/1999/xhtml">').removesuffix("</article>")


@pytest.mark.parametrize(
    ("html", "printed"),
    [
        ('<h2 id="who">Who</h2>', '<h2 id="c2-who">Who</h2>'),
        ('<a href="#who" id="who">who</a>', '<a href="#c2-who" id="c2-who">who</a>'),
        ('<p>1 <a href="#x">x</a></p><p class="screen-only" id="x">y</p>', "<p>1 <span>x</span></p>"),
        ('<p>1 <a class="site-back" href="#x">a</a></p><div class="screen-only"><b id="x">y</b></div>', "<p>1 </p>"),
        ('<p aria-labelledby="a b">x</p>', '<p aria-labelledby="c2-a c2-b">x</p>'),
        ('<a href="../b.html">b</a>', '<a href="#c7">b</a>'),
        ('<a href="../b.html#x">b</a>', '<a href="#c7-x">b</a>'),
        ('<a href="lost.html" rel="x" hreflang="en">b</a>', "<span>b</span>"),
        ('<a href="https://example.org/">b</a>', '<a href="https://example.org/">b</a>'),
        ('<a href="tel:+1">b</a>', '<a href="tel:+1">b</a>'),
        ("<details><summary>More</summary><p>b</p></details>",
         '<div class="site-unfolded"><p class="site-unfolded-title">More</p><p>b</p></div>'),
        ("<p>a<script>b</script>c<button>d</button>e</p>", "<p>ace</p>"),
        ('<p class="site-downloads">a</p><!-- b -->c', "c"),
        ('<p data-edition="page">a</p><p hidden>b</p>c', "c"),
        ("<aside><p><details>a</details></p>b</aside>", "<aside><p></p><p></p>b</aside>"),
        ("<p></p><br>", "<p></p><br/>"),
        ('<svg viewBox="0 0 1 1"><title>t</title></svg>',
         '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>t</title></svg>'),
        ("<svg><style>a</style><foreignObject><style>b</style>c</foreignObject></svg>",
         '<svg xmlns="http://www.w3.org/2000/svg"><style>a</style>'
         '<foreignObject>c</foreignObject></svg>'),
    ],
)  # fmt: skip
def test_a_page_becomes_a_chapter(html: str, printed: str):
    assert shown(html, es_b="c7") == printed


def test_a_chapter_leaves_the_article_as_it_was():
    article = read_article('<article><p id="a">x<script>y</script></p></article>')
    before = serialized(article)
    chapter(article, url="a.html", prefix="c1-", resolve=lambda _, __: None)
    assert serialized(article) == before


def test_a_book_keeps_the_places_that_are_shown_on_paper():
    article = read_article(
        "<article id=a><p id=b>x</p><div class='screen-only' id=c><p id=d>y</p></div><p id=e hidden>z</p></article>"
    )
    assert anchors(article) == {"a", "b"}


def test_a_page_without_an_article_is_a_developers_mistake():
    with pytest.raises(ValueError, match="no <article>"):
        read_article("<p>x</p>")


def test_a_term_of_the_glossary_is_found_where_a_chapter_uses_it_first():
    article = read_article(
        "<article><h1>Biopsy</h1><p>biopsies</p><ul><li id='b'>A Biopsy here</li></ul>"
        "<p>a biopsy, an MRI</p><ol class='site-references'><li>On grade</li></ol></article>"
    )
    terms = ["biopsy", "magnetic resonance (MRI)", "MRI (scan)", "grade"]
    assert list(first_uses(article, terms, id_prefix="t")) == [("biopsy", "b"), ("MRI (scan)", "t2")]
    assert text_of(next(e for e in article.iter() if e.get("id") == "t2")) == "a biopsy, an MRI"


def test_a_sign_of_danger_and_its_reason_are_one_line_of_a_list():
    sign = (
        '<details class="site-fold-phone site-sign"><summary><strong>Fever.</strong></summary> Why.</details>'
    )
    made = shown(f"<ul><li>{sign}</li></ul>")
    assert "<details" not in made
    assert "<summary" not in made
    assert re.search(r"<li><span [^>]*><span><strong>Fever.</strong></span> Why.</span></li>", made)
