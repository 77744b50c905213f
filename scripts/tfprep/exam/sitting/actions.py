"""What is done in an exam: start, submit, finish."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tfprep.exam.outcomes import ExamError, Grade, RefusedError, one_line
from tfprep.exam.sitting import clock, hand_ins, seals
from tfprep.exam.sitting.lock import Waits, in_silence, locked
from tfprep.exam.sitting.state import HandIn, Refusal, Sitting, load, save
from tfprep.exam.sitting.workspace import (
    check_free,
    folder_of,
    make_workspace,
    open_exam,
)
from tfprep.exam.system_errors import in_words, reason, shown
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import TASKS, Task, read_task
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
        ExamError: the folder holds something already, or can't be written.
    """
    with in_words():
        check_free(folder)  # before anything is written there
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            return _start(folder, tasks, seeds, hours, clocks)


def _start(
    folder: Path,
    tasks: Sequence[Task],
    seeds: Seeds,
    hours: float | None,
    clocks: clock.Clocks,
) -> Sitting:
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
    sitting = seals.begun(sitting)
    open_exam(folder, sitting, tasks)
    return sitting


def look(workspace: Path, clocks: clock.Clocks = clock.read_clocks) -> Sitting:
    """The exam in a workspace as it is now; nothing is written, nobody is waited for.

    Raises:
        ExamError: it can't be read.
    """
    return _now(load(workspace), clocks)


@contextmanager
def opened(
    workspace: Path,
    clocks: clock.Clocks = clock.read_clocks,
    waits: Waits = in_silence,
) -> Iterator[Sitting]:
    """The exam in a workspace, read once, for as long as nobody else may change it.

    What the clock says now is kept, until the exam is finished.

    Args:
        workspace: the exam's folder.
        clocks: the machine's.
        waits: is told, if another command is at work there.

    Raises:
        ExamError: it can't be read or written, or somebody else is at work in it.
    """
    with in_words(), locked(workspace, waits):
        before = load(workspace)
        sitting = _now(before, clocks)
        if sitting is not before:
            save(workspace, sitting)
        yield sitting


def _now(sitting: Sitting, clocks: clock.Clocks) -> Sitting:
    """The same sitting by what the clock says; the clock of a finished one stands."""
    return sitting if sitting.finished else sitting.now(clocks)


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
        hand_ins.check_outside(path, workspace)
        hand_in = _graded(workspace, sitting, task, path, grade)
    except RefusedError as error:
        refusal = Refusal(task=task.name, time=sitting.clock.time, why=str(error))
        refused = (*sitting.refused, refusal)
        save(workspace, sitting.model_copy(update={"refused": refused}))
        raise
    sitting = seals.with_hand_in(sitting, hand_in)
    try:
        save(workspace, sitting)
    except (OSError, ValueError):
        hand_ins.discard([workspace / hand_in.file])
        raise
    return sitting


def with_remark(sitting: Sitting, words: str) -> Sitting:
    """The exam with one more remark; it is kept with what is saved next."""
    remark = f"{sitting.clock.time:%Y-%m-%d %H:%M} UTC: {words}"
    return sitting.model_copy(update={"remarks": (*sitting.remarks, remark)})


def finish(
    workspace: Path, sitting: Sitting, clocks: clock.Clocks = clock.read_clocks
) -> Sitting:
    """End the exam; a finished one stays as it is."""
    if sitting.finished is None:
        sitting = sitting.now(clocks)
        end = min(sitting.clock.time, sitting.deadline or sitting.clock.time)
        sitting = seals.ended(sitting, end)
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


def tasks_of(sitting: Sitting, folder: Path = TASKS) -> list[Task]:
    """The tasks of a sitting; no others are read, which would take longer.

    Args:
        sitting: names them.
        folder: holds the tasks that there are.

    Raises:
        ExamError: this version of tfprep lacks one of them.
    """
    found = [path.parent for path in folder.glob("*/task.yml")]
    places = {place.name.replace("_", "-"): place for place in found}
    if lost := [name for name in sitting.tasks if name not in places]:
        raise ExamError(
            f"This version of tfprep has no task {one_line(', '.join(lost))}. Go on "
            "with the version that the exam was started with."
        )
    return [read_task(places[name]) for name in sitting.tasks]


def _graded(
    workspace: Path, sitting: Sitting, task: Task, path: Path, grade: Grader
) -> HandIn:
    number = len(sitting.hand_ins) + 1
    try:
        copy = hand_ins.keep(path, workspace, f"{number:03}-{folder_of(task)}")
    except OSError as error:  # most of all: the disk is full
        raise ExamError(
            f"{shown(path)} could not be copied to {shown(workspace)} "
            f"({reason(error)}). Nothing was charged: fix that, then submit again."
        ) from error
    try:
        hand_ins.check_outside(copy)  # what came over is what counts
        sha256 = hand_ins.digest(copy)
        found = grade(task, sitting.seeds, copy)
        copy = hand_ins.settle(copy)
    except BaseException:
        hand_ins.discard([copy])
        raise
    return HandIn(
        task=task.name,
        time=sitting.clock.time,
        file=copy.relative_to(workspace).as_posix(),
        sha256=sha256,
        score=found.score,
        value=found.value,
        notes=found.notes,
    )
