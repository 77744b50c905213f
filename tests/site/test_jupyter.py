"""mkdocs-jupyter with our template."""

from pathlib import Path

import mkdocs_jupyter.config
import nbformat
import pytest
from mkdocs_jupyter.convert import nb2html
from projects import TinyCourse

from tfprep.pages.light_page import light_page
from tfprep.pages.page_notebook import PageNotebook
from tfprep.pages.templates import FOLDER
from tfprep.site.jupyter import use_our_template


def test_mkdocs_jupyter_takes_our_template(
    course: TinyCourse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of its own page is left: styles, scripts and prompts, 600 kB of them."""
    before = mkdocs_jupyter.config.settings.templates_dir
    monkeypatch.setattr(mkdocs_jupyter.config.settings, "templates_dir", before)
    path = tmp_path / "page.ipynb"
    nbformat.write(PageNotebook(course.lesson("basics/one"), None).node, path)

    use_our_template()
    rendered = nb2html(str(path))
    html = light_page(rendered).html

    for template in ("mkdocs_html/notebook.html.j2", "mkdocs_md/md-no-codecell.md.j2"):
        assert (Path(before) / template).is_file()
        assert (FOLDER / template).is_file()
    assert "cdnjs" not in rendered
    assert "jp-" not in html
    assert "In [" not in html
    assert html.count('<section class="exercise" data-exercise="') == 1
