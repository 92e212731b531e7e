"""BibTeX text to entries, or to a sentence for each thing in it that cannot be read.

The reader is our own for its sentences: other readers stop at the first error (pybtex, biber), or give
back an entry that failed with an English message for programmers (bibtexparser 2). Here each entry is read
for itself, in one pass; what is wrong is reported with its line, and so is text between two entries that
looks like a lost part of one. An entry that cannot be read whole is left out, never guessed at.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from editorial.problems import Problem, did_you_mean
from editorial.references.fields import MONTHS, under_bibtex_names
from editorial.text import named, unseen, without_unseen

# Wherever BibTeX sees an entry, we do: after other text on a line, its brace on the next line (btxdoc, section
# 3). A brace that is never closed spoils its own entry and no other: the next that begins a line is read.
_OPENING = r"@[ \t]*([A-Za-z]+)\s*([{(])"
_ENTRY = re.compile(rf"(?<!\w){_OPENING}")
_ENTRY_ON_ITS_LINE = re.compile(rf"^[ \t\ufeff]*{_OPENING}", re.MULTILINE)
#: What begins an entry, beyond doubt, inside of one that is broken.
_ENTRY_WITH_A_FIELD = re.compile(rf"(?<!\w){_OPENING}\s*[^\s,{{}}()=\"]+\s*,\s*[A-Za-z][\w:.+/-]*\s*=")
#: A line that BibTeX would read and that no one means: many take % for a remark, as in LaTeX.
_REMARK = re.compile(r"^[ \t]*%.*$", re.MULTILINE)
#: What is never meant where it stands between two entries: a brace, a field, the start of an entry.
_LOST = re.compile(
    r"[{}]|^[ \t,]*[A-Za-z][\w:.+-]*[ \t]*=[ \t]*(?:\"|\d+[ \t]*,)|^[ \t]*@[A-Za-z]", re.MULTILINE
)
_KEY = re.compile(r"\s*([^\s,{}()=\"]*)\s*(,?)")
_FIELD = re.compile(r"\s*([A-Za-z][\w:.+/-]*)\s*=\s*")
#: A field as nearly all are, whose text no other brace or quote is in, read at once.
_PLAIN_FIELD = re.compile(r"\s*([A-Za-z][\w:.+/-]*)\s*=\s*\{([^{}]*)\}\s*,\s*")
_WORD = re.compile(r"\s*([^\s,{}()=\"#]+)")
_SPACE = re.compile(r"\s+")
#: What stands behind a text: a comma, or a hash that joins it to the next, or neither; it matches everywhere.
_BEHIND = re.compile(r"\s*([,#]?)\s*")
_BRACES = re.compile(r"[{}]")
_BRACES_OR_QUOTE = re.compile(r'[{}"]')
_DEEPEST = 50
#: The characters of a text that is joined of several: each @string could double the one before.
_LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Entry:
    """One source, as it is written in the bibliography."""

    key: str
    #: The entry type in lower case: ``article``, ``book``, …
    kind: str
    #: Field name in lower case to its text as written, LaTeX and braces and all.
    fields: Mapping[str, str]
    #: The line of ``@article{``, counted from 1.
    line: int
    #: The line of each field, and of those that are written without a text.
    lines: Mapping[str, int]

    @cached_property  # Checks and references of all languages ask for them.
    def under_bibtex_names(self) -> Mapping[str, str]:
        """The fields that have a text under BibTeX's names, each with what it holds."""
        return under_bibtex_names(self.fields)


class _SyntaxSlipError(Exception):
    """A slip in the syntax: where it is in the text, and the sentence about it."""

    def __init__(self, position: int, text: str) -> None:
        super().__init__(text)
        self.position = position
        self.text = text


