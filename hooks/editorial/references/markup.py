"""Texts of records, with the HTML that catalogs leave in them, as LaTeX."""

import html
import re
from collections.abc import Callable

from editorial.text import without_unseen

_TAG = re.compile(r"<(/?)(?:jats:|mml:)?([a-zA-Z][a-zA-Z0-9-]{0,20})(?:\s[^<>]{0,500})?/?>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")
_IN_LATEX = {
    **dict.fromkeys(("i", "em", "italic"), "emph"),
    **dict.fromkeys(("b", "strong", "bold"), "textbf"),
    **dict.fromkeys(("sub", "inf"), "textsubscript"),
    "sup": "textsuperscript",
}
#: Tags that are left out, with what is between them kept. Others are no tags: "p<0.05 and q>1".
_LEFT_OUT = frozenset(
    """
    a abstract div font math mi mml mn mo mrow msub msup mtext p br sc scp sec small span title tt u
    """.split()  # noqa: SIM905  (a column of quotes would hide the words)
)
_ESCAPES = {
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(sign, sign) for sign in text)


def latex_of(text: str) -> str:
    r"""Return a text of a record, with HTML in it or not, as LaTeX.

    >>> latex_of("<i>BRAF</i> in CO<sub>2</sub> &amp; 50% of 5 < 6")
    '\\emph{BRAF} in CO\\textsubscript{2} \\& 50\\% of 5 < 6'
    """
    return _html_to_latex(text, _escaped)


def without_html(text: str) -> str:
    r"""Return LaTeX in which tags and entities of HTML stand as LaTeX without them.

    >>> without_html(r"<i>BRAF</i> &amp; \% of 5 < 6")
    '\\emph{BRAF} \\& \\% of 5 < 6'
    """
    return _html_to_latex(text, lambda part: part) if "<" in text or "&" in text else text


def _html_to_latex(text: str, escape: Callable[[str], str]) -> str:
    """Turn the tags and entities of a text into LaTeX, each other part by a function of it."""
    text = without_unseen(text)
    if "&lt;" in text:  # Tags that were escaped once more on their way.
        text = re.sub(r"&lt;(/?[A-Za-z]{1,6})&gt;", r"<\1>", text)
    parts: list[str] = []
    open_: list[str] = []
    position = 0

    def plain(part: str) -> None:
        start = 0
        for entity in _ENTITY.finditer(part):
            parts.append(escape(part[start : entity.start()]))
            parts.append(_escaped(without_unseen(html.unescape(entity[0]))))
            start = entity.end()
        parts.append(escape(part[start:]))

    for tag in _TAG.finditer(text):
        name = tag[2].casefold()
        if name not in _IN_LATEX and name not in _LEFT_OUT:
            continue
        plain(text[position : tag.start()])
        position = tag.end()
        command = _IN_LATEX.get(name)
        if command and not tag[1]:
            open_.append(command)
            parts.append(f"\\{command}{{")
        elif command and command in open_:
            while open_.pop() != command:
                parts.append("}")
            parts.append("}")
    plain(text[position:])
    parts += "}" * len(open_)
    return " ".join("".join(parts).split())
