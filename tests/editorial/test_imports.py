"""Adding a source: what programs export becomes an entry in house format, at its place, and nothing is lost."""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import source
from editorial.references.bibtex import read_bibliography
from editorial.references.imports import (
    Record,
    UnreadableRecordError,
    entry_text,
    from_bibtex,
    from_csl,
    from_medline,
    from_open_library,
    from_ris,
    new_key,
    with_entry,
)
from editorial.references.latex import to_text
from editorial.references.tagged import read_tagged
from editorial.references.web_pages import from_web_page
from editorial.references.writing import checked_entry
from editorial.text import without_unseen
from guides import ROOT, Guide, read_table

pytestmark = pytest.mark.slow

pytestmark = pytest.mark.slow

CASES = read_table(ROOT / "tests/editorial/imports.yml")
ANSWERS = read_table(ROOT / "tests/editorial/answers.yml")
KINDS = read_table(ROOT / "tests/editorial/kinds.yml")
BIBLIOGRAPHY = "% All sources.\n\n@book{b,\n  title = {B},\n}\n"
OLD = "@article{old2001,\n  title = {Old},\n  journal = {J},\n  year = {2001},\n  doi = {10.1000/Old},\n}\n"


def added(guide: Guide, *asked: str) -> int:
    return source.main(source.parser().parse_args(asked), guide.folder)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_record_becomes_an_entry_or_a_sentence(
    guide: Guide, case: dict, capsys: pytest.CaptureFixture[str]
):
    guide.write("bib/references.bib", OLD)
    file = guide.folder / case["file"]
    file.write_text(case["text"], encoding="utf-8")
    failed = added(guide, "--file", str(file))
    bibliography = (guide.folder / "bib/references.bib").read_text(encoding="utf-8")
    if "says" in case:
        assert failed
        assert capsys.readouterr().out == f"{file}: {case['says']}\nNothing was changed.\n"
        assert bibliography == OLD
    else:
        assert not failed
        assert case["entry"] in bibliography
        assert OLD.strip() in bibliography


def test_what_was_added_can_be_cited_and_the_guide_builds(guide: Guide):
    file = guide.folder / "record.nbib"
    file.write_text(CASES[0]["text"], encoding="utf-8")
    before = (guide.folder / "bib/references.bib").read_text(encoding="utf-8")
    guide.write("bib/references.bib", before.replace("doe2019", "abel2018"))
    assert added(guide, "--file", str(file)) == 0
    guide.write_both("about.md", "About", "\nWords [@doe2019; @abel2018].\n")
    assert guide.build() == [
        "bib/references.bib:17: 'doe2019' still has seen = {write-this}. Say how much of it you read. "
        "Write one of: full text, abstract, record, elsewhere."
    ]
    written = (guide.folder / "bib/references.bib").read_text(encoding="utf-8")
    guide.write("bib/references.bib", written.replace("{write-this}", "{abstract}"))
    assert guide.build() == []
    assert "50% of what we know" in guide.html("about.html")


def test_a_source_that_is_there_already_is_named_and_nothing_changes(
    guide: Guide, capsys: pytest.CaptureFixture[str]
):
    guide.write("bib/references.bib", OLD)
    file = guide.folder / "a.bib"
    file.write_text("@article{x, title={T}, author={D, J}, journal={J}, year={2001}, doi={10.1000/OLD}}")
    assert added(guide, "--file", str(file)) == 1
    said = "bib/references.bib:1: it is there already. Cite it as [@old2001].\nNothing was changed.\n"
    assert capsys.readouterr().out == said
    assert (guide.folder / "bib/references.bib").read_text() == OLD


def test_what_the_record_does_not_say_is_asked_for(guide: Guide, capsys: pytest.CaptureFixture[str]):
    file = guide.folder / "record.bib"
    file.write_text(CASES[2]["text"], encoding="utf-8")
    assert added(guide, "--file", str(file)) == 0
    assert [line.partition(" Write")[0] for line in capsys.readouterr().out.splitlines()[-2:]] == [
        "bib/references.bib:14: 'doe2021' still has evidence = {write-this}. Say what kind of evidence it is.",
        "bib/references.bib:15: 'doe2021' still has seen = {write-this}. Say how much of it you read.",
    ]


