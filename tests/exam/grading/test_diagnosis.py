"""A low score comes with its cause, and only with one that is true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tfprep.content.library import Library
from tfprep.exam.grading.diagnosed_case import SECTIONS, Case
from tfprep.exam.grading.diagnosis import MOST, diagnose
from tfprep.exam.taskspec.hidden import Hidden
from tfprep.exam.taskspec.interface import Input, Output
from tfprep.exam.taskspec.task import TASKS, read_task
from tfprep.lessons.cells import heading_of
from tfprep.lessons.course import read_course
from tfprep.project import own_project

RNG = np.random.default_rng(0)
CLASSES = ("ant", "bee", "cat", "dog")
ROWS, SERIES = Input(kind="rows", shape=(1,)), Input(kind="series", shape=((3, 9), 1))


@pytest.fixture(autouse=True)
def same_draws() -> None:
    """Each test draws the same numbers, whichever came before."""
    RNG.bit_generator.state = np.random.default_rng(0).bit_generator.state


def case(asked: Input, output: Output, truth: Any, raw: Any, **more: Any) -> Case:
    """A model's answers to a task of this kind; each band is a fifth of the way."""
    sensor = read_task(TASKS / "bent_sensor")
    metric, bands = "mae", (8, 6, 4, 2, 1)
    if output.classes:
        metric, bands = "accuracy", (0.5, 0.6, 0.7, 0.8, 0.9)  # type: ignore[assignment]
    update = {"input": asked, "output": output, "metric": metric, "bands": bands}
    task = replace(sensor, spec=sensor.spec.model_copy(update=update))
    inputs = more.pop("inputs", np.zeros((len(truth), 1)))
    hidden = Hidden(inputs, np.asarray(truth), more.pop("baseline", None))
    raw = np.asarray(raw, "float64")
    answers = raw
    if output.classes:
        answers = raw.argmax(axis=1) if raw.shape[1] > 1 else (raw[:, 0] > 0.5) * 1
    return Case(task, hidden, raw, answers, **more)


TRUTH = RNG.uniform(0, 60, (400, 1))
NOISE = RNG.normal(0, 1, (400, 1))


def values(answers: Any, truth: Any = TRUTH, asked: Input = ROWS, **more: Any) -> str:
    """What is said of numbers."""
    output = Output(values=np.shape(truth)[1])
    return " ".join(diagnose(case(asked, output, truth, answers, **more)))


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (
            (TRUTH - 30) / 15 + NOISE / 30,
            "expected 0.018 to 59.8 °C: times 15 plus 30",
        ),
        (TRUTH * 1.8 + 32 + NOISE, "times 0.555 plus -17.7 they would score 5"),
        (TRUTH * 1000, "times 0.001 plus"),
        (TRUTH + 273.15, "too high by 273: moved by that they would score 5"),
        (TRUTH - 50, "too low by 50"),
        (60 - TRUTH + NOISE, "fall where the truth rises: times -0.996 plus"),
        (0 * TRUTH + 30 + NOISE / 2, "the model answers nearly the same"),
        (RNG.permutation(TRUTH), "the model has learned nothing that helps here"),
        (np.where(TRUTH > 58, 1e4, TRUTH), "far off, the worst by 9940: without"),
        (TRUTH + 8 * NOISE, "on average they differ from the truth by"),
    ],
)
def test_numbers_have_their_cause(answers: Any, said: str) -> None:
    """Another scale, unit or sign, a constant, chance, or a few that are far off."""
    assert said in values(answers)


def walks(steps: int) -> Any:
    return np.cumsum(RNG.normal(0, 6, (400, steps)), axis=1)


def test_numbers_in_another_order_are_told() -> None:
    """With the order that would be right."""
    truth = RNG.uniform(0, 60, (400, 3))

    said = values(truth[:, [2, 0, 1]], truth)
    assert "with numbers 2, 3, 1 in places 1 to 3 they would score 5" in said
    assert "with numbers 3, 2, 1 in places" in values(truth[:, ::-1], truth)


def test_steps_that_are_too_early_or_too_late_are_told() -> None:
    """A label cut one step off is the commonest slip with windows."""
    walk = walks(8)

    late, early = walk[:, 1:6], walk[:, 3:8]
    seen = np.zeros((400, 3, 1))
    assert "one step too late" in values(late, walk[:, 2:7], SERIES, inputs=seen)
    assert "one step too early" in values(early, walk[:, 2:7], SERIES, inputs=seen)


def test_a_forecast_that_repeats_the_last_value_is_told() -> None:
    """Its numbers look right, and say nothing."""
    walk = walks(5) * 3
    last, truth = walk[:, 3:4], walk[:, 4:]

    said = values(last + NOISE, truth, SERIES, inputs=walk[:, :4, None])
    assert "Your answers repeat the last value of the window" in said


