"""What people ask: one file, whose slips are told at their line."""

import pytest

from editorial.site.intents import Intents, lead_problems, read_intents

GOOD = """small: {en: [please]}
meant: {en: ["no not"]}
signs: {en: {plus: [positive], minus: [negative]}}
intents:
  - id: how-long
    leads: [outlook.md#figures, outlook.md]
    opens: true
    en: {name: How long?, ask: [how long, time left, how many years, how many months, my odds]}
  - id: fever
    leads: [call.md]
    sign: fever
    en: {name: Fever, ask: [fever, chills, hot, high temperature, shivering]}
"""
ANCHORS = {"outlook.md": {"figures"}, "call.md": set()}


def read(source: str) -> tuple[Intents | None, list[str]]:
    intents, problems = read_intents(source, path="i.yml", languages=["en"])
    if intents:
        problems += lead_problems(intents, ANCHORS, {"fever"}, path="i.yml")
    return intents, [str(problem) for problem in problems]


def test_an_intent_has_places_names_and_ways_to_ask():
    intents, problems = read(GOOD)
    assert problems == []
    first, second = intents.intents
    assert first.leads == [("outlook.md", "figures"), ("outlook.md", "")]
    assert (first.opens, second.opens, second.sign) == (True, False, "fever")
    assert first.ways["en"][0] == "how long"
    assert intents.small["en"] == ["please"]


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        (
            "id: how-long",
            "name: how-long",
            "i.yml:5: this intent has no 'id'. Give it a short name: '- id: how-long'.",
        ),
        (
            "    leads: [call.md]\n",
            "",
            "i.yml:9: 'fever' lacks 'leads'. Write where the answer is: leads: [page.md#heading].",
        ),
        (
            "sign: fever",
            "sing: fever",
            "i.yml:9: 'fever' has 'sing', which is no part of an intent. Did you mean 'sign'?",
        ),
        ("name: Fever, ", "", "i.yml:9: 'fever' lacks 'en: name'. Write what is asked, as readers are told."),
        (", high temperature, shivering", "", "i.yml:9: 'fever' has 3 ways to ask in 'en'. Write 5 or more."),
        (
            "ask: [fever, chills, hot, high temperature, shivering]",
            "ask: fever",
            "i.yml:9: 'fever' lacks 'en: ask'. Write a list, each way in quotes: ask: [\"one\", \"other\"].",
        ),
        ("id: fever", "id: how-long", "i.yml:9: the id 'how-long' is also that of line 5. Give one another."),
        (
            "[call.md]",
            "[cal.md]",
            "i.yml:9: 'fever' leads to 'cal.md', which is no page. Did you mean 'call.md'?",
        ),
        (
            "#figures",
            "#figure",
            "i.yml:5: 'how-long' leads to 'outlook.md#figure', and the page has no such heading. Did you mean 'figures'?",
        ),
        (
            "sign: fever",
            "sign: fevers",
            "i.yml:9: 'fever' is the sign 'fevers', which is not among the signs of danger. Did you mean 'fever'?",
        ),
        (
            "[please]",
            "[no]",
            "i.yml:1: 'small' must be a list of words for each language: small: {en: [one, other]}. Put yes, no, on and off in quotes.",
        ),
        (
            "{plus: [positive], minus: [negative]}",
            "positive",
            "i.yml:1: 'signs' must have the words for + and - of each language: signs: {en: {plus: [a], minus: [b]}}.",
        ),
        ("intents:", "intent:", "i.yml:1: needs the list 'intents:'. Write each intent below it."),
    ],
)
def test_a_slip_is_told_at_its_line_and_with_what_to_write(written: str, instead: str, said: str):
    assert written in GOOD
    assert read(GOOD.replace(written, instead, 1))[1] == [said]


def test_a_file_that_is_no_yaml_or_empty_is_one_problem():
    assert len(read("intents: [")[1]) == 1
    assert len(read("")[1]) == 1
