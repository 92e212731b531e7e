"""The front matter of a page: what its keys mean, and every slip in them as a sentence."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import yaml

from editorial.problems import did_you_mean
from editorial.references.fields import parse_month
from editorial.yaml_files import Values, as_written

#: The kind of a change that leaves the medicine as it was.
WORDING = "wording"


class Change(NamedTuple):
    """One line of a page's history, for its readers."""

    day: date
    text: str
    #: :data:`WORDING`, or nothing.
    kind: str = ""


@dataclass(frozen=True)
class FrontMatter:
    """What a page says of itself; absent dates are ``None``, never a default."""

    #: The day on which someone last checked the page's medicine against its sources.
    last_revised: date | None = None
    #: The day until which the page counts as current, if it differs from the guide's own rule.
    review_due: date | None = None
    #: Who reviewed the page, and when. Absent until a real review took place.
    reviewed_by: str | None = None
    reviewed_on: date | None = None
    #: On a translation: the original's ``last_revised`` that this text renders.
    translated_from: date | None = None
    #: What changed, newest first.
    changes: tuple[Change, ...] = ()
    #: Section ids whose differences from the other language are meant, with the reason.
    differs: Mapping[str, str] = field(default_factory=dict)


#: Keys that MkDocs, the theme and the other hooks read.
_OTHER_KEYS = frozenset(
    {
        *("title", "description", "template", "hide", "collects", "nocite", "inserts", "urgent", "pathway"),
        "formerly",
    }
)
#: The keys whose value is a day.
DATES = ("last_revised", "review_due", "reviewed_on", "translated_from")
KNOWN_KEYS = frozenset({*DATES, "reviewed_by", "changes", "differs"}) | _OTHER_KEYS

#: Keys whose value is a text, or a list of texts, with an example.
_TEXTS = ("title", "description", "template", "collects")
_LISTS = {"hide": "[navigation, toc]", "nocite": "[smith2020]"}
#: Parts of the frame that a page may do without.
HIDDEN = ("navigation", "toc", "path")

#: A front matter key, and the sentence about it.
KeySlip = tuple[str, str]

