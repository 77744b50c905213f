"""The learner's copy of a lesson: stubs instead of solutions, no hidden cells."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from tfprep.lessons.cells import HIDDEN, Cell, Role
from tfprep.lessons.diagrams import attached, told
from tfprep.lessons.in_words import in_words
from tfprep.lessons.learner_prose import learner_prose, opening
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.origin import Origin
from tfprep.lessons.percent import written

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
# Without the third line, Jupytext would take comments such as `# %time` for commands.
_SCRIPT_HEADER = """\
# ---
# jupyter:
#   jupytext:
#     comment_magics: false
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

"""


def learner_notebook(lesson: Lesson, origin: Origin = Origin()) -> NotebookNode:
    """A notebook that runs from top to bottom; each check says what it finds.

    Args:
        origin: where its links lead, and where it says that it comes from.
    """
    cells = [
        code_cell(f"cell-{i}", source)
        if is_code
        else markdown_cell(f"cell-{i}", *attached(source, lesson.diagram_folder))
        for i, (is_code, source) in enumerate(_cells(lesson, origin))
    ]
    return notebook(cells)


def learner_script(lesson: Lesson, origin: Origin = Origin()) -> str:
    """The same as a percent-format Python file."""
    cells = (
        ("", source) if is_code else ("[markdown]", told(source))
        for is_code, source in _cells(lesson, origin)
    )
    return _SCRIPT_HEADER + written(cells)


def write_learner_files(
    lesson: Lesson, folder: Path, origin: Origin = Origin()
) -> None:
    """Write NAME.ipynb and NAME.py into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(learner_notebook(lesson, origin), folder / f"{lesson.name}.ipynb")
    (folder / f"{lesson.name}.py").write_text(learner_script(lesson, origin), "utf-8")


def notebook(cells: list[NotebookNode]) -> NotebookNode:
    """A notebook of these cells; the same cells always give the same file."""
    return _node(
        nbformat=4,
        nbformat_minor=5,
        metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}},
        cells=cells,
    )


def markdown_cell(
    name: str, source: str, pictures: Mapping[str, Mapping[str, str]] | None = None
) -> NotebookNode:
    """A text cell with this id.

    Args:
        pictures: its attachments, each by its name, then by its type in base64.
    """
    more = {"attachments": pictures} if pictures else {}
    return _node(cell_type="markdown", id=name, metadata={}, source=source, **more)


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


def _cells(lesson: Lesson, origin: Origin) -> Iterator[tuple[bool, str]]:
    """Whether it is code, and the source, of every cell of the learner's copy."""
    yield False, opening(lesson, origin)
    if lesson.header.data:
        yield True, _unpack(lesson)
    hint = 0
    for cell in lesson.cells:
        hint = hint + 1 if cell.role is Role.HINT else 0
        if cell.is_code:
            if cell.role not in HIDDEN:
                yield True, _code(cell)
            continue
        text = learner_prose(cell.source, lesson, origin)
        yield False, folded(f"Hint {hint}", text) if hint else text


def _code(cell: Cell) -> str:
    if cell.role in (Role.CHECK, Role.ERROR):
        return in_words(cell.source)
    return cell.stub if cell.role is Role.EXERCISE else cell.source


def folded(summary: str, markdown: str) -> str:
    """Markdown that Jupyter, Colab and the site show folded."""
    return f"<details>\n<summary>{summary}</summary>\n\n{markdown}\n\n</details>"


def _unpack(lesson: Lesson) -> str:
    """Code that writes the lesson's data files, so that the notebook stands alone."""
    lines = [
        "# The data of this lesson, written beside the notebook.",
        "import pathlib",
    ]
    files = [line for path in lesson.data_paths() for line in _unpack_file(path)]
    if any(line.strip() == "base64.b64decode(" for line in files):
        lines.insert(1, "import base64")
    return "\n".join([*lines, "", 'pathlib.Path("data").mkdir(exist_ok=True)', *files])


def _unpack_file(path: Path) -> Iterator[str]:
    """Code that writes one file, byte by byte as it is."""
    raw = path.read_bytes()
    pieces = [piece.decode("ascii") for piece in base64.encodebytes(raw).splitlines()]
    begin, end = "base64.b64decode(", ")"
    with suppress(UnicodeDecodeError):
        text = raw.decode("utf-8")
        if "\0" not in text:  # or it is no text, though it could be
            pieces = list(StringIO(text, newline="\n"))
            begin, end = "(", ").encode()"
    yield f'pathlib.Path("data/{path.name}").write_bytes('
    yield f"    {begin}"
    yield from (f"        {piece!r}" for piece in pieces or [""])
    yield f"    {end}"
    yield ")"
