"""The changes that CONTRIBUTING tells of, each made as it says: the build and the tests of the content are green.

To read the whole guide and to run its tests takes a quarter of a minute. So what several people change on one day, each
on a page of their own, is looked at once, and each test reads of it what was said of its own change.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from editorial.guide import read_guide
from editorial.pages.scaffold import MARK
from editorial.settings import read_settings
from guides import ROOT, front_matter, make, read_table

pytestmark = pytest.mark.slow

PAGES = sorted(path.relative_to(ROOT / "docs/en").as_posix() for path in (ROOT / "docs/en").rglob("*.md"))
REVISED = [
    date.fromisoformat(str(front_matter((ROOT / "docs/en" / name).read_text("utf-8"))["last_revised"]))
    for name in PAGES
]
#: The day after all that is known: on it, everything that is changed here is changed.
DAY = max(*REVISED, datetime.now(UTC).date()) + timedelta(days=1)
LANGUAGES = ("en", "es")
#: Pages of subgroups, one for each change.
RENAMED, SPELLING, WORDING, FIGURE, SOURCE, ENGLISH, REVIEW, *_ = (
    name for name in PAGES if name.startswith("subgroups/")
)
RECORD = next(iter(read_table(ROOT / "tests/editorial/imports.yml")))["text"]
#: The content's tests that read pages and lists; those of the search open a browser or build the guide once more.
CONTENT = [f"tests/guide/test_{name}.py" for name in ("pages", "facts", "glossary", "pathway", "spelling")]

Done = subprocess.CompletedProcess[str]


@dataclass
class Clone:
    """A clone of the guide, in which somebody works on one day."""

    folder: Path
    day: date = DAY

    def git(self, *arguments: str) -> None:
        names = ["-c", "user.name=A Person", "-c", "user.email=a@example.org"]
        when = f"{self.day}T12:00:00Z"
        dates = {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when, "PATH": "/usr/bin:/bin"}
        done = subprocess.run(
            ["git", *names, *arguments],
            cwd=self.folder,
            env=dates,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def commit(self) -> None:
        """Commit with the message that a code host proposes."""
        self.git("add", "docs", "bib", "mkdocs.yml", "overrides")
        self.git("commit", "-qm", "Update a page")

    def read(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def write(self, path: str, text: str) -> None:
        (self.folder / path).write_text(text, "utf-8")

    def replace(self, path: str, pattern: str, by: str) -> None:
        text, count = re.subn(pattern, lambda _: by, self.read(path), count=1, flags=re.MULTILINE)
        assert count == 1, (path, pattern)
        self.write(path, text)

    def say(self, name: str, language: str, sentence: str) -> None:
        """Write one more paragraph at the end of a page's section on related cancers, as its source has it."""
        path = f"docs/{language}/{name}"
        self.replace(path, r"^## .*\{#questions\}$", f"{sentence}\n\n{self.heading(path, 'questions')}")

    def heading(self, path: str, id_: str) -> str:
        found = re.search(rf"^## .*\{{#{id_}\}}$", self.read(path), re.MULTILINE)
        assert found
        return found[0]

    def revise(self, name: str, *languages: str, translated: bool = True) -> None:
        """Write the day on which somebody checked the page against its sources."""
        for language in languages or LANGUAGES:
            path = f"docs/{language}/{name}"
            self.replace(path, r"^last_revised: .*$", f"last_revised: {self.day}")
            if translated and re.search("^translated_from:", self.read(path), re.MULTILINE):
                self.replace(path, r"^translated_from: .*$", f"translated_from: {self.day}")

    def run(self, *goals: str) -> Done:
        # In one process, which is sooner done than two where another test takes its share.
        return make(self.folder, *goals, today=self.day.isoformat(), NOTICES="all", WORKERS="1")

    def make(self, *goals: str) -> str:
        """Run a command of the guide's; it must not fail."""
        done = self.run(*goals)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def said_when_read(self) -> list[str]:
        """Return what is wrong with lists and pages, without what a whole report looks at."""
        settings, slips = read_settings(self.folder, environment={})
        assert settings, slips
        return [str(problem) for problem in read_guide(self.folder, settings, self.day)[1]]

    def content(self) -> Done:
        """Run the tests of the content."""
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n0",
            "-p",
            "no:cacheprovider",
            # In a folder of its own: without it, the folders of earlier runs are taken away each time.
            "--basetemp",
            str(self.folder.parent / "tests"),
            "-m",
            "not slow",
            *CONTENT,
        ]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("changes") / "guide"
    subprocess.run(["git", "clone", "-q", "--shared", ROOT, folder], check=True)
    # What is not committed yet is tested too.
    listed = ["git", "ls-files", "-z", "--modified", "--others", "--exclude-standard"]
    for name in subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\0"
    ):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    # With its age, and with what it was compiled to: nothing is installed or compiled again.
    ignored = shutil.ignore_patterns("node_modules", ".*_cache", "*.pyc.*")
    for name in ("hooks", "tools", "tests"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True, ignore=ignored)
    exclude = folder / ".git/info/exclude"
    exclude.write_text(".venv\nnode_modules\n", "utf-8")
    (folder / ".venv").symlink_to(ROOT / ".venv")
    (folder / "tests/node_modules").symlink_to(ROOT / "tests/node_modules")
    whole = Clone(folder, DAY - timedelta(days=1))
    whole.git("add", ".")
    whole.git("commit", "-q", "--allow-empty", "-m", "As it is")
    return folder


