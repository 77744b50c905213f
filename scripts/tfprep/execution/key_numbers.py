"""Key numbers of a lesson, which its author marked, measured while it runs."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from tfprep.execution.cache import Entry
from tfprep.lessons.cells import Cell, Role, numbered
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.options import words_and_code

_PROBE = "# key numbers\n"


@dataclass(frozen=True)
class KeyNumber:
    """A result that a reader compares with their own."""

    words: str
    code: str
    """The expression that gives it, once its claim has held."""


def key_numbers(cell: Cell) -> Iterator[KeyNumber]:
    """The key numbers that stand on the line of a claim."""
    for text in cell.numbers:
        yield KeyNumber(*words_and_code(text))


def measured(lesson: Lesson) -> Lesson:
    """The lesson with a cell behind each of its claims that prints its key numbers."""
    return replace(lesson, cells=numbered(_with_probes(lesson)))


def _with_probes(lesson: Lesson) -> Iterator[Cell]:
    for cell in lesson.cells:
        yield cell
        if cell.numbers:
            values = ", ".join(f"float({one.code})" for one in key_numbers(cell))
            source = f'{_PROBE}print(__import__("json").dumps([{values}]))'
            yield Cell(Role.CODE, source, cell.line)


def values_of(lesson: Lesson, entry: Entry) -> dict[str, float]:
    """What a measured lesson's key numbers were in one run, by their words."""
    found: dict[str, float] = {}
    for claim, probe in zip(lesson.cells, lesson.cells[1:], strict=False):
        if claim.numbers and probe.source.startswith(_PROBE):
            printed = "".join(
                str(x.get("text", "")) for x in entry.outputs[probe.place]
            )
            words = (one.words for one in key_numbers(claim))
            found |= dict(zip(words, json.loads(printed), strict=True))
    return found


def code_of(lesson: Lesson) -> str:
    """A hash of the code: numbers of another code are those of another lesson.

    What an assert says when it fails is left out: it changes no value.
    """
    code = [[cell.role, _without_messages(cell.source)] for cell in lesson.code_cells]
    return hashlib.sha256(json.dumps(code).encode()).hexdigest()[:12]


def _without_messages(source: str) -> str:
    """The text without what stands behind the conditions of its asserts."""
    code = source.encode()  # in which the parser counts its columns
    starts = [0, *accumulate(map(len, code.splitlines(keepends=True)))]
    kept, done = [], 0
    asserts = [x for x in ast.walk(ast.parse(source)) if isinstance(x, ast.Assert)]
    for one in sorted(asserts, key=lambda one: (one.lineno, one.col_offset)):
        end = one.test.end_lineno, one.test.end_col_offset
        kept.append(code[done : _place(starts, end)])
        done = _place(starts, (one.end_lineno, one.end_col_offset))
    return b"".join([*kept, code[done:]]).decode()


def _place(starts: list[int], end: tuple[int | None, int | None]) -> int:
    line, column = end
    assert line is not None
    assert column is not None
    return starts[line - 1] + column
