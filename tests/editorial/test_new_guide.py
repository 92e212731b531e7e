"""A new guide, made of the files of this one: what is typed stays text, and what is not wanted leaves no trace."""

import subprocess
from datetime import date
from pathlib import Path

import new_guide
import pytest
import yaml
from babel import localedata

from editorial.pages.new_guide import (
    PARTS,
    Plan,
    page,
    page_names,
    read_plan,
    settings,
    without_targets,
    words,
)
from editorial.words import read_words
from guides import ROOT, read_table

DAY = date(2026, 11, 24)
TOLD = read_table(ROOT / "tools/new/pages.yml")
GOOD = {
    "name": "Bien dormir",
    "languages": "fr,en,ar",
    "original": "fr",
    "subject": "L'insomnie",
    "without": "",
}
#: Names that are harmless as text, and something else to a program that reads them as its own.
NAMES = [
    'Say "sleep"', "$(touch ran)", "../../etc", "A: b # c", "{{ 7*7 }}", "[@key] *a* {#id}", "!ENV [X]", "- a", "'", "\\",
    "Sleep & rest", "`ls`", "%s {name} {write}", "مرحبا", "Yes",
]  # fmt: skip


def plan(**other: str) -> Plan:
    made, said = read_plan(**GOOD | other, today=DAY)
    assert made, said
    return made


def config(made: Plan) -> dict:
    text = settings((ROOT / "mkdocs.yml").read_text("utf-8"), made, page_names(TOLD, made))

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_constructor("!ENV", lambda loader, node: loader.construct_sequence(node)[1])
    return yaml.load(text, Loader)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": " "}, "NAME is missing. Write it in quotes: NAME='Sleep well'"),
        ({"name": "<b>A"}, "NAME may not have the sign '<'. Write it in words."),
        ({"name": "A\nB"}, "NAME has a character that nobody sees. Type it again, on one line."),
        ({"subject": "A\x1b[31m"}, "SUBJECT has a character that nobody sees. Type it again, on one line."),
        ({"subject": "A" * 81}, "SUBJECT has 81 characters, more than 80. Write a shorter one."),
        ({"subject": ""}, "SUBJECT is missing. Write it in quotes: SUBJECT='Insomnia'"),
        ({"languages": ""}, "LANGUAGES is missing. Write a code for each language: LANGUAGES=fr,en"),
        ({"languages": "fr,xx"}, "'xx' is not the code of a language. Write it like en, es or pt-BR: LANGUAGES=fr,en"),
        ({"languages": "fr,../x"}, "'../x' is not the code of a language. Write it like en, es or pt-BR: LANGUAGES=fr,en"),
        ({"languages": "fr,en,fr"}, "'fr' stands in LANGUAGES twice. Write it once."),
        ({"original": "de"}, "ORIGINAL is 'de', which is not one of LANGUAGES: fr, en, ar."),
        ({"without": "figure,serach"}, f"WITHOUT names 'serach', which is not one of: {', '.join(PARTS)}."),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_one_sentence(typed: dict[str, str], said: str):
    assert read_plan(**GOOD | typed, today=DAY) == (None, said)


def test_the_first_language_is_the_original_unless_another_is_named():
    assert plan(original="").languages == ("fr", "en", "ar")
    assert plan(original="en").languages == ("en", "fr", "ar")
    assert plan(languages="pt-BR zh-Hant", original="").languages == ("pt-BR", "zh-Hant")


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_guide_is_called_its_settings_say_just_that(name: str):
    made = plan(name=name, subject=name)
    written = config(made)
    assert written["site_name"] == name
    languages = next(iter(written["plugins"][0].values()))["languages"]
    assert [one["site_name"] for one in languages[1:]] == [name, name]
    assert written["extra"]["editorial"]["subject"] == dict.fromkeys(("fr", "en", "ar"), name)
    assert set(made.slug) <= {*"abcdefghijklmnopqrstuvwxyz0123456789-"}
    assert made.slug


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_guide_is_called_its_pages_have_it_as_their_text_alone(name: str):
    text = page(TOLD, "index", "en", plan(name=name))
    assert yaml.safe_load(text.split("---\n")[1])["title"] == "Home"
    assert text.count("<!-- write this -->") == 1


