"""Was a model trained on inputs of another scale? Asked so, it would score."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from tfprep.exam.grading.diagnosed_case import SCALING, Case, fitted, is_better, number

AGAIN = 256
"""Examples that are asked again with inputs scaled in other ways."""


def scaled_inputs(case: Case) -> str:
    """What helps if some of the examples are asked again, scaled; or nothing."""
    step = max(1, len(case.hidden.truth) // AGAIN)
    some = case.part(np.arange(0, len(case.hidden.truth), step)[:AGAIN])
    for said, inputs in _scaled(case.task.spec.input.kind, some.hidden.inputs):
        answered = some.ask(inputs)
        for how, answers in [] if answered is None else _tried(some, answered[1]):
            points = some.points(answers)
            if is_better(points, some.score):
                return (
                    f"Asked about {len(some.hidden.truth)} of the examples with {said}"
                    f"{how}, the model scores {points}: is the scaling that it was "
                    f"trained with inside the model? {SCALING}"
                )
    return ""


def _tried(case: Case, answers: Any) -> Iterator[tuple[str, Any]]:
    """The answers as they are, and brought near to the truth."""
    yield "", answers
    if case.task.spec.output.values:
        nearest, factor, shift = fitted(answers, case.hidden.truth)
        said = f", and its answers times {number(factor)} plus {number(shift)}"
        yield said, nearest


def _scaled(kind: str, inputs: Any) -> Iterator[tuple[str, Any]]:
    if kind == "pictures" and max(float(np.max(picture)) for picture in inputs) > 1:
        yield "brightness from 0 to 1", [np.asarray(p) / 255 for p in inputs]
        yield "brightness from -1 to 1", [np.asarray(p) / 127.5 - 1 for p in inputs]
    if kind in {"rows", "series"}:
        array = np.asarray(inputs, "float64")
        columns = tuple(range(array.ndim - 1))
        spread = np.where(array.std(columns) > 0, array.std(columns), 1)
        yield "columns of mean 0 and spread 1", (array - array.mean(columns)) / spread
        low, high = array.min(columns), array.max(columns)
        yield "columns from 0 to 1", (array - low) / np.where(high > low, high - low, 1)
