"""What the build does with an editor's pages: a small guide, with the real hooks and templates."""

import os
import re
import subprocess

import changed
import due
import pytest
from builds import built
from selectolax.lexbor import LexborHTMLParser

from guides import TODAY, Guide, hashes, make, page, translation
from project import guide_of


def test_a_guide_without_a_fault_builds_without_a_word(guide: Guide):
    assert guide.build() == []


def test_each_language_speaks_its_own(guide: Guide):
    guide.build()
    assert '<html lang="en"' in guide.html("index.html")
    assert '<html lang="es"' in guide.html("es/index.html")
    assert "November 23, 2026" in guide.html("index.html")
    assert "23 de noviembre de 2026" in guide.html("es/index.html")
    assert "No clinician has reviewed it yet" in guide.html("index.html")
    assert "Ningún profesional de la salud la ha revisado aún" in guide.html("es/index.html")


def test_citations_are_numbered_and_referenced_in_the_pages_language(guide: Guide):
    guide.write("docs/en/index.md", page("T", "\nText [@doe2019].\n"))
    guide.write("docs/es/index.md", translation("T", "\nText [@doe2019].\n"))
    assert guide.build() == []
    english, spanish = guide.html("index.html"), guide.html("es/index.html")
    assert "Cells. J Ex. 2019." in english
    assert '<span lang="en">Cells</span>. J Ex. 2019.' in spanish
    assert re.search(r'<h2 id="references">Referencias</h2>', spanish)


def test_an_unknown_key_is_said_with_file_line_and_the_closest_key(guide: Guide):
    guide.write_both("index.md", "T", "\nText [@deo2019].\n\n`[@deo2019]`\n")
    said = "the citation '[@deo2019]' names the key 'deo2019', which is not in the bibliography."
    assert guide.build() == [
        f"docs/en/index.md:8: {said} Did you mean 'doe2019'?",
        f"docs/es/index.md:9: {said} Did you mean 'doe2019'?",
    ]


def test_each_citation_of_an_unknown_key_is_said_once_in_the_order_of_the_page(guide: Guide):
    guide.write_both("index.md", "T", "\n[@x, p. 1]\n\n- [@y; @x]\n- [@y; @x]\n")
    said = [message.partition(", which")[0] for message in guide.build()]
    assert [message for message in said if "docs/en/" in message] == [
        "docs/en/index.md:8: the citation '[@x, p. 1]' names the key 'x'",
        "docs/en/index.md:10: the citation '[@y; @x]' names the key 'x'",
        "docs/en/index.md:10: the citation '[@y; @x]' names the key 'y'",
        "docs/en/index.md:11: the citation '[@y; @x]' names the key 'x'",
        "docs/en/index.md:11: the citation '[@y; @x]' names the key 'y'",
    ]


def test_all_that_is_wrong_is_said_in_one_build(guide: Guide):
    guide.write(
        "bib/references.bib",
        "@book{a b}\n@article{doe2019, title = {\\foo}, journal = {J}, year = 1, evidence = {review}, seen = {record}}\n",
    )
    guide.write("docs/en/index.md", "# T\n\n[@nope]\n")
    guide.write("docs/es/index.md", "---\nlast_revised: ayer\n---\n# T\n")
    guide.write("docs/en/only.md", page("Only"))
    guide.write("docs/glossary.yml", "checked: 2026-11-23\nterms:\n- {id: a, en: {term: a}}\n")
    messages = guide.build()
    assert sorted(message.split(": ")[0] for message in messages) == [
        "bib/references.bib:1",
        "bib/references.bib:2",
        "bib/references.bib:2",
        "docs/en/index.md:1",
        "docs/en/index.md:3",
        "docs/en/only.md:1",
        "docs/es/index.md:2",
        "docs/es/index.md:4",
        "docs/glossary.yml:3",
    ]


def test_a_page_that_lacks_its_translation_is_said(guide: Guide):
    guide.write("docs/es/cuello.md", translation("Cuello"))
    assert guide.build() == [
        "docs/es/cuello.md:1: there is no 'docs/en/cuello.md'. Write this page in English too."
    ]


def test_the_front_matter_line_of_a_bad_date_is_named(guide: Guide):
    guide.write("docs/en/index.md", "---\ntitle: T\nlast_revised: 31/12/2025\n---\n# T\n")
    (message,) = guide.build()
    assert message.startswith("docs/en/index.md:3: 'last_revised' is not a date: '31/12/2025'.")


