"""The names of people and organizations, from the parts that programs hand over to what is printed."""

import json
from html import unescape
from pathlib import Path

import pytest

from editorial.references.bibtex import read_bibliography
from editorial.references.imports import from_csl
from editorial.references.names import people
from guides import read_table

CASES = read_table(Path(__file__).parent / "names.yml")
#: The parts of the table to those of the Citation Style Language (CSL-JSON 1.0, "name-variable").
PARTS = {
    "family": "family",
    "given": "given",
    "suffix": "suffix",
    "before": "non-dropping-particle",
    "dropping": "dropping-particle",
    "whole": "literal",
}


def label(case: dict[str, str]) -> str:
    return " ".join(str(case[part]) for part in PARTS if part in case)


def as_source(case: dict[str, str], *others: dict[str, str]) -> str:
    """Return the field 'author' that ``make source`` writes for a name, and for others behind it."""
    authors = [{PARTS[part]: one[part] for part in PARTS if part in one} for one in (case, *others)]
    (record,) = from_csl(json.dumps({"type": "article-journal", "title": "Cells", "author": authors}))
    return record.fields["author"]


def printed(field: str) -> list[str]:
    return [unescape(name) for name in people(field)]


@pytest.mark.parametrize("case", [case for case in CASES if "printed" in case], ids=label)
def test_a_name_handed_over_in_parts_is_printed_as_citing_medicine_has_it(case):
    assert printed(as_source(case)) == [case["printed"]]


@pytest.mark.parametrize("case", [case for case in CASES if "printed" in case], ids=label)
def test_it_is_the_same_among_others_and_once_it_was_read_from_the_file(case):
    field = as_source(case, {"family": "Roe", "given": "Jane"})
    entries, problems = read_bibliography(f"@article{{x, author = {{{field}}}}}", path="a.bib")
    assert problems == []
    assert printed(entries["x"].fields["author"]) == [case["printed"], "Roe J"]


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if "printed" in case and {"family", "given"} <= set(case) and "before" not in case
     and "dropping" not in case],
    ids=label,
)  # fmt: skip
def test_an_editor_who_writes_the_name_by_hand_gets_the_same(case):
    by_hand = ", ".join(case[part] for part in ("family", "suffix", "given") if part in case)
    assert printed(by_hand) == [case["printed"]]


@pytest.mark.parametrize("case", [case for case in CASES if "refused" in case], ids=label)
def test_what_cannot_be_a_name_is_said(case):
    with pytest.raises(ValueError, match=case["refused"]):
        people(as_source(case))


def test_the_names_are_many_and_different():
    assert len({label(case) for case in CASES}) == len(CASES) > 60
