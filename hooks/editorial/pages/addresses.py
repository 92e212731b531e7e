"""Addresses in a page that lead elsewhere than a reader would think, or that no page needs.

What a browser makes of an address: URL Standard (WHATWG), 4.4. Names of hosts: Unicode UTS 39 (mixed scripts)
and UTS 46.
"""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import phonenumbers

from editorial.detours import detour_fault
from editorial.text import unseen

#: Schemes of addresses that a reader may follow; pictures come from the guide's own folder.
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
#: Longer than any that a person reads.
LONGEST = 2_000

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
#: Browsers leave these out of an address before they read it.
_LEFT_OUT = re.compile(r"[\x00-\x20]")
_TEL = re.compile(r"\+[1-9]\d{6,14}")
_MAILTO = re.compile(r"[^@\s?&,;%]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL}){{1,8}}"
#: A text that shows an address: with its scheme, with "www.", or as a host, among words with a usual ending.
_SHOWN = re.compile(
    rf"https?://({_HOST})([^\s<>\"')\]]{{0,500}})|\b(www\.{_HOST})"
    rf"|(?<![\w@.-])({_LABEL}(?:\.{_LABEL}){{0,6}}\.(?:org|com|net|gov|edu|int))(?![\w.-]*\w)",
    re.IGNORECASE,
)
_HOST_ALONE = re.compile(rf"({_HOST})(/\S{{0,500}})?", re.IGNORECASE)
_MOST_TEXT = 1_000
#: Letters of other scripts that look like Latin ones (Unicode UTS 39, confusables), small ones.
_LOOK_LATIN = frozenset("аеорсухіјѕԁһӏԛԝѵгпшѡʏɡοανικρυτωϲϳ")
#: Scripts that are written together in one word.
_TOGETHER = frozenset({"CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "HANGUL"})


def address_faults(address: str, *, attribute: str = "href", text: str = "") -> Iterator[str]:
    """Yield what is wrong with one address on a page, as sentences.

    Args:
        address: as the browser reads it, after entities.
        attribute: the attribute that it stands in.
        text: what readers see of a link.
    """
    if len(address) > LONGEST:
        yield f"an address has {len(address)} characters, more than {LONGEST}. Write a shorter one."
        return
    if any(unseen(address)) or re.search(r"[\t\r\n]", address):
        yield f"an address in '{attribute}' has a tab, a line end or a character that nobody sees. Take it out."
        return
    if "\\" in address:
        yield f"an address in '{attribute}' has a '\\'. Write '/'."
        return
    if " " in address.strip() and re.match(r"https?:", address, re.IGNORECASE):
        yield f"an address in '{attribute}' has a space. Write %20 in its place, or what stands there on its site."
        return
    scheme = _SCHEME.match(_LEFT_OUT.sub("", address))
    if attribute == "src" and (scheme or address.startswith("//")):
        said = f"{scheme[1]}:" if scheme else "//"
        yield (
            f"an address may not begin with '{said}': a picture in 'src' comes from this guide. Put it into the "
            "page's folder and write its name."
        )
    elif scheme and scheme[1].casefold() not in SCHEMES:
        yield f"an address may not begin with '{scheme[1]}:'. Write https:// or a path in this guide."
    elif scheme and scheme[1].casefold() in ("http", "https"):
        yield from _web_faults(address, text)
    elif scheme and scheme[1].casefold() == "mailto":
        yield from _mail_faults(address, text)
    elif scheme:
        yield from _phone_faults(address, text)


def _web_faults(address: str, text: str) -> Iterator[str]:
    if not re.match(r"https?://[^/?#]", address, re.IGNORECASE):
        # A browser takes it for a place in this site (URL Standard, special schemes with a base).
        scheme, rest = re.split(r":[/\\]*", address, maxsplit=1)
        yield f"'{address}' is not a web address. Write {scheme.casefold()}://{rest}"
        return
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        yield f"'{address}' is not a web address. Write https:// and the name of the site."
        return
    if "@" in parts.netloc:
        yield (
            f"the address '{address}' has a name before '@', which looks like a site and leads to '{host}'. "
            "Write the address without it."
        )
    if port not in (None, 80, 443):
        yield f"the address '{address}' has the port {port}. Write the address of a public site."
    if said := host_fault(host) or detour_fault(address):
        yield said
    elif blank := re.search(r"[<{][^<>{}]{1,40}[>}]", unquote(address)):
        yield f"an address has a blank, '{blank[0]}'. Write what stands in its place on the site."
    for shown, path in _addresses_in(text):
        if _same_site(shown, host):
            if path.strip("/.…") and not _same_path(path, parts):
                yield f"a link shows '{shown}{path}' and leads to '{address}'. Let it show where it leads."
        else:
            yield f"a link shows '{shown}' and leads to '{host}'. Let it show where it leads."


def host_fault(host: str) -> str:
    r"""Return what is wrong with the name of a host, or nothing.

    >>> host_fault("www.ex\u0430mple.org")
    "the address 'www.exаmple.org' has letters of several scripts that look alike. Write the site's real name."
    """
    if "%" in host or unicodedata.normalize("NFKC", host) != host:
        return f"the name of the site '{host}' is not written as it is read. Write '{_plain_host(host)}'."
    if re.fullmatch(r"[\d.]+|0x[\da-f.x]+|\[?[\da-f:.]*:[\da-f:.]*\]?", host):
        return f"the address of the site '{host}' is a number. Write its name."
    labels = host.split(".")
    if len(labels) < 2 or not all(labels):
        return f"the name of the site '{host}' is not whole. Write it with its ending, like example.org."
    if coded := [label for label in labels if label.startswith("xn--")]:
        return f"the name of the site '{host}' is coded ('{coded[0]}'). Write it in its own letters."
    for label in labels:
        scripts = {unicodedata.name(letter, "?").split()[0] for letter in label if letter.isalpha()}
        if (len(scripts) > 1 and scripts - _TOGETHER) or (label and set(label) <= _LOOK_LATIN):
            return f"the address '{host}' has letters of several scripts that look alike. Write the site's real name."
    return ""


def _plain_host(host: str) -> str:
    return unicodedata.normalize("NFKC", unquote(host))


def _mail_faults(address: str, text: str) -> Iterator[str]:
    target = address.partition(":")[2]
    if "?" in target or "&" in target:
        yield f"'{address}' fills in more than an address. Write mailto: and the address alone."
    elif not _MAILTO.fullmatch(unquote(target)) or "%" in target:
        yield f"'{address}' is no e-mail address. Write it like this: mailto:name@example.org"
    else:
        for shown in re.findall(r"[\w.+-]{1,64}@[\w.-]{1,200}", text[:_MOST_TEXT]):
            if shown.rstrip(".").casefold() != target.casefold():
                yield f"a link shows '{shown}' and leads to '{target}'. Let it show where it leads."


def _phone_faults(address: str, text: str) -> Iterator[str]:
    target = address.partition(":")[2]
    if not _TEL.fullmatch(target):
        yield f"'{address}' is no phone number. Write tel:+ and the number with its country, digits only."
        return
    if costly(target):
        yield f"the phone number {target} costs more than a call. Write one that does not."
    digits = re.sub(r"\D", "", text[:_MOST_TEXT])
    if len(digits) > 5 and not target.endswith(digits.lstrip("0")):
        yield f"a link shows '{text.strip()[:60]}' and dials '{target}'. Let it show what it dials."


def costly(tel: str) -> bool:
    """Whether a phone number (E.164) costs its caller more than a call.

    >>> costly("+449090123456"), costly("+448088080000")
    (True, False)
    """
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(tel))
    except phonenumbers.NumberParseException:
        return False
    return bool(kind == phonenumbers.PhoneNumberType.PREMIUM_RATE)


def _addresses_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield each host that a text shows, with the path after it."""
    text = text.strip()[:_MOST_TEXT]
    if found := _HOST_ALONE.fullmatch(text):
        if re.search(r"\.[^\W\d_]{2,}$", found[1]) and "@" not in text:
            yield found[1].casefold(), found[2] or ""
        return
    for match in _SHOWN.finditer(text):
        yield (match[1] or match[3] or match[4]).casefold(), match[2] or ""


def _same_site(shown: str, host: str) -> bool:
    """Whether a link that shows one site may lead to another name of it: with "www.", or a part of it."""
    one, other = shown.removeprefix("www."), host.casefold().removeprefix("www.")
    return one == other or other.endswith(f".{one}")


def _same_path(shown: str, parts: object) -> bool:
    whole = f"{getattr(parts, 'path', '')}?{getattr(parts, 'query', '')}#{getattr(parts, 'fragment', '')}"
    begun = unquote(shown).rstrip("/.,;:…").casefold()
    return unquote(whole).rstrip("?#").replace("?#", "#").casefold().startswith(begun)
