"""How long a build takes, how much memory, and how both grow with the pages, beside peers on the same pages.

Each program builds in a process of its own, in turn, in the same run: ours with all checks, the peers with nothing
of the kind; ours from nothing, with one word of one page changed since, and with nothing changed. What is printed is
the median of three rounds, of a slow program the only one. ``--pages 50,100`` bounds the run; the real guide is always
measured. The same figures are drawn in ``.github/speed.svg``.
"""

import argparse
import math
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from graph import Line, graph
from peers import SEARCH, bare

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from guides import small_settings  # noqa: E402  (it is below tests/)

BIN = Path(sys.executable).parent
LANGUAGES = ("en", "es")
#: A page, a part and a description, as each language has them: a page in the other language is a problem.
NAMES = {"en": ("Page", "Part", "A page."), "es": ("Página", "Parte", "Una página.")}
SOURCES, PARAGRAPHS, WORDS, CITED = 300, 12, 60, 8
BARE = bare(SEARCH, extensions="admonition, attr_list, def_list, md_in_html, pymdownx.details, tables")
OURS = "this guide's build, with all checks"
BARE_ENGINE, HUGO_ITSELF = "bare MkDocs + Material + static-i18n", "Hugo"
SPHINX_TWICE = "Sphinx + sphinxcontrib-bibtex (furo), run twice"
SPHINX = """project = "Bench"
extensions = ["sphinxcontrib.bibtex"]
bibtex_bibfiles = ["references.bib"]
html_theme = "furo"
language = "{language}"
"""
HUGO = """baseURL = "https://bench.example/"
title = "Bench"
defaultContentLanguage = "en"
disableKinds = ["taxonomy", "term", "rss"]
[languages.en]
contentDir = "docs/en"
[languages.es]
contentDir = "docs/es"
"""
#: A page with the menu of its section (of all pages, where they are few, as ours), its headings and its translations.
HUGO_PAGE = """<!doctype html><html lang="{{ .Language.Lang }}"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Params.description }}"><link rel="canonical" href="{{ .Permalink }}">
{{ range .AllTranslations }}<link rel="alternate" hreflang="{{ .Language.Lang }}" href="{{ .Permalink }}">{{ end }}
</head>
<body><nav>{{ if le (len site.RegularPages) 100 }}{{ partialCached "menu.html" site.RegularPages .Language.Lang }}
{{ else }}{{ with .CurrentSection }}{{ partialCached "menu.html" .RegularPages .RelPermalink }}{{ end }}{{ end }}</nav>
<nav>{{ .TableOfContents }}</nav><main><h1>{{ .Title }}</h1>{{ .Content }}</main></body></html>
"""
HUGO_MENU = """<ul>{{ range . }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>"""


@dataclass(frozen=True)
class Cost:
    """What one build took."""

    wall: float  # seconds
    cpu: float  # seconds, of all its processes
    memory: float  # MB, of all its processes together, at the worst moment; what they share counts once


def memory_of(process: int) -> float:
    """Return what a process and all that it began hold now, in MB; nothing once they are gone."""
    try:
        held = Path(f"/proc/{process}/smaps_rollup").read_text()
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return 0
    own = sum(int(kilobytes) for kilobytes in re.findall(r"^Pss: +(\d+)", held, re.MULTILINE))
    return own / 1024 + sum(memory_of(int(child)) for child in children)


def measured(*commands: list[str | Path], folder: Path) -> Cost:
    """Run commands one after another, and return what they took together."""
    began, cpu, memory = time.perf_counter(), 0.0, 0.0
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": "hooks"}
    for command in commands:
        with tempfile.TemporaryFile("w+") as log:  # Elsewhere: what is new in a guide's folder is built.
            process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environment)
            seen: list[float] = []
            ended = threading.Event()

            def watch(number: int = process.pid, seen: list[float] = seen, ended: threading.Event = ended):
                while not ended.wait(0.1):
                    seen.append(memory_of(number))

            watcher = threading.Thread(target=watch)
            watcher.start()
            _, status, usage = os.wait4(process.pid, 0)
            ended.set()
            watcher.join()
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                log.seek(0)
                sys.exit(f"{command} failed:\n{log.read()[-2000:]}")
        cpu += usage.ru_utime + usage.ru_stime
        memory = max(memory, *seen, 0)
    return Cost(time.perf_counter() - began, cpu, memory)


# --- the content


def paragraphs(dice: random.Random, cite: Callable[[str], str]) -> list[str]:
    # Words of no language: "cura" would need a source.
    words = [
        f"{dice.choice('bcdfglmnprst')}{dice.choice('aeiou')}{dice.choice('lmnrst')}ek" for _ in range(200)
    ]
    made = []
    for number in range(PARAGRAPHS):
        text = " ".join(dice.choice(words) for _ in range(WORDS)).capitalize()
        cited = f" {cite(f'key{dice.randrange(SOURCES)}')}" if number < CITED else ""
        made.append(f"{text}{cited}.")
    return made