@pytest.mark.parametrize("asked", [[], ["--doi", "10.1/x", "--pmid", "1"]])
def test_one_thing_must_be_asked_for(guide: Guide, asked: list[str], capsys: pytest.CaptureFixture[str]):
    assert added(guide, *asked) == 1
    assert capsys.readouterr().out.startswith("Say one of: make source FILE=")


def test_a_name_without_a_comma_may_be_a_person_of_which_somebody_is_told(
    guide: Guide, capsys: pytest.CaptureFixture[str]
):
    guide.write("bib/references.bib", OLD)
    file = guide.folder / "record.ris"
    file.write_text(
        "TY  - JOUR\nAU  - Jane Doe\nAU  - Example Study Group\nTI  - Cells\nJO  - J Ex\nPY  - 2019\n"
    )
    assert added(guide, "--file", str(file)) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("The name")]
    assert told == [
        "The name 'Jane Doe' has no comma, so it is written as an organization's. If it is a person's, write "
        "'Doe, Jane' without the braces."
    ]


# From the network


class Host(BaseHTTPRequestHandler):
    """Answers as doi.org and PubMed do, or misbehaves."""

    answers: dict[str, tuple[int, bytes, dict[str, str]]] = {}  # noqa: RUF012

    def do_GET(self):
        status, body, headers = self.answers[self.path]
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, int, str], None]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(source, "REFUSED", lambda _: False)
    monkeypatch.setattr(source, "DOI", f"{address}/doi/{{}}")
    monkeypatch.setattr(source, "PMID", f"{address}/pmid/{{}}")
    monkeypatch.setattr(source, "PMC", f"{address}/pmc/{{}}")
    monkeypatch.setattr(source, "ISBN", f"{address}/isbn/{{}}")
    yield lambda path, status, text: Host.answers.update({path: (status, text.encode(), {})})
    server.shutdown()
    server.server_close()


def test_a_doi_and_a_pmid_are_asked_of_the_network(guide: Guide, host: Callable[[str, int, str], None]):
    host("/doi/10.1000/y", 200, CASES[2]["text"])
    host("/pmid/90000001", 200, CASES[0]["text"])
    assert added(guide, "--doi", "10.1000/y") == 0
    assert added(guide, "--pmid", "90000001") == 0
    entries, problems = read_bibliography((guide.folder / "bib/references.bib").read_text(), path="b")
    assert problems == []
    assert {"doe2021", "doe2019b"} <= set(entries)


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case["name"])
@pytest.mark.usefixtures("host")
def test_an_answer_is_what_was_asked_for_or_a_sentence(
    guide: Guide, case: dict, capsys: pytest.CaptureFixture[str]
):
    top = source.PMID.partition("/pmid")[0]
    for answer in case["answers"]:
        headers = {"Location": top + answer["sent"]} if "sent" in answer else {}
        body = answer.get("text", "").encode(answer.get("encoding", "utf-8"))
        if "type" in answer:
            headers["Content-Type"] = answer["type"]
        if "packed" in answer:
            headers["Content-Encoding"] = answer["packed"]
            body = gzip.compress(body)
        Host.answers[answer["path"]] = (answer.get("status", 200), body, headers)
    guide.write("bib/references.bib", OLD)
    failed = added(guide, case["asked"].replace("=/", f"={top}/"))
    said, after = capsys.readouterr().out, (guide.folder / "bib/references.bib").read_text("utf-8")
    assert bool(failed) == ("entry" not in case), said
    assert case.get("says", "") in said
    assert case.get("entry", "") in after.replace(OLD, "")
    assert (after == OLD) == bool(failed)


def test_what_somebody_writes_while_a_service_is_asked_stays(
    guide: Guide, host: Callable[[str, int, str], None], monkeypatch: pytest.MonkeyPatch
):
    def asked(*arguments: Any, **named: Any) -> Any:
        guide.write("bib/references.bib", OLD)
        return ask(*arguments, **named)

    ask = source.ask
    monkeypatch.setattr(source, "ask", asked)
    host("/pmid/90000001", 200, CASES[0]["text"])
    assert added(guide, "--pmid", "90000001") == 0
    assert OLD.strip() in (guide.folder / "bib/references.bib").read_text("utf-8")


