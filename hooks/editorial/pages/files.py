"""The files of the pages, and slips in how they are stored: encoding, line ends, front matter, pictures."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from editorial.build.digests import digest_of
from editorial.markdown import without_code
from editorial.pages.frontmatter import OPENING, split, typed
from editorial.pages.pictures import picture_fault
from editorial.pages.publishing import ContentFiles
from editorial.pages.structure import page_findings
from editorial.problems import Problem, decoded
from editorial.yaml_files import Values, compose

#: Bytes. A slow phone line carries half a megabyte in some three seconds.
LARGEST_PICTURE = 500_000
#: A page of so many bytes is a book, and would take longer to build than all others.
LARGEST_PAGE = 1_000_000

_BOM = b"\xef\xbb\xbf"
#: A line of front matter whose text begins with a quote, and one whose text has a colon and no quotes.
OPEN_QUOTE = re.compile(r"""[\s-]*+(?:(?:\w[\w-]*|(?<=-)):\s+|(?<=\s))(["'])""")
COLON_IN_TEXT = re.compile(r"""[\w-]+: +[^"'\[{|>#].*: """)
_NO_TEXT = re.compile(r"!\[\s*\](?=[(\[])")


class PagesRead(NamedTuple):
    """What reading the pages brought."""

    pages: list["PageFile"]
    #: The pages and pictures that may be published, from the folder of pages on.
    published: frozenset[str]
    #: What is wrong in how they are stored.
    problems: list[Problem]


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
    text: str = field(repr=False)
    meta: Mapping[str, object] = field(default_factory=dict)
    #: Whether the front matter cannot be read, which is then all that is said of the page.
    unreadable: bool = False
    #: Tells one text from another.
    digest: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Take the digest of the text."""
        object.__setattr__(self, "digest", digest_of(self.text))


def read_pages(root: Path, docs: str, languages: Sequence[str], files: ContentFiles) -> PagesRead:
    """Read every page and look at every picture, in the order of their paths.

    Args:
        root: the project's folder.
        docs: the folder that has a folder for each language.
        languages: their codes; the first is the original.
        files: which files there are.
    """
    pages: list[PageFile] = []
    problems: list[Problem] = []
    refused: set[str] = set()
    for below in files.pictures:
        path = f"{docs}/{below}"
        raw = (root / path).read_bytes()
        if text := picture_fault(raw, Path(path).suffix):
            problems.append(Problem(path, 1, text))
            refused.add(below)
        else:
            problems += filter(None, [picture_problem(len(raw), path=path)])
    for below in files.pages:
        path = f"{docs}/{below}"
        file = root / path
        language, _, name = below.partition("/")
        if (size := file.stat().st_size) > LARGEST_PAGE:
            text = f"the page has {size / 1_000_000:.1f} MB, more than {LARGEST_PAGE / 1_000_000}. Make two of it."
            problems.append(Problem(path, 1, text))
            refused.add(below)
            continue
        raw = file.read_bytes()
        text, slips = decoded(raw, path=path)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        problems += [*slips, *storage_problems(raw, path=path)]
        meta, slips = read_meta(text, path=path)
        problems += slips
        url = url_of(name, language, original=languages[0])
        pages.append(PageFile(path, language, name, url, text, meta or {}, meta is None))
    return PagesRead(pages, frozenset({*files.pages, *files.pictures} - refused), problems)


def url_of(name: str, language: str, *, original: str) -> str:
    """Return a page's address from the site's root.

    >>> url_of("subgroups/neck.md", "es", original="en")
    'es/subgroups/neck.html'
    """
    page = re.sub(r"\.md$", ".html", name)
    return page if language == original else f"{language}/{page}"


def storage_problems(raw: bytes, *, path: str) -> list[Problem]:
    """Say how a page is stored otherwise than all others: what differs unseen makes changes unreadable."""
    problems = []
    if raw.startswith(_BOM):
        text = "the file begins with an invisible mark. Save it again as 'UTF-8', not as 'UTF-8 with BOM'."
        problems.append(Problem(path, 1, text))
    if b"\r" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\r")) + 1
        text = "lines end as on Windows (CRLF). Save the file again with the line ends 'LF'."
        problems.append(Problem(path, line, text))
    return problems


def read_meta(text: str, *, path: str) -> tuple[dict[str, object] | None, list[Problem]]:
    """Return a page's front matter, with what is wrong with it; nothing where it cannot be read at all.

    Lines end with LF. A key is a text, but for the dates of changes; what no page needs is left out.
    """
    if not OPENING.match(text):
        return {}, []
    top = split(text).top
    if top is None:
        said = "the lines at the top have no end. Write '---' on a line of its own below them."
        return None, [Problem(path, 1, said)]
    meta, problems = _meta(top, path)
    return None if meta is None else {**meta}, [*problems]


@lru_cache(maxsize=10_000)  # The preview reads the same lines after each edit.
def _meta(top: str, path: str) -> tuple[dict[str, object] | None, Sequence[Problem]]:
    node, problems = compose(top, path=path, before=1)
    if problems:
        return None, [next(_slips(top, path), None) or _unreadable(problems[0])]
    if node is None:
        return {}, []
    if not isinstance(node, yaml.MappingNode):
        return None, [
            Problem(path, 2, "the lines at the top are no keys. Write 'key: \"text\"' on each line.")
        ]
    values = Values(path=path, before=1)
    meta = {str(key): value for key, value in typed(node, values).items()}
    return meta, values.problems


def page_problems(text: str, *, path: str) -> list[Problem]:
    """Say what is wrong in a page's lines, and which pictures say nothing to those who cannot see them.

    Rules: those of :mod:`editorial.pages.structure`; WCAG 2.2, criterion 1.1.1.
    """
    no_text = "a picture has no text for those who cannot see it. Write what it shows: '![what it shows](…)'."
    return [
        *(Problem(path, line, said) for line, said in page_findings(text)),
        *(
            Problem(path, _line(text, picture.start()), no_text)
            for picture in _NO_TEXT.finditer(without_code(text))
        ),
    ]


def picture_problem(size: int, *, path: str) -> Problem | None:
    """Say that a picture of so many bytes is too large, or nothing."""
    if size <= LARGEST_PICTURE:
        return None
    text = (
        f"the picture has {size / 1_000_000:.1f} MB, which is slow on a phone. "
        f"Save it narrower, or as WebP: at most {LARGEST_PICTURE / 1_000_000} MB."
    )
    return Problem(path, 1, text)


def _slips(block: str, path: str) -> Iterator[Problem]:
    """Yield the likely reasons why front matter cannot be read, the first one first."""
    for number, line in enumerate(block.split("\n"), start=2):
        if re.match(r" *\t", line):
            yield Problem(path, number, "the line begins with a tab. Write spaces instead.")
        quote = OPEN_QUOTE.match(line)
        if quote and not re.search(rf"{quote[1]}\s*(?:#.*)?$", line[quote.end() :]):
            yield Problem(
                path, number, f"a quote is not closed. Write {quote[1]} at the end of the text too."
            )
        if COLON_IN_TEXT.match(line):
            yield Problem(path, number, "the text has a colon. Put the whole text in quotes.")


def _unreadable(problem: Problem) -> Problem:
    if not problem.text.startswith("cannot be read as YAML"):
        return problem
    reason = problem.text.removeprefix("cannot be read as YAML: ").removesuffix(".")
    said = f"the lines at the top cannot be read as YAML ({reason}). Write 'key: \"text\"' on each line."
    return problem._replace(text=said)


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
