"""Templates are found without the theme's icons, and a part that many pages share is made once."""

from pathlib import Path

from jinja2 import Environment

from editorial.build.cache import Cache
from editorial.site.templates import Compiled, Once, Templates


def test_a_list_has_nothing_below_a_dotted_folder_but_what_is_there_is_found(tmp_path: Path):
    for name in ("page.html", "parts/end.html", ".icons/star.svg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("<svg>")
    templates = Templates(tmp_path)
    assert templates.list_templates() == ["page.html", "parts/end.html"]
    assert Environment(loader=templates).get_template(".icons/star.svg").render() == "<svg>"


def test_a_part_that_is_the_same_is_made_once():
    made: list[str] = []
    once = Once()
    for page in ("a", "b"):
        once("menu", lambda name: made.append(name) or name, page)
    assert made == ["a"]
    assert once("other", str.upper, "c") == "C"


def rendered(folder: Path, *, made_with: str) -> tuple[str, bool]:
    """Return what a template says, and whether it was compiled for that."""
    compiled: list[str] = []

    class Watched(Environment):
        def compile(self, source: str, *told: object, **more: object):
            compiled.append(source)
            return super().compile(source, *told, **more)

    kept = Compiled(Cache(folder / "kept"), made_with)
    environment = Watched(loader=Templates(folder), bytecode_cache=kept)
    return environment.get_template("page.html").render(), bool(compiled)


def test_a_template_is_compiled_again_only_where_its_text_or_what_compiles_it_changed(tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_text("{{ 1 + 1 }}")
    assert rendered(tmp_path, made_with="a") == ("2", True)
    assert rendered(tmp_path, made_with="a") == ("2", False)
    assert rendered(tmp_path, made_with="b") == ("2", True)
    page.write_text("{{ 1 + 2 }}")
    assert rendered(tmp_path, made_with="b") == ("3", True)
    page.write_text("{{ 1 + 1 }}")
    assert rendered(tmp_path, made_with="b") == ("2", True)
    assert len([*(tmp_path / "kept").iterdir()]) == 1


def test_where_nothing_can_be_kept_a_template_is_compiled(tmp_path: Path):
    (tmp_path / "page.html").write_text("{{ 1 + 1 }}")
    (tmp_path / "kept").write_text("A file.")
    assert rendered(tmp_path, made_with="a") == ("2", True)
