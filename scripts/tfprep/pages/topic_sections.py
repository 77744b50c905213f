"""The sections of a topic's sheet as Markdown for the topic's page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tfprep.execution.cache import Entry
from tfprep.lessons.cells import Cell, Role
from tfprep.lessons.lesson import Lesson
from tfprep.pages.outputs import Results, example_html
from tfprep.pages.templates import one_block


def skill_sections(sheet: Lesson, entry: Entry | None) -> str:
    """All sections of a sheet, with outputs where it has been executed.

    A section's heading gets the id of its skill, to which lessons link.
    """
    return "\n\n".join(_blocks(sheet, Results(entry)))


def sheet_figures(sheet: Lesson, entry: Entry | None) -> dict[str, bytes]:
    """The figures of a sheet by their file names, to stand beside the topic's page."""
    results = Results(entry)
    list(_blocks(sheet, results))
    return results.figures


def _blocks(sheet: Lesson, results: Results) -> Iterator[str]:
    for cell in sheet.cells:
        if cell.role is Role.PROSE:
            yield _prose(cell)
        elif cell.role in (Role.CODE, Role.ERROR):
            yield one_block(example_html(cell.source, results.of(cell)))


def _prose(cell: Cell) -> str:
    if not cell.skills:
        return cell.source
    anchor = cell.skills[0].lower()
    return re.sub(
        r"^(#{2,6} .+?)\s*$", rf"\1 {{ #{anchor} }}", cell.source, count=1, flags=re.M
    )
