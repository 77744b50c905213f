"""What the report takes from the learner's memory, and what it adds to it."""

from __future__ import annotations

from tfprep.exam.report.parts import Report
from tfprep.practice.progress_file import ProgressFile
from tfprep.problems import ProblemError


def solved_exercises(file: ProgressFile) -> frozenset[str]:
    """The ids of the exercises that the learner has solved, as far as that is known."""
    try:
        exercises = file.read().exercises
    except ProblemError:  # a later version wrote it, which is said when it is written
        return frozenset()
    return frozenset(name for name, record in exercises.items() if record.is_done)


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
