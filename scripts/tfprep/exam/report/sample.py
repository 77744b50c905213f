"""The sample report of the site: a recorded sitting, made into the page of today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from tfprep.content.skills import Syllabus
from tfprep.exam.outcomes import Evidence
from tfprep.exam.report.advice import Guide
from tfprep.exam.report.evidence import Looked
from tfprep.exam.report.page import report_html
from tfprep.exam.report.parts import Report
from tfprep.exam.report.results import compose
from tfprep.exam.sitting.state import Sitting
from tfprep.exam.taskspec.task import Task
from tfprep.lessons.course import Course
from tfprep.problems import Problem, ProblemError

FILE = "exam/sample_sitting.json"
"""Where the recording stands, below docs."""
URI = "exam/sample-report.html"
"""Where the page stands on the site."""
AGAIN = "record it again: python scripts/dev/record_sample.py"


class Sample(BaseModel):
    """A finished sitting, and what its best models did on the hidden data."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sitting: Sitting
    evidence: dict[str, Evidence]
    """By the task's name."""


def sample_report(
    path: Path, tasks: Sequence[Task], syllabus: Syllabus, course: Course
) -> Report:
    """The report of the recorded sitting.

    Scores are those of the recorded values on the scales of today.

    Raises:
        ProblemError: the recording can't be read, or is of tasks that are gone.
    """
    try:
        sample = Sample.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        text = f"{where}: {first['msg']}; {AGAIN}"
        raise ProblemError([Problem(path, None, text)]) from None
    by_name = {task.name: task for task in tasks}
    if lost := [name for name in sample.sitting.tasks if name not in by_name]:
        text = f"got the task {lost[0]}, expected one that is there; {AGAIN}"
        raise ProblemError([Problem(path, None, text)])
    chosen = [by_name[name] for name in sample.sitting.tasks]
    return compose(
        _scored(sample.sitting, by_name),
        chosen,
        Guide(syllabus, course.lessons, course.sheets),
        looked=Looked(sample.evidence),
        zone=UTC,
    )


def sample_page(report: Report) -> str:
    """The page, with links to the pages beside it."""
    home = "../" * URI.count("/")
    return report_html(report, UTC, site=home, is_sample=True)


def _scored(sitting: Sitting, tasks: Mapping[str, Task]) -> Sitting:
    """The sitting with the scores that its values have by the tasks' bands."""
    hand_ins = []
    for each in sitting.hand_ins:
        task = tasks[each.task]
        score = task.metric.score(each.value, task.spec.bands)
        hand_ins.append(each.model_copy(update={"score": score}))
    return sitting.model_copy(update={"hand_ins": tuple(hand_ins)})
