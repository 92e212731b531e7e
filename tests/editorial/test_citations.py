import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from editorial.references.citations import CitationExtension, Target, parse_citation
from editorial.words import Words

WORDS = Words(
    "en",
    {
        "citation.label": "Reference {number}",
        "citation.references": "References",
        "citation.range": "Sources {first} to {last}",
        "citation.back": "Back to citation {number}",
    },
    {},
)
REFERENCES = {key: f"<i>{key}</i>." for key in ("a", "b", "c", "d", "e", "smith2020", "x:y/z.1+2-3")}


def convert(source: str, *extensions: str) -> tuple[str, CitationExtension]:
    citations = CitationExtension(REFERENCES, WORDS)
    return Markdown(extensions=[citations, *extensions]).convert(source), citations


def shown(source: str, *extensions: str) -> str:
    """What a reader sees of a text, without its reference list."""
    html = convert(source, *extensions)[0].partition("<h2")[0]
    return re.sub(r"<[^>]*>", "", html).strip()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("One [@a].", "One [1]."),
        ("One [@b], two [@a], one [@b].", "One [1], two [2], one [1]."),
        ("[@a; @b]", "[1, 2]"),
        ("[@a; @b; @c]", "[1-3]"),
        ("[@a] [@b] [@c] [@d] [@a; @b; @c; @d]", "[1] [2] [3] [4] [1-4]"),
        ("[@a] [@b] [@c] [@d] [@e] [@e; @c; @a; @b]", "[1] [2] [3] [4] [5] [1-3, 5]"),
        ("[@a, p. 12]", "[1, p. 12]"),
        ("[@a, p. 12; @b; @c, table 2]", "[1, p. 12; 2; 3]"),
        ("[@a, pp. 3-4, 7]", "[1, pp. 3-4, 7]"),
        ("[@a, págs. 3–4]", "[1, págs. 3–4]"),
        ("[@a, sec. Treatment; @b, p. twelve]", "[1, 2]"),
        ("[@a, line 4; @b, line 5; @c, line 6]", "[1-3]"),
        ("[@a;\n@b]", "[1, 2]"),
        ("[@x:y/z.1+2-3]", "[1]"),
        ("*so [@a]*, **[@b]**", "so [1], [2]"),
    ],
)
def test_citations_become_numbers_in_order_of_first_appearance(source, text):
    assert shown(source) == text


def test_numbers_follow_the_page_through_lists_and_tables():
    source = "- x [@b]\n    - y [@c]\n- z [@d]\n\nText [@a]\n\n| h |\n| - |\n| [@e] |\n"
    assert re.findall(r"\[\d\]", shown(source, "tables")) == ["[1]", "[2]", "[3]", "[4]", "[5]"]
    assert convert(source, "tables")[1].listed == ["b", "c", "d", "a", "e"]


@pytest.mark.parametrize("source", ["`[@a]`", "    [@a]", "```\n[@a]\n```", r"\[@a]", "``[@a; @b]``"])
def test_code_and_escapes_are_left_alone(source):
    html, citations = convert(source, "fenced_code")
    assert "[@a" in html
    assert citations.listed == []


@pytest.mark.parametrize("text", ["me@x.org", "write to @a", "a [note @a] here", "[x@a]", "@a]"])
def test_an_at_sign_in_prose_is_not_touched(text):
    html, citations = convert(text)
    assert html == f"<p>{text}</p>"
    assert (citations.listed, citations.slips) == ([], [])


def test_the_text_of_a_link_is_not_a_citation():
    html, citations = convert("[@a](https://x.org)")
    assert html == '<p><a href="https://x.org">@a</a></p>'
    assert citations.slips == []


def test_a_number_leads_to_its_reference_and_the_reference_back_to_each_place():
    html, _ = convert("One [@a]. Again [@a].")
    assert re.findall(r'<a href="#ref-a" id="(cite-\d)">1</a>', html) == ["cite-1", "cite-2"]
    assert '<li id="ref-a"><span class="site-reference"><i>a</i>.</span>' in html
    assert re.findall(r'<a class="site-back" href="([^"]*)">(.*?)</a>', html) == [
        ("#cite-1", "a"),
        ("#cite-2", "b"),
    ]


def test_a_number_inside_a_range_is_linked_back_to_as_well():
    html, _ = convert("[@a; @b; @c]")
    ids = re.findall(r'id="([^"]*)"', html)
    assert all(target in ids for target in re.findall(r'href="#([^"]*)"', html))


def test_each_page_starts_again_at_one():
    citations = CitationExtension(REFERENCES, WORDS)
    Markdown(extensions=[citations]).convert("[@a]")
    html = Markdown(extensions=[citations]).convert("[@b]")
    assert ">1</a>" in html
    assert "ref-a" not in html
    assert citations.listed == ["b"]


def test_the_list_has_a_heading_that_the_contents_can_find():
    markdown = Markdown(extensions=[CitationExtension(REFERENCES, WORDS), "toc"])
    markdown.convert("# T\n\n[@a]")
    assert markdown.toc_tokens[0]["children"][0]["id"] == "references"  # type: ignore[attr-defined]


def test_a_page_without_citations_has_no_list():
    assert convert("Text.")[0] == "<p>Text.</p>"


def test_a_key_that_does_not_exist_is_said_with_the_closest():
    html, citations = convert("See [@smiht2020].")
    assert html == "<p>See [@smiht2020].</p>"
    assert [slip.text for slip in citations.slips] == [
        "the citation '[@smiht2020]' names the key 'smiht2020', which is not in the bibliography. "
        "Did you mean 'smith2020'?"
    ]


def test_every_unknown_key_of_a_citation_is_said():
    assert len(convert("[@a; @nope; @nada]")[1].slips) == 2


