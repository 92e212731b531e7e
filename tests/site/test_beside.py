"""A page and its translation at one table: side by side, with the same numbers and sources, found from both."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser

from guides import ROOT, Guide, page, translation
from readers import DESKTOP, IN_ONE_LANGUAGE, PHONE, Reader

pytestmark = pytest.mark.slow

GROIN = "subgroups/groin.html"
#: Some pages of each kind: long, tables, questions, terms, a figure.
SOME = ["index.html", GROIN, "report-words.html", "find.html", "glossary.html", "questions.html", "help.html"]


def rows(site: Path) -> dict[str, list[tuple[str, str]]]:
    """Return the text of each row of each page in two languages."""
    return {
        path.relative_to(site / "en-es").as_posix(): [
            tuple(re.sub(r"[ \n]+", " ", side.text()) for side in row.iter())
            for row in LexborHTMLParser(path.read_text("utf-8")).css("article .site-beside-row")
        ]
        for path in (site / "en-es").rglob("*.html")
    }


def test_every_page_that_is_text_is_also_there_in_both_languages(site: Path):
    names = {
        path.relative_to(ROOT / "docs/en").with_suffix(".html").as_posix()
        for path in (ROOT / "docs/en").rglob("*.md")
    }
    assert {*rows(site)} == names - IN_ONE_LANGUAGE


def test_every_link_of_a_page_in_both_languages_leads_to_a_place_that_is_there(site: Path):
    """The build checks the pages that these are made of; here is checked what was made of them."""
    read = cache(lambda path: LexborHTMLParser(path.read_text("utf-8")))
    dead, count = [], 0
    for path in (site / "en-es").rglob("*.html"):
        for node in read(path).css("a[href], img[src]"):
            address = urlsplit(node.attributes.get("href") or node.attributes.get("src") or "")
            if address.scheme:
                continue
            count += 1
            target = (path.parent / unquote(address.path)).resolve() if address.path else path
            if not target.is_file() or (
                address.fragment and not read(target).css_first(f'[id="{address.fragment}"]')
            ):
                dead.append((path.name, address.geturl()))
    assert dead == []
    assert count > 1000


def test_both_sides_of_a_row_cite_the_same_sources(site: Path):
    cited = re.compile(r"\[\s*\d+(?:[\s,–-]+\d+)*\s*\]")
    count = 0
    for name, pairs in rows(site).items():
        for left, right in pairs:
            numbers = [Counter(re.findall(r"\d+", " ".join(cited.findall(side)))) for side in (left, right)]
            assert numbers[0] == numbers[1], (name, left)
            count += sum(numbers[0].values())
    assert count > 1000


def test_both_sides_of_a_row_have_the_same_numbers(site: Path):
    """Of what editors write: dates, hours, lists of phone lines and names such as HER2 are each language's own."""
    differ = []
    count = 0
    for name, pairs in rows(site).items():
        if name in ("glossary.html", "help.html"):
            continue
        for left, right in pairs:
            if re.search(r"\b20\d\d\b|\d{3}-\d{4}|\d:\d\d", left):
                continue
            numbers = [
                Counter(re.findall(r"(?<![\w-])\d+", re.sub(r"(?<=\d)[,.\u00a0\u202f](?=\d)", "", side)))
                for side in (left, right)
            ]
            count += 1
            if numbers[0] != numbers[1]:
                differ.append((name, left, right))
    assert differ == []
    assert count > 1000


