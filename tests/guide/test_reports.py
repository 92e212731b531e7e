"""What the page that reads a report makes of made-up reports: the table in tests/reports.yml, read in Node."""

import json
import os
import subprocess
import sys

import pytest

from guides import ROOT, read_table

REPORTS = read_table(ROOT / "tests/reports.yml")
DATA = [sys.executable, str(ROOT / "tests/javascript/report_data.py")]


def text_of(report: dict) -> str:
    return report["text"] * report.get("times", 1)


@pytest.fixture(scope="module")
def data() -> dict:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    return json.loads(
        subprocess.run(DATA, capture_output=True, text=True, check=True, env=environment).stdout
    )


@pytest.fixture(scope="module")
def read(data: dict) -> dict:
    given = json.dumps({"data": data, "texts": [text_of(report) for report in REPORTS]})
    command = ["node", str(ROOT / "tests/javascript/read-reports.mjs")]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return {report["name"]: one for report, one in zip(REPORTS, json.loads(done.stdout), strict=True)}


def found_terms(one: dict, data: dict) -> set[str]:
    terms = {data["terms"][mark["term"]]["id"] for mark in one["marks"] if mark["term"] >= 0}
    return terms | {data["stains"][mark["stain"]]["id"] for mark in one["marks"] if mark["stain"] >= 0}


def test_there_are_forty_reports():
    assert len(REPORTS) >= 40


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report["name"])
def test_every_sign_is_read_and_none_the_wrong_way_round(report: dict, read: dict):
    one = read[report["name"]]
    assert {stain: found["sign"] for stain, found in one["signs"].items()} == report["signs"]
    unclear = {mark["text"] for mark in one["marks"] if mark["sign"] == "?" and mark["stain"] >= 0}
    assert {*report.get("unclear", ())} <= unclear


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report["name"])
def test_a_report_leads_to_the_pages_that_its_signs_match_and_to_no_other(
    report: dict, read: dict, data: dict
):
    one = read[report["name"]]
    assert [data["patterns"][fit["pattern"]]["id"] for fit in one["fits"]] == report["fits"]
    for fit in one["fits"]:
        assert any(sign == "+" for _, sign in fit["led"])
        assert all(one["signs"][stain]["sign"] == sign for stain, sign in fit["led"])


def test_98_of_100_listed_terms_are_found(read: dict, data: dict):
    wanted = [(report["name"], term) for report in REPORTS for term in report.get("terms", ())]
    missing = [(name, term) for name, term in wanted if term not in found_terms(read[name], data)]
    assert len(missing) <= 0.02 * len(wanted), missing


def test_what_is_no_word_of_the_guide_is_not_marked(read: dict, data: dict):
    for report in REPORTS:
        found = {
            name
            for mark in read[report["name"]]["marks"]
            for name in [
                data["stains"][mark["stain"]]["id"]
                if mark["stain"] >= 0
                else data["terms"][mark["term"]]["id"]
            ]
            if mark["sign"] or mark["stain"] < 0
        }
        assert not found & {*report.get("not_terms", ())}


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report["name"])
def test_a_text_comes_back_unchanged_but_for_marks(report: dict, read: dict):
    text, end = text_of(report), 0
    for mark in read[report["name"]]["marks"]:
        assert end <= mark["start"] < mark["end"]
        assert text[mark["start"] : mark["end"]] == mark["text"]
        end = mark["end"]
    assert end <= len(text)


def test_the_language_of_a_report_is_known(read: dict):
    for report in REPORTS:
        if "language" in report:
            assert read[report["name"]]["language"] == report["language"], report["name"]


SAID_POSITIVE = {
    "tissue": {"en": "The tumor is positive for {}.", "es": "Las células son positivas para {}."},
    "blood": {"en": "{} is elevated.", "es": "{} elevado."},
}


def test_every_spelling_of_every_stain_is_read_with_its_sign(data: dict):
    cases = [
        (stain, name, text.format(name), "-" if name in stain.get("turned", ()) else "+")
        for stain in data["stains"]
        for language, text in SAID_POSITIVE["blood" if stain["kind"] == "blood" else "tissue"].items()
        for name in stain["spellings"][language]
        if name not in stain.get("means", {})
    ]
    given = json.dumps({"data": data, "texts": [text for _, _, text, _ in cases]})
    command = ["node", str(ROOT / "tests/javascript/read-reports.mjs")]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    wrong = []
    for (stain, name, _, sign), one in zip(cases, json.loads(done.stdout), strict=True):
        # Of a name that is a stain and a blood marker, either is meant.
        ids = {
            other["id"]
            for other in data["stains"]
            if name in {*other["spellings"]["en"], *other["spellings"]["es"]}
        }
        if not any(found["sign"] == sign and id_ in ids for id_, found in one["signs"].items()):
            wrong.append((stain["id"], name, one["signs"]))
    assert wrong == []


def test_a_long_report_is_read_in_a_time_that_grows_no_faster_than_it(read: dict):
    assert read["two hundred thousand characters"]["milliseconds"] < 5000
