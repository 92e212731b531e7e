"""What a reader gets, in real Chromium: over HTTP, and from disk with no server."""

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from selectolax.lexbor import LexborHTMLParser

from readers import DESKTOP, PHONE, Opens, Reader, Watched, reading, tabs_of

pytestmark = pytest.mark.slow

PAGES = ["index.html", "subgroups/neck-squamous.html"]


@pytest.mark.parametrize("path", PAGES)
def test_the_language_switch_leads_to_the_same_page_and_back(reader: Reader, path: str):
    reader.open(path)
    expect(reader.page.locator("html")).to_have_attribute("lang", "en")
    reader.page.get_by_role("link", name="Español", exact=True).click()
    assert reader.path() == f"es/{path}"
    expect(reader.page.locator("html")).to_have_attribute("lang", "es")
    reader.page.get_by_role("link", name="English", exact=True).click()
    assert reader.path() == path


@pytest.mark.parametrize(
    "path", ["subgroups/neck-squamous.html", "es/subgroups/neck-squamous.html", "es/index.html"]
)
def test_a_citation_leads_to_its_reference_and_back(reader: Reader, path: str):
    reader.open(path)
    citation = reader.page.locator(".site-citation a").first
    here = citation.get_attribute("id")
    citation.click()
    reference = reader.page.locator(".site-references li:target")
    expect(reference).to_be_in_viewport()
    reference.locator(".site-back").first.click()
    assert reader.page.url.endswith(f"#{here}")
    expect(reader.page.locator(f"[id='{here}']")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("subgroups/groin.html", {"Reference 1", "Back to citation a"}),
        ("es/subgroups/groin.html", {"Referencia 1", "Volver a la cita a"}),
        (
            "en-es/subgroups/groin.html",
            {"Reference 1", "Referencia 1", "Back to citation a", "Volver a la cita a"},
        ),
    ],
)
def test_a_number_and_the_way_back_are_named_for_those_who_listen(
    onlooker: Reader, path: str, names: set[str]
):
    onlooker.open(path)
    asked = onlooker.page.context.new_cdp_session(onlooker.page)
    nodes = asked.send("Accessibility.getFullAXTree")["nodes"]
    asked.detach()
    heard = [node["name"]["value"] for node in nodes if node["role"]["value"] == "link"]
    assert names <= {*heard}
    assert not [name for name in heard if re.fullmatch(r"\d{1,3}|[a-z]?", name)]


@pytest.mark.parametrize("path", [*PAGES, *(f"es/{path}" for path in PAGES)])
@pytest.mark.parametrize(("address", "scheme"), [("http", "light"), ("file", "dark")], indirect=["address"])
def test_nothing_is_wider_than_a_phone_and_every_style_is_there(onlooker: Reader, path: str, scheme: str):
    onlooker.page.set_viewport_size(PHONE)
    onlooker.page.emulate_media(color_scheme=scheme)
    onlooker.open(path)
    assert onlooker.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    dark = onlooker.page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (scheme == "dark")
    assert onlooker.page.evaluate("document.querySelector('.site-language').offsetHeight") >= 24


@pytest.mark.parametrize("path", ["index.html", "es/subgroups/neck-squamous.html"])
def test_a_number_shows_its_reference_in_a_card(reader: Reader, path: str):
    reader.open(path)
    card, number = reader.page.get_by_role("tooltip"), reader.page.locator(".site-citation a").first
    reference = reader.page.locator(".site-references .site-reference").first.inner_text()
    number.hover()
    expect(card).to_have_text(reference)
    card.hover()  # It can be pointed at, and stays.
    reader.page.wait_for_timeout(500)
    expect(card).to_be_visible()
    reader.page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    reader.page.mouse.move(0, 0)
    number.evaluate(
        """number => {
            const stops = [...document.querySelectorAll("a[href], button, summary, input")].filter(stop => stop.checkVisibility());
            stops[stops.indexOf(number) - 1].focus();
        }"""
    )
    reader.page.keyboard.press("Tab")
    assert number.evaluate("number => number === document.activeElement")
    expect(card).to_have_text(reference)
    expect(number).to_have_attribute("aria-describedby", "site-card")
    reader.page.keyboard.press("Tab")
    expect(number).not_to_have_attribute("aria-describedby", "site-card")


