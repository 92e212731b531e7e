from editorial.problems import Problem
from editorial.words import Words, direction, read_words, untranslated, waiting


def words(source: str) -> Words:
    return read_words(source, path="en.yml", locale="en")[0]


def problems(source: str) -> list[str]:
    return [str(problem) for problem in read_words(source, path="en.yml", locale="en")[1]]


def compared(spanish: str, english: str) -> list[Problem]:
    es = read_words(spanish, path="es.yml", locale="es")[0]
    return untranslated(es, original=words(english), path="es.yml", original_path="en.yml")


def test_keys_are_dotted():
    assert words("page:\n  back: Back\n").say("page.back") == "Back"


def test_placeholders_are_filled_in():
    assert words("a: 'Back to {page}'").say("a", page="Home") == "Back to Home"


def test_a_placeholder_reaches_names_only():
    assert words("a: '{page.__class__} {0}'").say("a", page="x") == "{page.__class__} {0}"


def test_a_missing_key_shows_itself():
    assert words("a: b").say("page.back") == "page.back"


def test_texts_that_look_like_other_types_stay_text():
    assert words("a: 2020-01-01\nb: yes\nc: 3").texts == {"a": "2020-01-01", "b": "yes", "c": "3"}


def test_a_key_without_text_is_a_problem():
    assert problems("page:\n  back:\n") == ["en.yml:2: 'page.back' has no text. Write it in quotes."]


def test_numbers_dates_and_sizes_follow_the_words_of_the_language():
    es = words("subject: {locale: es_US}\nnumbers: {group_from: '5', group: \"\\u202F\"}")
    assert es.locale == "es_US"
    assert [es.number(value) for value in (9.6, 999, 1114, 1234.5, 12500, 1234567.5)] == [
        "9.6",
        "999",
        "1114",
        "1234.5",
        "12\u202f500",
        "1\u202f234\u202f567.5",
    ]


def test_words_that_do_not_say_it_group_numbers_by_commas_from_four_digits_on():
    assert words("a: b").locale == "en"
    assert [words("a: b").number(value) for value in (999, 1114, 12500.5)] == ["999", "1,114", "12,500.5"]


def test_a_locale_that_nobody_knows_is_a_problem_and_the_language_is_used():
    source = "a: b\nsubject:\n  locale: xx_YY"
    assert problems(source) == [
        "en.yml:3: 'subject.locale' is 'xx_YY', of which nothing is known. Write language_COUNTRY, like es_US."
    ]
    assert words(source).locale == "en"


def test_a_number_of_digits_that_is_none_is_a_problem():
    source = "numbers:\n  group_from: four"
    assert problems(source) == ["en.yml:2: 'numbers.group_from' is 'four'. Write a number, like '4'."]
    assert words(source).number(1114) == "1,114"


def test_a_key_given_twice_is_a_problem():
    assert problems("a: b\na: c") == ["en.yml:2: 'a' is given twice, also on line 1. Keep one of them."]


def test_a_slip_in_the_yaml_is_a_problem_with_its_line():
    (problem,) = problems('a: b\nc: "open\n')
    assert problem.startswith("en.yml:2: cannot be read as YAML:")


def test_an_empty_file_has_no_words():
    assert words("").texts == {}


def test_a_key_missing_in_the_other_language_is_said_with_the_original():
    assert compared("b: x", "b: y\na: Back") == [
        Problem("es.yml", 1, "has no 'a'. Add it; en.yml:2 says 'Back'.")
    ]


def test_a_key_of_the_other_language_only_is_said():
    assert compared("a: x\nb: y", "a: x") == [
        Problem("es.yml", 2, "'b' is not in en.yml. Add it there, or take it out here.")
    ]


def test_a_placeholder_lost_in_translation_is_said():
    assert compared("a: Volver", "a: 'Back to {page}'") == [
        Problem("es.yml", 1, "'a' and en.yml:1 differ in {page}.")
    ]


def test_plural_forms_may_differ_by_language():
    assert compared("a: {other: x}", "a: {one: y, other: z}") == []


def test_what_still_stands_in_another_language_is_said_once_and_stops_nothing():
    source = 'a: "Back" # translate\nb: "Ici"\nc:\n  d: "Next # translate"\n  e: "On"  # translate\n'
    (problem,) = waiting(source, path="fr.yml")
    assert problem.notice
    assert str(problem).startswith("fr.yml:1: this line and 1 more stand in another language. Translate each")
    assert [*waiting('a: "Retour"\n', path="fr.yml")] == []


def test_words_that_wait_for_their_translation_may_be_those_of_the_original():
    assert compared('a: "Back" # translate', 'a: "Back"') == []
    assert [problem.text for problem in compared('a: "Back"', 'a: "Back"')] == [
        "is en.yml word for word. Translate it."
    ]


def test_the_direction_of_a_language_is_that_of_its_script():
    assert [direction(code) for code in ("ar", "he", "fa", "az-Arab", "fr", "zh-Hant", "xx", "")] == [
        "rtl",
        "rtl",
        "rtl",
        "rtl",
        "ltr",
        "ltr",
        "ltr",
        "ltr",
    ]
