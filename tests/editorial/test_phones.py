"""Phone numbers of texts, and the guide's list of them."""

from pathlib import Path
from typing import Any

import pytest
from histories import Repository
from hypothesis import given
from hypothesis import strategies as st

from editorial.pages.phones import Fault, Listed, dialed, phone_faults
from editorial.pages.style import read_style
from guides import HOUSE, read_table

CASES = read_table(Path(__file__).with_name("phones.yml"))
STYLES = [
    read_style((HOUSE / f"overrides/locales/style/{code}.yml").read_text("utf-8"), path="s.yml")[0]
    for code in ("en", "es")
]
DIALED = dialed(phrase for style in STYLES for phrase in style.dialed)
US, SPAIN = ["United States", "Estados Unidos"], ["Spain", "España"]
ACS = ["American Cancer Society", "Sociedad Americana Contra El Cáncer (American Cancer Society)"]
LISTED = [
    Listed("1-800-227-2345", frozenset({"18002272345", "8002272345"}), ACS, US),
    Listed("900 100 036", frozenset({"34900100036", "900100036"}), ["Asociación Española (AECC)"], SPAIN),
    Listed("0808 808 00 00", frozenset({"448088080000", "08088080000"}), ["Macmillan"], ["United Kingdom"]),
    Listed("988", frozenset({"988"}), ["988 Lifeline"], US),
    Listed("024", frozenset({"024"}), ["Línea 024"], SPAIN),
    Listed("13 14 50", frozenset({"131450"}), ["TIS National"], ["Australia"]),
]


def said(text: str) -> list[Fault]:
    return phone_faults(text, DIALED, LISTED, "add it.")


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_a_number_that_is_not_in_the_list_is_told(case: dict[str, Any]):
    found = said(f"\n{case['text']}\n")
    if "wrong" in case:
        like = f" The list has {case['like']} (" if "like" in case else " Correct it, or add it."
        assert len(found) == 1
        assert found[0].text.startswith(
            f"the phone number '{case['wrong']}' is not in the guide's list.{like}"
        )
        assert (found[0].line, found[0].notice) == (2, False)
    elif "other" in case:
        assert len(found) == 1
        assert found[0].text.startswith(f"the phone number {case['other']} is that of ")
        assert f", and '{case['beside']}' stands beside it." in found[0].text
        assert (found[0].line, found[0].notice) == (2, True)
    else:
        assert found == []


def test_a_line_of_the_list_is_told_whole():
    (fault,) = said("AECC: 1-800-227-2345")
    assert fault.text == (
        "the phone number 1-800-227-2345 is that of American Cancer Society (United States), and 'AECC' stands beside "
        "it. Write the number and the name of one."
    )


@given(st.text(alphabet="0123456789 -().+\n", max_size=80))
def test_whatever_digits_a_text_has_each_number_is_told_at_its_line(text: str):
    assert all(1 <= fault.line <= text.count("\n") + 1 for fault in said(text))


@given(st.integers(10**9, 10**10 - 1), st.sampled_from(["{}-{}-{}", "({}) {}-{}", "+1 {} {} {}", "{} {} {}"]))
def test_a_number_is_the_same_however_it_is_written(number: int, form: str):
    digits = str(number)
    listed = [Listed("x", frozenset({digits, f"1{digits}"}), ["A"], ["B"])]
    written = form.format(digits[:3], digits[3:6], digits[6:])
    assert phone_faults(written, DIALED, listed, "") == []


HELP = """checked: 2026-05-01
lines:
  - {id: acs, number: 1-800-227-2345, tel: "+18002272345", country: US, languages: [en], en: {name: A}, es: {name: B}}
"""


def test_pages_and_lists_are_looked_at_and_the_list_says_where_to_add_a_number(tmp_path: Path):
    repository = Repository(tmp_path)
    repository.begin()
    settings = repository.guide / "mkdocs.yml"
    named = settings.read_text("utf-8").replace("{bibliography", "{helplines: docs/help.yml, bibliography")
    settings.write_text(named, encoding="utf-8")
    repository.write("Call 1-800-227-2345 or 1-800-227-2346.")
    (repository.guide / "docs/help.yml").write_text(HELP.replace("B}", "B, note: 1-800-227-2354}"), "utf-8")
    repository.commit("2026-05-01")
    found = [one for one in repository.problems() if "the phone number" in one.text]
    assert [(one.path, one.text.split("'")[1]) for one in found] == [
        (repository.page, "1-800-227-2346"),
        ("docs/help.yml", "1-800-227-2354"),
    ]
    assert found[0].text.endswith(
        "add it to docs/help.yml below 'others', with the day: checked: 2026-11-27."
    )
