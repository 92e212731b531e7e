"""Show what changed in the original since it was translated: ``make changed PAGE=docs/es/….md``."""

import subprocess
import sys

from editorial.build.git_output import git_environment
from editorial.guide import Guide
from editorial.pages.files import PageFile
from editorial.pages.git import NoHistoryError
from editorial.text import on_one_line
from project import guide_of


def main(page: str) -> int:
    guide = guide_of()
    files = {path: state.file for path, state in guide.states.items()}
    translation = files.get(page)
    if translation is None:
        print(
            f"There is no page '{on_one_line(page)}'. Write its path from this folder on: PAGE=docs/es/index.md"
        )
        return 1
    original = files.get(f"{guide.settings.docs}/{guide.settings.original}/{translation.name}")
    if original is None or original is translation:
        print(f"'{on_one_line(page)}' translates no other page.")
        return 1
    return show_changes(guide, original, translation)


def show_changes(guide: Guide, original: PageFile, translation: PageFile) -> int:
    """Print the difference, word by word, between the translated version and the page as it is."""
    rendered = translation.meta.get("translated_from")
    try:
        with guide.versions() as versions:
            version = versions.last_of(original.path, rendered)
    except NoHistoryError as error:
        print(f"Nothing can be compared: {error}.")
        return 1
    if version is None:
        print(f"No version of '{original.path}' with last_revised: {rendered} is in the history.")
        return 1
    places = [f"{version.commit.id}:./{version.path}", original.path]
    if git_diff(guide, "--quiet", *places) == 0:
        print(f"Nothing has changed in {original.path} since then.")
        return 0
    return git_diff(guide, "--word-diff", *places)


def git_diff(guide: Guide, how: str, *places: str) -> int:
    """Let git compare two texts by its own ways, whatever else a person has set, and return its status."""
    command = ["git", "diff", "--no-ext-diff", how, *places]
    environment = git_environment(guide.root)
    return subprocess.run(command, cwd=guide.root, env=environment, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
