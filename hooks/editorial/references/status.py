"""What became of a source since it was published: corrected, retracted, replaced.

PubMed says it in a record's publication types and links to notices (NLM, "MEDLINE/PubMed Data Element
Descriptions": PT, RIN, ECI, EIN, UIN, CRI, RPI), Crossref in ``updated-by`` and ``relation`` ("Crossmark",
"Retraction Watch data"). The answers are kept in a file beside the bibliography, so that a build asks nobody.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from editorial.problems import Problem
from editorial.references.bibtex import Entry
from editorial.references.fields import ALIASES, bare_identifier
from editorial.references.tagged import read_tagged
from editorial.text import without_unseen
from editorial.words import Words


class State(StrEnum):
    """What is known of a source, from the best to the worst."""

    UNKNOWN = "unknown"
    ALIVE = "alive"
    CORRECTED = "corrected"
    SUPERSEDED = "superseded"
    CONCERN = "concern"
    RETRACTED = "retracted"


_ORDER = tuple(State)


class Status(NamedTuple):
    """The state of a source, and the notices that say so, as the services name them."""

    state: State
    notices: tuple[str, ...] = ()
    #: The day on which a service was asked.
    asked: str = ""


#: By an identifier, ``pmid:90000008`` or ``doi:10.1000/x``: a key may change, a source's number does not.
Statuses = Mapping[str, Status]

# --- what the services say -----------------------------------------------------------------------

_PUBMED_TYPES = {"retracted publication": State.RETRACTED, "withdrawn publication": State.RETRACTED}
#: PubMed's tags of notices about a record, which say where each notice is.
_PUBMED_NOTICES = {
    "RIN": State.RETRACTED,
    "ECI": State.CONCERN,
    "UIN": State.SUPERSEDED,
    "CRI": State.SUPERSEDED,
    "RPI": State.SUPERSEDED,
    "EIN": State.CORRECTED,
}
#: PubMed's tags of what a notice is about: a retraction of, an erratum for, an expression of concern for.
NOTICES_OF = ("ROF", "EFR", "ECF")
#: Crossref's types of updates (its schema's list, and that of Retraction Watch).
_CROSSREF_UPDATES = {
    **dict.fromkeys(("retraction", "withdrawal", "removal", "partial_retraction"), State.RETRACTED),
    "expression_of_concern": State.CONCERN,
    **dict.fromkeys(("new_edition", "new_version"), State.SUPERSEDED),
    **dict.fromkeys(("correction", "corrigendum", "erratum", "addendum", "clarification"), State.CORRECTED),
}
_CROSSREF_RELATIONS = {"is-replaced-by": State.SUPERSEDED, "is-preprint-of": State.SUPERSEDED}
_WITHDRAWN_TITLE = re.compile(r"\W{0,3}(?:retracted|withdrawn)\b[^:]{0,20}:", re.IGNORECASE)


def of_medline(texts: Mapping[str, Iterable[str]]) -> Status:
    """Return what a record of PubMed says of its source, by the record's tags.

    >>> of_medline({"PT": ["Retracted Publication"], "RIN": ["J Ex. 2021;5:1. PMID: 9"]})
    Status(state=<State.RETRACTED: 'retracted'>, notices=('J Ex. 2021;5:1. PMID: 9',), asked='')
    """
    found: list[tuple[State, str]] = [
        (_PUBMED_TYPES[one.casefold()], "") for one in texts.get("PT", ()) if one.casefold() in _PUBMED_TYPES
    ]
    found += [(state, one) for tag, state in _PUBMED_NOTICES.items() for one in texts.get(tag, ())]
    found += [(State.RETRACTED, "") for title in texts.get("TI", ()) if _WITHDRAWN_TITLE.match(title)]
    return _worst(found)


def of_crossref(message: Mapping[str, Any]) -> Status:
    """Return what a work of Crossref says of itself.

    >>> of_crossref({"updated-by": [{"type": "retraction", "DOI": "10.1000/y"}]})
    Status(state=<State.RETRACTED: 'retracted'>, notices=('https://doi.org/10.1000/y',), asked='')
    """
    found: list[tuple[State, str]] = []
    for update in _dicts(message.get("updated-by")):
        kind = str(update.get("type", "")).casefold().replace("-", "_").replace(" ", "_")
        if kind in _CROSSREF_UPDATES:
            found.append((_CROSSREF_UPDATES[kind], _doi_address(update.get("DOI"))))
    relations = message.get("relation")
    relations = relations if isinstance(relations, dict) else {}
    for name, state in _CROSSREF_RELATIONS.items():
        found += [(state, _doi_address(one.get("id"))) for one in _dicts(relations.get(name))]
    title = message.get("title")
    title = title[0] if isinstance(title, list) and title else title
    if isinstance(title, str) and _WITHDRAWN_TITLE.match(title):
        found.append((State.RETRACTED, ""))
    return _worst(found)


def notice_of(message: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the DOIs that a work of Crossref is itself a notice about, as a retraction is of an article."""
    return tuple(str(one.get("DOI", "")) for one in _dicts(message.get("update-to")) if one.get("DOI"))


