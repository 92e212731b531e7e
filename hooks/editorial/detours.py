"""Addresses that lead through another site, or tell where a reader comes from, and the plain ones to write.

A library's proxy or catalog asks readers for a password; what mail programs and networks put around an address lets
them see who follows it, and breaks with them.
"""

import re
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from editorial.text import beginning

#: What any of these addresses has: most are passed over with one look.
_SUSPECT = re.compile(
    r"proxy|[/.]ezp?\.|oclc\.org|openathens|webvpn|safelinks|urldefense|ampproject|translate|/amp/|utm_|cli?c?k_?id=|[gw]braid=|igsh"
    r"|[?&](?:ref|aff|partner|promo|coupon|awc|cmpid|tag)|paypal|gofundme|patreon|ko-fi|buymeacoffee|venmo|cash\.app|donorbox"
    r"|amazon\.|amzn|ebay\.|etsy\.|aliexpress|mercadolibre|walmart|wa\.me/|/t\.me/|telegram\.me|m\.me/|chat\.whatsapp"
    r"|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|(?:bit|ow|buff|cutt)\.ly/|/t\.co/|tinyurl|goo\.gl|is\.gd|rb\.gy|lnkd\.in"
    r"|google\.com/|onedrive|1drv|sharepoint|outlook\.|whatsapp|chatgpt|openai|ebscohost\.|ovid\.com|webof(?:science|knowledge)\.|embase\.|[?&](?:q|qurl|u|z|to|url|uddg|target)=",
    re.IGNORECASE,
)
#: Sites that lead on to the address in their query.
_LEADS_ON = re.compile(
    r"(?:(?:www\.|scholar\.|translate\.)?google\.[a-z.]{2,6}/(?:url|scholar_url|translate)"
    r"|lm?\.(?:facebook|instagram)\.com/|l\.messenger\.com/|[\w.-]*\.?safelinks\.protection\.outlook\.com/"
    r"|out\.reddit\.com/|www\.youtube\.com/redirect|(?:www\.)?linkedin\.com/(?:redir|safety)|t\.umblr\.com/"
    r"|duckduckgo\.com/l/|(?:away\.)?vk\.com/away|slack-redir\.net/|[\w-]+\.openathens\.net/)"
)
_IN_QUERY = ("url", "q", "u", "qurl", "uddg", "z", "to", "target")
#: A label of the name of a library's proxy; the plain word is one only after the name of another site.
_PROXY = re.compile(r"[\w-]*(?:ez-?proxy|libproxy|lib-?proxy|webvpn)[\w-]*|ezp")
_MAYBE_PROXY = re.compile(r"(?:[\w-]+-)?proxy(?:\d+|-[\w-]+)?|ez")
#: Catalogs that libraries pay for: what they export with a record is their own address, not the source's.
_CATALOG = re.compile(
    r"(?:search|research|web\.[\w.]*)\.?ebscohost\.com|ovidsp\.(?:[\w-]+\.)*ovid\.com|(?:[\w-]+\.)?webof(?:science|knowledge)\.com"
    r"|www\.embase\.com"
)
#: Services that shorten addresses, and places that only who is invited can open.
_SHORT = re.compile(
    r"(?:bit\.ly|t\.co|tinyurl\.com|goo\.gl|ow\.ly|is\.gd|buff\.ly|rb\.gy|cutt\.ly|lnkd\.in)/"
)
_PRIVATE = re.compile(
    r"docs\.google\.com/\w+/d/[^/]+/edit|drive\.google\.com/|mail\.google\.com/|onedrive\.live\.com/|1drv\.ms/"
    r"|[\w.-]+\.sharepoint\.com/|outlook\.(?:office|live)\.com/|(?:web|api|chat)\.whatsapp\.com/|wa\.me/|t(?:elegram)?\.me/|m\.me/|(?:chatgpt|chat\.openai)\.com/"
)
#: What tells a site how a reader came (Urchin Tracking Module, and the like of networks and mail programs).
#: Or who is paid for it: partners of shops and clinics.
_TRACKING = re.compile(
    r"(?:utm_\w+|(?:fb|g|d|y|tt|tw)clid|msclkid|[gw]braid|igshid|igsh|mc_[ce]id|_hs(?:enc|mi)|mkt_tok"
    r"|ref|refer(?:rer|ral)(?:_?code)?|aff(?:_?id|iliate(?:_?id)?|_?code)?|partner(?:_?id)?|promo(?:_?code)?|coupon"
    r"|(?:ir)?click_?id|awc|cmpid)(?:=.*)?|tag=[\w-]+-2\d",
    re.IGNORECASE,
)
#: Where readers are asked for money, or to buy.
_MONEY = re.compile(
    r"(?:[\w-]+\.)?(?:paypal\.(?:com|me)|gofundme\.com|patreon\.com|ko-fi\.com|buymeacoffee\.com|venmo\.com|cash\.app|donorbox\.org"
    r"|amazon\.[a-z.]{2,6}|amzn\.to|ebay\.[a-z.]{2,6}|etsy\.com|aliexpress\.com|mercadolibre\.[a-z.]{2,6}|walmart\.com)(?:/|$)"
)
_MOST_STEPS = 5