def key_of(clone: Clone, name: str) -> str:
    found = re.search(r"\[@(\w+)", clone.read(f"docs/en/{name}"))
    assert found
    return found[1]


# --- the changes: those of the first day, and what is made of them on the day after


def write_cited(clone: Clone, name: str, key: str, *, english: str, spanish: str) -> None:
    """Write a sentence with its source on a page, in both languages."""
    clone.say(name, "en", f"{english} [@{key}].")
    clone.say(name, "es", f"{spanish} [@{key}].")
    clone.revise(name)


def write_slips(clone: Clone) -> None:
    english, spanish = "Some people ask a secnod doctor", "Algunas personas preguntan a un segnudo médico"
    write_cited(clone, SPELLING, key_of(clone, SPELLING), english=english, spanish=spanish)


def correct_slips(clone: Clone) -> None:
    clone.replace(f"docs/en/{SPELLING}", "secnod", "second")
    clone.replace(f"docs/es/{SPELLING}", "segnudo", "segundo")


def write_sentence(clone: Clone) -> None:
    english, spanish = "Some people talk to a second doctor", "Algunas personas preguntan a un segundo médico"
    write_cited(clone, WORDING, key_of(clone, WORDING), english=english, spanish=spanish)


def write_other_words(clone: Clone) -> None:
    path = f"docs/en/{WORDING}"
    clone.replace(path, "Some people talk to a second doctor", "Some people speak to a second doctor")
    clone.replace(path, "^changes:$", f"changes:\n  - {clone.day} wording: Shorter sentences.")


#: A sentence with a figure and its source.
COUNTED = {
    "en": "In one group, {} of 40 people did so [@{}].",
    "es": "En un grupo lo hicieron {} de 40 personas [@{}].",
}


def two_sources(clone: Clone) -> list[str]:
    return re.findall(r"^@\w+\{(\w+),", clone.read("bib/references.bib"), re.MULTILINE)[:2]


def write_figure(clone: Clone) -> None:
    for language, text in COUNTED.items():
        clone.say(FIGURE, language, text.format(12, two_sources(clone)[0]))
    clone.revise(FIGURE)


