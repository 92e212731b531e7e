"""Content is not code: what a careless or a hostile hand puts into a guide is said, or is only shown."""

from pathlib import Path

import pytest
import yaml

from guides import Guide, page, translation

CASES = yaml.safe_load((Path(__file__).parent / "safety.yml").read_text(encoding="utf-8"))


def prepared(guide: Guide, case: dict) -> Guide:
    """Put what a case has into a guide."""
    if "both" in case or "top" in case:
        guide.write_both("t.md", "T", f"\n{case.get('both', '')}", case.get("top", ""))
    if "page" in case:
        guide.write("docs/en/t.md", case["page"])
        guide.write("docs/es/t.md", translation("T"))
    for path, text in case.get("files", {}).items():
        made = page if "/en/" in path else translation
        guide.write(path, made("P") if text == "PAGE" else text)
    for path, (before, after) in case.get("change", {}).items():
        text = (guide.folder / path).read_text("utf-8")
        assert before in text
        guide.write(path, text.replace(before, after))
    if case.get("index"):
        guide.write_both("a-z.md", "Index", "", "template: site-index.html\n")
        guide.set(index="a-z.md")
    if heading := case.get("heading"):
        text = (guide.folder / "mkdocs.yml").read_text("utf-8")
        text = text.replace("Treatment by subgroup:", f"{heading!r}:")
        text = text.replace("nav_translations:", f"nav_translations:\n            {heading!r}: {heading!r}", 1)
        guide.write("mkdocs.yml", f"{text}\nnav:\n  - index.md\n  - {heading!r}:\n    - about.md\n")
    return guide


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_content_tries_is_said_or_only_shown(guide: Guide, case: dict):
    said = prepared(guide, case).build()
    if place := case.get("says"):
        assert [line for line in said if line.startswith(place[0]) and all(word in line for word in place)], said
    else:
        assert said == []
    for path, text in case.get("shows", {}).items():
        assert text in guide.html(path)
    for path, text in case.get("lacks", {}).items():
        assert text not in guide.html(path)


def test_there_are_enough_cases_to_judge_by():
    assert len(CASES) > 100
