"""Ask what became of the sources since they were published: ``make sources``. Never part of a build.

PubMed and Crossref are asked about every entry with a PMID or a DOI, in one polite run: many numbers in one
request, a pause between two, a longer one when a service says so. What they answer is kept beside the
bibliography (``bib/status.json``), where each build reads it. Fails if a source was retracted.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx

from editorial.problems import Problem
from editorial.references.bibtex import Entry
from editorial.references.status import (
    State,
    Status,
    identifiers,
    read_crossref,
    read_pubmed,
    read_statuses,
    status_of,
    statuses_path,
    statuses_text,
)
from editorial.site.transport import CheckedTransport, is_inside, reason_of
from project import ROOT, guide_of, keep_asked, replace_file, today

PUBMED = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi"
CROSSREF = "https://api.crossref.org/works"
#: What was asked in the last days is not asked again.
FRESH = timedelta(days=6)
LARGEST = 20_000_000  # bytes
_SHOWN = (State.RETRACTED, State.CONCERN, State.SUPERSEDED, State.CORRECTED, State.UNKNOWN)


@dataclass(frozen=True)
class Manners:
    """How politely services are asked; times in seconds."""

    #: Between two requests. PubMed allows three a second, Crossref asks for restraint.
    pause: float = 1.0
    timeout: float = 30.0
    #: Tries after the first, and the pause before them, which doubles.
    retries: int = 3
    back_off: float = 5.0
    longest: float = 120.0
    #: How many numbers one request asks for.
    pmids: int = 200
    dois: int = 20


class NoAnswerError(Exception):
    """A service that gave no answer that can be used; the text says why."""


class OutOfReachError(NoAnswerError):
    """A service that cannot be reached, or turns everybody away, however often it is asked."""


class Asker:
    """Asks one service after another, with pauses."""

    def __init__(self, client: httpx.Client, manners: Manners) -> None:
        self._client = client
        self._manners = manners
        self._asked = False

    def ask(self, method: str, address: str, form: Mapping[str, str] | None = None) -> str:
        """Return the text of an answer; after 429 and 5xx, and where nobody answers, ask again later.

        Raises:
            NoAnswerError: if no answer came, or one of no use.
        """
        wait, reason = self._manners.back_off, ""
        for attempt in range(self._manners.retries + 1):
            if self._asked:
                time.sleep(min(self._manners.longest, wait) if attempt else self._manners.pause)
            self._asked = True
            if attempt:
                wait *= 2
            try:
                status, headers, body = self._once(method, address, form)
            except httpx.HTTPError as error:
                reason = reason_of(error)
                continue
            if status == httpx.codes.OK:
                return body
            reason = f"it answered {status}"
            if status != httpx.codes.TOO_MANY_REQUESTS and status < 500:
                raise NoAnswerError(reason)
            later = headers.get("retry-after", "")
            wait = max(wait, float(later)) if later.isascii() and later.isdigit() and len(later) < 6 else wait
        raise OutOfReachError(reason)

    def _once(
        self, method: str, address: str, form: Mapping[str, str] | None
    ) -> tuple[int, httpx.Headers, str]:
        ends = time.monotonic() + 4 * self._manners.timeout
        with self._client.stream(method, address, data=form) as answer:
            body = bytearray()
            for part in answer.iter_bytes():
                body += part
                if len(body) > LARGEST or time.monotonic() > ends:
                    raise NoAnswerError("its answer is too long or too slow")
            return answer.status_code, answer.headers, body.decode("utf-8", "replace")


def batches(numbers: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Yield some numbers at a time."""
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def ask_all(
    wanted: Sequence[str], ask: Asker, options: argparse.Namespace, contact: str, day: date
) -> tuple[dict[str, Status], list[str]]:
    """Return what the services say of each identifier that they answered for, and what went wrong."""
    found: dict[str, Status] = {}
    manners: Manners = options.manners
    pmids = [one.removeprefix("pmid:") for one in wanted if one.startswith("pmid:")]
    dois = [one.removeprefix("doi:") for one in wanted if one.startswith("doi:")]
    # In a list of Crossref a comma parts two DOIs: one with a comma in it is asked for alone.
    alone = [doi for doi in dois if "," in doi]
    together = [doi for doi in dois if "," not in doi]
    asked: list[tuple[str, Sequence[str], Callable[[Sequence[str]], dict[str, Status]]]] = []

    def pubmed(some: Sequence[str]) -> dict[str, Status]:
        form = {"db": "pubmed", "rettype": "medline", "retmode": "text", "tool": "guide-sources"}
        form |= {"id": ",".join(some), **({"email": contact} if contact else {})}
        return read_pubmed(ask.ask("POST", options.pubmed, form), some, today=day)

    def crossref(some: Sequence[str]) -> dict[str, Status]:
        query = {"filter": ",".join(f"doi:{doi}" for doi in some), "rows": str(len(some))}
        query |= {"mailto": contact} if contact else {}
        return read_crossref(ask.ask("GET", f"{options.crossref}?{urlencode(query)}"), some, today=day)

    def crossref_alone(some: Sequence[str]) -> dict[str, Status]:
        return read_crossref(ask.ask("GET", f"{options.crossref}/{quote(some[0], safe='')}"), some, today=day)

    asked += [("PubMed", some, pubmed) for some in batches(pmids, manners.pmids)]
    asked += [("Crossref", some, crossref) for some in batches(together, manners.dois)]
    asked += [("Crossref", [doi], crossref_alone) for doi in alone]
    helpless: dict[tuple[str, str], int] = {}
    out_of_reach: dict[str, str] = {}
    for service, some, question in asked:
        reason = out_of_reach.get(service, "")
        if sys.stderr.isatty() and not reason:  # It may take minutes.
            print(f"Asking {service} about {len(some)} sources ...", file=sys.stderr)
        try:
            found |= question(some) if not reason else {}
        except (NoAnswerError, ValueError) as error:
            reason = str(error) if isinstance(error, NoAnswerError) else "its answer cannot be read"
            if isinstance(error, OutOfReachError):  # Nor will it be with the next numbers.
                out_of_reach[service] = reason
        if reason:
            helpless[service, reason] = helpless.get((service, reason), 0) + len(some)
    failures = [
        f"{service} was not of help with {count} sources: {reason}."
        for (service, reason), count in helpless.items()
    ]
    return found, failures


