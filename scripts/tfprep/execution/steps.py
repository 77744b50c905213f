"""The order in which a lesson's cells are executed, and what each must do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tfprep.lessons.cells import Cell, Exercise, Role
from tfprep.lessons.lesson import Lesson


class Expect(StrEnum):
    """The outcome that a step must have.

    A check has four outcomes that are never mixed: it passes (correct), it raises
    an AssertionError (incorrect), one whose message starts with NOT_ATTEMPTED
    (not attempted), or it raises anything else (could not run).
    """

    CORRECT = "correct"
    INCORRECT = "incorrect"
    NOT_ATTEMPTED = "not attempted"
    ERROR = "error"
    """The code itself raises, with the words of its cell's reason."""


NOT_ATTEMPTED = "Not attempted"


@dataclass(frozen=True)
class Step:
    """One piece of code to execute."""

    cell: Cell
    code: str
    expect: Expect = Expect.CORRECT
    answer: Cell | None = None
    """For a check: the stored answer, or the exercise cell, that it judges."""
    keep: bool = False
    """Whether the outputs belong to the cell."""


def plan(lesson: Lesson) -> Iterator[Step]:
    """All steps of a lesson, the four-way law of its exercises included."""
    exercises = {exercise.cell.index: exercise for exercise in lesson.exercises}
    for cell in lesson.code_cells:
        if cell.role is Role.EXERCISE:
            yield from _law(exercises[cell.index])
        elif cell.role is Role.ERROR:
            yield Step(cell, cell.source, Expect.ERROR, keep=True)
        elif cell.role in (Role.CODE, Role.CLAIM):
            yield Step(cell, cell.source, keep=cell.role is Role.CODE)


def _law(exercise: Exercise) -> Iterator[Step]:
    """Stub not attempted, wrong answers refused, right ones and solution accepted."""
    cell, check = exercise.cell, exercise.check
    yield Step(cell, cell.stub)
    yield Step(check, check.source, Expect.NOT_ATTEMPTED, answer=cell)
    for wrong in exercise.wrong:
        yield Step(wrong, wrong.source)
        yield Step(check, check.source, Expect.INCORRECT, answer=wrong)
    for right in exercise.right:
        yield Step(right, right.source)
        yield Step(check, check.source, answer=right)
    yield Step(cell, cell.solution, keep=True)
    yield Step(check, check.source, answer=cell, keep=True)
