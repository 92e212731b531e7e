"""Links inside the site: one planted fault of each kind is found where it can be mended, and nothing else."""

import re
import subprocess
from collections.abc import Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from editorial.site import outputs
from editorial.site.internal_links import (
    BuiltPage,
    DeadLink,
    Fault,
    Menu,
    dead_links,
    read_page,
    read_style,
    read_xml,
    where,
)
from guides import Guide, page, translation

FILES = ["a.html", "b.html", "es/a.html", "es/sub/c.html", "img/Foto.png", "año.html", "feed.xml"]


def said(body: str, path: str = "a.html", language: str = "en", site_url: str = "") -> list[str]:
    """What is said of the links of one page, in a small site whose pages have the ids "x" and "pronóstico"."""
    other = '<i id="x"></i><i id="pronóstico"></i>'
    pages = {
        name: read_page(f'<html lang="{"es" if name.startswith("es/") else "en"}">{other}')
        for name in FILES
        if name.endswith(".html")
    }
    pages[path] = read_page(f'<html lang="{language}">{other}{body}')
    return [link.fault.text for link in dead_links(pages, FILES, site_url=site_url)]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="b.html">',
        '<a href="b.html#x">',
        '<a href="#x">',
        '<a href="">',
        '<a href="b.html#pron%C3%B3stico">',
        '<a href="b.html#pronóstico">',
        '<a href="a%C3%B1o.html">',
        '<a href="es/a.html" hreflang="es">',
        '<link rel="alternate" href="es/a.html" hreflang="x-default">',
        '<img src="img/Foto.png" srcset="img/Foto.png 1x, img/Foto.png 2x">',
        '<video poster="img/Foto.png">',
        '<svg><use href="#x"></use><image xlink:href="img/Foto.png"></image></svg>',
        '<label for="x"></label><p aria-describedby="x pronóstico"></p>',
        '<a href="https://e.org/nowhere"><a href="mailto:a@e.org"><a href="tel:+1800">',
        '<img src="data:image/png;base64,AA">',
        '<a href="b.html?q=1#x">',
        '<a name="y"></a><a href="#y">',
    ],
)
def test_a_link_that_leads_somewhere_is_right(body):
    assert said(body) == []


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<a href="bb.html">', "no such page. Did you mean 'b.md'?"),
        ('<a href="bb.md">', "no such page. Did you mean 'b.md'?"),
        ('<a href="zzz/yyyyyyyyyyyy.html">', "no such page."),
        ('<a href="b.html#X">', "no such heading. Did you mean '#x'?"),
        ('<a href="b.html#pronostico">', "no such heading. Did you mean '#pronóstico'?"),
        ('<a href="#nowhere">', "no such heading."),
        ('<img src="img/foto.png">', "no such page. Did you mean 'img/Foto.png'?"),
        (
            '<img src="img/Foto.png" srcset="img/Foto.png 1x, img/Fotos.png 2x">',
            "no such page. Did you mean 'img/Foto.png'?",
        ),
        ('<video poster="img/gone.png">', "no such page."),
        ('<svg><use xlink:href="#z"></use></svg>', "no such heading."),
        ('<label for="xx"></label>', "no such place on the page. Did you mean 'x'?"),
        ('<p aria-labelledby="x zzz"></p>', "no such place on the page."),
        (
            '<a href="/b.html">',
            "it begins at the root of a server, and so breaks from disk. Write it from this page on.",
        ),
        ('<a href="javascript:alert(1)">', "'javascript' is no kind of address that may stand here."),
        ('<a href="//e.org/x.js">', "'//' is no kind of address that may stand here."),
        ('<link rel="stylesheet" href="assets/gone.css">', "no such page."),
        (
            '<a href="es/a.html">',
            "it leads from a page in 'en' to one in 'es' without saying so. Link to the page in 'en', or add {: hreflang=es }.",
        ),
    ],
)
def test_a_link_that_leads_nowhere_is_said_and_what_was_meant(body, text):
    assert said(body) == [text]


def test_a_page_below_a_folder_is_reached_from_below():
    assert said('<a href="../../b.html" hreflang="en"><a href="../a.html">', "es/sub/c.html", "es") == []


