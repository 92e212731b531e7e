"""Languages with a region or a script build like any other, with what is known of the base language."""

import re
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

import make_editions
from guides import HOUSE, Guide, page


def in_place_of_spanish(guide: Guide, code: str, name: str) -> None:
    """Let a language be built in place of Spanish, with the Spanish words."""
    config = (guide.folder / "mkdocs.yml").read_text("utf-8")
    config = config.replace(
        "        - locale: es\n          name: Español", f"        - locale: {code}\n          name: {name}"
    )
    guide.write("mkdocs.yml", config)
    (guide.folder / "docs/es").rename(guide.folder / f"docs/{code}")
    words = (guide.folder / "overrides/locales/es.yml").read_text("utf-8")
    (guide.folder / "overrides/locales/es.yml").unlink()
    guide.write(f"overrides/locales/{code}.yml", words.replace("es_US", code.replace("-", "_")))
    for path in ("docs/glossary.yml", "docs/help.yml"):
        text = (guide.folder / path).read_text("utf-8")
        guide.write(path, text.replace(" es: {", f" {code}: {{"))
    for path in guide.folder.glob("docs/urgent.yml"):
        path.unlink()


@pytest.mark.parametrize(
    ("code", "name", "day"),
    [
        ("pt-BR", "Português", "23 de novembro de 2026"),
        ("zh-Hant", "繁體中文", "2026年11月23日"),
        ("sr-Latn", "Srpski", "23. novembar 2026."),
        ("en-GB", "English (UK)", "23 November 2026"),
    ],
)
def test_a_language_with_a_region_or_a_script_builds(guide: Guide, code: str, name: str, day: str):
    in_place_of_spanish(guide, code, name)
    guide.write(f"docs/{code}/about.md", page("T", "\nCéulas [@doe2019].\n", "translated_from: 2026-11-23\n"))
    guide.write("docs/en/about.md", page("T", "\nCells [@doe2019].\n"))
    assert guide.build() == []
    html = guide.html(f"{code}/about.html")
    assert f'<html lang="{code}"' in html
    assert day in html
    assert (guide.folder / f"site/assets/search/{code}.js").is_file()


def test_a_language_that_is_copied_word_for_word_is_said(guide: Guide):
    english = (HOUSE / "overrides/locales/en.yml").read_text("utf-8")
    guide.write("overrides/locales/es.yml", english)
    assert [text for text in guide.build() if "locales" in text] == [
        "overrides/locales/es.yml:1: is overrides/locales/en.yml word for word. Translate it."
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "parted"),
    [
        ("pt-BR", "otor-ri-no-la-rin-go-lo-gis-ta"),
        # Typst knows Serbian in Cyrillic letters alone.
        ("sr-Latn", "otorinolaringologija"),
        # No rule of Chinese parts a word: it is parted where the column ends.
        ("zh-Hant", "otorhinolaryngologist"),
    ],
)
def test_large_print_parts_long_words_by_the_rules_of_the_base_language(
    guide: Guide, monkeypatch: pytest.MonkeyPatch, code: str, parted: str
):
    in_place_of_spanish(guide, code, "Name")
    word = parted.replace("-", "")
    row = f"| {' | '.join([word] * 5)} |\n"
    table = f"\n| a | b | c | d | e |\n| - | - | - | - | - |\n{row}"
    guide.write("docs/en/about.md", page("T", table))
    guide.write(f"docs/{code}/about.md", page("T", table, "translated_from: 2026-11-23\n"))
    assert guide.build() == []
    site = guide.folder / "site"
    monkeypatch.setattr(make_editions, "ROOT", guide.folder)
    make_editions.main(site, guide.folder / "cache")
    text = re.sub(r"\r", "", extracted(site / f"{code}/about-large.pdf"))
    hyphen = "[-\u2010\u00ad\ufffe]"
    places = parted.split("-") if "-" in parted else word
    found = [match[0] for match in re.finditer(f"(?:{hyphen}*\n?)".join(places), text)]
    assert len(found) == 5, text
    assert all(re.search(rf"{hyphen}\n|\ufffe", one) for one in found)
    assert f'<html lang="{code}"' in (site / f"{code}/about.html").read_text("utf-8")


def extracted(pdf: Path) -> str:
    return "\n".join(one.get_textpage().get_text_range() for one in PdfDocument(pdf))
