"""Whether a changed list of terms, phone lines, stains or questions comes with the day of its check."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from histories import Repository, install_dictionaries
from hypothesis import given
from hypothesis import strategies as st

from editorial.pages.checked import read_entries, unchecked_entries
from editorial.yaml_files import day_of_check
from guides import read_table

CASES = read_table(Path(__file__).with_name("list_days.yml"))
TODAY = date(2026, 11, 27)
LISTS = {
    "terms": """checked: 2026-06-01
terms:
- {id: c, en: {term: cough, definition: Canser}, es: {term: tos, definition: Síntoma}}
- {id: a, see: [], source: doe, en: {term: lung cancer, synonyms: [NSCLC], lay: [lungs], definition: Cancer of the lung}, es: {term: cáncer, definition: Cáncer del pulmón}}
""",
    "lines": """checked: 2026-06-01
lines:
- id: one
  number: "800-227-2345"
  tel: "+18002272345"
  country: US
  languages: [en, es]
  en: {name: Cancer line, hours: From 8 am}
  es: {name: Línea, hours: A partir de a las 8}
others:
- {id: two, dial: "988", country: US, checked: 2026-05-01, name: Two}
""",
    "stains": """checked: 2026-06-01
signs:
  en: {plus: [positive, seen]}
stains:
- {id: ck7, least: 3, en: {name: CK7, spellings: [CK7], points: Points to the lung}, es: {name: CK7}}
patterns:
- {id: p, pages: [lung.md], all: ["ck7 +"], en: {name: Lung}, es: {name: Pulmón}}
""",
    "questions": """checked: 2026-06-01
start: where
questions: {sex: {en: {ask: Are you a woman}, es: {ask: Es usted mujer}}}
answers:
  lung: {en: In the lung, es: En el pulmón}
results: {lung: {page: lung.md, en: {name: Lung}, es: {name: Pulmón}}}
steps: {where: {question: sex, answers: {lung: lung}}}
never_lost: {germ: [lung]}
""",
}
PATH = "docs/list.yml"


@pytest.mark.parametrize("case", CASES, ids=[f"{case['list']}: {case['name']}" for case in CASES])
def test_what_is_said_of_a_list_that_changed_after_its_check(case: Mapping[str, Any], tmp_path: Path):
    repository = Repository(tmp_path, page=PATH)
    repository.begin()
    install_dictionaries(repository.guide)
    repository.write_raw(LISTS[case["list"]])
    repository.commit("2026-06-03")
    source = LISTS[case["list"]]
    for one, other in ((case["from"], case["to"]), case.get("and", ("", ""))):
        assert one in source
        source = source.replace(one, other, 1)
    repository.write_raw(source)
    for committed in (False, True):
        if committed:
            repository.commit("2026-07-01")
        with repository.read()[0].versions() as versions:
            said = [
                *unchecked_entries(
                    PATH, source, versions, ["en", "es"], today=TODAY, but=("lay", "see", "number")
                )
            ]
        assert bool(said) == ("says" in case), said
        assert all(problem.notice != committed for problem in said)
        assert case.get("says", "") in " ".join(problem.text for problem in said)


def test_more_places_than_anybody_reads_are_counted(tmp_path: Path):
    repository = Repository(tmp_path, page=PATH)
    repository.begin()
    entries = "".join(f"- {{id: t{at}, en: {{term: a lung}}}}\n" for at in range(8))
    repository.write_raw(f"checked: 2026-06-01\nterms:\n{entries}")
    repository.commit("2026-06-03")
    source = repository.file.read_text("utf-8").replace("lung", "liver")
    with repository.read()[0].versions() as versions:
        said = [*unchecked_entries(PATH, source, versions, ["en"], today=TODAY)]
    assert [problem.line for problem in said] == [3, 4, 5, 6, 7, 8]
    assert said[-1].text.startswith("3 more places changed after this list was checked on 2026-06-01")


@pytest.mark.parametrize(
    "written", ["checked: 2026-06-01\na: b", "a: b\n'checked': 2026-06-01", "{checked: 2026-06-01, a: []}"]
)
def test_the_day_of_a_check_is_read_as_it_may_be_written(written: str):
    assert day_of_check(written) == date(2026, 6, 1)


@pytest.mark.parametrize(
    "written", ["", "checked: 2026-02-30", "terms: [{checked: 2026-06-01}]", "checked: soon"]
)
def test_what_is_no_day_of_a_check_is_none(written: str):
    assert day_of_check(written) is None


@given(st.text(alphabet="ab: -{}[],\n\"'é#", max_size=60))
def test_any_text_can_be_read_for_entries(text: str):
    for entry in read_entries(text, ["a", "b"]).values():
        assert entry.line >= 1