def test_settings_lead_to_pages_that_are_written_and_to_no_other():
    for without in ("", *PARTS, " ".join(PARTS)):
        made = plan(without=without)
        names = {f"{name}.md" for name in page_names(TOLD, made)}
        written = config(made)
        editorial = written["extra"]["editorial"]
        assert {*written["nav"]} == names
        named = {
            editorial[key]
            for key in ("about", "glossary_page", "search", "index", "help")
            if key in editorial
        }
        named |= {*editorial["footer"], *editorial["screen_only"], *editorial.get("body_figure", {}).values()}
        assert named <= names, without


def test_words_of_a_language_that_is_known_are_taken_and_those_of_another_are_marked():
    source = (ROOT / "overrides/locales/en.yml").read_text("utf-8")
    own = words(source, "en-GB", is_known=True, instead={"search.placeholder": 'A "b"'}, left_out=[])
    assert "# translate" not in own
    british, problems = read_words(own, path="en-GB.yml", locale="en-GB")
    assert problems == []
    assert british.locale == "en_GB"
    assert british.say("search.placeholder") == 'A "b"'
    arabic, problems = read_words(
        words(source, "ar", is_known=False, instead={}, left_out=[]), path="", locale="ar"
    )
    assert problems == []
    assert arabic.waiting
    assert arabic.locale == "ar_EG"
    forms = {key.rpartition(".")[2] for key in arabic.texts if key.startswith("search.count.")}
    assert forms == {"zero", "one", "two", "few", "many", "other"}
    assert "# translate" not in " ".join(arabic.texts.values())


def test_any_language_that_is_known_may_be_one_of_a_guide():
    source = (ROOT / "overrides/locales/en.yml").read_text("utf-8")
    codes = {name.replace("_", "-") for name in localedata.locale_identifiers()}
    known = [code for code in codes if read_plan(**GOOD | {"languages": code, "original": ""}, today=DAY)[0]]
    assert len(known) > 100
    for code in [*sorted(known)[::7], "no", "qu", "zh-Hant", "sr-Latn"]:
        text = words(source, code, is_known=False, instead={}, left_out=[])
        assert read_words(text, path="", locale=code)[1] == [], code
        assert config(plan(languages=code, original=""))["extra"]["editorial"]["subject"] == {
            code: "L'insomnie"
        }


def test_a_part_that_is_left_out_leaves_no_words_and_no_settings():
    source = (ROOT / "overrides/locales/en.yml").read_text("utf-8")
    whole = plan()
    for name, part in PARTS.items():
        made = plan(without=name)
        text = words(source, "en", is_known=True, instead={}, left_out=made.left_out)
        known = read_words(text, path="", locale="en")[0].texts
        assert [key for key in known if key.startswith(part.words) and key != "reader.clear"] == []
        assert [key for key in part.settings if key in config(made)["extra"]["editorial"]] == []
        assert set(page_names(TOLD, whole)) >= set(page_names(TOLD, made))


def test_a_target_of_make_goes_with_what_is_said_above_it():
    makefile = ".PHONY: a guide b\n\n# One.\na: x\n\tone\n\n# Two,\n# and more.\nguide: x\n\ttwo\n\n# Three.\nb:\n\tthree\n"
    assert (
        without_targets(makefile, "guide") == ".PHONY: a b\n\n# One.\na: x\n\tone\n\n# Three.\nb:\n\tthree\n"
    )


def test_a_new_guide_begins_a_history_of_its_own_whatever_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    other, folder = tmp_path / "other", tmp_path / "new"
    subprocess.run(["git", "init", "--quiet", other], check=True)
    folder.mkdir()
    (folder / "README.md").write_text("# New\n")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    new_guide.begin_history(folder)
    assert (folder / ".git/index").is_file()
    assert not (other / ".git/index").exists()
