"""Whether a repository on a code host says who keeps its code: a copy of the guide begins with a placeholder."""

from collections.abc import Iterator
from pathlib import Path

from editorial.problems import Problem

FILE = ".github/CODEOWNERS"
PLACEHOLDER = "@OWNER"


def owner_problems(root: Path, repository: str) -> Iterator[Problem]:
    """Yield, as a notice, that nobody is named yet: the host then asks nobody about a change to code.

    Args:
        root: the guide's folder.
        repository: its address on a code host; without one nobody is asked anyway.
    """
    file = root / FILE
    if not repository or not file.is_file():
        return
    for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if PLACEHOLDER in line.partition("#")[0].split():
            text = (
                f"'{PLACEHOLDER}' is nobody, so a change to code can be merged without those who keep it. Write who "
                "they are, on each line: @name or @organization/team."
            )
            yield Problem(FILE, number, text, notice=True)
            return
