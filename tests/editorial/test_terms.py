import json

from editorial.glossary.terms import (
    Name,
    Term,
    alphabetical,
    first_of_letters,
    read_glossary,
    terms_script,
    unexplained,
)
from editorial.text import without_accents

LANGUAGES = ("en", "es")


def read(source: str) -> tuple[list[Term], list[str]]:
    terms, problems = read_glossary(
        f"checked: 2026-11-23\nterms:\n{source}", path="glossary.yml", languages=LANGUAGES, keys=["nci"]
    )
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
    assert terms == [Term("axilla", names, (), "nci", 3)]


def test_a_term_without_a_language_is_said_and_left_out():
    terms, problems = read(entry("a", "a", "c") + "- {id: x, en: {term: x}}")
    assert [term.id for term in terms] == ["a"]
    assert problems == [
        "glossary.yml:4: this term lacks 'en: definition', 'es: term', 'es: definition'. "
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
        "glossary.yml:3: this term needs an 'id' of small letters, digits and hyphens, such as 'lymph-node'.",
        "glossary.yml:4: 'sorce' is no part of a term. Did you mean 'source'?",
        "glossary.yml:5: 'see: lymf' is the id of no term. Did you mean 'lymph'?",
        "glossary.yml:5: the source 'who' is not in the bibliography.",
        "glossary.yml:6: 'en: LYMPH' is also a name on line 5. Keep one.",
        "glossary.yml:6: the id 'lymph' is also that of line 5. Give one another.",
        "glossary.yml:7: 'en: lai' is no part of a term. Did you mean 'lay'?",
        "glossary.yml:7: 'en: synonyms' must be a list: synonyms: [one, other].",
    ]


def test_a_name_that_stands_twice_in_a_term_is_said():
    _, problems = read(
        "- id: axilla\n"
        "  en: {term: axilla, synonyms: [Underarm], lay: [underarm, pit], definition: x}\n"
        "  es: {term: axila, definition: y}\n"
    )
    assert problems == ["glossary.yml:3: 'en: underarm' stands in this term twice. Keep one."]


def test_a_slip_in_the_yaml_is_said_with_its_line():
    (problem,) = read("- {en: {term: a\n")[1]
    assert problem.startswith("glossary.yml:3: cannot be read as YAML:")


def test_an_abbreviation_without_a_term_is_noticed_unless_it_needs_none():
    terms, _ = read(entry("a", "alpha", "alfa") + entry("c", "CK7", "CK7"))
    pages = {"CK7": "docs/en/x.md", "HPV": "docs/es/y.md", "PDF": "docs/en/x.md"}
    assert [*unexplained(terms, pages, ignored=["PDF"])] == [("HPV", "docs/es/y.md")]


def test_order_is_the_languages_own_and_forgets_accents():
    pairs = (("stage", "estadio"), ("tree", "árbol"), ("bone", "hueso"))
    terms, _ = read("".join(entry(en, en, es) for en, es in pairs))
    assert [term.names["es"].term for term in alphabetical(terms, "es")] == ["árbol", "estadio", "hueso"]
    assert [term.names["en"].term for term in alphabetical(terms, "en")] == ["bone", "stage", "tree"]


def test_each_letter_leads_to_its_first_term_and_figures_are_one():
    terms, _ = read(
        entry("arm", "5-FU", "árbol") + entry("bone", "bone", "aorta") + entry("bed", "bed", "Zona")
    )
    assert first_of_letters(alphabetical(terms, "en"), "en") == {"0–9": "arm", "B": "bed"}
    assert first_of_letters(alphabetical(terms, "es"), "es") == {"A": "bone", "Z": "bed"}


def test_folding_forgets_case_and_accents():
    assert without_accents("Ácido Ñ") == "acido n"


def test_a_script_has_what_each_term_means_and_no_more():
    terms, _ = read(entry("a", "alpha", "alfa") + entry("b", "beta", "beta"))
    script = terms_script(terms, "es")
    assert script.startswith("globalThis.siteTerms = ")
    assert script.endswith(";\n")
    meanings = json.loads(script.removeprefix("globalThis.siteTerms = ").removesuffix(";\n"))
    assert meanings == {term.id: term.names["es"].definition for term in terms}
