"""What a real server sends: nginx, with the configuration that the project gives to those who publish it."""

import gzip
import shutil
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import brotli
import pytest

from editorial.site.csp import headers
from nginx import serving
from pack import LEAST, main, pack

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def port(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    root = tmp_path_factory.mktemp("served") / "site"
    shutil.copytree(site, root)
    (root / ".secret").write_text("x")
    pack(root / "index.html")
    (root / "a.js").write_text("plain")
    (root / "a.js.gz").write_bytes(gzip.compress(b"packed"))
    with serving(root, tmp_path_factory.mktemp("nginx")) as number:
        yield number


def asked(port: int, path: str, method: str = "GET", **sent: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers=sent)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


@pytest.mark.parametrize("path", ["/", "/index.html", "/es/index.html", "/es/", "/subgroups/groin.html"])
def test_both_languages_are_served_with_every_header_about_safety(port: int, path: str):
    answer, body = asked(port, path)
    assert answer.status == 200
    assert b"<h1" in body
    assert {name: answer.getheader(name) for name in headers()} == headers()
    assert answer.getheader("Content-Type") == "text/html; charset=utf-8"
    assert answer.getheader("Server") == "nginx"


@pytest.mark.parametrize(
    "path", ["/assets/theme.js", "/assets/fonts/atkinson-regular.woff2", "/nothing.html", "/es/nothing"]
)
def test_every_other_answer_has_them_too(port: int, path: str):
    answer, _ = asked(port, path)
    assert {name: answer.getheader(name) for name in headers()} == headers()


def test_a_page_that_is_not_there_is_answered_in_both_languages_as_not_found(port: int):
    for path in ("/nothing.html", "/es/nothing.html"):
        answer, body = asked(port, path)
        assert answer.status == 404
        assert b'lang="es"' in body
        assert b'lang="en"' in body


@pytest.mark.parametrize(
    "path",
    ["/assets/", "/assets", "/.secret", "/es/subgroups/", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd"],
)
def test_no_folder_is_listed_and_nothing_outside_is_served(port: int, path: str):
    answer, body = asked(port, path)
    assert answer.status in (301, 400, 403, 404)
    assert b"root:" not in body
    assert b"Index of" not in body


def test_how_long_a_browser_may_keep_each_kind(port: int, site: Path):
    sheet = next((site / "assets/stylesheets").glob("main.*.css")).name
    # The theme's style sheet has what the pages use: its name stays where its content changes.
    paths = ("/", f"/assets/stylesheets/{sheet}", "/assets/theme.js", "/assets/fonts/atkinson-regular.woff2")
    kept = [asked(port, path)[0].getheader("Cache-Control") for path in paths]
    assert kept == ["no-cache", "public, max-age=600", "public, max-age=600", "public, max-age=2592000"]


def test_text_is_packed_a_file_packed_before_is_sent_as_it_is_and_an_unchanged_page_is_not_sent_again(
    port: int,
):
    packed = {"Accept-Encoding": "gzip"}
    answer, body = asked(port, "/index.html", **packed)
    assert answer.getheader("Content-Encoding") == "gzip"
    assert b"<h1" in gzip.decompress(body)
    assert gzip.decompress(asked(port, "/a.js", **packed)[1]) == b"packed"
    answer, body = asked(port, "/index.html", **{"Accept-Encoding": "gzip, br"})
    assert answer.getheader("Content-Encoding") == "br"
    assert b"<h1" in brotli.decompress(body)
    assert {name: answer.getheader(name) for name in headers()} == headers()
    tag = asked(port, "/index.html")[0].getheader("ETag")
    assert asked(port, "/index.html", **{"If-None-Match": tag})[0].status == 304


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_sent_to_it(port: int, method: str):
    assert asked(port, "/index.html", method)[0].status in (403, 405)


def test_text_is_packed_beside_itself_the_same_each_time_and_nothing_else_is(
    site: Path, tmp_path: Path, capsys
):
    root = tmp_path / "site"
    # Some files of each kind stand for all: packing every one twice takes long.
    kinds: dict[str, list[Path]] = {}
    for path in sorted(site.rglob("*.*"), key=lambda path: path.stat().st_size):
        if path.stat().st_size >= LEAST:
            kinds.setdefault(path.suffix, []).append(path)
    for path in [site / "es/index.html", *(path for files in kinds.values() for path in files[:3])]:
        target = root / path.relative_to(site)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    assert {".woff2", ".png"} <= kinds.keys()
    main(root)
    packed = {path: path.read_bytes() for path in root.rglob("*") if path.suffix in (".gz", ".br")}
    assert gzip.decompress(packed[root / "es/index.html.gz"]) == (site / "es/index.html").read_bytes()
    assert brotli.decompress(packed[root / "es/index.html.br"]) == (site / "es/index.html").read_bytes()
    assert {path.with_suffix("").suffix for path in packed} == {
        ".html",
        ".css",
        ".js",
        ".xml",
        ".txt",
        ".bib",
        ".ris",
        ".json",
    }
    assert "Packed" in capsys.readouterr().out
    main(root)
    assert {path: path.read_bytes() for path in packed} == packed


def test_without_a_site_there_is_a_sentence(tmp_path: Path):
    with pytest.raises(SystemExit, match=r"Run 'make site' first\."):
        main(tmp_path)
