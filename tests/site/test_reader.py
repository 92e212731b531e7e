"""What a reader does, in real Chromium: finds the page, opens what is folded, ticks questions, prints."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect

from guides import ROOT
from readers import DESKTOP, EACH_WAY, PHONE, Opens, Reader

pytestmark = pytest.mark.slow

NECK = "subgroups/neck-squamous.html"
#: The section that readers open only if they want to; others are folded on phones alone.
OUTLOOK = "article > .site-fold:not(.site-fold-phone)"


@pytest.fixture(params=["", "es/"], ids=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    """Where the pages of a language begin."""
    return request.param


@EACH_WAY
def test_each_region_of_the_figure_leads_where_a_line_of_the_list_leads(onlooker: Reader, language: str):
    onlooker.open(f"{language}index.html")
    regions = onlooker.page.locator(".site-body a")
    assert regions.count() == 11
    listed = onlooker.page.eval_on_selector_all(".places a", "links => links.map(link => link.href)")
    led = [region.evaluate("link => new URL(link.href.baseVal, location).href") for region in regions.all()]
    assert {*led} == {*listed}
    assert led[0] == listed[0]  # Several places come first: most readers are there.
    for region in regions.all():
        box = region.bounding_box()
        assert min(box["width"], box["height"]) >= 24


@EACH_WAY
def test_a_tap_on_the_body_itself_opens_its_question(reader: Reader, language: str):
    reader.page.set_viewport_size(PHONE)
    for place in ("lung", "liver", "bones"):
        reader.open(f"{language}index.html")
        spot = reader.page.locator(f".site-body a:has([data-place={place}]) .site-body-spot")
        spot.scroll_into_view_if_needed()
        box = spot.bounding_box()
        reader.page.mouse.click(box["x"] + box["width"] * 0.15, box["y"] + box["height"] / 2)
        reader.page.wait_for_url(re.compile(rf"/{language}find.html#(organs|bones)$"))
        expect(
            reader.page.get_by_text(re.compile("What did the pathologist|¿Qué nombre le dio")).locator(
                "visible=true"
            )
        ).to_have_count(1)


@EACH_WAY
def test_the_figure_is_used_with_the_keyboard_and_shows_where_the_focus_is(onlooker: Reader, language: str):
    onlooker.open(f"{language}index.html")
    region = onlooker.page.get_by_role("link", name=re.compile("^(Neck|Cuello)$"))
    region.focus()
    onlooker.page.keyboard.press("Tab")
    onlooker.page.keyboard.press("Shift+Tab")
    stroke = region.locator(".site-body-room").evaluate("room => getComputedStyle(room).stroke")
    assert stroke not in ("none", "rgba(0, 0, 0, 0)")
    onlooker.page.keyboard.press("Enter")
    onlooker.page.wait_for_url(f"**/{language}find.html#neck")


@EACH_WAY
def test_no_label_of_the_figure_leaves_a_phone_or_covers_another(onlooker: Reader, language: str):
    onlooker.page.set_viewport_size(PHONE)
    onlooker.open(f"{language}index.html")
    boxes = [text.bounding_box() for text in onlooker.page.locator(".site-body text").all()]
    for box in boxes:
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    for one in boxes:
        for other in boxes:
            apart = (
                one["y"] + one["height"] <= other["y"] + 1
                or other["y"] + other["height"] <= one["y"] + 1
                or one["x"] + one["width"] <= other["x"]
                or other["x"] + other["width"] <= one["x"]
            )
            assert one == other or apart


@EACH_WAY
def test_every_way_through_the_questions_ends_at_a_page_after_the_word_of_caution(
    onlooker: Reader, language: str
):
    onlooker.open(f"{language}find.html")
    caution = re.compile("does not replace your doctor|no reemplaza a su médico")
    # Before the first question, and not again at each end: those who read all ends would read it sixty times.
    expect(onlooker.page.locator(".site-page-status + p")).to_have_text(caution)
    assert 1 <= len(caution.findall(onlooker.page.locator("article").text_content())) <= 2
    ends = onlooker.page.eval_on_selector_all(
        "details.question:not(:has(details))",
        """ends => ends.map(end => {
            let depth = 0;
            for (let at = end; at; at = at.parentElement.closest("details")) depth += 1;
            return [depth, end.querySelectorAll(".pathway-end > p:first-child a:not(.site-term)").length];
        })""",
    )
    assert len(ends) > 30
    for depth, links in ends:
        # The place is the first question; every fold within it is the answer to one more.
        assert depth <= 4
        assert links == 1
    reached = set(
        onlooker.page.eval_on_selector_all(".pathway-end > p a:not(.site-term)", "as => as.map(a => a.href)")
    )
    here = {link for link in reached if f"{language}find.html" in link}
    # Two ways lead further down this page: what is no CUP, and women with spread that forms new bone.
    assert len(reached - here) == 13
    assert {link.partition("#")[2] for link in here} == {"first", "women-bones"}


def subgroups(site: Path, language: str) -> list[str]:
    found = sorted(
        path.relative_to(site).as_posix() for path in (site / language / "subgroups").glob("*.html")
    )
    assert len(found) == 13
    return found


def test_a_phone_shows_every_sign_of_danger_names_every_treatment_and_soon_has_the_questions(
    still_tab_with: Opens, site: Path, serve: Callable[[Path], str], language: str
):
    """Of a page on a group, no more than nine screens stand before its questions."""
    address, phone, long = serve(site), still_tab_with(viewport={"width": 360, "height": 740}), {}
    for path in subgroups(site, language):
        phone.goto(f"{address}/{path}")
        top = phone.evaluate("document.getElementById('questions').getBoundingClientRect().top + scrollY")
        if top > 9 * 740:
            long[path] = round(top / 740, 1)
        heights = phone.eval_on_selector_all(
            ".admonition:is(.danger, .warning) li",
            """signs => signs.map(sign => {
                const words = sign.querySelectorAll("summary strong");
                return words.length === 1 && words[0].checkVisibility() ? words[0].getBoundingClientRect().height : 0;
            })""",
        )
        assert len(heights) > 20
        assert min(heights) > 10
        # Below each heading of the treatment stands its first paragraph, or a control that names what is in it.
        silent = phone.eval_on_selector_all(
            "#treatment ~ :is(h3, h4)",
            """heads => heads.filter(head => {
                const next = head.nextElementSibling;
                return next.matches("details") && !next.querySelector("summary > .site-fold-names");
            }).map(head => head.id)""",
        )
        after = phone.eval_on_selector_all("#outlook ~ :is(h3, h4)", "heads => heads.map(head => head.id)")
        assert {*silent} <= {*after}, path
    assert long == {}


def test_a_tap_on_a_sign_of_danger_shows_why(tab_with: Opens, site: Path, language: str):
    phone = tab_with(viewport=PHONE)
    phone.goto((site / language / NECK).as_uri())
    sign = phone.locator(".admonition.danger .site-sign").first
    reason = sign.locator(".site-citation").first
    expect(reason).to_be_hidden()
    assert sign.locator("summary").bounding_box()["height"] >= 24
    sign.locator("summary").click()
    expect(reason).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_wide_screen_shows_what_phones_fold(
    still_tab_with: Opens, site: Path, language: str, scripts: bool
):
    page = still_tab_with(viewport=DESKTOP, java_script_enabled=scripts)
    page.goto((site / language / NECK).as_uri())
    for place in (".site-sign .site-citation", "#at-a-glance ~ details table td", "#stage ~ table td"):
        expect(page.locator(place).first).to_be_visible()
    # A sign and its reason are one line, as they are on paper.
    sign = page.locator(".site-sign").first
    assert sign.locator("summary").bounding_box()["height"] < 40
    assert sign.locator("summary").evaluate("part => getComputedStyle(part).display") == "inline"
    if scripts:
        page.get_by_role("link", name=re.compile("^(Español|English)$")).focus()
        page.evaluate(
            "window.stops = []; addEventListener('focusin', () => stops.push(document.activeElement.matches('.site-sign > summary')))"
        )
        page.keyboard.press("+".join(["Tab"] * 250))
        stops = page.evaluate("stops")
        assert len(stops) > 200
        assert not any(stops)


@EACH_WAY
def test_a_link_to_the_outlook_opens_it(reader: Reader, language: str):
    reader.open(f"{language}{NECK}")
    fold = reader.page.locator(OUTLOOK)
    expect(fold).not_to_have_attribute("open", "")
    reader.open(f"{language}{NECK}#outlook")
    expect(fold).to_have_attribute("open", "")
    expect(reader.page.locator("#outlook")).to_be_in_viewport()


@EACH_WAY
def test_a_way_back_into_the_folded_outlook_opens_it(reader: Reader, language: str):
    reader.open(f"{language}{NECK}")
    inside = reader.page.locator(f"{OUTLOOK} .site-citation a").first.get_attribute("id")
    reader.open(f"{language}{NECK}#{inside}")
    expect(reader.page.locator(f"[id='{inside}']")).to_be_in_viewport()


@EACH_WAY
def test_the_outlook_is_printed_open(still_tab_with: Opens, address: str, language: str):
    for scripts in (True, False):
        page = still_tab_with(viewport=DESKTOP, java_script_enabled=scripts)
        page.goto(f"{address}/{language}{NECK}")
        page.emulate_media(media="print")
        assert page.locator(f"{OUTLOOK} table").bounding_box()["height"] > 40


@pytest.fixture
def ticking(reader: Reader, language: str) -> Reader:
    reader.open(f"{language}{NECK}")
    return reader


def first_box(reader: Reader):
    return reader.page.locator(".site-tick input").first


@EACH_WAY
def test_ticks_are_gone_with_the_page_unless_the_reader_asks_to_keep_them(ticking: Reader, language: str):
    first_box(ticking).check()
    assert ticking.page.evaluate("localStorage.getItem('site-ticks')") is None
    ticking.page.reload()
    expect(first_box(ticking)).not_to_be_checked()
    first_box(ticking).check()
    ticking.page.get_by_label(re.compile("Keep my ticks|Conservar mis marcas")).check()
    ticking.page.reload()
    expect(first_box(ticking)).to_be_checked()


@EACH_WAY
def test_a_kept_tick_is_found_on_the_page_of_all_questions_and_cleared_there(ticking: Reader, language: str):
    question = first_box(ticking).evaluate("box => box.nextElementSibling.textContent.trim()")
    first_box(ticking).check()
    ticking.page.get_by_label(re.compile("Keep my ticks|Conservar mis marcas")).check()
    ticking.open(f"{language}questions.html")
    expect(ticking.page.get_by_label(question, exact=True)).to_be_checked()
    ticking.page.get_by_role("button", name=re.compile("Clear|Borrar")).click()
    expect(ticking.page.locator(".site-tick :checked")).to_have_count(0)
    assert ticking.page.evaluate("localStorage.getItem('site-ticks')") is None


@EACH_WAY
def test_a_tick_is_seen_on_paper_and_the_buttons_are_not(ticking: Reader, language: str):
    first_box(ticking).check()
    ticking.page.emulate_media(media="print")
    expect(first_box(ticking)).to_be_visible()
    expect(ticking.page.locator(".site-ticks")).to_be_hidden()


@EACH_WAY
def test_every_phone_number_at_the_end_of_a_page_can_be_dialed(onlooker: Reader, language: str):
    onlooker.open(f"{language}{NECK}")
    numbers = onlooker.page.locator(".site-help a[href^='tel:']")
    lines = yaml.safe_load((ROOT / "docs/help.yml").read_text(encoding="utf-8"))["lines"]
    assert numbers.count() == len(lines)
    assert all(re.fullmatch(r"tel:\+\d+", number.get_attribute("href")) for number in numbers.all())


def test_a_newcomer_finds_the_right_page_and_follows_a_source(reader: Reader):
    """A daughter who reads Spanish has an English report: "poorly differentiated squamous cell carcinoma,
    level II cervical lymph node, p16 positive". Her last step, the page as a PDF, is in test_editions.py."""
    reader.page.set_viewport_size(PHONE)
    reader.open("index.html")
    reader.page.get_by_role("link", name="Español", exact=True).click()
    # By the figure and one question
    reader.page.locator(".site-body").get_by_role("link", name="Cuello").click()
    reader.page.locator("summary:visible", has_text="squamous cell carcinoma").click()
    reader.page.get_by_role("link", name="Abrir la página").click()
    assert reader.path() == f"es/{NECK}"
    # By the words of the report
    reader.open("es/index.html")
    reader.page.keyboard.press("/")
    reader.page.keyboard.type("squamous cell carcinoma cervical lymph node")
    reader.page.get_by_role("option").filter(has_text="Cáncer escamoso en el cuello").first.click()
    reader.page.wait_for_url(f"**/es/{NECK}*")
    # What "level II" is
    expect(reader.page.locator("#node-levels ~ p").first).to_contain_text("nivel II es la parte alta")
    # What the treatment is, at a glance and in full
    reader.page.locator("#at-a-glance + .site-fold > summary").click()
    glance = reader.page.locator("#at-a-glance + .site-fold table")
    expect(glance).to_contain_text("Cirugía, radioterapia")
    # A source, and back
    number = glance.locator(".site-citation a").first
    here = number.get_attribute("id")
    number.click()
    reference = reader.page.locator(".site-references li:target")
    expect(reference).to_be_in_viewport()
    reference.locator(f".site-back[href='#{here}']").click()
    expect(reader.page.locator(f"[id='{here}']")).to_be_in_viewport()


