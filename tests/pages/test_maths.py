"""Formulas become MathML at build time."""

import pytest
from bs4 import BeautifulSoup

from tfprep.pages.maths import MathError, render_arithmatex, to_mathml


def test_inline_and_display_formulas() -> None:
    """A formula says where it stands, and its signs are escaped."""
    assert 'display="inline"' in to_mathml("x_1 < 3", display=False)
    assert "&lt;" in to_mathml("x_1 < 3", display=False)
    assert 'display="block"' in to_mathml(r"\sum_i x_i", display=True)


@pytest.mark.parametrize(
    ("latex", "rows"),
    [
        (r"\begin{align} a &= b \\ c &= d \end{align}", 2),
        (r"\begin{align*} a &= b \end{align*}", 1),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", 2),
        (r"f = \begin{cases} 1 & x < 0 \\ 0 & x \geq 0 \end{cases}", 2),
        (r"\begin{gather} a \\ b \end{gather}", 2),
        (r"\begin{alignat}{2} a &= b \end{alignat}", 1),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", 2),
    ],
)
def test_lines_of_an_environment_stand_in_rows(latex: str, rows: int) -> None:
    """Each line is a row of a table, without a mark or a number that nobody wrote."""
    maths = BeautifulSoup(to_mathml(latex, display=True), "html.parser")

    assert len(maths.select("mtr")) == rows
    assert "&" not in maths.get_text()
    assert "(1)" not in maths.get_text()


@pytest.mark.parametrize("latex", [r"\begin{equation} a \label{x} \end{equation}", "a"])
def test_what_shows_nothing_is_left_out(latex: str) -> None:
    """Labels and the frame of a single formula leave no trace."""
    maths = BeautifulSoup(to_mathml(latex, display=True), "html.parser")

    assert maths.get_text() == "a"


@pytest.mark.parametrize(
    ("latex", "said"),
    [
        (r"\left( x", "missing right"),
        (r"\begin{matrix} a & b", "missing end"),
        ("x_", "missing super script or subscript"),
        ("{x", "1 opening and 0 closing braces"),
        ("x}", "0 opening and 1 closing braces"),
        (r"\frac{a}", "1 parts for mfrac, expected 2"),
        (r"\unknowncommand{x}", r"got \unknowncommand, which no page"),
        (r"\begin{nothing} x \end{nothing}", "the environment nothing, expected align"),
        ("a & b", "a & outside"),
        (r"a \\ b", r"\\ outside"),
        (r"\href{https://example.com}{x}", "a link or a style"),
        (r"\DeclareMathOperator", "stop iteration"),
        ("", "no available tokens"),
    ],
)
def test_what_can_not_be_shown_is_refused_by_name(latex: str, said: str) -> None:
    """The formula is quoted with what is wrong, and nothing half-made is shown."""
    with pytest.raises(MathError) as refused:
        to_mathml(latex, display=False)

    assert said in str(refused.value)
    assert f'in the formula "{latex}"' in str(refused.value)
    assert refused.value.latex == latex


def test_escaped_signs_are_signs() -> None:
    r"""\& and \$ are what they say."""
    maths = BeautifulSoup(to_mathml(r"a \& \$5 \%", display=False), "html.parser")

    assert maths.get_text() == "a&$5%"


def test_arithmatex_is_rendered_too() -> None:
    """Formulas of Markdown pages, which pymdownx marks, become the same."""
    html = r'<p><span class="arithmatex">\(x^2\)</span></p>'
    bare = r'<div class="arithmatex">\begin{align}a &amp;= b\end{align}</div>'

    assert "<math" in render_arithmatex(html)
    assert r"\(" not in render_arithmatex(html)
    assert 'display="block"' in render_arithmatex(bare)
    assert render_arithmatex("<p>x</p>") == "<p>x</p>"
