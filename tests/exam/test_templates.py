"""Data become pages by templates that escape it."""

from __future__ import annotations

import markdown
import pytest
from bs4 import BeautifulSoup
from jinja2 import UndefinedError

from tfprep.exam.templates import plain, render

ODD = [
    "a | b",
    "<b>",
    "&lt;",
    "`x`",
    "*x*",
    "_x_",
    "[x](y)",
    "x\\",
    '"x"',
    "snake_case",
]


@pytest.mark.parametrize("text", ODD)
def test_plain_text_is_read_as_it_stands(text: str) -> None:
    """Also in the cell of a table, whatever it holds."""
    table = f"| head |\n|---|\n| {plain(text)} |\n"
    page = BeautifulSoup(markdown.markdown(table, extensions=["tables"]), "html.parser")

    (cell,) = page.select("td")
    assert cell.get_text() == text
    assert cell.find(True) is None, "no markup came of it"


def test_ordinary_words_stay_as_they_are() -> None:
    """Learners read a brief in an editor too."""
    text = "Heating demand, 2.5 °C (in `train.py`: no) snake_case #1!".replace("`", "'")

    assert plain(text) == text


def test_what_a_template_needs_must_be_there() -> None:
    """A name that nobody gave is an error, not an empty place."""
    with pytest.raises(UndefinedError, match="'task' is undefined"):
        render("brief.md.j2", text="")