@pytest.mark.parametrize("path", ["subgroups/neck-squamous", "es/subgroups/neck-squamous", "references"])
def test_references_can_be_taken_along(onlooker: Reader, site: Path, path: str):
    onlooker.open(f"{path}.html")
    for name, start in (("BibTeX", "@"), ("RIS", "TY  - ")):
        link = onlooker.page.get_by_role("link", name=name, exact=True)
        href = link.evaluate("link => link.href")
        assert href.startswith(f"{onlooker.address}/{path}.")
        file = site / href.removeprefix(f"{onlooker.address}/")
        assert file.read_text(encoding="utf-8").startswith(start)


def test_the_table_of_pages_is_sorted_by_a_column(reader: Reader):
    reader.open("es/state.html")
    numbers = reader.page.locator(".site-states tbody td:last-child")
    before = [int(text) for text in numbers.all_inner_texts()]
    button = reader.page.get_by_role("button", name="Ordenar por Fuentes")
    button.click()
    assert [int(text) for text in numbers.all_inner_texts()] == sorted(before)
    button.press("Enter")
    assert [int(text) for text in numbers.all_inner_texts()] == sorted(before, reverse=True)
    expect(reader.page.locator("[aria-sort=descending]")).to_have_text("Fuentes")


def test_every_page_can_be_read_without_javascript(tab_with: Opens, address: str):
    page = tab_with(java_script_enabled=False)
    page.goto(f"{address}/es/subgroups/neck-squamous.html")
    expect(page.get_by_role("heading", name="Puntos clave")).to_be_visible()
    page.locator(".site-citation a").first.click()
    expect(page.locator(".site-references li:target")).to_be_in_viewport()


#: The addresses that a page asks for by itself, by what says them.
LOADED = {"script[src]": "src", "link[rel=stylesheet]": "href", "img[src]": "src"}


@pytest.fixture(scope="module")
def trees(site: Path) -> dict[str, LexborHTMLParser]:
    """What is in each page, by its path."""
    return {
        path.relative_to(site).as_posix(): LexborHTMLParser(path.read_text(encoding="utf-8"))
        for path in site.rglob("*.html")
    }


def addresses(path: str, tree: LexborHTMLParser, selector: str, attribute: str = "href") -> set[str]:
    """Return what the elements of a page lead to, as paths within the site; what is elsewhere is left out."""
    written = (urlsplit(node.attributes[attribute] or "") for node in tree.css(selector))
    inside = {unquote(address.path) for address in written if not address.scheme and address.path}
    return {posixpath.normpath(posixpath.join(posixpath.dirname(path), address)) for address in inside}


def test_every_page_of_both_languages_is_reached_by_links_alone(trees: dict[str, LexborHTMLParser]):
    to_visit, seen = ["index.html"], set()
    while to_visit:
        path = to_visit.pop()
        if path not in seen:
            seen.add(path)
            # Links in a drawing are no help to who cannot see it, and one that downloads leads to no page.
            links = addresses(path, trees[path], "a[href]:not([download], svg a)")
            to_visit += [link for link in links if link.endswith(".html")]
    assert seen == trees.keys() - {"404.html"}


def longest_of_each_kind(trees: dict[str, LexborHTMLParser]) -> list[str]:
    """Return a page of each kind: those that stand in one folder and ask for the same scripts, styles and pictures."""
    kinds: dict[object, str] = {}
    for path in sorted(trees.keys() - {"404.html"}, key=lambda path: len(trees[path].html or "")):
        loaded = [sorted(addresses(path, trees[path], what, LOADED[what])) for what in LOADED]
        kinds[posixpath.dirname(path), str(loaded)] = path
    return [*kinds.values()]


