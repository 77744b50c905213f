"""A model's answers beside the truth, and what can be said of them."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from tfprep.exam.grading.asking import Numbers
from tfprep.exam.taskspec.hidden import Hidden
from tfprep.exam.taskspec.metrics import rounded
from tfprep.exam.taskspec.task import Task

BETTER, GOOD = 2, 3
"""Points that fixing a cause has to bring, and to reach, or it isn't named."""


class Section(NamedTuple):
    """What to read about a cause."""

    slug: str
    """Of the lesson, or the sheet."""
    title: str
    heading: str

    def __str__(self) -> str:
        return f'Read "{self.heading}" in "{self.title}".'


_SILENT = "reference/silent-mistakes", "Silent mistakes"
SCALING = Section(*_SILENT, "Scaled for training, raw for prediction")
ORDER = Section(*_SILENT, "Predictions and labels in different order")
_CLASSES = (
    "basics/two-or-many",
    "Two classes or many: sigmoid, softmax and the confusion matrix",
)
RARE = Section(
    "basics/scores-beyond-accuracy",
    "Scores beyond accuracy: precision, recall, F1, ROC",
    "Class weights, and moving the threshold instead",
)
MIXED_UP = Section(*_CLASSES, "The confusion matrix")
_FIRST = "basics/first-model", "A first model, from one neuron to several layers"
LEARNING = Section(*_FIRST, "What can go wrong")
LAYERS = Section(*_FIRST, "When a line is not enough: several layers")
BAR = Section(
    "sequences/parts-of-a-series",
    "A series and its parts: trend, seasonality and noise",
    "Four forecasts without training",
)
WINDOWS = Section(
    "sequences/windows-and-bias",
    "Moving averages, look-ahead leaks and sequence bias",
    "What a forecast may see: look-ahead leaks",
)
SHAPE = Section(
    "basics/shapes-in-and-out",
    "Shapes, from the data to the answer: axes, input and output",
    "The output shape: Dense and Reshape",
)
SECTIONS = (SCALING, ORDER, RARE, MIXED_UP, LEARNING, LAYERS, BAR, WINDOWS, SHAPE)


@dataclass(frozen=True)
class Case:
    """A model's answers, and all that they can be compared with."""

    task: Task
    hidden: Hidden
    raw: Numbers
    """The output (examples, outputs)."""
    answers: Any
    """The same as the metric takes it: class numbers, or values as the truth."""
    ask: Callable[[Any], tuple[Numbers, Any] | None] = lambda _: None
    """Output and answers to other inputs; None: the model fails at them."""

    @property
    def score(self) -> int:
        return self.points(self.answers)

    def points(self, answers: Any) -> int:
        """What these answers would score in place of the model's."""
        metric = self.task.metric
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")  # a class may be missing in a part
            try:
                value = metric.of(self.hidden, answers)
            except ZeroDivisionError:  # a baseline that is right, in a part
                return 0
        return metric.score(value, self.task.spec.bands)

    def gains(self, answers: Any) -> bool:
        """Whether these answers would be much better."""
        return is_better(self.points(answers), self.score)

    def part(self, examples: Any) -> Case:
        """The same with these examples only, by their numbers."""
        hidden = self.hidden
        inputs = [hidden.inputs[number] for number in examples]
        base = None if hidden.baseline is None else hidden.baseline[examples]
        chosen = Hidden(inputs, hidden.truth[examples], base)
        return replace(
            self,
            hidden=chosen,
            raw=self.raw[examples],
            answers=self.answers[examples],
        )


def is_better(points: int, score: int) -> bool:
    """Whether points in place of a score tell of a cause."""
    return points >= max(score + BETTER, GOOD)


def fitted(answers: Any, truth: Any) -> tuple[Any, float, float]:
    """Answers brought as near to the truth as a factor and a shift can, and those."""
    x, y = np.ravel(answers), np.ravel(truth)
    spread = float(np.var(x))
    factor = float(np.mean((x - x.mean()) * (y - y.mean()))) / spread if spread else 0.0
    shift = float(y.mean() - factor * x.mean())
    return factor * np.asarray(answers) + shift, factor, shift


def assignment(costs: Any) -> Any:
    """For each row the column, each taken once, at the lowest cost in all."""
    from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

    return linear_sum_assignment(costs)[1]


def number(value: float) -> str:
    """A number in a sentence."""
    return rounded(value, 3)
