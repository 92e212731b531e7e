"""Templates are found without the theme's icons, and compiled once for many builds."""

from pathlib import Path

import pytest
from jinja2 import Environment

from editorial.templates import Compiled, Once, Templates


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Return a folder of templates, and one for what they are compiled to."""
    templates = tmp_path / "templates"
    (templates / ".icons").mkdir(parents=True)
    (templates / "parts").mkdir()
    (templates / "page.html").write_text("a {{ b }}")
    (templates / "parts/end.html").write_text("end")
    (templates / ".icons/star.svg").write_text("<svg>")
    return templates, tmp_path / "cache"


def rendered(templates: Path, cache: Path) -> str:
    environment = Environment(loader=Templates(templates), bytecode_cache=Compiled(cache), auto_reload=False)
    return environment.get_template("page.html").render(b="word")


def test_a_list_has_nothing_below_a_dotted_folder_but_what_is_there_is_found(folders):
    templates = Templates(folders[0])
    assert templates.list_templates() == ["page.html", "parts/end.html"]
    assert Environment(loader=templates).get_template(".icons/star.svg").render() == "<svg>"


def test_a_template_is_compiled_once_for_the_next_build(folders, monkeypatch):
    assert rendered(*folders) == "a word"
    monkeypatch.setattr(Environment, "compile", None)
    assert rendered(*folders) == "a word"


def test_a_template_that_changed_is_compiled_anew(folders):
    assert rendered(*folders) == "a word"
    (folders[0] / "page.html").write_text("b {{ b }}")
    assert rendered(*folders) == "b word"


@pytest.mark.parametrize("broken", [b"", b"j2\x05\x00", b"nothing of the kind", b"\x00" * 1000])
def test_what_is_broken_in_the_folder_costs_only_time(folders, broken):
    assert rendered(*folders) == "a word"
    kept = [*folders[1].iterdir()]
    assert len(kept) == 1
    kept[0].write_bytes(broken)
    assert rendered(*folders) == "a word"
    kept[0].write_bytes(kept[0].read_bytes()[:-20])
    assert rendered(*folders) == "a word"


def test_a_folder_that_cannot_be_made_costs_only_time(folders):
    folders[1].write_text("a file")
    assert rendered(*folders) == "a word"


def test_a_part_that_is_the_same_is_made_once():
    made: list[str] = []
    once = Once()
    for page in ("a", "b"):
        once("menu", lambda name: made.append(name) or name, page)
    assert made == ["a"]
    assert once("other", str.upper, "c") == "C"
