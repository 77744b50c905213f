"""Grade the hand-ins of many learners into one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tfprep.exam.outcomes import ExamError, RefusedError, TroubleError
from tfprep.exam.sitting import hand_ins
from tfprep.exam.sitting.actions import Grader
from tfprep.exam.sitting.workspace import folder_of
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import MODELS, Task

COLUMNS = ("learner", "task", "score", "points", "of", "metric", "value", "remark")


@dataclass(frozen=True)
class Row:
    """One learner's model for one task."""

    learner: str
    task: Task
    model: Path | None


def find_rows(folder: Path, tasks: Sequence[Task]) -> list[Row]:
    """Every learner below the folder with every task, handed in or not.

    A learner's folder is a workspace, or holds `A.keras`, `bent-sensor.h5` or the like.

    Raises:
        ExamError: there is no learner's folder.
    """
    learners = sorted(path for path in folder.iterdir() if path.is_dir())
    learners = [path for path in learners if not path.name.startswith(".")]
    if not learners:
        raise ExamError(f"{folder} has no folders; expected one for each learner.")
    return [
        Row(path.name, task, _model(path, task)) for path in learners for task in tasks
    ]


def grade_rows(
    rows: Sequence[Row], seeds: Seeds, grade: Grader, jobs: int
) -> Iterator[dict[str, object]]:
    """A line of the table for each row, in order; `jobs` are graded at once."""
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda row: _line(row, seeds, grade), rows)


def _model(learner: Path, task: Task) -> Path | None:
    stems = (task.spec.category, task.name, folder_of(task))
    places = [learner / folder_of(task) / name for name in MODELS]
    places += [
        learner / (stem + end) for stem in stems for end in (".keras", ".h5", "")
    ]
    found = [path for path in places if path.exists() and not _is_folder_of_files(path)]
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def _is_folder_of_files(path: Path) -> bool:
    """Whether it is a task's folder rather than an exported model."""
    return path.is_dir() and not (path / "saved_model.pb").exists()


def _line(row: Row, seeds: Seeds, grade: Grader) -> dict[str, object]:
    task, weight = row.task, row.task.category.weight
    line: dict[str, object] = {
        "learner": row.learner,
        "task": task.name,
        "score": 0,
        "points": 0.0,
        "of": weight,
        "metric": task.spec.metric,
        "value": "",
        "remark": "",
    }
    if row.model is None:
        return {**line, "remark": "nothing handed in"}
    try:
        hand_ins.check_outside(row.model)
        found = grade(task, seeds, row.model)
    except RefusedError as error:
        return {**line, "remark": f"refused: {error}"}
    except TroubleError as error:
        return {**line, "score": "", "points": "", "remark": str(error)}
    return {
        **line,
        "score": found.score,
        "points": round(weight * found.score / 5, 1),
        "value": f"{found.value:.4g}",
        "remark": " ".join(found.notes),
    }
