"""Links to other sites: what is asked of them, what their answers mean, and when a link counts as dead.

Publishers turn robots away, servers rest, networks fail: an answer that is no answer proves nothing. A link
is dead only after its page was gone on three different days.
"""

import asyncio
import re
import time
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

import anyio
import httpx
from selectolax.lexbor import LexborHTMLParser

from editorial.site.transport import (
    AsyncLookUp,
    CheckedAsyncTransport,
    NoSuchHostError,
    NotLookedUpError,
    Refused,
    RefusedError,
    is_inside,
    look_up_async,
    status_text,
    text_of,
    unpacked,
)
from editorial.site.wrong_pages import page_title, sends_on, wrong_page
from editorial.text import on_one_line

#: Where the Internet Archive says whether it has a copy of a page (Wayback Machine APIs, "availability").
ARCHIVE = "https://archive.org/wayback/available"


class State(StrEnum):
    """What is known of a link."""

    OK = "ok"
    MOVED = "moved"
    SUSPECT = "suspect"
    UNKNOWN = "unknown"
    DEAD = "dead"


@dataclass(frozen=True)
class Rules:
    """How a check behaves; times in seconds."""

    agent: str
    #: Between two requests to one host, and how many at once to all of them.
    interval: float = 1.0
    at_once: int = 16
    timeout: float = 20.0
    #: Tries after the first, and the first pause before them, which doubles.
    retries: int = 2
    pause: float = 2.0
    longest_pause: float = 30.0
    redirects: int = 10
    #: How much of a page is read to look for a text or a place in it, in bytes.
    read: int = 1_000_000
    #: Which addresses, as numbers, are not asked: those inside a network, but for tests on this machine.
    refused: Refused = is_inside
    doi_resolver: str = "https://doi.org/"
    archive: str = ARCHIVE


@dataclass(frozen=True)
class Answer:
    """What a server said in the end; ``status`` is 0 where it said nothing."""

    status: int
    detail: str = ""
    #: Where redirects led, and whether all of them were permanent.
    final: str = ""
    permanent: bool = False
    #: Gone from the names of the Internet.
    no_such_host: bool = False
    title: str = ""
    #: Whether the page has the place that the address names, and the text that was expected; ``None`` where
    #: nothing was asked, or the page could not be read.
    has_place: bool | None = None
    says_expected: bool | None = None
    #: Where the page itself sends its readers on (``<meta http-equiv="refresh">``).
    sent_on: str = ""


@dataclass(frozen=True)
class Finding:
    """One address, and what is known of it now."""

    address: str
    state: State
    detail: str
    proposed: str = ""
    places: tuple[str, ...] = field(default=())


#: Per address the days on which it was gone, and the last day on which it was right.
Memory = MutableMapping[str, dict[str, list[str] | str]]

_DAYS_UNTIL_DEAD = 3
#: So many hosts that all stay silent are no accident: the machine has no network.
_SILENT_HOSTS = 12
_FRESH = timedelta(days=7)
_RETRIED = (HTTPStatus.TOO_MANY_REQUESTS, *(status for status in HTTPStatus if status >= 500))


def evaluate(address: str, answer: Answer, *, memory: Memory, today: date, expect: str = "") -> Finding:
    """Say what an answer means for a link, and remember it.

    Args:
        address: the link as written.
        answer: what its server said.
        memory: what was known before; changed to what is known now.
        today: the day of this run.
        expect: a text that the page must have, if one is given beside the link.
    """
    gone = answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE) or answer.no_such_host
    known = memory.setdefault(address, {})
    if gone:
        days = {str(day) for day in known.get("gone") or ()} | {today.isoformat()}
        known["gone"] = sorted(days)
        known.pop("ok", None)
        if len(days) >= _DAYS_UNTIL_DEAD:
            return Finding(address, State.DEAD, f"{answer.detail}, on {len(days)} days")
        return Finding(address, State.UNKNOWN, f"{answer.detail}, on {len(days)} of {_DAYS_UNTIL_DEAD} days")
    if not 200 <= answer.status < 300:
        return Finding(address, State.UNKNOWN, answer.detail)
    known.pop("gone", None)
    doubt = _doubt(address, answer, expect)
    if doubt:
        known.pop("ok", None)
        return Finding(address, State.SUSPECT, doubt, answer.sent_on)
    known["ok"] = today.isoformat()
    if answer.permanent and answer.final != address:
        fragment = urlsplit(address).fragment
        proposed = urlunsplit(urlsplit(answer.final)._replace(fragment=fragment))
        return Finding(address, State.MOVED, "moved for good", proposed)
    return Finding(address, State.OK, answer.detail)


