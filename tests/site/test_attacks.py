"""Content is not code: what a hostile proposal tries never runs for a reader, and is said to the editor."""

import json
import logging
import re
import shutil
import time
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import make_site
import pytest
import review
import yaml
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Error, Page
from selectolax.lexbor import LexborHTMLParser

import make_editions
from conftest import HELPLINES, write_small_guide
from editorial.build.report import Report
from editorial.pages.sanitize import html_faults, sanitized
from editorial.problems import Problem
from guides import HOUSE, ROOT, Guide, page, read_table, translation

pytestmark = pytest.mark.slow

ATTACKS = read_table(ROOT / "tests/site/attacks.yml")
#: What stands on a page of its own, each: the kind of attack, and how it is put there.
ON_PAGES = ("page", "shown", "title", "description", "heading", "change", "reviewer", "bibliography")
#: What a reader may do with a page, at once.
TOUCH = """() => document.querySelectorAll("article *, nav a, header a, body > svg, svg *").forEach(element => {
    for (const kind of ["mouseover", "pointerover", "focus"]) element.dispatchEvent(new Event(kind, {bubbles: true}));
    const link = element.closest("[href]"), address = link?.href?.baseVal ?? link?.href ?? "javascript:";
    if (link && !/^\\s*[a-z]*script:|^data:|^blob:/i.test(String(address).replace(/[\\s\\0-\\x1f]/g, ""))) return;
    element.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
})"""
#: Each template, and a file of the hostile site in which it shows an attack: a regular expression of what it shows.
SHOWN = r"ran\(\)"
TEMPLATES = {
    "404.html": ("404.html", SHOWN),
    "glossary.html": ("glossary.html", rf"site-glossary(?s:.)*<dt>\s*term [^<]*{SHOWN}"),
    "main.html": ("about.html", SHOWN),
    "offline.html": ("offline.html", SHOWN),
    "report.html": ("report.html", SHOWN),
    "visit.html": ("visit.html", rf'id="site-visit-data">(?s:.)*?{SHOWN}'),
    "references.html": ("references.html", rf"site-reference(?s:.)*?{SHOWN}"),
    "search.html": ("search.html", SHOWN),
    "site-index.html": ("a-z.html", rf'class="site-index"(?s:.)*?{SHOWN}'),
    "state.html": ("state.html", rf'class="site-states"(?s:.)*?{SHOWN}'),
    "partials/actions.html": ("about.html", rf"site-contribute(?s:.)*?{SHOWN}"),
    "partials/alternate.html": ("about.html", rf"site-search-jump(?s:.)*?{SHOWN}"),
    "partials/content.html": ("about.html", SHOWN),
    "partials/copyright.html": ("about.html", rf"site-footer(?s:.)*?{SHOWN}"),
    "partials/footer.html": ("about.html", rf"md-footer__link(?s:.)*?{SHOWN}"),
    "partials/header.html": ("about.html", rf"md-header(?s:.)*?{SHOWN}"),
    "partials/status.html": ("about.html", rf"site-page-status(?s:.)*?{SHOWN}"),
    "partials/helplines.html": ("about.html", rf'class="site-help"(?s:.)*?<strong>[^<]*{SHOWN}'),
    "partials/icons.html": ("about.html", SHOWN),
    "partials/language.html": ("about.html", SHOWN),
    "partials/machines.html": ("title-00.html", rf'og:title" content="[^"]*{SHOWN}'),
    "partials/nav.html": ("about.html", rf"md-nav__title(?s:.)*?{SHOWN}"),
    "partials/page-end.html": ("change-00.html", rf"site-page-end(?s:.)*?<li>(?s:.)*?{SHOWN}"),
    "partials/page-start.html": ("overdue.html", rf"site-overdue(?s:.)*?{SHOWN}"),
    "partials/report.html": ("about.html", rf"site-page-end(?s:.)*?{SHOWN}"),
    "partials/search.html": ("about.html", rf'id="site-search"(?s:.)*?{SHOWN}'),
    "words.html": ("assets/words/en.js", SHOWN),
    "beside.html": ("en-es/about.html", SHOWN),
    "moved.html": ("old-page.html", SHOWN),
    "partials/palette.html": ("about.html", rf"data-colors(?s:.)*?{SHOWN}"),
    **dict.fromkeys(
        [f"partials/javascripts/{name}.html" for name in ("base", "content", "palette")],
        ("about.html", SHOWN),
    ),
    "inserts/body-figure.html": ("figures.html", rf'class="site-body"(?s:.)*?{SHOWN}'),
    "inserts/helplines.html": ("figures.html", rf"<h3 id=\"line-0\">[^<]*{SHOWN}"),
    "inserts/neck-figure.html": ("figures.html", rf"site-neck-caption(?s:.)*?{SHOWN}"),
    "inserts/tests-figure.html": ("figures.html", rf"site-flow-caption(?s:.)*?{SHOWN}"),
    "editions/book.html": ("documents/book.html", rf"<title>[^<]*{SHOWN}"),
    "editions/chapter.html": ("epub/title-00.xhtml", SHOWN),
    "editions/contents.html": ("epub/contents.xhtml", SHOWN),
    "editions/cover.html": ("epub/cover.xhtml", SHOWN),
    "editions/imprint.html": ("epub/cover.xhtml", r"<time datetime=(?s:.)*?CC BY 4\.0</a></p>"),
    "editions/handout.html": ("documents/handout.html", rf"<title>[^<]*{SHOWN}"),
    "editions/list.html": ("offline.html", rf'class="site-editions"(?s:.)*?{SHOWN}'),
    "editions/package.html": ("epub/package.opf", rf"dc:title>[^<]*{SHOWN}"),
    "editions/copy.html": ("zip/index.html", r'class="admonition info site-copy"'),
    "editions/keep.html": ("figures.html", rf'id="site-keep-panel"(?s:.)*?{SHOWN}'),
    "editions/sheet.html": ("documents/sheet.html", rf"<title>[^<]*{SHOWN}"),
    "inserts/keep.html": ("figures.html", r'id="site-keep-panel"'),
    "partials/keep.html": ("about.html", rf'id="site-keep"(?s:.)*?{SHOWN}'),
    "editions/review.html": ("documents/review.html", rf'class="text"(?s:.)*?{SHOWN}'),
    "partials/pathway.html": ("ways.html", rf'id="site-pathway-words"[^>]*{SHOWN}'),
    "editions/page.html": ("about.html", rf'class="site-pdf"(?s:.)*?{SHOWN}'),
}


