"""The report: points, skills, time, what to do next, and attempts of before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from desk import Desk
from tasks import titled

from tfprep.exam.outcomes import RefusedError
from tfprep.exam.report.page import write_report
from tfprep.exam.report.parts import Report
from tfprep.exam.report.results import make_report
from tfprep.project import Project


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An exam that has begun."""
    desk = Desk(tmp_path / "exam")
    desk.start()
    return desk


def hand_in(desk: Desk, score: int, minutes: float, task: int = 0) -> None:
    """Work for some minutes, then hand in a model that gets this score."""
    desk.clock.wait(minutes)
    desk.save_model(task=task)
    desk.submit(score, task)


def report_of(desk: Desk) -> Report:
    """The report of the exam as it stands, without the real course, which is long."""
    history = desk.workspace.parent / "history"
    return make_report(desk.finish(), desk.tasks, history, Project(history))


def test_points_are_weights_times_scores(desk: Desk) -> None:
    """A task that was not handed in has none."""
    hand_in(desk, 4, 10)
    task, *rest = report_of(desk).tasks

    assert (task.score, task.points, task.weight) == (4, 8.0, 10)
    assert [band.reached for band in task.bands] == [True] * 4 + [False]
    assert all((other.score, other.points) == (None, 0.0) for other in rest)


def test_time_belongs_to_the_next_hand_in(desk: Desk) -> None:
    """Refused hand-ins count as work on their task too."""
    hand_in(desk, 2, 30)
    desk.clock.wait(12)
    desk.save_model(b"")
    with pytest.raises(RefusedError):
        desk.submit()
    desk.clock.wait(60)
    task = report_of(desk).tasks[0]

    assert task.minutes == 42


def test_every_hand_in_is_told(desk: Desk) -> None:
    """With its time, its score and what it came to; a refusal with its reason."""
    hand_in(desk, 0, 30)
    desk.clock.wait(10)
    desk.save_model(b"")
    with pytest.raises(RefusedError):
        desk.submit()
    hand_in(desk, 3, 5)

    attempts = report_of(desk).tasks[0].attempts
    assert [(each.minutes, each.score) for each in attempts] == [
        (30, 0),
        (40, None),
        (45, 3),
    ]
    assert attempts[0].said == "mean absolute error 0 °C"
    assert attempts[1].said.startswith("Got an empty file")


def test_any_title_may_stand_in_the_report(desk: Desk) -> None:
    """What would be markup is shown as it is written."""
    title = 'A <b> & "c" | `d`'
    tasks = [titled(task, title) for task in desk.tasks]
    report = make_report(desk.finish(), tasks, desk.workspace, Project(desk.workspace))
    page = write_report(report, desk.workspace, desk.workspace.parent / "history")

    (heading, *_) = BeautifulSoup(page.read_text("utf-8"), "html.parser").select(
        ".task h3 span"
    )
    assert heading.get_text() == f"A: {title}"


def test_the_files_hold_the_same(desk: Desk) -> None:
    """JSON reads back as it was."""
    hand_in(desk, 3, 10)
    report = report_of(desk)
    page = write_report(report, desk.workspace, desk.workspace.parent / "history")

    text = (desk.workspace / "report.json").read_text("utf-8")
    assert Report.model_validate_json(text) == report
    assert json.loads(text)["points"] == 6.0
    assert "6 of 40 points in 2 tasks" in page.read_text("utf-8")


def test_earlier_attempts_are_compared(desk: Desk, tmp_path: Path) -> None:
    """Oldest first, none later, and never itself; a torn file does no harm."""
    history = tmp_path / "history"
    write_report(report_of(desk), desk.workspace, history)
    (history / "torn.json").write_text("{")
    assert report_of(desk).earlier == ()

    second = Desk(tmp_path / "second", clock=desk.clock)
    desk.clock.wait(60)
    second.start()
    hand_in(second, 5, 5)
    old = {"started": "2026-11-01T09:00:00Z", "form": 2, "points": 40, "of": 100}
    (history / "first-version.json").write_text(json.dumps(old | {"graded": 3}))
    earlier = make_report(
        second.finish(), second.tasks, history, Project(history)
    ).earlier
    assert [(each.points, each.form) for each in earlier] == [(40, 2), (0, 1)]


def test_a_home_that_can_not_be_written_does_no_harm(desk: Desk) -> None:
    """The workspace has the report all the same."""
    blocked = desk.workspace / "README.md" / "history"

    assert write_report(report_of(desk), desk.workspace, blocked).is_file()


def test_a_moved_clock_is_reported(desk: Desk) -> None:
    """An instructor can see it."""
    desk.clock.wall = desk.clock.wall.replace(hour=3)
    desk.clock.ticks += 60

    report = report_of(desk)
    page = write_report(report, desk.workspace, desk.workspace / "history")
    assert "was set back by 6 h" in page.read_text("utf-8")