def _doubt(address: str, answer: Answer, expect: str) -> str:
    """Return why a page that answers may still be the wrong one, or nothing."""
    if wrong := wrong_page(address, answer.final or address, answer.title, answer.sent_on):
        return wrong
    if answer.says_expected is False:
        return f"does not say '{expect}'"
    return f"has no place '#{urlsplit(address).fragment}'" if answer.has_place is False else ""


def _has_place(body: str, address: str) -> bool | None:
    """Whether a page has the place that an address names; ``None`` where it names none that a page has.

    What follows ":~:" is a text for the browser (WICG, URL Fragment Text Directives), "top" is always there
    (HTML Standard, Scrolling to a fragment), and a PDF has parameters instead of places (RFC 8118).
    """
    fragment = urlsplit(address).fragment.partition(":~:")[0]
    # What begins with these is for a script, which shows one of its pages.
    if (
        not body
        or not fragment.strip("/!")
        or fragment.startswith(("/", "!"))
        or fragment.casefold() == "top"
    ):
        return None
    if _is_pdf(body):
        return None
    wanted = {fragment.casefold(), unquote(fragment).casefold()}
    nodes = LexborHTMLParser(body).css("[id], [name]")
    return any(wanted & {node.attributes.get("id"), node.attributes.get("name")} for node in nodes)


def _says(body: str, expect: str) -> bool | None:
    """Whether a page has a text, as it is written or as it is shown; ``None`` where there is none to look for or in."""
    if not expect or not body or _is_pdf(body):
        return None
    wanted = " ".join(expect.casefold().split())
    tree = LexborHTMLParser(body)
    shown = (tree.body.text(separator=separator) if tree.body else "" for separator in ("", " "))
    return any(wanted in " ".join(text.casefold().split()) for text in (body, *shown))


def _is_pdf(body: str) -> bool:
    return body.lstrip()[:4].casefold() == "%pdf"


def is_fresh(address: str, memory: Mapping[str, Mapping[str, list[str] | str]], *, today: date) -> bool:
    """Whether an address was right less than a week ago, and need not be asked again."""
    day = memory.get(address, {}).get("ok")
    try:
        return isinstance(day, str) and timedelta() <= today - date.fromisoformat(day) < _FRESH
    except ValueError:  # The file that keeps it was spoiled.
        return False


# --- asking ---------------------------------------------------------------------------------------


class NoNetworkError(Exception):
    """No host at all answered; the text says how many were asked."""