def name(kind: str, number: int) -> str:
    return f"{kind}-{number:02}"


@dataclass
class Hostile:
    """A guide in which everything attacks, as it would be published if nobody heeded the report."""

    site: Path
    problems: list[Problem]
    printed: list[str] = field(default_factory=list)

    def said_of(self, path: str) -> list[str]:
        return [problem.text for problem in self.problems if problem.path == path and not problem.notice]


def page_of(kind: str, number: int, attack: str, made: Callable[..., str]) -> str:
    """Return a page with one attack."""
    text = {
        "page": f"\n{attack}\n",
        "shown": f"\n{attack}\n",
        "heading": f"\n## {attack} {{#head}}\n\nText.\n",
        "bibliography": f"\nText [@evil{number}].\n",
    }.get(kind, "\nThe term.\n")
    more = {
        "change": f"changes:\n  - 2026-11-23: {json.dumps(attack)}\n",
        "reviewer": f"reviewed_by: {json.dumps(attack)}\nreviewed_on: 2026-11-23\n",
    }.get(kind, "")
    whole = made("Plain", text, more)
    if (kind, number) == ("title", 0):
        whole = whole.replace("title: Plain\n", "title: Plain\nformerly: [old-page.md]\n")
    if kind in ("title", "description"):
        top = f"{kind}: {json.dumps(attack)}\n"
        whole = re.sub(rf"^{kind}: .*\n", lambda _: top, whole, count=1, flags=re.MULTILINE)
    return whole


