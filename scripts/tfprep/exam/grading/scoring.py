"""Score one loaded model on the hidden data of one task."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tfprep.exam.grading.evidence import evidence_of
from tfprep.exam.grading.loading import LoadedModel, first_line
from tfprep.exam.grading.signature import check_answer, check_signature, feed, fits
from tfprep.exam.outcomes import Grade, RefusedError
from tfprep.exam.taskspec.hidden import Hidden
from tfprep.exam.taskspec.task import Spec, Task

Numbers = NDArray[np.float64]


def score_model(
    model: LoadedModel, task: Task, hidden: Hidden, others: Sequence[Task] = ()
) -> Grade:
    """Score a model; the same one, task and data always give the same grade.

    A model that doesn't fit may be one for one of the `others`: then it says so.

    Raises:
        RefusedError: the model doesn't fit the task, or its answers are no answers.
    """
    _check_task(task, model, others)
    parts = [_ask(model, batch) for batch in feed(task.spec.input, hidden, model)]
    raw = np.concatenate(parts)
    check_answer(task.spec, raw.shape[1:])
    _check_answers(raw)
    answers, notes = _read(task.spec, raw, hidden.truth.shape)
    value = task.metric.of(hidden, answers)
    evidence = evidence_of(task.spec.output, hidden.truth, answers)
    return Grade(task.metric.score(value, task.spec.bands), value, notes, evidence)


def _check_task(task: Task, model: LoadedModel, others: Sequence[Task]) -> None:
    try:
        check_signature(task.spec, model)
    except RefusedError as error:
        for other in others:
            if other.name != task.name and fits(other.spec, model):
                letter, title = other.spec.category, other.spec.title
                raise RefusedError(
                    error.got,
                    error.expected,
                    f"It fits task {letter}, {title}: tfprep exam submit {letter} FILE",
                ) from None
        raise


def _ask(model: LoadedModel, batch: Any) -> Numbers:
    """The model's answers to one batch (examples, ...)."""
    try:
        answers = np.asarray(model(batch)).astype("float64")
    except MemoryError:
        raise
    except Exception as error:
        if type(error).__name__ == "ResourceExhaustedError":
            raise MemoryError from error
        raise RefusedError(
            f"a model that fails when it is asked ({first_line(error)})",
            "numbers as answers",
            "Call the loaded model on 64 examples yourself, with training=False.",
        ) from error
    if answers.shape[:1] != (len(batch),):
        raise RefusedError(
            f"answers of shape {answers.shape} to {len(batch)} examples",
            "one answer to each of them",
            "Leave the first axis, the batch, as it is in every layer.",
        )
    return answers


def _check_answers(raw: Numbers) -> None:
    broken = int((~np.isfinite(raw)).any(axis=tuple(range(1, raw.ndim))).sum())
    if broken:
        raise RefusedError(
            f"NaN or infinite answers to {broken} of {len(raw)} examples",
            "a finite number each",
            "Look for a learning rate that is too high, a division by 0 or a log of 0.",
        )
    if len(raw) > 1 and np.ptp(raw, axis=0).max() == 0:
        raise RefusedError(
            "the same answer to every example",
            "answers that depend on the input",
            "Did the loss fall while it trained? Look at the last layer's activation: "
            "softmax on one unit is always 1, and relu can die.",
        )


def _read(
    spec: Spec, raw: Numbers, shape: tuple[int, ...]
) -> tuple[Any, tuple[str, ...]]:
    if spec.output.values:
        return raw.reshape(shape), ()
    if raw.shape[1] == 1:
        if _within_0_and_1(raw):
            return (raw[:, 0] >= 0.5).astype(int), ()
        note = (
            "The answers leave 0 to 1 (a sigmoid is missing?), so they were read as "
            "logits: above 0 is the second class."
        )
        return (raw[:, 0] >= 0).astype(int), (note,)
    classes = raw.argmax(axis=1)
    if _within_0_and_1(raw) and np.allclose(raw.sum(axis=1), 1, atol=1e-3):
        return classes, ()
    note = (
        "The answers are no probabilities (a softmax is missing?); the largest counts."
    )
    return classes, (note,)


def _within_0_and_1(raw: Numbers) -> bool:
    return bool(raw.min() >= -1e-6 and raw.max() <= 1 + 1e-6)
