"""The state of each page: how current it is, whether it was reviewed, whether its translation lags."""

from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from editorial.markdown import headings
from editorial.pages.files import PageFile
from editorial.pages.frontmatter import FrontMatter, key_line, read_front_matter, revision_problems
from editorial.pages.parity import Difference, numbers
from editorial.pages.reading import read
from editorial.pages.revisions import BROUGHT, MEDICINE, Change, Versions, unrevised_problems
from editorial.problems import Problem, did_you_mean
from editorial.references.citations import cited_keys

#: From a page and its translation to what differs between them.
Parity = Callable[[PageFile, PageFile], Iterable[Difference]]


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
    #: "none", "current", or "older" where the medicine changed after its review.
    review: str
    #: How many sources the page cites.
    sources: int
    #: What of the medicine changed after the review, as far as there is a history to tell.
    changed_since: tuple[Change, ...] = ()

    @property
    def changed_sections(self) -> list[str]:
        """The headings below which the medicine changed after the review, in the page's order."""
        return [*dict.fromkeys(change.section or self.title for change in self.changed_since)]


def page_states(
    pages: Sequence[PageFile],
    *,
    original: str,
    today: date,
    began: date,
    review_every: int,
    latest: date | None = None,
) -> tuple[dict[str, PageState], list[Problem]]:
    """Return the state of each page by its path, and what is wrong with its front matter.

    Args:
        pages: every page of every language.
        original: the language that the others translate.
        today: the day of the build.
        began: the day on which the project began.
        review_every: how many months a revision counts, unless a page says otherwise.
        latest: the last day that has begun anywhere on earth; the day of the build, if nothing is given.
    """
    originals = {
        source.name: (source, read_front_matter(source.meta, today=today, latest=latest)[0])
        for source in pages
        if source.language == original
    }
    states: dict[str, PageState] = {}
    problems: list[Problem] = []
    for source in pages:
        front, slips = read_front_matter(source.meta, today=today, latest=latest)
        own, theirs = originals.get(source.name, (None, FrontMatter()))
        of = theirs if source.language != original else None
        slips += revision_problems(source.meta, front, original=of, today=today, began=began, latest=latest)
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


def without_text(state: PageState) -> PageState:
    """Return a page's state as the list of all pages shows it: what the page says changes nothing of it."""
    return replace(state, file=replace(state.file, text="", meta={}))


def with_reviews(states: Mapping[str, PageState], versions: Versions) -> dict[str, PageState]:
    """Return the states with what changed of each page's medicine after it was reviewed.

    A review counts for the text that was reviewed, whatever was revised since in other words.
    """
    found = dict(states)
    for path, state in states.items():
        if state.review == "none":
            continue
        texts = versions.reviewed(path, state.front)
        if not texts:
            continue  # It is not committed yet: it is of the text as it stands.
        changed = [
            change
            for change in versions.compared(path, state.file.language, texts, state.file.text)
            if change.weight == MEDICINE
        ]
        found[path] = replace(state, review="older" if changed else "current", changed_since=tuple(changed))
    return found


def state_problems(
    states: Mapping[str, PageState],
    versions: Versions | None,
    parity: Parity,
    *,
    today: date,
) -> Iterator[Problem]:
    """Yield what an editor should know of each page's state, beyond its front matter.

    What only passing time brings about, an overdue page or a translation left behind, is a notice.
    Of a page whose front matter cannot be read, that is said alone, and no translation is compared with it.

    Args:
        states: the state of each page by its path.
        versions: what git remembers of the pages, if it can be read.
        parity: compares a page with its translation.
        today: the day of the build.
    """
    by_url = {state.file.url: state for state in states.values()}
    unrevised = {
        path: [*unrevised_problems(path, state.file.language, state.file.text, versions, today=today)]
        for path, state in states.items()
        if versions and not state.file.unreadable
    }
    for path, state in states.items():
        text, front = state.file.text, state.front
        if state.file.unreadable:
            continue
        if state.overdue:
            said = f"was due for review on {state.due}. Check it, then write the day in 'last_revised'."
            yield Problem(path, key_line("last_revised", text), said, notice=True)
        yield from unrevised.get(path, ())
        if state.changed_since:
            sections = ", ".join(f"'{name}'" for name in state.changed_sections)
            said = (
                f"{front.reviewed_by} reviewed this page on {front.reviewed_on}; the medicine changed since in "
                f"{sections}: {state.changed_since[0]}. Ask for a new review: make review PAGE={path}"
            )
            yield Problem(path, key_line("reviewed_on", text), said, notice=True)
        if front.differs and state.original_url is None:
            said = "'differs' belongs to the translation, and this page is none. Take it out."
            yield Problem(path, key_line("differs", text), said)
        original = by_url.get(state.original_url or "")
        if original is None or original.file.unreadable:
            continue
        if state.behind_since:
            said = (
                f"renders the text of {front.translated_from}; {original.file.path} was revised on "
                f"{state.behind_since}. See what changed: make changed PAGE={path}"
            )
            yield Problem(path, key_line("translated_from", text), said, notice=True)
        # A page that changed without its day is the cause, and said above: that its translation lags is not one more.
        open_ = bool(unrevised.get(path) or unrevised.get(original.file.path))
        for problem in translation_problems(state, original, parity):
            yield problem._replace(notice=problem.notice or open_)