#: The line above a page's keys.
OPENING = re.compile(r"---[ \t]*\n")
_BLOCK = re.compile(
    rf"\A\ufeff?{OPENING.pattern}(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)


class Parts(NamedTuple):
    """A page's file in two."""

    #: The YAML between the two lines of dashes; ``None`` if the file does not begin with such a block.
    top: str | None
    body: str


def split(text: str) -> Parts:
    r"""Return a page's front matter, as text, and what follows it. Lines end with LF.

    >>> split("---\ntitle: Neck\n---\n# Neck\n")
    Parts(top='title: Neck\n', body='# Neck\n')
    """
    block = _BLOCK.match(text)
    return Parts(block[1], text[block.end() :]) if block else Parts(None, text)


def typed(node: yaml.MappingNode, values: Values) -> dict[str | date, object]:
    """Return what a front matter says, each key as what it should be; whatever is not, is said and left out."""
    meta: dict[str | date, object] = {}
    for key, key_node, value_node in values.members(node):
        value = values.of(value_node)
        if value is None:
            continue
        if str(key) in _TEXTS and not (isinstance(value, str) and value.strip()):
            text = f"'{key}' must be a text, not {_kind(value_node)}. Put it in quotes: {key}: \"…\""
            values.say(key_node, text)
        elif str(key) in _LISTS and not _all_texts(value):
            values.say(key_node, f"'{key}' must be a list, such as {_LISTS[str(key)]}.")
        elif key == "hide" and (unknown := [one for one in _listed(value) if one not in HIDDEN]):
            known = ", ".join(HIDDEN)
            values.say(key_node, f"'hide' may not have '{unknown[0]}'. Write one of: {known}.")
        elif key == "inserts" and not (isinstance(value, dict) and _all_texts([*value.values()])):
            text = "'inserts' must name a figure for a heading's id: inserts: {treatment: tests-figure}"
            values.say(key_node, text)
        else:
            meta[key] = value
    return meta


def _kind(node: yaml.Node) -> str:
    return f"'{node.value}'" if isinstance(node, yaml.ScalarNode) else as_written(node)


def _all_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _listed(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def read_front_matter(
    meta: Mapping[str, object], *, today: date, latest: date | None = None
) -> tuple[FrontMatter, list[KeySlip]]:
    """Read a page's front matter, with a sentence for each key that cannot be what it should.

    Args:
        meta: the front matter as it stands.
        today: the day of the build.
        latest: the last day that has begun anywhere on earth; the day of the build, if nothing is given.
    """
    findings: list[KeySlip] = [
        (key, f"has the unknown key '{key}' at its top.{did_you_mean(key, KNOWN_KEYS) or ' Take it out.'}")
        for key in meta
        if key not in KNOWN_KEYS
    ]
    days: dict[str, date | None] = {}
    for key in DATES:
        value = meta.get(key)
        days[key] = _day(value)
        if value is not None and days[key] is None:
            text = f"'{key}' is not a date: '{value}'. Write year, month and day, like this: {key}: {today}"
            findings.append((key, text))
    reviewer = meta.get("reviewed_by")
    if reviewer is not None and not (isinstance(reviewer, str) and _is_name(reviewer)):
        findings.append(
            ("reviewed_by", "'reviewed_by' is not a name. Write who reviewed the page, or take it out.")
        )
        reviewer = None
    changes, slips = _changes(meta.get("changes"), latest or today, today)
    findings += [("changes", text) for text in slips]
    differs, slips = _differs(meta.get("differs"))
    findings += [("differs", text) for text in slips]
    return (
        FrontMatter(
            **days,
            reviewed_by=str(reviewer).strip() if reviewer else None,
            changes=tuple(changes),
            differs=differs,
        ),
        findings,
    )


def _is_name(text: str) -> bool:
    """Whether a text may be the name of a person: two words at least, of which one is more than initials.

    >>> [_is_name(text) for text in ("Dr. Jane Doe", "A. Person", "N. N.", "doctors", "jane@example.org")]
    [True, True, False, False, False]
    """
    words = re.findall(r"[^\W\d_][\w’'-]*", text)
    # Scripts without capitals have names too.
    named = [word for word in words if len(word) > 1 and (word[0].isupper() or not word[0].islower())]
    return len(words) > 1 and bool(named) and "@" not in text


def latest_day(now: datetime) -> date:
    """Return the last day that has begun anywhere on earth: clocks go up to UTC+14 (IANA, Pacific/Kiritimati).

    >>> latest_day(datetime(2026, 11, 27, 19, tzinfo=UTC)).isoformat()
    '2026-11-28'
    """
    return (now.astimezone(UTC) + timedelta(hours=14)).date()


def key_line(key: str, source: str) -> int:
    """Return the line, from 1, on which a front matter key stands; 1 if it is missing."""
    found = (node.start_mark.line for node, _ in _members(split(source).top) if node.value == key)
    return next(found, -1) + 2


def _members(top: str | None) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """Yield the keys and values of front matter, as YAML reads it; nothing if it cannot."""
    try:
        node = yaml.compose(top or "", Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode):
            yield key, value


def _day(value: object) -> date | None:
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


_MONTH_LAST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|º|\.)?[ ]+(?:de[ ]+|of[ ]+)?([^\W\d_]+)\.?,?[ ]+(?:de[ ]+|del[ ]+)?(\d{4})"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.?[ ]+(\d{1,2})(?:st|nd|rd|th)?,?[ ]+(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ][\d:.+Z-]*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")


def written_day(text: str) -> date | None:
    """Return the day that a text means, if it can mean but one.

    >>> [str(written_day(text)) for text in ("2026/11/3", "23 de noviembre de 2026", "23.11.2026", "5/11/2026")]
    ['2026-11-03', '2026-11-23', '2026-11-23', 'None']
    """
    text = " ".join(text.strip().strip("\"'").split())
    try:
        if found := _YEAR_FIRST.fullmatch(text):
            return date(int(found[1]), int(found[3]), int(found[4]))
        if found := _MONTH_LAST.fullmatch(text):
            return date(int(found[3]), parse_month(found[2]), int(found[1]))
        if found := _MONTH_FIRST.fullmatch(text):
            return date(int(found[3]), parse_month(found[1]), int(found[2]))
        if found := _YEAR_LAST.fullmatch(text):
            one, other, year = int(found[1]), int(found[3]), int(found[4])
            # Some write the day first and some the month: above 12 it is the day.
            if one == other or max(one, other) > 12:
                return date(year, min(one, other), max(one, other))
    except ValueError:  # In no calendar.
        return None
    return None


def read_changes(value: object) -> Iterator[Change]:
    """Yield each change of ``changes`` that can be read: ``2026-11-23: what changed``, perhaps with its kind.

    >>> [*read_changes([{"2026-11-27 wording": "Shorter sentences."}])]
    [Change(day=datetime.date(2026, 11, 27), text='Shorter sentences.', kind='wording')]
    """
    for item in value if isinstance(value, list) else ():
        if change := _change(item):
            yield change


