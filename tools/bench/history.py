"""What the check of revisions adds to a build: 2,000 commits, 500 pages in two languages."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "hooks"))

from editorial.guide import check_pages, read_guide  # noqa: E402
from editorial.settings import read_settings  # noqa: E402

PAGES, COMMITS = 500, 2_000
TEXT = "Text of the page with a number {n} and a source [@doe{n}]. " * 40


def page(language: str, n: int, version: int) -> str:
    more = "translated_from: 2026-06-01\n" if language == "es" else ""
    front = f"---\ntitle: Page {n}\nlast_revised: 2026-06-01\n{more}---\n"
    return f"{front}# Page {n}\n\n{TEXT.format(n=n)}\n\n{version % 2 * '!'}\n"


def fast_import(root: Path) -> None:
    """Make the history: all pages at once, then one page a commit, in punctuation only."""
    stream = []

    def commit(number: int, files: list[tuple[str, str]]) -> None:
        message = f"Change {number}"
        stream.append(f"commit refs/heads/main\nmark :{number}\n")
        stream.append(f"committer An Editor <e@example.org> {1_780_315_200 + number * 600} +0000\n")
        stream.append(f"data {len(message)}\n{message}\n")
        for path, text in files:
            stream.append(f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n")

    everything = [(f"docs/{lang}/p{n}.md", page(lang, n, 0)) for lang in ("en", "es") for n in range(PAGES)]
    commit(1, everything)
    for number in range(2, COMMITS + 1):
        n, language = number % PAGES, ("en", "es")[number // PAGES % 2]
        commit(number, [(f"docs/{language}/p{n}.md", page(language, n, number // PAGES))])
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main"], cwd=root, check=True)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=root, input="".join(stream).encode(), check=True)
    subprocess.run(["git", "reset", "--quiet", "--hard"], cwd=root, check=True)


def frame(root: Path) -> None:
    """Write what a guide has beside its pages."""
    (root / "bib").mkdir()
    entries = "".join(f"@book{{doe{n}, title = {{Cells}}, publisher = {{P}}}}\n" for n in range(PAGES))
    (root / "bib/references.bib").write_text(entries, encoding="utf-8")
    shutil.copytree(ROOT / "overrides/locales", root / "overrides/locales")
    (root / "docs/en/index.md").write_text("# Home\n", encoding="utf-8")
    (root / "docs/es/index.md").write_text("# Inicio\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: Bench\nuse_directory_urls: false\ntheme: {name: material, font: false}\nplugins:\n"
        "  - i18n:\n      docs_structure: folder\n      fallback_to_default: false\n      languages:\n"
        "        - {locale: en, name: English, default: true, build: true}\n"
        "        - {locale: es, name: Español, build: true}\n"
        "extra:\n  editorial: {bibliography: bib/references.bib, began: 2026-01-01, edition: bench}\n",
        encoding="utf-8",
    )


def check(root: Path) -> float:
    """Return the seconds that reading the history and checking every page take."""
    settings, slips = read_settings(root)
    if settings is None:
        raise SystemExit(str(slips[0]))
    guide, _ = read_guide(root, settings, date(2026, 7, 1))
    start = time.perf_counter()
    problems = check_pages(guide)
    if problems:
        raise SystemExit(str(problems[0]))
    return time.perf_counter() - start


def build(root: Path) -> float:
    """Return the seconds that bare MkDocs, Material and static-i18n take for the same pages."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=root, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        fast_import(root)
        frame(root)
        checked = min(check(root) for _ in range(3))
        built = build(root)
    print(f"{PAGES} pages x 2 languages, {COMMITS} commits")
    print(f"{'check of dates, history and parity':40}{checked:>8.2f} s")
    print(f"{'bare build of the same pages':40}{built:>8.2f} s")
    print(f"{'the check is this part of it':40}{checked / built:>8.3f}")


if __name__ == "__main__":
    main()
