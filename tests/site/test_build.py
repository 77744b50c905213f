"""What one build knows of the course."""

import pytest
from mkdocs.exceptions import PluginError
from projects import TinyCourse

from tfprep.site.build import Build, in_menu_order


def test_lessons_come_in_the_order_of_the_menu(course: TinyCourse) -> None:
    """What the menu doesn't name comes last."""
    one, two, new = (course.lesson(f"basics/{name}") for name in ("one", "two", "new"))
    menu = [{"Lessons": ["lessons/basics/two.ipynb", "lessons/basics/one.ipynb"]}]

    assert in_menu_order([new, one, two], menu) == [two, one, new]


def test_every_problem_of_the_data_is_said_at_once(course: TinyCourse) -> None:
    """A build that can't begin names each file that has to be mended."""
    for name in ("sources", "glossary"):
        (course.project.data / f"{name}.yml").write_text("no: [list")

    with pytest.raises(PluginError, match="2 to mend") as refused:
        Build.read(course.project)

    assert "docs/data/sources.yml" in str(refused.value)
    assert "docs/data/glossary.yml" in str(refused.value)
