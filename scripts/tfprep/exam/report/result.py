"""Write the result: one page to pass on with the exam's folder, for who checks it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tfprep.content.dates import long_date
from tfprep.exam.report.parts import Report
from tfprep.exam.report.words import headline
from tfprep.exam.sitting.state import KEEP, STATE, Sitting, text_of
from tfprep.exam.taskspec.task import Task
from tfprep.exam.templates import render
from tfprep.files import write_atomically
from tfprep.problems import count

RESULT = "result.html"


def write_result(
    report: Report, sitting: Sitting, tasks: Sequence[Task], workspace: Path
) -> Path:
    """Write result.html; its path.

    Args:
        report: that of the sitting.
        sitting: a finished one, as exam.json holds it.
        tasks: those of the sitting.
        workspace: the exam's folder.

    Raises:
        OSError: the workspace can't be read or written.
    """
    page = workspace / RESULT
    write_atomically(page, result_html(report, sitting, tasks))
    return page


def result_html(report: Report, sitting: Sitting, tasks: Sequence[Task]) -> str:
    """The page; see `write_result`."""
    names = [hand_in.task for hand_in in sitting.hand_ins]
    return render(
        "result.html.j2",
        report=report,
        headline=headline(report),
        rows=[
            (part, sitting.best(part.name), names.count(part.name))
            for part in report.tasks
        ],
        summaries={task.name: task.spec.summary for task in tasks},
        programs=[_named(name) for name in ("tfprep", "tensorflow", "keras")],
        state=STATE,
        state_digest=hashlib.sha256(text_of(sitting).encode()).hexdigest(),
        keep=KEEP,
        moment=_say,
        count=count,
    )


def _say(moment: datetime) -> str:
    """A moment for people in any zone."""
    return f"{long_date(moment)}, {moment:%H:%M} UTC"


def _named(package: str) -> str:
    """A package with its version; nothing is imported for that."""
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package}, of an unknown version"
