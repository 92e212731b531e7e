"""Twice as much text takes about twice as long, whatever the text: nothing that reads content goes back over it."""

import time
from collections.abc import Callable

import pytest

from editorial.detours import direct
from editorial.lookalikes import lookalikes
from editorial.markdown import headings, lines_of, without_code
from editorial.pages.addresses import address_faults
from editorial.pages.files import page_problems, read_meta
from editorial.pages.frontmatter import split
from editorial.pages.inserts import after_introduction, collapsed
from editorial.pages.meanings import Meanings
from editorial.pages.named_sources import Sources
from editorial.pages.phones import Listed, dialed, phone_faults
from editorial.pages.pictures import drawing_faults
from editorial.pages.remains import page_remains
from editorial.pages.sanitize import html_faults, sanitized
from editorial.pages.style import Style, style_findings, unsourced
from editorial.problems import decoded
from editorial.references.bibtex import names, read_bibliography
from editorial.references.citations import cited_keys
from editorial.references.imports import read_tagged
from editorial.references.latex import UnreadableLatexError, to_html
from editorial.references.markup import latex_of
from editorial.site.search import sections_of
from editorial.site.weight import without_indents
from editorial.site.wrong_pages import page_title, sends_on
from editorial.text import on_one_line, unseen

#: Pieces of text that patterns stumble over when they stand one after the other.
PIECES = [
    "{#a ",
    "## ",
    "# {",
    "`",
    "` ``",
    "[@",
    "[@a;",
    "![",
    "![ ",
    "<p ",
    "<!--",
    "<title",
    "<pre ",
    "&#9;",
    "{: ",
    "(",
    "[",
    "](",
    "*",
    "_",
    "> ",
    "- ",
    "| ",
    "---\n",
    "a: ",
    "@a{",
    "{",
    "}",
    '"',
    "# ",
    "\\",
    "and ",
    "http://a.",
    "www.a",
    "a@",
    " ",
    "\t",
    "\n",
    "\n ",
    "~~~\n",
    "```\n",
    "0",
    "%",
    "TI  - ",
    "<h2 id=x>",
    "\u200d",
    "url(",
    "aa.",
    "<a",
    "[a](",
    "$",
    "$^",
    "5. a\n",
    "a   b\n",
    "a,",
    "a | b\n",
    "?url=https://",
    "\u0430b ",
    "\uff15 ",
    "---\na: b\n",
    "CK7 ",
    "988 call ",
    "+1 ",
    "lung. ",
    "lung or ",
]
STYLE = Style(avoided={"brave": "No."}, claims=[r"\d+ of \d+"])


PHONES = [Listed("988", frozenset({"988"}), ["A"], ["B"])]
MEANINGS = Meanings(
    {"organs": [{"en": ["lung", "(beam)"], "es": ["pulmón"]}], "conjunctions": [{"en": ["or"], "es": ["o"]}]},
    lambda _language: str,
    {"en": ("mab",), "es": ("mab",)},
)


def shown(text: str) -> str:
    try:
        return to_html(text)
    except UnreadableLatexError:
        return ""


READERS: dict[str, Callable[[str], object]] = {
    "headings": lambda text: [*headings(text)],
    "a heading": lambda text: [*headings("## " + text)],
    "without code": without_code,
    "lines of": lambda text: [*lines_of("a b", text)],
    "front matter": lambda text: read_meta("---\n" + text, path="a"),
    "parts": lambda text: split("---\n" + text),
    "page problems": lambda text: [*page_problems(text, path="a")],
    "citations": lambda text: [*cited_keys(text)],
    "html": lambda text: [*html_faults(text)],
    "cleaned": sanitized,
    "sections": lambda text: sections_of(text, title="T"),
    "an address": lambda text: [*address_faults("https://" + text, text=text)],
    "a drawing": lambda text: [
        *drawing_faults(f"<svg xmlns='http://www.w3.org/2000/svg' d='{text}'/>".encode())
    ],
    "bibliography": lambda text: read_bibliography("@a{b, c = {" + text, path="a"),
    "names": lambda text: [*names(text)],
    "record": read_tagged,
    "indents": without_indents,
    "unseen": lambda text: [*unseen(text)],
    "one line": on_one_line,
    "bytes": lambda text: decoded(text.encode(), path="a"),
    "a title": page_title,
    "where a page sends on": lambda text: sends_on(text, "https://example.org/"),
    "a style": lambda text: [*style_findings(text, STYLE)],
    "claims": lambda text: [*unsourced(text, STYLE)],
    "a detour": direct,
    "letters": lambda text: [*lookalikes(text)],
    "a record's title": latex_of,
    "LaTeX": shown,
    "code": lambda text: [*page_remains("<p>a</p>", text, path="a", sources=Sources())],
    "inserts": lambda text: after_introduction(text, "x", ""),
    "phone numbers": lambda text: phone_faults(text, dialed(["call …", "… answers"]), PHONES, ""),
    "meanings": lambda text: [*MEANINGS.swapped(("en", text), ("es", text + "b"))],
    "meanings that are lost": lambda text: [*MEANINGS.swapped(("en", text), ("es", text.replace("l", "x")))],
    "folds": lambda text: collapsed(text, "x", summary="y"),
}
SHORT, TIMES = 4_000, 8


def seconds(read: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    read(text)
    return time.process_time() - began


def is_late(read: Callable[[str], object], text: str) -> bool:
    """Return whether each time the long text takes too long: what disturbs a machine only makes a run longer."""
    # Below so much the clock is too coarse to judge by.
    if seconds(read, text * TIMES) <= 0.05:
        return False
    most = 20 * max(0.001, min(seconds(read, text) for _ in range(3)))
    return all(seconds(read, text * TIMES) > max(0.05, most) for _ in range(3))


@pytest.mark.parametrize("reader", READERS)
def test_eight_times_the_text_takes_no_more_than_twenty_times_as_long(reader: str):
    assert [piece for piece in PIECES if is_late(READERS[reader], (piece * SHORT)[:SHORT])] == []
