"""How fast the links inside a site are checked, beside lychee on the same built site in the same run."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from peers import bare

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "hooks"))

from editorial.site.internal_links import Menu, dead_links, read_page  # noqa: E402

PAGES = 1_000
CONFIG = bare()


def write_guide(root: Path) -> None:
    """Write pages that each link to ten others, and to places on them."""
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    for language in ("en", "es"):
        folder = root / "docs" / language
        folder.mkdir(parents=True)
        (folder / "index.md").write_text("# Home\n")
        for n in range(PAGES):
            links = "\n".join(f"- [Page](p{(n + step) % PAGES}.md#outlook)" for step in range(1, 11))
            (folder / f"p{n}.md").write_text(f"# Page {n}\n\n{links}\n\n## Outlook {{#outlook}}\n\nText.\n")


def ours(site: Path) -> int:
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    menu = Menu()
    pages = {
        name: read_page(path.read_text(), menu) for name, path in files.items() if name.endswith(".html")
    }
    for dead in dead_links(pages, files):
        raise SystemExit(str(dead))
    return len(pages)


def lychee(site: Path) -> int:
    command = ["lychee", "--offline", "--include-fragments", "--no-progress", "--quiet", str(site)]
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(command, check=False, capture_output=True, env=environment)
    return len(list(site.rglob("*.html")))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_guide(root)
        start = time.perf_counter()
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
        subprocess.run(command, cwd=root, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
        built = time.perf_counter() - start
        print(f"{PAGES} pages x 2 languages, built (bare) in {built:.1f} s")
        for name, check in (("ours", ours), ("lychee --offline", lychee)):
            start = time.perf_counter()
            pages = check(root / "site")
            seconds = time.perf_counter() - start
            print(f"{name:20}{seconds:>8.2f} s{pages:>8} pages{seconds / built:>8.3f} of the build")
        print(f"peak memory of ours {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
