"""Small questions about text that several rooms ask."""

import unicodedata

from babel import Locale


def locale_of(code: str) -> Locale:
    """Return what Babel knows of a language, for a code like ``es``, ``pt-BR`` or ``zh-Hant`` (BCP 47).

    >>> locale_of("pt-BR").language, locale_of("sr_Latn").script
    ('pt', 'Latn')
    """
    return Locale.parse(code.replace("-", "_"))


def without_accents(text: str) -> str:
    """Return text without accents and case, for sorting and comparing.

    >>> without_accents("Ácido Ñ")
    'acido n'
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
