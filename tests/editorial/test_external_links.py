"""Links to other sites, asked of a real server that misbehaves: no false "dead", and none missed."""

import asyncio
import gc
import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from misbehaving import Server, misbehaving_server
from outside_links import as_markdown

from editorial.site.external_links import (
    Answer,
    Finding,
    Rules,
    State,
    check,
    is_fresh,
    judge,
    placed,
    syntax_problem,
)
from editorial.site.transport import is_inside
from guides import Guide, make, make_folder

pytestmark = pytest.mark.slow

DAYS = [date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)]
RULES = Rules(
    agent="Test of the guide", interval=0, timeout=1, pause=0.01, longest_pause=0.05, refused=lambda _: False
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with misbehaving_server() as running:
        yield running


def ask(
    *addresses: str, expect: str = "", rules: Rules = RULES, memory=None, today=DAYS[-1]
) -> list[Finding]:
    wanted = dict.fromkeys(addresses, expect)
    asked = check(wanted, rules=rules, memory={} if memory is None else memory, today=today)
    with ThreadPoolExecutor(1) as thread:  # The browser's tests leave a loop running in this one.
        return thread.submit(asyncio.run, asked).result()


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
    (finding,) = ask(f"{server.address}/{path}")
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
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/",
    ):
        (finding,) = ask(address, rules=strict)
        assert finding.state is UNKNOWN
        assert "is inside a network" in finding.detail
    assert not server.seen


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
    with ThreadPoolExecutor(1) as thread:
        (finding,) = thread.submit(asyncio.run, one).result()
    assert (finding.state, asked) == (OK, ["two-faces.example"])


def test_a_name_in_other_letters_is_looked_up_as_idna_2008_writes_it(server: Server):
    port, asked = server.address.rpartition(":")[2], []

    async def lookup(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    one = check({f"http://faß.example:{port}/200": ""}, rules=RULES, memory={}, today=DAYS[0], lookup=lookup)
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, one).result()[0].state is OK
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


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_certificate_that_is_none_is_trouble(server: Server):
    address = server.address.replace("http:", "https:") + "/200"
    assert ask(address)[0].state is UNKNOWN
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
        ("mailto:a.b@example.org?subject=Hi", True),
        ("mailto:example.org", False),
        ("https://example.org", True),
    ],
)
def test_phone_numbers_and_mail_addresses_are_checked_by_their_form(address, right):
    assert (syntax_problem(address) == "") is right


def test_a_finding_names_every_place_that_uses_its_address():
    found = [Finding("https://e.org", OK, "")]
    assert placed(found, {"https://e.org": {"b:2", "a:1"}})[0].places == ("a:1", "b:2")


def test_a_permanent_redirect_keeps_the_place_on_the_page():
    answer = Answer(200, "200 OK", "https://e.org/new", permanent=True)
    finding = judge("https://e.org/old#x", answer, memory={}, today=DAYS[0])
    assert (finding.state, finding.proposed) == (MOVED, "https://e.org/new#x")


def test_make_links_asks_each_address_of_the_guide_once_and_says_where_it_stands(
    server: Server, guide: Guide
):
    make_folder(guide)
    for words in (guide.folder / "overrides/locales").glob("*.yml"):  # No test asks the real world.
        said = words.read_text(encoding="utf-8")
        words.write_text(said.replace("https://creativecommons.org", server.address), encoding="utf-8")
    text = f"\n[a]({server.address}/one) [b]({server.address}/404) [c](tel:911)\n"
    guide.write_both("index.md", "T", text)
    guide.write(
        "bib/references.bib",
        f"@online{{x, title = {{T}}, url = {{{server.address}/one}}, expect = {{Version 3}}}}\n",
    )
    server.seen.clear()
    arguments = "ARGS=--private --memory memory.json --markdown report.md"
    first = make(guide.folder, "links", arguments, today="2026-11-21")
    assert (server.seen["/one"], server.seen["/404"]) == (1, 1)
    assert "docs/en/index.md:8: 'tel:911' is no phone number." in first.stderr
    assert (
        f"suspect: 1\n  {server.address}/one  (does not say 'Version 3')\n    bib/references.bib:1\n"
        in first.stdout
    )
    for day in ("2026-11-22", "2026-11-23"):
        last = make(guide.folder, "links", f"{arguments} --json", today=day)
    assert last.returncode != 0
    states = {finding["address"]: finding["state"] for finding in json.loads(last.stdout)}
    assert states[f"{server.address}/404"] == "dead"
    report = (guide.folder / "report.md").read_text(encoding="utf-8")
    assert (
        f"## dead (1)\n\n- `{server.address}/404`: `404 Not Found, on 3 days`\n    - `docs/en/index.md:8`"
        in report
    )
