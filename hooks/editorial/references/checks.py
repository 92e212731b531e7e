"""What is wrong with the entries of a bibliography that can be read: a sentence for each thing."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date

from editorial.detours import detour_fault
from editorial.lookalikes import lookalike_text, lookalikes
from editorial.problems import Problem, did_you_mean, unseen_text
from editorial.references.bibtex import Entry
from editorial.references.evidence import UNWRITTEN, VALUES
from editorial.references.fields import (
    ADDRESS,
    ALIASES,
    FIELDS,
    address_text,
    bare_identifier,
    parse_date,
)
from editorial.references.journals import short_journal, without_periods
from editorial.references.latex import UnreadableLatexError, to_text
from editorial.references.lists import words
from editorial.references.places import place_faults
from editorial.references.status import State, Status, sentence
from editorial.text import beginning

# What other programs write and no reference shows; known, so that nobody is asked about them: biblatex, JabRef,
# BibDesk, Zotero, Mendeley, EndNote, ADS, MathSciNet, DBLP, Scopus, Web of Science, Better BibTeX.
_UNUSED_FIELDS = frozenset(
    """
    abstract abbrev_source_title adsnote adsurl affiliation afterword annotation annotator annote arxivid
    author_keywords authorid authortype bibdate bibsource biburl bookauthor bookpagination bookurl cited_by
    citeulike-article-id coden collaborator comment commentator contributor copyright correspondence_address1
    country created creationdate creationdate date-added date-modified dateadded datemodified description
    document_type earlyaccessdate editora editorb editorc editoratype editorbtype editorctype editortype eissn
    eprintclass eventdate eventtitle eventtitleaddon file fjournal foreword funding gender groups hal_id
    hyphenation ids indextitle interhash intrahash introduction isan isbn ismn isrn issn issue_date issuetitle
    issuesubtitle issuetitleaddon iswc journal-iso journalsubtitle key keyword keywords keywords-plus label
    langidopts lastchecked lccn library link local-url mendeley-groups mendeley-tags metadata modificationdate
    mrclass mrnumber mrreviewer nameaddon note notes numpages nationality options origdate origin origlanguage
    origlocation origpublisher owner pagetotal pagination pii pmid-link posted-at primaryclass priority
    printed publication_stage qualityassured ranking rating read readstatus related relatedstring relatedtype
    relevance reprinttitle research-areas review rights shortauthor shorteditor shorthand shortjournal
    shortseries shorttitle size slaccitation sortkey sortname sorttitle sortyear source subject tags
    times-cited timestamp translatortype unique-id unidentified urldate-note usera userb userc userd usere
    userf username venue volumes web-of-science-categories web-of-science-index wos zblnumber zbl
    """.split()  # noqa: SIM905  (a column of quotes would hide the words)
)
#: Families of such fields: ``bdsk-url-2``, ``author+an``, AUCTeX's ``optnote``, ``x-fetchedfrom``.
_UNUSED_FAMILIES = re.compile(
    r"bdsk-|mendeley-|x-|opt[a-z]|ads[a-z]|mr[a-z]|zbl|zotero-|jabref-|.*\+an(?::|$)"
)
#: Our own: a parent entry, the day until which a source counts as current, the key that replaces it,
#: a text that its page must have, what kind of evidence it is, and how much of it was read.
_EDITORIAL_FIELDS = frozenset({"crossref", "expect", "review_by", "superseded_by", *VALUES})
#: What is shown or works here: only from these does a misspelling matter.
_WORKING_FIELDS = FIELDS | _EDITORIAL_FIELDS

#: What each kind of reference cannot do without; "a|b" means either.
_REQUIRED = {
    "article": ("title", "journal|eprinttype|archiveprefix", "year|date|epubdate|pubstate"),
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
    notices = [finding for entry in entries.values() for finding in _note(entry, today)]
    notices += [*_long_journals(entries), *_capitals(entries)]
    return [
        Problem(path, line, text, notice)
        for line, text, notice in sorted({*((line, text, False) for line, text in findings), *notices})
    ]


# --- each check: one entry and today to its findings ---------------------------------------------


def _empty(entry: Entry, today: date) -> Iterator[Finding]:
    if not entry.fields:
        yield (
            entry.line,
            f"'{entry.key}' has no fields. A comma may be missing after the key, or the entry is unfinished.",
        )


def _missing_fields(entry: Entry, today: date) -> Iterator[Finding]:
    fields = entry.under_bibtex_names
    required = _REQUIRED.get(entry.kind, ("title",))
    if entry.kind == "misc" and "url" in fields and not {"eprinttype", "archiveprefix"} & set(fields):
        required = _REQUIRED["online"]
    for choice in required if entry.fields else ():
        names_ = choice.split("|")
        if not any(name in fields for name in names_):
            yield entry.line, f"'{entry.key}' (@{entry.kind}) lacks the field {_either(names_)}."


def _either(names_: list[str]) -> str:
    examples = {"urldate": "'urldate', the day on which you read the page: urldate = {2026-03-31}"}
    return " or ".join(examples.get(name, f"'{name}'") for name in names_ if name != "pubstate")


def _values(entry: Entry, today: date) -> Iterator[Finding]:
    for field, values in VALUES.items() if entry.fields else ():
        text, line = entry.fields.get(field, ""), entry.lines.get(field, entry.line)
        if text in values:
            continue
        advice = f" Write one of: {', '.join(values)}."
        if not text:
            yield line, f"'{entry.key}' lacks the field '{field}', {_ASKED[field]}.{advice}"
        elif text == UNWRITTEN:
            yield line, f"'{entry.key}' still has {field} = {{{text}}}. Say {_ASKED[field]}.{advice}"
        else:
            advice = did_you_mean(text, values) or advice
            yield line, f"'{entry.key}' has {field} = {{{text[:60]}}}, which is none of its values.{advice}"


_ASKED = {"evidence": "what kind of evidence it is", "seen": "how much of it you read"}


def _misspelt_fields(entry: Entry, today: date) -> Iterator[Finding]:
    for name in entry.fields:
        if name in _WORKING_FIELDS or name in _UNUSED_FIELDS or _UNUSED_FAMILIES.match(name):
            continue
        if hint := did_you_mean(name, _WORKING_FIELDS):
            yield entry.lines[name], f"'{entry.key}' has the unknown field '{name}'.{hint}"


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
        if "%" not in text or name in _UNUSED_FIELDS or name in ("url", "doi", "eprint"):
            continue
        if re.search(r"(?<!\\)%", text):
            yield (
                entry.lines[name],
                f"'{entry.key}' has a bare % in the field '{name}'. Write \\%: "
                "other programs drop all that follows a bare one.",
            )


_SHORT_DOI = re.compile(r"10/[a-z0-9]{3,12}")


def _identifiers(entry: Entry, today: date) -> Iterator[Finding]:
    for written, text in entry.fields.items():
        name = ALIASES.get(written, written)
        if name not in _IDENTIFIER_FORMS:
            continue
        pattern, advice = _IDENTIFIER_FORMS[name]
        bare = bare_identifier(name, text)
        line = entry.lines[written]
        if name == "doi" and _SHORT_DOI.fullmatch(bare):
            yield (
                line,
                f"'{entry.key}' has the short DOI '{bare}' in 'doi'. Open https://doi.org/{bare}, and write the DOI "
                "that the page there shows.",
            )
        elif name == "doi" and pattern.fullmatch(bare) and (more := _more_than_a_doi(bare)):
            yield (
                line,
                f"'{entry.key}' has more than a DOI in '{written}': '{more}' leads nowhere. Write "
                f"doi = {{{bare.removesuffix(more)}}}",
            )
        elif not pattern.fullmatch(bare):
            yield line, f"'{entry.key}' has in '{written}' what is none: '{text[:80]}'. {advice}"


def _more_than_a_doi(bare: str) -> str:
    """Return what stands behind a DOI that was copied from a publisher's address, or out of a sentence.

    >>> _more_than_a_doi("10.1000/x/full"), _more_than_a_doi("10.1000/x)"), _more_than_a_doi("10.1000/x(2)")
    ('/full', ')', '')
    """
    found = re.search(r"(?:/(?:full|pdf|epdf|abstract|html|meta|full\.html)|[?#].*|\.pdf)$", bare)
    if found:
        return found[0]
    return ")" if bare.endswith(")") and bare.count(")") > bare.count("(") else ""


_IDENTIFIER_FORMS = {
    "doi": (
        re.compile(r"10\.\d{4,9}/(?!.*(?:doi\.org|\s))\S{1,500}"),
        "A DOI begins with 10., holds a slash and no space: doi = {10.1136/bmj.m4050}",
    ),
    "pmid": (re.compile(r"[1-9]\d{0,8}"), "A PMID is a number: pmid = {33288500}"),
    "pmcid": (re.compile(r"PMC[1-9]\d{0,8}"), "A PMCID is PMC and a number: pmcid = {PMC6182632}"),
}


def _markup(entry: Entry, today: date) -> Iterator[Finding]:
    """HTML from web pages and resolvers: readers would see its tags and entities."""
    for name, text in entry.fields.items():
        if name in _UNUSED_FIELDS or ("<" not in text and "&" not in text):
            continue
        found = _ENTITY.search(text) or (name not in ("doi", "url") and _TAG.search(text))
        if found:
            way = next(
                (way for tag, way in _INSTEAD.items() if re.match(rf"<{tag}\b", found[0], re.IGNORECASE)), ""
            )
            yield (
                entry.lines[name],
                f"'{entry.key}' has HTML in the field '{name}': '{found[0][:40]}'. "
                f"Write {way or _WITHOUT_HTML}.",
            )


_WITHOUT_HTML = "the text without it, and each sign as itself (an & as \\&)"
_TAG = re.compile(
    r"</?(?:i|b|u|em|strong|sub|sup|inf|scp|sc|small|span|p|br|div|a|font|title|italic|bold|jats:\w+|mml:\w+|math)"
    r"(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")
_INSTEAD = {
    "(?:i|em|italic|jats:italic)": "\\emph{…}",
    "(?:b|strong|bold)": "\\textbf{…}",
    "sub": "\\textsubscript{…}",
    "sup": "\\textsuperscript{…}",
}


def _letters(entry: Entry, today: date) -> Iterator[Finding]:
    """Letters that hide, or that look like others."""
    if all(text.isascii() for text in entry.fields.values()):
        return
    letters = {*"".join(entry.fields.values())}
    for name, text in entry.fields.items():
        if name in _UNUSED_FIELDS or text.isascii():
            continue
        if _SOFT_HYPHEN in text:
            yield entry.lines[name], f"'{entry.key}' {unseen_text(_SOFT_HYPHEN)}"
        for word, plain in lookalikes(text, letters):
            yield entry.lines[name], lookalike_text(word, plain)


_SOFT_HYPHEN = "\N{SOFT HYPHEN}"


def _formulas(entry: Entry, today: date) -> Iterator[Finding]:
    """Formulas that readers would see as they stand: a program escaped their signs, or they stand outside of '$'."""
    for name in _TITLES.intersection(entry.fields):
        text = entry.fields[name]
        if "^" in text or "_" in text:
            bare = _BARE_SCRIPT.search(_IN_FORMULA.sub("", text))
            if bare:
                command = "\\textsuperscript" if bare[1] else "\\textsubscript"
                sign = "\\textasciicircum{}" if bare[1] else "\\_"
                yield (
                    entry.lines[name],
                    f"'{entry.key}' shows readers '{bare[0]}' as it stands, in the field '{name}'. Write "
                    f"{command}{{{bare[1] or bare[2]}}}; for the sign itself {sign}.",
                )
        if "\\" in text and "$" in text and (escaped := _ESCAPED_FORMULA.search(text)):
            yield (
                entry.lines[name],
                f"'{entry.key}' shows readers '{escaped[0]}' as it stands, in the field '{name}'. Write the formula "
                "without the '\\' before each '$', or with \\textsuperscript{…} and \\textsubscript{…}.",
            )


_TITLES = frozenset(("title", "subtitle", "titleaddon", "booktitle", "series", "origtitle", "maintitle"))
_IN_FORMULA = re.compile(r"(?<!\\)\$[^$]*(?<!\\)\$|\\\(.*?\\\)")
_BARE_SCRIPT = re.compile(r"[^\W_]{1,12}(?:\^([+−-]?\d{1,3}|[+−-](?!\w))|_(\d)(?!\d))")
_ESCAPED_FORMULA = re.compile(
    r"\\\$(?=(?:[^$\\]|\\[^$])*(?:\\_|_|\^|\\\^|\\text(?:ascii|back|brace)|\{))(?:[^$\\]|\\[^$]){1,200}\\\$"
)


def _note(entry: Entry, today: date) -> Iterator[tuple[int, str, bool]]:
    """An address that stands in a note, where no reference shows it."""
    for name in ("note", "annote"):
        found = ADDRESS.search(entry.fields.get(name, ""))
        if found and not {"url", "doi"} & entry.under_bibtex_names.keys():
            address = (found[1] or found[2]).rstrip(".,;")
            yield (
                entry.lines[name],
                f"'{entry.key}' has an address in the field '{name}', which is not shown. Write it as "
                f"url = {{{address}}}, with the day on which you read it as 'urldate'.",
                True,
            )


def _withdrawn(entry: Entry, today: date) -> Iterator[Finding]:
    """A title that says itself that the work was taken back, as publishers and Crossref write it."""
    title = entry.fields.get("title", "")
    if _TAKEN_BACK.match(title):
        yield (
            entry.lines["title"],
            f"'{entry.key}' says in its title that it was retracted or withdrawn: '{title[:60]}'. Do not cite it; "
            "remove the entry, and check each text that rests on it.",
        )


_TAKEN_BACK = re.compile(
    r"[{\[(\s]*(?:retracted|withdrawn|retraction|temporary removal|removed)\b[^:]{0,20}[:\])]", re.IGNORECASE
)


def _places(entry: Entry, today: date) -> Iterator[Finding]:
    """A place in a journal or a book that is more or less than a number."""
    fields = entry.under_bibtex_names
    if entry.kind in ("report", "techreport"):
        fields = {"number": fields["number"]} if "number" in fields else {}
    elif entry.kind not in ("article", "incollection", "inproceedings", "inbook", "conference"):
        return
    for name, fault in place_faults(fields):
        yield entry.lines.get(name, entry.line), f"'{entry.key}' {fault}"


_BARE_DOI = re.compile(r"(?:doi:\s*)?10\.\d{4,9}/\S+", re.IGNORECASE)


def _no_title(entry: Entry, today: date) -> Iterator[Finding]:
    """A title that is none: an address, a word for a title, or a word that the reference writes by itself."""
    for name in ("title", "journal", "journaltitle", "booktitle"):
        text = entry.fields.get(name, "").strip()
        # Most titles have neither: to look for a sign costs less than to match a pattern.
        if "/" in text and (ADDRESS.fullmatch(text) or _BARE_DOI.fullmatch(text)):
            yield (
                entry.lines[name],
                f"'{entry.key}' has an address in '{name}': '{text[:60]}'. Write its name there, and the address as "
                "'url' or 'doi'.",
            )
    title = entry.fields.get("title", "").strip()
    if title.casefold() in words("untitled", ",") or re.fullmatch("[Xx]{3,}", title):
        yield (
            entry.lines["title"],
            f"'{entry.key}' has no title yet: '{title}'. Write it as the source has it.",
        )
    elif (book := entry.fields.get("booktitle", "")) and book.partition(":")[0].casefold() in words(
        "in_book"
    ):
        yield (
            entry.lines["booktitle"],
            f"'{entry.key}' has '{book.partition(':')[0]}:' in 'booktitle'. Take it out: the reference writes it by "
            "itself.",
        )
    elif (
        "[" in title
        and (found := re.search(r"\s\[([^\[\]]{2,20})\]", title))
        and found[1].casefold() in words("media", ",")
    ):
        yield (
            entry.lines["title"],
            f"'{entry.key}' has '{found[0].strip()}' in its title. Take it out: the reference writes it by itself.",
        )

    for name in ("organization", "institution", "publisher"):
        site = entry.fields.get(name, "").strip("{} ")
        if site and re.search(rf"\s[|–—-]\s*{re.escape(site)}$", title):
            yield (
                entry.lines["title"],
                f"'{entry.key}' ends its title with the name in '{name}', as browsers show it: '{beginning(title)}'. "
                "Take it out: the reference writes it by itself.",
            )


def _isbn(entry: Entry, today: date) -> Iterator[Finding]:
    if "isbn" not in entry.fields:
        return
    for isbn in re.split(r"[,;]\s*|\s{1,}(?=97[89])", entry.fields["isbn"]):
        if not is_isbn(isbn):
            yield (
                entry.lines["isbn"],
                f"'{entry.key}' has in 'isbn' what is none: '{isbn}'. Check its digits, "
                "there should be 10 or 13 of them.",
            )


def is_isbn(text: str) -> bool:
    """Whether the digits and the check digit are those of an ISBN-10 or ISBN-13 (ISO 2108)."""
    digits = re.sub(r"[\s\u2010-\u2015-]|\(.*?\)", "", text).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum((1, 3)[place % 2] * int(digit) for place, digit in enumerate(digits)) % 10 == 0
    return False


def _address(entry: Entry, today: date) -> Iterator[Finding]:
    url = address_text(entry.fields.get("url", ""))
    # What has no such beginning or has spaces, the reference refuses.
    if re.match(r"https?://[^\s<>\"]+$", url) and not re.match(
        r"https?://[^\s/<>\"{}]+\.[^\s]", url, re.IGNORECASE
    ):
        yield (
            entry.lines["url"],
            f"'{entry.key}' has in 'url' no web address: '{url[:60]}'. "
            "It must begin with https:// or http:// and have no spaces.",
        )
    elif url and (said := detour_fault(url)):
        yield entry.lines["url"], f"'{entry.key}': {said}"


def _dates(entry: Entry, today: date) -> Iterator[Finding]:
    for name in ("year", "date", "urldate", "updated", "epubdate", "review_by"):
        if name not in entry.fields:
            continue
        text = entry.fields[name]
        try:
            when = parse_date(text)
        except ValueError as error:
            if name == "review_by":  # Of the others the reference tells.
                yield entry.lines[name], f"'{entry.key}': the field '{name}' ('{text[:60]}') {error}."
            continue
        # Journals carry the year of the issue, which may lie ahead of the day of publication.
        ahead = (when.year, when.month or 1, when.day or 1) > (today.year, today.month, today.day)
        if name != "review_by" and ahead and (name != "year" or when.year > today.year + 1):
            yield entry.lines[name], f"'{entry.key}': the field '{name}' lies in the future: {text}."


_CHECKS: tuple[Callable[[Entry, date], Iterator[Finding]], ...] = (
    _empty,
    _missing_fields,
    _values,
    _misspelt_fields,
    _too_long,
    _bare_percent,
    _identifiers,
    _markup,
    _letters,
    _formulas,
    _withdrawn,
    _places,
    _no_title,
    _isbn,
    _address,
    _dates,
)


# --- checks of entries against each other --------------------------------------------------------


def _repeated_works(entries: Mapping[str, Entry]) -> Iterator[Finding]:
    """The same DOI, PMID or title and year under two keys."""
    first: dict[tuple[str, str], Entry] = {}
    told: set[tuple[str, str]] = set()
    for entry in entries.values():
        for name, value in signs(entry):
            earlier = first.setdefault((name, value), entry)
            pair = (earlier.key, entry.key)
            if earlier is not entry and pair not in told and not (name == "title" and differ(earlier, entry)):
                told.add(pair)
                yield (
                    entry.line,
                    f"'{entry.key}' has the same {name} as '{earlier.key}' on line {earlier.line}. "
                    "Keep one of them, and cite its key.",
                )


def differ(one: Entry, other: Entry) -> bool:
    """Whether two works of one title are not the same: two editorials of one year differ in volume or pages."""
    both = one.under_bibtex_names, other.under_bibtex_names
    for name in ("volume", "number", "pages", "doi"):
        here, there = (
            re.sub(r"[-\u2010-\u2015]+", "-", bare_identifier("doi", fields.get(name, ""))) for fields in both
        )
        if here and there and here.casefold() != there.casefold():
            return True
    return False


def signs(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield what tells that two entries are one work, each with its name."""
    for name in ("doi", "pmid", "pmcid"):
        if name in entry.fields:
            yield name.upper(), bare_identifier(name, entry.fields[name]).casefold()
    fields = entry.under_bibtex_names
    if "title" in fields:
        try:
            title = _BETWEEN_WORDS.sub(" ", to_text(fields["title"])).casefold().strip()
        except UnreadableLatexError:
            return
        year = fields.get("year") or fields.get("date", "")[:4]
        book = first_letters(fields.get("journal") or fields.get("booktitle", ""))
        # Two chapters or web pages may well be called "Introduction", or be two years' versions.
        yield "title", f"{title}|{year}|{book}|{fields.get('url', '')}"


