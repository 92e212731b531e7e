"""The questions of a page are the numbered items below its heading for them."""

import pytest

from editorial.pages.questions import questions_in

PAGE = """---
title: A
---
# A

## First {#a}

1. No

## Ask {#ask}

Bring this list.

1. Why *so* [@doe2019; @roe2020]?
2. What "comes"
   next, and [when](b.md)?

    1. Inside

```
3. Code
```

### More

4. And then?

## Last

5. No
"""


def test_they_are_text_without_sources_links_and_markup():
    assert questions_in(PAGE, "ask")[:2] == ["Why so?", 'What "comes" next, and when?']


def test_those_below_a_smaller_heading_count_and_code_does_not():
    assert questions_in(PAGE, "ask")[2:] == ["And then?"]


def test_without_a_heading_they_are_all_of_the_page():
    assert [questions_in(PAGE, None)[place] for place in (0, -1)] == ["No", "No"]


@pytest.mark.parametrize("heading", ["b", 'a"]', ".*", "#ask"])
def test_below_a_heading_that_is_not_there_are_none(heading: str):
    assert questions_in(PAGE, heading) == []
