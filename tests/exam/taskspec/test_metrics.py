"""The measures: what they compute, how they are shown, how they become a score."""

from __future__ import annotations

from math import inf, nan

import numpy as np
import pytest

from tfprep.exam.taskspec.hidden import Hidden
from tfprep.exam.taskspec.metrics import METRICS

CLASSES = Hidden(np.zeros(6), np.array([0, 0, 0, 0, 1, 1]))
ANSWERS = np.array([0, 0, 0, 1, 1, 0])


@pytest.mark.parametrize(
    ("name", "value"),
    [("accuracy", 4 / 6), ("balanced_accuracy", (3 / 4 + 1 / 2) / 2)],
)
def test_classes_are_counted(name: str, value: float) -> None:
    """Balanced accuracy gives a rare class the same weight as a common one."""
    assert METRICS[name].of(CLASSES, ANSWERS) == pytest.approx(value)


def test_macro_f1_is_the_mean_of_the_classes() -> None:
    """Of class 0 three of four are found and right; of class 1 one of two."""
    assert METRICS["macro_f1"].of(CLASSES, ANSWERS) == pytest.approx((0.75 + 0.5) / 2)


def test_errors_are_averaged() -> None:
    """The mean distance, and the same as a share of a plain forecast's."""
    truth = np.array([[1.0], [3.0]])
    hidden = Hidden(np.zeros(2), truth, baseline=truth + 4)

    assert METRICS["mae"].of(hidden, truth + 1) == 1
    assert METRICS["relative_mae"].of(hidden, truth + 1) == 0.25


@pytest.mark.parametrize(
    ("name", "bands", "scores"),
    [
        ("accuracy", (0.5, 0.6, 0.7, 0.8, 0.9), {0.49: 0, 0.5: 1, 0.89: 4, 1.0: 5}),
        ("mae", (9, 7, 5, 3, 1), {9.1: 0, 9: 1, 1.1: 4, 1: 5, inf: 0}),
    ],
)
def test_a_band_that_is_met_counts(
    name: str, bands: tuple[float, ...], scores: dict[float, int]
) -> None:
    """To meet a band exactly is to reach it; NaN reaches none."""
    metric = METRICS[name]

    assert {value: metric.score(value, bands) for value in scores} == scores
    assert metric.score(nan, bands) == 0


def test_values_are_shown_with_their_unit() -> None:
    """Shares in percent, errors in the task's unit."""
    assert METRICS["accuracy"].show(0.9152) == "91.52 %"
    assert METRICS["mae"].show(0.8249, "°C") == "0.8249 °C"
    assert METRICS["mae"].show(12) == "12"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1224.6, "1225 kWh"),
        (45869.58, "45870 kWh"),
        (0.45702, "0.457 kWh"),
        (-3.0, "-3 kWh"),
        (2.5e9, "2.5e+09 kWh"),
    ],
)
def test_numbers_are_told_as_people_write_them(value: float, said: str) -> None:
    """Four digits of them count, and an exponent stands only where zeros would not."""
    assert METRICS["mae"].show(value, "kWh") == said


def test_a_value_in_a_sentence_says_what_it_is() -> None:
    """A share of something else is not told after a name that ends in a possessive."""
    assert METRICS["mae"].say(4.41, "°C") == "mean absolute error 4.41 °C"
    relative = METRICS["relative_mae"].say(1.276)
    assert relative == "127.6 % of the baseline's mean absolute error"
    assert METRICS["macro_f1"].say(0.5) == "macro F1 50 %"
