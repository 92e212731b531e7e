"""Whether a page still says what was checked, on real small repositories of git. The tables are for anybody to judge."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from histories import TODAY, Repository, install_dictionaries, outcome
from hypothesis import given, settings
from hypothesis import strategies as st

from editorial.pages.git import NoHistoryError, read_history
from editorial.pages.lexicon import Lexicon, Strength, find_dictionary, marks_of, read_strength
from editorial.pages.parity import Differences
from editorial.pages.reading import Memo, Reading, read
from editorial.pages.revisions import MEDICINE, Change, changes
from editorial.pages.states import state_problems
from editorial.problems import Problem
from editorial.site.redirects import renamed_pages
from guides import HOUSE, ROOT, read_table

TABLES = Path(__file__).parent
HISTORIES = read_table(TABLES / "histories.yml")
WEIGHTS = read_table(TABLES / "weights.yml")

GLOSSARY = """checked: 2026-06-01
terms:
- {id: outlook, en: {term: outlook, definition: d}, es: {term: pronóstico, definition: d}}
- {id: node, en: {term: lymph node, definition: d}, es: {term: ganglio linfático, definition: d}}
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A guide with a page that was checked on 1 June 2026, and committed on 3 June."""
    repository = Repository(tmp_path / "repository")
    repository.top.mkdir()
    repository.begin()
    repository.write("Take 48.5 mg [daily](b.md) [@a].")
    repository.commit("2026-06-03", "First version")
    return repository


@pytest.mark.parametrize("case", HISTORIES, ids=[case["name"] for case in HISTORIES])
def test_what_is_said_after_a_history(case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    repository = Repository(
        tmp_path / "repository", case.get("page", "docs/en/a.md"), case.get("folder", ".")
    )
    repository.top.mkdir()
    repository.begin()
    for name, value in case.get("config", {}).items():
        repository.git("config", name, value)
    for step in case["history"]:
        repository.play(step)
    install_dictionaries(repository.guide)
    for name, value in case.get("environment", {}).items():
        monkeypatch.setenv(name, value)
    now = datetime.fromisoformat(case["now"].replace("Z", "+00:00")) if "now" in case else TODAY
    said = repository.said(now)
    if case["says"] == "other":
        assert [problem.line for problem in said] == [case["line"]]
    else:
        assert outcome(said) == case["says"]
    assert all(word in str(said) for word in case.get("words", ()))
    notices = case["says"] in ("uncommitted", "uncommitted picture", "unseen")
    assert all(problem.notice is notices for problem in said)


@pytest.fixture(scope="module")
def said_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[dict[str, Any]], list[Problem]]]:
    """What is said of the page of a case of :data:`WEIGHTS`: one guide has all of them, and each is read as its only page.

    A word is a slip or none by the words of the other pages, and no case is to know those of another.
    """
    repository = Repository(tmp_path_factory.mktemp("weights"))
    repository.begin()
    (repository.guide / "docs/glossary.yml").write_text(GLOSSARY, encoding="utf-8")
    settings_file = repository.guide / "mkdocs.yml"
    with_glossary = settings_file.read_text().replace(
        "{bibliography", "{glossary: docs/glossary.yml, bibliography"
    )
    settings_file.write_text(with_glossary)
    install_dictionaries(repository.guide)
    for text, revised, day in (("before", "2026-09-01", "2026-09-01"), ("after", None, "2026-09-05")):
        for case in WEIGHTS:
            repository.page = page_of(case)
            repository.write(case[text], revised=revised)
        repository.commit(day)
    guide, problems = repository.read()

    with guide.versions() as versions:

        def said(case: dict[str, Any]) -> list[Problem]:
            path = page_of(case)
            alone = replace(guide, states={path: guide.states[path]})
            known = replace(versions, lexicons=alone.lexicons.__getitem__)
            parity = Differences(alone.lexicons, alone.meanings)
            found = state_problems(alone.states, known, parity, today=guide.today)
            return [*(problem for problem in problems if problem.path == path), *found]

        yield said


def page_of(case: dict[str, Any]) -> str:
    return f"docs/{case.get('lang', 'en')}/case-{WEIGHTS.index(case)}.md"


@pytest.mark.parametrize("case", WEIGHTS, ids=[case["name"] for case in WEIGHTS])
def test_what_a_change_weighs(case: dict[str, Any], said_of: Callable[[dict[str, Any]], list[Problem]]):
    names = {"silent": "nothing", "changed": "medicine"}
    said = said_of(case)
    found = outcome(said)
    assert names.get(found, found) == case["weighs"], said


def test_the_tables_are_large_enough_to_judge_by():
    assert len(HISTORIES) + len(WEIGHTS) >= 82 + 60


# --- what an editor is told --------------------------------------------------------------------------


def test_a_figure_is_told_on_its_line_with_the_words_before_and_after_and_a_way_out(repository: Repository):
    repository.write("Ask early.\n\nTake 4.85 mg [daily](b.md) [@a].")
    repository.commit("2026-07-01", "Mend the dose")
    added, changed = repository.said()
    assert (added.line, added.text.split(" after ")[0]) == (8, "'Ask early' was added")
    assert (changed.line, changed.notice) == (10, False)
    assert changed.text == (
        "'Take 4.85 mg [daily' became 'Take 4.85 mg [daily'".replace("4.85", "48.5", 1)
        + " after this page was last revised on 2026-06-01. Check the page against its sources, then write the day at "
        "its top: last_revised: 2026-11-27. Or put back what it said. A line 'wording' below 'changes' does not settle "
        "a number, a sign, a source or a word such as this."
    )


def test_other_words_are_told_with_the_line_that_settles_them(repository: Repository):
    repository.write("Use 48.5 mg [daily](b.md) [@a].")
    repository.commit("2026-07-01")
    (problem,) = repository.said()
    assert problem.text == (
        "'Take 48.5 mg' became 'Use 48.5 mg' after this page was last revised on 2026-06-01. If it says the same in "
        "other words, write so at the top of the page, below 'changes': '- 2026-11-27 wording: what you changed'. If "
        "not, check the page against its sources, then write the day: last_revised: 2026-11-27."
    )


def test_a_page_that_was_written_anew_is_told_in_a_few_sentences(repository: Repository):
    repository.write("\n\n".join(f"Take {number} mg of it [@b{number}]." for number in range(100, 130)))
    repository.commit("2026-07-01")
    assert len(repository.said()) <= 6


def test_edits_that_are_not_committed_stop_nothing_and_what_was_committed_before_them_does(
    repository: Repository,
):
    repository.write("Take 48.5 mg [@a].\n\nMore.\n\nTake 5 mg [@b].")
    repository.commit("2026-07-01", "Add a dose")
    repository.write("Take 49.5 mg [@a].\n\nMore.\n\nTake 5 mg [@b].")
    assert {problem.line: problem.notice for problem in repository.said()} == {8: True, 10: False}


def test_a_page_checked_just_now_and_a_page_that_is_new_are_right(repository: Repository):
    repository.write("Take 20 mg.", revised="2026-11-27")
    assert repository.said() == []
    repository.page = "docs/en/new.md"
    repository.write("Take 20 mg.", revised="2026-11-01")
    assert repository.said() == []


@pytest.mark.parametrize(
    "after",
    [
        "urgent: {call: [surgery]}\n",
        "urgent: {call: [surgery, any, bones]}\n",
        "urgent: {now: [surgery, bones]}\n",
        "",
    ],
    ids=["a situation less", "one more", "another place", "none"],
)
def test_signs_of_danger_that_a_page_brings_are_of_what_was_checked(repository: Repository, after: str):
    page = "---\nlast_revised: 2026-07-01\ntitle: A\ndescription: A page.\n{}---\n# A\n\n## Call {{#call}}\n\nAsk.\n"
    repository.write_raw(page.format("urgent: {call: [surgery, bones]}\n"))
    repository.commit("2026-07-01")
    assert repository.said() == []
    repository.write_raw(page.format(after))
    assert [(one.line, one.notice) for one in repository.said()] == [(5 if after else 1, True)]
    repository.commit("2026-07-02")
    (problem,) = repository.said()
    assert problem.text == (
        "'urgent', which brings something into the text, is not what it was when this page was last revised. Check what "
        "the page shows, then write the day: last_revised: 2026-11-27. Or put it back."
    )
    assert problem.notice is False
    repository.write_raw(page.format("urgent:\n  call: [surgery, bones]\n"))
    repository.commit("2026-07-03")
    assert repository.said() == []


def test_a_day_set_back_without_a_commit_is_a_notice(repository: Repository):
    repository.write("Take 20 mg.", revised="2026-05-01")
    assert {problem.notice for problem in repository.said()} == {True}


def test_a_change_of_one_language_without_its_day_is_said_once_and_of_the_translation_only_noticed(
    repository: Repository,
):
    translation = repository.guide / "docs/es/a.md"
    translation.write_text(
        "---\nlast_revised: 2026-06-01\ntranslated_from: 2026-06-01\n---\n# A\n\nTome 48,5 mg [al día](b.md) [@a].\n"
    )
    repository.commit("2026-06-03")
    repository.write("Take 49.5 mg [daily](b.md) [@a].")
    repository.commit("2026-07-01")
    said = {(problem.path, problem.notice) for problem in repository.problems() if "differ" in problem.text}
    assert said == {("docs/es/a.md", True)}
    assert outcome(repository.said()) == "changed"


# --- histories that cannot be read ---


def advice(folder: Path) -> str:
    with pytest.raises(NoHistoryError) as raised:
        read_history(folder, "docs")
    return str(raised.value)


def test_a_folder_without_git_says_how_to_get_a_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "git clone" in advice(tmp_path)


def test_a_folder_unzipped_into_another_repository_has_no_history_of_its_own(repository: Repository):
    unzipped = repository.top / "unzipped"
    shutil.copytree(repository.guide / "docs", unzipped / "docs")
    assert "is in no commit" in advice(unzipped)


def test_a_repository_without_a_commit_says_how_to_make_one(tmp_path: Path):
    repository = Repository(tmp_path)
    repository.git("init", "--quiet")
    assert "git commit" in advice(tmp_path)


def test_a_machine_without_git_says_where_it_is(repository: Repository, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    assert "git is not installed" in advice(repository.guide)


@pytest.mark.parametrize("prints", ["", "echo Welcome", "kill -9 $$"])
def test_a_program_that_is_only_called_git_is_said(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prints: str
):
    program = tmp_path / "bin/git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{prints}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    (problem,) = repository.said()
    assert "git" in problem.text.partition("revised: ")[2]


@pytest.mark.parametrize(
    ("file", "text", "way"),
    [
        ("HEAD", "junk", "See why: git status"),
        ("config", "[core\nx", "Correct that setting, or take it out"),
        ("config", "[core]\nrepositoryformatversion = 99\n", "Use a newer git"),
    ],
)
def test_a_repository_that_git_cannot_read_is_none_that_is_missing(
    repository: Repository, file: str, text: str, way: str
):
    (repository.top / ".git" / file).write_text(text)
    assert way in advice(repository.guide)


def test_a_repository_that_stands_apart_from_its_folder_is_read(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    repository.write("Take 5 mg [@a].")
    repository.commit("2026-07-01")
    (repository.top / ".git").rename(tmp_path / "apart.git")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "apart.git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(repository.top))
    assert outcome(repository.said()) == "changed"


def test_a_repository_with_a_broken_object_is_said_in_one_notice(repository: Repository):
    repository.write("Take 5 mg.")
    repository.commit("2026-07-01")
    blob = repository.git("rev-parse", "HEAD~1:docs/en/a.md").strip()
    (repository.top / ".git/objects" / blob[:2] / blob[2:]).unlink()
    (problem,) = repository.said()
    assert problem.notice
    assert "could not be checked" in problem.text


def test_a_guide_in_a_submodule_is_read(repository: Repository, tmp_path: Path):
    repository.write("Take 5 mg [@a].")
    repository.commit("2026-07-01")
    outer = Repository(tmp_path / "outer")
    outer.top.mkdir()
    outer.git("init", "--quiet")
    outer.git("-c", "protocol.file.allow=always", "submodule", "add", "--quiet", str(repository.top), "guide")
    outer.folder = "guide"
    assert outcome(outer.said()) == "changed"


def test_a_work_tree_beside_the_repository_is_read(repository: Repository, tmp_path: Path):
    repository.write("Take 5 mg [@a].")
    repository.commit("2026-07-01")
    repository.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"))
    assert outcome(Repository(tmp_path / "tree").said()) == "changed"


@pytest.mark.parametrize("folder", [".", "guide"])
def test_pages_that_were_renamed_are_found_wherever_the_guide_lies(tmp_path: Path, folder: str):
    repository = Repository(tmp_path / "repository", folder=folder)
    repository.top.mkdir()
    repository.begin()
    repository.write("A text that is long enough to be known again.")
    repository.commit("2026-06-03")
    repository.play({"commit": "main", "day": "2026-07-01", "move": "docs/en/b.md"})
    repository.git("mv", f"{folder}/docs/en/b.md", f"{folder}/docs/en/c.md")
    assert renamed_pages(repository.guide, "docs") == {"a.md": "c.md", "b.md": "c.md"}


def test_the_version_that_a_translation_renders_is_found(repository: Repository):
    repository.write("New text.", revised="2026-07-01")
    repository.commit("2026-07-01")
    guide, _ = repository.read()
    with guide.versions() as versions:
        version = versions.last_of(repository.page, date(2026, 6, 1))
        assert version is not None
        assert version.commit.day == date(2026, 6, 3)
        assert versions.last_of(repository.page, date(2026, 5, 1)) is None


# --- words ---


def test_a_slip_is_one_where_the_right_word_stands_elsewhere_in_the_guide(repository: Repository):
    (repository.guide / "docs/en/b.md").write_text(
        "---\nlast_revised: 2026-06-01\n---\n# B\n\nIt is feverish.\n"
    )
    repository.write("A feverisch day [@a].")
    repository.commit("2026-06-04")
    repository.write("A feverisch day [@a].", revised="2026-06-05")
    repository.commit("2026-06-05")
    repository.write("A feverish day [@a].")
    repository.commit("2026-07-01")
    assert repository.said() == []


def test_a_word_that_stands_nowhere_else_is_not_known_without_a_dictionary(repository: Repository):
    repository.write("A feverisch day [@a].", revised="2026-06-05")
    repository.commit("2026-06-05")
    repository.write("A feverish day [@a].")
    repository.commit("2026-07-01")
    assert outcome(repository.said()) == "wording"


def test_a_language_without_a_list_is_judged_strictly_and_it_is_said(repository: Repository):
    (repository.guide / "overrides/locales/strength/en.yml").unlink()
    repository.write("Use 48.5 mg [daily](b.md) [@a].")
    repository.commit("2026-07-01")
    problems = repository.problems()
    assert outcome([problem for problem in problems if problem.path == repository.page]) == "changed"
    assert [(str(problem), problem.notice) for problem in problems if "strength" in problem.path] == [
        (
            "overrides/locales/strength/en.yml:1: there is no list of words of strength in this language, so every "
            "change of a word counts as one of the medicine. Write the list, as the original's has it.",
            True,
        )
    ]


def test_a_list_of_words_with_a_slip_is_a_problem_at_its_line():
    strength, problems = read_strength("negations: [no]\nword: [may]\n", path="en.yml")
    assert strength.negations == {"no"}
    assert [str(problem) for problem in problems][:2] == [
        "en.yml:2: 'word' is no list of words here. The lists are: negations, words, things, numbers, units, medicines, turns.",
        "en.yml:1: has no list 'words'. Write one: words: [word, other]",
    ]
    assert read_strength("negations: [no", path="en.yml")[0] == Strength()


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_language_has_all_its_lists(language: str):
    path = HOUSE / f"overrides/locales/strength/{language}.yml"
    strength, problems = read_strength(path.read_text(encoding="utf-8"), path=path.name)
    assert problems == []
    assert len(strength.words) > 300


@pytest.mark.parametrize(
    ("language", "known", "unknown"),
    [
        ("en", "common commonly exams walked unhappiness", "comon mlid exmas"),
        ("es", "radiación ganglios pulmonares tomaríamos", "radiacion gangllios"),
    ],
)
def test_a_dictionary_knows_the_forms_of_its_words(language: str, known: str, unknown: str):
    dictionary = find_dictionary(language, [ROOT / "tests/node_modules"])
    assert dictionary is not None
    assert [word for word in known.split() if not dictionary.knows(word)] == []
    assert [word for word in unknown.split() if dictionary.knows(word)] == []


def test_no_dictionary_is_needed(tmp_path: Path):
    assert find_dictionary("en", [tmp_path, tmp_path / "none"]) is None


def test_what_is_remembered_of_many_pages_stays_small_and_changes_nothing():
    memo: Memo = {}
    text = "\n\n".join(f"Take {number} mg of *it*." for number in range(3_000))
    assert read(text, memo=memo) == read(text)
    assert len(memo) <= 2_000


# --- any real page ----------------------------------------------------------------------------------

PAGES = sorted((ROOT / "docs").glob("e?/**/*.md"))
#: What of a page's file is no text: front matter, targets of links, attributes, tags, marks of lists, code of a note.
_NOT_TEXT = re.compile(
    r"\A---\n.*?^---\n|\]\([^)\n]*\)|\{[^}\n]*\}|<[^>\n]*>|^[ \t]*(?:\d+\.|[-*]) |^!!!.*$|^[ \t]*>|^\|[-:| ]+\|$|https?://\S+",
    re.DOTALL | re.MULTILINE,
)
LEXICONS = {}
#: As a build has it: a paragraph that was read is not taken apart again.
MEMOS: dict[str, Memo] = {"en": {}, "es": {}}
for _language in ("en", "es"):
    _path = HOUSE / f"overrides/locales/strength/{_language}.yml"
    _strength, _ = read_strength(_path.read_text(encoding="utf-8"), path=_path.name)
    LEXICONS[_language] = Lexicon(_strength, marks=marks_of(_language, _strength))


@cache
def blanked(text: str) -> str:
    """Return a page with what is no text blanked out."""
    return _NOT_TEXT.sub(lambda match: re.sub(r"[^\n]", "\0", match[0]), text)


def found_in(path: Path, after: str) -> list[Change]:
    """Return the changes of a page that lead to another text; what stays as it is is read once."""
    language = path.relative_to(ROOT / "docs").parts[0]
    lexicon = LEXICONS[language]
    return changes(_as_it_is(path), read(after, lexicon.marks, memo=MEMOS[language]), lexicon)


@cache
def _as_it_is(path: Path) -> Reading:
    language = path.relative_to(ROOT / "docs").parts[0]
    return read(path.read_text(encoding="utf-8"), LEXICONS[language].marks, memo=MEMOS[language])


NEGATION = {
    "en": r"\b(?:not|no|never|without|cannot)\b",
    "es": r"\b(?:no|nunca|sin|ni)\b",
}
#: What is put in place of what is found.
SWAPS = {
    "number": (r"\d", lambda found: str((int(found) + 1) % 10)),
    "sign": (r"[%+<>≤≥±°]|(?<=\d)[-–](?=\d)|(?<=[A-Z\d])-(?![\w-])", lambda _: ""),
    "key": (r"(?<=\[@)\w+", lambda found: f"{found}x"),
}


@pytest.mark.content
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT / "docs").as_posix())
@pytest.mark.parametrize("kind", [*SWAPS, "negation"])
def test_any_other_number_sign_negation_or_key_on_any_page_is_one_of_the_medicine(path: Path, kind: str):
    text = path.read_text(encoding="utf-8")
    language = path.relative_to(ROOT / "docs").parts[0]
    pattern, swap = SWAPS.get(kind, (NEGATION[language], lambda _: ""))
    places = [*re.finditer(pattern, blanked(text), re.IGNORECASE)]
    some = places[:: max(len(places) // 12, 1)]
    for apart in on_lines_apart(text, some):
        after = text
        for place in reversed(apart.values()):
            after = after[: place.start()] + swap(place[0]) + after[place.end() :]
        of_medicine = {change.line for change in found_in(path, after) if change.weight == MEDICINE}
        missed = [place for line, place in apart.items() if not of_medicine & near(line)]
        assert [text[place.start() - 30 : place.end() + 30] for place in missed] == []


def near(line: int) -> set[int]:
    """Return the lines on which a change is told: what is taken out at the begin of a text, on that of the text above."""
    return {line - 2, line - 1, line}


def on_lines_apart(text: str, places: list[re.Match[str]]) -> Iterator[dict[int, re.Match[str]]]:
    """Yield places of a page by their line, so many at once that no other is near: a page that is read once tells of all."""
    waiting = places
    while waiting:
        apart: dict[int, re.Match[str]] = {}
        for place in waiting:
            line = text.count("\n", 0, place.start()) + 1
            if not near(line) & apart.keys():
                apart[line] = place
        waiting = [place for place in waiting if place not in apart.values()]
        yield apart


@cache
def spaces_of(text: str) -> list[int]:
    """Return where a page has a space between two words."""
    between = re.finditer(r"(?<=[^\W\d_][,;]|[^\W\d_]{2}) (?=[^\W\d_])", blanked(text))
    return [match.start() for match in between]


@pytest.mark.content
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT / "docs").as_posix())
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_no_white_space_on_any_page_is_a_change(path: Path, data: st.DataObject):
    text = path.read_text(encoding="utf-8")
    spaces = spaces_of(text)
    after = text
    for place in sorted(
        data.draw(st.lists(st.sampled_from(spaces or [0]), max_size=8, unique=True)), reverse=True
    ):
        line = text[text.rfind("\n", 0, place) + 1 : text.find("\n", place)]
        folds = re.match(r"[A-ZÁÉÍÓÚ¿]", line) is not None and spaces
        kinds = ["  ", "\u00a0", " \u00a0"] + (["\n"] if folds else [])
        after = after[:place] + data.draw(st.sampled_from(kinds)) + after[place + 1 :] if spaces else after
    after = re.sub(r"\n\n(?!---)", data.draw(st.sampled_from(["\n\n", "\n\n\n", "\n  \n"])), after)
    after = re.sub(r"(?<=[.\w])\n", data.draw(st.sampled_from(["\n", " \n", "   \n"])), after)
    after = after.replace("\n", data.draw(st.sampled_from(["\n", "\r\n"])))
    assert found_in(path, after) == []
