"""Under Zensical each language's folder builds, and the citations work as they are. MAINTAINING.md lists the gaps."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from conftest import site
from guides import ROOT

__all__ = ["site"]  # A fixture.

SETTINGS = """site_name: Guide
docs_dir: docs/{language}
site_dir: out
use_directory_urls: false
theme: {{name: material, language: {language}, font: false}}
markdown_extensions:
  - admonition
  - attr_list
  - def_list
  - md_in_html
  - pymdownx.details
  - tables
  - cite: {{language: {language}}}
"""


@pytest.fixture(scope="module", params=["en", "es"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Build the folder of one language, and return its code and the built folder."""
    folder, language = tmp_path_factory.mktemp("zensical"), request.param
    for name in ("bib", "overrides/locales", f"docs/{language}"):
        shutil.copytree(ROOT / name, folder / name)
    for page in (folder / "docs").rglob("*.md"):  # A gap: it knows none of our templates.
        page.write_text(re.sub(r"^template:.*\n", "", page.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    (folder / "zensical.yml").write_text(SETTINGS.format(language=language), "utf-8")
    paths = os.pathsep.join(map(str, (ROOT / "hooks", Path(__file__).parent)))
    done = subprocess.run(
        [Path(sys.executable).parent / "zensical", "build", "-f", "zensical.yml"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return language, folder / "out"


def cited(html: str) -> list[tuple[str, str]]:
    """Return each citation and each reference of a page: where it leads or what leads to it, and what it says."""
    tree = LexborHTMLParser(html)
    numbers = [(node.attributes["href"], node.text()) for node in tree.css(".site-citation a")]
    sources = [(node.attributes["id"], node.text()) for node in tree.css(".site-references > li")]
    return numbers + sources


def test_every_page_has_the_citations_and_the_references_that_mkdocs_gives_it(
    built: tuple[str, Path], site: Path
):
    language, folder = built
    ours = site if language == "en" else site / language
    seen = 0
    for page in sorted(folder.rglob("*.html")):
        name = page.relative_to(folder)
        if name.as_posix() in ("404.html", "questions.html"):  # A gap: the second is collected by a hook.
            continue
        found = cited(page.read_text("utf-8"))
        assert found == cited((ours / name).read_text("utf-8")), name
        seen += len(found)
    assert seen > 500
