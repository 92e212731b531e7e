"""Six readers, each on the way to what they came for: at most four taps, in every language, with and without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from readers import EACH_WAY, Opens

pytestmark = [pytest.mark.slow, EACH_WAY]

#: What a tap is on, in either language.
Tap = str | re.Pattern[str]
PHONE: ViewportSize = {"width": 360, "height": 740}
#: A phone zoomed to 200 % shows half of it.
ZOOMED: ViewportSize = {"width": 180, "height": 370}


class Walker:
    """A reader who taps what is in sight, and counts."""

    def __init__(self, page: Page, home: str, *, scripts: bool) -> None:
        self.page = page
        self.home = home
        self.scripts = scripts
        self.taps = 0
        page.goto(home)

    def figure(self, place: str) -> None:
        """Tap a place in the figure: its name. That the body itself can be tapped is tested in test_reader.py."""
        self._tap(".site-body text", place)

    def link(self, name: Tap) -> None:
        self._tap("a", name)

    def answer(self, name: Tap) -> None:
        """Tap an answer to the question that is open."""
        self._tap("summary", name)

    def end(self) -> None:
        """Tap the way to the page, at the end of the questions."""
        at = ".site-page-card a" if self.scripts else "details[open] .pathway-end > p:first-child a"
        self._tap(at, re.compile(".*", re.DOTALL))

    def _tap(self, selector: str, name: Tap) -> None:
        self.taps += 1
        said = re.compile(rf"^\s*{name}", re.DOTALL) if isinstance(name, str) else name
        self.page.locator(f"{selector}:visible").filter(has_text=said).first.click()
        self.page.wait_for_load_state()

    def is_at(self, path: str) -> None:
        self.page.wait_for_url(re.compile(rf"{re.escape(path)}(#.*)?$"))
        assert self.taps <= 4


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def walk(tab_with: Opens, address: str, language: str, scripts: bool) -> Callable[..., Walker]:
    def begin(size: ViewportSize = PHONE, start: str | None = None) -> Walker:
        tab = tab_with(viewport=size, java_script_enabled=scripts, has_touch=True)
        place = language if start is None else start
        return Walker(tab, f"{address}/{place}index.html", scripts=scripts)

    return begin


def test_a_daughter_who_reads_spanish_with_an_english_report(walk: Callable[..., Walker], language: str):
    """ "Squamous cell carcinoma, level II cervical lymph node." She may come in on the page in English."""
    walker = walk(start="")
    if language:
        walker.link("Español")
    walker.figure("Cuello" if language else "Neck")
    walker.answer(re.compile("squamous cell carcinoma", re.IGNORECASE))
    walker.end()
    walker.is_at(f"{language}subgroups/neck-squamous.html")


def test_a_man_of_72_with_spread_to_the_liver_on_a_phone_zoomed_to_200_percent(
    walk: Callable[..., Walker], language: str
):
    walker = walk(ZOOMED)
    walker.figure("Hígado" if language else "Liver")
    walker.answer(re.compile("Adenocarcinoma"))
    walker.answer(re.compile("None of these|Ninguna de estas"))
    walker.answer(re.compile("No, several|No, en varios"))
    end = walker.page.locator(".pathway-end:visible").first
    # The page is named there, and one more tap opens it.
    expect(end.get_by_role("link").first).to_have_attribute(
        "href", re.compile(r"subgroups/other-sites\.html$")
    )
    assert walker.taps == 4


def test_a_woman_with_spread_that_forms_new_bone(walk: Callable[..., Walker], language: str):
    walker = walk()
    walker.figure("Huesos" if language else "Bones")
    walker.answer(re.compile("Adenocarcinoma"))
    walker.answer(re.compile("Woman, with spread|Mujer, con lesiones"))
    walker.link(re.compile("^women with spread that forms|^mujeres con lesiones que forman"))
    walker.is_at(f"{language}find.html")
    expect(walker.page.locator("#women-bones")).to_be_in_viewport()


def test_a_young_man_with_a_mass_in_the_chest(walk: Callable[..., Walker], language: str):
    walker = walk()
    walker.figure("Centro" if language else "Middle of")
    walker.answer(re.compile("Germ cell tumor|germ cell tumor"))
    walker.end()
    walker.is_at(f"{language}subgroups/mediastinum-retroperitoneum.html")


def test_a_nurse_who_wants_the_sources(walk: Callable[..., Walker], language: str):
    """From a page's top to how its sources were judged, and from any sentence to its own source."""
    walker = walk()
    walker.link(re.compile("liver, bones or several places|hígado, huesos o varios lugares"))
    walker.link(re.compile("How we know|Cómo lo sabemos"))
    expect(walker.page.locator("#references, .site-references").first).to_be_in_viewport()
    walker.is_at(f"{language}subgroups/other-sites.html")


def test_someone_who_just_wants_to_talk_to_a_person(walk: Callable[..., Walker], language: str):
    walker = walk()
    walker.link(re.compile("Talk to someone|Hable con alguien"))
    walker.is_at(f"{language}help.html")
    expect(walker.page.locator("a[href^='tel:']").first).to_be_attached()
    assert walker.taps == 1


def test_back_leads_to_the_last_question(walk: Callable[..., Walker], language: str, scripts: bool):
    if not scripts:
        return  # Nothing was left: the answers are open on one page.
    walker = walk()
    walker.figure("Cuello" if language else "Neck")
    walker.answer(re.compile("squamous cell carcinoma", re.IGNORECASE))
    walker.page.go_back()
    walker.is_at(f"{language}find.html")
    expect(walker.page.locator(".pathway summary:visible")).to_have_count(6)
    expect(walker.page.locator(".pathway-question:visible")).to_contain_text(re.compile("2"))


def test_home_says_first_what_to_do(walk: Callable[..., Walker], language: str):
    """On a phone of 360 by 740: what CUP is, three ways on, when to call and the state of the page."""
    page = walk().page
    ways = page.locator(".ways a")
    assert ways.count() == 3
    for element in [*ways.all(), page.locator(".ways + p a"), page.locator(".site-page-status")]:
        box = element.bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"]
    assert all(way.bounding_box()["height"] >= 48 for way in ways.all())