def test_a_link_to_the_sites_own_address_is_a_link_inside():
    assert said('<a href="https://e.org/g/b.html#x">', site_url="https://e.org/g/") == []
    assert said('<a href="https://e.org/g/bb.html">', site_url="https://e.org/g/") == [
        "no such page. Did you mean 'b.md'?"
    ]


def test_the_page_for_lost_readers_may_begin_at_the_root():
    pages = {"404.html": read_page('<a href="/g/b.html"><a href="/g/gone.html">')}
    dead = list(dead_links(pages, FILES, site_url="https://e.org/g/"))
    assert [link.address for link in dead] == ["/g/gone.html"]


def test_addresses_in_styles_and_feeds_are_read():
    assert [link.address for link in read_style("a{b:url('x.png')} c{d:url( y.svg )}").links] == [
        "x.png",
        "y.svg",
    ]
    feed = read_xml('<link href="a.html?x&amp;y"/><loc>https://e.org/</loc><use xlink:href="#i"/><g id="i"/>')
    assert [link.address for link in feed.links] == ["a.html?x&y", "https://e.org/", "#i"]
    assert feed.ids == {"i"}


def test_a_fault_in_a_style_is_found():
    pages = {"assets/site.css": read_style("a{b:url(gone.png)}")}
    assert list(dead_links(pages, FILES)) == [DeadLink("assets/site.css", "gone.png", Fault("no such page."))]


def test_a_link_is_found_as_an_editor_wrote_it_or_as_the_page_has_it_in_the_first_file_that_has_it():
    page, template = ("docs/en/a.md", "# A\n\n[see](b.md#y)"), ("overrides/x.html", '\n<a href="b.html#y">')
    assert where("b.html#y", [page, template]) == ("docs/en/a.md", 3)
    assert where("b.html#y", [template, page]) == ("overrides/x.html", 2)
    assert where("b.html#y", [("docs/en/a.md", "[x](b.md#yy) [z](c/b.md#y)")]) is None


def test_a_page_is_read_into_what_it_offers_and_asks():
    assert read_page("<p>Text</p>") == BuiltPage("", frozenset(), ())


def test_planted_faults_are_reported_where_an_editor_can_mend_them(guide: Guide):
    guide.write_both("sub/axilla.md", "Axilla", "\n## Outlook {#outlook}\n")
    text = "\n[a](axila.md)\n[b](sub/axilla.md#outlok)\n\n![c](gone.png)\n\n<a href='/about.html'>d</a>\n"
    guide.write("docs/en/index.md", page("Home", text))
    guide.write("docs/es/index.md", translation("Inicio", text.replace("axila.md", "../en/about.md")))
    guide.write("overrides/partials/page-start.html", '\n<a href="template.html">e</a>\n')
    said = [message for message in guide.build() if "index.md" in message or "overrides" in message]
    english = [message for message in said if message.startswith("docs/en/")]
    assert english == [
        "docs/en/index.md:8: link to 'axila.md': no such page. Did you mean 'sub/axilla.md'?",
        "docs/en/index.md:9: link to 'sub/axilla.md#outlok': no such heading. Did you mean '#outlook'?",
        "docs/en/index.md:11: link to 'gone.png': no such page.",
        "docs/en/index.md:13: link to '/about.md': it begins at the root of a server, and so breaks from disk. "
        "Write it from this page on.",
    ]
    assert [message.partition(": no such")[0] for message in said if message.startswith("overrides")] == [
        "overrides/partials/page-start.html:2: link to 'template.html'"
    ]


def test_a_dead_link_of_a_template_is_on_every_page_and_looked_for_in_all_files_once(
    guide: Guide, monkeypatch: pytest.MonkeyPatch
):
    files: list[int] = []

    def counted(address: str, sources: Iterable[tuple[str, str]]) -> tuple[str, int] | None:
        looked_through = [*sources]
        files.append(len(looked_through))
        return where(address, looked_through)

    monkeypatch.setattr(outputs, "where", counted)
    guide.write("overrides/partials/page-start.html", '<a href="template.html">e</a>\n')
    [said] = guide.build()
    assert re.search(r"page-start.html:1: link to 'template.html': .* It is on \d+ pages.", said)
    assert len(files) > 4
    assert [number for number in files if number > 1] == [max(files)]


