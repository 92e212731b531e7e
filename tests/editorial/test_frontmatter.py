from datetime import date
from pathlib import Path

import pytest
import yaml

from editorial.pages.frontmatter import Change, FrontMatter, key_line, read_front_matter, revision_problems
from guides import read_table

TODAY, BEGAN = date(2026, 11, 23), date(2026, 1, 1)
CASES = read_table(Path(__file__).parent / "frontmatter.yml")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_said_of_a_front_matter(case):
    page, findings = read_front_matter(case["page"], today=TODAY)
    original = read_front_matter(case["original"], today=TODAY)[0] if "original" in case else None
    findings += revision_problems(case["page"], page, original=original, today=TODAY, began=BEGAN)
    assert [text for _, text in findings] == case["says"]


def test_the_table_is_large_enough_to_judge_by():
    assert len(CASES) >= 40


def test_what_is_not_said_is_never_made_up():
    assert read_front_matter({}, today=TODAY)[0] == FrontMatter()


def test_a_front_matter_is_read_into_days_and_changes():
    meta = yaml.safe_load(
        "last_revised: 2026-11-23\nreviewed_by: A. Person \nreviewed_on: 2026-11-23\n"
        "changes:\n  - 2026-11-23: Doses checked.\ndiffers: {a: b}\n"
    )
    assert read_front_matter(meta, today=TODAY) == (
        FrontMatter(
            last_revised=TODAY,
            reviewed_by="A. Person",
            reviewed_on=TODAY,
            changes=(Change(TODAY, "Doses checked."),),
            differs={"a": "b"},
        ),
        [],
    )


def test_the_line_of_a_key_is_that_in_the_front_matter():
    source = "---\ntitle: T\nlast_revised: 2026-11-23\n---\n# T\n\nreview_due: no\n"
    assert [key_line(key, source) for key in ("title", "last_revised", "review_due")] == [2, 3, 1]
