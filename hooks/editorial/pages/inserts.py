"""What is put into a page's HTML: a template's output below a heading, a control that opens a section."""

import re
from collections.abc import Callable, Collection
from html import escape, unescape

_SECTION = re.compile(r"(?=<h2\b)")
_PART = re.compile(r"(?=<h[23]\b)")
_HEADING = re.compile(r'<h([23])\b(?:[^>]*\bid="([^"]*)")?[^>]*>(.*?)</h\1>', re.DOTALL)
_OPENING = re.compile(r"\s*<p\b.*?</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NOTE = re.compile(
    r'<div class="admonition note">\s*<p class="admonition-title">(.*?)</p>((?:(?!</?div\b).)*)</div>',
    re.DOTALL,
)
_SIGN = re.compile(r"<li>\s*(<strong>(?:(?!</strong>).)*</strong>)((?:(?!</?li\b).)+)</li>", re.DOTALL)
_LINK = re.compile(r"</?a\b[^>]*>")
_NAMED = re.compile(r"<li>\s*<strong>(.*?)</strong>", re.DOTALL)
#: What is shorter is not worth a tap, in letters.
_WORTH_FOLDING = 200

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
    """Fold some level 2 sections after their first paragraph, on phones alone.

    A section with signs of danger in it folds in parts: of each of its level 3 sections the heading and the first
    paragraph stay in sight, and so does each sign; its reason, and notes, fold. The style sheet shows on wide
    screens and on paper what is folded.

    Args:
        html: a page's HTML.
        sections: the ids of the level 2 headings.
        kept: the ids of headings whose sections stay open, as signs of danger must.
        summary: from a heading's text to what the control says.
    """
    return "".join(
        _folded_section(section, heading, kept, summary)
        if (heading := _HEADING.match(section)) and heading[2] in sections
        else section
        for section in _SECTION.split(html)
    )


def _folded_section(
    section: str, heading: re.Match[str], kept: Collection[str], summary: Callable[[str], str]
) -> str:
    # What leads to signs of danger often tells of them, too.
    open_ids = [id_ for id_ in kept if f'id="{id_}"' in section or f'#{id_}"' in section]
    if not open_ids:
        inner = [_text(found[3]) for found in _HEADING.finditer(section, heading.end())]
        return _folded_part(section, heading.end(), summary(_text(heading[3])), inner)
    parts = _PART.split(section)
    for place, part in enumerate(parts):
        above = _HEADING.match(part)
        if not above:
            continue
        if any(f'id="{id_}"' in part or f'#{id_}"' in part for id_ in open_ids):
            parts[place] = _NOTE.sub(_folded_note, _SIGN.sub(_short_sign, part))
        else:
            # Where no paragraph stays in sight, the control says what is named in bold; without that nothing folds.
            bare = not _OPENING.match(part, above.end())
            named = (
                [_text(name).rstrip(".:") for name in _NAMED.findall(part.partition("</ul>")[0])]
                if bare
                else []
            )
            if named or not bare:
                parts[place] = _folded_part(part, above.end(), summary(_text(above[3])), named)
    return "".join(parts)


def _text(html: str) -> str:
    return unescape(_TAG.sub("", html)).strip()


def _short_sign(sign: re.Match[str]) -> str:
    # What opens a fold may have no link in it (WCAG 4.1.2): one tap cannot do two things.
    shown = _LINK.sub("", sign[1])
    return (
        f'<li><details class="site-fold-phone site-sign"><summary>{shown}</summary>{sign[2]}</details></li>'
    )


def _folded_note(note: re.Match[str]) -> str:
    return (
        f'<details class="site-fold site-fold-phone"><summary class="screen-only">{note[1]}</summary>'
        f"{note[0]}</details>"
    )


def _folded_part(part: str, start: int, said: str, inner: Collection[str] = ()) -> str:
    """Fold what follows the first paragraph; the control names what is in it."""
    opening = _OPENING.match(part, start)
    start = opening.end() if opening else start
    body = part[start:]
    if "site-references" in body or len(" ".join(_TAG.sub("", body).split())) < _WORTH_FOLDING:
        return part
    names = f'<span class="site-fold-names">{escape(" · ".join(inner))}</span>' if inner else ""
    control = f'<summary class="screen-only">{escape(said)}{names}</summary>'
    return f'{part[:start]}<details class="site-fold site-fold-phone">{control}{body}</details>'
