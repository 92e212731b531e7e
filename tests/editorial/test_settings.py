"""The settings of a guide: every slip in them is one problem, at its own line, and never a traceback."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editorial.guide import read_guide
from editorial.problems import Problem
from editorial.settings import read_settings
from guides import read_table

TABLE = read_table(Path(__file__).parent / "settings.yml")
PAGES = ["index", "seasons/spring", "seasons/winter", "help", "about", "glossary", "search", "a-z", "offline"]
OTHERS = [
    *("overrides/assets/site.css", "overrides/assets/reader.css", "overrides/assets/cards.js"),
    *("overrides/assets/sort.js", "hooks/content.py", "docs/glossary.yml"),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for language in ("en", "es"):
        for page in PAGES:
            file = tmp_path / f"docs/{language}/{page}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(
                f"---\ntitle: {page}\nlast_revised: 2026-11-23\n---\n# A\n\n## Losses {{#losses}}\n"
            )
        words = tmp_path / f"overrides/locales/{language}.yml"
        words.parent.mkdir(parents=True, exist_ok=True)
        words.write_text("page: {back: Back}\n")
    for name in OTHERS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "bib").mkdir()
    (tmp_path / "bib/references.bib").write_text("")
    (tmp_path / "mkdocs.yml").write_text(TABLE["settings"], encoding="utf-8")
    return tmp_path


def said(root: Path) -> list[Problem]:
    """What is reported of mkdocs.yml."""
    found, problems = read_settings(root, environment={})
    if found:
        problems = read_guide(root, found, date(2026, 11, 24))[1]
    return [problem for problem in problems if problem.path == "mkdocs.yml"]


def test_settings_without_a_slip_are_read(root: Path):
    assert said(root) == []
    found, _ = read_settings(root, environment={"SITE_URL": "https://bees.example"})
    assert found is not None
    assert (found.address, found.locales, found.began) == (
        "https://bees.example/",
        ["en", "es"],
        date(2026, 11, 23),
    )
    assert found.menu == ("index.md", "seasons/spring.md", "seasons/winter.md", "help.md", "about.md")
    assert (found.languages[1].title, found.screen_only[0]) == ("Guía de abejas", "offline.md")


def test_a_folder_without_settings_says_where_they_are(tmp_path: Path):
    (tmp_path / "mkdocs.yml").mkdir()
    said = "there is no such file. Go to the guide's folder, or take the file from git: git checkout -- mkdocs.yml"
    assert read_settings(tmp_path) == (None, [Problem("mkdocs.yml", 1, said)])


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_a_slip_is_one_problem_at_its_line(case: dict, root: Path):
    text = TABLE["settings"]
    if "replace" in case:
        assert case["replace"] in text
        text = text.replace(case["replace"], case["by"], 1)
        (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    for path in case.get("delete", ()):
        (root / path).unlink()
    problems = said(root)
    if case.get("ok"):
        assert problems == []
        return
    assert len(problems) == 1, problems
    line = text.splitlines()[problems[0].line - 1]
    assert line == case.get("at", line)
    assert line.startswith(case.get("at_begins", ""))
    assert [word for word in case["words"] if word not in problems[0].text] == []
    assert [word for word in case.get("not_words", ()) if word in problems[0].text] == []


def test_a_place_that_the_figure_has_not_is_a_problem_at_the_setting(root: Path):
    for language in ("en", "es"):
        words = root / f"overrides/locales/{language}.yml"
        words.write_text(f"figure: {{caption: Tap, gardens: {language}, hive: {language}}}\n")
    (problem,) = said(root)
    assert problem.line == 1 + TABLE["settings"].splitlines().index("    body_figure:")
    assert problem.text == (
        "'body_figure' names 'garden', which is no place in the figure. Did you mean 'gardens'?"
    )


@pytest.mark.parametrize("line", ["docs_dir: ", "extra_css: [", "hooks: [", "nav: ["])
def test_a_name_that_is_too_long_for_a_file_is_a_problem(root: Path, line: str):
    text = re.sub(rf"^{line[:-1].rstrip(': [')}:.*\n(?:  .*\n)*", "", TABLE["settings"], flags=re.MULTILINE)
    (root / "mkdocs.yml").write_text(
        f"{text}{line}{'a' * 300}{']' if '[' in line else ''}\n", encoding="utf-8"
    )
    assert any("a" * 300 in problem.text for problem in said(root))


YAML = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = [
    "plugins",
    "nav",
    "extra",
    "hooks",
    "extra_css",
    "markdown_extensions",
    "theme",
    "site_url",
    "docs_dir",
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(key=st.sampled_from(KEYS), value=YAML)
def test_whatever_stands_in_the_settings_is_read_or_is_a_problem(root: Path, key: str, value: object):
    document = yaml.safe_dump({key: value}, allow_unicode=True)
    (root / "mkdocs.yml").write_text(document, encoding="utf-8")
    found, problems = read_settings(root, environment={})
    assert found is None
    assert problems


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=60))
def test_whatever_the_bytes_are_there_is_a_sentence(root: Path, raw: bytes):
    (root / "mkdocs.yml").write_bytes(raw)
    assert read_settings(root, environment={})[0] is None


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)  # The first reading loads more.
@given(name=st.sampled_from(TABLE["settings"].split("editorial:\n")[1].split()[::2]), value=YAML)
def test_whatever_a_fact_is_set_to_there_is_no_traceback(root: Path, name: str, value: object):
    lines = [line for line in TABLE["settings"].splitlines() if not line.startswith(f"    {name}")]
    document = yaml.safe_dump({name.rstrip(":"): value}, allow_unicode=True)
    added = "\n".join(f"    {line}" for line in document.splitlines())
    (root / "mkdocs.yml").write_text("\n".join([*lines, added]) + "\n", encoding="utf-8")
    read_settings(root, environment={})