def write_other_figure(clone: Clone) -> None:
    first, second = two_sources(clone)
    for language, text in COUNTED.items():
        path = f"docs/{language}/{FIGURE}"
        clone.replace(path, re.escape(text.format(12, first)), text.format(14, second))
        clone.replace(path, "^changes:$", f"changes:\n  - {clone.day}: 14 – 40.")
    clone.revise(FIGURE)


def add_source(clone: Clone) -> None:
    record = clone.folder.parent / "pubmed.nbib"
    record.write_text(RECORD, "utf-8")
    said = clone.make("source", f"FILE={record}")
    key = re.findall(r"Cite it as \[@(\w+)\]", said)[0]
    for name, value in (("evidence", "review"), ("seen", "abstract")):
        text = clone.read("bib/references.bib")
        clone.write("bib/references.bib", re.sub(rf"({name}\s*= )\{{write-this\}}", rf"\1{{{value}}}", text))
    english, spanish = "Some people ask a second doctor", "Algunas personas preguntan a un segundo médico"
    write_cited(clone, SOURCE, key, english=english, spanish=spanish)


def write_in_english(clone: Clone) -> None:
    key = key_of(clone, ENGLISH)
    clone.say(ENGLISH, "en", f"In one group, 12 of 40 people asked a second doctor [@{key}].")
    clone.revise(ENGLISH, "en")


def translate(clone: Clone, since: date) -> None:
    said = clone.make("translate", f"PAGE=docs/es/{ENGLISH}")
    assert f"write translated_from: {since}" in said
    key = key_of(clone, ENGLISH)
    clone.say(ENGLISH, "es", f"En un grupo, 12 de 40 personas preguntaron a un segundo médico [@{key}].")
    clone.replace(f"docs/es/{ENGLISH}", "^last_revised: .*$", f"last_revised: {clone.day}")
    clone.replace(f"docs/es/{ENGLISH}", "^translated_from: .*$", f"translated_from: {since}")


def review(clone: Clone) -> None:
    """Name somebody who reviewed a page, and agreed to be named."""
    for language in LANGUAGES:
        day = f"last_revised: {clone.day}\nreviewed_by: Dr. A. Person\nreviewed_on: {clone.day}"
        clone.revise(REVIEW, language)
        clone.replace(f"docs/{language}/{REVIEW}", "^last_revised: .*$", day)


def write_page(clone: Clone, name: str) -> None:
    """Write a new page as CONTRIBUTING tells, and put it in the menu, below the last of its folder."""
    key = key_of(clone, SOURCE)
    clone.make("page", f"PAGE={name}")
    texts = {
        "en": ("Second opinions", "How to ask a second doctor.", f"You may ask a second doctor [@{key}]."),
        "es": (
            "Segundas opiniones",
            "Cómo preguntar a otro médico.",
            f"Puede preguntar a otro médico [@{key}].",
        ),
    }
    for language, (title, description, sentence) in texts.items():
        path = f"docs/{language}/{name}.md"
        text = (
            clone.read(path)
            .replace("title: \n", f"title: {title}\n")
            .replace("description: \n", f"description: {description}\n")
        )
        text = re.sub(rf"^# {re.escape(MARK)} .*$", f"# {title}", text, flags=re.MULTILINE)
        asked = {"en": "May I ask a second doctor?", "es": "¿Puedo preguntar a otro médico?"}[language]
        text = text.replace(f"1. {MARK}", f"1. {asked}").replace(f"{MARK} [", f"{asked} [")
        text = re.sub(rf"{re.escape(MARK)}(?: (?!\[)[^|\n]*)?(?= \||$)", sentence, text, flags=re.MULTILINE)
        # As many points and questions as the page must have.
        text = text.replace(f"\n- {sentence}\n", f"\n- {sentence}" * 3 + "\n", 1)
        more = "".join(f"\n{number}. {asked}" for number in range(1, 5))
        clone.write(path, text.replace(f"\n1. {asked}", more, 1))
    line = last_of_menu(clone, name.partition("/")[0])
    clone.replace("mkdocs.yml", f"^{line}$", f"{line}\n{line.partition('-')[0]}- {name}.md")


