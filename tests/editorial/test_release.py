"""What a release tells readers and maintainers, from the pages' own changes and from the commits."""

from datetime import date

from editorial.build.release import Edition, News, for_maintainers, for_readers, news, with_release
from editorial.pages.frontmatter import WORDING, Change
from editorial.words import Words

OLD = Change(date(2026, 11, 1), "First version.")
NEW = Change(date(2026, 11, 20), "Names two more tests.")
WORDS = {
    "en": Words("en", {"release.new": "A new page.", "release.nothing": "Nothing changed."}, {}),
    "es": Words("es", {"release.new": "Página nueva.", "release.nothing": "Nada cambió."}, {}),
}
NAMES = {"en": "English", "es": "Español"}


def edition(*changes: Change, language: str = "en", title: str = "Neck") -> Edition:
    return Edition(language, title, changes)


def test_what_the_last_release_had_is_no_news():
    before = {"docs/en/a.md": edition(OLD)}
    assert news(before, {"docs/en/a.md": edition(NEW, OLD)}, "en") == [News("Neck", [NEW])]
    assert news(before, before, "en") == []


def test_other_words_for_the_same_are_no_news():
    wording = NEW._replace(kind=WORDING)
    assert news({"docs/en/a.md": edition(OLD)}, {"docs/en/a.md": edition(wording, OLD)}, "en") == []


def test_a_new_page_is_told_as_one():
    assert news({}, {"docs/en/a.md": edition(OLD)}, "en") == [News("Neck", ())]


def test_a_page_that_moved_is_not_new():
    before, now = {"docs/en/a.md": edition(OLD)}, {"docs/en/b.md": edition(NEW, OLD)}
    assert news(before, now, "en") == [News("Neck", [NEW])]


def test_each_language_is_told_of_its_own_pages():
    now = {"docs/en/a.md": edition(NEW), "docs/es/a.md": edition(NEW, language="es", title="Cuello")}
    assert news({"docs/en/a.md": edition(NEW)}, now, "es") == [News("Cuello", ())]


def test_the_part_of_a_release_for_readers():
    found = {"en": [News("Neck", [NEW, OLD]), News("Groin", ())], "es": []}
    assert for_readers("v2026.11.28", found, NAMES, WORDS) == (
        "## v2026.11.28\n\n### English\n\n"
        "- **Neck** (2026-11-20): Names two more tests.\n- **Neck** (2026-11-01): First version.\n"
        "- **Groin**: A new page.\n\n### Español\n\nNada cambió.\n"
    )


def test_what_a_page_or_a_commit_says_is_text():
    evil = Change(date(2026, 11, 20), "a\n## <b>@ana</b> ![x](https://example.org)")
    said = for_readers("v1", {"en": [News("*x*", [evil])]}, NAMES, WORDS)
    assert said.splitlines()[-1] == (
        r"- **\*x\*** (2026-11-20): a \#\# &lt;b&gt;\@ana&lt;/b&gt; !\[x\](https://example.org)"
    )
    assert for_maintainers("v1", ["<b>`x`</b>\r@ana"]) == "## v1\n\n- &lt;b&gt;\\`x\\`&lt;/b&gt; \\@ana\n"


def test_the_newest_release_stands_first_and_those_before_it_as_they_were():
    first = with_release("# What changed\n\nFor readers.\n", "## v1\n\n- One.\n")
    second = with_release(first, "## v2\n\n- Two.\n")
    assert second == "# What changed\n\nFor readers.\n\n## v2\n\n- Two.\n\n## v1\n\n- One.\n"
