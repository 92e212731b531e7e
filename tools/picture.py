"""Take what a camera wrote out of a picture: ``make picture FILE=docs/en/node.jpg``."""

import sys
from pathlib import Path

from editorial.pages.pictures import picture_fault, without_words
from editorial.pages.publishing import PICTURES
from editorial.text import on_one_line
from project import ROOT, replace_file


def main(path: str, root: Path = ROOT) -> int:
    file = root / path
    suffix = file.suffix.lower()
    if not file.is_file() or file.is_symlink() or suffix not in PICTURES or suffix == ".svg":
        print(f"There is no picture '{on_one_line(path)}'. Write its path from this folder on.")
        return 1
    before = file.read_bytes()
    try:
        after = without_words(before, suffix)
    except (OSError, ValueError, SyntaxError):
        print(f"{on_one_line(path)}: {picture_fault(before, suffix)}")
        return 1
    replace_file(file, after)
    print(
        f"{path}: {len(before):,} bytes are {len(after):,} without words on its making. Look at it once more."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
