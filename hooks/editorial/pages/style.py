"""How a guide writes: words that it avoids, sections that its pages have, sentences that need a source.

Which words these are is data, one file for each language beside the site's words; which pages have which
sections is said in the settings. Another guide has others, or none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from typing import NamedTuple

from editorial.markdown import headings, without_code
from editorial.pages.frontmatter import split
from editorial.patterns import Sieve, sieve
from editorial.problems import Problem, did_you_mean
from editorial.references.citations import CITATION
from editorial.text import SENTENCE_END
from editorial.yaml_files import Values, compose

#: A line, from 1, and the sentence about it.
Finding = tuple[int, str]


class Phrase(NamedTuple):
    """Words that no text of a language may have, whatever file it stands in."""

    #: What a sentence says that may have them all the same; then each sentence is looked at by itself.
    unless: re.Pattern[str] | None
    #: What is wrong with ``{}``, and what to write instead.
    text: str


@dataclass(frozen=True)
class Style:
    """What is known of how a language is written."""

    #: Words that no page uses, each with the reason.
    avoided: Mapping[str, str] = field(default_factory=dict)
    #: Words that say that a text is not finished, besides those of every language.
    drafts: Sequence[str] = ()
    #: Patterns of what a sentence says when it needs a source, and of what it says when it needs none.
    claims: Sequence[str] = ()
    no_claims: Sequence[str] = ()
    #: Abbreviations that need no term in the glossary.
    ignore: Sequence[str] = ()
    #: What follows a number in a dose: ``mg``.
    doses: Sequence[str] = ()
    #: Words beside a phone number of few digits, which stands at "…": "call …".
    dialed: Sequence[str] = ()
    #: Patterns of sources that are named in words, as no program can number them: "(Smith, 2019)".
    cites: Sequence[str] = ()
    #: Patterns of what says that somebody reviewed, backs or made the guide, and of sentences that say that nobody did.
    endorsements: Sequence[str] = ()
    no_endorsements: Sequence[str] = ()

    @cached_property
    def phrases(self) -> Sieve[Phrase]:
        """What no text of the language may say."""
        drafts = [rf"(?<!\w){re.escape(draft)}(?!\w)" for draft in self.drafts]
        unless = re.compile("|".join(self.no_endorsements) or "(?!)", re.IGNORECASE)
        return (
            sieve(dict.fromkeys(drafts, Phrase(None, _DRAFT)), re.MULTILINE)
            + sieve(dict.fromkeys(self.cites, Phrase(None, _CITED)), re.MULTILINE)
            + sieve(dict.fromkeys(self.endorsements, Phrase(unless, _BACKED)), re.IGNORECASE)
        )

    @cached_property
    def unwanted(self) -> Sieve[str]:
        """The words that the guide avoids."""
        return sieve({_spaced(word): word for word in self.avoided}, re.IGNORECASE)

    @cached_property
    def claimed(self) -> Sieve[None]:
        """What needs a source."""
        return sieve(dict.fromkeys(self.claims), re.IGNORECASE)


_DRAFT = "readers see '{}' as it stands; write the text, or take this out."
_CITED = (
    "readers see '{}' as it stands; cite the source by its key, [@key]. For the words themselves write '\\' before "
    "them."
)
_BACKED = (
    "'{}' says that somebody reviewed, backs or made this guide. No text may say so: take it out. A review that took "
    "place stands at the top of its page, in 'reviewed_by' and 'reviewed_on'."
)
_PATTERNS = ("claims", "no_claims", "cites", "endorsements", "no_endorsements")
_LISTS = ("drafts", "ignore", "doses", "dialed", *_PATTERNS)
_KEYS = ("avoided", *_LISTS)


def read_style(source: str, *, path: str) -> tuple[Style, list[Problem]]:
    """Read one language's file; what cannot be read is a problem, and left out.

    >>> style, _ = read_style("avoided: [{words: [brave], why: No.}]", path="en.yml")
    >>> style.avoided
    {'brave': 'No.'}
    """
    node, problems = compose(source, path=path)
    if node is None:
        return Style(), problems
    values = Values(path=path)
    data = values.of(node)
    if not isinstance(data, dict):
        return Style(), [Problem(path, 1, "this is no list of words. Write one for each key: drafts: [TBD]")]
    slips = [(key, text) for key, value in data.items() for text in _slips(str(key), value)]
    problems = values.problems + [Problem(path, _line_of(str(key), source), text) for key, text in slips]
    good = {key: value for key, value in data.items() if value and key not in dict(slips)}
    avoided = {str(word): rule["why"] for rule in good.pop("avoided", ()) for word in rule["words"]}
    return Style(avoided, **good), problems


def _slips(key: str, value: object) -> Iterator[str]:
    """Yield what is wrong with one list of words."""
    if key not in _KEYS:
        hint = did_you_mean(key, _KEYS) or f" Write one of: {', '.join(_KEYS)}."
        yield f"'{key}' is no list of words.{hint}"
    elif value is not None and not isinstance(value, list):
        yield f"'{key}' must be a list: {key}: [one, other]."
    elif key == "avoided":
        for rule in value or ():
            whole = isinstance(rule, dict) and isinstance(rule.get("words"), list)
            if not whole or not isinstance(rule.get("why"), str):
                yield 'a rule needs its words and a reason. Write it like this: - {words: [brave], why: "…"}'
    else:
        for one in value or ():
            if not isinstance(one, str):
                yield f"'{one}' is no text. Put it in quotes."
            elif key in _PATTERNS and not _is_pattern(one):
                yield f"'{one}' is not a pattern. Write words, or a regular expression."


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def _line_of(key: str, source: str) -> int:
    """Return the line, from 1, on which a key stands at the top of a file."""
    found = re.search(rf"^{re.escape(key)}[ \t]*:", source, re.MULTILINE)
    return source.count("\n", 0, found.start()) + 1 if found else 1


def _spaced(word: str) -> str:
    """Return a pattern for words, between which any white space may stand."""
    return re.escape(word).replace(r"\ ", r"\s+")


def style_findings(text: str, style: Style) -> Iterator[Finding]:
    """Yield each word in a page, front matter included, that the guide avoids."""
    words = style.unwanted.narrowed(text).meanings
    if not words:
        return
    pattern = "|".join(sorted(map(_spaced, words), key=len, reverse=True))
    whys = {word.casefold(): why for word, why in style.avoided.items()}
    visible = re.sub(r"\]\([^)\s\]]*\)|\{[^{}\n]*\}|https?://\S+", _blanked, without_code(text))
    line, counted = 1, 0
    for match in re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", visible, re.IGNORECASE):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        word = " ".join(match[0].split())
        # A pattern takes the i of Turkish for ours, so that such a word is found, and is another.
        if why := whys.get(word.casefold()):
            yield line, f"the guide does not write '{word}'. {why}"


# --- sections -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PageRule:
    """What the pages of a kind have."""

    #: The names of the pages: ``subgroups/*.md``.
    pages: str
    #: The ids of their sections, in this order.
    sections: Sequence[str] = ()
    #: How many points or questions a section has, at least and at most, by its id.
    items: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    #: The sections of which each point has a source.
    sourced: Sequence[str] = ()
    #: Whether they name doses.
    doses: bool = True


def page_findings(text: str, name: str, rules: Sequence[PageRule], style: Style) -> Iterator[Finding]:
    """Yield what a page lacks, or has, against the rules for pages of its kind.

    Args:
        text: the page's file.
        name: the same for a page and its translations: ``subgroups/groin.md``.
        rules: those of the guide.
        style: the words of the page's language.
    """
    for rule in rules:
        if fnmatchcase(name, rule.pages):
            yield from _sections(text, rule)
            yield from _items(text, rule)
            if not rule.doses:
                yield from _doses(text, style)


def _sections(text: str, rule: PageRule) -> Iterator[Finding]:
    found = {
        heading[3]: text.count("\n", 0, heading.start()) + 1
        for heading in headings(text)
        if heading[1] == "##" and heading[3]
    }
    wanted = [*rule.sections]
    missing = [id_ for id_ in wanted if id_ not in found]
    for id_ in missing:
        yield 1, f"has no section '{id_}'. Pages like this one have, in this order: {', '.join(wanted)}."
    for id_, line in found.items() if wanted else ():
        if id_ not in wanted:
            yield line, f"'{id_}' is no section of pages like this one. They have: {', '.join(wanted)}."
    ours = [id_ for id_ in found if id_ in wanted]
    order = [id_ for id_ in wanted if id_ in found]
    if ours != order:
        first = next(one for one, other in zip(ours, order, strict=True) if one != other)
        text = f"'{first}' stands in another place than on other pages. The order is: {', '.join(wanted)}."
        yield found[first], text


def _items(text: str, rule: PageRule) -> Iterator[Finding]:
    for heading in headings(text):
        id_ = heading[3] or ""
        if id_ not in rule.items and id_ not in rule.sourced:
            continue
        line = text.count("\n", 0, heading.start()) + 1
        points = _points(text[heading.end() :], line)
        if id_ in rule.items:
            least, most = rule.items[id_]
            if not least <= len(points) <= most:
                yield line, f"'{id_}' has {len(points)} points. It should have {least} to {most}."
        for at, point in points if id_ in rule.sourced else ():
            # A point that only sends readers on needs none.
            if not re.search(CITATION, point) and "](#" not in point:
                yield at, f"this point of '{id_}' has no source. Cite one: [@key]"


def _points(text: str, line: int) -> list[tuple[int, str]]:
    """Return the items of the lists in a section, each with its line."""
    points: list[tuple[int, str]] = []
    for number, written in enumerate(text.split("\n"), start=line):
        if re.match(r"#{1,2}[ \t]", written):
            break
        if re.match(r"(?:[-*+]|\d+[.)])[ \t]", written):
            points.append((number, written))
        elif points and written.startswith((" ", "\t")):
            points[-1] = (points[-1][0], f"{points[-1][1]} {written}")
    return points


def _doses(text: str, style: Style) -> Iterator[Finding]:
    if not style.doses:
        return
    units = "|".join(sorted(map(re.escape, style.doses), key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w.,])\d+(?:[.,]\d+)?[ \u00a0\u202f-]?(?:{units})(?![\w-])")
    for number, line in enumerate(without_code(text).split("\n"), start=1):
        if match := pattern.search(re.sub(r"\]\([^)\s]*\)|\{[^}\n]*\}", _blanked, line)):
            yield number, f"'{match[0]}' is a dose, which no page names. Say what it is for, or take it out."


# --- sentences without a source -------------------------------------------------------------------


def unsourced(text: str, style: Style) -> Iterator[Finding]:
    """Yield each sentence of a page that needs a source and has none, in its list item or row neither.

    A question needs none, nor does a sentence that leads to a list or a table, whose items have their own.
    """
    body = split(text).body
    top = text[: len(text) - len(body)].count("\n")
    visible = without_code(body)
    visible = re.sub(r"\]\([^)\s\]]*\)|\{[^{}\n]*\}|<[^<>\n]*>", _blanked, visible)
    claims = style.claimed.narrowed(_without_emphasis(visible))
    if not claims:
        return
    others = re.compile("|".join(style.no_claims) or "(?!)", re.IGNORECASE)
    of_table = False  # Whether the heading of a table has the source of its rows.
    for line, block in _blocks(visible, top + 1):
        is_cited, is_row = re.search(CITATION, block) is not None, block.lstrip().startswith("|")
        of_table = is_row and (of_table or is_cited)
        if of_table or (is_cited and re.match(r"\s*(?:[-*+]|\d+[.)])[ \t]", block)):
            continue
        at, number = 0, line
        for end in [*(match.end() for match in SENTENCE_END.finditer(block)), len(block)]:
            sentence = block[at:end]
            lead = at + len(sentence) - len(sentence.lstrip())
            begins, number = number + block.count("\n", at, lead), number + block.count("\n", at, end)
            at = end
            said = _without_emphasis(sentence).strip()
            if (
                re.search(CITATION, sentence)
                or said.endswith((":", "?"))
                or "¿" in said
                or len(said.split()) < 4
            ):
                continue
            # Of several claims the one that stands first in the list: a figure before all others.
            found = next(filter(None, (one.search(said) for one, _ in claims.narrowed(said))), None)
            if found and not others.search(said):
                yield begins, f"'{found[0]}' needs a source here, in the same sentence: [@key]"
                break  # Once a paragraph: the others are seen beside it.


def _without_emphasis(text: str) -> str:
    return re.sub(r"[*_]+", "", text)


def _blocks(text: str, first: int) -> Iterator[tuple[int, str]]:
    """Yield each paragraph, list item and row, with its line; headings and titles of boxes are none."""
    block: list[str] = []
    began = first
    for number, line in enumerate(text.split("\n"), start=first):
        begins = re.match(r"[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]|\||#{1,6}[ \t]|!!!|\?\?\?|>|:[ \t])", line)
        if block and (begins or not line.strip()):
            yield began, "\n".join(block)
            block = []
        if not line.strip() or re.match(r"[ \t]*(?:#{1,6}[ \t]|!!!|\?\?\?)", line):
            continue
        if not block:
            began = number
        block.append(line)
    if block:
        yield began, "\n".join(block)


def _blanked(match: re.Match[str]) -> str:
    return " " * len(match[0])
