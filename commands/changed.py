"""Show what changed in the original since it was translated: ``make changed PAGE=docs/es/….md``."""

import subprocess
import sys
from pathlib import Path

from editorial.history import blobs, read_history, version_of
from editorial.states import Source
from guide import ROOT, pages


def main(page: str) -> int:
    sources, settings = pages(ROOT)
    by_path = {source.path: source for source in sources}
    translation = by_path.get(page)
    if translation is None:
        print(f"There is no page '{page}'. Write its path from this folder on: PAGE=docs/es/index.md")
        return 1
    original = next(
        (s for s in sources if s.language == settings["original"] and s.name == translation.name), None
    )
    if original is None or original is translation:
        print(f"'{page}' translates no other page.")
        return 1
    return show_changes(ROOT, original, translation)


def show_changes(root: Path, original: Source, translation: Source) -> int:
    """Print the difference, word by word, between the translated version and the page as it is."""
    history = read_history(root, "docs")
    rendered = translation.meta.get("translated_from")
    if history is None:
        print("There is no git history here (a zip or a shallow clone), so nothing can be compared.")
        return 1
    with blobs(root) as blob:
        version = version_of(rendered, history.get(original.path, ()), blob=blob)  # type: ignore[arg-type]
    if version is None:
        print(f"No version of '{original.path}' with last_revised: {rendered} is in the history.")
        return 1
    command = ["git", "diff", "--word-diff", version.commit, "--", original.path]
    return subprocess.run(command, cwd=root, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