def _change(item: object) -> Change | None:
    pair = next(iter(item.items())) if isinstance(item, dict) and len(item) == 1 else (None, None)
    day, text, kind = _day(pair[0]), pair[1], ""
    if isinstance(pair[0], str) and (written := re.fullmatch(r"(\d{4}-\d\d-\d\d)\s+(\w+)\s*", pair[0])):
        kind = written[2].lower()
        try:
            day = date.fromisoformat(written[1])
        except ValueError:
            day = None
    readable = day is not None and kind in ("", WORDING) and isinstance(text, str) and text.strip()
    return Change(day, str(text).strip(), kind) if day is not None and readable else None


def _changes(value: object, latest: date, today: date) -> tuple[list[Change], list[str]]:
    """Read ``changes``: a list of ``2026-11-23: what changed``, newest first."""
    form = (
        f"Write each change on a line of its own: '- {today}: what changed', or, if only the wording changed, "
        f"'- {today} wording: what changed'."
    )
    if value is None:
        return [], []
    if not isinstance(value, list):
        return [], [f"'changes' is not a list. {form}"]
    changes, slips = [], []
    for item in value:
        change = _change(item)
        if change is None:
            slips.append(f"a change cannot be read: '{_written(item)}'. {form}")
        elif change.day > latest:
            slips.append(f"a change lies in the future: {change.day}. Today is {today}.")
        else:
            changes.append(change)
    if [change.day for change in changes] != sorted((change.day for change in changes), reverse=True):
        slips.append("the changes are not in order. Put the newest first.")
    return changes, slips


def _written(item: object) -> str:
    """Return an item of a list as it was most likely written."""
    if isinstance(item, dict):
        return ", ".join(f"{key}: {value}" for key, value in item.items())
    return str(item)


def _differs(value: object) -> tuple[dict[str, str], list[str]]:
    """Read ``differs``: section id to the reason why it may differ from the other language."""
    if value is None:
        return {}, []
    pairs = value.items() if isinstance(value, dict) else ()
    good = {str(key): text.strip() for key, text in pairs if isinstance(text, str) and text.strip()}
    if not isinstance(value, dict) or len(good) < len(value):
        return good, [
            "'differs' needs a reason for each section: "
            "'differs: {phone-lines: the lines of each country stand on its own page}'."
        ]
    return good, []


def revision_problems(
    meta: Mapping[str, object],
    page: FrontMatter,
    *,
    original: FrontMatter | None,
    today: date,
    began: date,
    latest: date | None = None,
) -> Iterator[KeySlip]:
    """Say what is wrong with a page's dates, in an editor's words.

    Args:
        meta: the front matter as it stands.
        page: the front matter as it was read.
        original: that of the page it translates; ``None`` if it is itself the original.
        today: the day of the build.
        began: the day on which the project began; nothing in it can be older.
        latest: the last day that has begun anywhere on earth; the day of the build, if nothing is given.
    """
    if meta.get("last_revised") is None:
        yield (
            "last_revised",
            "has no 'last_revised' date. Between the '---' lines at the top of the file, write the day on "
            f"which someone last checked the page against its sources: last_revised: {today}",
        )
    for key in DATES:
        day = getattr(page, key)
        if day and day < began:
            yield key, f"'{key}' is {day}, before the guide began ({began}). Check the year."
        elif day and day > (latest or today) and key != "review_due":
            yield key, f"'{key}' is in the future: {day}. Today is {today}."
    if page.review_due and page.last_revised and page.review_due < page.last_revised:
        text = f"'review_due' ({page.review_due}) is before 'last_revised' ({page.last_revised})."
        yield "review_due", text
    if (page.reviewed_by is None) != (page.reviewed_on is None):
        given = "reviewed_by" if page.reviewed_by else "reviewed_on"
        yield given, "a review needs both 'reviewed_by' and 'reviewed_on'. Give both, or neither."
    yield from _translation_problems(meta, page, original)


def _translation_problems(
    meta: Mapping[str, object], page: FrontMatter, original: FrontMatter | None
) -> Iterator[KeySlip]:
    if original is None:
        if page.translated_from:
            text = "'translated_from' belongs on a translation. Take it out of the original."
            yield "translated_from", text
    elif original.last_revised and meta.get("translated_from") is None:
        yield (
            "translated_from",
            "has no 'translated_from' date. Write the 'last_revised' of the page that this text "
            f"translates: translated_from: {original.last_revised}",
        )
    elif original.last_revised and page.translated_from and page.translated_from > original.last_revised:
        yield (
            "translated_from",
            f"'translated_from' ({page.translated_from}) is later than the original's 'last_revised' "
            f"({original.last_revised}). Write the date of the text that was translated.",
        )
