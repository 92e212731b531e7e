"""Whether everyone can read every page: WCAG 2.2 AA as far as programs can tell, and valid HTML."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from guides import ROOT
from readers import (
    DESKTOP,
    IN_ONE_LANGUAGE,
    MODULES,
    PHONE,
    Checked,
    Opens,
    Reader,
    axe_faults,
    thin,
)

pytestmark = pytest.mark.slow

NAMES = sorted(
    path.relative_to(ROOT / "docs/en").with_suffix(".html").as_posix()
    for path in (ROOT / "docs/en").rglob("*.md")
)
#: Pages beside their translation: all that are text.
BESIDE = [f"en-es/{name}" for name in NAMES if name not in IN_ONE_LANGUAGE]
PATHS = [*NAMES, *(f"es/{name}" for name in NAMES), *BESIDE]
#: Every kind of page: the front page, a long one, tables, lists of terms, of sources, of questions, folds.
KINDS = ["index", "subgroups/neck-squamous", "find", "glossary", "references", "questions", "state", "help"]
SOME = [f"{language}{kind}.html" for language in ("", "es/") for kind in KINDS]
SOME += [path for path in BESIDE if path.removeprefix("en-es/").removesuffix(".html") in KINDS]


@pytest.fixture(scope="module")
def served(site: Path, serve: Callable[[Path], str]) -> str:
    return serve(site)


@pytest.fixture(scope="module")
def checked(still: Browser, site: Path, serve: Callable[[Path], str]) -> Iterator[Callable[..., Checked]]:
    """Tabs on one server, of which each size has one."""
    address, tabs = serve(site), {}

    def open_tab(size: dict[str, int]) -> Checked:
        name = repr(size)
        if name not in tabs:
            tabs[name] = Checked(still.new_context(viewport=size).new_page(), address)
        return tabs[name]

    yield open_tab
    for tab in tabs.values():
        tab.page.context.close()


@pytest.fixture(scope="module", params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def tab(request: pytest.FixtureRequest, checked: Callable[..., Checked]) -> Checked:
    return checked(request.param)


@pytest.fixture(scope="module")
def phone(checked: Callable[..., Checked]) -> Checked:
    return checked(PHONE)


@pytest.fixture(scope="module")
def looked_at(still: Browser) -> Iterator[Page]:
    page = still.new_page(viewport=PHONE)
    yield page
    page.close()


@pytest.fixture(scope="module", params=SOME)
def visited(request: pytest.FixtureRequest, looked_at: Page, served: str) -> Page:
    """Each kind of page on a phone, loaded once for all that is asked of its sizes and styles."""
    looked_at.goto(f"{served}/{request.param}")
    return looked_at


def test_every_page_is_looked_at(site: Path):
    """But that of a lost reader, which no page leads to."""
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert built - {"404.html"} == {*PATHS}


@pytest.mark.parametrize("path", SOME)
def test_axe_finds_no_fault(tab: Checked, path: str):
    """Every kind of page, on both screens, by every rule."""
    tab.open(path)
    assert tab.faults() == []
    assert tab.faults_in_the_dark() == []
    assert tab.went_wrong() == []


@pytest.mark.parametrize("path", [path for path in PATHS if path not in SOME])
def test_axe_finds_no_fault_on_any_other_page(phone: Checked, path: str):
    """What a page has of its own is in its article, which is the same on a wide screen, with more room.

    On a phone, links come close together and tables have to be pushed. What stands beside an article on a wide screen
    is made by templates, of which each kind of page has all. A translation has the parts of its original, and colors
    are those of parts: the dark ones are asked for the original.
    """
    phone.open(path)
    assert phone.faults() == []
    if path in NAMES:
        assert phone.faults_in_the_dark() == []
    assert phone.went_wrong() == []


def test_axe_finds_a_fault_where_there_is_one(tab: Checked):
    tab.open("index.html")
    tab.page.evaluate("document.querySelector('article').append(document.createElement('img'))")
    (fault,) = axe_faults(tab.page)
    assert fault.startswith("image-alt")


def test_what_the_policy_of_a_page_refuses_is_noted(phone: Checked):
    phone.open("index.html")
    assert phone.went_wrong() == []
    phone.page.evaluate(
        "document.body.append(Object.assign(new Image(), { src: 'https://elsewhere.example/', alt: '' }))"
    )
    phone.faults()
    assert any("img-src" in said for said in phone.went_wrong())


@pytest.mark.parametrize(
    ("path", "items", "fault"),
    [
        ("references.html", "article li:has(.site-cited-by)", ["image-alt", "img", {"src": "x"}]),
        ("glossary.html", ".site-glossary dd", ["link-name", "a", {"href": "x"}]),
        ("en-es/glossary.html", ".site-glossary dd", ["button-name", "button", {}]),
        ("a-z.html", "article li", ["valid-lang", "b", {"lang": "xyz"}, "x"]),
        ("questions.html", "article li", ["aria-valid-attr-value", "b", {"aria-live": "x"}, "x"]),
    ],
)
def test_a_fault_of_an_item_of_a_long_list_is_found(
    phone: Checked, path: str, items: str, fault: list[object]
):
    """In one item as in all."""
    for is_one in (True, False):
        phone.open(path)
        phone.page.eval_on_selector_all(
            items,
            """(items, [is_one, [, tag, attributes, words]]) => {
                for (const item of is_one ? [items[Math.floor(items.length / 2)]] : items) {
                    const fault = document.createElement(tag);
                    for (const [name, value] of Object.entries(attributes)) fault.setAttribute(name, value);
                    fault.textContent = words ?? "";
                    item.append(fault);
                }
            }""",
            [is_one, fault],
        )
        assert fault[0] in {found.partition(":")[0] for found in phone.faults()}


#: A fault for each place of a page, which every page of its kind has: what is appended there, or set.
PLANTED = {
    "image-alt": ("article p", "append", ["img", {"src": "x"}]),
    "link-name": ("article li", "append", ["a", {"href": "x"}]),
    "button-name": (".site-references li", "append", ["button", {}]),
    "label": ("article details", "append", ["input", {"type": "text"}]),
    "aria-roles": (".site-citation a", "set", ["role", "number"]),
    "valid-lang": ("a.site-term", "set", ["lang", "xyz"]),
    "aria-valid-attr-value": (".md-footer a", "set", ["aria-live", "x"]),
    "aria-valid-attr": (".md-header a", "set", ["aria-named", "x"]),
    "tabindex": (".site-help a", "set", ["tabindex", "3"]),
    "list": ("article ul", "append", ["p", {}]),
    "empty-heading": ("article", "append", ["h2", {}]),
    "target-size": ("article", "append", ["button", {"aria-label": "x", "class": "planted"}]),
}


def test_a_fault_is_found_wherever_it_is_on_a_page_of_which_all_is_known(phone: Checked):
    for is_planted in (False, True):
        phone.open("subgroups/neck-squamous.html")
        if is_planted:
            for selector, how, (name, value) in PLANTED.values():
                there = phone.page.locator(selector)
                there.nth(there.count() // 2).evaluate(
                    """(place, [how, name, value]) => {
                        if (how === "set") place.setAttribute(name, value);
                        else for (const _ of [1, 2]) {
                            const part = place.appendChild(document.createElement(name));
                            for (const told of Object.entries(value)) part.setAttribute(...told);
                            if (value.class) Object.assign(part.style, { width: "9px", height: "9px", padding: 0 });
                        }
                    }""",
                    [how, name, value],
                )
        found = {fault.partition(":")[0] for fault in phone.faults()}
        assert found >= PLANTED.keys() if is_planted else found == set()


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("words", ["article p", ".places a"])
def test_the_rules_on_colors_find_words_nearly_as_pale_as_the_page(phone: Checked, is_dark: bool, words: str):
    """Even where words of the same place were good a moment ago."""
    faults = phone.faults_in_the_dark if is_dark else phone.faults
    for is_pale in (False, True):
        phone.open("index.html")
        if is_dark:
            phone.darken()
        if is_pale:
            phone.page.locator(words).nth(2).evaluate(
                """words => {
                    const page = getComputedStyle(document.body).backgroundColor;
                    words.style.color = page.replace(/\\d+/g, part => Math.abs(part - 40));
                    document.getAnimations().forEach(slow => slow.finish());
                }"""
            )
        found = {fault.partition(":")[0] for fault in faults()}
        assert bool(found) == is_pale
        assert found <= {"color-contrast", "link-in-text-block"}


#: The checker of HTML. Java compiles it in haste: with care it takes twice as long as what it checks.
CHECKER = [
    "java",
    "-Xss4m",
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-jar",
    str(MODULES / "vnu-jar/build/dist/vnu.jar"),
    "--errors-only",
]


def test_every_page_is_valid_html(site: Path):
    command = [*CHECKER, "--format", "json", "--skip-non-html", str(site)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(ran.stderr)["messages"]
    assert [f"{message['url']}:{message.get('lastLine')}: {message['message']}" for message in messages] == []
    assert ran.returncode == 0


def test_the_html_checker_finds_an_error_where_there_is_one(tmp_path: Path):
    (tmp_path / "page.html").write_text('<!doctype html><html lang="en"><title>T</title><p><div>')
    ran = subprocess.run([*CHECKER, str(tmp_path)], capture_output=True, check=False)
    assert ran.returncode == 1


def test_nothing_needs_pushing_sideways_at_320_pixels(visited: Page):
    """WCAG 2.2, 1.4.10: 320 CSS pixels are a screen of 1280 at 400 %. Tables may be wider, in a box of their own."""
    folded = visited.evaluate_handle("() => [...document.querySelectorAll('details:not([open])')]")
    visited.set_viewport_size({"width": 320, "height": 256})
    folded.evaluate("folds => folds.forEach(fold => { fold.open = true; })")
    assert visited.evaluate("innerWidth") == 320
    assert visited.evaluate("document.documentElement.scrollWidth") <= 320
    folded.evaluate("folds => folds.forEach(fold => { fold.open = false; })")
    visited.set_viewport_size(PHONE)


@pytest.mark.parametrize("path", SOME)
def test_wider_spacing_cuts_nothing_off(still_tab_with: Opens, served: str, path: str):
    """WCAG 2.2, 1.4.12. A reader's own style sheet stands above the policy of a page; the test's must be let in."""
    page = still_tab_with(viewport=PHONE, bypass_csp=True)
    page.goto(f"{served}/{path}")
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
        "p { margin-bottom: 2em !important }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    cut = page.evaluate(
        """() => [...document.querySelectorAll("article *, .md-footer *")].filter(element => {
            const style = getComputedStyle(element);
            return ["hidden", "clip"].includes(style.overflowY) && element.scrollHeight > element.clientHeight + 1
                && element.clientHeight > 0 && !element.closest("details, svg");
        }).map(element => element.outerHTML.slice(0, 100))"""
    )
    assert cut == []


def test_what_stands_alone_is_large_enough_to_touch(visited: Page):
    """WCAG 2.2, 2.5.8: 24 by 24 CSS pixels; links within a sentence or a list of words are excepted."""
    small = visited.evaluate(
        """() => [...document.querySelectorAll(
                "button, summary, .md-header a, .md-header label, .md-footer__link, .site-body a, article input[type=checkbox]"
            )].filter(element => {
            const box = element.getBoundingClientRect();
            return element.checkVisibility() && box.width > 0 && (box.width < 24 || box.height < 24);
        }).map(element => element.outerHTML.slice(0, 120))"""
    )
    assert small == []


#: Every kind of page, and where it is walked: in one language from a disk, in another on a server.
WALKS = [("file" if path.startswith("es/") else "http", path) for path in SOME]
#: How often Tab is pressed before the page is asked whether its end was reached.
HELD = 100
#: Notes, whenever the focus has come to something, whether a reader sees it there, and whether this is the page's end.
NOTE_STOPS = """() => {
    window.stops = {first: null, unseen: [], ended: false};
    const last = [...document.querySelectorAll(".md-footer a")].pop();
    addEventListener("focusin", () => {
        const element = document.activeElement;
        stops.first ??= element.className;
        if (stops.ended) return;
        stops.ended = element === last;
        const shown = element.matches(".site-body a") ? element.querySelector(".site-body-room") : element;
        const style = getComputedStyle(shown);
        const seen = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1)
            || (shown.tagName === "rect" && style.stroke !== "rgba(0, 0, 0, 0)");
        if (!seen) stops.unseen.push(element.outerHTML.slice(0, 120));
    });
}"""


def walked(page: Page) -> tuple[str, list[str]]:
    """Walk a page to its end; returns the class of the first stop, and the stops where the focus is not seen.

    Of what stands there again and again, the first, the second and the last are walked.
    """
    page.evaluate("document.querySelectorAll('.md-sidebar').forEach(bar => bar.remove())")
    thin(page)
    focusable = page.locator("article :is(a[href], button, input, summary), .md-footer a").count()
    page.evaluate(NOTE_STOPS)
    # The key is held down: each press and each question by itself would take ten times as long.
    presses = focusable + 21
    for pressed in range(0, presses, HELD):
        page.keyboard.press("+".join(["Tab"] * min(HELD, presses - pressed)))
        if page.evaluate("stops.ended"):
            break
    else:
        pytest.fail("the focus never came to the end of the page")
    first, unseen = page.evaluate("[stops.first, stops.unseen]")
    return first, unseen


@pytest.mark.parametrize(("address", "path"), WALKS, indirect=["address"])
def test_a_page_can_be_walked_with_the_keyboard_alone(onlooker: Reader, path: str):
    """The first stop leads to the content; every stop shows the focus; the walk comes to the page's end."""
    onlooker.open(path)
    first, unseen = walked(onlooker.page)
    assert "md-skip" in first
    assert unseen == []


