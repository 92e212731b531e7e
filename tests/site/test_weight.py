"""What a phone loads: the first page that it opens, with its styles, scripts and fonts, and each further one."""

import re
from collections.abc import Callable
from functools import cache
from itertools import islice
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Browser

from readers import PHONE

#: Home, a long page of a kind of cancer, the longest, and when to call: in kB of 1,000 bytes, as a server packs them.
FIRST_VIEW = {
    "index": 60,
    "subgroups/neck-squamous": 72,
    "subgroups/other-sites": 75,
    "living/when-to-call": 58,
}
PAGES = [f"{folder}{page}.html" for folder in ("", "es/") for page in FIRST_VIEW]
#: A further page, whose styles, scripts and fonts the phone has: half of those in one language, and of those that are
#: shown beside their translation, are no larger. Their words alone, without a tag, are half of that; the rest is mostly
#: the ways between citations and sources, and the addresses of sources.
FURTHER, BESIDE = 12.8, 15.5
#: What is of a page but its article and what machines are told: the head, the menu, the search box and the foot.
FRAME = 3.2
#: What no program makes smaller.
PACKED = (".woff2", ".png", ".jpg")


@cache
def packed(body: bytes) -> bytes:
    """Return a file as a server packs it: most of what a page loads, the other pages load too."""
    return brotli.compress(body)


#: From the path of a page to the bytes of all that it loads, by path.
Loads = Callable[[str], dict[str, int]]


@pytest.fixture(scope="module")
def loaded(browser: Browser, site: Path, serve: Callable[[Path], str]) -> Loads:
    """What a page loads on a phone that was nowhere else; of each page it is asked once."""
    address = serve(site)

    @cache
    def load(page: str) -> dict[str, int]:
        context = browser.new_context(viewport=PHONE)
        tab, sizes = context.new_page(), {}
        bodies = {}
        tab.on("response", lambda response: bodies.setdefault(response.url, response))
        tab.goto(f"{address}/{page}", wait_until="networkidle")
        for url, response in bodies.items():
            body = response.body()
            sizes[url.removeprefix(f"{address}/")] = len(body if url.endswith(PACKED) else packed(body))
        context.close()
        return sizes

    return load


@pytest.mark.parametrize("page", PAGES)
def test_the_first_view_is_light(loaded: Loads, page: str):
    sizes = loaded(page)
    assert {"assets/styles.css", "assets/scripts.js", "assets/fonts/atkinson-regular.woff2"} <= sizes.keys()
    most = FIRST_VIEW[page.removeprefix("es/").removesuffix(".html")]
    assert sum(sizes.values()) <= most * 1000


@pytest.mark.parametrize("page", PAGES)
def test_a_further_page_loads_nothing_but_itself(loaded: Loads, page: str):
    sizes, home = loaded(page), loaded("es/index.html" if page.startswith("es/") else "index.html")
    assert {path for path in sizes.keys() - home.keys() if not path.startswith("assets/fonts/")} == {
        page
    } - home.keys()
    assert sum(size for path, size in sizes.items() if path not in home) <= 35_000


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, str]:
    found = {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")}
    return {path: html for path, html in found.items() if path != "404.html"}


def test_half_of_the_pages_are_light(pages: dict[str, str]):
    assert len(pages) > 100
    beside = {path: html for path, html in pages.items() if path.startswith("en-es/")}
    for kind, most in (
        (beside, BESIDE),
        ({path: pages[path] for path in pages.keys() - beside.keys()}, FURTHER),
    ):
        half = len(kind) // 2 + 1
        # Those first that are small when packed in haste: of these it is soon known.
        light = (html for html in sorted(kind.values(), key=size_in_haste) if is_light(html, most))
        assert len([*islice(light, half)]) == half


def size_in_haste(html: str) -> int:
    """Return the bytes of a page as a server would pack it that has no time: never less than with care."""
    return len(brotli.compress(html.encode(), quality=6))


def is_light(html: str, most: float) -> bool:
    """Whether a page has at most so many kB as a server packs it. To pack it so takes long: in haste may be enough."""
    return size_in_haste(html) <= most * 1000 or len(brotli.compress(html.encode())) <= most * 1000


def test_no_page_brings_much_that_every_page_has(pages: dict[str, str]):
    frames = {
        path: re.sub(
            r'<article\b.*</article>|<script type="application/ld\+json">.*?</script>',
            "",
            html,
            flags=re.DOTALL,
        )
        for path, html in pages.items()
    }
    assert [path for path, frame in frames.items() if not is_light(frame, FRAME)] == []
    # Icons are of the styles, and what scripts say is in a file for each language.
    assert [path for path, frame in frames.items() if "<svg" in frame] == []
    assert [path for path, html in pages.items() if re.search(r"\n[ \t]+<(?:p|li|div|a)\b", html)] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_scripts_say_is_loaded_once_and_that_of_the_search_with_it(site: Path, language: str):
    said, searched = (
        (site / f"assets/{part}/{language}.js").read_text("utf-8") for part in ("words", "search")
    )
    assert '"citation.close"' in said
    assert '"search.none"' not in said
    assert '"search.none"' in searched


def test_no_script_and_no_style_of_ours_has_a_comment(site: Path):
    ours = [path for path in site.glob("assets/*.*s*") if path.suffix in (".css", ".js")]
    assert len(ours) > 10
    assert [path.name for path in ours if "/*" in path.read_text(encoding="utf-8")] == []
