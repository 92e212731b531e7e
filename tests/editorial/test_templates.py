"""Templates are found without the theme's icons, and a part that many pages share is made once."""

from pathlib import Path

from jinja2 import Environment

from editorial.site.templates import Once, Templates


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
