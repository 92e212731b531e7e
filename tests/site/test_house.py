"""The rules of the house that no other tool keeps."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import write_small_guide
from editorial.words import read_words, untranslated
from guides import HOUSE, ROOT, Guide, hashes

HOOKS = sorted((ROOT / "hooks").glob("*.py"))
LOCKS = ("tests/package-lock.json", "tools/bench/package-lock.json")
#: Of a guide that is without a part, the templates of that part are kept beside its tests.
TEMPLATES = sorted(path for top in {ROOT, HOUSE} for path in (top / "overrides").rglob("*.html"))
SCRIPTS = sorted(path for path in (ROOT / "overrides").rglob("*.js") if "vendor" not in path.parts)
LOCALES = sorted((HOUSE / "overrides/locales").glob("*.yml"))


def test_every_hook_is_in_the_configuration_and_the_other_way_round():
    listed = re.findall(r"^  - (hooks/\w+\.py)$", (HOUSE / "mkdocs.yml").read_text(), re.MULTILINE)
    assert sorted(listed) == [f"hooks/{hook.name}" for hook in HOOKS if hook.name != "engine.py"]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.name)
def test_a_hook_keeps_no_state_but_its_logger_and_its_priorities(hook):
    names = {
        target.id
        for node in ast.parse(hook.read_text()).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    events = {name for name in names if name.startswith("on_")}  # One event to two functions, in their order.
    assert {name for name in names if not name.isupper()} - events <= {"log"}


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.name)
def test_hooks_do_not_import_each_other(hook):
    imported = re.findall(r"^(?:from|import) (\w+)", hook.read_text(), re.MULTILINE)
    assert {other.stem for other in HOOKS} & set(imported) <= (
        {"engine"} if hook.name != "engine.py" else set()
    )


def test_the_work_itself_may_not_import_the_engine(tmp_path: Path):
    planted = ROOT / "hooks/editorial/planted.py"
    for source, refused in (("import mkdocs\n", True), ("import json\n\njson.dumps(1)\n", False)):
        command = [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--select",
            "TID251",
            f"--stdin-filename={planted}",
            "-",
        ]
        done = subprocess.run(command, input=source, cwd=ROOT, capture_output=True, text=True, check=False)
        assert ("TID251" in done.stdout) == refused


def write_page_of_help(guide: Guide) -> Guide:
    guide.write_both(
        "help.md", "Help", "\n## Lines {#lines}\n\nCall [@doe2019].\n", more="inserts: {lines: helplines}\n"
    )
    return guide


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The hash of each file of a site whose hooks stand where they stand."""
    guide = write_page_of_help(write_small_guide(tmp_path_factory.mktemp("in-order")))
    assert guide.build() == []
    return hashes(guide.folder / "site")


@pytest.mark.parametrize("hook", [hook.name for hook in HOOKS if hook.name != "engine.py"])
@pytest.mark.parametrize("first", [True, False], ids=["first", "last"])
def test_wherever_a_hook_stands_the_build_is_the_same(
    guide: Guide, expected: dict[str, str], hook: str, first: bool
):
    write_page_of_help(guide)
    settings = (guide.folder / "mkdocs.yml").read_text("utf-8")
    others = settings.replace(f"  - hooks/{hook}\n", "")
    place = "hooks:\n" if first else "\nmarkdown_extensions:"
    line = f"hooks:\n  - hooks/{hook}\n" if first else f"  - hooks/{hook}\n\nmarkdown_extensions:"
    moved = others.replace(place, line, 1)
    guide.write("mkdocs.yml", moved)
    assert guide.build() == []
    assert hashes(guide.folder / "site") == expected


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_of_ours_has_its_types_checked(script):
    assert script.read_text().startswith("// @ts-check\n")


def locale(path: Path):
    words, problems = read_words(path.read_text(), path=path.name, locale=path.stem)
    assert problems == []
    return words