def read_bibliography(source: str, *, path: str) -> tuple[dict[str, Entry], list[Problem]]:
    """Read a BibTeX file into its entries by key, in file order, with every problem in its syntax.

    Takes time linear in the length of the text.

    >>> entries, problems = read_bibliography("@book{doe2019, title = {Cells}}", path="a.bib")
    >>> entries["doe2019"].fields["title"]
    'Cells'
    """
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    newlines = [0, *(match.end() for match in re.finditer("\n", source))]
    macros = {name: str(number) for number, name in enumerate(MONTHS, start=1)}
    entries: dict[str, Entry] = {}
    first_lines: dict[str, int] = {}
    problems: list[Problem] = []
    all_seen = next(unseen(source), None) is None

    def report(position: int, text: str) -> None:
        problems.append(Problem(path, bisect_right(newlines, position), text))

    for item in _items(source, macros):
        if isinstance(item, _SyntaxSlipError):
            report(item.position, item.text)
            continue
        kind, key, fields, start = item
        line = bisect_right(newlines, start)
        if not all_seen:
            for what, text, position in _parts(key, fields, start):
                if found := next(unseen(text), None):
                    report(
                        position,
                        f"'{without_unseen(key)}' has in {what} a character that nobody sees "
                        f"({named(found[0])}), perhaps copied from a PDF. Type the words around it again.",
                    )
            key = without_unseen(key)
            fields = {name: (without_unseen(text), where) for name, (text, where) in fields.items()}
        if kind == "string":
            macros.update((name, text) for name, (text, _) in fields.items())
        elif key.casefold() in first_lines:
            report(
                start,
                f"the key '{key}' is used already on line {first_lines[key.casefold()]}. "
                "Give each source a key of its own, or remove one of the two.",
            )
        else:
            first_lines[key.casefold()] = line
            # An empty field is no field (btxdoc, section 3.1).
            entries[key] = Entry(
                key,
                kind,
                {name: text for name, (text, _) in fields.items() if text.strip("{} ")},
                line,
                {name: bisect_right(newlines, where) for name, (_, where) in fields.items()},
            )
    return _with_parents(entries, path, problems), problems


def _parts(key: str, fields: "_Fields", start: int) -> Iterator[tuple[str, str, int]]:
    yield "its key", key, start
    for name, (text, position) in fields.items():
        yield f"the field '{name}'", text, position


#: One entry: its type, key, fields, and the position of its type.
_Item = tuple[str, str, "_Fields", int]


def _items(source: str, macros: Mapping[str, str]) -> Iterator["_Item | _SyntaxSlipError"]:
    """Yield each entry or @string of a text, and each slip, in their order. Needs no text twice."""
    limits = [match.start() for match in _ENTRY_ON_ITS_LINE.finditer(source)]
    remarks = [match.span() for match in _REMARK.finditer(source)]
    position, after = 0, ""
    while match := _next_entry(source, position, remarks):
        if lost := _lost(source, position, match.start(), after):
            yield lost
        follow = bisect_right(limits, match.start(1))
        limit = limits[follow] if follow < len(limits) else len(source)
        parser = _EntryParser(source, match, limit, macros)
        try:
            kind, after, fields = parser.parse()
        except _SyntaxSlipError as slip:
            yield slip
            # The next entry may stand on the same line, and one slip must not hide it.
            inside = _ENTRY_WITH_A_FIELD.search(source, match.end(), limit)
            position, after = inside.start() if inside else limit, ""
            continue
        position = parser.position
        if kind not in ("comment", "preamble"):
            yield kind, after, fields, match.start(1)
    if lost := _lost(source, position, len(source), after):
        yield lost


def _next_entry(source: str, position: int, remarks: list[tuple[int, int]]) -> re.Match[str] | None:
    """Return the next start of an entry that is not on a line of remarks."""
    while match := _ENTRY.search(source, position):
        before = bisect_right(remarks, (match.start(), len(source))) - 1
        if before < 0 or match.start() >= remarks[before][1]:
            return match
        position = remarks[before][1]
    return None


def _lost(source: str, start: int, end: int, after: str) -> "_SyntaxSlipError | None":
    """Return what to say of the text between two entries, if a part of an entry is in it."""
    between = _REMARK.sub(lambda remark: " " * len(remark[0]), source[start:end])
    found = _LOST.search(between)
    if not found:
        return None
    first = len(between) - len(between.lstrip())
    shown = " ".join(between[first : first + 60].split())
    if between.lstrip().startswith("}"):
        where = f"after '{after}'" if after else "here"
        text = f"there is a brace '}}' too many {where}. Delete it."
    elif after and between.lstrip().startswith(","):
        text = (
            f"a brace too many ends '{after}' before '{shown} …', and what follows is lost. "
            "Delete the brace before it."
        )
    else:
        first = max(first, between.rfind("\n", 0, found.start()) + 1)
        shown = " ".join(between[first : first + 60].split())
        text = (
            f"'{shown} …' is in no entry, and is lost. Begin an entry like this, @article{{smith2020, and end it "
            "with a brace."
        )
    return _SyntaxSlipError(start + first, text)


