"""The same sources as reference managers and catalogs write them, each in its own manner."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@dataclass(frozen=True)
class Source:
    """One source, as its title page has it."""

    kind: str
    title: str
    #: Each as (surname with its particle, given names, suffix), or an organization alone.
    people: tuple[tuple[str, ...], ...] = ()
    subtitle: str = ""
    journal: str = ""
    year: int = 2019
    month: int = 0
    volume: str = ""
    issue: str = ""
    first: str = ""
    last: str = ""
    doi: str = ""
    book: str = ""
    editors: tuple[tuple[str, ...], ...] = ()
    publisher: str = ""
    place: str = ""
    edition: str = ""
    url: str = ""
    read: str = ""
    language: str = "en"
    #: The reference in English.
    en: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def full_title(self) -> str:
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title

    @property
    def pages(self) -> str:
        return "--".join(filter(None, [self.first, self.last]))


def _bibtex_name(person: tuple[str, ...]) -> str:
    if len(person) == 1:
        return f"{{{person[0]}}}"
    family, given, *suffix = person
    return ", ".join([family, *suffix, given])


def _names(people: tuple[tuple[str, ...], ...], one: Callable[[tuple[str, ...]], str] = _bibtex_name) -> str:
    return " and ".join(map(one, people))


_ACCENTS = {"á": r"{\'a}", "é": r"{\'e}", "í": r"{\'i}", "ó": r"{\'o}", "ñ": r"{\~n}", "ö": r'{\"o}', "ü": r'{\"u}', "ø": r"{\o}", "ç": r"{\c c}", "Á": r"{\'A}", "ł": r"{\l}", "β": r"{$\beta$}", "&": r"{\&}", "%": r"{\%}"}  # fmt: skip


def _in_latex(text: str) -> str:
    return "".join(_ACCENTS.get(letter, letter) for letter in text)


def _escaped(text: str) -> str:
    return re.sub(r"[&%]", lambda sign: f"\\{sign[0]}", text)


def _bibtex(kind: str, key: str, fields: dict[str, str], *, line: str = "  {} = {{{}}}") -> str:
    lines = [line.format(name, text) for name, text in fields.items() if text]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


_BIBTEX_KINDS = {
    "article": "article",
    "book": "book",
    "chapter": "incollection",
    "page": "misc",
    "report": "techreport",
}


def _common(source: Source, write: Callable[[str], str]) -> dict[str, str]:
    return {
        "title": write(source.full_title),
        "author": write(_names(source.people))
        if write is not _in_latex
        else _in_latex(_names(source.people)),
        "journal": write(source.journal),
        "booktitle": write(source.book),
        "editor": write(_names(source.editors)),
        "year": str(source.year),
        "volume": source.volume,
        "number": source.issue,
        "pages": source.pages,
        "publisher": write(source.publisher) if source.kind != "report" else "",
        "institution": write(source.publisher) if source.kind == "report" else "",
        "address": source.place,
        "edition": source.edition,
    }


def zotero(source: Source) -> str:
    fields = _common(source, _in_latex) | {
        "url": source.url or (source.doi and f"https://doi.org/{source.doi}"),
        "doi": source.doi.replace("_", r"\_"),
        "language": source.language,
        "urldate": source.read,
        "copyright": "All rights reserved",
        "abstract": "Background: 5\\% of people.",
        "keywords": "cells, more cells",
        "file": "Full Text:/Users/me/Zotero/storage/A1/doe.pdf:application/pdf",
    }
    return _bibtex(_BIBTEX_KINDS[source.kind], "doe_cells_2019", fields, line="\t{} = {{{}}}")


def better_bibtex(source: Source) -> str:
    """Better BibTeX's BibLaTeX: its fields, and its extended names where there is a particle."""

    def name(person: tuple[str, ...]) -> str:
        if len(person) == 1:
            return f"{{{person[0]}}}"
        found = re.match(r"((?:[a-z]+ )+)(.+)", person[0])
        if found:
            return f"family={found[2]}, given={person[1]}, prefix={found[1].strip()}, useprefix=true"
        return _bibtex_name(person)

    kind = {"page": "online", "report": "report"}.get(source.kind, _BIBTEX_KINDS[source.kind])
    month = f"-{source.month:02}" if source.month else ""
    fields = {
        "title": _escaped(re.sub(r"\b(BRAF|HER2|CUP)\b", r"{{\1}}", source.title)),
        "subtitle": _escaped(source.subtitle),
        "author": _escaped(_names(source.people, name)),
        "date": f"{source.year}{month}",
        "journaltitle": _escaped(source.journal),
        "shortjournal": "JE",
        "booktitle": _escaped(source.book),
        "editor": _names(source.editors, name),
        "volume": source.volume,
        "number": source.issue,
        "pages": source.pages,
        "publisher": _escaped(source.publisher) if kind != "report" else "",
        "institution": _escaped(source.publisher) if kind == "report" else "",
        "location": source.place,
        "edition": source.edition,
        "doi": source.doi,
        "url": "" if source.doi else source.url,
        "urldate": source.read,
        "langid": {"en": "english", "es": "spanish", "de": "ngerman"}[source.language],
        "keywords": "notion",
    }
    return _bibtex(kind, "doeCells2019", fields)


