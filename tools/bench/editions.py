"""How long the editions of the real guide take: the first time, with one word changed, with nothing changed."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

ROOT = Path(__file__).parent.parent.parent
PAGE = "subgroups/groin.html"
#: In a program of its own, as ``make site`` runs it, with a cache of its own.
MAKE = "import sys; from pathlib import Path; from all_editions import main; main(*map(Path, sys.argv[1:]))"


def seconds(pages: Path, site: Path, cache: Path) -> tuple[float, float]:
    """Make the editions of built pages, and return how long that took, and how long the processors worked on it."""
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(pages, site)
    began, used = time.perf_counter(), getrusage(RUSAGE_CHILDREN)
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'hooks'}{os.pathsep}{ROOT / 'tools'}"}
    subprocess.run([sys.executable, "-c", MAKE, site, cache], check=True, env=environment)
    took, now = time.perf_counter() - began, getrusage(RUSAGE_CHILDREN)
    return took, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        pages, site, cache = (Path(folder) / name for name in ("pages", "site", "cache"))
        command = [sys.executable, ROOT / "tools/make_site.py", pages]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        first = seconds(pages, site, cache)
        file = pages / PAGE
        text = file.read_text("utf-8")
        file.write_text(re.sub(r"(<p>[^<]*?)\bthe\b", r"\1one", text, count=1), "utf-8")
        assert file.read_text("utf-8") != text
        word, nothing = (seconds(pages, site, cache) for _ in range(2))
        print(f"{'Editions':24}{'seconds':>10}{'of processors':>16}")
        for name, (took, worked) in (
            ("the first time", first),
            ("one word changed", word),
            ("nothing changed", nothing),
        ):
            print(f"{name:24}{took:>10.1f}{worked:>16.1f}")


if __name__ == "__main__":
    main()
