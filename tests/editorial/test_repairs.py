"""Repairs: what has one right answer is put right, all else is left, and no word is lost."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from editorial.markdown import without_comments
from editorial.pages.commonmark import CommonMarkExtension, spaced
from editorial.pages.files import read_meta
from editorial.pages.named_sources import Sources
from editorial.pages.repairs import repaired, repaired_storage, with_ids, without_odd
from editorial.references.bibtex import read_bibliography
from editorial.references.imports import in_order
from guides import ROOT, read_table

HERE = Path(__file__).parent
BODIES, TOPS = (read_table(HERE / name) for name in ("repairs.yml", "repairs_top.yml"))
SOURCES = Sources(
    frozenset({"doe2019", "lee2020"}),
    {"10.1000/doe.2019": "doe2019"},
    {"123": "doe2019", "456": "lee2020"},
    {"pmc77777": "doe2019"},
)
EXTENSIONS = ("admonition", "attr_list", "def_list", "md_in_html", "pymdownx.details", "tables")


def fixed(text: str) -> str:
    return repaired(text, sources=SOURCES)


def html_of(markdown: str) -> str:
    return Markdown(extensions=[*EXTENSIONS, CommonMarkExtension()]).convert(without_comments(markdown))


def named(case: dict[str, str]) -> str:
    return case["name"]


@pytest.mark.parametrize("case", BODIES, ids=named)
def test_a_slip_with_one_right_answer_is_put_right_and_all_else_is_left(case):
    after = case.get("after", case["before"])
    assert fixed(case["before"]) == after
    assert fixed(after) == after


@pytest.mark.parametrize("case", TOPS, ids=named)
def test_the_lines_at_the_top_are_put_right_where_they_can_mean_one_thing(case):
    page = "---\n{}---\n# T\n"
    after = page.format(case.get("after", case["before"]))
    assert fixed(page.format(case["before"])) == after
    assert fixed(after) == after
    if "after" in case:
        assert read_meta(after, path="")[0]


@pytest.mark.content
def test_the_pages_of_this_guide_need_no_repair():
    for path in (ROOT / "docs").glob("[a-z]*/**/*.md"):
        text = path.read_text(encoding="utf-8")
        assert fixed(text) == text, path


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbf# T\r\n\r\nA\rB\n", "# T\n\nA\nB\n"),
        ("José".encode(), "José"),
        ("José".encode("windows-1252"), None),
    ],
)
def test_a_file_is_stored_as_all_others_and_one_in_another_encoding_is_left(raw: bytes, text: str | None):
    assert repaired_storage(raw) == text


MARKS = st.sampled_from(
    [
        *(
            "# ",
            "## ",
            "- ",
            "* ",
            "1. ",
            "2) ",
            "• ",
            "> ",
            "!!! note\n",
            "    ",
            "  ",
            "\t",
            "\n",
            "\n\n",
            "|",
            "| --- |",
        ),
        *(
            "\u00a0",
            "\u202f",
            "\u200b",
            "\u00ad",
            "&shy;",
            "\u2028",
            "\ufffd",
            "`",
            "```\n",
            "<div>",
            "</div>",
            "<!--",
            "-->",
        ),
        *(
            "https://example.org/a_(b)",
            "PMID: 123",
            "doi:10.1000/doe.2019",
            "(PMID 456)",
            "PMC77777",
            "[",
            "]",
            "(",
            ")",
            "<",
            ">",
        ),
        *(
            "[@doe2019]",
            "[a](b.md)",
            "{: lang=“es” }",
            "{#id}",
            "word",
            "Dr",
            "5",
            "mg",
            ".",
            ",",
            ";",
            " ",
            "“",
            "”",
            ":",
        ),
    ]
)
TOP = st.sampled_from(
    [
        "---\n",
        "title: T\n",
        "title: A: b\n",
        "last_revised: 23/11/2026\n",
        "changes:\n",
        "\t- 1/12/2026: “x”\n",
    ]
)
BODY_TEXTS = st.lists(MARKS, max_size=30).map("".join)
TEXTS = st.lists(TOP | MARKS, max_size=30).map("".join) | st.builds(
    "---\n{}---\n{}".format, st.lists(TOP, max_size=6).map("".join), BODY_TEXTS
)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_what_is_repaired_once_needs_no_second_repair(text: str):
    once = fixed(text)
    assert fixed(once) == once


def words(text: str) -> list[str]:
    """The words of a text, without those that cite or date."""
    text = re.sub(r"\[@[^\]]*\]", " ", text)
    found = re.findall(r"[^\W_]+", re.sub("\u00ad|&shy;", "", without_odd(text)))
    return [
        word
        for word in found
        if word not in {"PMID", "PMC77777", "doi", "10", "1000", "doe", "2019", "123", "456"}
    ]


@settings(max_examples=500, deadline=None)
@given(BODY_TEXTS)
@example("- A\n  - B https://example.org/ c\td\nx\ty\n")
def test_no_word_of_a_text_is_lost_or_changed(text: str):
    numbered = re.compile(r"(?m)^([ \t>]*)(\d+)[.)]")
    before, after = (numbered.sub(r"\1\2.", one) for one in (text, fixed(text)))
    assert words(after) == words(before)


SHAPES = st.lists(
    st.sampled_from(
        [
            "- one\n",
            *("  goes on\n", "        - deep\n", "> said\n", "| a | b |\n", "| --- | --- |\n"),
            "  - two\n",
            "1. three\n",
            "   - four\n",
            "text\n",
            "    more\n",
            "\n",
            "!!! note\n",
            "https://example.org/\n",
        ]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=500, deadline=None)
@given(SHAPES)
@example("1. three\n   - four\n  - two\n\n  goes on\n")
@example("1. three\n\n  goes on\n| a | b |\n| --- | --- |\n   - four\n")
def test_lists_and_addresses_look_on_the_site_as_they_did(text: str):
    assert html_of(fixed(text)) == html_of(text)


@settings(max_examples=500, deadline=None)
@given(SHAPES)
def test_lists_are_at_rest_after_they_were_spaced_once(text: str):
    once = [*spaced(text.split("\n"))]
    assert [*spaced(once)] == once


def test_thousands_of_open_marks_take_no_time():
    for mark in (
        "[",
        "<div>",
        "(PMID 123 ",
        "\t\n",
        "{",
        "`",
        "- a\n  ",
        "a\tb\n",
        "https://example.org/( ",
        "\u00a0",
    ):
        fixed(mark * 5000)


# --- headings -------------------------------------------------------------------------------------


def test_a_heading_gets_the_same_id_in_every_language():
    pages = {
        "en": "# T\n\n## Key points\n\n## Signs {#signs}\n\n### Key points\n",
        "es": "# T\n\n## Puntos clave\n\n## Signos\n\n### Puntos clave {#claves}\n",
        "fr": "# T\n\n## Points\n",
    }
    assert with_ids(pages) == {
        "en": "# T\n\n## Key points {#key-points}\n\n## Signs {#signs}\n\n### Key points {#claves}\n",
        "es": "# T\n\n## Puntos clave {#key-points}\n\n## Signos {#signs}\n\n### Puntos clave {#claves}\n",
        "fr": pages["fr"],
    }


def test_an_id_that_is_there_stays_and_none_is_given_twice():
    pages = {"en": "## Signs\n\n## Signs\n\n## More {#signs-2}\n\n## Code {tests}\n\n`## No`\n"}
    after = with_ids(pages)["en"]
    assert (
        after
        == "## Signs {#signs}\n\n## Signs {#signs-3}\n\n## More {#signs-2}\n\n## Code {tests}\n\n`## No`\n"
    )
    assert with_ids({"en": after}) == {"en": after}


# --- the bibliography -----------------------------------------------------------------------------


def test_the_bibliography_is_put_in_order_with_the_comments_above_each_entry():
    text = "% All.\n\n% Of b.\n@book{b,\n  title = {B},\n}\n\n@book{A,\n  title = {A},\n}\n"
    after = in_order(text)
    assert [*read_bibliography(after, path="")[0]] == ["A", "b"]
    assert "% Of b.\n@book{b," in after
    assert in_order(after) == after


@pytest.mark.parametrize(
    "text",
    [
        '@string{x = "X"}\n\n@book{b,\n  title = x,\n}\n\n@book{a,\n  title = {A},\n}\n',
        "@book{b,\n  title = {B},\n}\n\n@book{b,\n  title = {A},\n}\n",
        "@book{b,\n  title = {B\n}\n\n@book{a,\n  title = {A},\n}\n",
    ],
    ids=["a text that entries share", "a key twice", "a brace that is not closed"],
)
def test_a_bibliography_that_would_be_read_otherwise_is_left(text: str):
    ordered = in_order(text)
    assert (
        ordered == text
        or read_bibliography(ordered, path="")[0].keys() == read_bibliography(text, path="")[0].keys()
    )
    assert in_order(ordered) == ordered
