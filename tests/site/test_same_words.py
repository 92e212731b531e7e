"""What a page says, its PDF, its EPUB and its print say, word for word; each difference is listed here, with its reason."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from editorial.editions.book import handout
from editorial.editions.chapters import read_article
from editorial.editions.epub import epub, file_of
from editorial.editions.pdf import press
from editorial.editions.plan import Edition
from make_editions import PRINT_STYLE, read_edition, renderer, words_of
from readers import DESKTOP

pytestmark = pytest.mark.slow

#: Pages of every kind: with a figure, questions and folded parts; phone lines; tables, a card.
PAGES = ["subgroups/neck-squamous.html", "es/help.html", "report-words.html", "index.html"]

#: What a page has on screens alone, and why.
ON_SCREENS_ALONE = {
    ".headerlink": "leads to a heading",
    ".site-back": "leads from a reference to where it is cited",
    ".site-language": "leads to the other language",
    ".site-pdf": "is offered for download, as this copy is",
    ".site-card": "leads into the site's search",
    ".site-sheet": "shows a source beside its citation, which the list of references shows on paper",
    ".site-hide": "changes how the screen shows the numbers of sources",
    ".site-return": "leads back to where a reader came from",
    ".site-ticks": "works on boxes that are ticked on a screen",
    ".site-downloads": "are files beside the site",
    ".site-contribute": "leads to where the guide is edited",
    ".screen-only": "is marked so by the page",
}
#: What neither the PDF nor the EPUB has besides: both are an edition, which has one date.
ON_PAGES_ALONE = {".site-page-end details": "what changed, page by page"}
#: What the PDF draws as a picture, with the words inside it.
DRAWN = "svg"

SCREEN = """([gone, media]) => {
    document.querySelectorAll("details").forEach(one => one.open = true);
    for (const selector of gone) document.querySelectorAll(`article ${selector}`).forEach(one => one.remove());
    if (media === "print") document.querySelectorAll("article a").forEach(link => {
        const after = getComputedStyle(link, "::after").content;
        if (/^" \\(.*"$/.test(after)) link.append(JSON.parse(after));
    });
    return document.querySelector("article").innerText;
}"""


def squeezed(text: str) -> str:
    """Text without spaces, for lines may end anywhere; a hyphen that does not break is drawn as any other."""
    return re.sub(r"[\s\u00ad\u200b]+", "", text).replace("\u2011", "-")


def said(tab: Page, address: str, *, gone: Iterator[str] | list[str] = (), media: str = "screen") -> str:
    """Return what an article says to whoever sees it, everything unfolded."""
    tab.emulate_media(media=media)
    tab.goto(address)
    tab.wait_for_load_state()
    return str(tab.evaluate(SCREEN, [list(gone), media]))


@dataclass
class Copies:
    """The pages of a site as they are handed on."""

    site: Path
    folder: Path
    edition: Edition

    def pdf(self, url: str) -> Path:
        return self.folder / f"{url.replace('/', '-')}.pdf"

    def chapter(self, url: str) -> str:
        return (self.folder / file_of(url)).as_uri()


@pytest.fixture(scope="module")
def copies(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """The PDF and the chapter of some pages, of a guide that has an address on the web."""
    edition = replace(read_edition(site), site_url="https://guide.example.org/")
    made = Copies(site, tmp_path_factory.mktemp("copies"), edition)
    for volume in edition.volumes:
        words = words_of(volume.locale)
        render = renderer(words)
        articles = {page.url: read_article((site / page.url).read_text("utf-8")) for page in volume.chapters}
        with press(site, PRINT_STYLE) as printer:
            for page in volume.chapters:
                if page.url in PAGES:
                    document = handout(edition, volume, page, articles[page.url], render=render)
                    made.pdf(page.url).write_bytes(printer.draw(document))
        book = made.folder / f"{volume.locale}.epub"
        book.write_bytes(epub(edition, volume, articles, site=site, render=render, words=words))
        with zipfile.ZipFile(book) as archive:
            for page in volume.chapters:
                text = archive.read(f"EPUB/{file_of(page.url)}")
                (made.folder / file_of(page.url)).write_bytes(text)
    return made


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, offline=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("url", PAGES)
def test_a_printed_page_says_what_the_screen_says(copies: Copies, tab: Page, url: str):
    address = f"{copies.site.as_uri()}/{url}"
    screen = said(tab, address, gone=ON_SCREENS_ALONE)
    # Addresses of other sites, which nobody can click on paper, are in the next test.
    tab.emulate_media(media="print")
    tab.goto(address)
    tab.wait_for_load_state()
    printed = tab.evaluate("document.querySelector('article').innerText")
    assert squeezed(printed) == squeezed(screen)


@pytest.mark.parametrize("url", PAGES)
def test_a_chapter_of_the_epub_says_what_the_screen_says(copies: Copies, tab: Page, url: str):
    gone = [*(ON_SCREENS_ALONE.keys() - {".site-back"}), *ON_PAGES_ALONE]  # Its links work there too.
    screen = said(tab, f"{copies.site.as_uri()}/{url}", gone=gone)
    assert squeezed(said(tab, copies.chapter(url))) == squeezed(screen)


def test_a_number_of_the_epub_is_named_for_those_who_listen(copies: Copies):
    chapter = (copies.folder / file_of("es/subgroups/neck-squamous.html")).read_text(encoding="utf-8")
    for name in ("Referencia 1", "Volver a la cita a"):
        assert f'aria-label="{name}"' in chapter
    assert not re.search(r'<a (?![^>]*aria-label)[^>]*(?:"#cite|class="site-back)', chapter)


def pages_of(path: Path) -> list[str]:
    """Return the text of each page of a PDF, without the name and the number that stand on each."""
    named, numbered = r"^\s*(CUP Guide|Guía CUP)\s", r"\s(Page|Página) \d+ (of|de) \d+\s*$"
    return [re.sub(f"{named}|{numbered}", "\n", one.extract_text()) for one in PdfReader(path).pages]


@pytest.mark.parametrize("url", PAGES)
def test_a_pdf_says_what_the_printed_page_says(copies: Copies, tab: Page, url: str):
    address = f"{copies.site.as_uri()}/{url}"
    printed = said(tab, address, gone=[*ON_SCREENS_ALONE, *ON_PAGES_ALONE, DRAWN], media="print")
    tab.goto(address)
    tab.emulate_media(media="screen")
    more = tab.eval_on_selector_all("article svg text, article th", "all => all.map(one => one.textContent)")
    text, place, added = squeezed("\n".join(pages_of(copies.pdf(url)))), 0, []
    for line in filter(None, map(squeezed, printed.splitlines())):
        at = text.find(line, place)
        assert at >= 0, f"'{line[:200]}' is not in its place: '{text[place : place + 200]}'"
        added.append(text[place:at])
        place = at + len(line)
    added.append(text[place:])
    head, *between, foot = added
    language = "es" if url.startswith("es/") else "en"
    words = words_of(language)
    assert head.startswith(
        squeezed(words.say("edition.handout", title={"en": "CUP Guide", "es": "Guía CUP"}[language]))
    )
    assert head.endswith(squeezed(words.say("edition.newer_book") + words.say("help.emergency")))
    assert len(head) < 600
    assert squeezed(words.say("footer.independence")) in foot
    # Marks and numbers of lists, which PDFs draw last on each page; the words of figures; heads of tables again.
    allowed = "|".join([r"•|◦|▪|\d+\.", *(re.escape(squeezed(one)) for one in more if squeezed(one))])
    odd = [one for one in between if not re.fullmatch(f"(?:{allowed})*", one)]
    assert odd == []


def test_the_test_of_words_finds_one_word_that_differs(copies: Copies, tab: Page, tmp_path: Path):
    html = (copies.site / "index.html").read_text("utf-8")
    changed = copies.site / "index-changed.html"
    changed.write_text(html.replace("</h1>", "</h1><p>One more.</p>", 1), "utf-8")
    try:
        one, other = (said(tab, f"{copies.site.as_uri()}/{name}") for name in ("index.html", changed.name))
    finally:
        changed.unlink()
    assert squeezed(one) != squeezed(other)