def last_of_menu(clone: Clone, folder: str) -> str:
    """Return the last line of the menu whose page is in a folder."""
    return re.findall(rf"^ +- {folder}/.*\.md$", clone.read("mkdocs.yml"), re.MULTILINE)[-1]


def lead_to_page(clone: Clone) -> None:
    """Let an answer lead to the page of a new subgroup."""
    path = "docs/pathway.yml"
    clone.replace(path, "^answers:$", 'answers:\n  example: {en: "An example", es: "Un ejemplo"}')
    result = (
        "  example:\n    page: subgroups/example.md\n    en: {name: an example}\n    es: {name: un ejemplo}"
    )
    clone.replace(path, "^results:$", f"results:\n{result}")
    first = re.findall(r"^    answers: \{.*none: .*$", clone.read(path), re.MULTILINE)[0]
    clone.replace(path, f"^{re.escape(first)}$", first.replace("none: ", "example: example, none: "))
    clone.replace(path, "^checked: .*$", f"checked: {datetime.now(UTC).date()}")


def followed(clone: Clone, change: Callable[[str], str]) -> None:
    """Change every page, every list and the menu."""
    for path in [
        *clone.folder.glob("docs/*/**/*.md"),
        *clone.folder.glob("docs/*.yml"),
        clone.folder / "mkdocs.yml",
    ]:
        path.write_text(change(path.read_text("utf-8")), "utf-8")


def rename_page(clone: Clone) -> None:
    stem = RENAMED.rpartition("/")[2].removesuffix(".md")
    renamed = RENAMED.replace(stem, f"{stem}-new")
    for language in LANGUAGES:
        clone.git("mv", f"docs/{language}/{RENAMED}", f"docs/{language}/{renamed}")
    followed(clone, lambda text: re.sub(rf"(?<![\w-]){stem}\.md", f"{stem}-new.md", text))
    for language in LANGUAGES:
        clone.replace(f"docs/{language}/{renamed}", "^last_revised:", f"formerly: [{RENAMED}]\nlast_revised:")


NEW_PAGE, NEW_SUBGROUP = "living/second-opinion", "subgroups/example"


def take_out_page(clone: Clone) -> None:
    """Take out a page, and let another answer for it."""
    name = f"{NEW_PAGE}.md"
    pages = re.findall(r"^ +- (living/.*\.md)$", clone.read("mkdocs.yml"), re.MULTILINE)
    successor = next(page for page in reversed(pages) if page != name)
    for language in LANGUAGES:
        clone.git("rm", "-q", f"docs/{language}/{name}")
    stem, other = (one.rpartition("/")[2].removesuffix(".md") for one in (name, successor))
    clone.replace("mkdocs.yml", rf"^ +- {re.escape(name)}\n", "")
    followed(clone, lambda text: re.sub(rf"(?<![\w-]){stem}\.md(?:#[\w-]+)?", f"{other}.md", text))
    for language in LANGUAGES:
        clone.replace(f"docs/{language}/{successor}", "^last_revised:", f"formerly: [{name}]\nlast_revised:")


# --- what is said of them


@dataclass
class Week:
    """Two days of changes, and what was said of them."""

    clone: Clone
    #: What was said of the guide, as it was read, before an answer led to the new subgroup.
    unled: list[str]
    #: The report after each day, and the tests of the content: what is run for a proposal.
    reports: list[Done] = field(default_factory=list)
    contents: list[Done] = field(default_factory=list)

    def end_day(self) -> None:
        self.clone.commit()
        self.reports.append(self.clone.run("problems", "FORMAT=github"))
        self.contents.append(self.clone.content())

    def errors(self, day: int, name: str) -> list[str]:
        """Return the problems after one of the days that are of a page, or name it."""
        lines = self.reports[day].stdout.splitlines()
        return [line for line in lines if line.startswith("::error") and name.removesuffix(".md") in line]


