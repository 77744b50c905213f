"""The learner's copy of a lesson: stubs instead of solutions, no hidden cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jupytext
import nbformat
import yaml
from nbformat import NotebookNode

from tfprep.lessons.source import Cell, Lesson, Role

# jupytext registers this for a base class only, which has no effect once another
# package (mkdocs-macros' super_collections) has given SafeDumper a table of its own.
yaml.SafeDumper.add_representer(NotebookNode, yaml.SafeDumper.represent_dict)

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def learner_notebook(lesson: Lesson) -> NotebookNode:
    """A notebook that stops at the first exercise until the learner has done it."""
    cells = [_with_id(cell, i) for i, cell in enumerate(_cells(lesson))]
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


def learner_script(lesson: Lesson) -> str:
    """The same as a percent-format Python file."""
    return str(jupytext.writes(learner_notebook(lesson), fmt="py:percent"))


def write_learner_files(lesson: Lesson, folder: Path) -> None:
    """Write NAME.ipynb and NAME.py into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(learner_notebook(lesson), folder / f"{lesson.name}.ipynb")
    (folder / f"{lesson.name}.py").write_text(learner_script(lesson), "utf-8")


def _cells(lesson: Lesson) -> Iterator[NotebookNode]:
    yield nbformat.v4.new_markdown_cell(f"# {lesson.header.title}")
    if lesson.header.data:
        yield nbformat.v4.new_code_cell(_unpack(lesson))
    hint = 0
    for cell in lesson.cells:
        hint = hint + 1 if cell.role is Role.HINT else 0
        if cell.role is Role.PROSE:
            yield nbformat.v4.new_markdown_cell(cell.source)
        elif cell.role is Role.HINT:
            yield nbformat.v4.new_markdown_cell(folded(f"Hint {hint}", cell.source))
        elif cell.role not in (Role.CLAIM, Role.WRONG):
            yield nbformat.v4.new_code_cell(_code(cell))


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


def _with_id(cell: NotebookNode, index: int) -> NotebookNode:
    cell["id"] = f"cell-{index}"  # the same file whenever it is made
    return cell
