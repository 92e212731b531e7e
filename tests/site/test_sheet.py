"""What a reader gets from the numbers in the text: a card, a sheet, one way back, and peace."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import write_small_guide
from guides import Guide

ENTRY = (
    "@{kind}{{{key}, title = {{Title of {key}}}, {more}, publisher = {{P}}, year = 2019, evidence = {{review}}, "
    "seen = {{abstract}}}}\n"
)
KEYS = ("one", "two", "three", "four", "five")
TEXT = """
First [@one, sec. Care].

Three at once [@two; @three; @four] and two [@one; @five, p. 12].

{}

Again [@one].
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    guide: Guide = write_small_guide(tmp_path_factory.mktemp("sheet"))
    entries = [
        ENTRY.format(kind="online", key=key, more=f"url = {{https://e.org/{key}}}, urldate = {{2026-01-02}}")
        for key in KEYS[:-1]
    ]
    guide.write(
        "bib/references.bib",
        "".join([*entries, ENTRY.format(kind="book", key="five", more="address = {Lund}")]),
    )
    guide.write_both("about.md", "About", TEXT.format("\n\n".join(f"({number})" for number in range(60))))
    assert guide.build() == []
    return guide.folder / "site"


@pytest.fixture
def phone(browser: Browser, built: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto((built / "about.html").as_uri())
    yield page
    context.close()


@pytest.fixture
def desk(browser: Browser, built: Path) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.goto((built / "about.html").as_uri())
    yield page
    context.close()


def sources(page: Page) -> list[str]:
    return [text[:15] for text in page.locator("#site-sheet li").all_inner_texts()]


def test_a_tap_shows_every_source_of_the_bracket_at_the_foot(phone: Page):
    sheet = phone.get_by_role("dialog", name="Sources")
    phone.get_by_role("link", name="Sources 2 to 4").tap()
    expect(sheet).to_be_visible()
    assert sources(phone) == ["2. Title of two", "3. Title of thr", "4. Title of fou"]
    box = sheet.bounding_box()
    assert box is not None
    assert (round(box["y"] + box["height"]), round(box["width"])) == (640, 360)
    assert phone.url.endswith("about.html")
    expect(sheet.locator("li").first).to_contain_text("Review article")
    expect(sheet.locator("li a[href='https://e.org/two']")).to_have_count(1)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_sheet_says_where_in_the_source(phone: Page):
    phone.locator(".site-citation a").first.tap()
    expect(phone.locator("#site-sheet li")).to_contain_text("Where in the source: sec. Care")
    phone.locator(".site-citation a").nth(4).tap()
    expect(phone.locator("#site-sheet li").nth(1)).to_contain_text("Where in the source: p. 12")


@pytest.mark.parametrize("way", ["button", "escape", "outside"])
def test_the_sheet_can_be_closed(phone: Page, way: str):
    number = phone.locator(".site-citation a").first
    number.tap()
    close = phone.get_by_role("button", name="Close")
    expect(close).to_be_focused()
    if way == "button":
        close.tap()
    elif way == "escape":
        phone.keyboard.press("Escape")
    else:
        phone.locator("h1").tap()
    expect(phone.locator("#site-sheet")).to_be_hidden()
    if way != "outside":
        expect(number).to_be_focused()


def test_from_the_list_one_way_leads_back_to_where_the_reader_was(phone: Page):
    last = phone.locator(".site-citation a").last
    last.scroll_into_view_if_needed()
    last.tap()
    phone.get_by_role("link", name="In the list of references").tap()
    item = phone.locator(".site-references li:target")
    expect(item).to_contain_text("Title of one")
    back = item.get_by_role("link", name="Back to where you were")
    expect(back).to_be_in_viewport()
    back.tap()
    expect(last).to_be_in_viewport()


def test_with_a_pointer_a_number_leads_to_the_list_and_one_way_back(desk: Page):
    number = desk.locator(".site-citation a").last
    number.click()
    desk.locator("li:target").get_by_role("link", name="Back to where you were").click()
    expect(number).to_be_in_viewport()
    assert desk.locator(".site-return").count() == 0


def test_the_other_places_are_letters(desk: Page):
    backs = desk.locator("#ref-one .site-back").all_inner_texts()
    assert [text.replace("\n", "") for text in backs] == ["a", "b", "c"]
    expect(desk.locator("#ref-one .site-locator")).to_have_text("(sec. Care)")


def test_the_card_of_a_range_has_all_of_it_and_that_of_one_number_one(desk: Page):
    card = desk.get_by_role("tooltip")
    for name in ("Sources 2 to 4", "Reference 4"):
        desk.get_by_role("link", name=name).hover()
        expect(card.locator(".site-source")).to_have_count(3)
        desk.keyboard.press("Escape")
        desk.mouse.move(0, 0)
    desk.locator(".site-citation a").last.hover()
    expect(card).to_contain_text("Title of one")
    expect(card.locator(".site-source")).to_have_count(0)
    expect(card.locator(".site-where")).to_have_count(0)


def test_the_card_says_where_in_the_source_it_is_for_this_place(desk: Page):
    card = desk.get_by_role("tooltip")
    desk.locator(".site-citation a").first.hover()
    expect(card.locator(".site-where")).to_have_text("Where in the source: sec. Care")
    expect(desk.locator(".site-citation").first).to_have_text("[1]")
    desk.keyboard.press("Escape")
    desk.mouse.move(0, 0)
    desk.locator(".site-citation a").nth(4).hover()
    expect(card.locator(".site-where")).to_have_text("Where in the source: p. 12")


def test_numbers_can_be_hidden_and_only_then_is_something_kept(desk: Page):
    number = desk.locator(".site-citation").first
    expect(number).to_be_visible()
    assert desk.evaluate("localStorage.length") == 0
    switch = desk.get_by_label("Hide the source numbers in the text")
    switch.check()
    expect(number).to_be_hidden()
    desk.reload()
    expect(number).to_be_hidden()
    expect(switch).to_be_checked()
    switch.uncheck()
    expect(number).to_be_visible()
    assert desk.evaluate("localStorage.length") == 0
    expect(desk.locator("#ref-one")).to_be_visible()


def test_in_print_the_numbers_are_there(desk: Page):
    desk.get_by_label("Hide the source numbers in the text").check()
    desk.emulate_media(media="print")
    expect(desk.locator(".site-citation").first).to_be_visible()
    expect(desk.locator(".site-hide")).to_be_hidden()
    desk.emulate_media(media="screen")
    desk.get_by_label("Hide the source numbers in the text").uncheck()
