"""Grade one row of a class: copy the model, see if it is known, grade the copy."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from tfprep.exam.classes.found import Row, reason
from tfprep.exam.classes.readable import one_line
from tfprep.exam.classes.results import Result, Results, mark_of, version_of
from tfprep.exam.classes.search import head_of
from tfprep.exam.outcomes import RefusedError, TroubleError
from tfprep.exam.sitting import hand_ins
from tfprep.exam.sitting.actions import Grader
from tfprep.execution.scratch import scratch


class State(Enum):
    """How a row ends."""

    GRADED = "graded"
    REFUSED = "refused"
    MISSING = "nothing handed in"
    UNCLEAR = "to look at"
    """It is not known what was handed in, or grading failed; the score is empty."""
    OPEN = "not graded yet"


class _StoppedError(Exception):
    """The run was stopped while a model was graded."""


@dataclass(frozen=True)
class Outcome:
    """What a row came to."""

    row: Row
    state: State
    score: int | None = None
    """0 to 5; None: not known."""
    value: float | None = None
    """Of the task's metric."""
    sha256: str = ""
    """Of the model; empty if it was not read."""
    remark: str = ""
    is_new: bool = True
    """Whether it was graded now, not in a run before."""
    lost: str = ""
    """Why the result could not be kept, if so."""


def open_outcome(row: Row) -> Outcome:
    """What is known of a row before anything is graded."""
    if row.unclear:
        return Outcome(row, State.UNCLEAR, remark=one_line(row.unclear), is_new=False)
    if row.model is None:
        remark = State.MISSING.value
        return Outcome(row, State.MISSING, 0, remark=remark, is_new=False)
    return Outcome(row, State.OPEN, remark=State.OPEN.value, is_new=False)


def grade_row(
    row: Row,
    results: Results,
    grade: Grader,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Outcome:
    """The outcome of a row with a model; whatever is raised is this row's trouble.

    Nothing is kept once the run `is_stopped`: a grader that was ended may say anything.
    """
    try:
        return _grade_copy(row, results, grade, is_stopped)
    except _StoppedError:
        return open_outcome(row)
    except RefusedError as error:  # what can be seen from outside: it costs no time
        if isinstance(error.__cause__, OSError):
            return Outcome(row, State.UNCLEAR, remark=_remark(row, str(error)))
        return Outcome(row, State.REFUSED, 0, remark=_remark(row, f"refused: {error}"))
    except TroubleError as error:
        if is_stopped():
            return open_outcome(row)
        return Outcome(row, State.UNCLEAR, remark=_remark(row, str(error)))
    except Exception as error:  # noqa: BLE001 - one learner never stops the others
        said = f"Not graded ({reason(error)}): fix that, then run it again."
        return Outcome(row, State.UNCLEAR, remark=_remark(row, said))


def _grade_copy(
    row: Row, results: Results, grade: Grader, is_stopped: Callable[[], bool]
) -> Outcome:
    """Grade a copy that nobody else can change."""
    assert row.model is not None, "a row without a model has its outcome already"
    path = row.model.path
    if not path.is_dir():
        head_of(path)  # what can't be read is nobody's fault
    hand_ins.check_outside(path)
    known = results.find(row.learner, row.task)
    if known and known.sha256 == hand_ins.digest(path):  # nothing of it is opened
        return _outcome(row, known, is_new=False)
    # Only ours to enter, and removed even if this process is killed.
    with tempfile.TemporaryDirectory(dir=scratch().files) as folder:
        copy = hand_ins.keep(path, Path(folder), "model")
        result = _graded(row, results, grade, copy, hand_ins.digest(copy))
    if is_stopped():
        raise _StoppedError
    try:
        results.keep(result, row.learner, row.task)
    except OSError as error:
        return replace(_outcome(row, result), lost=reason(error))
    return _outcome(row, result)


def _graded(
    row: Row, results: Results, grade: Grader, copy: Path, sha256: str
) -> Result:
    """A score or a refusal, as it is kept."""
    score: int | None
    value: float | None
    try:
        found = grade(row.task, results.seeds, copy)
        score, value, said = found.score, found.value, " ".join(found.notes)
    except RefusedError as error:
        score, value, said = None, None, f"refused: {error}"
    return Result(
        learner=row.learner.shown,
        task=row.task.name,
        sha256=sha256,
        seeds=mark_of(results.seeds),
        version=version_of(row.task),
        score=score,
        value=value,
        remark=one_line(said),
    )


def _outcome(row: Row, result: Result, *, is_new: bool = True) -> Outcome:
    state = State.REFUSED if result.score is None else State.GRADED
    return Outcome(
        row,
        state,
        score=result.score or 0,
        value=result.value,
        sha256=result.sha256,
        remark=_remark(row, result.remark),
        is_new=is_new,
    )


def _remark(row: Row, said: str) -> str:
    return one_line(" ".join([*row.remarks, said]))
