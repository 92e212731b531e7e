"""Texts of records, with the HTML that catalogs leave in them, as LaTeX."""

import html
import re
from collections.abc import Callable

from editorial.references.latex import UnreadableLatexError, to_html
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


#: LaTeX that publishers leave in the titles of their records: a formula, or a command with what it applies to.
_LEFT_LATEX = re.compile(
    r"\$(?![\s\d][^$]*\s\$)(?=[^$]*[\\^_<>=]|[A-Za-z]\$)(?:[^$\\]|\\.){1,300}\$(?!\d)"
    r"|\\(?:textsuperscript|textsubscript|ensuremath|textit|textbf|emph|text|mathrm)\{[^{}]{0,200}\}"
    r"|\\[A-Za-z]{2,12}(?![A-Za-z{])"
)


def _escaped(text: str) -> str:
    if "\\" not in text and "$" not in text:
        return _plain(text)
    parts, at = [], 0
    for found in _LEFT_LATEX.finditer(text):
        if _can_stay(found[0]):
            parts += [_plain(text[at : found.start()]), found[0]]
            at = found.end()
    return "".join([*parts, _plain(text[at:])])


def _plain(text: str) -> str:
    text = "".join(_ESCAPES.get(sign, sign) for sign in text)
    return _POWER.sub(r"\\textsuperscript{\1}", text) if "circum" in text else text


#: A power as programs without raised signs write it, ``10^9``, once it is escaped.
_POWER = re.compile(r"(?<=\d)\\textasciicircum\{\}([+−-]?\d{1,3})(?!\d)")


def _can_stay(part: str) -> bool:
    """Whether LaTeX is a formula that may wait for its editor, or else is understood."""
    if part.count("{") != part.count("}"):
        return False
    try:
        return bool(to_html(part))
    except UnreadableLatexError:
        return part[0] == "$"


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


#: What MathML raises or lowers (MathML 3, 3.4), where both parts are single things: the others it shows in a row.
_ATOM = r"\s*<(?:mml:)?m[ino](?:\s[^<>]{0,200})?>([^<>]{0,80})</(?:mml:)?m[ino]>\s*"
_SCRIPTS = re.compile(rf"<(?:mml:)?m(sub|sup)(?:\s[^<>]{{0,200}})?>{_ATOM}{_ATOM}</(?:mml:)?m\1>")


def _raised_or_lowered(found: re.Match[str]) -> str:
    return f"{found[2]}<{found[1]}>{found[3]}</{found[1]}>"


def _html_to_latex(text: str, escape: Callable[[str], str]) -> str:
    """Turn the tags and entities of a text into LaTeX, each other part by a function of it."""
    text = _SCRIPTS.sub(_raised_or_lowered, without_unseen(text))
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
