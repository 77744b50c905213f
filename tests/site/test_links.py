"""Links between pages."""

import logging
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from tfprep.site.links import Linker


@pytest.fixture
def linker(tmp_path: Path) -> Linker:
    """Makes links for the page of a lesson; there is also a topic."""
    config = MkDocsConfig()
    config.load_dict({"site_name": "tiny", "docs_dir": str(tmp_path)})
    assert config.validate() == ([], [])
    uris = ("lessons/basics/one.ipynb", "lessons/basics/two.md", "topics/basics.md")
    files = Files([File(uri, "docs", "site", use_directory_urls=True) for uri in uris])
    page = files.get_file_from_path("lessons/basics/two.md")
    assert page is not None
    return Linker(Page(None, page, config), files)


def test_a_link_leads_from_page_to_page(linker: Linker) -> None:
    """Source paths become addresses as seen from the page, with their anchor."""
    assert linker.to("topics/basics.md#nn-1") == "../../../topics/basics/#nn-1"
    assert linker.from_lesson("one.ipynb") == "../one.ipynb"
    assert linker.from_lesson("one.ipynb?a=b#c") == "../one.ipynb?a=b#c"
    assert linker.from_lesson("../../topics/basics.md") == "../../../topics/basics/"


def test_a_link_to_nowhere_is_said(
    linker: Linker, caplog: pytest.LogCaptureFixture
) -> None:
    """The page and the target are named, so that a strict build fails."""
    with caplog.at_level(logging.WARNING, "mkdocs.tfprep"):
        assert linker.from_lesson("nowhere.ipynb") == "lessons/basics/nowhere.ipynb"

    assert "lessons/basics/two.md links to lessons/basics/nowhere.ipynb" in caplog.text
