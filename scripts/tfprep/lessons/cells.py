"""The cells of a lesson file, and what each is for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import count, takewhile
from typing import NamedTuple
from warnings import catch_warnings

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
    RIGHT = "right"
    ERROR = "error"


HIDDEN = (Role.CLAIM, Role.WRONG, Role.RIGHT)
"""Cells that only prove something: no page and no learner's copy has them."""
PARTS = (Role.HINT, Role.CHECK, Role.WRONG, Role.RIGHT)
"""What stands below an exercise cell, in this order."""


class Names(NamedTuple):
    """The names in some code."""

    made: frozenset[str]
    """What it makes, in whatever scope."""
    used: frozenset[str]
    modules: frozenset[str]
    """Dotted names of what it imports."""


@dataclass(frozen=True)
class Cell:
    """One cell of a lesson file."""

    role: Role
    source: str
    line: int
    """Line of the cell's first source line in the file, counted from 1."""
    id: str = ""
    """The exercise's own name, which never changes: progress is kept under it."""
    skills: tuple[str, ...] = ()
    alt: tuple[str, ...] = ()
    """Text alternatives of the figures that the cell draws, in order."""
    slider: str = ""
    """What its figures show at several values, such as the learning rate."""
    states: tuple[str, ...] = ()
    """The values, one for each figure; a page steps through them with a slider."""
    given: tuple[str, ...] = ()
    """Numbers in the text, or in alt, that no code can prove, such as a year."""
    numbers: tuple[str, ...] = ()
    """Of a claim: results that readers compare with theirs, "words = expression"."""
    reason: str = ""
    """What a check has to say about this wrong answer, or the error's message."""
    index: int = 0
    """Place among all cells of the file, counted from 0."""
    place: int = 0
    """Place among the file's code cells, or among its text cells, counted from 0.

    What a code cell put out is kept under it: new text moves no output.
    """

    @property
    def is_code(self) -> bool:
        return self.role not in (Role.PROSE, Role.HINT)

    @property
    def tree(self) -> ast.Module:
        """The code as Python parses it, anew each time.

        Kept, the trees of a whole course would make each garbage collection slow.
        Python's warnings about the code belong to its run and aren't given here.

        Raises:
            SyntaxError: it is no Python.
        """
        with catch_warnings(action="ignore"):
            return ast.parse(self.source)

    @cached_property
    def names(self) -> Names:
        """The names in the code."""
        return names_in(self.tree)

    @property
    def stub(self) -> str:
        """The source with each solution replaced by a single `...`."""
        return _SOLUTION.sub(r"\1...", self.source)

    @property
    def stub_in_place(self) -> str:
        """The stub with empty lines below each `...`: every other line stays put."""
        return _SOLUTION.sub(
            lambda found: f"{found[1]}..." + "\n" * found[0].count("\n"), self.source
        )

    @property
    def solution(self) -> str:
        """The source without the markers around the solution."""
        lines = self.source.split("\n")
        return "\n".join(line for line in lines if line.strip() not in (BEGIN, END))


@dataclass(frozen=True)
class Exercise:
    """A brief with its stub, hints, check and stored answers."""

    brief: Cell
    cell: Cell
    hints: tuple[Cell, ...]
    check: Cell
    wrong: tuple[Cell, ...]
    right: tuple[Cell, ...] = ()
    """Right answers that are written differently from the solution."""

    @property
    def id(self) -> str:
        """Its own name, `topic/name/words`, whatever becomes of its lesson."""
        return self.cell.id

    @property
    def title(self) -> str:
        return heading_of(self.brief) or "Exercise"

    @property
    def wanted(self) -> str:
        """The name of the function, the class or the value that is to be written."""
        return defined_names(self.cell.tree)[-1]


def numbered(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The cells of a file, each with its places in it."""
    places = {True: count(), False: count()}
    return tuple(
        replace(cell, index=index, place=next(places[cell.is_code]))
        for index, cell in enumerate(cells)
    )


def exercise_groups(cells: Sequence[Cell]) -> Iterator[tuple[Cell, ...]]:
    """Each exercise cell with its hints, checks and stored answers right below it."""
    for start, cell in enumerate(cells):
        if cell.role is Role.EXERCISE:
            below = takewhile(lambda part: part.role in PARTS, cells[start + 1 :])
            yield (cell, *below)


def defined_names(tree: ast.Module) -> list[str]:
    """The functions, classes and values that some code defines, in order."""
    found: list[str] = []
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.append(name)
            case ast.Assign(targets=[ast.Name(id=name), *_]):
                found.append(name)
            case ast.AnnAssign(target=ast.Name(id=name)):
                found.append(name)
    return found


def names_in(tree: ast.Module) -> Names:
    """The names in some code."""
    made, used, modules = set(), set(), set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                used.add(name)
            case ast.Name(id=name) | ast.arg(arg=name):
                made.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                made.add(name)
            case ast.alias(name=name, asname=alias):
                made.add(alias or name.partition(".")[0])
            case ast.Import(names=aliases):
                modules |= {alias.name for alias in aliases}
            case ast.ImportFrom(module=str(module), level=0):
                modules.add(module)
    return Names(frozenset(made), frozenset(used), frozenset(modules))


def heading_of(cell: Cell) -> str:
    """The text of the first heading in a prose cell, or an empty string."""
    match = re.search(r"^#{2,6}\s+(.+?)\s*$", cell.source, re.MULTILINE)
    return match.group(1) if match else ""
