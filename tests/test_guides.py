"""The small guides of tests: what one build leaves behind never changes the next."""

from guides import Guide


def test_a_build_that_ended_strictly_leaves_no_old_file_in_a_later_one(guide: Guide):
    guide.write_both("about.md", "About")
    guide.write_both("about.md", "About", "{% broken %}\n[x](nowhere.md)")
    assert guide.build() != []
    (guide.folder / "site/old.html").write_text("old", encoding="utf-8")
    guide.write_both("about.md", "About")
    assert guide.build() == []
    assert not (guide.folder / "site/old.html").exists()
