"""Links on pages: a browser's rules for addresses, one problem for one cause, and advice that works when followed."""

import re
from pathlib import Path

import pytest

from conftest import write_small_guide
from guides import page, read_table, translation

CASES = read_table(Path(__file__).parent / "links.yml")
#: The lines of front matter and title above a page's text.
ABOVE = page("T").count("\n")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What is reported of the page of each case."""
    guide = write_small_guide(tmp_path_factory.mktemp("links"))
    for case in CASES:
        guide.write(f"docs/en/{case['name']}.md", page("T", case["page"]))
        guide.write(f"docs/es/{case['name']}.md", translation("T"))
        for name in case.get("pages", ()):
            guide.write_both(name, "T")
    found: dict[str, list[str]] = {case["name"]: [] for case in CASES}
    for line in guide.build():
        if match := re.match(r"docs/en/([\w-]+)\.md:", line):
            found.get(match[1], []).append(line)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_link_is_right_or_is_one_problem_at_its_line(case: dict, said: dict[str, list[str]]):
    lines = [line for line in said[case["name"]] if "differs" not in line and "only here" not in line]
    if case.get("ok"):
        assert lines == []
        return
    assert len(lines) == 1, lines
    assert lines[0].startswith(f"docs/en/{case['name']}.md:{ABOVE + case['line']}:"), lines
    assert [word for word in case["words"] if word not in lines[0]] == []
    assert [word for word in case.get("not_words", ()) if word in lines[0]] == []
