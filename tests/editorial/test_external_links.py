"""Links to other sites, asked of a real server that misbehaves: no false "dead", and none missed."""

import asyncio
import gc
import html
import json
import re
import subprocess
import time
from collections import Counter
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import unquote, urlsplit

import outside_links
import pytest
from misbehaving import Server, misbehaving_server
from outside_links import as_markdown, uses_of

import engine
from conftest import write_small_guide
from editorial.build.language import LanguageBuild
from editorial.guide import Guide as RealGuide
from editorial.pages.addresses import address_faults
from editorial.site.external_links import (
    Answer,
    Finding,
    NoNetworkError,
    Rules,
    State,
    archived,
    check,
    evaluate,
    is_fresh,
    placed,
)
from editorial.site.outside_addresses import Use, used_addresses
from editorial.site.transport import NoSuchHostError, is_inside
from guides import ROOT, Guide, make, make_folder, page, read_table, translation

pytestmark = pytest.mark.slow

DAYS = [date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)]
Result = TypeVar("Result")
RULES = Rules(
    agent="Test of the guide", interval=0, timeout=1, pause=0.01, longest_pause=0.05, refused=lambda _: False
)
#: For what never answers: whoever waits for it learns nothing more.
SOON = replace(RULES, timeout=0.2)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with misbehaving_server() as running:
        yield running