def test_a_dead_link_between_pages_is_said(guide: Guide):
    guide.write_both("index.md", "T", "\n[x](nowhere.md) [y](about.md#nothing)\n")
    assert [re.sub(r":\d+", "", message) for message in guide.build()] == [
        f"docs/{language}/index.md: link to {said}"
        for language in ("en", "es")
        for said in ("'about.md#nothing': no such heading.", "'nowhere.md': no such page.")
    ]


def test_questions_of_all_pages_are_collected_on_one(guide: Guide):
    guide.write_both("about.md", "Neck", "\n## Ask {#questions}\n\n1. Why?\n2. When?\n")
    guide.write_both("questions.md", "All", more="collects: questions\n")
    assert guide.build() == []
    html = guide.html("questions.html")
    assert re.search(r'<h2 id="about">Neck</h2>\s*<ol>\s*<li>Why\?</li>\s*<li>When\?</li>', html)
    assert '<a href="about.html">Read the page: Neck</a>' in html


def test_the_page_of_sources_lists_each_with_the_pages_that_cite_it(guide: Guide):
    guide.write(
        "bib/references.bib",
        "@book{z, title = {Zellen}, publisher = {P}, year = 2001, evidence = {guideline}, seen = {full text}}\n"
        "@book{a, title = {Árbol}, publisher = {P}, year = 2002, evidence = {retrospective study}, seen = {abstract}}\n"
        "@book{unused, title = {Unused}, publisher = {P}, evidence = {other}, seen = {record}}\n",
    )
    guide.write_both("about.md", "Neck", "\n[@z] [@a]\n")
    guide.write_both("references.md", "Sources", more="template: references.html\n")
    assert guide.build() == []
    html = guide.html("es/references.html")
    listed = re.findall(r'site-reference">(.*?)</span>\s*<span class="site-cited', html, re.DOTALL)
    assert [re.sub("<.*?>", "", item) for item in listed] == [
        "Árbol. P; 2002. Estudio de historias clínicas · solo se leyó su resumen",
        "Zellen. P; 2001. Guía clínica · se leyó el texto completo",
    ]
    assert html.count('<a href="about.html#references">Neck</a>') == 2


def test_what_kind_of_evidence_a_source_is_and_how_much_was_read_stands_wherever_it_is_listed(guide: Guide):
    guide.write_both("about.md", "Neck", "\n[@doe2019]\n")
    assert guide.build() == []
    for path, told in (
        ("about.html", "Review article · read in full"),
        ("es/about.html", "Artículo de revisión · se leyó el texto completo"),
    ):
        assert f'. <span class="site-evidence">{told}</span></span>' in guide.html(path)
    bibtex = (guide.folder / "site/about.bib").read_text(encoding="utf-8")
    assert "  evidence = {review},\n  seen = {full text},\n" in bibtex


def test_the_page_of_states_counts_the_kinds_of_evidence_of_each_page_that_has_sources(guide: Guide):
    entry = "@book{%s, title = {%s}, publisher = {P}, evidence = {%s}, seen = {%s}}\n"
    sources = [
        ("a", "guideline", "abstract"),
        ("b", "review", "full text"),
        ("c", "guideline", "full text"),
        ("d", "other", "elsewhere"),
    ]
    guide.write("bib/references.bib", "".join(entry % (key, key, kind, seen) for key, kind, seen in sources))
    guide.write_both("about.md", "Neck", "\n[@a; @b; @c] [@a]\n")
    guide.write_both("index.md", "Home", "\n[@c; @d]\n")
    guide.write_both("state.md", "State", more="template: state.html\n")
    assert guide.build() == []
    table = guide.html("es/state.html").partition('class="site-kinds"')[2].partition("</table>")[0]
    rows = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL) for row in table.split("<tr>")[2:]]
    assert [[" ".join(re.sub("<.*?>", "", cell).split()) for cell in row] for row in rows] == [
        [
            "Home",
            "2",
            "Guía clínica: 1, Otro tipo de fuente: 1",
            "completas: 1, a través de otra fuente: 1",
        ],
        [
            "Neck",
            "3",
            "Guía clínica: 2, Artículo de revisión: 1",
            "completas: 2, solo el resumen: 1",
        ],
        [
            "Todas las páginas",
            "4",
            "Guía clínica: 2, Artículo de revisión: 1, Otro tipo de fuente: 1",
            "completas: 2, solo el resumen: 1, a través de otra fuente: 1",
        ],
    ]


def test_the_page_of_states_of_a_guide_without_sources_counts_none(guide: Guide):
    guide.write_both("state.md", "State", more="template: state.html\n")
    assert guide.build() == []
    assert "site-kinds" not in guide.html("state.html")


