"""The generator serves another subject and a third language, by content and settings alone."""

import re
import zipfile
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from guides import HOUSE, Guide, copy_code, make, make_folder

pytestmark = pytest.mark.slow

#: A guide for people who keep bees. Each page in English, Spanish and Portuguese.
PAGES = {
    "index": ("Keeping bees", "Criar abejas", "Criar abelhas"),
    "hives": ("Hives", "Colmenas", "Colmeias"),
    "honey": ("Honey", "Miel", "Mel"),
    "glossary": ("Glossary", "Glosario", "Glossário"),
    "references": ("Sources", "Fuentes", "Fontes"),
    "search": ("Search", "Buscar", "Pesquisar"),
    "a-z": ("Index", "Índice", "Índice"),
    "help": ("Help", "Ayuda", "Ajuda"),
}
TEXTS = {
    "index": (
        "A colony has about 40,000 bees in summer [@roe2020].",
        "Una colonia tiene cerca de 40.000 abejas en verano [@roe2020].",
        "Uma colônia tem cerca de 40.000 abelhas no verão [@roe2020].",
    ),
    "hives": (
        "The queen lays eggs in the brood box [@doe2019].",
        "La reina pone huevos en la cámara de cría [@doe2019].",
        "A rainha põe ovos na câmara de criação [@doe2019].",
    ),
    "honey": (
        "Honey is ready when 9 of 10 cells are capped [@doe2019; @roe2020].",
        "La miel está lista cuando 9 de cada 10 celdas están tapadas [@doe2019; @roe2020].",
        "O mel está pronto quando 9 de cada 10 alvéolos estão fechados [@doe2019; @roe2020].",
    ),
}
TEMPLATES = {
    "glossary": "glossary.html",
    "references": "references.html",
    "search": "search.html",
    "a-z": "site-index.html",
}
LANGUAGES = ("en", "es", "pt")
SOURCES = """@article{doe2019,
  author  = {Doe, Jane},
  title   = {Brood in hives},
  journal = {J Bees},
  year    = {2019},
  month   = feb,
  langid  = {english},
  evidence = {prospective study},
  seen    = {abstract},
}

@book{roe2020,
  author    = {Roe, Ana},
  title     = {Abelhas},
  publisher = {Casa},
  address   = {Lisboa},
  year      = {2020},
  langid    = {portuguese},
  evidence  = {reference work},
  seen      = {full text},
}
"""
#: Words of the interface that the test looks at, in Portuguese; the rest stands in English there.
WORDS = {
    "subject": {"locale": "pt_BR"},
    "search": {"label": "Pesquisar no guia"},
    "glossary": {"link": "Ver no glossário"},
}


def merged(base: dict, over: dict) -> dict:
    return {
        key: merged(value, over.get(key, {})) if isinstance(value, dict) else over.get(key, value)
        for key, value in base.items()
    }


@pytest.fixture(scope="module")
def bees(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    guide = Guide(tmp_path_factory.mktemp("bees"))
    copy_code(guide.folder)
    make_folder(guide)
    config = (HOUSE / "mkdocs.yml").read_text("utf-8")
    config = re.sub(r"^nav:\n(?:  .*\n)+", "", config, flags=re.MULTILINE)
    config = re.sub(r"    body_figure:\n(?:      .*\n)+", "    body_figure: {}\n", config)
    config = re.sub(r"^          nav_translations:\n(?:            .*\n)+", "", config, flags=re.MULTILINE)
    spanish = config[config.index("        - locale: es\n") :].partition("\n\n")[0]
    portuguese = "\n        - locale: pt\n          name: Português\n          build: true\n          site_name: Guia das abelhas"
    config = config.replace(spanish, spanish.replace("Guía CUP", "Guía de abejas") + portuguese)
    config = re.sub(r"site_description: .*", "site_description: On bees.", config)
    config = config.replace("CUP Guide", "Bee Guide").replace("edition: cup-guide", "edition: bee-guide")
    config = re.sub(r"screen_only: .*", "screen_only: [search.md, a-z.md]", config)
    config = re.sub(
        r"    (?:folded|urgent|intents|stains|pathway|footer|folded_on_phones|never_folded|not_searched): .*\n",
        "",
        config,
    ).replace("about: about.md", "about: help.md")
    guide.write("mkdocs.yml", config)
    for language, name in (("en", "CUP Guide"), ("es", "Guía CUP")):
        words = (HOUSE / f"overrides/locales/{language}.yml").read_text("utf-8")
        guide.write(f"overrides/locales/{language}.yml", words.replace(name, "Bee Guide"))
    english = yaml.safe_load((guide.folder / "overrides/locales/en.yml").read_text("utf-8"))
    guide.write("overrides/locales/pt.yml", yaml.safe_dump(merged(english, WORDS), allow_unicode=True))
    guide.write("bib/references.bib", SOURCES)
    term = {
        "en": ("brood", "Young bees."),
        "es": ("cría", "Abejas jóvenes."),
        "pt": ("criação", "Abelhas jovens."),
    }
    entry = {"id": "brood"} | {one: {"term": name, "definition": text} for one, (name, text) in term.items()}
    guide.write(
        "docs/glossary.yml", "checked: 2026-11-23\n" + yaml.safe_dump({"terms": [entry]}, allow_unicode=True)
    )
    line = {"id": "a", "number": "1", "tel": "+351210000000", "country": "PT", "languages": ["pt"]}
    names = {one: {"name": "Bee line"} for one in LANGUAGES}
    guide.write(
        "docs/help.yml",
        yaml.safe_dump({"checked": "2026-11-23", "lines": [line | names]})
        .replace("'2026-11-23'", "2026-11-23")
        .replace("number: '1'", "number: '+351 210 000 000'"),
    )
    for place, language in enumerate(LANGUAGES):
        for name, titles in PAGES.items():
            top = [f"title: {titles[place]}", "description: Bees.", "last_revised: 2026-11-23"]
            top += ["translated_from: 2026-11-23"] if place else []
            top += [f"template: {TEMPLATES[name]}"] if name in TEMPLATES else []
            text = TEXTS.get(name, ("", "", ""))[place]
            guide.write(
                f"docs/{language}/{name}.md",
                "\n".join(["---", *top, "---", f"# {titles[place]}", "", text, ""]),
            )
    return guide


@pytest.fixture(scope="module")
def built(bees: Guide) -> Path:
    done = make(bees.folder, "site")
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line for line in done.stdout.splitlines() if re.match(r"\S+:\d+: (?!Good)", line)] == []
    return bees.folder / "site"


