"""Grade one hand-in, behind limits.

Usage: python -m tfprep.exam.grading.child < request > answer

Both are messages of tfprep.exam.grading.messages, as JSON.
"""

from __future__ import annotations

import os
import sys

from tfprep.exam.grading import messages
from tfprep.exam.grading.sandbox import confine, forbid_reaching_out
from tfprep.exam.outcomes import RefusedError


def main() -> None:
    """Read the request, answer it."""
    request = messages.Request.model_validate_json(sys.stdin.buffer.read())
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)  # what TensorFlow says is no answer
    os.dup2(null, 2)
    confine(request.scratch, request.memory, request.seconds)
    with answer:
        answer.write(_answer(request).model_dump_json())


def _answer(request: messages.Request) -> messages.Answer:
    try:
        return _graded(request)
    except MemoryError:
        return messages.OutOfMemory()
    except Exception as error:  # noqa: BLE001
        # Whatever is wrong here is no fault of the model: it must not cost points.
        return messages.Trouble(text=f"{type(error).__name__}: {error}")


def _graded(request: messages.Request) -> messages.Graded | messages.Refused:
    import keras as keras  # has to be in memory before reaching out is forbidden, as

    # all that the making of the data imports
    from tfprep.exam.grading.inspection import inspect_model
    from tfprep.exam.grading.loading import load
    from tfprep.exam.grading.scoring import score_model

    task = request.task
    hidden = task.data.hidden(request.seeds)
    forbid_reaching_out(request.scratch)
    try:
        inspect_model(request.path)
        model = load(request.path)
        grade = score_model(model, task, hidden, request.others)
    except RefusedError as error:
        return messages.Refused(got=error.got, expected=error.expected, then=error.then)
    return messages.Graded(grade=grade)


if __name__ == "__main__":
    main()
