"""What editors are told before they write: complete, short, and the same in both languages."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from guides import ROOT, read_table

ENGLISH, SPANISH = ((ROOT / name).read_text("utf-8") for name in ("CONTRIBUTING.md", "CONTRIBUTING.es.md"))
STYLE = {path.stem: read_table(path)["avoided"] for path in (ROOT / "overrides/locales/style").glob("*.yml")}
#: Modules whose sentences no build prints: those of commands, and what a page itself says.
OTHER = {"latex.py", "imports.py", "new_guide.py", "proposal.py", "release.py", "web_pages.py", "writing.py"}
#: Parts of messages, of references and of what only `make links` says.
FRAGMENTS = {
    " Take it out.",
    "Good to know, in … places: …",
    "clinical trial, phase …",
    "et al.",
    "was right on …",
    "no answer (…)",
    "was changed on … ('…', …)",
}


def sentences(module: Path) -> Iterator[str]:
    """Yield the literal texts of a module that read as a message: words, and a full stop or a question mark."""
    tree = ast.parse(module.read_text("utf-8"))
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    others = parts | {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # Docstrings.
    for node in ast.walk(tree):
        if id(node) in others:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        pattern_or_markup = re.search(r"\(\?|\\[dsw]|<\w|^[\w/]+[:.]\S|\n", text)
        words = text not in FRAGMENTS and len(re.findall(r"\b[A-Za-z]{2,}", text)) > 1
        if words and re.search(r"[.?…]\)?$", text) and not pattern_or_markup:
            yield text


def fragments(guidance: str) -> list[str]:
    return [
        fragment
        for row in re.findall(r"^\| (`.*?) \| .* \|$", guidance, re.MULTILINE)
        for fragment in re.findall(r"`([^`]+)`", row)
    ]


@cache
def messages() -> list[str]:
    modules = sorted((ROOT / "hooks").rglob("*.py"))
    return [text for module in modules if module.name not in OTHER for text in sentences(module)]


def test_every_message_of_a_build_has_a_row_in_the_table():
    assert len(messages()) > 80
    known = fragments(ENGLISH)
    assert [text for text in messages() if not any(fragment in text for fragment in known)] == []


def test_every_row_of_the_table_is_of_a_message_that_exists():
    assert [
        fragment for fragment in fragments(ENGLISH) if not any(fragment in text for text in messages())
    ] == []


def test_both_languages_explain_the_same_messages_under_as_many_headings():
    assert fragments(ENGLISH) == fragments(SPANISH)
    assert [re.findall(r"^#+ ", text, re.MULTILINE) for text in (ENGLISH,)] == [
        re.findall(r"^#+ ", text, re.MULTILINE) for text in (SPANISH,)
    ]


@pytest.mark.parametrize("text", [ENGLISH, SPANISH], ids=["en", "es"])
def test_it_is_short_and_says_that_no_health_professional_reviews_changes(text: str):
    assert text.count("\n") <= 150
    assert re.search(r"No health professional reviews|Ningún profesional de la salud revisa", text)


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "CONTRIBUTING.es.md", "STYLE.md", "README.md"])
def test_every_command_and_every_file_that_is_named_exists(name: str):
    text = (ROOT / name).read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`(?:[A-Z_]+=\S+ )?make ([a-z]+)", text)) <= targets
    named = re.findall(r"\]\((?!https?:)([^)#]+)\)|`((?:bib|docs|overrides|templates)/[\w./-]+)`", text)
    assert [
        path for pair in named for path in pair if path and "…" not in path and not (ROOT / path).exists()
    ] == []


def test_the_words_that_we_avoid_are_those_of_the_style_guide():
    style = (ROOT / "STYLE.md").read_text("utf-8")
    english, spanish = style.split("## Español")
    for language, text in (("en", english), ("es", spanish)):
        named = {
            word
            for group in re.findall(r"(?:not|Sin|Nunca|never) ((?:\*[\w ]+\*(?:, | ni )?)+)", text)
            for word in re.findall(r"\*([\w ]+)\*", group)
        }
        assert named
        assert named <= {word for rule in STYLE[language] for word in rule["words"]}


def test_one_click_on_a_code_host_opens_a_preview():
    settings = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text("utf-8"))
    made = f"{settings['postCreateCommand']} {settings['postAttachCommand']}"
    assert re.findall(r"make (\S+)", made) == [".venv/.site-installed", "serve"]
    assert settings["portsAttributes"]["8000"]["onAutoForward"] == "openPreview"
    # Debian 12 has Python 3.11, the oldest that the project promises.
    made_from = (ROOT / ".devcontainer" / settings["build"]["dockerfile"]).read_text("utf-8")
    assert re.search(r"^FROM docker\.io/library/debian:bookworm-slim AS programs$", made_from, re.MULTILINE)
