"""Run Lighthouse on the built site, served with compression as a real server does: ``make lighthouse``."""

import gzip
import json
import os
import subprocess
import sys
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from readers_browser import chromium

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FIRST_VIEW, SECOND_PAGE = 110_000, 45_000  # bytes sent, compressed by gzip


class Compressing(SimpleHTTPRequestHandler):
    """A server that compresses text and lets a browser keep what it loaded."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body, kind = path.read_bytes(), self.guess_type(str(path))
        self.send_response(200)
        if not kind.startswith("image/png"):
            body = gzip.compress(body, 9)
            self.send_header("Content-Encoding", "gzip")
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        self.send_header("Content-Type", kind + charset)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=31536000")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def measured(address: str, folder: Path) -> dict:
    report = folder / "report.json"
    lighthouse = Path(__file__).parent / "node_modules/lighthouse/cli/index.js"
    subprocess.run(
        [
            *("node", str(lighthouse), address, "--quiet", "--output=json", f"--output-path={report}"),
            "--chrome-flags=--headless=new --no-sandbox --disable-background-networking --no-first-run",
        ],
        check=True,
        env=os.environ | {"CHROME_PATH": chromium() or ""},
    )
    return json.loads(report.read_text(encoding="utf-8"))


def main(site: Path) -> int:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressing, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    missed = 0
    print(
        f"{'page':38}{'perf':>6}{'a11y':>6}{'best':>6}{'seo':>6}{'first view':>12}{'second':>9}{'shift':>7}"
    )
    with tempfile.TemporaryDirectory() as folder:
        plan = json.loads((site / "downloads/edition.json").read_text(encoding="utf-8"))
        for home in (volume["pages"][0]["url"] for volume in plan["languages"]):
            language = home.removesuffix("index.html")
            subgroups = (site / language / "subgroups").glob("*.html")
            longest = max(subgroups, key=lambda path: path.stat().st_size).relative_to(site).as_posix()
            for path in (home, longest, f"{language}living/when-to-call.html"):
                report = measured(f"{address}/{path}", Path(folder))
                scores = [round(100 * report["categories"][name]["score"]) for name in CATEGORIES]
                requests = report["audits"]["network-requests"]["details"]["items"]
                sent = sum(request["transferSize"] for request in requests)
                # The rest is in the browser's cache by then.
                page = next(request["transferSize"] for request in requests if request["url"].endswith(path))
                shift = report["audits"]["cumulative-layout-shift"]["numericValue"]
                print(
                    f"{path:38}"
                    + "".join(f"{score:6}" for score in scores)
                    + f"{sent:12}{page:9}{shift:7.3f}"
                )
                failed = [
                    audit["title"]
                    for audit in report["audits"].values()
                    if audit["score"] is not None
                    and audit["score"] < 0.9
                    and audit["scoreDisplayMode"] in ("binary", "numeric")
                ]
                print(*(f"    {title}" for title in failed), sep="\n", end="\n" if failed else "")
                missed += sent > FIRST_VIEW or page > SECOND_PAGE or min(scores) < 100
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
