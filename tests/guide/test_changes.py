"""The changes that CONTRIBUTING tells of, each made as it says: the build and the tests of the content are green."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from editorial.pages.scaffold import MARK
from guides import ROOT, front_matter, make

pytestmark = pytest.mark.slow

PAGES = sorted(path.relative_to(ROOT / "docs/en").as_posix() for path in (ROOT / "docs/en").rglob("*.md"))
REVISED = [
    date.fromisoformat(str(front_matter((ROOT / "docs/en" / name).read_text("utf-8"))["last_revised"]))
    for name in PAGES
]
#: The day after all that is known: on it, everything that is changed here is changed.
DAY = max(*REVISED, datetime.now(UTC).date()) + timedelta(days=1)
LANGUAGES = ("en", "es")
#: A page of a subgroup.
SUBGROUP = next(name for name in PAGES if name.startswith("subgroups/"))
RECORD = next(iter(yaml.safe_load((ROOT / "tests/editorial/imports.yml").read_text("utf-8"))))["text"]
#: The content's tests that read pages and lists; those of the search open a browser or build the guide once more.
CONTENT = [f"tests/guide/test_{name}.py" for name in ("pages", "facts", "glossary", "pathway", "spelling")]


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

    def make(self, *goals: str) -> str:
        """Run a command of the guide's; it must not fail."""
        done = make(self.folder, *goals, today=self.day.isoformat(), NOTICES="all")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def is_green(self) -> str:
        """Run what is run for a proposal: the report, and the tests of the content."""
        said = self.make("problems", "FORMAT=github")
        assert "::error" not in said
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
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-4000:]
        return said


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
    for path in (ROOT / "tools/requirements").glob("*.txt"):
        shutil.copy2(path, folder / "tools/requirements")  # With its age: nothing is installed again.
    exclude = folder / ".git/info/exclude"
    exclude.write_text(".venv\nnode_modules\n", "utf-8")
    (folder / ".venv").symlink_to(ROOT / ".venv")
    (folder / "tests/node_modules").symlink_to(ROOT / "tests/node_modules")
    whole = Clone(folder, DAY - timedelta(days=1))
    whole.git("add", ".")
    whole.git("commit", "-q", "--allow-empty", "-m", "As it is")
    return folder


@pytest.fixture
def clone(original: Path) -> Iterator[Clone]:
    here = Clone(original)
    here.git("branch", "-f", "start")
    yield here
    here.git("reset", "-q", "--hard", "start")
    here.git("clean", "-qfd", "docs", "bib")


def key_of(clone: Clone, name: str) -> str:
    found = re.search(r"\[@(\w+)", clone.read(f"docs/en/{name}"))
    assert found
    return found[1]


def test_a_corrected_slip_of_spelling_needs_nothing_else(clone: Clone):
    key = key_of(clone, SUBGROUP)
    clone.say(SUBGROUP, "en", f"Some people ask a secnod doctor [@{key}].")
    clone.say(SUBGROUP, "es", f"Algunas personas preguntan a un segnudo médico [@{key}].")
    clone.revise(SUBGROUP)
    clone.commit()
    clone.day += timedelta(days=1)
    clone.replace(f"docs/en/{SUBGROUP}", "secnod", "second")
    clone.replace(f"docs/es/{SUBGROUP}", "segnudo", "segundo")
    clone.commit()
    clone.is_green()


def test_other_words_need_a_line_below_changes(clone: Clone):
    key = key_of(clone, SUBGROUP)
    clone.say(SUBGROUP, "en", f"Some people talk to a second doctor [@{key}].")
    clone.say(SUBGROUP, "es", f"Algunas personas preguntan a un segundo médico [@{key}].")
    clone.revise(SUBGROUP)
    clone.commit()
    clone.day += timedelta(days=1)
    clone.replace(
        f"docs/en/{SUBGROUP}",
        "Some people talk to a second doctor",
        "Some people speak to a second doctor",
    )
    clone.replace(
        f"docs/en/{SUBGROUP}", "^changes:$", f"changes:\n  - {clone.day} wording: Shorter sentences."
    )
    clone.commit()
    clone.is_green()


