"""The short names of journals, as the NLM Catalog has them, for those that a guide such as this one cites."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_suffix(".yml")


@lru_cache(maxsize=1)
def _short_names() -> Mapping[str, str]:
    """Return the short name of each journal of the table by its name in full, simplified."""
    table: dict[str, str] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {_simplified(full): short for full, short in table.items()}


def short_journal(name: str) -> str:
    """Return the short form of a journal's name in full, or nothing if the table has none.

    >>> short_journal("The Lancet Oncology"), short_journal("Lancet Oncol")
    ('Lancet Oncol', '')
    """
    if not name:
        return ""
    short = _short_names().get(_simplified(name), "")
    return "" if short == name else short


def without_periods(name: str) -> str:
    """Return a shortened name without its periods, as NLM has it, or nothing if it has none.

    >>> without_periods("N. Engl. J. Med."), without_periods("J.Neurosurg."), without_periods("J Clin Oncol")
    ('N Engl J Med', 'J Neurosurg', '')
    """
    if "." not in name:
        return ""
    bare = " ".join(name.replace(".", " ").split())
    return bare if re.search(r"\b[^\W\d_]+\.", name) and bare != name else ""


def is_short(name: str) -> bool:
    """Whether the table has a name as a short form."""
    return name in frozenset(_short_names().values())


@lru_cache(maxsize=2_000)
def _simplified(name: str) -> str:
    bare = re.sub(r"[\\\\{}.,:&]", " ", name.casefold())
    words = [word for word in bare.split() if word not in ("the", "and", "of")]
    return " ".join(words)
