"""Score one loaded model on the hidden data of one task."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from tfprep.exam.grading.asking import Numbers, ask, ask_again
from tfprep.exam.grading.diagnosed_case import Case
from tfprep.exam.grading.diagnosis import diagnose
from tfprep.exam.grading.evidence import evidence_of
from tfprep.exam.grading.loading import LoadedModel
from tfprep.exam.grading.signature import check_input, fits
from tfprep.exam.outcomes import Grade, RefusedError
from tfprep.exam.taskspec.hidden import Hidden
from tfprep.exam.taskspec.task import Spec, Task


def score_model(
    model: LoadedModel,
    task: Task,
    hidden: Hidden,
    secret: str,
    others: Sequence[Task] = (),
) -> Grade:
    """Score a model; the same one, task, data and secret always give the same grade.

    A model that doesn't fit may be one for one of the `others`: then it says so.

    Args:
        secret: draws the order in which the hidden examples are asked.

    Raises:
        RefusedError: the model doesn't fit the task, or its answers are no answers.
    """
    try:
        check_input(task.spec, model)
        raw = ask(model, task.spec, hidden.inputs, secret)
    except RefusedError as error:
        if then := _meant_for(model, task, others):
            raise RefusedError(error.got, error.expected, then) from error
        raise
    _check_variety(raw)
    answers, notes = _read(task.spec, raw)
    if task.spec.output.values:
        answers = answers.reshape(hidden.truth.shape)
    with np.errstate(all="ignore"):
        value = task.metric.of(hidden, answers)
    if not np.isfinite(value):
        raise _too_large(answers)
    evidence = evidence_of(task.spec.output, hidden.truth, answers)
    case = Case(task, hidden, raw, answers, partial(_answers, model, task.spec))
    notes = (*notes, *diagnose(case))
    return Grade(task.metric.score(value, task.spec.bands), value, notes, evidence)


def _answers(model: LoadedModel, spec: Spec, inputs: Any) -> tuple[Numbers, Any] | None:
    """Output and answers to other inputs, if there are any."""
    raw = ask_again(model, spec, inputs)
    return None if raw is None else (raw, _read(spec, raw)[0])


def _meant_for(model: LoadedModel, task: Task, others: Sequence[Task]) -> str:
    """Which other task the model fits, if it doesn't fit this one."""
    if fits(task.spec, model):
        return ""
    for other in others:
        if other.name != task.name and fits(other.spec, model):
            letter, title = other.spec.category, other.spec.title
            return f"It fits task {letter}, {title}: tfprep exam submit {letter} FILE"
    return ""


def _check_variety(raw: Numbers) -> None:
    if len(raw) > 1 and (raw == raw[0]).all():
        raise RefusedError(
            "the same answer to every example",
            "answers that depend on the input",
            "Did the loss fall while it trained? Look at the last layer's activation: "
            "softmax on one unit is always 1, and relu can die.",
        )


def _too_large(answers: Numbers) -> RefusedError:
    return RefusedError(
        f"answers as large as {np.abs(answers).max():.1g}, whose mean error is no "
        "finite number any more",
        "numbers of the size of those in your data",
        "Look for a learning rate that is too high, or for a scaling that is turned "
        "back twice.",
    )


def _read(spec: Spec, raw: Numbers) -> tuple[Any, tuple[str, ...]]:
    """Class numbers, or values; and what is remarked."""
    if spec.output.values:
        return raw, ()
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
