"""A finished sitting in the learner's memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk

from tfprep.exam.report.parts import Report
from tfprep.exam.report.remember import remember, solved_exercises
from tfprep.exam.report.results import make_report
from tfprep.practice.progress import to_datetime
from tfprep.practice.progress_file import ProgressFile
from tfprep.project import Project


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """The report of a sitting in which one of two tasks was handed in."""
    desk = Desk(tmp_path / "exam")
    desk.start()
    desk.save_model()
    desk.submit(3)
    nowhere = Project(tmp_path)  # no lessons: advice would take seconds
    return make_report(desk.finish(), desk.tasks, tmp_path / "history", nowhere)


def test_a_sitting_is_remembered_once(report: Report) -> None:
    """With its points and the score of each task; 0 where nothing was handed in."""
    file = ProgressFile()

    remember(report, file)
    remember(report, file)

    (record,) = file.read().exams.values()
    assert (record.points, record.of) == (report.points, report.of)
    assert record.tasks == {task.name: task.score or 0 for task in report.tasks}
    assert sorted(record.tasks.values()) == [0, 3]
    assert record.finished is not None
    assert abs(to_datetime(record.finished) - report.finished).total_seconds() < 0.001


def test_a_memory_that_fails_costs_the_exam_nothing(
    report: Report, tmp_path: Path
) -> None:
    """It is said in one line."""
    (tmp_path / "no-folder").write_text("in the way")
    said: list[str] = []

    path = tmp_path / "no-folder" / "progress.json"
    remember(report, ProgressFile(path, say=said.append))

    (line,) = said
    assert "can't be used" in line
    assert "\n" not in line


def test_what_was_solved_is_known_as_far_as_it_can_be_read(tmp_path: Path) -> None:
    """A file of a later version, or none, costs nobody the report."""
    file = ProgressFile()
    assert solved_exercises(file) == frozenset()

    file.attempted("basics/a/b", "correct")
    file.attempted("basics/a/c", "incorrect")
    (tmp_path / "newer.json").write_text('{"schema": 2}')

    assert solved_exercises(file) == {"basics/a/b"}
    assert solved_exercises(ProgressFile(tmp_path / "newer.json")) == frozenset()
