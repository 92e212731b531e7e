"""A proposal shows itself: what readers will see changed, and every problem; what a stranger wrote stays text."""

import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import proposal
import pytest
from histories import TODAY, Repository
from hypothesis import given
from hypothesis import strategies as st

from editorial.build.proposal import MOST_BYTES, Edited, page_edit, shown, summary
from editorial.guide import read_guide
from editorial.pages.git import NoHistoryError, blobs, changed_since
from editorial.pages.lexicon import Lexicon, Strength, marks_of, read_strength
from editorial.problems import Problem
from editorial.settings import read_settings
from guides import HOUSE, ROOT

LANGUAGES = {"en": "English", "es": "Español"}
CONTENT = ("docs/", "bib/")
ENGLISH = """---
last_revised: 2026-06-01
title: A
description: A page.
---
# A

## Treatment {#treatment}

Take 5 mg [daily](b.md) and rest well.

## Outlook {#outlook}

Most people recover.
"""
SPANISH = """---
last_revised: 2026-06-01
translated_from: 2026-06-01
title: A
description: Una página.
---
# A

## Tratamiento {#treatment}

Tome 5 mg [al día](b.md) y descanse bien.

## Pronóstico {#outlook}

La mayoría se recupera.
"""
EXPECTED = """## What this proposal changes

2 pages, 1 other file of texts, **1 file of code**.

In what changed: 1 problem in 1 file. Elsewhere: 1 problem in 1 file.

No pictures.

<h3>Code that changes</h3>
<p>It runs when the guide is built. Whoever keeps the code reads it before anything else.</p>
<ul>
<li><code>hooks/run.py</code> is new.</li>
</ul>

<h3>Problems in what changed</h3>
<ul>
<li><code>docs/en/a.md:9</code> <code>'5 mg' became '6 mg'.</code></li>
</ul>

<h3><code>a.md</code></h3>
<table>
<tr><th>Where</th><th><code>English</code></th><th><code>Español</code></th></tr>
<tr><td><code>title</code></td><td><del><code>A</code></del><br><ins><code>Treatment</code></ins></td><td></td></tr>
<tr><td><code>Treatment</code></td><td><b>medicine</b><br><del><code>Take 5 mg [daily</code></del><br><ins><code>Take 6 mg [daily</code></ins></td><td><b>medicine</b><br><del><code>Tome 5 mg [al</code></del><br><ins><code>Tome 6 mg [al</code></ins></td></tr>
<tr><td></td><td></td><td><b>wording</b><br><del><code>(b.md) y descanse bien</code></del><br><ins><code>(b.md) y repose bien</code></ins></td></tr>
</table>

<h3><code>b.md</code></h3>
<table>
<tr><th>Where</th><th><code>English</code><br>This page is new. It has 2 words.</th><th><code>Español</code><br>This page did not change.</th></tr>
<tr><td><code>title</code></td><td><ins><code>B</code></ins></td><td></td></tr>
</table>

<h3><code>bib/references.bib</code></h3>
<p>It changed.</p>
<p>
<code>+@misc{b}</code><br>
</p>

<h3>Problems elsewhere</h3>
<ul>
<li><code>docs/en/c.md:1</code> <code>no title.</code></li>
</ul>
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A guide with a page in two languages, and a branch 'base' at its last commit."""
    repository = Repository(tmp_path / "repository")
    repository.top.mkdir()
    repository.begin()
    put(repository, "docs/en/a.md", ENGLISH)
    put(repository, "docs/es/a.md", SPANISH)
    repository.commit("2026-06-01", "First version")
    repository.git("branch", "base")
    return repository


def put(repository: Repository, path: str, text: str) -> None:
    (repository.guide / path).parent.mkdir(parents=True, exist_ok=True)
    (repository.guide / path).write_text(text, encoding="utf-8")


