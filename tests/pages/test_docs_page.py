"""Pages of docs/ after MkDocs."""

from pathlib import Path

import pytest

from tfprep.pages.docs_page import finish_page
from tfprep.problems import ProblemError


def test_formulas_become_mathml(tmp_path: Path) -> None:
    """What pymdownx has marked is shown without a script."""
    html = r'<p><span class="arithmatex">\(x\)</span> <a href="//example.com">x</a></p>'

    assert "<math" in finish_page(html, tmp_path / "page.md")


def test_what_can_not_be_shown_is_said_with_its_line(tmp_path: Path) -> None:
    """Broken formulas and what a browser would load from elsewhere, all at once."""
    page = tmp_path / "page.md"
    page.write_text("# Page\n\nLet $x_$ be.\n\n![x](https://example.com/x.png)\n")
    html = (
        r'<p><span class="arithmatex">\(x_\)</span></p>'
        '<p><img alt="x" src="https://example.com/x.png"></p>'
    )

    with pytest.raises(ProblemError) as refused:
        finish_page(html, page)

    first, second = refused.value.problems
    assert (first.line, second.line) == (5, 3)
    assert "got <img src=https://example.com/x.png>" in first.text
    assert 'in the formula "x_"' in second.text
