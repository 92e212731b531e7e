"""Which texts of a data file count as checked on the day that it gives as ``checked``.

As for pages (:mod:`editorial.pages.revisions`), how a text came here, by a merge or a squash, does not matter.
"""

from collections.abc import Callable, Sequence
from datetime import date

from editorial.pages.git import Version
from editorial.pages.revisions import Versions


def checked_blobs(
    path: str, day: date, checked: Callable[[str], date | None], versions: Versions
) -> Sequence[str]:
    """Return what was checked on a day: each text as the day was set, or as it was changed that day.

    Args:
        path: the file, from the guide's folder on.
        day: the day that it gives.
        checked: the day that a text of it, by its name in git, gives as the day of its check.
        versions: what git remembers.
    """

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
