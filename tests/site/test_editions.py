"""The editions: the folder from disk, the zip, PDFs, EPUBs and print, as readers get them."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise, takewhile
from pathlib import Path
from shutil import copytree, rmtree

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import ImageChops
from playwright.sync_api import Browser
from pypdf import PdfReader

from editions import checked
from editorial.editions.chapters import Element, chapter, drop, found, read_article, text_of
from editorial.editions.epub import epub, file_of
from editorial.editions.plan import Edition, read_plan
from editorial.site.internal_links import dead_links, read_page, read_style, read_xml
from guides import ROOT, Guide, made_once, make, make_folder, page, translation
from make_editions import main, renderer, words_of
from project import chromium
from readers import DESKTOP, PHONE, Reader

pytestmark = pytest.mark.slow

LOCALES = ["en", "es"]
LONG_NAME = "Guía de mamá – copia de la clínica, año 2026 (no borrar) [versión para leer sin internet]"
BLOCKS = "//h:h1 | //h:h2 | //h:h3 | //h:p | //h:li[not(.//h:p or .//h:ul)] | //h:td | //h:dt | //h:dd"


@pytest.fixture(scope="session")
def editions(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real guide with every edition, made without a cache, once for all workers."""

    def draw(folder: Path) -> None:
        copytree(site, folder)
        main(folder, tmp_path_factory.mktemp("cache"))

    return made_once(tmp_path_factory, "editions/Guía CUP", draw)


