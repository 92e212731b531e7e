"""What readers find: the table of queries in search.yml, in Node, and a part of it in real Chromium."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import brotli
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from editorial.glossary.stemming import families, stemmer
from editorial.glossary.terms import Name, Term
from editorial.pages.urgent import Level, Sign, Urgent
from editorial.site.helplines import Helpline
from editorial.site.intents import Intent, Intents
from editorial.site.search import (
    Letter,
    Line,
    Place,
    SearchPage,
    Section,
    search_data,
    search_script,
    sections_of,
    site_index,
    term_sections,
    vocabulary,
)
from guides import ROOT, TODAY, Guide, read_table
from readers import Reader

QUERIES = read_table(ROOT / "tests/guide/search.yml")
NO_CALL = read_table(ROOT / "tests/guide/no-call.yml")
#: The index of one language and the engine, as a server packs them: bytes.
FIRST_USE = 91_000
NODE = Term(
    "lymph-node",
    {
        "en": Name("lymph node", "A small organ.", ("gland",), ("bump",)),
        "es": Name("ganglio linfático", "Un órgano pequeño."),
    },
)


# --- what can be found


def test_a_section_runs_from_one_heading_to_the_next():
    html = "<h1 id=top>Neck</h1><p>A lump.</p><h2 id=ask>Ask</h2><ul><li>Why?<li>When?</ul><h3 id=b>More</h3>And."
    assert sections_of(html, title="x") == [
        Section("", "Neck", "A lump."),
        Section("ask", "Ask", "Why? When?"),
        Section("b", "More", "And."),
    ]


def test_citations_and_references_are_not_found():
    html = (
        '<p>It helps <span class="site-citation">[<a>1</a>]</span>.</p>'
        '<h2 id="references">References</h2><ol class="site-references"><li>Doe J.</ol>'
    )
    assert sections_of(html, title="Page") == [Section("", "Page", "It helps.")]


def test_a_term_is_found_by_all_its_names():
    assert term_sections([NODE], "es") == [
        Section("lymph-node", "ganglio linfático", "Un órgano pequeño. lymph node.")
    ]


def test_forms_of_a_word_are_one_family_whatever_their_accents():
    assert [*families(["radiación", "radiaciones", "Cirugía"], stemmer("es"))] == [
        ["radiacion", "radiaciones"]
    ]


def test_a_language_without_a_stemmer_leaves_words_alone():
    assert stemmer("vi")("Bác") == "bác"


def data_of(pages, terms=(), **more) -> dict:
    return json.loads(json.dumps(search_data(pages, terms, language="es", **more)))


NECK = {"neck.md": SearchPage("Cuello", "es/cuello.html", [Section("", "Cuello", "Un ganglio.")])}


def test_every_name_in_another_language_leads_to_the_term():
    data = data_of(NECK, [NODE])
    assert data["pages"] == [["Cuello", "es/cuello.html"]]
    assert data["sections"] == [[0, "", "Cuello", "Un ganglio."]]
    assert data["terms"] == [
        [0, "ganglio linfático", [["en", "lymph node|gland|bump"]]],
    ]
    assert ["node", "nodees", "nodes"] in families_of(data)


def test_a_term_of_the_glossary_is_written_once():
    page = SearchPage("Glosario", "es/glossary.html", term_sections([NODE], "es"))
    data = data_of({"glossary.md": page}, [NODE])
    assert data["sections"] == [[0, "=1", "ganglio linfático", "Un órgano pequeño."]]
    assert data["terms"] == [[1, "", [["en", "lymph node|gland|bump"]]]]


@pytest.mark.parametrize("subject", ["Ganglio linfatico", "ganglio linfático"])
def test_the_search_is_told_which_term_is_the_guides_subject(subject: str):
    other = Term("gene", {"es": Name("gen", "Una parte del ADN.")})
    assert data_of(NECK, [other, NODE], subject=subject)["subject"] == 1


@pytest.mark.parametrize("subject", ["", "cuello"])
def test_a_subject_that_is_no_term_is_not_told(subject: str):
    assert "subject" not in data_of(NECK, [NODE], subject=subject)


def test_sections_and_terms_are_counted_from_the_ones_before():
    gene = Term("gene", {"es": Name("gen", "Una parte del ADN.")})
    apart = Term("apart", {"es": Name("otro", "No está en la página.")})
    glossary = SearchPage("Glosario", "es/glossary.html", term_sections([gene, NODE], "es"))
    data = data_of({**NECK, "glossary.md": glossary}, [NODE, apart, gene])
    assert [step for step, *_ in data["sections"]] == [0, 1, 0]
    assert [step for step, *_ in data["terms"]] == [3, 0, -1]


def test_a_small_word_is_no_form_of_another_word():
    pages = {"a.md": SearchPage("A", "a.html", [Section("", "A", "Una masa. Más masas.")])}
    assert families_of(data_of(pages)) == [["masa", "masas"]]


def families_of(data: dict) -> list[list[str]]:
    """Return the words of each family, as the search reads them from its list of words."""
    words = vocabulary(data)
    assert len(words) == len(data["families"])
    by_word: dict[str, list[str]] = {}
    for place, (word, sign) in enumerate(zip(words, data["families"], strict=True)):
        family = by_word[words[place - ord(sign) + ord("0")]] if sign != "0" else []
        by_word[word] = family
        family.append(word)
    return [family for word, family in by_word.items() if len(family) > 1 and family[0] == word]


#: From a JavaScript expression and what "data" is in it to what it makes of that.
InNode = Callable[[str, object], Any]


@pytest.fixture(scope="module")
def in_node() -> Iterator[InNode]:
    """One Node for all questions: to start takes it longer than to answer."""
    code = (
        "import { dataOf, wordsOf } from './tests/javascript/load.mjs';"
        "import { createInterface } from 'node:readline';"
        "for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {"
        " const [expression, data] = JSON.parse(line);"
        " console.log(JSON.stringify(new Function('data', 'dataOf', 'wordsOf', `return ${expression}`)"
        "(data, dataOf, wordsOf))); }"
    )
    command = ["node", "--input-type=module", "-e", code]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        asked, said = process.stdin, process.stdout
        assert asked
        assert said

        def ask(expression: str, data: object) -> Any:
            asked.write(json.dumps([expression, data]) + "\n")
            asked.flush()
            return json.loads(said.readline())

        yield ask


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_build_and_the_search_make_the_same_list_of_words(site: Path, in_node: InNode, language: str):
    data = in_node("dataOf(data)", (site / f"assets/search/{language}.js").read_text("utf-8"))
    assert in_node("wordsOf().vocabulary(data)", data) == vocabulary(data)
    assert len(data["families"]) == len(vocabulary(data)) > 3_000
    assert len(families_of(data)) > 500


WEIRD = [
    "straße Strasse ŒUVRE",
    "ﬁne ½ İstanbul ΣΊΣΥΦΟΣ",
    "𝒳y ﷺ ꜱ",
    "e\u0301te कि ไทย 한국 x\u200dy",
    "a_b O’Neil",
]


@pytest.mark.parametrize("text", WEIRD)
def test_the_list_of_words_is_the_same_whatever_the_letters(in_node: InNode, text: str):
    data = data_of({"a.md": SearchPage("A", "a.html", [Section("", "A", text)])})
    assert in_node("wordsOf().vocabulary(data)", data) == vocabulary(data)


def test_every_sign_that_cannot_wait_can_be_asked_for():
    guide = yaml.safe_load((ROOT / "docs/urgent.yml").read_text("utf-8"))
    asked = yaml.safe_load((ROOT / "docs/intents.yml").read_text("utf-8"))
    signs = {sign["id"] for sign in guide["signs"] if sign["level"] in {"now", "today"}}
    assert {intent["sign"] for intent in asked["intents"] if "sign" in intent} == signs


def test_a_box_that_stays_closed_until_a_reader_opens_it_is_not_searched():
    closed = "<details class='note'><summary>For families</summary><p>The last days.</p></details>"
    [section] = sections_of(f"<h1>T</h1><p>Seen.</p>{closed}", title="T")
    assert section.text == "Seen."


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_first_use_of_the_search_is_light(site: Path, language: str):
    loaded = [site / "assets/search" / name for name in ("engine.js", f"{language}.js")]
    assert sum(len(brotli.compress(file.read_bytes())) for file in loaded) <= FIRST_USE


#: Texts that a shorthand could read wrongly: with its own signs, escapes, capitals of every kind, many words.
TEXTS = [
    *WEIRD,
    "\x01\x02the The THE tHE \x01the" * 5,
    "Ǆ ǅ ǆ İ ı ß ẞ ŉ ﬁ 𐐀𐐨 𐐨 " * 5,
    "a\\b `c` ${d} $e $${f} \u2028\u2029 \x7f\x85" * 5,
    "the the  the, the\u00a0the the\tthe\nthe" * 5,
    "癌症の 癌症の 癌症の 癌症の السرطان السرطان السرطان السرطان",
    " ".join(f"w{n} w{n} w{n} w{n} W{n}" for n in range(12_000)),
    "".join(map(chr, [*range(0xD800), *range(0xE000, 0x10000)])) + " the the the the",
]


def test_the_search_reads_every_text_as_it_was_written(in_node: InNode):
    data = {"texts": TEXTS, **{text[:9]: text for text in TEXTS}}
    assert in_node("dataOf(data)", search_script(data)) == data


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from([*"aAbÉé.,' $`\\\x01\x02\u0100", "the ", "The", "THE "])).map("".join))
)
def test_the_search_reads_any_text_as_it_was_written(in_node: InNode, texts: list[str]):
    assert in_node("dataOf(data)", search_script({"texts": texts})) == {"texts": texts}


def test_a_folded_section_is_found_by_its_heading_and_what_is_below_it_not_at_all():
    html = "<h2 id=o>Outlook</h2>Half of 10.<h3 id=f>Figures</h3>5 of 10.<h2 id=n>Next</h2>On."
    sections = sections_of(html, title="T", folded="o")
    assert [(section.anchor, section.folded) for section in sections] == [
        ("", False),
        ("o", True),
        ("f", True),
        ("n", False),
    ]
    written = data_of({"t.md": SearchPage("T", "t.html", sections)}, folded="o")["sections"]
    assert written == [[0, "", "T", ""], [0, "o", "Outlook", "", 1], [0, "n", "Next", "On."]]


URGENT = Urgent(
    TODAY.date(),
    {"es": [Level("now", "Llame ya", "Al número de emergencias.")]},
    {"es": [Sign("fever", "now", ["any"], ["a"], "Fiebre", "Puede ser una infección.")]},
)


def test_an_intent_leads_to_sections_by_their_number_and_a_sign_of_danger_speaks_every_language():
    ways = {"en": ["fever"], "es": ["fiebre"]}
    names = {"en": "Fever", "es": "Fiebre"}
    intents = Intents(
        [
            Intent("fever", [("neck.md", "")], names, ways, sign="fever"),
            Intent("open", [("neck.md", ""), ("gone.md", "")], names, ways, opens=True),
        ],
        {"es": ["oye"]},
        {"es": ["no sin"]},
        {},
    )
    line = Helpline("a", "Línea", "1", "+1", "País", [], None, None, None)
    data = data_of(NECK, intents=intents, urgent=URGENT, helplines=[line])
    assert data["intents"] == [["Fiebre", "fiebre|fever", [0], 0, 0, "Fiebre"], ["Fiebre", "fiebre", [0], 1]]
    assert data["levels"] == [["Llame ya", "Al número de emergencias."]]
    assert data["lines"] == [["Línea", "1", "+1"]]
    assert data["meant"] == ["no sin"]
    assert {"oye", "mas", "de"} <= set(data["small"].split())


def intents_to(*leads: tuple[str, str], sign: str = "") -> Intents:
    """Return a question that leads somewhere, and nothing else of what people ask."""
    ways = {"es": ["fiebre"]}
    return Intents([Intent("fever", list(leads), {"es": "Fiebre"}, ways, sign=sign)], {}, {}, {})


def test_the_signs_of_danger_that_pages_repeat_are_found_where_a_question_about_one_leads():
    box = "Llame ya Al número de emergencias. Fiebre. Puede ser una infección. Y un cuello rojo."
    pages = {name: SearchPage(name, f"{name}.html", [Section("call", "Llame", box)]) for name in ("a", "b")}

    def texts(intents: Intents) -> list[str]:
        return [text for *_, text in data_of(pages, intents=intents, urgent=URGENT)["sections"]]

    assert texts(intents_to(("b", "call"), sign="fever")) == ["Y un cuello rojo.", box]
    assert texts(intents_to(("b", "call"))) == [box, box]


def test_what_a_page_collects_from_others_is_found_there():
    own = Section("ask", "Preguntas", "¿Por qué?")
    copy = Section("a", "A", "¿Por qué?", copied=True)
    pages = {"a": SearchPage("A", "a.html", [own]), "all": SearchPage("Todas", "all.html", [copy])}
    assert [anchor for _, anchor, *_ in data_of(pages)["sections"]] == ["ask"]
    led = data_of(pages, intents=intents_to(("all", "a")))
    assert [anchor for _, anchor, *_ in led["sections"]] == ["ask", "a"]


SAID_ON_MANY_PAGES = {
    "en": ["Was my biopsy tested for HPV (p16) and EBV?", "If you have naloxone, use it."],
    "es": ["¿Buscaron el VPH (p16) y el VEB en mi biopsia?", "Si tiene naloxona, úsela."],
}


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_many_pages_say_is_found_in_few_places(site: Path, in_node: InNode, language: str):
    data = in_node("dataOf(data)", (site / f"assets/search/{language}.js").read_text("utf-8"))
    for said in SAID_ON_MANY_PAGES[language]:
        assert sum(said in section[3] for section in data["sections"]) == 2, said


def test_the_index_goes_from_a_to_z_without_accents_and_joins_equal_headings():
    pages = [
        SearchPage("Neck", "neck.html", [Section("", "Neck", ""), Section("ask", "¿Qué?", "")]),
        SearchPage("Arm", "arm.html", [Section("", "Ármpit", ""), Section("ask", "¿Qué?", "")]),
    ]
    assert site_index(pages) == [
        Letter("A", "letter-a", [Line("Ármpit", [Place("arm.html", "")])]),
        Letter("N", "letter-n", [Line("Neck", [Place("neck.html", "")])]),
        Letter(
            "Q", "letter-q", [Line("¿Qué?", [Place("neck.html#ask", "Neck"), Place("arm.html#ask", "Arm")])]
        ),
    ]


def test_a_guide_without_pages_for_search_has_no_box(guide: Guide):
    assert guide.build() == []
    assert 'id="site-search"' not in guide.html("index.html")


# --- the table of queries


def rows_of(language: str) -> list[dict]:
    own = [row | {"query": row[language]} for row in QUERIES["both"]]
    return own + QUERIES[language]


LANGUAGES = [language for language in QUERIES if language != "both"]


#: What a section says that only leads on to other pages.
NEXT = {"en": "next step related cancers", "es": "siguiente paso relacionados"}


@cache
def results_of(site: Path, language: str) -> dict[str, list[dict]]:
    """Return the results of all queries of a language, best first; addresses count from the language's folder."""
    queries = [*(row["query"] for row in rows_of(language)), *NO_CALL[language], NEXT[language]]
    command = ["node", str(ROOT / "tests/javascript/ask.mjs"), str(site), language]
    done = subprocess.run(command, input=json.dumps(queries), capture_output=True, text=True, check=True)
    return dict(zip(queries, json.loads(done.stdout), strict=True))


