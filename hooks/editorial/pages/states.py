"""The state of each page: how current it is, whether it was reviewed, whether its translation lags."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from editorial.pages.files import PageFile
from editorial.pages.frontmatter import FrontMatter, key_line, read_front_matter, revision_problems
from editorial.pages.parity import differences
from editorial.pages.revisions import History, unrevised_change
from editorial.problems import Problem
from editorial.references.citations import cited_keys


@dataclass(frozen=True)
class PageState:
    """What readers and editors are told of a page."""

    file: PageFile
    title: str
    front: FrontMatter
    #: The day until which the page counts as current; ``None`` if it has no revision date.
    due: date | None
    overdue: bool
    #: On a translation: since when the original is newer, or ``None``; and the original's address.
    behind_since: date | None
    original_url: str | None
    #: "none", "current", or "older" where the text was revised after its review.
    review: str
    #: How many sources the page cites.
    sources: int


def page_states(
    pages: Sequence[PageFile], *, original: str, today: date, began: date, review_every: int
) -> tuple[dict[str, PageState], list[Problem]]:
    """Return the state of each page by its path, and what is wrong with its front matter.

    Args:
        pages: every page of every language.
        original: the language that the others translate.
        today: the day of the build.
        began: the day on which the project began.
        review_every: how many months a revision counts, unless a page says otherwise.
    """
    originals = {
        source.name: (source, read_front_matter(source.meta, today=today)[0])
        for source in pages
        if source.language == original
    }
    states: dict[str, PageState] = {}
    problems: list[Problem] = []
    for source in pages:
        front, slips = read_front_matter(source.meta, today=today)
        own, theirs = originals.get(source.name, (None, FrontMatter()))
        of = theirs if source.language != original else None
        slips += revision_problems(source.meta, front, original=of, today=today, began=began)
        if not source.unreadable:
            problems += [Problem(source.path, key_line(key, source.text), text) for key, text in slips]
        due = front.review_due or (front.last_revised and months_after(front.last_revised, review_every))
        states[source.path] = PageState(
            file=source,
            title=str(source.meta.get("title") or source.name),
            front=front,
            due=due,
            overdue=due is not None and due < today,
            behind_since=_behind_since(front, of),
            original_url=own.url if own and of else None,
            review=_review(front),
            sources=len(set(cited_keys(source.text))),
        )
    return states, problems


def state_problems(
    states: Mapping[str, PageState],
    history: History | None,
    *,
    blob: Callable[[str], str],
    today: date,
) -> Iterator[Problem]:
    """Yield what an editor should know of each page's state, beyond its front matter.

    What only passing time brings about, an overdue page or a translation left behind, is a notice.
    Of a page whose front matter cannot be read, that is said alone, and no translation is compared with it.
    """
    by_url = {state.file.url: state for state in states.values()}
    for path, state in states.items():
        text, front = state.file.text, state.front
        if state.file.unreadable:
            continue
        if state.overdue:
            said = f"was due for review on {state.due}. Check it, then write the day in 'last_revised'."
            yield Problem(path, key_line("last_revised", text), said, notice=True)
        changed = history and unrevised_change(text, history.get(path, ()), blob=blob, today=today)
        if changed:
            yield Problem(path, key_line("last_revised", text), changed)
        original = by_url.get(state.original_url or "")
        if original is None or original.file.unreadable:
            continue
        if state.behind_since:
            said = (
                f"renders the text of {front.translated_from}; {original.file.path} was revised on "
                f"{state.behind_since}. See what changed: make changed PAGE={path}"
            )
            yield Problem(path, key_line("translated_from", text), said, notice=True)
        for difference in differences(original.file.text, text):
            if difference.section not in front.differs:
                said = f"{difference.text} Compare {original.file.path}:{difference.original_line}."
                # A translation that says it lags may differ; one that says it does not, may not.
                yield Problem(path, difference.line, said, notice=state.behind_since is not None)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month.

    >>> months_after(date(2027, 8, 31), 6).isoformat()
    '2028-02-29'
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _behind_since(front: FrontMatter, original: FrontMatter | None) -> date | None:
    if original is None or original.last_revised is None or front.translated_from is None:
        return None
    return original.last_revised if original.last_revised > front.translated_from else None


def _review(front: FrontMatter) -> str:
    if front.reviewed_on is None or front.reviewed_by is None:
        return "none"
    older = front.last_revised is not None and front.reviewed_on < front.last_revised
    return "older" if older else "current"
