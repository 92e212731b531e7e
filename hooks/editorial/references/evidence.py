"""What kind of evidence a source is, and how much of it was read: which values, shown how, counted."""

from collections.abc import Iterable, Mapping, Sequence

from editorial.references.bibtex import Entry
from editorial.words import Words

#: Each field of an entry to its values, from the strongest to the weakest, and each value to its word.
VALUES: Mapping[str, Mapping[str, str]] = {
    "evidence": {
        "guideline": "evidence.guideline",
        "systematic review": "evidence.systematic_review",
        "randomized trial": "evidence.randomized_trial",
        "prospective study": "evidence.prospective_study",
        "retrospective study": "evidence.retrospective_study",
        "case report": "evidence.case_report",
        "review": "evidence.review",
        "reference work": "evidence.reference_work",
        "health body": "evidence.health_body",
        "other": "evidence.other",
    },
    "seen": {
        "full text": "seen.full_text",
        "abstract": "seen.abstract",
        "record": "seen.record",
        "elsewhere": "seen.elsewhere",
    },
}
#: The same, in the shorter words that are used to count.
_COUNTED: Mapping[str, Mapping[str, str]] = {
    "evidence": VALUES["evidence"],
    "seen": {
        "full text": "state.full_text",
        "abstract": "state.abstract",
        "record": "state.record",
        "elsewhere": "state.elsewhere",
    },
}
#: How many sources have each value of each field, by its word.
Counts = dict[str, dict[str, int]]
#: What a program writes where only a person can say it.
UNWRITTEN = "write-this"


def shown(entry: Entry, words: Words) -> str:
    """Return what readers are told of a source as HTML; nothing of what its entry does not say.

    >>> words = Words("en", {"evidence.guideline": "Guideline", "seen.abstract": "abstract read"}, {})
    >>> shown(Entry("doe", "book", {"evidence": "guideline", "seen": "abstract"}, 1, {}), words)
    '<span class="site-evidence">Guideline · abstract read</span>'
    """
    told = [
        words.html(by_value[entry.fields[field]])
        for field, by_value in VALUES.items()
        if entry.fields.get(field) in by_value
    ]
    return f'<span class="site-evidence">{" · ".join(told)}</span>' if told else ""


def evidence_by_page(
    pages: Iterable[tuple[str, str, Sequence[str]]], entries: Mapping[str, Entry]
) -> list[tuple[str, str, int, Counts]]:
    """Return how many sources of which kinds each page rests on: title, address, how many, and of what kinds.

    The last row, without title and address, is about all pages. Pages without sources have none.

    Args:
        pages: title, address and the keys of the sources of each page.
        entries: the bibliography.
    """
    rows = [*pages]
    every = list(dict.fromkeys(key for _, _, keys in rows for key in keys))
    return [
        (title, url, len(keys), counted(entries[key] for key in keys))
        for title, url, keys in [*rows, ("", "", every)]
        if keys
    ]


def counted(entries: Iterable[Entry]) -> Counts:
    """Return for each field how many entries have each value, by its word, without those that none has.

    >>> counted([Entry("doe", "book", {"evidence": "guideline", "seen": "abstract"}, 1, {})])
    {'evidence': {'evidence.guideline': 1}, 'seen': {'state.abstract': 1}}
    """
    fields = [entry.fields for entry in entries]
    return {
        field: {
            word: count
            for value, word in by_value.items()
            if (count := sum(one.get(field) == value for one in fields))
        }
        for field, by_value in _COUNTED.items()
    }
