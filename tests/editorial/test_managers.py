"""One source, however a reference manager writes it: always the same reference."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from managers import BIBTEX, RIS, Source, pubmed

from editorial.references.bibtex import read_bibliography
from editorial.references.checks import entry_problems
from editorial.references.imports import Record, entry_text, from_bibtex, from_medline, from_ris
from editorial.references.latex import plain
from editorial.references.vancouver import references
from editorial.references.writing import checked_entry
from editorial.words import read_words
from guides import HOUSE, TODAY

WORDS = read_words((HOUSE / "overrides/locales/en.yml").read_text("utf-8"), path="", locale="en")[0]
ARTICLE = Source("article", "Cells", journal="J Ex", volume="12", issue="3", first="123", last="131")
PAGE = Source("page", "Cells", url="https://www.example.org/cells", read="2026-01-02")
SOURCES = (
    replace(
        ARTICLE,
        people=(("Doe", "Jane A."), ("Roe", "Ana")),
        doi="10.1000/x_1",
        en="Doe JA, Roe A. Cells. J Ex. 2019;12(3):123-31. doi: 10.1000/x_1.",
    ),
    replace(
        ARTICLE,
        people=(("Muñoz-Couselo", "Eva"), ("Álvarez", "José")),
        month=5,
        en="Muñoz-Couselo E, Álvarez J. Cells. J Ex. 2019;12(3):123-31.",
    ),
    replace(
        ARTICLE,
        people=(("van der Waal", "Hans-Peter"), ("Krämer", "Alwin")),
        title="BRAF in CUP",
        en="van der Waal HP, Krämer A. BRAF in CUP. J Ex. 2019;12(3):123-31.",
    ),
    replace(
        ARTICLE,
        people=(("King", "Martin L.", "Jr."), ("Gilstrap", "Larry C.", "III")),
        en="King ML Jr, Gilstrap LC 3rd. Cells. J Ex. 2019;12(3):123-31.",
    ),
    replace(
        ARTICLE,
        people=(("Example Study Group",),),
        title="Survival of 5% & more",
        en="Example Study Group. Survival of 5% & more. J Ex. 2019;12(3):123-31.",
    ),
    replace(
        ARTICLE,
        people=(("Sørbye", "H."),),
        subtitle="a review",
        en="Sørbye H. Cells: a review. J Ex. 2019;12(3):123-31.",
    ),
    replace(
        ARTICLE,
        people=(("Losa", "Ferran"),),
        title="Cáncer de origen desconocido",
        language="es",
        en="Losa F. Cáncer de origen desconocido. J Ex. 2019;12(3):123-31. Spanish.",
    ),
    replace(
        ARTICLE,
        people=(("Lee", "M. S."),),
        issue="",
        first="e4050",
        last="",
        en="Lee MS. Cells. J Ex. 2019;12:e4050.",
    ),
    replace(
        ARTICLE,
        people=(("García López", "María José"),),
        first="S10",
        last="S19",
        issue="Suppl 1",
        en="García López MJ. Cells. J Ex. 2019;12 Suppl 1:S10-9.",
    ),
    replace(
        ARTICLE,
        people=tuple((name, "A.") for name in ("Aa", "Bb", "Cc", "Dd", "Ee", "Ff", "Gg")),
        en="Aa A, Bb A, Cc A, Dd A, Ee A, Ff A, et al. Cells. J Ex. 2019;12(3):123-31.",
    ),
    replace(
        ARTICLE,
        people=(("Weiß", "Jürgen"),),
        title="Zellen",
        language="de",
        en="Weiß J. Zellen. J Ex. 2019;12(3):123-31. German.",
    ),
    replace(
        ARTICLE,
        people=(("d'Arcy", "Anne"), ("O'Neill", "Pat")),
        en="d'Arcy A, O'Neill P. Cells. J Ex. 2019;12(3):123-31.",
    ),
    Source(
        "book",
        "Oncology",
        (("Doe", "Jane"),),
        publisher="Example Press",
        place="Boston",
        edition="2",
        en="Doe J. Oncology. 2nd ed. Boston: Example Press; 2019.",
    ),
    Source(
        "book",
        "Oncology",
        (("Doe", "Jane"), ("Roe", "R.")),
        subtitle="a primer",
        publisher="Example & Sons",
        en="Doe J, Roe R. Oncology: a primer. Example & Sons; 2019.",
    ),
    Source(
        "chapter",
        "Cells",
        (("Doe", "Jane"),),
        book="Oncology",
        editors=(("Roe", "R."),),
        publisher="P",
        first="10",
        last="19",
        en="Doe J. Cells. In: Roe R, editor. Oncology. P; 2019. p. 10-9.",
    ),
    Source(
        "report",
        "Cells",
        (("Doe", "Jane"),),
        publisher="Example Institute",
        place="Lund",
        en="Doe J. Cells. Lund: Example Institute; 2019.",
    ),
    replace(
        PAGE,
        people=(("Example Institute",),),
        en="Example Institute. Cells [Internet]. 2019 [cited 2026 Jan 2]. Available from: https://www.example.org/cells",
    ),
    replace(
        PAGE,
        people=(("Doe", "Jane"),),
        url="https://www.example.org/~doe/",
        en="Doe J. Cells [Internet]. 2019 [cited 2026 Jan 2]. Available from: https://www.example.org/~doe/",
    ),
)


def written() -> Iterator[tuple[str, int, Source, str]]:
    for number, source in enumerate(SOURCES):
        for who, write in {**BIBTEX, **RIS}.items():
            yield who, number, source, write(source)
        if source.kind == "article":
            yield (
                "PubMed",
                number,
                replace(source, en=source.en.removesuffix(".") + ". PMID: 90000001."),
                pubmed(source),
            )


WRITTEN = [*written()]


def reference(text: str) -> tuple[str, list[str]]:
    entries, problems = read_bibliography(text, path="")
    problems += entry_problems(entries, path="", today=TODAY.date())
    shown, more = references(entries, WORDS, path="")
    told = [
        problem.text
        for problem in [*problems, *more]
        if "'evidence'" not in problem.text and "'seen'" not in problem.text
    ]
    return "".join(plain(one) for one in shown.values()), told


def test_there_are_at_least_two_hundred_from_more_than_six_programs():
    assert len(WRITTEN) >= 200
    assert len({who for who, *_ in WRITTEN}) >= 12


@pytest.mark.parametrize(
    ("who", "number", "source", "text"),
    WRITTEN,
    ids=lambda value: value if isinstance(value, str | int) and len(str(value)) < 30 else "",
)
def test_what_a_program_writes_becomes_the_right_entry(who: str, number: int, source: Source, text: str):
    reader = from_medline if who == "PubMed" else from_ris if who in RIS else from_bibtex
    records: list[Record] = reader(text)
    assert len(records) == 1
    record = records[0]
    checked_entry("key", record.fields, record.kind)
    entry = (
        entry_text("key", record.fields, record.kind)
        .replace("{write-this}", "{other}", 1)
        .replace("{write-this}", "{abstract}")
    )
    assert reference(entry) == (source.en, [])


@pytest.mark.parametrize(
    ("who", "number", "source", "text"),
    [case for case in WRITTEN if case[0] in {*BIBTEX} - {"Crossref"}],
    ids=lambda value: value if isinstance(value, str | int) and len(str(value)) < 30 else "",
)
def test_what_a_program_writes_can_stand_in_the_bibliography_as_it_is(
    who: str, number: int, source: Source, text: str
):
    shown, told = reference(text)
    assert (shown, told) == (source.en, [])