def bibliography() -> str:
    return "".join(
        f"@article{{key{number},\n  author = {{Doe, J. and Roe, A.}},\n  title = {{Study {number}}},\n"
        f"  journal = {{J Ex}},\n  year = {{{1990 + number % 30}}},\n  volume = {{{number}}},\n"
        "  evidence = {review},\n  seen = {full text},\n}\n\n"
        for number in range(SOURCES)
    )


def write_markdown(docs: Path, pages: int) -> None:
    for language in LANGUAGES:
        page, part, description = NAMES[language]
        for number in range(pages):
            file = docs / language / (f"part{number // 20}/page{number}.md" if number else "index.md")
            file.parent.mkdir(parents=True, exist_ok=True)
            translated = "translated_from: 2026-11-23\n" if language != LANGUAGES[0] else ""
            dates = f"last_revised: 2026-11-23\n{translated}"
            top = f"---\ntitle: {page} {number}\ndescription: {description}\n{dates}---\n"
            body = paragraphs(random.Random(number), lambda key: f"[@{key}]")
            parts = [f"## {part} {place} {{#part-{place}}}\n\n{text}" for place, text in enumerate(body)]
            file.write_text(f"{top}# {page} {number}\n\n" + "\n\n".join(parts) + "\n", "utf-8")


# --- the programs


def ours(folder: Path, pages: int) -> dict[str, Cost]:
    for name in ("hooks", "overrides", "tools"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "bench"))
    settings = re.sub(r"^    (?:about|urgent):.*\n", "", small_settings(), flags=re.MULTILINE)
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    write_markdown(folder / "docs", pages)
    (folder / "bib").mkdir()
    (folder / "bib/references.bib").write_text(bibliography(), "utf-8")
    for name in ("glossary.yml", "help.yml"):
        text = (ROOT / "docs" / name).read_text("utf-8")
        keep = [line for line in text.splitlines() if not line.strip().startswith("source:")]
        (folder / "docs" / name).write_text("\n".join(keep) + "\n", "utf-8")
    return three_builds(folder, folder / f"docs/en/part0/page{min(pages - 1, 9)}.md")


def three_builds(folder: Path, page: Path) -> dict[str, Cost]:
    """Build a guide from nothing, with a word changed on a page, and with nothing changed, pages alone."""
    # The peers come compiled, too.
    subprocess.run([sys.executable, "-m", "compileall", "-q", "hooks", "tools"], cwd=folder, check=True)
    command = ["env", "EDITIONS=no", sys.executable, "tools/publish.py", "site"]
    costs = {OURS: measured(command, folder=folder)}
    page.write_text(page.read_text("utf-8").rstrip().removesuffix(".") + " again.\n", "utf-8")
    costs[f"{OURS}, one word changed"] = measured(command, folder=folder)
    costs[f"{OURS}, nothing changed"] = measured(command, folder=folder)
    return costs


def bare_engine(folder: Path, pages: int) -> dict[str, Cost]:
    (folder / "mkdocs.yml").write_text(BARE, "utf-8")
    write_markdown(folder / "docs", pages)
    return {BARE_ENGINE: measured([BIN / "mkdocs", "build", "--quiet"], folder=folder)}


def sphinx(folder: Path, pages: int) -> dict[str, Cost]:
    for language in LANGUAGES:
        source = folder / language
        source.mkdir()
        (source / "conf.py").write_text(SPHINX.format(language=language), "utf-8")
        (source / "references.bib").write_text(bibliography(), "utf-8")
        names = ["index", *(f"page{number}" for number in range(1, pages))]
        for number, name in enumerate(names):
            body = paragraphs(random.Random(number), lambda key: f":cite:`{key}`")
            tree = (
                "\n\n.. toctree::\n\n" + "".join(f"   {other}\n" for other in names[1:])
                if number == 0
                else ""
            )
            parts = [f"Part {place}\n-------\n\n{text}" for place, text in enumerate(body)]
            (source / f"{name}.rst").write_text(
                f"Page {number}\n==========\n\n" + "\n\n".join(parts) + tree + "\n", "utf-8"
            )
        (source / "sources.rst").write_text(":orphan:\n\nSources\n=======\n\n.. bibliography::\n", "utf-8")
    commands = ([BIN / "sphinx-build", "-q", language, f"out/{language}"] for language in LANGUAGES)
    return {SPHINX_TWICE: measured(*commands, folder=folder)}


def zensical(folder: Path, pages: int) -> dict[str, Cost]:
    write_markdown(folder / "docs", pages)
    for language in LANGUAGES:
        text = f"site_name: Bench\ndocs_dir: docs/{language}\nsite_dir: out/{language}\n"
        (folder / f"{language}.yml").write_text(
            f"{text}theme: {{name: material, language: {language}}}\n", "utf-8"
        )
    commands = ([BIN / "zensical", "build", "-f", f"{one}.yml"] for one in LANGUAGES)
    return {"Zensical, run twice": measured(*commands, folder=folder)}


