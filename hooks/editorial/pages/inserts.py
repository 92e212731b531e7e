"""What is put into a page's HTML: a template's output below a heading, a control that opens a section."""

import re
from collections.abc import Callable, Collection
from html import escape, unescape

_PART = re.compile(r"(?=<h[23]\b)")
_HEADING = re.compile(r'<h([23])\b(?:[^>]*\bid="([^"]*)")?[^>]*>(.*?)</h\1>', re.DOTALL)
_OPENING = re.compile(r"\s*<p\b.*?</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
#: What is shorter is not worth a tap, in letters.
_WORTH_FOLDING = 350

_FIRST_PARAGRAPH = r"(<h([1-6])[^>]*\bid=\"{id}\"[^>]*>.*?</h\2>\s*<p\b.*?</p>)"


def after_introduction(html: str, heading_id: str, insert: str) -> str | None:
    """Put HTML after the first paragraph below a heading; ``None`` if there is no such heading.

    >>> after_introduction('<h2 id="a">A</h2><p>One</p><p>Two</p>', "a", "<hr>")
    '<h2 id="a">A</h2><p>One</p><hr><p>Two</p>'
    """
    pattern = _FIRST_PARAGRAPH.replace("{id}", re.escape(heading_id))
    put, count = re.subn(pattern, lambda found: found[1] + insert, html, count=1, flags=re.DOTALL)
    return put if count else None


def after_title(html: str, insert: str) -> str:
    """Put HTML after a page's title; before all else where the page has none.

    >>> after_title('<h1 id="a">A</h1><p>One</p>', "<hr>")
    '<h1 id="a">A</h1><hr><p>One</p>'
    >>> after_title("<p>One</p>", "<hr>")
    '<hr><p>One</p>'
    """
    before, mark, after = html.partition("</h1>")
    return f"{before}{mark}{insert}{after}" if mark else insert + html


def collapsed(html: str, heading_id: str, *, summary: str) -> str:
    """Fold what follows the first paragraph below a level 2 heading, up to the next one, under a summary.

    The heading and its first paragraph, which says why one may pass it over, stay in sight. A page without
    the heading, or with nothing more to fold, is returned as it is.

    >>> collapsed('<h2 id="a">A</h2><p>1</p><p>2</p><h2>B</h2>', "a", summary="More")
    '<h2 id="a">A</h2><p>1</p><details class="site-fold"><summary>More</summary><p>2</p></details><h2>B</h2>'
    """
    pattern = _FIRST_PARAGRAPH.replace("{id}", re.escape(heading_id)).replace("h([1-6])", "h(2)")
    heading = re.search(pattern, html, flags=re.DOTALL)
    if not heading:
        return html
    following = re.compile(r"<h2\b").search(html, heading.end())
    end = following.start() if following else len(html)
    body = html[heading.end() : end]
    if not body.strip():
        return html
    fold = f'<details class="site-fold"><summary>{escape(summary)}</summary>{body}</details>'
    return html[: heading.end()] + fold + html[end:]


def folded_on_phones(
    html: str, *, sections: Collection[str], kept: Collection[str], summary: Callable[[str], str]
) -> str:
    """Fold some level 2 sections, and each level 3 section in them, after their first paragraph, on phones alone.

    The style sheet shows on wide screens and on paper what is folded.

    Args:
        html: a page's HTML.
        sections: the ids of the level 2 headings.
        kept: the ids of headings whose sections stay open, as signs of danger must.
        summary: from a heading's text to what the control says.
    """
    parts = _PART.split(html)
    inside = False
    for place, part in enumerate(parts):
        heading = _HEADING.match(part)
        if not heading:
            continue
        level, heading_id, name = heading.groups()
        inside = heading_id in sections if level == "2" else inside
        # A section that leads to them often tells of them, too.
        stays = any(heading_id == other or f'#{other}"' in part for other in kept)
        if inside and not stays:
            parts[place] = _folded_part(part, heading.end(), summary(unescape(_TAG.sub("", name)).strip()))
    return "".join(parts)


def _folded_part(part: str, start: int, said: str) -> str:
    opening = _OPENING.match(part, start)
    start = opening.end() if opening else start
    body = part[start:]
    if "site-references" in body or len(" ".join(_TAG.sub("", body).split())) < _WORTH_FOLDING:
        return part
    control = f'<summary class="screen-only">{escape(said)}</summary>'
    return f'{part[:start]}<details class="site-fold site-fold-phone">{control}{body}</details>'
