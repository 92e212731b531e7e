import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.references.latex import UnreadableLatexError, plain, to_html, to_text


@pytest.mark.parametrize(
    ("latex", "html"),
    [
        (r"K{\"o}ln", "Köln"),
        (r"Garc{\'\i}a", "García"),
        (r"Garc{\'{\i}}a", "García"),
        (r"Garc\'ia", "García"),
        (r"Mu\~noz", "Muñoz"),
        (r"\v{Z}i\v zek", "Žižek"),
        (r"Bar\c{c}elona", "Barçelona"),
        (r"{\O}stergaard \aa{}", "Østergaard å"),
        (r"\'etat", "état"),
        (r"{{HER2}} and {BRAF}", "HER2 and BRAF"),
        (r"\emph{in vitro}, \textit{BRCA1}", "<i>in vitro</i>, <i>BRCA1</i>"),
        (r"H$_2$O, $^{68}$Ga", "H<sub>2</sub>O, <sup>68</sup>Ga"),
        (r"$\beta$-hCG $\geq 5$", "β-hCG ≥5"),
        (r"$\Delta\mu$", "Δμ"),
        (r"$H_2O$, $R_{1\text{ρ}}$, {$^7$Be}", "H<sub>2</sub>O, R<sub>1ρ</sub>, <sup>7</sup>Be"),
        (r"Ca^{2+}, T_{\mathrm{reg}}", "Ca<sup>2+</sup>, T<sub>reg</sub>"),
        (r"37$^\circ$C", "37°C"),
        (r"$\frac{1}{2}$, $\frac{a+b}{c}$, $\sqrt{2}$", "1/2, (a+b)/c, √2"),
        (r"$\hat{p}$, $\bar x$, $\dot{V}$O$_2$", "p̂, x̄, V̇O<sub>2</sub>"),
        ("5--9 --- ``x''", "5–9 — “x”"),
        (r"a~b\,c", "a\u00a0b\u2009c"),
        (r"10\% \& \$5 \#1 \_", "10% &amp; $5 #1 _"),
        ("10% off", "10% off"),
        ("x_2 ^ y", "x_2 ^ y"),
        ("<script>", "&lt;script&gt;"),
        (r"\textit{<b>}", "<i>&lt;b&gt;</i>"),
        ("don't", "don't"),
        (r"de'\hspace{0pt} Medici, a\hspace{1em}b", "de' Medici, a b"),
        (r"{\noopsort{xxx}}de Vries", "de Vries"),
    ],
)
def test_latex_is_shown(latex, html):
    assert to_html(latex) == html


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        (r"\foo{x}", r"the LaTeX command '\foo'"),
        (r"\input{secret}", r"the LaTeX command '\input'"),
        ("a } b", "a '}' that closes nothing"),
        ("a { b", "a missing '}'"),
        ("$x", "a missing '$'"),
        (r"\emph", "'emph' without braces around what it applies to"),
        ("$10^23$", "'^' without braces around what it applies to"),
        ("$10^-3$", "'^' without braces around what it applies to"),
        ("$5 to $10", "a '$' that begins no formula"),
        (r"\'", "an accent without braces around what it applies to"),
    ],
)
def test_what_is_not_understood_is_refused(latex, reason):
    with pytest.raises(
        UnreadableLatexError, match="^" + reason.replace("\\", "\\\\").replace("$", "\\$").replace("^", "\\^")
    ):
        to_html(latex)


def test_plain_text_has_no_mark_up():
    assert to_text(r"\emph{a} & $_2$") == "a & 2"


@given(st.text(alphabet=st.characters(exclude_characters="\\{}$~`-'", exclude_categories=["Cs"])))
def test_text_without_latex_comes_back_as_it_is(text):
    assert plain(to_html(text)) == text


@given(st.text(alphabet=st.sampled_from("\\{}$^_~'\"`-abiv .<&"), max_size=40))
def test_any_text_is_shown_or_refused_and_never_leaves_open_tags(text):
    try:
        html = to_html(text)
    except UnreadableLatexError:
        return
    assert html.count("<i>") == html.count("</i>")
    assert "<" not in html.replace("<sup>", "").replace("</sup>", "").replace("<sub>", "").replace(
        "</sub>", ""
    )
