import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editorial.references.bibtex import read_bibliography
from editorial.references.checks import entry_problems
from editorial.references.latex import plain
from editorial.references.vancouver import References, reference, references
from editorial.words import Words, read_words
from guides import HOUSE, ROOT, read_table

CASES = read_table(Path(__file__).parent / "vancouver.yml")


def words(language: str) -> Words:
    source = (HOUSE / f"overrides/locales/{language}.yml").read_text(encoding="utf-8")
    return read_words(source, path="", locale=language)[0]


WORDS = {language: words(language) for language in ("en", "es")}


def refused(source: str) -> str:
    entries, _ = read_bibliography(source, path="a.bib")
    (problem,) = (one for one in references(entries, WORDS["en"], path="a.bib")[1] if not one.notice)
    return problem.text.removeprefix("in 'x' ")


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_kind_of_source_is_set_as_citing_medicine_has_it(case, language):
    entries, problems = read_bibliography(case["source"], path="a.bib")
    assert problems == []
    assert plain(reference(entries[case.get("key", "x")], WORDS[language])) == case[language]


def test_identifiers_and_addresses_are_links():
    entries, _ = read_bibliography(
        "@online{x, title = {T}, doi = {10.1/a(b)<c}, pmid = 1, pmcid = {PMC2}, url = {https://e.org/a?b&c}}",
        path="a.bib",
    )
    html = reference(entries["x"], WORDS["en"])
    assert re.findall(r'href="([^"]*)"', html) == [
        "https://doi.org/10.1/a%28b%29%3Cc",
        "https://pubmed.ncbi.nlm.nih.gov/1",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC2",
        "https://e.org/a?b&amp;c",
    ]


def test_a_title_in_another_language_than_the_page_is_marked():
    entries, _ = read_bibliography("@book{x, title = {Cells}}", path="a.bib")
    assert '<span lang="en">Cells</span>' in reference(entries["x"], WORDS["es"])
    assert "lang=" not in reference(entries["x"], WORDS["en"])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            r"title = {a \foo b}",
            r"the field 'title' ('a \foo b') has the LaTeX command '\foo', which is not known here. Write the character itself, or \emph{…}, \textsuperscript{…}, \textsubscript{…}.",
        ),
        ("year = {20x0}", "the field 'year' ('20x0') is not a date; write 2024, 2024-05 or 2024-05-06."),
        (
            "year = 2020, month = {13}",
            "the field 'month' ('13') is not a month; write a number from 1 to 12, or jan to dec.",
        ),
        (
            "author = {Doe, J. and }",
            "the field 'author' ('Doe, J. and') has an 'and' without a name on each side; take it out.",
        ),
        (
            "author = {A, J., B, R., C, P.}",
            "the field 'author' ('A, J., B, R., C, P.') has too many commas; put 'and' between two names.",
        ),
        (
            "url = {javascript:alert(1)}",
            "the address 'javascript:alert(1)' must begin with https:// or http://, and have no spaces.",
        ),
    ],
)
def test_what_cannot_be_shown_rightly_is_refused(fields, sentence):
    assert refused(f"@book{{x, {fields}}}") == sentence


def test_an_unknown_entry_type_is_refused_with_the_closest():
    assert refused("@artcle{x, title = {T}}") == (
        "the entry type '@artcle' is not known. Did you mean '@article'?"
    )


def test_references_are_formatted_when_they_are_asked_for():
    entries, _ = read_bibliography("@book{a, title = {A}}\n@book{b, title = {\\foo}}", path="a.bib")
    shown = References(entries, WORDS["en"])
    assert list(shown) == ["a", "b"]
    assert plain(shown["a"]) == "A. [date unknown]."
    assert "c" not in shown


def test_a_reference_ends_with_what_its_source_is_and_how_much_was_read():
    said = "evidence = {retrospective study}, seen = {abstract}"
    entries, _ = read_bibliography(f"@book{{a, title = {{A}}, year = 2020, {said}}}", path="a.bib")
    english, spanish = (plain(References(entries, WORDS[language])["a"]) for language in ("en", "es"))
    assert english == "A. 2020. Study of records · only its abstract was read"
    assert spanish == "A. 2020. Estudio de historias clínicas · solo se leyó su resumen"


def test_of_a_value_that_is_none_readers_are_told_nothing():
    said = "evidence = {<b>}, seen = {full text}"
    entries, _ = read_bibliography(f"@book{{a, title = {{A}}, year = 2020, {said}}}", path="a.bib")
    assert plain(References(entries, WORDS["en"])["a"]) == "A. 2020. read in full"


def test_markup_in_a_source_stays_text():
    entries, _ = read_bibliography("@book{x, title = {<script>alert(1)</script>}}", path="a.bib")
    assert "<script" not in reference(entries["x"], WORDS["en"])


@pytest.mark.content
def test_every_source_of_the_guide_has_a_reference_without_a_gap():
    source = (ROOT / "bib/references.bib").read_text(encoding="utf-8")
    entries, _ = read_bibliography(source, path="references.bib")
    assert len(entries) >= 30
    for own in WORDS.values():
        shown, problems = references(entries, own, path="references.bib")
        assert problems == []
        for key, html in shown.items():
            text = plain(html)
            assert not re.search(r"\.\.(?!\w)|\s[.;,]|[{}\\]|: \.|; \.|\(\)|\breference\.", text), (key, text)


FIELD = st.sampled_from(
    [
        "author",
        "title",
        "journal",
        "year",
        "month",
        "volume",
        "pages",
        "url",
        "doi",
        "edition",
        "date",
        "language",
    ]
)
VALUE = st.text(alphabet=st.sampled_from("ab,. -–&%$^_~{}\\'\"1209/:<>"), max_size=12)


@settings(deadline=None)  # The first language that is none makes the names of all languages be read.
@given(st.sampled_from(["article", "book", "online", "thesis", "what"]), st.dictionaries(FIELD, VALUE))
def test_any_entry_yields_a_reference_or_a_sentence(kind, fields):
    source = f"@{kind}{{x" + "".join(f", {name} = {{{text}}}" for name, text in fields.items()) + "}"
    entries, problems = read_bibliography(source, path="a.bib")
    problems += entry_problems(entries, path="a.bib", today=date(2026, 11, 23))
    shown, unreadable = references(entries, WORDS["es"], path="a.bib")
    assert problems or unreadable or shown
    assert all(problem.text.strip() and problem.line == 1 for problem in [*problems, *unreadable])