def test_no_page_asks_for_what_is_refused(still: Browser, trees: dict[str, LexborHTMLParser], address: str):
    """From a server as from a disk, the longest page of each kind: only what a page asks for can differ.

    One half in one color scheme, the other in the other; from the disk the other way round. Every page on a server is
    watched while axe looks at it, in test_accessibility.py.
    """
    served = address.startswith("http")
    context = still.new_context(viewport=DESKTOP)
    with reading(Reader(context.new_page(), address)) as reader:
        watched = Watched(reader.page)
        # No disk shows the page of a lost reader.
        for path in [*longest_of_each_kind(trees), *(["404.html"] if served else [])]:
            reader.page.emulate_media(color_scheme="light" if (len(path) % 2 == 0) == served else "dark")
            reader.open(path)
    context.close()
    assert watched.refused == []


def test_there_are_pages_of_several_kinds(trees: dict[str, LexborHTMLParser]):
    kinds = longest_of_each_kind(trees)
    assert {posixpath.dirname(path) for path in kinds} == {posixpath.dirname(path) for path in trees}
    special = {
        f"{folder}{page}.html" for folder in ("", "es/") for page in ("find", "glossary", "report", "visit")
    }
    assert special <= {*kinds}


def test_a_lost_reader_is_led_home_in_either_language(tab_with: Opens, site: Path, serve):
    address = serve(site)
    page = tab_with(viewport=DESKTOP)
    page.goto(f"{address}/404.html")
    page.get_by_role("link", name="Ir a la página de inicio").click()
    assert page.url == f"{address}/es/index.html"


def test_the_colors_follow_the_device_while_a_page_is_open(reader: Reader):
    reader.open("es/index.html")
    for scheme, name in (("dark", "slate"), ("light", "default")):
        reader.page.emulate_media(color_scheme=scheme)
        expect(reader.page.locator("body")).to_have_attribute("data-md-color-scheme", name)


def test_a_reader_may_choose_dark_colors_and_they_stay(reader: Reader):
    reader.open("es/index.html")
    reader.page.get_by_role("button", name="Cambiar a colores claros").click()
    reader.page.get_by_role("button", name="Cambiar a colores oscuros").press("Enter")
    expect(reader.page.get_by_role("button", name="Usar los colores de su dispositivo")).to_be_focused()
    reader.open("es/about.html")
    expect(reader.page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_no_page_is_without_its_state_of_review(site: Path):
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        if path.name != "404.html":
            assert re.search(r'<time datetime="\d{4}-\d\d-\d\d">', html), path
            assert (
                "No clinician has reviewed it yet" in html
                or "Ningún profesional de la salud la ha revisado aún" in html
            ), path


# --- search


def test_the_search_box_is_a_combobox_that_the_keyboard_can_do(onlooker: Reader):
    onlooker.open("es/about.html")
    page = onlooker.page
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Buscar en esta guía")
    expect(box).to_be_focused()
    page.keyboard.type("lymph node")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("ganglio")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ resultados$"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id"))
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")


def test_a_result_opens_at_its_section_with_its_words_marked_until_dismissed(reader: Reader):
    reader.open("index.html")
    page = reader.page
    page.keyboard.press("s")
    page.keyboard.type("mouth throat neck radiation")
    expect(page.get_by_role("option").first).to_contain_text("Squamous cell cancer in the neck")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"subgroups/neck-squamous\.html\?h=.*#local-treatment$"))
    marks = "() => CSS.highlights.get('site-search')?.size ?? 0"
    assert page.evaluate(marks) > 3
    page.get_by_role("button", name="Remove the marks").click()
    assert page.evaluate(marks) == 0
    assert page.url.endswith("neck-squamous.html#local-treatment")


def test_a_spanish_reader_is_told_why_an_english_word_was_found(onlooker: Reader):
    onlooker.open("es/index.html")
    onlooker.page.fill("#site-search-input", "armpit")
    why = onlooker.page.locator(".site-result-why").first
    expect(why).to_have_text("armpit: axila")
    expect(why.locator("em")).to_have_attribute("lang", "en")


def test_nothing_found_offers_close_words_the_index_and_help(reader: Reader):
    reader.open("index.html")
    reader.page.fill("#site-search-input", "qwxtreatmznt")
    more = reader.page.locator("#site-search-more")
    expect(more).to_contain_text("Nothing found")
    expect(more.get_by_role("link", name="Index A–Z")).to_be_visible()
    more.get_by_role("link", name="Help lines").click()
    assert reader.path() == "help.html"