def files_of(repository: Repository, base: str = "base") -> list[Edited]:
    _, found = changed_since(repository.guide, base)
    with blobs(repository.guide) as blob:
        return [*proposal.edited(found, repository.guide, blob)]


def summed_up(repository: Repository, *problems: Problem, note: str = "") -> str:
    settings, slips = read_settings(repository.guide)
    assert settings, slips
    guide, _ = read_guide(repository.guide, settings, TODAY.date())
    pages, others = proposal.sorted_out(files_of(repository), guide)
    return summary(pages, others, problems, languages=LANGUAGES, content=CONTENT, note=note)


def test_a_made_up_proposal(repository: Repository):
    put(repository, "docs/en/a.md", ENGLISH.replace("5 mg", "6 mg").replace("title: A", "title: Treatment"))
    put(repository, "docs/es/a.md", SPANISH.replace("5 mg", "6 mg").replace("descanse", "repose"))
    put(repository, "docs/en/b.md", "---\ntitle: B\n---\n# New words\n")
    repository.commit("2026-06-02", "Committed")
    put(repository, "bib/references.bib", "@misc{b}")
    put(repository, "hooks/run.py", "1\n")  # Not even added.
    problems = [Problem("docs/en/a.md", 9, "'5 mg' became '6 mg'."), Problem("docs/en/c.md", 1, "no title.")]
    assert summed_up(repository, *problems, note="No pictures.") == EXPECTED


def test_what_the_other_line_did_meanwhile_is_no_part_of_the_proposal(repository: Repository):
    repository.git("switch", "--quiet", "base")
    put(repository, "docs/en/a.md", ENGLISH.replace("recover", "get well"))
    repository.commit("2026-06-02")
    repository.git("switch", "--quiet", "main")
    put(repository, "docs/es/a.md", SPANISH.replace("recupera", "cura"))
    repository.commit("2026-06-03")
    assert [file.path for file in files_of(repository)] == ["docs/es/a.md"]


def test_a_page_that_was_moved_or_deleted(repository: Repository):
    (repository.guide / "docs/en/a.md").rename(repository.guide / "docs/en/c.md")
    (repository.guide / "docs/es/a.md").unlink()
    repository.git("add", "--all")
    said = summed_up(repository)
    assert "English</code><br>This page was <code>docs/en/a.md</code>.</th>" in said
    assert "Español</code><br>This page is taken out. It has 19 words." in said


def test_a_corrected_slip_of_spelling_is_shown_and_is_no_medicine():
    path = "overrides/locales/strength/en.yml"
    strength, _ = read_strength((HOUSE / path).read_text("utf-8"), path=path)
    lexicon = Lexicon(
        strength,
        marks=marks_of("en", strength),
        texts=lambda: iter(["the doctor asks the doctor and the doctor"]),
    )
    edit = page_edit(Edited("a.md", "# A\n\nAsk the docotr now.\n", "# A\n\nAsk the doctor now.\n"), lexicon)
    assert [(place.weight, place.before, place.after) for place in edit.places] == [
        ("spelling", "Ask the docotr now", "Ask the doctor now")
    ]


def test_a_line_that_looks_like_a_mark_of_the_comparison_is_shown():
    file = Edited("docs/help.yml", "a\n-- x\n", "a\n++ y\n@@ z\n")
    said = summary({}, [file], [], languages=LANGUAGES, content=CONTENT)
    assert re.findall("<code>(.*)</code><br>", said) == ["--- x", "+++ y", "+@@ z"]


def test_a_file_that_was_only_touched_did_not_change(repository: Repository):
    put(repository, "docs/en/a.md", ENGLISH)
    assert files_of(repository) == []


def test_a_link_to_another_place_is_not_followed(repository: Repository, tmp_path: Path):
    (tmp_path / "secret.md").write_text("secret words")
    (repository.guide / "docs/en/b.md").symlink_to(tmp_path / "secret.md")
    (repository.guide / "docs/en/far").symlink_to(tmp_path)
    assert "secret words" not in summed_up(repository)


