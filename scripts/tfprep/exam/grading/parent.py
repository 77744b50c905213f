"""Grade a hand-in in a process of its own, with limits on time, memory and files."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import assert_never

from pydantic import ValidationError

from tfprep.exam.grading import messages
from tfprep.exam.limits import MEMORY, SECONDS
from tfprep.exam.outcomes import Grade, RefusedError, TroubleError
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task
from tfprep.execution.environment import child_environment, python

_STOPPED = {signal.SIGINT, signal.SIGTERM}
"""Signals by which somebody stops a process; by any other it fell over."""


@dataclass(frozen=True)
class Late:
    """The child had not answered in time, and was ended."""


@dataclass(frozen=True)
class Died:
    """The child ended before it had answered."""

    code: int
    """Its exit code; below 0: the signal that ended it."""


@dataclass(frozen=True)
class Garbled:
    """The child said something that is no answer."""

    said: str


Outcome = messages.Answer | Late | Died | Garbled
"""All that can come of a request."""


def grade(
    task: Task,
    seeds: Seeds,
    path: Path,
    *,
    others: Sequence[Task] = (),
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> Grade:
    """Score a model file, or an exported folder, on the task's hidden data.

    Args:
        others: tasks that the model may be meant for instead; a refusal says so.
        seconds: how long it may take.
        memory: MiB that it may take.

    Raises:
        RefusedError: it can't be graded; nothing of it was kept.
        TroubleError: the grader itself failed.
    """
    with tempfile.TemporaryDirectory(prefix="tfprep-") as scratch:
        request = messages.Request(
            task=replace(task, folder=task.folder.resolve()),
            others=tuple(other for other in others if other.name != task.name),
            seeds=seeds,
            path=path.resolve(),
            scratch=Path(scratch),
            memory=memory,
            seconds=int(seconds * (os.cpu_count() or 1)) + 1,
        )
        return _conclude(_ask(request, seconds), seconds, memory)


def _conclude(outcome: Outcome, seconds: float, memory: int) -> Grade:
    """The grade, or the error that an outcome comes to."""
    match outcome:
        case messages.Graded(grade=found):
            return found
        case messages.Refused(got=got, expected=expected, then=then):
            raise RefusedError(got, expected, then)
        case messages.OutOfMemory():
            raise _too_much(memory)
        case Late():
            raise _too_slow(seconds)
        case Died(code=code) if code < 0 and -code not in _STOPPED:
            raise _too_much(memory)
        case Died(code=code):
            raise _trouble(f"the grading process ended with code {code}")
        case Garbled(said=said):
            raise _trouble(f"the grading process answered {said[:80]!r}")
        case messages.Trouble(text=text):
            raise _trouble(text)
        case _:
            assert_never(outcome)


def _ask(request: messages.Request, seconds: float) -> Outcome:
    command = python("-m", "tfprep.exam.grading.child")
    with subprocess.Popen(  # noqa: S603 - our own module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=request.scratch,
        env=child_environment(request.scratch),
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=os.name == "posix",
    ) as child:
        try:
            said, _ = child.communicate(request.model_dump_json(), timeout=seconds)
        except subprocess.TimeoutExpired:
            return Late()
        finally:
            child.kill()  # also on Ctrl-C
    try:
        return messages.ANSWER.validate_json(said)
    except ValidationError:
        is_whole = said and not child.returncode
        return Garbled(said) if is_whole else Died(child.returncode)


def _too_much(memory: int) -> RefusedError:
    return RefusedError(
        f"a model that makes TensorFlow fail, or takes more than {memory} MiB",
        "one that answers within these limits",
        "Make it smaller, and try it with a batch of 64 yourself.",
    )


def _too_slow(seconds: float) -> RefusedError:
    return RefusedError(
        f"a model that had not answered after {seconds:.0f} s",
        "an answer sooner",
        "Make it smaller. If this machine is slow or busy, try again.",
    )


def _trouble(text: str) -> TroubleError:
    return TroubleError(
        f"The grader failed, not your model, and nothing was charged: {text}. "
        "Run tfprep doctor; if it finds nothing, please report this."
    )
