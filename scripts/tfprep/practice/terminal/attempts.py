"""Remember what came of a check."""

from __future__ import annotations

from tfprep.practice.answer import Outcome, Verdict
from tfprep.practice.exercises import Assignment
from tfprep.practice.progress import Progress
from tfprep.practice.progress_file import ProgressFile
from tfprep.practice.terminal.exercise_file import ExerciseFile


def remember(
    memory: ProgressFile, assignment: Assignment, file: ExerciseFile, verdict: Verdict
) -> Progress:
    """Note answer and attempt; a stub is none, nor is the last one once more."""
    before = memory.read()
    if verdict.outcome is Outcome.NOT_ATTEMPTED:
        return before
    record = before.exercise(assignment.id)
    last = record.attempts[-1].outcome if record.attempts else ""
    same = record.answer is not None and record.answer.text == file.answer
    after = memory.answered(assignment.id, file.answer)
    if same and last == verdict.outcome:
        return after
    return memory.attempted(
        assignment.id,
        verdict.outcome,
        hints=len(record.hints),
        solution=record.solution is not None,
    )
