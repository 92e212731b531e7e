"""Questions that lead a reader to a page, from one data file for every language."""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml
from selectolax.lexbor import LexborHTMLParser

from editorial.markdown import section_start
from editorial.problems import Problem, did_you_mean
from editorial.words import Words
from editorial.yaml_files import DAY_NEEDED, day_of_check, read_values

#: What an answer is called in addresses, joined by hyphens: ``find.html#neck-squamous``.
_ID = re.compile(r"[a-z][a-z0-9]*")
_PARTS = ("questions", "answers", "results", "steps", "never_lost")
_KEY_POINTS = 3
#: More questions than these nobody answers; and the ways through them could not be counted.
_MOST = 6


@dataclass(frozen=True)
class Question:
    """A question in the words of each language, and what helps to answer it, as Markdown."""

    ask: Mapping[str, str]
    about: Mapping[str, str]


@dataclass(frozen=True)
class Result:
    """Where a way through the questions ends."""

    #: A page, with or without a heading's id: ``find.md#first``.
    page: str
    #: The link's text, and a sentence or two more, as Markdown, in each language.
    name: Mapping[str, str]
    more: Mapping[str, str]
    #: The results to read beside it.
    also: Sequence[str]
    #: What may not be lost and this page itself is about.
    covers: Collection[str]