def test_a_clean_guide_has_no_dead_link_with_or_without_an_address(guide: Guide):
    assert guide.build() == []
    config = (guide.folder / "mkdocs.yml").read_text(encoding="utf-8")
    guide.write("mkdocs.yml", config.replace('site_url: !ENV [SITE_URL, ""]', "site_url: https://e.org/g/"))
    assert guide.build() == []


MENU = [f'<li id="i{number}"><a href=p{number}.html>Page</a></li>' for number in range(400)]
#: What may stand around a menu, and within it: a browser reads what follows some of it otherwise.
ODD = (
    """
<p>|text &am|</ul>|</div>|<h1 id="title">|<html lang="en">|<a href="b.html#i3">|<a id="own" href="x">|<label for="i3">
<!--|-->|<script>|</script>|<style>|</style>|<title>|</title>|<textarea>|</textarea>|<![CDATA[|]]>|<xmp>|<iframe>
<noscript>|</noscript>|<template>|</template>|<frameset>|</body>|</html>|<plaintext>|<object data="x">|<button>
<select>|</select>|<table>|</table>|<tr>|<td id="cell">|</td>|<caption>|<form id="form">|</form>|<head>|<body id="b">
<svg>|</svg>|<use href="#i7">|<foreignObject>|<image href="y">|<math>|<mi>|'|"|>|<p title="|<p title='|<p title=
<p id=other |<p title=">" class=a |<a id=i5 class=a |<li class=a |<li>|<li id="li">|</li>|<p id=i6/
""".strip()
    .replace("\n", "|")
    .split("|")
)
SOME = st.lists(st.sampled_from(ODD), max_size=6)


@example([([], []), (["<svg>"], ['<td id="cell">'])], [], "Page")
@example([([], []), ([], ["<frameset>", '<p id="end">'])], [], "Page")
@example([([], []), (["<p id=other "], [])], [], "Page")
@given(
    st.lists(st.tuples(SOME, SOME), min_size=2, max_size=3),
    st.lists(st.tuples(st.integers(0, 399), st.sampled_from(ODD)), max_size=3),
    st.sampled_from(["Page", *ODD]),
)
def test_a_page_is_read_the_same_whether_its_menu_is_known(around, planted, name):
    menu = Menu()
    for number, (before, behind) in enumerate(around):
        items = [item.replace("Page", name) if place == 111 else item for place, item in enumerate(MENU)]
        for place, odd in planted[number:]:
            items[place] = odd
        html = "".join([*before, *items, *behind])
        known, plain = read_page(html, menu), read_page(html)
        assert (known.ids, known.language, known.title) == (plain.ids, plain.language, plain.title)
        assert {*known.links} == {*plain.links}


def test_of_a_long_menu_only_what_differs_is_read_on_each_page():
    menu = Menu()
    for active in (7, 300, 0, 399):
        items = [*MENU]
        items[active] = f'<li class="active"><a id="now" href="#">Page</a><!-- {active} --></li>'
        html = f'<html lang="en"><p id="p{active}">Text</p><ul>{"".join(items)}</ul><p id="end">'
        rest, runs = menu.apart(html)
        assert rest.count("<a") <= 3 * 16, active
        assert len(runs) >= 22
    rest, runs = menu.apart('<p id="other">')
    assert (rest, runs) == ('<p id="other">', [])


def test_a_page_that_was_renamed_is_proposed_by_its_new_name(guide: Guide):
    guide.write_both("subgroups/nodes-of-the-neck.md", "Neck", "\n## Ask {#ask}\n\nWords.\n")
    git(guide, "init", "-q")
    git(guide, "add", "docs")
    git(guide, "commit", "-qm", "One")
    for language in ("en", "es"):
        git(guide, "mv", f"docs/{language}/subgroups/nodes-of-the-neck.md", f"docs/{language}/neck.md")
    git(guide, "commit", "-qm", "Rename")
    guide.write_both("about.md", "About", "\n[neck](subgroups/nodes-of-the-neck.md#ask)\n")
    said = [text for text in guide.build() if "renamed" in text]
    assert said == [
        f"docs/{language}/about.md:{line}: link to 'subgroups/nodes-of-the-neck.md#ask': the page was renamed. "
        "Write 'neck.md#ask'."
        for language, line in (("en", 8), ("es", 9))
    ]


def git(guide: Guide, *command: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@b.org"]
    subprocess.run(["git", *who, *command], cwd=guide.folder, check=True, capture_output=True)