def test_an_address_with_a_query_opens_a_page_of_results(reader: Reader):
    reader.open("es/search.html?q=metastasis")
    results = reader.page.locator("#site-results li")
    expect(results.first).to_contain_text("metástasis")
    results.first.get_by_role("link").click()
    reader.page.wait_for_load_state()
    assert "glossary.html?h=" in reader.page.url
    reader.open("es/search.html?q=<img>xyzzyqq")
    expect(reader.page.locator("#site-results")).to_contain_text("<img>xyzzyqq")
    reader.page.wait_for_load_state()


def test_a_query_is_sent_with_enter_to_the_page_of_results_and_kept_nowhere(reader: Reader):
    reader.open("subgroups/groin.html")
    reader.page.keyboard.press("/")
    reader.page.keyboard.type("HPV")
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("#site-results li").first).to_be_visible()
    assert reader.path() == "search.html?q=HPV"
    reader.page.wait_for_load_state()
    stored = reader.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "HPV" not in stored


def test_search_fits_the_narrowest_screen(onlooker: Reader):
    onlooker.page.set_viewport_size({"width": 320, "height": 256})  # 1280 px at 400 % (WCAG 2.2, 1.4.10)
    onlooker.open("es/index.html")
    onlooker.page.keyboard.press("/")
    onlooker.page.keyboard.type("quimioterapia")
    expect(onlooker.page.get_by_role("option").first).to_be_visible()
    assert onlooker.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_javascript_the_index_stands_in_place_of_the_box(tab_with: Opens, address: str):
    page = tab_with(java_script_enabled=False)
    page.goto(f"{address}/es/index.html")
    expect(page.locator("#site-search")).to_be_hidden()
    expect(page.locator(".md-header button")).to_have_count(4)
    expect(page.locator(".md-header button:visible")).to_have_count(0)
    page.locator(".site-index-link").click()
    page.get_by_role("link", name="ganglio linfático", exact=True).click()
    assert page.url == f"{address}/es/glossary.html#lymph-node"


# --- the glossary


@pytest.mark.parametrize(("path", "typed"), [("glossary.html", "ARMPIT"), ("es/glossary.html", "linfatico")])
def test_the_glossary_shows_the_terms_that_have_what_is_typed(reader: Reader, path: str, typed: str):
    reader.page.set_viewport_size(PHONE)
    reader.open(path)
    terms, status = (
        reader.page.locator(".site-glossary > div:visible"),
        reader.page.get_by_role("status").last,
    )
    every = terms.count()
    box = reader.page.get_by_label(re.compile("with these letters|con estas letras"))
    box.fill(typed)
    assert 0 < terms.count() < every
    assert str(terms.count()) in status.inner_text()
    box.fill("xyzzyqq")
    assert terms.count() == 0
    expect(status).to_contain_text(re.compile("No term|Ningún término"))
    # A link to a term that is not shown shows it.
    hidden = reader.page.locator(".site-glossary > div").last.get_attribute("id")
    reader.page.evaluate("id => { location.hash = id; }", hidden)
    expect(reader.page.locator(f"[id='{hidden}']")).to_be_in_viewport()
    assert terms.count() == every


@pytest.mark.parametrize("path", ["glossary.html", "es/glossary.html"])
def test_each_letter_of_the_glossary_leads_to_a_term(reader: Reader, path: str):
    reader.page.set_viewport_size(PHONE)
    reader.open(path)
    letters = reader.page.locator(".site-letters a")
    assert letters.count() > 15
    for letter in letters.all():
        box = letter.bounding_box()
        assert min(box["width"], box["height"]) >= 24
    letters.last.click()
    expect(reader.page.locator(".site-glossary > div:target")).to_be_in_viewport()


# --- terms of the glossary


def definition_of(term: Locator, folder: Path) -> str:
    """Return what the glossary of a folder of the site says of a term that a page leads to."""
    key = (term.get_attribute("href") or "").partition("#")[2]
    said = LexborHTMLParser((folder / "glossary.html").read_text(encoding="utf-8")).css_first(f"#{key} dd")
    assert said is not None
    return said.text(deep=False).strip()


