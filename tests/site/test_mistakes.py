"""The mistakes that editors make: what is printed, and that doing only what it says mends them."""

import re
from pathlib import Path

import pytest

from guides import Guide, page, png, read_table, translation

pytestmark = pytest.mark.slow

CASES = read_table(Path(__file__).parent / "mistakes.yml")


def put(guide: Guide, text: str, encoding: str = "utf-8") -> None:
    whole = text if text.startswith("---") else page("T").removesuffix("# T\n") + text
    (guide.folder / "docs/en/about.md").write_bytes(whole.encode(encoding))


def translate(guide: Guide, text: str) -> None:
    """Let the translation have the same headings, links and pictures: only the mistake is one."""
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL).removeprefix("# T\n")
    guide.write("docs/es/about.md", translation("T", body))


@pytest.fixture
def with_picture(guide: Guide) -> Guide:
    """A guide with a picture; its Home has a heading that links may lead to."""
    for language in ("en", "es"):
        (guide.folder / f"docs/{language}/small.png").write_bytes(png())
    guide.write_both("index.md", "Home", "\n## Home {#home}\n")
    return guide


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_mistake_is_a_sentence_and_doing_what_it_says_mends_it(with_picture: Guide, case):
    translate(with_picture, case["mended"])
    put(with_picture, case["page"], case.get("bytes", "utf-8"))
    assert with_picture.build() == case["says"]
    put(with_picture, case["mended"])
    assert with_picture.build() == []


def test_a_picture_of_5_mb_is_said_and_a_small_one_is_not(with_picture: Guide):
    picture = with_picture.folder / "docs/en/small.png"
    picture.write_bytes(png(1291, 1291))
    assert with_picture.build() == [
        "docs/en/small.png:1: the picture has 5.0 MB, which is slow on a phone. "
        "Save it narrower, or as WebP: at most 0.5 MB."
    ]
    picture.write_bytes(png(400, 400))
    assert with_picture.build() == []


def test_a_page_that_the_menu_lacks_is_said_once_and_nothing_else_of_it(guide: Guide):
    settings = (guide.folder / "mkdocs.yml").read_text("utf-8")
    guide.write("mkdocs.yml", f"nav: [index.md]\n{settings}")
    guide.write_both("about.md", "About", "\n## One {#one}\n\nText.\n")
    said = (
        "docs/en/about.md:1: the menu does not lead to this page. Write 'about.md' below 'nav' in mkdocs.yml."
    )
    assert [line for line in guide.build() if "index.md" not in line] == [said]
    guide.write("mkdocs.yml", f"nav: [index.md, about.md]\n{settings}")
    assert guide.build() == []
