"""Small questions about text that several rooms ask."""

import unicodedata


def without_accents(text: str) -> str:
    """Return text without accents and case, for sorting and comparing.

    >>> without_accents("Ácido Ñ")
    'acido n'
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