_BETWEEN_WORDS = re.compile(r"[\W_]+")
_BESIDE_WORDS = re.compile(r"\([^()]{0,100}\)|[\\{}.&]")


def first_letters(journal: str) -> str:
    """Return what a journal's name in full and its short form have in common.

    >>> first_letters("The Lancet Oncology") == first_letters("Lancet Oncol")
    True
    """
    bare = _BESIDE_WORDS.sub(" ", journal.casefold()).replace("-", " ")
    return "".join(word[0] for word in bare.split() if word not in words("small_words"))


def _long_journals(entries: Mapping[str, Entry]) -> Iterator[tuple[int, str, bool]]:
    for entry in entries.values():
        for name in ("journal", "journaltitle"):
            bare = without_periods(entry.fields.get(name, ""))
            if bare and not ADDRESS.search(bare):
                yield (
                    entry.lines[name],
                    f"'{entry.key}' has its journal's name with periods: '{entry.fields[name]}'. NLM writes it "
                    f"without: '{bare}'.",
                    True,
                )
                continue
            short = short_journal(entry.fields.get(name, ""))
            if short:
                yield (
                    entry.lines[name],
                    f"'{entry.key}' has its journal's name in full: '{entry.fields[name]}'. NLM shortens it "
                    f"to '{short}'.",
                    True,
                )


