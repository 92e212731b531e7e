from datetime import UTC, date, datetime

import pytest

from editorial.revisions import revision_problems

TODAY = date(2026, 11, 23)


def said(**meta: object) -> list[str]:
    return list(revision_problems(meta, today=TODAY))


@pytest.mark.parametrize("day", [TODAY, date(2025, 1, 31)])
def test_a_day_up_to_today_is_right(day):
    assert said(last_revised=day) == []


def test_a_missing_date_is_said_with_what_to_write():
    (text,) = said()
    assert text == (
        "has no 'last_revised' date. Between the '---' lines at the top of the file, write the day on "
        "which someone last checked the page against its sources: last_revised: 2026-11-23"
    )


@pytest.mark.parametrize(
    "value", ["23/11/2026", "yesterday", 2026, True, ["x"], datetime(2026, 1, 1, 10, tzinfo=UTC)]
)
def test_what_is_not_a_day_is_said_as_written(value):
    (text,) = said(last_revised=value)
    assert text == (
        f"'last_revised' is not a date: '{value}'. "
        "Write year, month and day, like this: last_revised: 2026-11-23"
    )


def test_a_day_to_come_is_said():
    (text,) = said(last_revised=date(2026, 11, 24))
    assert text.startswith("'last_revised' is in the future: 2026-11-24.")