def test_a_figure_and_its_source_need_the_day_of_a_revision(clone: Clone):
    first, second = re.findall(r"^@\w+\{(\w+),", clone.read("bib/references.bib"), re.MULTILINE)[:2]
    texts = {
        "en": "In one group, {} of 40 people did so [@{}].",
        "es": "En un grupo lo hicieron {} de 40 personas [@{}].",
    }
    for language, text in texts.items():
        clone.say(SUBGROUP, language, text.format(12, first))
    clone.revise(SUBGROUP)
    clone.commit()
    clone.day += timedelta(days=1)
    for language, text in texts.items():
        clone.replace(
            f"docs/{language}/{SUBGROUP}", re.escape(text.format(12, first)), text.format(14, second)
        )
        clone.replace(f"docs/{language}/{SUBGROUP}", "^changes:$", f"changes:\n  - {clone.day}: 14 – 40.")
    clone.revise(SUBGROUP)
    clone.commit()
    clone.is_green()


def test_a_source_is_added_from_a_file_and_cited(clone: Clone, tmp_path: Path):
    (tmp_path / "pubmed.nbib").write_text(RECORD, "utf-8")
    said = clone.make("source", f"FILE={tmp_path / 'pubmed.nbib'}")
    key = re.findall(r"Cite it as \[@(\w+)\]", said)[0]
    clone.write(
        "bib/references.bib",
        re.sub(r"(evidence\s*= )\{write-this\}", r"\1{review}", clone.read("bib/references.bib")),
    )
    clone.write(
        "bib/references.bib",
        re.sub(r"(seen\s*= )\{write-this\}", r"\1{abstract}", clone.read("bib/references.bib")),
    )
    clone.say(SUBGROUP, "en", f"Some people ask a second doctor [@{key}].")
    clone.say(SUBGROUP, "es", f"Algunas personas preguntan a un segundo médico [@{key}].")
    clone.revise(SUBGROUP)
    clone.commit()
    clone.is_green()


def test_a_change_in_english_alone_is_green_and_so_is_its_translation(clone: Clone):
    key = key_of(clone, SUBGROUP)
    clone.say(SUBGROUP, "en", f"In one group, 12 of 40 people asked a second doctor [@{key}].")
    clone.revise(SUBGROUP, "en")
    clone.commit()
    assert f"docs/es/{SUBGROUP}" in clone.is_green()  # As a notice: it lags.
    said = clone.make("translate", f"PAGE=docs/es/{SUBGROUP}")
    assert f"write translated_from: {clone.day}" in said
    clone.say(SUBGROUP, "es", f"En un grupo, 12 de 40 personas preguntaron a un segundo médico [@{key}].")
    clone.revise(SUBGROUP, "es")
    clone.commit()
    clone.is_green()


def new_page(clone: Clone, name: str) -> None:
    """Write a new page as CONTRIBUTING tells, and put it in the menu."""
    key = key_of(clone, SUBGROUP)
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


def last_of_menu(clone: Clone, folder: str) -> str:
    """Return the last line of the menu whose page is in a folder."""
    return re.findall(rf"^ +- {folder}/.*\.md$", clone.read("mkdocs.yml"), re.MULTILINE)[-1]


def test_a_new_page(clone: Clone):
    new_page(clone, "living/second-opinion")
    line = last_of_menu(clone, "living")
    clone.replace("mkdocs.yml", f"^{line}$", f"{line}\n{line.partition('-')[0]}- living/second-opinion.md")
    clone.commit()
    clone.is_green()


