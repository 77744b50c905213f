"""The exam's verbs: start, submit, finish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tfprep.exam.outcomes import ExamError, Judgment, RefusedError
from tfprep.exam.sitting import clock, hand_ins
from tfprep.exam.sitting.state import Attempt, HandIn, Refusal, load, locked, save
from tfprep.exam.sitting.workspace import (
    check_free,
    folder_of,
    make_workspace,
    open_exam,
)
from tfprep.exam.taskspec.task import Task
from tfprep.problems import did_you_mean

HOURS = 5.0
Grade = Callable[[Task, int, Path], Judgment]


def start(
    folder: Path,
    tasks: Sequence[Task],
    *,
    seed: int,
    hours: float | None,
    watch: clock.Watch = clock.read_clocks,
) -> Attempt:
    """Make the workspace; when all is there, the clock starts.

    Raises:
        ExamError: the folder holds something already.
        OSError: it can't be written.
    """
    check_free(folder)  # before anything is written there
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        check_free(folder)
        make_workspace(folder, tasks, seed)
        reading = clock.start(watch())
        attempt = Attempt(
            form=tasks[0].spec.form,
            seed=seed,
            tasks=tuple(task.name for task in tasks),
            started=reading.time,
            hours=hours,
            clock=reading,
        )
        open_exam(folder, attempt, tasks)
    return attempt


def status(workspace: Path, watch: clock.Watch = clock.read_clocks) -> Attempt:
    """The attempt as it is now; what the clock says is kept."""
    with locked(workspace):
        return _tick(workspace, watch)


def submit(
    workspace: Path,
    task: Task,
    file: Path | None,
    grade: Grade,
    watch: clock.Watch = clock.read_clocks,
) -> tuple[HandIn, Judgment]:
    """Grade a model, by default the last one saved in the task's folder.

    The time counts at which this began. What can't be graded is noted, and costs
    nothing.

    Raises:
        ExamError: the exam is over, or the disk is full.
        RefusedError: the model can't be graded.
        TroubleError: the grader failed.
    """
    with locked(workspace):
        attempt = _tick(workspace, watch)
        check_open(attempt)
        try:
            path = file or hand_ins.find_model(workspace / folder_of(task))
            hand_ins.check_outside(path)
            graded = _graded(workspace, attempt, task, path, grade)
        except RefusedError as error:
            refusal = Refusal(task=task.name, time=attempt.clock.time, why=str(error))
            refused = (*attempt.refused, refusal)
            save(workspace, attempt.model_copy(update={"refused": refused}))
            raise
        hand_in, judgment = graded
        every = (*attempt.hand_ins, hand_in)
        save(workspace, attempt.model_copy(update={"hand_ins": every}))
    return hand_in, judgment


def finish(workspace: Path, watch: clock.Watch = clock.read_clocks) -> Attempt:
    """End the exam; a finished one stays as it is."""
    with locked(workspace):
        attempt = _tick(workspace, watch)
        if attempt.finished is None:
            end = min(attempt.clock.time, attempt.deadline or attempt.clock.time)
            attempt = attempt.model_copy(update={"finished": end})
            save(workspace, attempt)
    return attempt


def check_open(attempt: Attempt) -> None:
    """Refuse when nothing can be handed in any more.

    Raises:
        ExamError: the exam was finished, or its time is over.
    """
    if attempt.finished:
        raise ExamError("This exam is finished. Its report: tfprep exam report")
    if attempt.is_over:
        raise ExamError(
            f"The {attempt.hours:g} hours are over, since {attempt.deadline:%H:%M} "
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


def tasks_of(attempt: Attempt, tasks: dict[str, Task]) -> list[Task]:
    """The tasks of an attempt.

    Raises:
        ExamError: this version of tfprep lacks one of them.
    """
    lost = [name for name in attempt.tasks if name not in tasks]
    if lost:
        raise ExamError(
            f"This version of tfprep has no task {', '.join(lost)}. Go on with the "
            "version that the exam was started with."
        )
    return [tasks[name] for name in attempt.tasks]


def _tick(workspace: Path, watch: clock.Watch) -> Attempt:
    attempt = load(workspace).now(watch)
    save(workspace, attempt)
    return attempt


def _graded(
    workspace: Path, attempt: Attempt, task: Task, path: Path, grade: Grade
) -> tuple[HandIn, Judgment]:
    number = len(attempt.hand_ins) + 1
    try:
        copy = hand_ins.keep(path, workspace, f"{number:03}-{folder_of(task)}")
    except OSError as error:  # most of all: the disk is full
        raise ExamError(
            f"{path} could not be copied to {workspace} ({error.strerror or error}). "
            "Nothing was charged: mend that, then submit again."
        ) from error
    try:
        judgment = grade(task, attempt.seed, copy)
    except BaseException:
        hand_ins.discard([copy])
        raise
    hand_in = HandIn(
        task=task.name,
        time=attempt.clock.time,
        file=copy.relative_to(workspace).as_posix(),
        sha256=hand_ins.digest(copy),
        score=judgment.score,
        value=judgment.value,
        notes=judgment.notes,
    )
    return hand_in, judgment
