"""What an earlier build made is taken again only if all that it was made from is the same."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis.strategies import booleans, dictionaries, integers, lists, none, recursive, text

from editorial.build.cache import Cache
from editorial.build.results import Results, made_now, read_inputs


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    (folder / "parts").mkdir(parents=True)
    (folder / "page.html").write_text("page")
    (folder / "parts" / "menu.html").write_text("menu")
    return folder


def results(templates: Path, **told: object) -> Results:
    found = Results(Cache(templates.parent / "kept"), read_inputs(templates, but=".md"))
    found.made_also_from(told=told)
    return found


def kept(templates: Path) -> set[str]:
    return {file.name for file in (templates.parent / "kept").iterdir()}


def test_what_was_made_is_there_for_the_next_build_as_json_has_it(templates: Path):
    now = results(templates)
    assert now.again("names", ["a"], lambda: ("x", ["é", 1])) == ("x", ["é", 1])
    now.write()
    assert results(templates).again("names", ["a"], lambda: "made again") == ["x", ["é", 1]]


@given(
    recursive(
        none() | booleans() | integers() | text(),
        lambda part: lists(part) | dictionaries(text(), part),
        max_leaves=8,
    ).filter(lambda result: result is not None)
)
def test_what_was_made_is_as_json_has_it_whatever_text_it_begins_with(result: object):
    with TemporaryDirectory() as folder:
        (templates := Path(folder) / "templates").mkdir()
        now = results(templates)
        now.again("page", ["a"], lambda: result)
        now.write()
        assert results(templates).again("page", ["a"], lambda: "made again") == result


@pytest.mark.parametrize("first", ["", '"a"\n<p>\r\n\u2028\0b</p>\n', "\ud800 no half of a pair"])
def test_a_text_with_quotes_and_lines_is_kept_to_the_letter(templates: Path, first: str):
    for kind, result in (("page", first), ("content", [first, [first, 1]])):
        now = results(templates)
        now.again(kind, ["a"], lambda result=result: result)
        now.write()
        assert results(templates).again(kind, ["a"], lambda: "made again") == result


def test_what_is_made_from_something_else_is_made(templates: Path):
    now = results(templates)
    now.again("names", ["a"], lambda: 1)
    now.write()
    assert results(templates).again("names", ["b"], lambda: 2) == 2
    assert results(templates).again("lines", ["a"], lambda: 3) == 3
    assert results(templates, day="2026-11-25").again("names", ["a"], lambda: 4) == 4
    assert made_now("names", ["a"], lambda: 5) == 5


def test_no_two_lists_of_what_something_is_made_from_have_one_name(templates: Path):
    now = results(templates)
    names = [
        now.name("a", *made)
        for made in ((), ("",), ("", ""), ("a", "b"), ("ab",), (["a", "b"],), ("1",), (1,))
    ]
    assert len({*names, now.name("", "a")}) == len(names) + 1


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (lambda folder: (folder / "page.html").write_text("Page"), False),
        (lambda folder: (folder / "new.html").write_text(""), False),
        (lambda folder: (folder / "page.html").unlink(), False),
        (lambda folder: (folder / "page.html").rename(folder / "parts/page.html"), False),
        (lambda folder: (folder / "page.md").write_text("A page is no part of what all pages share."), True),
        (lambda folder: os.utime(folder / "page.html", (0, 0)), True),
    ],
)
def test_a_file_that_says_something_else_came_or_went_leaves_nothing_to_take(
    templates: Path, change, again: bool
):
    now = results(templates)
    now.again("names", ["a"], lambda: 1)
    now.write()
    change(templates)
    assert results(templates).again("names", ["a"], lambda: 2) == (1 if again else 2)


@pytest.mark.parametrize("then", ["page", "Page"])
def test_what_was_made_while_a_file_changed_is_not_kept_even_if_it_is_as_before_again(
    templates: Path, then: str
):
    now = results(templates)
    (templates / "page.html").write_text("changed")
    now.again("names", ["a"], lambda: "of the changed file")
    (templates / "page.html").write_text(then)
    now.write()
    assert results(templates).again("names", ["a"], lambda: "made") == "made"


def test_a_build_that_is_ended_before_its_end_keeps_nothing(templates: Path):
    results(templates).again("names", ["a"], lambda: 1)
    assert results(templates).again("names", ["a"], lambda: 2) == 2


@pytest.mark.parametrize("kind", ["a file for each", "names"])
def test_what_no_page_has_use_for_any_more_goes(templates: Path, kind: str):
    first = results(templates)
    for page in "ab":
        first.again(kind, [page], lambda: 1)
    first.write()
    second = results(templates)
    second.again(kind, ["b"], lambda: 2)
    second.write()
    second.forget_others()
    assert len(kept(templates)) == 1
    third = results(templates)
    assert [third.again(kind, [page], lambda: 3) for page in "ab"] == [3, 1]


def test_small_results_of_pages_are_kept_in_one_file_of_their_kind(templates: Path):
    first = results(templates)
    for kind in ("names", "lines"):
        for page in "ab":
            first.again(kind, [page], lambda: [1])
    first.write()
    first.again("names", ["c"], lambda: [2])
    first.write()
    first.forget_others()
    assert len(kept(templates)) == 2
    second = results(templates)
    assert [second.again("names", [page], list) for page in "abc"] == [[1], [1], [2]]


def test_where_nothing_can_be_written_everything_is_made(templates: Path):
    (templates.parent / "kept").write_text("a file where the folder should be")
    now = results(templates)
    assert now.again("names", ["a"], lambda: 1) == 1
    now.write()
    now.forget_others()
    assert results(templates).again("names", ["a"], lambda: 2) == 2


def test_what_somebody_spoiled_is_made_again(templates: Path):
    now = results(templates)
    now.again("names", ["a"], lambda: 1)
    now.write()
    for file in (templates.parent / "kept").iterdir():
        file.write_bytes(file.read_bytes()[:-1] + b"2")
    assert results(templates).again("names", ["a"], lambda: 3) == 3


def test_what_is_no_file_is_not_read(templates: Path):
    before = read_inputs(templates)
    os.mkfifo(templates / "pipe.png")
    (templates / "zero.png").symlink_to("/dev/zero")
    (templates / "nowhere.png").symlink_to("nowhere")
    assert read_inputs(templates) == before
    (templates / "page.png").symlink_to("page.html")
    assert read_inputs(templates).digest != before.digest