def write_words(guide: Guide) -> None:
    """Let every word of the site attack, but those that are no text."""
    for path in (guide.folder / "overrides/locales").glob("*.yml"):
        attacks = ATTACKS["words"]

        def hostile(found: re.Match[str], attacks: list[str] = attacks) -> str:
            if re.search(r"licence_url|locale|group|height|width", found[1]) or re.search(r"[{|]", found[2]):
                return found[0]
            attack = attacks[len(found[2]) % len(attacks)]
            return f"{found[1]}{json.dumps(json.loads(found[2]) + ' ' + attack)}"

        text = re.sub(r'^(\s*\w+: )(".*")$', hostile, path.read_text("utf-8"), flags=re.MULTILINE)
        path.write_text(text, "utf-8")


def write_ways(guide: Guide) -> None:
    """Write questions that lead to a page, each text of which attacks, and a page with its points and its question."""
    ask, about, answer, link, more, point = ATTACKS["page"][:6]

    def both(**texts: str) -> dict[str, dict[str, str]]:
        return {language: dict(texts) for language in ("en", "es")}

    ways = {
        "most": 4,
        "start": "first",
        "questions": {"first": both(ask=ask, about=about)},
        "answers": {"one": {"en": answer, "es": answer}, "two": {"en": "Two", "es": "Dos"}},
        "results": {
            "points": {"page": "points.md", **both(name=link, more=more)},
            "about": {"page": "about.md", **both(name="About")},
        },
        "steps": {"first": {"question": "first", "answers": {"one": "points", "two": "about"}}},
        "never_lost": {},
    }
    guide.write("docs/pathway.yml", "checked: 2026-11-23\n" + yaml.safe_dump(ways, allow_unicode=True))
    guide.write_both("ways.md", "Ways", "\n## Ways {#ways}\n\nText.\n", "pathway: ways\n")
    shown = point.replace("<", "&lt;")
    guide.write_both(
        "points.md",
        "Points",
        f"\n## Key {{#key-points}}\n\n- One: {shown}\n\n## Ask {{#questions}}\n\n1. Why: {shown}\n",
    )


