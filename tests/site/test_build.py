"""What one build knows of the course."""

import pytest
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from projects import TinyCourse, drawing

from tfprep.lessons.origin import Origin
from tfprep.pages.page_files import page_files
from tfprep.site.build import Build
from tfprep.site.memory import Memory

SHOWN = "![A square beside one word](../diagrams/one.svg)"


def test_every_problem_of_the_data_is_said_at_once(course: TinyCourse) -> None:
    """A build that can't begin names each file that has to be fixed."""
    for name in ("sources", "glossary"):
        (course.project.data / f"{name}.yml").write_text("no: [list")

    with pytest.raises(PluginError, match="2 to fix") as refused:
        Build.read(course.project)

    assert "docs/data/sources.yml" in str(refused.value)
    assert "docs/data/glossary.yml" in str(refused.value)


def test_a_changed_diagram_changes_page_and_notebook(course: TinyCourse) -> None:
    """A server makes both again, though no lesson has changed."""
    path = course.draw("one")
    course.write("basics/one", f"\n# %% [markdown]\n# {SHOWN}\n")

    def made() -> tuple[str, object]:
        build = Build.read(course.project)
        lesson = build.course.lesson("basics/one")
        page = memory.page_files(lesson, None, Origin())
        assert page is not None
        file = File(page.uri, None, "site", use_directory_urls=True)
        file.content_string = page.notebook
        return build.mark(file), page.beside["lessons/basics/one/one.ipynb"]

    memory = Memory()
    before = made()
    assert made() == before
    path.write_text(drawing('<text y="60">Other</text>'))

    assert all(old != new for old, new in zip(before, made(), strict=True))


def test_a_page_that_can_not_be_shown_ends_a_build(course: TinyCourse) -> None:
    """Every place is named; a server says it on the page and goes on."""
    course.write("basics/one", "\n# %% [markdown]\n# Let $x_$ be.\n")
    course.write("basics/two", "\n# %% [markdown]\n# [On](three.ipynb).\n")
    build = Build.read(course.project)
    build.pages += filter(None, (page_files(x, None) for x in build.course.everything))
    files = Files([])

    with pytest.raises(PluginError, match="2 to fix") as refused:
        build.check_pages(files, serving=False)
    build.check_pages(files, serving=True)

    assert 'one.py:15: in the formula "x_"' in str(refused.value)
    assert "two.py:15: got the address three.ipynb" in str(refused.value)
    assert "in the formula &#34;x_&#34;" in build.notices["basics/one"]
    assert build.notices.keys() == {"basics/one", "basics/two"}
