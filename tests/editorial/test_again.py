"""The editions of the last build are taken again only where they would be made again to the byte."""

import sys
from pathlib import Path

import pytest

from editorial.build.cache import Cache
from editorial.build.digests import digests
from editorial.editions.again import keep, made_from, taken_again

PAGE, PDF = "es/index.html", "downloads/a.pdf"
#: One file of each kind that an edition is made from: of the built site, and of the guide's folder.
SITE = [
    "index.html",
    PAGE,
    "assets/print.css",
    "assets/fonts/bold.woff2",
    "downloads/edition.json",
    "figure.svg",
]
OURS = [
    "hooks/editorial/editions/pdf.py",
    "overrides/editions/print.typ",
    "tools/make_editions.py",
    "overrides/editions/book.html",
    "overrides/locales/es.yml",
]


def write(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A guide's folder with a built site."""
    for path in (*OURS, *(f"site/{name}" for name in SITE)):
        write(tmp_path, path, f"that of {path}")
    return tmp_path


def inputs(root: Path) -> str:
    return made_from(digests(root / "site"), root)


def built(root: Path) -> dict[str, bytes]:
    """Make editions as a build does: another page, and two files more."""
    before, made = digests(root / "site"), inputs(root)
    write(root, f"site/{PAGE}", "the page, with a link to its PDF")
    write(root, f"site/{PDF}", "a PDF")
    write(root, "site/sw.js", "a script")
    Cache(root / "cache").put("name-of-the-pdf", b"a PDF")
    keep(root / "site", root / "cache", made, before=before, names={PDF: "name-of-the-pdf"})
    return contents(root)


def contents(root: Path) -> dict[str, bytes]:
    site = root / "site"
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def build_pages(root: Path) -> None:
    """Build the pages again, without editions."""
    (root / "site" / PDF).unlink()
    (root / "site/sw.js").unlink()
    write(root, f"site/{PAGE}", f"that of site/{PAGE}")


def test_where_nothing_changed_the_last_editions_are_taken_whole(root: Path):
    made = built(root)
    build_pages(root)
    assert taken_again(root / "site", root / "cache", inputs(root))
    assert contents(root) == made


@pytest.mark.parametrize("path", [*OURS, *(f"site/{name}" for name in SITE)])
@pytest.mark.parametrize("change", ["changed", "gone", "renamed", "added beside"])
def test_each_kind_of_file_that_changes_makes_them_anew(root: Path, path: str, change: str):
    built(root)
    build_pages(root)
    file = root / path
    if change == "changed":
        file.write_text(file.read_text("utf-8").replace("that", "What"), "utf-8")
    elif change == "gone":
        file.unlink()
    elif change == "renamed":
        file.rename(file.with_name(f"a{file.name}"))
    else:
        file.with_name(f"b{file.name}").write_bytes(b"")
    left = contents(root)
    assert not taken_again(root / "site", root / "cache", inputs(root))
    assert contents(root) == left


def test_another_version_of_a_package_makes_them_anew(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    packages = tmp_path / "packages"
    write(packages, "typst-0.15.2.dist-info/METADATA", "")
    monkeypatch.setattr(sys, "path", [*sys.path, str(packages)])
    before = inputs(root)
    (packages / "typst-0.15.2.dist-info").rename(packages / "typst-0.15.3.dist-info")
    assert inputs(root) != before


def test_what_python_has_compiled_changes_nothing(root: Path):
    before = inputs(root)
    write(root, "hooks/editorial/__pycache__/x.pyc", "compiled")
    assert inputs(root) == before


@pytest.mark.parametrize("spoiled", [b"", b"x" * 100])
def test_one_spoiled_file_of_the_cache_makes_all_of_them_anew(root: Path, spoiled: bytes):
    built(root)
    build_pages(root)
    left = contents(root)
    kept = {file: file.read_bytes() for file in (root / "cache").iterdir()}
    assert len(kept) == 4  # Of the PDF, the page, the script, and the list of them.
    for file, whole in kept.items():
        file.write_bytes(spoiled)
        assert not taken_again(root / "site", root / "cache", inputs(root)), file.name
        assert contents(root) == left
        file.write_bytes(whole)
    assert taken_again(root / "site", root / "cache", inputs(root))
