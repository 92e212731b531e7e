"""The theme's templates that ours replace or rely on are those that ours were compared with."""

import hashlib
from pathlib import Path

import material
import pytest

from guides import ROOT, read_table

TEMPLATES = Path(material.__file__).parent / "templates"
PINNED = read_table(Path(__file__).parent / "upstream.yml")


@pytest.mark.parametrize("name", PINNED)
def test_a_template_of_the_theme_is_the_one_that_ours_was_compared_with(name: str):
    found = hashlib.sha256((TEMPLATES / name).read_bytes()).hexdigest()
    assert found == PINNED[name]["sha256"], (
        f"Material changed {name}: {PINNED[name]['ours']}. Compare, then pin it."
    )


def test_every_template_that_stands_in_place_of_the_themes_is_pinned():
    ours = {path.relative_to(ROOT / "overrides").as_posix() for path in (ROOT / "overrides").rglob("*.html")}
    theirs = {name for name in ours if (TEMPLATES / name).exists()}
    assert theirs - {"main.html", "partials/language.html"} <= set(PINNED)
