"""A guide that a reader keeps on a device: asked for, whole or not at all, honest about its age, removed entirely."""

import json
import os
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import write_small_guide
from editions import build, with_search
from editorial.site.csp import header_policy
from readers import PHONE

pytestmark = pytest.mark.slow

STORED = """async () => [
  ...(await navigator.serviceWorker.getRegistrations()).map(one => one.scope),
  ...await caches.keys(), ...Object.keys(localStorage), ...(await indexedDB.databases()).map(one => one.name),
]"""
NAMES = {
    "en": {"path": "", "keep": "Keep this guide on my device", "remove": "Remove it", "show": "Show it"},
    "es": {"path": "es/", "keep": "Guardar esta guía en mi dispositivo", "remove": "Quitar la guía de mi dispositivo", "show": "Mostrarla"},
}  # fmt: skip


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two editions of one guide, one after the other."""
    guide = write_small_guide(tmp_path_factory.mktemp("kept"))
    with_search(guide)
    made = {}
    for hour, word in enumerate(("first", "second")):
        made[word] = tmp_path_factory.mktemp(word) / "site"
        shutil.copytree(build(guide, word), made[word])
        for path in made[word].rglob(
            "*"
        ):  # A server says in seconds when a file was written, and both take less.
            os.utime(path, (3600 * hour, 3600 * hour))
    return made


class Host:
    """A server on this machine with the headers of the project's own, which can be cut off and come back."""

    def __init__(self, root: Path) -> None:
        self.root, self.breaks_at, self.port = root, "", 0
        self.start()

    def start(self) -> None:
        host = self

        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

            def end_headers(self) -> None:
                self.send_header("Content-Security-Policy", header_policy())
                self.send_header("Cache-Control", "no-cache")
                super().end_headers()

            def do_GET(self) -> None:
                if host.breaks_at and self.path.endswith(host.breaks_at):
                    self.connection.close()
                else:
                    super().do_GET()

        class Server(ThreadingHTTPServer):
            allow_reuse_address = True

        handler = partial(Handler, directory=str(self.root))
        self.server = Server(("127.0.0.1", self.port), handler)
        self.port = self.server.server_port
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def publish(self, site: Path) -> None:
        self.stop()
        shutil.rmtree(self.root)
        shutil.copytree(site, self.root)
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def host(built: dict[str, Path], tmp_path: Path) -> Iterator[Host]:
    shutil.copytree(built["first"], tmp_path / "served")
    host = Host(tmp_path / "served")
    yield host
    host.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(30_000)
    yield context
    context.close()


def keep(tab: Page, host: Host, locale: str = "en", *others: str) -> None:
    """Ask for the guide to be kept, as a reader does, and wait for the end of it."""
    words = NAMES[locale]
    tab.goto(f"{host.address}/{words['path']}offline.html")
    # Which boxes are checked is known once they are shown: until then a box that is to be checked could be cleared.
    tab.locator("#site-keep-panel").wait_for()
    for other in others:
        tab.locator(f"#site-keep-panel input[value={other}]").check()
    tab.get_by_role("button", name=words["keep"]).click()


def said(tab: Page) -> object:
    return expect(tab.locator("#site-keep-panel [role=status]"))


def done(tab: Page) -> None:
    said(tab).to_contain_text(
        "on your device. You can" if "/es/" not in tab.url else "está en su dispositivo. Puede"
    )


@pytest.mark.parametrize("locale", ["en", "es"])
def test_nothing_is_stored_before_a_reader_asks_and_the_size_is_shown(
    context: BrowserContext, host: Host, locale: str
):
    tab = context.new_page()
    words = NAMES[locale]
    for page in ("index.html", "about.html", "offline.html"):
        tab.goto(f"{host.address}/{words['path']}{page}")
    expect(tab.get_by_role("button", name=words["keep"])).to_be_enabled()
    expect(tab.get_by_role("button", name=words["remove"])).to_be_disabled()
    size = tab.locator("[data-keep=size]")
    expect(size).to_contain_text("MB")
    alone = size.inner_text()
    tab.locator(f"#site-keep-panel input[value={'es' if locale == 'en' else 'en'}]").check()
    assert size.inner_text() != alone
    assert tab.evaluate(STORED) == []
    assert tab.locator("link[rel=manifest]").count() == 0