def in_a_thread(asked: Coroutine[Any, Any, Result]) -> Result:
    """Wait for an answer in a thread of its own: the browser's tests leave a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()


def ask(
    *addresses: str, expect: str = "", rules: Rules = RULES, memory=None, today=DAYS[-1]
) -> list[Finding]:
    wanted = dict.fromkeys(addresses, expect)
    asked = check(wanted, rules=rules, memory={} if memory is None else memory, today=today)
    return in_a_thread(asked)[0]


OK, MOVED, SUSPECT, UNKNOWN, DEAD = State.OK, State.MOVED, State.SUSPECT, State.UNKNOWN, State.DEAD


@pytest.mark.parametrize(
    ("path", "state", "detail"),
    [
        ("200", OK, "200 OK"),
        ("204", OK, "204 No Content"),
        ("nohead", OK, "200 OK"),
        ("patience", OK, "200 OK"),
        ("flaky", OK, "200 OK"),
        ("endless", OK, "200 OK"),
        ("bomb", OK, "200 OK"),
        ("empty", OK, "200 OK"),
        ("cookies", OK, "200 OK"),
        ("a%C3%B1o", OK, "200 OK"),
        ("año", OK, "200 OK"),
        ("page?q=a%20b", OK, "200 OK"),
        ("page#outlook", OK, "200 OK"),
        ("page#Outlook", OK, "200 OK"),
        ("to/302/page", OK, "200 OK"),
        ("to/307/page", OK, "200 OK"),
        ("to/301/page", MOVED, "moved for good"),
        ("to/308/page", MOVED, "moved for good"),
        ("to/301/to/302/page", OK, "200 OK"),
        ("to/301/", SUSPECT, "leads to the front page of its site"),
        ("to/301/404", UNKNOWN, "404 Not Found, on 1 of 3 days"),
        ("soft404", SUSPECT, "its title says 'Page not found'"),
        ("page#gone", SUSPECT, "has no place '#gone'"),
        ("400", UNKNOWN, "400 Bad Request"),
        ("401", UNKNOWN, "401 Unauthorized"),
        ("403", UNKNOWN, "403 Forbidden"),
        ("451", UNKNOWN, "451 Unavailable For Legal Reasons"),
        ("404", UNKNOWN, "404 Not Found, on 1 of 3 days"),
        ("410", UNKNOWN, "410 Gone, on 1 of 3 days"),
        ("429", UNKNOWN, "429 Too Many Requests"),
        ("500", UNKNOWN, "500 Internal Server Error"),
        ("503", UNKNOWN, "503 Service Unavailable"),
        ("loop", UNKNOWN, "is sent from one address to another without end"),
        ("script", UNKNOWN, "no answer (InvalidURL)"),
        ("file", UNKNOWN, "is sent to 'file:///etc/passwd', which is no web address"),
        ("reset", UNKNOWN, "no answer (RemoteProtocolError)"),
        ("silent", UNKNOWN, "no answer (TimeoutError)"),
        ("slow", UNKNOWN, "no answer (TimeoutError)"),
        ("garbage", UNKNOWN, "no answer (RemoteProtocolError)"),
        ("short", UNKNOWN, "no answer (RemoteProtocolError)"),
    ],
)
def test_what_each_behaviour_means(server: Server, path: str, state: State, detail: str):
    server.seen.clear()
    (finding,) = ask(f"{server.address}/{path}", rules=SOON if "Timeout" in detail else RULES)
    assert (finding.state, finding.detail) == (state, detail)
    if state is MOVED:
        assert finding.proposed == f"{server.address}/page"


def test_a_page_is_dead_only_after_three_different_days(server: Server):
    memory: dict = {}
    address = f"{server.address}/404"
    states = [ask(address, memory=memory, today=day)[0].state for day in (DAYS[0], DAYS[0], DAYS[1], DAYS[2])]
    assert states == [UNKNOWN, UNKNOWN, UNKNOWN, DEAD]


def test_a_page_that_comes_back_begins_anew(server: Server):
    memory = {f"{server.address}/200": {"gone": ["2026-11-20", "2026-11-21"]}}
    assert ask(f"{server.address}/200", memory=memory)[0].state is OK
    assert memory == {f"{server.address}/200": {"ok": "2026-11-23"}}


def test_trouble_never_makes_a_page_dead(server: Server):
    memory: dict = {}
    for day in DAYS:
        (finding,) = ask(f"{server.address}/503", memory=memory, today=day)
    assert finding.state is UNKNOWN


def test_a_page_that_was_right_is_not_asked_again_for_a_week(server: Server):
    memory: dict = {}
    address = f"{server.address}/fresh"
    ask(address, memory=memory, today=date(2026, 11, 16))
    assert is_fresh(address, memory, today=date(2026, 11, 22))
    before = server.seen["/fresh"]
    assert ask(address, memory=memory, today=date(2026, 11, 22))[0].detail == "was right on 2026-11-16"
    assert server.seen["/fresh"] == before
    ask(address, memory=memory, today=date(2026, 11, 23))
    assert server.seen["/fresh"] > before


def test_a_page_must_say_what_is_expected_of_it(server: Server):
    address = f"{server.address}/wrong"
    assert ask(address, expect="occult primary")[0] == Finding(
        address, SUSPECT, "does not say 'occult primary'"
    )
    assert ask(address, expect="Biliary Tract")[0].state is OK


def test_an_address_inside_a_network_is_not_asked(server: Server):
    server.seen.clear()
    strict = replace(RULES, refused=is_inside)
    for address in (
        f"{server.address}/200",
        "http://localhost:1/",
        "http://guide.localhost./",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/",
    ):
        (finding,) = ask(address, rules=strict)
        assert finding.state is UNKNOWN
        assert "is inside a network" in finding.detail
    assert not server.seen


def test_of_a_page_that_is_read_in_part_nothing_is_missing(server: Server):
    server.pages = {"/long": {"status": 200, "body": "á" * 5000 + "<p id=end>The end</p>"}}
    address = f"{server.address}/long#end"
    assert ask(address, expect="The end")[0].state is OK
    assert ask(address, expect="The end", rules=replace(RULES, read=1001))[0].state is OK
    assert ask(address, expect="Another end")[0].state is SUSPECT


def test_a_redirect_into_a_network_is_not_followed(server: Server):
    rules = replace(RULES, refused=lambda number: number != "127.0.0.1")
    (finding,) = ask(f"{server.address}/out", rules=rules)
    assert finding.state is UNKNOWN
    assert finding.detail == "169.254.169.254 is inside a network (169.254.169.254), and is not asked"


@pytest.mark.parametrize(
    "address",
    [
        *("http://192.0.0.192/", "http://[64:ff9b::7f00:1]/", "http://224.0.0.1/", "http://[fec0::1]/"),
        *("http://[2002:7f00:1::]/", "http://[::ffff:127.0.0.1]/", "http://0/", "http://[ff02::1]/"),
        *("http://255.255.255.255/", "http://100.64.0.1/", "http://2130706433/", "http://[::127.0.0.1]/"),
    ],
)
def test_no_address_inside_a_network_is_asked_however_it_is_written(address: str):
    (finding,) = ask(address, rules=replace(RULES, refused=is_inside, retries=0))
    assert finding.state is UNKNOWN
    assert "inside a network" in finding.detail


def test_the_address_that_was_checked_is_the_one_that_is_asked(server: Server):
    port, asked = server.address.rpartition(":")[2], []

    async def two_faces(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1" if len(asked) == 1 else "10.0.0.1"]

    rules = replace(RULES, refused=lambda number: number != "127.0.0.1")
    address = f"http://two-faces.example:{port}/200"
    one = check({address: ""}, rules=rules, memory={}, today=DAYS[0], lookup=two_faces)
    (finding,) = in_a_thread(one)[0]
    assert (finding.state, asked) == (OK, ["two-faces.example"])


def test_a_name_in_other_letters_is_looked_up_as_idna_2008_writes_it(server: Server):
    port, asked = server.address.rpartition(":")[2], []

    async def lookup(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    one = check({f"http://faß.example:{port}/200": ""}, rules=RULES, memory={}, today=DAYS[0], lookup=lookup)
    assert in_a_thread(one)[0][0].state is OK
    assert asked == ["xn--fa-hia.example"]  # IDNA 2003 made "fass" of it.


def test_one_odd_answer_never_ends_the_check_of_the_others(server: Server):
    paths = ["oddcharset", "oddretry", "oddlocation", "manytitles", "speaks", "200"]
    begun = time.monotonic()
    answers = ask(*(f"{server.address}/{path}" for path in paths))
    found = {finding.address.rpartition("/")[2]: finding for finding in answers}
    assert time.monotonic() - begun < 10
    assert [found[path].state for path in paths] == [OK, UNKNOWN, UNKNOWN, OK, SUSPECT, OK]


def test_the_words_of_a_server_call_nobody_and_are_no_link_in_an_issue(server: Server):
    report = as_markdown(placed(ask(f"{server.address}/speaks"), {}))
    (line,) = [line for line in report.splitlines() if "everyone" in line]
    before, code, after = line.rpartition(": ")[2].split("`")
    assert "@everyone [x](https://example.com/)" in code
    assert (before, after) == ("", "")
    assert not re.search(r"[\x00-\x1f]", line)


def test_a_host_without_a_name_is_gone_and_one_with_a_bad_name_is_not_asked():
    (finding,) = ask("http://no-such-host.invalid/")
    assert finding.state is UNKNOWN
    assert finding.detail.startswith(
        ("no host is called", "the name no-such-host.invalid could not be looked up")
    )
    assert ask("http://" + "a" * 70 + ".example/")[0].state is UNKNOWN


def hosts(count: int) -> dict[str, str]:
    return {f"http://host-{number}.example/a": "" for number in range(count)}


@pytest.mark.parametrize("error", [NoSuchHostError, OSError])
def test_where_no_host_at_all_answers_the_check_ends_early_and_nothing_is_remembered(error: type[Exception]):
    asked: Counter[str] = Counter()

    async def nobody(host: str, _: int) -> list[str]:
        asked[host] += 1
        await asyncio.sleep(0.1)
        raise error("no network")

    memory = {"http://host-1.example/a": {"gone": ["2026-11-20", "2026-11-21"]}}
    before = deepcopy(memory)
    rules = replace(RULES, retries=2, pause=0.2, longest_pause=60)
    started = time.monotonic()
    with pytest.raises(NoNetworkError, match=r"none of the \d+ sites that were asked first gave any answer"):
        in_a_thread(check(hosts(300), rules=rules, memory=memory, today=DAYS[-1], lookup=nobody))
    assert time.monotonic() - started < 5
    assert memory == before
    assert 12 <= len(asked) < 150


def test_one_host_that_answers_late_is_network_enough(server: Server):
    async def lookup(host: str, _: int) -> list[str]:
        if host == "127.0.0.1":
            await asyncio.sleep(0.1)
            return ["127.0.0.1"]
        raise NoSuchHostError("no such host")

    wanted = {**hosts(40), f"{server.address}/200": ""}
    rules = replace(RULES, at_once=60, pause=20, timeout=20)
    found, _ = in_a_thread(check(wanted, rules=rules, memory={}, today=DAYS[-1], lookup=lookup))
    assert [one.state for one in found].count(State.OK) == 1
    assert len(found) == 41


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_certificate_that_is_none_is_trouble(server: Server):
    address = server.address.replace("http:", "https:") + "/200"
    assert ask(address, rules=SOON)[0].state is UNKNOWN
    gc.collect()  # Python 3.11 leaves the socket of a failed handshake to the collector, and says so.


def test_a_doi_is_asked_for_at_the_resolver_alone(server: Server):
    resolver = replace(RULES, doi_resolver=f"{server.address}/to/")
    server.seen.clear()
    (finding,) = ask(f"{server.address}/to/302/403", rules=resolver)
    assert (finding.state, finding.detail) == (OK, "known to the resolver")
    assert set(server.seen) == {"/to/302/403"}


def test_the_asker_says_who_it_is_and_goes_one_at_a_time(server: Server):
    server.agents.clear()
    ask(*(f"{server.address}/p{n}" for n in range(5)))
    assert server.agents == {"Test of the guide"}


def test_each_address_is_asked_once(server: Server):
    server.seen.clear()
    ask(f"{server.address}/once", f"{server.address}/once")
    assert server.seen["/once"] == 1


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("tel:+18002272345", True),
        ("tel:1-800-227-2345", False),
        ("tel:+0800", False),
        ("mailto:a.b@example.org", True),
        ("mailto:example.org", False),
        ("https://example.org", True),
    ],
)
def test_phone_numbers_and_mail_addresses_are_checked_by_their_form_in_every_build(address, right):
    assert ([*address_faults(address)] == []) is right


def test_a_finding_names_every_place_that_uses_its_address():
    found = [Finding("https://e.org", OK, "")]
    assert placed(found, {"https://e.org": {"b:2", "a:1"}})[0].places == ("a:1", "b:2")


def test_a_permanent_redirect_keeps_the_place_on_the_page():
    answer = Answer(200, "200 OK", "https://e.org/new", permanent=True)
    finding = evaluate("https://e.org/old#x", answer, memory={}, today=DAYS[0])
    assert (finding.state, finding.proposed) == (MOVED, "https://e.org/new#x")


@pytest.fixture
def linked(guide: Guide, server: Server) -> Guide:
    """A guide whose footer leads to the server: one page that is there, and one in Spanish that is not."""
    make_folder(guide)
    for language, path in (("en", "one"), ("es", "404")):  # No test asks the real world.
        words = guide.folder / f"overrides/locales/{language}.yml"
        said = re.sub(r"https://creativecommons[^\"]+", f"{server.address}/{path}", words.read_text("utf-8"))
        words.write_text(said, encoding="utf-8")
    return guide


def test_make_links_asks_each_address_of_the_guide_once_and_says_where_it_stands(
    server: Server, linked: Guide
):
    server.seen.clear()
    arguments = "ARGS=--private --memory memory.json --markdown report.md --archive " + server.address
    first = make(linked.folder, "links", arguments, today="2026-11-24")
    assert (first.returncode, first.stderr) == (0, "")
    assert (server.seen["/one"], server.seen["/404"]) == (1, 1)
    assert (
        f"unknown: 1\n  {server.address}/404  (404 Not Found, on 1 of 3 days)\n    overrides/locales/es.yml:"
        in first.stdout
    )
    memory = json.loads((linked.folder / "memory.json").read_text("utf-8"))
    memory[f"{server.address}/404"]["gone"].append("2026-11-25")  # As a run on the next day does.
    linked.write("memory.json", json.dumps(memory))
    last = make(linked.folder, "links", f"{arguments} --json", today="2026-11-26")
    assert last.returncode != 0
    asked = json.loads((linked.folder / "bib/asked.json").read_text("utf-8"))
    assert asked == {"links": "2026-11-26"}
    states = {finding["address"]: finding["state"] for finding in json.loads(last.stdout)}
    assert states == {f"{server.address}/404": "dead", f"{server.address}/one": "ok"}
    report = (linked.folder / "report.md").read_text(encoding="utf-8")
    assert (
        f"## dead (1)\n\n- `{server.address}/404`: `404 Not Found, on 3 days`\n    - `overrides/locales/es.yml:"
        in report
    )


def reported_again(linked: Guide, monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    """Report a record of a small guide again, as ``make links`` does, in this process."""
    monkeypatch.setattr(outside_links, "ROOT", linked.folder)
    monkeypatch.chdir(linked.folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795521600")  # 24 November 2026
    return outside_links.main([*options, "--replay", "record.json"])


def test_what_was_asked_is_kept_and_can_be_reported_again_without_asking(
    server: Server, linked: Guide, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    arguments = "ARGS=--private --memory memory.json "
    kept = make(linked.folder, "links", f"{arguments} --record record.json")
    record = json.loads((linked.folder / "record.json").read_text("utf-8"))
    assert set(record) == {f"{server.address}/one", f"{server.address}/404"}
    assert "body" not in str(record)
    server.seen.clear()
    reported_again(linked, monkeypatch, "--memory", "other.json")
    assert capsys.readouterr().out == kept.stdout
    assert "2026-11-24" in (linked.folder / "bib/asked.json").read_text("utf-8")
    assert not server.seen


def test_what_moved_for_good_is_written_into_page_and_bibliography(
    linked: Guide, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    linked.write_both("index.md", "T", "\n[a](https://old.example/a?x=1&amp;y=2) and [@x].\n")
    source = "@online{x, title = {T}, url = {https://old.example/b\\_c}, urldate = {2026-11-20}, "
    linked.write("bib/references.bib", source + "evidence = {other}, seen = {full text}}\n")
    new = {
        "https://old.example/a?x=1&y=2": "https://new.example/a",
        "https://old.example/b_c": "https://new.example/b_d",
    }
    record = {old: {"status": 200, "final": final, "permanent": True} for old, final in new.items()}
    linked.write("record.json", json.dumps(record))
    reported_again(linked, monkeypatch, "--memory", "m.json", "--markdown", "report.md")
    assert "moved: 2" in capsys.readouterr().out
    report = (linked.folder / "report.md").read_text("utf-8")
    assert (
        "-[a](https://old.example/a?x=1&amp;y=2) and [@x].\n+[a](https://new.example/a) and [@x].\n" in report
    )
    done = make(linked.folder, "links", "FIX=moved", "ARGS=--memory m.json --replay record.json")
    assert (
        done.stdout
        == "Changed: bib/references.bib:1\nChanged: docs/en/index.md:8\nChanged: docs/es/index.md:9\n"
    )
    assert "](https://new.example/a) and" in (linked.folder / "docs/es/index.md").read_text("utf-8")
    assert "url = {https://new.example/b\\_d}," in (linked.folder / "bib/references.bib").read_text("utf-8")


def test_of_a_dead_page_the_archived_copy_is_proposed(server: Server):
    rules = replace(RULES, archive=f"{server.address}/wayback")
    wanted = ["https://gone.example/kept", "https://gone.example/lost", "https://gone.example/odd"]
    found = in_a_thread(archived(wanted, rules=rules))
    assert found == {
        "https://gone.example/kept": "https://web.archive.org/web/2020/https://gone.example/kept"
    }


# --- the record of a run over the whole guide --------------------------------------------------------

#: What servers may answer, and what that says of a link; one address of the guide after another gets the next.
BEHAVIOURS: dict[str, tuple[State, dict]] = {
    "right": (OK, {"status": 200, "detail": "200 OK"}),
    "moved for good": (MOVED, {"status": 200, "final": "https://moved.example/{number}", "permanent": True}),
    "moved for a while": (OK, {"status": 200, "final": "https://moved.example/{number}"}),
    "known to the resolver": (OK, {"status": 200, "detail": "known to the resolver"}),
    "front page": (SUSPECT, {"status": 200, "final": "https://moved.example/"}),
    "log-in": (SUSPECT, {"status": 200, "final": "https://moved.example/login?to={number}"}),
    "soft 404": (SUSPECT, {"status": 200, "title": "Page not found"}),
    "sent on": (SUSPECT, {"status": 200, "sent_on": "https://moved.example/{number}"}),
    "no such place": (SUSPECT, {"status": 200, "has_place": False}),
    "says something else": (SUSPECT, {"status": 200, "says_expected": False}),
    "turned away": (UNKNOWN, {"status": 403, "detail": "403 Forbidden"}),
    "too often": (UNKNOWN, {"status": 429, "detail": "429 Too Many Requests"}),
    "in trouble": (UNKNOWN, {"status": 503, "detail": "503 Service Unavailable"}),
    "silent": (UNKNOWN, {"status": 0, "detail": "no answer (TimeoutError)"}),
    "gone today": (UNKNOWN, {"status": 404, "detail": "404 Not Found"}),
    "gone for three days": (DEAD, {"status": 410, "detail": "410 Gone"}),
    "host gone for three days": (DEAD, {"status": 0, "detail": "no host is called so", "no_such_host": True}),
}


class Replayed(NamedTuple):
    """The real guide, a record of all of its addresses, and what is to come of each."""

    guide: RealGuide
    uses: dict[str, Use]
    expected: dict[str, State]
    record: Path
    memory: dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    folder = tmp_path_factory.mktemp("replayed")
    guide, uses = uses_of(ROOT, folder / "site")
    behaviours = [*BEHAVIOURS.values()]
    expected: dict[str, State] = {}
    record: dict[str, dict] = {}
    memory: dict[str, dict[str, list[str]]] = {}
    for number, address in enumerate(sorted(uses)):
        # A front page that answers from a front page is right, and a log-in that was asked for, too.
        fits = urlsplit(address).path not in ("", "/")
        state, answer = behaviours[number % len(behaviours)] if fits else BEHAVIOURS["right"]
        said = {
            name: value.format(number=number) if isinstance(value, str) else value
            for name, value in answer.items()
        }
        expected[address], record[address] = state, {"status": 0, **said}
        if state is DEAD:
            memory[address] = {"gone": ["2026-11-20", "2026-11-21"]}
    (folder / "record.json").write_text(json.dumps(record), "utf-8")
    return Replayed(guide, uses, expected, folder / "record.json", memory)


def replay(
    replayed: Replayed, folder: Path, monkeypatch: pytest.MonkeyPatch, *more: str, memory: dict | None = None
) -> int:
    """Report a record again, as ``make links`` does, without building the guide once more."""
    monkeypatch.setattr(outside_links, "uses_of", lambda *_: (replayed.guide, replayed.uses))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795435200")  # 23 November 2026
    (folder / "memory.json").write_text(json.dumps(replayed.memory if memory is None else memory), "utf-8")
    options = ["--memory", str(folder / "memory.json"), "--replay", str(replayed.record)]
    return outside_links.main([*options, *more])


def test_every_address_of_the_guide_stands_where_the_report_says(replayed: Replayed):
    assert len(replayed.uses) > 300
    for address, use in replayed.uses.items():
        for place in use.places:
            path, _, line = place.rpartition(":")
            written = (ROOT / path).read_text("utf-8").splitlines()[int(line) - 1].replace("\\", "")
            # A source's number stands where its whole address does not.
            last = unquote(address).rstrip("/").removeprefix("https://doi.org/").rpartition("articles/")[2]
            number = last.removeprefix("https://pubmed.ncbi.nlm.nih.gov/")
            plain = html.unescape(written)
            assert any(text in plain for text in (address, unquote(address), number)), (
                address,
                place,
                written,
            )


def test_a_record_of_all_addresses_of_the_guide_is_reported_in_every_state(
    replayed: Replayed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert set(replayed.expected.values()) == set(State)
    assert replay(replayed, tmp_path, monkeypatch, "--json", "--markdown", str(tmp_path / "report.md")) == 1
    found = {one["address"]: one for one in json.loads(capsys.readouterr().out)}
    assert {address: one["state"] for address, one in found.items()} == replayed.expected
    assert all(one["places"] for one in found.values())
    report = (tmp_path / "report.md").read_text("utf-8")
    headings = re.findall(r"^## (\w+) \((\d+)\)$", report, re.MULTILINE)
    counts = Counter(state.value for state in replayed.expected.values())
    assert headings == [(state, str(counts[state])) for state in ("dead", "moved", "suspect", "unknown")]
    assert {one["proposed"] for one in found.values() if one["state"] == "moved"} == {
        f"https://moved.example/{number}"
        for number, address in enumerate(sorted(replayed.uses))
        if replayed.expected[address] is MOVED
    }


def test_the_patch_for_what_moved_can_be_applied_to_the_guide_and_changes_addresses_alone(
    replayed: Replayed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    replay(replayed, tmp_path, monkeypatch, "--markdown", str(tmp_path / "report.md"))
    diff = (tmp_path / "report.md").read_text("utf-8").partition("````diff\n")[2].partition("````")[0]
    assert diff
    command = ["git", "apply", "--check", "-"]
    done = subprocess.run(command, input=diff, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    added = [line for line in diff.splitlines() if re.match(r"\+(?!\+\+)", line)]
    assert added
    assert all("https://moved.example/" in line for line in added)


def test_without_a_dead_link_nothing_fails(
    replayed: Replayed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert replay(replayed, tmp_path, monkeypatch, "--json", memory={}) == 0
    states = {one["address"]: one["state"] for one in json.loads(capsys.readouterr().out)}
    unknown = {address for address, state in replayed.expected.items() if state is DEAD}
    assert {address for address, state in states.items() if state != replayed.expected[address]} == unknown
    assert {states[address] for address in unknown} == {"unknown"}


CASES = read_table(Path(__file__).parent / "external_links.yml")


@pytest.mark.parametrize("case", CASES["answers"], ids=lambda case: case["name"])
def test_what_an_answer_means(case: dict, server: Server):
    server.pages = {path: {**answer} for path, answer in case["server"].items()}
    (finding,) = ask(f"{server.address}{case['address']}", expect=case.get("expect", ""))
    assert finding.state == case["state"], finding
    if "proposed" in case:
        assert finding.proposed == f"{server.address}{case['proposed']}"


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, tuple[str, ...]]]:
    """The addresses that are asked for each case, with their places, by the case's page."""
    small = write_small_guide(tmp_path_factory.mktemp("used"))
    entries = []
    for case in CASES["asked"]:
        text = case.get("page", f"[@{case['name'].replace('-', '')}]\n")
        small.write(f"docs/en/{case['name']}.md", page("T", f"\n{text}"))
        small.write(f"docs/es/{case['name']}.md", translation("T"))
        if "url" in case:
            fields = "title = {T}, urldate = {2026-11-01}, evidence = {other}, seen = {record}"
            entries.append(f"@online{{{case['name'].replace('-', '')}, url = {{{case['url']}}}, {fields}}}\n")
    small.write("bib/references.bib", "\n".join(entries))
    build = engine.build_site(small.folder, small.folder / "site")
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for case in CASES["asked"]:
        url = f"{case['name']}.html"
        one = LanguageBuild("en", built={url: build.languages["en"].built[url]})
        uses = used_addresses(build.guide, [one], {})
        found[case["name"]] = {
            address: use.places for address, use in uses.items() if "creativecommons" not in address
        }
    return found


@pytest.mark.parametrize("case", CASES["asked"], ids=lambda case: case["name"])
def test_the_address_that_readers_get_is_the_one_that_is_asked(case: dict, used: dict):
    assert sorted(used[case["name"]]) == case["asked"]
    for places in used[case["name"]].values():
        assert all(
            re.fullmatch(case.get("place", rf"docs/en/{case['name']}\.md:8"), place) for place in places
        )
