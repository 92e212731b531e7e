"""Add a source to the bibliography: ``make source FILE=…`` or ``make source FROM=…``, with whatever is at hand.

A file (.nbib, .ris, .txt, .bib, .json of CSL, or a saved web page) needs no network. A DOI is asked of doi.org, a PMID
or PMCID of PubMed, an ISBN of Open Library, and a web page of its own address.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx

from editorial.problems import Problem, decoded
from editorial.references.bibtex import Entry, read_bibliography
from editorial.references.checks import entry_problems, is_isbn
from editorial.references.fields import bare_identifier
from editorial.references.imports import (
    BY_HAND,
    Record,
    UnreadableRecordError,
    entry_text,
    from_bibtex,
    from_csl,
    from_medline,
    from_open_library,
    from_tagged,
    missing,
    new_key,
    pmid_of,
    same_source,
    with_entry,
)
from editorial.references.status import State, sentence
from editorial.references.vancouver import references
from editorial.references.web_pages import from_web_page
from editorial.references.writing import checked_entry
from editorial.site.transport import CheckedTransport, Fetched, is_inside, reason_of
from editorial.site.transport import fetched as ask
from editorial.site.wrong_pages import page_title, sends_on, wrong_page
from editorial.text import on_one_line
from editorial.words import read_words
from project import ROOT, replace_file, settings_of, today

READERS: dict[str, Callable[[str], list[Record]]] = {
    ".nbib": from_tagged,
    ".ris": from_tagged,
    ".txt": from_tagged,
    ".bib": from_bibtex,
    ".json": from_csl,
    ".html": from_web_page,
    ".htm": from_web_page,
}
DOI = "https://doi.org/{}"
PMID = (
    "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi?db=pubmed&rettype=medline&retmode=text&id={}"
)
PMC = "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/?format=json&ids={}"
ISBN = "https://openlibrary.org/api/books?bibkeys=ISBN:{}&format=json&jscmd=data"
#: What doi.org is asked for: Crossref and DataCite answer in the first, others in the second.
DOI_FORMS = "application/vnd.citationstyles.csl+json, application/x-bibtex;q=0.9"
#: What a number of each kind looks like.
NUMBERS = {"doi": r"10\.\d{4,9}/\S{1,500}", "pmid": r"[1-9]\d{0,8}", "pmcid": r"PMC[1-9]\d{0,8}"}
SECONDS = 20
#: Which addresses are not asked.
REFUSED = is_inside
LARGEST = 1_000_000  # bytes


def fetched(address: str, *, accept: str, instead: str = "") -> Fetched:
    """Return what is at an address.

    Raises:
        UnreadableRecordError: if it cannot be had; says what to do instead.
    """
    agent, transport = "guide-sources/1", CheckedTransport(refused=REFUSED)
    try:
        return ask(address, accept=accept, agent=agent, largest=LARGEST, seconds=SECONDS, transport=transport)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        reason = on_one_line(reason_of(error))
        raise UnreadableRecordError(
            f"{address} cannot be reached ({reason}). {instead or BY_FILE}"
        ) from error


#: What to do where a service, or a page, cannot be reached.
BY_FILE = (
    "Save the record as a file there, for example from PubMed with Save, Format: PubMed, and run: "
    "make source FILE=the-file.nbib"
)
BY_BROWSER = "Save the page from a browser, and run: make source FILE=page.html FROM=its-address"
OTHER_PAGE = (
    f"Open it in a browser, and give the address where the page is. If only robots see this: {BY_BROWSER}"
)


def asked_for(text: str) -> tuple[str, str]:
    """Return what a copied text is: its kind (doi, pmid, pmcid, isbn or page) and the number or address in it.

    Raises:
        UnreadableRecordError: if it is none of them.
    """
    text = text.strip().strip("<>")
    host = _host(text)
    pmcid = bare_identifier("pmcid", text)
    if re.fullmatch(NUMBERS["pmcid"], pmcid) and not text.isdecimal():
        return "pmcid", pmcid
    if (host.endswith("ncbi.nlm.nih.gov") or not host) and bare_identifier("pmid", text) != text:
        return "pmid", bare_identifier("pmid", text)
    doi = bare_identifier("doi", text)
    if re.fullmatch(NUMBERS["doi"], doi):
        return "doi", doi
    isbn = re.sub(r"^ISBN(?:-1[03])?:?\s*|[\s-]", "", text, flags=re.IGNORECASE)
    if is_isbn(isbn):
        return "isbn", isbn.upper()
    if re.fullmatch(NUMBERS["pmid"], text):
        return "pmid", text
    if host:
        return "page", text
    raise UnreadableRecordError(
        "is not a DOI, a PMID, a PMCID, an ISBN or an address. Write one of: 10.1000/x, 33288500, PMC6182632, "
        "9780306406157, https://…"
    )


def _host(text: str) -> str:
    """Return the host of a web address, or nothing."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in ("http", "https") else ""


