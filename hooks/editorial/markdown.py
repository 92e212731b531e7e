"""What stands where in a Markdown page: sections by their heading's id, and lines."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

_FENCE = re.compile(r"^([ \t]*)(`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*\2[^\n]*$|\Z)", re.DOTALL | re.MULTILINE)
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?:.|\n(?!\n))+?(?<!`)\1(?!`)")
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*(?:\{[^}\n]*#([\w-]+)[^}\n]*\})?[ \t]*$", re.MULTILINE)


def headings(markdown: str) -> Iterator[re.Match[str]]:
    """Yield each heading outside code: group 1 its marks, 2 its text, 3 its id if it gives one."""
    return _HEADING.finditer(without_code(markdown))


def title(markdown: str) -> str | None:
    """Return the text of the page's first heading of level 1.

    >>> title("# Cancer in the neck {#top}")
    'Cancer in the neck'
    """
    found = (match[2] for match in headings(markdown) if match[1] == "#")
    return next(found, None)


def section(markdown: str, heading_id: str) -> str | None:
    r"""Return the Markdown below the heading with an id, up to the next heading of its level.

    >>> section("## Ask {#ask}\n\n1. Why?\n\n## More {#more}", "ask")
    '1. Why?'
    """
    found = list(headings(markdown))
    for index, heading in enumerate(found):
        if heading[3] == heading_id:
            after = found[index + 1 :]
            end = next((h.start() for h in after if len(h[1]) <= len(heading[1])), len(markdown))
            return markdown[heading.end() : end].strip()
    return None


def section_start(markdown: str, heading_id: str) -> int | None:
    """Return where the text below the heading with an id begins, or nothing if there is no such heading."""
    return next((heading.end() for heading in headings(markdown) if heading[3] == heading_id), None)


def collected(heading_id: str, *, sources: Mapping[str, str], page: str, link_text: str) -> str:
    """Return the section with an id of every source that has it, as Markdown for one page.

    Args:
        heading_id: the id of the heading whose section is collected.
        sources: the path of each page to its Markdown, in the order wanted.
        page: the path of the page on which the sections are to stand.
        link_text: what the link to each source says; ``{title}`` is the source's title.
    """
    parts = []
    for path, markdown in sources.items():
        text = section(markdown, heading_id)
        if text:
            name = title(markdown) or path
            link = posixpath.relpath(path, posixpath.dirname(page))
            anchor = PurePosixPath(path).stem
            said = link_text.replace("{title}", name)
            parts.append(f"\n\n## {name} {{#{anchor}}}\n\n{text}\n\n[{said}]({link})")
    return "".join(parts)


def without_code(markdown: str) -> str:
    """Return the text with code blanked out, every other character in its place."""
    if "`" not in markdown and "~~~" not in markdown:
        return markdown
    without_fences = _FENCE.sub(_blank, markdown)
    return _CODE_SPAN.sub(_blank, without_fences)


def lines_of(written: str, source: str) -> Iterator[int]:
    """Yield each line, from 1, where a text stands in a page outside code, however it is wrapped."""
    pattern = r"\s+".join(re.escape(word) for word in written.split())
    for match in re.finditer(pattern, without_code(source)):
        yield source.count("\n", 0, match.start()) + 1


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
