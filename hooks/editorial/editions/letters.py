"""The fonts of a guide's PDFs, and which letters none of them has: a PDF knows no other font, and shows a box there."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont

_FACE = re.compile(r"@font-face\s*\{([^}]*)\}")
_VALUES = {
    "family": re.compile(r'font-family:\s*"([^"]+)"'),
    "style": re.compile(r"font-style:\s*(\w+)"),
    "weight": re.compile(r"font-weight:\s*(\d+)"),
    "file": re.compile(r'url\("([^"]+)"\)'),
}
#: The faces that texts are set in: as CSS calls style and weight.
_SET_IN = (("normal", "400"), ("normal", "700"), ("italic", "400"))

#: The categories of Unicode whose signs are to be seen: letters, numbers, punctuation, symbols.
_SHOWN = "LNPS"


class Face(NamedTuple):
    """A font of the guide, as its style sheet names it."""

    #: Its family, with a number where an earlier font of the same style has that name.
    name: str
    #: ``normal`` or ``italic``, and ``400`` or ``700``.
    slope: str
    weight: str
    file: Path

    @property
    def style(self) -> str:
        """What the font itself calls its style."""
        words = [
            word
            for word, is_so in (("Bold", self.weight == "700"), ("Italic", self.slope == "italic"))
            if is_so
        ]
        return " ".join(words) or "Regular"

    @property
    def full_name(self) -> str:
        """The family and the style."""
        return f"{self.name} {self.style}"


def faces_of(assets: Path) -> tuple[Face, ...]:
    """Return the fonts that ``fonts.css`` in a folder names and brings, in its order."""
    return tuple(_faces(assets))


def _faces(assets: Path) -> Iterator[Face]:
    known: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    for rule in _FACE.findall((assets / "fonts.css").read_text(encoding="utf-8")):
        told = {name: found[1] for name, value in _VALUES.items() if (found := value.search(rule))}
        if "file" not in told or "family" not in told or not (assets / told["file"]).is_file():
            continue
        face = Face(
            told["family"], told.get("style", "normal"), told.get("weight", "400"), assets / told["file"]
        )
        known[face[:3]] += 1
        number = known[face[:3]]
        yield face if number == 1 else face._replace(name=f"{face.name} {number}")


def letters_of(faces: Iterable[Face]) -> frozenset[str]:
    """Return the signs that each way of setting text has: upright, bold and italic.

    Of a family that has no bold or italic face, its first one stands in.
    """
    families: defaultdict[str, dict[tuple[str, str], frozenset[str]]] = defaultdict(dict)
    for face in faces:
        families[face.name][face.slope, face.weight] = _signs(face.file)
    ways = [
        frozenset().union(*(signs.get(way) or next(iter(signs.values())) for signs in families.values()))
        for way in _SET_IN
    ]
    return frozenset.intersection(*ways)


def _signs(font: Path) -> frozenset[str]:
    with TTFont(font) as read:
        return frozenset(map(chr, read.getBestCmap()))


def lacking(text: str, known: frozenset[str]) -> str:
    """Return a sentence on the letters and signs of a text that are not known, or nothing.

    Spaces, and what joins or parts the signs beside it, show nothing where no font has them.

    >>> lacking("a نوم", frozenset("a"))[:45]
    'its PDFs show a box in place of 3 letters or '
    """
    letters = sorted(sign for sign in {*text} - known if unicodedata.category(sign)[0] in _SHOWN)
    if not letters:
        return ""
    return (
        f"its PDFs show a box in place of {len(letters)} letters or signs, such as '{' '.join(letters[:3])}'. "
        "Write others, or put a font that has them into overrides/assets/fonts/, and name it in "
        "overrides/assets/fonts.css, as 'Guide Signs'."
    )
