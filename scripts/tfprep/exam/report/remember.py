"""A finished sitting in the learner's memory, beside exercises and quizzes."""

from __future__ import annotations

from tfprep.exam.report.results import Report
from tfprep.practice.progress_file import ProgressFile


def remember(report: Report, file: ProgressFile) -> None:
    """Keep what a sitting came to; once more changes nothing.

    A file that can't be written says so, and costs the exam nothing.
    """
    file.exam(
        f"{report.started:%Y%m%dT%H%M%S}-{report.seed}",
        form=report.form,
        started=report.started,
        finished=report.finished,
        points=report.points,
        of=report.of,
        tasks={task.name: task.score or 0 for task in report.tasks},
    )
