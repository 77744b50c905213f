"""The cells of a lesson file, and what each is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
_SOLUTION = re.compile(
    rf"^([ \t]*){BEGIN}[ \t]*\n.*?^[ \t]*{END}[ \t]*$", re.DOTALL | re.MULTILINE
)


class Role(StrEnum):
    """What a cell is for; it decides who sees it."""

    PROSE = "prose"
    CODE = "code"
    CLAIM = "claim"
    EXERCISE = "exercise"
    HINT = "hint"
    CHECK = "check"
    WRONG = "wrong"
    ERROR = "error"


@dataclass(frozen=True)
class Cell:
    """One cell of a lesson file."""

    role: Role
    source: str
    line: int
    """Line of the cell's first source line in the file, counted from 1."""
    skills: tuple[str, ...] = ()
    alt: tuple[str, ...] = ()
    """Text alternatives of the figures that the cell draws, in order."""
    reason: str = ""
    """What a check has to say about this wrong answer, or the error's message."""

    @property
    def is_code(self) -> bool:
        return self.role not in (Role.PROSE, Role.HINT)

    @property
    def stub(self) -> str:
        """The source with each solution replaced by a single `...`."""
        return _SOLUTION.sub(r"\1...", self.source)

    @property
    def solution(self) -> str:
        """The source without the markers around the solution."""
        lines = self.source.splitlines()
        return "\n".join(line for line in lines if line.strip() not in (BEGIN, END))


@dataclass(frozen=True)
class Exercise:
    """A task with its stub, hints, check and stored wrong answers."""

    task: Cell
    cell: Cell
    hints: tuple[Cell, ...]
    check: Cell
    wrong: tuple[Cell, ...]

    @property
    def title(self) -> str:
        return heading_of(self.task) or "Exercise"


def heading_of(cell: Cell) -> str:
    """The text of the first heading in a prose cell, or an empty string."""
    match = re.search(r"^#{2,6}\s+(.+?)\s*$", cell.source, re.MULTILINE)
    return match.group(1) if match else ""
