"""Which tasks of the practice exam ask for a skill."""

from __future__ import annotations

from collections.abc import Iterable

from tfprep.exam.task import Task
from tfprep.problems import Problem, did_you_mean
from tfprep.skills import Syllabus


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
