"""What no text of this guide may say: that somebody reviewed or backs it, and sources that no program can number."""

from functools import cache
from html import escape

import pytest

from editorial.pages.named_sources import Sources
from editorial.pages.remains import remains
from editorial.pages.style import Style, read_style, unsourced
from guides import ROOT, read_table

CASES = [
    (language, kind, text, is_refused)
    for language, kinds in read_table(ROOT / "tests/guide/phrases.yml").items()
    for kind, texts in kinds.items()
    for is_refused, name in ((True, "refused"), (False, "left_alone"))
    for text in texts[name]
]
SAID = {
    "endorsements": "says that somebody reviewed, backs or made this guide",
    "cites": "cite the source",
    "claims": "needs a source",
}


@cache
def style_of(language: str) -> Style:
    path = f"overrides/locales/style/{language}.yml"
    style, problems = read_style((ROOT / path).read_text("utf-8"), path=path)
    assert problems == []
    return style


@pytest.mark.parametrize(("language", "kind", "text", "is_refused"), CASES)
def test_a_text_claims_no_review_and_cites_by_keys_alone(
    language: str, kind: str, text: str, is_refused: bool
):
    style = style_of(language)
    found = [one.text for one in remains(f"<p>{escape(text)}</p>", sources=Sources(), phrases=style.phrases)]
    found += [said for _, said in unsourced(text, style)]
    assert any(SAID[kind] in one for one in found) == is_refused
