r"""Slips in a page that have exactly one right answer, put right: how it is stored, marks, spaces, sources by number.

Nothing here touches what a page says. What could be meant in two ways is left to its editor, and so is code,
raw HTML and whatever would be read otherwise afterwards. Which slips there are is known where they are reported:
:mod:`editorial.pages.structure`, :mod:`editorial.pages.remains`, :mod:`editorial.pages.commonmark`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from editorial.markdown import blanked, headings, without_code
from editorial.pages.commonmark import CONTAINER, ITEM, bare_addresses, is_dashes, spaced
from editorial.pages.files import COLON_IN_TEXT, OPEN_QUOTE, read_meta
from editorial.pages.frontmatter import DATES, split, written_day
from editorial.pages.left_over import BULLETS
from editorial.pages.named_sources import Sources, named_sources
from editorial.pages.structure import HIDDEN, TAB_BETWEEN_WORDS, hides, slug
from editorial.references.citations import CITATION
from editorial.text import unseen

#: Repairs can make each other possible; a page that is still not at rest after so many rounds is left as it was.
_ROUNDS = 6

#: Spaces at which no line breaks. Between a number and its unit, or beside a sign, they are meant.
_FIXED = "\u00a0\u202f"
_CURLY = "“”„«»"


def repaired_storage(raw: bytes) -> str | None:
    r"""Return a file's text without a mark at its beginning, with LF line ends; nothing if it is not UTF-8.

    >>> repaired_storage(b"\xef\xbb\xbfa\r\nb")
    'a\nb'
    """
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return None


def without_odd(text: str) -> str:
    r"""Return a text without the characters that nobody sees; what broke a line becomes a space.

    Kept is what stands for a letter that was lost: which one it was, only its editor knows.

    >>> without_odd("a\x0bb \u202ec\ufffd")
    'a b c\ufffd'
    """
    parts, at = [], 0
    for found in unseen(text):
        sign = found[0]
        if sign in "\ufffc\ufffd" or ("\x80" <= sign <= "\x9f" and sign != "\x85"):
            continue
        parts += [text[at : found.start()], " " if sign in "\x0b\x0c\x85\u2028\u2029" else ""]
        at = found.end()
    return "".join([*parts, text[at:]])


def repaired(text: str, *, sources: Sources) -> str:
    """Return a page, front matter included, with its slips put right. Lines end with LF.

    What is repaired once needs no second repair.

    Args:
        text: the page's file.
        sources: the sources of the guide by all their names.
    """
    was = text
    for _ in range(_ROUNDS):
        after = _once(was, sources)
        if after == was:
            return was
        was = after
    return text


def _once(text: str, sources: Sources) -> str:
    text = without_odd(text)
    parts = split(text)
    head = text[: len(text) - len(parts.body)]
    if parts.top is not None:
        head = _with_top(text, head, parts.top)
    body = parts.body
    for repair in _REPAIRS:
        body = repair(body)
    body = cited_by_key(body, sources)
    return head + _addresses_marked(body)


# --- the front matter -----------------------------------------------------------------------------

_DATE_LINE = re.compile(rf"({'|'.join(DATES)})(:[ \t]*)([^#\n]*?)([ \t]*(?:[ \t]#.*)?)")
_CHANGE_LINE = re.compile(r"([ \t]*-[ \t]+)([^:#\n]{6,40}?)(([ \t]+[A-Za-z]+)?[ \t]*:(?:[ \t].*|$))")
_SPACE_OF_YAML = re.compile(rf"^((?:[ \t{_FIXED}]*-)?[ \t{_FIXED}]*)(?:([\w-]+:)([ \t{_FIXED}]+))?")
_CURLY_TEXT = re.compile(rf"([\w-]+:[ ]+)[{_CURLY}]([^{_CURLY}\"\\]*)[{_CURLY}][ ]*")


def _with_top(page: str, head: str, top: str) -> str:
    """Return the lines above a page's text, put right as far as they can be read afterwards."""
    readable = read_meta(page, path="")[0] is not None
    lines = [_spaced_key(line) for line in top.split("\n")]
    lines = [*_with_days(lines)]
    lines = [_CURLY_TEXT.sub(r'\1"\2"', line) if _CURLY_TEXT.fullmatch(line) else line for line in lines]
    if not readable and not _can_be_read(lines):
        lines = [_quoted(line) for line in lines]
    if not _can_be_read(lines):
        return head
    start = head.index(top, head.index("\n") + 1)
    return head[:start] + "\n".join(lines) + head[start + len(top) :]