def from_network(text: str) -> list[Record]:
    """Return what the service that knows a number or an address says of it.

    Raises:
        UnreadableRecordError: if it says nothing of it, or speaks of something else.
    """
    kind, value = asked_for(text)
    if kind == "page":
        return from_page(value)
    if kind == "isbn":
        return from_open_library(fetched(ISBN.format(value), accept="application/json").text, value)
    if kind == "doi":
        answer = fetched(DOI.format(quote(value)), accept=DOI_FORMS).text
        records = from_csl(answer) if answer.lstrip().startswith(("{", "[")) else from_bibtex(answer)
        return [of_number(records, "doi", value)]
    pmid = value
    if kind == "pmcid":
        pmid = pmid_of(fetched(PMC.format(value), accept="application/json").text, value)
    return [of_number(from_medline(fetched(PMID.format(pmid), accept="text/plain").text), kind, value)]


def of_number(records: Sequence[Record], kind: str, value: str) -> Record:
    """Return the record that has a number, or the only one, if that has none of this kind.

    Raises:
        UnreadableRecordError: if all are about other sources.
    """
    for record in records:
        if record.fields.get(kind, "").casefold() == value.casefold():
            return record
    if len(records) == 1 and (records[0].refused or not records[0].fields.get(kind)):
        return records[0]
    other = next(filter(None, (record.fields.get(kind, "") for record in records)), "")
    said = f"the answer is about another source, '{other}': {title_in(records[0])}."
    if not re.fullmatch(NUMBERS[kind], other):
        raise UnreadableRecordError(f"{said} {BY_HAND}")
    raise UnreadableRecordError(
        f"{said} If it is the one you mean, as where two numbers became one, run: make source FROM={other}"
    )


def from_page(address: str) -> list[Record]:
    """Return the record of a web page, unless it seems to be another one, as where a page is gone."""
    page = fetched(address, accept="text/html", instead=BY_BROWSER)
    title, sent_on = page_title(page.text), sends_on(page.text, page.address)
    if wrong := wrong_page(address, page.address, title, sent_on):
        to = f": {sent_on or page.address}" if sent_on or page.address != address else ""
        raise UnreadableRecordError(f"this may be another page ({wrong}{to}). {OTHER_PAGE}")
    place = page.address if page.permanent else address
    return from_web_page(page.text, address=place, read_on=today().isoformat())


def from_file(name: str, address: str) -> list[Record]:
    """Return the records of a file; a saved web page may need its address."""
    file = Path(name)
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise UnreadableRecordError(
            f"a file must end in {', '.join(READERS)}. Export the source again as RIS."
        )
    if not file.is_file():
        raise UnreadableRecordError("there is no such file. Write its path from this folder on.")
    if file.stat().st_size > LARGEST:
        raise UnreadableRecordError(f"the file has more than {LARGEST:,} bytes. Save fewer records in it.")
    # Characters that nobody sees, as in abstracts of publishers, are left out by whoever reads a record.
    text, problems = decoded(file.read_bytes(), path=file.name, as_it_is=True)
    if problems:
        raise UnreadableRecordError(f"line {problems[0].line}: {problems[0].text}")
    return from_web_page(text, address=address) if reader is from_web_page else reader(text)


