"""What the guide is built with may be used and passed on, and is pinned."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

from editorial.site.slips import Listed, slips_script
from guides import ROOT

#: Licences that let anyone use, change and pass on a program, as packages write them.
FREE = re.compile(
    r"MIT|BSD|Apache|Mozilla Public License|MPL|Python Software Foundation|PSF|ISC|Zlib|Unlicense|Lesser General Public"
)
PINNED = re.findall(r"^([\w.-]+)==", (ROOT / "tools/requirements/site.txt").read_text(), re.MULTILINE)


def licences(package: str) -> list[str]:
    """Return every licence that a package says that it may be used under."""
    found = metadata(package)
    classifiers = [
        one.rpartition(" :: ")[2] for one in found.get_all("Classifier") or [] if one.startswith("License ::")
    ]
    return [*filter(None, [found.get("License-Expression"), *classifiers, found.get("License")])]


@pytest.mark.parametrize("package", PINNED)
def test_every_package_of_the_site_is_free(package: str):
    try:
        found = licences(package)
    except PackageNotFoundError:
        # For another kind of machine or Python: nothing of it is here.
        assert re.search(
            rf"^{re.escape(package)}==\S+ ;", (ROOT / "tools/requirements/site.txt").read_text(), re.MULTILINE
        )
        return
    assert any(FREE.search(licence) for licence in found), found


@pytest.mark.parametrize(
    "file", sorted((ROOT / "overrides/locales/slips").glob("??.txt")), ids=lambda file: file.stem
)
def test_a_list_of_words_says_where_it_comes_from_and_how_it_may_be_used(file: Path):
    notice = " ".join(Listed(file.read_text("utf-8")).notice)
    assert "http" in notice
    assert re.search(r"[Cc]opyright|License", notice)
    assert notice in slips_script(file.read_text("utf-8"), [], file.stem)
    assert "SCOWL" not in notice or "Copyright 2000-2018 by Kevin Atkinson" in (
        file.parent / "README.txt"
    ).read_text("utf-8")


@pytest.mark.parametrize(
    "file",
    [
        "tools/requirements/site.txt",
        "tools/requirements/test.txt",
        "tools/requirements/bench.txt",
        "tools/requirements/audit.txt",
    ],
)
def test_everything_is_pinned_with_hashes_and_names_no_registry(file: str):
    text = (ROOT / file).read_text()
    entries = re.split(r"\n(?=[\w.-]+==)", text.strip())
    assert len(entries) > 30
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(r"https?://|--index-url|--find-links", text)