def write_hostile(folder: Path) -> Guide:
    guide = write_small_guide(folder)
    shutil.rmtree(guide.folder / "docs/_new", ignore_errors=True)
    pages: list[str] = []
    for kind in ON_PAGES:
        for number, attack in enumerate(ATTACKS[kind]):
            pages.append(f"{name(kind, number)}.md")
            for language, made in (("en", page), ("es", translation)):
                guide.write(f"docs/{language}/{pages[-1]}", page_of(kind, number, attack, made))
    entry = (
        "@article{{{key}, author = {{Doe, J}}, title = {{{text}}}, journal = {{{text}}}, year = {{2019}}, "
        "url = {{{url}}}, evidence = {{review}}, seen = {{full text}}}}\n"
    )
    sources = [
        entry.format(key=f"evil{number}", text=attack, url="https://example.org/x")
        for number, attack in enumerate(ATTACKS["bibliography"])
    ]
    sources += [
        entry.format(key=f"address{number}", text="T", url=attack)
        for number, attack in enumerate(ATTACKS["bibliography_address"])
    ]
    guide.write("bib/references.bib", "".join(sources))
    cited = "; ".join(f"@address{number}" for number in range(len(ATTACKS["bibliography_address"])))
    guide.write_both("cites.md", "Cites", f"\nText [{cited}].\n")
    terms = [
        {
            "id": f"t{number}",
            "en": {"term": f"term {attack}", "definition": attack, "synonyms": [f"other {attack}"]},
            "es": {"term": f"voz {number}", "definition": attack},
            "source": "evil0",
        }
        for number, attack in enumerate(ATTACKS["glossary"])
    ]
    guide.write("docs/glossary.yml", "checked: 2026-11-23\n" + yaml.safe_dump({"terms": terms}))
    line = yaml.safe_load(HELPLINES)["lines"][0]
    lines = []
    for kind in ("name", "hours", "note"):
        for attack in ATTACKS[f"helpline_{kind}"]:
            words = {"name": "Line", kind: attack}
            lines.append(
                {**line, "id": f"line-{len(lines)}", "languages": ["en"], "en": words, "es": {**words}}
            )
    guide.write(
        "docs/help.yml", yaml.safe_dump({"checked": "DAY", "lines": lines}).replace("DAY", "2026-11-23")
    )
    for number, attack in enumerate(ATTACKS["picture"]):
        guide.write(f"docs/en/{name('picture', number)}.svg", attack)
    for path, text in ATTACKS["file"]:
        guide.write(path, text)
    templates = {"glossary", "references", "search", "site-index", "state", "offline", "report", "visit"}
    named = {"site-index": "a-z"}
    for template in sorted(templates):
        guide.write_both(f"{named.get(template, template)}.md", "Made", "", f"template: {template}.html\n")
    guide.write_both("ticks.md", "Ticks", "\n## Questions {#questions}\n\n1. Why?\n")
    write_ways(guide)
    figures = ("body-figure", "helplines", "keep", "neck-figure", "tests-figure")
    guide.write_both(
        "figures.md",
        "Figures",
        "".join(f"\n## F {{#f{number}}}\n\nText.\n" for number in range(len(figures))),
        "inserts: {" + ", ".join(f"f{number}: {figure}" for number, figure in enumerate(figures)) + "}\n",
    )
    guide.write("docs/en/overdue.md", page("Old", "", "review_due: 2026-11-23\n"))
    guide.write("docs/es/overdue.md", translation("Old", "", "review_due: 2026-11-23\n"))
    guide.set(
        glossary_page="glossary.md",
        search="search.md",
        index="a-z.md",
        help="figures.md",
        pathway="docs/pathway.yml",
        body_figure="{neck: about.md}",
        screen_only=json.dumps([one for one in pages if not re.search(r"-00\.md$", one)]),
    )
    write_words(guide)
    config = (guide.folder / "mkdocs.yml").read_text("utf-8")
    heading, title = (" ".join(ATTACKS[kind]) for kind in ("menu", "site_name"))
    config = config.replace("site_name: CUP Guide", f"site_name: {json.dumps(title)}")
    config = config.replace('!ENV [REPO_URL, ""]', '"https://example.org/guide"')
    rest = sorted(
        {file.name for file in (guide.folder / "docs/en").glob("*.md")} - {"index.md", "about.md", "404.md"}
    )
    # A page's menu shows its own section of so many pages: with hundreds on each, a browser takes twice as long.
    sections = {f"Part {start}": rest[start : start + 12] for start in range(0, len(rest), 12)}
    sections[heading] = ["about.md"]
    said = "".join(f"            {json.dumps(one)}: {json.dumps(one)}\n" for one in sections)
    config = config.replace("nav_translations:\n", f"nav_translations:\n{said}", 1)
    menu = ["index.md", *({title: pages} for title, pages in sections.items())]
    nav = yaml.safe_dump({"nav": menu}, allow_unicode=True, width=9999)
    guide.write("mkdocs.yml", f"{config}\n{nav}")
    return guide


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    guide = write_hostile(tmp_path_factory.mktemp("hostile"))
    report, site = Report(elsewhere="mkdocs.yml"), guide.folder / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(make_site, "ROOT", guide.folder)
        patch.setattr(make_editions, "ROOT", guide.folder)
        patch.setenv("SOURCE_DATE_EPOCH", "1795521600")
        patch.setenv("WORKERS", "1")
        make_site.build_and_listen(site, report)
        documents: dict[str, Any] = {}

        def noted(made: Iterable[tuple[str, Any]], **_: object) -> Collection[str]:
            documents.update(made)
            return documents.keys()

        patch.setattr(make_editions, "draw", noted)
        for path in (path for path in site.rglob("*.html")):  # A PDF of each, so that its size can be shown.
            for ending in (".pdf", "-large.pdf", "-sheet.pdf"):
                path.with_name(f"{path.stem}{ending}").write_bytes(b"%PDF")
        for language in ("en", "es"):
            for kind in ("", "large-"):
                (site / f"downloads/cup-guide-{language}-{kind}2026-11-23.pdf").write_bytes(b"%PDF")
        make_editions.main(site, guide.folder / "cache")
        patch.setattr("editorial.editions.pdf.Press.draw", lambda _, document: document.encode())
        assert review.main("", "en es", guide.folder) == 0
    logging.getLogger("mkdocs").setLevel(logging.NOTSET)
    papers = site / "documents"
    papers.mkdir()
    (papers / "book.html").write_text(documents["downloads/cup-guide-en-2026-11-23.pdf"], "utf-8")
    (papers / "handout.html").write_text(documents["title-00.pdf"], "utf-8")
    sheets = guide.folder / "review"
    (papers / "review.html").write_bytes((sheets / "cup-guide-en-es.html").read_bytes())
    (papers / "review-on-paper.html").write_bytes((sheets / "cup-guide-en-es.pdf").read_bytes())
    (papers / "sheet.html").write_text(documents["points-sheet.pdf"], "utf-8")
    (site / "zip").mkdir()
    with zipfile.ZipFile(site / "downloads/cup-guide-2026-11-23.zip") as copy:
        (site / "zip/index.html").write_bytes(copy.read("index.html"))
    with zipfile.ZipFile(site / "downloads/cup-guide-en-2026-11-23.epub") as book:
        for entry in book.namelist():
            if entry.startswith("EPUB/") and entry.endswith((".xhtml", ".opf")):
                target = site / "epub" / entry.removeprefix("EPUB/")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(book.read(entry))
    return Hostile(site, report.problems)


