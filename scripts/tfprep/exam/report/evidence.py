"""What the best hand-ins do on the hidden data, once the exam is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tfprep.exam.outcomes import Evidence, Grade, RefusedError, TroubleError
from tfprep.exam.sitting import hand_ins
from tfprep.exam.sitting.actions import Grader
from tfprep.exam.sitting.state import HandIn, Sitting
from tfprep.exam.taskspec.task import Task


@dataclass(frozen=True)
class Looked:
    """What the best hand-ins did when they were graded once more."""

    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    """By the task's name."""
    lacks: tuple[str, ...] = ()
    """Why there is none for a task."""


def look(
    workspace: Path, sitting: Sitting, tasks: Sequence[Task], grade: Grader
) -> Looked:
    """Grade the best hand-in of each task once more, for what it did.

    Scores and points stay what they were. What can't be graded now is left out, and
    why is said; Ctrl-C leaves out what is left.
    """
    found: dict[str, Evidence] = {}
    lacks: list[str] = []
    for task in tasks:
        best = sitting.best(task.name)
        if best is None:
            continue
        try:
            again = _again(workspace, best, task, sitting, grade)
        except (RefusedError, TroubleError, OSError) as error:
            lacks.append(_no_figure(task, str(error)))
        except KeyboardInterrupt:
            lacks.append(_no_figure(task, "it was stopped"))
            break
        else:
            if again.score != best.score:
                lacks.append(
                    f"The model of task {task.spec.category} scores {again.score} when "
                    f"it is graded once more, and scored {best.score} then, which "
                    "counts. For more: tfprep exam verify"
                )
            if again.evidence:
                found[task.name] = again.evidence
    return Looked(found, tuple(lacks))


def _again(
    workspace: Path, best: HandIn, task: Task, sitting: Sitting, grade: Grader
) -> Grade:
    """Its grade, as long as it is what was graded.

    Raises:
        RefusedError: it is gone or was changed, or can't be graded any more.
        TroubleError: the grader failed.
        OSError: it can't be read.
    """
    path = workspace / best.file
    if not path.exists():
        raise RefusedError(
            f"no file {best.file}",
            "the copy of what was graded",
            "Put it back, then: tfprep exam report",
        )
    if hand_ins.digest(path) != best.sha256:
        raise RefusedError(
            f"another model in {best.file} than the one that was graded",
            "the same",
            "Put it back, then: tfprep exam report",
        )
    return grade(task, sitting.seeds, path)


def _no_figure(task: Task, why: str) -> str:
    return f"No figure of task {task.spec.category}, what its model did: {why}"
