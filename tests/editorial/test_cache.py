"""What is kept is taken only if it is what was kept, under the name that it was kept under."""

from pathlib import Path

import pytest

from editorial.build.cache import Cache


def test_what_was_kept_comes_back(tmp_path: Path):
    cache = Cache(tmp_path / "kept")
    assert cache.get("a") is None
    cache.put("a", b"whole")
    assert cache.get("a") == b"whole"


@pytest.mark.parametrize("spoiled", [b"", b"x" * 10, b"x" * 100])
def test_what_was_spoiled_is_made_again(tmp_path: Path, spoiled: bytes):
    cache = Cache(tmp_path)
    cache.put("a", b"whole")
    (file,) = tmp_path.iterdir()
    file.write_bytes(spoiled)
    assert cache.get("a") is None


def test_what_was_cut_or_changed_in_one_byte_is_made_again(tmp_path: Path):
    cache = Cache(tmp_path)
    cache.put("a", b"whole")
    (file,) = tmp_path.iterdir()
    raw = file.read_bytes()
    for damaged in [
        raw[:-1],
        raw + b"x",
        *(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :] for at in range(len(raw))),
    ]:
        file.write_bytes(damaged)
        assert cache.get("a") is None


def test_what_was_kept_under_another_name_is_foreign(tmp_path: Path):
    cache = Cache(tmp_path)
    cache.put("a", b"one")
    cache.put("b", b"two")
    (tmp_path / "a.kept").replace(tmp_path / "b.kept")
    assert cache.get("b") is None


def test_what_is_of_no_use_any_more_goes(tmp_path: Path):
    cache = Cache(tmp_path)
    cache.put("a", b"one")
    cache.put("b", b"two")
    cache.prepare("c", b"three")
    (tmp_path / "notes.txt").write_text("mine")
    cache.keep(["b"])
    assert sorted(file.name for file in tmp_path.iterdir()) == ["b.kept", "notes.txt"]
