"""What stands in a page's HTML for nobody: a phone need not load it."""

import re

#: What keeps its spaces.
_KEPT = re.compile(
    r"(<(?P<name>pre|textarea|script|style)\b.*?(?:</(?P=name)>|\Z))", re.DOTALL | re.IGNORECASE
)
#: Spaces as HTML counts them: a no-break space is a sign.
_SPACES = " \t\r\f"


def without_indents(html: str) -> str:
    r"""Return a page without the indents and the empty lines of its templates: a browser shows one space for each.

    >>> without_indents("<ul>\n\n    <li>A\n  b</li>\n</ul>\n<pre>\n  c</pre>")
    '<ul>\n<li>A\nb</li>\n</ul>\n<pre>\n  c</pre>'
    """
    parts = _KEPT.split(html)  # Between two texts stands what is kept, and its name.
    parts[::3] = map(_without_indents, parts[::3])
    del parts[2::3]
    return "".join(parts)


def _without_indents(text: str) -> str:
    first, *lines = text.split("\n")
    if not lines:
        return text
    *inner, last = (line.lstrip(_SPACES) for line in lines)
    ended = (line.rstrip(_SPACES) for line in (first, *inner))
    return "\n".join([next(ended), *filter(None, ended), last])