def _with_parents(entries: dict[str, Entry], path: str, problems: list[Problem]) -> dict[str, Entry]:
    """Give each entry that names a ``crossref`` the fields of that entry which it lacks.

    A book's title becomes the ``booktitle`` of its chapters, as in BibTeX.
    """
    by_key = {key.casefold(): entry for key, entry in entries.items()}
    whole: dict[str, Entry] = {}
    for key, entry in entries.items():
        parent = by_key.get(entry.fields.get("crossref", "").casefold())
        if parent is entry:
            text = f"'{key}' has itself in 'crossref'. Name the entry of the book that it is a part of."
            problems.append(Problem(path, entry.lines["crossref"], text))
        elif "crossref" in entry.fields and parent is None:
            hint = did_you_mean(entry.fields["crossref"], entries)
            text = f"'{key}' has a crossref to '{entry.fields['crossref']}', which is no key here.{hint}"
            problems.append(Problem(path, entry.lines["crossref"], text))
        elif parent:
            inherited = {
                "booktitle" if name == "title" else name: text
                for name, text in parent.fields.items()
                if name not in ("doi", "pmid", "pmcid", "isbn", "pages", "author", "crossref", "seen")
            }
            lines = dict.fromkeys(inherited, entry.line) | dict(entry.lines)
            entry = replace(entry, fields={**inherited, **entry.fields}, lines=lines)  # noqa: PLW2901
        whole[key] = entry
    return whole


#: Field name in lower case to its text and its position in the file.
_Fields = dict[str, tuple[str, int]]