@pytest.mark.parametrize("locale", ["en", "es"])
def test_in_an_airplane_every_page_that_was_kept_works_with_search_and_styles(
    context: BrowserContext, host: Host, built: dict[str, Path], locale: str
):
    tab = context.new_page()
    keep(tab, host, locale, "en", "es")
    done(tab)
    host.stop()
    context.set_offline(True)
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    # What the next page broke off did not fail.
    tab.on(
        "requestfailed", lambda request: request.failure == "net::ERR_ABORTED" or errors.append(request.url)
    )
    pages = [path.relative_to(built["first"]).as_posix() for path in built["first"].rglob("*.html")]
    for path in sorted({*pages, ""} - {"404.html"}):
        tab.goto(f"{host.address}/{path}")
        expect(tab.locator("h1").first).to_be_visible()
        # The script that says so is on no page of both languages.
        assert path.startswith("en-es/") or tab.evaluate("document.documentElement.dataset.word") == "first"
        assert tab.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Atkinson'), path
    expect(tab.locator(".site-kept")).to_be_visible()
    tab.goto(f"{host.address}/{NAMES[locale]['path']}search.html?q=first")
    expect(tab.locator("#site-results li a").first).to_be_visible()
    assert [url for url in errors if "?network" not in url] == []
    host.start()


@pytest.mark.parametrize("path", ["about.html", "es/index.html", "offline.html"])
def test_from_a_disk_nothing_is_asked_and_nothing_goes_wrong(
    context: BrowserContext, built: dict[str, Path], path: str
):
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto((built["first"] / path).as_uri())
    tab.wait_for_timeout(300)
    assert errors == []


def test_only_the_languages_that_were_chosen_are_kept(context: BrowserContext, host: Host):
    tab = context.new_page()
    keep(tab, host, "es")
    done(tab)
    kept = tab.evaluate(
        "async () => (await Promise.all((await caches.keys()).map(async one => (await (await caches.open(one)).keys()).map(r => new URL(r.url).pathname)))).flat()"
    )
    assert "/es/about.html" in kept
    assert {"/assets/search/es.js", "/assets/search/slips-es.js"} <= {*kept}
    assert not {"/about.html", "/assets/search/en.js", "/assets/search/slips-en.js"} & {*kept}
    assert not [path for path in kept if path.endswith((".pdf", ".zip", ".epub"))]


def test_what_was_not_kept_says_so_without_a_network(context: BrowserContext, host: Host):
    tab = context.new_page()
    keep(tab, host)
    done(tab)
    host.stop()
    tab.goto(f"{host.address}/es/about.html")
    assert tab.url.endswith("/offline.html#not-kept")
    said(tab).to_contain_text("That page or file is not on your device")
    host.start()


def test_a_download_that_breaks_off_leaves_nothing(context: BrowserContext, host: Host):
    tab = context.new_page()
    host.breaks_at = "/about.html"
    keep(tab, host)
    said(tab).to_contain_text("the download broke off")
    assert tab.evaluate(STORED) == []
    host.breaks_at = ""
    tab.get_by_role("button", name=NAMES["en"]["keep"]).click()
    done(tab)


def test_a_file_that_is_not_the_one_of_the_list_is_not_kept(context: BrowserContext, host: Host):
    (host.root / "assets/glossary.js").write_text("alert('of another edition')")
    tab = context.new_page()
    keep(tab, host)
    said(tab).to_contain_text("could not be kept")
    assert tab.evaluate(STORED) == []


def test_a_device_without_room_says_so_and_keeps_nothing(context: BrowserContext, host: Host):
    tab = context.new_page()
    tab.goto(f"{host.address}/offline.html")
    tools = context.new_cdp_session(tab)
    tools.send("Storage.overrideQuotaForOrigin", {"origin": host.address, "quotaSize": 200_000})
    keep(tab, host)
    said(tab).to_contain_text("not enough room")
    assert tab.evaluate(STORED) == []


def test_a_newer_edition_comes_whole_and_no_page_gets_a_script_of_another(
    context: BrowserContext, host: Host, built: dict[str, Path]
):
    tab = context.new_page()
    keep(tab, host)
    done(tab)
    host.publish(built["second"])
    other = context.new_page()
    for page in (tab, other):
        page.goto(f"{host.address}/about.html")
        # Until the reader asks, all pages are those of the first edition, with its scripts.
        expect(page.locator("article")).to_contain_text("The word first.")
        expect(page.locator("html")).to_have_attribute("data-word", "first")
    button = tab.get_by_role("button", name=NAMES["en"]["show"])
    button.click()
    for page in (tab, other):
        expect(page.locator("article")).to_contain_text("The word second.")
        expect(page.locator("html")).to_have_attribute("data-word", "second")
    host.stop()
    tab.goto(f"{host.address}/index.html")
    expect(tab.locator("article")).to_contain_text("The word second.")
    assert len(tab.evaluate("caches.keys()")) == 1
    host.start()


