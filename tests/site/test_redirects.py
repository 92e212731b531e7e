"""No page loses its address unsaid: pages that moved leave a stub in every language, from disk too."""

import re
import subprocess
from pathlib import Path

import pytest

import engine
from editorial.site.internal_links import BuiltPage
from editorial.site.redirects import addresses, host_rules, vanished
from guides import ROOT, Guide, make, make_folder, page, translation

MOVED = "formerly: [seasons/old.md]\n"


def write_moved(guide: Guide) -> None:
    guide.write("docs/en/new.md", page("New & <b>", more=MOVED).replace("New & <b>", "New & old"))
    guide.write("docs/es/new.md", translation("Nueva", more=MOVED))


def test_a_page_that_moved_leaves_a_stub_at_its_old_address_in_every_language(guide: Guide):
    write_moved(guide)
    assert guide.build() == []
    for stub, language in (("seasons/old.html", "en"), ("es/seasons/old.html", "es")):
        html = guide.html(stub)
        assert f'<html lang="{language}">' in html
        assert '<meta http-equiv="refresh" content="0; url=../new.html">' in html
        assert '<meta name="robots" content="noindex">' in html
        assert '<a href="../new.html">' in html
        assert "canonical" not in html
    assert "New &amp; old" in guide.html("seasons/old.html")


def test_with_an_address_of_the_site_the_stub_names_the_page_in_full(guide: Guide):
    write_moved(guide)
    config = (guide.folder / "mkdocs.yml").read_text("utf-8")
    guide.write("mkdocs.yml", config.replace('site_url: !ENV [SITE_URL, ""]', "site_url: https://e.org/g/"))
    assert guide.build() == []
    assert '<link rel="canonical" href="https://e.org/g/es/new.html">' in guide.html("es/seasons/old.html")
    assert "old.html" not in guide.html("sitemap.xml")


def test_hosts_that_redirect_by_themselves_get_a_rule_each():
    rules = host_rules({"es/old.html": "es/new.html"})
    assert rules["_redirects"] == "/es/old.html /es/new.html 301\n"
    assert rules["nginx/redirects.conf"] == "location = /es/old.html { return 301 /es/new.html; }\n"


@pytest.mark.browser
def test_a_reader_with_an_old_address_arrives_from_disk(guide: Guide, browser):
    write_moved(guide)
    assert guide.build() == []
    tab = browser.new_page()
    tab.goto((guide.folder / "site/es/seasons/old.html").as_uri())
    tab.wait_for_url("**/es/new.html")
    tab.close()


@pytest.mark.parametrize(
    ("formerly", "said"),
    [
        (
            "formerly: old.md",
            "docs/en/new.md:5: 'formerly' cannot be read. List the names that the page had:",
        ),
        ("formerly: [Old Page]", "docs/en/new.md:5: 'formerly' cannot be read."),
        ("formerly: [2026]", "docs/en/new.md:5: 'formerly' cannot be read."),
        (
            "formerly: [about.md]",
            "docs/en/new.md:5: 'formerly' names 'about.md', which is a page: docs/en/about.md.",
        ),
        ("formerly: [../../x.md]", "docs/en/new.md:5: 'formerly' cannot be read."),
    ],
)
def test_a_wrong_former_name_is_said(guide: Guide, formerly: str, said: str):
    guide.write("docs/en/new.md", page("New", more=f"{formerly}\n"))
    guide.write("docs/es/new.md", translation("Nueva"))
    assert [line.startswith(said) for line in guide.build()] == [True]


def test_two_pages_cannot_both_answer_for_an_old_address(guide: Guide):
    for name in ("a.md", "b.md"):
        guide.write(f"docs/en/{name}", page("T", more=MOVED))
        guide.write(f"docs/es/{name}", translation("T"))
    assert guide.build() == [
        "docs/en/b.md:5: 'formerly' names 'seasons/old.md', and so does docs/en/a.md. Keep it on one of them."
    ]


BUILT = {
    "new.html": BuiltPage("en", frozenset({"who", "site-help", "cite-1"})),
    "es/new.html": BuiltPage("es", frozenset({"who"})),
}


def said_of(
    kept: str, moved: dict[str, str] | None = None, renamed: dict[str, str] | None = None
) -> list[str]:
    problems = vanished(kept, BUILT, moved or {}, path="docs/addresses.txt", renamed=renamed or {})
    return [str(problem) for problem in problems]


