"""Write a new guide on another subject, made of this one: ``make guide NAME=… LANGUAGES=fr,en SUBJECT=…``."""

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from string import Template

import yaml

from editorial.build.git_output import git_environment
from editorial.pages.new_guide import (
    OURS,
    PARTS,
    Plan,
    english_name,
    listed,
    nearest,
    page,
    page_names,
    quoted,
    read_plan,
    settings,
    without_targets,
    words,
)
from editorial.text import on_one_line, unseen
from project import ROOT, settings_of

NEW = ROOT / "tools/new"
LOCALES = Path("overrides/locales")
#: What of this guide's history is written down: a new one begins without.
CHANGELOGS = ("CHANGELOG.md", "CHANGELOG-CODE.md")
#: What a new guide has of this one.
COPIED = (
    *("hooks", "overrides", "tools", "tests", ".github", ".ci", ".devcontainer"),
    *("Makefile", "pyproject.toml", ".gitattributes", ".gitignore", "LICENSE", "LICENSE-CONTENT.md"),
    *("Containerfile", ".dockerignore", *CHANGELOGS),
    *("CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "CONTRIBUTING.es.md", "MAINTAINING.md", "SECURITY.md"),
)
#: What of it is of this guide alone.
LEFT = (
    *("tests/guide", "tests/javascript/report.test.mjs", "tests/javascript/report_data.py"),
    *("tests/javascript/read-reports.mjs", "tools/new", "tools/new_guide.py", ".github/screenshot.png"),
    *("hooks/editorial/pages/new_guide.py", "tests/editorial/test_new_guide.py"),
)
#: Where the tests of the generator find the settings and words of the guide that they were written for.
HOUSE = Path("tests/house")


def main(plan: Plan, folder: Path) -> None:
    """Write the new guide beside its place, then put it there: whole, or not at all."""
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        part.mkdir()
        copy(part)
        keep_house(part)
        write_words(part, plan)
        write_pages(part, plan)
        write_lists(part, plan)
        write_papers(part, plan)
        for one in plan.left_out:
            for name in one.files:
                remove(part / name)
        part.rename(folder)
    finally:
        remove(part)
    begin_history(folder)


def copy(target: Path) -> None:
    """Copy the code and its tests."""
    ignored = shutil.ignore_patterns("__pycache__", "node_modules", ".*_cache")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=ignored)
        elif (ROOT / name).is_file():
            shutil.copy2(ROOT / name, target / name)
    for name in LEFT:
        remove(target / name)
    for card in [*(target / "overrides/assets").glob("c*-*.png")]:
        card.unlink()


def keep_house(target: Path) -> None:
    """Keep what the tests of the generator are written for: this guide's settings and words, and every part."""
    house = target / HOUSE
    for name in ("mkdocs.yml", "docs/_new", str(LOCALES)):
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy2)(ROOT / name, house / name)
    for part in [OURS, *PARTS.values()]:
        for name in part.files:
            (house / name).parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy2)(ROOT / name, house / name)


def write_words(target: Path, plan: Plan) -> None:
    """Write the site's own words, and the lists of how a language is written, of each language."""
    instead = yaml.safe_load((NEW / "words.yml").read_text("utf-8"))
    remove(target / LOCALES)
    (target / LOCALES).mkdir()
    for code in plan.languages:
        known = nearest(code, [file.stem for file in (ROOT / LOCALES).glob("*.yml")])
        source = (ROOT / LOCALES / f"{known or 'en'}.yml").read_text("utf-8")
        text = words(
            source,
            code,
            is_known=bool(known),
            instead=instead.get(known or "en", {}),
            left_out=plan.left_out,
        )
        write(target / LOCALES / f"{code}.yml", text)
        for folder in ("style", "strength"):
            file = ROOT / LOCALES / folder / f"{known}.yml"
            if known and file.is_file():
                # Names of bodies and trials that this guide writes without a word in its glossary.
                text = re.sub(r"(?m)^ignore: .*$", "ignore: [EPUB, MIT, PDF]", file.read_text("utf-8"))
                write(target / LOCALES / folder / f"{code}.yml", text)
        meanings = LOCALES / "strength" / "meanings.yml"
        write(target / meanings, (ROOT / meanings).read_text("utf-8"))
        # Words that are no slips, of which a build takes what its own words need, and where they come from.
        file = ROOT / LOCALES / "slips" / f"{known}.txt"
        if known and file.is_file():
            write(target / LOCALES / "slips" / f"{code}.txt", file.read_text("utf-8"))
            shutil.copy2(file.with_name("README.txt"), target / LOCALES / "slips")


