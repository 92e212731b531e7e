"""A page beside its translation on paper: for a table at which two people read two languages."""

from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from editorial.guide import read_guide
from editorial.settings import read_settings
from editorial.site.files import rule_of
from guides import TODAY, Guide
from make_editions import main
from readers import AXE, axe_faults

pytestmark = pytest.mark.slow

PAIRS = [("First in English.", "Primero en español."), ("Second in English.", "Segundo en español.")]


@pytest.fixture
def made(guide: Guide) -> Path:
    """The site of a small guide, with every edition."""
    for place, (name, title) in enumerate((("en", "About"), ("es", "Acerca"))):
        texts = "\n\n".join(f"{pair[place]} See [home](index.md)." for pair in PAIRS)
        path = f"docs/{name}/about.md"
        before = (guide.folder / path).read_text(encoding="utf-8")
        guide.write(path, f"{before}\n{texts}\n")
        assert title in before
    assert guide.build() == []
    main(guide.folder / "site", guide.folder / "cache")
    return guide.folder / "site"


def test_each_page_in_two_languages_has_its_pdf_and_a_link_to_it_in_both(made: Path):
    html = (made / "en-es/about.html").read_text(encoding="utf-8")
    assert html.count('<a href="about.pdf">') == 2
    assert (made / "en-es/index.pdf").is_file()


def test_read_offline_lists_it_with_its_title_in_both_languages_and_axe_finds_no_fault_there(
    guide: Guide, browser: Browser
):
    text = "\n## Downloads {#downloads}\n"
    guide.write_both("offline.md", "Offline", text, "template: offline.html\n")
    assert guide.build() == []
    main(guide.folder / "site", guide.folder / "cache")
    html = (guide.folder / "site/es/offline.html").read_text(encoding="utf-8")
    assert (
        '<a href="../en-es/about.pdf"><span lang="en">About</span> | <span lang="es">Acerca</span></a>'
        in html
    )
    context = browser.new_context(bypass_csp=True)
    tab = context.new_page()
    tab.goto((guide.folder / "site/es/offline.html").as_uri())
    tab.add_script_tag(path=str(AXE))
    assert axe_faults(tab) == []
    context.close()


def test_it_says_each_sentence_beside_its_translation_and_when_to_call_in_both(made: Path):
    (sheet,) = PdfReader(made / "en-es/about.pdf").pages
    text = " ".join(sheet.extract_text().split())
    wanted = [
        "In an emergency, call your local emergency number.",
        "En una emergencia, llame al número local de emergencias.",
        *(sentence for pair in PAIRS for sentence in pair),
    ]
    places = [text.find(sentence) for sentence in wanted]
    assert places == sorted(places)
    assert places[0] >= 0


def test_both_stand_at_the_same_height(made: Path):
    heights: dict[str, float] = {}

    def note(text: str, _: list[float], matrix: list[float], *_more: object) -> None:
        for word in ("First", "Primero"):
            if text.strip().startswith(word):
                heights[word] = matrix[5]

    PdfReader(made / "en-es/about.pdf").pages[0].extract_text(visitor_text=note)
    assert heights["First"] == heights["Primero"]


def test_it_leads_nowhere_on_this_machine_and_says_the_language_of_each_side(made: Path):
    with pikepdf.open(made / "en-es/about.pdf") as pdf:
        addresses = [
            str(note.A.URI)
            for one in pdf.pages
            for note in one.get("/Annots", [])
            if "/URI" in note.get("/A", {})
        ]
        languages = {
            str(item.Lang) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Lang" in item
        }
    assert [address for address in addresses if not address.startswith(("http", "tel:", "mailto:"))] == []
    assert {"en", "es"} <= languages


def test_a_rule_allows_it_and_no_other_beside_it(guide: Guide):
    settings, _ = read_settings(guide.folder)
    assert settings
    read, _ = read_guide(guide.folder, settings, TODAY.date())
    assert rule_of("en-es/about.pdf", read, ()) == "a page beside its translation"
    assert rule_of("en-es/other.pdf", read, ()) == ""
