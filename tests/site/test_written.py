"""What editors write is shown to readers as it was meant, or a sentence says why not."""

import io
import json
import logging
import os
import re
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from conftest import write_small_guide
from editorial.build.report import Report, loggers
from editorial.problems import Problem
from guides import ROOT, TODAY, Guide, made_once, page, read_table, small_settings, translation

CASES = read_table(ROOT / "tests/site/written.yml")
SOURCES = """@article{doe2019, title = {Cells}, journal = {J Ex}, year = {2019}, doi = {10.1000/doe.2019},
  pmid = {90000001}, evidence = {review}, seen = {full text}}
@article{roe2020, title = {Nodes}, journal = {J Ex}, year = {2020}, evidence = {review}, seen = {full text}}
"""
#: On which line of its file the first line of a case stands.
FIRST = {"en": 8, "es": 9}


#: All that was ever said of a page, or of a file, by its path.
Problems = dict[str, list[Problem]]


class Written(NamedTuple):
    """The guide of all cases, as it was built."""

    guide: Guide
    problems: Problems
    #: The names of the files of its site.
    published: frozenset[str]


class Said(NamedTuple):
    """What a build said of the page of a case, and of the files beside it, in each language."""

    written: Written
    #: The page's name without its ending, and those of the files.
    name: str
    files: tuple[str, ...]

    def of(self, language: str) -> list[Problem]:
        names = (f"{self.name}.md", *self.files)
        return [
            problem for name in names for problem in self.written.problems.get(f"docs/{language}/{name}", ())
        ]


def photo_with_a_place() -> bytes:
    """A JPEG whose EXIF has a position: GPSLatitudeRef and GPSLatitude."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})
    exif[0x8825] = exif.get_ifd(0x8825)
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", exif=exif)
    return file.getvalue()


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return file.getvalue()


#: Files that cannot be written as text, by what they are.
PICTURES = {"a JPEG whose EXIF has a GPS position": photo_with_a_place, "a PNG": picture}


def name_of(case: dict[str, Any]) -> str:
    """Return the name of the page of a case, without its ending: it says nothing of what the page says."""
    return f"page-{CASES.index(case)}"


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A guide with a page of each case, and what is said of it: one build tells of all, and all workers of it."""
    folder = made_once(tmp_path_factory, "written", build_cases)
    problems: Problems = {}
    for said in json.loads((folder / SAID).read_text("utf-8")):
        problem = Problem(*said)
        if "where readers expect" in problem.text:
            continue  # Most of what is written here is English in both languages.
        problems.setdefault(problem.path, []).append(problem)
    return Written(Guide(folder), problems, frozenset(path.name for path in (folder / "site").rglob("*")))


#: What was said, beside the guide of which it was.
SAID = "said.json"


#: A page's menu shows its own section, of so many pages, and not those of all others, which take half of the build.
SECTION = 12


def with_menu(settings: str) -> str:
    """Return settings with a menu of sections, each of some cases."""
    names = [f"{name_of(case)}.md" for case in CASES]
    sections = {f"Part {start}": names[start : start + SECTION] for start in range(0, len(names), SECTION)}
    titles = "".join(f"            {title}: {title}\n" for title in sections)
    menu = "".join(f"  - {title}: [{', '.join(pages)}]\n" for title, pages in sections.items())
    settings = settings.replace("nav_translations:\n", f"nav_translations:\n{titles}", 1)
    return f"{settings}\nnav:\n  - index.md\n  - about.md\n{menu}"


def build_cases(folder: Path) -> None:
    guide = write_small_guide(folder)
    guide.write("bib/references.bib", SOURCES)
    # Each source is cited somewhere, so that nothing is said of the bibliography.
    guide.write_both("index.md", "Home", "\nWords [@doe2019; @roe2020].\n")
    guide.write("mkdocs.yml", with_menu(small_settings()))
    for case in CASES:
        for language, whole in (("en", page), ("es", translation)):
            text = case["es"] if language == "es" and "es" in case else case["writes"]
            guide.write(f"docs/{language}/{name_of(case)}.md", whole("T", "\n" + text))
            for name, content in case.get("files", {}).items():
                raw = PICTURES[content]() if content in PICTURES else content.encode("latin-1")
                (guide.folder / f"docs/{language}" / name).write_bytes(raw)
    report = Report(elsewhere="mkdocs.yml")
    try:
        with patch.dict(os.environ, {"SOURCE_DATE_EPOCH": str(int(TODAY.timestamp()))}):
            for logger in loggers("mkdocs"):
                logger.addHandler(report)
                logger.setLevel(logging.INFO)
            config = load_config(str(guide.folder / "mkdocs.yml"), site_dir=str(guide.folder / "site"))
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
    finally:
        for logger in loggers("mkdocs"):
            logger.removeHandler(report)
    guide.write(SAID, json.dumps(report.problems))


