"""The small guides of tests: what one build leaves behind never changes the next."""

from pathlib import Path

import pytest

from guides import Guide, made_once


def test_a_build_that_ended_strictly_leaves_no_old_file_in_a_later_one(guide: Guide):
    guide.write_both("about.md", "About")
    guide.write_both("about.md", "About", "{% broken %}\n[x](nowhere.md)")
    assert guide.build() != []
    (guide.folder / "site/old.html").write_text("old", encoding="utf-8")
    guide.write_both("about.md", "About")
    assert guide.build() == []
    assert not (guide.folder / "site/old.html").exists()


def test_what_workers_share_is_made_once_and_anew_after_a_failure(tmp_path_factory: pytest.TempPathFactory):
    begun: list[str] = []

    def fail(folder: Path) -> None:
        folder.mkdir()
        (folder / "half").touch()
        raise OSError("no room")

    def make_it(folder: Path) -> None:
        folder.mkdir()
        begun.append(folder.name)

    with pytest.raises(OSError, match="no room"):
        made_once(tmp_path_factory, "some/folder", fail)
    made = [made_once(tmp_path_factory, "some/folder", make_it) for _ in range(2)]
    assert begun == ["folder"]
    assert made[0] == made[1]
    assert [*made[0].iterdir()] == []
