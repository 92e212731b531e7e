"""Our references beside those of citeproc-py with the NLM style: the same but for the differences listed here."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from oracle import references_of_citeproc

from editorial.references.bibtex import Entry, read_bibliography
from editorial.references.fields import under_bibtex_names
from editorial.references.latex import plain
from editorial.references.vancouver import references
from editorial.words import read_words
from guides import HOUSE, ROOT, read_table

FOLDER = Path(__file__).parent
WORDS = read_words((HOUSE / "overrides/locales/en.yml").read_text("utf-8"), path="", locale="en")[0]


class Difference(NamedTuple):
    """A way in which the two differ on purpose: what is changed before they are compared, and why."""

    reason: str
    #: What is changed in their reference, and in ours, each a pattern and what takes its place.
    theirs: tuple[str, str] | None = None
    ours: tuple[str, str] | None = None
    #: For which entries, where it is not all of them.
    only: Callable[[Mapping[str, str]], bool] = bool


def hyphenated(fields: Mapping[str, str]) -> bool:
    return bool(re.search(r"-[a-z]", fields.get("author", "")))


def begins_alike(fields: Mapping[str, str]) -> bool:
    first, _, last = re.sub(r"-+", "-", fields.get("pages", "")).partition("-")
    return len(last) > len(first) > 0 and last.startswith(first)


def with_address_and_pmid(fields: Mapping[str, str]) -> bool:
    return (
        "journal" in fields
        and "url" in fields
        and not {"doi"} & {*fields}
        and bool({"pmid", "pmcid"} & {*fields})
    )


def ahead_of_print(fields: Mapping[str, str]) -> bool:
    return "epubdate" in fields and not {"volume", "number", "pages", "eid"} & {*fields}


#: All of a reference's authors.
AUTHORS = r"^[^.]+\."
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
DIFFERENCES = (
    Difference(
        "citeproc-py leaves out the spaces that the style has in a date",
        (rf"(\d{{4}})({MONTH})(?:(\d\d?)(?!\d))?", r"\1 \2 \3"),
    ),
    Difference(
        "the style's page ranges have a dash; NLM's own have a hyphen", (r"(?<=[:;])(\w+)–(?=\w)", r"\1-")
    ),
    Difference(
        "PubMed's labels are PMID and PMCID, each with its own full stop",
        (r"\.? PubMed PMID: (\d+)\.?", r". PMID: \1."),
    ),
    Difference("the same of PMCID", (r"[;.]? PubMed Central PMCID: (PMC\d+)\.?", r". PMCID: \1.")),
    Difference("NLM sets a space behind doi:", (r"doi:(\S+?)\.?(?=\s|$)", r"doi: \1.")),
    Difference(
        "where there is a volume, the year alone is enough (Citing Medicine, chapter 1, Optional rules for dates)",
        (rf"(\d{{4}}) {MONTH}(?: \d+)? *(?=[;\[])(?!.*Available)", r"\1"),
    ),
    Difference(
        "the style gives a web page's year alone, and a report's month; we give the day that the source has",
        (rf"(\d{{4}}) {MONTH}(?: \d+)? *(?= \[cited)", r"\1"),
        (rf"(\d{{4}}) {MONTH}(?: \d+)?(?= \[(?:cited|updated))", r"\1"),
    ),
    Difference(
        "a date that is not known is said to be (chapter 25, Date of publication)",
        None,
        (r"\[date unknown\] ?", ""),
    ),
    Difference(
        "the date of an update is shown (chapter 25, Date of update)", None, (r" ?\[updated [^\];]+; ", " [")
    ),
    Difference(
        "the language of a source is shown (chapter 1, Language)",
        None,
        (r"(?<=[.;\]]) (?:German|Spanish|French|Portuguese|Italian|Chinese|Japanese)\.", ""),
    ),
    Difference("more authors than are named in an entry are told of by et al.", None, (r", et al\.", ".")),
    Difference("the same in theirs", (r", et al\.", ".")),
    Difference(
        "without a volume, pages stand behind the date with a colon (chapter 1, Volume), and the month counts",
        None,
        (rf"(?<=\. \d{{4}})(?: {MONTH}(?: \d+)?)?:(?=\w)|(?<=\]):(?=\w)", ";"),
    ),
    Difference(
        "a supplement to a volume stands without brackets (chapter 1, Volume)",
        (r"\((Suppl [^()]+)\)", r" \1"),
    ),
    Difference(
        "the label of a report's number is as NLM's examples have it (chapter 5)",
        (r"Report no\.", "Report No."),
    ),
    Difference("nothing follows the mark of a question", (r"\?\.", "?")),
    Difference(
        "the address comes last (chapter 22, Availability)", (r"(Available from: \S+?)\. (.+)", r"\2 \1")
    ),
    Difference(
        "publication ahead of print is told (chapter 1, Epub)",
        None,
        (r" Epub (\d{4})[^.]*\.", r" \1."),
        ahead_of_print,
    ),
    Difference("the same beside a volume", None, (r" Epub [^.]+\.", "")),
    Difference(
        "an article's address is shown wherever there is no DOI: the style hides it beside a PMID or PMCID",
        None,
        (r" \[Internet\]| \[cited [^\]]+\]| Available from: \S+", ""),
        with_address_and_pmid,
    ),
    Difference(
        "citeproc-py makes no initial of a small letter behind a hyphen",
        (AUTHORS, ""),
        (AUTHORS, ""),
        hyphenated,
    ),
    Difference("citeproc-py shortens 1-11 to 1-1", (r":\w+-\w+\.", ""), (r":\w+-\w+\.", ""), begins_alike),
    Difference(
        "what the changes above leave at the ends of parts",
        (r"(?<=\.)\.(?!\w)| (?=[.;\]])", ""),
        (r"(?<=\.)\.(?!\w)", ""),
    ),
)


def alike(text: str, entry: Entry, *, ours: bool, without: Difference | None = None) -> str:
    """Return a reference with all differences taken out of it, or all but one."""
    fields = under_bibtex_names(entry.fields)
    for difference in DIFFERENCES:
        change = difference.ours if ours else difference.theirs
        if change and difference is not without and difference.only(fields):
            text = re.sub(*change, text)
    return text.strip()


def differing(which: str, *, without: Difference | None = None) -> Iterator[tuple[str, str, str]]:
    """Yield the key of each of our references that is not like theirs, with both."""
    entries, ours, theirs = compared(which)
    assert len(entries) > 50
    for key, entry in entries.items():
        pair = (
            alike(ours[key], entry, ours=True, without=without),
            alike(theirs[key], entry, ours=False, without=without),
        )
        if pair[0] != pair[1]:
            yield entry.key, *pair


@cache
def compared(which: str) -> tuple[Mapping[str, Entry], Mapping[str, str], Mapping[str, str]]:
    """Return the entries of the guide or of the tables, our references to them, and theirs."""
    if which == "guide":
        text = (ROOT / "bib/references.bib").read_text("utf-8")
        entries, _ = read_bibliography(text, path="")
    else:
        entries = {f"x{number}": entry for number, entry in enumerate(from_tables())}
    ours = {key: plain(shown) for key, shown in references(entries, WORDS, path="")[0].items()}
    entries = {key: entry for key, entry in entries.items() if key in ours}
    return entries, ours, references_of_citeproc(entries)


def from_tables() -> Iterator[Entry]:
    """Yield the entries of our tables that are of a kind which the style sets as we do, at full length."""
    for name in ("vancouver.yml", "bibliography.yml"):
        for case in read_table(FOLDER / name):
            source = case.get("source") or case.get("bib") or ""
            entry = read_bibliography(source, path="")[0].get(case.get("key", "x"))
            if (
                entry
                and "en" in case
                and entry.kind in ("article", "book", "online")
                and case["name"] not in APART
            ):
                yield replace(entry, key=case["name"])


#: Cases of the tables in which the two differ as in no other, each with the reason.
APART: Mapping[str, str] = {
    "ahead of print": "CSL has no date of electronic publication alone",
    "initials however they are pasted": "citeproc-py takes MS for one name, and prints its first letter",
    "pages without the digits that repeat": "citeproc-py shortens no list of ranges",
    "pages with letters, and a page that is one": "the same; and its '100–' is no page",
    "edited book": "the style gives the editors of a book without an author twice",
    "one editor": "the same",
    "book without a date": "we say that the date is not known, behind the publisher's semicolon",
    "a particle behind the given name": "NLM prints a particle before the surname (Citing Medicine, chapter 1, Author)",
    "a nickname in brackets": "a nickname is no given name (Citing Medicine, chapter 1, Author)",
}


@pytest.mark.parametrize("which", [pytest.param("guide", marks=pytest.mark.content), "tables"])
def test_sources_are_set_as_another_program_sets_them(which: str):
    assert [*differing(which)] == []


@pytest.mark.content
@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.reason)
def test_each_difference_is_one(difference: Difference):
    assert any(next(differing(which, without=difference), None) for which in ("guide", "tables"))
