"""Have file and memory agree: what was begun in the browser stands in the editor."""

from __future__ import annotations

from datetime import UTC, datetime

from tfprep.practice.exercises import Assignment
from tfprep.practice.progress import ExerciseRecord, Progress, to_datetime
from tfprep.practice.progress_file import ProgressFile
from tfprep.practice.terminal.exercise_file import (
    ExerciseFile,
    UnreadableError,
    trimmed,
)
from tfprep.practice.terminal.folder import Folder

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def settle(
    folder: Folder, memory: ProgressFile, progress: Progress, assignment: Assignment
) -> str:
    """Have the later of file and remembered answer stand at both places.

    Args:
        progress: what `memory` holds.

    Returns:
        What was done, for the learner to know; nothing, if they had nothing to lose.

    Raises:
        OSError: the file could not be written.
    """
    try:
        file = folder.read(assignment)
    except UnreadableError:
        return ""  # whoever opens it says so
    record, stub = progress.exercise(assignment.id), _stub(assignment)
    saved = datetime.fromtimestamp(file.path.stat().st_mtime, UTC)
    if record.answer is not None and trimmed(record.answer.text) != file.answer:
        return _settle(folder, memory, assignment, file, record, saved)
    if record.answer is None and file.answer != stub and not file.is_empty:
        if record.reset and to_datetime(record.reset) > saved:
            kept = folder.reset(assignment)
            return f"{file.path.name} was reset elsewhere; your text: {kept}"
        erased = to_datetime(progress.erased) if progress.erased else _LONG_AGO
        if saved > erased:
            memory.answered(assignment.id, file.answer)
    return ""


def _settle(
    folder: Folder,
    memory: ProgressFile,
    assignment: Assignment,
    file: ExerciseFile,
    record: ExerciseRecord,
    saved: datetime,
) -> str:
    """The two texts differ: the later one wins, the other one is kept."""
    assert record.answer is not None
    if file.is_empty or file.answer == _stub(assignment) or record.answer.when > saved:
        kept = folder.replace(assignment, record.answer.text)
        said = f"{file.path.name} holds what you wrote elsewhere"
        return f"{said}; the text before: {kept}" if kept else f"{said}."
    memory.answered(assignment.id, file.answer)
    if trimmed(record.answer.text) == _stub(assignment):
        return ""
    kept = folder.keep_text(assignment, record.answer.text)
    return f"{file.path.name} is later than what you wrote elsewhere: {kept}"


def _stub(assignment: Assignment) -> str:
    return trimmed(assignment.exercise.cell.stub)
