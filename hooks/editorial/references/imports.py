"""Records of a source, as PubMed and reference managers write them, to an entry in house format.

MEDLINE (``.nbib``, https://www.nlm.nih.gov/bsd/mms/medlineelements.html) and RIS (``.ris``) are one notation
with different tags: a tag, a dash and a text on each line.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from editorial.references.bibtex import MONTHS, Entry, read_bibliography
from editorial.references.evidence import UNWRITTEN, VALUES

#: The fields of an article in house format, in their order.
_ORDER = (
    *("author", "title", "journal", "year", "month", "volume", "number", "pages", "doi", "pmid", "pmcid"),
    *("url", "urldate", "langid", "evidence", "seen"),
)
#: Kinds of evidence to the publication types of PubMed that say so. The first that fits counts.
_TYPES = {
    "guideline": {"guideline", "practice guideline"},
    "systematic review": {"systematic review", "meta-analysis", "network meta-analysis"},
    "randomized trial": {"randomized controlled trial"},
    "prospective study": {
        *("clinical trial", "controlled clinical trial"),
        *(f"clinical trial, phase {phase}" for phase in ("i", "ii", "iii", "iv")),
    },
    "case report": {"case reports"},
    "review": {"review", "scoping review"},
}
#: Subject headings (MeSH) that say it where no publication type does.
_HEADINGS = {"prospective studies": "prospective study", "retrospective studies": "retrospective study"}
_LINE = re.compile(r"^([A-Z][A-Z0-9]{1,3}) *- ?(.*)$")
_SPECIAL = re.compile(r"[&%$#_]")


class UnreadableRecordError(ValueError):
    """A record that cannot become an entry; its text says why, and what to do instead."""


@dataclass(frozen=True)
class Tagged:
    """One record in MEDLINE or RIS: each tag with its texts, in order."""

    texts: Mapping[str, list[str]]

    def first(self, *tags: str) -> str:
        """Return the first text of the first tag that has one, or nothing."""
        return next((self.texts[tag][0] for tag in tags if self.texts.get(tag)), "")

    def all(self, *tags: str) -> list[str]:
        """Return every text of the first tag that has any."""
        return next((self.texts[tag] for tag in tags if self.texts.get(tag)), [])


def read_tagged(text: str) -> Tagged:
    r"""Read the first record of a MEDLINE or RIS file. Lines that begin with a space go on with the last one.

    >>> read_tagged("TI  - Cells\n      and more\nPG  - 1-2\n").texts
    {'TI': ['Cells and more'], 'PG': ['1-2']}
    """
    texts: dict[str, list[str]] = {}
    last: list[str] | None = None
    for line in text.lstrip("\ufeff").splitlines():
        if found := _LINE.match(line):
            if found[1] == "ER":
                break
            last = texts.setdefault(found[1], [])
            last.append(found[2].strip())
        elif last and line.startswith(" "):
            last[-1] = f"{last[-1]} {line.strip()}".strip()
        elif texts and not line.strip():
            break
    return Tagged({tag: [one for one in all_ if one] for tag, all_ in texts.items()})


def from_medline(text: str) -> dict[str, str]:
    r"""Return the fields of the first record of a MEDLINE file.

    >>> from_medline("PMID- 1\nTI  - Cells.\nDP  - 2019 Feb\nPG  - 123-31\n")["pages"]
    '123--131'
    """
    record = read_tagged(text)
    if not record.first("PMID", "TI"):
        raise UnreadableRecordError(
            "no record in the format of PubMed is in it. On PubMed choose Save, Format: PubMed."
        )
    identifiers = record.all("LID") + record.all("AID")
    dois = [one.removesuffix("[doi]").strip() for one in identifiers if one.endswith("[doi]")]
    year, month = _date(record.first("DP"))
    return _fields(
        author=" and ".join(
            [*map(_name, record.all("FAU", "AU")), *(f"{{{_plain(cn)}}}" for cn in record.all("CN"))]
        ),
        title=_title(record.first("TI")),
        journal=_escaped(record.first("TA", "JT")),
        year=year,
        month=month,
        volume=_escaped(record.first("VI")),
        number=_escaped(record.first("IP")),
        pages=_pages(record.first("PG")),
        doi=_plain(dois[0]) if dois else "",
        pmid=_plain(record.first("PMID")),
        pmcid=_plain(record.first("PMC")),
        evidence=_evidence(record.all("PT"), record.all("MH")),
    )


def from_ris(text: str) -> dict[str, str]:
    r"""Return the fields of the first record of a RIS file, which must be an article.

    >>> from_ris("TY  - JOUR\nTI  - Cells\nPY  - 2019\nSP  - 1\nEP  - 9\n")["pages"]
    '1--9'
    """
    record = read_tagged(text)
    kind = record.first("TY")
    if kind not in ("JOUR", "EJOUR"):
        what = f"its kind is '{kind}', not 'JOUR'" if kind else "no record in the format RIS is in it"
        raise UnreadableRecordError(f"{what}: only articles are read. Write other sources by hand.")
    year, month = _date(record.first("PY", "Y1", "DA"))
    pages = "-".join(filter(None, [record.first("SP"), record.first("EP")]))
    return _fields(
        author=" and ".join(map(_name, record.all("AU", "A1"))),
        title=_title(record.first("TI", "T1")),
        journal=_escaped(record.first("JA", "J2", "JO", "JF", "T2")),
        year=year,
        month=month,
        volume=_escaped(record.first("VL")),
        number=_escaped(record.first("IS")),
        pages=_pages(pages),
        doi=_doi(record.first("DO")),
        evidence=_evidence(record.all("M3"), record.all("KW")),
    )


def from_bibtex(text: str) -> dict[str, str]:
    """Return the fields of the first entry of a BibTeX text, those of house format only."""
    entries, problems = read_bibliography(text, path="the record")
    entry = next(iter(entries.values()), None)
    if entry is None:
        raise UnreadableRecordError(problems[0].text if problems else "no BibTeX entry is in it.")
    if entry.kind != "article":
        raise UnreadableRecordError(
            f"it is of the kind '@{entry.kind}': only articles are read. Write other sources by hand."
        )
    fields = {
        name: text if name == "author" else _unbraced(text)
        for name, text in entry.fields.items()
        if name in _ORDER and name != "url"
    }
    if fields.get("evidence") not in VALUES["evidence"]:
        fields["evidence"] = UNWRITTEN
    fields["doi"] = _doi(fields.get("doi", ""))
    month = fields.get("month", "")
    fields["month"] = (
        MONTHS[int(month) - 1] if month.isdigit() and 0 < int(month) <= len(MONTHS) else month[:3].lower()
    )
    fields["pages"] = re.sub(r"\s*(?:-+|\u2013)\s*", "--", fields.get("pages", ""))
    return _fields(**fields)


def new_key(fields: Mapping[str, str], taken: Iterable[str]) -> str:
    """Return a key that no source has: the first author's name, the year and, if need be, a letter.

    >>> new_key({"author": "Muñoz-Couselo, Eva and Doe, Jane", "year": "2021"}, ["munozcouselo2021"])
    'munozcouselo2021b'
    """
    name = fields["author"].partition(" and ")[0].strip("{}").partition(",")[0]
    plain = unicodedata.normalize("NFKD", name.casefold())
    key = re.sub(r"[^a-z]", "", plain)[:20] + re.sub(r"[^0-9]", "", fields["year"])
    known = {one.casefold() for one in taken}
    letters = ["", *"bcdefghijklmnopqrstuvwxyz"]
    return next(f"{key}{letter}" for letter in letters if f"{key}{letter}" not in known)


def same_source(fields: Mapping[str, str], entries: Mapping[str, Entry]) -> Entry | None:
    """Return the entry that has the same DOI, PMID or PMCID, or None."""
    for entry in entries.values():
        for name in ("doi", "pmid", "pmcid"):
            if fields.get(name) and entry.fields.get(name, "").casefold() == fields[name].casefold():
                return entry
    return None


def entry_text(key: str, fields: Mapping[str, str]) -> str:
    """Return an article in house format: a field on each line, the equals signs below each other.

    >>> print(entry_text("doe2019", {"title": "Cells", "year": "2019", "month": "feb"}))
    @article{doe2019,
      title   = {Cells},
      year    = {2019},
      month   = feb,
    }
    """
    width = max(7, *map(len, fields))
    lines = [
        f"  {name:{width}} = {text if name == 'month' else f'{{{text}}}'}," for name, text in fields.items()
    ]
    return "\n".join([f"@article{{{key},", *lines, "}"])


def with_entry(bibliography: str, entry: str) -> str:
    r"""Return a bibliography with one more entry, all in the order of their keys.

    Comments stay above the entry that follows them, and entries of the same key in their order. What stands
    above the first empty line, if no entry is in it, stays at the top.

    >>> print(with_entry("% All sources.\n\n@book{b,\n}\n", "@book{a,\n}"))
    % All sources.
    <BLANKLINE>
    @book{a,
    }
    <BLANKLINE>
    @book{b,
    }
    <BLANKLINE>
    """
    top, blocks, rest = _blocks(bibliography)
    ordered = sorted([*blocks, entry], key=_key_of)
    return "\n\n".join(filter(None, [top, *ordered, rest])) + "\n"


def _blocks(text: str) -> tuple[str, list[str], str]:
    """Split a bibliography into its top, its entries with the comments above each, and what follows."""
    paragraphs = re.split(r"\n(?=@)|(?<=\n\}\n)", text.strip("\n") + "\n")
    top, blocks, waiting = "", [], ""
    for number, paragraph in enumerate(paragraphs):
        if not paragraph.startswith("@"):
            lines = paragraph.strip("\n")
            if number == 0 and "\n\n" in f"{paragraph}\n":
                top, _, waiting = lines.partition("\n\n")
            else:
                waiting = "\n\n".join(filter(None, [waiting, lines]))
            continue
        blocks.append("\n".join(filter(None, [waiting.strip("\n"), paragraph.strip("\n")])))
        waiting = ""
    return top, blocks, waiting.strip("\n")


def _key_of(block: str) -> str:
    found = re.search(r"^@\w+\s*[{(]\s*([^\s,]*)", block, re.MULTILINE)
    return found[1].casefold() if found else ""


def _fields(**fields: str) -> dict[str, str]:
    fields["seen"] = UNWRITTEN  # What others read of it, we did not.
    return {name: fields[name] for name in _ORDER if fields.get(name)}


def _evidence(types: Iterable[str], headings: Iterable[str]) -> str:
    """Return the kind of evidence that a record says, or the mark for a person to say it.

    >>> _evidence(["Journal Article", "Review"], []), _evidence([], ["*Retrospective Studies"])
    ('review', 'retrospective study')
    >>> _evidence(["Journal Article"], ["Humans"])
    'write-this'
    """
    said = {one.casefold() for one in types}
    if kind := next((kind for kind, names in _TYPES.items() if said & names), ""):
        return kind
    plain = {one.lstrip("*").partition("/")[0].strip().casefold() for one in headings}
    kinds = [kind for heading, kind in _HEADINGS.items() if heading in plain]
    return kinds[0] if len(kinds) == 1 else UNWRITTEN


def _name(name: str) -> str:
    """Return a personal name as ``Last, First``; a MEDLINE short name has its initials after a space."""
    name = _plain(name)
    if "," not in name and (found := re.fullmatch(r"(.+) ([A-Z]{1,4})", name)):
        return f"{found[1]}, {' '.join(f'{letter}.' for letter in found[2])}"
    return name if "," in name else f"{{{name}}}"


def _title(title: str) -> str:
    return _escaped(title.strip().removesuffix("."))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", _plain(text))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[{}\\~^]", "", text).split())


def _unbraced(text: str) -> str:
    """Return a field without the second pair of braces that some programs put around each.

    >>> _unbraced("{Cells}"), _unbraced("{A} and {B}")
    ('Cells', '{A} and {B}')
    """
    inside = text[1:-1]
    return inside if text[:1] + text[-1:] == "{}" and not re.search(r"[{}]", inside) else text


def _doi(text: str) -> str:
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", "", text.strip(), flags=re.IGNORECASE)


def _date(text: str) -> tuple[str, str]:
    """Return year and month of ``2019 Feb 12``, ``2019/02/12/`` or ``2019``."""
    found = re.match(r"(\d{4})(?:[ /-]+([A-Za-z]{3}|\d{1,2}))?", text)
    if not found:
        return "", ""
    month = (found[2] or "").lower()
    if month.isdigit():
        month = MONTHS[int(month) - 1] if 0 < int(month) <= len(MONTHS) else ""
    return found[1], month if month in MONTHS else ""


def _pages(text: str) -> str:
    """Return a range of pages in full: MEDLINE shortens the last, ``123-31``."""
    pages = [*_split_pages(_escaped(text))]
    if len(pages) == 2 and all(page.isdigit() for page in pages) and len(pages[1]) < len(pages[0]):
        pages[1] = pages[0][: -len(pages[1])] + pages[1]
    return "--".join(pages)


def _split_pages(text: str) -> Iterator[str]:
    first = re.split(r"[,;]", text)[0]
    yield from (page.strip() for page in re.split(r"-+|\u2013", first, maxsplit=1) if page.strip())
