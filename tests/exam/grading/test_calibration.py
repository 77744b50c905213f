"""Which models a task is tried with, and what they may score."""

from __future__ import annotations

import pytest

from tfprep.exam.grading.calibration import (
    FLAT,
    NEIGHBORS,
    UNTRAINED,
    Result,
    Trial,
    trials,
)
from tfprep.exam.outcomes import Grade
from tfprep.exam.taskspec.task import read_tasks


def test_every_task_is_tried_with_what_must_not_pass() -> None:
    """Untrained and by its neighbors; a series with a flat network as well."""
    tasks = read_tasks().values()
    tried = {(trial.task.name, trial.solution) for trial in trials(tasks, [1])}

    for task in tasks:
        for name in ("reference", "weak", UNTRAINED, NEIGHBORS):
            assert (task.name, name) in tried
        is_series = task.spec.input.kind == "series"
        assert ((task.name, FLAT) in tried) == is_series


@pytest.mark.parametrize(
    ("solution", "score", "seconds", "words"),
    [
        ("reference", 5, 30, ""),
        ("reference", 4, 30, "scores 4, expected 5 to 5"),
        ("reference", 5, 30.6, "took 31 s, expected at most 30 s"),
        ("weak", 3, 99, ""),
        (FLAT, 4, 1, "scores 4, expected 0 to 3"),
        (UNTRAINED, 2, 0, "scores 2, expected 0 to 1"),
        (NEIGHBORS, 1, 0, ""),
        (NEIGHBORS, 2, 0, "scores 2, expected 0 to 1"),
    ],
)
def test_what_breaks_the_rule_is_said(
    solution: str, score: int, seconds: float, words: str
) -> None:
    """By the score, and by the time that the reference trains."""
    trial = Trial(read_tasks()["well-levels"], solution, 1)

    assert Result(trial, Grade(score, 0.5), seconds).breaks == words
