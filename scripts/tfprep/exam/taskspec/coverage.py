"""The exam's tasks of a project, and which of them ask for a skill."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tfprep.content.skills import Syllabus
from tfprep.exam.taskspec.task import Task, read_tasks
from tfprep.problems import Problem, ProblemError, did_you_mean


def read_exam(folder: Path, syllabus: Syllabus) -> dict[str, Task]:
    """The tasks in a project's folder by name, in order of category and form.

    A project may have no such folder, and then no tasks.

    Raises:
        ProblemError: a task is not whole, or names a skill that the syllabus lacks.
    """
    if not folder.is_dir():
        return {}
    tasks = read_tasks(folder)
    if problems := unknown_skills(tasks.values(), syllabus):
        raise ProblemError(problems)
    return tasks


def tasks_by_skill(
    tasks: Iterable[Task], syllabus: Syllabus
) -> dict[str, tuple[Task, ...]]:
    """For every skill of the syllabus the tasks that ask for it; none: empty."""
    every = list(tasks)
    return {
        skill: tuple(task for task in every if skill in task.skills)
        for skill in syllabus.skills
    }


def unknown_skills(tasks: Iterable[Task], syllabus: Syllabus) -> list[Problem]:
    """Skills that a task names and the syllabus lacks."""
    return [
        Problem(
            task.folder / "task.yml",
            None,
            f"skills: got {skill}, expected an id of the syllabus."
            + did_you_mean(skill, syllabus.skills),
        )
        for task in tasks
        for skill in task.spec.skills
        if skill not in syllabus.skills
    ]
