"""Facts that were once wrong or missing: each page says what its table in facts/ says, and never what it forbids."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from editorial.markdown import without_code
from editorial.pages.frontmatter import split
from editorial.pages.urgent import read_urgent, with_signs
from guides import ROOT, front_matter, read_table

TABLES = sorted((Path(__file__).parent / "facts").glob("*.yml"))
CASES = [
    (table.stem, language, kind, text)
    for table in TABLES
    for language, kinds in read_table(table).items()
    if isinstance(kinds, dict)
    for kind, texts in kinds.items()
    for text in texts
]
KEYS = set(re.findall(r"^@\w+\{([^,]+),", (ROOT / "bib/references.bib").read_text("utf-8"), re.MULTILINE))
URGENT, _ = read_urgent(
    (ROOT / "docs/urgent.yml").read_text("utf-8"), path="docs/urgent.yml", languages=("en", "es"), keys=KEYS
)


def readable(markdown: str) -> str:
    """Return the words of a page as a reader has them: no citations, marks, addresses or attributes."""
    text = re.sub(r'^!!! \w+ "(.*)"$', r"\1", without_code(split(markdown).body), flags=re.MULTILINE)
    text = re.sub(r"\[@[^\]]*\]|\{:?[^}\n]*\}|<[^>]*>", "", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"[*_`|#]|^\s*(?:[-*+]|\d+\.)\s", " ", text, flags=re.MULTILINE)
    return re.sub(r"\s+([.,;:)])", r"\1", " ".join(text.split()))


def file_of(table: str, language: str) -> Path:
    """Return the page that a table is about, under whatever name it has now."""
    name = yaml.safe_load((Path(__file__).parent / f"facts/{table}.yml").read_text("utf-8"))["page"]
    folder = ROOT / "docs" / language
    named = re.compile(rf"^formerly:.*[\[ ]{re.escape(name)}[\], ]", re.MULTILINE)
    later = (path for path in folder.rglob("*.md") if named.search(split(path.read_text("utf-8")).top or ""))
    return folder / name if (folder / name).is_file() else next(later, folder / name)


@cache
def page_of(table: str, language: str) -> str:
    source = file_of(table, language).read_text("utf-8")
    # The questions of a page that has them stand in a file of their own.
    questions = texts_of(language) if front_matter(source).get("pathway") else ""
    return readable(f"{with_boxes(source, language)}\n\n{questions}")


def texts_of(language: str) -> str:
    """Return the words of the questions, answers and results that lead to a page, in one language."""
    document = yaml.safe_load((ROOT / "docs/pathway.yml").read_text("utf-8"))
    entries = [
        entry[language] for part in ("questions", "answers", "results") for entry in document[part].values()
    ]
    return "\n\n".join(entry if isinstance(entry, str) else "\n\n".join(entry.values()) for entry in entries)


def with_boxes(markdown: str, language: str) -> str:
    """Return a page with the signs of danger that the build puts below the headings it names."""
    assert URGENT is not None
    for heading_id, situations in front_matter(markdown).get("urgent", {}).items():
        markdown = with_signs(
            markdown, URGENT, heading_id=heading_id, situations=situations, language=language
        )
    return markdown


def test_each_table_is_about_a_page():
    assert len(TABLES) > 20
    assert [table.name for table in TABLES if not file_of(table.stem, "en").is_file()] == []


@pytest.mark.parametrize(("table", "language", "kind", "text"), CASES)
def test_the_page_says_it_or_never_says_it(table: str, language: str, kind: str, text: str):
    assert (" ".join(text.split()) in page_of(table, language)) == (kind == "says")