@pytest.mark.parametrize("written", ["[@a b]", "[@a; b]", "[@]", "[@a;]", "[@a,]"])
def test_a_citation_that_cannot_be_read_is_said_and_stays(written):
    html, citations = convert(f"See {written}.")
    assert html == f"<p>See {written}.</p>"
    assert [slip.text for slip in citations.slips] == [
        f"the citation '{written}' cannot be read. Write [@key], [@key; @other] or [@key, p. 12]; "
        f"if it is not a citation, write '\\{written}'."
    ]


@pytest.mark.parametrize(
    ("locator", "text"),
    [
        (r"p. 3\-4", "p. 3-4"),
        ("*table* 3", "table 3"),
        ("[sic] p. 3", "[sic] p. 3"),
        ("`a` and `b`", "a and b"),
        (r"\*x\*", "*x*"),
        ("a & b < c", "a &amp; b &lt; c"),
        ("[the table](t.md)", "the table"),
    ],
)
def test_a_locator_is_shown_as_markdown_shows_it_elsewhere(locator, text):
    html, citations = convert(f"See [@a, {locator}].")
    (where,) = re.findall(r'<span class="site-locator">\((.*)\)</span>', html)
    assert re.sub(r"<[^>]*>", "", where) == text
    assert citations.slips == []
    assert not re.search(r"[\x02\x03]|klzzwxh", html)


def test_a_place_in_a_source_stands_behind_the_way_back_to_it_and_pages_of_books_beside_the_number():
    citations = CitationExtension(REFERENCES, WORDS, books={"b"})
    html = Markdown(extensions=[citations]).convert("One [@a, p. 1; @b, p. 2]. Two [@a, sec. *Care*].")
    text, _, listed = html.partition("<h2")
    assert re.sub(r"<[^>]*>", "", text).strip() == "One [1; 2, p. 2]. Two [1]."
    items = [re.sub(r"<[^>]*>", "", item) for item in re.findall(r"<li.*?</li>", listed)]
    assert items == ["a. a (p. 1) b (sec. Care)", "b. a (p. 2)"]


def test_a_range_is_spoken_as_one():
    html, _ = convert("[@a; @b; @c] [@d; @e]")
    assert re.findall(r'<a (?:aria-label="([^"]*)" )?href="#ref-', html) == ["Sources 1 to 3", "", "", ""]


def test_a_citation_in_a_link_is_said_and_stays_text():
    html, citations = convert("See [this study [@a]](a.md).")
    assert html == '<p>See <a href="a.md">this study <span>[@a]</span></a>.</p>'
    assert [slip.text for slip in citations.slips] == [
        "the citation '[@a]' stands in the text of a link. Put it after the link."
    ]


def test_a_citation_in_a_heading_is_not_in_the_menu():
    markdown = Markdown(extensions=[CitationExtension(REFERENCES, WORDS), "toc", "attr_list"])
    markdown.convert("# T\n\n## Tests *of* blood [@a; @b, p. 1] {#tests}")
    assert markdown.toc_tokens[0]["children"][0]["name"] == "Tests of blood"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("[@a, @b]", "[@a; @b]"), ("[@a @b, @c]", "[@a; @b; @c]"), ("[@a, p. 3, @b]", "[@a; @b]")],
)
def test_sources_that_nothing_separates_are_said_and_none_is_lost(written, meant):
    html, citations = convert(f"See {written}.")
    assert html == f"<p>See {written}.</p>"
    assert [slip.text for slip in citations.slips] == [
        f"the citation '{written}' cannot be read. Write {meant}; if it is not a citation, write '\\{written}'."
    ]


@pytest.mark.parametrize("key", ["10.1000/A.b", "https://doi.org/10.1000/a.B", "doi:10.1000/a.b"])
def test_a_doi_in_place_of_a_key_is_said_with_the_key(key):
    citations = CitationExtension(REFERENCES, WORDS, keys_by_doi={"10.1000/a.b": "smith2020"})
    Markdown(extensions=[citations]).convert(f"[@{key}]")
    assert [slip.text for slip in citations.slips] == [
        f"the citation '[@{key}]' names a DOI. Write the key of that source: [@smith2020]"
    ]


def test_a_doi_that_is_in_no_entry_is_said_with_the_command_that_adds_it():
    assert [slip.text for slip in convert("[@10.1000/new]")[1].slips] == [
        "the citation '[@10.1000/new]' names a DOI that is not in the bibliography. "
        "Add its source: make source DOI=10.1000/new"
    ]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("@a", [Target("a", "")]),
        ("@a; @b", [Target("a", ""), Target("b", "")]),
        ("@a, p.  12,\n fig. 1;@b", [Target("a", "p. 12, fig. 1"), Target("b", "")]),
        ("@a b", None),
        ("@", None),
    ],
)
def test_citations_are_parsed(text, targets):
    assert parse_citation(text) == targets


# Letters of no Markdown: what goes in must come out.
PROSE = st.text(alphabet=st.sampled_from("abc ñé.,;:@"), max_size=20)


@given(st.lists(st.tuples(PROSE, st.sampled_from(["a", "b", "c"])), max_size=6))
def test_the_text_around_citations_is_kept(parts):
    source = "x" + "".join(f"{prose} [@{key}]" for prose, key in parts)
    expected: dict[str, int] = {}
    text = "x" + "".join(f"{prose} [{expected.setdefault(key, len(expected) + 1)}]" for prose, key in parts)
    assert shown(source) == text


@given(st.text(alphabet=st.sampled_from("[]@;,()ab `*\\\n"), max_size=40))
def test_any_text_is_converted(text):
    html, citations = convert(text)
    assert isinstance(html, str)
    assert set(citations.listed) <= set(REFERENCES)
