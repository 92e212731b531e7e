"""Facts that were once wrong or missing: each page says what its table in facts/ says, and never what it forbids."""

import re
from pathlib import Path

import pytest
import yaml

from editorial.markdown import without_code
from editorial.pages.frontmatter import split
from guides import ROOT

TABLES = sorted((Path(__file__).parent / "facts").glob("*.yml"))
CASES = [
    (table.stem, language, kind, text)
    for table in TABLES
    for language, kinds in yaml.safe_load(table.read_text("utf-8")).items()
    if isinstance(kinds, dict)
    for kind, texts in kinds.items()
    for text in texts
]


def readable(markdown: str) -> str:
    """Return the words of a page as a reader has them: no citations, marks, addresses or attributes."""
    text = without_code(split(markdown).body)
    text = re.sub(r"\[@[^\]]*\]|\{:?[^}\n]*\}|<[^>]*>", "", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"[*_`|#]|^\s*(?:[-*+]|\d+\.)\s", " ", text, flags=re.MULTILINE)
    return re.sub(r"\s+([.,;:)])", r"\1", " ".join(text.split()))


def page_of(table: str, language: str) -> str:
    name = yaml.safe_load((Path(__file__).parent / f"facts/{table}.yml").read_text("utf-8"))["page"]
    return readable((ROOT / "docs" / language / name).read_text("utf-8"))


def test_there_are_facts_about_every_subgroup():
    pages = {yaml.safe_load(table.read_text("utf-8"))["page"] for table in TABLES}
    assert {f"subgroups/{path.name}" for path in (ROOT / "docs/en/subgroups").glob("*.md")} <= pages


@pytest.mark.parametrize(("table", "language", "kind", "text"), CASES)
def test_the_page_says_it_or_never_says_it(table: str, language: str, kind: str, text: str):
    assert (" ".join(text.split()) in page_of(table, language)) == (kind == "says")
