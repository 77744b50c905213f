"""Which tasks ask for a skill."""

import pytest
from projects import TinyCourse
from tasks import write_task

from tfprep.exam.taskspec.coverage import read_exam, tasks_by_skill, unknown_skills
from tfprep.exam.taskspec.task import Task, read_tasks
from tfprep.problems import ProblemError


def test_every_skill_has_an_entry(course: TinyCourse) -> None:
    """A skill's tasks stand in the order of the exam; one without tasks has none."""
    folder = course.project.exam_tasks
    write_task(folder, "second", form=2)
    write_task(folder, "first")
    tasks = read_tasks(folder).values()

    asking = tasks_by_skill(tasks, course.library.syllabus)

    assert {
        skill: [task.name for task in found] for skill, found in asking.items()
    } == {
        "NN-1": ["first", "second"],
        "NN-2": [],
    }


def test_a_skill_that_does_not_exist_is_said(course: TinyCourse) -> None:
    """File, the id, and the one that may have been meant."""
    folder = course.project.exam_tasks
    write_task(folder, "slip", skills="[NN-1, NM-2]")
    tasks = read_tasks(folder).values()

    found = unknown_skills(tasks, course.library.syllabus)

    assert [problem.path.name for problem in found] == ["task.yml"]
    assert "got NM-2" in str(found[0])
    assert 'Did you mean "NN-2"?' in str(found[0])


def read(course: TinyCourse) -> dict[str, Task]:
    return read_exam(course.project.exam_tasks, course.library.syllabus)


def test_a_project_without_an_exam_has_no_tasks(course: TinyCourse) -> None:
    """The folder of tasks may be missing."""
    assert read(course) == {}


def test_a_task_that_is_not_whole_is_refused(course: TinyCourse) -> None:
    """A build names it with its file, as it does for every other data file."""
    folder = course.project.exam_tasks
    write_task(folder, "good")
    (write_task(folder, "bad", form=2) / "weak.py").unlink()

    with pytest.raises(ProblemError) as caught:
        read(course)

    assert [problem.path for problem in caught.value.problems] == [
        folder / "bad" / "weak.py"
    ]


def test_a_task_with_an_unknown_skill_is_refused(course: TinyCourse) -> None:
    """What a task asks for is on the list of skills."""
    write_task(course.project.exam_tasks, "slip", skills="[NN-9]")

    with pytest.raises(ProblemError, match="got NN-9"):
        read(course)