def read_pubmed(text: str, asked: Iterable[str], *, today: date) -> dict[str, Status]:
    """Return what PubMed's answer in MEDLINE says of each PMID that it was asked for.

    Raises:
        ValueError: where the answer is a page, or JSON, as where a service is out of order.
    """
    records = {one.first("PMID"): one.texts for one in read_tagged(text)}
    if text.lstrip()[:1] in ("<", "{", "["):
        raise ValueError("is not an answer of PubMed in MEDLINE")
    return {
        f"pmid:{pmid}": _dated(of_medline(records[pmid]) if pmid in records else Status(State.UNKNOWN), today)
        for pmid in asked
    }


def read_crossref(text: str, asked: Iterable[str], *, today: date) -> dict[str, Status]:
    """Return what Crossref's answer (``/works?filter=doi:…``) says of each DOI that it was asked for.

    Raises:
        ValueError: where the answer is none of Crossref's.
    """
    try:
        said = json.loads(text)
    except RecursionError:
        raise ValueError("is not an answer of Crossref") from None
    message = said.get("message") if isinstance(said, dict) else None
    if not isinstance(message, dict):
        raise ValueError("is not an answer of Crossref")
    items = _dicts(message.get("items")) if "items" in message else [message]
    works = {str(one.get("DOI", "")).casefold(): one for one in items}
    return {
        f"doi:{doi}": _dated(
            of_crossref(works[doi.casefold()]) if doi.casefold() in works else Status(State.UNKNOWN), today
        )
        for doi in asked
    }


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _doi_address(doi: object) -> str:
    return (
        f"https://doi.org/{without_unseen(doi)[:200]}"
        if isinstance(doi, str) and re.match(r"10\.\d{4,9}/\S", doi)
        else ""
    )


def _worst(found: Iterable[tuple[State, str]]) -> Status:
    """Return the worst state, with the notices that say that one."""
    all_ = list(found)
    state = max((one for one, _ in all_), key=_ORDER.index, default=State.ALIVE)
    notices = dict.fromkeys(" ".join(notice.split())[:200] for one, notice in all_ if one is state and notice)
    return Status(state, tuple(notices))


def _dated(status: Status, today: date) -> Status:
    return status._replace(asked=today.isoformat())


# --- the file beside the bibliography ------------------------------------------------------------


def statuses_path(bibliography: str) -> str:
    """Return the path of the file of states, from the project's folder on: it lies beside the bibliography.

    >>> statuses_path("bib/references.bib")
    'bib/status.json'
    """
    return PurePosixPath(bibliography).with_name("status.json").as_posix()


