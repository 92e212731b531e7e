"""The files of the pages, and slips in how they are stored: encoding, line ends, front matter, pictures."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from editorial.markdown import without_code
from editorial.pages.frontmatter import read_meta, split
from editorial.pages.metadata import told
from editorial.pages.structure import page_findings
from editorial.problems import Problem, decoded

#: Bytes. A slow phone line carries half a megabyte in some three seconds.
LARGEST_PICTURE = 500_000
PICTURES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})

#: Pictures that not every browser shows; cameras, scanners and drawing programs make them.
_UNSHOWN = frozenset(
    """
    .ai .bmp .cr2 .cr3 .dng .emf .eps .heic .heif .jp2 .nef .psd .raw .tif .tiff .wmf .xcf
    """.split()  # noqa: SIM905
)
#: What file managers, office programs, editors and merges leave behind.
_JUNK = re.compile(
    r"^(?:Thumbs\.db|ehthumbs\.db|desktop\.ini|\.DS_Store|~\$.*|\._.*|\.~.*|#.*#|.*~)$"
    r"|\.(?:orig|bak|rej|swp|swo|tmp|temp|old|save|crdownload|part)$|\.(?:BACKUP|BASE|LOCAL|REMOTE)[._]\d+",
    re.IGNORECASE,
)
_BOM = b"\xef\xbb\xbf"
_NO_TEXT = re.compile(r"!\[\s*\](?=[(\[])")


@dataclass(frozen=True)
class PageFile:
    """One page's file."""

    #: From the project's folder on: ``docs/es/index.md``.
    path: str
    language: str
    #: The same for a page and its translations: ``index.md``.
    name: str
    #: The address from the site's root: ``es/index.html``.
    url: str
    #: The whole file, with LF line ends, and its front matter as it stands.
    text: str
    meta: Mapping[str, object] = field(default_factory=dict)
    #: Whether the front matter cannot be read, which is then all that is said of the page.
    unreadable: bool = False


def read_pages(root: Path, docs: str, languages: Sequence[str]) -> tuple[list[PageFile], list[Problem]]:
    """Read every page of every language, in the order of their paths, with what is wrong in how it is stored.

    Args:
        root: the project's folder.
        docs: the folder that has a folder for each language.
        languages: their codes; the first is the original.
    """
    pages: list[PageFile] = []
    problems = [
        Problem(file.relative_to(root).as_posix(), 1, text)
        for file in sorted(filter(Path.is_file, (root / docs).rglob("*")))
        if (text := file_problem(file))
    ]
    for language in languages:
        folder = root / docs / language
        for file in sorted(filter(Path.is_file, folder.rglob("*.md"))):
            path = file.relative_to(root).as_posix()
            raw = file.read_bytes()
            text, unread = decoded(raw, path=path)
            text = text.replace("\r\n", "\n")
            problems += storage_problems(raw, path=path)
            # What stands for letters that could not be read has been said.
            looked_at = text.replace("\ufffd", "?") if unread else text
            problems += page_problems(looked_at, path=path, language=language)
            slip = front_matter_problem(text, path=path)
            problems += [slip] if slip else []
            name = file.relative_to(folder).as_posix()
            url = url_of(name, language, original=languages[0])
            pages.append(PageFile(path, language, name, url, text, read_meta(text), slip is not None))
    return pages, problems


def file_problem(file: Path) -> str:
    """Say what is wrong with a file that is to be published, or nothing: what it is, its size, what it tells."""
    if _JUNK.search(file.name):
        return "this file was left behind by a program. Delete it."
    suffix = file.suffix.lower()
    if suffix in _UNSHOWN:
        kind = suffix[1:].upper()
        return f"not every browser shows {kind} pictures. Save it as JPG, PNG or WebP, and write that name."
    if suffix in PICTURES and (size := file.stat().st_size) > LARGEST_PICTURE:
        return (
            f"the picture has {size / 1_000_000:.1f} MB, which is slow on a phone. "
            f"Save it narrower, or as WebP: at most {LARGEST_PICTURE / 1_000_000} MB."
        )
    return told(file)


def url_of(name: str, language: str, *, original: str) -> str:
    """Return a page's address from the site's root.

    >>> url_of("subgroups/neck.md", "es", original="en")
    'es/subgroups/neck.html'
    """
    page = re.sub(r"\.md$", ".html", name)
    return page if language == original else f"{language}/{page}"


def storage_problems(raw: bytes, *, path: str) -> list[Problem]:
    """Say how a page is stored otherwise than all others: what differs unseen makes changes unreadable."""
    problems = decoded(raw, path=path)[1]
    if raw.startswith(_BOM):
        text = "the file begins with an invisible mark. Save it anew as 'UTF-8', not as 'UTF-8 with BOM'."
        problems.append(Problem(path, 1, text))
    if b"\r" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\r")) + 1
        text = "lines end as on Windows (CRLF). Save the file anew with the line ends 'LF'."
        problems.append(Problem(path, line, text))
    return problems


def front_matter_problem(text: str, *, path: str) -> Problem | None:
    """Say why the front matter cannot be read, or nothing; lines end with LF."""
    if not text.startswith("---\n"):
        return None
    top = split(text).top
    if top is None:
        return Problem(
            path, 1, "the lines at the top have no end. Write '---' on a line of its own below them."
        )
    try:
        yaml.load(top, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        return next(_slips(top, path), None) or _unreadable(error, path)
    except ValueError:  # A date that is in no calendar.
        return None
    return None


def page_problems(text: str, *, path: str, language: str) -> Iterator[Problem]:
    """Say what is wrong in a page's lines, and which pictures say nothing to those who cannot see them.

    Rules: those of :mod:`editorial.pages.structure`; WCAG 2.2, criterion 1.1.1.
    """
    for line, said in page_findings(text, language=language):
        yield Problem(path, line, said)
    for picture in _NO_TEXT.finditer(without_code(text)):
        said = (
            "a picture has no text for those who cannot see it. Write what it shows: '![what it shows](…)'."
        )
        yield Problem(path, _line(text, picture.start()), said)


def _slips(block: str, path: str) -> Iterator[Problem]:
    """Yield the likely reasons why front matter cannot be read, the first one first."""
    for number, line in enumerate(block.split("\n"), start=2):
        if re.match(r" *\t", line):
            yield Problem(path, number, "the line begins with a tab. Write spaces instead.")
        quote = re.match(r"""[\s-]*(?:[\w-]+:)?\s+(["'])""", line)
        if quote and not re.search(rf"{quote[1]}\s*(?:#.*)?$", line[quote.end() :]):
            yield Problem(
                path, number, f"a quote is not closed. Write {quote[1]} at the end of the text too."
            )
        if re.match(r"""[\w-]+: +[^"'\[{|>#].*: """, line):
            yield Problem(path, number, "the text has a colon. Put the whole text in quotes.")


def _unreadable(error: yaml.MarkedYAMLError, path: str) -> Problem:
    line = error.problem_mark.line + 2 if error.problem_mark else 1
    said = (
        f"the lines at the top cannot be read as YAML ({error.problem}). Write 'key: \"text\"' on each line."
    )
    return Problem(path, line, said)


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
