import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.glossary.links import TermExtension
from editorial.glossary.terms import Name, Term
from guides import ROOT, read_table

CASES = read_table(ROOT / "tests/editorial/glossary_links.yml")


def term(name: str, en: str, es: str, en_synonyms: tuple = (), es_synonyms: tuple = ()) -> Term:
    return Term(name, {"en": Name(en, f"<{en}>", en_synonyms), "es": Name(es, f"<{es}>", es_synonyms)})


TERMS = [
    term("lymph-node", "lymph node", "ganglio linfático"),
    term("neck-dissection", "neck dissection", "disección del cuello"),
    term("biopsy", "biopsy", "biopsia"),
    term("stage", "stage", "estadio"),
    term("mass", "mass", "masa"),
    term("estrogen-receptor", "estrogen receptor", "receptor de estrógeno", ("ER",), ("RE",)),
    term("pet", "positron emission tomography", "tomografía por emisión de positrones", ("PET",)),
    term("t-cell", "T-cell", "linfocito T"),
]


def converted(text: str, language: str, glossary: str = "glossary.html") -> tuple[str, set[str]]:
    extension = TermExtension(TERMS, language)
    extension.glossary = glossary
    html = markdown.markdown(text, extensions=["attr_list", extension])
    return html, extension.used


@pytest.mark.parametrize(("language", "row"), [(code, row) for code, rows in CASES.items() for row in rows])
def test_the_first_use_of_a_term_leads_to_its_definition(language: str, row: dict):
    html, _ = converted(row["text"], language)
    links = re.findall(r'<a class="site-term"[^>]*#([\w-]+)"[^>]*>([^<]+)</a>', html)
    shown = [f"{word}: {name}" for name, word in links]
    assert shown == row["links"]


def test_a_page_without_a_glossary_only_says_what_it_uses():
    assert converted("A biopsy.", "en", glossary="") == ("<p>A biopsy.</p>", {"biopsy"})


@given(
    st.lists(st.sampled_from(["lymph", "node", "nodes", "biopsy", "**ER**", "PET", "-", ",", "mass", "\n\n"]))
)
def test_links_leave_the_text_of_a_page_as_it_was(words: list[str]):
    text = " ".join(words)
    linked, _ = converted(text, "en")
    plain = markdown.markdown(text, extensions=["attr_list"])
    assert re.sub(r'</a>|<a class="site-term"[^>]*>', "", linked) == plain