def test_an_update_that_breaks_off_leaves_the_last_copy_whole_and_says_that_the_site_is_newer(
    context: BrowserContext, host: Host, built: dict[str, Path]
):
    tab = context.new_page()
    keep(tab, host)
    done(tab)
    before = tab.evaluate("caches.keys()")
    host.publish(built["second"])
    host.breaks_at = "/index.html"
    tab.goto(f"{host.address}/about.html")
    expect(tab.locator(".site-kept")).to_contain_text("The site has a newer one")
    host.stop()
    tab.goto(f"{host.address}/index.html")
    expect(tab.locator("article")).to_contain_text("The word first.")
    expect(tab.locator(".site-kept")).to_contain_text(
        "This is the copy on your device, of November 23, 2026."
    )
    assert tab.evaluate("caches.keys()") == before
    host.start()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("about.html", "due for a check by November 23, 2027"),
        ("es/about.html", "antes del 23 de noviembre de 2027"),
    ],
)
def test_an_old_copy_says_that_it_may_be_wrong_without_a_network(
    context: BrowserContext, host: Host, path: str, text: str
):
    tab = context.new_page()
    keep(tab, host, "en", "es")
    done(tab)
    host.stop()
    tab.clock.set_fixed_time("2028-01-01T12:00:00Z")
    tab.goto(f"{host.address}/{path}")
    expect(tab.locator(".site-late")).to_contain_text(text)
    tab.clock.set_fixed_time("2027-11-23T12:00:00Z")
    tab.goto(f"{host.address}/{path}")
    expect(tab.locator(".site-kept")).to_be_visible()
    assert tab.locator(".site-late").count() == 0
    host.start()


def test_a_copy_on_a_disk_says_it_too(context: BrowserContext, built: dict[str, Path]):
    tab = context.new_page()
    tab.clock.set_fixed_time("2028-01-01T12:00:00Z")
    tab.goto(f"{built['first'].as_uri()}/about.html")
    expect(tab.locator(".site-late")).to_be_visible()
    assert not tab.locator("#site-keep-panel").is_visible()


def test_removed_is_removed(context: BrowserContext, host: Host):
    tab = context.new_page()
    keep(tab, host)
    done(tab)
    tab.goto(f"{host.address}/offline.html")
    tab.get_by_role("button", name=NAMES["en"]["remove"]).click()
    said(tab).to_contain_text("no longer on your device")
    tab.goto(f"{host.address}/about.html")
    assert tab.evaluate(STORED) == []
    assert tab.evaluate("navigator.serviceWorker.controller") is None
    assert tab.locator(".site-kept").count() == 0


@pytest.mark.parametrize("locale", ["en", "es"])
def test_a_browser_may_install_what_was_kept_in_its_language(
    context: BrowserContext, host: Host, locale: str
):
    tab = context.new_page()
    keep(tab, host, locale)
    done(tab)
    tab.goto(f"{host.address}/{NAMES[locale]['path']}about.html")
    expect(tab.locator("link[rel=manifest]")).to_have_count(1)
    tools = context.new_cdp_session(tab)
    found = tools.send("Page.getAppManifest")
    assert found["errors"] == []
    told = json.loads(found["data"])
    assert told["lang"] == locale
    assert (host.root / told["start_url"]).is_file()
    assert all((host.root / icon["src"]).is_file() for icon in told["icons"])


def test_a_page_is_shared_by_the_device_without_what_was_searched(context: BrowserContext, host: Host):
    # The sheet itself belongs to the device: the page is given one that notes what it is given.
    tab = context.new_page()
    tab.add_init_script("navigator.share = async (told) => { globalThis.shared = told; }")
    tab.goto(f"{host.address}/es/about.html?q=cancer#x")
    tab.locator("#site-share button").click()
    assert tab.evaluate("shared.url") == f"{host.address}/es/about.html"


def test_where_a_device_has_no_sheet_to_share_by_there_is_no_button(context: BrowserContext, host: Host):
    tab = context.new_page()
    tab.add_init_script("delete Navigator.prototype.share")
    tab.goto(f"{host.address}/about.html")
    assert not tab.locator("#site-share").is_visible()


def test_the_same_pages_make_the_same_list_and_another_page_another(built: dict[str, Path]):
    first, second = (
        json.loads((built[word] / "keep.json").read_text("utf-8")) for word in ("first", "second")
    )
    changed = {path for path in first["files"] if first["files"][path] != second["files"][path]}
    assert {"about.html", "es/about.html", "assets/scripts.js"} <= changed
    assert not {"assets/theme.js", "assets/site.css"} & changed
