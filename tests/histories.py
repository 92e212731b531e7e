"""Small repositories of git that a test writes itself: one page and what happened to it."""

import atexit
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from editorial.guide import Guide, check_pages, read_guide
from editorial.pages.frontmatter import latest_day
from editorial.problems import Problem
from editorial.settings import read_settings
from guides import HOUSE, ROOT

_SETTINGS = """site_name: A guide
plugins:
  - i18n:
      docs_structure: folder
      languages:
        - {locale: en, name: English, default: true, build: true}
        - {locale: es, name: Español, build: true}
extra:
  editorial: {bibliography: bib/references.bib, began: 2026-01-01, edition: a-guide}
theme: {name: material, custom_dir: overrides}
"""

#: The day on which a history is judged, unless it says otherwise.
TODAY = datetime(2026, 11, 27, 12, tzinfo=UTC)


def write_frame(folder: Path, *, bibliography: str = "") -> None:
    """Write what a guide has beside its pages."""
    (folder / "bib").mkdir(parents=True)
    (folder / "docs/en").mkdir(parents=True)
    (folder / "docs/es").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(_SETTINGS, encoding="utf-8")
    (folder / "bib/references.bib").write_text(bibliography, encoding="utf-8")
    # No search is made here, which alone needs the words that are no slips.
    shutil.copytree(
        HOUSE / "overrides/locales", folder / "overrides/locales", ignore=shutil.ignore_patterns("slips")
    )


def install_dictionaries(folder: Path) -> None:
    """Let the guide find Hunspell's dictionaries, as they are after ``make test``."""
    (folder / "tests").mkdir(exist_ok=True)
    (folder / "tests/node_modules").symlink_to(ROOT / "tests/node_modules")