def merged(
    known: Mapping[str, Status], found: Mapping[str, Status], wanted: Sequence[str]
) -> dict[str, Status]:
    """Return what is known now. That a service does not know a number takes back nothing that one said."""
    kept = {name: status for name, status in known.items() if name in set(wanted)}
    for name, status in found.items():
        if status.state is not State.UNKNOWN or kept.get(name, status).state is State.UNKNOWN:
            kept[name] = status
    return kept


def as_text(entries: Mapping[str, Entry], known: Mapping[str, Status], path: str, *, markdown: bool) -> str:
    """Return the sources by state, the worst first, each with its line."""
    by_state: dict[State, list[tuple[str, Status]]] = {}
    nameless = sum(1 for entry in entries.values() if not any(identifiers(entry)))
    for key, entry in entries.items():
        if any(identifiers(entry)):
            status = status_of(entry, known)
            by_state.setdefault(status.state, []).append((key, status))
    lines = ["# Sources since they were published", ""] if markdown else []
    for state in _SHOWN:
        some = by_state.get(state, [])
        if not some or (markdown and state is State.UNKNOWN):
            continue
        lines += [f"## {state.value} ({len(some)})", ""] if markdown else [f"{state.value}: {len(some)}"]
        for key, status in some:
            notices = f": {'; '.join(status.notices)}" if status.notices else ""
            line = f"{path}:{entries[key].line} {key}{notices}"
            # In an issue, a line of code: what a service wrote is no link and calls nobody.
            lines.append(f"- `{line.replace('`', chr(39))}`" if markdown else f"  {line}")
        lines += [""] if markdown else []
    alive = len(by_state.get(State.ALIVE, []))
    lines.append(f"alive: {alive}. Without a PMID or a DOI, and not asked about: {nameless}.")
    if markdown:
        lines += [
            "",
            "To keep this for builds, run `make sources` and propose the changed `bib/status.json`.",
        ]
    return "\n".join([*lines, ""])


def main(
    arguments: Sequence[str],
    root: Path = ROOT,
    manners: Manners | None = None,
    refused: Callable[[str], bool] = is_inside,
) -> int:
    parser = argparse.ArgumentParser(prog="make sources", description="Ask what became of the sources.")
    parser.add_argument("--all", action="store_true", help="ask about what was asked in the last days, too")
    parser.add_argument("--markdown", type=Path, help="write a report for an issue to this file")
    parser.add_argument("--pubmed", default=PUBMED, help="for tests: the address that answers as PubMed")
    parser.add_argument(
        "--crossref", default=CROSSREF, help="for tests: the address that answers as Crossref"
    )
    options = parser.parse_args(arguments)
    options.manners, options.refused = manners or Manners(), refused
    guide, day = guide_of(root), today()
    bibliography = guide.settings.bibliography
    file = root / statuses_path(bibliography)
    known: dict[str, Status] = {}
    problems: list[Problem] = []
    if file.is_file():
        known, problems = read_statuses(file.read_text("utf-8", "replace"), path=statuses_path(bibliography))
    for problem in problems:
        print(f"{problem} It is made again.", file=sys.stderr)
    all_ = sorted({one for entry in guide.entries.values() for one in identifiers(entry)})
    fresh = {one for one, status in known.items() if _is_fresh(status, day)}
    wanted = all_ if options.all else [one for one in all_ if one not in fresh]
    contact = guide.settings.contact
    agent = (
        f"guide-sources/1 (mailto:{contact})" if contact else "guide-sources/1 (a free guide for patients)"
    )
    transport = CheckedTransport(refused=options.refused)
    headers = {"User-Agent": agent, "Accept-Encoding": "identity"}
    with httpx.Client(timeout=options.manners.timeout, headers=headers, transport=transport) as client:
        found, failures = ask_all(wanted, Asker(client, options.manners), options, contact, day)
    now = merged(known, found, all_)
    if now != known or not file.is_file():
        replace_file(file, statuses_text(now))
    if any(status.state is not State.UNKNOWN for status in found.values()):
        keep_asked(guide, sources=day)
    print(as_text(guide.entries, now, bibliography, markdown=False), end="")
    if options.markdown:
        options.markdown.write_text(as_text(guide.entries, now, bibliography, markdown=True), "utf-8")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if any(status_of(one, now).state is State.RETRACTED for one in guide.entries.values()) else 0


def _is_fresh(status: Status, day: date) -> bool:
    return status.state is not State.UNKNOWN and timedelta() <= day - date.fromisoformat(status.asked) < FRESH


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
