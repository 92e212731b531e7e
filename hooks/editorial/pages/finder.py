"""From what readers see to its line in the source: a mark that stands there after a backslash is meant."""

import re
from collections.abc import Sequence
from html import unescape

from editorial.markdown import without_code
from editorial.pages.left_over import BULLETS, Remain
from editorial.text import alike_until


def _after_backslash(sign: re.Match[str]) -> str:
    return re.escape(sign[1]) if sign[1] == "\\" else rf"\\?{re.escape(sign[1])}"


def _is_escaped(source: str, place: int) -> bool:
    before = place
    while before and source[before - 1] == "\\":
        before -= 1
    return (place - before) % 2 == 1


class Finder:
    """Finds in a page's source what readers see."""

    def __init__(self, source: str) -> None:
        self._source = without_code(source)
        self._places: dict[str, tuple[list[int], bool]] = {}
        self._used: set[tuple[str, int, bool]] = set()

    def line(self, left: Remain) -> int | None:
        """Return the line, from 1, on which something left over stands; ``None`` if it was meant to be.

        What stands after a backslash was; what is in no line of the page was put there by others.
        """
        for written in dict.fromkeys((left.written, left.sign)):
            found, is_meant = self._found(written)
            # What may be meant and what may not are two things to say of one place.
            places = [place for place in found if (written, place, left.notice) not in self._used]
            if places:
                best = self._likest(_letters(left.before), places)
                self._used.add((written, best, left.notice))
                return self._source.count("\n", 0, best) + 1
            if is_meant or len(left.sign) < 2:
                break  # A single sign stands in too many places.
        if left.sign in BULLETS and (number := self._entity(left.sign)):
            return number
        return None if is_meant else self._line_after(left.before)

    def _entity(self, sign: str) -> int | None:
        """Return the first line on which a sign stands as an entity, or nothing."""
        lines = enumerate(self._source.split("\n"), start=1)
        return next((number for number, line in lines if "&" in line and sign in unescape(line)), None)

    def _line_after(self, before: str) -> int | None:
        """Return the line on which the last words before something stand, or nothing."""
        words = re.findall(r"[^\W_]+", before)[-4:]
        found = re.search(r"[\W_]+".join(words), self._source) if len("".join(words)) > 8 else None
        return self._source.count("\n", 0, found.end()) + 1 if found else None

    def _found(self, written: str) -> tuple[list[int], bool]:
        """Return where a text stands, and whether it also stands there with backslashes, and so is meant."""
        if written not in self._places:
            words = (re.sub(r"([^\w\s])", _after_backslash, word) for word in written.split())
            pattern = r"[*_]{0,3}\s+[*_]{0,3}".join(words) or "(?!)"
            backslashes = written.count("\\")
            places, meant = [], False
            for match in re.finditer(pattern, self._source):
                if match[0].count("\\") > backslashes or _is_escaped(self._source, match.start()):
                    meant = True
                else:
                    places.append(match.start())
            self._places[written] = places, meant
        return self._places[written]

    def _likest(self, seen: str, places: Sequence[int]) -> int:
        """Return the first of the places in the source that have most of the letters before them that readers see."""
        best, most = places[0], -1
        for place in places:
            before = _letters(self._source[max(0, place - 80) : place])
            count = alike_until(reversed(seen), reversed(before))
            if count > most:
                best, most = place, count
            if most == len(seen):
                break
        return best


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
