"""Say which pages are to be checked or reviewed again soon: ``make due DAYS=30``. Fails if one is overdue."""

import re
import sys
from datetime import date, timedelta

from editorial.pages.states import PageState
from editorial.text import on_one_line
from project import guide_of


def due_lines(states: list[PageState], *, today: date, days: int) -> list[str]:
    """Return a line for each page that is due in the next days, the most urgent first."""
    soon = [state for state in states if state.due and state.due <= today + timedelta(days=days)]
    soon.sort(key=lambda state: (state.due or today, state.file.path))
    return [f"{state.due}  {state.file.path}" + ("  OVERDUE" if state.overdue else "") for state in soon]


def review_lines(states: list[PageState]) -> list[str]:
    """Return a line for each page whose medicine changed after its review, with the sections and what changed."""
    return [
        f"{state.file.path}  reviewed on {state.front.reviewed_on}, changed since in "
        f"{'; '.join(state.changed_sections) or 'its text'}"
        + "".join(f"\n    {change}" for change in state.changed_since)
        for state in states
        if state.review == "older"
    ]


def main(days: int) -> int:
    guide = guide_of()
    states = [*guide.states.values()]
    lines = due_lines(states, today=guide.today, days=days)
    print("\n".join(lines) if lines else f"No page is due in the next {days} days.")
    if reviews := review_lines(states):
        print("\nTo be reviewed again:\n" + "\n".join(reviews))
    return 1 if any(state.overdue for state in guide.states.values()) else 0


if __name__ == "__main__":
    if not re.fullmatch(r"[0-9]{1,5}", sys.argv[1]):
        sys.exit(f"DAYS is '{on_one_line(sys.argv[1])}'. Write a number of days: make due DAYS=30")
    sys.exit(main(int(sys.argv[1])))
