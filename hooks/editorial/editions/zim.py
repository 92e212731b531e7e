"""The guide as ZIM files, which Kiwix shows where there is no network (https://wiki.openzim.org/wiki/ZIM_file_format)."""

import hashlib
import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from babel.core import get_global
from selectolax.lexbor import LexborHTMLParser

from editorial.editions.keep import language_of
from editorial.editions.plan import Edition

#: What a page loads or leads to on a screen; PDFs and books have Kiwix lists of their own.
_PACKED = re.compile(r".+\.(?:html|css|js|svg|png|jpe?g|gif|webp|avif|woff2)")
_NOT_PACKED = re.compile(
    r"assets/(?:card-[\w-]+\.png|icon-\d+\.png|(?:book|epub|large)\.css|worker\.js)|404\.html|sw\.js"
)
#: What leads to files that are not packed, or asks a browser to keep the site.
_LEFT_OUT = (
    "link[rel=alternate], link[rel=canonical], .site-pdf, .site-downloads, #site-keep-panel, #site-share"
)
#: Of a language with two codes, such as German, the bibliographic one (ger) is not one of ISO 639-3.
_BIBLIOGRAPHIC = {
    *("alb", "arm", "baq", "bur", "chi", "cze", "dut", "fre", "geo", "ger"),
    *("gre", "ice", "mac", "mao", "may", "per", "rum", "slo", "tib", "wel"),
}
_WITH_ADDRESS = ("href", "xlink:href")
#: Where a ZIM file has its identifier and the place of its checksum, in bytes.
_IDENTIFIER, _CHECKSUM_AT = slice(8, 24), slice(72, 80)
#: How the header of an index of words (Xapian, glass) begins; an identifier follows the version.
_XAPIAN = b"\x0f\x0dXapian Glass"


def zim_files(files: Mapping[str, bytes], edition: Edition, locales: tuple[str, ...]) -> dict[str, bytes]:
    """Return the files of a site that a ZIM file of some languages has: none leads to one that is not in it.

    A link to a page in another language leads to the web, where the site has an address, or is none.
    """
    packed = {
        path: content
        for path, content in sorted(files.items())
        if _PACKED.fullmatch(path)
        and not _NOT_PACKED.fullmatch(path)
        and {*filter(None, language_of(path, edition).split(","))} <= {*locales}
    }
    return {
        path: _page(path, content.decode(), packed, edition).encode() if path.endswith(".html") else content
        for path, content in packed.items()
    }


def _page(path: str, html: str, packed: Mapping[str, bytes], edition: Edition) -> str:
    tree = LexborHTMLParser(html)
    for element in tree.css(_LEFT_OUT):
        element.decompose()
    for element in tree.css("[data-keep]"):
        del element.attrs["data-keep"]
    for element in tree.css("a"):
        for name in _WITH_ADDRESS:
            address = element.attributes.get(name)
            if not address:
                continue
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
            if target in packed:
                continue
            if edition.site_url:
                element.attrs[name] = edition.site_url + target
            elif "site-language" in (element.attributes.get("class") or "").split():
                element.decompose()
                break
            else:
                del element.attrs[name]
    for element in tree.css("meta[http-equiv=Content-Security-Policy]"):
        # Kiwix puts scripts of its own into pages, which know nothing of Trusted Types (W3C).
        policy = element.attributes.get("content") or ""
        rules = (rule for rule in policy.split("; ") if "trusted-types" not in rule)
        element.attrs["content"] = "; ".join(rules)
    return f"{tree.html}\n"


def language_code(locale: str) -> str:
    """Return the code of ISO 639-3 for a language, which Kiwix asks for.

    >>> language_code("en"), language_code("es"), language_code("pt-BR")
    ('eng', 'spa', 'por')
    """
    short = re.split(r"[-_]", locale)[0]
    known_codes = get_global("language_aliases").items()
    longer = [code for code, known in known_codes if known == short and len(code) == 3]
    return next((code for code in longer if code not in _BIBLIOGRAPHIC), short)


def shortened(text: str, length: int) -> str:
    """Return a text of some letters at most, cut between words.

    >>> shortened("One two three", 9)
    'One two…'
    """
    return text if len(text) <= length else text[: text.rindex(" ", 0, length - 1)].rstrip(".,;: ") + "…"


def reproducible(zim: bytes, *, seed: bytes) -> bytes:
    """Return a ZIM file with identifiers made from its content, and the checksum that goes with them.

    libzim takes them at random, so that no two files of the same pages would be the same.

    Args:
        zim: the file.
        seed: what it was made from.
    """
    content = bytearray(zim)
    content[_IDENTIFIER] = hashlib.sha256(seed).digest()[:16]
    for number, found in enumerate(re.finditer(re.escape(_XAPIAN), zim)):
        start = found.end() + 2  # The version, in two bytes.
        content[start : start + 16] = hashlib.sha256(seed + bytes([number])).digest()[:16]
    place = int.from_bytes(content[_CHECKSUM_AT], "little")
    content[place : place + 16] = hashlib.md5(content[:place], usedforsecurity=False).digest()
    return bytes(content)
