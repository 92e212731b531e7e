"""What is wrong with the entries of a bibliography that can be read: a sentence for each thing."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date

from editorial.problems import Problem, did_you_mean
from editorial.references.bibtex import Entry, names
from editorial.references.evidence import UNWRITTEN, VALUES
from editorial.references.latex import UnreadableLatexError, to_text
from editorial.references.vancouver import (
    FIELDS,
    bare_identifier,
    parse_date,
    parse_month,
    under_bibtex_names,
)

# What exporters add and no reference shows; known, so that nobody is asked about them.
_UNUSED_FIELDS = frozenset(
    """
    abstract annotation annote bdsk-file-1 bdsk-url-1 collaborator comment copyright creationdate
    date-added date-modified eprintclass eventdate eventtitle file groups howpublished ids isbn issn
    issue keywords langidopts lccn mendeley-groups mendeley-tags modificationdate note numpages
    origdate owner pagetotal primaryclass priority pubstate ranking readstatus rights series
    shortjournal shorttitle subtitle timestamp translator venue volumes
    """.split()  # noqa: SIM905  (a column of quotes would hide the words)
)
#: Our own: a parent entry, the day until which a source counts as current, the key that replaces it,
#: a text that its page must have, what kind of evidence it is, and how much of it was read.
_EDITORIAL_FIELDS = frozenset({"crossref", "expect", "review_by", "superseded_by", *VALUES})
_KNOWN_FIELDS = FIELDS | _UNUSED_FIELDS | _EDITORIAL_FIELDS

#: What each kind of reference cannot do without; "a|b" means either.
_REQUIRED = {
    "article": ("title", "journal|eprinttype|archiveprefix", "year|date|epubdate"),
    "book": ("title", "publisher"),
    "incollection": ("title", "booktitle", "publisher"),
    "inbook": ("title", "booktitle", "publisher"),
    "inproceedings": ("title", "booktitle"),
    "conference": ("title", "booktitle"),
    "techreport": ("title", "publisher|author"),
    "report": ("title", "publisher|author"),
    "manual": ("title", "publisher|author"),
    "thesis": ("title", "author", "publisher"),
    "phdthesis": ("title", "author", "publisher"),
    "mastersthesis": ("title", "author", "publisher"),
    "online": ("title", "url", "urldate"),
    "electronic": ("title", "url", "urldate"),
    "www": ("title", "url", "urldate"),
}
_LONGEST_FIELD = 20_000

#: A line of the file, and the sentence about it.
Finding = tuple[int, str]


def entry_problems(entries: Mapping[str, Entry], *, path: str, today: date) -> list[Problem]:
    """Return every problem of every entry by line, in time linear in the size of the entries."""
    findings = [finding for entry in entries.values() for check in _CHECKS for finding in check(entry, today)]
    findings += [*_repeated_works(entries), *_unknown_successors(entries)]
    return [Problem(path, line, text) for line, text in sorted(set(findings))]


# --- each check: one entry and today to its findings ---------------------------------------------


def _empty(entry: Entry, today: date) -> Iterator[Finding]:
    if not entry.fields:
        yield (
            entry.line,
            f"'{entry.key}' has no fields. A comma may be missing after the key, or the entry is unfinished.",
        )


def _missing_fields(entry: Entry, today: date) -> Iterator[Finding]:
    fields = under_bibtex_names(entry.fields)
    required = _REQUIRED.get(entry.kind, ("title",))
    if entry.kind == "misc" and "url" in fields and not {"eprinttype", "archiveprefix"} & set(fields):
        required = _REQUIRED["online"]
    for choice in required if entry.fields else ():
        names_ = choice.split("|")
        if not any(name in fields for name in names_):
            yield entry.line, f"'{entry.key}' (@{entry.kind}) lacks the field {_either(names_)}."


def _either(names_: list[str]) -> str:
    examples = {"urldate": "'urldate', the day on which you read the page: urldate = {2026-03-31}"}
    return " or ".join(examples.get(name, f"'{name}'") for name in names_)


def _values(entry: Entry, today: date) -> Iterator[Finding]:
    for field, values in VALUES.items() if entry.fields else ():
        text, line = entry.fields.get(field, ""), entry.lines.get(field, entry.line)
        advice = f" Write one of: {', '.join(values)}."
        if not text:
            yield line, f"'{entry.key}' lacks the field '{field}', {_ASKED[field]}.{advice}"
        elif text == UNWRITTEN:
            yield line, f"'{entry.key}' still has {field} = {{{text}}}. Say {_ASKED[field]}.{advice}"
        elif text not in values:
            advice = did_you_mean(text, values) or advice
            yield line, f"'{entry.key}' has {field} = {{{text[:60]}}}, which is none of its values.{advice}"


_ASKED = {"evidence": "what kind of evidence it is", "seen": "how much of it you read"}


def _misspelt_fields(entry: Entry, today: date) -> Iterator[Finding]:
    for name, line in entry.lines.items():
        hint = "" if name in _KNOWN_FIELDS else did_you_mean(name, _KNOWN_FIELDS)
        if hint:
            yield line, f"'{entry.key}' has the unknown field '{name}'.{hint}"


def _too_long(entry: Entry, today: date) -> Iterator[Finding]:
    for name, text in entry.fields.items():
        if len(text) > _LONGEST_FIELD:
            yield (
                entry.lines[name],
                f"'{entry.key}' has {len(text)} characters in the field '{name}'. "
                "A brace or a quote may be missing at its end.",
            )


def _bare_percent(entry: Entry, today: date) -> Iterator[Finding]:
    for name, text in entry.fields.items():
        if name not in _UNUSED_FIELDS | {"url", "doi", "eprint"} and re.search(r"(?<!\\)%", text):
            yield (
                entry.lines[name],
                f"'{entry.key}' has a bare % in the field '{name}'. Write \\%: "
                "other programs drop all that follows a bare one.",
            )


def _identifiers(entry: Entry, today: date) -> Iterator[Finding]:
    fields = entry.fields
    for name, (pattern, advice) in _IDENTIFIER_FORMS.items():
        if name not in fields:
            continue
        bare = bare_identifier(name, fields[name])
        if not re.fullmatch(pattern, bare):
            yield entry.lines[name], f"'{entry.key}' has in '{name}' what is none: '{fields[name]}'. {advice}"


_IDENTIFIER_FORMS = {
    "doi": (
        r"10\.\d{4,9}/(?!.*(?:doi\.org|\s))\S+",
        "A DOI begins with 10., holds a slash and no space: doi = {10.1136/bmj.m4050}",
    ),
    "pmid": (r"[1-9]\d{0,8}", "A PMID is a number: pmid = {33288500}"),
    "pmcid": (r"PMC[1-9]\d{0,8}", "A PMCID is PMC and a number: pmcid = {PMC6182632}"),
}


def _isbn(entry: Entry, today: date) -> Iterator[Finding]:
    if "isbn" not in entry.fields:
        return
    for isbn in re.split(r"[,;]\s*|\s{1,}(?=97[89])", entry.fields["isbn"]):
        if not _is_isbn(isbn):
            yield (
                entry.lines["isbn"],
                f"'{entry.key}' has in 'isbn' what is none: '{isbn}'. Check its digits, "
                "there should be 10 or 13 of them.",
            )


def _is_isbn(text: str) -> bool:
    """Whether the digits and the check digit are those of an ISBN-10 or ISBN-13 (ISO 2108)."""
    digits = re.sub(r"[\s\u2010-\u2015-]|\(.*?\)", "", text).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum((1, 3)[place % 2] * int(digit) for place, digit in enumerate(digits)) % 10 == 0
    return False


def _address(entry: Entry, today: date) -> Iterator[Finding]:
    url = entry.fields.get("url")
    if url and not re.fullmatch(r"https?://[^\s/<>\"{}]+\.[^\s<>\"]+", url.replace("\\", ""), re.IGNORECASE):
        yield (
            entry.lines["url"],
            f"'{entry.key}' has in 'url' no web address: '{url[:60]}'. "
            "It must begin with https:// or http:// and have no spaces.",
        )


def _dates(entry: Entry, today: date) -> Iterator[Finding]:
    for name in ("year", "date", "urldate", "updated", "epubdate", "review_by"):
        if name not in entry.fields:
            continue
        text = entry.fields[name]
        try:
            when = parse_date(text)
        except ValueError as error:
            yield entry.lines[name], f"'{entry.key}': the field '{name}' ('{text[:60]}') {error}."
            continue
        # Journals carry the year of the issue, which may lie ahead of the day of publication.
        ahead = (when.year, when.month or 1, when.day or 1) > (today.year, today.month, today.day)
        if name != "review_by" and ahead and (name != "year" or when.year > today.year + 1):
            yield entry.lines[name], f"'{entry.key}': the field '{name}' lies in the future: {text}."


def _month(entry: Entry, today: date) -> Iterator[Finding]:
    if "month" in entry.fields:
        try:
            parse_month(entry.fields["month"])
        except ValueError as error:
            text = entry.fields["month"]
            yield entry.lines["month"], f"'{entry.key}': the field 'month' ('{text[:60]}') {error}."


def _names(entry: Entry, today: date) -> Iterator[Finding]:
    for name in ("author", "editor"):
        people = list(names(entry.fields.get(name, ""))) if name in entry.fields else []
        if any(not person for person in people):
            yield (
                entry.lines[name],
                f"'{entry.key}' has an 'and' in '{name}' without a name on each side. Take it out.",
            )
        if any(re.search(r"\bet\.? al\b", person) for person in people):
            yield (
                entry.lines[name],
                f"'{entry.key}' has 'et al' in '{name}'. Name all authors, or end with 'and others'.",
            )


_CHECKS: tuple[Callable[[Entry, date], Iterator[Finding]], ...] = (
    _empty,
    _missing_fields,
    _values,
    _misspelt_fields,
    _too_long,
    _bare_percent,
    _identifiers,
    _isbn,
    _address,
    _dates,
    _month,
    _names,
)


# --- checks of entries against each other --------------------------------------------------------


def _repeated_works(entries: Mapping[str, Entry]) -> Iterator[Finding]:
    """The same DOI, PMID or title and year under two keys."""
    first: dict[tuple[str, str], Entry] = {}
    told: set[tuple[str, str]] = set()
    for entry in entries.values():
        for name, value in _signs(entry):
            earlier = first.setdefault((name, value), entry)
            pair = (earlier.key, entry.key)
            if earlier is not entry and pair not in told:
                told.add(pair)
                yield (
                    entry.line,
                    f"'{entry.key}' has the same {name} as '{earlier.key}' on line {earlier.line}. "
                    "Keep one of them, and cite its key.",
                )


def _signs(entry: Entry) -> Iterator[tuple[str, str]]:
    """What tells that two entries are one work."""
    for name in ("doi", "pmid", "pmcid"):
        if name in entry.fields:
            yield name.upper(), bare_identifier(name, entry.fields[name]).casefold()
    fields = under_bibtex_names(entry.fields)
    if "title" in fields:
        try:
            title = re.sub(r"[\W_]+", " ", to_text(fields["title"])).casefold().strip()
        except UnreadableLatexError:
            return
        year = fields.get("year") or fields.get("date", "")[:4]
        book = fields.get("booktitle") or fields.get("journal", "")
        # Two chapters or web pages may well be called "Introduction", or be two years' versions.
        yield "title", f"{title}|{year}|{book.casefold()}|{fields.get('url', '')}"


def _unknown_successors(entries: Mapping[str, Entry]) -> Iterator[Finding]:
    for entry in entries.values():
        successor = entry.fields.get("superseded_by")
        if successor is not None and successor not in entries:
            hint = did_you_mean(successor, entries)
            yield (
                entry.lines["superseded_by"],
                f"'{entry.key}' says superseded_by = {{{successor}}}, which is no key here.{hint}",
            )


# --- checks of the pages that cite ----------------------------------------------------------------


def citing_problems(
    cited: Sequence[str], entries: Mapping[str, Entry], *, today: date
) -> Iterator[tuple[str, str, bool]]:
    """Yield what is wrong with citing each source today: its key, a sentence, whether only a notice.

    A superseded source may be cited for its history, beside the one that took its place.
    """
    for key in cited:
        fields = entries[key].fields
        successor = fields.get("superseded_by")
        if successor and successor not in cited:
            yield (
                key,
                f"cites '{key}', which '{successor}' has superseded. Check the text against "
                f"'{successor}', and cite that, or both.",
                False,
            )
        if "review_by" in fields and fields["review_by"] < today.isoformat():
            yield (
                key,
                f"cites '{key}', which was to be looked at again by {fields['review_by']}. Check whether it "
                "still holds, then set a new 'review_by' in the bibliography.",
                True,
            )


def uncited(entries: Mapping[str, Entry], cited: Collection[str], *, path: str) -> Iterator[Problem]:
    """Yield a notice for each entry that no page cites."""
    parents = {entry.fields.get("crossref", "").casefold() for entry in entries.values()}
    for key, entry in entries.items():
        if key not in cited and key.casefold() not in parents:
            yield Problem(path, entry.line, f"no page cites '{key}'.", notice=True)
