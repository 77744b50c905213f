"""A lesson file or a sheet, parsed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tfprep.lessons.cells import Cell, Exercise, Role, exercise_groups
from tfprep.lessons.diagrams import pictures
from tfprep.lessons.header import Header, SheetHeader

BUDGET = 10.0
"""CPU seconds that a lesson should stay below."""

WORDS = 200
"""Words of prose that a reader of technical text takes in a minute: a guess of ours,
below the 238 of easy English prose (Brysbaert 2019, doi 10.1016/j.jml.2019.104047).
"""
CODE, EXERCISE = 0.5, 5
"""Minutes for a cell of code with its output, and for an exercise: guesses of ours."""
STEP = 5
"""Minutes are told in steps of this."""


@dataclass(frozen=True)
class Lesson:
    """A parsed file: a lesson, or a sheet, which has no exercises."""

    path: Path
    slug: str
    """`topic/name`, which is the file's path below examples without its suffix."""
    header: Header | SheetHeader
    cells: tuple[Cell, ...]

    @property
    def is_sheet(self) -> bool:
        return isinstance(self.header, SheetHeader)

    @property
    def topic(self) -> str:
        return self.slug.split("/")[0]

    @property
    def name(self) -> str:
        return self.slug.split("/")[1]

    @cached_property
    def code_cells(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.is_code)

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises, in order; the rules see to it that each is whole."""
        return tuple(map(self._exercise, exercise_groups(self.cells)))

    @cached_property
    def minutes(self) -> int:
        """Time to read the lesson and to solve its exercises once, in minutes.

        Computed from its words, cells and exercises, until its header says what
        readers took.
        """
        if self.header.minutes:
            return self.header.minutes
        roles = [cell.role for cell in self.cells]
        prose = (cell.source for cell in self.cells if cell.role is Role.PROSE)
        words = sum(len(text.split()) for text in prose)
        code, tasks = roles.count(Role.CODE), roles.count(Role.EXERCISE)
        exact = words / WORDS + CODE * code + EXERCISE * tasks
        return max(STEP, STEP * round(exact / STEP))

    def _exercise(self, group: tuple[Cell, ...]) -> Exercise:
        def of(role: Role) -> tuple[Cell, ...]:
            return tuple(cell for cell in group if cell.role is role)

        brief, check = self.cells[group[0].index - 1], of(Role.CHECK)[0]
        return Exercise(
            brief=brief,
            cell=group[0],
            hints=of(Role.HINT),
            check=check,
            wrong=of(Role.WRONG),
            right=of(Role.RIGHT),
        )

    @cached_property
    def modules(self) -> tuple[str, ...]:
        """Dotted names of all modules that the lesson imports, sorted."""
        found = (cell.names.modules for cell in self.code_cells)
        return tuple(sorted({name for names in found for name in names}))

    def data_paths(self) -> tuple[Path, ...]:
        """Where the data files stand that the header names."""
        folder = self.path.parents[1] / "data"
        return tuple(folder / name for name in self.header.data)

    @property
    def diagram_folder(self) -> Path:
        """Where the diagrams stand that the prose may show."""
        return self.path.parents[1] / "diagrams"

    def diagram_paths(self) -> tuple[Path, ...]:
        """Where the diagrams stand that the prose shows, in its order, each once."""
        prose = (cell.source for cell in self.cells if not cell.is_code)
        names = (picture.name for text in prose for picture in pictures(text))
        return tuple(
            self.diagram_folder / f"{name}.svg" for name in dict.fromkeys(names)
        )
