from editorial.problems import Problem, did_you_mean, from_root


def test_a_problem_reads_file_line_sentence():
    assert str(Problem("docs/en/index.md", 7, "has no title.")) == "docs/en/index.md:7: has no title."


def test_the_closest_word_is_suggested():
    assert did_you_mean("smiht2020", ["smith2020", "doe2019"]) == " Did you mean 'smith2020'?"


def test_case_does_not_count_in_a_suggestion():
    assert did_you_mean("SMITH2020", ["Smith2020"]) == " Did you mean 'Smith2020'?"


def test_nothing_is_suggested_where_nothing_is_close():
    assert did_you_mean("garcia2001", ["smith2020"]) == ""


def test_paths_are_shown_from_the_project_folder():
    assert from_root("/x/guide/docs/en/a.md", "/x/guide/mkdocs.yml") == "docs/en/a.md"
