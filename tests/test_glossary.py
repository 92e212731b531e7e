from pathlib import Path

import pytest

from editorial.glossary import Name, Term, alphabetical, folded, glossary_notices, read_glossary
from editorial.problems import Problem

LANGUAGES = ("en", "es")
#: The guide's own glossary, and its words of everyday language, which need no source.
OURS = Path(__file__).parent.parent / "docs/glossary.yml"
EVERYDAY = {"breast", "biopsy-sample", "pathology", "primary-care-doctor"}


def read(source: str) -> tuple[list[Term], list[str]]:
    terms, problems = read_glossary(source, path="glossary.yml", languages=LANGUAGES, keys=["nci"])
    return terms, [str(problem) for problem in problems]


def entry(name: str, en: str, es: str, more: str = "") -> str:
    return f"- {{id: {name}, en: {{term: {en}, definition: x}}, es: {{term: {es}, definition: y}}{more}}}\n"


def test_each_term_has_its_names_and_definition_in_every_language():
    terms, problems = read(
        "- id: axilla\n"
        "  en: {term: axilla, synonyms: [underarm], lay: [pit], definition: The hollow}\n"
        "  es: {term: axila, definition: El hueco}\n"
        "  source: nci\n"
    )
    assert problems == []
    names = {"en": Name("axilla", "The hollow", ("underarm",), ("pit",)), "es": Name("axila", "El hueco")}
    assert terms == [Term("axilla", names, (), "nci", 1)]


def test_a_term_without_a_language_is_said_and_left_out():
    terms, problems = read(entry("a", "a", "c") + "- {id: x, en: {term: x}}")
    assert [term.id for term in terms] == ["a"]
    assert problems == [
        "glossary.yml:2: this term lacks 'en: definition', 'es: term', 'es: definition'. "
        "Every term needs a definition in every language."
    ]


def test_everything_wrong_with_the_terms_is_said_at_once():
    source = (
        entry("One Two", "a", "b")
        + entry("node", "node", "nodo", ", see: [lymf], sorce: nci")
        + entry("lymph", "lymph", "linfa", ", see: [lymf], source: who")
        + entry("lymph", "LYMPH", "otra")
        + "- {id: z, en: {term: z, definition: z, synonyms: zz, lai: [z]}, es: {term: z, definition: z}}\n"
    )
    assert read(source)[1] == [
        "glossary.yml:1: this term needs an 'id' of small letters, digits and hyphens, such as 'lymph-node'.",
        "glossary.yml:2: 'sorce' is no part of a term. Did you mean 'source'?",
        "glossary.yml:3: 'see: lymf' is the id of no term.",
        "glossary.yml:3: the source 'who' is not in the bibliography.",
        "glossary.yml:4: 'en: LYMPH' is also a name on line 3. Keep one.",
        "glossary.yml:4: the id 'lymph' is also that of line 3. Give one another.",
        "glossary.yml:5: 'en: lai' is no part of a term.",
        "glossary.yml:5: 'en: synonyms' must be a list: synonyms: [one, other].",
    ]


def test_a_slip_in_the_yaml_is_said_with_its_line():
    (problem,) = read("- {en: {term: a\n")[1]
    assert problem.startswith("glossary.yml:1: cannot be read as YAML:")


def test_terms_that_no_page_uses_and_abbreviations_without_a_term_are_noticed():
    terms, _ = read(entry("a", "alpha", "alfa") + entry("b", "beta", "beta") + entry("c", "CK7", "CK7"))
    pages = {"CK7": "docs/en/x.md", "HPV": "docs/es/y.md"}
    assert [*glossary_notices(terms, {"a", "c"}, pages, path="g.yml")] == [
        Problem(
            "g.yml", 1, "no page uses: beta. Keep those that readers meet in their reports.", notice=True
        ),
        Problem(
            "g.yml",
            1,
            "pages use abbreviations that no term explains: HPV (docs/es/y.md). Add a term for each.",
            notice=True,
        ),
    ]


def test_order_is_the_languages_own_and_forgets_accents():
    pairs = (("stage", "estadio"), ("tree", "árbol"), ("bone", "hueso"))
    terms, _ = read("".join(entry(en, en, es) for en, es in pairs))
    assert [term.names["es"].term for term in alphabetical(terms, "es")] == ["árbol", "estadio", "hueso"]
    assert [term.names["en"].term for term in alphabetical(terms, "en")] == ["bone", "stage", "tree"]


def test_folding_forgets_case_and_accents():
    assert folded("Ácido Ñ") == "acido n"


def our_terms() -> dict[str, Term]:
    source = OURS.read_text(encoding="utf-8")
    return {
        term.id: term for term in read_glossary(source, path="glossary.yml", languages=LANGUAGES, keys=())[0]
    }


def test_every_term_of_the_guide_has_a_source_unless_it_is_a_word_of_every_day():
    assert {term.id for term in our_terms().values() if not term.source} == EVERYDAY


@pytest.mark.parametrize(
    ("term", "english", "spanish"),
    [
        # A tumor of neuroendocrine cells need not make hormones.
        ("neuroendocrine-tumor", "may make hormones or not", "puede producir hormonas o no"),
        ("immunotherapy", "act against cancer", "actuar contra el cáncer"),
        (
            "biomarker-testing",
            "Not a test of the genes that you were born with",
            "No son pruebas de los genes con",
        ),
        ("germline-test", "not the same as a test of the tumor", "No es lo mismo que una prueba del tumor"),
        ("ca-19-9", "does not tell where a cancer began", "No dice dónde empezó un cáncer"),
        ("human-papillomavirus", "Some types can cause cancer", "Algunos tipos pueden causar"),
        ("palliative-care", "not only for the end of life", "No es solo para el final de la vida"),
    ],
)
def test_the_guide_defines_these_terms_rightly(term: str, english: str, spanish: str):
    names = our_terms()[term].names
    assert english in names["en"].definition
    assert spanish in names["es"].definition


def test_readers_find_terms_by_the_words_that_leaflets_use():
    terms = our_terms()
    for word, term in (
        ("diseminado", "metastasis"),
        ("propagado", "metastasis"),
        ("ultrasonido", "ultrasound"),
        ("TNE", "neuroendocrine-tumor"),
        ("panza", "abdomen"),
        ("esperanza de vida", "prognosis"),
        ("caída del cabello", "alopecia"),
        ("ganglios inflamados", "adenopathy"),
        ("matriz", "uterus"),
    ):
        name = terms[term].names["es"]
        assert word in (name.term, *name.synonyms, *name.lay)
