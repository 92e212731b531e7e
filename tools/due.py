"""Say which pages are to be checked again soon: ``make due DAYS=30``. Fails if one is overdue."""

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


def main(days: int) -> int:
    guide = guide_of()
    lines = due_lines([*guide.states.values()], today=guide.today, days=days)
    print("\n".join(lines) if lines else f"No page is due in the next {days} days.")
    return 1 if any(state.overdue for state in guide.states.values()) else 0


if __name__ == "__main__":
    if not re.fullmatch(r"[0-9]{1,5}", sys.argv[1]):
        sys.exit(f"DAYS is '{on_one_line(sys.argv[1])}'. Write a number of days: make due DAYS=30")
    sys.exit(main(int(sys.argv[1])))
