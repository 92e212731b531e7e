"""Whether a page that answers is the one that was asked for: sites send readers to their front page, to a page where
one must log in, or to one that says that there is none, and call all of them right.
"""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from editorial.text import on_one_line

#: What sites write above a page that is not there. "The primary is not found" is a subject of medicine.
_NO_PAGE = re.compile(
    r"^\W*(?:error\W*)?404\b|\b404\W*(?:error|not found)|^\W*not found\b|\bpage (?:was |is |could )?not (?:be )?found"
    r"|\bno longer available\b|p[áa]gina no (?:se ha |fue )?encontrada|no se (?:ha )?encontr(?:ó|ado) la p[áa]gina"
    # What stands before a page where a robot, or everybody at the moment, is turned away.
    r"|^\W*(?:just a moment|un momento|attention required|access denied|acceso denegado|are you (?:a )?(?:robot|human)"
    r"|(?:please )?verify(?:ing)? (?:that )?you are (?:a )?human|checking your browser|security check(?:point)?"
    r"|(?:\d{3}\W+)?(?:forbidden|service (?:temporarily )?unavailable|bad gateway|moved permanently))"
    r"\W*(?:(?:cloudflare|akamai)\W*|[|·].*)?$|^\W*error\W*$",
    re.IGNORECASE,
)
_LOGIN_TITLE = re.compile(
    r"^\W*(?:(?:log|sign)[ -]?in|iniciar sesión)(?: to continue| required)?\s*(?:[|·–—-].*)?$", re.IGNORECASE
)
_LOGIN = re.compile(r"/(?:log-?in|sign-?in|signon|auth|sso|idp|account/login)\b", re.IGNORECASE)


def wrong_page(asked: str, final: str, title: str, sent_on: str) -> str:
    """Return why a page may be the wrong one, or nothing.

    Args:
        asked: the address that was asked for.
        final: where redirects led.
        title: the page's title.
        sent_on: where the page itself sends its readers.

    >>> wrong_page("https://a.example/x", "https://a.example/", "A", "")
    'leads to the front page of its site'
    """
    if is_front(asked, final):
        return "leads to the front page of its site"
    if not _LOGIN.search(urlsplit(asked).path) and (
        _LOGIN.search(urlsplit(final).path) or _LOGIN_TITLE.search(title)
    ):
        return "leads to a page where one must log in"
    if _NO_PAGE.search(title):
        return f"its title says '{title}'"
    return "sends its readers on to another page" if sent_on else ""


def is_front(asked: str, final: str) -> bool:
    """Whether an address is the front page of a site, where another one was asked for."""
    path, led_to = urlsplit(asked).path, urlsplit(final).path
    return path not in ("", "/") and bool(final) and led_to in ("", "/")


def page_title(body: str) -> str:
    """Return the title of a page, as it may be printed: it is a stranger's."""
    found = LexborHTMLParser(body).css_first("title") if "<title" in body.casefold() else None
    return on_one_line(" ".join(found.text().split()))[:80] if found else ""


def sends_on(body: str, address: str) -> str:
    """Return to which other page a page sends its readers at once (``<meta http-equiv="refresh">``), or nothing.

    What stands in ``<noscript>`` sends on nobody but robots.
    """
    for node in LexborHTMLParser(body).css('meta[http-equiv="refresh" i]') if "http-equiv" in body else ():
        found = _REFRESH.match(node.attributes.get("content") or "")
        if not found or any(parent.tag == "noscript" for parent in _parents(node)):
            continue
        try:
            target: str = urljoin(address, found[1])
        except ValueError:
            continue
        if urldefrag(target).url != urldefrag(address).url:
            return target
    return ""


#: HTML Standard, "shared declarative refresh steps": seconds, and an address with or without its name.
_REFRESH = re.compile(r"\s*[0-5]?(?:\.[0-9.]*)?\s*[;,\s]\s*(?:url\s*=\s*)?['\"]?([^'\"\s]+)", re.IGNORECASE)


def _parents(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent
