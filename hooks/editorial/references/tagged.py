"""Records of lines with a tag, a dash and a text: MEDLINE's (PubMed's) and RIS's."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from editorial.text import without_unseen

MEDLINE_LINE = re.compile(r"^([A-Z][A-Z0-9 ]{3})- ?(.*)$")
#: Some programs write the tags of RIS in small letters; a text that goes on may hold "as - " itself, with one space.
RIS_LINE = re.compile(r"^\s{0,2}([A-Z][A-Z0-9](?=\s{1,3}-)|[a-z][a-z0-9](?=\s\s-))\s{1,3}- ?(.*)$")
#: What each record of a MEDLINE file has once: PubMed's begin with the first, those of other catalogs with the second.
MEDLINE_BEGINS = ("PMID", "OWN")


@dataclass(frozen=True)
class Tagged:
    """One record in MEDLINE or RIS: each tag with its texts, in order."""

    texts: Mapping[str, list[str]]
    #: On which line of its file it begins, from 1.
    line: int = 1

    def first(self, *tags: str) -> str:
        """Return the first text of the first tag that has one, or nothing."""
        return next((self.texts[tag][0] for tag in tags if self.texts.get(tag)), "")

    def all(self, *tags: str) -> list[str]:
        """Return every text of the first tag that has any."""
        return next((self.texts[tag] for tag in tags if self.texts.get(tag)), [])


def read_tagged(
    text: str, *, begins: Collection[str] = MEDLINE_BEGINS, line: re.Pattern[str] = MEDLINE_LINE
) -> list[Tagged]:
    r"""Read the records of a MEDLINE or RIS file. A line without a tag goes on with the one before.

    Args:
        text: the file.
        begins: the tags of which a record has one each: a second one begins the next record.
        line: what a line with a tag looks like.

    >>> read_tagged("PMID- 1\nTI  - Cells\n      and more\n\nPMID- 2\n")[0].texts
    {'PMID': ['1'], 'TI': ['Cells and more']}
    """
    records: list[dict[str, list[str]]] = [{}]
    begun = [1]
    last: list[str] | None = None
    for number, one in enumerate(without_unseen(text).splitlines(), start=1):
        found = line.match(one)
        tag = found[1].strip().upper() if found else ""
        if found and tag == "ER":
            records.append({})
            begun.append(number + 1)
            last = None
        elif found:
            if tag in begins and records[-1].get(tag):
                records.append({})
                begun.append(number)
            if not records[-1]:
                begun[-1] = number
            last = records[-1].setdefault(tag, [])
            last.append(found[2].strip())
        elif last and one.strip():
            last[-1] = f"{last[-1]} {one.strip()}".strip()
    return [
        Tagged({tag: [one for one in all_ if one] for tag, all_ in texts.items()}, first)
        for texts, first in zip(records, begun, strict=True)
        if texts
    ]