def identifiers(entry: Entry) -> Iterator[str]:
    """Yield the identifiers under which the state of an entry is kept.

    >>> list(identifiers(Entry("doe", "article", {"pmid": "123", "doi": "https://doi.org/10.1000/X"}, 1, {})))
    ['pmid:123', 'doi:10.1000/x']
    """
    fields = {ALIASES.get(name, name): text for name, text in entry.fields.items()}
    pmid, doi = (bare_identifier(name, fields.get(name, "")) for name in ("pmid", "doi"))
    if re.fullmatch(r"[1-9]\d{0,8}", pmid):
        yield f"pmid:{pmid}"
    if re.fullmatch(r"10\.\d{4,9}/\S{1,500}", doi):
        yield f"doi:{doi.casefold()}"


def status_of(entry: Entry, statuses: Statuses) -> Status:
    """Return the worst of what is known of an entry under its identifiers."""
    known = [statuses[one] for one in identifiers(entry) if one in statuses]
    return max(known, key=lambda status: _ORDER.index(status.state), default=Status(State.UNKNOWN))


def by_key(entries: Mapping[str, Entry], statuses: Statuses) -> dict[str, Status]:
    """Return the state of each entry of which one is known, by its key."""
    found = {key: status_of(entry, statuses) for key, entry in entries.items()} if statuses else {}
    return {key: status for key, status in found.items() if status.state is not State.UNKNOWN}


def read_statuses(source: str, *, path: str) -> tuple[dict[str, Status], list[Problem]]:
    r"""Read the file of states, or say what is wrong with it.

    >>> read_statuses('{"pmid:1": {"state": "alive", "asked": "2026-11-23"}}', path="a")[0]["pmid:1"].state
    <State.ALIVE: 'alive'>
    """
    way = "It is written by 'make sources': delete the file, and run that."
    try:
        said = json.loads(source)
        if not isinstance(said, dict):
            raise TypeError
        return {str(name): _status(one) for name, one in said.items()}, []
    except json.JSONDecodeError as error:
        return {}, [Problem(path, error.lineno, f"cannot be read as JSON: {error.msg}. {way}")]
    except (TypeError, ValueError, KeyError, RecursionError):
        return {}, [Problem(path, 1, f"has an entry that is not a state of a source. {way}")]


def _status(said: Mapping[str, Any]) -> Status:
    asked, notices = said["asked"], said.get("notices", [])
    if not isinstance(asked, str) or not isinstance(notices, list):
        raise TypeError
    date.fromisoformat(asked)
    return Status(State(said["state"]), tuple(without_unseen(str(one)) for one in notices), asked)


def statuses_text(statuses: Statuses) -> str:
    """Return the file of states: one source on each line, in their order, so that a change reads well."""
    lines = (
        f"{json.dumps(name, ensure_ascii=False)}: "
        + json.dumps(
            {
                "state": status.state.value,
                "asked": status.asked,
                **({"notices": list(status.notices)} if status.notices else {}),
            },
            ensure_ascii=False,
        )
        for name, status in sorted(statuses.items())
    )
    return "{\n" + ",\n".join(f"  {line}" for line in lines) + "\n}\n"


# --- what editors and readers are told -----------------------------------------------------------

_SAID = {
    State.RETRACTED: "was retracted or withdrawn",
    State.CONCERN: "has an expression of concern about it",
    State.SUPERSEDED: "has a newer version, or an update",
    State.CORRECTED: "was corrected",
}


_SHOWN = {
    State.RETRACTED: "status.retracted",
    State.CONCERN: "status.concern",
    State.SUPERSEDED: "status.superseded",
    State.CORRECTED: "status.corrected",
}


def sentence(status: Status) -> str:
    """Return what became of a source, for an editor, with where that is said; nothing if nothing did.

    >>> sentence(Status(State.CORRECTED, ("J Ex. 2021;5:1.",)))
    'was corrected (J Ex. 2021;5:1.)'
    """
    if status.state not in _SAID:
        return ""
    notices = f" ({'; '.join(status.notices)})" if status.notices else ""
    return f"{_SAID[status.state]}{notices}"


def shown(status: Status, words: Words) -> str:
    """Return what readers are told of a source in the list, as HTML; nothing where all is well."""
    if status.state not in _SHOWN:
        return ""
    return f'<strong class="site-status">{html.escape(words.say(_SHOWN[status.state]))}</strong>'
