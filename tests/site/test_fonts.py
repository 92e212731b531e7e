"""The fonts: small, free, with every sign that the pages need, and no jump when they arrive."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, Page, Route

from guides import HOUSE, ROOT

pytestmark = pytest.mark.slow

ASSETS = ROOT / "overrides/assets"
FILES = sorted((ASSETS / "fonts").glob("*.woff2"))
MEDICAL = "≥≤µμαβγ×–—‑−«»¿¡₂′→←↩▲▼±°…“”‘’ªº½"


def signs(path: Path) -> set[str]:
    return {chr(code) for code in TTFont(path).getBestCmap()}


def test_all_fonts_together_are_smaller_than_a_photo():
    assert len(FILES) == 8
    assert sum(path.stat().st_size for path in FILES) <= 60_000


@pytest.mark.content
def test_every_sign_of_the_pages_and_of_medical_text_is_in_the_fonts():
    texts = [*(ROOT / "docs").rglob("*.*"), *(HOUSE / "overrides/locales").glob("*.yml")]
    used = set("".join(path.read_text(encoding="utf-8") for path in texts)) | set(MEDICAL)
    for style in ASSETS.glob("*.css"):
        used |= set("".join(re.findall(r'content: "([^"]*)"', style.read_text("utf-8"))))
    other = signs(ASSETS / "fonts/signs.woff2") | signs(ASSETS / "fonts/ways.woff2")
    for face in ("regular", "italic", "bold"):
        own = {sign for part in FILES if part.name.startswith(f"atkinson-{face}") for sign in signs(part)}
        assert {sign for sign in used - own - other if sign.isprintable()} == set()


def test_no_sign_is_in_two_files_of_a_face():
    assert signs(ASSETS / "fonts/signs.woff2") & signs(ASSETS / "fonts/ways.woff2") == set()
    for face in ("regular", "italic", "bold"):
        core, more = (signs(ASSETS / f"fonts/atkinson-{face}{part}.woff2") for part in ("", "-more"))
        assert core & more == set()


def test_a_browser_is_told_of_every_sign_of_a_file_that_it_fetches_when_it_needs_one():
    for face in re.findall(r"@font-face \{(.*?)\}", (ASSETS / "fonts.css").read_text(), re.DOTALL):
        if ranges := re.search(r"unicode-range: ([^;]+)", face):
            ends = [part.removeprefix("U+").split("-") for part in ranges[1].split(", ")]
            told = {chr(code) for one in ends for code in range(int(one[0], 16), int(one[-1], 16) + 1)}
            if file := re.search(r"fonts/([^\"]+)", face):
                assert signs(ASSETS / "fonts" / file[1]) - told == set()


def test_the_licences_of_the_fonts_stand_beside_them():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (ASSETS / "fonts/OFL.txt").read_text()
    assert "Bitstream Vera" in (ASSETS / "fonts/DejaVu-LICENSE.txt").read_text()


def test_every_font_of_the_style_sheet_exists_and_every_font_is_used():
    named = re.findall(r'url\("fonts/([^"]+)"\)', (ASSETS / "fonts.css").read_text())
    assert sorted(named) == [path.name for path in FILES]


PAGES = ("index.html", "es/subgroups/neck-squamous.html", "es/state.html")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_as_long_before_its_fonts_arrive_as_after(browser: Browser, site: Path, path: str):
    heights = []
    for fonts in ("**/*.woff2", "**/nothing-at-all"):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.route(fonts, lambda route: route.abort())
        page.goto(f"{site.as_uri()}/{path}")
        arrived = (
            "document.fonts.ready.then(() => [...document.fonts].filter(f => f.status == 'loaded').length)"
        )
        loaded = page.evaluate(arrived)
        heights.append(page.evaluate("document.querySelector('article').offsetHeight"))
        context.close()
    before, after = heights
    assert loaded >= 2
    assert abs(after - before) <= 0.03 * before


def held_back(tab: Page) -> list[Route]:
    """Let no font come to a tab; returns those that were asked for, to let them go on."""
    late: list[Route] = []
    tab.route("**/*.woff2", lambda route: late.append(route))  # noqa: PLW0108
    return late


def test_nothing_moves_while_a_page_comes_and_its_fonts_come_late(browser: Browser, site: Path, serve):
    start, tabs = serve(site), []
    for path in PAGES:  # All of them wait at once.
        tab = browser.new_context(viewport={"width": 360, "height": 780}).new_page()
        late = held_back(tab)
        tab.goto(f"{start}/{path}", wait_until="domcontentloaded")
        tabs.append((path, tab, late))
    tab.wait_for_timeout(500)
    for path, _, late in tabs:
        assert len(late) >= 2, path
        for font in late:
            font.continue_()
    tab.wait_for_timeout(500)
    moved = """() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().map(
        shift => [shift.value, shift.sources.map(source => source.node?.outerHTML?.slice(0, 100))])))
        .observe({type: "layout-shift", buffered: true}) || setTimeout(() => done([]), 300))"""
    assert {path: tab.evaluate(moved) for path, tab, _ in tabs} == {path: [] for path in PAGES}
    for _, tab, _ in tabs:
        tab.context.close()


def test_from_a_disk_the_first_page_has_the_fonts_too(browser: Browser, site: Path):
    page = browser.new_context().new_page()
    page.goto(f"{site.as_uri()}/es/about.html")
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    text = tools.send("DOM.querySelector", {"nodeId": root, "selector": "article p"})["nodeId"]
    names: list[str] = []
    for _ in range(100):  # At most ten seconds: a busy machine may draw late.
        fonts = tools.send("CSS.getPlatformFontsForNode", {"nodeId": text})["fonts"]
        names = [font["familyName"] for font in fonts]
        if names == ["Atkinson Hyperlegible Next"]:
            break
        page.wait_for_timeout(100)
    page.context.close()
    assert names == ["Atkinson Hyperlegible Next"]
