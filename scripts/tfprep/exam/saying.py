"""What several commands of tfprep exam say in the same words."""

from __future__ import annotations

from collections.abc import Sequence

from tfprep.exam.sitting.clock import say_duration
from tfprep.exam.sitting.state import Sitting
from tfprep.exam.taskspec.task import Task


def time_left(sitting: Sitting) -> str:
    """The time that is left, or why there is none."""
    if sitting.finished:
        return "Finished. The report: tfprep exam report"
    if sitting.left is None or sitting.deadline is None:
        return "Practice: there is no clock."
    if not sitting.left:
        return "The time is over."
    until = sitting.deadline.astimezone()
    return f"{say_duration(sitting.left)} left, until {until:%H:%M}."


def width_of(tasks: Sequence[Task]) -> int:
    """Of a column of titles."""
    return max(len(task.spec.title) for task in tasks)