@dataclass
class Heard:
    """What a browser was made to do by an attack."""

    ran: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass
class Visit:
    """A tab, the page that stands in it, since when, and what it was made to do."""

    tab: Page
    address: str = ""
    since: float = 0
    heard: Heard = field(default_factory=Heard)

    def __post_init__(self) -> None:
        self.tab.expose_function("ran", lambda: self.heard.ran.append(self.tab.url))
        self.tab.on("dialog", lambda dialog: dialog.dismiss())
        self.tab.on("popup", lambda popup: self.heard.left.append(popup.url))
        self.tab.on("request", lambda request: self._asked(request.url))

    def _asked(self, address: str) -> None:
        if re.match("https?:", address) and not address.startswith("http://127.0.0.1"):
            self.heard.asked.append(f"{self.tab.url}: {address}")

    def begin(self, address: str) -> None:
        """Open a page, and touch what it has."""
        self.address, self.heard = address, Heard()
        self.tab.goto(address, wait_until="domcontentloaded")
        try:
            self.tab.evaluate(TOUCH)
        except Error as error:  # It was sent elsewhere meanwhile.
            if "navigation" not in str(error).lower():
                raise
        self.since = time.monotonic()

    def end(self, wait: int) -> Heard:
        """Leave the page, once it did something or after so many milliseconds, and return what it was made to do."""
        self.tab.wait_for_timeout(1)
        while self.heard == Heard() and (left := wait - 1000 * (time.monotonic() - self.since)) > 0:
            self.tab.wait_for_timeout(min(left, 40))
        if re.split(r"[?#]", self.tab.url)[0] != re.split(r"[?#]", self.address)[0]:
            self.heard.left.append(f"{self.address}: {self.tab.url}")
        try:
            self.tab.goto("about:blank")
        except Error as error:  # It was on its way elsewhere.
            self.heard.left.append(f"{self.address}: {error}")
            self.tab.wait_for_timeout(100)
        return self.heard