def test_the_glossary_shows_each_term_in_both_languages(guide: Guide):
    guide.write_both("glossary.md", "G", more="template: glossary.html\n")
    assert guide.build() == []
    assert re.search(
        r'<dt>\s*acerca\s*<span class="site-other-language" lang="en">about</span>',
        guide.html("es/glossary.html"),
    )
    assert re.search(r"<dd>\s*b\s*</dd>", guide.html("glossary.html"))


def test_no_word_file_note_or_glossary_source_is_published(guide: Guide):
    guide.build()
    published = {path.suffix for path in (guide.folder / "site").rglob("*") if path.is_file()}
    assert not published & {".yml", ".md", ".py", ".bib", ".html~"}


def test_a_broken_words_file_is_a_sentence_not_a_traceback(guide: Guide):
    path = "overrides/locales/es.yml"
    text = (guide.folder / path).read_text(encoding="utf-8")
    guide.write(path, text.replace('  back: "Volver', '  back: "Volver a la \n  otra: "'))
    assert guide.build()[0].startswith(f"{path}:")


def commit_all(guide: Guide, day: str) -> None:
    dates = {f"GIT_{who}_DATE": f"{day}T12:00:00+00:00" for who in ("AUTHOR", "COMMITTER")}
    names = ["-c", "user.name=An Editor", "-c", "user.email=editor@example.org"]
    for arguments in (["init", "--quiet"], ["add", "docs"], [*names, "commit", "--quiet", "-m", "Change"]):
        subprocess.run(["git", *arguments], cwd=guide.folder, check=True, env=os.environ | dates)


def test_make_site_shortens_the_themes_style_sheets_as_the_engine_alone_does(ready: Guide):
    files, _ = built(ready.folder)
    made = {name: sum_ for name, sum_ in files.items() if name.endswith(".css")}
    (sheet,) = (ready.folder / "site/assets/stylesheets").glob("main.*.css")
    assert sheet.stat().st_size < 60_000
    assert ready.build() == []
    assert {name: hashes(ready.folder / "site")[name] for name in made} == made


def test_make_changed_shows_what_changed_since_a_page_was_translated(ready: Guide):
    ready.write("docs/en/index.md", page("Home", "\nTake 5 mg.\n"))
    commit_all(ready, "2026-11-23")
    text = page("Home", "\nTake 6 mg.\n").replace("last_revised: 2026-11-23", "last_revised: 2026-11-24")
    ready.write("docs/en/index.md", text)
    shown = make(ready.folder, "changed", "PAGE=docs/es/index.md")
    assert "Take [-5-]{+6+} mg." in shown.stdout


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("docs/es/nada.md", "There is no page 'docs/es/nada.md'."),
        ("docs/en/index.md", "'docs/en/index.md' translates no other page."),
        ("docs/es/index.md", "Nothing can be compared: there is no git history here"),
    ],
)
def test_make_changed_says_what_it_cannot_do(
    guide: Guide, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], path: str, said: str
):
    monkeypatch.setattr(changed, "guide_of", lambda: guide_of(guide.folder))
    assert changed.main(path) != 0
    assert capsys.readouterr().out.startswith(said)


def test_make_due_lists_what_is_due_and_fails_only_if_something_is_overdue(
    ready: Guide, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    ready.write_both("about.md", "About", more="review_due: 2026-12-01\n")
    monkeypatch.setattr(due, "guide_of", lambda: guide_of(ready.folder))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(TODAY.timestamp())))
    assert due.main(30) == 0
    assert capsys.readouterr().out == "2026-12-01  docs/en/about.md\n2026-12-01  docs/es/about.md\n"
    assert due.main(3) == 0
    assert capsys.readouterr().out == "No page is due in the next 3 days.\n"
    late = make(ready.folder, "due", "DAYS=3", today="2026-12-02")
    assert late.returncode != 0
    assert late.stdout.splitlines()[0] == "2026-12-01  docs/en/about.md  OVERDUE"


def test_a_page_past_its_review_tells_its_readers_and_still_builds(guide: Guide):
    guide.write_both("about.md", "About", more="review_due: 2026-11-23\n")
    assert guide.build() == []
    assert "This page was due to be checked again on November 23, 2026." in guide.html("about.html")
    assert "Esta página debía comprobarse de nuevo el 23 de noviembre de 2026." in guide.html("es/about.html")
    assert "was due to be checked" not in guide.html("index.html")


