"""What became of sources: the services' forms, one polite run, and what a build makes of the answers."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sources
from editorial.references.status import (
    State,
    Status,
    of_crossref,
    of_medline,
    read_statuses,
    statuses_text,
)
from editorial.references.tagged import read_tagged
from guides import Guide, read_table
from services import Services, running_services

CASES = read_table(Path(__file__).parent / "statuses.yml")
QUICK = sources.Manners(pause=0, timeout=5, retries=2, back_off=0, longest=0.05)
ARTICLE = (
    "@article{{{key}, title = {{T {key}}}, journal = {{J}}, year = 2019, {field}, evidence = {{review}}, "
    "seen = {{abstract}}}}\n"
)
RETRACTED = "PMID- 1\nTI  - T.\nPT  - Retracted Publication\nRIN - J Ex. 2021;5:1. PMID: 9\n"
ALIVE = "PMID- 1\nTI  - T.\nPT  - Journal Article\n"


@pytest.fixture
def services() -> Iterator[Services]:
    with running_services() as running:
        yield running


def ask(guide: Guide, services: Services, *more: str, manners: sources.Manners = QUICK) -> int:
    pubmed, crossref = f"{services.address}/efetch", f"{services.address}/works"
    return sources.main(
        ["--pubmed", pubmed, "--crossref", crossref, *more], guide.folder, manners, refused=lambda _: False
    )


def bibliography(guide: Guide, **numbers: str) -> None:
    guide.write(
        "bib/references.bib", "".join(ARTICLE.format(key=key, field=field) for key, field in numbers.items())
    )


def known(guide: Guide) -> dict[str, dict]:
    return json.loads((guide.folder / "bib/status.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_services_say_is_a_state(case: dict):
    if "medline" in case:
        status = of_medline(read_tagged("PMID- 1\n" + case["medline"])[0].texts)
    else:
        status = of_crossref(case["crossref"])
    assert status == Status(State(case["state"]), tuple(case.get("notices", ())))


def test_one_run_asks_each_service_about_all_that_it_may_know(
    guide: Guide, services: Services, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CONTACT", "editors@example.org")
    bibliography(
        guide,
        both="pmid = 1, doi = {10.1000/A}",
        doi="doi = {https://doi.org/10.1000/b}",
        comma="doi = {10.1000/c,1}",
        none="note = {x}",
    )
    services.records["1"] = ALIVE
    services.works = {one: {"DOI": one} for one in ("10.1000/a", "10.1000/b", "10.1000/c,1")}
    assert ask(guide, services) == 0
    assert {name: said["state"] for name, said in known(guide).items()} == dict.fromkeys(
        ("pmid:1", "doi:10.1000/a", "doi:10.1000/b", "doi:10.1000/c,1"), "alive"
    )
    (efetch, form), (works, query), (work, _) = services.asked
    assert (efetch, works, work) == ("/efetch", "/works", "/works/10.1000%2Fc%2C1")
    assert (form["id"], form["rettype"], form["email"]) == ("1", "medline", "editors@example.org")
    assert query["filter"] == "doi:10.1000/a,doi:10.1000/b"
    assert query["mailto"] == "editors@example.org"


def test_many_are_asked_in_few_requests_and_not_again_in_the_same_week(guide: Guide, services: Services):
    bibliography(guide, **{f"a{number}": f"pmid = {number}" for number in range(1, 451)})
    services.records = {str(number): f"PMID- {number}\nTI  - T.\n" for number in range(1, 451)}
    assert ask(guide, services) == 0
    assert [len(form["id"].split(",")) for _, form in services.asked] == [200, 200, 50]
    assert ask(guide, services) == 0
    assert len(services.asked) == 3
    assert ask(guide, services, "--all") == 0
    assert len(services.asked) == 6


def test_a_service_that_is_busy_is_asked_again_later(guide: Guide, services: Services):
    bibliography(guide, a="pmid = 1")
    services.records["1"] = ALIVE
    services.first = [(429, {"Retry-After": "9"}, b""), (503, {}, b"")]
    assert ask(guide, services) == 0
    assert len(services.asked) == 3
    assert known(guide)["pmid:1"]["state"] == "alive"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param((500, {}, b""), "it answered 500", id="an error"),
        pytest.param((403, {}, b""), "it answered 403", id="refused"),
        pytest.param((302, {"Location": "file:///etc/passwd"}, b""), "it answered 302", id="to a file"),
        pytest.param(
            (302, {"Location": "http://169.254.169.254/"}, b""), "it answered 302", id="to the host's inside"
        ),
        pytest.param((200, {}, b"<html><b>No</b>"), "its answer cannot be read", id="a page"),
        pytest.param((200, {}, b'{"message": 7}'), "its answer cannot be read", id="a number"),
        pytest.param((200, {}, b"[" * 100_000), "its answer cannot be read", id="very deep"),
        pytest.param(
            (200, {}, b" " * (sources.LARGEST + 10)), "its answer is too long or too slow", id="very long"
        ),
    ],
)
def test_an_answer_that_is_none_is_told_and_takes_back_nothing(
    guide: Guide, services: Services, capsys: pytest.CaptureFixture[str], answer: tuple, said: str
):
    bibliography(guide, a="doi = {10.1000/a}")
    before = {"doi:10.1000/a": Status(State.CONCERN, ("https://doi.org/10.1000/n",), "2026-01-01")}
    guide.write("bib/status.json", statuses_text(before))
    services.first = [answer] * 3
    assert ask(guide, services) == 0
    assert capsys.readouterr().err == f"Crossref was not of help with 1 sources: {said}.\n"
    assert read_statuses((guide.folder / "bib/status.json").read_text(), path="")[0] == before


def test_nobody_answers(guide: Guide, services: Services, capsys: pytest.CaptureFixture[str]):
    bibliography(guide, a="pmid = 1")
    arguments = ["--pubmed", "http://127.0.0.1:9/", "--crossref", "http://127.0.0.1:9/"]
    assert sources.main(arguments, guide.folder, QUICK, refused=lambda _: False) == 0
    assert "PubMed was not of help with 1 sources" in capsys.readouterr().err
    assert not (guide.folder / "bib/asked.json").exists()


def test_a_service_that_is_out_of_order_is_not_asked_about_the_next_numbers(
    guide: Guide, services: Services, capsys: pytest.CaptureFixture[str]
):
    bibliography(guide, **{f"a{number}": f"pmid = {number}" for number in range(1, 451)})
    services.first = [(503, {}, b"")] * 100
    assert ask(guide, services) == 0
    assert {form["id"].partition(",")[0] for _, form in services.asked} == {"1"}
    assert capsys.readouterr().err == "PubMed was not of help with 450 sources: it answered 503.\n"


def test_the_day_on_which_a_service_answered_is_kept_beside_the_bibliography(
    guide: Guide, services: Services
):
    bibliography(guide, a="pmid = 1")
    services.records["1"] = ALIVE
    guide.write("bib/asked.json", '{"links": "2026-11-01"}')
    assert ask(guide, services) == 0
    kept = json.loads((guide.folder / "bib/asked.json").read_text("utf-8"))
    assert set(kept) == {"links", "sources"}
    assert kept["links"] == "2026-11-01"


@pytest.mark.parametrize(
    "page", [b"<html>Out of order</html>", b'{"error": "API rate limit exceeded"}', b"Busy\n"]
)
def test_what_is_no_answer_leaves_the_day_on_which_sources_were_asked(
    guide: Guide, services: Services, page: bytes
):
    bibliography(guide, a="pmid = 1")
    services.first = [(200, {}, page)]
    assert ask(guide, services) == 0
    assert not (guide.folder / "bib/asked.json").exists()


def test_a_number_that_no_service_knows_stays_unknown_and_is_asked_about_again(
    guide: Guide, services: Services, capsys: pytest.CaptureFixture[str]
):
    bibliography(guide, a="pmid = 1")
    for runs in (1, 2):
        assert ask(guide, services) == 0
        assert len(services.asked) == runs
    assert "unknown: 1\n  bib/references.bib:1 a\n" in capsys.readouterr().out


def test_what_is_no_longer_in_the_bibliography_is_forgotten(guide: Guide, services: Services):
    bibliography(guide, a="pmid = 1")
    guide.write("bib/status.json", statuses_text({"pmid:7": Status(State.RETRACTED, (), "2026-11-01")}))
    services.records["1"] = ALIVE
    assert ask(guide, services) == 0
    assert [*known(guide)] == ["pmid:1"]


def test_the_report_for_an_issue_makes_no_link_and_calls_nobody(guide: Guide, services: Services):
    bibliography(guide, a="pmid = 1")
    services.records["1"] = RETRACTED.replace("J Ex.", "`@everyone` <b> [x](https://evil.example)")
    assert ask(guide, services, "--markdown", str(guide.folder / "issue.md")) == 1
    report = (guide.folder / "issue.md").read_text("utf-8")
    line = "- `bib/references.bib:1 a: '@everyone' <b> [x](https://evil.example) 2021;5:1. PMID: 9`"
    assert report.splitlines()[:5] == [
        "# Sources since they were published",
        "",
        "## retracted (1)",
        "",
        line,
    ]


def test_a_page_that_cites_a_retracted_source_is_not_built_and_readers_would_see_it(
    guide: Guide, services: Services
):
    bibliography(guide, doe2019="pmid = 1")
    services.records["1"] = RETRACTED
    guide.write_both("about.md", "About", "\nWords [@doe2019].\n")
    assert guide.build() == []
    assert "Retracted" not in guide.html("about.html")
    assert ask(guide, services) == 1
    told = (
        "cites 'doe2019', which was retracted or withdrawn (J Ex. 2021;5:1. PMID: 9). Take it out, and check each "
        "sentence that rests on it."
    )
    said = guide.build()
    assert sorted(said) == [f"docs/en/about.md:8: {told}", f"docs/es/about.md:9: {told}"]
    assert '<strong class="site-status">Retracted or withdrawn: do not rely on it.</strong>' in guide.html(
        "about.html"
    )
    assert "Retractada o retirada" in guide.html("es/about.html")


def test_a_corrected_source_is_marked_and_may_be_cited(guide: Guide):
    bibliography(guide, doe2019="pmid = 1")
    guide.write_both("about.md", "About", "\nWords [@doe2019].\n")
    guide.write("bib/status.json", statuses_text({"pmid:1": Status(State.CORRECTED, (), "2026-11-01")}))
    assert guide.build() == []
    assert "It was corrected after it was published." in guide.html("about.html")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", 1),
        ('{\n"pmid:1": }', 2),
        ("[]", 1),
        ('{"pmid:1": {"state": "well", "asked": "2026-01-01"}}', 1),
        ('{"pmid:1": {"state": "alive", "asked": "soon"}}', 1),
        ('{"pmid:1": {"state": "alive", "asked": "2026-01-01", "notices": "x"}}', 1),
        ('{"pmid:1": 7}', 1),
    ],
)
def test_a_file_of_states_that_is_spoiled_is_told_and_made_again(
    guide: Guide, services: Services, text: str, line: int
):
    bibliography(guide, doe2019="pmid = 1")
    guide.write_both("about.md", "About", "\nWords [@doe2019].\n")
    guide.write("bib/status.json", text)
    (said,) = guide.build()
    assert said.startswith(f"bib/status.json:{line}: ")
    services.records["1"] = ALIVE
    assert ask(guide, services) == 0
    anew, problems = read_statuses((guide.folder / "bib/status.json").read_text("utf-8"), path="")
    assert ([one.state for one in anew.values()], problems) == ([State.ALIVE], [])


@given(
    st.dictionaries(
        st.from_regex(r"(pmid|doi):[a-z0-9./]{1,9}", fullmatch=True),
        st.builds(
            Status,
            st.sampled_from(State),
            st.lists(st.text('ab"\\\n é', max_size=9)).map(tuple),
            st.dates().map(date.isoformat),
        ),
    )
)
def test_states_are_read_as_they_were_written(statuses: dict[str, Status]):
    assert read_statuses(statuses_text(statuses), path="a") == (statuses, [])


@given(st.text())
def test_any_file_of_states_is_read_or_told(text: str):
    statuses, problems = read_statuses(text, path="a")
    assert statuses == {} or problems == []