@pytest.fixture(scope="module")
def week(original: Path) -> Week:
    clone = Clone(original)
    for change in (write_sentence, write_figure, add_source, write_in_english, review):
        change(clone)
    write_page(clone, NEW_PAGE)
    write_page(clone, NEW_SUBGROUP)
    clone.commit()
    week = Week(clone, clone.said_when_read())
    lead_to_page(clone)
    week.end_day()
    write_slips(clone)
    clone.commit()
    first, clone.day = clone.day, clone.day + timedelta(days=1)
    for change in (correct_slips, write_other_words, write_other_figure, rename_page, take_out_page):
        change(clone)
    translate(clone, first)
    week.end_day()
    return week


@pytest.mark.parametrize("day", [0, 1])
def test_the_report_and_the_tests_of_the_content_are_green(week: Week, day: int):
    report, content = week.reports[day], week.contents[day]
    assert report.returncode == 0, report.stdout + report.stderr
    assert "::error" not in report.stdout
    assert content.returncode == 0, content.stdout[-4000:]


def test_a_corrected_slip_of_spelling_needs_nothing_else(week: Week):
    assert "secnod" not in week.clone.read(f"docs/en/{SPELLING}")
    assert week.errors(1, SPELLING) == []


def test_other_words_need_a_line_below_changes(week: Week):
    assert "speak to a second doctor" in week.clone.read(f"docs/en/{WORDING}")
    assert week.errors(1, WORDING) == []


def test_a_figure_and_its_source_need_the_day_of_a_revision(week: Week):
    assert "14 of 40 people" in week.clone.read(f"docs/en/{FIGURE}")
    assert week.errors(1, FIGURE) == []


def test_a_source_is_added_from_a_file_and_cited(week: Week):
    assert "ask a second doctor" in week.clone.read(f"docs/en/{SOURCE}")
    assert week.errors(0, SOURCE) == []


def test_a_change_in_english_alone_is_green_and_so_is_its_translation(week: Week):
    assert week.errors(0, ENGLISH) == week.errors(1, ENGLISH) == []
    assert f"docs/es/{ENGLISH}" in week.reports[0].stdout  # As a notice: it lags.
    assert f"docs/es/{ENGLISH}" not in week.reports[1].stdout


def test_a_new_page(week: Week):
    assert week.errors(0, NEW_PAGE) == []


def test_a_new_subgroup_is_led_to_by_the_questions_and_touches_no_test(week: Week):
    said = f"no answer leads to the page '{NEW_SUBGROUP}.md'. Give it a result, and an answer."
    assert any(said in problem for problem in week.unled)
    assert said not in week.reports[0].stdout
    assert week.errors(0, NEW_SUBGROUP) == []


def test_a_page_is_renamed_and_its_old_address_leads_to_it(week: Week):
    assert not (week.clone.folder / "docs/en" / RENAMED).exists()
    assert week.errors(1, RENAMED) == []


def test_a_page_is_taken_out_and_another_answers_for_it(week: Week):
    assert not (week.clone.folder / f"docs/en/{NEW_PAGE}.md").exists()
    assert week.errors(1, "living/") == []


def test_a_review_by_somebody_who_agreed_to_be_named(week: Week):
    assert "reviewed_by: Dr. A. Person" in week.clone.read(f"docs/en/{REVIEW}")
    assert week.errors(0, REVIEW) == []
    week.clone.make("review", f"PAGE=docs/en/{REVIEW}")
    assert [path.suffix for path in (week.clone.folder / "review").iterdir()].count(".pdf") >= 1


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "CONTRIBUTING.es.md"])
def test_these_are_the_changes_that_the_guidance_tells_of(name: str):
    """Whoever adds a part to the guidance adds its change here."""
    parts = re.findall(r"^## (.+)$", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    assert len(parts) == 10, parts