def mendeley(source: Source) -> str:
    fields = {
        "abstract": "Cells.",
        **_common(source, _in_latex),
        "doi": source.doi.replace("_", r"{\_}"),
        "url": source.url.replace("~", r"{\textasciitilde}"),
        "urldate": source.read,
        "language": source.language,
        "file": ":C$\\backslash$:/Users/me/doe.pdf:pdf",
        "mendeley-groups": "CUP",
        "mendeley-tags": "cells",
    }
    fields["title"] = f"{{{fields['title']}}}"
    return _bibtex(_BIBTEX_KINDS[source.kind], "Doe2019", fields, line="{} = {{{}}}")


def endnote_bibtex(source: Source) -> str:
    fields = _common(source, _escaped) | {
        "ISSN": "1234-5678",
        "DOI": source.doi,
        "url": source.url,
        "urldate": source.read,
        "language": source.language,
        "type": "Journal Article",
        "note": "Export date 1 Jan",
    }
    return _bibtex(
        _BIBTEX_KINDS[source.kind],
        "RN12",
        {name: text for name, text in fields.items() if text},
        line="   {} = {{{}}}",
    )


def jabref(source: Source) -> str:
    fields = _common(source, _escaped) | {
        "doi": source.doi,
        "url": source.url,
        "urldate": source.read,
        "language": source.language,
        "owner": "me",
        "timestamp": "2020-01-02",
        "groups": "CUP",
        "readstatus": "read",
        "rating": "5",
    }
    head = "% Encoding: UTF-8\n\n"
    tail = "\n@Comment{jabref-meta: databaseType:bibtex;}\n"
    return (
        head + _bibtex(_BIBTEX_KINDS[source.kind].title(), "Doe2019", fields, line="  {:<10} = {{{}}}") + tail
    )


def bibdesk(source: Source) -> str:
    fields = _common(source, _escaped) | {
        "Doi": source.doi,
        "Url": source.url,
        "Urldate": source.read,
        "language": source.language,
        "Date-Added": "2020-01-02 10:00:00 +0100",
        "Date-Modified": "2020-01-02 10:00:00 +0100",
        "Bdsk-Url-1": "https://example.org",
        "Bdsk-Url-2": "https://example.org/2",
        "Rating": "3",
    }
    fields = {name.title(): text for name, text in fields.items()}
    head = (
        "%% This BibTeX bibliography file was created using BibDesk.\n%% https://bibdesk.sourceforge.io/\n\n"
    )
    return head + _bibtex(_BIBTEX_KINDS[source.kind], "Doe:2019aa", fields, line="\t{} = {{{}}}")


def google_scholar(source: Source) -> str:
    fields = _common(source, _in_latex) | {
        "doi": source.doi,
        "url": source.url,
        "urldate": source.read,
        "language": source.language,
    }
    return _bibtex(_BIBTEX_KINDS[source.kind], "doe2019cells", fields, line="  {}={{{}}}")


def one_line(source: Source) -> str:
    """As Crossref's converter answers: one line, and HTML in titles."""
    fields = _common(source, lambda text: text.replace("&", "&amp;"))
    fields |= {"DOI": source.doi, "url": source.url, "urldate": source.read, "language": source.language}
    month = f"month={MONTHS[source.month - 1]}, " if source.month else ""
    texts = ", ".join(f"{name}={{{text}}}" for name, text in fields.items() if text)
    return f" @{_BIBTEX_KINDS[source.kind]}{{Doe_2019, {month}{texts} }}"


_RIS_KINDS = {"article": "JOUR", "book": "BOOK", "chapter": "CHAP", "page": "ELEC", "report": "RPRT"}


