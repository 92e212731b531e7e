"""What is left over on a page: the rules on short texts; tests/site/written.yml has what editors write."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from editorial.markdown import without_comments
from editorial.pages.commonmark import CommonMarkExtension, cells, is_dashes
from editorial.pages.named_sources import Sources
from editorial.pages.remains import MOST, page_remains, remains, text_remains
from editorial.pages.structure import file_problems, hidden, page_findings
from editorial.pages.style import Style
from guides import ROOT, page

SOURCES = Sources(frozenset({"doe2019"}), {"10.1000/doe.2019": "doe2019"}, {"123": "doe2019"}, {})
EXTENSIONS = ("admonition", "attr_list", "def_list", "md_in_html", "pymdownx.details", "tables")


def html_of(markdown: str) -> str:
    return Markdown(extensions=[*EXTENSIONS, CommonMarkExtension()]).convert(without_comments(markdown))


def said(markdown: str) -> list[str]:
    """Everything that is said of a text below a front matter without a fault, as line (1 is its first) and text."""
    source = page("T", f"\n{markdown}")
    found = page_remains(html_of(markdown), source, path="p.md", sources=SOURCES)
    lines = [(problem.line - 7, problem.text) for problem in found]
    lines += [(line - 7, text) for line, text in page_findings(source)]
    return [f"{line}: {text}" for line, text in sorted(lines)]


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 to $10, MX$200, and US$ 30.",
        "From 8:30 to 12:30, at 10:00:00, ratio 1:2:3.",
        'The report says "[sic]" and "[illegible]".',
        "5 * 3 = 15; p* and 4*5.",
        "Write to a@b.org, or @someone.",
        "Read C:\\new and 50 %.",
        "A name_with_lines and __________.",
        "Stage II–III, T1–T2; 20–30 %.",
        "See Smith (2019) [in Spanish].",
        "Doses below 5 mg/m² and 10⁹/L.",
        "p < 0.05 and x > 3.",
        "Ask: why? Then: when?",
        "A & B; R&D; AT&T;",
        "He said: «no».",
        "About ~5 weeks, ~20 in all.",
        "It was in [2019].",
        "e.g. https://example.org/a_b*c~d.",
        "Ca²⁺ and CO₂.",
    ],
)
def test_words_and_signs_that_have_a_rightful_use_are_left_alone(text: str):
    assert said(text) == []


@pytest.mark.parametrize(
    "sign", ["**", "~~", "[^1]", "{{", "{%", "$$", "--8<--", "]: ", "`", "&nbps;", "\\cite{x}", "[1]"]
)
def test_a_sign_after_a_backslash_is_meant(sign: str):
    escaped = "".join(f"\\{letter}" if letter in "\\`*_{}[]()>#+-.!~$&^%" else letter for letter in sign)
    assert said(f"One {escaped} two.") == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("description: Stage 2 # and more", ["2: nobody sees '# and more'"]),
        ("description: “Stage 2”", ["2: readers see the quotes"]),
        ('description: "Stage 2 # and more"', []),
        ("description: C# and “more” of it", []),
        ("last_revised: 2026-09-01  # by Ana", []),
    ],
)
def test_a_text_at_the_top_is_whole(line: str, expected: list[str]):
    found = [f"{number}: {text}" for number, text in page_findings(f"---\n{line}\n---\n# T\n")]
    assert [text[: len(start)] for text, start in zip(found, expected, strict=True)] == expected


def test_each_place_is_said_on_its_own_line():
    text = "One **a.\n\nGood **b** here.\n\nTwo **c.\n"
    assert [line.partition(":")[0] for line in said(text)] == ["1", "5"]


def test_the_line_is_that_of_the_place_and_not_of_a_like_one_that_works():
    text = "See [Home](index.md) and `**code**`.\n\n**Bold** works.\n\nThis **does not.\n"
    assert [line.partition(":")[0] for line in said(text)] == ["5"]


def test_what_is_part_of_a_longer_find_is_said_once():
    assert len(said("Most do well [see @doe2019, p. 3].")) == 1
    assert len(said("See [**Home**] (index.md).")) == 1


def test_front_matter_is_shown_to_readers_too():
    source = page("T").replace("A page.", "A **bold** page.")
    (problem,) = page_remains(
        "<p>x</p>", source, path="p.md", sources=SOURCES, meta={"description": "A **bold** page."}
    )
    assert problem.line == 3
    assert "'**bold**'" in problem.text


def test_texts_that_are_no_page_are_looked_at_where_they_stand():
    source = "a: {b: 'Some words.'}\nc: 'TODO: write'\n"
    (problem,) = text_remains(["Some words.", "TODO: write"], source, path="en.yml", sources=SOURCES)
    assert (problem.path, problem.line) == ("en.yml", 2)


def test_a_merge_in_a_file_that_is_no_page_is_said_once():
    source = "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n"
    assert [problem.line for problem in file_problems(source, path="g.yml")] == [2]


@pytest.mark.parametrize("written", ["\u00ad", "&shy;", "&#8203;", "&#x202E;", "&zwj;"])
def test_what_hides_between_letters_is_said_with_its_code(written: str):
    ((line, text),) = hidden(f"One.\nLymph{written}edema")
    assert line == 2
    assert re.search(r"invisible character U\+[0-9A-F]{4}", text)


@pytest.mark.parametrize("text", ["5&nbsp;mg &amp; more", "&copy; 2026", "&#8364;5", "a&b;"])
def test_an_entity_that_is_seen_is_left_alone(text: str):
    assert [*hidden(text)] == []


@pytest.mark.parametrize(
    ("row", "count"),
    [
        ("| a | b |", 2),
        ("a | b", 2),
        (r"| a \| b | c |", 2),
        ("| `a|b` | c |", 2),
        ("| a || c |", 3),
        ("|a|", 1),
    ],
)
def test_cells_are_counted_as_readers_see_them(row: str, count: int):
    assert len(cells(row)) == count


@pytest.mark.parametrize(
    ("line", "is_one"),
    [("| --- |", True), ("|:-:|-|", True), ("--- | ---", True), ("---", False), ("| a |", False)],
)
def test_a_line_of_dashes_is_known(line: str, is_one: bool):
    assert is_dashes(line) == is_one


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("If:\n- a\n- b", "<p>If:</p><ul><li>a</li><li>b</li></ul>"),
        ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("- a\n    - b\n        - c", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>"),
        ("- a\n\n  b\n\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"),
        ("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("In\n1978. It", "<p>In1978. It</p>"),
        ("- a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        ("> a `>` b\n> - c", "<blockquote><p>a <code>&gt;</code> b</p><ul><li>c</li></ul></blockquote>"),
        ("* * *", "<hr />"),
        ("<pre>\na\n- b\n</pre>", "<pre>\na\n- b\n</pre>"),
    ],
)
def test_lists_are_those_that_the_preview_of_a_code_host_shows(markdown: str, html: str):
    made = html_of(markdown)
    assert (made if "<pre" in made else re.sub(r"\s*\n\s*", "", made)) == html


# --- nothing is lost ------------------------------------------------------------------------------

WORD = st.sampled_from(["alfa", "beta", "gamma", "delta", "sigma", "omega"])
SENTENCE = st.lists(WORD, min_size=1, max_size=5).map(lambda words: f"{' '.join(words).capitalize()}.")
INLINE = st.sampled_from(
    ["{}", "**{}**", "*{}*", "[{}](index.md)", "`{}`", "{} [@doe2019]", "<https://e.org/{}>"]
)
BLOCK = st.sampled_from(
    [
        "{0}\n",
        "- {0}\n- {1}\n",
        "{0}\n- {1}\n  - {0}\n",
        "1. {0}\n   {1}\n2. {1}\n",
        "- {0}\n\n  {1}\n",
        "> {0}\n> {1}\n",
        "!!! note\n    {0}\n    - {1}\n",
        "| a | b |\n| --- | :-: |\n| {0} | {1} |\n",
        "{0}\n| a | b |\n|---|---|\n| {0} | {1} |\n",
        "## {0} {{#x}}\n\n{1}\n",
        "??? note\n    {0}\n\n    {1}\n",
        "{0}\n:   {1}\n",
        "<div markdown>\n{0}\n</div>\n",
        "1) {0}\n2) {1}\n",
        "{0}\n\n---\n\n{1}\n",
    ]
)
TEXT = st.lists(
    st.tuples(BLOCK, SENTENCE, SENTENCE, INLINE).map(
        lambda part: part[0].format(part[3].format(part[1].rstrip(".")), part[2])
    ),
    min_size=1,
    max_size=6,
).map("\n".join)


@given(TEXT)
def test_every_word_of_a_text_in_allowed_forms_is_shown_or_a_sentence_says_why_not(text: str):
    visible = re.sub(r"<[^>]*>", " ", re.sub(r"(?<=//e\.org/)|%20", " ", html_of(text))).casefold()
    for word in set(re.findall(r"\b(?:alfa|beta|gamma|delta|sigma|omega)\b", text.casefold())):
        asked, shown = (len(re.findall(word, one)) for one in (text.casefold(), visible))
        assert shown >= asked or said(text), (word, text, visible)


@given(st.text(alphabet=st.sampled_from("ab *_`~[](){}|#>-1.\n!@$:&;<\\^="), max_size=80))
def test_any_text_can_be_looked_at(text: str):
    assert all(re.match(r"-?\d+: .+", line, re.DOTALL) for line in said(text))


@pytest.mark.parametrize(
    "text",
    [
        "** ",
        "[a](",
        "`",
        "<!--",
        "> ",
        "- a\n  ",
        "| a ",
        "```\n",
        "~~",
        "@doe2019 ",
        "10.1000/x ",
        "$x^",
        "\u200b",
        "#",
    ],
)
def test_a_hostile_page_takes_time_in_proportion_to_its_length(text: str):
    def seconds(length: int) -> float:
        source = page("T", text * length)
        html = f"<p>{re.sub('[<&>]', '', text * length)}</p>"
        began = time.process_time()
        found = page_remains(html, source, path="p.md", sources=SOURCES)
        [*page_findings(source)]
        without_comments(source)
        assert len(found) <= MOST + 1
        return time.process_time() - began

    short, long = seconds(1_000), seconds(8_000)
    assert long < 40 * max(short, 0.02)


@pytest.mark.content
def test_the_pages_of_the_guide_have_nothing_left_over():
    for path in sorted((ROOT / "docs").glob("*/**/*.md")):
        text = path.read_text("utf-8")
        assert page_findings(text) == [], path
        assert [*remains(html_of(text.partition("\n---\n")[2]), sources=SOURCES)] == [], path


_TOP = "title: T\ndescription: A page.\nlast_revised: 2026-11-23\n"


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (f"\n---\n{_TOP}---\n# T\n", 3),
        (f"\n\n---\n{_TOP}---\n# T\n", 4),
        (f" ---\n{_TOP}---\n# T\n", 2),
        (f"<!-- ask -->\n---\n{_TOP}---\n# T\n", 3),
        (f"----\n{_TOP}---\n# T\n", 2),
        (f"—\n{_TOP}—\n# T\n", 2),
        (f"+++\n{_TOP}+++\n# T\n", 2),
        (f"{_TOP}---\n# T\n", 1),
        (f"# T\n\n---\n{_TOP}---\n", 4),
    ],
)
def test_keys_that_do_not_begin_on_the_first_line_are_said(source: str, line: int):
    assert [at for at, said in page_findings(source) if "is a key only between two lines" in said] == [line]


@pytest.mark.parametrize(
    "source", [f"---\n{_TOP}---\n# T\n", f"--- \n{_TOP}---\n# T\n", "# T\n\nTitle: one.\n"]
)
def test_keys_at_the_top_and_words_are_no_slip(source: str):
    assert page_findings(source) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("To be said.", ["1: readers see 'To be said'"]),
        (
            "It spread [@nobody2019].",
            ["1: readers see '[@nobody2019]' as it stands: no source can be cited here"],
        ),
        ("It spread [@doe2019].", ["1: readers see '[@doe2019]' as it stands; write [@doe2019] by itself"]),
        ("From 9:00 am to 5:00 pm, a@b.org.", []),
    ],
)
def test_what_files_of_lists_show_is_whole(text: str, expected: list[str]):
    found = text_remains(
        [text], text, path="a.yml", sources=SOURCES, phrases=Style(drafts=["To be said"]).phrases
    )
    said_ = [f"{problem.line}: {problem.text}" for problem in found]
    assert [one[: len(start)] for one, start in zip(said_, expected, strict=True)] == expected


def test_a_link_of_a_drawing_is_looked_at_as_any_other():
    assert [*remains('<svg><a xlink:href="x">See</a></svg>', sources=Sources())] == []
