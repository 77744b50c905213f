"""What is done in an exam: start, submit, finish."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tfprep.exam.outcomes import ExamError, Grade, RefusedError
from tfprep.exam.sitting import clock, hand_ins
from tfprep.exam.sitting.state import HandIn, Refusal, Sitting, load, locked, save
from tfprep.exam.sitting.workspace import (
    check_free,
    folder_of,
    make_workspace,
    open_exam,
)
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task
from tfprep.problems import did_you_mean

HOURS = 5.0
Grader = Callable[[Task, Seeds, Path], Grade]
"""Grades the model in a file on a task's hidden data; see grading.parent.grade."""


def start(
    folder: Path,
    tasks: Sequence[Task],
    *,
    seeds: Seeds,
    hours: float | None,
    clocks: clock.Clocks = clock.read_clocks,
) -> Sitting:
    """Make the workspace; when all is there, the clock starts.

    Raises:
        ExamError: the folder holds something already.
        OSError: it can't be written.
    """
    check_free(folder)  # before anything is written there
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        check_free(folder)
        make_workspace(folder, tasks, seeds.seed)
        reading = clock.start(clocks())
        sitting = Sitting(
            form=tasks[0].spec.form,
            seed=seeds.seed,
            secret=seeds.secret,
            tasks=tuple(task.name for task in tasks),
            started=reading.time,
            hours=hours,
            clock=reading,
        )
        open_exam(folder, sitting, tasks)
    return sitting


@contextmanager
def opened(
    workspace: Path, clocks: clock.Clocks = clock.read_clocks
) -> Iterator[Sitting]:
    """The exam in a workspace, read once, for as long as nobody else may change it.

    What the clock says now is kept.

    Raises:
        ExamError: it can't be read, or somebody else is at work in it.
    """
    with locked(workspace):
        sitting = load(workspace).now(clocks)
        save(workspace, sitting)
        yield sitting


def submit(
    workspace: Path, sitting: Sitting, task: Task, file: Path | None, grade: Grader
) -> Sitting:
    """Grade a model, by default the last one saved in the task's folder.

    The time counts at which the exam was opened. What can't be graded is noted, and
    costs nothing.

    Returns:
        The exam as it is now; its last hand-in is this one.

    Raises:
        ExamError: the exam is over, or the disk is full.
        RefusedError: the model can't be graded.
        TroubleError: the grader failed.
    """
    _check_open(sitting)
    try:
        path = file or hand_ins.find_model(workspace / folder_of(task))
        hand_ins.check_outside(path)
        hand_in = _graded(workspace, sitting, task, path, grade)
    except RefusedError as error:
        refusal = Refusal(task=task.name, time=sitting.clock.time, why=str(error))
        refused = (*sitting.refused, refusal)
        save(workspace, sitting.model_copy(update={"refused": refused}))
        raise
    every = (*sitting.hand_ins, hand_in)
    sitting = sitting.model_copy(update={"hand_ins": every})
    save(workspace, sitting)
    return sitting


def finish(
    workspace: Path, sitting: Sitting, clocks: clock.Clocks = clock.read_clocks
) -> Sitting:
    """End the exam; a finished one stays as it is."""
    if sitting.finished is None:
        sitting = sitting.now(clocks)
        end = min(sitting.clock.time, sitting.deadline or sitting.clock.time)
        sitting = sitting.model_copy(update={"finished": end})
        save(workspace, sitting)
    return sitting


def _check_open(sitting: Sitting) -> None:
    """Refuse when nothing can be handed in any more.

    Raises:
        ExamError: the exam was finished, or its time is over.
    """
    if sitting.finished:
        raise ExamError("This exam is finished. Its report: tfprep exam report")
    if sitting.is_over:
        raise ExamError(
            f"The {sitting.hours:g} hours are over, since {sitting.deadline:%H:%M} "
            "UTC. Your best scores count: tfprep exam finish"
        )


def pick_task(word: str, tasks: Sequence[Task]) -> Task:
    """The task that a learner names by letter, name or folder.

    Raises:
        ExamError: it is none of these tasks.
    """
    wanted = Path(word).name.casefold()
    for task in tasks:
        names = {task.spec.category, task.name, folder_of(task)}
        if wanted in {name.casefold() for name in names}:
            return task
    known = ", ".join(f"{task.spec.category} ({task.name})" for task in tasks)
    hint = did_you_mean(wanted, [task.name for task in tasks])
    raise ExamError(f'Got task "{word}"; expected one of {known}.{hint}')


def tasks_of(sitting: Sitting, tasks: dict[str, Task]) -> list[Task]:
    """The tasks of a sitting.

    Raises:
        ExamError: this version of tfprep lacks one of them.
    """
    lost = [name for name in sitting.tasks if name not in tasks]
    if lost:
        raise ExamError(
            f"This version of tfprep has no task {', '.join(lost)}. Go on with the "
            "version that the exam was started with."
        )
    return [tasks[name] for name in sitting.tasks]


def _graded(
    workspace: Path, sitting: Sitting, task: Task, path: Path, grade: Grader
) -> HandIn:
    number = len(sitting.hand_ins) + 1
    try:
        copy = hand_ins.keep(path, workspace, f"{number:03}-{folder_of(task)}")
    except OSError as error:  # most of all: the disk is full
        raise ExamError(
            f"{path} could not be copied to {workspace} ({error.strerror or error}). "
            "Nothing was charged: mend that, then submit again."
        ) from error
    try:
        found = grade(task, sitting.seeds, copy)
    except BaseException:
        hand_ins.discard([copy])
        raise
    return HandIn(
        task=task.name,
        time=sitting.clock.time,
        file=copy.relative_to(workspace).as_posix(),
        sha256=hand_ins.digest(copy),
        score=found.score,
        value=found.value,
        notes=found.notes,
    )
