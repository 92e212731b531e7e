"""The state of each page: how current it is, whether it was reviewed, whether its translation lags."""

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from editorial.citations import cited_keys
from editorial.frontmatter import FrontMatter, key_line, read_front_matter, revision_problems
from editorial.history import History, unrevised_change
from editorial.parity import differences
from editorial.problems import Problem


@dataclass(frozen=True)
class Source:
    """One page's file."""

    #: From the project's folder on: ``docs/es/index.md``.
    path: str
    language: str
    #: The same for a page and its translations: ``index.md``.
    name: str
    #: The address from the site's root: ``es/index.html``.
    url: str
    #: The whole file, and its front matter as read.
    text: str
    meta: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class PageState:
    """What readers and editors are told of a page."""

    source: Source
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


def read_sources(
    docs: Path, languages: Sequence[str], *, root: Path, front_matter: Callable[[str], Mapping[str, object]]
) -> list[Source]:
    """Read every page of every language, in the order of their paths.

    Args:
        docs: the folder that has a folder for each language.
        languages: their codes; the first is the original.
        root: the project's folder, from which paths are shown.
        front_matter: from a file's text to its front matter.
    """
    sources = []
    for language in languages:
        for file in sorted(filter(Path.is_file, (docs / language).rglob("*.md"))):
            text = file.read_text(encoding="utf-8-sig", errors="replace")
            name = file.relative_to(docs / language).as_posix()
            path = file.relative_to(root).as_posix()
            url = url_of(name, language, original=languages[0])
            sources.append(Source(path, language, name, url, text, front_matter(text)))
    return sources


def page_states(
    sources: list[Source], *, original: str, today: date, began: date, review_every: int
) -> tuple[dict[str, PageState], list[Problem]]:
    """Return the state of each page by its path, and what is wrong with its front matter.

    Args:
        sources: every page of every language.
        original: the language that the others translate.
        today: the day of the build.
        began: the day on which the project began.
        review_every: how many months a revision counts, unless a page says otherwise.
    """
    originals = {
        source.name: (source, read_front_matter(source.meta, today=today)[0])
        for source in sources
        if source.language == original
    }
    states: dict[str, PageState] = {}
    problems: list[Problem] = []
    for source in sources:
        front, findings = read_front_matter(source.meta, today=today)
        own, theirs = originals.get(source.name, (None, FrontMatter()))
        of = theirs if source.language != original else None
        findings += revision_problems(source.meta, front, original=of, today=today, began=began)
        problems += [Problem(source.path, key_line(key, source.text), text) for key, text in findings]
        due = front.review_due or (front.last_revised and months_after(front.last_revised, review_every))
        states[source.path] = PageState(
            source=source,
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
    unreadable: Collection[str] = (),
) -> Iterator[Problem]:
    """Yield what an editor should know of each page's state, beyond its front matter.

    What only passing time brings about, an overdue page or a translation left behind, is a notice.
    A translation of a page that is ``unreadable``, which is said of that page, is not compared with it.
    """
    by_url = {state.source.url: state for state in states.values()}
    for path, state in states.items():
        text, front = state.source.text, state.front
        if state.overdue:
            said = f"was due for review on {state.due}. Check it, then write the day in 'last_revised'."
            yield Problem(path, key_line("last_revised", text), said, notice=True)
        changed = history and unrevised_change(text, history.get(path, ()), blob=blob, today=today)
        if changed:
            yield Problem(path, key_line("last_revised", text), changed)
        original = by_url.get(state.original_url or "")
        if original is None or original.source.path in unreadable:
            continue
        if state.behind_since:
            said = (
                f"renders the text of {front.translated_from}; {original.source.path} was revised on "
                f"{state.behind_since}. See what changed: make changed PAGE={path}"
            )
            yield Problem(path, key_line("translated_from", text), said, notice=True)
        for difference in differences(original.source.text, text):
            if difference.section not in front.differs:
                said = f"{difference.text} Compare {original.source.path}:{difference.original_line}."
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


def url_of(name: str, language: str, *, original: str) -> str:
    """Return a page's address from the site's root.

    >>> url_of("subgroups/neck.md", "es", original="en")
    'es/subgroups/neck.html'
    """
    page = re.sub(r"\.md$", ".html", name)
    return page if language == original else f"{language}/{page}"
