r"""The LaTeX that stands in bibliographies, as HTML. What is not understood is refused.

Our own, because the codec that was tried reads the valid ``{\'{\i}}`` as ``'ı`` without a word.
"""

import html
import re
import unicodedata
from collections.abc import Iterator

_TAGS = {
    "emph": "i",
    "textit": "i",
    "textsl": "i",
    "textbf": "b",
    "textsuperscript": "sup",
    "textsubscript": "sub",
}
#: Commands whose argument stays as it is.
_PLAIN = {"mbox", "textsc", "textrm", "textsf", "text", "mathrm", "mathbf", "mathit", "enquote"}
#: Accent commands to the combining character that they set on the next letter.
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_SYMBOLS = {
    "i": "i", "j": "j", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø",
    "l": "ł", "L": "Ł", "aa": "å", "AA": "Å", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "dj": "đ", "DJ": "Đ", "ge": "≥", "geq": "≥", "geqslant": "≥", "le": "≤", "leq": "≤",
    "leqslant": "≤", "times": "×", "pm": "±", "textpm": "±", "cdot": "·", "approx": "≈",
    "sim": "~", "infty": "∞", "degree": "°", "textdegree": "°", "circ": "°", "rightarrow": "→",
    "to": "→", "textgreater": ">", "textless": "<", "textendash": "–", "textemdash": "—",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "textregistered": "®", "texttrademark": "™", "copyright": "©",
    "textmu": "µ", "textasciitilde": "~", "textbackslash": "\\", "textunderscore": "_",
    "textexclamdown": "¡", "textquestiondown": "¿", "guillemotleft": "«", "guillemotright": "»",
    "ldots": "…", "dots": "…", "S": "§", "space": " ", "textbar": "|",
    "varepsilon": "ε", "varphi": "φ",
}  # fmt: skip
_TYPOGRAPHY = {"---": "—", "--": "–", "``": "“", "''": "”", "~": "\N{NO-BREAK SPACE}"}
#: An escaped character to what it shows; others show themselves: ``\\%`` is ``%``.
_ESCAPED = {",": "\N{THIN SPACE}", " ": " ", "-": "", "/": ""}
_TOKEN = re.compile(r"\\([A-Za-z]+)\*?[ \t\n]*|\\(.)|(---?|``|''|[{}$^_~])|[^\\{}$^_~`'-]+|.", re.DOTALL)
_NEEDS_READING = re.compile(r"[\\{}$~`]|--|''")


class UnreadableLatexError(ValueError):
    """LaTeX that cannot be shown faithfully; the message quotes the part."""


def to_html(source: str) -> str:
    r"""Return LaTeX text as HTML: accents, emphasis, sub- and superscripts, simple math.

    Raises:
        UnreadableLatexError: for a command, or math, that is not known.

    >>> to_html(r"\emph{In vitro} {BRAF} in K{\"o}ln, 5--9 \% of $\alpha_2$ & more")
    '<i>In vitro</i> BRAF in Köln, 5–9 % of α<sub>2</sub> &amp; more'
    """
    if not _NEEDS_READING.search(source):
        return html.escape(source, quote=False)
    return "".join(_group(_TOKEN.finditer(source), closing="", math=False))


def to_text(source: str) -> str:
    r"""Return LaTeX text as plain text.

    >>> to_text(r"Garc{\'\i}a, \emph{x}")
    'García, x'
    """
    return plain(to_html(source))


def plain(markup: str) -> str:
    """Return the text of a piece of HTML, without its tags."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def _group(tokens: Iterator[re.Match[str]], *, closing: str, math: bool) -> Iterator[str]:
    """Yield the HTML of everything up to the token that closes the group."""
    for token in tokens:
        mark = token[3]
        if mark and mark == closing:
            return
        if token[1] or token[2]:
            yield _command(token[1] or token[2], tokens, math=math)
        elif mark == "{":
            yield from _group(tokens, closing="}", math=math)
        elif mark == "$":
            yield from _group(tokens, closing="$", math=True)
        elif mark in ("^", "_") and math:
            tag = "sup" if mark == "^" else "sub"
            yield f"<{tag}>{_argument(mark, tokens, math=True)}</{tag}>"
        elif mark == "}":
            raise UnreadableLatexError("a '}' that closes nothing")
        else:
            yield html.escape(_TYPOGRAPHY.get(token[0], token[0]), quote=False)
    if closing:
        raise UnreadableLatexError(f"a missing '{closing}'")


def _command(name: str, tokens: Iterator[re.Match[str]], *, math: bool) -> str:
    if name in _ACCENTS:
        letter = plain(_accented(tokens, math=math))
        return html.escape(unicodedata.normalize("NFC", letter[:1] + _ACCENTS[name] + letter[1:]))
    if name in _TAGS:
        return f"<{_TAGS[name]}>{_argument(name, tokens, math=math)}</{_TAGS[name]}>"
    if name in _PLAIN:
        return _argument(name, tokens, math=math)
    if name in _SYMBOLS:
        return html.escape(_SYMBOLS[name], quote=False)
    if not name.isalpha():
        return html.escape(_ESCAPED.get(name, name), quote=False)
    case = "CAPITAL" if name[0].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {case} LETTER {name.upper()}")
    except KeyError:
        raise UnreadableLatexError(f"the LaTeX command '\\{name}'") from None


def _accented(tokens: Iterator[re.Match[str]], *, math: bool) -> str:
    r"""Return the text whose first letter an accent goes on: in ``\'etat`` all of ``etat``."""
    token = next(tokens, None)
    if token is not None and not any(token.groups()):
        return html.escape(token[0], quote=False)
    return _braced_or_symbol(token, "an accent", tokens, math=math)


def _argument(name: str, tokens: Iterator[re.Match[str]], *, math: bool) -> str:
    """Return what a command, a ``^`` or a ``_`` applies to: a group, a symbol or one letter."""
    token = next(tokens, None)
    if token is not None and not any(token.groups()) and len(token[0]) == 1:
        return html.escape(token[0], quote=False)
    return _braced_or_symbol(token, f"'{name}'", tokens, math=math)


def _braced_or_symbol(
    token: re.Match[str] | None, owner: str, tokens: Iterator[re.Match[str]], *, math: bool
) -> str:
    if token is not None and token[3] == "{":
        return "".join(_group(tokens, closing="}", math=math))
    if token is not None and (token[1] or token[2]):
        return _command(token[1] or token[2], tokens, math=math)
    raise UnreadableLatexError(f"{owner} without braces around what it applies to")
