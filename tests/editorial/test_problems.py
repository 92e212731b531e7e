import logging
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from editorial.problems import Problem, decoded, did_you_mean, distance, from_root, report


def test_a_problem_reads_file_line_sentence():
    assert str(Problem("docs/en/index.md", 7, "has no title.")) == "docs/en/index.md:7: has no title."


def test_the_closest_word_is_suggested():
    assert did_you_mean("smiht2020", ["smith2020", "doe2019"]) == " Did you mean 'smith2020'?"


def test_case_does_not_count_in_a_suggestion():
    assert did_you_mean("SMITH2020", ["Smith2020"]) == " Did you mean 'Smith2020'?"


def test_nothing_is_suggested_where_nothing_is_close():
    assert did_you_mean("garcia2001", ["smith2020"]) == ""


@example(("1ab2", "1ba2"))
@example(("1ab2", "1cd2"))
@given(st.tuples(*[st.text("abcd", max_size=6)] * 2))
def test_a_distance_is_that_of_its_definition_up_to_two_letters(two: tuple[str, str]):
    one, other = two

    @cache
    def defined(i: int, j: int) -> int:
        """How far the first i letters of one are from the first j of the other."""
        if not (i and j):
            return i + j
        ways = [
            defined(i - 1, j) + 1,
            defined(i, j - 1) + 1,
            defined(i - 1, j - 1) + (one[i - 1] != other[j - 1]),
        ]
        if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
            ways.append(defined(i - 2, j - 2) + 1)
        return min(ways)

    assert min(distance(one, other), 3) == min(defined(len(one), len(other)), 3)


def test_paths_are_shown_from_the_project_folder():
    assert from_root("/x/guide/docs/en/a.md", "/x/guide/mkdocs.yml") == "docs/en/a.md"


def test_text_is_read_with_or_without_a_byte_order_mark():
    assert decoded("año".encode(), path="a") == ("año", [])
    assert decoded("año".encode("utf-8-sig"), path="a") == ("año", [])


def test_another_encoding_is_said_with_the_line_and_what_stands_before():
    text, problems = decoded("uno\ndos años\n".encode("windows-1252"), path="a.bib")
    assert text.startswith("uno\ndos a")
    assert [str(problem) for problem in problems] == [
        "a.bib:2: a character after 'dos a' is not stored as UTF-8. Save the file again with the encoding UTF-8."
    ]


def test_of_ascii_each_control_is_said_but_what_ends_a_line_and_nothing_else():
    said = {chr(code) for code in range(128) if decoded(f"a{chr(code)}b".encode(), path="a.md")[1]}
    assert said == {chr(code) for code in (*range(32), 127)} - {*"\t\n\r"}


@pytest.mark.parametrize(
    "text", ["a\u200bb", "caf\u00e9 \u202e", "a\n\nb\ufeff", "\u00e1\u0082", "\U000e0041"]
)
def test_a_sign_that_nobody_sees_is_said_wherever_it_stands(text: str):
    assert decoded(f"\u201cWord\u201d {text} a\n".encode(), path="a.md")[1]


def test_each_problem_is_logged_once_and_a_notice_only_as_information(caplog):
    log = logging.getLogger("test")
    with caplog.at_level(logging.INFO, logger="test"):
        report([Problem("a", 1, "x"), Problem("a", 1, "x"), Problem("a", 2, "y", notice=True)], log)
    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("WARNING", "a:1: x"),
        ("INFO", "a:2: y"),
    ]
