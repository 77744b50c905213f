"""What a page shows of a sitting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tfprep.exam.outcomes import RefusedError
from tfprep.exam.sitting.clock import say_duration
from tfprep.exam.sitting.hand_ins import find_model
from tfprep.exam.sitting.points import PASS, is_whole, most_points, points_of
from tfprep.exam.sitting.state import HandIn, Received, Refusal, Sitting
from tfprep.exam.sitting.workspace import folder_of
from tfprep.exam.taskspec.task import Task


@dataclass(frozen=True)
class Choice:
    """A task that an exam may have."""

    name: str
    letter: str
    title: str
    form: int
    weight: int
    minutes: int


@dataclass(frozen=True)
class Attempt:
    """Something that was handed in for a task."""

    at: float
    """Minutes after the start, by the exam's clock."""
    score: int | None
    """None: it could not be graded, and costs nothing."""
    said: str
    """What the metric came to, or why it was refused."""
    then: str = ""
    """What the next point takes."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Saved:
    """The model that lies in a task's folder."""

    name: str
    time: str
    """When it was saved, as ISO 8601 has it."""


@dataclass(frozen=True)
class Place:
    """One task of a sitting."""

    name: str
    letter: str
    title: str
    weight: int
    minutes: int
    """What a prepared learner should plan."""
    folder: str
    best: int | None
    points: float
    attempts: tuple[Attempt, ...]
    saved: Saved | None


@dataclass(frozen=True)
class Exam:
    """A sitting, as it is now."""

    form: int
    hours: float | None
    left: float | None
    """Seconds; None: there is no clock."""
    minutes: float
    """From the start until now, or until the end."""
    used: str
    deadline: str | None
    is_over: bool
    is_finished: bool
    points: float
    of: int
    passing: float | None
    """The points that pass; None: it is no whole exam, which nobody passes or fails."""
    tasks: tuple[Place, ...]
    remarks: tuple[str, ...]


def choices(tasks: Iterable[Task]) -> list[Choice]:
    """The tasks that somebody may choose from."""
    return [
        Choice(
            name=task.name,
            letter=task.spec.category,
            title=task.spec.title,
            form=task.spec.form,
            weight=task.category.weight,
            minutes=task.spec.minutes,
        )
        for task in tasks
    ]


def exam(workspace: Path, sitting: Sitting, tasks: Sequence[Task]) -> Exam:
    """A sitting, and what lies in its folders.

    Args:
        tasks: those of the sitting, in their order.
    """
    places = tuple(_place(workspace, sitting, task) for task in tasks)
    end = sitting.finished or min(
        sitting.clock.time, sitting.deadline or sitting.clock.time
    )
    seconds = (end - sitting.started).total_seconds()
    of = most_points(tasks)
    return Exam(
        form=sitting.form,
        hours=sitting.hours,
        left=sitting.left,
        minutes=seconds / 60,
        used=say_duration(seconds),
        deadline=sitting.deadline.isoformat() if sitting.deadline else None,
        is_over=sitting.is_over,
        is_finished=sitting.finished is not None,
        points=points_of(sitting, tasks),
        of=of,
        passing=round(PASS * of, 1) if is_whole(sitting, tasks) else None,
        tasks=places,
        remarks=sitting.remarks,
    )


def _place(workspace: Path, sitting: Sitting, task: Task) -> Place:
    best = sitting.best(task.name)
    received: list[HandIn | Refusal] = [*sitting.hand_ins, *sitting.refused]
    mine = [each for each in received if each.task == task.name]
    folder = workspace / folder_of(task)
    return Place(
        name=task.name,
        letter=task.spec.category,
        title=task.spec.title,
        weight=task.category.weight,
        minutes=task.spec.minutes,
        folder=str(folder),
        best=best.score if best else None,
        points=task.category.points(best.score) if best else 0,
        attempts=tuple(
            _attempt(task, each, sitting) for each in sorted(mine, key=_moment)
        ),
        saved=_saved(folder),
    )


def _moment(received: Received) -> datetime:
    return received.time


def _attempt(task: Task, received: HandIn | Refusal, sitting: Sitting) -> Attempt:
    at = (received.time - sitting.started).total_seconds() / 60
    if isinstance(received, Refusal):
        return Attempt(at, None, received.why)
    metric, spec = task.metric, task.spec
    then = ""
    if received.score < 5:
        word = "at most" if metric.falls else "at least"
        band = metric.show(spec.bands[received.score], spec.unit)
        then = f"For {received.score + 1}: {word} {band}."
    said = metric.say(received.value, spec.unit)
    return Attempt(at, received.score, said, then, received.notes)


def _saved(folder: Path) -> Saved | None:
    """The model that a hand-in without a file would take."""
    try:
        path = find_model(folder)
        time = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except (RefusedError, OSError):
        return None
    return Saved(path.name, time.isoformat(timespec="seconds"))