@pytest.mark.parametrize(
    "base", ["", "none", "--output=x", "-h", "base..main", "$(touch ran)", "a\n\x1b[31m"]
)
def test_a_base_that_is_none_is_one_sentence(
    repository: Repository, capsys: pytest.CaptureFixture[str], base: str
):
    assert proposal.main(base, repository.guide) == 1
    said = capsys.readouterr().out
    assert said.startswith("What changed cannot be told: there is no commit '")
    assert said.count("\n") == 1
    assert "\x1b" not in said
    assert not (repository.guide / "proposal").exists()


def test_lines_of_work_without_a_common_commit_are_one_sentence(repository: Repository):
    repository.git("switch", "--quiet", "--orphan", "alone")
    put(repository, "docs/en/a.md", ENGLISH)
    repository.commit("2026-06-02")
    with pytest.raises(NoHistoryError, match="'base' and this line of work have no commit in common"):
        changed_since(repository.guide, "base")


def test_a_copy_without_the_commit_where_a_line_of_work_left_says_how_to_fetch_it(
    repository: Repository, tmp_path: Path
):
    repository.git("switch", "--quiet", "--create", "aside", "base")
    put(repository, "docs/en/b.md", ENGLISH)
    repository.commit("2026-06-02")
    copy = tmp_path / "copy"
    repository.git("clone", "--quiet", "--no-single-branch", "--depth=1", repository.top.as_uri(), str(copy))
    with pytest.raises(NoHistoryError, match="git fetch --unshallow"):
        changed_since(copy, "origin/main")


# --- what a stranger wrote --------------------------------------------------------------------------

ATTACKS = (
    "@maintainer please",
    "#1 and owner/name#2",
    "![x](https://example.org/x.png) [l](https://example.org) <https://example.org> www.example.org",
    "<script>x</script><img src=https://example.org/x.png onerror=x>",
    "</code></td></tr></table>\n\n# @maintainer\n\n[l](https://example.org)",
    "| a | b |\n\n```\n</code>\n```\n\n\n<h1>Passed</h1>",
    "`</code>` ~~~ \\`\\` &lt;b&gt; &#64;maintainer",
    "::set-output name=a::b",
    "a\rb\x0b\x0c\x85\u2028\u2029c \u202e\x1b[31m",
)
_OURS = {"h3", "p", "ul", "li", "table", "tr", "th", "td", "code", "b", "br", "del", "ins"}