def test_values_of_scaled_inputs_are_told() -> None:
    """The model is asked again, with its inputs scaled."""
    readings = RNG.uniform(0, 1023, (400, 1))
    truth = 40 * np.tanh((readings - readings.mean()) / readings.std()) + 30

    def model(inputs: Any) -> Any:
        answers = 40 * np.tanh(np.asarray(inputs)) + 30
        return answers, answers

    said = values(model(readings)[0], truth, inputs=readings, ask=model)
    assert "with columns of mean 0 and spread 1, the model scores 5" in said


SORTS = np.arange(400) % 4
ONE_HOT = np.eye(4)


def classes(
    raw: Any, truth: Any = SORTS, names: tuple[str, ...] = CLASSES, **more: Any
) -> str:
    """What is said of classes."""
    output = Output(classes=names)
    return " ".join(diagnose(case(ROWS, output, truth, raw, **more)))


def unsure(numbers: Any) -> Any:
    """Probabilities that are highest at these classes."""
    return 0.6 * ONE_HOT[numbers] + 0.1


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (unsure(0 * SORTS + 2), "400 of 400 answers are 'cat'"),
        (
            unsure((SORTS + 1) % 4),
            "you say 'ant' for 'dog', 'bee' for 'ant', 'cat' for",
        ),
        (unsure(np.array([0, 2, 1, 3])[SORTS]), "you say 'bee' for 'cat', 'cat' for"),
        (ONE_HOT[RNG.permutation(SORTS)], "answers are over 99 % certain, and"),
        (unsure(RNG.permutation(SORTS)), "it has learned nothing that helps here"),
        (unsure(np.where(SORTS < 2, SORTS, 0)), "Most often it takes 'cat' for 'ant'"),
    ],
)
def test_classes_have_their_cause(raw: Any, said: str) -> None:
    """One class only, another order, certain and wrong, chance, or a mix-up."""
    assert said in classes(raw)


def test_two_classes_are_told_the_better_line() -> None:
    """A rare class is seldom more probable than not."""
    truth = np.arange(400) % 2
    raw = 0.1 * truth[:, None] + 0.05 + 0.01 * RNG.uniform(0, 1, (400, 1))

    assert "with 'good' from 0.105" in classes(raw, truth, ("bad", "good"))
    assert "you say 'bad' for 'good'" in classes(
        np.round(1 - truth[:, None]), truth, ("bad", "good")
    )


def test_classes_of_scaled_pictures_are_told() -> None:
    """Brightness from 0 to 1 is the commonest."""
    pictures = np.stack([np.full((2, 2, 1), 60 * sort + 20) for sort in SORTS])

    def model(inputs: Any) -> Any:
        bright = np.clip(np.mean(inputs, axis=(1, 2, 3)) * 4, 0, 3).astype(int)
        return unsure(bright), bright

    asked = Input(kind="pictures", shape=(2, 2, 1))
    raw, _ = model(pictures)
    told = case(asked, Output(classes=CLASSES), SORTS, raw, inputs=pictures, ask=model)
    assert "with brightness from 0 to 1, the model scores 5" in diagnose(told)[0]


@pytest.mark.parametrize(
    "made",
    [
        lambda: case(ROWS, Output(values=1), TRUTH, TRUTH + 3),
        lambda: case(ROWS, Output(classes=CLASSES), SORTS, unsure(SORTS)),
    ],
)
def test_a_good_score_needs_no_cause(made: Callable[[], Case]) -> None:
    """Nor does a fair one."""
    assert diagnose(made()) == ()


def test_odd_answers_get_at_most_two_sentences() -> None:
    """Huge ones, equal ones and few, and a model that fails when it is asked again."""
    for answers in (TRUTH * 1e300, TRUTH * 0, TRUTH * 0 + 1e-300):
        told = diagnose(case(ROWS, Output(values=1), TRUTH, answers))
        assert 1 <= len(told) <= MOST
    for few in (1, 2, 3):
        told = diagnose(case(ROWS, Output(values=1), TRUTH[:few], TRUTH[:few] + 99))
        assert len(told) <= MOST
        raw = unsure((SORTS[:few] + 2) % 4)
        told = diagnose(case(ROWS, Output(classes=CLASSES), SORTS[:few], raw))
        assert len(told) <= MOST


def test_what_to_read_is_in_the_course() -> None:
    """Each lesson under its title, each section under its heading."""
    project = own_project()
    course = read_course(project, Library(project.data))
    for section in SECTIONS:
        lesson = course.lesson(section.slug)
        assert lesson.header.title == section.title
        assert section.heading in {heading_of(cell) for cell in lesson.cells}
