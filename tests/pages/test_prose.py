"""A lesson's prose, and what in it a page can't show."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from tfprep.lessons.cells import Cell, Role
from tfprep.pages.prose import line_of, render_prose


def soup(markdown: str) -> BeautifulSoup:
    """The prose as HTML, in which nothing was refused."""
    prose = render_prose(markdown)
    assert prose.refused == ()
    return BeautifulSoup(prose.html, "html.parser")


def refusal(markdown: str) -> str:
    """What is said about the one thing that is wrong."""
    (finding,) = render_prose(markdown).refused
    return finding.text


@pytest.mark.parametrize(
    "markdown",
    [
        "Let $x$ be.",
        "Let $ x $ be.",
        r"Let \\(x\\) be.",
        "$$\nx\n$$",
        r"\\[ x \\]",
        "\\begin{align}\nx\n\\end{align}",
        "- an item with $x$",
        "## A heading with $x$",
    ],
)
def test_formulas_in_every_notation(markdown: str) -> None:
    """Dollars, brackets and bare environments, wherever prose has them."""
    (maths,) = soup(markdown).select("math")

    assert maths.get_text() == "x"


def test_a_formula_keeps_the_marks_of_markdown() -> None:
    """Stars and lines below are the formula's; bars end no cell of a table."""
    (maths,) = soup(r"Let $\hat{y}_i * w_j * z_i$ be.").select("math")
    cells = soup("| a | b |\n|---|---|\n| norm | $|x|$ |").select("td")

    assert maths.select("em") == []
    assert [cell.get_text() for cell in cells] == ["norm", "|x|"]


@pytest.mark.parametrize(
    "markdown",
    [
        r"A ticket costs \$5 and a meal \$6.",
        "Pay US$3-$4, or $20,000 and not $30,000.",
        "A variable: `$HOME` and $PATH:/bin and $HOME.",
        "| item | price |\n|---|---|\n| tea | $3/$5 |\n| beer | $5 | $6 |",
        "```\necho $HOME $PATH\n```",
        "    indented $HOME $PATH",
    ],
)
def test_money_and_code_keep_their_dollars(markdown: str) -> None:
    """Nothing of them becomes a formula, and no dollar is lost."""
    found = soup(markdown)

    assert found.select("math") == []
    assert found.get_text().count("$") == markdown.count("$")


def test_relative_addresses_are_noted() -> None:
    """Links and pictures wait for the page that resolves them; others stay."""
    prose = render_prose(
        "[a](../b/c.ipynb?x=1#d) ![p](p.svg) <a href='e.ipynb'>e</a>\n"
        "<HTTPS://example.com> [m](mailto:a@example.com) [h](#here)"
    )

    assert prose.refused == ()
    assert [f.text for f in prose.relative] == [
        "../b/c.ipynb?x=1#d",
        "p.svg",
        "e.ipynb",
    ]
    assert 'href="lesson:../b/c.ipynb?x=1#d"' in prose.html
    assert 'src="lesson:p.svg"' in prose.html
    assert "href='lesson:e.ipynb'" in prose.html
    assert prose.html.count("lesson:") == 3


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        (r"The loss $\left( x$.", "it is broken (extra left or missing right)"),
        ("It is $5 a month, or 50$ a year.", "a formula or money"),
        ("![cat](attachment:cat.png)", "no attachments"),
        ("![cat](https://example.com/cat.png)", "loads nothing from elsewhere"),
        ("![cat](//example.com/cat.png)", "loads nothing from elsewhere"),
        ("![cat](HTTPS://example.com/cat.png)", "loads nothing from elsewhere"),
        ('<img src="http://example.com/cat.png">', "loads nothing from elsewhere"),
        ('<iframe src="https://example.com"></iframe>', "got <iframe>"),
        ("<script>alert(1)</script>", "got <script>"),
        ("<style>@import url(//example.com);</style>", "got <style>"),
        ('<link rel="stylesheet" href="//example.com/x.css">', "got <link>"),
        ('<video src="x.mp4"></video>', "got <video>"),
        ('<p style="background: url(//example.com/x)">x</p>', "<p style=…>"),
        ('<b onclick="alert(1)">x</b>', "<b onclick=…>"),
        ('<img srcset="//example.com/x 2x" src="p.svg">', "<img srcset=…>"),
        ("```mermaid\ngraph LR\n```", "a mermaid fence"),
        ('<pre class="mermaid">graph LR</pre>', "the class mermaid"),
        ("<div>\n\nText.", "got 1 <div> without end"),
        ("Text.</section>", "got <section>"),
        ("Text.</div>", "got 1 <div> without begin"),
        ("Text.</script>", "got <script>"),
        ("<div><![CDATA[x]]></div>", "got <![CDATA[x]]></div>"),
        ("[p](//example.com/x)", "expected https://example.com/x"),
        ("[p](/lessons/)", "relative to the lesson"),
        ("[p](javascript:alert(1))", "expected one of http:"),
    ],
)
def test_what_a_page_can_not_show_is_refused(markdown: str, said: str) -> None:
    """Broken formulas, and whatever loads or runs something, by their name."""
    assert said in refusal(markdown)


def test_what_is_refused_is_shown_as_it_was_typed() -> None:
    """While a site is served, the page stays whole and its author sees the place."""
    assert "<code>x_</code>" in render_prose("The loss $x_$.").html
    assert "example.com" not in render_prose("![x](//example.com/x.png)").html
    assert "&lt;/script&gt;" in render_prose("Text.</script>").html
    assert "</script>" not in render_prose("Text.<!-- </script> -->").html


def test_a_finding_has_its_line() -> None:
    """Counted in the file, from the cell's first line on."""
    cell = Cell(Role.PROSE, "One.\n\nThe loss $x_$ here.\n", line=7)
    (finding,) = render_prose(cell.source).refused

    assert line_of(cell, finding) == 9


def test_markup_that_shapes_text_is_kept() -> None:
    """Folds, keys, tables and anchors of notebooks are shown as they are."""
    fold = "<details><summary>More</summary>\n\nhidden **text**\n\n</details>"
    found = soup(fold + "\n<kbd>x</kbd>")

    assert found.select_one("details strong") is not None
    assert found.select_one("kbd") is not None


PIECES = (
    *("$", "$$", "\\", "\\(", "\\begin{align}", "\\end{align}", "&", "{", "}", "_"),
    *("<div>", "</div>", "<!--", "-->", "<![x", "<?", "<a href=", "|", "\n|---|\n"),
    *("\n", "\n\n", "```", "# ", "- ", "[x](y)", "![", "](", "5", " and ", "\x00", "`"),
)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=14))
def test_any_markdown_becomes_a_page(pieces: list[str]) -> None:
    """Whatever is typed is shown or refused; it neither raises nor ends the page."""
    assert "</script" not in render_prose("".join(pieces)).html.lower()


def test_the_empty_corner_of_a_table_is_no_heading() -> None:
    """A screen reader would announce a heading without a name."""
    page = soup("|  | fit |\n|---|---|\n| size | 32 |")

    assert [cell.get_text() for cell in page.select("th")] == ["fit"]
    assert [cell.name for cell in page.select("thead tr > *")] == ["td", "th"]
