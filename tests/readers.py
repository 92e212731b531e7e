"""A reader: a tab of real Chromium, over HTTP or from disk, that notes what goes wrong in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

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
#: Those of them that look at colors; they take more than half of the time.
_COLORS = ("color-contrast", "link-in-text-block")


def axe_faults(tab: Page) -> list[str]:
    """Return what axe finds on a page of a tab, by all its rules."""
    return _faults(tab, "document", runOnly=_RULES)


def axe_faults_but_colors(tab: Page) -> list[str]:
    """Return what axe finds on a page of a tab, by the rules that do not look at colors."""
    return _faults(tab, "document", runOnly=_RULES, rules={rule: {"enabled": False} for rule in _COLORS})


def axe_faults_of_colors(tab: Page, known: set[str]) -> list[str]:
    """Return what the rules on colors find in words of a kind that is not known yet, and add these kinds.

    Words are of one kind if they, and all that they stand in, have the same tags, classes, colors and sizes.
    """
    kinds = tab.evaluate(_FIND_KINDS)
    new = [place for place, kind in enumerate(kinds) if kind not in known]
    known.update(kinds)
    if not new:
        return []
    tab.evaluate("places => { globalThis.asked = places.map(place => globalThis.words[place]); }", new)
    return _faults(tab, "{ include: globalThis.asked }", runOnly={"type": "rule", "values": [*_COLORS]})


def _faults(tab: Page, where: str, **asked: object) -> list[str]:
    asked["resultTypes"] = ["violations"]
    # None of these rules needs the style sheets, which axe would load and parse each time.
    asked["preload"] = {"assets": ["media"]}
    found = tab.evaluate(f"asked => axe.run({where}, asked)", asked)
    return [
        f"{fault['id']}: {node['html'][:150]} {node['failureSummary'][:300]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


#: Notes the first element of each kind that has words of its own and is shown; returns the names of the kinds.
_FIND_KINDS = r"""() => {
    const named = new Map([[null, ""]]);
    const hasWords = element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const nameOf = element => {
        let name = named.get(element);
        if (name === undefined) {
            const style = getComputedStyle(element);
            name = [nameOf(element.parentElement), element.localName, element.getAttribute("class"), hasWords(element),
                style.color, style.backgroundColor, style.backgroundImage, style.opacity, style.fontSize, style.fontWeight,
                style.textDecorationLine, style.textShadow, style.position].join(" ");
            named.set(element, name);
        }
        return name;
    };
    const first = new Map();
    for (const element of document.body.querySelectorAll("*")) {
        if (!hasWords(element) && !element.matches("input, select, textarea")) continue;
        if (!first.has(nameOf(element)) && element.checkVisibility()) first.set(nameOf(element), element);
    }
    globalThis.words = [...first.values()];
    return [...first.keys()];
}"""


def thin(tab: Page) -> None:
    """Take out of a page what stands there again and again: of items of one shape, the first two and the last stay.

    Items are of one shape if their tags, classes and what else rules look at are the same, and words stand in the same
    places, whatever they are: an item with a fault of its own has a shape of its own. What has a heading stays, as do
    tables, of which the width counts, and what other parts name.
    """
    tab.evaluate(_THIN)


#: What :func:`thin` and :func:`take_out` ask of an element: its shape, and whether it is to stay.
_SHAPES = r"""
    const NAMES = ["aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for"];
    const named = new Set([...document.querySelectorAll(NAMES.map(name => `[${name}]`).join(", "))].flatMap(
        element => NAMES.flatMap(name => (element.getAttribute(name) ?? "").split(/\s+/))));
    // Of what is each item's own, only what rules and styles ask is of its shape.
    const told = element => [element.localName, ...[...element.attributes].map(({ name, value }) => [name, {
        "aria-label": () => value.toLowerCase().includes(element.textContent.trim().toLowerCase()),
        href: () => /^(\w+:|#)?/.exec(value)[0],
    }[name]?.() ?? (["id", "title", "datetime"].includes(name) ? value.trim() !== "" : value)].join("=")).sort()].join(" ");
    // A number for a text: 52 bits, for a few thousand texts.
    const hash = text => {
        let [one, other] = [0x811c9dc5, 0x12345678];
        for (let at = 0; at < text.length; at++) {
            one = Math.imul(one ^ text.charCodeAt(at), 0x01000193);
            other = Math.imul(other ^ text.charCodeAt(at), 0x5bd1e995);
            other ^= other >>> 15;
        }
        return (one >>> 0) * 2 ** 20 + (other >>> 0) % 2 ** 20;
    };
    const shapes = new Map();
    const shapeOf = element => {
        let shape = shapes.get(element);
        if (shape !== undefined) return shape;
        const parts = [];
        for (const child of element.childNodes) {
            const part = child.nodeType === Node.ELEMENT_NODE ? shapeOf(child)
                : child.nodeType === Node.TEXT_NODE && child.data.trim() ? "words" : "";
            if (part && !(part === "words" && parts.at(-1) === "words")) parts.push(part);
        }
        shape = hash(`${told(element)}>${parts.join(" ")}`);
        shapes.set(element, shape);
        return shape;
    };
    const stays = element => element.closest("table, svg") || element.querySelector("h1, h2, h3, h4, h5, h6, table")
        || [element, ...element.querySelectorAll("[id]")].some(one => one.id && named.has(one.id));
"""

_THIN = f"""() => {{
    {_SHAPES}
    // What is within others first: they are of one shape once each has no more than three of a kind.
    for (const parent of [...document.body.querySelectorAll("*")].reverse()) {{
        if (parent.childElementCount < 4) continue;
        for (const group of Map.groupBy(parent.querySelectorAll(":scope > :is(li, div, a)"), shapeOf).values())
            for (const item of group.slice(2, -1)) if (!stays(item)) item.remove();
    }}
}}"""


def take_out(tab: Page, known: set[int]) -> set[int]:
    """Take out of a page what is known: parts of one shape, in the same place. Return what the page has, that included.

    In one place are parts that stand in the same tags with the same attributes, on pages with the same style sheets. What
    others are named by stays, what has an order, and what is small to touch with all beside it: there distance counts.
    """
    keys = tab.evaluate(_FIND_PARTS)
    tab.evaluate(_TAKE_OUT, [place for place, key in enumerate(keys) if key in known])
    return {*keys}


def put_back(tab: Page) -> None:
    """Put into a page what was taken out of it."""
    tab.evaluate("for (const [mark, part] of globalThis.takenOut) mark.replaceWith(part)")


_FIND_PARTS = f"""() => {{
    {_SHAPES}
    // Headings have an order, landmarks are there once, and others give names.
    const STAYS = "h1, h2, h3, h4, h5, h6, main, nav, header, footer, aside, section, form, dt, dd, summary, label, table, [role]";
    const CONTROLS = "a[href], button, input, select, summary, textarea";
    const hasWords = element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const kept = new Set();
    for (const one of document.querySelectorAll(STAYS))
        for (let around = one; around && !kept.has(around); around = around.parentElement) kept.add(around);
    for (const name of named)
        for (let around = document.getElementById(name); around; around = around.parentElement) kept.add(around);
    const whole = new Set(document.querySelectorAll("a, button, dt, label, summary, svg, table"));
    for (const control of document.querySelectorAll(CONTROLS)) {{
        const box = control.getBoundingClientRect();
        const inText = hasWords(control.parentElement) && getComputedStyle(control).display === "inline";
        if (!inText && box.width > 0 && (box.width < 24 || box.height < 24)) whole.add(control.parentElement);
    }}
    globalThis.parts = [];
    const keys = [];
    const walk = (element, place) => {{
        if (!kept.has(element)) {{
            globalThis.parts.push(element);
            keys.push(hash(`${{place}} ${{shapeOf(element)}}`));
        }}
        if (whole.has(element)) return;
        const inner = hash(`${{place}} ${{told(element)}}`);
        for (const child of element.children) walk(child, inner);
    }};
    walk(document.body, [...document.styleSheets].map(sheet => sheet.href.split("/").pop()).join(" "));
    return keys;
}}"""
_TAKE_OUT = """places => {
    globalThis.takenOut = [];
    for (const place of places) {
        const part = globalThis.parts[place];
        if (!part.isConnected) continue;
        const mark = new Comment();
        part.replaceWith(mark);
        globalThis.takenOut.push([mark, part]);
    }
}"""


#: What Chromium leaves out, for its time.
_QUIET = (
    *CHROMIUM_SAID,
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Start a Chromium of this machine, with arguments of its own."""
    executable = chromium()
    assert executable, "Chromium is missing; tests/install-browser.sh installs it"
    with sync_playwright() as playwright:

        def start(*arguments: str) -> Browser:
            return playwright.chromium.launch(executable_path=executable, args=[*_QUIET, *arguments])

        yield start


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Iterator[Browser]:
    started = launch()
    yield started
    started.close()


@pytest.fixture(scope="session")
def still(launch: Callable[..., Browser]) -> Iterator[Browser]:
    """A browser that draws nothing, which takes a third less: for what a page is asked, as it stands once it is loaded.

    Where styles and sizes are asked, they are worked out. What waits for the next frame waits forever: a click, a
    transition, a script that is told of a change of the screen.
    """
    started = launch("--disable-threaded-compositing")
    yield started
    started.close()


@pytest.fixture(scope="session", params=["http", "file"])
def address(request: pytest.FixtureRequest, site: Path, serve: Callable[[Path], str]) -> str:
    """Where the site begins: on a server, or in a folder."""
    return serve(site) if request.param == "http" else site.as_uri()


#: Each language and each way to read a site, but not both ways in both languages: no way knows of a language.
EACH_WAY = pytest.mark.parametrize(
    ("address", "language"), [("http", ""), ("file", "es/")], ids=["http-en", "file-es"], indirect=["address"]
)


class Reader:
    """A browser tab, with what went wrong in it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.errors: list[str] = []
        self.elsewhere: list[str] = []
        #: All that was asked for, one address after another.
        self.asked: list[str] = []
        self._hears: dict[str, Callable[..., None]] = {
            "console": lambda message: self._note(message.type, message.text),
            "pageerror": lambda error: self.errors.append(str(error)),
            "requestfailed": lambda request: self._failed(request.url, request.failure or ""),
            "request": lambda request: self._check(request.url),
            "response": lambda response: self._status(response.status, response.url),
        }
        for event, hear in self._hears.items():
            page.on(event, hear)

    def leave(self) -> None:
        """Hear no more of what happens in the tab."""
        for event, hear in self._hears.items():
            self.page.remove_listener(event, hear)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}/{path}")

    def path(self) -> str:
        return self.page.url.removeprefix(self.address + "/")

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.errors.append(text)

    def _check(self, url: str) -> None:
        self.asked.append(url)
        if not url.startswith((self.address, "data:", "blob:")):
            self.elsewhere.append(url)

    def _failed(self, url: str, why: str) -> None:
        # A reader who leaves before a picture is there stops its loading; nothing is wrong with it.
        if why != "net::ERR_ABORTED":
            self.errors.append(f"{why}: {url}")

    def _status(self, status: int, url: str) -> None:
        if status >= 400:
            self.errors.append(f"{status}: {url}")


#: Opens a tab of a reader who has set up a device in one way or another, as Playwright names it.
Opens = Callable[..., Page]


@contextmanager
def tabs_of(browser: Browser, opened: dict[str, Page], *, draws: bool) -> Iterator[Opens]:
    """Open tabs that are as if they were new. Each is opened once: that takes longer than most of what is done in it.

    ``opened`` has those of the browser that were opened before, by how their device is set up. A script or a rule of the
    test's own that is put into a tab stays there: such a tab is opened in the browser itself, and closed.
    """
    used: list[tuple[Page, dict[str, Any]]] = []

    def open_tab(**wishes: Any) -> Page:
        name = repr(sorted(wishes.items()))
        if name not in opened:
            opened[name] = browser.new_context(**wishes).new_page()
        used.append((opened[name], wishes))
        return opened[name]

    try:
        yield open_tab
    finally:
        for tab, wishes in used:
            _make_as_new(tab, **wishes)
            if draws:  # What comes to lie below the mouse is pointed at; elsewhere it points at nothing.
                tab.mouse.move(0, 0)


@pytest.fixture(scope="session")
def opened() -> tuple[dict[str, Page], dict[str, Page]]:
    """The tabs that were opened before, of the browser that draws and of the one that is still."""
    return {}, {}


@pytest.fixture
def tab_with(browser: Browser, opened: tuple[dict[str, Page], dict[str, Page]]) -> Iterator[Opens]:
    with tabs_of(browser, opened[0], draws=True) as open_tab:
        yield open_tab


@pytest.fixture
def still_tab_with(still: Browser, opened: tuple[dict[str, Page], dict[str, Page]]) -> Iterator[Opens]:
    with tabs_of(still, opened[1], draws=False) as open_tab:
        yield open_tab


#: How large a tab is for which nothing else is wished.
_USUAL: ViewportSize = {"width": 1280, "height": 720}


def _make_as_new(
    tab: Page, viewport: ViewportSize | None = None, color_scheme: str = "light", **_: object
) -> None:
    # Tests end on a page of the site. Any other has nothing stored, and may not ask.
    tab.evaluate("try { localStorage.clear(); sessionStorage.clear(); } catch {}")
    tab.goto("about:blank")
    tab.set_viewport_size(viewport or _USUAL)
    tab.emulate_media(media="null", color_scheme=color_scheme, reduced_motion="null", forced_colors="null")


_R = TypeVar("_R", bound=Reader)


@contextmanager
def reading(reader: _R) -> Iterator[_R]:
    """Let a reader read. At the end, nothing may have gone wrong in the tab, which is another's from then on."""
    yield reader
    reader.leave()
    assert reader.errors == [], reader.errors
    assert reader.elsewhere == []


@pytest.fixture
def reader(tab_with: Opens, address: str) -> Iterator[Reader]:
    with reading(Reader(tab_with(viewport=DESKTOP), address)) as reader:
        yield reader


@pytest.fixture
def onlooker(still_tab_with: Opens, address: str) -> Iterator[Reader]:
    """A reader with a keyboard alone, in the browser that draws nothing: for pages on which nothing is tapped."""
    with reading(Reader(still_tab_with(viewport=DESKTOP), address)) as reader:
        yield reader


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


class Checked:
    """A tab in which axe looks at one page after another; at what stands on many of them, once."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.add_init_script(path=AXE)
        self.known: dict[str, set[str]] = {"light": set(), "dark": set()}
        #: What pages without a fault had.
        self.parts: set[int] = set()
        self._reader = Reader(page, address)
        self._watched = Watched(page)

    def open(self, path: str) -> None:
        for noted in self._noted():
            noted.clear()
        self.page.emulate_media(color_scheme="light")
        self._reader.open(path)
        # What is folded can be opened, so it counts.
        self.page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")

    def darken(self) -> None:
        """Give the page the dark colors, as its script does, and all at once."""
        self.page.emulate_media(color_scheme="dark")
        self.page.evaluate(
            "document.body.dataset.mdColorScheme = 'slate'; document.getAnimations().forEach(slow => slow.finish())"
        )

    def faults(self) -> list[str]:
        """Return what the rules find on the page, of colors in the light scheme."""
        thin(self.page)
        of_colors = axe_faults_of_colors(self.page, self.known["light"])
        parts = take_out(self.page, self.parts)
        faults = axe_faults_but_colors(self.page)
        put_back(self.page)
        if faults:  # Or only what others need is not there, such as what has the focus in what can be pushed.
            faults = axe_faults_but_colors(self.page)
        if not faults + of_colors:
            self.parts |= parts
        return faults + of_colors

    def faults_in_the_dark(self) -> list[str]:
        """Return what the rules on colors find in the dark scheme, which has other colors and nothing else."""
        self.darken()
        return axe_faults_of_colors(self.page, self.known["dark"])

    def went_wrong(self) -> list[str]:
        """Return what went wrong since the page was opened, what it asked of others, and what its policy refused."""
        return [one for noted in self._noted() for one in noted]

    def _noted(self) -> list[list[str]]:
        return [self._reader.errors, self._reader.elsewhere, self._watched.refused]
