"""The guide in Kiwix: files that its own checker passes, shown by its own server in a real browser."""

import hashlib
import json
import re
import shutil
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from libzim.reader import Archive
from playwright.sync_api import Browser, expect

from conftest import write_small_guide
from editions import build, with_search
from editorial.editions.plan import read_plan
from editorial.editions.zim import shortened, zim_files
from make_editions import contents, read_edition
from make_zim import main
from readers import PHONE

pytestmark = pytest.mark.slow

KINDS = {"en": ("en",), "es": ("es",), "all": ("en", "es")}


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small guide with its editions, those for Kiwix too."""
    guide = write_small_guide(tmp_path_factory.mktemp("zim"))
    with_search(guide)
    site = build(guide, "first")
    main(site)
    return site


def named(site: Path, kind: str) -> Path:
    return next((site / "downloads").glob(f"*-{kind}-*.zim"))


@pytest.mark.parametrize("kind", KINDS)
def test_kiwix_s_own_checker_passes_it(packed: Path, kind: str):
    checked = subprocess.run(["zimcheck", named(packed, kind)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert "Overall Test Status: Pass" in checked.stdout


@pytest.mark.parametrize(
    ("kind", "title", "codes"),
    [("en", "CUP Guide", "eng"), ("es", "Guía CUP", "spa"), ("all", "CUP Guide", "eng,spa")],
)
def test_it_says_what_it_is(packed: Path, kind: str, title: str, codes: str):
    archive = Archive(named(packed, kind))
    told = {
        name: archive.get_metadata(name).decode()
        for name in ("Title", "Language", "Date", "License", "Description", "Name")
    }
    assert told == {
        "Title": title, "Language": codes, "Date": "2026-11-23", "License": "CC BY 4.0",
        "Description": "A page.", "Name": f"cup-guide_{'en-es' if kind == 'all' else kind}",
    }  # fmt: skip
    assert archive.has_fulltext_index
    assert archive.main_entry.get_item().path == ("es/index.html" if kind == "es" else "index.html")
    assert archive.get_illustration_item(48).mimetype.startswith("image/png")


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_every_page_of_its_languages_and_no_other(packed: Path, kind: str):
    archive = Archive(named(packed, kind))
    plan = read_edition(packed)
    for volume in plan.volumes:
        for page in volume.pages:
            assert archive.has_entry_by_path(page.url) == (volume.locale in KINDS[kind])


def test_the_same_site_makes_the_same_bytes(packed: Path, tmp_path: Path):
    shutil.copytree(packed, tmp_path / "otra carpeta")
    main(tmp_path / "otra carpeta")
    for kind in KINDS:
        assert named(tmp_path / "otra carpeta", kind).read_bytes() == named(packed, kind).read_bytes()


def test_the_list_of_downloads_has_the_files_with_their_sums(packed: Path):
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=packed / "downloads",
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
    names = {path.name for path in (packed / "downloads").iterdir()} - {"SHA256SUMS", "edition.json"}
    assert checked.stdout.count(": OK") == len(names)
    for path in ("offline.html", "es/offline.html"):
        html = (packed / path).read_text(encoding="utf-8")
        assert {name for name in names if name in html} == names
        assert html.count('id="for-kiwix"') == 1
    listed = json.loads((packed / "keep.json").read_text("utf-8"))["files"]
    for path, (_, size, digest) in listed.items():
        content = (packed / path).read_bytes()
        assert (size, digest) == (len(content), hashlib.sha256(content).hexdigest()), path


def test_the_first_page_of_a_copy_says_that_a_newer_one_may_exist(packed: Path):
    for kind, front in (("en", "index.html"), ("es", "es/index.html")):
        html = bytes(Archive(named(packed, kind)).get_entry_by_path(front).get_item().content).decode()
        assert 'class="admonition info site-copy"' in html
    with zipfile.ZipFile(next((packed / "downloads").glob("*.zip"))) as archive:
        assert b"A newer edition may exist." in archive.read("index.html")
        assert "Puede haber una edición más nueva.".encode() in archive.read("es/index.html")
    assert "site-copy" not in (packed / "index.html").read_text(encoding="utf-8")


def test_a_link_to_what_is_not_packed_leads_to_the_web_or_is_none(packed: Path):
    plan = read_edition(packed)
    assert not plan.site_url
    alone = zim_files(contents(packed), plan, ("es",))["es/index.html"].decode()
    assert "site-language" not in alone
    published = read_plan(
        (packed / "downloads/edition.json")
        .read_text("utf-8")
        .replace('"site_url": ""', '"site_url": "https://guide.example/"')
    )
    alone = zim_files(contents(packed), published, ("es",))["es/index.html"].decode()
    assert re.search(r'<a class="[^"]*site-language" href="https://guide\.example/index\.html"', alone)


@pytest.fixture(scope="session")
def kiwix(packed: Path) -> Iterator[str]:
    """Kiwix's server with all files; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    files = [str(named(packed, kind)) for kind in KINDS]
    command = ["kiwix-serve", "--address", "127.0.0.1", "--port", str(port), *files]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_in_kiwix_reads_searches_and_changes_the_language(
    browser: Browser, kiwix: str, packed: Path, kind: str
):
    context = browser.new_context(viewport=PHONE)
    tab = context.new_page()
    outside: list[str] = []
    failed: list[str] = []
    tab.on(
        "request",
        lambda request: None if request.url.startswith((kiwix, "data:")) else outside.append(request.url),
    )
    tab.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    tab.on("pageerror", lambda error: failed.append(str(error)))
    book = f"{kiwix}/{named(packed, kind).stem}"
    folder = "es/" if kind == "es" else ""
    tab.goto(f"{book}/{folder}index.html")
    expect(tab.locator("article")).to_contain_text("The word first.")
    assert tab.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Atkinson')
    assert tab.locator(".md-logo img").first.evaluate(
        "picture => picture.decode().then(() => picture.naturalWidth)"
    )
    tab.goto(f"{book}/{folder}search.html?q=first")
    expect(tab.locator("#site-results li a").first).to_be_visible()
    tab.locator("#site-results li a").first.click()
    expect(tab.locator("article")).to_contain_text("The word first.")
    tab.goto(f"{book}/{folder}about.html")
    if kind == "all":
        tab.locator(".site-language").first.click()
        expect(tab.locator("html")).to_have_attribute("lang", "es")
        assert tab.url.startswith(f"{book}/es/about.html")
    else:
        assert tab.locator(".site-language").count() == 0
    context.close()
    assert outside == []
    assert failed == []


@pytest.mark.parametrize("kind", KINDS)
def test_kiwix_finds_words_in_the_pages(kiwix: str, packed: Path, kind: str):
    with urlopen(f"{kiwix}/search?content={named(packed, kind).stem}&pattern=first", timeout=10) as answer:
        found = answer.read().decode()
    assert "about.html" in found


def test_without_a_site_there_is_a_sentence(tmp_path: Path):
    with pytest.raises(SystemExit, match=r"Run 'make site' first\."):
        main(tmp_path)


def test_a_long_title_is_cut_between_words():
    assert shortened("A guide to a subject", 30) == "A guide to a subject"
    assert len(shortened("A free and independent guide to a subject", 30)) <= 30