def test_a_page_in_both_languages_is_one_place_to_no_search_engine(
    guide: Guide, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SITE_URL", "https://e.org/g/")
    assert guide.build() == []
    html = guide.html("en-es/about.html")
    assert '<meta name="robots" content="noindex">' in html
    assert '<link rel="canonical" href="https://e.org/g/about.html">' in html
    for name in ("sitemap.xml", "llms.txt", "feed.xml", "assets/search/en.js", "assets/search/es.js"):
        assert "en-es/" not in (guide.folder / "site" / name).read_text("utf-8"), name


def test_an_unreadable_page_costs_no_other_its_place(guide: Guide):
    guide.write(
        "docs/en/about.md", page("About", "\n## One {#one}\n\nText.\n\nMore.\n\n## Two {#two}\n\nEnd.\n")
    )
    guide.write(
        "docs/es/about.md", translation("Acerca", "\n## Uno {#one}\n\nTexto.\n\n## Dos {#two}\n\nFin.\n")
    )
    assert guide.build() != []
    html = guide.html("en-es/about.html")
    assert re.search(r'<p>Text.</p><p>More.</p></div>\s*<div lang="es"><p>Texto.</p></div>', html)
    assert re.search(r'<p>End.</p></div>\s*<div lang="es"><p>Fin.</p></div>', html)


def test_a_guide_in_one_language_has_no_such_page(guide: Guide):
    config = (guide.folder / "mkdocs.yml").read_text("utf-8")
    guide.write("mkdocs.yml", re.sub(r"        - locale: es\n(?:          .*\n)+?(?=\S|\n)", "", config))
    for path in (guide.folder / "docs/es").iterdir():
        path.unlink()
    (guide.folder / "overrides/locales/es.yml").unlink()
    guide.write(
        "docs/glossary.yml", "checked: 2026-11-23\nterms:\n- {id: a, en: {term: about, definition: b}}\n"
    )
    guide.write(
        "docs/help.yml",
        (guide.folder / "docs/help.yml").read_text("utf-8").replace("    es: {name: Línea Uno}\n", ""),
    )
    guide.build()
    assert "site-language" not in guide.html("about.html")
    assert not [path for path in (guide.folder / "site").rglob("*.html") if "-" in path.parent.name]


def test_it_is_reached_from_either_language_at_the_section_that_is_read_and_leads_back(reader: Reader):
    reader.page.set_viewport_size(PHONE)
    for language, name, there, back in (("", "Both", "Español", "es/"), ("es/", "Ambos", "English", "")):
        reader.open(f"{language}{GROIN}#how-found")
        reader.page.get_by_role("link", name=re.compile(f"^{name}:")).click()
        reader.page.wait_for_url(f"**/en-es/{GROIN}#how-found")
        expect(reader.page.locator("#how-found")).to_be_in_viewport()
        reader.page.get_by_role("link", name=there, exact=True).click()
        reader.page.wait_for_url(f"**/{back}{GROIN}#how-found")


@pytest.mark.parametrize(
    ("address", "path"),
    [("http" if place % 2 else "file", path) for place, path in enumerate(SOME)],
    indirect=["address"],
)
def test_paragraphs_stand_beside_each_other_and_above_each_other_on_a_phone(onlooker: Reader, path: str):
    boxes = """() => [...document.querySelectorAll("article .site-beside-row")].filter(row => row.checkVisibility() && row.innerText.trim())
        .map(row => [...row.children].map(side => side.getBoundingClientRect())).map(([a, b]) => [a.left, a.right, a.top, a.bottom, b.left, b.top])"""
    for size in (DESKTOP, PHONE):
        onlooker.page.set_viewport_size(size)
        onlooker.open(f"en-es/{path}")
        found = onlooker.page.evaluate(boxes)
        assert len(found) > 10
        for left, right, top, bottom, other_left, other_top in found:
            if size is DESKTOP:
                assert right <= other_left
                assert abs(top - other_top) < 1
            else:
                assert left == other_left
                assert bottom <= other_top
        assert onlooker.page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_source_of_either_side_leads_to_the_one_list_and_back(reader: Reader):
    reader.open(f"en-es/{GROIN}")
    assert reader.page.locator(".site-references").count() == 1
    for language in ("en", "es"):
        number = reader.page.locator(f".site-beside-row > [lang={language}] .site-citation a").first
        here = number.get_attribute("id")
        number.click()
        listed = reader.page.locator(".site-references li:target")
        expect(listed).to_be_in_viewport()
        listed.locator(f".site-back[href='#{here}']").click()
        expect(reader.page.locator(f"[id='{here}']")).to_be_in_viewport()


def test_on_paper_both_languages_stand_beside_each_other_and_what_was_folded_is_open(onlooker: Reader):
    onlooker.page.set_viewport_size({"width": 700, "height": 900})
    onlooker.open(f"en-es/{GROIN}")
    onlooker.page.emulate_media(media="print")
    left, right = (
        onlooker.page.locator(f".site-beside-row > [lang={language}] >> nth=3").bounding_box()
        for language in ("en", "es")
    )
    assert left["x"] + left["width"] <= right["x"]
    onlooker.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert onlooker.page.locator("article details:not([open])").count() == 0
    expect(onlooker.page.locator("header")).to_be_hidden()
