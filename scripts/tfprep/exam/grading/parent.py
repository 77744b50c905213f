"""Grade a hand-in in a process of its own, with limits on time, memory and files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tfprep.exam.outcomes import Judgment, RefusedError, TroubleError
from tfprep.exam.taskspec.task import Task
from tfprep.execution.environment import child_environment, python

SECONDS = 120.0
"""How long loading and answering may take, TensorFlow's start included."""
MEMORY = 6144
"""MiB that it may take; TensorFlow alone reserves more than one GiB."""
_STOPPED = {signal.SIGINT, signal.SIGTERM}
"""Signals by which somebody stops a process; by any other it fell over."""


def grade(
    task: Task, seed: int, path: Path, seconds: float = SECONDS, memory: int = MEMORY
) -> Judgment:
    """Score a model file, or an exported folder, on the task's hidden data.

    Raises:
        RefusedError: it can't be graded; nothing of it was kept.
        TroubleError: the grader itself failed.
    """
    with tempfile.TemporaryDirectory(prefix="tfprep-") as scratch:
        request = {
            "task": str(task.folder),
            "seed": seed,
            "path": str(path.resolve()),
            "scratch": scratch,
            "memory": memory,
            "seconds": int(seconds * (os.cpu_count() or 1)) + 1,
        }
        code, answer = _ask(json.dumps(request), seconds, Path(scratch))
    match answer:
        case {"judgment": found}:
            return Judgment(**{**found, "notes": tuple(found["notes"])})
        case {"refused": [got, expected, then]}:
            raise RefusedError(got, expected, then)
        case {"trouble": text}:
            raise TroubleError(_trouble(text))
    if answer or (code < 0 and -code not in _STOPPED):
        raise RefusedError(
            f"a model that makes TensorFlow fail, or takes more than {memory} MiB",
            "one that answers within these limits",
            "Make it smaller, and try it with a batch of 64 yourself.",
        )
    raise TroubleError(_trouble(f"the grading process ended with code {code}"))


def _ask(request: str, seconds: float, scratch: Path) -> tuple[int, dict[str, Any]]:
    command = python("-m", "tfprep.exam.grading.child")
    with subprocess.Popen(  # noqa: S603 - our own module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=child_environment(scratch),
        start_new_session=os.name == "posix",
    ) as child:
        try:
            answer, _ = child.communicate(request, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise RefusedError(
                f"a model that had not answered after {seconds:.0f} s",
                "an answer sooner",
                "Make it smaller. If this machine is slow or busy, try again.",
            ) from None
        finally:
            child.kill()  # also on Ctrl-C
    try:
        return child.returncode, json.loads(answer)
    except ValueError:  # it ended before it had answered
        return child.returncode, {}


def _trouble(text: str) -> str:
    return (
        f"The grader failed, not your model, and nothing was charged: {text}. "
        "Run tfprep doctor; if it finds nothing, please report this."
    )
