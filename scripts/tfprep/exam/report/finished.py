"""From a finished sitting to its report, wherever it was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tfprep.exam.report import evidence
from tfprep.exam.report.page import write_report
from tfprep.exam.report.parts import Report
from tfprep.exam.report.remember import remember, solved_exercises
from tfprep.exam.report.result import write_result
from tfprep.exam.report.results import history_folder, make_report
from tfprep.exam.sitting.actions import Grader
from tfprep.exam.sitting.state import Sitting
from tfprep.exam.taskspec.task import Task
from tfprep.practice.progress_file import ProgressFile


def report_on(
    workspace: Path,
    sitting: Sitting,
    tasks: Sequence[Task],
    grade: Grader,
    *,
    remembers: bool,
) -> tuple[Report, Path, Path]:
    """Look at the models once more, and write what is to be known of the sitting.

    Returns:
        The report, its page, and the page to pass on.

    Args:
        workspace: where it is written.
        sitting: has to be finished.
        tasks: those of the sitting, in their order.
        grade: looks at the models.
        remembers: whether the learner's progress gets to know of it.

    Raises:
        OSError: the workspace can't be written.
    """
    history, memory = history_folder(), ProgressFile()
    looked = evidence.look(workspace, sitting, tasks, grade)
    solved = solved_exercises(memory)
    made = make_report(sitting, tasks, history, solved=solved, looked=looked)
    page = write_report(made, workspace, history)
    passed_on = write_result(made, sitting, tasks, workspace)
    if remembers:
        remember(made, memory)
    return made, page, passed_on
