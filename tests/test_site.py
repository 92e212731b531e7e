"""What the build does with an editor's pages: a small guide, with the real hooks and templates."""

import re
import subprocess
from pathlib import Path

from guides import PAGE, ROOT, Guide

LINES_OF_FRONT_MATTER = 6


def test_a_guide_without_a_fault_builds_without_a_word(guide: Guide):
    assert guide.build() == []


def test_each_language_speaks_its_own(guide: Guide):
    guide.build()
    assert '<html lang="en"' in guide.html("index.html")
    assert '<html lang="es"' in guide.html("es/index.html")
    assert "January 2, 2026" in guide.html("index.html")
    assert "2 de enero de 2026" in guide.html("es/index.html")
    assert "No doctor or other health professional has reviewed" in guide.html("index.html")
    assert "Ningún médico ni otro profesional de la salud ha revisado" in guide.html("es/index.html")


def test_citations_are_numbered_and_referenced_in_the_pages_language(guide: Guide):
    for language in ("en", "es"):
        guide.write(f"docs/{language}/index.md", PAGE.format(title="T") + "\nText [@doe2019].\n")
    assert guide.build() == []
    english, spanish = guide.html("index.html"), guide.html("es/index.html")
    assert "Cells. J Ex. 2019." in english
    assert '<span lang="en">Cells</span>. J Ex. 2019.' in spanish
    assert re.search(r'<h2 id="references">Referencias</h2>', spanish)


def test_an_unknown_key_is_said_with_file_line_and_the_closest_key(guide: Guide):
    guide.write("docs/es/index.md", PAGE.format(title="T") + "\nTexto [@deo2019].\n\n`[@deo2019]`\n")
    assert guide.build() == [
        f"docs/es/index.md:{LINES_OF_FRONT_MATTER + 2}: the citation '[@deo2019]' names the key 'deo2019', "
        "which is not in the bibliography. Did you mean 'doe2019'?"
    ]


def test_each_citation_of_an_unknown_key_is_said_once_in_the_order_of_the_page(guide: Guide):
    guide.write("docs/en/index.md", PAGE.format(title="T") + "\n[@x, p. 1]\n\n- [@y; @x]\n- [@y; @x]\n")
    said = [message.partition(", which")[0] for message in guide.build()]
    assert said == [
        "docs/en/index.md:8: the citation '[@x, p. 1]' names the key 'x'",
        "docs/en/index.md:10: the citation '[@y; @x]' names the key 'x'",
        "docs/en/index.md:10: the citation '[@y; @x]' names the key 'y'",
        "docs/en/index.md:11: the citation '[@y; @x]' names the key 'x'",
        "docs/en/index.md:11: the citation '[@y; @x]' names the key 'y'",
    ]


def test_all_that_is_wrong_is_said_in_one_build(guide: Guide):
    guide.write(
        "bib/references.bib", "@book{a b}\n@article{doe2019, title = {\\foo}, journal = {J}, year = 1}\n"
    )
    guide.write("docs/en/index.md", "# T\n\n[@nope]\n")
    guide.write("docs/es/index.md", "---\nlast_revised: ayer\n---\n# T\n")
    guide.write("docs/en/only.md", PAGE.format(title="Only"))
    guide.write("docs/glossary.yml", "- {en: {term: a}}\n")
    messages = guide.build()
    assert sorted(message.split(": ")[0] for message in messages) == [
        "bib/references.bib:1",
        "bib/references.bib:2",
        "bib/references.bib:2",
        "docs/en/index.md:1",
        "docs/en/index.md:3",
        "docs/en/only.md:1",
        "docs/es/index.md:2",
        "docs/glossary.yml:1",
    ]


def test_a_page_that_lacks_its_translation_is_said(guide: Guide):
    guide.write("docs/es/cuello.md", PAGE.format(title="Cuello"))
    assert guide.build() == [
        "docs/es/cuello.md:1: there is no 'docs/en/cuello.md'. Write this page in English too."
    ]


def test_the_front_matter_line_of_a_bad_date_is_named(guide: Guide):
    guide.write("docs/en/index.md", "---\ntitle: T\nlast_revised: 31/12/2025\n---\n# T\n")
    (message,) = guide.build()
    assert message.startswith("docs/en/index.md:3: 'last_revised' is not a date: '31/12/2025'.")


