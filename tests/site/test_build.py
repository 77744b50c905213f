"""What one build knows of the course."""

import pytest
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from projects import TinyCourse

from tfprep.pages.page_files import page_files
from tfprep.site.build import Build


def test_every_problem_of_the_data_is_said_at_once(course: TinyCourse) -> None:
    """A build that can't begin names each file that has to be mended."""
    for name in ("sources", "glossary"):
        (course.project.data / f"{name}.yml").write_text("no: [list")

    with pytest.raises(PluginError, match="2 to mend") as refused:
        Build.read(course.project)

    assert "docs/data/sources.yml" in str(refused.value)
    assert "docs/data/glossary.yml" in str(refused.value)


def test_a_page_that_can_not_be_shown_ends_a_build(course: TinyCourse) -> None:
    """Every place is named; a server says it on the page and goes on."""
    course.write("basics/one", "\n# %% [markdown]\n# Let $x_$ be.\n")
    course.write("basics/two", "\n# %% [markdown]\n# [On](three.ipynb).\n")
    build = Build.read(course.project)
    build.pages += filter(None, (page_files(x, None) for x in build.course.everything))
    files = Files([])

    with pytest.raises(PluginError, match="2 to mend") as refused:
        build.check_pages(files, serving=False)
    build.check_pages(files, serving=True)

    assert 'one.py:15: in the formula "x_"' in str(refused.value)
    assert "two.py:15: got the address three.ipynb" in str(refused.value)
    assert "in the formula &#34;x_&#34;" in build.notices["basics/one"]
    assert build.notices.keys() == {"basics/one", "basics/two"}