def test_every_language_has_the_same_words():
    english = locale(HOUSE / "overrides/locales/en.yml")
    for path in LOCALES:
        assert untranslated(locale(path), original=english, path=path.name, original_path="en.yml") == []


def sources() -> str:
    """All code that may ask for words, without its docstrings."""
    paths = [*TEMPLATES, *(ROOT / "hooks").rglob("*.py"), ROOT / "mkdocs.yml"]
    return re.sub(r'r?"""(.|\n)*?"""', "", "\n".join(path.read_text() for path in paths))


def test_every_word_that_a_template_or_a_module_asks_for_exists():
    asked = set(re.findall(r"(?<!lang\.)\bt\(['\"]([\w.]+)['\"]", sources()))  # Not the theme's.
    asked |= set(re.findall(r"words\.say\(\s*['\"]([\w.]+)['\"]", sources()))
    asked |= set(re.findall(r"name: (palette\.\w+)", sources()))
    assert len(asked) > 10
    words = set(locale(HOUSE / "overrides/locales/en.yml").texts)
    begun = {part for part in asked if part.endswith(".")}  # "review." ~ mark
    assert asked - begun <= words
    assert [part for part in begun if not any(word.startswith(part) for word in words)] == []


def test_no_word_of_the_site_is_left_unused():
    code = sources()
    words = locale(HOUSE / "overrides/locales/en.yml").texts
    begun = tuple(re.findall(r"""['"]([\w.]+\.)['"] ~""", code))  # Its end is made: "review." ~ mark
    unused = [
        key
        for key in words
        if not key.startswith(("reference.edition.", "search.count.", *begun))  # CLDR's plurals
        and not re.search(rf"""['"\s]({key}|{key.removeprefix("reference.")})['"\n]""", code)
    ]
    assert unused == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_sentence_stands_in_a_template(template):
    text = re.sub(
        r"\{#.*?#\}|<style>.*?</style>|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>",
        " ",
        template.read_text(),
        flags=re.DOTALL,
    )
    # Names, and words of the EPUB format's own.
    names = {
        "CC",
        "BY",
        "BibTeX",
        "RIS",
        "urn",
        "uuid",
        "textual",
        "visual",
        "structuralNavigation",
        "tableOfContents",
        "none",
        # Names of systems, and their commands.
        *("Windows", "macOS", "Linux", "certutil", "hashfile", "shasum", "SHA"),
        *("sha", "sum", "check", "ignore", "missing", "SUMS"),
    }
    assert set(re.findall(r"[^\W\d_]{2,}", text)) <= names


@pytest.mark.parametrize("path", [*HOOKS, *(ROOT / "hooks/editorial").glob("*.py"), *TEMPLATES], ids=str)
def test_code_knows_no_language_and_no_disease(path):
    code = path.read_text()
    assert not re.search(r"==\s*['\"](en|es)['\"]", code)
    assert not re.search(r"\b(CUP|cancer|cáncer|Spanish)\b", re.sub(r'"""(.|\n)*?"""|#.*', "", code))


def test_nothing_in_the_repository_names_a_package_registry_or_a_folder_of_one_machine():
    for name in (
        "tools/requirements/site.txt",
        "tools/requirements/test.txt",
        "Makefile",
        ".ci/run",
        "pyproject.toml",
    ):
        text = (ROOT / name).read_text()
        assert not re.search(r"https?://|file://|--(extra-)?index-url|--find-links|/home/|/root/", text)


@pytest.mark.parametrize("name", LOCKS)
def test_what_npm_locks_has_a_hash_and_names_no_registry(name):
    packages = json.loads((ROOT / name).read_text())["packages"]
    locked = [package for path, package in packages.items() if path]
    assert locked
    assert all(package["integrity"] and "resolved" not in package for package in locked)


def test_every_dependency_is_pinned_with_a_hash():
    for name in ("tools/requirements/site.txt", "tools/requirements/test.txt"):
        lines = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
        assert lines
        assert all(re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line) for line in lines)