@pytest.fixture(scope="module")
def visits(browser: Browser) -> Iterator[list[Visit]]:
    """Tabs without the policy of the pages: what is tested is what stands before it. No other host can be reached."""
    context = browser.new_context(
        bypass_csp=True, proxy={"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"}
    )
    yield [Visit(context.new_page()) for _ in range(8)]
    context.close()


def touched(visits: list[Visit], addresses: list[str], *, wait: int) -> Iterator[Heard]:
    """Open pages, some at once, and touch what they have; yield what each was made to do, after some milliseconds."""
    for number, address in enumerate(addresses):
        if number >= len(visits):
            yield visits[number % len(visits)].end(wait)
        visits[number % len(visits)].begin(address)
    for number in range(max(0, len(addresses) - len(visits)), len(addresses)):
        yield visits[number % len(visits)].end(wait)


def apart(site: Path, paths: list[str]) -> list[str]:
    """Return the pages that differ in more than names and menu: what became of many attacks is the same harmless text.

    What a menu shows of a page, its title, makes that page one of its own.
    """
    alike: dict[str, str] = {}
    for path in paths:
        named = re.sub(rf"({'|'.join(ON_PAGES)})-\d+\b", "", (site / path).read_text("utf-8"))
        tree = LexborHTMLParser(named)
        tree.strip_tags(["nav"], recursive=True)
        alike.setdefault(tree.html, path)
    return [*alike.values()]


#: What stands on a page between what the templates say of it above and below.
TEXT = re.compile(
    r'(?<=<p class="site-page-status">)((?s:.*?)</p>\n)((?s:.*?))(?=<template id="site-listen">)'
)
#: What the name of a page ends with that shows the texts of some.
OTHERS = "-and-others.html"


def together(site: Path, paths: list[str]) -> list[str]:
    """Let pages that differ in their text alone show it on one page, some below each other; return what is to be opened.

    A text that does not end what it began, or has a name that scripts can ask for, keeps a page of its own.
    """
    told = {path: (site / path).read_text("utf-8") for path in paths}
    texts = {path: found[2] for path, page in told.items() if (found := TEXT.search(page))}
    shared = [
        path
        for path, text in texts.items()
        if re.match(r"page-\d", path)
        and not re.search(r"\s(?:id|name)=", text)
        and LexborHTMLParser(f"<div>{text}</div><hr>").css_matches("body > div + hr:last-child")
    ]
    made = []
    for start in range(0, len(shared), 12):
        path, *others = shared[start : start + 12]
        below = "".join(texts[one] for one in others)
        made.append(path.replace(".html", OTHERS))
        page = TEXT.sub(lambda found, below=below: f"{found[0]}{below}", told[path], count=1)
        (site / made[-1]).write_text(page, "utf-8")
        # Each stands there as on its own page.
        shown = LexborHTMLParser(page).css_first("article").html
        assert all(LexborHTMLParser(texts[one]).body.inner_html in shown for one in [path, *others])
    return [*(path for path in paths if path not in shared), *made]


#: An address without a scheme or a host, whose meaning depends on where a page stands, and what is asked of another host.
ADDRESS = re.compile(r"//|/[\\&]|<base", re.IGNORECASE)


def depends_on_the_origin(path: str) -> bool:
    """Return whether a page may do something else from a folder than from a server.

    An attack may that has an address, and a template may with its scripts: of these, the first page of each kind is
    enough. Books, papers and the copy in the zip are opened from a folder alone, and Spanish pages have no scripts of
    their own.
    """
    if path.startswith(("documents/", "epub/", "es/", "zip/")):
        return False
    if not (numbered := re.search(r"(\w+)-(\d\d+)\.x?html$", path)):
        return True
    kind, number = numbered[1], int(numbered[2])
    return number == 0 or (kind in ON_PAGES and bool(ADDRESS.search(ATTACKS[kind][number])))


