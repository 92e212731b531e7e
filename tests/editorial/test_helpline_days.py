"""Whether a changed phone number comes with the day of its check, on real small repositories of git."""

from pathlib import Path
from typing import Any

import pytest
from histories import TODAY, Repository

from editorial.problems import Problem
from guides import read_table

CASES = read_table(Path(__file__).with_name("helpline_days.yml"))


def written(lines: dict[str, Any]) -> str:
    """Return a file of phone lines: six lines of text for each."""
    text = f"checked: {lines['checked']}\nlines:\n"
    for name, number in lines["numbers"].items():
        digits = "".join(sign for sign in str(number) if sign.isdigit())
        text += f'  - id: {name}\n    number: "{number}"\n    tel: "+1{digits}"\n    country: US\n    languages: [en]\n'
        words = f'{{name: N, ask: "{lines.get("ask", "Nothing")}"}}'
        text += (
            f"    en: {words}\n    es: {words}\n"
            if name == "one"
            else "    en: {name: N}\n    es: {name: N}\n"
        )
    return text


def played(case: dict[str, Any], repository: Repository) -> list[Problem]:
    """Return what is said of phone lines after a case's history."""
    path = case.get("from", case.get("path", "docs/help.yml"))
    lines: dict[str, Any] = {}
    for step in case["history"]:
        lines |= {key: step[key] for key in ("checked", "numbers", "ask") if key in step}
        if step.get("moved"):
            (repository.guide / path).unlink()
            path = case["path"]
        if step.get("uncommitted"):
            (repository.guide / path).write_text(written(lines), encoding="utf-8")
        elif step.keys() & {"checked", "numbers", "ask"}:
            text = written(lines)
            repository.play({"commit": step["commit"], "day": step["day"], "files": {path: text}})
        else:
            repository.play(step)
    settings = repository.guide / "mkdocs.yml"
    named = settings.read_text("utf-8").replace("{bibliography", f"{{helplines: {path}, bibliography")
    settings.write_text(named, encoding="utf-8")
    found = repository.problems(TODAY)
    return [one for one in found if one.path == path and "list was checked on" in one.text]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_said_of_phone_lines_after_a_history(case: dict[str, Any], tmp_path: Path):
    repository = Repository(tmp_path / "repository")
    repository.top.mkdir()
    repository.begin()
    repository.write("Text.")
    repository.commit("2026-05-01")
    said = played(case, repository)
    kinds = {"uncommitted" if problem.notice else "unchecked" for problem in said}
    assert kinds == ({case["says"]} - {"silent"}), said
    assert all(word in "\n".join(map(str, said)) for word in case.get("words", ())), said
