"""What stands in a page's HTML for nobody: a phone need not load it."""

import re

#: Spaces around the ends of lines, as HTML counts them (a no-break space is a sign), and what keeps its own.
_ENDS = re.compile(
    r"<(pre|textarea|script|style)\b.*?(?:</\1>|\Z)|(?<![ \t\r\f])[ \t\r\f]*\n[ \t\r\f\n]*",
    re.DOTALL | re.IGNORECASE,
)


def without_indents(html: str) -> str:
    r"""Return a page without the indents and the empty lines of its templates: a browser shows one space for each.

    >>> without_indents("<ul>\n\n    <li>A\n  b</li>\n</ul>\n<pre>\n  c</pre>")
    '<ul>\n<li>A\nb</li>\n</ul>\n<pre>\n  c</pre>'
    """
    return _ENDS.sub(lambda found: found[0] if found[1] else "\n", html)