def test_the_list_has_pages_and_the_places_that_editors_named():
    assert addresses(BUILT) == ["es/new.html", "es/new.html#who", "new.html", "new.html#who"]
    assert said_of("\n".join(addresses(BUILT))) == []


def test_many_places_that_one_slip_took_are_told_at_once():
    kept = "old.html\nnew.html\n" + "".join(f"new.html#place-{number}\n" for number in range(6))
    assert len(said_of("\n".join(kept.splitlines()[:-1]))) == 1 + 5
    page, places = said_of(kept)
    assert page.startswith("docs/addresses.txt:1: the page 'old.html' is gone")
    assert places == (
        "docs/addresses.txt:3: 6 places of 'new.html' are gone, such as #place-0, #place-1, #place-2. If one slip took "
        "what they stood in, as a misspelled key at the top of the page does, correct it; else give their headings the "
        "old ids again."
    )


def test_a_page_that_is_gone_is_said_once_with_its_likely_successor():
    (said,) = said_of("new.html\nold.html\nold.html#a\nold.html#b\n", renamed={"old.md": "new.md"})
    assert said == (
        "docs/addresses.txt:2: the page 'old.html' is gone, and readers keep its address. Git says that it is now "
        "'new.md'. Write at the top of the page that answers for it now: formerly: [old.md]"
    )
    assert said_of("old.html\n", moved={"old.html": "new.html"}) == []


def test_a_place_that_is_gone_is_said_with_what_to_write():
    (said,) = said_of("new.html#why\n")
    assert said == (
        "docs/addresses.txt:1: the place 'new.html#why' is gone. Did you mean 'who'? Give its heading the old id "
        'again, or put <span id="why"></span> where its text is now.'
    )


@pytest.mark.slow
def test_a_page_that_is_renamed_after_a_release_is_said_until_it_names_its_old_address(
    guide: Guide, tmp_path: Path
):
    make_folder(guide)

    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *identity, *arguments], cwd=guide.folder, check=True, capture_output=True)

    git("init", "-q")
    for name in ("en", "es"):
        guide.write(
            f"docs/{name}/old.md", (page if name == "en" else translation)("T", "\nWords to know it by.\n")
        )
    assert make(guide.folder, "addresses").returncode == 0
    git("add", "docs")
    git("commit", "-qm", "Release")
    for name in ("en", "es"):
        git("mv", f"docs/{name}/old.md", f"docs/{name}/new.md")
    done = make(guide.folder, "problems")
    assert done.returncode == 2
    assert "Git says that it is now 'new.md'" in done.stdout
    for name in ("en", "es"):
        file = guide.folder / f"docs/{name}/new.md"
        file.write_text(file.read_text("utf-8").replace("---\n#", "formerly: [old.md]\n---\n#"), "utf-8")
    assert make(guide.folder, "problems").returncode == 0


@pytest.mark.content
@pytest.mark.slow
def test_no_address_of_the_guide_is_lost_and_one_that_is_would_be_said(tmp_path: Path):
    kept = (ROOT / "docs/addresses.txt").read_text("utf-8")
    whole = engine.build_site(ROOT, tmp_path / "site")
    built = {name: one for language in whole.languages.values() for name, one in language.built.items()}

    def lost(now: dict[str, BuiltPage]) -> list[str]:
        said = vanished(kept, now, whole.guide.moved, path="docs/addresses.txt", renamed={})
        return [problem.text for problem in said]

    assert lost(built) == []
    pages = [line for line in kept.splitlines() if "#" not in line]
    assert {"index.html", "es/index.html"} <= set(pages) <= set(built)
    # Each in its turn, but many at once: the list is read once for them all.
    said = lost({name: one for name, one in built.items() if name not in pages})
    assert [text.partition(", and")[0] for text in said] == [f"the page '{url}' is gone" for url in pages]
    bare = lost({**built, **{url: BuiltPage(built[url].language) for url in pages}})
    found = [re.split(" (?:is|are) gone", text)[0] for text in bare]
    for url in pages:
        places = [line.partition("#")[2] for line in kept.splitlines() if line.startswith(f"{url}#")]
        alone, together = [f"the place '{url}#{id_}'" for id_ in places], f"{len(places)} places of '{url}'"
        assert [one for one in found if f"'{url}" in one] in (alone, [together])
