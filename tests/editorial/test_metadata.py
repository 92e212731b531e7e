"""Pictures tell no more than they show, or it is said with the command that takes it out."""

from pathlib import Path

import pictures
import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from editorial.pages.metadata import told, without_metadata
from guides import Guide

PLACE = "the picture also tells the place where it was taken. Take that out of it: make pictures"
MAKER = "the picture also tells when, how or by whom it was made. Take that out of it: make pictures"


def exif(**tags: object) -> Image.Exif:
    made = Image.Exif()
    for name, value in tags.items():
        made[ExifTags.Base[name]] = value
    return made


def with_a_place() -> Image.Exif:
    made = Image.Exif()
    made[ExifTags.Base.GPSInfo] = {1: "N", 2: (52.0, 31.0, 12.0)}
    return made


def picture(kind: str = "RGB") -> Image.Image:
    return Image.linear_gradient("L").resize((40, 20)).convert(kind)


@pytest.mark.parametrize("suffix", ["jpg", "webp", "png", "avif"])
def test_the_place_of_a_photo_is_said_and_taken_out(tmp_path: Path, suffix: str):
    file = tmp_path / f"hand.{suffix}"
    picture().save(file, exif=with_a_place())
    assert told(file) == PLACE
    assert without_metadata(file)
    assert told(file) == ""
    with Image.open(file) as shown:
        assert shown.size == (40, 20)


def test_camera_and_comment_and_names_are_said_and_taken_out(tmp_path: Path):
    camera, comment, name = tmp_path / "a.jpg", tmp_path / "b.jpg", tmp_path / "c.png"
    picture().save(camera, exif=exif(Make="Camera"))
    picture().save(comment, comment=b"Patient X. Y.")
    texts = PngInfo()
    texts.add_text("Author", "A. B.")
    picture("RGBA").save(name, pnginfo=texts)
    for file in (camera, comment, name):
        assert told(file) == MAKER
        without_metadata(file)
        assert told(file) == ""
        assert b"X. Y." not in file.read_bytes()


def test_a_photo_that_is_turned_by_its_exif_stays_upright(tmp_path: Path):
    file = tmp_path / "a.jpg"
    picture().save(file, exif=exif(Orientation=6, Make="Camera"))
    without_metadata(file)
    with Image.open(file) as shown:
        assert shown.size == (20, 40)
        assert not shown.getexif()


def test_what_only_says_how_to_show_it_is_no_secret(tmp_path: Path):
    file = tmp_path / "a.jpg"
    picture().save(file, exif=exif(Orientation=1), dpi=(72, 72))
    before = file.read_bytes()
    assert told(file) == ""
    assert not without_metadata(file)
    assert file.read_bytes() == before


def test_notes_in_a_drawing_are_said_and_taken_out(tmp_path: Path):
    file = tmp_path / "a.svg"
    file.write_text('<svg xmlns="x"><!-- for X. Y. --><metadata>A. B.</metadata><path d="M0"/></svg>')
    assert "what was noted" in told(file)
    without_metadata(file)
    assert file.read_text() == '<svg xmlns="x"><path d="M0"/></svg>'


@pytest.mark.parametrize("raw", [b"", b"no picture", b"\xff\xd8\xff\xe1\xff\xff"])
def test_what_is_no_picture_tells_nothing(tmp_path: Path, raw: bytes):
    file = tmp_path / "a.jpg"
    file.write_bytes(raw)
    assert told(file) == ""
    assert not without_metadata(file)


def test_the_command_names_what_it_changed(guide: Guide, capsys: pytest.CaptureFixture[str]):
    for language in ("en", "es"):
        picture().save(guide.folder / f"docs/{language}/hand.jpg", exif=with_a_place())
    assert any("hand.jpg:1: the picture also tells the place" in line for line in guide.build())
    assert pictures.main(guide.folder) == 0
    assert "Written again without it: docs/es/hand.jpg" in capsys.readouterr().out
    assert guide.build() == []
