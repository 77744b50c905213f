"""The commands of tfprep exam by name; each is imported when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from typing_extensions import override

from tfprep.exam.errors import ExamError
from tfprep.exam.system_errors import in_words
from tfprep.lazy_commands import LazyGroup

COMMANDS = {
    "start": (
        "tfprep.exam.start_command:start",
        "Make the workspace in FOLDER, by default tfprep-exam, and start the clock.",
    ),
    "status": (
        "tfprep.exam.sitting_commands:status",
        "Show the time left, the best scores, and what is still to do.",
    ),
    "submit": (
        "tfprep.exam.sitting_commands:submit",
        "Grade the model of TASK: its letter or name.",
    ),
    "finish": (
        "tfprep.exam.sitting_commands:finish",
        "End the exam and write the report.",
    ),
    "report": (
        "tfprep.exam.sitting_commands:report",
        "Write report.html and report.json of a finished exam again.",
    ),
    "verify": (
        "tfprep.exam.verify_command:verify",
        "Grade the kept models of an exam again; compare with what it states.",
    ),
    "grade": (
        "tfprep.exam.class_commands:grade",
        "Grade a class: FOLDER holds a folder for each learner.",
    ),
}
"""Name -> where the command is, and its help line, so that help needs no import."""


class _ExamGroup(LazyGroup):
    """A group that says what the system refuses to its commands."""

    @override
    def invoke(self, context: click.Context) -> Any:
        with in_words():
            _check_here()
            return super().invoke(context)


def _check_here() -> None:
    """Refuse to work in a folder that is gone.

    Raises:
        ExamError: it was removed, or moved away and back.
    """
    try:
        Path.cwd()
    except FileNotFoundError as error:
        raise ExamError(
            "Got a current folder that is gone: it was removed after you went there. "
            "Go to another one (cd), then type the command again."
        ) from error


@click.group(cls=_ExamGroup, table=COMMANDS)
def exam() -> None:
    """Sit the practice exam: five models, five hours, graded here."""
