"""From a page to its file and to the form for problems: the right one, and only if a repository is set."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from conftest import write_small_guide
from editorial.pages.frontmatter import split
from guides import ROOT, Guide, page, translation
from readers import DESKTOP, PHONE

pytestmark = pytest.mark.slow

REPOSITORY = "https://code.example/owner/guide"
PENCIL = ".md-content__button.site-contribute"
PAGES = [
    ("nodes/groin.html", "docs/en/nodes/groin.md", "en", "Lymph nodes of the groin: "),
    ("es/nodes/groin.html", "docs/es/nodes/groin.md", "es", "Ganglios de la ingle: "),
    ("index.html", "docs/en/index.md", "en", "Home: "),
]


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    """A small guide, built with the address of a repository."""
    guide = write_small_guide(tmp_path_factory.mktemp("linked"))
    guide.write("docs/en/nodes/groin.md", page("Lymph nodes of the groin", "\nWords.\n"))
    guide.write("docs/es/nodes/groin.md", translation("Ganglios de la ingle", "\nPalabras.\n"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPO_URL", REPOSITORY)
        assert guide.build() == []
    return guide


def address_of(linked: Guide, url: str) -> str:
    return (linked.folder / "site" / url).as_uri()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("url", "path", "language", "title"), PAGES)
def test_the_pencil_opens_the_right_file_of_the_right_language(linked, tab, url, path, language, title):  # noqa: PLR0917
    tab.goto(address_of(linked, url))
    pencil = tab.locator(PENCIL)
    expect(pencil).to_be_visible()
    assert pencil.get_attribute("href") == f"{REPOSITORY}/edit/main/{path}"
    assert (linked.folder / path).is_file()
    named = {"en": "Propose a change to this page", "es": "Proponer un cambio en esta página"}[language]
    expect(pencil).to_have_accessible_name(named)


@pytest.mark.parametrize(("url", "path", "language", "title"), PAGES)
def test_the_report_opens_a_form_that_knows_page_language_and_date(linked, tab, url, path, language, title):  # noqa: PLR0917
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(address_of(linked, url))
    said = {"en": "Report a problem with this page.", "es": "Avisar de un problema en esta página."}[language]
    link = tab.get_by_role("link", name=said)
    expect(link).to_be_visible()
    address = urlsplit(link.get_attribute("href") or "")
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{REPOSITORY}/issues/new"
    top = split((linked.folder / path).read_text(encoding="utf-8")).top or ""
    revised = str(yaml.safe_load(top)["last_revised"])
    assert parse_qs(address.query) == {
        "template": ["page-problem.yml"],
        "title": [title],
        "page": [path],
        "language": [language],
        "revised": [revised],
    }
    # The site itself sends nothing: not even to ask the code host how it is.
    assert [url for url in asked if not url.startswith("file:")] == []


def test_the_form_that_the_report_opens_has_the_fields_that_it_fills_in():
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    name = settings.partition("report: issues/new?template=")[2].split()[0]
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE" / name).read_text(encoding="utf-8"))
    assert {"page", "language", "revised"} <= {field.get("id") for field in form["body"]}


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pencil_is_large_enough_for_a_finger_and_covers_no_word(linked: Guide, tab: Page, viewport):
    tab.set_viewport_size(viewport)
    tab.goto(address_of(linked, "es/nodes/groin.html"))
    box = tab.locator(PENCIL).bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    assert tab.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    on_top = (
        "box => document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2).closest('a')?.rel"
    )
    assert tab.evaluate(on_top, box) == "edit"


def test_neither_is_printed(linked: Guide, tab: Page):
    tab.goto(address_of(linked, "index.html"))
    tab.emulate_media(media="print")
    for place in tab.locator(".site-contribute").all():
        expect(place).to_be_hidden()


def test_without_a_repository_no_page_offers_what_leads_nowhere(guide: Guide, monkeypatch):
    monkeypatch.delenv("REPO_URL", raising=False)
    assert guide.build() == []
    assert "site-contribute" not in guide.html("index.html")
    assert "site-contribute" not in guide.html("es/index.html")


def test_an_address_to_write_to_needs_no_account_and_no_code_host(guide: Guide, monkeypatch):
    monkeypatch.delenv("REPO_URL", raising=False)
    monkeypatch.setenv("WRITE_TO", "o'neil+guide@example.org")
    assert guide.build() == []
    for path, before in (
        ("about.html", "To write to us without an account:"),
        ("es/about.html", "sin tener una cuenta:"),
    ):
        html = guide.html(path)
        assert before in html
        assert ">o&#39;neil+guide@example.org</a>." in html
        assert 'href="mailto:o%27neil%2Bguide@example.org?subject=' in html
    monkeypatch.delenv("WRITE_TO")
    assert guide.build() == []
    assert "mailto:" not in guide.html("about.html")
