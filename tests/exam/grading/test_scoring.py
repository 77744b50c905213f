"""From raw answers to a score."""

from __future__ import annotations

import numpy as np
import pytest

from tfprep.exam.grading.scoring import _check_answers, _read
from tfprep.exam.outcomes import RefusedError
from tfprep.exam.taskspec.task import Output, Spec, read_tasks


def spec(answered: Output) -> Spec:
    """A task's facts with this output."""
    facts = read_tasks()["bent-sensor"].spec
    return facts.model_copy(update={"output": answered})


TWO = spec(Output(classes=("bad", "good")))
THREE = spec(Output(classes=("a", "b", "c")))


@pytest.mark.parametrize("strange", [np.nan, np.inf, -np.inf])
def test_answers_that_are_no_numbers_are_refused(strange: float) -> None:
    """It is said to how many examples."""
    raw = np.arange(6.0).reshape(3, 2)
    raw[1, 1] = strange

    with pytest.raises(RefusedError, match="infinite answers to 1 of 3 examples"):
        _check_answers(raw)


def test_the_same_answer_to_everything_is_refused() -> None:
    """Such a model has learned nothing, or its last layer is wrong."""
    with pytest.raises(RefusedError, match="the same answer to every example"):
        _check_answers(np.tile([0.2, 0.8], (5, 1)))
    _check_answers(np.array([[0.2, 0.8]] * 4 + [[0.3, 0.7]]))


def test_probabilities_become_classes() -> None:
    """The largest counts; of two classes, one half is the line."""
    three = np.array([[0.1, 0.7, 0.2], [0.5, 0.2, 0.3]])
    two = np.array([[0.5], [0.49]])

    assert [a.tolist() for a, _ in (_read(THREE, three, (2,)),)] == [[1, 0]]
    answers, notes = _read(TWO, two, (2,))
    assert (answers.tolist(), notes) == ([1, 0], ())


def test_logits_are_accepted_and_said() -> None:
    """With one unit, zero is the line."""
    answers, notes = _read(TWO, np.array([[0.4], [-3.0], [7.0]]), (3,))
    assert answers.tolist() == [1, 0, 1]
    assert "read as logits" in notes[0]

    answers, notes = _read(THREE, np.array([[4.0, -1, 2], [0, 1, 9]]), (2,))
    assert answers.tolist() == [0, 2]
    assert "no probabilities" in notes[0]


def test_values_take_the_shape_of_the_truth() -> None:
    """A model that answers (batch,) instead of (batch, 1) is right too."""
    answers, notes = _read(spec(Output(values=1)), np.array([1.0, 2.0]), (2, 1))

    assert (answers.tolist(), notes) == ([[1.0], [2.0]], ())
