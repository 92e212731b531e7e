from datetime import date
from xml.etree import ElementTree

import yaml

from editorial.pages.files import PageFile, url_of
from editorial.pages.states import PageState, page_states
from editorial.site.feeds import atom_feed, sitemap

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


PAGES = """
- {language: en, name: a.md, title: A & b, last_revised: 2026-05-02,
   changes: [{2026-05-02: Dose.}, {2026-01-02: First.}]}
- {language: en, name: s/c.md, title: C, last_revised: 2026-03-01, changes: [{2026-03-01: First.}]}
- {language: es, name: a.md, title: Á, last_revised: 2026-04-02, translated_from: 2026-05-02,
   changes: [{2026-04-02: Primera.}]}
"""


def guide() -> dict[str, PageState]:
    sources = []
    for front in yaml.safe_load(PAGES):
        language, name = front["language"], front["name"]
        url = url_of(name, language, original="en")
        sources.append(PageFile(f"docs/{language}/{name}", language, name, url, "", front))
    return page_states(
        sources, original="en", today=date(2026, 11, 23), began=date(2026, 1, 1), review_every=12
    )[0]


def feed(language: str, url: str, site: str) -> ElementTree.Element:
    text = atom_feed(guide().values(), title="Changes", language=language, feed_url=url, site_url=site)
    return ElementTree.fromstring(text)


def test_a_feed_lists_the_changes_of_its_language_newest_first():
    entries = feed("en", "feed.xml", "https://e.org/guide/").findall(f"{ATOM}entry")
    assert [
        (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary"), entry.findtext(f"{ATOM}updated"))
        for entry in entries
    ] == [
        ("A & b", "Dose.", "2026-05-02T00:00:00Z"),
        ("C", "First.", "2026-03-01T00:00:00Z"),
        ("A & b", "First.", "2026-01-02T00:00:00Z"),
    ]
    assert [entry.find(f"{ATOM}link").get("href") for entry in entries][1] == "https://e.org/guide/s/c.html"


def test_without_an_address_links_lead_on_from_the_feed():
    (entry,) = feed("es", "es/feed.xml", "").findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").get("href") == "../es/a.html"


def test_entries_keep_their_ids_and_no_two_share_one():
    ids = [entry.findtext(f"{ATOM}id") for entry in feed("en", "feed.xml", "").findall(f"{ATOM}entry")]
    assert ids == [
        e.findtext(f"{ATOM}id") for e in feed("en", "feed.xml", "https://e.org/").findall(f"{ATOM}entry")
    ]
    assert len(set(ids)) == 3


def test_a_feed_was_updated_with_its_newest_change():
    assert feed("en", "feed.xml", "").findtext(f"{ATOM}updated") == "2026-05-02T00:00:00Z"


def test_the_sitemap_has_each_pages_own_day_and_its_translations():
    root = ElementTree.fromstring(sitemap(guide(), site_url="https://e.org/", languages=["en", "es"]))
    urls = {url.findtext(f"{SITEMAP}loc"): url for url in root}
    assert {loc: url.findtext(f"{SITEMAP}lastmod") for loc, url in urls.items()} == {
        "https://e.org/a.html": "2026-05-02",
        "https://e.org/s/c.html": "2026-03-01",
        "https://e.org/es/a.html": "2026-04-02",
    }
    assert [
        (link.get("hreflang"), link.get("href"))
        for link in urls["https://e.org/es/a.html"].findall(f"{XHTML}link")
    ] == [
        ("en", "https://e.org/a.html"),
        ("es", "https://e.org/es/a.html"),
        ("x-default", "https://e.org/a.html"),
    ]
