"""What programs read of the guide's revisions: an Atom feed per language, and the sitemap."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from editorial.pages.states import PageState

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML = "http://www.w3.org/XML/1998/namespace"
_LONGEST_FEED = 50


def atom_feed(states: Iterable[PageState], *, title: str, language: str, feed_url: str, site_url: str) -> str:
    """Return the feed of one language's changes (RFC 4287), newest first.

    Without a site's address the links are relative to the feed, and it works from a copied folder too.
    """
    changes = [
        (change, state)
        for state in states
        if state.file.language == language
        for change in state.front.changes
    ]
    changes.sort(key=lambda pair: (pair[0].day, pair[1].file.url), reverse=True)
    newest = changes[0][0].day.isoformat() if changes else "1970-01-01"
    feed = Element("feed", {"xmlns": _ATOM, f"{{{_XML}}}lang": language})
    SubElement(feed, "id").text = _id(feed_url)
    SubElement(feed, "title").text = title
    SubElement(feed, "updated").text = f"{newest}T00:00:00Z"
    SubElement(SubElement(feed, "author"), "name").text = title
    if site_url:
        SubElement(feed, "link", {"rel": "self", "href": urljoin(site_url, feed_url)})
    up = "../" * feed_url.count("/")
    for change, state in changes[:_LONGEST_FEED]:
        entry = SubElement(feed, "entry")
        SubElement(entry, "id").text = _id(f"{state.file.url} {change.day} {change.text}")
        SubElement(entry, "title").text = state.title
        SubElement(entry, "updated").text = f"{change.day}T00:00:00Z"
        link = urljoin(site_url, state.file.url) if site_url else up + state.file.url
        SubElement(entry, "link", {"href": link})
        SubElement(entry, "summary").text = change.text
    return _document(feed)


def sitemap(states: Mapping[str, PageState], *, site_url: str, languages: Sequence[str]) -> str:
    """Return the sitemap, with each page's own revision day and its translations.

    The first language is the default for readers of any other (``x-default``).
    """
    register_namespace("xhtml", _XHTML)
    urls: dict[str, dict[str, str]] = {}
    for state in states.values():
        urls.setdefault(state.file.name, {})[state.file.language] = urljoin(site_url, state.file.url)
    root = Element("urlset", {"xmlns": _SITEMAP})
    for state in sorted(states.values(), key=lambda state: state.file.url):
        url = SubElement(root, "url")
        SubElement(url, "loc").text = urljoin(site_url, state.file.url)
        if state.front.last_revised:
            SubElement(url, "lastmod").text = state.front.last_revised.isoformat()
        translations = urls[state.file.name]
        pairs = [(language, translations[language]) for language in languages if language in translations]
        if languages[0] in translations:
            pairs.append(("x-default", translations[languages[0]]))
        for language, href in pairs:
            SubElement(url, f"{{{_XHTML}}}link", {"rel": "alternate", "hreflang": language, "href": href})
    return _document(root)


def _id(text: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, text)}"


def _document(root: Element) -> str:
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"