def answers_of(site: Path, language: str) -> list[tuple[dict, list[dict]]]:
    """Return each row of the table with its results."""
    results = results_of(site, language)
    return [(row, results[row["query"]]) for row in rows_of(language)]


def fits(place: str, wanted: list[str]) -> bool:
    plain = {re.sub(r"^es/", "", one) for one in wanted}
    place = re.sub(r"^es/", "", place)
    return place in plain or place.partition("#")[0] in plain


def is_first(row: dict, results: list[dict]) -> bool:
    wanted = row.get("first") or row.get("top", [])
    return bool(results) and fits(results[0]["place"], wanted)


def is_in_first_three(row: dict, results: list[dict]) -> bool:
    wanted = row.get("first", []) + row.get("top", [])
    return any(fits(result["place"], wanted) for result in results[:3])


def is_sentence(row: dict) -> bool:
    return len(row["query"].split()) >= 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_large_enough_to_judge_by_and_half_of_it_are_sentences(language: str):
    queries = {row["query"]: is_sentence(row) for row in rows_of(language)}
    assert len(queries) >= 200
    assert sum(queries.values()) >= len(queries) / 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_find_what_they_ask_for(site: Path, language: str):
    answers = [(row, results) for row, results in answers_of(site, language) if not row.get("none")]
    sentences = [answer for answer in answers if is_sentence(answer[0])]
    missed = [row["query"] for row, results in answers if not is_in_first_three(row, results)]
    assert sum(is_first(*answer) for answer in answers) >= 0.85 * len(answers)
    assert sum(is_in_first_three(*answer) for answer in answers) >= 0.95 * len(answers), missed
    assert sum(is_in_first_three(*answer) for answer in sentences) >= 0.90 * len(sentences), missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_must_not_be_found_is_not(site: Path, language: str):
    for row, results in answers_of(site, language):
        if row.get("none"):
            assert results == [], row["query"]
        assert not any(fits(result["place"], row.get("not_top", [])) for result in results[:3]), row["query"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_outlook_comes_unasked_and_no_figure_of_it_is_shown(site: Path, language: str):
    for row, results in answers_of(site, language):
        folded = [result for result in results if result["folded"]]
        assert row.get("kind") == "outlook" or folded == [], row["query"]
        assert not any(re.search(r"\d", result["shown"]) for result in folded), row["query"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sign_of_danger_gives_the_call_first_with_phone_numbers(site: Path, language: str):
    signs = [
        (row["query"], results[0])
        for row, results in answers_of(site, language)
        if row.get("kind") == "danger"
    ]
    assert len(signs) >= 15
    assert [query for query, first in signs if not first["call"] or not first["call"]["lines"]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_but_a_sign_of_danger_gives_the_call(site: Path, language: str):
    calls = [
        row["query"]
        for row, results in answers_of(site, language)
        if results
        and results[0]["call"]
        and row.get("kind") != "danger"
        and not fits(results[0]["place"], row.get("top", []))
    ]
    assert calls == []
    results = results_of(site, language)
    assert [query for query in NO_CALL[language] if any(result["call"] for result in results[query])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_section_that_only_leads_on_is_in_no_result_and_not_in_the_index(site: Path, language: str):
    found = results_of(site, language)[NEXT[language]]
    index = (site / ("a-z.html" if language == "en" else "es/a-z.html")).read_text("utf-8")
    assert found
    assert [result["place"] for result in found if result["place"].endswith(("#next", "#related"))] == []
    assert '#next"' not in index
    assert '#related"' not in index


# --- in the browser


def test_a_sign_of_danger_shows_whom_to_call_before_all_else(onlooker: Reader):
    onlooker.open("index.html")
    onlooker.page.fill("#site-search-input", "fever")
    first = onlooker.page.locator("#site-search-list [role=option]").first
    first.wait_for()
    assert "day-and-night number" in first.inner_text()
    number = first.locator(".site-phone").first
    assert "Plain Zero" in number.evaluate("shown => getComputedStyle(shown).fontFamily")
    assert onlooker.page.locator("#site-search-more a[href^='tel:']").count() == 3


def test_where_no_call_comes_first_a_line_leads_to_the_signs_of_danger(reader: Reader):
    reader.open("index.html")
    unwell = reader.page.locator(".site-search-unwell a")
    for query, lines in (("fever", 0), ("liver biopsy", 1), ("xylophone ", 1)):
        reader.page.fill("#site-search-input", query)
        reader.page.wait_for_function(
            "query => document.getElementById('site-search-panel').dataset.query == query", arg=query.strip()
        )
        assert unwell.count() == lines
    reader.page.press("#site-search-input", "Enter")
    reader.page.wait_for_url(re.compile(r"search\.html\?q=xylophone"))
    assert reader.page.inner_text("#site-results .site-search-unwell") == "Very unwell? When to call"
    reader.page.click("#site-results .site-search-unwell a")
    reader.page.wait_for_url(re.compile(r"living/when-to-call\.html\?h=#call-now$"))


def test_a_result_on_the_outlook_shows_no_figure_and_leaves_the_section_closed(reader: Reader):
    reader.open("index.html")
    reader.page.fill("#site-search-input", "how long do i have to live")
    first = reader.page.locator("#site-search-list [role=option]").first
    first.wait_for()
    assert "You choose on the page" in first.inner_text()
    assert not re.search(r"\d", first.inner_text())
    first.click()
    reader.page.wait_for_url(re.compile(r"what-is-cup\.html\?h=.*#outlook$"))
    assert reader.page.locator("#outlook ~ details.site-fold[open]").count() == 0
    assert reader.page.locator("#outlook ~ details.site-fold").count() == 1


def test_nothing_found_says_so_and_where_to_go_on(onlooker: Reader):
    onlooker.open("index.html")
    onlooker.page.fill("#site-search-input", "xylophone ")
    more = onlooker.page.locator("#site-search-more")
    more.locator("a").first.wait_for()
    assert "Nothing found" in more.inner_text()
    assert {"Index A–Z", "Help lines and other help"} <= set(more.locator("a").all_inner_texts())


# --- words of the language that look like words of the guide

#: Words that are no words of the guide, each with one that looks like it; and slips of words of the guide.
REAL = {"en": ["lever", "threats"], "es": ["gasto", "convento"]}
SLIPS = {"en": ["metastsis", "biospy", "treatmnet"], "es": ["metastsis", "quimoterapia", "tratamineto"]}
FOLDERS = {"en": "", "es": "es/"}


@cache
def guessed_in(site: Path, language: str) -> dict[str, list]:
    """Return of each word whether the search takes it for a slip, and how much it finds once it knows better.

    Asked are the words of the list, of which some, and those of :data:`REAL` and :data:`SLIPS`.
    """
    words = [*some_listed_in(site, language), *REAL[language], *SLIPS[language]]
    data, listed = (
        (site / f"assets/search/{name}{language}.js").read_text("utf-8") for name in ("", "slips-")
    )
    code = (
        "import { engineOf, slipsOf } from './tests/javascript/load.mjs'; import { readFileSync } from 'node:fs';"
        "const { data, listed, words } = JSON.parse(readFileSync(0, 'utf8')); const engine = engineOf(data);"
        "const guessed = words.map((word) => engine.search(`${word} `).guessed.length);"
        "engine.learn(slipsOf(listed));"
        "console.log(JSON.stringify(words.map((word, i) => [guessed[i], engine.search(`${word} `).total])));"
    )
    command = ["node", "--input-type=module", "-e", code]
    told = json.dumps({"data": data, "listed": listed, "words": words})
    done = subprocess.run(command, input=told, cwd=ROOT, capture_output=True, text=True, check=True)
    return dict(zip(words, json.loads(done.stdout), strict=True))


def some_listed_in(site: Path, language: str) -> list[str]:
    script = (site / f"assets/search/slips-{language}.js").read_text("utf-8")
    words = json.loads(script.partition("siteSearchSlips = ")[2].rstrip(";\n")).split()
    assert len(words) > 1_000
    return words[:: len(words) // 300]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_listed_word_would_be_taken_for_a_slip_and_finds_nothing(site: Path, language: str):
    guessed = guessed_in(site, language)
    words = [*some_listed_in(site, language), *REAL[language]]
    assert [word for word in words if guessed[word] != [1, 0]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slip_is_found_as_before(site: Path, language: str):
    guessed = guessed_in(site, language)
    assert [word for word in SLIPS[language] if not all(guessed[word])] == []


@pytest.mark.parametrize(("language", "most"), [("en", 7_000), ("es", 22_000)])
def test_the_list_of_words_is_light(site: Path, language: str, most: int):
    assert len(brotli.compress((site / f"assets/search/slips-{language}.js").read_bytes())) <= most


def lists_of(reader: Reader) -> list[str]:
    """Return the lists of words that pages asked for so far."""
    return [url.rpartition("/")[2] for url in reader.asked if "/slips-" in url]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_of_the_language_is_replaced_by_none_of_the_guide_and_a_slip_is(reader: Reader, language: str):
    reader.open(f"{FOLDERS[language]}index.html")
    options, more = (
        reader.page.locator("#site-search-list [role=option]"),
        reader.page.locator("#site-search-more"),
    )
    nothing = "Nothing found" if language == "en" else "No se encontró"
    for word in ("metastasis", "quimioterapia" if language == "es" else "chemotherapy"):
        reader.page.fill("#site-search-input", word)
        options.first.wait_for()
    assert lists_of(reader) == []
    # A slip loads the words too, and what is shown stays as it is.
    reader.page.fill("#site-search-input", SLIPS[language][0])
    options.first.evaluate("option => option.dataset.shown = 'before'")
    # Playwright's own wait runs text as a program, which the page's policy refuses.
    loaded = (reader.page.evaluate("globalThis.siteSearchSlips !== undefined") for _ in range(500))
    assert any(found or reader.page.wait_for_timeout(20) for found in loaded)
    expect(options.first).to_have_attribute("data-shown", "before")
    for word in REAL[language]:
        reader.page.fill("#site-search-input", word)
        expect(more).to_contain_text(nothing)
        expect(options).to_have_count(0)
    for word in SLIPS[language]:
        reader.page.fill("#site-search-input", word)
        options.first.wait_for()
    assert lists_of(reader) == [f"slips-{language}.js"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_results_replaces_no_word_of_the_language_either(onlooker: Reader, language: str):
    folder, word = FOLDERS[language], REAL[language][0]
    onlooker.open(f"{folder}search.html?q=metastasis")
    onlooker.page.locator("#site-results li").first.wait_for()
    assert lists_of(onlooker) == []
    onlooker.open(f"{folder}search.html?q={word}")
    expect(onlooker.page.locator("#site-results")).to_contain_text(word)
    expect(onlooker.page.locator("#site-results li")).to_have_count(0)