@pytest.mark.parametrize("path", ["subgroups/axilla-women.html", "es/subgroups/axilla-women.html"])
def test_a_term_tells_its_definition_when_pointed_at_or_focused(reader: Reader, site: Path, path: str):
    reader.open(path)
    card, term = reader.page.get_by_role("tooltip"), reader.page.locator("a.site-term").first
    definition = definition_of(term, site / path.removesuffix("subgroups/axilla-women.html"))
    term.hover()
    expect(card).to_contain_text(definition)
    reader.page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    reader.page.mouse.move(0, 0)
    reader.page.keyboard.press("Tab")
    term.focus()
    expect(card).to_contain_text(definition)
    term.press("Enter")
    reader.page.wait_for_url("**/glossary.html#*")


def test_a_tap_on_a_term_tells_its_definition_and_the_card_leads_to_the_glossary(
    tab_with: Opens, address: str, site: Path
):
    page = tab_with(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{address}/es/subgroups/groin.html")
    term = page.locator("a.site-term").first
    definition = definition_of(term, site / "es")
    term.tap()
    expect(page.get_by_role("tooltip")).to_contain_text(definition)
    assert page.url.endswith("groin.html")
    page.get_by_role("tooltip").get_by_role("link", name="En el glosario").tap()
    page.wait_for_url("**/es/glossary.html#*")


def test_a_tap_on_a_term_leads_to_the_glossary_where_its_definition_cannot_be_had(
    browser: Browser, address: str
):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    context.route("**/assets/terms/*", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{address}/subgroups/groin.html")
    page.locator("a.site-term").first.tap()
    page.wait_for_url("**/glossary.html#*")
    context.close()


def test_no_page_loads_definitions_before_a_reader_asks(reader: Reader):
    reader.open("subgroups/groin.html")
    reader.page.locator("a.site-term").nth(1).scroll_into_view_if_needed()
    assert not [url for url in reader.asked if "/terms/" in url]
    reader.page.locator("a.site-term").nth(1).hover()
    expect(reader.page.get_by_role("tooltip")).to_be_visible()
    reader.page.locator("a.site-term").nth(2).hover()
    expect(reader.page.get_by_role("tooltip")).to_be_visible()
    assert len([url for url in reader.asked if "/terms/" in url]) == 1


def test_terms_stand_in_no_heading_link_code_or_reference(site: Path):
    wrong = "h1 a.site-term, h2 a.site-term, h3 a.site-term, a a.site-term, code a.site-term, .site-references a.site-term"
    pages = [path for path in site.rglob("*.html") if path.name != "404.html"]
    found = 0
    for path in pages:
        tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
        assert tree.css(wrong) == [], path
        terms = [term.attributes["href"] for term in tree.css("a.site-term")]
        assert len(terms) == len(set(terms)), path
        found += len(terms)
    assert found > 200


# --- the tabs of these tests


def test_a_tab_that_is_used_again_is_as_new(browser: Browser, site: Path):
    opened: dict[str, Page] = {}
    for is_used in (False, True):
        with tabs_of(browser, opened, draws=True) as open_tab:
            tab = open_tab(viewport=PHONE)
            assert tab.url == "about:blank"
            tab.goto(f"{site.as_uri()}/index.html")
            asked = """[localStorage.length, sessionStorage.length, matchMedia('print').matches,
                matchMedia('(prefers-color-scheme: dark)').matches, document.querySelectorAll('article :hover').length]"""
            assert tab.evaluate(asked) == [0, 0, False, False, 0], is_used
            assert tab.evaluate("[innerWidth, innerHeight]") == [*PHONE.values()]
            tab.evaluate("localStorage.setItem('a', 'b'); sessionStorage.setItem('a', 'b')")
            tab.locator("article a:visible").first.hover()
            tab.emulate_media(media="print", color_scheme="dark")
            tab.set_viewport_size(DESKTOP)
            assert tab.evaluate(asked) != [0, 0, False, False, 0]
    (tab,) = opened.values()
    tab.context.close()
