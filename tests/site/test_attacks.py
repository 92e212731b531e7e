"""Content is not code: what a hostile proposal tries never runs for a reader, and is said to the editor."""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import make_site
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from conftest import write_small_guide
from editorial.problems import Problem
from editorial.build.report import Report
from editorial.pages.sanitize import sanitized, html_faults
from guides import ROOT, Guide, page, translation

pytestmark = pytest.mark.slow

ATTACKS = yaml.safe_load((ROOT / "tests/site/attacks.yml").read_text("utf-8"))
#: What a reader may do with a page, at once.
TOUCH = """() => document.querySelectorAll("article *, nav a").forEach(element => {
    for (const kind of ["mouseover", "pointerover", "focus"]) element.dispatchEvent(new Event(kind, {bubbles: true}));
    if (!element.matches("nav a") && !/^(https?|file):/.test(element.href ?? "")) element.click?.();
})"""


def name(kind: str, number: int) -> str:
    return f"{kind}-{number:02}"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Problem]]:
    """A guide in which every page attacks, as it would be published if nobody heeded the report; and the report."""
    guide = write_small_guide(tmp_path_factory.mktemp("hostile"))
    for kind, attacks in ATTACKS.items():
        for number, attack in enumerate(attacks):
            top = f"{kind}: {json.dumps(attack)}\n" if kind in ("title", "description") else ""
            text = {
                "page": f"\n{attack}\n",
                "text": f"\n{attack}\n",
                "bibliography": f"\nText [@evil{number}].\n",
            }.get(kind, "\nThe term.\n")
            path = f"{name(kind, number)}.md"
            for language, made in (("en", page), ("es", translation)):
                whole = made("Plain", text)
                if top:
                    whole = re.sub(
                        rf"^{kind}: .*\n", lambda _, top=top: top, whole, count=1, flags=re.MULTILINE
                    )
                guide.write(f"docs/{language}/{path}", whole)
    guide.write(
        "bib/references.bib",
        "".join(
            f"@article{{evil{number}, author = {{Doe, J}}, title = {{{attack}}}, journal = {{{attack}}}, year = {{2019}}, evidence = {{{attack}}}}}\n"
            for number, attack in enumerate(ATTACKS["bibliography"])
        ),
    )
    terms = [
        {
            "id": f"t{number}",
            "en": {"term": f"term {attack}", "definition": attack},
            "es": {"term": "x", "definition": attack},
        }
        for number, attack in enumerate(ATTACKS["glossary"])
    ]
    guide.write("docs/glossary.yml", yaml.safe_dump(terms))
    for number, attack in enumerate(ATTACKS["picture"]):
        guide.write(f"docs/en/{name('picture', number)}.svg", attack)
    report = Report(elsewhere="mkdocs.yml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(make_site, "ROOT", guide.folder)
        make_site.build_and_listen(guide.folder / "site", report)
    logging.getLogger("mkdocs").setLevel(logging.NOTSET)
    return guide.folder / "site", report.problems


@pytest.fixture(scope="module")
def heard() -> list[str]:
    return []


@pytest.fixture(scope="module")
def tab(browser: Browser, heard: list[str]) -> Iterator:
    """A tab without the policy of the pages: what is tested is what stands before it."""
    context = browser.new_context(bypass_csp=True)
    made = context.new_page()
    made.expose_function("ran", lambda: heard.append(made.url))
    made.on("dialog", lambda dialog: dialog.dismiss())
    context.route(re.compile("^https?:"), lambda route: route.abort())
    yield made
    context.close()


def touched(tab, address: str) -> None:
    tab.goto(address)
    tab.evaluate(TOUCH)
    tab.wait_for_timeout(50)


def test_there_are_more_than_sixty_attacks():
    assert sum(map(len, ATTACKS.values())) > 80


def test_none_of_them_runs(hostile: tuple[Path, list[Problem]], tab, heard: list[str]):
    site, _ = hostile
    heard.clear()
    opened = 0
    for kind, attacks in ATTACKS.items():
        for number in range(len(attacks)):
            touched(tab, (site / f"{name(kind, number)}.html").as_uri())
            opened += 1
            picture = site / f"{name(kind, number)}.svg"
            assert not picture.exists()
    for path in ("index.html", "es/index.html"):
        for attack in ATTACKS["search"]:
            touched(tab, f"{(site / path).as_uri()}?q={quote(attack)}#{quote(attack)}")
    assert opened == sum(map(len, ATTACKS.values()))
    assert heard == []


def test_many_of_them_would_run_on_a_page_that_takes_them_as_they_are(tmp_path: Path, tab, heard: list[str]):
    heard.clear()
    for number, attack in enumerate(ATTACKS["page"]):
        file = tmp_path / f"{number}.html"
        file.write_text(f"<!doctype html><body><article>{attack}</article>", "utf-8")
        touched(tab, file.as_uri())
    assert len(set(heard)) > 20


@pytest.mark.parametrize(
    "page",
    [name(kind, number) for kind in ("page", "title", "description") for number in range(len(ATTACKS[kind]))],
)
def test_each_that_stands_on_a_page_is_said_to_the_editor(hostile: tuple[Path, list[Problem]], page: str):
    said = [problem for problem in hostile[1] if problem.path == f"docs/en/{page}.md"]
    assert [problem for problem in said if "may not" in problem.text or "no kind of address" in problem.text]


def test_each_picture_that_is_a_program_is_said_to_the_editor(hostile: tuple[Path, list[Problem]]):
    said = {problem.path for problem in hostile[1] if "a picture may not have" in problem.text}
    assert said == {f"docs/en/{name('picture', number)}.svg" for number in range(len(ATTACKS["picture"]))}


def test_a_link_to_another_place_is_neither_followed_nor_published(guide: Guide):
    (guide.folder / "docs/en/passwords.txt").symlink_to("/etc/passwd")
    (guide.folder / "docs/en/other").symlink_to("/etc/ssl")
    said = "\n".join(guide.build())
    assert "docs/en/passwords.txt:1: this is a link to another place. Put the file itself here." in said
    assert not (guide.folder / "site/passwords.txt").exists()
    assert not (guide.folder / "site/other").exists()


def test_yaml_cannot_make_objects_and_no_text_is_a_template(guide: Guide):
    guide.write("docs/en/evil.md", "---\ntitle: !!python/object/apply:os.system [touch ran]\n---\n# T\n")
    guide.write_both("about.md", "About {{ 7 * 7 }}", "\n{{ config.site_name }} {% include 'main.html' %}\n")
    assert any("docs/en/evil.md" in line for line in guide.build())
    assert not (guide.folder / "ran").exists()
    guide.write("docs/en/evil.md", page("T"))
    guide.write("docs/es/evil.md", translation("T"))
    # Nothing is filled in: readers would see the braces, which is said.
    assert all("nothing is filled in here" in line for line in guide.build())
    html = guide.html("about.html")
    assert "{{ config.site_name }} {% include 'main.html' %}" in html
    assert "{{ 7 * 7 }}" in html


def test_a_bomb_of_aliases_does_not_go_off(guide: Guide):
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    guide.write("docs/en/about.md", f"---\ntitle: T\nlast_revised: 2026-11-23\n{bomb}---\n# T\n")
    assert any("docs/en/about.md" in line for line in guide.build())


@given(
    st.text(),
    st.sampled_from(["p", "a", "img", "td", "details"]),
    st.sampled_from(["href", "src", "onclick", "class"]),
)
def test_what_was_cleaned_has_no_fault(text: str, element: str, attribute: str):
    html = f'<{element} {attribute}="{text}">{text}</{element}>'
    assert [*html_faults(sanitized(html))] == []
