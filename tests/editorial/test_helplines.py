"""Phone lines: what editors are told of a wrong one, and what readers are shown of a right one."""

from datetime import date

import pytest

from editorial.site.helplines import read_helplines

LINE = """checked: 2026-11-23
lines:
  - id: one
    number: "0808 100 00"
    tel: "+4480810000"
    country: GB
    languages: [en, es]
    en: {name: Line One, hours: every day}
    es: {name: Línea Uno}
"""


def read(source: str):
    return read_helplines(source, path="help.yml", languages=["en", "es"], today=date(2026, 11, 24))


def test_a_line_speaks_each_language_and_names_its_country_and_languages_in_it():
    helplines, problems = read(LINE)
    assert problems == []
    (english,), (spanish,) = helplines.by_language["en"], helplines.by_language["es"]
    assert (english.name, english.country, english.languages) == (
        "Line One",
        "United Kingdom",
        ["English", "Spanish"],
    )
    assert (spanish.name, spanish.country, spanish.languages) == (
        "Línea Uno",
        "Reino Unido",
        ["inglés", "español"],
    )
    assert (english.hours, spanish.hours) == ("every day", None)


OTHERS = """others:
  - {id: two, dial: "800 911 2000", country: MX, checked: 2026-11-23, name: Two}
"""


def test_each_number_is_listed_in_every_way_to_dial_it():
    helplines, problems = read(LINE + OTHERS)
    assert problems == []
    assert helplines.numbers == [
        (
            "0808 100 00",
            {"080810000", "80810000", "4480810000"},
            ["Line One", "Línea Uno"],
            ["United Kingdom", "Reino Unido"],
        ),
        ("800 911 2000", {"8009112000", "528009112000"}, ["Two"], ["Mexico", "México"]),
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            'dial: "800 911 2000"',
            "dial: 8009112000",
            "is not written as it is read. Write it like this: - {id:",
        ),
        (", name: Two", "", "is not written as it is read."),
        ("country: MX", "country: MEX", "has the unknown country 'MEX'. Write its two letters, like US."),
        ('dial: "800 911 2000"', 'dial: "call us"', "has the dial 'call us'. Write the digits"),
        ("checked: 2026-11-23", "checked: 2026-11-25", "'checked' is in the future: 2026-11-25."),
        ("checked: 2026-11-23", "checked: soon", "is not written as it is read."),
    ],
)
def test_a_slip_in_another_number_is_said_with_its_line(right: str, wrong: str, said: str):
    helplines, problems = read(LINE + OTHERS.replace(right, wrong))
    assert helplines is None
    assert str(problems[0]).startswith("help.yml:11: ")
    assert said in problems[0].text


def test_lines_that_speak_the_readers_language_come_first_and_the_others_keep_their_order():
    names = {"one": "[en]", "two": "[en, es]", "three": "[fr]", "four": "[es]"}
    lines = [
        f"""  - id: {name}
    number: "0808 100 00"
    tel: "+4480810000"
    country: GB
    languages: {spoken}
    en: {{name: {name}}}
    es: {{name: {name}}}
"""
        for name, spoken in names.items()
    ]
    helplines, problems = read("checked: 2026-11-23\nlines:\n" + "".join(lines))
    assert problems == []
    order = {language: [line.id for line in helplines.by_language[language]] for language in ("en", "es")}
    assert order == {"en": ["one", "two", "three", "four"], "es": ["two", "four", "one", "three"]}


def test_a_line_says_what_to_ask_for_in_the_readers_language():
    helplines, _ = read(
        LINE.replace("es: {name: Línea Uno}", "es: {name: Línea Uno, ask: pida un intérprete}")
    )
    assert helplines.by_language["es"][0].ask == "pida un intérprete"
    assert helplines.by_language["en"][0].ask is None


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('tel: "+4480810000"', 'tel: "0808 10000"', "has the tel '0808 10000'. Write +"),
        ('number: "0808 100 00"', 'number: "0808 100 01"', "shows 0808 100 01 and dials +4480810000."),
        ("country: GB", "country: UK", "has the unknown country 'UK'."),
        ("languages: [en, es]", "languages: [en, sp]", "has the unknown language 'sp'."),
        ("es: {name: Línea Uno}", "es: {hours: nunca}", "lacks 'es: name'."),
        ("    country: GB\n", "", "lacks 'country'."),
    ],
)
def test_a_slip_is_said_with_its_line_and_no_line_is_shown(right: str, wrong: str, said: str):
    helplines, problems = read(LINE.replace(right, wrong))
    assert helplines is None
    assert str(problems[0]).startswith("help.yml:3: the phone line 'one'")
    assert said in problems[0].text


@pytest.mark.parametrize("source", ["", "checked: 2026-11-23", "lines: []", "checked: soon\nlines: []"])
def test_a_file_without_its_day_or_its_lines_is_said(source: str):
    helplines, problems = read(source)
    assert helplines is None
    assert problems[0].text.startswith("needs 'checked: 2026-11-23'")


def test_a_file_that_is_not_yaml_is_said_with_its_line():
    assert str(read("checked: [")[1][0]).startswith("help.yml:1: cannot be read as YAML")