@EACH_WAY
def test_the_drawing_of_tests_and_treatment_is_told_in_words_and_fits_its_boxes(
    onlooker: Reader, language: str
):
    onlooker.page.set_viewport_size(PHONE)
    onlooker.open(f"{language}subgroups/other-sites.html")
    drawing = onlooker.page.get_by_role("img", name=re.compile("In words|En palabras"))
    expect(drawing).to_be_visible()
    boxes = [box.bounding_box() for box in drawing.locator("rect").all()]
    texts = [text.bounding_box() for text in drawing.locator("text").all()]
    assert len(boxes) == len(texts) == 6
    for box, text in zip(boxes, texts, strict=True):
        assert box["x"] < text["x"]
        assert text["x"] + text["width"] < box["x"] + box["width"]
        assert box["y"] < text["y"]
        assert text["y"] + text["height"] < box["y"] + box["height"]


@EACH_WAY
def test_the_drawing_of_the_neck_is_told_in_words_and_no_label_leaves_it(reader: Reader, language: str):
    reader.page.set_viewport_size(PHONE)
    reader.open(f"{language}subgroups/neck-squamous.html")
    reader.page.locator("#who ~ .site-fold > summary").first.click()
    drawing = reader.page.get_by_role("img", name=re.compile("levels of one side|niveles de un lado"))
    expect(drawing).to_be_visible()
    frame = drawing.bounding_box()
    texts = [text.bounding_box() for text in drawing.locator("text").all()]
    assert len(texts) == 12
    for text in texts:
        assert frame["x"] <= text["x"]
        assert text["x"] + text["width"] <= frame["x"] + frame["width"]


def test_the_other_language_opens_at_the_section_that_was_read(reader: Reader):
    for way in ("hash", "scroll", "top"):
        if way == "hash":
            reader.open(f"{NECK}#how-found")
        elif way == "scroll":
            reader.open(NECK)
            reader.page.evaluate("scrollTo(0, document.getElementById('how-found').offsetTop - 100)")
        else:
            reader.open(NECK)
        reader.page.get_by_role("link", name="Español", exact=True).click()
        reader.page.wait_for_url(f"**/es/{NECK}*")
        assert reader.page.url.endswith(f"/es/{NECK}" if way == "top" else "#how-found")
        if way != "top":
            expect(reader.page.locator("#how-found")).to_be_in_viewport()


def test_the_other_language_opens_at_the_question_that_is_asked(reader: Reader):
    reader.open("find.html#neck-other")
    reader.page.get_by_role("link", name="Español", exact=True).click()
    reader.page.wait_for_url("**/es/find.html#neck-other")
    expect(reader.page.locator(".pathway-question:visible")).to_contain_text("Pregunta 3 de 4")
