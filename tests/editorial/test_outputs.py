"""Files of the last site that say the same are taken, and no others."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from editorial.site.outputs import write_text


@pytest.fixture
def last(tmp_path: Path) -> Path:
    file = tmp_path / "last.html"
    file.write_text("Año", encoding="utf-8")
    return file


def is_taken(last: Path, text: str = "Año") -> bool:
    """Whether a new file is the last one; in any case it says what it should."""
    file = last.parent / "site/part/new.html"
    write_text(file, text, last=last)
    assert file.read_text("utf-8") == text
    assert file.is_file()
    assert not file.is_symlink()
    return os.path.lexists(last) and file.stat().st_ino == last.lstat().st_ino


def test_a_file_that_says_the_same_is_taken(last: Path):
    assert is_taken(last)


@pytest.mark.parametrize("text", ["Ano", "Años", ""])
def test_a_file_that_says_something_else_is_written(last: Path, text: str):
    assert not is_taken(last, text)
    assert last.read_text("utf-8") == "Año"


def gone(file: Path) -> None:
    file.unlink()


def a_link(file: Path) -> None:
    file.rename(file.with_name("elsewhere"))
    file.symlink_to("elsewhere")


def named_elsewhere(file: Path) -> None:
    file.with_name("elsewhere").hardlink_to(file)


def open_to_others_than_new_files(file: Path) -> None:
    file.chmod(file.stat().st_mode ^ 0o040)


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.parametrize(
    "spoil", [gone, a_link, named_elsewhere, open_to_others_than_new_files, a_folder, a_pipe]
)
def test_what_somebody_made_of_a_file_is_not_taken(last: Path, spoil: Callable[[Path], None]):
    spoil(last)
    assert not is_taken(last)


def test_where_no_file_can_have_two_names_it_is_written(last: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    assert not is_taken(last)
