"""What a data file is compared with: what it said when its ``checked`` day was set.

As for pages (:mod:`editorial.pages.revisions`), how a text came here, by a merge or a squash, does not matter.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Protocol, TypeVar

import yaml

from editorial.pages.git import Version
from editorial.pages.revisions import Versions
from editorial.yaml_files import Values, members_of


class Dated(Protocol):
    """What is read of a data file."""

    @property
    def checked(self) -> date | None:
        """The day that it gives as that of its check."""


def day_of_check(root: yaml.Node | None) -> date | None:
    """Return the day that a data file gives as that of its check, whatever else is wrong with it."""
    node = members_of(root).get("checked")
    day = Values(path="").of(node) if node else None
    return day if type(day) is date else None


_Read = TypeVar("_Read", bound=Dated)


def checked_before(
    path: str, source: str, read: Callable[[str], _Read], versions: Versions
) -> tuple[_Read, Sequence[_Read]] | None:
    """Return what is committed of a file, and what was checked on the day that it gives; nothing if there is no need.

    There is none where the file is one that was checked, or gives a later day than the one that is committed.

    Args:
        path: the file, from the guide's folder on.
        source: its text as it is, edits that are not committed included.
        read: what is read of a text.
        versions: what git remembers.
    """

    @cache
    def read_blob(blob: str) -> _Read:
        return read(versions.text(blob))

    blob, day = versions.history.files.get(path), read(source).checked
    if blob is None or day is None:
        return None
    committed = read_blob(blob)
    if committed.checked is None or day > committed.checked:
        return None
    if day < committed.checked:  # A day that was set back: nothing was checked by that.
        return committed, [committed]
    found = _checked_blobs(path, day, lambda one: read_blob(one).checked, versions)
    if any(source == versions.text(one) for one in found):
        return None
    return committed, [read_blob(one) for one in found]


def _checked_blobs(
    path: str, day: date, checked: Callable[[str], date | None], versions: Versions
) -> Sequence[str]:
    """Return what was checked on a day: each text as the day was set, or as it was changed that day."""

    def wanted(blob: str) -> bool:
        return checked(blob) == day

    found: list[str] = []
    for version in versions.history.walk(path, wanted):
        found += _checked_by(version, day, checked, versions)
    # Whoever checks all day may commit more than once.
    found += [
        version.blob
        for version in versions.history.versions.get(path, ())
        if version.blob and version.commit.day == day and wanted(version.blob)
    ]
    return [*dict.fromkeys(found)]


def _checked_by(
    version: Version, day: date, checked: Callable[[str], date | None], versions: Versions
) -> Sequence[str]:
    """Return what counts as checked where a version set the day: its own text, or older ones.

    A day that was set back, and a file that was taken out and came again, were not checked by that.
    """
    blob = version.blob or ""
    before = [one for one in version.before if one]
    later = [one for one in before if (checked(one) or date.min) > day]
    older = [one for one in versions.history.before_at(version.path, version.commit) if checked(one) == day]
    if later:
        return [*later, *older]
    return [blob] if before or not older else older[:1]
