"""Types at the door: whatever content is, it is read, or it is a sentence with a line, and never an exception."""

from collections.abc import Callable
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from editorial.glossary.terms import read_glossary
from editorial.pages.files import page_problems, read_meta, storage_problems
from editorial.pages.frontmatter import read_front_matter
from editorial.pages.urgent import read_urgent
from editorial.problems import Problem, decoded
from editorial.references.bibtex import read_bibliography
from editorial.references.checks import entry_problems
from editorial.references.vancouver import references
from editorial.site.helplines import read_helplines
from editorial.words import Words, read_words
from editorial.yaml_files import DEEPEST, may_be_refused, refused

TODAY, LANGUAGES = date(2026, 11, 24), ["en", "es"]


def front_matter(text: str) -> list[Problem]:
    meta, problems = read_meta(f"---\n{text}\n---\n# T\n", path="a")
    slips = read_front_matter(meta or {}, today=TODAY)[1]
    return problems + [Problem("a", 1, said) for _, said in slips]


def bibliography(text: str) -> list[Problem]:
    entries, problems = read_bibliography(text, path="a")
    words = Words("en", {}, {})
    return problems + entry_problems(entries, path="a", today=TODAY) + references(entries, words, path="a")[1]


READERS: dict[str, Callable[[str], list[Problem]]] = {
    "front matter": front_matter,
    "glossary": lambda text: read_glossary(text, path="a", languages=LANGUAGES, keys=["k"])[1],
    "phone lines": lambda text: read_helplines(text, path="a", languages=LANGUAGES, today=TODAY)[1],
    "signs": lambda text: read_urgent(text, path="a", languages=LANGUAGES, keys=["k"])[1],
    "words": lambda text: read_words(text, path="a", locale="en")[1],
}
BIBLIOGRAPHY = {"bibliography": bibliography}

#: Keys and values that each reader knows, and others, in all kinds that YAML has.
KEYS = st.sampled_from(
    [
        *(
            "id",
            "en",
            "es",
            "term",
            "definition",
            "synonyms",
            "lay",
            "see",
            "source",
            "checked",
            "lines",
            "number",
        ),
        *("tel", "country", "languages", "name", "hours", "title", "description", "last_revised", "changes"),
        *(
            "differs",
            "hide",
            "inserts",
            "nocite",
            "template",
            "reviewed_by",
            "levels",
            "signs",
            "for",
            "subject",
        ),
    ]
)
SCALARS = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.text(max_size=20)),
    st.sampled_from(["GB", "en", "0808 100", "+44808100", "a", "2026-11-23"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(KEYS | SCALARS.filter(lambda one: not isinstance(one, float)), inner, max_size=6)
    ),
    max_leaves=25,
)


@pytest.mark.parametrize("reader", READERS)
@given(VALUES)
def test_any_values_are_read_or_said(reader: str, value: object):
    problems = READERS[reader](yaml.safe_dump(value, allow_unicode=True))
    assert all(problem.line >= 1 and problem.text for problem in problems)


@pytest.mark.parametrize("reader", [*READERS, *BIBLIOGRAPHY])
@given(
    st.text(
        alphabet=st.sampled_from([*"-:[]{}&*!|>'\"#%@`,?\n\t =~<\\", *"ab0é", "\x0b", "\u202e", "\r"]),
        max_size=80,
    )
)
def test_any_text_is_read_or_said(reader: str, text: str):
    (READERS | BIBLIOGRAPHY)[reader](text)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_said(raw: bytes):
    text, _ = decoded(raw, path="a")
    storage_problems(raw, path="a")
    [*page_problems(text.replace("\r", "\n"), path="a")]
    for read in (*READERS.values(), *BIBLIOGRAPHY.values()):
        read(text)


@pytest.mark.parametrize("reader", [name for name in READERS if name != "words"])  # Any text is a word.
@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 10_000 + "]" * 10_000,
        "\n".join(" " * level + "a:" for level in range(2_000)),
        "a: " + "{a: " * 10_000 + "}" * 10_000,
        "a: " + "x" * 20_000_000,
        "- " * 10_000 + "a",
        "a: 1" + "0" * 6_000,
        "a: !!int x\nb: !!binary x\nc: !<tag:yaml.org,2002:python/name:os.system> x",
        "<<: {a: b}\n? {a: b}\n: c",
        "a: 2026-02-30\n2026-02-31: b\n0: c\nnull: d\n~: e",
        "a: 0b2\nb: 1:99\nc: .inf\nd: 0x\ne: 1_000",
        "\ufeffa: b\n\x00",
    ],
    ids=[
        "lists",
        "keys",
        "mappings",
        "20 MB",
        "hyphens",
        "digits",
        "tags",
        "merge",
        "dates",
        "numbers",
        "marks",
    ],
)
def test_what_is_too_deep_too_large_or_too_odd_is_said(reader: str, text: str):
    assert READERS[reader](decoded(text.encode("utf-8"), path="a")[0])


@given(
    st.lists(
        st.sampled_from(
            [
                *"abc :-?,[]{}&*!%|>'\"#\n\u2028",
                "--- ",
                "...\n",
                "\n- ",
                ": [",
                "%TAG ! a\n",
                "!!str ",
                "- - ? ",
            ]
        ),
        max_size=3 * DEEPEST,
    ).map("".join)
)
def test_whatever_of_yaml_is_refused_is_looked_for(source: str):
    try:
        faults = [*refused(source)]
    except yaml.YAMLError:
        return
    assert may_be_refused(source) or not faults
