"""A guide is made of its own files alone: pictures are in every edition, and no build asks the network."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import Browser

from conftest import write_small_guide
from editions import checked
from guides import ROOT, Guide, make, make_folder

pytestmark = pytest.mark.slow

#: What refuses the network to every program of a build, and writes down who asks.
CUT = ROOT / "tests/cut"
FORMATS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}
#: A colour for each, which nothing else on a page has.
COLORS = {
    "png": (200, 0, 90),
    "jpg": (0, 90, 200),
    "webp": (90, 200, 0),
    "avif": (200, 90, 0),
    "gif": (0, 200, 90),
}
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40" width="60" height="40">
<rect width="60" height="40" fill="#9000c8"/></svg>
"""
NAMES = [*(f"node-{ending}.{ending}" for ending in FORMATS), "node-svg.svg"]
OUTSIDE = "https://outside.example.org"


def with_pictures(guide: Guide) -> None:
    """Write a page with a picture of each kind, and with all that could make a build ask the network."""
    for language in ("en", "es"):
        for ending, kind in FORMATS.items():
            target = BytesIO()
            Image.new("RGB", (60, 40), COLORS[ending]).save(target, kind)
            (guide.folder / f"docs/{language}/node-{ending}.{ending}").write_bytes(target.getvalue())
        guide.write(f"docs/{language}/node-svg.svg", DRAWING)
    shown = "\n\n".join(f"![A node, {name}]({name})" for name in NAMES)
    guide.write_both("about.md", "About", f"\nSee [the other site]({OUTSIDE}/a) [@doe2019].\n\n{shown}\n")
    guide.write(
        "bib/references.bib",
        "@article{doe2019, title = {Cells}, journal = {J Ex}, year = {2019}, doi = {10.1000/1},\n"
        f"  url = {{{OUTSIDE}/b}}, evidence = {{review}}, seen = {{full text}}}}\n",
    )
    guide.write_both("offline.md", "Offline", "\n## Downloads {#downloads}\n", "template: offline.html\n")
    guide.set(screen_only="[offline.md]")


def cut_off() -> list[str]:
    """Return the command under which a machine has no network, where it lets anybody do that."""
    command = ["unshare", "--map-root-user", "--net"]
    found = shutil.which(command[0]) and not subprocess.run([*command, "true"], check=False).returncode
    return command if found else []


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    """A guide with pictures, made by `make site` without a network, to be published under an address."""
    guide = write_small_guide(tmp_path_factory.mktemp("alone"))
    with_pictures(guide)
    make_folder(guide)
    done = make(
        guide.folder,
        "site",
        under=cut_off(),
        SITE_URL=f"{OUTSIDE}/guide/",
        REPO_URL=f"{OUTSIDE}/repository",
        PYTHONPATH=str(CUT),
        CUT_LIST=str(guide.folder / "asked"),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return guide


def test_no_program_of_a_build_asks_the_network(alone: Guide):
    asked = alone.folder / "asked"
    assert not asked.exists(), asked.read_text("utf-8")
    assert f'href="{OUTSIDE}/guide/about.html"' in alone.html("about.html")


@pytest.mark.parametrize(
    "program",
    [
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')",
        "import socket; socket.getaddrinfo('outside.example.org', 80)",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 53))",
        "import httpx; httpx.get('http://192.0.2.1')",
    ],
)
def test_a_program_that_asks_the_network_is_caught(program: str, tmp_path: Path):
    environment = os.environ | {"PYTHONPATH": str(CUT), "CUT_LIST": str(tmp_path / "asked")}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=False)
    assert done.returncode
    assert "socket." in (tmp_path / "asked").read_text("utf-8")


@pytest.mark.parametrize("name", ["about.pdf", "about-large.pdf", "downloads/cup-guide-en-2026-11-23.pdf"])
def test_each_picture_of_a_page_is_in_its_pdfs(alone: Guide, name: str):
    with pikepdf.open(alone.folder / "site" / name) as pdf:
        colors = set()
        for sheet in pdf.pages:
            for picture in sheet.get_images().values():
                color = pikepdf.PdfImage(picture).as_pil_image().convert("RGB").getpixel((30, 20))
                colors.add(tuple(round(one / 40) for one in color))
        drawn = b"".join(
            stream.read_bytes()
            for stream in pdf.objects
            if isinstance(stream, pikepdf.Stream)
            and stream.get("/Subtype") != "/Image"
            and "/Length1" not in stream
        )
    assert {tuple(round(one / 40) for one in color) for color in COLORS.values()} <= colors
    assert re.search(rb"0\.5647\d* 0 0\.7843\d* (?:rg|scn?)", drawn)  # What the drawing is filled with.


def test_each_picture_of_a_page_is_in_the_epub_and_opens_there(alone: Guide):
    path = alone.folder / "site/downloads/cup-guide-en-2026-11-23.epub"
    with zipfile.ZipFile(path) as book:
        page = book.read("EPUB/about.xhtml").decode()
        for name in NAMES:
            # Readers of books need not know AVIF.
            kept = f"{name}.png" if name.endswith(".avif") else name
            assert f'src="{kept}"' in page
            if kept == name:
                assert book.read(f"EPUB/{name}") == (alone.folder / "site" / name).read_bytes()
        with Image.open(BytesIO(book.read("EPUB/node-avif.avif.png"))) as turned:
            red, green, blue = turned.convert("RGB").getpixel((30, 20))
        assert max(abs(red - 200), abs(green - 90), abs(blue)) < 8
    result = checked(path)
    assert result.messages == []
    assert result.valid


def test_each_picture_of_a_page_is_in_the_zip_and_is_shown_from_disk(
    alone: Guide, browser: Browser, tmp_path: Path
):
    with zipfile.ZipFile(alone.folder / "site/downloads/cup-guide-2026-11-23.zip") as archive:
        archive.extractall(tmp_path / "Guía")
    context = browser.new_context(offline=True)
    tab = context.new_page()
    for page in ("about.html", "es/about.html"):
        tab.goto(f"{(tmp_path / 'Guía').as_uri()}/{page}")
        tab.wait_for_load_state()
        for picture in tab.locator("article img").all():
            picture.scroll_into_view_if_needed()
        sizes = tab.eval_on_selector_all(
            "article img", "all => Promise.all(all.map(one => one.decode().then(() => one.naturalWidth)))"
        )
        assert sizes == [60] * len(NAMES), page
    context.close()
