"""`make fix` on a guide: each change is shown, the rest is left, and a second run finds nothing."""

import os
import subprocess
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import fix
import pytest
from PIL import Image

from editorial.pages.files import LARGEST_PICTURE
from editorial.pages.pictures import for_web, from_camera, picture_fault
from guides import AS_ANYBODY, TODAY, Guide, make, make_folder, page, png, translation

pytestmark = pytest.mark.slow

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(TODAY.timestamp())))


def test_what_a_build_says_of_a_page_is_put_right_shown_and_not_said_again(guide: Guide, capsys: Said):
    text = page("About", "\n## Key points\n\nTell them:\n- where\u200b\n- when\n").replace(
        "2026-11-23", "2026/11/23"
    )
    (guide.folder / "docs/en/about.md").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    guide.write(
        "docs/es/about.md", translation("Acerca", "\n## Puntos clave\n\nDígales:\n\n- dónde\n- cuándo\n")
    )
    assert len(guide.build()) >= 5
    assert fix.main("", guide.folder) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("docs/en/about.md: is stored as all others now")
    for line in (
        "-last_revised: 2026/11/23",
        "+last_revised: 2026-11-23",
        "-- where<U+200B>",
        "+- where",
        "+## Puntos clave {#key-points}",
    ):
        assert line in said
    assert said[-1].startswith("2 files were repaired.")
    assert guide.build() == []
    assert fix.main("", guide.folder) == 0
    assert capsys.readouterr().out == "Nothing to repair.\n"


def test_a_file_without_a_slip_is_not_touched(guide: Guide, capsys: Said):
    files = [path for path in guide.folder.rglob("*") if path.is_file()]
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in files}
    guide.write("docs/en/about.md", page("About", "\nA\u200b lump.\n"))
    assert fix.main("", guide.folder) == 0
    changed = [path for path in files if (path.stat().st_mtime_ns, path.stat().st_ino) != before[path]]
    assert changed == [guide.folder / "docs/en/about.md"]
    assert [*guide.folder.rglob("*.part")] == []


def test_one_page_alone(guide: Guide, capsys: Said):
    for language in ("en", "es"):
        path = f"docs/{language}/about.md"
        guide.write(path, (guide.folder / path).read_text() + "\n## Neck\n")
    assert fix.main("docs/es/about.md", guide.folder) == 0
    assert "{#neck}" in (guide.folder / "docs/es/about.md").read_text()
    assert "{#neck}" not in (guide.folder / "docs/en/about.md").read_text()


@pytest.mark.parametrize(
    "path", ["docs/en/none.md", "../x.md", "mkdocs.yml", "/etc/passwd", "docs/en/about.md\n\x1b[31m"]
)
def test_what_is_no_file_of_the_guide_is_one_sentence(guide: Guide, capsys: Said, path: str):
    assert fix.main(path, guide.folder) == 1
    said = capsys.readouterr().out
    assert "is no file of the guide" in said
    assert said.count("\n") == 1
    assert "\x1b" not in said


def test_a_source_that_the_guide_has_is_cited_by_its_key_and_the_bibliography_is_in_order(
    guide: Guide, capsys: Said
):
    bibliography = guide.folder / "bib/references.bib"
    first = bibliography.read_text()
    second = first.replace("doe2019", "abe2019").replace("{Cells}", "{Other cells}, doi = {10.1000/abe.2019}")
    bibliography.write_text(f"{first}\n{second}")
    guide.write_both("about.md", "About", "\nIt helps (doi:10.1000/abe.2019).\n")
    assert fix.main("", guide.folder) == 0
    assert "It helps [@abe2019]." in (guide.folder / "docs/es/about.md").read_text()
    assert bibliography.read_text().index("abe2019") < bibliography.read_text().index("doe2019")


def test_a_list_with_the_line_ends_of_windows_is_stored_as_all_others(guide: Guide, capsys: Said):
    file = guide.folder / "docs/glossary.yml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert fix.main("docs/glossary.yml", guide.folder) == 0
    assert b"\r" not in file.read_bytes()


def test_a_page_in_another_encoding_is_left_byte_by_byte(guide: Guide, capsys: Said):
    raw = page("About", "\nJosé\u00a0\n").encode("windows-1252")
    (guide.folder / "docs/en/about.md").write_bytes(raw)
    assert fix.main("", guide.folder) == 0
    assert (guide.folder / "docs/en/about.md").read_bytes() == raw


