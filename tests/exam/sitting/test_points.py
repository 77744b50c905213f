"""What scores come to, and when that passes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sat import every, sat

from tfprep.exam.sitting.points import has_passed, is_whole, most_points, points_of


def test_points_are_those_of_the_best_hand_ins() -> None:
    """A task without one brings none."""
    sitting, tasks = sat({"A": [2, 4, 3], "B": [None], "C": []})

    assert (points_of(sitting, tasks), most_points(tasks)) == (8, 45)


@pytest.mark.parametrize(
    ("scores", "hours", "passed"),
    [
        ({**every(5), "B": [4], "A": [2]}, 5.0, True),
        ({**every(5), "B": [4], "A": [1]}, 5.0, False),
        ({"A": [5]}, 5.0, False),
        ({"A": [5]}, None, False),
        (every(5), None, False),
        (every(), 5.0, False),
    ],
)
def test_ninety_points_of_a_whole_exam_pass(
    scores: dict[str, Sequence[int | None]], hours: float | None, passed: bool
) -> None:
    """Full marks in one task, or without a clock, are no exam."""
    sitting, tasks = sat(scores, hours=hours)

    assert has_passed(sitting, tasks) is passed
    assert is_whole(sitting, tasks) == (len(tasks) == 5 and hours is not None)