def _can_be_read(lines: Sequence[str]) -> bool:
    return read_meta("---\n" + "\n".join(lines) + "---\n", path="")[0] is not None


def _spaced_key(line: str) -> str:
    """Return a line of YAML with spaces where tabs and fixed spaces stand before its text."""
    found = _SPACE_OF_YAML.match(line)
    if not found or not re.search(rf"[\t{_FIXED}]", found[0]):
        return line
    lead = re.sub(rf"[{_FIXED}]", " ", found[1].replace("\t", "  "))
    lead = re.sub(r"-[ ]+$", "- ", lead)
    return f"{lead}{found[2] or ''}{' ' if found[3] else ''}{line[found.end() :]}"


def _with_days(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines with each date as YAML and the guide read it."""
    in_changes = False
    for line in lines:
        key = re.match(r"([\w-]+):", line)
        in_changes = key[1] == "changes" if key else in_changes
        if found := _DATE_LINE.fullmatch(line):
            day = written_day(found[3])
            yield f"{found[1]}: {day}{found[4].rstrip()}" if day and found[3] != str(day) else line
        elif in_changes and (found := _CHANGE_LINE.fullmatch(line)):
            day = written_day(found[2])
            yield f"{found[1]}{day}{found[3]}" if day and found[2] != str(day) else line
        else:
            yield line


def _quoted(line: str) -> str:
    """Return a line whose text has a colon in quotes, and one whose quote is not closed with both."""
    if COLON_IN_TEXT.match(line):
        key, _, said = line.partition(":")
        said = said.strip()
        if '"' not in said and "\\" not in said:
            return f'{key}: "{said}"'
        return line if "'" in said else f"{key}: '{said}'"
    opened = OPEN_QUOTE.match(line)
    if opened and opened[1] not in line[opened.end() :] and not re.search(r"[\\#]", line):
        return f"{line.rstrip()}{opened[1]}"
    return line


# --- what repairs do not look into ----------------------------------------------------------------

_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)(?:\s[^<>]*)?>")
_ALONE = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905


def _open_to_repair(body: str) -> str:
    """Return a text of the same length in which code, comments and raw HTML are blank."""
    seen = without_code(body)
    return _without_indented_code(_without_html(seen))


def _without_html(text: str) -> str:
    spans: list[tuple[int, int]] = []
    depth = start = 0
    for tag in _TAG.finditer(text):
        if tag[2].casefold() in _ALONE or tag[0].endswith("/>") or (tag[1] and not depth):
            if not depth:
                spans.append(tag.span())
        elif tag[1]:
            depth -= 1
            if not depth:
                spans.append((start, tag.end()))
        else:
            start = start if depth else tag.start()
            depth += 1
    if depth:
        spans.append((start, len(text)))
    return blanked(text, spans)


def _without_indented_code(text: str) -> str:
    lines = text.split("\n")
    has_owner = in_code = False
    after_empty = True
    for at, line in enumerate(lines):
        if not line.strip():
            after_empty = True
            continue
        wide = line.expandtabs(4)
        if len(wide) - len(wide.lstrip(" ")) >= 4:
            in_code = not has_owner and (in_code or after_empty)
            if in_code:
                lines[at] = " " * len(line)
        else:
            has_owner = bool(ITEM.match(wide) or CONTAINER.match(wide) or (has_owner and not after_empty))
            in_code = False
        after_empty = False
    return "\n".join(lines)


def _replaced(body: str, seen: str, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> str:
    """Return a text with a pattern replaced wherever it stands in what is open to repair."""
    parts, at = [], 0
    for found in pattern.finditer(seen):
        if body[found.start() : found.end()] == found[0]:
            parts += [body[at : found.start()], by(found)]
            at = found.end()
    return "".join([*parts, body[at:]])


# --- signs and spaces -----------------------------------------------------------------------------


def _without_hidden(body: str) -> str:
    """Take out soft hyphens and the names of characters that nobody sees."""
    return _replaced(body, without_code(body), HIDDEN, lambda found: "" if hides(found) else found[0])


_LEAD = re.compile(rf"^[ {_FIXED}]*[\t{_FIXED}][ \t{_FIXED}]*", re.MULTILINE)
_AFTER_MARK = re.compile(
    rf"^( {{0,20}}(?:[-*+]|\d{{1,9}}[.)]|#{{1,6}}))[ ]*[\t{_FIXED}][ \t{_FIXED}]*(?=\S)", re.MULTILINE
)
_AT_END = re.compile(rf"[{_FIXED}]+[ \t]*$", re.MULTILINE)
#: Before a word that begins with a small letter, after one: neither a title nor a letter alone, nor a number.
_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d_]{2})\u00a0(?=[^\W\d_]{2})")
#: But for the dot of a product, whose number went to the next line.
_BULLET = re.compile(rf"^([ \t]*)(?!·[ {_FIXED}]*\d)[{BULLETS}][ \t{_FIXED}]*(?=\S)", re.MULTILINE)


def _spaces(body: str) -> str:
    body = _replaced(body, _open_to_repair(body), _AT_END, lambda _: "")
    body = _replaced(body, _open_to_repair(body), _LEAD, _plain_lead)
    body = _replaced(body, _open_to_repair(body), _BULLET, lambda found: f"{found[1]}- ")
    body = _replaced(body, _open_to_repair(body), _AFTER_MARK, lambda found: f"{found[1]} ")
    body = _replaced(
        body,
        without_code(body),
        re.compile(CITATION),
        lambda found: re.sub(rf"[{_FIXED}\t]+", " ", found[0]),
    )
    seen = _open_to_repair(body)
    return _replaced(
        body, seen, _BETWEEN_WORDS, lambda found: " " if seen[found.end()].islower() else found[0]
    )


def _plain_lead(found: re.Match[str]) -> str:
    return re.sub(rf"[{_FIXED}]", " ", found[0]).expandtabs(4)


_BRACES = re.compile(r"\{[^{}\n]*\}|<[A-Za-z][^<>\n]*>")
_CURLY_VALUE = re.compile(rf"(=[ ]*)[{_CURLY}]([^{_CURLY}\"'\n]*)[{_CURLY}]")


def _straight_quotes(body: str) -> str:
    """Put straight quotes around what attributes say; those of the text are its own."""
    return _replaced(body, without_code(body), _BRACES, lambda found: _CURLY_VALUE.sub(r'\1"\2"', found[0]))


# --- tables and lists -----------------------------------------------------------------------------


def _tables(body: str) -> str:
    """Make a table of what a spreadsheet or a word processor puts on the clipboard: rows with tabs between cells."""
    lines, seen = body.split("\n"), _without_html(without_code(body)).split("\n")
    made: list[str] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _is_pasted(lines[end], seen[end]):
            end += 1
        rows = lines[at:end]
        if _is_table(rows):
            made += [""] if made and made[-1].strip() else []
            made += _as_table(rows)
            made += [""] if end < len(lines) and lines[end].strip() else []
        else:
            end = max(end, at + 1)
            made += lines[at:end]
        at = end
    return "\n".join(made)


def _is_pasted(line: str, seen: str) -> bool:
    return line == seen and "\t" in line and not re.match(rf"[ \t]*(?:[-*+{BULLETS}]|\d+[.)])[ \t]", line)


def _is_table(rows: Sequence[str]) -> bool:
    counts = {row.count("\t") for row in rows}
    return (
        len(rows) > 1
        and len(counts) == 1
        and any(not row[0].isspace() for row in rows)
        and sum(TAB_BETWEEN_WORDS.search(row) is not None for row in rows) > 1
        and not any(cell.count('"') % 2 or is_dashes(f"|{cell}|") for row in rows for cell in row.split("\t"))
        and not any("|" in row and ("`" in row or "\\" in row) for row in rows)
    )


def _as_table(rows: Sequence[str]) -> Iterator[str]:
    for number, row in enumerate(rows):
        cells = [cell.strip().replace("|", "\\|") for cell in row.split("\t")]
        yield "|" + "".join(f" {cell} |" if cell else "  |" for cell in cells)
        if not number:
            yield "|" + " --- |" * len(cells)


def _lists(body: str) -> str:
    """Give lists the empty line above and the indents with which every program sees them."""
    seen = _without_html(without_code(body))
    # What stands in code, comments or HTML over several lines may look like a list.
    for line, written in zip(seen.split("\n"), body.split("\n"), strict=True):
        if line != written and not line.strip():
            return body
    return "\n".join(spaced(body.split("\n")))


_REPAIRS: tuple[Callable[[str], str], ...] = (_without_hidden, _tables, _spaces, _straight_quotes, _lists)


# --- sources and addresses ------------------------------------------------------------------------

#: What says where it leads, or cites, already.
_LINKED = re.compile(
    r"\[[^\[\]]{0,500}\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]\n]*\])|\]\(\s{0,3}[^()\s]*(?:\([^()\s]*\)[^()\s]*)*"
    r"|^[ ]{0,3}\[[^\[\]\n]*\]:.*$|\{[^{}\n]*\}",
    re.MULTILINE,
)
_AUTOLINK = re.compile(r"<[a-z][a-z0-9+.-]{1,30}:[^<>\s]*>|<[^<>\s@]+@[^<>\s]+>", re.IGNORECASE)
_CITATION = re.compile(CITATION)
_LABEL = re.compile(r"(?<![\w/.])(?:doi|pmid|pmcid|pubmed)(?:[ ]id)?[ ]?:?[ ]*$", re.IGNORECASE)
_BETWEEN_NUMBERS = re.compile(r"[ ]*[;,]?[ ]*")


def cited_by_key(body: str, sources: Sources) -> str:
    """Return a text in which sources of the guide that are named by DOI, PMID or PMCID are cited by their key.

    Where one of several that stand together is not in the bibliography, all of them are left.

    >>> cited_by_key("It helps (PMID: 123).", Sources(by_pmid={"123": "doe2019"}))
    'It helps [@doe2019].'
    """
    seen = _open_to_repair(body)
    for pattern in (_LINKED, _CITATION):
        seen = blanked(seen, [found.span() for found in pattern.finditer(seen)])
    parts, at = [], 0
    for start, end, keys in _groups(body, seen, sources):
        if start < at or not all(keys):
            continue
        before = body[at:start]
        space = " " if start and re.match(r"[^\s(\[“«¿¡]", body[start - 1]) else ""
        # Before a bracket it would be the words of a link.
        after = " " if re.match(r"[\w(\[{]", body[end : end + 1]) else ""
        parts += [before, f"{space}[{'; '.join(f'@{key}' for key in dict.fromkeys(keys))}]{after}"]
        at = end
    return "".join([*parts, body[at:]])


def _groups(body: str, seen: str, sources: Sources) -> Iterator[tuple[int, int, list[str]]]:
    """Yield where numbers of sources stand together, brackets around them included, and their keys; "" is unknown."""
    found = sorted(
        (one.found.start(), -one.found.end(), one.key or "") for one in named_sources(seen, sources)
    )
    group: tuple[int, int, list[str]] | None = None
    for first, negative, key in found:
        if group and first < group[1]:
            continue  # Part of a longer one.
        start, end = _with_label(body, first, -negative)
        known = [key if _stands_alone(body, start, end) else ""]
        if group and _BETWEEN_NUMBERS.fullmatch(body, group[1], start):
            group = group[0], end, [*group[2], *known]
            continue
        if group:
            yield _with_brackets(body, *group)
        group = start, end, known
    if group:
        yield _with_brackets(body, *group)


def _with_label(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a number begins and ends with the signs around it and its name before it."""
    if start and text[start - 1] == "<" and text[end : end + 1] == ">":
        start, end = start - 1, end + 1
    label = _LABEL.search(text, max(0, start - 20), start)
    return label.start() if label else start, end


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else ""
    return (not before or before in "([;,:“«\"'*_—–|" or before.isspace()) and bool(
        re.match(r"[.,;:!?)\]”»\"'*_|]*(?:\s|$)|[)\]]", text[end : end + 20])
    )


def _with_brackets(text: str, start: int, end: int, keys: list[str]) -> tuple[int, int, list[str]]:
    for pair in ("()", "[]"):
        if start and text[start - 1] == pair[0] and text[end : end + 1] == pair[1]:
            start, end = start - 1, end + 1
    return start, end, keys


def _addresses_marked(body: str) -> str:
    """Put the signs around an address that stands by itself with which every program makes a link of it."""
    seen = _open_to_repair(body)
    for pattern in (_LINKED, _AUTOLINK):
        seen = blanked(seen, [found.span() for found in pattern.finditer(seen)])
    parts, at = [], 0
    for start, end in bare_addresses(seen):
        parts += [body[at:start], f"<{body[start:end]}>"]
        at = end
    return "".join([*parts, body[at:]])


# --- headings -------------------------------------------------------------------------------------


def with_ids(pages: Mapping[str, str]) -> dict[str, str]:
    r"""Return a page in all its languages with an id for each heading below its title, the same in every one.

    A translation whose headings are not those of the original, one by one, is left as it is. So is an id that
    stands there: links may lead to it.

    Args:
        pages: the text by language, the original first.

    >>> with_ids({"en": "## Key points\n", "es": "## Puntos clave\n"})
    {'en': '## Key points {#key-points}\n', 'es': '## Puntos clave {#key-points}\n'}
    """
    found = {language: [*_headings(text)] for language, text in pages.items()}
    first = next(iter(found.values()), [])
    levels = [level for _, level, _, _ in first]
    alike = {
        language: each for language, each in found.items() if [level for _, level, _, _ in each] == levels
    }
    taken = {id_ for each in found.values() for _, _, _, id_ in each if id_}
    ids: list[str] = []
    for at, (_, _, words, _) in enumerate(first):
        known = [id_ for each in alike.values() if (id_ := each[at][3])]
        id_ = known[0] if known else _free(slug(words), taken)
        taken.add(id_)
        ids.append(id_)
    return {
        language: _with_ids(text, alike[language], ids) if language in alike else text
        for language, text in pages.items()
    }


def _headings(text: str) -> Iterator[tuple[int, int, str, str | None]]:
    """Yield where each heading below the title ends, its level, its words and its id."""
    top = len(text) - len(split(text).body)
    for heading in headings(text):
        if heading.start() >= top and len(heading[1]) > 1:
            written = text[heading.start() : heading.end()].rstrip()
            yield heading.start() + len(written), len(heading[1]), heading[2], heading[3]


def _free(name: str, taken: set[str]) -> str:
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def _with_ids(text: str, found: Sequence[tuple[int, int, str, str | None]], ids: Sequence[str]) -> str:
    parts, at = [], 0
    present = {id_ for *_, id_ in found}
    for (end, _, words, id_), wanted in zip(found, ids, strict=True):
        # What ends in braces, or in signs of a heading, is a slip of another kind.
        if id_ or wanted in present or words.endswith(("}", "#")):
            continue
        parts += [text[at:end], f" {{#{wanted}}}"]
        at = end
    return "".join([*parts, text[at:]])
