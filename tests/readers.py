"""A reader: a tab of real Chromium, over HTTP or from disk, that notes what goes wrong in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from project import CHROMIUM_SAID, chromium

PHONE, DESKTOP = {"width": 360, "height": 780}, {"width": 1280, "height": 900}
#: Pages that are not shown beside their translation: lists, and what a reader fills in.
IN_ONE_LANGUAGE = frozenset(
    f"{name}.html" for name in ("a-z", "offline", "references", "report", "search", "state", "visit")
)

#: What the tests' own package.json brings.
MODULES = Path(__file__).parent / "node_modules"
#: A script that a tab needs before :func:`axe_faults` can ask it.
AXE = MODULES / "axe-core/axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Those of them that look at colors: :func:`axe_faults` may be asked for these alone.
COLORS = ("color-contrast", "link-in-text-block")


def axe_faults(tab: Page, *rules: str) -> list[str]:
    """Return what axe finds on a page of a tab, by all its rules or by some."""
    asked = {
        "runOnly": {"type": "rule", "values": [*rules]} if rules else _RULES,
        "resultTypes": ["violations"],
        # None of these rules needs the style sheets, which axe would load and parse each time.
        "preload": {"assets": ["media"]},
    }
    found = tab.evaluate("asked => axe.run(document, asked)", asked)
    return [
        f"{fault['id']}: {node['html'][:150]} {node['failureSummary'][:300]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = chromium()
    assert executable, "Chromium is missing; tests/install-browser.sh installs it"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=executable,
            args=[
                *CHROMIUM_SAID,
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield started
        started.close()


@pytest.fixture(scope="session", params=["http", "file"])
def address(request: pytest.FixtureRequest, site: Path, serve: Callable[[Path], str]) -> str:
    """Where the site begins: on a server, or in a folder."""
    return serve(site) if request.param == "http" else site.as_uri()


class Reader:
    """A browser tab, with what went wrong in it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.errors: list[str] = []
        self.elsewhere: list[str] = []
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("requestfailed", lambda request: self._failed(request.url, request.failure or ""))
        page.on("request", lambda request: self._check(request.url))
        page.on("response", lambda response: self._status(response.status, response.url))

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}/{path}")

    def path(self) -> str:
        return self.page.url.removeprefix(self.address + "/")

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.errors.append(text)

    def _check(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.elsewhere.append(url)

    def _failed(self, url: str, why: str) -> None:
        # A reader who leaves before a picture is there stops its loading; nothing is wrong with it.
        if why != "net::ERR_ABORTED":
            self.errors.append(f"{why}: {url}")

    def _status(self, status: int, url: str) -> None:
        if status >= 400:
            self.errors.append(f"{status}: {url}")


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    context = browser.new_context(viewport=DESKTOP)
    reader = Reader(context.new_page(), address)
    yield reader
    context.close()
    assert reader.errors == [], reader.errors
    assert reader.elsewhere == []


_VIOLATIONS = "addEventListener('securitypolicyviolation', e => noteViolation(`${e.violatedDirective} ${e.blockedURI}`))"


class Watched:
    """A tab that counts what the policy refused."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.refused: list[str] = []
        page.expose_function("noteViolation", lambda text: self.refused.append(text))  # noqa: PLW0108
        page.add_init_script(_VIOLATIONS)
        page.on("console", lambda message: self._note(message.text))

    def _note(self, text: str) -> None:
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.refused.append(text)
