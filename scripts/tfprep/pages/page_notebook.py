"""What a reader sees of a lesson, as a notebook that mkdocs-jupyter can render.

Each cell's id says what it is (prose-0, code-1, brief-2, stub-2, hint-2-1, solution-2,
check-2), so that `page` can put the pieces of an exercise together afterwards.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from tfprep.execution.cache import Entry
from tfprep.execution.inside_kernel import INK
from tfprep.lessons.cells import Cell, Exercise, Role
from tfprep.lessons.learner_notebook import code_cell, markdown_cell, notebook
from tfprep.lessons.lesson import Lesson

INK_ON_LIGHT, INK_ON_DARK = "#595959", "#b4b7c0"  # 7:1 and 7.6:1

Outputs = list[dict[str, Any]]


class PageNotebook:
    """A lesson's cells for its page, with its figures as separate files."""

    def __init__(self, lesson: Lesson, entry: Entry | None) -> None:
        self.lesson = lesson
        self.figures: dict[str, bytes] = {}
        """File name -> content, to stand beside the page."""
        self._outputs = entry.outputs if entry else {}
        cells = list(self._cells())
        self.node = notebook(cells)

    def _cells(self) -> Iterator[NotebookNode]:
        yield markdown_cell("title", f"# {self.lesson.header.title}")
        briefs = {exercise.brief.index for exercise in self.lesson.exercises}
        exercises = enumerate(self.lesson.exercises, 1)
        for cell in self.lesson.cells:
            if cell.role is Role.PROSE and cell.index not in briefs:
                yield markdown_cell(f"prose-{cell.index}", cell.source)
            elif cell.role in (Role.CODE, Role.ERROR):
                yield code_cell(f"code-{cell.index}", cell.source, self._shown(cell))
            elif cell.role is Role.EXERCISE:
                yield from self._exercise(*next(exercises))

    def _exercise(self, number: int, exercise: Exercise) -> Iterator[NotebookNode]:
        yield markdown_cell(f"brief-{number}", exercise.brief.source)
        yield code_cell(f"stub-{number}", exercise.cell.stub)
        for i, hint in enumerate(exercise.hints, 1):
            yield markdown_cell(f"hint-{number}-{i}", hint.source)
        outputs = self._shown(exercise.cell) + self._shown(exercise.check)
        yield code_cell(f"solution-{number}", exercise.cell.solution, outputs)
        yield code_cell(f"check-{number}", exercise.check.source)

    def _shown(self, cell: Cell) -> Outputs:
        """The cell's outputs, figures replaced by references to files."""
        alts = iter(cell.alt)
        return [
            self._figure(output, next(alts)) if _image_type(output) else _plain(output)
            for output in self._outputs.get(cell.place, [])
        ]

    def _figure(self, output: dict[str, Any], alt: str) -> dict[str, Any]:
        kind = _image_type(output)
        data = output["data"][kind]
        number = len(self.figures) + 1
        name = f"figure-{number}.{'svg' if kind == 'image/svg+xml' else 'png'}"
        svg = kind == "image/svg+xml"
        self.figures[name] = _adapt(data).encode() if svg else base64.b64decode(data)
        size = _svg_size(data) if svg else ""
        tag = f'<img src="{name}" alt="{html.escape(alt)}"{size} loading="lazy">'
        return _display({"text/html": tag})


def _display(data: dict[str, str]) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": {}}


def _image_type(output: dict[str, Any]) -> str | None:
    data = output.get("data", {})
    return next((kind for kind in ("image/svg+xml", "image/png") if kind in data), None)


def _plain(output: dict[str, Any]) -> dict[str, Any]:
    """Rich's colored tables (Keras' summaries) as text, which any scheme can show."""
    data = output.get("data", {})
    if "text/plain" in data and str(data.get("text/html", "")).startswith("<pre"):
        return {**output, "data": {"text/plain": data["text/plain"]}}
    return output


def _adapt(svg: str) -> str:
    """Let the ink follow the page's scheme: no one grey has contrast 4.5:1 on both.

    A picture in a page takes over the page's `color-scheme`, so this works for the
    scheme that the reader chose as well as for the system's.
    """
    rule = f":root{{--ink:{INK_ON_LIGHT}}}"
    rule += f"@media (prefers-color-scheme:dark){{:root{{--ink:{INK_ON_DARK}}}}}"
    style = f'<style type="text/css">{rule}</style>'
    start = svg.index(">", svg.index("<svg")) + 1
    return svg[:start] + style + svg[start:].replace(INK, "var(--ink)")


def _svg_size(svg: str) -> str:
    """Width and height in CSS pixels as attributes: the page must not jump on load."""
    sizes = re.findall(r'\b(width|height)="([\d.]+)pt"', svg[:2000])
    return "".join(
        f' {name}="{round(float(points) * 4 / 3)}"' for name, points in sizes[:2]
    )