def test_a_translation_left_behind_tells_its_readers_and_leads_to_the_original(guide: Guide):
    text = page("About", "\n6 mg\n").replace("last_revised: 2026-11-23", "last_revised: 2026-11-24")
    guide.write("docs/en/about.md", text)
    assert guide.build() == []
    html = guide.html("es/about.html")
    assert "La página en inglés se actualizó el 24 de noviembre de 2026." in html
    assert '<a href="../about.html" hreflang="en">Leer la página más reciente, en inglés</a>' in html


def test_a_review_is_shown_and_one_of_an_older_text_is_told_apart(guide: Guide):
    guide.write_both("about.md", "About", more="reviewed_by: A. & B. Person\nreviewed_on: 2026-11-23\n")
    assert guide.build() == []
    assert "Reviewed by A. &amp; B. Person on November 23, 2026." in guide.html("about.html")
    assert "has reviewed this page yet" not in guide.html("about.html")


def test_what_changed_stands_folded_on_the_page_and_in_the_feed(guide: Guide):
    guide.write_both("about.md", "About", more="changes:\n  - 2026-11-23: Doses & words.\n")
    assert guide.build() == []
    assert re.search(r"<details>\s*<summary>What changed</summary>", guide.html("about.html"))
    for feed in ("feed.xml", "es/feed.xml"):
        assert "<summary>Doses &amp; words.</summary>" in guide.html(feed)
    assert 'type="application/atom+xml" href="feed.xml"' in guide.html("about.html")
    assert 'type="application/atom+xml" href="feed.xml"' in guide.html("es/about.html")


def test_with_an_address_the_head_and_the_sitemap_name_every_language_in_full(guide: Guide):
    config = (guide.folder / "mkdocs.yml").read_text(encoding="utf-8")
    guide.write("mkdocs.yml", config.replace('site_url: !ENV [SITE_URL, ""]', "site_url: https://e.org/g/"))
    assert guide.build() == []
    found = re.findall(
        r'<link rel="alternate" href="([^"]*)" hreflang="([^"]*)">', guide.html("es/about.html")
    )
    assert found == [
        ("https://e.org/g/about.html", "en"),
        ("https://e.org/g/about.html", "x-default"),
        ("https://e.org/g/es/about.html", "es"),
    ]
    assert "<lastmod>2026-11-23</lastmod>" in guide.html("sitemap.xml")
    assert not (guide.folder / "site/sitemap.xml.gz").exists()


def test_without_an_address_there_is_no_sitemap(guide: Guide):
    guide.build()
    assert not list((guide.folder / "site").glob("sitemap*"))


def test_the_page_of_states_lists_every_page_of_every_language(guide: Guide):
    guide.write_both("state.md", "State", more="template: state.html\n")
    assert guide.build() == []
    for path in ("state.html", "es/state.html"):
        rows = re.findall(r'<th scope="row"><a href="([^"]*)"', guide.html(path))
        assert len(rows) == 6
        assert len(set(rows)) == 6


def test_an_unknown_key_in_the_front_matter_is_said_with_its_line(guide: Guide):
    guide.write_both("about.md", "About", more="descripton: x\n")
    assert guide.build() == [
        "docs/en/about.md:5: has the unknown key 'descripton' at its top. Did you mean 'description'?",
        "docs/es/about.md:6: has the unknown key 'descripton' at its top. Did you mean 'description'?",
    ]


def test_sources_may_be_listed_without_being_cited(guide: Guide):
    guide.write_both("about.md", "About", more="nocite: [doe2019]\n")
    assert guide.build() == []
    assert '<li id="ref-doe2019">' in guide.html("about.html")
    assert "cite-doe2019" not in guide.html("about.html")


def test_a_key_listed_that_does_not_exist_is_said(guide: Guide):
    guide.write("docs/en/about.md", page("About", more="nocite: [deo2019]\n"))
    assert guide.build() == [
        "docs/en/about.md:5: 'nocite' names the key 'deo2019', which is not in the bibliography. "
        "Did you mean 'doe2019'?"
    ]


def test_a_bibliography_in_another_encoding_is_a_sentence(guide: Guide):
    entry = "\n@article{doe2019, title = {Año}, journal = {J}, year = {2019}, evidence = {other}, seen = {record}}\n"
    (guide.folder / "bib/references.bib").write_bytes(entry.encode("windows-1252"))
    assert guide.build() == [
        "bib/references.bib:2: a character after '{doe2019, title = {A' is not stored as UTF-8. "
        "Save the file again with the encoding UTF-8."
    ]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-25", []),  # It has begun in Kiritimati (UTC+14).
        (
            "2026-11-26",
            [
                "bib/references.bib:2: 'doe2019': the field 'urldate' lies in the future: 2026-11-26.",
                "docs/help.yml:1: 'checked' is in the future: 2026-11-26. Today is 2026-11-25.",
            ],
        ),
    ],
)
def test_a_day_that_has_begun_somewhere_on_earth_is_not_in_the_future(
    guide: Guide, day: str, said: list[str]
):
    lines = (guide.folder / "docs/help.yml").read_text("utf-8")
    guide.write("docs/help.yml", lines.replace("2026-11-23", day))
    entry = (guide.folder / "bib/references.bib").read_text("utf-8")
    guide.write("bib/references.bib", entry.replace("evidence =", f"urldate = {{{day}}}, evidence ="))
    assert sorted(guide.build()) == said


