"""How fast a search answers and how large its index is, beside Material's stock search and Pagefind; and what
each finds: with ``--queries``, the table tests/guide/search.yml on the real guide, ours beside the stock search.

The same generated pages, the same Chromium, over HTTP on this machine, in the same run.
"""

import gzip
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from threading import Thread

import brotli
import yaml
from peers import SEARCH, bare
from playwright.sync_api import Browser, Page, sync_playwright
from readers_browser import chromium

ROOT = Path(__file__).parent.parent.parent
SIZES = (60, 1_000)
SECTIONS, WORDS, QUERIES = 6, 60, 30
BARE = bare(SEARCH)
FRONT = "---\ntitle: {title}\ndescription: A page.\nlast_revised: 2026-11-23\n{more}---\n"
# From the key to the task after the first frame with an answer: what a reader sees has changed by then.
OURS = """query => new Promise(done => {
  const box = document.getElementById('site-search-input');
  const panel = document.getElementById('site-search-panel');
  const start = performance.now();
  const painted = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
  const check = () => panel.dataset.query === query ? painted() : setTimeout(check, 0);
  box.focus(); box.value = query; box.dispatchEvent(new Event('input', {bubbles: true})); check();
})"""
STOCK = """query => new Promise(done => {
  const box = document.querySelector('[data-md-component=search-query]');
  const list = document.querySelector('.md-search-result');
  const start = performance.now();
  const seen = new MutationObserver(() => { if (!list.querySelector('.md-search-result__item')) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))); });
  seen.observe(list, {childList: true, subtree: true, characterData: true});
  setTimeout(() => { seen.disconnect(); done(NaN); }, 15000);
  box.focus(); box.value = query; box.dispatchEvent(new KeyboardEvent('keyup', {bubbles: true}));
})"""
PAGEFIND = """async query => {
  const start = performance.now();
  window.pagefind ??= await import('/pagefind/pagefind.js');
  const found = await window.pagefind.search(query);
  const results = await Promise.all(found.results.slice(0, 10).map(result => result.data()));
  document.body.replaceChildren(...results.map(({excerpt}) => { const p = document.createElement('p');
    p.innerHTML = excerpt; return p; }));
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


def vocabulary(language: str) -> list[str]:
    text = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / language).rglob("*.md"))
    return sorted({word.lower() for word in re.findall(r"[^\W\d_]{4,}", text)})


def write_pages(docs: Path, count: int) -> None:
    for language in ("en", "es"):
        chance = random.Random(language)
        words = vocabulary(language)
        chance.shuffle(words)
        weights = [1 / (rank + 10) for rank in range(len(words))]
        more = "translated_from: 2026-11-23\n" if language == "es" else ""
        shutil.rmtree(docs / language, ignore_errors=True)
        (docs / language).mkdir(parents=True)
        for n in range(count):
            title = " ".join(chance.choices(words, weights, k=3))
            parts = [FRONT.format(title=title, more=more) + f"# {title}\n"]
            for section in range(SECTIONS):
                heading = " ".join(chance.choices(words, weights, k=3))
                text = " ".join(chance.choices(words, weights, k=WORDS))
                parts.append(f"## {heading} {{#s{section}}}\n\n{text}.\n")
            (docs / language / (f"p{n}.md" if n else "index.md")).write_text(
                "\n".join(parts), encoding="utf-8"
            )


def build(folder: Path, site: Path) -> Path:
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
    subprocess.run(command, cwd=folder, check=True, env=environment, stderr=subprocess.DEVNULL)
    return site


def ours(folder: Path, count: int) -> Path:
    """Build the generated pages with the project's own hooks and templates."""
    for name in ("hooks", "overrides", "bib"):
        shutil.copytree(ROOT / name, folder / name)
    # Without what names pages of this guide.
    naming = r"^nav:\n(?:  .*\n)+|^    (?:body_figure|footer|screen_only):.*\n(?:      .*\n)*"
    config = re.sub(naming, "", (ROOT / "mkdocs.yml").read_text(), flags=re.MULTILINE)
    (folder / "mkdocs.yml").write_text(config)
    write_pages(folder / "docs", count)
    for data in (ROOT / "docs").glob("*.yml"):
        shutil.copy2(data, folder / "docs")
    for language in ("en", "es"):
        for name in ("search", "a-z", "help", "about", "glossary"):
            source = (ROOT / "docs" / language / f"{name}.md").read_text(encoding="utf-8")
            front = source.split("---\n")[1]
            (folder / "docs" / language / f"{name}.md").write_text(f"---\n{front}---\n# {name}\n")
    return build(folder, folder / "site")


def bare(folder: Path, count: int) -> Path:
    folder.mkdir()
    (folder / "mkdocs.yml").write_text(BARE)
    write_pages(folder / "docs", count)
    return build(folder, folder / "site")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def timed(browser: Browser, address: str, script: str, queries: list[str]) -> tuple[float, list[float]]:
    """Return the milliseconds of the first use, and of each query after it."""
    page = browser.new_context().new_page()
    page.goto(address)
    page.wait_for_timeout(1_000)
    first, *rest = [page.evaluate(script, query) for query in queries]
    page.context.close()
    return first, [time for time in rest if time == time]  # noqa: PLR0124  (NaN: no answer)


