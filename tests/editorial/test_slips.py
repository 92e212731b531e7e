"""Which words of a language the search would take for slips of others, and which are forms of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.glossary.stemming import stemmer
from editorial.site.slips import Listed, Neighbors, distance, mistaken, slips, slips_script

KNOWN = [
    "liver",
    "Statin",
    "expression",
    "diagnosis",
    "prognosis",
    "cancer",
    "cheerful",
    "convenio",
    "biopsia",
]


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("biospy", "biopsy", 1),
        ("canser", "cancer", 1),
        ("lever", "liver", 1),
        ("fever", "fewer", 2),
        ("station", "statin", 1),
        ("metastsis", "metastasis", 1),
        ("liver", "liver", 0),
        ("", "a", 1),
    ],
)
def test_slips_are_counted_as_the_search_counts_them(one: str, other: str, slips: int):
    assert distance(one, other, 2) == distance(other, one, 2) == slips


def test_short_words_and_those_with_digits_have_no_slips():
    assert [slips(word) for word in ("live", "liver", "biopsia", "biopsias", "ck7ck20")] == [0, 1, 1, 2, 0]


@given(st.text("abceinsz", min_size=5, max_size=9), st.lists(st.text("abceinsz", min_size=4, max_size=9)))
def test_the_nearest_words_are_those_that_a_comparison_with_all_finds(word: str, known: list[str]):
    far = {other: distance(word, other, slips(word)) for other in known if other[0] == word[0]}
    best = min(far.values(), default=3)
    wanted = sorted(other for other in far if far[other] == best) if best <= slips(word) else []
    assert Neighbors(dict.fromkeys(known)).nearest(word) == wanted


@pytest.mark.parametrize("word", ["lever", "station", "convento", "STATION"])
def test_a_word_that_is_no_form_of_its_neighbor_is_mistaken_for_it(word: str):
    plain = word.lower()
    assert mistaken([word], KNOWN, lambda word: [stemmer("en")(word)]) == [plain]


@pytest.mark.parametrize(
    "word",
    ["liver", "livers", "diagnose", "prognostic", "cheer", "statins", "piano", "fever", "live", "biopsía"],
)
def test_a_known_word_a_form_of_one_and_one_that_nothing_is_close_to_are_not(word: str):
    assert mistaken([word], KNOWN, lambda word: [stemmer("en")(word)]) == []


def test_a_dictionary_says_of_more_words_that_they_are_forms_of_one():
    entries = {"drawn": "draw", "drown": "drown", "drawe": "draw"}
    assert mistaken(["drawn", "drown"], ["drawe"], lambda word: [entries[word]]) == []
    assert mistaken(["drawn", "drown"], ["drawm"], lambda word: [entries.get(word, word)]) == ["drawn"]


def test_where_words_come_from_goes_wherever_they_go():
    text = "# Words of a dictionary.\n# Free */ for all.\nlever\n\nstation\n"
    assert Listed(text).words == ["lever", "station"]
    script = slips_script(text, ["liver", "piano"], "en")
    assert script == '/*! Words of a dictionary. Free  for all. */\nglobalThis.siteSearchSlips = "lever";\n'