def translation_problems(state: PageState, original: PageState, parity: Parity) -> Iterator[Problem]:
    """Yield where a translation says something else than its original.

    A translation that says it lags may differ; one that says it does not, may not.
    """
    found = [*parity(original.file, state.file)]
    for difference in found:
        if difference.section not in state.front.differs:
            said = f"{difference.text} Compare {original.file.path}:{difference.original_line}."
            may_be = difference.notice or state.behind_since is not None
            yield Problem(state.file.path, difference.line, said, notice=may_be)
    yield from _needless(state, {difference.section for difference in found})
    for key, said in _unlike_tops(original.file, state.file):
        line = key_line(key, state.file.text)
        yield Problem(state.file.path, line, said, notice=state.behind_since is not None)


def _unlike_tops(original: PageFile, translation: PageFile) -> Iterator[tuple[str, str]]:
    """Yield each key at the top of a translation that says otherwise than the original's, and what to write."""

    def place(key: str) -> str:
        return f"{original.path}:{key_line(key, original.text)}"

    for key in ("title", "description"):
        before, here = (_numbers(str(file.meta.get(key, ""))) for file in (original, translation))
        if before != here:
            yield (
                key,
                f"'{key}' has the numbers {', '.join(here) or 'none'}, in the original "
                f"{', '.join(before) or 'none'}. Compare {place(key)}.",
            )
    for key in BROUGHT:
        if original.meta.get(key) != translation.meta.get(key):
            yield (
                key,
                f"'{key}' at its top is not the original's, so readers miss what it brings. Write the same as "
                f"in {place(key)}.",
            )


#: What stands between words and is no part of a number.
_BETWEEN_WORDS = str.maketrans("", "", " .,:;!?¿¡()'\"«»-–")


def _numbers(text: str) -> list[str]:
    if text.translate(_BETWEEN_WORDS).isalpha():  # As most titles are: they need not be read.
        return []
    return sorted(numbers(read(text).tokens))


def _needless(state: PageState, differing: Collection[str]) -> Iterator[Problem]:
    """Yield the sections for which ``differs`` gives a reason in vain: a slip in them would be told nowhere."""
    needless = [id_ for id_ in state.front.differs if id_ not in differing]
    known = {heading[3] for heading in headings(state.file.text) if heading[3]} if needless else set()
    for id_ in needless:
        what = "in which nothing differs" if id_ in known else "which is no section of this page"
        hint = did_you_mean(id_, known) or " Take it out."
        said = f"'differs' names '{id_}', {what}.{' Take it out.' if id_ in known else hint}"
        yield Problem(state.file.path, key_line("differs", state.file.text), said)


def still_renders(state: PageState, original: PageState, versions: Versions, parity: Parity) -> bool:
    """Whether a translation that is behind says all the same what its original says today.

    It does where nothing that can be compared differs, and where the original's words are those of the day which the
    translation renders, but for slips of spelling: the original was checked again, and no more.
    """
    day = state.front.translated_from
    if state.behind_since is None or any(translation_problems(state, original, parity)):
        return False
    rendered = versions.last_of(original.file.path, day)
    if rendered is None or not rendered.blob:
        return False
    path, language = original.file.path, original.file.language
    return not versions.compared(path, language, [versions.text(rendered.blob)], original.file.text)


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