@dataclass
class Repository:
    """A repository with a guide in it, of which one page is watched."""

    top: Path
    page: str = "docs/en/a.md"
    #: Where the guide lies in it.
    folder: str = "."
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def guide(self) -> Path:
        return self.top / self.folder

    @property
    def file(self) -> Path:
        return self.guide / self.page

    def git(
        self, *arguments: str, day: object = "2026-01-01", landed: object = None, by: str = "Editor"
    ) -> str:
        environment = os.environ | {
            "GIT_AUTHOR_DATE": _moment(day),
            "GIT_COMMITTER_DATE": _moment(landed or day),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
        }
        who = f"{by.lower()}@example.org"
        command = ["git", "-c", f"user.name={by}", "-c", f"user.email={who}", *arguments]
        done = subprocess.run(
            command, cwd=self.top, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def begin(self) -> None:
        """Make the repository, with the guide's frame in its first commit: it is a copy of one that was made so."""
        shutil.copytree(_begun(self.folder), self.top, dirs_exist_ok=True)

    def commit(
        self, day: object, message: str = "Change", *, landed: object = None, by: str = "Editor"
    ) -> None:
        self.git("add", "--all")
        self.git(
            "commit",
            "--quiet",
            "--allow-empty",
            "--cleanup=verbatim",
            "--message",
            message,
            day=day,
            landed=landed,
            by=by,
        )

    def write(
        self, text: str | None = None, *, revised: object = None, wording: object = None, more: str = ""
    ) -> None:
        """Write the page; what is left out stays as it is."""
        old = self.file.read_text(encoding="utf-8") if self.file.is_file() else ""
        known = re.search(r"^last_revised: (.*)$", old, re.M)
        day = revised or (known[1] if known else "2026-06-01")
        body = text if text is not None else old.partition("# A\n\n")[2].rstrip("\n")
        lines = re.findall(r"^  - .*$", old, re.M)
        if wording:
            lines.insert(0, f"  - {wording} wording: Only words, change {len(lines) + 1}.")
        changes = "changes:\n" + "\n".join(lines) + "\n" if lines else ""
        self.write_raw(
            f"---\nlast_revised: {day}\ntitle: A\ndescription: A page.\n{more}{changes}---\n# A\n\n{body}\n"
        )

    def write_raw(self, text: str) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_bytes(text.encode())

    # --- from a table ---

    def play(self, step: Mapping[str, Any]) -> None:
        """Do one step of a table's history."""
        if "branch" in step:
            self.git("switch", "--quiet", "--create", step["branch"], step["from"])
        elif "merge" in step:
            self._merge(step)
        elif "clone" in step:
            self._clone(step)
        elif "uncommitted" in step:
            if "renamed" in step:
                target = self.guide / step["renamed"]
                self.file.rename(target)
                self.page = step["renamed"]
            self.write(step["uncommitted"])
            for path, text in step.get("beside", {}).items():
                (self.guide / path).write_text(text, encoding="utf-8")
        else:
            self._commit(step)

    def _commit(self, step: Mapping[str, Any]) -> None:
        # As git has it: to ask it takes a process.
        if (self.top / ".git/HEAD").read_text().strip() != f"ref: refs/heads/{step['commit']}":
            self.git("switch", "--quiet", step["commit"])
        if step.get("revert"):
            self.git("revert", "--no-edit", "HEAD", day=step["day"])
            return
        if "guide" in step:
            self._move_guide(step["guide"])
        if "move" in step:
            target = self.guide / step["move"]
            target.parent.mkdir(parents=True, exist_ok=True)
            self.file.rename(target)
            if "text" in step:
                self.page, old = step["move"], self.page
                self.write(step["text"])
                self.page = old
            self.page = step.get("watch", step["move"])
        elif "delete" in step:
            self.file.unlink()
        elif "raw" in step:
            self.write_raw(step["raw"])
        elif step.keys() & {"text", "revised", "wording"}:
            self.write(step.get("text"), revised=step.get("revised"), wording=step.get("wording"))
        for path, text in step.get("files", {}).items():
            (self.guide / path).parent.mkdir(parents=True, exist_ok=True)
            (self.guide / path).write_text(text, encoding="utf-8")
        for path in step.get("gone", ()):
            (self.guide / path).unlink()
        self.commit(
            step["day"],
            step.get("message", "Change"),
            landed=step.get("landed"),
            by=step.get("by", "Editor"),
        )

    def _move_guide(self, folder: str) -> None:
        """Move all that the guide has to another folder of the repository."""
        old = self.guide
        names = [one for one in old.iterdir() if one.name not in (".git", "tests")]
        self.folder = folder
        self.guide.mkdir(parents=True, exist_ok=True)
        for one in names:
            one.rename(self.guide / one.name)

    def _merge(self, step: Mapping[str, Any]) -> None:
        source, target, how = step["merge"], step.get("into", "main"), step.get("how", "merge")
        day = step.get("day", "2026-01-01")
        if how == "rebase":
            self.git("switch", "--quiet", source)
            self._tolerating("rebase", target, day=day)
            self.git("switch", "--quiet", target)
            self.git("merge", "--ff-only", source)
            return
        self.git("switch", "--quiet", target)
        if how == "cherry-pick":
            self.git("cherry-pick", source, day=day)
        elif how == "fast-forward":
            self.git("merge", "--ff-only", source)
        elif how == "squash":
            self._tolerating("merge", "--squash", source)
            self._resolve(step)
            self.commit(day, step.get("message", "Squash"))
        else:
            self._tolerating("merge", "--no-ff", "--no-commit", source)
            self._resolve(step)
            self.commit(day, "Merge")

    def _resolve(self, step: Mapping[str, Any]) -> None:
        if step.keys() & {"text", "revised"}:
            self.git("checkout", "--ours", "--", self.page) if "<<<<" in self.file.read_text() else None
            self.write(step.get("text"), revised=step.get("revised"))

    def _tolerating(self, *arguments: str, day: object = "2026-01-01") -> None:
        """Run git where it may stop at a conflict, which the step resolves."""
        environment = os.environ | {"GIT_COMMITTER_DATE": _moment(day), "GIT_CONFIG_GLOBAL": os.devnull}
        who = ["-c", "user.name=Editor", "-c", "user.email=editor@example.org"]
        subprocess.run(
            ["git", *who, *arguments], cwd=self.top, env=environment, capture_output=True, check=False
        )

    def _clone(self, step: Mapping[str, Any]) -> None:
        origin = self.top
        self.git("config", "uploadpack.allowFilter", "true")
        clone = self.top.parent / "clone"
        self.git("clone", "--quiet", *step["clone"].split(), origin.as_uri(), str(clone))
        self.top = clone
        if step.get("remote") == "away":
            origin.rename(origin.parent / "away")

    # --- what is said ---

    def read(self, now: datetime = TODAY) -> tuple[Guide, list[Problem]]:
        settings, slips = read_settings(self.guide, environment={})
        assert settings is not None, slips
        return read_guide(self.guide, settings, now.date(), latest=latest_day(now))

    def problems(self, now: datetime = TODAY) -> list[Problem]:
        """Return every problem with the guide."""
        guide, problems = self.read(now)
        return [*problems, *check_pages(guide, _again)]

    def said(self, now: datetime = TODAY) -> list[Problem]:
        """Return what is said of the page that is watched, and that nobody could look."""
        return [
            problem
            for problem in self.problems(now)
            if problem.path == self.page or "could not be checked" in problem.text
        ]


#: What was found in a text, by all that it was found from: the frame's words are the same in hundreds of guides.
_FOUND: dict[tuple[str, str], object] = {}


def _again(kind: str, made_from: Sequence[object], make: Callable[[], object]) -> Any:
    name = (kind, repr(made_from))
    if kind not in ("lines", "files"):  # What else is found has to do with the whole of a guide.
        return make()
    if name not in _FOUND:
        _FOUND[name] = make()
    return _FOUND[name]


@cache
def _begun(folder: str) -> Path:
    """Return a repository with the frame of a guide in one of its folders, and one commit."""
    top = Path(mkdtemp(prefix="begun-"))
    atexit.register(shutil.rmtree, top, ignore_errors=True)  # All that tests wrote may be gone by then.
    repository = Repository(top, folder=folder)
    write_frame(repository.guide)
    repository.git("init", "--quiet", "--initial-branch=main", "--template=", ".")
    repository.git(
        "config", "maintenance.auto", "false"
    )  # Else each commit asks whether there is much to tidy up.
    (top / ".gitignore").write_text("tests/\n", encoding="utf-8")
    repository.commit("2026-01-02", "Begin")
    return top


def outcome(problems: Sequence[Problem]) -> str:
    """Return what problems come to: silent, changed, wording, a picture, not committed, unseen or future."""
    for part, name in (
        ("in the future", "future"),
        ("could not be checked", "unseen"),
        ("stood here when this page was last revised (not", "uncommitted picture"),
        ("stood here when this page was last revised", "picture"),
        ("not committed yet", "uncommitted"),
        ("does not settle", "changed"),
        ("says the same in other words", "wording"),
    ):
        if any(part in problem.text for problem in problems):
            return name
    return "silent" if not problems else f"other: {problems}"


def _moment(day: object) -> str:
    text = str(day)
    if isinstance(day, datetime):
        return day.isoformat()
    return text if "T" in text else f"{date.fromisoformat(text)}T12:00:00+00:00"