def detour_fault(address: str) -> str:
    """Return what is wrong with an address that makes a detour, with the plain one to write; nothing if it makes none.

    >>> detour_fault("https://e.org/a?id=1&utm_source=x")
    "the address 'https://e.org/a?id=1&utm_source=x' tells its site where readers come from. Write https://e.org/a?id=1"
    >>> detour_fault("https://example.org/?url=https://example.com")
    ''
    """
    if not _SUSPECT.search(address):
        return ""
    if said := _closed(address):
        return said
    plain = direct(address)
    if plain == address:
        return ""
    if not plain:
        return (
            f"the address '{beginning(address)}' leads through a library's proxy or catalog, which asks others for a "
            "password. "
            "Write the one that everybody can open."
        )
    if urlsplit(plain).hostname == urlsplit(address).hostname:
        return f"the address '{beginning(address)}' tells its site where readers come from. Write {plain}"
    return f"the address '{beginning(address)}' leads through another site. Write {plain}"


def _closed(address: str) -> str:
    """Return what is wrong with an address that hides where it leads, or that only who is invited can open."""
    place = re.sub(r"^https?://(?:www\.)?", "", address, flags=re.IGNORECASE).casefold()
    if _SHORT.match(place):
        return (
            f"the address '{beginning(address)}' does not show where it leads, and may lead elsewhere one day. Open "
            "it, and write the address of the page there."
        )
    if _MONEY.match(place):
        return (
            f"the address '{beginning(address)}' is of a shop, or asks for money. Take it out: nothing is sold here "
            "and nothing asked for."
        )
    if _PRIVATE.match(place):
        shown = beginning(address)
        return f"the address '{shown}' is of somebody's own files, mail or chat. Write that of a public page."
    return ""


def direct(address: str) -> str:
    """Return an address without detours; nothing where it leads to a proxy, and where to from there is not in it.

    >>> direct("https://www.google.com/url?q=https%3A%2F%2Fexample.org%2Fa&sa=D")
    'https://example.org/a'
    >>> direct("https://www-example-org.ezproxy.example.edu/a"), direct("https://example.org.proxy.example.edu/a")
    ('https://www.example.org/a', 'https://example.org/a')
    """
    if not _SUSPECT.search(address):
        return address
    for _ in range(_MOST_STEPS):
        try:
            after = _one_step(address)
        except ValueError:
            return address  # No address at all: said by others.
        if after == address:
            break
        address = after
    return address


def _one_step(address: str) -> str:
    parts = urlsplit(address)
    host = (parts.hostname or "").casefold()
    if not host:
        return address
    behind = _behind_proxy(host)
    inner, path = _in_query(parts.query), parts.path or "/"
    leads_on = _LEADS_ON.match(f"{host}{path}") is not None or behind is not None
    if inner and (leads_on or _is_login(path, host, inner)):
        return inner
    if wrapped := _wrapped(address, host):
        return wrapped
    if behind is not None:
        return urlunsplit(parts._replace(netloc=behind)) if behind else ""
    return urlunsplit(parts._replace(query=_untracked(parts.query))) if parts.query else address


def _is_login(path: str, host: str, inner: str) -> bool:
    """Whether an address asks for a password and leads on to another site, as that of a proxy does."""
    return path.rstrip("/").endswith("/login") and urlsplit(inner).hostname != host


def _in_query(query: str) -> str:
    """Return the address in a query: that of the first name that may have one."""
    named = dict(parse_qsl(query, max_num_fields=100))
    found = (named[name] for name in _IN_QUERY if re.match(r"https?://", named.get(name, "")))
    return next(found, "")


def _wrapped(address: str, host: str) -> str:
    """Return the address that stands in the path of another, or nothing."""
    if host == "urldefense.com" and (found := re.search(r"/v3/__(https?:/{1,2})(.+?)__;", address)):
        return f"{found[1].rstrip('/')}//{found[2]}"
    if host == "urldefense.proofpoint.com" and (found := re.search(r"[?&]u=([^&]+)", address)):
        return unquote(found[1].replace("_", "/").replace("-", "%"))
    if host.endswith(".translate.goog"):
        return f"https://{_dotted(host.removesuffix('.translate.goog'))}{urlsplit(address).path}"
    if found := re.search(r"google\.[a-z.]{2,6}/amp/s/(.+)|\.cdn\.ampproject\.org/\w/s/(.+)", address):
        return f"https://{found[1] or found[2]}"
    return ""


def _behind_proxy(host: str) -> str | None:
    """Return the site that stands before the name of a proxy; empty if none does, ``None`` if it is no proxy."""
    if _CATALOG.fullmatch(host):
        return ""
    if host.endswith(".idm.oclc.org"):
        site = host.removesuffix(".idm.oclc.org").rpartition(".")[0]
        return _dotted(site)
    labels = host.split(".")
    for at, label in enumerate(labels):
        site = _dotted(".".join(labels[:at]))
        if _PROXY.fullmatch(label) or (site and _MAYBE_PROXY.fullmatch(label)):
            return site
    return None


def _dotted(site: str) -> str:
    """Return the name of a site whose dots became hyphens, and whose hyphens were doubled."""
    if "." in site or "-" not in site:
        return site if "." in site else ""
    return site.replace("--", "\0").replace("-", ".").replace("\0", "-")


def _untracked(query: str) -> str:
    return "&".join(part for part in query.split("&") if not _TRACKING.fullmatch(part))
