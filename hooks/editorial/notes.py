"""What the build of one language leaves for what is made once all languages are built."""

from dataclasses import dataclass, field
from logging import LogRecord
from typing import NamedTuple

from editorial.links import BuiltPage


@dataclass
class LanguageNotes:
    """Plain data throughout: it crosses from the process that built a language to the first one."""

    #: The keys of the sources that pages list.
    cited: set[str] = field(default_factory=set)
    #: The ids of the glossary's terms that pages use.
    terms: set[str] = field(default_factory=set)
    #: The abbreviations that pages use, and the first page of each.
    abbreviations: dict[str, str] = field(default_factory=dict)
    #: The part of this language in the plan of the edition, for commands/make_editions.py.
    plan: dict[str, object] = field(default_factory=dict)
    #: What each page offers to links and asks of others, by its address from the site's root.
    built: dict[str, BuiltPage] = field(default_factory=dict)


class Outcome(NamedTuple):
    """What a process that built some languages tells the first one."""

    #: What was logged meanwhile.
    records: list[LogRecord]
    #: What each language leaves.
    notes: dict[str, LanguageNotes]
    #: Why the build broke off, if it did.
    failure: str