class _Reader(HTMLParser):
    """Notes each element, and the text outside code."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[str] = set()
        self.outside: list[str] = []
        self._code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        assert {name for name, _ in attrs} <= {"colspan"}
        self._code += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag == "code"

    def handle_data(self, data: str) -> None:
        if not self._code:
            self.outside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def only_shows(text: str) -> str:
    """Check that a summary is our Markdown, then blocks of HTML; returns the text outside code."""
    top, *blocks = re.split(r"\n\n(?=<h3>)", text)
    # None of the signs by which Markdown makes anything but our heading and what is bold.
    assert re.fullmatch(r"## What this proposal changes\n\n(?:[\w ,.*:()/-]+\n\n?)+", top + "\n")
    reader = _Reader()
    for block in blocks:
        assert all(
            line.strip() for line in block.rstrip("\n").split("\n")
        )  # An empty line ends a block of HTML.
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e]", block)
        reader.feed(block)
    assert reader.elements <= _OURS
    return " ".join(reader.outside)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_stranger_wrote_is_text_wherever_it_stands(repository: Repository, attack: str):
    put(repository, "docs/en/a.md", ENGLISH.replace("and rest", attack).replace("## Outlook", f"## {attack}"))
    put(repository, "docs/es/a.md", SPANISH.replace("title: A", f"title: {attack!r}"))
    put(repository, "docs/help.yml", attack)
    name = re.sub(r"[/\x00]", "-", attack)[:60]
    put(repository, f"hooks/{name}", "x")
    put(repository, f"docs/en/{name}.md", f"# {attack}")
    said = summed_up(repository, Problem("docs/en/a.md", 9, f"'{attack}'"), Problem(attack, 1, attack))
    outside = only_shows(said)
    for sign in ("maintainer", "example.org", "owner/name", "Passed", "set-output"):
        assert sign not in outside


@given(st.text(max_size=300), st.text(max_size=100))
def test_any_text_is_only_shown(before: str, after: str):
    lexicon = Lexicon(Strength())
    edits = {
        "en": page_edit(Edited("docs/en/a.md", before, after), lexicon),
        "es": page_edit(Edited("docs/es/a.md", f"---\ntitle: {before}\n---\n", after), lexicon),
    }
    files = [Edited(before, after, before), Edited(f"docs/{after}", None, before)]
    problems = [Problem(after, 1, before), Problem("docs/en/a.md", 1, after, notice=True)]
    only_shows(summary({before: edits}, files, problems, languages=LANGUAGES, content=CONTENT))
    assert re.fullmatch(r"<code>[^<>\n]*</code>", shown(before))


def test_what_has_no_room_is_left_out_and_said():
    words = " & ".join(f"word{number}" for number in range(300))
    lexicon = Lexicon(None)
    edit = page_edit(Edited("docs/en/a.md", "# A\n", f"# A\n\n{words}\n"), lexicon)
    pages = {f"page-{number}.md": {"en": edit} for number in range(5000)}
    problems = [Problem(f"docs/en/{number}.md", 1, words) for number in range(5000)]
    said = summary(pages, [], problems, languages=LANGUAGES, content=CONTENT)
    assert 0.9 * MOST_BYTES < len(said.encode()) <= MOST_BYTES < 1024**2
    assert re.search(
        r"\n\d+ parts had no room here\. See the changed files, and 'make problems', for the rest\.\n$", said
    )


def test_a_page_with_very_many_changes_takes_no_longer_than_it_must():
    old = "# A\n\n" + "\n\n".join(
        f"## H{number} {{#h{number}}}\n\nTake {number} mg." for number in range(1000)
    )
    edit = page_edit(Edited("docs/en/a.md", old, old.replace(" mg", " g")), Lexicon(None))
    assert len(edit.places) == 1000
    said = summary({"a.md": {"en": edit}}, [], [], languages=LANGUAGES, content=CONTENT)
    assert "And 940 more changes." in said


def test_what_is_very_long_at_the_top_or_beside_the_pages_ends_soon():
    many = "".join(f"  - k{number}\n" for number in range(40_000))
    page = page_edit(
        Edited("docs/en/a.md", f"---\nnocite:\n{many}---\n", f"---\nnocite:\n{many}  - x\n---\n"),
        Lexicon(None),
    )
    assert [place.after for place in page.places] == ["x"]
    file = Edited("docs/a.yml", "a\n" * 200_000, "a\nb\n" * 100_000)
    assert "It is too long to be compared." in summary({}, [file], [], languages=LANGUAGES, content=CONTENT)


def test_the_name_of_a_language_is_a_strangers_too():
    edit = page_edit(Edited("docs/en/a.md", "a\n", "b\n"), Lexicon(None))
    said = summary({"a.md": {"en": edit}}, [], [], languages={"en": "@maintainer"}, content=CONTENT)
    assert "@" not in only_shows(said)


def test_a_picture_is_named_by_letters_and_digits_alone():
    assert proposal._name(proposal.Picture("es/a.html", "../../etc/@x")) == "es-a--etc-x"


def test_the_command_is_for_git(repository: Repository):
    (repository.guide / ".gitignore").write_text((ROOT / ".gitignore").read_text())
    put(repository, "proposal/summary.md", "x")
    done = subprocess.run(
        ["git", "status", "--short"], cwd=repository.guide, capture_output=True, text=True, check=True
    )
    assert "proposal" not in done.stdout