def refusal(record: Record, entries: Mapping[str, Entry], path: str) -> str:
    """Return why a record is not added, or nothing."""
    if record.refused:
        return record.refused
    if lacking := missing(record):
        return f"it has no {' and no '.join(lacking)}. Write this source by hand."
    if record.status.state is State.RETRACTED:
        return f"it {sentence(record.status)}. Do not cite it."
    if there := same_source(record, entries):
        return f"{path}:{there.line}: it is there already. Cite it as [@{there.key}]."
    try:
        checked_entry("key", record.fields, record.kind)
    except UnreadableRecordError as error:
        return str(error)
    return ""


def place(asked: str, record: Record) -> str:
    """Return where a record stands among others: its file, its line and its title."""
    line = record.line or ""
    return f"{asked}{':' if line else ''}{line} ({title_in(record)})"


def title_in(record: Record) -> str:
    """Return a record's title, or its beginning."""
    return record.fields.get("title", "")[:60]


def main(arguments: argparse.Namespace, root: Path = ROOT) -> int:
    numbers = [one for one in (arguments.doi, arguments.pmid, arguments.isbn, arguments.source) if one]
    if len(numbers) + bool(arguments.file) != 1 and not (arguments.file and [arguments.source] == numbers):
        print(
            "Say one of: make source FILE=record.nbib, make source FROM=https://example.org/page, "
            "make source DOI=10.1000/x, make source PMID=123, make source ISBN=9780306406157."
        )
        return 1
    path = settings_of(root).bibliography
    asked = arguments.file or numbers[0]
    try:
        records = from_file(asked, arguments.source) if arguments.file else from_network(asked)
    except UnreadableRecordError as error:
        print(f"{on_one_line(asked)}: {on_one_line(str(error))}\nNothing was changed.")
        return 1
    # Only now: what somebody writes into it while a service is asked would be lost.
    raw = (root / path).read_bytes().decode("utf-8-sig")
    line_end = "\r\n" if "\r\n" in raw else "\n"
    text = raw.replace("\r\n", "\n")
    entries, _ = read_bibliography(text, path=path)
    added: list[tuple[str, Record]] = []
    for record in records:
        if reason := refusal(record, entries, path):
            where = place(asked, record) if len(records) > 1 else asked
            print(on_one_line(reason if reason.startswith(f"{path}:") else f"{where}: {reason}"))
            continue
        key = new_key(record.fields, entries)
        changed = with_entry(text, checked_entry(key, record.fields, record.kind))
        after, _ = read_bibliography(changed, path=path)
        if {name: one.fields for name, one in after.items() if name != key} != {
            name: one.fields for name, one in entries.items()
        }:
            print(f"{path} could not be read with '{key}'. Write this source by hand.")
            continue
        text, entries = changed, after
        added.append((key, record))
    if not added:
        print("Nothing was changed.")
        return 1
    replace_file(root / path, text.replace("\n", line_end))
    for key, record in added:
        print(f"{entry_text(key, record.fields, record.kind)}\n")
        print(f"Added to {path} on line {entries[key].line}. Cite it as [@{key}].")
    print("\nCompare it with the source itself.")
    for line in dict.fromkeys(line for key, record in added for line in told(key, record, entries, root)):
        print(on_one_line(line))
    return 0 if len(added) == len(records) else 1


def told(key: str, record: Record, entries: Mapping[str, Entry], root: Path) -> Iterator[str]:
    """Yield what is good to know of a source that was added, and what is wrong with its entry."""
    yield from record.notes
    if said := sentence(record.status):
        yield f"Note: '{key}' {said}."
    settings = settings_of(root)
    locale = root / settings.overrides / "locales" / f"{settings.original}.yml"
    words, _ = read_words(locale.read_text(encoding="utf-8"), path="", locale=settings.original)
    one = {key: entries[key]}
    problems: list[Problem] = entry_problems(one, path=settings.bibliography, today=today())
    problems += references(one, words, path=settings.bibliography)[1]
    yield from map(str, problems)


def parser() -> argparse.ArgumentParser:
    """Return the reader of the command line."""
    made = argparse.ArgumentParser(description=__doc__)
    for name in ("doi", "pmid", "isbn", "file"):
        made.add_argument(f"--{name}", default="")
    made.add_argument("--from", dest="source", default="")
    return made


if __name__ == "__main__":
    sys.exit(main(parser().parse_args()))
