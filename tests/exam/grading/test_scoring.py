"""From a model's answers to a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from fakes import Fake, answering

from tfprep.exam.grading.scoring import score_model
from tfprep.exam.outcomes import Grade, RefusedError, ValueEvidence
from tfprep.exam.taskspec.hidden import Hidden
from tfprep.exam.taskspec.interface import Output
from tfprep.exam.taskspec.task import TASKS, Task, read_task

pytestmark = pytest.mark.xdist_group("tensorflow")

TWO, THREE = Output(classes=("bad", "good")), Output(classes=("a", "b", "c"))


def task(output: Output) -> Task:
    """A task with this output; every band of accuracy is worth a point."""
    update = {"output": output, "metric": "accuracy", "bands": (0.2, 0.4, 0.6, 0.8, 1)}
    sensor = read_task(TASKS / "bent_sensor")
    spec = sensor.spec.model_copy(update={} if output.values else update)
    return replace(sensor, spec=spec)


def score(output: Output, answers: Any, truth: Sequence[Any]) -> Grade:
    """The grade of a model with these answers to as many examples."""
    numbers = np.arange(len(truth), dtype="float32")[:, None]
    hidden = Hidden(numbers, np.array(truth), baseline=np.array(truth) + 1.0)
    given = np.array(answers)
    model = Fake(answering(given), answer=given.shape[1:])
    return score_model(model, task(output), hidden, "secret")


@pytest.mark.parametrize("strange", [np.nan, np.inf, -np.inf])
def test_answers_that_are_no_numbers_are_refused(strange: float) -> None:
    """It is said to how many examples."""
    with pytest.raises(RefusedError, match="infinite answers to 1 of 3 examples"):
        score(TWO, [[0, 1], [2, strange], [4, 5]], [0, 0, 0])


def test_the_same_answer_to_everything_is_refused() -> None:
    """Such a model has learned nothing, or its last layer is wrong."""
    same = [[0.2, 0.8]] * 4
    with pytest.raises(RefusedError, match="the same answer to every example"):
        score(TWO, same, [1, 1, 1, 1])

    assert score(TWO, [*same, [0.3, 0.7]], [1, 1, 1, 1, 1]).score == 5


def test_the_most_probable_class_counts() -> None:
    """Of two classes, one half is the line."""
    assert score(THREE, [[0.1, 0.7, 0.2], [0.5, 0.2, 0.3]], [1, 0]).value == 1
    assert score(TWO, [[0.5], [0.49]], [1, 0]).value == 1
    assert score(TWO, [[0.5], [0.49]], [0, 0]).value == 0.5


def test_logits_are_accepted_and_said() -> None:
    """With one unit, zero is the line."""
    grade = score(TWO, [[0.4], [-3.0], [7.0]], [1, 0, 1])
    assert grade.score == 5
    assert "read as logits" in grade.notes[0]

    grade = score(THREE, [[4.0, -1, 2], [0, 1, 9]], [0, 2])
    assert grade.score == 5
    assert "no probabilities" in grade.notes[0]


def test_values_take_the_shape_of_the_truth() -> None:
    """A model that answers (batch,) instead of (batch, 1) is right too."""
    grade = score(Output(values=1), [1.0, 2.0], [[1.0], [2.0]])

    assert (grade.score, grade.value) == (5, 0.0)
    assert isinstance(grade.evidence, ValueEvidence)
    assert grade.evidence.answers == ((1.0,), (2.0,))


def test_a_model_for_another_task_is_told_which() -> None:
    """Of the tasks that it could be meant for; its own is none of them."""
    model = Fake(answering(np.zeros((2, 4))), answer=(4,))
    other = task(Output(classes=("a", "b", "c", "d")))
    meant = replace(other, folder=other.folder.with_name("meant"))
    hidden = Hidden(np.zeros((2, 1), "float32"), np.zeros(2))

    with pytest.raises(RefusedError, match="It fits task A, The bent sensor: tfprep"):
        score_model(model, task(TWO), hidden, "secret", [task(TWO), meant])


def test_a_refusal_is_not_its_own_cause() -> None:
    """Who looks for what is behind it comes to an end."""
    with pytest.raises(RefusedError) as caught:
        score(TWO, [[0, 1, 2]] * 3, [0, 0, 0])

    assert caught.value.__cause__ is not caught.value


@pytest.mark.parametrize("metric", ["mae", "relative_mae"])
@pytest.mark.parametrize("large", [1e305, 1.7e308, -1.7e308])
def test_a_metric_that_overflows_is_refused(metric: str, large: float) -> None:
    """Finite answers can make an infinite mean, which no state file could hold."""
    numbers = np.arange(2000, dtype="float32")[:, None]
    hidden = Hidden(numbers, np.zeros((2000, 1)), baseline=np.ones((2000, 1)))
    answers = large * np.linspace(1, 0.99, 2000)[:, None]
    sensor = task(Output(values=1))
    measured = replace(sensor, spec=sensor.spec.model_copy(update={"metric": metric}))

    with pytest.raises(RefusedError, match="whose mean error is no finite number"):
        score_model(Fake(answering(answers)), measured, hidden, "secret")


def test_large_answers_get_a_finite_value() -> None:
    """As long as their mean is a number, they are only wrong."""
    grade = score(Output(values=1), [[1e300], [2e300]], [[1.0], [2.0]])

    assert grade.score == 0
    assert grade.value == pytest.approx(1.5e300)
