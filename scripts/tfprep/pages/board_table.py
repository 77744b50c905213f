"""The board: when each lesson last held with other seeds, and how far numbers move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tfprep.content.board import Board, Runs
from tfprep.content.dates import long_date
from tfprep.execution.key_numbers import code_of
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.seeds import with_seed
from tfprep.lessons.stack import TENSORFLOWS
from tfprep.pages.lesson_frame import band
from tfprep.pages.markdown_text import render_markdown


def board_table(boards: Mapping[str, Board], lessons: Sequence[Lesson]) -> str:
    """A row for each lesson, and a column for each version of TensorFlow.

    Args:
        boards: by versions; one of TENSORFLOWS may be missing.
    """
    versions = sorted({*TENSORFLOWS, *boards}, key=_by_number)
    rows = [
        (lesson, [[*_lines(lesson, boards.get(version))] for version in versions])
        for lesson in lessons
    ]
    return render_markdown("board_table", versions=versions, rows=rows)


def _by_number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _lines(lesson: Lesson, board: Board | None) -> Iterator[str]:
    """What a cell of the table says, line by line."""
    runs = board.lessons.get(lesson.slug, Runs()) if board else Runs()
    if with_seed(lesson, 1) == lesson:
        yield "no seed"
    elif runs.green is None and runs.failed is None:
        yield "not run yet"
    if green := runs.green:
        older = "" if green.code == code_of(lesson) else ", before its code changed"
        few = ", with one seed" if green.seeds == 1 else ""
        yield f"{long_date(green.day)}{few}{older}"
        yield from (band(*item) for item in green.numbers.items())
    if runs.failed:
        yield f"failed on {long_date(runs.failed)}"
