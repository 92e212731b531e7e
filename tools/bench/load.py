"""How many readers one nginx serves: requests each second, errors, and the time that 99 of 100 wait at most.

Every page of the real guide in turn, by wrk, for a few seconds each way: packed for each reader, or before.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]

from nginx import serving  # noqa: E402
from pack import main as pack  # noqa: E402

SECONDS, CONNECTIONS = 5, 32
#: Lua, which wrk runs: the pages in turn, and what came of them.
SCRIPT = """
local paths, at = {{{paths}}}, 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], {{["Accept-Encoding"] = "{accept}"}})
end
done = function(summary, latency, _)
  local wrong = summary.errors
  print(string.format("errors %d", wrong.connect + wrong.read + wrong.write + wrong.status + wrong.timeout))
  print(string.format("p99 %.1f", latency:percentile(99) / 1000))
end
"""


def load(port: int, pages: list[str], accept: str) -> tuple[float, int, float]:
    """Return requests each second, errors, and the 99th percentile of the wait in milliseconds."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT.format(paths=", ".join(f'"/{page}"' for page in pages), accept=accept))
        script.flush()
        done = subprocess.run(
            [
                "wrk",
                "-t1",
                f"-c{CONNECTIONS}",
                f"-d{SECONDS}s",
                "-s",
                script.name,
                f"http://127.0.0.1:{port}",
            ],
            capture_output=True,
            text=True,
            check=True,
        )
    found = {
        name: float(re.search(rf"{name}:? +([\d.]+)", done.stdout)[1])  # type: ignore[index]
        for name in ("Requests/sec", "errors", "p99")
    }
    return found["Requests/sec"], int(found["errors"]), found["p99"]


def main() -> None:
    title = f"nginx, one process, {CONNECTIONS} connections"
    print(f"{title:44}{'requests/s':>11}{'errors':>8}{'p99 ms':>8}")
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        command = [sys.executable, ROOT / "tools/make_site.py", site]
        paths = os.environ | {"PYTHONPATH": "hooks"}
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=paths)
        pages = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]
        packed = Path(folder) / "packed"
        shutil.copytree(site, packed)
        pack(packed)
        for number, (name, root, accept) in enumerate(
            (
                ("as they are", site, "identity"),
                ("gzip, for each reader", site, "gzip"),
                ("gzip, packed before", packed, "gzip"),
                ("Brotli, packed before", packed, "br"),
            )
        ):
            own = Path(folder) / f"nginx{number}"
            own.mkdir()
            with serving(root, own) as port:
                each, errors, wait = load(port, pages, accept)
            print(f"{name:44}{each:11,.0f}{errors:8}{wait:8.1f}", flush=True)


if __name__ == "__main__":
    main()