def said_of(written: Written, case: dict[str, Any]) -> Said:
    return Said(written, name_of(case), tuple(case.get("files", ())))


def is_said(expected: dict[str, Any], said: Said, *, notice: bool) -> bool:
    """Whether a message, in each language, has all that it must have, on the line that it is about."""
    return all(
        any(
            problem.notice == notice
            and ("line" not in expected or problem.line == FIRST[language] + expected["line"] - 1)
            and all(_in_message(word, problem, language) for word in expected["has"])
            and not any(word in problem.text for word in expected.get("without", ()))
            for problem in said.of(language)
        )
        for language in FIRST
    )


def _in_message(word: str, problem: Problem, language: str) -> bool:
    # A line that is named is one of the English file.
    if found := re.fullmatch(r"line (\d+)", word):
        word = f"line {int(found[1]) + FIRST[language] - FIRST['en']}"
    return word in str(problem)


def is_shown(expected: dict[str, Any], said: Said) -> bool:
    """Whether readers of both languages get the page as it is expected."""
    return all(_is_shown(expected, said.written, f"{folder}{said.name}.html") for folder in ("", "es/"))


def _is_shown(expected: dict[str, Any], written: Written, address: str) -> bool:
    guide = written.guide
    source = guide.html(address)
    tree = LexborHTMLParser(source)
    menu = " ".join(node.text() for node in tree.css(".md-nav--secondary"))
    article = tree.css_first("article")
    html = re.sub(r"\s*(<[^>]*>)\s*", r"\1", article.html or "")
    locators = " ".join(node.text() for node in article.css(".site-locator"))
    for node in article.css(".site-references, .site-helplines"):
        node.decompose()
    text = f"{article.text()} {locators}"
    photos = [guide.folder / "site" / Path(address).parent / name for name in expected.get("no_exif", ())]
    return (
        all(shown in text for shown in expected.get("shows", ()))
        and not any(hidden in text for hidden in expected.get("hides", ()))
        and all(re.sub(r"\s*(<[^>]*>)\s*", r"\1", part) in html for part in expected.get("html", ()))
        and not any(part in source for part in expected.get("not_in_source", ()))
        and all(name in menu for name in expected.get("menu", ()))
        and not any(name in menu for name in expected.get("menu_hides", ()))
        and not written.published.intersection(expected.get("not_published", ()))
        and not any(Image.open(file).getexif() for file in photos)
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_written_is_shown_as_it_was_meant_or_said(written: Written, case: dict[str, Any]):
    said = said_of(written, case)
    told = "\n".join(map(str, [*said.of("en"), *said.of("es")])) or "nothing is said"
    for kind in ("problem", "notice"):
        if kind in case:
            good = is_said(case[kind], said, notice=kind == "notice") or (
                "or" in case and not [*said.of("en"), *said.of("es")] and is_shown(case["or"], said)
            )
            assert good, told
    if "page" in case:
        assert [*said.of("en"), *said.of("es")] == [], told
        assert is_shown(case["page"], said)
    for line in case.get("and_no_problem_on", ()):
        assert [problem for problem in said.of("en") if problem.line == FIRST["en"] + line - 1] == [], told


def test_of_pages_without_a_fault_nothing_is_said(written: Written):
    pages = {
        f"docs/{language}/{name}"
        for language in FIRST
        for case in CASES
        for name in (f"{name_of(case)}.md", *case.get("files", ()))
    }
    assert [path for path in written.problems if path.startswith("docs/e") and path not in pages] == []
