r"""The LaTeX that stands in bibliographies, as HTML. What is not understood is refused.

Our own, because the codec of pybtex (latexcodec) reads the valid ``{\'{\i}}`` as ``'ı`` without a word.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_TAGS = {
    "emph": "i",
    "textit": "i",
    "textsl": "i",
    "textbf": "b",
    "textsuperscript": "sup",
    "textsubscript": "sub",
}
#: LaTeX 2.09's switches, which hold to the end of their group: ``{\\it BRCA1}``. Some change nothing here.
_SWITCHES = {
    **dict.fromkeys(("it", "em", "sl", "itshape", "slshape"), "i"),
    **dict.fromkeys(("bf", "bfseries"), "b"),
    **dict.fromkeys(("rm", "sf", "tt", "sc", "scshape", "upshape", "normalfont", "small", "normalsize"), ""),
}
#: Commands whose argument stays as it is.
_PLAIN = frozenset(
    """
    mbox textsc textrm textsf texttt textup textnormal text mathrm mathbf mathit mathsf mathtt mathnormal
    ensuremath href url nolinkurl uppercase MakeUppercase operatorname hbox
    """.split()  # noqa: SIM905  (a column of quotes would hide the words)
)
#: What each command that has an argument puts around it.
_AROUND = {
    **{name: (f"<{tag}>", f"</{tag}>") for name, tag in _TAGS.items()},
    **dict.fromkeys(("enquote", "mkbibquote"), ("“", "”")),
    **dict.fromkeys(_PLAIN, ("", "")),
}
#: Commands that set nothing.
_NOTHING = {"protect", "relax", "nobreakdash", "displaystyle", "textstyle", "left", "right", "sloppy"}
#: Commands whose argument is for sorting or for room, and is not shown.
_UNSHOWN = {"noopsort", "phantom", "hphantom", "vphantom", "vspace"}
#: Accent commands to the combining character that they set on the next letter.
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361", "textcommabelow": "\u0326",
    # Those of formulas.
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "dot": "\u0307",
    "ddot": "\u0308", "tilde": "\u0303", "widetilde": "\u0303", "check": "\u030c", "vec": "\u20d7",
}  # fmt: skip
#: Accents below the letter leave the dot of an i in its place; above it, they take it.
_BELOW = {"d", "c", "k", "b", "textcommabelow"}
_DOTTED = str.maketrans("ıȷ", "ij")
_SHAPED = frozenset(("hspace", "sqrt", "frac", "tfrac", "dfrac", "nicefrac", "sfrac"))
#: An accent on nothing, as older programs write these signs: ``\\~{}``.
_ALONE = {"~": "~", "^": "^", "`": "`", "'": "´", '"': "¨", "=": "¯", "c": "¸", "r": "°"}
_SYMBOLS = {
    "i": "ı", "j": "ȷ", "imath": "ı", "jmath": "ȷ",
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø",
    "l": "ł", "L": "Ł", "aa": "å", "AA": "Å", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "dj": "đ", "DJ": "Đ", "ge": "≥", "geq": "≥", "geqslant": "≥", "le": "≤", "leq": "≤",
    "leqslant": "≤", "times": "×", "pm": "±", "textpm": "±", "cdot": "·", "approx": "≈",
    "sim": "~", "infty": "∞", "degree": "°", "textdegree": "°", "circ": "°", "rightarrow": "→",
    "to": "→", "textgreater": ">", "textendash": "–", "textemdash": "—",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "textregistered": "®", "texttrademark": "™", "copyright": "©",
    "textmu": "µ", "textasciitilde": "~", "textbackslash": "\\",
    "textexclamdown": "¡", "textquestiondown": "¿", "guillemotleft": "«", "guillemotright": "»",
    "ldots": "…", "dots": "…", "S": "§", "space": " ", "textbar": "|",
    "varepsilon": "ε", "varphi": "φ", "vartheta": "ϑ", "varrho": "ϱ", "varsigma": "ς", "varpi": "ϖ",
    "ng": "ŋ", "NG": "Ŋ", "SS": "ẞ", "textordfeminine": "ª", "textordmasculine": "º", "euro": "€",
    "texteuro": "€", "pounds": "£", "textsterling": "£", "textcelsius": "℃", "celsius": "℃",
    "textperthousand": "‰", "textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾",
    "dag": "†", "ddag": "‡", "dagger": "†", "ddagger": "‡", "textdagger": "†", "P": "¶", "textsection": "§",
    "textperiodcentered": "·", "textbullet": "•", "bullet": "•", "ast": "∗", "star": "⋆", "prime": "′",
    "textasciicircum": "^", "textasciigrave": "`", "textasciiacute": "´", "textasciidieresis": "¨",
    "textquotesingle": "'", "textquotedbl": '"', "textless": "<", "lt": "<", "gt": ">", "neq": "≠",
    "ne": "≠", "equiv": "≡", "propto": "∝", "ll": "≪", "gg": "≫", "div": "÷", "mp": "∓",
    "leftarrow": "←", "gets": "←", "leftrightarrow": "↔", "uparrow": "↑", "downarrow": "↓",
    "Rightarrow": "⇒", "lbrace": "{", "rbrace": "}", "textbraceleft": "{", "textbraceright": "}",
    "textdollar": "$", "textnumero": "№", "guillemetleft": "«", "guillemetright": "»",
    "guilsinglleft": "‹", "guilsinglright": "›", "quotedblbase": "„", "quotesinglbase": "‚",
    "textcopyright": "©", "texttimes": "×", "textdiv": "÷", "quad": " ", "qquad": " ", "newline": " ",
    "linebreak": " ", "break": " ", "newblock": " ", "partial": "∂", "sum": "∑", "in": "∈", "vert": "|",
    "mid": "|", "backslash": "\\", "LaTeX": "LaTeX", "TeX": "TeX", "slash": "/", "textunderscore": "_",
    "mathplus": "+", "textcent": "¢", "textyen": "¥", "lambda": "λ", "Lambda": "Λ",  # Unicode spells the letter LAMDA.
}  # fmt: skip
_TYPOGRAPHY = {"---": "—", "--": "–", "``": "“", "''": "”", "`": "‘", "~": "\N{NO-BREAK SPACE}"}
#: An escaped character to what it shows; others show themselves: ``\\%`` is ``%``.
_ESCAPED = {
    **dict.fromkeys((",", ":", ";"), "\N{THIN SPACE}"),
    **dict.fromkeys((" ", "\\", "\n", "\t"), " "),
    **dict.fromkeys(("-", "/", "!", "@"), ""),
}
_TOKEN = re.compile(r"\\([A-Za-z]+)\*?[ \t\n]*|\\(.)|(---?|``|''|[{}$^_~])|[^\\{}$^_~`'-]+|.", re.DOTALL)
_NEEDS_READING = re.compile(r"[\\{}$~`&<>]|--|''")
#: `Quoted' with single marks; an apostrophe within, as in Crohn's, closes nothing.
_QUOTED = re.compile(r"(?<![\\`])`(?!`)([^`]{1,500}?)(?<![\\'])'(?![\w'])")


class UnreadableLatexError(ValueError):
    """LaTeX that cannot be shown faithfully; the message quotes the part."""


def to_html(source: str) -> str:
    r"""Return LaTeX text as HTML: accents, emphasis, sub- and superscripts, simple math.

    Raises:
        UnreadableLatexError: for a command, or math, that is not known.

    >>> to_html(r"\emph{In vitro} {BRAF} in K{\"o}ln, 5--9 \% of $\alpha_2$ & more")
    '<i>In vitro</i> BRAF in Köln, 5–9 % of α<sub>2</sub> &amp; more'
    """
    return _read(source) if _NEEDS_READING.search(source) else source


@lru_cache(maxsize=50_000)  # A title is shown in each language, and checked before.
def _read(source: str) -> str:
    if "`" in source:
        source = _QUOTED.sub(r"‘\1’", source)
    try:
        return "".join(_group(_TOKEN.finditer(source), closing="", math=False))
    except RecursionError:
        raise UnreadableLatexError("too many commands one inside the other") from None


def to_text(source: str) -> str:
    r"""Return LaTeX text as plain text.

    >>> to_text(r"Garc{\'\i}a, \emph{x}")
    'García, x'
    """
    return plain(to_html(source))


def plain(markup: str) -> str:
    """Return the text of a piece of HTML, without its tags."""
    return html.unescape(_MARKUP.sub("", markup) if "<" in markup else markup)


_MARKUP = re.compile(r"<[^>]*>")


def _group(tokens: Iterator[re.Match[str]], *, closing: str, math: bool) -> Iterator[str]:
    """Yield the HTML of everything up to the token that closes the group."""
    for token in tokens:
        mark, name = token[3], token[1] or token[2]
        if closing and token[0] == closing:
            return
        if name in _SWITCHES:
            rest = "".join(_group(tokens, closing=closing, math=math))
            yield f"<{_SWITCHES[name]}>{rest}</{_SWITCHES[name]}>" if _SWITCHES[name] else rest
            return
        if name in _MATHS:
            yield from _group(tokens, closing=_MATHS[name], math=True)
        elif name:
            yield _command(name, tokens, math=math)
        elif mark == "{":
            yield from _group(tokens, closing="}", math=math)
        elif mark == "$":
            if _MONEY.match(token.string, token.start()):
                raise UnreadableLatexError("a '$' that begins no formula. For the sign itself write '\\$'")
            yield from _group(tokens, closing="$", math=True)
        elif mark in ("^", "_") and (math or _SCRIPT.match(token.string, token.start())):
            yield _script(mark, tokens, math=math)
        elif mark == "}":
            raise UnreadableLatexError("a '}' that closes nothing")
        else:
            yield html.escape(_TYPOGRAPHY.get(token[0], token[0]), quote=False)
    if closing:
        raise UnreadableLatexError(f"a missing '{closing}'")


#: Two signs of money, and no formula: ``$5 to $10``.
_MONEY = re.compile(r"\$\d[^$]*(?:\s\$|\$\d)")
#: A raised or lowered sign outside of a formula, which LaTeX refuses and other programs write: ``Ca^{2+}``.
_SCRIPT = re.compile(r"(?<=[\w)\]}])[\^_]\{")
#: Signs that are raised by themselves: ``^\circ``.
_HIGH = frozenset("°′")
#: Numbers and signs of which only the first would be raised or lowered: ``10^12``, ``10^-3``.
_LONGER = re.compile(r"\d\d|[+−-]\d")


def _script(mark: str, tokens: Iterator[re.Match[str]], *, math: bool) -> str:
    """Return what a ``^`` raises or a ``_`` lowers, with what stands in one piece with it."""
    tag = "sup" if mark == "^" else "sub"
    token = next(tokens, None)
    if token is None or any(token.groups()):
        inside = _braced_or_symbol(token, f"'{mark}'", tokens, math=math)
        return inside if inside in _HIGH else f"<{tag}>{inside}</{tag}>"
    if _LONGER.match(token.string, token.start()):
        raise UnreadableLatexError(f"'{mark}' without braces around what it applies to")
    first, rest = (html.escape(part, quote=False) for part in (token[0][:1], token[0][1:]))
    return f"<{tag}>{first}</{tag}>{rest}"


#: LaTeX's other ways to begin a formula, and what ends each.
_MATHS = {"(": "\\)", "[": "\\]"}


def _command(name: str, tokens: Iterator[re.Match[str]], *, math: bool) -> str:
    if name in _ACCENTS:
        letter = plain(_accented(tokens, math=math))
        if not letter.strip():
            return html.escape(_ALONE.get(name, "") + letter, quote=False)
        first = letter[0] if name in _BELOW else letter[0].translate(_DOTTED)
        return html.escape(unicodedata.normalize("NFC", first + _ACCENTS[name] + letter[1:]))
    if name == "href":
        _argument(name, tokens, math=math)  # The address; what is shown follows.
    if name in _UNSHOWN:
        _argument(name, tokens, math=math)
        return ""
    if name in _SHAPED:
        return _shaped(name, tokens, math=math)
    if name in _AROUND:
        before, after = _AROUND[name]
        return f"{before}{_argument(name, tokens, math=math)}{after}"
    return html.escape(_sign(name), quote=False)


def _shaped(name: str, tokens: Iterator[re.Match[str]], *, math: bool) -> str:
    """Return what takes a shape of its own in LaTeX: a space, a root, a fraction."""
    part = _argument(name, tokens, math=math)
    if name == "hspace":
        return "" if part.strip().startswith(("0", "-")) else " "
    if name == "sqrt":
        return f"√{_joined(part)}"
    return f"{_joined(part)}/{_joined(_argument(name, tokens, math=math))}"


def _joined(part: str) -> str:
    """Return a part of a fraction or a root, in brackets where it has more than one thing."""
    return part if re.fullmatch(r"(?:\w|[.,]|<[^<>]*>)*", part) else f"({part})"


def _sign(name: str) -> str:
    """Return the character that a command stands for."""
    if name in _SYMBOLS or name in _NOTHING:
        return _SYMBOLS.get(name, "")
    if not name.isalpha():
        return _ESCAPED.get(name, name)
    letter = name.removeprefix("text")
    case = "CAPITAL" if letter[:1].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {case} LETTER {letter.upper()}")
    except KeyError:
        raise UnreadableLatexError(
            f"the LaTeX command '\\{name}', which is not known here. Write the character itself, or "
            "\\emph{…}, \\textsuperscript{…}, \\textsubscript{…}"
        ) from None


def _accented(tokens: Iterator[re.Match[str]], *, math: bool) -> str:
    r"""Return the text whose first letter an accent goes on: in ``\'etat`` all of ``etat``."""
    token = next(tokens, None)
    while (
        token is not None and token[0].isspace()
    ):  # TeX skips them after an accent (The TeXbook, chapter 9).
        token = next(tokens, None)
    if token is not None and not any(token.groups()):
        return html.escape(token[0].lstrip(), quote=False)
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