def test_every_page_ends_with_the_phone_lines_in_its_language(guide: Guide):
    assert guide.build() == []
    for path, name, hours in (
        ("index.html", "Line One", "Hours: every day."),
        ("es/index.html", "Línea Uno", None),
    ):
        html = guide.html(path)
        line = re.search(
            rf"{name}</strong> .*\s+<a [^>]*href=\"tel:\+44808100\">0808 100</a>([^<]*)</li>", html
        )
        # Hours that nobody could confirm are not mentioned.
        assert (hours or "Idiomas:") in line[1]
        assert "Horario" not in line[1]


def test_a_page_that_has_the_phone_lines_in_its_text_has_them_once(guide: Guide):
    text = "\n## Lines {#lines}\n\nOthers run these.\n\n## More {#more}\n"
    guide.write_both("about.md", "Help", text, more="inserts: {lines: helplines}\n")
    assert guide.build() == []
    assert re.search(r"Others run these.</p>\s*<p>.*</p>\s*<h3 id=\"one\">", guide.html("about.html"))
    assert guide.html("about.html").count("tel:+44808100") == 1


def test_a_piece_below_a_heading_that_is_not_there_is_said(guide: Guide):
    guide.write_both("about.md", "Help", more="inserts: {lines: helplines}\n")
    assert guide.build()[0] == (
        "docs/en/about.md:5: 'inserts' names the heading 'lines', which has no paragraph or is not on the page."
    )


def test_a_wrong_phone_line_fails_the_build_and_none_is_shown(guide: Guide):
    text = (guide.folder / "docs/help.yml").read_text(encoding="utf-8")
    guide.write("docs/help.yml", text.replace("GB", "UK"))
    assert guide.build()[0].startswith("docs/help.yml:3: the phone line 'one' has the unknown country 'UK'.")
    assert not (guide.folder / "site/index.html").exists() or "tel:" not in guide.html("index.html")


def test_the_outlook_is_folded_and_its_heading_stays_in_the_table_of_contents(guide: Guide):
    text = "\n## Outlook {#outlook}\n\nSkip it if you like.\n\nMany.\n\n## Next {#next}\n"
    guide.set(folded="outlook")
    guide.write_both("about.md", "About", text)
    assert guide.build() == []
    html = guide.html("about.html")
    assert re.search(r'<h2 id="outlook">Outlook</h2>\s*<p>Skip it if you like.</p><details', html)
    assert '<a href="#outlook" class="md-nav__link">' in html


def in_menu(guide: Guide, path: str) -> list[str]:
    """Return where a page's menu leads, the page's own contents left out."""
    tree = LexborHTMLParser(guide.html(path))
    found = [node.attributes["href"] or "" for node in tree.css(".md-nav--primary .md-nav__link[href]")]
    return [address for address in found if not address.startswith("#")]


@pytest.mark.parametrize(("pages", "other_sections"), [(8, 4), (9, 1)])
def test_the_menu_of_a_large_guide_has_the_readers_own_section_and_leads_to_the_others(
    guide: Guide, pages: int, other_sections: int
):
    """The guide has two pages more, at its top; ten are large here, for a hundred take as long as they are."""
    hook = (guide.folder / "hooks/guide.py").read_text("utf-8")
    assert "\nMOST_IN_MENU = 100\n" in hook
    guide.write("hooks/guide.py", hook.replace("MOST_IN_MENU = 100", "MOST_IN_MENU = 10"))
    for number in range(pages):
        guide.write_both(
            f"part{number % 2}/page{number:03}.md", f"Page {number}", "\n## Part {#part}\n\nText.\n"
        )
    assert guide.build() == []
    menu = in_menu(guide, "part0/page002.html")
    assert {"../about.html", "page000.html", "page004.html"} <= set(menu)
    assert len([address for address in menu if "part1/" in address]) == other_sections
    assert "../part1/page001.html" in menu
    assert "part1/page001.html" in in_menu(guide, "about.html")
    assert "../part0/page000.html" in in_menu(guide, "es/part1/page001.html")