HOSTILE = [
    ("VI  - 12}, note = {x", "volume = {12\\textbraceright{}, note = \\textbraceleft{}x}"),
    ("IP  - {", ""),
    ("PG  - 1}}\n@misc{evil", ""),
    ("AID - 10.1/x}, note={y [doi]", ""),
    ("PMC - PMC1} @misc{a,", ""),
    ("TI  - Cells.}, note = {x", ""),
]


@pytest.mark.parametrize(("line", "shown"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_record_stays_one_entry_whatever_a_stranger_wrote_into_it(guide: Guide, line: str, shown: str):
    before, _ = read_bibliography((guide.folder / "bib/references.bib").read_text("utf-8"), path="")
    (guide.folder / "a.nbib").write_text(
        f"PMID- 90000020\nTI  - Bones.\nTA  - J Ex\nDP  - 2019\n{line}\nFAU - Roe, Jane\n", "utf-8"
    )
    added(guide, "--file", str(guide.folder / "a.nbib"))
    after, problems = read_bibliography((guide.folder / "bib/references.bib").read_text("utf-8"), path="")
    assert problems == []
    new = after.keys() - before.keys()
    assert new <= {"roe2019"}
    assert all("note" not in after[key].fields for key in new)
    assert "".join(shown.split()) in "".join((guide.folder / "bib/references.bib").read_text("utf-8").split())


def test_a_year_in_two_braces_is_a_year(guide: Guide):
    (guide.folder / "a.bib").write_text(
        "@article{x, author={Roe, Jane}, title={{Bones}}, journal={{J Ex}}, year={{2019}}, volume={{3}}}\n"
    )
    assert added(guide, "--file", str(guide.folder / "a.bib")) == 0
    entries, _ = read_bibliography((guide.folder / "bib/references.bib").read_text("utf-8"), path="")
    assert (entries["roe2019"].fields["title"], entries["roe2019"].fields["volume"]) == ("Bones", "3")


@given(
    st.dictionaries(
        st.sampled_from(["title", "volume", "pages", "doi", "note"]), st.text(min_size=1), min_size=1
    )
)
def test_what_is_written_comes_back_the_same_or_is_refused(fields: dict[str, str]):
    try:
        text = checked_entry("key", fields)
    except UnreadableRecordError:
        return
    entries, problems = read_bibliography(text, path="")
    assert problems == []
    assert {key: dict(entry.fields) for key, entry in entries.items()} == {
        "key": {name: " ".join(value.split()) for name, value in fields.items()}
    }


@pytest.mark.parametrize(
    ("copied", "kind", "value"),
    [
        ("https://doi.org/10.1000/y", "doi", "10.1000/y"),
        ("doi:10.1000/y", "doi", "10.1000/y"),
        ("<https://dx.doi.org/10.1000/y>", "doi", "10.1000/y"),
        ("https://www.example.com/doi/abs/10.1000/y?x=1#a", "doi", "10.1000/y"),
        ("https://pubmed.ncbi.nlm.nih.gov/90000001/", "pmid", "90000001"),
        ("PMID: 90000001", "pmid", "90000001"),
        ("90000001", "pmid", "90000001"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC9000001/", "pmcid", "PMC9000001"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC9000001/", "pmcid", "PMC9000001"),
        ("PMC9000001", "pmcid", "PMC9000001"),
        ("978-0-306-40615-7", "isbn", "9780306406157"),
        ("ISBN 0-306-40615-2", "isbn", "0306406152"),
        ("https://www.example.org/cells", "page", "https://www.example.org/cells"),
        ("https://example.org/pubmed/90000001", "page", "https://example.org/pubmed/90000001"),
    ],
)
def test_what_people_copy_is_known_for_what_it_is(copied: str, kind: str, value: str):
    assert source.asked_for(copied) == (kind, value)


@pytest.mark.parametrize(
    "copied", ["", "cells", "10.1000", "978-0-306-40615-8", "file:///etc/passwd", "ftp://e.org/a"]
)
def test_what_is_none_of_them_is_told(guide: Guide, copied: str, capsys: pytest.CaptureFixture[str]):
    assert added(guide, "--from", copied) == 1
    assert capsys.readouterr().out.startswith(
        "Say one of" if not copied else f"{copied}: is not a DOI, a PMID"
    )


def test_a_pmcid_an_isbn_and_a_page_are_asked_of_who_knows_them(
    guide: Guide, host: Callable[[str, int, str], None]
):
    address = source.PMC.partition("/pmc")[0]
    host("/pmc/PMC9000001", 200, '{"status": "ok", "records": [{"pmcid": "PMC9000001", "pmid": 90000001}]}')
    host("/pmid/90000001", 200, CASES[0]["text"])
    book = '{"title": "Oncology", "authors": [{"name": "Jane Doe"}], "publishers": [{"name": "P"}], "publish_date": "May 2015"}'
    host("/isbn/9780306406157", 200, f'{{"ISBN:9780306406157": {book}}}')
    host(
        "/page",
        200,
        '<html lang="en"><title>Cells - Institute</title><meta property="og:site_name" content="Institute">',
    )
    for asked in ("PMC9000001", "978-0-306-40615-7", f"{address}/page"):
        assert added(guide, "--from", asked) == 0
    written = (guide.folder / "bib/references.bib").read_text("utf-8")
    assert "pmcid    = {PMC9000001}" in written
    assert "@book{doe2015,\n  author    = {Jane Doe},\n  title     = {Oncology}," in written
    assert f"  url          = {{{address}/page}},\n  urldate      = {{2" in written


def test_files_of_several_records_are_added_but_for_those_that_cannot_be(
    guide: Guide, capsys: pytest.CaptureFixture[str]
):
    file = guide.folder / "many.ris"
    one = "TY  - JOUR\nAU  - Doe, Jane\nTI  - {}\nJO  - J Ex\nPY  - 2019\nVL  - 1\nER  - \n\n"
    file.write_text(
        one.format("Bones")
        + one.format("Bones")
        + "TY  - JOUR\nTI  - Nothing\nER  - \n"
        + one.format("Blood")
    )
    assert added(guide, "--file", str(file)) == 1
    said = capsys.readouterr().out
    assert "it is there already. Cite it as [@doe2019b]." in said
    assert "(Nothing): it has no author and no journal and no year." in said
    entries, _ = read_bibliography((guide.folder / "bib/references.bib").read_text(), path="b")
    assert {key: entries[key].fields["title"] for key in ("doe2019b", "doe2019c")} == {
        "doe2019b": "Bones",
        "doe2019c": "Blood",
    }


def test_a_source_is_found_under_another_key_by_its_title_year_and_journal(
    guide: Guide, capsys: pytest.CaptureFixture[str]
):
    guide.write(
        "bib/references.bib",
        "@article{lee, title = {{BRAF} in cells}, journal = {Lancet Oncol}, year = {2019}}\n",
    )
    file = guide.folder / "a.bib"
    file.write_text(
        "@article{x, author={Lee, M}, title={BRAF in Cells.}, journal={The Lancet Oncology}, year={2019}}"
    )
    assert added(guide, "--file", str(file)) == 1
    assert "Cite it as [@lee]." in capsys.readouterr().out


def test_the_line_ends_of_the_bibliography_stay(guide: Guide):
    (guide.folder / "bib/references.bib").write_bytes(OLD.replace("\n", "\r\n").encode())
    file = guide.folder / "record.ris"
    file.write_text(CASES[1]["text"], encoding="utf-8")
    assert added(guide, "--file", str(file)) == 0
    raw = (guide.folder / "bib/references.bib").read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") > 15
    assert [path.name for path in (guide.folder / "bib").iterdir()] == ["references.bib"]


@pytest.mark.parametrize(
    ("status", "text", "says"),
    [
        (404, "", "cannot be reached (404 Not Found). Save the record as a file there"),
        (200, "<html>", "no record in the format of PubMed is in it."),
        (200, "", "no record in the format of PubMed is in it."),
    ],
)
def test_a_host_that_misbehaves_is_said_with_what_to_do_instead(
    guide: Guide,
    host: Callable[[str, int, str], None],
    capsys: pytest.CaptureFixture[str],
    *,
    status: int,
    text: str,
    says: str,
):
    before = (guide.folder / "bib/references.bib").read_text()
    host("/pmid/1", status, text)
    assert added(guide, "--pmid", "1") == 1
    assert says in capsys.readouterr().out
    assert (guide.folder / "bib/references.bib").read_text() == before


def test_without_a_network_the_way_without_one_is_said(
    guide: Guide, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(source, "DOI", "http://127.0.0.1:9/{}")
    assert added(guide, "--doi", "10.1000/y") == 1
    assert "run: make source FILE=the-file.nbib\nNothing was changed." in capsys.readouterr().out


# The parts


@pytest.mark.parametrize("case", KINDS, ids=str)
def test_the_kind_of_evidence_is_what_the_record_says(case: dict):
    types = [f"PT  - {one}\n" for one in case.get("types", [])]
    headings = [f"MH  - {one}\n" for one in case.get("headings", [])]
    fields = from_medline("".join(["PMID- 1\n", *types, *headings]))[0].fields
    assert fields["evidence"] == case["evidence"]


@pytest.mark.parametrize(
    ("pages", "entry"),
    [
        ("123-31", "123--131"),
        ("9-17", "9--17"),
        ("e12", "e12"),
        ("S1-9", "S1--9"),
        ("1-2, 9", "1--2, 9"),
        ("", None),
    ],
)
def test_pages_are_written_in_full(pages: str, entry: str | None):
    assert from_medline(f"PMID- 1\nPG  - {pages}\n")[0].fields.get("pages") == entry


def test_keys_are_never_given_twice():
    fields = {"author": "Doe, J.", "year": "2019"}
    assert [new_key(fields, taken) for taken in ([], ["DOE2019"], ["doe2019", "doe2019b"])] == [
        "doe2019",
        "doe2019b",
        "doe2019c",
    ]


def test_comments_stay_above_the_entry_that_follows_them():
    text = "% Top.\n\n% About c.\n@book{c,\n}\n\n% About b.\n\n@book{b,\n}\n\n% The end.\n"
    assert with_entry(text, "@book{a,\n}") == (
        "% Top.\n\n@book{a,\n}\n\n% About b.\n@book{b,\n}\n\n% About c.\n@book{c,\n}\n\n% The end.\n"
    )


@pytest.mark.content
def test_the_real_bibliography_is_in_order_and_changes_by_one_entry_alone():
    text = (ROOT / "bib/references.bib").read_text(encoding="utf-8")
    entry = entry_text("zzz2020", {"title": "Z"})
    assert with_entry(text, entry) == f"{text}\n{entry}\n"


@given(
    st.lists(st.from_regex(r"[a-z]{1,5}[0-9]{4}", fullmatch=True)), st.lists(st.text("ab% \n", max_size=9))
)
def test_no_line_of_a_bibliography_is_ever_lost(keys: list[str], comments: list[str]):
    blocks = [f"@book{{{key},\n  title = {{T}},\n}}\n" for key in keys]
    comments = [f"% {one.strip()}\n".replace("\n", " ").strip() + "\n" for one in comments]
    text = "\n".join(part for pair in zip(blocks, comments, strict=False) for part in pair) or "% Top.\n"
    changed = with_entry(text, "@book{m0,\n}")
    assert sorted(filter(None, changed.splitlines())) == sorted(
        filter(None, [*text.splitlines(), "@book{m0,", "}"])
    )


ODD = st.text(st.sampled_from('@{}=,"\\\\%$<>/&;: -\\naTYIERPMD01.[]'), max_size=80)


@pytest.mark.parametrize(
    "read",
    [from_medline, from_ris, from_bibtex, from_csl, partial(from_open_library, isbn="1"), from_web_page],
)
@settings(deadline=None)
@given(text=st.one_of(st.text(), ODD))
def test_any_text_is_read_as_records_or_refused(read: Callable[[str], list[Record]], text: str):
    try:
        records = read(text)
    except UnreadableRecordError:
        return
    for record in records:
        with suppress(UnreadableRecordError):
            checked_entry("key", record.fields, record.kind)


MEMBERS = st.sampled_from(
    [
        "type",
        "title",
        "author",
        "family",
        "issued",
        "date-parts",
        "DOI",
        "updated-by",
        "relation",
        "page",
        "ISBN:1",
        "name",
        "language",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(MEMBERS, inner, max_size=5),
    max_leaves=12,
)


@settings(deadline=None)  # The first language that is none makes the names of all languages be read.
@given(st.dictionaries(MEMBERS, JSON))
def test_any_json_is_read_as_a_record_or_refused(said: dict):
    for read in (from_csl, partial(from_open_library, isbn="1")):
        with suppress(UnreadableRecordError):
            read(json.dumps({**said, "type": "book"}))


@given(st.text())
def test_any_text_can_be_read_as_a_record(text: str):
    assert all(record.texts for record in read_tagged(text))


@given(
    st.text(
        st.characters(codec="utf-8", exclude_characters="{}\\~^$–—“”‘’<&", exclude_categories=["C", "Z"]),
        min_size=1,
    )
)
def test_a_title_is_shown_as_it_was_written(title: str):
    fields = from_medline(f"PMID- 1\nTI  - {title}x\n")[0].fields
    entries, problems = read_bibliography(entry_text("a", fields), path="b")
    assert problems == []
    shown = to_text(entries["a"].fields["title"])
    for typeset, written in (("–", "--"), ("—", "---"), ("“", "``"), ("”", "''"), ("‘", "`"), ("’", "'")):
        shown = shown.replace(typeset, written)
    assert shown == without_unseen(f"{title}x")


_KNOWN = {"author": "Doe, Jane", "title": "Bones", "journal": "J Ex", "year": "2019"}
_ARTICLE = f"@article{{a, {', '.join(f'{name} = {{{text}}}' for name, text in _KNOWN.items())}}}\n"
_PATENT = "@patent{b, title = {A {New} way}, year = 2019}\n"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("many.bib", f"{_PATENT}{_ARTICLE}", ":1 (A {New} way): it is of the kind '@patent'"),
        ("many.bib", f"{_ARTICLE}\n{_PATENT}", ":3 (A {New} way): it is of the kind '@patent'"),
        (
            "many.ris",
            "TY  - JOUR\nAU  - Doe, Jane\nTI  - Bones\nJO  - J Ex\nPY  - 2019\nER  - \n\nTY  - PAT\nTI  - A way\nER  - \n",
            ":8 (A way): its kind 'PAT'",
        ),
        (
            "many.json",
            '[{"type": "patent", "title": "A way"}, {"type": "article-journal", "title": "Bones", '
            '"author": [{"family": "Doe", "given": "Jane"}], "container-title": "J Ex", '
            '"issued": {"date-parts": [[2019]]}}]',
            " (A way): its kind 'patent'",
        ),
    ],
)
def test_a_kind_that_is_not_known_is_said_with_its_line_and_the_others_are_added(
    guide: Guide, capsys: pytest.CaptureFixture[str], name: str, text: str, said: str
):
    file = guide.folder / name
    file.write_text(text, encoding="utf-8")
    assert added(guide, "--file", str(file)) == 1
    assert f"{file}{said}" in capsys.readouterr().out
    entries, _ = read_bibliography((guide.folder / "bib/references.bib").read_text(), path="b")
    assert "Bones" in [entry.fields["title"] for entry in entries.values()]


def test_characters_that_nobody_sees_in_a_record_are_left_out(guide: Guide):
    file = guide.folder / "one.ris"
    file.write_text(
        "\ufeffTY  - JOUR\r\nAU  - Doe, Jane\r\nTI  - Bo\u200bnes\r\nAB  - \u2009a\u0000b\r\nJO  - J Ex\r\nPY  - 2019\r\nER  - \r\n",
        encoding="utf-8",
    )
    assert added(guide, "--file", str(file)) == 0
    assert "title    = {Bones}," in (guide.folder / "bib/references.bib").read_text(encoding="utf-8")