def hugo(folder: Path, pages: int) -> dict[str, Cost]:
    write_markdown(folder / "docs", pages)
    for language in LANGUAGES:  # An index.md makes files of a page of all others.
        (folder / "docs" / language / "index.md").rename(folder / "docs" / language / "_index.md")
    (folder / "hugo.toml").write_text(HUGO, "utf-8")
    layouts = folder / "layouts"
    for name, text in (
        ("_default/single", HUGO_PAGE),
        ("_default/list", HUGO_PAGE),
        ("partials/menu", HUGO_MENU),
    ):
        (layouts / name).parent.mkdir(parents=True, exist_ok=True)
        (layouts / f"{name}.html").write_text(text, "utf-8")
    return {HUGO_ITSELF: measured([BIN / "hugo", "--quiet"], folder=folder)}


PROGRAMS: list[Callable[[Path, int], dict[str, Cost]]] = [ours, bare_engine, hugo, zensical, sphinx]
#: Sphinx at more pages than these takes minutes and tells nothing more.
MOST_OF_SPHINX = 100
#: A program that takes longer, in seconds, is run once.
SLOW = 40


def rounds(pages: int, times: int = 3) -> dict[str, Cost]:
    """Run every program in turn, so that what else the machine does meets them all, and return their medians."""
    costs: dict[str, list[Cost]] = {}
    slow = [sphinx] if pages > MOST_OF_SPHINX else []
    for _ in range(times):
        for program in (one for one in PROGRAMS if one not in slow):
            with tempfile.TemporaryDirectory() as folder:
                done = program(Path(folder), pages)
            for name, cost in done.items():
                costs.setdefault(name, []).append(cost)
            if max(cost.wall for cost in done.values()) > SLOW:
                slow.append(program)
    return medians(costs)


def medians(costs: dict[str, list[Cost]]) -> dict[str, Cost]:
    return {
        name: Cost(*(median(getattr(one, what) for one in all_) for what in ("wall", "cpu", "memory")))
        for name, all_ in costs.items()
    }


def machine() -> str:
    """Return the words of the machine: its processors, and the day."""
    info = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*: (.+)", info.read_text()) if info.is_file() else None
    day = datetime.now(UTC).date().isoformat()
    return f"{os.cpu_count()} x {model[1] if model else platform.processor()}, {day}"


def real_guide(times: int = 3) -> None:
    """Print the real guide's builds beside the bare engine's on the same pages: the medians of a few rounds."""
    costs: dict[str, list[Cost]] = {}
    for _ in range(times):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "guide"
            subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
            for part in ("hooks", "overrides", "tools"):  # As they are now, committed or not.
                shutil.copytree(ROOT / part, folder / part, dirs_exist_ok=True)
            for kind, cost in three_builds(folder, folder / "docs/en/about.md").items():
                costs.setdefault(kind, []).append(cost)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "mkdocs.yml").write_text(BARE, "utf-8")
            shutil.copytree(ROOT / "docs", folder / "docs")
            for page in folder.rglob("*.md"):  # It does not have our templates.
                page.write_text(
                    re.sub(r"^template:.*\n", "", page.read_text("utf-8"), flags=re.MULTILINE), "utf-8"
                )
            build = [BIN / "mkdocs", "build", "--quiet"]
            costs.setdefault(BARE_ENGINE, []).append(measured(build, folder=folder))
    found = medians(costs)
    print("The real guide, both languages, pages alone.")
    for kind, cost in found.items():
        figures = f"{cost.wall:8.2f} s{cost.cpu:8.2f} s CPU{cost.memory:8.0f} MB"
        print(f"  {kind:60}{figures}{cost.wall / found[BARE_ENGINE].wall:8.2f} x bare", flush=True)
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", default="50,100,200,1000")
    sizes = [int(size) for size in parser.parse_args().pages.split(",")]
    real_guide()
    print(f"{'pages x 2':66}{'wall s':>9}{'CPU s':>9}{'MB':>7}{'x bare':>8}{'x Hugo':>8}{'growth':>8}")
    before: dict[str, Cost] = {}
    lines: dict[str, Line] = {}
    for place, pages in enumerate(sizes):
        costs = rounds(pages)
        bare_wall, hugo_wall = costs[BARE_ENGINE].wall, costs[HUGO_ITSELF].wall
        for name, cost in costs.items():
            growth = (
                f"{math.log(cost.wall / before[name].wall) / math.log(pages / sizes[place - 1]):8.2f}"
                if name in before
                else ""
            )
            figures = f"{cost.wall:9.2f}{cost.cpu:9.2f}{cost.memory:7.0f}"
            figures += f"{cost.wall / bare_wall:8.2f}{cost.wall / hugo_wall:8.2f}"
            print(f"{pages:5} {name:60}{figures}{growth}", flush=True)
            lines.setdefault(name, []).append((pages, cost.wall))
        before = costs
    title = "Time to build pages in two languages"
    picture = graph(lines, title=title, below=f"pages in each language; {machine()}", left="seconds")
    (ROOT / ".github/speed.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