def test_references_and_dates_are_those_of_the_third_language(built: Path):
    html = (built / "pt/honey.html").read_text("utf-8")
    assert '<html lang="pt"' in html
    assert "23 de novembro de 2026" in html
    assert re.search(r"Doe J\. Brood in hives\. J Bees\. 2019", re.sub(r"<[^>]+>", "", html))
    text = re.sub(r"<[^>]+>", "", html)
    assert re.search(r"estão fechados \[1,\s*2\]", text)


def test_every_page_leads_to_itself_in_the_other_two_languages(built: Path):
    html = (built / "hives.html").read_text("utf-8")
    assert {'href="es/hives.html"', 'href="pt/hives.html"'} <= set(
        re.findall(r'href="(?:es|pt)/hives.html"', html)
    )


def test_what_the_third_language_lacks_is_said(bees: Guide):
    path = bees.folder / "docs/pt/honey.md"
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("9 de cada 10", "8 de cada 10").replace("; @roe2020", ""), "utf-8")
    said = make(bees.folder, "problems").stdout
    path.write_text(whole, "utf-8")
    assert "docs/pt/honey.md:" in said
    assert "the numbers differ from the original's" in said
    assert "missing here: roe2020" in said


@pytest.mark.parametrize(
    ("query", "found"), [("rainha", "Colmeias"), ("colonia", "Criar abelhas"), ("brood", "Colmeias")]
)
def test_the_search_of_the_third_language_finds_with_and_without_accents_and_by_other_languages_words(
    browser: Browser, built: Path, query: str, found: str
):
    page = browser.new_page()
    page.goto(f"{built.as_uri()}/pt/index.html")
    box = page.get_by_role("combobox", name="Pesquisar no guia")
    box.click()
    page.keyboard.type(query)
    expect(page.get_by_role("option").filter(has_text=found).first).to_be_visible()
    page.close()


def test_there_is_a_pdf_of_each_page_and_a_book_of_each_language_in_usual_and_large_print(built: Path):
    text = PdfReader(built / "pt/honey.pdf").pages[0].extract_text()
    assert "O mel está pronto" in " ".join(text.split())
    books = sorted(path.name for path in (built / "downloads").glob("bee-guide-*.pdf"))
    kinds = [re.sub(r"bee-guide-|-?\d{4}-\d\d-\d\d\.pdf", "", name) for name in books]
    assert kinds == ["en", "en-large", "es", "es-large", "pt", "pt-large"]


def test_the_lists_of_pdf_and_epub_say_what_each_source_is_and_how_much_of_it_was_read(built: Path):
    told = "J Bees. 2019 fev. Study that followed people · only its abstract was read"
    pdf = " ".join(page.extract_text() for page in PdfReader(built / "pt/honey.pdf").pages)
    assert told in " ".join(pdf.split())
    (book,) = (built / "downloads").glob("bee-guide-pt-*.epub")
    chapter = zipfile.ZipFile(book).read("EPUB/pt-honey.xhtml").decode()
    assert told in re.sub(r"<[^>]+>", "", chapter)


def test_nothing_of_the_other_guide_is_left(built: Path):
    for path in built.rglob("*.html"):
        assert not re.search(r"\bCUP\b|cáncer de origen", path.read_text("utf-8")), path
