"""What the content of a page goes through."""

from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from projects import TinyCourse

from tfprep.site.build import Build
from tfprep.site.finishing import Finishing
from tfprep.site.links import Linker


@pytest.fixture
def page(tmp_path: Path) -> Page:
    """A page of docs, as MkDocs has read it."""
    config = MkDocsConfig()
    config.load_dict({"site_name": "tiny", "docs_dir": str(tmp_path)})
    assert config.validate() == ([], [])
    (tmp_path / "one.md").write_text("# One\n")
    return Page("One", File("one.md", str(tmp_path), "site", False), config)


@pytest.mark.parametrize("own", ["What it says of itself.", ""])
def test_a_page_says_what_it_is_about(course: TinyCourse, page: Page, own: str) -> None:
    """In its front matter, or else by its first paragraph."""
    page.meta = {"description": own} if own else {}

    Finishing(Build.read(course.project)).finish(
        "<h1>One</h1><p>It begins so.</p>", page, Linker(page, Files([page.file]))
    )

    assert page.meta["description"] == (own or "It begins so.")
