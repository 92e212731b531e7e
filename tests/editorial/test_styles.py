"""What the theme's style sheets have for other sites is taken out of them; what this one uses stays."""

import pytest

from editorial.site.styles import asked_in, names_in, names_on, without_unused

ON_PAGE = names_on("<p class=\"a b\" id=c dir=ltr lang=en><i class='d'>", asked_in(["[dir=rtl] p{top:0}"]))
NAMES = names_in(['list.add("shown--wide")']).union(ON_PAGE)


def test_names_are_the_classes_and_ids_of_pages_the_words_of_scripts_and_what_attributes_have_that_styles_ask_for():
    assert {"a", "b", "c", "d", "ltr", "true", "false", "list", "add", "shown--wide"} == NAMES


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".a{color:red}.x{color:red}", ".a{color:red}"),
        (".a,.x,#c{color:red}", ".a,#c{color:red}"),
        (".a .x{top:0}.a .b>#c{top:0}", ".a .b>#c{top:0}"),
        ("p,a:hover,[data-x]{top:0}", "p,a:hover,[data-x]{top:0}"),
        # What is within brackets need not be there for the rule to count.
        (".a:not(.x){top:0}", ".a:not(.x){top:0}"),
        (":is(.a,.x:not(.y,.z)) p{top:0}", ":is(.a,.x:not(.y,.z)) p{top:0}"),
        ('.a[href*=".x"]{top:0}', '.a[href*=".x"]{top:0}'),
        (".shown--wide{top:0}", ".shown--wide{top:0}"),
        # An attribute without a value may be set by a script, one with a value must be somewhere.
        ("[dir=rtl] p,[dir=ltr] p{top:0}", "[dir=ltr] p{top:0}"),
        ('[data-on="shown--wide"] p{top:0}', '[data-on="shown--wide"] p{top:0}'),
        ("[aria-expanded=true]{top:0}", "[aria-expanded=true]{top:0}"),
        ("p:not([dir=rtl]){top:0}", "p:not([dir=rtl]){top:0}"),
        ("[href^=http]{top:0}", "[href^=http]{top:0}"),
        ("@media print{.a{top:0}.x{top:0}}@media screen{.x{top:0}}", "@media print{.a{top:0}}"),
        ("@keyframes x{from{top:0}to{top:1px}}", "@keyframes x{from{top:0}to{top:1px}}"),
        ('@font-face{src:url("x.woff2")}', '@font-face{src:url("x.woff2")}'),
    ],
)
def test_a_rule_stays_if_one_of_its_selectors_can_be_true(css: str, kept: str):
    assert without_unused(css, names=NAMES) == kept


def test_a_variable_that_nothing_reads_is_gone_and_so_are_those_that_it_read():
    css = ":root{--one:1px;--two:var(--one);--three:2px}.a{top:var(--three)}.x{top:var(--two)}"
    assert without_unused(css, names=NAMES) == ":root{--three:2px}.a{top:var(--three)}"
    assert "--one:1px" in without_unused(css, names=NAMES, others=["p{top:var(--two)}"])


def test_a_picture_within_a_variable_is_taken_out_whole():
    css = ":root{--x:url('data:image/svg+xml;charset=utf-8,<svg a=\"b\"/>');--y:1px}.a{top:var(--y)}"
    assert without_unused(css, names=NAMES) == ":root{--y:1px}.a{top:var(--y)}"
