"""Take out of the pictures what they tell of their makers, the place above all: ``make pictures``."""

import sys
from pathlib import Path

from editorial.pages.metadata import without_metadata
from project import ROOT, settings_of


def main(root: Path = ROOT) -> int:
    files = sorted(path for path in (root / settings_of(root).docs).rglob("*") if path.is_file())
    changed = [file for file in files if without_metadata(file)]
    for file in changed:
        print(f"Written again without it: {file.relative_to(root)}")
    print(f"Pictures that told of their makers: {len(changed)}.")
    if changed:
        print("If one was published or proposed before, it is still in the history of git: ask a maintainer.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
