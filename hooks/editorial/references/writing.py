"""A record of a stranger's, written as an entry: as text, and only if it is read back as the same entry."""

from collections.abc import Mapping

from editorial.problems import unseen_text
from editorial.references.bibtex import read_bibliography
from editorial.references.imports import UnreadableRecordError, entry_text
from editorial.text import unseen


def checked_entry(key: str, fields: Mapping[str, str], kind: str = "article") -> str:
    """Return an entry's text, which comes back as one entry with the same key and the same fields.

    Raises:
        UnreadableRecordError: it does not; says in which field.
    """
    for name, value in fields.items():
        if odd := next(unseen(value), None):
            raise UnreadableRecordError(f"its field '{name}' {unseen_text(odd[0])}")
        _check(name, value)
    text = entry_text(key, fields, kind)
    entries, problems = read_bibliography(text, path="")
    if problems or list(entries) != [key]:
        raise UnreadableRecordError("it does not come back as one entry. Write this source by hand.")
    for name, value in fields.items():
        read = entries[key].fields.get(name)
        if name != "month" and read != " ".join(value.split()):
            raise UnreadableRecordError(_not_same(name, value))
    if extra := set(entries[key].fields) - set(fields):
        raise UnreadableRecordError(_not_same(min(extra), entries[key].fields[min(extra)]))
    return text


def _check(name: str, value: str) -> None:
    """Refuse a field that by itself is more or less than one field."""
    entries, problems = read_bibliography(f"@misc{{x, {name} = {{{value}}}\n}}", path="")
    if name == "month":
        return
    if problems or len(entries) != 1 or [*entries["x"].fields] != [name]:
        raise UnreadableRecordError(_not_same(name, value))


def _not_same(name: str, value: str) -> str:
    return f"its field '{name}' ('{value[:60]}') does not come back as it is. Write this source by hand."
