"""What a style sheet has for pages that the site has not, taken out of it: a theme is made for every site."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache
from typing import NamedTuple

import tinycss2

from editorial.text import css_string
from editorial.words import Words

_VALUE = r"(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))"
_WORD = re.compile(r"[\w-]+")
#: What is asked within brackets or parentheses may be true without its names.
_INNER = re.compile(r"\[[^\]]*\]|\([^()]*\)")
_PARENTHESES = re.compile(r"\([^()]*\)")
#: An attribute that must have one value: of a theme for all languages, those of the other direction of writing.
_EQUAL = re.compile(r"\[\s*([\w-]+)\s*=\s*[\"']?([\w-]+)[\"']?\s*\]")
#: What scripts write without naming it.
_STATES = ("true", "false")
_NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
#: What sets a variable.
_SET = re.compile(r"(--[\w-]+):((?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[^;{}\"'])*)(;|(?=\}))")
#: What those hear who listen, where a page shows only a number or a letter: the style's name of it, and the words'.
_HEARD = {"reference": "citation.label", "back": "citation.back"}


def heard(words: Mapping[str, Words]) -> str:
    """Return what style sheets put before and after numbers for those who listen, in every language.

    A page has hundreds of them: it would be a tenth of what a phone loads.

    >>> heard({"en": Words("en", {"citation.label": "Reference {number}", "citation.back": "({number})"}, {})})
    '[lang=en]{--site-reference:"Reference ";--site-back:"(";--site-back-end:")"}'
    """
    rules = []
    for language, said in words.items():
        texts: dict[str, str] = {}
        for name, key in _HEARD.items():
            before, _, after = said.say(key).partition("{number}")
            texts |= {f"--site-{name}": before, f"--site-{name}-end": after}
        written = (":".join((name, css_string(text))) for name, text in texts.items() if text)
        rules.append(f"[lang={language}]{{{';'.join(written)}}}")
    return "\n".join(rules)


def asked_in(styles: Iterable[str]) -> list[str]:
    """Return the attributes by whose values selectors of style sheets ask."""
    return sorted({name for css in styles for name, _ in _EQUAL.findall(css)} | {"class", "id"})


def names_on(page: str, asked: Sequence[str]) -> list[str]:
    """Return what selectors may ask for by name on a page: each word that an attribute has of those in question."""
    found: set[str] = set()
    for values in _attributes(tuple(asked)).findall(page):
        found.update(*map(str.split, values))
    return sorted(found)


def names_in(scripts: Iterable[str]) -> set[str]:
    """Return what selectors may ask for once scripts have run: of those, every word may be set."""
    return {*_STATES}.union(*map(_words, scripts))


@lru_cache(maxsize=64)  # The same scripts are read for each style sheet, and in a live preview again.
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


@cache
def _attributes(names: tuple[str, ...]) -> re.Pattern[str]:
    # Begun with the sign, of which a page has few beside its letters, it takes a tenth of the time.
    asked = "|".join(rf"(?<=\b{re.escape(name)}=)" for name in names)
    return re.compile(f"=(?:{asked}){_VALUE}")


def without_unused(css: str, *, names: Set[str], others: Iterable[str] = ()) -> str:
    """Return a style sheet without the rules whose classes or ids no page has, and variables that nothing reads.

    Args:
        css: the style sheet.
        names: what is in use: :func:`names_on`, :func:`names_in`.
        others: style sheets and scripts that may read its variables.
    """
    kept = "".join(_kept(_read(css), names))
    elsewhere = set().union(*map(_words, others))
    while (fewer := _without_unread(kept, {*_VARIABLE.findall(kept)} | elsewhere)) != kept:
        kept = fewer
    return kept


def _without_unread(css: str, read: Set[str]) -> str:
    return _SET.sub(lambda found: found[0] if found[1] in read else "", css)


class _Rule(NamedTuple):
    """A rule of a style sheet: its selectors, each with the names that it asks for, or the rules within it."""

    #: All of it, or what stands between its braces.
    text: str
    selectors: tuple[tuple[str, frozenset[str]], ...] = ()
    #: What stands before the braces around further rules: ``@media print``.
    condition: str = ""
    inner: "tuple[_Rule, ...]" = ()


@lru_cache(maxsize=8)  # A live preview takes the same theme's again and again.
def _read(css: str) -> tuple[_Rule, ...]:
    """Return the rules of a style sheet."""
    return tuple(map(_rule, tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))


def _rule(node: tinycss2.ast.Node) -> _Rule:
    if node.type == "qualified-rule":
        selectors = _selectors(tinycss2.serialize(node.prelude))
        asked = tuple((selector, frozenset(_asked(selector))) for selector in selectors)
        return _Rule(tinycss2.serialize(node.content).strip(), asked)
    if node.type == "at-rule" and node.content is not None and node.lower_at_keyword in ("media", "supports"):
        inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        condition = f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}"
        return _Rule("", condition=condition, inner=tuple(map(_rule, inner)))
    return _Rule(node.serialize())


def _kept(rules: Iterable[_Rule], names: Set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.selectors:
            selectors = [selector for selector, asked in rule.selectors if asked <= names]
            if selectors:
                yield f"{','.join(selectors)}{{{rule.text}}}"
        elif rule.condition:
            body = "".join(_kept(rule.inner, names))
            if body:
                yield f"{rule.condition}{{{body}}}"
        else:
            yield rule.text


def _asked(selector: str) -> Iterator[str]:
    """Yield the classes, ids and values of attributes without which a selector finds nothing."""
    yield from _NAME.findall(_without(_INNER, selector))
    yield from (value for _, value in _EQUAL.findall(_without(_PARENTHESES, selector)))


def _without(pattern: re.Pattern[str], text: str) -> str:
    while (fewer := pattern.sub("", text)) != text:
        text = fewer
    return text


def _selectors(prelude: str) -> list[str]:
    """Return the selectors of a rule, which commas outside of brackets part."""
    found, depth = [""], 0
    for sign in prelude.strip():
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            found.append("")
        else:
            found[-1] += sign
    return found
