"""Whether a page still says what was checked, on real small repositories of git. The tables are for anybody to judge."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml
from histories import TODAY, Repository, install_dictionaries, outcome

TABLES = Path(__file__).parent
HISTORIES = yaml.safe_load((TABLES / "histories.yml").read_text(encoding="utf-8"))
WEIGHTS = yaml.safe_load((TABLES / "weights.yml").read_text(encoding="utf-8"))

GLOSSARY = """- {id: outlook, en: {term: outlook, definition: d}, es: {term: pronóstico, definition: d}}
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
    notices = case["says"] in ("uncommitted", "unseen")
    assert all(problem.notice is notices for problem in said)


@pytest.mark.parametrize("case", WEIGHTS, ids=[case["name"] for case in WEIGHTS])
def test_what_a_change_weighs(case, tmp_path: Path):
    repository = Repository(tmp_path, f"docs/{case.get('lang', 'en')}/a.md")
    repository.begin()
    (repository.guide / "docs/glossary.yml").write_text(GLOSSARY, encoding="utf-8")
    settings_file = repository.guide / "mkdocs.yml"
    with_glossary = settings_file.read_text().replace(
        "{bibliography", "{glossary: docs/glossary.yml, bibliography"
    )
    settings_file.write_text(with_glossary)
    install_dictionaries(repository.guide)
    repository.write(case["before"], revised="2026-09-01")
    repository.commit("2026-09-01")
    repository.write(case["after"])
    repository.commit("2026-09-05")
    names = {"silent": "nothing", "changed": "medicine"}
    found = outcome(repository.said())
    assert names.get(found, found) == case["weighs"], repository.said()


def test_the_tables_are_large_enough_to_judge_by():
    assert len(HISTORIES) + len(WEIGHTS) >= 82 + 60
