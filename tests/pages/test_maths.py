"""Formulas become MathML at build time."""

from bs4 import BeautifulSoup

from tfprep.pages.maths import render_arithmatex, render_dollars


def rendered(html: str) -> BeautifulSoup:
    soup = BeautifulSoup(html, "html.parser")
    render_dollars(soup)
    return soup


def test_inline_and_display_formulas() -> None:
    """One dollar makes an inline formula, two a display; the text around stays."""
    soup = rendered(r"<p>Let $x_1 < 3$ and $$\sum_i x_i$$ end.</p>")

    inline, display = soup.find_all("math")
    assert inline["display"] == "inline"
    assert display["display"] == "block"
    assert soup.p is not None
    assert soup.p.get_text().startswith("Let ")
    assert soup.p.get_text().endswith(" end.")


def test_code_keeps_its_dollars() -> None:
    """A dollar in code is code."""
    html = "<p><code>$x$ and $y$</code></p><pre>echo $HOME $PATH</pre>"

    assert str(rendered(html)) == html


def test_a_lonely_dollar_is_text() -> None:
    """A dollar without a partner isn't a formula."""
    assert rendered("<p>It costs 5 $ or so.</p>").find("math") is None


def test_arithmatex_is_rendered_too() -> None:
    """Formulas of Markdown pages, which pymdownx marks, become the same."""
    html = r'<p><span class="arithmatex">\(x^2\)</span></p>'

    assert "<math" in render_arithmatex(html)
    assert r"\(" not in render_arithmatex(html)
    assert render_arithmatex("<p>x</p>") == "<p>x</p>"