@dataclass(frozen=True)
class Step:
    """A question at one place of the way: each answer leads to another step or to a result."""

    question: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Pathway:
    """All ways from the first question to a page."""

    start: str
    #: How many questions a way has at most.
    most: int
    questions: Mapping[str, Question]
    answers: Mapping[str, Mapping[str, str]]
    results: Mapping[str, Result]
    steps: Mapping[str, Step]

    def ways(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield each way: its answers, and the result that it ends at."""
        open_ways: list[tuple[tuple[str, ...], str]] = [((), self.start)]
        while open_ways:
            answered, at = open_ways.pop()
            if at in self.results:
                yield answered, at
            else:
                open_ways += [
                    ((*answered, answer), then) for answer, then in [*self.steps[at].answers.items()][::-1]
                ]


class Texts(NamedTuple):
    """In which words the questions are shown, and on which page."""

    words: Words
    language: str
    #: The page's name, from which links lead on: ``find.md``.
    page: str

    def link(self, result: Result) -> str:
        """Return a link to a result, as Markdown.

        >>> words = Words("en", {}, {})
        >>> result = Result("subgroups/groin.md", {"en": "groin"}, {"en": ""}, (), ())
        >>> Texts(words, "en", "start/find.md").link(result)
        '[groin](../subgroups/groin.md)'
        """
        page, mark, fragment = result.page.partition("#")
        address = posixpath.relpath(page, posixpath.dirname(self.page) or ".")
        return f"[{result.name[self.language]}]({address}{mark}{fragment})"


class Card(NamedTuple):
    """What a reader is told of a page before opening it."""

    points: Sequence[str]
    #: What to ask first, or nothing.
    question: str


# --- reading --------------------------------------------------------------------------------------


def read_pathway(
    source: str, *, path: str, languages: Sequence[str], pages: Collection[str]
) -> tuple[Pathway | None, list[Problem]]:
    """Read the questions; with a problem in them there are none, rather than some that lead astray.

    Args:
        source: the file's text.
        path: its path, for problems.
        languages: the codes of the guide's languages.
        pages: the names of the pages that an answer may lead to: ``subgroups/groin.md``.
    """
    root, document, problems = read_values(source, path=path)
    if problems:
        return None, problems
    whole = document if isinstance(document, dict) else {}
    most = whole.get("most")
    if (
        day_of_check(source) is None
        or type(most) is not int
        or not 1 <= most <= _MOST
        or not all(
            isinstance(whole.get(part), dict)
            and all(isinstance(name, str) for name in whole[part])
            and (part == "never_lost" or whole[part])
            for part in _PARTS
        )
    ):
        text = f"{DAY_NEEDED}, 'most: 4', and entries with a name each below {', '.join(f'{part}:' for part in _PARTS)}"
        return None, [Problem(path, 1, f"{text}.")]
    lines = _lines(root)
    slips = [*_forms(whole, languages)] or [*_names(whole, pages)]
    if not slips:
        pathway = _pathway(whole, languages)
        slips = [*_way_slips(pathway, whole["never_lost"]), *_unreached(pathway, pages)]
        if not slips:
            return pathway, []
    return None, sorted({Problem(path, lines.get(place, 1), text) for place, text in slips})


#: A part of the file and the name of an entry in it; and what is wrong there.
_Slip = tuple[tuple[str, str], str]


def _forms(whole: Mapping[str, Any], languages: Sequence[str]) -> Iterator[_Slip]:
    """Yield each entry that does not have what its kind needs."""
    yield from _wordless(whole, languages)
    for name in whole["answers"]:
        if not _ID.fullmatch(name):
            yield ("answers", name), f"the answer '{name}' needs a name of small letters and digits alone."
    for name, entry in whole["results"].items():
        if not _is_text(_of(entry, "page")):
            yield ("results", name), f"'{name}' of 'results' has no page. Write 'page: example.md'."
        for part in ("also", "covers"):
            if not _is_list(_of(entry, part, [])):
                yield ("results", name), f"'{part}' of '{name}' is not a list. Write '{part}: [one, other]'."
    for name, entry in whole["steps"].items():
        yield from ((("steps", name), text) for text in _step_slips(name, entry, whole["results"]))
    for name, answers in whole["never_lost"].items():
        if not _is_list(answers) or not answers:
            yield ("never_lost", name), f"'{name}' of 'never_lost' needs the list of its answers."


def _wordless(whole: Mapping[str, Any], languages: Sequence[str]) -> Iterator[_Slip]:
    """Yield each entry that says nothing in a language."""
    for part, said in (("questions", "ask"), ("answers", ""), ("results", "name")):
        for name, entry in whole[part].items():
            for language in languages:
                words = _of(entry, language)
                if not _is_text(_of(words, said) if said else words):
                    yield (
                        (part, name),
                        f"'{name}' of '{part}' has no words in '{language}'. Write them there.",
                    )


def _step_slips(name: str, entry: object, results: Collection[str]) -> Iterator[str]:
    answers = _of(entry, "answers")
    if not _is_text(_of(entry, "question")) or not isinstance(answers, dict) or not answers:
        yield f"the step '{name}' needs a 'question' and 'answers'."
    elif not all(_is_text(then) for then in answers.values()):
        yield f"an answer of the step '{name}' leads nowhere. Name a step or a result."
    if name in results:
        yield f"'{name}' is a step and a result. Give one of them another name."


def _names(whole: Mapping[str, Any], pages: Collection[str]) -> Iterator[_Slip]:
    """Yield each name that is of nothing."""
    for part, name, wrong, where in _named(whole):
        known = [one for other in where for one in whole[other]]
        if wrong not in known:
            below = "' and '".join(where)
            text = f"'{name}' names '{wrong}', which is not below '{below}'.{did_you_mean(wrong, known)}"
            yield (part, name), text
    for name, result in whole["results"].items():
        page = result["page"].partition("#")[0]
        if page not in pages:
            hint = did_you_mean(page, pages) or " Write the page first."
            yield ("results", name), f"'{name}' leads to the page '{page}', which does not exist.{hint}"
    if whole.get("start") not in whole["steps"]:
        yield ("", "start"), f"'start' must name a step, not '{whole.get('start')}'."


def _named(whole: Mapping[str, Any]) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Yield each name that an entry has of another: its part, its own name, that name, and where to look."""
    for name, step in whole["steps"].items():
        yield "steps", name, step["question"], ("questions",)
        for answer, then in step["answers"].items():
            yield "steps", name, answer, ("answers",)
            yield "steps", name, then, ("steps", "results")
    for name, result in whole["results"].items():
        for other in result.get("also", []):
            yield "results", name, other, ("results",)
        for kind in result.get("covers", []):
            yield "results", name, kind, ("never_lost",)
    for name, kept in whole["never_lost"].items():
        for answer in kept:
            yield "never_lost", name, answer, ("answers",)


def _way_slips(pathway: Pathway, never_lost: Mapping[str, Sequence[str]]) -> Iterator[_Slip]:
    """Yield a way that is too long or goes round, and each way on which a kind that may not be lost is."""
    depth = {pathway.start: 1}
    order = [pathway.start]
    for name in order:
        for then in pathway.steps[name].answers.values():
            if then in pathway.results or depth.get(then, 0) > depth[name]:
                continue
            depth[then] = depth[name] + 1
            if depth[then] > pathway.most:
                text = f"the step '{name}' leads to question {depth[then]}; 'most' is {pathway.most}."
                yield ("steps", name), f"{text} A way may be too long, or lead back to where it was."
                return
            order.append(then)
    for step in pathway.steps:
        if step not in depth:
            yield ("steps", step), f"no answer leads to the step '{step}'. Take it out, or lead to it."
    for kind, answers in never_lost.items():
        kept = {*answers}
        for answered, end in pathway.ways():
            if kind in pathway.results[end].covers or kept & {*_offered(pathway, answered)}:
                continue
            way = ", ".join(answered)
            text = f"the answers {way} lead to '{end}' and never offered '{kind}' ({' or '.join(answers)})."
            yield ("never_lost", kind), f"{text} Offer it on this way."
            break


def _offered(pathway: Pathway, answered: Sequence[str]) -> Iterator[str]:
    """Yield every answer that a reader could have chosen on a way."""
    at = pathway.start
    for answer in answered:
        yield from pathway.steps[at].answers
        at = pathway.steps[at].answers[answer]


def _unreached(pathway: Pathway, pages: Collection[str]) -> Iterator[_Slip]:
    """Yield each result that no answer leads to, and each page in a folder of the others that none does."""
    ends = {then for step in pathway.steps.values() for then in step.answers.values()}
    for name in pathway.results:
        if name not in ends:
            yield ("results", name), f"no answer leads to the result '{name}'. Take it out, or lead to it."
    reached = {result.page.partition("#")[0] for result in pathway.results.values()}
    folders = {page.rpartition("/")[0] for page in reached} - {""}
    for page in sorted(pages):
        if page.rpartition("/")[0] in folders and page not in reached:
            yield ("", "results"), f"no answer leads to the page '{page}'. Give it a result, and an answer."


def _pathway(whole: Mapping[str, Any], languages: Sequence[str]) -> Pathway:
    def texts(entry: Mapping[str, Any], part: str) -> dict[str, str]:
        return {language: str(entry[language].get(part, "")).strip() for language in languages}

    return Pathway(
        whole["start"],
        whole["most"],
        {name: Question(texts(one, "ask"), texts(one, "about")) for name, one in whole["questions"].items()},
        whole["answers"],
        {
            name: Result(
                one["page"],
                texts(one, "name"),
                texts(one, "more"),
                one.get("also", []),
                one.get("covers", []),
            )
            for name, one in whole["results"].items()
        },
        {name: Step(one["question"], one["answers"]) for name, one in whole["steps"].items()},
    )


def _lines(root: yaml.Node | None) -> dict[tuple[str, str], int]:
    """Return the line of each entry by its part and name; of a part itself by "" and its name."""
    lines = {}
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        lines["", key.value] = key.start_mark.line + 1
        for name, _ in value.value if isinstance(value, yaml.MappingNode) else ():
            lines[key.value, name.value] = name.start_mark.line + 1
    return lines


def _of(entry: object, name: str, default: object = None) -> object:
    return entry.get(name, default) if isinstance(entry, dict) else None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


# --- showing --------------------------------------------------------------------------------------


def heading_problems(heading_id: object, markdown: str) -> Iterator[str]:
    """Yield what is wrong with a page's ``pathway:``, which names the heading below which the questions go."""
    if not isinstance(heading_id, str) or section_start(markdown, heading_id) is None:
        yield f"'pathway' names the heading '{heading_id}', which is not on the page."


def with_pathway(markdown: str, pathway: Pathway, texts: "Texts", *, heading_id: str) -> str:
    """Return a page's Markdown with the questions below a heading: to open one by one, and as a table."""
    start = section_start(markdown, heading_id) or 0
    shown = f"{as_folds(pathway, texts)}\n\n{as_table(pathway, texts)}"
    return f"{markdown[:start]}\n\n{shown}\n{markdown[start:]}"


def as_folds(pathway: Pathway, texts: Texts) -> str:
    """Return the questions as Markdown: each answer can be opened, and has the next question in it.

    ``pathway.js`` shows one question at a time. An address that ends in ``#neck-squamous`` opens that answer.
    """
    body = _fold_step(pathway, texts, pathway.start, ())
    return f'<div class="pathway screen-only" markdown="1">\n\n{body}\n\n</div>'


def _fold_step(pathway: Pathway, texts: Texts, at: str, answered: tuple[str, ...]) -> str:
    words, language, _ = texts
    step = pathway.steps[at]
    question = pathway.questions[step.question]
    count = words.say("pathway.question", number=len(answered) + 1, most=pathway.most)
    parts = [
        f'<p class="pathway-question" markdown="span"><span>{count}</span> **{question.ask[language]}**</p>'
    ]
    if question.about[language]:
        parts.append(question.about[language])
    for answer, then in step.answers.items():
        way = (*answered, answer)
        ends = then in pathway.results
        kind = "pathway-end" if ends else "pathway-step"
        inside = _end(pathway, texts, then) if ends else _fold_step(pathway, texts, then, way)
        parts.append(
            f'<details class="question" markdown="1"><summary markdown="span">'
            f"{pathway.answers[answer][language]}</summary>\n"
            f'<div class="{kind}" id="{"-".join(way)}" markdown="1">\n\n{inside}\n\n</div>\n</details>'
        )
    return "\n\n".join(parts)


def _end(pathway: Pathway, texts: Texts, result: str) -> str:
    words, language, _ = texts
    end = pathway.results[result]
    also = ", ".join(texts.link(pathway.results[other]) for other in end.also)
    lines = [f"{words.say('pathway.read')} {texts.link(end)}. {end.more[language]}".strip()]
    if also:
        lines.append(f"{words.say('pathway.also')} {also}.")
    return "\n\n".join(lines)


def as_table(pathway: Pathway, texts: Texts) -> str:
    """Return all ways as one Markdown table, for paper. First answers that lead on alike share a line."""
    words, language, _ = texts
    order = [*pathway.steps[pathway.start].answers]
    alike: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for (first, *then), end in pathway.ways():
        alike.setdefault((tuple(then), pathway.results[end].page), []).append(first)
    names = {pathway.results[end].page: texts.link(pathway.results[end]) for _, end in pathway.ways()}
    width = max(len(rest) for rest, _ in alike) + 1

    def cell(answer: str) -> str:
        return pathway.answers[answer][language].replace("|", "\\|")

    lines = []
    for (rest, page), places in sorted(
        alike.items(), key=lambda item: (order.index(item[1][0]), -len(item[1]))
    ):
        where = words.say("pathway.any") if len(places) == len(order) else "; ".join(map(cell, places))
        cells = [where, *map(cell, rest), *[""] * (width - 1 - len(rest)), names[page]]
        lines.append(f"| {' | '.join(cells)} |")
    head = [words.say("pathway.column", number=number) for number in range(1, width + 1)]
    head.append(words.say("pathway.page"))
    rule = "| " + " | ".join(["---"] * len(head)) + " |"
    table = "\n".join([f"| {' | '.join(head)} |", rule, *lines])
    return f'<div class="paper-only" markdown="1">\n\n{table}\n\n</div>'


def card_of(html: str) -> Card:
    """Return the first key points of a page, and the first of its questions, as text without citations.

    >>> card_of('<h2 id="key-points">K</h2><ul><li>One <span class="site-citation">[1]</span>.</li></ul>')
    Card(points=['One.'], question='')
    """
    tree = LexborHTMLParser(html)
    for citation in tree.css(".site-citation"):
        citation.decompose()

    def texts(selector: str) -> list[str]:
        found = (" ".join(node.text().split()) for node in tree.css(selector))
        return [re.sub(r"\s+([.,;:])", r"\1", text) for text in found]

    questions = texts("#questions ~ ol > li")
    return Card(texts("#key-points + ul > li")[:_KEY_POINTS], questions[0] if questions else "")
