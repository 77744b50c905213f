"""What a sitting's scores come to."""

from __future__ import annotations

from collections.abc import Sequence

from tfprep.exam.sitting.state import Sitting
from tfprep.exam.taskspec.task import CATEGORIES, Task

PASS = 0.9
"""Share of the points that passes; the first handbook of 2020 printed 90 of 100."""


def points_of(sitting: Sitting, tasks: Sequence[Task]) -> float:
    """The points that the best hand-ins come to."""
    best = ((task, sitting.best(task.name)) for task in tasks)
    points = (task.category.points(found.score) for task, found in best if found)
    return round(sum(points), 1)


def most_points(tasks: Sequence[Task]) -> int:
    """The points that these tasks can come to."""
    return sum(task.category.weight for task in tasks)


def is_whole(sitting: Sitting, tasks: Sequence[Task]) -> bool:
    """Whether it was a whole form against the clock: nothing else passes or fails."""
    return sitting.hours is not None and len(tasks) == len(CATEGORIES)


def has_passed(sitting: Sitting, tasks: Sequence[Task]) -> bool:
    """Whether it was a whole exam, and its points suffice."""
    enough = PASS * most_points(tasks)
    return is_whole(sitting, tasks) and points_of(sitting, tasks) >= enough
