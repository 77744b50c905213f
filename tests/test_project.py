"""Finding the project."""

import pytest
from projects import TinyCourse

from tfprep.problems import ProblemError
from tfprep.project import find_project


def test_a_project_is_found_from_any_folder_inside(course: TinyCourse) -> None:
    """A command works wherever in the project it is typed."""
    assert find_project(course.root / "examples/data") == course.project


def test_elsewhere_there_is_no_project(course: TinyCourse) -> None:
    """Outside, the message says what was looked for."""
    with pytest.raises(ProblemError, match="no tfprep project here"):
        find_project(course.root.parent)
