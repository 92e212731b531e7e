"""Where a reader of a page can propose a change to it, or report what is wrong with it."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode


def edit_address(repository: str, edit: str, path: str) -> str:
    """Return the address at which a code host opens a file to be edited; empty without a repository.

    Args:
        repository: its address.
        edit: what stands between it and the file: ``edit/main``.
        path: the file's path, from the project's folder on.

    >>> edit_address("https://code.example/guide/", "edit/main", "docs/es/a b.md")
    'https://code.example/guide/edit/main/docs/es/a%20b.md'
    """
    return f"{repository.rstrip('/')}/{edit.strip('/')}/{quote(path)}" if repository else ""


def mail_address(address: str, subject: str) -> str:
    """Return the link that begins a letter to an address; empty without one.

    >>> mail_address("editors@example.org", "Neck: page en")
    'mailto:editors@example.org?subject=Neck%3A%20page%20en'
    """
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject)}" if address else ""


def report_address(repository: str, form: str, fields: Mapping[str, str]) -> str:
    """Return the address of a form for problems, its fields filled in; empty without a repository.

    Args:
        repository: its address.
        form: what stands between it and the fields, with a query: ``issues/new?template=page-problem.yml``.
        fields: the name of each field to its text.

    >>> report_address("https://code.example/guide", "issues/new?template=a.yml", {"page": "x y"})
    'https://code.example/guide/issues/new?template=a.yml&page=x%20y'
    """
    address = f"{repository.rstrip('/')}/{form}&{urlencode(fields, quote_via=quote)}"
    return address if repository else ""
