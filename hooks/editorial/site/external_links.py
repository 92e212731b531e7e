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
    Refused,
    RefusedError,
    is_inside,
    look_up_async,
    text_of,
)
from editorial.text import on_one_line


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
    #: What was read of the page, in lower case; empty if nothing was, or it was packed.
    body: str = ""


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
_FRESH = timedelta(days=7)
_RETRIED = (HTTPStatus.TOO_MANY_REQUESTS, *(status for status in HTTPStatus if status >= 500))
_SOFT_404 = re.compile(r"\b(404|not found|no longer available|no (se )?encontrad[ao])\b", re.IGNORECASE)


def syntax_problem(address: str) -> str:
    """Return what is wrong with a ``mailto:`` or ``tel:`` address, or nothing (RFC 6068, E.164)."""
    scheme, _, rest = address.partition(":")
    if scheme == "tel" and not re.fullmatch(r"\+[1-9]\d{6,14}", rest):
        return f"'{address}' is no phone number. Write tel:+ and the number with its country, digits only."
    if scheme == "mailto" and not re.fullmatch(r"[^@\s]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,8}(\?.*)?", rest):
        return f"'{address}' is no e-mail address."
    return ""


def judge(address: str, answer: Answer, *, memory: Memory, today: date, expect: str = "") -> Finding:
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
        return Finding(address, State.SUSPECT, doubt)
    known["ok"] = today.isoformat()
    if answer.permanent and answer.final != address:
        fragment = urlsplit(address).fragment
        proposed = urlunsplit(urlsplit(answer.final)._replace(fragment=fragment))
        return Finding(address, State.MOVED, "moved for good", proposed)
    return Finding(address, State.OK, answer.detail)


def _doubt(address: str, answer: Answer, expect: str) -> str:
    """Return why a page that answers may still be the wrong one, or nothing."""
    asked, final = urlsplit(address), urlsplit(answer.final or address)
    if answer.permanent and asked.path not in ("", "/") and final.path in ("", "/"):
        return "leads to the front page of its site"
    if _SOFT_404.search(answer.title):
        return f"its title says '{answer.title}'"
    if expect and answer.body and expect.casefold() not in answer.body:
        return f"does not say '{expect}'"
    if asked.fragment and answer.body and not _has_place(answer.body, asked.fragment):
        return f"has no place '#{asked.fragment}'"
    return ""


def _has_place(body: str, fragment: str) -> bool:
    wanted = {fragment.casefold(), unquote(fragment).casefold()}
    nodes = LexborHTMLParser(body).css("[id], [name]")
    return any(wanted & {node.attributes.get("id"), node.attributes.get("name")} for node in nodes)


def is_fresh(address: str, memory: Mapping[str, Mapping[str, list[str] | str]], *, today: date) -> bool:
    """Whether an address was right less than a week ago, and need not be asked again."""
    day = memory.get(address, {}).get("ok")
    try:
        return isinstance(day, str) and timedelta() <= today - date.fromisoformat(day) < _FRESH
    except ValueError:  # The file that keeps it was spoiled.
        return False


# --- asking ---------------------------------------------------------------------------------------


