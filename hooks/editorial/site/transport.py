"""Asking strangers' servers: the address that was checked is the one that is connected to, and none is inside.

A name is looked up once for each connection, and what was found is both checked and used: a name that leads to
another place when it is looked up again (DNS rebinding) leads nowhere. Names are written as IDNA 2008 (RFC 5891).
"""

import asyncio
import ipaddress
import os
import re
import socket
import time
import zlib
from codecs import getincrementaldecoder
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import NamedTuple

import httpx
import idna

#: From a host, in ASCII, and a port to its addresses, as numbers.
LookUp = Callable[[str, int], Sequence[str]]
#: Whether an address is not asked.
Refused = Callable[[str], bool]
AsyncLookUp = Callable[[str, int], Awaitable[Sequence[str]]]

#: Ranges that no public site has, beside those that the registries call not global: IANA IPv4 and IPv6
#: special-purpose address registries; multicast (RFC 5771, RFC 4291); addresses that stand for those of IPv4
#: (NAT64, RFC 6052; 6to4, RFC 3056; Teredo, RFC 4380), behind which anything may be.
_REFUSED = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4", "240.0.0.0/4", "100.64.0.0/10", "198.18.0.0/15"),
        *("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/23", "fec0::/10", "ff00::/8", "100::/64"),
        *("::/96", "3fff::/20", "5f00::/16"),
    )
)


class RefusedError(httpx.ConnectError):
    """An address that is not asked; its text says why."""


class NotLookedUpError(RefusedError):
    """A name that nobody could be asked about: as a rule, because there is no network."""


class NoSuchHostError(httpx.ConnectError):
    """A name that nobody has."""


def ascii_host(host: str) -> str:
    """Return a host's name as the Internet knows it.

    >>> ascii_host("españa.example")
    'xn--espaa-rta.example'

    Raises:
        ValueError: it is no name of a host.
    """
    if re.fullmatch(r"\[?[0-9a-fA-F:.]+\]?", host) and ":" in host:
        return host.strip("[]")
    if host.isascii():
        if not re.fullmatch(r"(?!.{254})[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?", host, re.IGNORECASE):
            raise ValueError(host)
        return host.lower()
    return idna.encode(host, uts46=True).decode()


def is_inside(number: str) -> bool:
    """Whether an address is none of a public site.

    >>> [is_inside(one) for one in ("192.0.0.192", "64:ff9b::7f00:1", "224.0.0.1", "::ffff:10.0.0.1", "9.9.9.9")]
    [True, True, True, True, False]
    """
    address = ipaddress.ip_address(number.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        address = mapped
    refused = any(address.version == network.version and address in network for network in _REFUSED)
    return refused or not address.is_global


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host, from the names of the Internet."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


async def look_up_async(host: str, port: int) -> list[str]:
    """Return the addresses of a host, without holding up others."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class CheckedAsyncTransport(httpx.AsyncBaseTransport):
    """Sends each request to an address that was looked up once, and checked."""

    def __init__(self, *, refused: Refused = is_inside, lookup: AsyncLookUp = look_up_async) -> None:
        """Take which addresses are not asked, and what looks names up."""
        # No connection is kept: another host's could be taken for this one's.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._inner = httpx.AsyncHTTPTransport(limits=limits, trust_env=False)
        self._refused = refused
        self._look_up = lookup

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, from the first of the host's addresses that can be connected to."""
        host, port = _asked(request)
        try:
            numbers = _LOOPBACK if _is_this_machine(host) else await self._look_up(host, port)
        except OSError as error:
            raise _not_found(error, host) from None
        last: httpx.ConnectError | httpx.ConnectTimeout = httpx.ConnectError(f"{host} has no address")
        for number in _checked(numbers, host, self._refused):
            try:
                return await self._inner.handle_async_request(_to(request, host, number))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                last = error
        raise last

    async def aclose(self) -> None:
        """Close what is open."""
        await self._inner.aclose()


class CheckedTransport(httpx.BaseTransport):
    """The same for a program that waits for each answer."""

    def __init__(self, *, refused: Refused = is_inside, lookup: LookUp = look_up) -> None:
        """Take which addresses are not asked, and what looks names up."""
        self._inner = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0), trust_env=False)
        self._refused = refused
        self._look_up = lookup

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, from the first of the host's addresses that can be connected to."""
        host, port = _asked(request)
        try:
            numbers = _LOOPBACK if _is_this_machine(host) else self._look_up(host, port)
        except OSError as error:
            raise _not_found(error, host) from None
        last: httpx.ConnectError | httpx.ConnectTimeout = httpx.ConnectError(f"{host} has no address")
        for number in _checked(numbers, host, self._refused):
            try:
                return self._inner.handle_request(_to(request, host, number))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                last = error
        raise last

    def close(self) -> None:
        """Close what is open."""
        self._inner.close()


class Fetched(NamedTuple):
    """What was fetched."""

    text: str
    #: Where redirects led, and whether all of them were permanent.
    address: str
    permanent: bool


