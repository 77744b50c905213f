"""Grade one hand-in, in a process of its own, behind walls.

Usage: python -m tfprep.exam.grading.child SCRATCH < request > answer

So it runs where processes can't be forked; elsewhere it is a fork of the warm process.
Both are messages of tfprep.exam.grading.messages, as JSON.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from tfprep.exam.grading import messages, sandbox
from tfprep.exam.grading.machine import is_memory, lack, trouble_in
from tfprep.exam.grading.prepared import hidden_of
from tfprep.exam.outcomes import RefusedError

Say = Callable[[bytes], object]

IMPORTS = (
    "keras",
    "tensorflow",
    "tfprep.exam.grading.allowed_operations",
    "tfprep.exam.grading.keras_files",
    "tfprep.exam.grading.loading",
    "tfprep.exam.grading.scoring",
)
"""What has to be in memory before the walls go up."""


def main(scratch: Path) -> None:
    """Read the request, answer it."""
    given = sys.stdin.buffer.read()
    answer = os.dup(1)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)  # what TensorFlow says is no answer
    os.dup2(null, 2)
    answer_it(given, scratch, lambda line: os.write(answer, line))


def answer_it(given: bytes, scratch: Path, say: Say) -> None:
    """Answer a request, as it was sent, and say the answer; never raise."""
    try:
        request = messages.Request.model_validate_json(given)
        say(_answer(request, scratch, say).line())
    except BaseException as error:  # noqa: BLE001
        # Whatever is wrong here is no fault of the model: it must not cost points.
        say(messages.Trouble(text=f"{type(error).__name__}: {error}").line())


def _answer(request: messages.Request, scratch: Path, say: Say) -> messages.Answer:
    if said := lack():
        return messages.Trouble(text=said)
    for name in IMPORTS:
        import_module(name)
    import tensorflow as tf

    from tfprep.exam.grading import loading, scoring

    task = request.task
    sandbox.confine(scratch, [task.folder, request.path])
    hidden = hidden_of(task, request.seeds)
    tf.zeros([1]) + 1  # its threads start now: that they can't is no model's fault
    sandbox.forbid_reaching_out(scratch)
    holds = sandbox.limit(request.memory, request.seconds)
    say(messages.Begun().line())
    try:
        model = loading.load(request.path)
        secret = request.seeds.secret
        grade = scoring.score_model(model, task, hidden, secret, request.others)
    except RefusedError as error:
        if said := trouble_in(error):
            return messages.Trouble(text=said)
        return messages.Refused(got=error.got, expected=error.expected, then=error.then)
    except Exception as error:
        if not is_memory(error):
            raise
        if holds:
            return messages.OutOfMemory()
        return messages.Trouble(text="a limit on memory, set before (ulimit -v or -d)")
    return messages.Graded(grade=grade)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