class Asker:
    """Asks servers, politely: one request at a time to each host, with a pause between two."""

    def __init__(self, client: httpx.AsyncClient, rules: Rules) -> None:
        self._client = client
        self._rules = rules
        self._all = asyncio.Semaphore(rules.at_once)
        self._hosts: dict[str, asyncio.Lock] = {}
        self._last: dict[str, float] = {}

    async def ask(self, address: str, *, read: bool) -> Answer:
        """Return the answer to one address; ``read`` its page if something must be looked for in it.

        A DOI is asked for at the resolver alone: publishers turn robots away.
        """
        async with self._all:
            if address.startswith(self._rules.doi_resolver):
                return await self._ask_resolver(address)
            return await self._follow(address, read=read or bool(urlsplit(address).fragment))

    async def _ask_resolver(self, address: str) -> Answer:
        response = await self._request("HEAD", address, read=False)
        if isinstance(response, Answer):
            return response
        status, headers, _ = response
        if 300 <= status < 400 and headers.get("location"):
            return Answer(200, "known to the resolver", address)
        return Answer(status, _said(status), address)

    async def _follow(self, address: str, *, read: bool) -> Answer:
        current, permanent, hops = urlunsplit(urlsplit(address)._replace(fragment="")), True, 0
        while True:
            response = await self._request("GET" if read else "HEAD", current, read=read)
            if not isinstance(response, Answer) and not read and response[0] not in range(200, 400):
                response = await self._request("GET", current, read=False)  # Some refuse HEAD.
            if isinstance(response, Answer):
                return response
            status, headers, body = response
            if status not in (301, 302, 303, 307, 308) or not headers.get("location"):
                return Answer(
                    status,
                    _said(status),
                    current,
                    permanent and hops > 0,
                    title=_title(body),
                    body=body.casefold(),
                )
            hops += 1
            if hops > self._rules.redirects:
                return Answer(0, "is sent from one address to another without end")
            permanent = permanent and status in (301, 308)
            try:
                current = urljoin(current, headers["location"])
            except ValueError:
                return Answer(0, "is sent to what is no web address")

    async def _request(
        self, method: str, address: str, *, read: bool
    ) -> tuple[int, httpx.Headers, str] | Answer:
        """Make one request, again if it fails in passing; an :class:`Answer` if nothing came of it."""
        parts = _parts(address)
        if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
            return Answer(0, f"is sent to '{on_one_line(address[:60])}', which is no web address")
        pause = self._rules.pause
        for attempt in range(self._rules.retries + 1):
            try:
                with anyio.fail_after(self._rules.timeout):  # httpx closes what anyio cancels.
                    status, headers, body = await self._once(method, address, read=read)
            except NoSuchHostError as error:
                return Answer(0, str(error), no_such_host=True)
            except RefusedError as error:
                return Answer(0, on_one_line(str(error)))
            except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError, ValueError) as error:
                problem = Answer(0, f"no answer ({type(error).__name__})")
            else:
                if status not in _RETRIED:
                    return status, headers, body
                problem = Answer(status, _said(status))
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
        """Read the beginning of a page as it comes over the wire: what is packed stays packed."""
        if response.headers.get("content-encoding", "identity") != "identity":
            return ""
        chunks, size = [], 0
        async for chunk in response.aiter_raw():
            chunks.append(chunk)
            size += len(chunk)
            if size >= self._rules.read:
                break
        return text_of(b"".join(chunks)[: self._rules.read], response)


async def check(
    addresses: Mapping[str, str],
    *,
    rules: Rules,
    memory: Memory,
    today: date,
    tell: Callable[[int, int], None] | None = None,
    lookup: AsyncLookUp = look_up_async,
) -> list[Finding]:
    """Ask every address once, and return what is known of each, in order of address.

    Args:
        addresses: each address to the text that its page must have, or to nothing.
        rules: how to behave.
        memory: what earlier runs knew; changed to what is known now.
        today: the day of this run.
        tell: called with how many addresses are done, of how many.
        lookup: what looks up the names of hosts.
    """
    headers = {"User-Agent": rules.agent, "Accept": "text/html,*/*;q=0.5", "Accept-Encoding": "identity"}
    fresh = {address for address in addresses if is_fresh(address, memory, today=today)}
    answers: dict[str, Answer] = {}
    transport = CheckedAsyncTransport(refused=rules.refused, lookup=lookup)
    async with httpx.AsyncClient(headers=headers, timeout=rules.timeout, transport=transport) as client:
        asker = Asker(client, rules)

        async def one(address: str) -> None:
            try:
                answers[address] = await asker.ask(address, read=True)
            except Exception as error:  # One answer, however odd, never ends the check of all others.
                answers[address] = Answer(0, f"no answer ({type(error).__name__})")

        tasks = [asyncio.create_task(one(address)) for address in addresses if address not in fresh]
        for done, task in enumerate(asyncio.as_completed(tasks), start=1):
            await task
            if tell:
                tell(done, len(tasks))
    await asyncio.sleep(0.05)  # Connections that were cut off close in the loop's next rounds.
    if not any(answer.status for answer in answers.values()):
        # Nobody answered at all: this machine has no network, which says nothing of any link.
        answers = {address: replace(answer, no_such_host=False) for address, answer in answers.items()}
    findings = [
        judge(address, answer, memory=memory, today=today, expect=addresses[address])
        for address, answer in answers.items()
    ]
    findings += [Finding(address, State.OK, f"was right on {memory[address]['ok']}") for address in fresh]
    return sorted(findings, key=lambda finding: finding.address)


def placed(findings: Iterable[Finding], places: Mapping[str, Iterable[str]]) -> list[Finding]:
    """Return the findings with every place that uses each address."""
    return [replace(finding, places=tuple(sorted(places.get(finding.address, ())))) for finding in findings]


def _said(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


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


def _title(body: str) -> str:
    """Return the title of a page, as it may be printed: it is a stranger's."""
    found = LexborHTMLParser(body).css_first("title") if "<title" in body.casefold() else None
    return on_one_line(" ".join(found.text().split()))[:80] if found else ""
