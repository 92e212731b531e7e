"""Whether changed signs of danger come with the day of their check, on real small repositories of git."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from histories import Repository

from guides import read_table

CASES = read_table(Path(__file__).with_name("urgent_days.yml"))
PATH = "docs/urgent.yml"
AS_IT_BEGAN = {
    "sign": "Trouble breathing, or chest pain",
    "reason": "It may be a clot.",
    "es": "Dificultad para respirar, o dolor en el pecho",
    "level": "now",
    "for": ["any"],
    "sources": ["doe"],
    "action": "Call the emergency number.",
}


def written(told: dict[str, Any]) -> str:
    """Return a file of two levels and one sign."""

    def level(name: str, action: str) -> dict[str, Any]:
        return {
            "id": name,
            "en": {"name": "N", "action": action},
            "es": {"name": "N", "action": "Llame."},
        }

    sign = {key: told[key] for key in ("level", "for", "sources")} | {
        "en": {"sign": told["sign"], "reason": told["reason"]},
        "es": {"sign": told["es"], "reason": "Puede ser un coágulo."},
    }
    document = {
        "checked": told["checked"],
        "levels": [level("now", told["action"]), level("visit", "Write it down.")],
        "signs": [{"id": "breathing", **sign}],
    }
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_said_of_signs_of_danger_after_a_history(case: dict[str, Any], tmp_path: Path):
    repository = Repository(tmp_path, page=PATH)
    repository.begin()
    settings = repository.guide / "mkdocs.yml"
    settings.write_text(
        settings.read_text().replace("{bibliography", "{urgent: docs/urgent.yml, bibliography", 1)
    )
    sources = repository.guide / "bib/references.bib"
    sources.write_text(
        "".join(
            f"@misc{{{key}, title = {{T}}, author = {{A}}, year = 2020, howpublished = {{H}}}}\n"
            for key in ("doe", "roe")
        )
    )
    told: dict[str, Any] = dict(AS_IT_BEGAN)
    for step in case["history"]:
        told |= {key: value for key, value in step.items() if key not in ("day", "uncommitted")}
        repository.write_raw(written(told))
        if not step.get("uncommitted"):
            repository.commit(step["day"])
    said = [one for one in repository.problems() if one.path == PATH and "list was checked on" in one.text]
    if case["says"] == "silent":
        assert said == []
        return
    assert said
    assert {problem.notice for problem in said} == {case["says"] == "notice"}
    lines = repository.file.read_text(encoding="utf-8").splitlines()
    assert {lines[problem.line - 1].strip("- ") for problem in said} == {f"id: {case['at']}"}
    texts = " ".join(problem.text for problem in said)
    assert all(word in texts for word in case.get("words", ()))
