import pytest

from editorial.markdown import collected, lines_of, section, title, without_code

PAGE = """# Neck {#top}

## Treatment {#treatment}

Text.

### Surgery {#surgery}

More.

## Questions {#questions}

1. Why?
2. When?
"""


def test_the_title_is_the_first_heading_of_level_1():
    assert title(PAGE) == "Neck"


def test_a_heading_in_code_is_no_title():
    assert title("```\n# no\n```\n\n# Yes") == "Yes"


def test_a_page_may_have_no_title():
    assert title("Text.") is None


def test_a_section_ends_at_the_next_heading_of_its_level():
    assert section(PAGE, "treatment") == "Text.\n\n### Surgery {#surgery}\n\nMore."
    assert section(PAGE, "surgery") == "More."


def test_the_last_section_ends_with_the_page():
    assert section(PAGE, "questions") == "1. Why?\n2. When?"


def test_a_section_that_is_not_there_is_none():
    assert section(PAGE, "outlook") is None


def test_sections_are_collected_with_links_back():
    text = collected(
        "questions",
        sources={"en/sub/neck.md": PAGE, "en/other.md": "# Other"},
        page="en/questions.md",
        link_text="Read: {title}",
    )
    assert text == "\n\n## Neck {#neck}\n\n1. Why?\n2. When?\n\n[Read: Neck](sub/neck.md)"


@pytest.mark.parametrize("code", ["`[@a]`", "``x`[@a]``", "```\n[@a]\n```", "~~~~ md\n[@a]\n~~~\n~~~~"])
def test_code_is_blanked_and_every_other_character_keeps_its_place(code):
    text = f"before {code}\nafter" if code[0] == "`" and "\n" not in code else f"before\n{code}\nafter"
    blanked = without_code(text)
    assert "[@a]" not in blanked
    assert len(blanked) == len(text)
    assert blanked.endswith("\nafter")
    assert blanked.count("\n") == text.count("\n")


def test_a_text_is_found_on_each_of_its_lines_however_it_is_wrapped():
    source = "x [@a; @b]\n`[@a; @b]`\n- y [@a;\n  @b]"
    assert list(lines_of("[@a; @b]", source)) == [1, 3]
