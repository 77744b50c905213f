"""The measures by which a task can be scored.

scikit-learn is imported when one is computed: pages that only name them do without.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tfprep.exam.taskspec.hidden import Hidden


def rounded(value: float, digits: int) -> str:
    """A number for people: so many digits count, and 1220 isn't told as 1.22e+03."""
    return f"{float(f'{value:.{digits}g}'):g}"


@dataclass(frozen=True)
class Metric:
    """How answers become one number."""

    name: str
    """As a reader sees it."""
    of: Callable[[Hidden, Any], float]
    """From class numbers (examples,) or values (examples, outputs)."""
    falls: bool = False
    """Whether less is better."""
    share: bool = False
    """Whether it reads best in percent."""
    phrase: str = ""
    """How a value reads in a sentence, with {} in its place; empty: after the name."""
    definition: tuple[str, ...] = ()
    """How it is computed, in sentences for a brief; empty: the name says it."""

    def show(self, value: float, unit: str = "") -> str:
        """The number as a reader sees it, such as `91.52 %` or `0.8249 °C`."""
        if self.share:
            return f"{rounded(100 * value, 4)} %"
        return f"{rounded(value, 4)} {unit}".strip()

    def say(self, value: float, unit: str = "") -> str:
        """The number with what it is, such as `mean absolute error 0.8249 °C`."""
        return (self.phrase or f"{self.name} {{}}").format(self.show(value, unit))

    def score(self, value: float, bands: tuple[float, ...]) -> int:
        """How many of the bands the value reaches, 0 to 5; NaN reaches none."""
        if self.falls:
            return sum(value <= band for band in bands)
        return sum(value >= band for band in bands)


def _accuracy(hidden: Hidden, answers: Any) -> float:
    from sklearn.metrics import accuracy_score

    return float(accuracy_score(hidden.truth, answers))


def _balanced_accuracy(hidden: Hidden, answers: Any) -> float:
    from sklearn.metrics import balanced_accuracy_score

    return float(balanced_accuracy_score(hidden.truth, answers))


def _macro_f1(hidden: Hidden, answers: Any) -> float:
    from sklearn.metrics import f1_score

    score = f1_score(hidden.truth, answers, average="macro", zero_division=0)
    return float(score)


def _mae(hidden: Hidden, answers: Any) -> float:
    from sklearn.metrics import mean_absolute_error

    return float(mean_absolute_error(hidden.truth, answers))


def _relative_mae(hidden: Hidden, answers: Any) -> float:
    from sklearn.metrics import mean_absolute_error

    assert hidden.baseline is not None, "this metric needs Hidden.baseline"
    return _mae(hidden, answers) / float(
        mean_absolute_error(hidden.truth, hidden.baseline)
    )


METRICS = {
    "accuracy": Metric("accuracy", _accuracy, share=True),
    "balanced_accuracy": Metric(
        "balanced accuracy (the mean of each class's own accuracy)",
        _balanced_accuracy,
        share=True,
        phrase="balanced accuracy {}",
        definition=(
            "The recall of a class is the share of its examples that your model "
            "recognizes: right answers / examples of the class.",
            "Balanced accuracy is the mean of these recalls: (recall of the first "
            "class + recall of the second class) / 2 where there are two.",
        ),
    ),
    "macro_f1": Metric(
        "macro F1 (the mean of each class's own F1 score)",
        _macro_f1,
        share=True,
        phrase="macro F1 {}",
        definition=(
            "The precision of a class is the share of right ones among the answers "
            "that name it; its recall is the share of its examples that are "
            "recognized.",
            "Its F1 score is 2 x precision x recall / (precision + recall), and 0 "
            "where no example of the class is recognized.",
            "Macro F1 is the sum of these scores / the number of classes.",
        ),
    ),
    "mae": Metric("mean absolute error", _mae, falls=True),
    "relative_mae": Metric(
        "mean absolute error, as a share of the baseline's",
        _relative_mae,
        falls=True,
        share=True,
        phrase="{} of the baseline's mean absolute error",
    ),
}