def test_a_new_subgroup_is_led_to_by_the_questions_and_touches_no_test(clone: Clone):
    new_page(clone, "subgroups/example")
    line = last_of_menu(clone, "subgroups")
    clone.replace("mkdocs.yml", f"^{line}$", f"{line}\n{line.partition('-')[0]}- subgroups/example.md")
    clone.commit()
    said = make(clone.folder, "problems", today=clone.day.isoformat()).stdout
    assert "no answer leads to the page 'subgroups/example.md'. Give it a result, and an answer." in said
    path = "docs/pathway.yml"
    clone.replace(path, "^answers:$", 'answers:\n  example: {en: "An example", es: "Un ejemplo"}')
    result = (
        "  example:\n    page: subgroups/example.md\n    en: {name: an example}\n    es: {name: un ejemplo}"
    )
    clone.replace(path, "^results:$", f"results:\n{result}")
    first = re.findall(r"^    answers: \{.*none: .*$", clone.read(path), re.MULTILINE)[0]
    clone.replace(path, f"^{re.escape(first)}$", first.replace("none: ", "example: example, none: "))
    clone.replace(path, "^checked: .*$", f"checked: {datetime.now(UTC).date()}")
    clone.commit()
    clone.is_green()


def followed(clone: Clone, change: Callable[[str], str]) -> None:
    """Change every page, every list and the menu."""
    for path in [
        *clone.folder.glob("docs/*/**/*.md"),
        *clone.folder.glob("docs/*.yml"),
        clone.folder / "mkdocs.yml",
    ]:
        path.write_text(change(path.read_text("utf-8")), "utf-8")


def test_a_page_is_renamed_and_its_old_address_leads_to_it(clone: Clone):
    stem = SUBGROUP.rpartition("/")[2].removesuffix(".md")
    renamed = SUBGROUP.replace(stem, f"{stem}-new")
    for language in LANGUAGES:
        clone.git("mv", f"docs/{language}/{SUBGROUP}", f"docs/{language}/{renamed}")
    followed(clone, lambda text: re.sub(rf"(?<![\w-]){stem}\.md", f"{stem}-new.md", text))
    for language in LANGUAGES:
        clone.replace(
            f"docs/{language}/{renamed}", "^last_revised:", f"formerly: [{SUBGROUP}]\nlast_revised:"
        )
    clone.commit()
    clone.is_green()


def test_a_page_is_taken_out_and_another_answers_for_it(clone: Clone):
    new_page(clone, "living/second-opinion")
    line = last_of_menu(clone, "living")
    name, successor = "living/second-opinion.md", line.partition("- ")[2]
    clone.replace("mkdocs.yml", f"^{line}$", f"{line}\n{line.partition('-')[0]}- {name}")
    clone.commit()
    for language in LANGUAGES:
        clone.git("rm", "-q", f"docs/{language}/{name}")
    stem, other = (one.rpartition("/")[2].removesuffix(".md") for one in (name, successor))
    clone.replace("mkdocs.yml", rf"^ +- {re.escape(name)}\n", "")
    followed(clone, lambda text: re.sub(rf"(?<![\w-]){stem}\.md(?:#[\w-]+)?", f"{other}.md", text))
    for language in LANGUAGES:
        clone.replace(f"docs/{language}/{successor}", "^last_revised:", f"formerly: [{name}]\nlast_revised:")
    clone.commit()
    clone.is_green()


def test_a_review_by_somebody_who_agreed_to_be_named(clone: Clone):
    for language in LANGUAGES:
        day = f"last_revised: {clone.day}\nreviewed_by: Dr. A. Person\nreviewed_on: {clone.day}"
        clone.revise(SUBGROUP, language)
        clone.replace(f"docs/{language}/{SUBGROUP}", "^last_revised: .*$", day)
    clone.commit()
    clone.is_green()
    clone.make("review", f"PAGE=docs/en/{SUBGROUP}")
    assert [path.suffix for path in (clone.folder / "review").iterdir()].count(".pdf") >= 1


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "CONTRIBUTING.es.md"])
def test_these_are_the_changes_that_the_guidance_tells_of(name: str):
    """Whoever adds a part to the guidance adds its change here."""
    parts = re.findall(r"^## (.+)$", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    assert len(parts) == 10, parts