def test_a_folder_that_cannot_be_written_is_one_sentence(guide: Guide):
    make_folder(guide)
    guide.write("docs/en/about.md", page("About", "\nA\u200b lump.\n"))
    (guide.folder / "docs/en").chmod(0o555)
    done = make(guide.folder, "fix", under=AS_ANYBODY)
    assert done.stderr.startswith(f"cannot write '{guide.folder}/docs/en/.about.md.")
    assert "Traceback" not in done.stderr
    assert "\u200b" in (guide.folder / "docs/en/about.md").read_text()


# --- translations ---------------------------------------------------------------------------------


def commit(folder: Path) -> None:
    """Commit all on the day that the pages give."""
    day = {"GIT_AUTHOR_DATE": "2026-11-23T12:00Z", "GIT_COMMITTER_DATE": "2026-11-23T12:00Z"}
    person = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], [*person, "commit", "-q", "-m", "All"]):
        subprocess.run(["git", *command], cwd=folder, check=True, env=os.environ | day)


@pytest.mark.parametrize(
    ("now", "renders"),
    [
        ("About 7 of 10 people may stay.", True),
        ("About 7 of 10 people may stay. Ask your nurse.", False),
        ("About 7 of 10 people may not stay.", False),
        ("About 8 of 10 people may stay.", False),
    ],
    ids=["checked again", "a sentence more", "a word of strength more", "another number"],
)
def test_a_translation_is_of_the_day_of_an_original_whose_medicine_is_the_same(
    guide: Guide, capsys: Said, now: str, renders: bool
):
    guide.write("docs/en/about.md", page("About", "\nAbout 7 of 10 people may stay.\n"))
    guide.write("docs/es/about.md", translation("Acerca", "\nUnas 7 de cada 10 personas pueden quedarse.\n"))
    commit(guide.folder)
    guide.write("docs/en/about.md", page("About", f"\n{now}\n").replace("2026-11-23", "2026-11-24"))
    assert fix.main("", guide.folder) == 0
    text = (guide.folder / "docs/es/about.md").read_text()
    assert ("translated_from: 2026-11-24" in text) == renders
    assert ("translated_from: 2026-11-23" in text) == (not renders)


def test_without_a_history_no_translation_is_said_to_be_of_another_day(guide: Guide, capsys: Said):
    guide.write("docs/en/about.md", page("About").replace("2026-11-23", "2026-11-24"))
    assert fix.main("", guide.folder) == 0
    assert capsys.readouterr().out == "Nothing to repair.\n"


# --- pictures -------------------------------------------------------------------------------------


def photo(width: int, height: int, kind: str = "JPEG", *, exif: bool = True) -> bytes:
    """A picture with grain, as a phone takes it: with its place, and lying on its side."""
    words = Image.Exif()
    if exif:
        words[0x0112], words[0x010F], words[0x8825] = 6, "Phone", {1: "N", 2: (19.0, 26.0, 0.0)}
    target = BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(target, kind, exif=words, quality=95)
    return target.getvalue()


@pytest.mark.parametrize(("kind", "suffix"), [("JPEG", ".jpg"), ("WEBP", ".webp"), ("PNG", ".png")])
def test_a_heavy_picture_becomes_light_enough_upright_and_says_nothing_of_its_making(kind: str, suffix: str):
    raw = photo(*{"JPEG": (2400, 1800), "WEBP": (1800, 1350), "PNG": (1400, 1000)}[kind], kind)
    assert len(raw) > LARGEST_PICTURE * 2
    after = for_web(raw, suffix, most=LARGEST_PICTURE * 2)
    assert after is not None
    assert len(after) <= LARGEST_PICTURE * 2
    assert picture_fault(after, suffix) == ""
    with Image.open(BytesIO(after)) as picture:
        assert picture.height > picture.width
    assert for_web(after, suffix, most=LARGEST_PICTURE * 2) is None


def test_a_picture_that_is_right_or_none_or_moves_or_would_be_too_small_is_left():
    frames = [Image.new("RGB", (9, 9), color) for color in ("red", "blue")]
    moving = BytesIO()
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:], comment=b"x")
    assert for_web(png(40, 40), ".png", most=LARGEST_PICTURE) is None
    assert for_web(b"no picture", ".jpg", most=LARGEST_PICTURE) is None
    assert for_web(moving.getvalue(), ".gif", most=LARGEST_PICTURE) is None
    assert for_web(photo(900, 900), ".jpg", most=1000) is None
    assert for_web(b"<svg/>", ".svg", most=1) is None