@pytest.mark.parametrize("address", ["http"], indirect=True)
def test_a_walk_finds_the_one_stop_of_a_long_list_where_the_focus_is_not_seen(onlooker: Reader):
    onlooker.open("references.html")
    onlooker.page.locator("article li a").nth(500).evaluate("link => { link.style.outline = 'none'; }")
    _, (unseen,) = walked(onlooker.page)
    assert "outline: none" in unseen


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_first_stop_of_the_keyboard_leads_to_the_content(onlooker: Reader, size: dict[str, int]):
    onlooker.page.set_viewport_size(size)
    onlooker.open("es/subgroups/groin.html")
    onlooker.page.keyboard.press("Tab")
    assert onlooker.page.evaluate("document.activeElement.className") == "md-skip"
    onlooker.page.keyboard.press("Enter")
    onlooker.page.keyboard.press("Tab")
    assert onlooker.page.evaluate("document.activeElement.closest('article') !== null")


def test_the_menu_of_a_narrow_screen_opens_with_the_keyboard(reader: Reader):
    reader.page.set_viewport_size(PHONE)
    reader.open("es/index.html")
    menu = reader.page.get_by_role("button", name="Menú")
    link = reader.page.locator(".md-sidebar--primary a.md-nav__link", has_text="Qué es el CUP")
    assert not link.is_visible()
    menu.focus()
    reader.page.keyboard.press("Space")
    reader.page.wait_for_timeout(400)
    assert menu.get_attribute("aria-expanded") == "true"
    focused = "document.activeElement.closest('.md-sidebar--primary') !== null"
    assert reader.page.evaluate(focused)
    reader.page.locator(".md-nav--primary label", has_text="Su cáncer").first.press("Enter")
    reader.page.wait_for_timeout(400)
    assert link.is_visible()
    assert link.bounding_box()["x"] >= 0
    reader.page.keyboard.press("Escape")
    assert menu.get_attribute("aria-expanded") == "false"
    assert menu.evaluate("button => button === document.activeElement")


