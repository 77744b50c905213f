"""Grade the kept models of an exam once more, and compare."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tfprep.exam.outcomes import RefusedError
from tfprep.exam.sitting import hand_ins
from tfprep.exam.sitting.actions import Grader
from tfprep.exam.sitting.state import KEEP, HandIn, Sitting
from tfprep.exam.taskspec.task import Task
from tfprep.exam.verify.difference import Difference, name_of

CLOSE = 0.005
"""By which share two values of one model may differ: processors and versions of
TensorFlow round in their own ways."""


@dataclass(frozen=True)
class Again:
    """What came of one hand-in."""

    number: int
    hand_in: HandIn
    task: Task
    differences: tuple[Difference, ...]


def grade_again(
    workspace: Path, sitting: Sitting, tasks: Sequence[Task], grade: Grader
) -> Iterator[Again]:
    """Each hand-in, graded from a private copy of its kept model.

    Raises:
        TroubleError: the grader failed.
        ExamError, OSError: a model can't be copied.
    """
    by_name = {task.name: task for task in tasks}
    for number, hand_in in enumerate(sitting.hand_ins, 1):
        task = by_name[hand_in.task]
        with tempfile.TemporaryDirectory(prefix="tfprep-verify-") as private:
            told = _again(workspace, hand_in, Path(private), task, sitting, grade)
            where = name_of(number, hand_in)
            found = tuple(Difference(where, *each) for each in told)
        yield Again(number, hand_in, task, found)


Told = Iterator[tuple[str, object, object]]
"""What, as stated, as found."""


def _again(
    workspace: Path,
    hand_in: HandIn,
    private: Path,
    task: Task,
    sitting: Sitting,
    grade: Grader,
) -> Told:
    path = workspace / hand_in.file
    if path.is_symlink() or (workspace / KEEP).is_symlink():
        yield "file", hand_in.file, "a link there"
        return
    if not path.exists():
        yield "file", hand_in.file, "nothing there"
        return
    try:
        hand_ins.check_outside(path)
        copy = hand_ins.keep(path, private, "model")
        found = hand_ins.digest(copy)
        if found != hand_in.sha256:
            yield "sha256", hand_in.sha256, f"{found}: another model"
        result = grade(task, sitting.seeds, copy)
    except RefusedError as error:
        yield "score", hand_in.score, f"a file that can't be graded: {error}"
        return
    is_close = math.isclose(result.value, hand_in.value, rel_tol=CLOSE)
    is_close |= math.isnan(result.value) and math.isnan(hand_in.value)
    if result.score != hand_in.score:
        is_edge = is_close and hand_in.score == task.metric.score(
            hand_in.value, task.spec.bands
        )
        nearly = ", though the value is almost the same" if is_edge else ""
        yield "score", hand_in.score, f"{result.score}{nearly}"
    if not is_close:
        show, unit = task.metric.show, task.spec.unit
        yield "value", show(hand_in.value, unit), show(result.value, unit)
