import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.references.bibtex import Entry, names, read_bibliography
from editorial.text import unseen


def read(source: str) -> tuple[list[Entry], list[str]]:
    entries, problems = read_bibliography(source, path="a.bib")
    return list(entries.values()), [str(problem) for problem in problems]


def fields(source: str) -> dict[str, str]:
    ((entry,), problems) = read(source)
    assert problems == []
    return dict(entry.fields)


def test_an_entry_knows_its_key_type_fields_and_lines():
    assert read("\n@Article{Lee2020,\n  Title = {Cells},\n  year = 2020\n}") == (
        [Entry("Lee2020", "article", {"title": "Cells", "year": "2020"}, 2, {"title": 3, "year": 4})],
        [],
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("{a {B} c}", "a {B} c"),
        ('"a {"} c"', 'a {"} c'),
        ("2020", "2020"),
        ('"a" # { b} # 3', "a b3"),
        ("{two\n   lines}", "two lines"),
        ("{a } # {}", "a"),
    ],
)
def test_values_are_read(value, text):
    assert fields(f"@misc{{x, title = {value}}}") == {"title": text}


@pytest.mark.parametrize("key", ["a:b", "a/b", "a.b", "a+b", "a-b", "DBLP:conf/x/Y99", "müller2020"])
def test_keys_may_have_signs(key):
    assert read(f"@misc{{{key}, title = {{T}}}}")[0][0].key == key


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_lines(line_end):
    source = line_end.join(["% note", "@misc{x,", " title = {T}", "}", "@misc{y, z}"])
    assert read(source)[1] == ["a.bib:5: in 'y' a field like 'title = {…}' was expected, not 'z'."]


def test_a_byte_order_mark_does_not_hide_the_first_entry():
    assert read("\ufeff@misc{x, title = {T}}")[0][0].key == "x"


def test_parentheses_enclose_an_entry_too():
    assert fields("@misc(x, title = {T (a)})") == {"title": "T (a)"}


def test_text_and_comments_between_entries_are_passed_over():
    entries, problems = read('me@home.org says\n@comment{x y}\n@preamble{"z"}\n@misc{x, title = {T}}')
    assert ([entry.key for entry in entries], problems) == (["x"], [])


def test_abbreviations_are_filled_in():
    assert fields('@string{bmj = "BMJ"}\n@article{x, journal = BMJ # " Open"}') == {"journal": "BMJ Open"}


@pytest.mark.parametrize(
    ("month", "text"), [("may", "5"), ("May", "5"), ("5", "5"), ("{5}", "5"), ("mayo", "mayo")]
)
def test_months_need_no_braces(month, text):
    assert fields(f"@misc{{x, month = {month}}}") == {"month": text}


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("@misc{title = {T}}", "1: this @misc has no key. Begin it with one and a comma: @misc{smith2020,"),
        ("@misc{x title = {T}}", "1: a comma is missing after the key 'x'. Write 'x,'."),
        ("@misc{x,\n a = {T}\n b = {U}}", "2: in 'x' a comma is missing after the field 'a'."),
        ("@misc{x,\n a = {T", "2: the field 'a' is not closed: a '}' is missing, or one too many."),
        (
            "@misc{x,\n a = {T},\n",
            "1: 'x' is not closed: its '}' is missing, or a brace or a quote inside it is left open.",
        ),
        ("@misc{x, a = {T}", "1: 'x' is not closed: its '}' is missing."),
        ('@misc{x, a = "T}}', "1: the field 'a' is not closed: a '\"' is missing, or one too many."),
        ("@misc{x,\n a = }", "2: the field 'a' has no text. Write a = {…}."),
        (
            "@misc{x, a = word}",
            "1: the text of 'a' must stand in braces: a = {word}. (Or define the abbreviation with @string.)",
        ),
        ("@misc{x, a = {T}, A = {U}}", "1: 'x' has the field 'a' twice. Keep one of them."),
        ("@misc{x, % note\n a = {T}}", "1: in 'x' a field like 'title = {…}' was expected, not '%'."),
        ("@misc{x, a = " + "{" * 60 + "}" * 60 + "}", "1: the field 'a' nests more than 50 braces."),
    ],
)
def test_a_slip_is_a_sentence_and_the_next_entry_is_read(source, problem):
    entries, problems = read(f"{source}\n@misc{{next, title = {{T}}}}")
    assert problems == [f"a.bib:{problem}"]
    assert [entry.key for entry in entries] == ["next"]


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ("@article{a, title = {One", "is not closed"),
        ("@article{a, title = {One}, year 2020}", "a field like 'title = {…}' was expected"),
        ("@article{a title = {One}}", "a comma is missing after the key"),
        ("@article{a, title = One}", "must stand in braces"),
        ("@article{, title = {One}}", "has no key"),
        ('@article(a, title = "One', "is not closed"),
    ],
)
def test_an_entry_behind_a_broken_one_on_its_line_is_read(broken, sentence):
    source = f"\n{broken} @book{{x, title = {{Cells}}, year = {{2020}}}} @book{{y, title = {{More}}}}\n@book{{z, title = {{Last}}}}"
    entries, problems = read_bibliography(source, path="a.bib")
    assert [(key, entry.fields["title"], entry.line) for key, entry in entries.items()] == [
        ("x", "Cells", 2),
        ("y", "More", 2),
        ("z", "Last", 3),
    ]
    (problem,) = problems
    assert (problem.line, sentence in problem.text) == (2, True), problem


