import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from types import SimpleNamespace
from urllib.error import URLError
from urllib.request import urlopen
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
import serve
from builds import KEPT
from playwright.sync_api import Browser, expect

from editorial.build.preview import PANEL, Application, Check, panel, with_panel
from editorial.problems import Problem
from guides import ROOT, Guide, make_folder

pytestmark = pytest.mark.slow

FOUND = [
    Problem("docs/en/a.md", 2, "no <title>."),
    Problem("docs/es/a.md", 3, "x"),
    Problem("b", 1, "x", notice=True),
]


def test_the_panel_says_what_is_wrong_on_the_page_and_counts_the_rest():
    html = panel(FOUND, source="/en/a.md")
    assert "<summary>On this page: 1 problem in 1 file.</summary>" in html
    assert "<li>docs/en/a.md:2: no &lt;title&gt;.</li>" in html
    assert "<p>Elsewhere: 1 problem in 1 file.</p>" in html


def test_the_panel_is_closed_where_only_other_pages_have_problems():
    assert " open" in panel(FOUND, source="/en/a.md")
    assert " open" not in panel(FOUND, source="/en/other.md")


def test_there_is_no_panel_where_nothing_is_wrong():
    assert panel(FOUND[2:], source="/en/a.md") == ""


def answered(
    address: str, kind: str, body: bytes, check: Check | None = None
) -> tuple[dict[str, str], bytes]:
    def application(_, start):
        start("200 OK", [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    return answer_of(application, address, check or Check())


def answer_of(application: Application, address: str, check: Check) -> tuple[dict[str, str], bytes]:
    headers: dict[str, str] = {}
    whole = with_panel(application, problems=lambda: FOUND, languages=["en", "es"], check=check)
    answer = b"".join(
        whole({"PATH_INFO": address}, lambda status, given: headers.update({"Status": status}, **dict(given)))
    )
    return headers, answer


def test_only_pages_get_a_panel_and_their_length_is_right():
    headers, page = answered("/a.html", "text/html", b"<p>")
    assert b"no &lt;title&gt;" in page
    assert headers["Content-Length"] == str(len(page))
    assert answered("/a.js", "text/javascript", b"1")[1] == b"1"


def test_the_preview_may_reload_whatever_the_pages_own_policy_says():
    policy = b'<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">'
    assert b"Content-Security-Policy" not in answered("/a.html", "text/html", policy + b"<p>")[1]


def begun() -> Check:
    check = Check()
    check.begin()
    return check


def test_a_page_that_is_not_checked_yet_says_so_and_nothing_of_the_build_before():
    page = answered("/a.html", "text/html", b"<p>", begun())[1].decode()
    assert "Looking for problems" in page
    assert "No problems" not in page
    assert "no &lt;title&gt;" not in page


def test_where_the_build_broke_off_no_page_looks_as_if_it_had_been_checked():
    check = begun()
    check.end(broke_off=True)
    for address in ("/a.html", f"{PANEL}/a.html"):
        page = answered(address, "text/html", b"<p>", check)[1].decode()
        assert "Nobody looked for problems" in page
        assert "No problems" not in page


def test_the_panel_of_a_page_is_told_as_soon_as_it_is_known():
    check = begun()
    later = threading.Timer(0.3, check.end, kwargs={"broke_off": False})
    later.start()
    headers, panel = answered(f"{PANEL}/es/a.html", "text/html", b"", check)
    assert headers["Status"] == "200 OK"
    assert b"<li>docs/es/a.md:3: x</li>" in panel
    later.join()


def test_a_browser_is_not_kept_waiting_for_longer_than_it_would(monkeypatch):
    monkeypatch.setattr("editorial.build.preview._LONGEST", 0)
    headers, panel = answered(f"{PANEL}/a.html", "text/html", b"", begun())
    assert (headers["Status"], panel) == ("202 Accepted", b"")


def test_what_is_written_last_is_waited_for_and_what_is_not_there_is_not_found():
    check, files = begun(), {"/late.js": b""}

    def application(request, start):
        body = files.get(request["PATH_INFO"])
        start("200 OK" if body else "404 Not Found", [("Content-Type", "text/javascript")])
        return [body or b"gone"]

    def write() -> None:
        files["/late.js"] = b"1"
        check.end(broke_off=False)

    later = threading.Timer(0.3, write)
    later.start()
    assert answer_of(application, "/late.js", check)[1] == b"1"
    assert answer_of(application, "/other.js", check)[0]["Status"] == "404 Not Found"
    later.join()


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def test_the_panel_on_an_open_page_asks_until_its_problems_are_known(browser: Browser, monkeypatch):
    monkeypatch.setattr("editorial.build.preview._LONGEST", 0.1)
    check, asked = begun(), []

    def application(request, start):
        start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [b"<!doctype html><p>Text"]

    whole = with_panel(application, problems=lambda: FOUND, languages=["en", "es"], check=check)

    def heard(request, start):
        asked.append(request["PATH_INFO"])
        return whole(request, start)

    with make_server("127.0.0.1", 0, heard, Server, Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/es/a.html")
        panel = page.locator(".preview-panel")
        expect(panel).to_have_text("Looking for problems …")
        page.wait_for_timeout(500)
        assert asked.count(f"{PANEL}/es/a.html") > 1
        check.end(broke_off=False)
        expect(panel.locator("summary")).to_have_text("On this page: 1 problem in 1 file.")
        page.close()
        server.shutdown()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def served(guide: Guide) -> Iterator[str]:
    """Serve the preview of a guide, and give its address."""
    host = f"127.0.0.1:{free_port()}"
    command = [ROOT / ".venv/bin/mkdocs", "serve", "--livereload", "--dev-addr", host]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "hooks")}  # What the guide's own hooks import.
    server = subprocess.Popen(command, cwd=guide.folder, stderr=subprocess.DEVNULL, env=environment)
    try:
        yield f"http://{host}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def preview(guide: Guide) -> Iterator[str]:
    with served(guide) as address:
        yield address


def waited_for(text: str, address: str, *, there: bool = True) -> str:
    """Return the page as soon as it has a text, or has it no more."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            html = urlopen(address, timeout=10).read().decode()
        except URLError:
            html = ""
        if html and (text in html) is there:
            return html
        time.sleep(0.05)
    raise AssertionError(f"waited for {text!r} on {address}")


def test_a_saved_page_shows_with_its_problems_on_the_preview_and_never_in_the_site(
    guide: Guide, preview: str
):
    waited_for("<h1", f"{preview}/about.html")
    guide.write_both("about.md", "About", "\nNew words [@nope].\n")
    waited_for("New words", f"{preview}/about.html")
    panel = urlopen(f"{preview}{PANEL}/about.html", timeout=20).read().decode()
    assert "<li>docs/en/about.md:8: the citation &#x27;[@nope]&#x27; names the key" in panel
    assert panel in waited_for("New words", f"{preview}/about.html")
    assert "<li>docs/es/about.md:9: the citation" in waited_for("New words", f"{preview}/es/about.html")
    guide.write_both("about.md", "About", "\nMended words.\n")
    waited_for("Mended words", f"{preview}/about.html")
    assert urlopen(f"{preview}{PANEL}/about.html", timeout=20).read() == b""
    assert "preview-panel" not in waited_for("Mended words", f"{preview}/about.html")
    guide.write_both("about.md", "About", "\nNew words [@nope].\n")
    assert guide.build() != []
    built = [*(guide.folder / "site").rglob("*.*")]
    assert built
    assert not [path for path in built if path.is_file() and b"preview-panel" in path.read_bytes()]


def test_a_preview_takes_what_a_build_at_another_address_made(guide: Guide):
    kept: list[set[str]] = []
    for _ in range(2):
        with served(guide) as address:
            waited_for("<h1", f"{address}/about.html")
        kept.append({file.name for file in (guide.folder / KEPT).iterdir()})
    assert kept[0] == kept[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_preview_leaves_nothing_behind_however_it_is_ended(guide: Guide, tmp_path: Path, number: int):
    make_folder(guide)
    (tmp_path / "written").mkdir()
    environment = os.environ | {"TMPDIR": str(tmp_path / "written"), "PYTHONPATH": "hooks"}
    # Whoever began these tests in the background made what they begin deaf to Ctrl+C.
    begin = "import os, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); os.execv(sys.argv[1], sys.argv[1:])"
    command = [sys.executable, "-c", begin, sys.executable, "tools/serve.py", "127.0.0.1", str(free_port())]
    with subprocess.Popen(command, cwd=guide.folder, stderr=subprocess.DEVNULL, env=environment) as server:
        try:
            waited_for("<h1", f"http://127.0.0.1:{command[-1]}/about.html")
            assert any((tmp_path / "written").iterdir())
            server.send_signal(number)
            server.wait(20)
        finally:
            server.kill()
    assert not any((tmp_path / "written").iterdir())


def test_a_preview_is_written_into_memory_only_where_there_is_room(tmp_path: Path, monkeypatch):
    assert not serve.has_room(tmp_path / "gone")
    for free, is_enough in ((serve.LEAST_ROOM, True), (serve.LEAST_ROOM - 1, False)):
        monkeypatch.setattr("shutil.disk_usage", lambda _, free=free: SimpleNamespace(free=free))
        assert serve.has_room(tmp_path) is is_enough


def test_a_build_that_fails_is_said_and_the_next_one_shows(guide: Guide, preview: str):
    waited_for("<h1", f"{preview}/about.html")
    settings = (guide.folder / "mkdocs.yml").read_text("utf-8")
    guide.write("mkdocs.yml", settings.replace("hooks/strings.py", "hooks/gone.py"))
    time.sleep(1)
    guide.write("mkdocs.yml", settings)
    guide.write_both("about.md", "About", "\nMended words.\n")
    waited_for("Mended words", f"{preview}/about.html")


def test_a_change_of_the_bibliography_of_words_or_of_a_template_shows_too(guide: Guide, preview: str):
    guide.write_both("about.md", "About", "\nText [@doe2019], about.\n")
    waited_for("Cells", f"{preview}/es/about.html")
    guide.write(
        "bib/references.bib",
        "@article{doe2019, title = {Organs}, journal = {J Ex}, year = {2019}, evidence = {review}, seen = {abstract}}\n",
    )
    waited_for("Organs", f"{preview}/es/about.html")
    words = (guide.folder / "overrides/locales/es.yml").read_text("utf-8")
    guide.write("overrides/locales/es.yml", words.replace("Referencias", "Fuentes del texto"))
    waited_for("Fuentes del texto", f"{preview}/es/about.html")
    template = (guide.folder / "overrides/partials/copyright.html").read_text("utf-8")
    guide.write("overrides/partials/copyright.html", f"{template}<p>A new line</p>")
    waited_for("A new line", f"{preview}/about.html")
