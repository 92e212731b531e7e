"""What the guide's own glossary must say, and by which words its terms are found."""

import pytest

from editorial.glossary.terms import Term, read_glossary
from guides import ROOT

LANGUAGES = ("en", "es")
#: The guide's own glossary, and its words of everyday language, which need no source.
OURS = ROOT / "docs/glossary.yml"
EVERYDAY = {"breast", "biopsy-sample", "pathology", "primary-care-doctor"}


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
