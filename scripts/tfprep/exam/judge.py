"""Score one model file on the hidden data of one task."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tfprep.exam.errors import RefusedError
from tfprep.exam.predictor import load
from tfprep.exam.signature import check_signature, feed
from tfprep.exam.task import Spec, Task

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Judgment:
    """What a model reached."""

    score: int
    """0 to 5."""
    value: float
    """Of the task's metric."""
    notes: tuple[str, ...] = field(default=())
    """What was accepted, but is worth knowing."""


def judge(task: Task, seed: int, path: Path) -> Judgment:
    """Score the model; the same file, task and seed always give the same judgment.

    Raises:
        RefusedError: the model doesn't fit the task, or its answers are no answers.
    """
    model = load(path)
    check_signature(task.spec, model)
    hidden = task.data.hidden(seed)
    parts = [model(batch) for batch in feed(task.spec.input, hidden, model)]
    raw = np.concatenate(parts).astype("float64")
    _check_answers(raw)
    answers, notes = _read(task.spec, raw, hidden.truth.shape)
    value = task.metric.of(hidden, answers)
    return Judgment(task.metric.score(value, task.spec.bands), value, notes)


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
        note = "The answers leave 0 to 1, so they were read as logits: above 0 is 1."
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
