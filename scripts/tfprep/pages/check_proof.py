"""What the checks of a lesson were tried on, in a sentence for each exercise."""

from __future__ import annotations

from contextlib import suppress

from tfprep.execution.cache import Entry
from tfprep.lessons.lesson import Lesson
from tfprep.mutants.record import Record, current, read_record
from tfprep.problems import ProblemError, count


def proofs(lesson: Lesson, entry: Entry) -> dict[str, str]:
    """For each exercise's id, which answers its check refuses and which it accepts.

    Args:
        entry: of the run in which the stored answers had these outcomes.
    """
    record = Record()
    with suppress(ProblemError):  # whoever checks the lesson is told
        record = read_record(lesson)
    found = {}
    for exercise, said in zip(lesson.exercises, entry.refusals, strict=False):
        text = f"This check refuses {count(len(said.wrong), 'wrong answer')}"
        kept = current(lesson, exercise, record)
        if kept and kept.refused:
            mutants = count(kept.refused, "mutant")
            text += f" and {mutants}, which are our solution with one mistake"
        if exercise.right:
            right = count(len(exercise.right), "right answer")
            text += f"; it accepts {right} written differently"
        found[exercise.id] = f"{text}."
    return found
