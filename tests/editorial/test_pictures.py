"""Pictures: opened as browsers would, without programs in them, and without words on their making."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from editorial.pages.pictures import picture_fault, without_words

KINDS = {".png": "PNG", ".jpg": "JPEG", ".webp": "WEBP", ".avif": "AVIF", ".gif": "GIF"}


def made(suffix: str, **options: object) -> bytes:
    target = BytesIO()
    Image.new("RGB", (40, 20), (200, 30, 90)).save(target, KINDS[suffix], **options)
    return target.getvalue()


def place() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[2] = (40.0, 25.0, 0.0)
    return exif


@pytest.mark.parametrize("suffix", KINDS)
def test_a_plain_picture_has_no_fault(suffix: str):
    assert picture_fault(made(suffix), suffix) == ""


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".avif"])
def test_what_a_camera_wrote_is_said_and_can_be_taken_out(suffix: str):
    raw = made(suffix, exif=place())
    assert "carries words on its making (EXIF)" in picture_fault(raw, suffix)
    clean = without_words(raw, suffix)
    assert picture_fault(clean, suffix) == ""
    assert b"A camera" not in clean
    with Image.open(BytesIO(clean)) as picture:
        assert picture.size == (40, 20)


def test_a_picture_that_lies_on_its_side_is_upright_without_the_words_that_say_so():
    exif = place()
    exif[0x0112] = 6
    with Image.open(BytesIO(without_words(made(".jpg", exif=exif), ".jpg"))) as picture:
        assert picture.size == (20, 40)


def test_other_words_are_said():
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "A name")
    assert "(Author)" in picture_fault(made(".png", pnginfo=words), ".png")
    assert "(comment)" in picture_fault(made(".jpg", comment=b"A name"), ".jpg")
    assert "(xmp)" in picture_fault(made(".webp", xmp=b"<x:xmpmeta/>"), ".webp")


@pytest.mark.parametrize("suffix", KINDS)
def test_a_picture_that_is_cut_or_of_another_kind_is_said(suffix: str):
    raw = made(suffix)
    assert picture_fault(raw[: len(raw) * 2 // 3], suffix)
    other = ".png" if suffix != ".png" else ".gif"
    assert "cannot be opened as a picture of the kind" in picture_fault(made(other), suffix)


@pytest.mark.parametrize("suffix", [".jpg", ".svg"])
def test_a_note_in_place_of_a_picture_says_how_to_fetch_it(suffix: str):
    note = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"
    assert "git lfs pull" in picture_fault(note, suffix)


def test_what_follows_a_picture_is_said():
    assert "something follows" in picture_fault(made(".png") + b"<script>x()</script>", ".png")
    assert "something follows" in picture_fault(made(".jpg") + b"PK\x03\x04", ".jpg")


def test_a_picture_that_unpacks_into_all_of_the_memory_is_not_unpacked():
    size = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", size), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    assert picture_fault(bomb, ".png")


def test_a_drawing_of_shapes_has_no_fault():
    drawing = (
        "<?xml version='1.0' encoding='UTF-8'?><svg xmlns='http://www.w3.org/2000/svg' "
        "xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 9 9'><title>A</title><defs><linearGradient id='g'>"
        "<stop offset='0' stop-color='#fff'/></linearGradient><path id='p' d='M0 0'/></defs>"
        "<g style='fill: url(#g)'><use xlink:href='#p'/><use href='#p'/></g><text xml:space='preserve'>ñ</text></svg>"
    )
    assert picture_fault(drawing.encode(), ".svg") == ""


def test_drawings_that_use_each_other_do_not_grow_without_end():
    levels = "".join(f"<g id='a{n + 1}'>" + f"<use href='#a{n}'/>" * 9 + "</g>" for n in range(9))
    bomb = f"<svg xmlns='http://www.w3.org/2000/svg'><g id='a0'><path d='M0'/></g>{levels}</svg>"
    assert "'<use>' that draws more than" in picture_fault(bomb.encode(), ".svg")
    fills = "".join(
        f"<pattern id='p{n + 1}'>" + f"<path fill='url(#p{n})' d='M0'/>" * 9 + "</pattern>" for n in range(9)
    )
    bomb = f"<svg xmlns='http://www.w3.org/2000/svg'><pattern id='p0'/>{fills}</svg>"
    assert "'<use>' that draws more than" in picture_fault(bomb.encode(), ".svg")


def test_a_drawing_nested_ten_thousand_deep_is_a_sentence():
    deep = "<svg xmlns='http://www.w3.org/2000/svg'>" + "<g>" * 10_000 + "</g>" * 10_000 + "</svg>"
    assert picture_fault(deep.encode(), ".svg")


@given(st.binary(max_size=500), st.sampled_from([*KINDS, ".svg"]))
def test_any_bytes_are_a_picture_or_a_sentence(raw: bytes, suffix: str):
    assert isinstance(picture_fault(raw, suffix), str)


@given(st.data())
def test_any_damage_to_a_picture_is_a_sentence_or_does_no_harm(data: st.DataObject):
    suffix = data.draw(st.sampled_from([*KINDS]))
    raw = bytearray(made(suffix))
    for _ in range(data.draw(st.integers(1, 5))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(picture_fault(bytes(raw), suffix), str)


@given(st.text(alphabet="<>/svg'\"=&;#!?-[] xmlnsCDATA:use href", max_size=200))
def test_any_drawing_is_one_or_a_sentence(text: str):
    assert isinstance(
        picture_fault(f"<svg xmlns='http://www.w3.org/2000/svg'>{text}</svg>".encode(), ".svg"), str
    )
