"""Which letters of a guide no font of its own has: a PDF, which knows no other font, shows nothing in their place."""

from collections.abc import Iterable
from pathlib import Path

from fontTools.ttLib import TTFont


def known_letters(fonts: Iterable[Path]) -> frozenset[str]:
    """Return the signs that some fonts have."""
    found: set[str] = set()
    for font in fonts:
        with TTFont(font) as read:
            found.update(map(chr, read.getBestCmap()))
    return frozenset(found)


def lacking(text: str, known: frozenset[str]) -> str:
    """Return a sentence on the letters of a text that are not known, or nothing.

    >>> lacking("a نوم", frozenset("a"))[:53]
    'its PDFs show nothing in place of 3 letters, such as '
    """
    letters = sorted({letter for letter in text if letter.isalpha()} - known)
    if not letters:
        return ""
    return (
        f"its PDFs show nothing in place of {len(letters)} letters, such as '{' '.join(letters[:3])}'. Put a font that "
        "has them into overrides/assets/fonts/, and name it in overrides/assets/fonts.css, as 'Guide Signs'."
    )