def _capitals(entries: Mapping[str, Entry]) -> Iterator[tuple[int, str, bool]]:
    """Yield a notice for each title and journal in capitals: catalogs store old records so."""
    for entry in entries.values():
        for name, what in _IN_SMALL_LETTERS:
            text = entry.fields.get(name, "")
            shouted = text.isupper() and re.search(r"[^\W\d_]{7}", text) and "{" not in text
            if shouted and (name not in ("title", "booktitle") or len(text.split()) > 2):
                yield (
                    entry.lines[name],
                    f"'{entry.key}' has {what} in capitals: '{beginning(text)}'. {_SMALL}",
                    True,
                )


_IN_SMALL_LETTERS = (
    ("title", "its title"),
    ("booktitle", "the title of its book"),
    ("journal", "the name of its journal"),
    ("journaltitle", "the name of its journal"),
)
_SMALL = "Readers see it so. Write it with capitals only where the source's own text has them."


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
    cited: Sequence[str],
    entries: Mapping[str, Entry],
    *,
    today: date,
    statuses: Mapping[str, Status] | None = None,
) -> Iterator[tuple[str, str, bool]]:
    """Yield what is wrong with citing each source today: its key, a sentence, whether only a notice.

    A superseded source may be cited for its history, beside the one that took its place.
    """
    for key in cited:
        fields = entries[key].fields
        status = (statuses or {}).get(key)
        if status and status.state is State.RETRACTED:
            yield (
                key,
                f"cites '{key}', which {sentence(status)}. Take it out, and check each sentence that rests on it.",
                False,
            )
        elif status and status.state in (State.CONCERN, State.SUPERSEDED) and "superseded_by" not in fields:
            yield key, f"cites '{key}', which {sentence(status)}. Check whether the text still holds.", True
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