def test_there_are_at_least_three_hundred_attacks_over_every_sink():
    assert sum(map(len, ATTACKS.values())) >= 300
    attacks = [json.dumps(attack) for kind in ATTACKS.values() for attack in kind]
    assert len(set(attacks)) >= 300


def test_every_template_shows_an_attack(hostile: Hostile):
    on_disk = {
        path.relative_to(top / "overrides").as_posix()
        for top in (ROOT, HOUSE)
        for path in (top / "overrides").rglob("*.html")
    }
    assert on_disk == TEMPLATES.keys()
    lacking = [
        template
        for template, (path, shown) in TEMPLATES.items()
        if not re.search(shown, (hostile.site / path).read_text("utf-8"))
    ]
    assert lacking == []


@pytest.mark.parametrize("way", ["disk", "http"])
def test_none_of_them_runs_asks_another_host_or_leads_away(
    hostile: Hostile, visits: list[Visit], serve: Callable[[Path], str], way: str
):
    start = hostile.site.as_uri() if way == "disk" else serve(hostile.site)
    opened = [path.relative_to(hostile.site).as_posix() for path in sorted(hostile.site.rglob("*.*html"))]
    # The other language has the same texts in the same templates: one page of each kind is enough.
    opened = [path for path in opened if not path.endswith(OTHERS)]
    opened = [path for path in opened if not path.startswith("es/") or re.search(r"-00|/[a-z]+\.html$", path)]
    assert len(opened) > sum(len(ATTACKS[kind]) for kind in ON_PAGES)
    opened.remove("old-page.html")  # It leads to the page's new address, as it should: the last of all.
    if way == "http":
        opened = [path for path in opened if depends_on_the_origin(path)]
    opened = together(hostile.site, apart(hostile.site, opened))
    addresses = [f"{start}/{quote(path)}" for path in opened]
    for attack in ATTACKS["search"]:
        # In the other language the same scripts read it, from a server as from a folder.
        for path in ("index.html", "es/index.html", "search.html") if way == "disk" else ("search.html",):
            addresses.append(f"{start}/{path}?q={quote(attack)}&h={quote(attack)}#{quote(attack)}")
    heard = [*touched(visits, addresses, wait=30)]
    assert len(heard) == len(addresses)
    assert [one for one in heard if one != Heard()] == []
    tab, heard_last = visits[0].tab, visits[0].heard
    tab.goto(f"{start}/old-page.html", wait_until="commit")
    tab.wait_for_url("**/title-00.html")
    assert heard_last == Heard()


def test_more_than_half_of_them_do_it_on_a_page_that_takes_them_as_they_are(
    tmp_path: Path, visits: list[Visit]
):
    html = [
        attack
        for attack in ATTACKS["page"]
        if attack.lstrip("</").lower().startswith(tuple("abcdefghijklmnopqrstuvwxyz!?"))
    ]
    html = [attack for attack in html if attack.startswith("<")][::3]  # Of so many, a third tells.
    files = []
    for number, attack in enumerate([*html, *ATTACKS["picture"][::3]]):
        files.append(tmp_path / f"{number}.{'svg' if number >= len(html) else 'html'}")
        text = attack if number >= len(html) else f"<!doctype html><body><article>{attack}</article>"
        files[-1].write_text(text, "utf-8")
    # A busy machine takes longer.
    heard = [*touched(visits, [file.as_uri() for file in files], wait=280)]
    assert len(heard) == len(files)
    assert sum(one != Heard() for one in heard) > len(files) / 2


@pytest.mark.parametrize(
    "place",
    [name(kind, number) for kind in ("page", "title", "description") for number in range(len(ATTACKS[kind]))],
)
def test_each_that_stands_on_a_page_is_said_to_the_editor(hostile: Hostile, place: str):
    assert hostile.said_of(f"docs/en/{place}.md")


