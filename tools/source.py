"""Add a source to the bibliography: ``make source FILE=…``, ``make source DOI=…`` or ``make source PMID=…``.

A file (.nbib, .ris or .bib) needs no network. A DOI is asked of doi.org, a PMID of PubMed.
"""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import httpx

from editorial.problems import decoded
from editorial.references.bibtex import read_bibliography
from editorial.references.checks import entry_problems
from editorial.references.imports import (
    UnreadableRecordError,
    from_bibtex,
    from_medline,
    from_ris,
    new_key,
    same_source,
    with_entry,
)
from editorial.references.writing import checked_entry
from editorial.site.transport import CheckedTransport, is_inside
from editorial.site.transport import fetched as ask
from editorial.text import on_one_line
from project import ROOT, replace_file, settings_of

READERS: dict[str, Callable[[str], dict[str, str]]] = {
    ".nbib": from_medline,
    ".ris": from_ris,
    ".bib": from_bibtex,
}
DOI = "https://doi.org/{}"
PMID = (
    "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi?db=pubmed&rettype=medline&retmode=text&id={}"
)
SECONDS = 20
#: Which addresses are not asked.
REFUSED = is_inside
LARGEST = 1_000_000  # bytes


def fetched(address: str, *, accept: str) -> str:
    """Return the text at an address.

    Raises:
        UnreadableRecordError: if it cannot be had; says what to do instead.
    """
    agent, transport = "guide-sources/1", CheckedTransport(refused=REFUSED)
    try:
        return ask(address, accept=accept, agent=agent, largest=LARGEST, seconds=SECONDS, transport=transport)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        reason = on_one_line(_reason(error))
        raise UnreadableRecordError(
            f"{address} cannot be reached ({reason}). Save the record as a file there, for example from "
            "PubMed with Save, Format: PubMed, and run: make source FILE=the-file.nbib"
        ) from error


def _reason(error: Exception) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"{error.response.status_code} {HTTPStatus(error.response.status_code).phrase}"
    return str(error) or type(error).__name__


def record(arguments: argparse.Namespace) -> dict[str, str]:
    """Return the fields of the source that was asked for."""
    if arguments.doi:
        return from_bibtex(fetched(DOI.format(quote(arguments.doi)), accept="application/x-bibtex"))
    if arguments.pmid:
        return from_medline(fetched(PMID.format(quote(arguments.pmid)), accept="text/plain"))
    file = Path(arguments.file)
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise UnreadableRecordError(f"a file must end in {', '.join(READERS)}.")
    if not file.is_file():
        raise UnreadableRecordError("there is no such file. Write its path from this folder on.")
    if file.stat().st_size > LARGEST:
        raise UnreadableRecordError(f"the file has more than {LARGEST:,} bytes. Save one record in it.")
    text, problems = decoded(file.read_bytes(), path=file.name)
    if problems:
        raise UnreadableRecordError(problems[0].text)
    return reader(text)


def main(arguments: argparse.Namespace, root: Path = ROOT) -> int:
    asked = arguments.doi or arguments.pmid or arguments.file
    if sum(map(bool, (arguments.doi, arguments.pmid, arguments.file))) != 1:
        print("Say one of: make source FILE=record.nbib, make source DOI=10.1000/x, make source PMID=123.")
        return 1
    path = settings_of(root).bibliography
    text = decoded((root / path).read_bytes(), path=path)[0]
    entries, _ = read_bibliography(text, path=path)
    try:
        fields = record(arguments)
        missing = [name for name in ("author", "title", "journal", "year") if not fields.get(name)]
        if missing:
            raise UnreadableRecordError(f"it has no {' and no '.join(missing)}. Write this source by hand.")
    except UnreadableRecordError as error:
        print(f"{on_one_line(asked)}: {on_one_line(str(error))}\nNothing was changed.")
        return 1
    if there := same_source(fields, entries):
        print(f"{path}:{there.line}: it is there already. Cite it as [@{there.key}]. Nothing was changed.")
        return 1
    key = new_key(fields, entries)
    try:
        added = checked_entry(key, fields)
        changed = with_entry(text, added)
        after, problems = read_bibliography(changed, path=path)
        if {name: one.fields for name, one in after.items() if name != key} != {
            name: one.fields for name, one in entries.items()
        }:
            raise UnreadableRecordError(f"{path} could not be read with it. Write this source by hand.")
    except UnreadableRecordError as error:
        print(f"{on_one_line(asked)}: {on_one_line(str(error))}\nNothing was changed.")
        return 1
    replace_file(root / path, changed)
    entries = after
    entry = entries[key]
    print(added)
    print(f"\nAdded to {path} on line {entry.line}. Cite it as [@{key}].")
    print("Compare it with the article itself. A journal's name stands as NLM shortens it.")
    problems += entry_problems({key: entry}, path=path, today=datetime.now(UTC).date())
    for problem in problems:
        print(problem)
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the reader of the command line."""
    made = argparse.ArgumentParser(description=__doc__)
    for name in ("doi", "pmid", "file"):
        made.add_argument(f"--{name}", default="")
    return made


if __name__ == "__main__":
    sys.exit(main(parser().parse_args()))
