"""Small questions about text that several rooms ask."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from babel import Locale

#: What parts two sentences of a line or a paragraph, in Markdown or in plain text.
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”»)*_]*\s+(?=[\"“«(*_¿¡]*[^\W\d_a-zß-ÿ]|[\"“«(*_]*\d)")


@cache
def locale_of(code: str) -> Locale:
    """Return what Babel knows of a language, for a code like ``es``, ``pt-BR`` or ``zh-Hant`` (BCP 47).

    >>> locale_of("pt-BR").language, locale_of("sr_Latn").script
    ('pt', 'Latn')
    """
    return Locale.parse(code.replace("-", "_"))


def without_accents(text: str) -> str:
    """Return text without accents and case, for sorting and comparing.

    >>> without_accents("Ácido Ñ")
    'acido n'
    """
    folded = text.casefold()
    if folded.isascii():
        return folded
    return "".join(sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign))


def alike_until(one: Iterable[str], other: Iterable[str]) -> int:
    """Return how many letters two texts have alike before the first that differs.

    >>> alike_until("liver", "livid")
    3
    """
    count = 0
    for letter, beside in zip(one, other, strict=False):
        if letter != beside:
            break
        count += 1
    return count


#: Characters that nobody sees and that change what is read: controls (XML 1.0, 2.2, allows few of them),
#: those that turn the direction of a text (Unicode UAX 9), those without a width, tags, fillers, and places that
#: Unicode keeps for none. A joiner is a letter's own where it stands between two letters of a script that joins
#: them (UTS 46, CONTEXTJ), or between the parts of one picture (UTS 51).
_MAY_BE_UNSEEN = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_UNSEEN = re.compile(
    _MAY_BE_UNSEEN +
    # All of them stand in one set, for which Python's engine looks much faster than for either of two.
    "(?:(?<![\u200c\u200d])|(?<![\u0600-\u109f\u1700-\u18af\u2190-\u2bff\ufe0f\U0001f000-\U0001faff].)"
    "|(?![\u0600-\u109f\u1700-\u18af\u2190-\u2bff\U0001f000-\U0001faff]))",
    re.DOTALL,
)
#: Of ASCII, what is seen, or ends a line.
_ASCII_SEEN = b"\t\n\r" + bytes(range(ord(" "), ord("~") + 1))


def unseen(text: str) -> Iterator[re.Match[str]]:
    r"""Yield each character that nobody sees and that may not stand in a text.

    >>> [found.start() for found in unseen("a\x0bb\u202ec")]
    [1, 3]
    """
    # Most of a text is ASCII, which is left out in a tenth of the time that it takes to look at it.
    others = (
        text.encode("utf-8", "surrogatepass").translate(None, _ASCII_SEEN).decode("utf-8", "surrogatepass")
    )
    return _UNSEEN.finditer(text) if re.search(_MAY_BE_UNSEEN, others) else iter(())


def named(character: str) -> str:
    r"""Return how Unicode names the place of a character.

    >>> named("\u202e")
    'U+202E'
    """
    return f"U+{ord(character):04X}"


def without_unseen(text: str) -> str:
    r"""Return a text without the characters that nobody sees; those that end a line are a space.

    >>> without_unseen("a\u200bb\u2028c")
    'ab c'
    """
    return _UNSEEN.sub(lambda found: " " if found[0] in _ENDS_LINE else "", text)


#: Unicode's own ends of a line and of a paragraph.
_ENDS_LINE = "\u2028\u2029"


def beginning(text: str) -> str:
    """Return a text as a message quotes it: its first 60 characters.

    >>> beginning("Doe" * 30)
    'DoeDoeDoeDoeDoeDoeDoeDoeDoeDoeDoeDoeDoeDoeDoeDoeDoeDoeDoeDoe…'
    """
    return text if len(text) <= 60 else f"{text[:60]}…"


def on_one_line(text: str) -> str:
    r"""Return a text as it may be printed: on one line, with the name of each character that nobody sees.

    What a stranger wrote can then neither move the cursor of a terminal nor begin a line of its own.

    >>> on_one_line("a\nb\x1b[31m")
    'a b<U+001B>[31m'
    """
    return _UNSEEN.sub(lambda found: f"<{named(found[0])}>", re.sub(r"[\r\n\t\x85\u2028\u2029]+", " ", text))


def css_string(text: str) -> str:
    r"""Return a text as a string of CSS, also in a style element of HTML.

    >>> css_string('a "b" </c>')
    '"a \\22 b\\22  \\3c /c\\3e "'
    """
    return '"' + re.sub(r'[\\"<>&\x00-\x1f]', lambda found: f"\\{ord(found[0]):x} ", text) + '"'
