"""What the build of one language adds to the guide: plain data, which may cross from one process to another."""

from collections.abc import Set
from dataclasses import dataclass, field
from logging import LogRecord
from typing import NamedTuple

from editorial.references.listing import CitingPage
from editorial.site.internal_links import BuiltPage
from editorial.site.search import SearchPage


@dataclass
class LanguageBuild:
    """One language, as far as it is built."""

    language: str
    #: Each page, by its name, with the sources that it lists.
    cited: dict[str, CitingPage] = field(default_factory=dict)
    #: What can be found on each page, by its name.
    found: dict[str, SearchPage] = field(default_factory=dict)
    #: The abbreviations that pages use, and the path of the first page of each.
    abbreviations: dict[str, str] = field(default_factory=dict)
    #: What each built page offers to links and asks of others, by its address from the site's root.
    built: dict[str, BuiltPage] = field(default_factory=dict)
    #: What tells the HTML of each built page from that of others, by the same address.
    digests: dict[str, str] = field(default_factory=dict)
    #: The part of this language in the plan of the edition.
    plan: dict[str, object] = field(default_factory=dict)

    def cited_keys(self) -> list[str]:
        """Return the keys of all sources, each once, in the order of the pages."""
        return list(dict.fromkeys(key for page in self.cited.values() for key in page.keys))


class Outcome(NamedTuple):
    """What a process that built one language tells the first one."""

    #: What was logged meanwhile.
    records: list[LogRecord]
    #: The language, as far as it was built.
    build: LanguageBuild | None
    #: Why the build broke off, if it did.
    failure: str
    #: The names of the results of earlier builds that it took, and of its own.
    used: Set[str] = frozenset()