def test_a_dead_link_between_pages_is_said(guide: Guide):
    guide.write("docs/en/index.md", PAGE.format(title="T") + "\n[x](nowhere.md) [y](about.md#nothing)\n")
    assert len(guide.build()) == 2


def test_questions_of_all_pages_are_collected_on_one(guide: Guide):
    for language in ("en", "es"):
        ask = "\n## Ask {#questions}\n\n1. Why?\n2. When?\n"
        guide.write(f"docs/{language}/about.md", PAGE.format(title="Neck") + ask)
        page = PAGE.format(title="All").replace("---\n# ", "collects: questions\n---\n# ")
        guide.write(f"docs/{language}/questions.md", page)
    assert guide.build() == []
    html = guide.html("questions.html")
    assert re.search(r'<h2 id="about">Neck</h2>\s*<ol>\s*<li>Why\?</li>\s*<li>When\?</li>', html)
    assert '<a href="about.html">Read the page: Neck</a>' in html


def test_the_page_of_sources_lists_each_with_the_pages_that_cite_it(guide: Guide):
    guide.write(
        "bib/references.bib",
        "@book{z, title = {Zellen}, publisher = {P}, year = 2001}\n"
        "@book{a, title = {Árbol}, publisher = {P}, year = 2002}\n"
        "@book{unused, title = {Unused}, publisher = {P}}\n",
    )
    for language in ("en", "es"):
        guide.write(f"docs/{language}/about.md", PAGE.format(title="Neck") + "\n[@z] [@a]\n")
        page = PAGE.format(title="Sources").replace("---\n# ", "template: references.html\n---\n# ")
        guide.write(f"docs/{language}/references.md", page)
    assert guide.build() == []
    html = guide.html("es/references.html")
    listed = re.findall(r'site-reference">(.*?)</span>\s*<span class="site-cited', html, re.DOTALL)
    assert [re.sub("<.*?>", "", item) for item in listed] == ["Árbol. P; 2002.", "Zellen. P; 2001."]
    assert html.count('<a href="about.html#references">Neck</a>') == 2


def test_the_glossary_shows_each_term_in_both_languages(guide: Guide):
    for language in ("en", "es"):
        page = PAGE.format(title="G").replace("---\n# ", "template: glossary.html\n---\n# ")
        guide.write(f"docs/{language}/glossary.md", page)
    assert guide.build() == []
    assert re.search(
        r'<dt>\s*c\s*<span class="site-other-language" lang="en">a</span>', guide.html("es/glossary.html")
    )
    assert "<dd>b</dd>" in guide.html("glossary.html")


def test_no_word_file_note_or_glossary_source_is_published(guide: Guide):
    guide.build()
    published = {path.suffix for path in (guide.folder / "site").rglob("*") if path.is_file()}
    assert not published & {".yml", ".md", ".py", ".bib", ".html~"}


def test_a_broken_words_file_is_a_sentence_not_a_traceback(guide: Guide):
    path = "overrides/locales/es.yml"
    text = (guide.folder / path).read_text(encoding="utf-8")
    guide.write(path, text.replace('  back: "Volver', '  back: "Volver a la \n  otra: "'))
    assert guide.build()[0].startswith(f"{path}:")


def make(folder: Path, *goals: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *goals], cwd=folder, capture_output=True, text=True, check=False)


def make_folder(guide: Guide) -> None:
    """Give the small guide the project's Makefile and its installed environment."""
    for name in ("Makefile", "requirements.txt"):
        (guide.folder / name).write_text((ROOT / name).read_text())
    (guide.folder / ".venv").symlink_to(ROOT / ".venv")


def test_make_site_says_where_the_site_is_and_a_failed_build_leaves_the_last_one(guide: Guide):
    make_folder(guide)
    first = make(guide.folder, "site")
    assert first.stdout.splitlines()[-1] == (
        "The site is in site/. Open site/index.html in a browser: it needs no server and no network."
    )
    before = {path: path.read_bytes() for path in (guide.folder / "site").rglob("*") if path.is_file()}
    guide.write("docs/es/index.md", PAGE.format(title="T") + "\n[@nope]\n")
    second = make(guide.folder, "site")
    assert second.returncode != 0
    assert "docs/es/index.md:8: the citation '[@nope]'" in second.stderr
    assert "The last complete site is still in site/, as it was." in second.stdout
    assert before == {
        path: path.read_bytes() for path in (guide.folder / "site").rglob("*") if path.is_file()
    }
    assert not (guide.folder / ".build/site").exists()