def test_what_only_looks_like_an_entry_inside_a_broken_one_is_none():
    source = "@article{a, title = {One, note = {mail a@b{c}, @you{ and @x{y}}\n@book{z, title = {Last}}"
    entries, problems = read_bibliography(source, path="a.bib")
    assert list(entries) == ["z"]
    assert len(problems) == 1


def test_a_key_used_twice_is_said_with_both_lines_and_case_does_not_count():
    entries, problems = read("@misc{x, a = {1}}\n@misc{X, a = {2}}")
    assert problems == [
        "a.bib:2: the key 'X' is used already on line 1. "
        "Give each source a key of its own, or remove one of the two."
    ]
    assert [entry.fields["a"] for entry in entries] == ["1"]


def test_every_slip_is_said_at_once():
    assert len(read("@misc{a b}\n@misc{c d}\n@misc{e f}")[1]) == 3


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("Lee, M. and Doe, J.", ["Lee, M.", "Doe, J."]),
        ("{Research and Care Group} and Doe, J.", ["{Research and Care Group}", "Doe, J."]),
        ("Anderson, Sandy AND others", ["Anderson, Sandy", "others"]),
        ("Lee\nand\nDoe", ["Lee", "Doe"]),
        ("Lee and ", ["Lee", ""]),
    ],
)
def test_names_are_split_at_and(text, split):
    assert list(names(text)) == split


@given(st.text(alphabet=st.sampled_from('@{}(),="#% \nax1\\'), max_size=80))
def test_any_text_yields_entries_or_sentences(text):
    entries, problems = read(text)
    assert all(entry.line <= text.count("\n") + 1 for entry in entries)
    assert all(problem.startswith("a.bib:") for problem in problems)


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True).filter(lambda name: name != "month"),
        st.text(
            alphabet=st.characters(exclude_characters="{}", exclude_categories=["Cs", "Cc"]), max_size=20
        ).filter(lambda text: not [*unseen(text)]),
        max_size=5,
    )
)
def test_what_is_written_is_read_back(written):
    source = "@misc{x" + "".join(f", {name} = {{{text}}}" for name, text in written.items()) + "}"
    ((entry,), problems) = read(source)
    assert problems == []
    assert entry.fields == {name: " ".join(text.split()) for name, text in written.items() if text.strip()}


@pytest.mark.parametrize(
    "source",
    [
        "@article{x, title = {" + "a" * 10_000_000,
        "@article{x, t={\n" * 200_000,
        "@article{x, title = " + "{" * 5_000 + "a" + "}" * 5_000 + "}",
        "{" * 1_000_000,
        "@" * 1_000_000,
        "@a{" + "x" * 1_000_000,
        '@article{x, title = "' + "{}" * 500_000,
        "@article{x," + " " * 1_000_000 + "y}",
    ],
    ids=["never closed", "never closed, often", "deep", "braces", "signs", "key", "quote", "space"],
)
def test_a_file_meant_to_harm_is_read_to_its_end(source):
    entries, problems = read(source)
    assert entries == []
    assert bool(problems) == ("@a" in source or "{" in source)
