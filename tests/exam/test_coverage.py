"""Which tasks ask for a skill."""

from projects import Course
from tasks import write_task

from tfprep.exam.coverage import tasks_by_skill, unknown_skills
from tfprep.exam.task import read_tasks


def test_every_skill_has_an_entry(course: Course) -> None:
    """A skill's tasks stand in the order of the exam; one without tasks has none."""
    folder = course.project.exam_tasks
    write_task(folder, "second", form=2)
    write_task(folder, "first")
    tasks = read_tasks(folder).values()

    asking = tasks_by_skill(tasks, course.project.syllabus)

    assert {
        skill: [task.name for task in found] for skill, found in asking.items()
    } == {
        "NN-1": ["first", "second"],
        "NN-2": [],
    }


def test_a_skill_that_does_not_exist_is_said(course: Course) -> None:
    """File, the id, and the one that may have been meant."""
    folder = course.project.exam_tasks
    write_task(folder, "slip", skills="[NN-1, NM-2]")
    tasks = read_tasks(folder).values()

    found = unknown_skills(tasks, course.project.syllabus)

    assert [problem.path.name for problem in found] == ["task.yml"]
    assert "got NM-2" in str(found[0])
    assert 'Did you mean "NN-2"?' in str(found[0])
