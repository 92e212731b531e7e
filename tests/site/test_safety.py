"""Content is not code: what a careless or a hostile hand puts into a guide is said, or is only shown."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from conftest import write_small_guide
from guides import Guide, page, read_table, translation

Case = dict[str, Any]
CASES: list[Case] = read_table(Path(__file__).parent / "safety.yml")


def page_of(case: Case, text: str) -> str:
    """Return a path, or what a message begins with, with the name that the page of a case has among others."""
    return re.sub(r"(^|/)t\.(?=md|html)", rf"\1t-{CASES.index(case)}.", text)


def files_of(case: Case) -> set[str]:
    """Return the files that a case writes."""
    files = {page_of(case, f"docs/{language}/t.md") for language in ("en", "es")}
    files |= {*case.get("files", ()), *case.get("change", ())}
    return files | ({"mkdocs.yml"} if {"index", "heading"} & {*case} else set())


def together(cases: Iterable[Case]) -> list[list[Case]]:
    """Put cases together that concern other files each, and are of one kind."""
    groups: list[list[Case]] = []
    for case in cases:
        for group in groups:
            others = set().union(*map(files_of, group))
            if not files_of(case) & others and _kind(case) == _kind(group[0]):
                group.append(case)
                break
        else:
            groups.append([case])
    return groups


def _kind(case: Case) -> tuple[bool, ...]:
    """Return whether something is said of a case, whether a page is looked at, and whether more than pages are written.

    What is said of one may end a build before pages are written, or before others are compared.
    """
    parts = {*case}
    return (
        bool(case.get("says")),
        bool({"shows", "lacks"} & parts),
        bool({"files", "change", "index", "heading"} & parts),
    )


GROUPS = together(CASES)


def prepare(guide: Guide, case: Case) -> None:
    """Put what a case has into a guide."""
    if "both" in case or "top" in case:
        guide.write_both(page_of(case, "t.md"), "T", f"\n{case.get('both', '')}", case.get("top", ""))
    if "page" in case:
        guide.write(page_of(case, "docs/en/t.md"), case["page"])
        guide.write(page_of(case, "docs/es/t.md"), translation("T"))
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
        text = text.replace(
            "nav_translations:", f"nav_translations:\n            {heading!r}: {heading!r}", 1
        )
        guide.write("mkdocs.yml", f"{text}\nnav:\n  - index.md\n  - {heading!r}:\n    - about.md\n")


class Built(NamedTuple):
    """A guide with the cases of a group, and what its build said."""

    guide: Guide
    said: list[str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Built]:
    """Gives the guide of a group: it is built for the first of its cases."""
    made: dict[int, Built] = {}

    def build(group: int) -> Built:
        if group not in made:
            guide = write_small_guide(tmp_path_factory.mktemp("safety"))
            for case in GROUPS[group]:
                prepare(guide, case)
            made[group] = Built(guide, guide.build())
        return made[group]

    return build


@pytest.mark.parametrize(
    ("group", "case"),
    [pytest.param(group, case, id=case["name"]) for group, cases in enumerate(GROUPS) for case in cases],
)
def test_what_content_tries_is_said_or_only_shown(built: Callable[[int], Built], group: int, case: Case):
    guide, said = built(group)
    if place := case.get("says"):
        words = (page_of(case, place[0]), *place[1:])
        assert [line for line in said if line.startswith(words[0]) and all(word in line for word in words)], (
            said
        )
    else:
        assert said == []
    for path, text in case.get("shows", {}).items():
        assert text in guide.html(page_of(case, path))
    for path, text in case.get("lacks", {}).items():
        assert text not in guide.html(page_of(case, path))


def test_there_are_enough_cases_to_judge_by():
    assert len(CASES) > 100
