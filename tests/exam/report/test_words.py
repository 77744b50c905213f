"""A report in a few words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from projects import LIBRARY, real_course
from sat import every, sat

from tfprep.exam.report.advice import Guide
from tfprep.exam.report.results import compose
from tfprep.exam.report.words import say_all, say_points, summary, zone_name


def test_the_terminal_says_what_would_bring_most() -> None:
    """The verdict, the open skills, and one lesson with its points and command."""
    sitting, tasks = sat({"A": [5], "B": [5], "C": [5], "D": [1], "E": [5]})
    guide = Guide(LIBRARY.syllabus, real_course().lessons)
    verdict, to_learn, step = summary(compose(sitting, tasks, guide))

    assert verdict == "Not passed yet: 80 of 100 points, in 1 h."
    assert to_learn.startswith("To learn: NN-6, NN-9, NLP-1")
    assert "points), tfprep learn text/" in step


def test_what_the_report_lacks_is_said_at_once() -> None:
    """Not only on the page, which is opened later."""
    sitting, tasks = sat(every(1))

    assert "No course." in summary(compose(sitting, tasks, Guide(trouble="No course.")))


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (0.2, "less than 1 point"),
        (1, "about 1 point"),
        (1.4, "about 1 point"),
        (1.6, "about 2 points"),
    ],
)
def test_points_are_about_right(points: float, said: str) -> None:
    """They are an estimate, and read like one."""
    assert say_points(points) == said


def test_words_stand_in_a_row() -> None:
    """With an and before the last."""
    assert say_all(["B"]) == "B"
    assert say_all(["B", "C", "E"]) == "B, C and E"


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        (UTC, "UTC"),
        (timezone(timedelta(hours=1), "CET"), "CET, UTC+01:00"),
        (timezone(timedelta(hours=-3)), "UTC-03:00"),
    ],
)
def test_a_zone_has_a_name_and_a_shift(zone: timezone, name: str) -> None:
    """The name alone would be read differently in other countries."""
    assert zone_name(datetime(2026, 11, 22, 9, tzinfo=UTC), zone) == name
