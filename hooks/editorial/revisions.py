"""The front matter and today: what is wrong with a page's dates."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime


def revision_problems(meta: Mapping[str, object], *, today: date) -> Iterator[str]:
    """Say what is wrong with a page's ``last_revised`` date, in an editor's words.

    ``last_revised`` is the day on which someone last checked the page's medicine against its sources.
    """
    revised = meta.get("last_revised")
    if revised is None:
        yield (
            "has no 'last_revised' date. Between the '---' lines at the top of the file, write the day on "
            f"which someone last checked the page against its sources: last_revised: {today}"
        )
    elif not isinstance(revised, date) or isinstance(revised, datetime):
        yield (
            f"'last_revised' is not a date: '{revised}'. "
            f"Write year, month and day, like this: last_revised: {today}"
        )
    elif revised > today:
        yield (
            f"'last_revised' is in the future: {revised}. Write the day on which the page was checked; "
            f"today is {today}."
        )
