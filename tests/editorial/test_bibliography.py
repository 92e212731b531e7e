"""From what editors write and programs export to the reference that readers see, or to a sentence."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

import source
from editorial.problems import Problem
from editorial.references.bibtex import read_bibliography
from editorial.references.checks import entry_problems
from editorial.references.latex import plain
from editorial.references.vancouver import references
from editorial.words import read_words
from guides import HOUSE, TODAY, Guide, read_table

FOLDER = Path(__file__).parent
CASES = [case for name in ("bibliography.yml", "bibliography_more.yml") for case in read_table(FOLDER / name)]
IN_FILE = [case for case in CASES if "bib" in case]
RECORDS = [case for case in CASES if "bib" not in case]
WORDS = {
    language: read_words(
        (HOUSE / f"overrides/locales/{language}.yml").read_text("utf-8"), path="", locale=language
    )[0]
    for language in ("en", "es")
}


def read(text: str) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """Return the references of a bibliography by language and key, and all that a build says of it.

    Each entry is as if it said what kind of evidence it is and how much of it was read.
    """
    entries, problems = read_bibliography(text, path="a.bib")
    said = {"evidence": "other", "seen": "full text"}
    entries = {
        key: replace(entry, fields={**said, **entry.fields}) if entry.fields else entry
        for key, entry in entries.items()
    }
    problems += entry_problems(entries, path="a.bib", today=TODAY.date())
    shown = {language: references(entries, words, path="a.bib") for language, words in WORDS.items()}
    return {language: found for language, (found, _) in shown.items()}, problems + shown["en"][1]


def check_reference(case: dict, shown: dict[str, dict[str, str]], key: str) -> None:
    text = {language: plain(found.get(key, "")) for language, found in shown.items()}
    if "en" in case:
        assert text == {"en": case["en"], "es": case.get("es", case["en"])}
    assert all(part in text["en"] for part in case.get("has", ()))
    assert all(part in shown["en"][key] for part in case.get("html", ()))
    assert all(part in shown["en"][key] for part in case.get("en_html", ()))


@pytest.mark.parametrize("case", IN_FILE, ids=[case["name"] for case in IN_FILE])
def test_a_source_is_shown_as_it_is_or_its_slip_is_reported(case: dict):
    shown, problems = read(case["bib"])
    check_reference(case, shown, "x")
    told = [(problem, "notice" if problem.notice else "problem") for problem in problems]
    expected = [(kind, case[kind]) for kind in ("problem", "notice") if kind in case]
    if not expected:
        assert problems == []
    for kind, said in expected:
        (text,) = (
            problem.text
            for problem, its_kind in told
            if its_kind == kind
            and problem.line == said["line"]
            and all(word in problem.text for word in said["words"])
        )
        assert not any(word in text for word in said.get("not_words", ()))
        assert len(problems) == said.get("count", len(problems))


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """A server in the place of doi.org that gives one answer."""
    answers: list[str] = []

    class Host(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answers[-1].encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setattr(source, "REFUSED", lambda _: False)
    monkeypatch.setattr(source, "DOI", f"http://127.0.0.1:{server.server_port}/{{}}")
    yield answers.append
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("case", RECORDS, ids=[case["name"] for case in RECORDS])
def test_a_record_becomes_the_right_reference_or_is_refused(
    case: dict, guide: Guide, resolver: Callable[[str], None], capsys: pytest.CaptureFixture[str]
):
    guide.write("bib/references.bib", "")
    (form,) = {"nbib", "ris", "record", "doi", "csl", "html_page"} & case.keys()
    suffix = {"record": "bib", "csl": "json", "html_page": "html"}.get(form, form)
    if form == "doi":
        resolver(case["doi"])
        asked = ["--doi", "10.1000/x"]
    else:
        (guide.folder / f"record.{suffix}").write_text(case[form], encoding="utf-8")
        asked = ["--file", str(guide.folder / f"record.{suffix}")]
    failed = source.main(source.parser().parse_args(asked), guide.folder)
    said = capsys.readouterr().out
    written = (guide.folder / "bib/references.bib").read_text("utf-8")
    assert bool(failed) == ("problem" in case)
    for kind in ("problem", "notice"):
        assert all(word in said for word in case.get(kind, {}).get("words", ()))
    if failed:
        assert written == ""
        return
    entries, problems = read_bibliography(written, path="a.bib")
    assert problems == []
    assert [*entries] == case.get("keys", [*entries])
    assert all(part in written for part in case.get("entry_has", ()))
    shown, _ = read(written)
    check_reference(case, shown, next(iter(entries)))
