"""Templates of pages."""

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from tfprep.pages.templates import one_line, render


def test_data_is_escaped_and_markup_is_not() -> None:
    """A value can't break out of the markup around it, unless it is markup."""
    assert "&lt;b&gt; &#34;" in render("notice", text='<b> "')
    assert "<b>" in render("notice", text=Markup("<b>"))


def test_a_name_that_is_missing_is_an_error() -> None:
    """A slip in a name doesn't leave a hole in a page."""
    with pytest.raises(UndefinedError, match="text"):
        render("notice", txt="x")


def test_markup_fits_into_a_row() -> None:
    """Neither a line end nor a bar in a title ends a table's cell."""
    assert one_line("<b>a | b</b>\n<i>c</i>") == "<b>a &#124; b</b> <i>c</i>"
