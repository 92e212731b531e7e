"""What the page with the visit sheet is told: the questions of every page, phone lines and signs, in each language.

The script in overrides/assets/visit.js makes the sheet of them, in the reader's browser.
"""

from collections.abc import Iterable, Mapping, Sequence

from editorial.pages.questions import QUESTIONS, questions_in
from editorial.pages.states import PageState
from editorial.pages.urgent import Urgent
from editorial.site.helplines import Helpline
from editorial.words import Words

#: The headings of the sheet, as the site's words name them.
_HEADINGS = ("sheet", "words", "told", "questions", "medicines", "numbers")


def page_questions(
    names: Iterable[str],
    states: Mapping[tuple[str, str], PageState],
    *,
    language: str,
    languages: Sequence[str],
) -> list[dict[str, object]]:
    """Return the title and questions of each page that has some; what several pages ask stands on the first.

    Args:
        names: the pages, in the order of the menu. One that collects the questions of others comes first.
        states: each page by its name and its language.
        language: the reader's.
        languages: all of the guide. A translation with more or fewer questions is left out: nothing says which
            of them is which.
    """
    found: list[dict[str, object]] = []
    seen: set[str] = set()
    # A page that collects the questions of others has those for everybody.
    for name in sorted(names, key=lambda name: not states[name, language].file.meta.get("collects")):
        known = {code: _questions_of(states[name, code]) for code in languages if (name, code) in states}
        own = known[language]
        known = {code: texts for code, texts in known.items() if len(texts) == len(own)}
        questions = []
        for place, text in enumerate(own):
            if text not in seen:
                seen.add(text)
                questions.append({code: texts[place] for code, texts in known.items()})
        if questions:
            found.append({"title": states[name, language].title, "questions": questions})
    return found


def visit_data(
    pages: Sequence[Mapping[str, object]],
    helplines: Mapping[str, Sequence[Helpline]],
    urgent: Urgent | None,
    *,
    language: str,
    words: Mapping[str, Words],
    names: Mapping[str, str],
) -> dict[str, object]:
    """Return what the script is told, as plain values.

    Args:
        pages: what :func:`page_questions` returned.
        helplines: the phone lines by language; a guide may have none.
        urgent: the signs of danger; a guide may have none. Those of the last level, which can wait, are left out.
        language: the reader's.
        words: the site's own words by language.
        names: the languages' own names by their codes.
    """
    named = {
        code: {line.id: f"{line.name} ({line.country})" for line in lines}
        for code, lines in helplines.items()
    }
    return {
        "language": language,
        "names": dict(names),
        "headings": {
            code: {part: words[code].say(f"visit.heading.{part}") for part in _HEADINGS} for code in names
        },
        "pages": [dict(page) for page in pages],
        "lines": [
            {
                "id": line.id,
                "number": line.number,
                "names": {code: named[code][line.id] for code in names},
            }
            for line in helplines.get(language, ())
        ],
        "calls": {code: _calls(urgent, code) for code in names} if urgent else {},
    }


def _questions_of(state: PageState) -> Sequence[str]:
    return questions_in(state.file.text, None if state.file.meta.get("collects") else QUESTIONS)


def _calls(urgent: Urgent, language: str) -> list[dict[str, object]]:
    levels = urgent.levels[language]
    return [
        {
            "name": level.name,
            "signs": [sign.sign for sign in urgent.signs[language] if sign.level == level.id],
        }
        for level in levels[:-1] or levels
    ]
