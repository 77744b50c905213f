"""mkdocs-jupyter with our template."""

from pathlib import Path

import nbformat
import pytest
from mkdocs_jupyter.nbconvert2 import nb2html
from our_template import borrow_our_template
from projects import TinyCourse

from tfprep.pages.light_page import light_page
from tfprep.pages.page_notebook import PageNotebook
from tfprep.pages.templates import FOLDER


def test_mkdocs_jupyter_takes_our_template(
    course: TinyCourse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of its own page is left: styles, scripts and prompts, 600 kB of them."""
    before = borrow_our_template(monkeypatch, tmp_path)
    path = tmp_path / "page.ipynb"
    nbformat.write(PageNotebook(course.lesson("basics/one"), None).node, path)

    rendered = nb2html(str(path))
    html = light_page(rendered).html

    template = "mkdocs_html/notebook.html.j2"
    assert (before / template).is_file()
    assert (FOLDER / template).is_file()
    assert "cdnjs" not in rendered
    assert "jp-" not in html
    assert "In [" not in html
    assert html.count('<section class="exercise" data-exercise="') == 1
