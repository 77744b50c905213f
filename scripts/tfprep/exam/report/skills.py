"""What the scores say of each skill, and what it could still bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tfprep.exam.report.advice import Guide
from tfprep.exam.report.parts import (
    SHAKY,
    SOLID,
    SkillResult,
    State,
    TaskResult,
)
from tfprep.exam.taskspec.task import EVERY_TASK, Task
from tfprep.lessons.origin import Origin


def judge(
    tasks: Sequence[TaskResult], guide: Guide, worth: Mapping[str, float]
) -> tuple[SkillResult, ...]:
    """Every skill that the tasks ask for, in the order of the syllabus.

    Args:
        tasks: with their scores.
        guide: knows what a score shows.
        worth: what `points_by_skill` gives.
    """
    asking = by_skill(tasks)
    return tuple(_judge(s, asking[s], worth[s], guide) for s in guide.sort(asking))


def by_skill(tasks: Sequence[TaskResult]) -> dict[str, list[TaskResult]]:
    """For each skill the tasks that ask for it."""
    asking: dict[str, list[TaskResult]] = {}
    for task in tasks:
        for skill in task.skills:
            asking.setdefault(skill, []).append(task)
    return asking


def breadth_of(tasks: Iterable[Task]) -> dict[str, int]:
    """How many kinds of tasks ask for each skill, from 1 to 5."""
    kinds: dict[str, set[str]] = {}
    for task in tasks:
        for skill in task.skills:
            kinds.setdefault(skill, set()).add(task.spec.category)
    return {skill: len(letters) for skill, letters in kinds.items()}


def points_by_skill(
    tasks: Sequence[TaskResult], breadth: Mapping[str, int]
) -> dict[str, float]:
    """What each skill could bring.

    The points that a task misses are shared out among its skills: by how far each of
    them is from full marks in the task where it went best, and the more to one the
    fewer kinds of tasks ask for it. What every task asks for has no part in it: who
    handed a model in has done that.

    Args:
        tasks: with their scores.
        breadth: of every skill, over all tasks of the exam.
    """
    asking = by_skill(tasks)
    best = {s: max(task.score or 0 for task in asked) for s, asked in asking.items()}
    lack = {skill: (5 - score) / breadth[skill] for skill, score in best.items()}
    lack |= dict.fromkeys(EVERY_TASK, 0.0)
    worth = dict.fromkeys(asking, 0.0)
    for task in tasks:
        if whole := sum(lack[skill] for skill in task.skills):
            for skill in task.skills:
                worth[skill] += missing(task) * lack[skill] / whole
    return worth


def missing(task: TaskResult) -> float:
    """The points that a task could still bring."""
    return task.weight - task.points


def _judge(
    skill: str, asked: Sequence[TaskResult], points: float, guide: Guide
) -> SkillResult:
    state, why = _state(skill, asked, guide)
    known = guide.skills.get(skill)
    return SkillResult(
        id=skill,
        text=known.text if known else "",
        state=state,
        why=why,
        tasks=tuple(task.letter for task in asked),
        points=round(points, 1),
        address=guide.address(skill),
        page=guide.address(skill, Origin(site="/")).removeprefix("/"),
    )


def _state(skill: str, asked: Sequence[TaskResult], guide: Guide) -> tuple[State, str]:
    """How sure it is, and if it is not shown, why not."""
    if skill not in guide.skills:
        return "not shown", "The list of skills that a model shows could not be read"
    if why := guide.skills[skill].no_trace:
        return "not shown", why
    share = _share(asked)
    if share is None:
        letters = ", ".join(task.letter for task in asked)
        return "not shown", f"Nothing was graded of {letters}"
    if skill in EVERY_TASK:  # who scored has done that, however little it was
        return ("solid", "") if share else ("not shown", "No model has scored a point")
    return (
        "solid" if share >= SOLID else "shaky" if share >= SHAKY else "to learn",
        "",
    )


def _share(asked: Sequence[TaskResult]) -> float | None:
    """The mean of the scores of the tasks that were graded, from 0 to 1."""
    scores = [task.score for task in asked if task.score is not None]
    return sum(scores) / (5 * len(scores)) if scores else None
