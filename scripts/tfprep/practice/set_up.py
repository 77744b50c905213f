"""What runs before an exercise: the lesson's code, earlier exercises solved."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from dataclasses import dataclass

from tfprep.lessons.cells import HIDDEN, Cell, Role
from tfprep.lessons.lesson import Lesson


@dataclass(frozen=True)
class Piece:
    """A cell of a lesson as a learner's session runs it."""

    cell: Cell
    code: str


def pieces_of(lesson: Lesson) -> tuple[Piece, ...]:
    """The lesson's code in order: solutions for exercises, nothing that only proves.

    A check is part of it where a later cell uses a name that only the check made.
    """
    needed = set(_needed_checks(lesson))
    return tuple(
        Piece(cell, cell.solution)
        for cell in lesson.code_cells
        if cell.role in (Role.CODE, Role.EXERCISE) or cell.index in needed
    )


def _needed_checks(lesson: Lesson) -> Iterator[int]:
    known = set(dir(builtins))
    made_by_checks: dict[str, int] = {}
    for cell in lesson.code_cells:
        if cell.role in HIDDEN:
            continue
        made, used, _ = cell.names
        for name in used - made - known:
            if name in made_by_checks:
                yield made_by_checks[name]
        if cell.role is Role.CHECK:
            made_by_checks |= dict.fromkeys(made, cell.index)
        else:
            known |= made
