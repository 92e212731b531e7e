"""What a field for a place in a journal or a book has beside its number: readers would see it in the reference.

Programs write "n/a" where a record has nothing, and people copy a word, a count or a bracket along with the number.
"""

import re
from collections.abc import Iterator, Mapping

from editorial.references.lists import words

_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
#: A number, or the first and the last, and nothing beside them: so nearly all places are.
_NUMBERS = re.compile(r"[^\W\d_]{0,3}\d\w{0,9}(?:--?[^\W\d_]{0,3}\d\w{0,9})?")
#: The words that stand before a number of each field, in ``lists.yml``.
_LABELS = {
    "volume": ("volumes",),
    "number": ("numbers",),
    "pages": ("pages", "articles"),
    "eid": ("articles",),
}


def place_faults(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each field of a place that has more or less than its number, with what is wrong and what to write.

    Args:
        fields: those of an entry, under BibTeX's names.

    >>> [*place_faults({"volume": "Vol. 3", "pages": "n/a-n/a"})][0]
    ('volume', "has 'Vol. 3' in 'volume', of which the reference needs the number alone. Write volume = {3}")
    """
    for name in (name for name in _LABELS if name in fields):
        text = " ".join(fields[name].replace("~", " ").split())
        if _NUMBERS.fullmatch(text):
            if name == "pages":
                yield from (("pages", fault) for fault in _page_faults(fields[name], text))
        elif _is_nothing(text):
            yield name, f"has '{text[:40]}' in '{name}', which is none. Take the field out."
        elif alone := _alone(name, text):
            yield (
                name,
                f"has '{text[:40]}' in '{name}', of which the reference needs the number alone. "
                f"Write {name} = {{{alone}}}",
            )
        elif name == "volume" and (both := re.fullmatch(r"([\w.]{1,10}) ?\(([^()]{1,20})\)", text)):
            yield (
                name,
                f"has '{text}' in 'volume', which is two things. Write volume = {{{both[1]}}} and "
                f"number = {{{both[2]}}}",
            )
        elif name == "pages":
            yield from (("pages", fault) for fault in _page_faults(fields[name], text))


def _is_nothing(text: str) -> bool:
    """Whether a text, or each side of its dash, says that there is nothing."""
    folded = text.casefold()
    without = words("nothing", ",")
    sides = [side for side in _DASHES.split(folded) if side]
    early = any(folded.startswith(word) for word in words("forthcoming", ","))
    return folded in without or early or (bool(sides) and all(side in without for side in sides))


def _alone(name: str, text: str) -> str:
    """Return the number of a field without the words that stand beside it, or nothing if none does."""
    if name == "number" and (special := re.fullmatch(r"(\d[\d-]{0,8}), ?SI", text)):
        return special[1]  # A special issue, as Web of Science marks it.
    label, _, rest = text.replace(".", ". ").partition(" ")
    rest = rest.strip()
    labels = frozenset[str]().union(*(words(which) for which in _LABELS[name]))
    if rest[:1].isalnum() and any(sign.isdigit() for sign in rest) and label.casefold().rstrip(".") in labels:
        return _DASHES.sub("--", rest) if name == "pages" else rest.split()[0].strip(",;")
    counted = re.fullmatch(r"(.{1,40}?) ?\(\d{1,3} ?(?:pp?)?\)", text) if name == "pages" else None
    return _DASHES.sub("--", counted[1]) if counted else ""


def _page_faults(written: str, text: str) -> Iterator[str]:
    pages = re.fullmatch(r"(\w*\d) ?(~|\s[^\W\d_]{1,4}\s) ?(\w*\d)", written)
    if pages and (pages[2] == "~" or pages[2].strip() in words("between")):
        yield f"has '{written}' in 'pages'. Between two pages stand two hyphens: pages = {{{pages[1]}--{pages[3]}}}"
    number, _, unit = text.rstrip(".").rpartition(" ")
    if (number.isdigit() and unit.casefold() in words("pages")) or re.fullmatch(r"\d+pp?", text):
        yield f"has '{text}' in 'pages', which is how many there are. Write which ones, or take the field out."
    found = re.fullmatch(r"(\d+)-(\d+)", _DASHES.sub("-", text))
    if found and len(found[1]) == len(found[2]) and found[1] > found[2]:
        yield f"has '{text}' in 'pages', which ends before it begins. Compare it with the source."