def test_those_that_are_shown_are_text_and_nothing_else(hostile: Hostile):
    for number in range(len(ATTACKS["shown"])):
        article = re.search(
            r"<article\b(?s:.)*</article>",
            (hostile.site / f"{name('shown', number)}.html").read_text("utf-8"),
        )
        assert article
        assert [*html_faults(article[0].partition("<p>")[2].partition("</p>")[0])] == []


def test_each_picture_that_is_a_program_is_said_and_not_published(hostile: Hostile):
    for number in range(len(ATTACKS["picture"])):
        assert hostile.said_of(f"docs/en/{name('picture', number)}.svg"), number
        assert not (hostile.site / f"{name('picture', number)}.svg").exists()


def test_each_file_that_is_no_content_is_said_and_not_published(hostile: Hostile):
    for path, text in ATTACKS["file"]:
        assert hostile.said_of(path), path
        published = hostile.site / path.removeprefix("docs/en/").removeprefix("docs/")
        assert not published.exists() or published.read_text("utf-8", "replace") != text, path


def test_each_address_of_a_source_that_is_none_is_said(hostile: Hostile):
    said = "\n".join(hostile.said_of("bib/references.bib"))
    assert [n for n in range(len(ATTACKS["bibliography_address"])) if f"'address{n}'" not in said] == []


def test_a_link_to_another_place_is_neither_followed_nor_published(guide: Guide):
    (guide.folder / "docs/en/passwords.md").symlink_to("/etc/passwd")
    (guide.folder / "docs/en/other").symlink_to("/etc/ssl")
    said = "\n".join(guide.build())
    assert "docs/en/passwords.md:1: this is a link to another place. Put the file itself here." in said
    assert "docs/en/other:1: this is a link to another place. Put the file itself here." in said
    assert not (guide.folder / "site/passwords.html").exists()
    assert not (guide.folder / "site/other").exists()


@pytest.mark.parametrize("path", ["bib/references.bib", "docs/glossary.yml"])
def test_a_link_in_place_of_what_every_page_needs_is_not_read(guide: Guide, tmp_path: Path, path: str):
    (guide.folder / path).rename(tmp_path / "elsewhere")
    (guide.folder / path).symlink_to(tmp_path / "elsewhere")
    said = guide.build()
    assert f"{path}:1: this is a link to another place. Put the file itself here." in said


def test_yaml_cannot_make_objects_and_no_text_is_a_template(guide: Guide):
    guide.write("docs/en/evil.md", "---\ntitle: !!python/object/apply:os.system [touch ran]\n---\n# T\n")
    guide.write_both("about.md", "About {{ 7 * 7 }}", "\n{{ config.site_name }} {% include 'main.html' %}\n")
    assert any("docs/en/evil.md" in line for line in guide.build())
    assert not (guide.folder / "ran").exists()
    guide.write("docs/en/evil.md", page("T"))
    guide.write("docs/es/evil.md", translation("T"))
    # Nothing is filled in: readers would see the braces, which is said.
    assert all("nothing is filled in here" in line for line in guide.build())
    html = guide.html("about.html")
    assert (
        "{{ config.site_name }} {% include &#39;main.html&#39; %}" in html
        or "{% include 'main.html' %}" in html
    )
    assert "{{ 7 * 7 }}" in html


def test_a_bomb_of_aliases_does_not_go_off(guide: Guide):
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    guide.write("docs/en/about.md", f"---\ntitle: T\nlast_revised: 2026-11-23\n{bomb}---\n# T\n")
    assert any("docs/en/about.md" in line for line in guide.build())


@given(
    st.text(),
    st.sampled_from(["p", "a", "img", "td", "details"]),
    st.sampled_from(["href", "src", "onclick", "class"]),
)
def test_what_was_cleaned_has_no_fault(text: str, element: str, attribute: str):
    html = f'<{element} {attribute}="{text}">{text}</{element}>'
    assert [*html_faults(sanitized(html))] == []
