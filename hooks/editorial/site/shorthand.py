"""A text in shorthand: each of its frequent words is one sign, for what a reader must load before reading."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

#: Stands before a word that begins with a capital, so that "The" and "the" are one word.
_CAPITAL = "\x01"
#: A word that is rarer is as long in the list of words as where it stands.
_LEAST = 4
#: Beyond so many words there may be too few characters that a text does not have.
_MOST = 10_000
#: From here on are no characters (Unicode, 3.9 D71) that a file could hold.
_SURROGATES = 0xD800
_WORDS = re.compile(r"((?:[A-Za-z0-9]|[^\x00-\x7f])+)")
#: So many characters are parted at once.
_PIECE = 100_000
#: Stands on both sides of a sign until all are written: a character that no sign is, and no text has.
_EDGE = "\0"
#: What a line, a list of words or a template literal of JavaScript (ECMA-262, 12.9.6) reads as something else.
_NO_SIGNS = "\t\n\r\\`$ " + _CAPITAL


def shorthand(text: str) -> tuple[str, str]:
    r"""Return the words that have a sign, and the text with the signs, without the space between two of them.

    A word stands in the list, split at its spaces, at the place that is its sign's number in Unicode. The signs are
    characters that the text does not have. JSON is such a text: it has no control characters (RFC 8259, 7).

    >>> words, short = shorthand("the neck, The neck, the neck: the neck")
    >>> words.split(" ").index("neck"), short
    (2, '\x03\x02, \x01\x03\x02, \x03\x02: \x03\x02')
    """
    # What stands between spaces is parted once, however often it stands there.
    tokens: Counter[str] = Counter()
    for piece in _pieces(text):
        tokens.update(piece.split(" "))
    parts = {token: _WORDS.split(token) for token in tokens}
    found: Counter[str] = Counter()
    for token, count in tokens.items():
        for word in parts[token][1::2]:
            found[word] += count
    small = {word: _small(word) for word in found}
    counts: Counter[str] = Counter()
    for word, count in found.items():
        counts[small[word][1]] += count
    # Words that are about as frequent stand together, from A to Z: words that begin alike are packed well.
    ordered = sorted(counts, key=lambda word: (-counts[word], word))[:_MOST]
    frequent = sorted(
        (word for word in ordered if counts[word] >= _LEAST),
        key=lambda word: (-counts[word].bit_length(), word),
    )
    rest = "".join(
        {between for part in parts.values() for between in part[::2]} | (counts.keys() - {*frequent})
    )
    signs = dict(zip(frequent, _free(rest), strict=False))
    words: list[str] = []
    for word, sign in signs.items():
        words += [""] * (ord(sign) - len(words)) + [word]
    written = {
        word: f"{_EDGE}{capital}{signs[plain]}{_EDGE}" if plain in signs else f"{capital}{plain}"
        for word, (capital, plain) in small.items()
    }
    shorter: dict[str, str] = {}
    for token, part in parts.items():
        part[1::2] = [written[word] for word in part[1::2]]
        shorter[token] = "".join(part)
    short = " ".join(" ".join(map(shorter.__getitem__, piece.split(" "))) for piece in _pieces(text))
    return " ".join(words), short.replace(f"{_EDGE} {_EDGE}", "").replace(_EDGE, "")


def _pieces(text: str) -> Iterator[str]:
    """Yield pieces of a text, cut at spaces, so that no list of all that stands between them is needed."""
    begin = 0
    while (end := text.find(" ", begin + _PIECE)) >= 0:
        yield text[begin:end]
        begin = end + 1
    yield text[begin:]


def _small(word: str) -> tuple[str, str]:
    """Return the sign of a capital, if the word begins with one, and the word without it."""
    first, rest = word[0].lower(), word[1:]
    plain = len(first) == 1 and first != word[0] and first.upper() == word[0] and rest == rest.lower()
    return (_CAPITAL, f"{first}{rest}") if plain else ("", word)


def _free(used: Iterable[str]) -> Iterator[str]:
    """Yield the characters that may be signs beside those that are used, the shortest in UTF-8 first."""
    used = {*used, *_NO_SIGNS, _EDGE}
    return (sign for number in range(_SURROGATES) if (sign := chr(number)) not in used)
