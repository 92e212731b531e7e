"""How a guide writes: its words, sections and sources, each rule on a short text."""

import pytest

from editorial.pages.named_sources import Sources
from editorial.pages.remains import remains
from editorial.pages.style import PageRule, Style, page_findings, read_style, style_findings, unsourced
from guides import HOUSE

STYLE = Style(
    avoided={
        "click here": "A link says where it leads.",
        "brave": "Illness is no war.",
        "tú": "Readers are usted.",
    },
    claims=[r"\b\d+%", r"\b\d+ of \d+\b", r"\bcured?\b"],
    no_claims=[r"\bask\b"],
    doses=["mg", "Gy", "mg/m²"],
)
RULE = PageRule(
    "sub/*.md", sections=["points", "more", "ask"], items={"points": (2, 3)}, sourced=["points"], doses=False
)
PAGE = "# T\n\n## P {#points}\n\n- One [@a].\n- Two\n  and more [@b].\n\n## M {#more}\n\nWords.\n\n## Q {#ask}\n\n1. Why?\n"


def said(text: str) -> list[str]:
    return [f"{line}: {sentence}" for line, sentence in page_findings(text, "sub/a.md", [RULE], STYLE)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Be brave.", ["1: the guide does not write 'brave'. Illness is no war."]),
        ("One.\n\nClick\nhere.", ["3: the guide does not write 'Click here'. A link says where it leads."]),
        ("Tú puede.", ["1: the guide does not write 'Tú'. Readers are usted."]),
        (
            "Brave's bravery, tutor, `brave`, [x](brave.md) and https://brave.org.",
            ["1: the guide does not write 'Brave'. Illness is no war."],
        ),
        ("The bravest tutor.", []),
        ("<!-- brave -->", []),
        ("Clıck here.", []),  # The i of Turkish, which is no i.
    ],
)
def test_a_word_that_the_guide_avoids_is_said_with_the_reason(text: str, found: list[str]):
    assert [f"{line}: {sentence}" for line, sentence in style_findings(text, STYLE)] == found


def test_a_page_that_keeps_its_rule_has_nothing_said():
    assert said(PAGE) == []
    assert [*page_findings("# T\n", "other.md", [RULE], STYLE)] == []


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("## M {#more}\n\nWords.\n\n", "", "1: has no section 'more'."),
        ("{#more}", "{#else}", "9: 'else' is no section of pages like this one."),
        ("- Two\n  and more [@b].\n", "", "3: 'points' has 1 points. It should have 2 to 3."),
        (" [@b]", "", "6: this point of 'points' has no source."),
        ("Words.", "Take 5 mg of it.", "11: '5 mg' is a dose, which no page names."),
        ("Words.", "Take 75\u00a0mg/m² of it.", "11: '75\u00a0mg/m²' is a dose, which no page names."),
    ],
)
def test_what_a_page_lacks_is_said_at_its_place(before: str, after: str, found: str):
    assert any(line.startswith(found) for line in said(PAGE.replace(before, after))), said(
        PAGE.replace(before, after)
    )


def test_sections_in_another_order_are_said_once():
    one, two = "## P {#points}\n\n- One [@a].\n- Two [@b].\n", "## M {#more}\n\nWords.\n"
    assert [line.partition(".")[0] for line in said(f"{two}\n{one}\n## Q {{#ask}}\n")] == [
        "1: 'more' stands in another place than on other pages"
    ]


def test_a_point_that_only_leads_on_needs_no_source():
    assert said(PAGE.replace("- One [@a].", "- See [more](#more).")) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("It helps 40% of people a lot.", [1]),
        ("It is safe [@a]. It helps 40% of people.", [1]),
        ("It helps 40% of people [@a].", []),
        ("- It helps 40% of people. It is safe [@a].", []),
        ("- It is safe.\n- It helps 40% of people.", [2]),
        ("| It helps so many people | 40% |", [1]),
        ("| It helps so many people | 40% [@a] |", []),
        ("| What | How many [@a] |\n| --- | --- |\n| It helps so many people | 40% |", []),
        ("Does it help 40% of people?", []),
        ("It helps 40% of people:\n\n- men [@a]", []),
        ("Ask whether it helps 40% of people.", []),
        ("## It helps 40% of people {#x}", []),
        ("Some can be cured today.\nSome can be cured later.", [1]),
        ("One.\n\n    It helps 4 of 10 people.", [3]),
        ("Only 40%.", []),
    ],
)
def test_a_sentence_with_a_figure_or_a_cure_needs_a_source(text: str, lines: list[int]):
    assert [line for line, _ in unsourced(text, STYLE)] == lines


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("drafs: [x]", "'drafs' is no list of words. Did you mean 'drafts'?"),
        ("drafts: x", "'drafts' must be a list: drafts: [one, other]."),
        ("drafts: [1]", "'1' is no text. Put it in quotes."),
        ("cites: ['(']", "'(' is not a pattern. Write words, or a regular expression."),
        ("claims: ['(']", "'(' is not a pattern. Write words, or a regular expression."),
        (
            "avoided: [brave]",
            'a rule needs its words and a reason. Write it like this: - {words: [brave], why: "…"}',
        ),
        ("- x", "this is no list of words. Write one for each key: drafts: [TBD]"),
    ],
)
def test_a_slip_in_the_lists_of_a_language_is_said(source: str, text: str):
    style, problems = read_style(source, path="en.yml")
    assert [problem.text for problem in problems] == [text]
    assert style == Style()


ENDORSED = "endorsements: ['^checked by']\nno_endorsements: ['nobody']\ndrafts: ['op. cit.']\n"


@pytest.mark.parametrize(
    ("text", "said_of"),
    [
        ("Checked by a bear.", ["Checked by"]),
        ("It is good. Checked by a bear.", ["Checked by"]),
        ("It was checked by a bear.", []),
        ("Checked by nobody. Checked by a bear.", ["Checked by"]),
        ("As in op. cit., it is.", ["op. cit."]),
    ],
)
def test_what_says_that_somebody_backs_the_guide_is_looked_for_in_each_sentence(
    text: str, said_of: list[str]
):
    style, _ = read_style(ENDORSED, path="en.yml")
    found = remains(f"<p>{text}</p>", sources=Sources(), phrases=style.phrases)
    assert [one.written for one in found] == said_of


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_lists_of_the_guide_can_be_read(language: str):
    source = (HOUSE / f"overrides/locales/style/{language}.yml").read_text("utf-8")
    style, problems = read_style(source, path="x.yml")
    assert problems == []
    assert style.avoided
    assert style.claims
