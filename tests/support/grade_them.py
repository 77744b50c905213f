"""Grade many hand-ins in one process: python grade_them.py < asked > answered.

Asked is JSON, a list of [path, the task's folder]; answered is what came of each, in
the same order. Nothing confines this process: what a model could do, it would do.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from tfprep.exam.grading.loading import load
from tfprep.exam.grading.scoring import score_model
from tfprep.exam.outcomes import RefusedError
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import read_task
from tfprep.execution.environment import settle


def grade_one(path: Path, folder: Path) -> dict[str, Any]:
    """What the grader's child process would answer."""
    task = read_task(folder)
    others = [read_task(path) for path in sorted(folder.parent.iterdir())]
    try:
        seeds = Seeds.known(1)
        hidden = task.data.hidden(seeds)
        grade = score_model(load(path), task, hidden, seeds.secret, others)
    except RefusedError as error:
        return {"refused": str(error)}
    except Exception:  # noqa: BLE001 - a test shows it
        return {"broken": traceback.format_exc()}
    return {"score": grade.score, "value": grade.value, "notes": grade.notes}


def main() -> None:
    """Answer on standard output, and keep TensorFlow from writing there."""
    settle()
    answered = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    asked = json.load(sys.stdin)
    found = [grade_one(Path(path), Path(task)) for path, task in asked]
    with answered:
        json.dump(found, answered)


if __name__ == "__main__":
    main()
