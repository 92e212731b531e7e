"""Sources that a text names by other names than their keys, and so without a number: a DOI, an author with a year."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from editorial.references.citations import DOI, KEY


@dataclass(frozen=True)
class Sources:
    """The sources that a page may name: the key of each DOI, PMID and PMCID, and of each author with a year."""

    keys: frozenset[str] = frozenset()
    by_doi: Mapping[str, str] = field(default_factory=dict)
    by_pmid: Mapping[str, str] = field(default_factory=dict)
    by_pmcid: Mapping[str, str] = field(default_factory=dict)
    #: The surname in small letters, and the year, joined: "doe2019".
    by_author: Mapping[str, str] = field(default_factory=dict)


_NUMBERS = re.compile(r"\[\d{1,3}[a-z]?(?:\s*[,;–-]\s*(?:\d{1,3}[a-z]?|[a-z]))*\](?!\()")
_RAISED_SIGNS = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[.,;:)”\"]))[¹²³⁰⁴-⁹]+(?![\w⁻])")
_CITE = re.compile(r"\\[a-zA-Z]*cite[a-zA-Z]*\*?(?:\[([^\]\n]*)\])*\{([^}\n]*)\}")
_AT = re.compile(rf"(?:\[[^\[\]\n@]{{0,60}}|［|(?<![\w.@/]))@({KEY})(?:[^\[\]\n］]{{0,200}}[\]］])?")
#: A name with a year, as keys have it.
_LIKE_KEY = re.compile(r"[^\W\d_][\w-]*(?:19|20)\d\d[a-z]?")
_BARE_KEY = re.compile(r"[A-Za-z][\w-]{1,40}[0-9][\w-]{0,40}")
_YEAR = re.compile(r"\b((?:19|20)\d\d)([a-z]?)\b[)\]]?")
#: What stands in brackets before a year, or a name, and whoever is named beside it, right before a year in brackets.
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,120})$")
_BEFORE_BRACKETS = re.compile(r"([^\W\d_][\w’'-]*)(?: (?:\w{1,3}|&) [^\W\d_][\w’'-]*)? [(\[]$")
_DOI = re.compile(rf"(?:https?://(?:dx\.)?doi\.org/|\bdoi:?\s*)?\b({DOI})", re.IGNORECASE)
_PMID = re.compile(r"(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/|\bPMID:?\s*)(\d{1,8})\b/?", re.IGNORECASE)
_PMCID = re.compile(r"(?:https?://\S{0,60}/)?\b(PMC\d{5,8})\b/?")
#: How sources are numbered, each with its pattern.
_IDENTIFIERS = {"DOI": _DOI, "PMID": _PMID, "PMCID": _PMCID}


class Named(NamedTuple):
    """A source that a text names by a number: where it stands, and the source's key, if known."""

    found: re.Match[str]
    key: str | None


def named_sources(text: str, sources: Sources) -> Iterator[Named]:
    """Yield each DOI, PMID and PMCID in a text.

    >>> [one.key for one in named_sources("PMID: 123", Sources(by_pmid={"123": "doe2019"}))]
    ['doe2019']
    """
    for kind, pattern in _IDENTIFIERS.items():
        for match in pattern.finditer(text):
            yield Named(match, _key_of(kind, match, sources))


def _key_of(kind: str, found: re.Match[str], sources: Sources) -> str | None:
    known = {"DOI": sources.by_doi, "PMID": sources.by_pmid, "PMCID": sources.by_pmcid}
    return known[kind].get(found[1].casefold())


#: From what is found to what is looked for in the source, and what to write instead; nothing, if it is right.
Check = Callable[[re.Match[str], Sources], tuple[str, str] | None]


def _number(found: re.Match[str], sources: Sources) -> tuple[str, str]:
    return found[0], "cite the source by its key, [@key]: the numbers are made by the build"


def _latex_citation(found: re.Match[str], sources: Sources) -> tuple[str, str]:
    keys = "; ".join(f"@{key.strip()}" for key in found[2].split(",") if key.strip())
    locator = f", {found[1]}" if found[1] else ""
    return "\\", f"write [{keys or '@key'}{locator}]"


def _key(found: re.Match[str], sources: Sources) -> tuple[str, str] | None:
    key = found[1].rstrip(".:,-/+")
    if key in sources.keys:
        return f"@{key}", f"write [@{key}] by itself, after what it is the source of"
    if _LIKE_KEY.fullmatch(key) and not found[0].startswith("["):
        return f"@{key}", "cite a source by a key that is in the bibliography, [@key]"
    return None


def _bare_key(found: re.Match[str], sources: Sources) -> tuple[str, str] | None:
    """A source by its key without the sign: ``[doe2019]``."""
    at_sign = found.string[found.start() - 1 : found.start()] == "@"
    if found[0] not in sources.keys or at_sign:
        return None
    return found[0], f"write [@{found[0]}] by itself, after what it is the source of"


def _year(found: re.Match[str], sources: Sources) -> tuple[str, str] | None:
    """A source by author and year: ``(Doe, 2019)``."""
    place = max(0, found.start() - 140)
    inside = _IN_BRACKETS.search(found.string, place, found.start())
    before = _BEFORE_BRACKETS.search(found.string, place, found.start())
    # Of several sources in one pair of brackets only what follows the last one is this one's.
    text = re.split(r";|(?:19|20)\d\d[a-z]?", inside[1])[-1] if inside else before[1] if before else ""
    for name in re.findall(r"[^\W\d_][\w-]*", text):
        known = sources.by_author.get
        if key := known(f"{name.casefold()}{found[1]}{found[2]}") or known(f"{name.casefold()}{found[1]}"):
            return found[1], f"cite the source by its key: [@{key}]"
    return None


def _identifier(kind: str, found: re.Match[str], sources: Sources) -> tuple[str, str]:
    if key := _key_of(kind, found, sources):
        return found[1], f"cite the source by its key: [@{key}]"
    if kind == "PMCID":
        return found[1], "add its source to the bibliography and cite it by its key"
    return found[1], f"add its source and cite it by its key: make source {kind}={found[1]}"


#: What is looked for, and asked of each find whether it is right.
CHECKS: Mapping[re.Pattern[str], Check] = {
    _NUMBERS: _number,
    _RAISED_SIGNS: _number,
    _CITE: _latex_citation,
    _AT: _key,
    _BARE_KEY: _bare_key,
    _YEAR: _year,
    **{pattern: partial(_identifier, kind) for kind, pattern in _IDENTIFIERS.items()},
}
