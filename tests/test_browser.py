"""What a reader gets, in real Chromium: over HTTP, and from disk with no server."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from readers import PHONE, Reader

PAGES = ["index.html", "subgroups/neck-squamous.html"]


@pytest.mark.parametrize("path", PAGES)
def test_the_language_switch_leads_to_the_same_page_and_back(reader: Reader, path: str):
    reader.open(path)
    expect(reader.page.locator("html")).to_have_attribute("lang", "en")
    reader.page.get_by_role("link", name="Español").click()
    assert reader.path() == f"es/{path}"
    expect(reader.page.locator("html")).to_have_attribute("lang", "es")
    reader.page.get_by_role("link", name="English").click()
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


@pytest.mark.parametrize("path", [*PAGES, *(f"es/{path}" for path in PAGES)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_a_phone_and_every_style_is_there(reader: Reader, path: str, scheme: str):
    reader.page.set_viewport_size(PHONE)
    reader.page.emulate_media(color_scheme=scheme)
    reader.open(path)
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    dark = reader.page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (scheme == "dark")
    assert reader.page.evaluate("document.querySelector('.site-language').offsetHeight") >= 24


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
    reader.page.get_by_role("link", name=re.compile("Español|English")).focus()
    for _ in range(60):
        reader.page.keyboard.press("Tab")
        if number.evaluate("number => number === document.activeElement"):
            break
    expect(card).to_have_text(reference)
    expect(number).to_have_attribute("aria-describedby", "site-card")
    reader.page.keyboard.press("Tab")
    expect(number).not_to_have_attribute("aria-describedby", "site-card")


@pytest.mark.parametrize("path", ["subgroups/neck-squamous", "es/subgroups/neck-squamous", "references"])
def test_references_can_be_taken_along(reader: Reader, site: Path, path: str):
    reader.open(f"{path}.html")
    for name, start in (("BibTeX", "@"), ("RIS", "TY  - ")):
        link = reader.page.get_by_role("link", name=name, exact=True)
        href = link.evaluate("link => link.href")
        assert href.startswith(f"{reader.address}/{path}.")
        file = site / href.removeprefix(f"{reader.address}/")
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


def test_every_page_can_be_read_without_javascript(browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/es/subgroups/neck-squamous.html")
    expect(page.get_by_role("heading", name="Puntos clave")).to_be_visible()
    page.locator(".site-citation a").first.click()
    expect(page.locator(".site-references li:target")).to_be_in_viewport()
    context.close()


def test_every_page_of_both_languages_is_reached_by_links_alone(reader: Reader, site: Path):
    to_visit, seen = ["index.html"], set()
    while to_visit:
        path = to_visit.pop()
        if path in seen:
            continue
        seen.add(path)
        reader.open(path)
        pages = "a[href]:not([download])"
        links = reader.page.eval_on_selector_all(pages, "links => links.map(link => link.href)")
        inside = {link.partition("#")[0] for link in links if link.startswith(reader.address)}
        to_visit += [link.removeprefix(reader.address + "/") for link in inside]
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")} - {"404.html"}
    assert seen == built


def test_a_lost_reader_is_led_home_in_either_language(browser: Browser, site: Path, serve):
    address = serve(site)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/404.html")
    page.get_by_role("link", name="Ir a la página de inicio").click()
    assert page.url == f"{address}/es/index.html"
    context.close()


def test_a_reader_may_choose_dark_colors_and_they_stay(reader: Reader):
    reader.open("es/index.html")
    reader.page.locator("label[title='Cambiar a colores claros']").click()
    reader.page.locator("label[title='Cambiar a colores oscuros']").click()
    reader.open("es/about.html")
    expect(reader.page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_no_page_is_without_its_state_of_review(site: Path):
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        if path.name != "404.html":
            assert re.search(r'<time datetime="\d{4}-\d\d-\d\d">', html), path
            assert "professional has reviewed" in html or "profesional de la salud ha revisado" in html, path
