"""Grade a hand-in in a process of its own, with limits on time, memory and files."""

from __future__ import annotations

import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import assert_never

from tfprep.exam.grading import messages, spawned, warm
from tfprep.exam.limits import MEMORY, PATIENCE, SECONDS
from tfprep.exam.outcomes import Grade, RefusedError, TroubleError
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task
from tfprep.problems import ProblemError

_FALLS = {
    getattr(signal, name)
    for name in ("SIGSEGV", "SIGABRT", "SIGFPE")
    if hasattr(signal, name)
}
"""Signals of a process that a model made fall over. Any other came from outside, or
from the machine: SIGKILL, for example, when it runs out of memory."""
_TIME_IS_OVER = getattr(signal, "SIGXCPU", None)
_KILLED = getattr(signal, "SIGKILL", None)


def grade(
    task: Task,
    seeds: Seeds,
    path: Path,
    *,
    others: Sequence[Task] = (),
    seconds: float = SECONDS,
    memory: int = MEMORY,
    keep: Callable[[str], object] | None = None,
    reuse: bool = False,
) -> Grade:
    """Score a model file, or an exported folder, on the task's hidden data.

    Args:
        others: tasks that the model may be meant for instead; a refusal says so.
        seconds: CPU time that it may take.
        memory: MiB that it may take.
        keep: if given, TensorFlow stays in memory for the next command, for which that
            is a process of its own; this hears so when one is started.
        reuse: let such a process do it, if an earlier command left one.

    Raises:
        RefusedError: it can't be graded; nothing of it was kept.
        TroubleError: the grader itself failed, or the machine.
    """
    try:
        with _in_text(path.resolve()) as place:
            request = messages.Request(
                task=replace(task, folder=task.folder.resolve()),
                others=tuple(other for other in others if other.name != task.name),
                seeds=seeds,
                path=place,
                memory=memory,
                seconds=round(seconds),
                patience=PATIENCE * seconds,
            )
            found = _ask(request, keep, reuse=reuse)
    except (OSError, ProblemError) as error:
        raise _trouble(f"no process could be started ({error})") from error
    return _conclude(found, seconds, memory)


def _ask(
    request: messages.Request, keep: Callable[[str], object] | None, *, reuse: bool
) -> messages.Outcome:
    """What comes of a request, from a fork where processes can be forked."""
    if warm.CAN_FORK:
        return warm.ask(request, keep, reuse=reuse)
    return spawned.ask(request)


@contextmanager
def _in_text(path: Path) -> Iterator[Path]:
    """The path, or one to a copy: TensorFlow opens none whose bytes are no text.

    Raises:
        OSError: it can't be copied.
    """
    try:
        str(path).encode()
    except UnicodeEncodeError:
        with tempfile.TemporaryDirectory(prefix="tfprep-") as folder:
            copy = Path(folder) / f"model{path.suffix}"
            if path.is_dir():
                shutil.copytree(path, copy, symlinks=True)
            else:
                shutil.copyfile(path, copy)
            yield copy
    else:
        yield path


def _conclude(outcome: messages.Outcome, seconds: float, memory: int) -> Grade:
    """The grade, or the error that an outcome comes to."""
    match outcome:
        case messages.Graded(grade=found):
            return found
        case messages.Refused(got=got, expected=expected, then=then):
            raise RefusedError(got, expected, then)
        case messages.OutOfMemory():
            raise _too_much(memory)
        case messages.OutOfTime():
            raise _too_slow(seconds)
        case messages.Died():
            raise _death(outcome, seconds, memory)
        case messages.Garbled(said=said):
            raise _trouble(f"the grading process answered {said[:80]!r}")
        case messages.Gone():
            raise _trouble("the grading process was gone before it answered")
        case messages.Trouble(text=text):
            raise _trouble(text)
        case _:
            assert_never(outcome)


def _death(
    died: messages.Died, seconds: float, memory: int
) -> RefusedError | TroubleError:
    """Whose fault it is that a process ended without an answer."""
    signum = -died.code
    if died.has_begun and signum == _TIME_IS_OVER:
        return _too_slow(seconds)
    if died.has_begun and signum in _FALLS:
        return _too_much(memory)
    if signum == _KILLED:
        return _trouble(
            "the grading process was ended from outside, as happens where a machine "
            "runs out of memory"
        )
    if signum in _FALLS:
        return _trouble(
            f"TensorFlow fell over before it was your model's turn (signal {signum}), "
            "as happens where memory or threads are short (ulimit -a)"
        )
    return _trouble(f"the grading process ended with code {died.code}")


def _too_much(memory: int) -> RefusedError:
    return RefusedError(
        f"a model that makes TensorFlow fail, or takes more than {memory} MiB",
        "one that answers within these limits",
        "Make it smaller, and try it with a batch of 64 yourself.",
    )


def _too_slow(seconds: float) -> RefusedError:
    return RefusedError(
        f"a model that had not answered after {seconds:.0f} s of processor time",
        "an answer sooner",
        "Make it smaller, and try it with a batch of 64 yourself.",
    )


def _trouble(text: str) -> TroubleError:
    return TroubleError(
        f"The grader failed, not your model, and nothing was charged: {text}. "
        "Run tfprep doctor; if it finds nothing, please report this."
    )