class Asker:
    """Asks servers, politely: one request at a time to each host, with a pause between two."""

    def __init__(self, client: httpx.AsyncClient, rules: Rules) -> None:
        self._client = client
        self._rules = rules
        self._all = asyncio.Semaphore(rules.at_once)
        self._hosts: dict[str, asyncio.Lock] = {}
        self._last: dict[str, float] = {}
        #: Hosts whose names nobody has: each is looked up once.
        self._nowhere: dict[str, Answer] = {}
        #: Hosts that did not answer so far, and whether any other did.
        self._silent: set[str] = set()
        self._answered = False

    def silent(self) -> int:
        """Return how many hosts did not answer, if they are many and no other did; else 0."""
        return 0 if self._answered or len(self._silent) < _SILENT_HOSTS else len(self._silent)

    async def hears_nothing(self) -> None:
        """Wait until many hosts did not answer, and no other does; or until one answers."""
        while not self._answered:
            if self.silent():
                await asyncio.sleep(self._rules.pause)  # What fails says so sooner than what works.
                return
            await asyncio.sleep(0.05)

    async def ask(self, address: str, *, expect: str = "") -> Answer:
        """Return the answer to one address, and whether its page has what is expected of it.

        A DOI is asked for at the resolver alone: publishers turn robots away.
        """
        async with self._all:
            if address.startswith(self._rules.doi_resolver):
                return await self._ask_resolver(address)
            return await self._follow(address, expect=expect)

    async def _ask_resolver(self, address: str) -> Answer:
        response = await self._request("HEAD", address, read=False)
        if isinstance(response, Answer):
            return response
        status, headers, _ = response
        if 300 <= status < 400 and headers.get("location"):
            return Answer(200, "known to the resolver", address)
        return Answer(status, status_text(status), address)

    async def _follow(self, address: str, *, expect: str) -> Answer:
        current, permanent, hops = urlunsplit(urlsplit(address)._replace(fragment="")), True, 0
        while True:
            response = await self._request("GET", current, read=True)
            if isinstance(response, Answer):
                return response
            status, headers, body = response
            if status not in (301, 302, 303, 307, 308) or not headers.get("location"):
                return Answer(
                    status,
                    status_text(status),
                    current,
                    permanent and hops > 0,
                    title=page_title(body),
                    has_place=self._seen(_has_place(body.casefold(), address), body),
                    says_expected=self._seen(_says(body, expect), body),
                    sent_on=sends_on(body, current),
                )
            hops += 1
            if hops > self._rules.redirects:
                return Answer(0, "is sent from one address to another without end")
            permanent = permanent and status in (301, 308)
            try:
                target = urljoin(current, headers["location"])
                # As a browser writes it: what a server sends may have spaces and letters with accents.
                current = str(httpx.URL(target)) if target.startswith(("http:", "https:")) else target
            except (ValueError, httpx.InvalidURL):
                return Answer(0, "is sent to what is no web address")

    def _seen(self, found: bool | None, body: str) -> bool | None:
        """Return what was found on a page; not that something is missing, where only the page's beginning was read."""
        was_cut = len(body.encode()) > self._rules.read - 4  # Perhaps within a letter.
        return None if found is False and was_cut else found

    async def _request(
        self, method: str, address: str, *, read: bool
    ) -> tuple[int, httpx.Headers, str] | Answer:
        """Make one request, again if it fails in passing; an :class:`Answer` if nothing came of it."""
        parts = _parts(address)
        if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
            return Answer(0, f"is sent to '{on_one_line(address[:60])}', which is no web address")
        if parts.hostname in self._nowhere:
            return self._nowhere[parts.hostname]
        pause = self._rules.pause
        for attempt in range(self._rules.retries + 1):
            try:
                with anyio.fail_after(self._rules.timeout):  # httpx closes what anyio cancels.
                    status, headers, body = await self._once(method, address, read=read)
            except NoSuchHostError as error:
                self._silent.add(parts.hostname)
                self._nowhere[parts.hostname] = Answer(0, str(error), no_such_host=True)
                return self._nowhere[parts.hostname]
            except RefusedError as error:
                if isinstance(error, NotLookedUpError):
                    self._silent.add(parts.hostname)
                return Answer(0, on_one_line(str(error)))
            except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError, ValueError) as error:
                self._silent.add(parts.hostname)
                problem = Answer(0, f"no answer ({type(error).__name__})")
            else:
                self._answered = True
                if status not in _RETRIED:
                    return status, headers, body
                problem = Answer(status, status_text(status))
                pause = _retry_after(headers) or pause
            if attempt < self._rules.retries:
                await asyncio.sleep(min(pause, self._rules.longest_pause))
                pause *= 2
        return problem

    async def _once(self, method: str, address: str, *, read: bool) -> tuple[int, httpx.Headers, str]:
        host = urlsplit(address).netloc
        async with self._hosts.setdefault(host, asyncio.Lock()):
            wait = self._last.get(host, -1e9) + self._rules.interval - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            try:
                async with self._client.stream(method, address) as response:
                    body = await self._body(response) if read else ""
                    return response.status_code, response.headers, body
            finally:
                self._last[host] = time.monotonic()

    async def _body(self, response: httpx.Response) -> str:
        """Read a page, or its beginning; nothing, where it is packed in a way that is not read here."""
        chunks, size = [], 0
        async for chunk in response.aiter_raw():
            chunks.append(chunk)
            size += len(chunk)
            if size >= self._rules.read:
                break
        raw = unpacked(b"".join(chunks)[: self._rules.read], response, self._rules.read)
        return text_of(raw, response) if raw else ""


