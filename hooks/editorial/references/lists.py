"""Lists of words that tell what a part of an entry is, from ``lists.yml``: read once, when first needed."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_suffix(".yml")


@lru_cache(maxsize=1)
def _lists() -> dict[str, dict[str, str | dict[str, str]]]:
    loaded: dict[str, dict[str, str | dict[str, str]]] = yaml.load(
        _FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return loaded


@lru_cache
def words(name: str, separator: str | None = None) -> frozenset[str]:
    """Return the words of a list in all languages together, as they are written there.

    >>> "sociedad" in words("organizations"), "in press" in words("forthcoming", ",")
    (True, True)
    """
    found = (str(text).split(separator) for text in _lists()[name].values())
    return frozenset(word.strip() for group in found for word in group)


@lru_cache
def numbered(name: str) -> Mapping[str, int]:
    """Return the words of a list with their places in it, from 1, in all languages together.

    >>> numbered("ordinals")["segunda"]
    2
    """
    found = (str(text).split() for text in _lists()[name].values())
    return {word: number for group in found for number, word in enumerate(group, start=1)}


@lru_cache
def pairs(name: str) -> Mapping[str, str]:
    """Return a list of pairs.

    >>> pairs("suffixes")["iii"]
    '3rd'
    """
    found = _lists()[name]["all"]
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}
