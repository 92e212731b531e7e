"""How soon a page that is saved shows on the preview of the real guide, in each language, and how soon its problems."""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "hooks"))

from editorial.build.preview import PANEL  # noqa: E402  (it is below hooks/)

#: A page's file to its address: a short and a long one, in both languages.
PAGES = {
    "docs/en/about.md": "about.html",
    "docs/es/about.md": "es/about.html",
    "docs/en/subgroups/neck-squamous.md": "subgroups/neck-squamous.html",
    "docs/es/subgroups/neck-squamous.md": "es/subgroups/neck-squamous.html",
}
TIMES = 5


def shows(text: str, address: str) -> bool:
    try:
        return text in urlopen(address, timeout=20).read().decode()
    except URLError:
        return False


def seconds_until(text: str, address: str) -> float:
    began = time.perf_counter()
    while not shows(text, address):
        time.sleep(0.01)
    return time.perf_counter() - began


def main() -> None:
    with socket.socket() as free, tempfile.TemporaryDirectory() as folder:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
        guide = Path(folder) / "guide"
        subprocess.run(["git", "clone", "-q", ROOT, guide], check=True)
        for name in ("hooks", "overrides", "tools", "mkdocs.yml"):  # As they are now, committed or not.
            source, target = ROOT / name, guide / name
            shutil.copytree(source, target, dirs_exist_ok=True) if source.is_dir() else shutil.copy(
                source, target
            )
        free.close()
        command = [sys.executable, "tools/serve.py", *host.split(":")]
        environment = os.environ | {"PYTHONPATH": "hooks"}
        server = subprocess.Popen(command, cwd=guide, stderr=subprocess.DEVNULL, env=environment)
        try:
            seconds_until("<h1", f"http://{host}/index.html")
            print(
                "A saved page shows on the preview after, and its problems after, in seconds (median, most):"
            )
            for path, address in PAGES.items():
                shown, checked = [], []
                for number in range(TIMES):
                    time.sleep(1)
                    file, began = guide / path, time.perf_counter()
                    file.write_text(f"{file.read_text('utf-8')}\n\nMark {number} here.\n", "utf-8")
                    shown.append(seconds_until(f"Mark {number} here", f"http://{host}/{address}"))
                    while urlopen(f"http://{host}{PANEL}/{address}", timeout=30).status != 200:
                        pass
                    checked.append(time.perf_counter() - began)
                figures = "".join(
                    f"{statistics.median(took):8.2f}{max(took):6.2f}" for took in (shown, checked)
                )
                print(f"  {path:40}{figures}", flush=True)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
