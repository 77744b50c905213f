"""Grade one hand-in, behind limits.

Usage: python -m tfprep.exam.grading.child < request > answer

The request is JSON: task, seed, path, scratch (a folder to write to), MiB of memory,
and seconds of CPU time. The answer is one JSON object with `judgment`, `refused` or
`trouble`.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tfprep.exam.grading.sandbox import confine, watch
from tfprep.exam.outcomes import RefusedError


def main() -> None:
    """Read the request, answer it."""
    request: dict[str, Any] = json.load(sys.stdin)
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)  # what TensorFlow says is no answer
    os.dup2(null, 2)
    confine(Path(request["scratch"]), request["memory"], request["seconds"])
    with answer:
        json.dump(_answer(request), answer)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        return _graded(request)
    except MemoryError:
        return {"memory": True}
    except Exception as error:  # noqa: BLE001
        # Whatever is wrong here is no fault of the model: it must not cost points.
        return {"trouble": f"{type(error).__name__}: {error}"}


def _graded(request: dict[str, Any]) -> dict[str, Any]:
    import keras as keras  # has to be in memory before the watch begins

    from tfprep.exam.grading.inspection import check_harmless
    from tfprep.exam.grading.scoring import judge
    from tfprep.exam.taskspec.task import read_siblings, read_task

    task = read_task(Path(request["task"]))
    others = read_siblings(task)
    task.data.hidden(request["seed"])  # so that all that it imports is in memory
    watch(Path(request["scratch"]))
    path = Path(request["path"])
    try:
        check_harmless(path)
        return {"judgment": asdict(judge(task, request["seed"], path, others))}
    except RefusedError as error:
        return {"refused": [error.got, error.expected, error.then]}


if __name__ == "__main__":
    main()
