"""What stands where in a Markdown page: sections by their heading's id, and lines."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

_FENCE = r"^[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*\n(?s:.*?)(?:^[ \t]*(?P=fence)[^\n]*$|\Z)"
_CODE_SPAN = r"(?<!`)(?P<ticks>`+)(?!`)(?:.|\n(?!\n))+?(?<!`)(?P=ticks)(?!`)"
_COMMENT = r"(?<!\\)<!--(?s:.*?)(?:-->|\Z)"
# Whichever begins first has the others inside. What has no end is looked for once, and is neither.
_UNSEEN = re.compile(f"{_FENCE}|{_CODE_SPAN}|{_COMMENT}", re.MULTILINE)
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
    """Return the text with code and comments blanked out, every other character in its place."""
    if not any(sign in markdown for sign in ("`", "~~~", "<!--")):
        return markdown
    return _UNSEEN.sub(_blank, markdown)


def without_comments(markdown: str) -> str:
    """Return the text without its comments, which readers of a page's source would see.

    A comment that stands by itself leaves the empty lines around it; code keeps what looks like one.

    >>> without_comments("Ask <!-- or tell? --> early.")
    'Ask  early.'
    """
    if "<!--" not in markdown:
        return markdown
    return _UNSEEN.sub(lambda match: "" if _is_comment(match) else match[0], markdown)


def _is_comment(match: re.Match[str]) -> bool:
    return match[0].startswith("<!--") and match[0].endswith("-->")


def lines_of(written: str, source: str) -> Iterator[int]:
    """Yield each line, from 1, where a text stands in a page outside code, however it is wrapped."""
    pattern = r"\s+".join(re.escape(word) for word in written.split())
    for match in re.finditer(pattern, without_code(source)):
        yield source.count("\n", 0, match.start()) + 1


def _blank(match: re.Match[str]) -> str:
    last = match[0].rpartition("\n")[2].lstrip()
    has_end = match["ticks"] or _is_comment(match) or (match["fence"] and last.startswith(match["fence"]))
    return re.sub(r"[^\n]", " ", match[0]) if has_end else match[0]