def sizes(files: list[Path]) -> str:
    raw = [file.read_bytes() for file in files]
    whole, zipped = sum(map(len, raw)), sum(len(gzip.compress(data)) for data in raw)
    small = sum(len(brotli.compress(data)) for data in raw)  # At its best, as tools/pack.py packs.
    return f"{whole / 1000:>9.0f}{zipped / 1000:>9.0f}{small / 1000:>9.0f}"


def speeds(browser: Browser) -> None:
    heads = ("first ms", "median", "p95", "raw kB", "gzip", "brotli")
    print(f"{'':>18}{'pages':>8}{heads[0]:>10}" + "".join(f"{head:>9}" for head in heads[1:]))
    words = vocabulary("en")
    queries = random.Random(1).sample(words, QUERIES + 1)
    for count in SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            own, stock = ours(folder / "ours", count), bare(folder / "bare", count)
            command = [sys.executable, "-m", "pagefind", "--site", str(stock)]
            subprocess.run(command, check=True, capture_output=True)
            # What a first use of the search loads: the engine and the index.
            index = [own / "assets" / "search" / name for name in ("engine.js", "en.js")]
            rows = [
                ("ours, one language", own, OURS, index),
                ("Material, stock", stock, STOCK, [stock / "search" / "search_index.json"]),
                ("Pagefind", stock, PAGEFIND, [p for p in (stock / "pagefind").rglob("*") if p.is_file()]),
            ]
            for label, site, script, files in rows:
                with served(site) as address:
                    first, times = timed(browser, f"{address}/index.html", script, queries)
                times.sort()
                p95 = times[int(0.95 * (len(times) - 1))] if times else float("nan")
                median = statistics.median(times) if times else float("nan")
                print(f"{label:>18}{count:>8}{first:>10.0f}{median:>9.1f}{p95:>9.1f}{sizes(files)}")


def links(page: Page, stock: bool, query: str) -> list[str]:
    """Return where the results lead, in order, from the site's root."""
    if stock:
        page.evaluate("document.querySelector('.md-search-result__list').replaceChildren()")
        page.evaluate(STOCK.replace("15000", "1500"), query)
        found = page.eval_on_selector_all(".md-search-result__link", "all => all.map(a => a.href)")
    else:
        page.evaluate(OURS, query)
        script = "all => all.map(li => new URL(li.dataset.href, location).href)"
        found = page.eval_on_selector_all("#site-search-list [role=option]", script)
    return [re.sub(r"^https?://[^/]*/|\?[^#]*", "", link) for link in found]


def fits(result: str, places: list[str]) -> bool:
    return any(
        result == place or ("#" not in place and result.partition("#")[0] == place) for place in places
    )


def in_language(row: dict, language: str) -> dict:
    """Return a row that is asked in every language with the query and the addresses of one."""
    places = {
        kind: [place if language == "en" else f"{language}/{place}" for place in row[kind]]
        for kind in ("first", "top")
        if kind in row
    }
    return {"query": row[language], **places}


def answers(browser: Browser) -> None:
    table = yaml.safe_load((ROOT / "tests/guide/search.yml").read_text(encoding="utf-8"))
    both = table.pop("both")
    rows = {language: rows + [in_language(row, language) for row in both] for language, rows in table.items()}
    with tempfile.TemporaryDirectory() as name:
        # The same pages in Material as it comes: citations and terms stay as they are written.
        folder = Path(name)
        shutil.copytree(ROOT / "docs", folder / "docs")
        for path in (folder / "docs").rglob("*.md"):
            plain = re.sub(r"^(template|inserts|collects):.*\n", "", path.read_text(), flags=re.MULTILINE)
            path.write_text(plain)
        (folder / "mkdocs.yml").write_text(BARE)
        sites = {"ours": build(ROOT, folder / "ours"), "Material, stock": build(folder, folder / "stock")}
        print(f"{'':>18}{'language':>10}{'queries':>9}{'first':>8}{'in 3':>8}{'nothing':>9}")
        for (label, site), (language, table) in product(sites.items(), rows.items()):
            stock = label != "ours"
            with served(site) as address:
                page = browser.new_context().new_page()
                page.goto(f"{address}/{'' if language == 'en' else language + '/'}index.html")
                page.wait_for_timeout(1_500)
                asked = [row for row in table if not row.get("none")]
                found = [(row, links(page, stock, row["query"])) for row in asked]
                places = [row.get("first", []) + row.get("top", []) for row in asked]
                first = [bool(got) and fits(got[0], row.get("first") or row["top"]) for row, got in found]
                top = [
                    any(fits(one, wanted) for one in got[:3])
                    for (_, got), wanted in zip(found, places, strict=True)
                ]
                empty = sum(not got for _, got in found)
                print(
                    f"{label:>18}{language:>10}{len(asked):>9}{sum(first) / len(first):>8.0%}"
                    f"{sum(top) / len(top):>8.0%}{empty:>9}"
                )
                page.context.close()


def main() -> None:
    start = time.perf_counter()
    executable = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-background-networking"]
        )
        if "--queries" not in sys.argv:
            speeds(browser)
        answers(browser)
        browser.close()
    print(f"in {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
