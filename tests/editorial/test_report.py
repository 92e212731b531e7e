import json
import logging
from pathlib import Path

import pytest

from editorial.build.report import Report, as_github, as_text, keep_notices, kept_notices, notices
from editorial.problems import Problem
from guides import Guide, make, make_folder

pytestmark = pytest.mark.slow

FOUND = [
    Problem("a.md", 2, "no title."),
    Problem("a.md", 9, "dead."),
    Problem("b.md", 1, "is old.", notice=True),
]


def heard(*said: tuple[int, str, tuple[object, ...]]) -> list[Problem]:
    report = Report(elsewhere="mkdocs.yml")
    for level, message, args in said:
        report.handle(logging.LogRecord("mkdocs.x", level, "", 0, message, args, None))
    return report.problems


def test_a_report_has_each_problem_once_by_file_and_line_numbers_as_numbers():
    problems = [Problem("b", 1, "x"), Problem("a", 10, "x"), Problem("a", 9, "x"), Problem("a", 9, "x")]
    assert heard(*((logging.WARNING, "%s", (problem,)) for problem in problems)) == [
        Problem("a", 9, "x"),
        Problem("a", 10, "x"),
        Problem("b", 1, "x"),
    ]


def test_what_the_engine_warns_of_is_in_the_report_and_its_chatter_is_not():
    assert heard(
        (logging.INFO, "Cleaning site directory", ()),
        (logging.WARNING, "Pages not in\n  the menu: %s", ("a.md",)),
    ) == [Problem("mkdocs.yml", 1, "Pages not in the menu: a.md")]


def test_files_are_set_apart_and_counted():
    assert as_text(FOUND).split("\n\n") == [
        "a.md:2: no title.\na.md:9: dead.",
        "b.md:1: Good to know: is old.",
        "2 problems in 1 file, 1 thing that is good to know.",
    ]


def test_colors_mark_each_place_and_the_result_alone_is_bold():
    assert as_text(FOUND[:1], colors=True) == (
        "\033[31ma.md:2:\033[0m no title.\n\n\033[1m1 problem in 1 file.\033[0m"
    )


def test_a_notice_is_said_once_and_then_counted():
    known = notices(FOUND)
    assert known == [Problem("b.md", 1, "is old.", notice=True)]
    assert as_text(FOUND[2:], known=known) == (
        "No problems, 1 thing that is good to know (1 said before: make problems NOTICES=all)."
    )
    assert as_text(FOUND[:1], known=known) == as_text(FOUND[:1])


def test_a_notice_of_many_places_is_said_once_after_all_others_with_each_place():
    waits = [Problem(f"{name}.md", 8, "waits for its text.", notice=True) for name in "acd"]
    assert as_text(sorted([*FOUND, *waits])).split("\n\n") == [
        "a.md:2: no title.\na.md:9: dead.",
        "b.md:1: Good to know: is old.",
        "Good to know, in 3 places: waits for its text.\na.md:8\nc.md:8\nd.md:8",
        "2 problems in 1 file, 4 things that are good to know.",
    ]
    assert as_text(waits[:2]).count("waits for its text.") == 2


def test_a_notice_does_not_fail_a_change_on_a_code_host():
    assert as_github(FOUND).splitlines() == [
        "::error file=a.md,line=2::no title.",
        "::error file=a.md,line=9::dead.",
        "::notice file=b.md,line=1::is old.",
        "2 problems in 1 file, 1 thing that is good to know.",
    ]


def test_no_text_of_an_editor_can_end_a_command_or_begin_another():
    (command, _) = as_github([Problem("a:b,c.md", 1, "50%\r\n::error::x")]).splitlines()
    assert command == "::error file=a%3Ab%2Cc.md,line=1::50%25%0D%0A::error::x"


@pytest.fixture
def faulty(guide: Guide) -> Guide:
    """A guide with a problem in each of its parts."""
    make_folder(guide)
    guide.write_both("index.md", "T", "\n[@nope]\n\n[x](nowhere.md)\n")
    guide.write("docs/es/about.md", "---\ntitle: T\nlast_revised: ayer\n---\n# T\n")
    guide.write("docs/glossary.yml", "checked: 2026-11-23\nterms:\n- {id: a, en: {term: a}}\n")
    return guide


PLACES = [
    "docs/en/index.md:8",
    "docs/en/index.md:10",  # A dead link is known last of all, and stands where its line does.
    "docs/es/about.md:1",
    "docs/es/about.md:3",
    "docs/es/index.md:9",
    "docs/es/index.md:11",
    "docs/glossary.yml:3",
]


def test_every_part_of_the_build_is_in_one_report_for_people(faulty: Guide):
    said = make(faulty.folder, "problems")
    assert said.returncode != 0
    *lines, counts = said.stdout.splitlines()
    assert [line.split(": ")[0] for line in lines if line and "Good to know" not in line] == PLACES
    assert counts.startswith("7 problems in 4 files")
    assert "\033" not in said.stdout


def test_the_same_report_for_programs_and_for_a_code_host(faulty: Guide):
    found = json.loads(make(faulty.folder, "problems", "FORMAT=json").stdout)
    assert [f"{problem['path']}:{problem['line']}" for problem in found if not problem["notice"]] == PLACES
    commands = make(faulty.folder, "problems", "FORMAT=github").stdout.splitlines()
    errors = [command for command in commands if command.startswith("::error")]
    assert [command.split("::")[1] for command in errors] == [
        f"error file={path},line={line}" for path, line in (place.split(":") for place in PLACES)
    ]


def test_what_was_found_is_said_even_if_the_build_breaks_off(faulty: Guide):
    faulty.write("overrides/main.html", "{{ a.b.c }}")
    said = make(faulty.folder, "problems")
    assert said.returncode != 0
    assert "docs/en/index.md:8: the citation '[@nope]'" in said.stdout
    assert "'a' is undefined" in said.stderr


def test_settings_that_cannot_be_read_are_in_the_report(guide: Guide):
    make_folder(guide)
    guide.write("mkdocs.yml", "site_name: [\n")
    said = make(guide.folder, "problems")
    assert said.returncode != 0
    assert said.stdout.startswith("mkdocs.yml:1: ")


def test_a_guide_without_a_fault_has_nothing_to_report(guide: Guide):
    make_folder(guide)
    said = make(guide.folder, "problems")
    assert (said.returncode, said.stdout.splitlines()[-1].partition(",")[0].rstrip(".")) == (0, "No problems")


def test_notices_are_kept_for_the_next_report_and_what_somebody_spoiled_is_none(tmp_path: Path):
    file = tmp_path / ".cache/notices.json"
    assert kept_notices(file) == []
    keep_notices(FOUND, file)
    assert kept_notices(file) == notices(FOUND)
    for spoiled in ("", "[", "{}", "[1]", '[["a.md", "b"]]', '[["a.md", "x", "text", true]]'):
        file.write_text(spoiled, encoding="utf-8")
        assert kept_notices(file) == []
