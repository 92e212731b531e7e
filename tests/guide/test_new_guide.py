"""`make guide` writes a guide on another subject, which is built strictly and read at once."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import new_guide
import pytest
from playwright.sync_api import Browser, Page, expect

from editorial.pages.new_guide import PARTS, read_plan
from guides import ROOT, Guide, make
from readers import PHONE, Checked, Opens

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 24)
TYPED = {
    "name": "Bien dormir",
    "languages": "fr,en,ar",
    "original": "fr",
    "subject": "L'insomnie : causes",
    "without": "",
}
LANGUAGES = {"fr": ("", "ltr"), "en": ("en/", "ltr"), "ar": ("ar/", "rtl")}


def written(folder: Path, **other: str) -> Guide:
    """Write a new guide, which has the environment of this one."""
    plan, said = read_plan(**TYPED | other, today=DAY)
    assert plan, said
    new_guide.main(plan, folder)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return Guide(folder)


@pytest.fixture(scope="module")
def sleep(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    """A guide in three languages, one of them written from the right, in which a page is translated already."""
    guide = written(tmp_path_factory.mktemp("new") / "bien-dormir")
    page = guide.folder / "docs/ar/first-page.md"
    text = page.read_text("utf-8").replace("First page", "الصفحة الأولى").replace("What it is", "ما هو الأرق")
    page.write_text(text.replace("<!-- translate this -->\n\n", ""), "utf-8")
    done = make(guide.folder, "site", "EDITIONS=no", NOTICES="all")
    assert done.returncode == 0, done.stdout + done.stderr
    guide.write("said.txt", done.stdout)
    return guide


def pages(guide: Guide, folder: str) -> list[str]:
    return [f"{folder}{path.stem}.html" for path in sorted((guide.folder / "docs/fr").glob("*.md"))]


@pytest.fixture
def phone(tab_with: Opens) -> Page:
    return tab_with(viewport=PHONE)


@pytest.fixture
def still_phone(still_tab_with: Opens) -> Page:
    """A phone on which nothing is tapped."""
    return still_tab_with(viewport=PHONE)


def test_the_build_says_of_each_file_what_still_waits(sleep: Guide):
    said = (sleep.folder / "said.txt").read_text("utf-8")
    assert re.search(
        r"overrides/locales/ar\.yml:\d+: Good to know: this line and \d+ more stand in another language\.",
        said,
    )
    assert re.search(r"waits for its text\. Translate it, .*\n(docs/\S+\n)*docs/fr/index\.md:\d+\n", said)
    assert re.search(r"waits for its text\. Write it, .*\n(docs/\S+\n)*docs/en/index\.md:\d+\n", said)
    assert "mkdocs.yml:" in said
    assert "docs/ar/first-page.md" not in said
    assert [line for line in said.splitlines() if re.match(r"\S+:\d+: (?!Good)", line)] == []


def test_each_page_is_in_its_language_and_direction_and_as_wide_as_a_phone(sleep: Guide, still_phone: Page):
    for language, (folder, direction) in LANGUAGES.items():
        for path in [*pages(sleep, folder), *(["fr-ar/first-page.html"] if language == "ar" else [])]:
            still_phone.goto((sleep.folder / "site" / path).as_uri())
            is_own = not path.startswith("fr-")
            assert still_phone.locator("html").get_attribute("lang") == (language if is_own else "fr")
            seen = still_phone.evaluate(
                "getComputedStyle(document.querySelector('main p, main h1')).direction"
            )
            assert seen == (direction if is_own else "ltr"), path
            wide = still_phone.evaluate(
                "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
            )
            assert wide[0] <= wide[1] <= 360, path


# English reads as French does, and its words are those of this guide.
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_page_has_a_fault_that_axe_finds(
    sleep: Guide, still: Browser, serve: Callable[[Path], str], language: str
):
    context = still.new_context(viewport=PHONE)
    phone = Checked(context.new_page(), serve(sleep.folder / "site"))
    for path in pages(sleep, LANGUAGES[language][0]):
        phone.open(path)
        assert [*phone.faults(), *phone.went_wrong()] == [], path
    context.close()


def test_a_page_beside_its_translation_has_each_side_in_its_direction(sleep: Guide, still_phone: Page):
    still_phone.goto((sleep.folder / "site/fr-ar/first-page.html").as_uri())
    side = still_phone.locator(".site-beside-row > [lang=ar]").first
    expect(side).to_have_css("direction", "rtl")
    expect(still_phone.locator(".site-beside-row > [lang=fr]").first).to_have_css("direction", "ltr")


def test_the_search_finds_a_page_by_its_arabic_words(sleep: Guide, phone: Page):
    phone.goto((sleep.folder / "site/ar/about.html").as_uri())
    phone.locator("#site-search-input").fill("الأرق")
    found = phone.get_by_role("option").filter(has_text="الصفحة الأولى")
    expect(found.first).to_be_visible()
    found.first.click()
    expect(phone).to_have_url(re.compile(r"/ar/first-page\.html"))


def test_another_language_shows_the_same_page(sleep: Guide, phone: Page):
    phone.goto((sleep.folder / "site/first-page.html").as_uri())
    for language, (folder, _) in [*LANGUAGES.items()][1:]:
        phone.locator(f"header a[hreflang={language}]").click()
        expect(phone).to_have_url(re.compile(rf"/site/{folder}first-page\.html$"))
        expect(phone.locator("html")).to_have_attribute("lang", language)


def test_nothing_of_this_guide_is_left_in_the_site_or_in_what_editors_read(sleep: Guide):
    texts = [
        *(sleep.folder / "site").rglob("*.html"),
        *(sleep.folder / "site").rglob("*.xml"),
        *sleep.folder.glob("*"),
    ]
    texts += [
        *(sleep.folder / "docs").rglob("*"),
        *(sleep.folder / "overrides").rglob("*.yml"),
        *(sleep.folder / ".github").rglob("*"),
    ]
    for path in texts:
        if path.is_file() and path.name not in ("said.txt", "LICENSE", "LICENSE-CONTENT.md"):
            found = re.findall(r"\bCUP\b|cup-guide|unknown primary|subgroups/", path.read_text("utf-8"))
            assert found == [], path
    assert not [*(sleep.folder / "overrides/assets").glob("c*-e[ns].png")]


def test_whoever_wrote_what_is_copied_is_named_in_the_licenses_as_they_ask(sleep: Guide):
    assert re.findall(r"Copyright .*", (sleep.folder / "LICENSE").read_text("utf-8")) == [
        "Copyright (c) 2026 the Bien dormir project",
        "Copyright (c) 2026 the CUP Guide project",
    ]
    content = (sleep.folder / "LICENSE-CONTENT.md").read_text("utf-8")
    assert "2026 the Bien dormir project" in content
    assert "are adapted from the CUP Guide, under the same license." in content


def test_without_any_part_a_guide_is_built_and_has_no_trace_of_them(tmp_path: Path, still_phone: Page):
    guide = written(tmp_path / "bare", without=" ".join(PARTS), languages="en", original="")
    done = make(guide.folder, "site", "EDITIONS=no")
    assert done.returncode == 0, done.stdout + done.stderr
    site = guide.folder / "site"
    assert {path.stem for path in site.glob("*.html")} == {
        "index",
        "first-page",
        "references",
        "state",
        "about",
        "404",
    }
    for name in (
        "assets/search",
        "assets/report",
        "assets/visit.js",
        "assets/pathway.js",
        "assets/glossary.js",
    ):
        assert not (site / name).exists(), name
    for path in site.glob("*.html"):
        still_phone.goto(path.as_uri())
        assert (
            still_phone.locator("#site-search, .site-help, .site-index-link, figure.site-body").count() == 0
        )
        shown = still_phone.locator("body").inner_text()
        assert not re.search(r"\b(?:search|help|glossary|reader|visit|pathway|figure)\.[a-z_]+\b", shown), (
            path
        )


@pytest.mark.parametrize(
    "name",
    [
        'Say "sleep" & rest',
        "$(touch ran) `touch ran`",
        "../../etc",
        "[a](b.md) *c* [@key] {#id}",
        "A: b # c ' {{ 7*7 }}",
    ],
)
def test_whatever_a_guide_is_called_it_is_built_and_its_name_is_text(
    tmp_path: Path, still_phone: Page, name: str
):
    guide = written(tmp_path / "new", name=name, subject=name, languages="en", original="")
    done = make(guide.folder, "site", "EDITIONS=no")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (guide.folder / "ran").exists()
    still_phone.goto((guide.folder / "site/index.html").as_uri())
    assert still_phone.locator("h1").inner_text() == name
    assert still_phone.title() == name or still_phone.title().endswith(f" - {name}")
    assert still_phone.locator("header .md-header__topic").first.inner_text() == name


def commanded(tmp_path: Path, *typed: str) -> subprocess.CompletedProcess[str]:
    folder = tmp_path / "there"
    return make(ROOT, "guide", "NAME=A", "LANGUAGES=en", "SUBJECT=B", f"FOLDER={folder}", *typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["FOLDER=.."], "is there already. Nothing was changed."),
        (["FOLDER=hooks/new"], "is inside of this guide."),
        (["FOLDER=/nowhere/new"], "'/nowhere' is no folder."),
        (["FOLDER=/proc/new"], "'/proc/new' could not be written (No such file or directory)"),
        (["LANGUAGES=xx"], "'xx' is not the code of a language."),
        (["LANGUAGES=$(shell touch ran)"], "'$(shell' is not the code of a language."),
        (["NAME="], "NAME is missing."),
    ],
)
def test_what_cannot_be_made_is_one_sentence_and_leaves_nothing(tmp_path: Path, typed: list[str], said: str):
    done = commanded(tmp_path, *typed)
    assert done.returncode != 0
    lines = [line for line in done.stdout.splitlines() if not line.startswith("Setting up")]
    assert len(lines) == 1
    assert said in lines[0]
    assert "Traceback" not in done.stderr
    assert [*tmp_path.iterdir()] == []
    assert not (ROOT / "ran").exists()


def test_the_name_of_the_computer_is_no_name_of_a_guide(tmp_path: Path):
    folder = tmp_path / "there"
    done = make(ROOT, "guide", "LANGUAGES=en", "SUBJECT=B", f"FOLDER={folder}", NAME="DESKTOP-1")
    assert "NAME is missing." in done.stdout
    assert not folder.exists()


def test_a_folder_that_is_there_is_never_written_over(tmp_path: Path):
    (tmp_path / "there").write_text("mine", "utf-8")
    assert "is there already" in commanded(tmp_path).stdout
    assert (tmp_path / "there").read_text("utf-8") == "mine"


def test_its_own_quick_tests_can_be_collected_and_none_is_of_this_guide(sleep: Guide):
    (sleep.folder / "tests/node_modules").symlink_to(ROOT / "tests/node_modules")
    command = [str(ROOT / ".venv/bin/python"), "-m", "pytest", "--collect-only", "-m", "not slow", "-n0"]
    command.append("--assert=plain")  # None is run, so none needs to tell more of what failed.
    done = subprocess.run(command, cwd=sleep.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "tests/guide/" not in done.stdout
    assert done.stdout.count("::") > 1000
    assert shutil.which("git") is None or (sleep.folder / ".git").is_dir()
