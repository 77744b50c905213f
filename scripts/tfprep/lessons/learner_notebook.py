"""The learner's copy of a lesson: stubs instead of solutions, no hidden cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import yaml
from nbformat import NotebookNode

from tfprep.lessons.cells import Cell, Role
from tfprep.lessons.lesson import Lesson

# jupytext registers this for a base class only, which has no effect once another
# package (mkdocs-macros' super_collections) has given SafeDumper a table of its own.
yaml.SafeDumper.add_representer(NotebookNode, yaml.SafeDumper.represent_dict)

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def learner_notebook(lesson: Lesson) -> NotebookNode:
    """A notebook that stops at the first exercise until the learner has done it."""
    cells = [
        code_cell(f"cell-{i}", source)
        if is_code
        else markdown_cell(f"cell-{i}", source)
        for i, (is_code, source) in enumerate(_cells(lesson))
    ]
    return notebook(cells)


def learner_script(lesson: Lesson) -> str:
    """The same as a percent-format Python file."""
    return str(jupytext.writes(learner_notebook(lesson), fmt="py:percent"))


def write_learner_files(lesson: Lesson, folder: Path) -> None:
    """Write NAME.ipynb and NAME.py into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(learner_notebook(lesson), folder / f"{lesson.name}.ipynb")
    (folder / f"{lesson.name}.py").write_text(learner_script(lesson), "utf-8")


def notebook(cells: list[NotebookNode]) -> NotebookNode:
    """A notebook of these cells; the same cells always give the same file."""
    return _node(
        nbformat=4,
        nbformat_minor=5,
        metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}},
        cells=cells,
    )


def markdown_cell(name: str, source: str) -> NotebookNode:
    """A text cell with this id."""
    return _node(cell_type="markdown", id=name, metadata={}, source=source)


def code_cell(
    name: str, source: str, outputs: list[dict[str, Any]] | None = None
) -> NotebookNode:
    """A code cell with this id and these outputs."""
    return _node(
        cell_type="code",
        id=name,
        metadata={},
        source=source,
        execution_count=None,
        outputs=outputs or [],
    )


def _node(**parts: Any) -> NotebookNode:
    # Not nbformat.v4.new_*_cell: they validate each cell, and that is slow in a
    # build. The tests validate whole notebooks.
    node: NotebookNode = nbformat.from_dict(parts)
    return node


def _cells(lesson: Lesson) -> Iterator[tuple[bool, str]]:
    """Whether it is code, and the source, of every cell of the learner's copy."""
    yield False, f"# {lesson.header.title}"
    if lesson.header.data:
        yield True, _unpack(lesson)
    hint = 0
    for cell in lesson.cells:
        hint = hint + 1 if cell.role is Role.HINT else 0
        if cell.role is Role.PROSE:
            yield False, cell.source
        elif cell.role is Role.HINT:
            yield False, folded(f"Hint {hint}", cell.source)
        elif cell.role not in (Role.CLAIM, Role.WRONG):
            yield True, _code(cell)


def _code(cell: Cell) -> str:
    return cell.stub if cell.role is Role.EXERCISE else cell.source


def folded(summary: str, markdown: str) -> str:
    """Markdown that Jupyter, Colab and the site show folded."""
    return f"<details>\n<summary>{summary}</summary>\n\n{markdown}\n\n</details>"


def _unpack(lesson: Lesson) -> str:
    """Code that writes the lesson's data files, so that the notebook stands alone."""
    lines = [
        "# The data of this lesson, written beside the notebook.",
        "import pathlib",
        "",
    ]
    lines.append('pathlib.Path("data").mkdir(exist_ok=True)')
    for path in lesson.data_paths():
        text = path.read_text("utf-8").replace("\\", "\\\\").replace('"""', r"\"\"\"")
        target = f'pathlib.Path("data/{path.name}")'
        lines.append(f'{target}.write_text("""\\\n{text}""", encoding="utf-8")')
    return "\n".join(lines)
