"""The visit sheet, in real Chromium: made, printed and kept as a file by its reader; nothing leaves it or stays."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from guides import Guide
from readers import AXE, PHONE, Opens, Reader, axe_faults

STORED = """async () => [localStorage.length, sessionStorage.length, document.cookie,
    window.caches ? (await caches.keys()).length : 0, (await indexedDB.databases()).length, location.search]"""
SHEET, STATUS = "#site-visit-sheet", "#site-visit-status"
WRITTEN = {
    "words": "CK7 +, CK20 −",
    "told": "<b>It grows</b> slowly.",
    "own": "May I travel?\nMay I swim?",
    "medicines": "Aspirin",
    "team": "555 1234",
}


def fill(page: Page) -> None:
    """Write into each field, tick a question and a phone line, and choose both languages."""
    for name, text in WRITTEN.items():
        page.fill(f"#site-visit-{name}", text)
    page.locator("#site-visit-languages input").last.check()
    page.locator("#site-visit-questions summary").first.click()
    page.locator("#site-visit-questions details").first.locator("input").first.check()
    page.click("#site-visit-lines > summary")
    page.locator("#site-visit-lines input").first.check()


def saved(page: Page) -> bytes:
    with page.expect_download() as download:
        page.click("#site-visit-save")
    assert re.fullmatch(r"[a-z-]+-\d{4}-\d\d-\d\d\.json", download.value.suggested_filename)
    return Path(download.value.path()).read_bytes()


def open_file(page: Page, content: bytes | str) -> str:
    """Open a file, and return what the page says of it."""
    page.evaluate(f"document.querySelector('{STATUS}').textContent = ''")
    buffer = content.encode() if isinstance(content, str) else content
    page.set_input_files(
        "#site-visit-open", {"name": "sheet.json", "mimeType": "application/json", "buffer": buffer}
    )
    expect(page.locator(STATUS)).not_to_be_empty()
    return page.inner_text(STATUS)


def test_a_sheet_has_what_was_ticked_and_written_in_both_languages(reader: Reader):
    reader.open("es/visit.html")
    assert reader.page.is_hidden(SHEET)
    fill(reader.page)
    shown = reader.page.inner_text(SHEET)
    for text in (
        *WRITTEN.values(),
        "Hoja para la consulta",
        "Visit sheet",
        "Llame ya al número de emergencias",
    ):
        assert [line for line in text.split("\n") if line not in shown] == []
    for question in (
        "¿Qué saben hasta ahora de mi cáncer y qué no saben?",
        "What do you know about my cancer so far",
    ):
        assert question in shown
    assert reader.page.locator(f"{SHEET} [lang=en]").count() > 5
    assert reader.page.locator(f"{SHEET} b").count() == 0
    reader.page.get_by_role("radio", name="English", exact=True).check()
    assert "¿Qué saben" not in reader.page.inner_text(SHEET)
    assert "Call your emergency number now" in reader.page.inner_text(SHEET)


def test_a_saved_sheet_is_opened_again_in_either_language(reader: Reader):
    reader.open("visit.html")
    fill(reader.page)
    before, file = reader.page.inner_text(SHEET), saved(reader.page)
    reader.page.click("#site-visit-clear")
    assert reader.page.is_hidden(SHEET)
    assert reader.page.input_value("#site-visit-told") == ""
    assert open_file(reader.page, file) == "Your sheet is open."
    assert reader.page.inner_text(SHEET) == before
    for name, text in WRITTEN.items():
        assert reader.page.input_value(f"#site-visit-{name}") == text
    reader.open("es/visit.html")
    open_file(reader.page, file)
    assert "What do you know about my cancer so far" in reader.page.inner_text(SHEET)
    assert "May I swim?" in reader.page.inner_text(SHEET)


def test_a_question_that_the_guide_no_longer_has_is_kept_as_the_readers_own(reader: Reader):
    reader.open("visit.html")
    fill(reader.page)
    sheet = json.loads(saved(reader.page))
    open_file(reader.page, json.dumps({**sheet, "ticked": ["An old question?"]}))
    assert reader.page.input_value("#site-visit-own").startswith("An old question?\n")
    assert "An old question?" in reader.page.inner_text(SHEET)


def test_a_wrong_a_huge_or_a_hostile_file_changes_nothing(reader: Reader):
    reader.open("visit.html")
    fill(reader.page)
    sheet, before = json.loads(saved(reader.page)), reader.page.inner_text(SHEET)
    wrong = "This file is not a visit sheet that was saved here. Nothing was changed."
    for content in (
        b"",
        b"\xff\xfe\x00",
        "{",
        "[]",
        "<script>document.title='ran'</script>",
        json.dumps({**sheet, "told": 1}),
    ):
        assert open_file(reader.page, content) == wrong
    assert "too large" in open_file(reader.page, b" " * 1_000_000)
    assert "too large" in open_file(reader.page, b" " * 300_000)
    assert "newer version" in open_file(reader.page, json.dumps({**sheet, "version": 2}))
    assert reader.page.inner_text(SHEET) == before
    attack = "<img src=x onerror=\"document.title='ran'\"><script>document.title='ran'</script>"
    texts = dict.fromkeys(WRITTEN, attack)
    open_file(
        reader.page,
        json.dumps({**sheet, **texts, "ticked": [attack], "lines": [attack], "languages": [attack]}),
    )
    assert reader.page.inner_text(SHEET).count(attack) == 6
    assert reader.page.locator(f"{SHEET} :is(img, script)").count() == 0
    assert reader.page.title() != "ran"


def test_a_file_takes_the_place_of_what_is_not_saved_only_if_the_reader_says_so(reader: Reader):
    reader.open("visit.html")
    fill(reader.page)
    file = saved(reader.page)
    reader.page.fill("#site-visit-told", "New")
    asked: list[str] = []
    reader.page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    with reader.page.expect_event("dialog"):
        reader.page.set_input_files("#site-visit-open", {"name": "a.json", "mimeType": "", "buffer": file})
    assert "not saved" in asked[0]
    assert reader.page.input_value("#site-visit-told") == "New"
    reader.page.once("dialog", lambda dialog: dialog.accept())
    open_file(reader.page, file)
    assert reader.page.input_value("#site-visit-told") == WRITTEN["told"]


def test_nothing_is_asked_for_and_nothing_is_stored_while_a_sheet_is_made(reader: Reader):
    reader.open("visit.html")
    reader.page.wait_for_load_state("networkidle")
    before = reader.page.evaluate(STORED)
    reader.asked.clear()
    fill(reader.page)
    open_file(reader.page, saved(reader.page))
    reader.page.evaluate("() => { print = () => 0; }")
    reader.page.click("#site-visit button[type=submit]")
    reader.page.click("#site-visit-clear")
    # The file that is saved comes from the page itself.
    assert [address for address in reader.asked if not address.startswith("blob:")] == []
    assert reader.page.evaluate(STORED) == before


def test_leaving_empties_the_page(reader: Reader):
    reader.open("visit.html")
    fill(reader.page)
    reader.open("about.html")
    reader.page.go_back()
    assert reader.page.input_value("#site-visit-told") == ""
    assert reader.page.locator("#site-visit-questions input:checked").count() == 0
    assert reader.page.is_hidden(SHEET)


def test_on_paper_there_is_the_sheet_and_nothing_else(reader: Reader):
    reader.open("es/visit.html")
    fill(reader.page)
    reader.page.emulate_media(media="print")
    printed = reader.page.inner_text("body").strip()
    assert printed == reader.page.inner_text(SHEET).strip()
    assert all(line in printed for text in WRITTEN.values() for line in text.split("\n"))
    assert len(re.findall(rb"/Type\s*/Page\b", reader.page.pdf(prefer_css_page_size=True))) == 1


def test_a_sheet_is_made_by_keyboard(reader: Reader):
    reader.open("visit.html")
    reader.page.evaluate("() => { print = () => { document.body.dataset.printed = 'yes'; }; }")
    reader.page.focus("#site-visit button[type=submit]")
    reader.page.keyboard.press("Enter")
    assert reader.page.inner_text(STATUS) == "There is nothing on the sheet yet."
    assert reader.page.evaluate("document.body.dataset.printed") is None
    reader.page.focus("#site-visit-languages input:checked")
    reader.page.keyboard.press("ArrowDown")
    assert reader.page.locator("#site-visit-languages input").nth(1).is_checked()
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.type("CK7")
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Enter")  # The first page's questions open.
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Space")
    assert reader.page.locator("#site-visit-questions input").first.is_checked()
    reader.page.focus("#site-visit button[type=submit]")
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate("document.body.dataset.printed") == "yes"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_in_the_sheet_and_a_phone_shows_it_whole(
    tab_with: Opens, site: Path, serve: Callable[[Path], str], scheme: str
):
    page = tab_with(viewport=PHONE, color_scheme=scheme, bypass_csp=True)
    page.goto(f"{serve(site)}/es/visit.html")
    fill(page)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    page.add_script_tag(path=AXE)
    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_question_of_the_guide_is_there_in_every_language(site: Path):
    for path in ("visit.html", "es/visit.html"):
        data = data_of((site / path).read_text(encoding="utf-8"))
        questions = [question for page in data["pages"] for question in page["questions"]]
        assert len(questions) > 100
        assert [question for question in questions if question.keys() != {"en", "es"}] == []


def data_of(html: str) -> dict:
    return json.loads(html.split('id="site-visit-data">')[1].split("</script>", maxsplit=1)[0])


def test_a_guide_without_questions_and_signs_has_a_sheet_too(guide: Guide):
    guide.write_both("visit.md", "Visit", "", "template: visit.html\n")
    guide.write_both("more.md", "More", "\n## Ask {#questions}\n\n1. Why?\n2. When *now*?\n")
    assert guide.build() == []
    data = data_of(guide.html("visit.html"))
    asked = [{"en": "Why?", "es": "Why?"}, {"en": "When now?", "es": "When now?"}]
    assert data["pages"] == [{"title": "More", "questions": asked}]
    assert data["calls"] == {}
    assert [line["names"]["es"] for line in data["lines"]] == ["Línea Uno (Reino Unido)"]
    guide.write_both("more.md", "More")
    (guide.folder / "docs/help.yml").unlink()
    guide.write(
        "mkdocs.yml",
        (guide.folder / "mkdocs.yml").read_text("utf-8").replace("    helplines: docs/help.yml\n", ""),
    )
    assert guide.build() == []
    data = data_of(guide.html("es/visit.html"))
    assert (data["pages"], data["lines"], data["calls"]) == ([], [], {})


def test_a_translation_with_other_questions_is_left_out_rather_than_mixed_up(guide: Guide):
    guide.write_both("visit.md", "Visit", "", "template: visit.html\n")
    guide.write_both("more.md", "More", "\n## Ask {#questions}\n\n1. Why?\n2. When?\n")
    spanish = guide.folder / "docs/es/more.md"
    spanish.write_text(spanish.read_text("utf-8").replace("2. When?\n", ""), encoding="utf-8")
    guide.build()
    assert data_of(guide.html("visit.html"))["pages"][0]["questions"] == [{"en": "Why?"}, {"en": "When?"}]
    assert data_of(guide.html("es/visit.html"))["pages"][0]["questions"] == [{"es": "Why?"}]