async def check(
    addresses: Mapping[str, str],
    *,
    rules: Rules,
    memory: Memory,
    today: date,
    tell: Callable[[int, int], None] | None = None,
    lookup: AsyncLookUp = look_up_async,
) -> tuple[list[Finding], dict[str, Answer]]:
    """Ask every address once, and return what is known of each, in order of address, and what was answered.

    Args:
        addresses: each address to the text that its page must have, or to nothing.
        rules: how to behave.
        memory: what earlier runs knew; changed to what is known now.
        today: the day of this run.
        tell: called with how many addresses are done, of how many.
        lookup: what looks up the names of hosts.

    Raises:
        NoNetworkError: if no host at all answers; then nothing new is known of any link.
    """
    headers = {"User-Agent": rules.agent, "Accept": "text/html,*/*;q=0.5", "Accept-Encoding": "identity"}
    fresh = {address for address in addresses if is_fresh(address, memory, today=today)}
    answers: dict[str, Answer] = {}
    transport = CheckedAsyncTransport(refused=rules.refused, lookup=lookup)
    async with httpx.AsyncClient(headers=headers, timeout=rules.timeout, transport=transport) as client:
        asker = Asker(client, rules)

        async def one(address: str) -> None:
            try:
                answers[address] = await asker.ask(address, expect=addresses[address])
            except Exception as error:  # One answer, however odd, never ends the check of all others.
                answers[address] = Answer(0, f"no answer ({type(error).__name__})")

        tasks = [asyncio.create_task(one(address)) for address in addresses if address not in fresh]

        async def all_of_them() -> None:
            for done, task in enumerate(asyncio.as_completed(tasks), start=1):
                await task
                if tell:
                    tell(done, len(tasks))

        work, silence = asyncio.create_task(all_of_them()), asyncio.create_task(asker.hears_nothing())
        await asyncio.wait({work, silence}, return_when=asyncio.FIRST_COMPLETED)
        silent = asker.silent()
        for task in [silence, work, *tasks] if silent else [silence]:
            task.cancel()
        await asyncio.gather(work, *tasks, return_exceptions=bool(silent))
    await asyncio.sleep(0.05)  # Connections that were cut off close in the loop's next rounds.
    if silent:
        raise NoNetworkError(f"none of the {silent} sites that were asked first gave any answer")
    if not any(answer.status for answer in answers.values()):
        # Nobody answered at all: this machine has no network, which says nothing of any link.
        answers = {address: replace(answer, no_such_host=False) for address, answer in answers.items()}
    return evaluated(addresses, answers, memory=memory, today=today), answers


def evaluated(
    addresses: Mapping[str, str], answers: Mapping[str, Answer], *, memory: Memory, today: date
) -> list[Finding]:
    """Return what the answers mean, for each address; one that was not asked was right a short time ago.

    Args:
        addresses: each address to the text that its page must have, or to nothing.
        answers: what was answered, now or when it was recorded.
        memory: what earlier runs knew; changed to what is known now.
        today: the day of this run.
    """
    findings = [
        evaluate(address, answer, memory=memory, today=today, expect=addresses[address])
        for address, answer in answers.items()
        if address in addresses
    ]
    findings += [
        Finding(address, State.OK, f"was right on {memory[address]['ok']}")
        for address in addresses
        if address not in answers and "ok" in memory.get(address, {})
    ]
    return sorted(findings, key=lambda finding: finding.address)


async def archived(addresses: Iterable[str], *, rules: Rules) -> dict[str, str]:
    """Return the archived copy of each page that is gone, where the archive has one.

    Args:
        addresses: the pages that are gone.
        rules: how to behave, and where the archive is.
    """
    found: dict[str, str] = {}
    headers = {"User-Agent": rules.agent, "Accept": "application/json"}
    transport = CheckedAsyncTransport(refused=rules.refused, lookup=look_up_async)
    async with httpx.AsyncClient(headers=headers, timeout=rules.timeout, transport=transport) as client:
        for address in addresses:
            await asyncio.sleep(rules.interval)
            try:
                response = await client.get(rules.archive, params={"url": address})
                closest = response.json()["archived_snapshots"]["closest"]
                copy = str(closest["url"]) if closest["available"] else ""
            except (httpx.HTTPError, RefusedError, NoSuchHostError, ValueError, KeyError, TypeError):
                continue
            if re.fullmatch(r"https?://\S{1,2000}", copy):
                found[address] = on_one_line(copy)
    return found


def placed(findings: Iterable[Finding], places: Mapping[str, Iterable[str]]) -> list[Finding]:
    """Return the findings with every place that uses each address."""
    return [replace(finding, places=tuple(sorted(places.get(finding.address, ())))) for finding in findings]


def _retry_after(headers: httpx.Headers) -> float | None:
    """Return the seconds that a server asks to be left alone, given as a number or as a date."""
    value = headers.get("retry-after", "")
    if re.fullmatch(r"[0-9]{1,9}", value):
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time()) if value else None
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return None


def _parts(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None