def write_pages(target: Path, plan: Plan) -> None:
    """Write the settings and the pages, and what a new page begins with."""
    told = yaml.safe_load((NEW / "pages.yml").read_text("utf-8"))
    names = page_names(told, plan)
    write(target / "mkdocs.yml", settings((ROOT / "mkdocs.yml").read_text("utf-8"), plan, names))
    for code in plan.languages:
        for name in names:
            write(target / f"docs/{code}/{name}.md", page(told, name, code, plan))
        known = nearest(code, ("en", "es")) or "en"
        text = (NEW / f"page.{known}.md").read_text("utf-8")
        if code == plan.languages[0]:
            text = text.replace("translated_from: {today}\n", "")
        write(target / f"docs/_new/{code}.md", text)
    write(target / "bib/references.bib", "")


def write_lists(target: Path, plan: Plan) -> None:
    """Write the lists of the parts that the guide has: without an entry, but for the first question."""
    day, questions = f"checked: {plan.today}\n", (NEW / "pathway.yml").read_text("utf-8")
    parts = {
        "glossary": ("glossary", f"{(NEW / 'glossary.yml').read_text('utf-8')}{day}terms: []\n"),
        "help": ("help", f"{head_of('help')}{day}lines: []\n"),
        "pathway": ("pathway", listed(questions.replace("\nmost:", f"\n{day}most:"), plan.languages)),
        "report": ("stains", f"{head_of('stains')}{day}{signs(plan)}stains: []\npatterns: []\n"),
    }
    for part, (name, text) in parts.items():
        if part in plan.parts:
            write(target / f"docs/{name}.yml", text)


def head_of(name: str) -> str:
    """Return what a list of this guide says of itself, above its first entry."""
    text = (ROOT / "docs" / f"{name}.yml").read_text("utf-8")
    return "".join(re.findall(r"\A(?:#.*\n)*", text))


def signs(plan: Plan) -> str:
    """Return the words by which the page that reads a report knows a result, in each language."""
    text = (ROOT / "docs/stains.yml").read_text("utf-8")
    return listed("".join(re.findall(r"(?m)^signs:\n(?: .*\n|\n)*", text)), plan.languages)


