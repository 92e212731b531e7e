"""The stains' file: what it may say, and what editors are told of a slip in it."""

import re

import pytest

from editorial.glossary.stains import Stains, read_stains, reader_data, sign, source_of
from editorial.glossary.terms import Name, Term

GOOD = """ask: {page: report.md, heading: ask}
signs:
  en: {plus: ["positive"], minus: ["negative"], no: ["no"], endings: [["s", ""]]}
stains:
  - id: ck7
    kind: tissue
    term: ck7
    en: {name: "CK7", spellings: ["CK7", "CK-7"], what: "A protein", points: "Many", sure: "No"}
    sources: [doe2019]
  - id: msi
    kind: gene
    means: {"MSI-H": "+"}
    turned: ["MLH1"]
    en: {name: "MSI", spellings: ["MSI-H", "MLH1"], what: "A test", points: "A treatment", sure: "Yes"}
    sources: [doe2019]
patterns:
  - id: lung
    pages: [lung.md]
    all: ["ck7 +"]
    any: []
    helps: []
    against: ["msi -"]
    en: {name: "Lung", for: "CK7", against: "Others"}
    sources: [doe2019]
checked: 2026-11-23
"""


def read(source: str) -> tuple[Stains | None, list[str]]:
    stains, problems = read_stains(
        source,
        path="s.yml",
        languages=["en"],
        keys={"doe2019": 1},
        pages={"lung.md", "report.md"},
        terms={"ck7"},
    )
    return stains, [str(problem) for problem in problems]


def test_a_good_file_is_read_whole():
    stains, problems = read(GOOD)
    assert problems == []
    assert stains
    assert stains.pages == ["lung.md", "report.md"]
    assert stains.keys == ["doe2019"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "kind: tissue",
            "kind: tisue",
            "s.yml:5: 'ck7' is of the kind 'tisue'. Write one of: tissue, blood, gene.",
        ),
        ("term: ck7", "term: ck77", "which the glossary does not have. Did you mean 'ck7'?"),
        ("[doe2019]", "[doe2018]", "which is not in the bibliography. Did you mean 'doe2019'?"),
        ("sources: [doe2019]", "sources: []", "'ck7' names no source."),
        (
            '"CK7", spellings: ["CK7", "CK-7"]',
            '"CK7", spellings: CK7',
            "'ck7' needs a list in 'en: spellings'.",
        ),
        ('what: "A protein"', 'what: ""', "'ck7' has no text in 'en: what'."),
        ('"MSI-H": "+"', '"MSI-H": "yes"', "'msi' has 'means' that cannot be read."),
        (
            'turned: ["MLH1"]',
            'turned: ["MSH2"]',
            "'msi' says what 'MSH2' means, which is none of its spellings.",
        ),
        (
            "kind: gene",
            "kind: gene\n    least: high",
            "'msi' has a 'least' or a 'number' that cannot be read.",
        ),
        ("kind: gene", "kind: gene\n    share: 70", "'msi' has a 'share' that cannot be read."),
        ("id: msi", "id: ck7", "the id 'ck7' stands in 'stains' twice, also on line 5."),
        ("  - id: lung\n", "  - name: lung\n", "this entry of the stains' file has no 'id'."),
        ('    en: {name: "Lung"', '    fr: {name: "Lung"', "'lung' has nothing in 'en'."),
        (
            "pages: [lung.md]",
            "pages: [lungs.md]",
            "which is not a page of the guide. Did you mean 'lung.md'?",
        ),
        ("pages: [lung.md]", "pages: []", "'lung' leads to no page."),
        ('all: ["ck7 +"]', 'all: ["ck8 +"]', "'lung' has the sign 'ck8 +'."),
        ('all: ["ck7 +"]', "all: ck7", "'lung' needs a list in 'all'."),
        ('all: ["ck7 +"]', 'all: ["ck7 -"]', "'lung' would lead to a page from what was not found."),
        ("  en: {plus", "  fr: {plus", "'signs' has no words in 'en'."),
        ('plus: ["positive"], ', "", "'signs' has no words in 'en: plus'."),
        ('no: ["no"]', "no: [no]", "'signs: en: no' needs a list of texts."),
        (
            'no: ["no"]',
            'no: ["no"], pluss: ["yes"]',
            "'signs: en: pluss' is no kind of words for signs. Did you mean 'plus'?",
        ),
        ('[["s", ""]]', '["s"]', "'signs: en: endings' needs pairs."),
        ("heading: ask", "head: ask", "'ask' cannot be read."),
        (
            "page: report.md",
            "page: reports.md",
            "'ask' names 'reports.md', which is not a page of the guide.",
        ),
        ("patterns:\n", "pattern:\n", "the day of the last check, the lists 'stains:' and 'patterns:'"),
    ],
)
def test_a_slip_is_said_with_what_to_write_and_nothing_is_used(old: str, new: str, said: str):
    assert old in GOOD
    stains, problems = read(GOOD.replace(old, new, 1))
    assert stains is None
    assert any(said in problem for problem in problems), problems
    assert all(re.match(r"s\.yml:\d+: ", problem) for problem in problems)


@pytest.mark.parametrize(
    "source", ["", "- a", "a: b", "stains: {}", "stains: [1]\npatterns: [2]\nsigns: {en: 3}\nask: [4]"]
)
def test_whatever_stands_there_is_a_problem_and_no_error(source: str):
    stains, problems = read(source)
    assert stains is None
    assert problems


def test_a_sign_is_a_stain_and_its_mark():
    assert sign("ca-19-9 +") == ("ca-19-9", "+")


def test_the_script_is_told_names_in_every_language_and_only_signs_that_exist():
    stains, _ = read(GOOD)
    term = Term("ck7", {"en": Name("CK7", "A protein.", ("keratin 7",))}, source="doe2019")
    data = reader_data(stains, [term], language="en", names={"en": "English"}, pages={}, sources={})
    assert data["terms"] == [
        {
            "id": "ck7",
            "names": {"en": ["CK7", "keratin 7"]},
            "means": {"en": "A protein."},
            "source": "doe2019",
        }
    ]
    (pattern,) = data["patterns"]
    assert (pattern["all"], pattern["against"], pattern["counter"]) == (
        [("ck7", "+")],
        [("msi", "-")],
        {"en": "Others"},
    )


def test_a_guide_without_stains_has_terms_alone():
    data = reader_data(None, [], language="en", names={"en": "English"}, pages={}, sources={})
    assert (data["stains"], data["patterns"], data["ask"]) == ([], [], "")


def test_a_source_is_text_with_an_address():
    assert source_of("<b>Doe</b> J. &lt;Cells&gt;.") == {"text": "Doe J. <Cells>.", "url": ""}