def test_a_picture_with_a_second_one_in_it_keeps_the_first():
    first, second = Image.new("RGB", (60, 40), "red"), Image.new("RGB", (30, 20), "blue")
    words = Image.Exif()
    words[0x010F] = "Phone"
    target = BytesIO()
    first.save(target, "MPO", save_all=True, append_images=[second], exif=words)
    after = for_web(target.getvalue(), ".jpg", most=LARGEST_PICTURE)
    assert after is not None
    with Image.open(BytesIO(after)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (60, 40))


def test_pictures_of_a_guide_are_said_with_their_bytes(guide: Guide, capsys: Said):
    raw = photo(300, 200)
    (guide.folder / "docs/en/node.jpg").write_bytes(raw)
    assert fix.main("", guide.folder) == 0
    assert capsys.readouterr().out.startswith(f"docs/en/node.jpg: {len(raw):,} bytes are ")
    assert picture_fault((guide.folder / "docs/en/node.jpg").read_bytes(), ".jpg") == ""


#: What a phone saves: 48 by 64 points, blue above on the right, turned in its EXIF, with the maker and a place in it.
HEIC = b64decode(
    """
    AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAA
    AAAERAAAIAAQAAAAAB7AABAAAAAAAAADMAAgAAAAACHwABAAAAAAAAAFQAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVp
    bmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABB2lwcnAAAADmaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGE
    ABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkA
    AAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEH
    BpeGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAAI9tZGF0AAAA
    LygBrxmA94RJf/BCiNLzaDNXivsJhj6z/IDGsrjIztiG4lP7AODxO+7IHhiEjwWAAAAABkV4aWYAAE1NACoAAAAIAAMBDwACAAAABgAAADIBEg
    ADAAAAAQAGAACIJQAEAAAAAQAAADgAAAAATWFrZXIAAAEAAQACAAAAAk4AAAAAAAAA
    """
)


def test_what_a_phone_saves_becomes_a_jpg_upright_without_its_place():
    made = from_camera(HEIC, most=LARGEST_PICTURE)
    assert made is not None
    assert picture_fault(made, ".jpg") == ""
    with Image.open(BytesIO(made)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (48, 64), {})
        left, right = (picture.getpixel((x, 5)) for x in (5, 43))
    assert left[0] > 150 > left[2]
    assert right[2] > 150 > right[0]


@pytest.mark.parametrize("raw", [b"", b"no picture", HEIC[:100], HEIC[:400], png(4, 4)])
def test_what_only_calls_itself_so_is_left(raw: bytes):
    assert from_camera(raw, most=LARGEST_PICTURE) is None


def test_what_a_phone_saved_is_replaced_on_its_pages_too(guide: Guide, capsys: Said):
    (guide.folder / "docs/en/IMG_1.HEIC").write_bytes(HEIC)
    text = '\n![A node](IMG_1.HEIC)\n\nThe file IMG_1.HEIC is large; ![More](sub/IMG_1.HEIC "Node") and ![No](a-IMG_1.HEIC).\n'
    guide.write("docs/en/about.md", page("About", text))
    assert fix.main("docs/en/IMG_1.HEIC", guide.folder) == 0
    assert "docs/en/IMG_1.HEIC: is 'img-1.jpg' now" in capsys.readouterr().out
    assert not (guide.folder / "docs/en/IMG_1.HEIC").exists()
    assert (guide.folder / "docs/en/img-1.jpg").read_bytes().startswith(b"\xff\xd8")
    written = (guide.folder / "docs/en/about.md").read_text()
    assert "![A node](img-1.jpg)" in written
    assert "![No](a-IMG_1.HEIC)" in written
    assert '![More](sub/IMG_1.HEIC "Node")' in written
    assert fix.main("", guide.folder) == 0
    assert capsys.readouterr().out == "Nothing to repair.\n"


def test_what_a_phone_saved_stays_where_a_picture_has_its_name_or_it_cannot_be_read(
    guide: Guide, capsys: Said
):
    for name, raw in (("node.heic", HEIC), ("node.jpg", b""), ("other.heic", b"none")):
        (guide.folder / "docs/en" / name).write_bytes(raw)
    assert fix.main("", guide.folder) == 0
    assert capsys.readouterr().out == "Nothing to repair.\n"
    assert {"node.heic", "other.heic"} < {file.name for file in (guide.folder / "docs/en").iterdir()}