@pytest.fixture(scope="session")
def plan(editions: Path) -> Edition:
    return read_plan((editions / "downloads/edition.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def book_texts(editions: Path, plan: Edition) -> dict[str, list[str]]:
    """The text of each page of each language's book."""
    return {volume.locale: texts_of(editions / plan.book(volume.locale, "pdf")) for volume in plan.volumes}


@pytest.fixture(scope="session")
def page_texts(editions: Path, plan: Edition) -> dict[str, list[str]]:
    """The text of each page of the PDF of each printed page, without head and foot."""
    return {url: pages_text((editions / url).with_suffix(".pdf")) for url in printed_pages(plan)}


@pytest.fixture(scope="session")
def articles(site: Path, plan: Edition) -> dict[str, Element]:
    """The article of each printed page as it was drawn, which no test may change."""
    return {url: read_article((site / url).read_text(encoding="utf-8")) for url in printed_pages(plan)}


@pytest.fixture(scope="session")
def unpacked(editions: Path, plan: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip, unpacked into a folder such as people have."""
    folder = tmp_path_factory.mktemp("unpacked") / LONG_NAME
    with zipfile.ZipFile(editions / plan.zip) as archive:
        archive.extractall(folder)
    return folder


def books(plan: Edition, suffix: str) -> dict[str, str]:
    return {volume.locale: plan.book(volume.locale, suffix) for volume in plan.volumes}


def printed_pages(plan: Edition) -> list[str]:
    return [page.url for volume in plan.volumes for page in volume.chapters]


def texts_of(path: Path) -> list[str]:
    """The text of each page of a PDF in order, as Chromium reads it; it marks hyphens at the ends of lines."""
    with pypdfium2.PdfDocument(path) as document:
        texts = [one.get_textpage().get_text_range() for one in document]
    return [text.replace("\r\n", "\n") for text in texts]


def squeezed(text: str) -> str:
    """Text without spaces, for lines may end anywhere, and without hyphens between letters: some part a word there."""
    marked = re.sub(r"\s+", "", text).replace("\u2011", "-").replace("\ufffe", "-")
    return re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", "", marked)


# In a browser


def test_a_reader_who_follows_the_link_of_a_page_gets_that_page_as_a_pdf(
    browser: Browser, editions: Path, serve: Callable[[Path], str]
):
    tab = browser.new_context(viewport=PHONE).new_page()
    tab.goto(f"{serve(editions)}/es/subgroups/neck-squamous.html")
    with tab.expect_request("**/neck-squamous.pdf") as asked:
        tab.locator(".site-pdf a").first.click()
    got = PdfReader(io.BytesIO(tab.context.request.get(asked.value.url).body()))
    tab.context.close()
    assert "Cáncer de células escamosas en ganglios del cuello" in " ".join(
        got.pages[0].extract_text().split()
    )


# From disk


def test_the_pages_of_the_zip_are_those_of_the_site_but_for_what_says_that_it_is_a_copy(
    editions: Path, unpacked: Path, plan: Edition
):
    """Each page of the site is opened by ``test_browser.py``; here, that those of the zip are no others."""
    names = sorted(path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*.html"))
    assert names == sorted(path.relative_to(editions).as_posix() for path in editions.rglob("*.html"))
    others = {name for name in names if (unpacked / name).read_bytes() != (editions / name).read_bytes()}
    first = {volume.pages[0].url for volume in plan.volumes}
    offering = {name for name in names if plan.zip in (editions / name).read_text(encoding="utf-8")}
    assert others == first | offering
    assert offering


def test_the_unpacked_zip_opens_in_a_browser_wherever_it_lies(
    browser: Browser, unpacked: Path, plan: Edition
):
    context = browser.new_context(viewport=DESKTOP, offline=True)
    context.route(re.compile("^https?:"), lambda route: route.abort())
    reader = Reader(context.new_page(), unpacked.as_uri())
    pages = [
        *(volume.pages[0].url for volume in plan.volumes),
        "es/offline.html",
        "es/search.html",
        "es/subgroups/neck-squamous.html",
        "en-es/index.html",
    ]
    for path in pages:
        reader.open(path)
        assert reader.page.locator("h1").first.is_visible()
    context.close()
    assert reader.errors == []
    assert reader.elsewhere == []


@pytest.mark.parametrize("folder", ["editions", "unpacked"])
def test_no_link_is_dead_once_the_editions_are_there(folder: str, request: pytest.FixtureRequest):
    root = request.getfixturevalue(folder)
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    readers = {".html": read_page, ".css": read_style, ".xml": read_xml}
    pages = {
        name: readers[path.suffix](path.read_text(encoding="utf-8"))
        for name, path in files.items()
        if path.suffix in readers and not name.startswith("assets/stylesheets/")
    }
    assert len(pages) > 40
    assert list(dead_links(pages, files.keys(), site_url="")) == []


def test_every_name_is_one_that_windows_can_store(unpacked: Path):
    names = [path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*")]
    reserved = re.compile(r'[<>:"\\|?*\x00-\x1f]|[. ](/|$)|(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|/|$)', re.I)
    assert [name for name in names if reserved.search(name)] == []
    assert len({name.casefold() for name in names}) == len(names)
    assert max(map(len, names)) + len(LONG_NAME) < 200
    assert all(name.isascii() for name in names)


def test_every_page_says_of_what_edition_it_is(editions: Path, plan: Edition):
    newest = max(page.revised for volume in plan.volumes for page in volume.pages)
    assert str(plan.date) == newest
    for volume in plan.volumes:
        for one in volume.pages:
            footer = (editions / one.url).read_text(encoding="utf-8").partition("<footer")[2]
            assert f'<time datetime="{newest}">' in footer


def test_an_edition_is_as_old_as_its_newest_page_not_as_its_build(guide: Guide):
    guide.write("docs/en/index.md", page("Home").replace("2026-11-23", "2026-11-24"))
    guide.write("docs/es/index.md", translation("Inicio").replace("2026-11-23", "2026-11-24"))
    assert guide.build() == []
    assert json.loads(guide.html("downloads/edition.json"))["date"] == "2026-11-24"
    assert (
        '<time datetime="2026-11-24">November 24, 2026</time>'
        in guide.html("about.html").partition("<footer")[2]
    )


# The zip


def test_the_zip_has_the_whole_site_but_itself_and_opens_with_its_index(editions: Path, plan: Edition):
    with zipfile.ZipFile(editions / plan.zip) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert names[0] == "index.html"
    assert len(set(names)) == len(names)
    files = {path.relative_to(editions).as_posix() for path in editions.rglob("*") if path.is_file()}
    # The sums of what can be downloaded, that of the zip among them, stand beside the zip; its own are in it.
    assert set(names) == files - {plan.zip, "downloads/SHA256SUMS"} | {"SHA256SUMS"}


def test_the_sums_in_the_zip_are_those_of_its_files(unpacked: Path):
    checked = subprocess.run(
        ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], cwd=unpacked, check=False
    )
    assert checked.returncode == 0
    listed = (unpacked / "SHA256SUMS").read_text().splitlines()
    assert len(listed) == sum(path.is_file() for path in unpacked.rglob("*")) - 1


@pytest.mark.parametrize("locale", LOCALES)
def test_read_offline_offers_every_edition_with_its_size_and_date(editions: Path, plan: Edition, locale: str):
    path = next(
        one.url for v in plan.volumes for one in v.pages if v.locale == locale and "offline" in one.url
    )
    html = (editions / path).read_text(encoding="utf-8")
    size = (editions / plan.zip).stat().st_size / 1e6
    number = f"{size:.1f}".removesuffix(".0")
    day = re.search(rf'<time datetime="{plan.date}">([^<]+)</time>', html)[1]
    (row,) = re.findall(rf'<tr>\s*<td><a href="[^"]*{plan.name}-{plan.date}\.zip".*?</tr>', html, re.DOTALL)
    cells = [" ".join(cell.split()) for cell in re.findall(r"<td>(.*?)</td>", row, re.DOTALL)]
    assert cells[1:] == [f"{number} MB", f'<time datetime="{plan.date}">{day}</time>']
    offered = re.findall(r'href="([^"]+\.(?:pdf|epub|zip))"', html)
    there = {(editions / path).parent.joinpath(href).resolve() for href in offered}
    made = {file.resolve() for kind in ("pdf", "epub", "zip") for file in editions.rglob(f"*.{kind}")}
    assert there == made


def test_the_copy_in_the_zip_does_not_offer_the_zip(unpacked: Path, plan: Edition):
    for name in ("offline.html", "es/offline.html"):
        html = (unpacked / name).read_text(encoding="utf-8")
        assert ".zip" not in html
        assert plan.book("es", "pdf").rpartition("/")[2] in html


# PDFs


def html_blocks(article: Element, url: str) -> list[str]:
    """The text of a page, block by block, with what paper adds: the addresses of links to other sites."""
    body = chapter(article, url=url, prefix="", resolve=lambda path, _: path)
    for element in found(body, ".//*[contains(@class, 'site-back')]"):
        for part in element.iter():
            part.text = None
            part.tail = None if part is not element else part.tail
    in_lists = "ancestor::*[contains(@class, 'site-references') or contains(@class, 'site-sources')]"
    for link in found(
        body,
        f".//h:a[starts-with(@href, 'http')][parent::h:p or parent::h:li or parent::h:td][not({in_lists})]",
    ):
        link.tail = f" ({link.get('href')}){link.tail or ''}"
    return [squeezed(text_of(block)) for block in found(body, "." + BLOCKS.replace("| //", "| .//"))]


#: What stands on each page: the guide's name at its head, and at its foot which page it is.
HEAD = re.compile(r"^\s*(CUP Guide|Guía CUP)[ \n]")
FOOT = re.compile(r"(Page|Página) \d+ (of|de) \d+\s*$")


def pages_text(path: Path) -> list[str]:
    """The text of each page of a PDF in order, without its head and foot."""
    texts = texts_of(path)
    assert all(HEAD.search(text) and FOOT.search(text) for text in texts)
    return [FOOT.sub("", HEAD.sub("", text)).strip() for text in texts]


def test_every_page_is_whole_and_in_order_in_its_pdf(
    page_texts: dict[str, list[str]], articles: dict[str, Element]
):
    assert len(page_texts) >= 44
    for url, texts in page_texts.items():
        text, place = squeezed("".join(texts)), 0
        for block in html_blocks(articles[url], url):
            at = text.find(block, place)
            assert at >= 0, f"{url}: '{block[:80]}' is not there, or not in order"
            place = at
        assert len(text) - place < 1500


@pytest.mark.parametrize("locale", LOCALES)
def test_every_page_is_whole_and_in_order_in_the_book(
    book_texts: dict[str, list[str]], articles: dict[str, Element], plan: Edition, locale: str
):
    helplines = {"en": "Talkwithsomeone", "es": "Hableconalguien"}
    text = squeezed(" ".join(book_texts[locale]))
    place = 0
    volume = next(volume for volume in plan.volumes if volume.locale == locale)
    for one in volume.chapters:
        # Phone lines end every page of the site, and have their own chapter in the book.
        blocks = takewhile(lambda block: block != helplines[locale], html_blocks(articles[one.url], one.url))
        for heading in [block for block in blocks if len(block) < 90][:3]:
            at = text.find(heading, place)
            assert at >= 0, f"{one.url}: '{heading}' is not there, or not in order"
            place = at


def test_no_heading_stands_alone_at_the_foot_of_a_page(
    page_texts: dict[str, list[str]], articles: dict[str, Element]
):
    for url, texts in page_texts.items():
        headings = {squeezed(text_of(one)) for one in found(articles[url], ".//h:h2 | .//h:h3")}
        for number, text in enumerate(texts, 1):
            last = text.splitlines()[-2:]
            assert not {squeezed("".join(last)), squeezed("".join(last[1:]))} & headings, (
                f"{url}, page {number}"
            )


def test_a_page_to_hand_out_has_its_date_address_and_key_points_first(editions: Path):
    text = squeezed("".join(pages_text(editions / "es/subgroups/axilla-women.pdf")))
    html = (editions / "es/subgroups/axilla-women.html").read_text("utf-8")
    parts = [
        re.search(r'site-page-status.*?<time datetime="[^"]+">([^<]+)<', html, re.DOTALL)[1],
        "es/subgroups/axilla-women.html",
        "Puntos clave",
        "Tratamiento habitual",
        "Referencias",
        "CC BY 4.0",
    ]
    places = [text.index(squeezed(part)) for part in parts]
    assert places == sorted(places)


def test_a_pdf_is_tagged_named_and_in_its_language(
    editions: Path, articles: dict[str, Element], plan: Edition
):
    for volume in plan.volumes:
        paths = [books(plan, "pdf")[volume.locale], *(one.pdf for one in volume.chapters)]
        for path in paths:
            with pikepdf.open(editions / path) as pdf:
                root = pdf.Root
                assert root.MarkInfo.Marked
                assert str(root.Lang) == volume.locale
                assert root.ViewerPreferences.DisplayDocTitle
                assert volume.title in str(pdf.docinfo.Title)
                assert "pdfuaid:part" in root.Metadata.read_bytes().decode()
                assert (
                    str(
                        root.StructTreeRoot.K[0].S
                        if isinstance(root.StructTreeRoot.K, pikepdf.Array)
                        else root.StructTreeRoot.K.S
                    )
                    == "/Document"
                )
                nodes = [(str(node.S), node) for node in structure(root.StructTreeRoot)]
                assert {"/H1", "/P", "/Link"} <= {kind for kind, _ in nodes}
                figures = [node for kind, node in nodes if kind == "/Figure"]
                assert all(str(node.Alt) for node in figures), path
                article = articles.get(path.replace(".pdf", ".html"))
                if article is not None:
                    assert len(figures) == len(found(article, ".//h:figure")), path
                fonts = [font for one in pdf.pages for font in one.Resources.get("/Font", {}).values()]
                assert all(
                    font.DescendantFonts[0].FontDescriptor.keys() & {"/FontFile2", "/FontFile3"}
                    for font in fonts
                )
                assert all(one.get("/Tabs") == "/S" for one in pdf.pages if "/Annots" in one)
                sheets, places = {one.objgen for one in pdf.pages}, named_places(pdf)
                for one in pdf.pages:
                    for link in one.get("/Annots", []):
                        assert str(link.Contents)
                        if "/Dest" in link:
                            end = (
                                link.Dest if isinstance(link.Dest, pikepdf.Array) else places[str(link.Dest)]
                            )
                            assert end[0].objgen in sheets, path
                        else:
                            assert not str(link.A.URI).startswith("#"), path


def test_a_foreign_word_in_a_pdf_is_marked_with_its_language(editions: Path):
    with pikepdf.open(editions / "es/subgroups/neck-squamous.pdf") as pdf:
        spoken = [
            str(operands[1].Lang)
            for one in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(one)
            if str(operator) == "BDC" and "/Lang" in operands[1]
        ]
    article = read_article((editions / "es/subgroups/neck-squamous.html").read_text(encoding="utf-8"))
    written = found(article, ".//h:em[@lang='en']")
    assert len(written) > 2
    assert spoken.count("en") >= len(written)  # A word that is broken at the end of a line is two parts.
    assert {*spoken} <= {"en", "es", "zxx"}  # The last: hyphens, which are in no language.


def structure(root: pikepdf.Object) -> list[pikepdf.Object]:
    """Every element of a PDF's structure."""
    nodes, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += list(node)
        elif isinstance(node, pikepdf.Dictionary) and "/K" in node:
            nodes += [node] if "/S" in node else []
            waiting.append(node.K)
    return nodes


def named_places(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    return dict(pikepdf.NameTree(pdf.Root.Names.Dests)) if "/Dests" in pdf.Root.get("/Names", {}) else {}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_bookmarks_of_a_book_are_its_chapters(
    editions: Path, articles: dict[str, Element], plan: Edition, locale: str
):
    volume = next(volume for volume in plan.volumes if volume.locale == locale)
    titles = [text_of(found(articles[one.url], ".//h:h1")[0]) for one in volume.chapters]
    with pikepdf.open(editions / books(plan, "pdf")[locale]) as pdf, pdf.open_outline() as outline:
        flat = [item.title for top in outline.root for item in (top, *top.children)]
    rest = iter(flat)
    assert [title for title in titles if title not in rest] == []  # In this order.


@pytest.mark.parametrize("locale", LOCALES)
def test_the_contents_and_the_index_name_the_right_pages(
    book_texts: dict[str, list[str]], articles: dict[str, Element], plan: Edition, locale: str
):
    texts = book_texts[locale]
    volume = next(volume for volume in plan.volumes if volume.locale == locale)
    titles = {one.title: one.url for one in volume.chapters}
    # The contents fill a page or two.
    listed = dict(re.findall(r"^(.+?)(?: ?\.){3,}\s*(\d+)$", "\n".join(texts[1:3]), re.MULTILINE))
    assert set(titles) <= {title.strip() for title in listed}
    for title, number in listed.items():
        if title.strip() in titles:
            heading = text_of(found(articles[titles[title.strip()]], ".//h:h1")[0])
            assert squeezed(texts[int(number) - 1]).startswith(squeezed(volume.title + heading))
    first = next(
        place
        for place in range(len(texts) - 1, 0, -1)
        if texts[place].split("\n")[1:2] == [{"en": "Index of terms", "es": "Índice de términos"}[locale]]
    )
    index = squeezed("".join(texts[first:]))
    checked = 0
    for term in volume.terms:
        listed_at = re.search(rf"(?<![^\W\d]){re.escape(squeezed(term))}((?:\d+,)*\d+)", index)
        for number in map(int, listed_at[1].split(",") if listed_at else []):
            # A block that begins on one page may end on the next.
            around = squeezed("".join(texts[number - 1 : number + 1])).casefold()
            assert squeezed(term.partition(" (")[0]).casefold() in around, (term, number)
            checked += 1
    assert checked > 100


def test_no_sign_of_the_built_pages_lacks_a_glyph(articles: dict[str, Element]):
    fonts = ROOT / "overrides/assets/fonts"
    known = {
        chr(code)
        for name in ("atkinson-regular", "atkinson-regular-more", "signs", "ways")
        for code in TTFont(fonts / f"{name}.woff2").getBestCmap()
    }
    used = {sign for article in articles.values() for sign in text_of(article)}
    assert used - known - {" "} == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_in_a_book_runs_into_the_margins(editions: Path, plan: Edition, locale: str):
    document = pypdfium2.PdfDocument(editions / books(plan, "pdf")[locale])
    for number, sheet in enumerate(document, 1):
        drawn = ImageChops.invert(sheet.render().to_pil().convert("L")).getbbox()
        assert drawn is not None, number
        left, top, right, bottom = drawn
        width, height = sheet.get_size()
        assert left >= 40, number
        assert top >= 20, number
        assert right <= width - 40, number
        assert bottom <= height - 20, number


# EPUB


@pytest.mark.parametrize("locale", LOCALES)
def test_epubcheck_finds_nothing_to_say(editions: Path, plan: Edition, locale: str):
    result = checked(editions / books(plan, "epub")[locale])
    assert result.messages == []
    assert result.valid


def kinds(article: Element) -> set[tuple[object, ...]]:
    """What kinds of elements a page has: tags with their classes and what they tell those who listen."""
    told = ("role", "lang", "scope", "aria-label", "aria-hidden")
    return {
        (element.tag, element.get("class"), *(name in element.attrib for name in told))
        for element in article.iter(etree.Element)
    }


def with_each_kind(pages: dict[str, Element]) -> list[str]:
    """The addresses of pages that together have each kind of element that any page has."""
    chosen = []
    having = {url: kinds(article) for url, article in pages.items()}
    wanted = set().union(*having.values())
    while wanted:
        chosen.append(max(having, key=lambda url: len(having[url] & wanted)))
        wanted -= having[chosen[-1]]
    return chosen


def without_repeats(article: Element) -> Element:
    """An article without those children of an element that are of the same kinds as ones before: a list of 300 sources
    shows no more than one of ten."""
    for parent in [*article.iter(etree.Element)]:
        shown: set[tuple[object, ...]] = set()
        for number, child in enumerate(list(parent)):
            its_own = kinds(child)
            if number >= 10 and its_own <= shown:
                drop(child)
            shown |= its_own
    return article


def test_ace_finds_nothing_to_say(
    editions: Path, articles: dict[str, Element], plan: Edition, tmp_path: Path
):
    """DAISY's checker of books: WCAG by axe in each chapter, and what EPUB Accessibility asks of the whole.

    It looks at a book of the Spanish pages, in which are English words, that have all kinds of elements together; in the
    site axe looks at each page.
    """
    ace = ROOT / "tests/node_modules/@daisy/ace-cli/bin/ace.js"
    whole = next(volume for volume in plan.volumes if volume.locale == "es")
    short = {page.url: without_repeats(deepcopy(articles[page.url])) for page in whole.chapters}
    chosen = with_each_kind(short)
    assert 4 < len(chosen) < len(short) / 2
    volume = replace(whole, pages=tuple(page for page in whole.pages if page.url in chosen))
    words = words_of("es")
    book = tmp_path / "book.epub"
    book.write_bytes(epub(plan, volume, short, site=editions, render=renderer(words), words=words))
    subprocess.run(
        ["node", str(ace), "--silent", "--outdir", str(tmp_path), str(book)],
        env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": str(chromium())},
        check=True,
        timeout=900,
    )
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert len(report["assertions"]) >= len(chosen)
    said = [
        (chapter["earl:testSubject"]["url"], fault["earl:test"]["dct:title"])
        for chapter in report["assertions"]
        for fault in chapter["assertions"]
    ]
    assert said == []
    assert report["earl:result"] == {"earl:outcome": "pass"}
    # Who has checked the book, and how, only a person who has can say.
    assert {*report["a11y-metadata"]["missing"]} <= {"a11y:certifierCredential", "a11y:certifierReport"}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_epub_has_a_cover_of_its_language_and_its_pages_in_the_order_of_the_menu(
    editions: Path, plan: Edition, locale: str
):
    volume = next(volume for volume in plan.volumes if volume.locale == locale)
    with zipfile.ZipFile(editions / books(plan, "epub")[locale]) as archive:
        package = archive.read("EPUB/package.opf").decode()
        cover = re.search(r'href="([^"]+)"[^>]*properties="cover-image"', package)[1]
        assert archive.read(f"EPUB/{cover}") == (editions / f"assets/cover-{locale}.png").read_bytes()
    names = dict(re.findall(r'<item id="([^"]+)" href="([^"]+)"', package))
    spine = [names[name] for name in re.findall(r'<itemref idref="([^"]+)"', package)]
    assert spine == ["cover.xhtml", "contents.xhtml", *(file_of(one.url) for one in volume.chapters)]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_epub_has_every_page_whole(
    editions: Path, articles: dict[str, Element], plan: Edition, locale: str
):
    volume = next(volume for volume in plan.volumes if volume.locale == locale)
    with zipfile.ZipFile(editions / books(plan, "epub")[locale]) as archive:
        for one in volume.chapters:
            body = chapter(articles[one.url], url=one.url, prefix="", resolve=lambda path, _: path)
            text = archive.read(f"EPUB/{one.url.replace('/', '-').removesuffix('.html')}.xhtml").decode()
            text = re.sub(r' xml:lang="\w+"', "", text)  # For readers of XML; ours reads HTML.
            assert text_of(read_article(text)) == text_of(body)


# The same again


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_pages_make_the_same_editions_to_the_byte(guide: Guide, tmp_path: Path):
    text = "\n## One {#one}\n\nSee [about](about.md), *it* and **that** [@doe2019].\n\n| A | B |\n| - | - |\n| ≥ 1 | β |\n"
    guide.write_both("index.md", "Home", text)
    guide.write_both("offline.md", "Offline", more="template: offline.html\n")
    guide.set(screen_only="[offline.md]")
    assert guide.build() == []
    make_folder(guide)
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / f"copy {seed}"
        copytree(guide.folder / "site", folder)
        environment = os.environ | {"PYTHONPATH": "hooks", "PYTHONHASHSEED": seed, "TZ": f"UTC{seed}"}
        command = [sys.executable, "tools/all_editions.py", str(folder)]
        subprocess.run(command, cwd=guide.folder, check=True, env=environment)
        made.append(contents(folder))
        for path in (guide.folder / ".cache/editions").iterdir():
            path.unlink()
    assert made[0] == made[1]
    assert {name for name in made[0] if name.endswith((".pdf", ".epub", ".zip"))} == {
        *(f"{page}{kind}.pdf" for page in ("index", "about", "es/index", "es/about") for kind in ("", "-large")),
        *("en-es/index.pdf", "en-es/about.pdf"),
        *(f"downloads/cup-guide-{locale}-large-2026-11-23.pdf" for locale in LOCALES),
        *(f"downloads/cup-guide-{end}" for end in ("2026-11-23.zip", "en-2026-11-23.pdf", "es-2026-11-23.pdf", "en-2026-11-23.epub", "es-2026-11-23.epub")),
    }  # fmt: skip


def test_an_edit_draws_only_its_page_in_one_language_and_in_two_and_its_book_anew(guide: Guide):
    guide.write_both("about.md", "About", "\nText.\n")
    make_folder(guide)
    assert make(guide.folder, "site").returncode == 0

    def drawn() -> set[str]:
        kept = {path.name for path in (guide.folder / ".cache/editions").iterdir()}
        return {name for name in kept if not name.startswith(("file-", "site-"))}

    before = drawn()
    text = (guide.folder / "docs/es/about.md").read_text(encoding="utf-8")
    guide.write("docs/es/about.md", text.replace("\nText.\n", "\nOtra frase.\n"))
    made = make(guide.folder, "site")
    assert made.returncode == 0, made.stdout + made.stderr
    # The page and the book, each in large print too, and the page beside its original.
    assert len(drawn() - before) == 5
    assert len(drawn()) == len(before)
    assert "Drawing PDFs 5/5" in made.stderr


def test_where_nothing_changed_nothing_is_made(guide: Guide):
    make_folder(guide)
    assert make(guide.folder, "site").returncode == 0
    before = contents(guide.folder / "site")
    guide.write("tools/make_editions.py", (guide.folder / "tools/make_editions.py").read_text("utf-8"))
    made = make(guide.folder, "site")
    assert made.returncode == 0, made.stdout + made.stderr
    assert "Drawing" not in made.stderr
    assert contents(guide.folder / "site") == before


#: What editions are made from: files, what is in them, and what is written instead.
CHANGES = {
    "a word": (["docs/en/about.md"], "Text.", "Other words."),
    "a place": (["docs/en/about.md", "docs/en/index.md", "docs/es/about.md", "docs/es/index.md"], "#end", "#last"),
    "the site's words": (["overrides/locales/es.yml"], "Contenido", "Sumario"),
    "the code": (["hooks/editorial/editions/typeset.py"], "#heading(depth", "#heading(bookmarked: false, depth"),
    "a style": (["overrides/editions/print.typ"], "top: 22mm", "top: 30mm"),
}  # fmt: skip


def test_whatever_changes_the_editions_are_those_of_a_build_without_a_cache(guide: Guide, tmp_path: Path):
    text = "\nText. [@doe2019]\n\n## End {#end}\n\n[Home](index.md)\n"
    guide.write_both("about.md", "About", text)
    guide.write_both("index.md", "Home", "\nSee [the end](about.md#end).\n")
    make_folder(guide)
    cache, seen = guide.folder / ".cache/editions", []

    def editions_of(name: str) -> dict[str, str]:
        folder = tmp_path / "sites" / name
        copytree(guide.folder / "site", folder)
        environment = os.environ | {"PYTHONPATH": "hooks"}
        command = [sys.executable, "tools/all_editions.py", str(folder)]
        subprocess.run(command, cwd=guide.folder, check=True, env=environment)
        return contents(folder)

    for kind, (paths, old, new) in {"nothing": ([], "", ""), **CHANGES}.items():
        for path in paths:
            before = (guide.folder / path).read_text("utf-8")
            assert old in before, kind
            guide.write(path, before.replace(old, new))
        assert guide.build() == []
        seen.append(editions_of(f"{kind}, with"))
        cache.rename(tmp_path / "aside")
        assert editions_of(f"{kind}, without") == seen[-1], kind
        rmtree(cache)
        (tmp_path / "aside").rename(cache)
    assert all(one != other for one, other in pairwise(seen))


def test_a_page_and_the_book_on_paper_say_where_in_a_source(guide: Guide):
    guide.write_both(
        "about.md", "About", "\nIt heals [@doe2019, sec. Treatment]. It may come back [@doe2019].\n"
    )
    make_folder(guide)
    made = make(guide.folder, "site")
    assert made.returncode == 0, made.stdout + made.stderr
    books = [*(guide.folder / "site/downloads").glob("cup-guide-e[ns]-2*.pdf")]
    assert len(books) == 2
    for paper in (guide.folder / "site/about.pdf", guide.folder / "site/es/about.pdf", *books):
        text = squeezed("".join(one.extract_text() for one in PdfReader(paper).pages))
        assert "Itheals[1].Itmaycomeback[1]." in text, paper
        assert "(sec.Treatment)" in text, paper


def test_what_fails_in_the_editions_leaves_the_last_site(guide: Guide):
    make_folder(guide)
    assert make(guide.folder, "site").returncode == 0
    before = contents(guide.folder / "site")
    guide.write("overrides/editions/book.html", "{{ nothing.at.all }}")
    failed = make(guide.folder, "site")
    assert failed.returncode != 0
    assert "The last complete site is still in site/, as it was." in failed.stdout
    assert contents(guide.folder / "site") == before


# Print


@pytest.mark.parametrize("path", ["subgroups/axilla-women.html", "es/subgroups/axilla-women.html"])
def test_a_printed_page_is_black_on_white_without_what_can_only_be_clicked(
    browser: Browser, editions: Path, path: str
):
    context = browser.new_context(viewport=DESKTOP, color_scheme="dark")
    tab = context.new_page()
    tab.goto(f"{editions.as_uri()}/{path}")
    tab.emulate_media(media="print", color_scheme="dark")
    for gone in (
        ".md-header",
        ".md-sidebar--primary",
        ".site-downloads",
        ".site-pdf",
        ".site-back",
        ".site-language",
        ".site-search-row",
    ):
        assert not tab.locator(gone).first.is_visible(), gone
    for kept in (".site-citation a", ".site-references", ".site-page-end", ".site-footer"):
        assert tab.locator(kept).first.is_visible(), kept
    colors = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    assert tab.locator("body").evaluate(colors)[1] == "rgb(255, 255, 255)"
    assert tab.locator("article p").first.evaluate(colors)[0] == "rgb(0, 0, 0)"
    after = "e => getComputedStyle(e, '::after').content"
    outside = tab.locator("#related ~ :is(ul, details) a[href^=http]").first
    assert '" (https://www.cancer.gov/' in outside.evaluate(after)
    assert tab.locator(".site-references a").first.evaluate(after) == "none"
    assert tab.locator(".admonition").first.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(tab.pdf())).pages)
    context.close()
    assert "1. " in text
