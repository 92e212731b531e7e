"""The citations under their own name, for an engine that knows extensions of Markdown and no hooks."""

from pathlib import Path

from editorial.references.bibtex import read_bibliography
from editorial.references.citations import CitationExtension
from editorial.references.vancouver import references
from editorial.words import read_words


def makeExtension(*, language: str) -> CitationExtension:  # noqa: N802  (Python-Markdown's name)
    """Return the extension for the pages of a language, with the bibliography and words of this folder."""
    words, _ = read_words(
        Path(f"overrides/locales/{language}.yml").read_text("utf-8"), path="", locale=language
    )
    entries, _ = read_bibliography(Path("bib/references.bib").read_text("utf-8"), path="")
    return CitationExtension(references(entries, words, path="")[0], words)