def write_papers(target: Path, plan: Plan) -> None:
    """Write what people read who work on the guide: its README, its licences, how to contribute."""
    first, *others = plan.languages
    second = others[0] if others else first
    values = {
        "name": plan.name,
        "subject": plan.subject,
        "first": first,
        "languages": ", ".join(f"{english_name(code)} (`{code}`)" for code in plan.languages),
    }
    for name in ("README.md", "STYLE.md"):
        write(target / name, Template((NEW / name).read_text("utf-8")).substitute(values))
    this = settings_of()
    ours = this.languages[0].title
    instead = {
        this.edition: plan.slug,
        "docs/en": f"docs/{first}",
        "docs/es": f"docs/{second}",
        "subgroups/example": "example",
        "subgroups/groin": "first-page",
        "`overrides/locales/en.yml` and `es.yml`, with the same keys in both": "`overrides/locales/`, with the same "
        "keys in each file",
        'LANGUAGES="en es"': f'LANGUAGES="{first} {second}"',
    }
    if "es" not in plan.languages:
        remove(target / "CONTRIBUTING.es.md")
        instead[" *En español:\n[CONTRIBUTING.es.md](CONTRIBUTING.es.md).*"] = ""
        instead[" · [CONTRIBUTING.es.md](../CONTRIBUTING.es.md)"] = ""
    papers = [*target.glob("*.md"), *(target / name for name in ("Makefile", "pyproject.toml"))]
    for file in [*papers, *(target / ".github").rglob("*.yml"), *(target / ".github").glob("*.md")]:
        text = file.read_text("utf-8")
        for old, new in instead.items():
            text = text.replace(old, new)
        # A name is text: nothing of it may stand where a program would read it as its own.
        write(file, text.replace(ours, plan.name) if file.suffix == ".md" else text)
    # Whoever wrote the code and the first words is named for as long as they are copied: both licenses ask for it.
    text = (ROOT / "LICENSE").read_text("utf-8")
    line = f"Copyright (c) {plan.today.year} the {plan.name} project"
    write(target / "LICENSE", text.replace("Copyright (c)", f"{line}\nCopyright (c)", 1))
    text = (target / "LICENSE-CONTENT.md").read_text("utf-8")
    text += f"\nThe site's words and the first texts of pages are adapted from the {ours}, under the same license.\n"
    write(target / "LICENSE-CONTENT.md", text)
    for name in CHANGELOGS:
        write(target / name, (target / name).read_text("utf-8").partition("\n## ")[0].rstrip("\n") + "\n")
    project = (target / "pyproject.toml").read_text("utf-8")
    project = re.sub(r"(?m)^description = .*$", lambda _: f"description = {quoted(plan.subject)}", project)
    write(target / "pyproject.toml", project.replace(', "tests/guide"', ""))
    makefile = without_targets((target / "Makefile").read_text("utf-8"), "guide", "spelling")
    write(target / "Makefile", makefile)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def begin_history(folder: Path) -> None:
    """Begin a history of the new guide, so that builds can compare its pages with it, where there is git."""
    environment = git_environment(folder, begins=True)
    for command in (
        ["init", "--quiet"],
        ["add", "--all"],
        ["commit", "--quiet", "--message", "Begin the guide"],
    ):
        try:
            done = subprocess.run(  # noqa: S603
                ["git", *command],  # noqa: S607
                cwd=folder,
                env=environment,
                capture_output=True,
                check=False,
            )
        except OSError:
            return
        if done.returncode:
            print(
                "The history of the guide is still to begin. In its folder: git commit --message 'Begin the guide'"
            )
            return


def place_of(named: str, plan: Plan) -> tuple[Path, str]:
    """Return the folder of a new guide, and what is wrong with it, or nothing."""
    folder = Path(named.strip()).expanduser() if named.strip() else ROOT.parent / plan.slug
    folder = Path(os.path.abspath(ROOT / folder))  # noqa: PTH100  (a link stays what it is)
    shown = on_one_line(str(folder))
    if any(unseen(str(folder))) or "\n" in str(folder):
        return folder, "FOLDER has a character that nobody sees. Type it again, on one line."
    if os.path.lexists(folder):
        return (
            folder,
            f"'{shown}' is there already. Nothing was changed. Write another one: FOLDER=../another",
        )
    if folder.is_relative_to(ROOT):
        return folder, f"'{shown}' is inside of this guide. Write one beside it: FOLDER=../another"
    if not folder.parent.is_dir():
        return (
            folder,
            f"'{on_one_line(str(folder.parent))}' is no folder. Make it first, or write another: FOLDER=../another",
        )
    return folder, ""


def run(named: str, **typed: str) -> int:
    """Read what was typed, and write the guide; what is wrong is one sentence."""
    plan, said = read_plan(**typed, today=datetime.now(UTC).date())
    folder, wrong = place_of(named, plan) if plan else (ROOT, said)
    if plan is None or wrong:
        print(wrong)
        return 1
    try:
        main(plan, folder)
    except OSError as error:
        why = error.strerror or "not all files could be copied"
        shown = on_one_line(str(folder))
        print(
            f"'{shown}' could not be written ({why}), and nothing was left there. Write another: FOLDER=../another"
        )
        return 1
    print(f"Written: {on_one_line(str(folder))}")
    print("Go there, run 'make site', and open site/index.html. README.md says what comes next.")
    return 0


if __name__ == "__main__":
    keys = ("name", "languages", "original", "subject", "without")
    sys.exit(run(sys.argv[6], **dict(zip(keys, sys.argv[1:6], strict=True))))