def _ris(
    source: Source, *, journal: str, pages: Callable[[Source], Iterator[tuple[str, str]]], date: str
) -> str:
    def name(person: tuple[str, ...]) -> str:
        return ", ".join(part for part in (person[0], *person[1:2], *person[2:]) if part)

    lines = [("TY", _RIS_KINDS[source.kind]), ("ID", "12")]
    lines += [("AU", name(person)) for person in source.people]
    lines += [("A2", name(person)) for person in source.editors]
    lines += [("TI", source.full_title), (journal if source.journal else "T2", source.journal or source.book)]
    lines += [("PY", date), ("VL", source.volume), ("IS", source.issue), *pages(source)]
    lines += [("DO", source.doi), ("PB", source.publisher), ("CY", source.place), ("ET", source.edition)]
    lines += [
        ("UR", source.url),
        ("Y2", source.read.replace("-", "/")),
        ("LA", source.language),
        ("KW", "cells"),
    ]
    return "\r\n".join([*(f"{tag}  - {text}" for tag, text in lines if text), "ER  - ", ""])


def endnote_ris(source: Source) -> str:
    def pages(source: Source) -> Iterator[tuple[str, str]]:
        yield "SP", source.pages.replace("--", "-")

    return _ris(source, journal="JO", pages=pages, date=str(source.year))


def zotero_ris(source: Source) -> str:
    def pages(source: Source) -> Iterator[tuple[str, str]]:
        yield "SP", source.first
        yield "EP", source.last

    month = f"{source.month:02}" if source.month else ""
    return _ris(source, journal="T2", pages=pages, date=f"{source.year}/{month}//")


def citavi_ris(source: Source) -> str:
    text = zotero_ris(source).replace("ER  - ", "N1  - a note\r\nER  - ")
    return "\ufeff" + text.replace("TI  - ", "T1  - ").replace("PY  - ", "Y1  - ").replace("T2  - ", "T2  - ")


def scopus(source: Source) -> str:
    fields = _common(source, _escaped) | {
        "doi": source.doi,
        "url": source.url,
        "urldate": source.read,
        "language": {"en": "English", "es": "Spanish", "de": "German"}[source.language],
        "author_keywords": "Cells",
        "affiliation": "University of Examples",
        "document_type": "Article",
        "source": "Scopus",
        "abbrev_source_title": "J Ex",
        "correspondence_address1": "Doe, J.; email: x@example.org",
    }
    return "Scopus\nEXPORT DATE: 2 January 2020\n\n" + _bibtex(
        _BIBTEX_KINDS[source.kind].upper(), "Doe20191", fields, line="\t{} = {{{}}}"
    )


def pubmed(source: Source) -> str:
    """MEDLINE, which has articles alone."""
    lines = [
        ("PMID", "90000001"),
        ("OWN", "NLM"),
        ("DP", f"{source.year} {MONTHS[source.month - 1].title() if source.month else ''}".strip()),
    ]
    lines += [("TI", source.full_title + "."), ("VI", source.volume), ("IP", source.issue)]
    last = source.last[
        next((i for i, (a, b) in enumerate(zip(source.first, source.last, strict=False)) if a != b), 0) :
    ]
    lines += [("PG", "-".join(filter(None, [source.first, last])))]
    lines += [("LID", f"{source.doi} [doi]" if source.doi else "")]
    for person in source.people:
        if len(person) == 1:
            lines += [("CN", person[0])]
        else:
            lines += [("FAU", f"{person[0]}, {' '.join(person[1:])}")]
    lines += [
        ("LA", {"en": "eng", "es": "spa", "de": "ger"}[source.language]),
        ("TA", source.journal),
        ("PT", "Journal Article"),
    ]
    text = "\n".join(f"{tag:<4}- {text}" for tag, text in lines if text)
    return "\n" + re.sub(r"(.{60,80}?) ", r"\1\n      ", text) + "\n"


#: Who writes, how the file ends, and what is read of it.
BIBTEX: dict[str, Callable[[Source], str]] = {
    "Zotero": zotero,
    "Better BibTeX for Zotero": better_bibtex,
    "Mendeley": mendeley,
    "EndNote": endnote_bibtex,
    "JabRef": jabref,
    "BibDesk": bibdesk,
    "Google Scholar": google_scholar,
    "Crossref": one_line,
    "Scopus": scopus,
}
RIS: dict[str, Callable[[Source], str]] = {
    "EndNote (RIS)": endnote_ris,
    "Zotero (RIS)": zotero_ris,
    "Citavi (RIS)": citavi_ris,
}