def fetched(
    address: str, *, accept: str, agent: str, largest: int, seconds: float, transport: httpx.BaseTransport
) -> Fetched:
    """Return the text at an address, redirects followed.

    Raises:
        httpx.HTTPError: nothing came of it, or more than so many bytes, or it took longer than so many seconds.
        httpx.InvalidURL: the address, or one that it leads to, is none.
    """
    headers = {"Accept": accept, "User-Agent": agent, "Accept-Encoding": "identity"}
    until = time.monotonic() + seconds
    with (
        httpx.Client(
            transport=transport, headers=headers, timeout=seconds, follow_redirects=True, max_redirects=5
        ) as client,
        client.stream("GET", address) as response,
    ):
        response.raise_for_status()
        chunks, size = [], 0
        for chunk in response.iter_raw():
            chunks.append(chunk)
            size += len(chunk)
            if size > largest:
                raise httpx.DecodingError(f"it is larger than {largest:,} bytes")
            if time.monotonic() > until:
                raise httpx.ReadTimeout(f"it took longer than {seconds:g} seconds")
        raw = unpacked(b"".join(chunks), response, largest + 1)
        if raw is None:
            packed = response.headers.get("content-encoding", "")[:20]
            raise httpx.DecodingError(f"it is packed as '{packed}', which was not asked for")
        if len(raw) > largest:
            raise httpx.DecodingError(f"it is larger than {largest:,} bytes")
        permanent = all(one.status_code in (301, 308) for one in response.history)
        return Fetched(text_of(raw, response), str(response.url), permanent)


def unpacked(raw: bytes, response: httpx.Response, most: int) -> bytes | None:
    """Return what was sent as it was before a server packed it, though nobody had asked for that; up to so many bytes.

    Nothing, if it is packed in a way that is not read here, or is no such thing.
    """
    packed = response.headers.get("content-encoding", "identity").strip().casefold()
    if packed in ("identity", ""):
        return raw
    if packed not in ("gzip", "x-gzip", "deflate"):
        return None
    try:
        # 32 and more: with the head of gzip or of zlib, whichever is there (zlib manual, inflateInit2).
        return zlib.decompressobj(wbits=47).decompress(raw, most)
    except zlib.error:
        return None


def reason_of(error: Exception, environment: Mapping[str, str] = os.environ) -> str:
    """Return why nothing came of a request, for a person: a status has its number and name.

    >>> reason_of(NotLookedUpError("the name a.example could not be looked up"), {"https_proxy": "http://p.example"})
    'the name a.example could not be looked up; the proxy that HTTPS_PROXY names is not used'
    """
    if isinstance(error, httpx.HTTPStatusError):
        return status_text(error.response.status_code)
    said = str(error) or type(error).__name__
    is_ours = type(error) is RefusedError or not isinstance(
        error, httpx.ConnectError | httpx.TimeoutException
    )
    return said if is_ours else f"{said}{proxy_note(environment)}"


def proxy_note(environment: Mapping[str, str] = os.environ) -> str:
    """Return what to add where nothing could be reached and this machine has a proxy; else nothing.

    A proxy looks names up itself: nobody here could say which address is asked.
    """
    names = (name.upper() for name, text in environment.items() if text)
    found = next((name for name in names if name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")), "")
    return f"; the proxy that {found} names is not used" if found else ""


def status_text(status: int) -> str:
    """Return a status with its name, if it has one: servers send others too.

    >>> status_text(404), status_text(999)
    ('404 Not Found', '999')
    """
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


#: Names of encodings of which browsers read another one (WHATWG Encoding, 4.2).
_READ_AS = dict.fromkeys(
    ("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "windows-1252"
)
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
#: How a page names its encoding itself, in its first 1024 bytes (HTML, "prescan a byte stream").
_NAMED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*(?!utf-?16)([A-Za-z0-9_-]+)", re.IGNORECASE)


def text_of(raw: bytes, response: httpx.Response) -> str:
    """Return what was sent as text, as a browser reads it, in the encoding that it is in.

    Its first bytes say so, or else its sender, or else the page; what says nothing and is no UTF-8 is windows-1252.
    """
    named = _NAMED.search(raw[:1024])
    found = (
        next((encoding for mark, encoding in _MARKS.items() if raw.startswith(mark)), ""),
        response.charset_encoding or "",
        named[1].decode() if named else "",
    )
    for encoding in filter(None, found):
        with suppress(LookupError, ValueError):  # None that is known, or one of no text.
            return raw.decode(_READ_AS.get(encoding.casefold(), encoding), "replace")
    try:
        # It may have been cut within a letter.
        return getincrementaldecoder("utf-8")().decode(raw)
    except ValueError:
        return raw.decode("windows-1252", "replace")


def _asked(request: httpx.Request) -> tuple[str, int]:
    if request.url.scheme not in ("http", "https") or not request.url.host:
        raise RefusedError(f"'{str(request.url)[:60]}' is no web address")
    if request.url.userinfo:
        raise RefusedError("the address has a name before '@', and is not asked")
    try:
        host = ascii_host(request.url.host)
    except ValueError:  # idna.IDNAError is one.
        raise RefusedError(f"'{request.url.host}' is no name of a host") from None
    return host, request.url.port or (443 if request.url.scheme == "https" else 80)


#: The address of this machine (RFC 1122, 3.2.1.3).
_LOOPBACK = ("127.0.0.1",)


def _is_this_machine(host: str) -> bool:
    """Whether a name is this machine's, whatever knows it (RFC 6761, 6.3)."""
    return host.rstrip(".").rpartition(".")[2] == "localhost"


def _not_found(error: OSError, host: str) -> httpx.ConnectError:
    if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)):
        return NoSuchHostError(f"no host is called {host}")
    return NotLookedUpError(f"the name {host} could not be looked up")


def _checked(numbers: Sequence[str], host: str, refused: Refused) -> Sequence[str]:
    """Return a host's addresses; none of them may be inside a network."""
    if inside := [number for number in numbers if refused(number)]:
        raise RefusedError(f"{host} is inside a network ({inside[0]}), and is not asked")
    return [number.partition("%")[0] for number in numbers]


def _to(request: httpx.Request, host: str, number: str) -> httpx.Request:
    """Return a request that goes to one address, for a certificate of the host."""
    extensions = {**request.extensions, "sni_hostname": host}
    return httpx.Request(
        request.method,
        request.url.copy_with(host=number),
        headers=request.headers,
        stream=request.stream,
        extensions=extensions,
    )
