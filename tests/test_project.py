"""Finding the project."""

import pytest
from projects import Course
from tasks import write_task

from tfprep.problems import ProblemError
from tfprep.project import find_project


def test_a_project_is_found_from_any_folder_inside(course: Course) -> None:
    """A command works wherever in the project it is typed."""
    assert find_project(course.root / "examples/data") == course.project


def test_elsewhere_there_is_no_project(course: Course) -> None:
    """Outside, the message says what was looked for."""
    with pytest.raises(ProblemError, match="no tfprep project here"):
        find_project(course.root.parent)


def test_a_project_without_an_exam_has_no_tasks(course: Course) -> None:
    """The folder of tasks may be missing."""
    assert course.project.tasks == {}


def test_a_slip_in_a_task_is_one_of_the_data(course: Course) -> None:
    """A build names it with its file, as it does for every other data file."""
    folder = course.project.exam_tasks
    write_task(folder, "good")
    (write_task(folder, "bad", form=2) / "weak.py").unlink()

    assert [problem.path for problem in course.project.data_problems()] == [
        folder / "bad" / "weak.py"
    ]


def test_a_task_with_an_unknown_skill_is_refused(course: Course) -> None:
    """What a task asks for is on the list of skills."""
    write_task(course.project.exam_tasks, "slip", skills="[NN-9]")

    assert "got NN-9" in str(course.project.data_problems()[0])
