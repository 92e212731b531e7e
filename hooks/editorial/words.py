"""The site's own words: one YAML file per language, the same keys in each."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, NamedTuple

import yaml
from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

from editorial.problems import Problem
from editorial.text import locale_of
from editorial.yaml_files import Values, compose

#: At the end of the line of a text that still stands in another language.
WAITING = "# translate"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
#: The keys of the words that say how the build writes dates, sizes and numbers in a language.
_LOCALE, _GROUP_FROM, _GROUP = "subject.locale", "numbers.group_from", "numbers.group"


class Words(NamedTuple):
    """The words of one language."""

    #: As Babel knows it: ``es_US``, if the words name it, or else the code of the language: ``es``.
    locale: str
    #: Dotted key, as templates ask for it, to text: ``{"page.revised": "Last revised"}``.
    texts: Mapping[str, str]
    #: The line on which each key stands.
    lines: Mapping[str, int]
    #: Whether some of them still stand in another language.
    waiting: bool = False

    def say(self, key: str, **values: object) -> str:
        """Return the text of a key with ``{name}`` filled in.

        A key that is not there, which :func:`untranslated` reports, shows as itself.
        """
        text = self.texts.get(key, key)
        return _PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)

    def html(self, key: str, **values: object) -> str:
        """Return the text of a key as HTML, with ``{name}`` filled in by what is HTML.

        >>> Words("en", {"a": "<b> {name}"}, {}).html("a", name="<i>x</i>")
        '&lt;b&gt; <i>x</i>'
        """
        text = escape(self.texts.get(key, key), quote=False)
        return _PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)

    def number(self, value: float) -> str:
        """Return a number as readers of the language write it.

        The decimal sign is that of the locale. What stands between groups of three digits, and from how many
        digits on, is a word of the language: countries that share a decimal sign differ in it.

        >>> words = read_words("numbers: {group_from: '5', group: '_'}", path="es.yml", locale="es_US")[0]
        >>> words.number(1114), words.number(12500.5)
        ('1114', '12_500.5')
        """
        plain = format_decimal(value, locale=self.locale, group_separator=False)
        digits = re.sub(r"\D.*", "", plain)
        if len(digits) < int(self.texts.get(_GROUP_FROM, "4")):
            return plain
        return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", self.texts.get(_GROUP, ","), digits) + plain[len(digits) :]


def read_words(source: str, *, path: str, locale: str) -> tuple[Words, list[Problem]]:
    """Read one language's words from YAML.

    >>> words, problems = read_words("page: {back: 'Back to {page}'}", path="en.yml", locale="en")
    >>> words.say("page.back", page="Home")
    'Back to Home'
    """
    texts: dict[str, str] = {}
    lines: dict[str, int] = {}
    node, problems = compose(source, path=path)
    if node is not None and not isinstance(node, yaml.MappingNode):
        problems.append(Problem(path, 1, 'has no words. Write one on each line: home: "Home"'))
    values = Values(path=path)
    for key, key_node, value in _leaves(node, values):
        text = values.of(value) if isinstance(value, yaml.ScalarNode) and value.value else None
        if text is None:
            problems.append(Problem(path, values.line(key_node), f"'{key}' has no text. Write it in quotes."))
        else:
            texts[key] = text if isinstance(text, str) else str(value.value)
            lines[key] = values.line(key_node)
    problems += values.problems
    known = texts.get(_LOCALE, locale.replace("-", "_"))
    try:
        Locale.parse(known)
    except (ValueError, TypeError, UnknownLocaleError):
        text = f"'{_LOCALE}' is '{known}', of which nothing is known. Write language_COUNTRY, like es_US."
        problems.append(Problem(path, lines[_LOCALE], text))
        known = locale.replace("-", "_")
    if not re.fullmatch(r"[0-9]{1,2}", texts.get(_GROUP_FROM, "4")):
        text = f"'{_GROUP_FROM}' is '{texts.pop(_GROUP_FROM)}'. Write a number, like '4'."
        problems.append(Problem(path, lines.pop(_GROUP_FROM), text))
    return Words(known, texts, lines, bool([*waiting(source, path=path)])), sorted(problems)


def waiting(source: str, *, path: str) -> Iterator[Problem]:
    """Say once of a file of settings, words or lists how many of its lines are still to be translated."""
    lines = [number for number, line in enumerate(source.splitlines(), 1) if line.endswith(f" {WAITING}")]
    if lines:
        text = f"this line stands in another language. Translate it, then take '{WAITING}' away."
        if others := len(lines) - 1:
            text = (
                f"this line and {others} more stand in another language. Translate each that ends with '{WAITING}', "
                "then take that end away."
            )
        yield Problem(path, lines[0], text, notice=True)


def untranslated(words: Words, *, original: Words, path: str, original_path: str) -> list[Problem]:
    """Say which keys of the original language are missing in another, left over, or filled otherwise."""
    if words.texts == original.texts and path != original_path and not words.waiting:
        return [Problem(path, 1, f"is {original_path} word for word. Translate it.")]
    problems = [
        Problem(path, 1, f"has no '{key}'. Add it; {original_path}:{line} says '{original.say(key)}'.")
        for key, line in original.lines.items()
        if key not in words.texts and not _is_plural(key)
    ]
    for key, line in words.lines.items():
        if _is_plural(key):
            continue
        if key not in original.texts:
            text = f"'{key}' is not in {original_path}. Add it there, or take it out here."
            problems.append(Problem(path, line, text))
        elif lost := _placeholders(original, key) ^ _placeholders(words, key):
            text = f"'{key}' and {original_path}:{original.lines[key]} differ in {{{min(lost)}}}."
            problems.append(Problem(path, line, text))
    return problems


def direction(language: str) -> str:
    """Return whether a language is written from the left, ``ltr``, or from the right, ``rtl`` (Unicode CLDR).

    >>> direction("pt-BR"), direction("ar")
    ('ltr', 'rtl')
    """
    try:
        return str(locale_of(language).text_direction)
    except (ValueError, UnknownLocaleError):
        return "ltr"


def _is_plural(key: str) -> bool:
    """Whether a key is one of CLDR's plural forms, of which each language has its own."""
    return key.rpartition(".")[2] in ("zero", "one", "two", "few", "many")


def _placeholders(words: Words, key: str) -> set[str]:
    return set(_PLACEHOLDER.findall(words.texts[key]))


def _leaves(node: yaml.Node | None, values: Values, prefix: str = "") -> Iterator[tuple[str, yaml.Node, Any]]:
    """Yield every dotted key with its node and the node of its text."""
    if isinstance(node, yaml.MappingNode):
        for name, key_node, value in values.members(node):
            key = f"{prefix}.{name}" if prefix else str(name)
            if isinstance(value, yaml.MappingNode):
                yield from _leaves(value, values, key)
            else:
                yield key, key_node, value
