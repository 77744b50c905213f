"""What a reader sees of a lesson, as a notebook that mkdocs-jupyter can render.

Each cell's metadata says which part of the page it is; the template
templates/mkdocs_html/notebook.html.j2 puts the parts together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from tfprep.execution.cache import Entry
from tfprep.lessons.cells import Cell, Exercise, Role
from tfprep.lessons.diagrams import FOLDER, pictures
from tfprep.lessons.learner_notebook import code_cell, markdown_cell, notebook
from tfprep.lessons.lesson import Lesson
from tfprep.pages.check_proof import proofs
from tfprep.pages.diagrams import drawing_problems
from tfprep.pages.outputs import Output, Results, unreadable
from tfprep.pages.prose import Finding, line_of, render_prose
from tfprep.problems import Problem


class PageNotebook:
    """A lesson's cells for its page, with its figures as separate files."""

    def __init__(self, lesson: Lesson, entry: Entry | None) -> None:
        self.lesson = lesson
        self._results = Results(entry)
        self._proofs = proofs(lesson, entry) if entry else {}
        self.node = notebook(list(self._cells()))
        self.node.metadata["tfprep"] = {"makers": makers()}

    @property
    def figures(self) -> dict[str, bytes]:
        """File name -> content, to stand beside the page."""
        return self._results.figures

    @property
    def problems(self) -> list[Problem]:
        """What a page can't show, of the prose and of what cells display."""
        said = [
            Problem(self.lesson.path, cell.line - 1, f"in what it displays, {text}")
            for cell in self.lesson.code_cells
            for text in unreadable(self._results.stored(cell))
        ]
        drawn = drawing_problems(self.lesson)
        return [*prose_problems(self.lesson), *drawn, *said]

    @property
    def addresses(self) -> Iterator[tuple[int, str]]:
        """Line and address of each relative link and picture in the prose."""
        for cell in _prose(self.lesson):
            for finding in render_prose(cell.source).relative:
                yield line_of(cell, finding), finding.text

    def _cells(self) -> Iterator[NotebookNode]:
        yield _text("title", "prose", f"# {self.lesson.header.title}")
        briefs = {exercise.brief.index for exercise in self.lesson.exercises}
        exercises = enumerate(self.lesson.exercises, 1)
        for cell in self.lesson.cells:
            if cell.role is Role.PROSE and cell.index not in briefs:
                yield _text(f"prose-{cell.index}", "prose", cell.source)
            elif cell.role in (Role.CODE, Role.ERROR):
                outputs = self._results.of(cell)
                name = f"code-{cell.index}"
                yield _code(name, "code", cell.source, outputs, place=cell.place)
            elif cell.role is Role.EXERCISE:
                yield from self._exercise(*next(exercises))

    def _exercise(self, number: int, exercise: Exercise) -> Iterator[NotebookNode]:
        brief = exercise.brief.source
        yield _text(f"brief-{number}", "brief", brief, exercise=exercise.id)
        yield _code(f"stub-{number}", "stub", exercise.cell.stub)
        for i, hint in enumerate(exercise.hints, 1):
            yield _text(f"hint-{number}-{i}", "hint", hint.source, number=i)
        outputs = self._results.of(exercise.cell) + self._results.of(exercise.check)
        solution = exercise.cell.solution
        yield _code(f"solution-{number}", "solution", solution, outputs)
        proof = self._proofs.get(exercise.id, "")
        about = {"proof": proof, "exercise": exercise.id}
        yield _code(f"check-{number}", "check", exercise.check.source, None, **about)


def prose_problems(lesson: Lesson) -> list[Problem]:
    """What in a lesson's prose a page can't show, with its lines."""
    return [
        Problem(lesson.path, line_of(cell, finding), finding.text)
        for cell in _prose(lesson)
        for finding in (*render_prose(cell.source).refused, *_misplaced(cell))
    ]


def _misplaced(cell: Cell) -> Iterator[Finding]:
    """Diagrams that a learner's notebook would lack: it knows one way to write them."""
    written = {f"{FOLDER}{picture.name}.svg" for picture in pictures(cell.source)}
    for found in render_prose(cell.source).diagrams:
        if found.text not in written:
            text = (
                f"got the diagram {found.text}, expected "
                f"![What it shows]({FOLDER}NAME.svg) on a line of its own, "
                "with a name in a-z, 0-9, hyphens"
            )
            yield Finding(found.where, text)


def _prose(lesson: Lesson) -> Iterator[Cell]:
    return (cell for cell in lesson.cells if not cell.is_code)


def _text(name: str, part: str, source: str, **more: object) -> NotebookNode:
    return _marked(markdown_cell(name, source), part, more)


def _code(
    name: str,
    part: str,
    source: str,
    outputs: list[Output] | None = None,
    **more: object,
) -> NotebookNode:
    return _marked(code_cell(name, source, outputs), part, more)


def _marked(cell: NotebookNode, part: str, more: dict[str, Any]) -> NotebookNode:
    cell.metadata["tfprep"] = {"part": part, **more}
    return cell


@cache
def makers() -> str:
    """A hash of all that makes a page from a notebook.

    mkdocs-jupyter keeps pages under a hash of their notebooks, and this is in them.
    """
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted([*folder.glob("*.py"), *folder.glob("templates/**/*.j2")]):
        digest.update(path.read_bytes())
    for package in ("latex2mathml", "mistune", "nbconvert", "nh3", "pygments"):
        digest.update(version(package).encode())
    return digest.hexdigest()
