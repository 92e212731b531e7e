"""The questions that a page gives its readers to ask."""

import re
from collections.abc import Sequence
from functools import lru_cache

from editorial.markdown import section, without_code
from editorial.pages.frontmatter import split
from editorial.pages.reading import plain

#: The id of the heading below which a page has its questions.
QUESTIONS = "questions"
#: A numbered item, with the lines that go on with it.
_ITEM = re.compile(r"^ {0,3}\d{1,9}[.)][ \t]+(\S.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)


@lru_cache(maxsize=250)  # The preview reads the same texts after each edit.
def questions_in(source: str, heading: str | None = QUESTIONS) -> Sequence[str]:
    r"""Return the questions of a page as text: the numbered items below a heading, or without one all of them.

    >>> questions_in("# A\n\n## Ask {#questions}\n\n1. Why *now* [@lee2020]?\n2. What\n   next?\n")
    ['Why now?', 'What next?']
    """
    body = split(source).body
    text = (section(body, heading) or "") if heading else body
    # A source goes with the space before it.
    return [plain(re.sub(r"\s(?=\[@)", "", item)) for item in _ITEM.findall(without_code(text))]
