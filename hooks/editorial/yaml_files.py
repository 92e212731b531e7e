"""YAML that content writes, read into plain values: each slip is a sentence with its line, never an exception.

Anything may stand in such a file. What YAML offers beyond texts, numbers, dates, lists and keys is refused:
tags, which name types of programs, and aliases, with which ten lines become a billion. So is what is too large
or too deep to be a page's or a list's.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import yaml

from editorial.lookalikes import lookalike_text, lookalikes
from editorial.problems import Problem, unseen_text
from editorial.text import unseen, without_unseen

#: Characters, and levels of lists and keys in each other.
LARGEST, DEEPEST = 2_000_000, 30

_STR = "tag:yaml.org,2002:str"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
#: Tags that a plain text is given by how it is written, not by its writer.
_PLAIN = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
)


def compose(source: str, *, path: str, before: int = 0) -> tuple[yaml.Node | None, list[Problem]]:
    """Return the tree of a YAML text, or nothing and what is wrong with it.

    Args:
        source: the text.
        path: the file that it stands in.
        before: how many lines of the file stand before it.
    """
    node, faults = _composed(source)
    return node, [Problem(path, before + line, text) for line, text in faults]


@lru_cache(maxsize=250)  # The preview reads the same texts after each edit.
def _composed(source: str) -> tuple[yaml.Node | None, Sequence[tuple[int, str]]]:
    """Return the tree of a YAML text, or what is wrong with it, by line."""
    if len(source) > LARGEST:
        text = f"has {len(source):,} characters, more than {LARGEST:,}. Write less, or in several files."
        return None, [(1, text)]
    faults = []
    try:
        for line, text in refused(source) if may_be_refused(source) else ():
            faults.append((line, text))
            if text == _TOO_DEEP:
                break
        if faults:
            return None, faults
        return yaml.compose(source, Loader=yaml.CSafeLoader), []
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = min(mark.line + 1, len(source.splitlines()) or 1) if mark else 1
        problem = error.problem or error.context
        return None, [(line, f"cannot be read as YAML: {problem}.")]
    except yaml.YAMLError as error:
        return None, [(1, f"cannot be read as YAML: {str(error).splitlines()[0]}.")]


#: What each tag, anchor, alias, directive, and second part has.
_MORE = re.compile(r"[!&*%]|---|\.\.\.")
#: What each list, and each set of keys, has at least once.
_LEVEL = re.compile(r"[\[{:?-]")


def may_be_refused(source: str) -> bool:
    """Return whether a text may have what content does not need of YAML. Few do, and to be sure takes as long again.

    >>> may_be_refused("title: Neck"), may_be_refused("title: !!python/name:os.system")
    (False, True)
    """
    return bool(_MORE.search(source)) or len(_LEVEL.findall(source)) > DEEPEST


_TOO_DEEP = f"has lists or keys in each other more than {DEEPEST} deep. Write them side by side."


def refused(source: str) -> Iterator[tuple[int, str]]:
    """Yield what content does not need of YAML, with its line; the reader of events knows no depth."""
    depth = documents = 0
    for event in yaml.parse(source, Loader=yaml.CSafeLoader):
        mark, anchor = event.start_mark, getattr(event, "anchor", None)
        line = mark.line + 1 if mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                yield line, "has a second part after '---'. Write one list or one set of keys."
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                yield line, _TOO_DEEP
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if anchor:
            name = f"{'*' if isinstance(event, yaml.AliasEvent) else '&'}{anchor}"
            yield line, f"'{name}' refers to another place. Write the text itself, in quotes if it begins so."
        elif tag := getattr(event, "tag", None):
            shown = str(tag).replace("tag:yaml.org,2002:", "!!")
            yield line, f"'{shown}' is a type of programs. Take it out, or put the text in quotes."


class Values:
    """Turns the nodes of one file into plain values, and collects what is wrong with them."""

    def __init__(self, *, path: str, before: int = 0) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._before = before

    def line(self, node: yaml.Node) -> int:
        """Return the line of the file on which a node stands."""
        return int(node.start_mark.line) + 1 + self._before

    def say(self, node: yaml.Node, text: str) -> None:
        """Report what is wrong with a node."""
        self.problems.append(Problem(self._path, self.line(node), text))

    def of(self, node: yaml.Node) -> object:
        """Return the value of a node. Keys are texts as they are written, but for dates."""
        if isinstance(node, yaml.MappingNode):
            return {key: self.of(value) for key, _, value in self.members(node)}
        if isinstance(node, yaml.SequenceNode):
            return [self.of(one) for one in node.value]
        return self._scalar(node)

    def members(self, node: yaml.MappingNode) -> Iterator[tuple[str | date, yaml.Node, yaml.Node]]:
        """Yield each key as it is written, its node, and the node of its value; a key twice is a problem."""
        lines: dict[str | date, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.say(key, "a list stands where a name was expected. Write: name: text")
                continue
            name = self._scalar(key) if key.tag == _TIMESTAMP else key.value
            written = name if isinstance(name, date) and not isinstance(name, datetime) else str(key.value)
            if written in lines:
                self.say(key, f"'{written}' is given twice, also on line {lines[written]}. Keep one of them.")
                continue
            lines[written] = self.line(key)
            yield written, key, value

    def _scalar(self, node: yaml.Node) -> object:
        text = str(node.value)
        for found in unseen(text):
            self.say(node, unseen_text(found[0]))
            break
        for word, plain in lookalikes(text, alone=False):
            self.say(node, lookalike_text(word, plain))
        if node.tag == _STR or node.tag not in _PLAIN:
            return without_unseen(text)
        try:
            return yaml.CSafeLoader("").construct_object(node)
        except (ValueError, OverflowError, yaml.YAMLError):
            return text  # 2026-02-30 is written like a date and is in no calendar.


def read_values(source: str, *, path: str) -> tuple[yaml.Node | None, Any, list[Problem]]:
    """Return the tree of a YAML text, the plain values in it, and what is wrong with either.

    >>> read_values("a: [1]", path="a.yml")[1:]
    ({'a': [1]}, [])
    """
    root, problems = compose(source, path=path)
    if root is None:
        return None, None, problems
    values = Values(path=path)
    document = values.of(root)
    return root, document, values.problems


def members_of(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """Return what keys have, by their names; nothing of a node that has no keys.

    >>> [*members_of(yaml.compose("{a: 1, b: [2]}"))], members_of(yaml.compose("[1]"))
    (['a', 'b'], {})
    """
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return {str(key.value): value for key, value in pairs if isinstance(key, yaml.ScalarNode)}


def as_written(node: yaml.Node) -> str:
    """Return the text of a node as its file has it, to be shown: the whole of a text, the kind of all else."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    return "a list" if isinstance(node, yaml.SequenceNode) else "keys"


#: What is said of a list without it.
DAY_NEEDED = "needs 'checked: 2026-11-28', the day of the last check"
#: The day of the check, in a line of its own or between braces.
_DAY = re.compile(
    r"""^\{?[ ]*["']?checked["']?[ \t]*:[ \t]*(\d{4}-\d\d-\d\d)[ \t]*(?:[,}#\n]|\Z)""", re.MULTILINE
)


def day_of_check(source: str) -> date | None:
    r"""Return the day that a list gives as that of its check, whatever else is wrong with it.

    >>> day_of_check("checked: 2026-11-28\nlines: []\n").isoformat()
    '2026-11-28'
    """
    found = _DAY.search(source)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:  # 2026-02-30 is in no calendar.
        return None
