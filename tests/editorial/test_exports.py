import pytest

from editorial.references.bibtex import read_bibliography
from editorial.references.exports import Exports
from guides import ROOT


def ris(source: str) -> list[str]:
    entries, problems = read_bibliography(source, path="a.bib")
    assert problems == []
    return Exports(entries).files(entries)[".ris"].split("\r\n")


def test_an_article_in_ris():
    source = r"""@article{lee2020, author = {Lee, M. S. and {CUP Group} and Jane Doe and others}, title = {\emph{BRAF} \& more},
      journal = {BMJ}, year = 2020, month = dec, day = 7, volume = 371, number = 2, pages = {123--130},
      doi = {https://doi.org/10.1136/bmj.m4050}, pmid = 33288500, review_by = {2027-01-01}}"""
    assert ris(source) == [
        "TY  - JOUR",
        "AU  - Lee, M. S.",
        "AU  - CUP Group",
        "AU  - Doe, Jane",
        "TI  - BRAF & more",
        "VL  - 371",
        "IS  - 2",
        "T2  - BMJ",
        "PY  - 2020",
        "DA  - 2020/12/07/",
        "SP  - 123",
        "EP  - 130",
        "DO  - 10.1136/bmj.m4050",
        "AN  - 33288500",
        "ID  - lee2020",
        "ER  - ",
        "",
        "",
    ]


def test_a_chapter_and_a_web_page_in_ris():
    chapter = ris(
        "@incollection{x, title = {T}, editor = {Roe, R.}, booktitle = {B}, publisher = {P}, year = 2015, pages = {7}}"
    )
    assert chapter[:8] == [
        "TY  - CHAP",
        "ED  - Roe, R.",
        "TI  - T",
        "PB  - P",
        "T2  - B",
        "PY  - 2015",
        "DA  - 2015///",
        "SP  - 7",
    ]
    page = ris("@online{x, title = {T}, date = {2024-05}, url = {https://e.org}, urldate = {2026-11-23}}")
    assert page[:6] == [
        "TY  - ELEC",
        "TI  - T",
        "UR  - https://e.org",
        "PY  - 2024",
        "DA  - 2024/05//",
        "Y2  - 2026/11/23",
    ]


@pytest.mark.content
def test_bibtex_comes_back_as_it_went_out_but_for_the_editors_own_fields():
    source = (ROOT / "bib/references.bib").read_text(encoding="utf-8")
    entries, _ = read_bibliography(source, path="a.bib")
    again, problems = read_bibliography(Exports(entries).files(entries)[".bib"], path="a.bib")
    assert problems == []
    own = {"superseded_by", "review_by", "expect"}
    assert [(e.key, e.kind, e.fields) for e in again.values()] == [
        (e.key, e.kind, {name: text for name, text in e.fields.items() if name not in own})
        for e in entries.values()
    ]


def test_what_kind_of_evidence_it_is_and_how_much_was_read_is_handed_on():
    entries, _ = read_bibliography(
        "@book{x, title = {T}, evidence = {guideline}, seen = {abstract}}", path="a"
    )
    assert Exports(entries).files(entries)[".bib"] == (
        "@book{x,\n  title = {T},\n  evidence = {guideline},\n  seen = {abstract},\n}\n"
    )


def test_fields_of_the_editors_own_are_not_handed_on():
    entries, _ = read_bibliography(
        "@book{x, title = {T}, review_by = {2027-01-01}, superseded_by = {y}}", path="a"
    )
    assert Exports(entries).files(entries)[".bib"] == "@book{x,\n  title = {T},\n}\n"