def test_with_less_motion_asked_for_nothing_moves(visited: Page):
    visited.emulate_media(reduced_motion="reduce")
    assert visited.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    moving = visited.evaluate(
        """() => [...document.querySelectorAll("*")].filter(element => {
            const style = getComputedStyle(element);
            return style.scrollBehavior === "smooth"
                || [style.transitionDuration, style.animationDuration].some(
                    times => times.split(", ").some(time => parseFloat(time) > 0.01));
        }).map(element => element.outerHTML.slice(0, 80))"""
    )
    visited.emulate_media(reduced_motion="null")
    assert moving == []


def test_in_forced_colors_links_and_the_figure_can_still_be_told_apart(visited: Page):
    visited.emulate_media(forced_colors="active")
    assert visited.evaluate("matchMedia('(forced-colors: active)').matches")
    link, text = (
        visited.evaluate("name => getComputedStyle(document.querySelector(name)).color", name)
        for name in ("article a", "article p")
    )
    alike = visited.eval_on_selector_all(
        ".site-body-shape, .site-body-spot",
        """shapes => shapes.filter(shape => getComputedStyle(shape).stroke === getComputedStyle(shape).fill)
            .map(shape => shape.outerHTML.slice(0, 80))""",
    )
    visited.emulate_media(forced_colors="null")
    assert link != text
    assert alike == []


@pytest.mark.parametrize("path", ["index.html", "subgroups/neck-squamous.html", "es/questions.html"])
def test_a_screen_reader_meets_the_headings_in_the_order_of_the_page(
    still_tab_with: Opens, served: str, path: str
):
    """Read from Chromium's accessibility tree: one title, then no level is passed over."""
    page = still_tab_with(viewport=DESKTOP)
    page.goto(f"{served}/{path}")
    tree = page.locator("main article").aria_snapshot()
    levels = [int(level) for level in re.findall(r"heading .*\[level=(\d)\]", tree)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(following <= level + 1 for level, following in pairwise(levels))
    shown = page.locator("main article :is(h1, h2, h3)").all_inner_texts()
    named = re.findall(r'heading "(.*?)" \[level', tree)
    assert [name.replace('\\"', '"') for name in named] == [" ".join(text.split()) for text in shown]
