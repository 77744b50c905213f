"""Sittings that are over, made without a workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from tfprep.exam.outcomes import ClassEvidence, Evidence, ValueEvidence
from tfprep.exam.sitting.clock import Moment, Reading
from tfprep.exam.sitting.state import HandIn, Received, Refusal, Sitting
from tfprep.exam.sitting.workspace import folder_of
from tfprep.exam.taskspec.task import CATEGORIES, Task, read_tasks

START = datetime(2026, 11, 22, 9, tzinfo=UTC)
CLASSES = ClassEvidence(classes=("cat", "dog"), confusion=((30, 10), (0, 40)))
VALUES = ValueEvidence(
    truth=((0.0,), (10.0,), (20.0,)), answers=((1.0,), (11.0,), (24.0,))
)


def tasks_of(letters: str, form: int = 1) -> list[Task]:
    """The tasks of a form with these letters."""
    every = read_tasks().values()
    return [t for t in every if t.spec.form == form and t.spec.category in letters]


def every(*scores: int | None) -> dict[str, Sequence[int | None]]:
    """The same hand-ins in each of the five tasks."""
    return dict.fromkeys(CATEGORIES, scores)


def sat(
    scores: Mapping[str, Sequence[int | None]],
    *,
    form: int = 1,
    hours: float | None = 5.0,
    minutes: float = 10,
    start: datetime = START,
) -> tuple[Sitting, list[Task]]:
    """A finished sitting and its tasks.

    Args:
        scores: by letter what was handed in, one every `minutes`; None was refused.
    """
    tasks = tasks_of("".join(scores), form)
    events: list[Received] = []
    for task in tasks:
        for score in scores[task.spec.category]:
            time = start + timedelta(minutes=minutes) * (len(events) + 1)
            events.append(_received(task, time, score))
    end = start + timedelta(minutes=minutes) * (len(events) + 1)
    sitting = Sitting(
        form=form,
        seed=1,
        secret=f"{1:032x}",
        tasks=tuple(task.name for task in tasks),
        started=start,
        hours=hours,
        clock=Reading(time=end, seen=Moment(wall=end)),
        finished=end,
        hand_ins=tuple(event for event in events if isinstance(event, HandIn)),
        refused=tuple(event for event in events if isinstance(event, Refusal)),
    )
    return sitting, tasks


def _received(task: Task, time: datetime, score: int | None) -> Received:
    if score is None:
        return Refusal(task=task.name, time=time, why="Got a stone; expected a model.")
    bands = task.spec.bands
    value = bands[score - 1] if score else bands[0] * (2 if task.metric.falls else 0.5)
    return HandIn(
        task=task.name,
        time=time,
        file=f".hand-ins/001-{folder_of(task)}.keras",
        sha256="0" * 64,
        score=score,
        value=value,
    )


def evidence_for(task: Task) -> Evidence:
    """Some, of the kind of the task."""
    return VALUES if task.spec.output.values else CLASSES