class _EntryParser:
    """Reads one entry of a file, between the start of it and the start of the next."""

    def __init__(self, source: str, opening: re.Match[str], limit: int, macros: Mapping[str, str]) -> None:
        self.source = source
        self.macros = macros
        self.kind = opening[1].lower()
        self.start = opening.start(1) - 1
        self.closing = "}" if opening[2] == "{" else ")"
        self.position = opening.end()
        self.limit = limit

    def parse(self) -> tuple[str, str, _Fields]:
        if self.kind in ("comment", "preamble"):
            self._pass_over()
            return self.kind, "", {}
        key = "" if self.kind == "string" else self._key()
        fields: _Fields = {}
        while not self._at_end():
            name, position, text = self._field(key)
            if name in fields:
                raise _SyntaxSlipError(position, f"'{key}' has the field '{name}' twice. Keep one of them.")
            fields[name] = (text, position)
        self.position += 1
        return self.kind, key, fields

    def _pass_over(self) -> None:
        """Go behind a remark: to the brace that closes it, or where the next entry begins."""
        depth = 1
        opening = "{" if self.closing == "}" else "("
        for mark in re.compile(r"[{}]" if opening == "{" else r"[()]").finditer(
            self.source, self.position, self.limit
        ):
            depth += 1 if mark[0] == opening else -1
            if depth == 0:
                self.position = mark.end()
                return
        self.position = self.limit

    def _key(self) -> str:
        match = _KEY.match(self.source, self.position, self.limit)
        key, comma = match.groups() if match else ("", "")
        if match is None or not key or self.source.startswith("=", match.end()):
            raise _SyntaxSlipError(
                self.start,
                f"this @{self.kind} has no key. Begin it with one and a comma: @{self.kind}{{smith2020,",
            )
        if not comma and not self.source.startswith(self.closing, match.end()):
            raise _SyntaxSlipError(match.end(1), f"a comma is missing after the key '{key}'. Write '{key},'.")
        self.position = match.end()
        return key

    def _at_end(self) -> bool:
        """Whether only the closing brace is left; a trailing comma before it is allowed."""
        if space := _SPACE.match(self.source, self.position, self.limit):
            self.position = space.end()
        return self.source.startswith(self.closing, self.position, self.limit)

    def _field(self, key: str) -> tuple[str, int, str]:
        if plain := _PLAIN_FIELD.match(self.source, self.position, self.limit):
            self.position = plain.end()
            return plain[1].lower(), plain.start(1), self._spaced(plain[2])
        named = f"'{key}'" if key else "this @string"
        match = _FIELD.match(self.source, self.position, self.limit)
        if not match:
            found = _WORD.match(self.source, self.position, self.limit)
            if not found:
                raise _SyntaxSlipError(
                    self.start,
                    f"{named} is not closed: its '{self.closing}' is missing, or a brace or a quote "
                    "inside it is left open.",
                )
            raise _SyntaxSlipError(
                found.start(1),
                f"in {named} a field like 'title = {{…}}' was expected, not '{found[1][:40]}'.",
            )
        name = match[1].lower()
        self.position = match.end()
        text, comma = self._value(name)
        if not comma and not self.source.startswith(self.closing, self.position, self.limit):
            if self.position >= self.limit:
                raise _SyntaxSlipError(self.start, f"{named} is not closed: its '{self.closing}' is missing.")
            raise _SyntaxSlipError(match.start(1), f"in {named} a comma is missing after the field '{name}'.")
        return name, match.start(1), self._spaced(text)

    def _spaced(self, text: str) -> str:
        """The spaces around a value are no part of it, but those of an abbreviation count where it is joined."""
        return _SPACE.sub(" ", text) if self.kind == "string" else " ".join(text.split())

    def _value(self, name: str) -> tuple[str, bool]:
        """Return the text of a field, and whether a comma stands behind it."""
        text, mark = self._part(name), self._mark()
        while mark == "#":
            text += self._part(name)
            if len(text) > _LONGEST_TEXT:
                raise _SyntaxSlipError(
                    self.position,
                    f"the field '{name}' has more than {_LONGEST_TEXT:,} characters. Shorten it.",
                )
            mark = self._mark()
        return text, mark == ","

    def _mark(self) -> str:
        """Go behind the mark that follows a text, and return it."""
        if behind := _BEHIND.match(self.source, self.position, self.limit):
            self.position = behind.end()
        return behind[1] if behind else ""

    def _part(self, name: str) -> str:
        opening = self.source[self.position : self.position + 1]
        if opening == "{":
            return self._enclosed(name, _BRACES, "}")
        if opening == '"':
            return self._enclosed(name, _BRACES_OR_QUOTE, '"')
        word = _WORD.match(self.source, self.position, self.limit)
        if not word:
            raise _SyntaxSlipError(self.position, f"the field '{name}' has no text. Write {name} = {{…}}.")
        self.position = word.end()
        if word[1].isdecimal():
            return word[1]
        if name == "month":
            # Unquoted months in any language are common and harmless: month = mayo.
            return self.macros.get(word[1].lower(), word[1])
        if word[1].lower() not in self.macros:
            raise _SyntaxSlipError(
                word.start(1),
                f"the text of '{name}' must stand in braces: {name} = {{{word[1]}}}. "
                "(Or define the abbreviation with @string.)",
            )
        return self.macros[word[1].lower()]

    def _enclosed(self, name: str, marks: re.Pattern[str], closing: str) -> str:
        """Return the text up to the mark that closes it, braces inside kept."""
        start, depth = self.position + 1, 0
        for mark in marks.finditer(self.source, start, self.limit):
            if mark[0] == closing and depth == 0:
                self.position = mark.end()
                return self.source[start : mark.start()]
            if mark[0] == "{":
                depth += 1
                if depth > _DEEPEST:
                    raise _SyntaxSlipError(start, f"the field '{name}' nests more than {_DEEPEST} braces.")
            elif mark[0] == "}":
                depth -= 1
                if depth < 0:
                    break
        raise _SyntaxSlipError(
            start - 1, f"the field '{name}' is not closed: a '{closing}' is missing, or one too many."
        )


_AND = re.compile(r"[{}]|(?<!\S)and(?!\S)", re.IGNORECASE)


def names(text: str) -> Iterator[str]:
    """Split a field of names at each ``and`` that stands outside braces.

    >>> list(names("Lee, M. S. and {Research and Care Group}"))
    ['Lee, M. S.', '{Research and Care Group}']
    """
    depth = start = 0
    for mark in _AND.finditer(text):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth -= 1
        elif depth == 0:
            yield text[start : mark.start()].strip()
            start = mark.end()
    yield text[start:].strip()
