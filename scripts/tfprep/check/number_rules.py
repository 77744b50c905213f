"""Rules for the numbers in the text of lessons and sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tfprep.check.lesson_rules import marker
from tfprep.check.numbers import CodeNumbers, Number, numbers_in, numbers_of_code
from tfprep.check.prose import outside_fences
from tfprep.check.scope import Scope
from tfprep.lessons.cells import Cell, Role
from tfprep.lessons.diagrams import pictures
from tfprep.lessons.lesson import Lesson
from tfprep.pages.diagrams import words_in
from tfprep.problems import Problem


@dataclass(frozen=True)
class Open:
    """A number in the text of a cell that no code holds."""

    cell: Cell
    line: int
    number: Number
    marks: tuple[str, ...]
    """The cell's marks that cover it."""


@dataclass(frozen=True)
class Numbered:
    """A lesson or a sheet, with the numbers in its text that no code holds."""

    lesson: Lesson
    open: tuple[Open, ...]


NUMBERS: Scope[Numbered] = Scope("the numbers in the text of a lesson or a sheet")


def read_numbers(lesson: Lesson) -> Numbered:
    """Compare the numbers in a lesson's text with those of its code.

    A single digit is free: it counts what everybody sees, as in 3 layers. Stored
    answers prove nothing.
    """
    answers = (Role.WRONG, Role.RIGHT)
    cells = (cell for cell in lesson.code_cells if cell.role not in answers)
    held = numbers_of_code(cell.tree for cell in cells)
    found = (number for cell in lesson.cells for number in _open(cell, lesson, held))
    return Numbered(lesson, tuple(found))


def _open(cell: Cell, lesson: Lesson, held: CodeNumbers) -> Iterator[Open]:
    for lines, text in _texts(cell, lesson):
        for number in numbers_in(text):
            if not number.is_a_digit and not held.hold(number):
                line = lines[text.count("\n", 0, number.start)]
                marks = (mark for mark in cell.given if _covers(mark, text, number))
                yield Open(cell, line, number, tuple(marks))


def _texts(cell: Cell, lesson: Lesson) -> Iterator[tuple[list[int], str]]:
    """What a cell tells, prose, figures and diagrams, with each line's number."""
    if cell.is_code:
        for words in (*cell.alt, *cell.states):
            yield [marker(cell)], words
    else:
        lines = list(outside_fences(enumerate(cell.source.split("\n"), cell.line)))
        yield [number for number, _ in lines], "\n".join(line for _, line in lines)
        for picture in pictures(cell.source):
            line = cell.line + cell.source.count("\n", 0, picture.start)
            for words in words_in(lesson.diagram_folder / f"{picture.name}.svg"):
                yield [line] * (words.count("\n") + 1), words


def _covers(mark: str, text: str, number: Number) -> bool:
    whole = rf"(?<![\d.,]){re.escape(mark)}(?!\d|[.,]\d)"
    places = (found.span() for found in re.finditer(whole, text))
    return any(start <= number.start and number.end <= end for start, end in places)


@NUMBERS.rule
def numbers_stand_in_code(numbered: Numbered) -> Iterator[Problem]:
    """A number in the text is one of the code, which runs, or is marked as given."""
    for found in numbered.open:
        if not found.marks:
            got = found.number.text
            text = (
                f'got "{got}" in the text, expected a number that the code holds; '
                "assert it in a claim, or, if it is no result, such as a year, "
                f'mark it on the line of its cell: # %% … given=["{got}"]'
            )
            yield Problem(numbered.lesson.path, found.line, text)


@NUMBERS.rule
def marks_are_needed(numbered: Numbered) -> Iterator[Problem]:
    """A mark without need would hide the next number that has no proof."""
    needed = {(found.cell, mark) for found in numbered.open for mark in found.marks}
    for cell in numbered.lesson.cells:
        for mark in cell.given:
            if (cell, mark) not in needed:
                text = (
                    f'got given=["{mark}"], expected words of this cell that hold a '
                    "number which the code doesn't hold; fix it, or take it away"
                )
                yield Problem(numbered.lesson.path, marker(cell), text)
