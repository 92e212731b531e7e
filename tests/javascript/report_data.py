"""Prints the data that the page which reads a report is told, of the guide itself, for tests in Node."""

import json
from pathlib import Path

from editorial.glossary.stains import read_stains, reader_data
from editorial.glossary.terms import read_glossary
from editorial.references.bibtex import read_bibliography

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = {"en": "English", "es": "Español"}


def main() -> None:
    """Print the data as JSON."""
    entries, _ = read_bibliography(
        (ROOT / "bib/references.bib").read_text("utf-8"), path="bib/references.bib"
    )
    shared = {"languages": [*LANGUAGES], "keys": entries}
    terms, _ = read_glossary((ROOT / "docs/glossary.yml").read_text("utf-8"), path="glossary.yml", **shared)
    docs = ROOT / "docs/en"
    stains, problems = read_stains(
        (ROOT / "docs/stains.yml").read_text("utf-8"),
        path="docs/stains.yml",
        pages={path.relative_to(docs).as_posix() for path in docs.rglob("*.md")},
        terms={term.id for term in terms},
        **shared,
    )
    if stains is None:
        raise SystemExit("\n".join(map(str, problems)))
    pages = {name: {"title": name, "url": name, "questions": [f"Why {name}?"]} for name in stains.pages}
    data = reader_data(stains, terms, language="en", names=LANGUAGES, pages=pages, sources={})
    print(json.dumps(data, ensure_ascii=False))


if __name__ == "__main__":
    main()
