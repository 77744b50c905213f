"""The lesson's code before an exercise, as a module that stands beside its file."""

from __future__ import annotations

import re

from tfprep.lessons.cells import Cell, Exercise, Role
from tfprep.lessons.lesson import Lesson

FILES = "files"
"""The folder that holds the lesson's data, and takes what its code writes."""

_SHOWN = re.compile(r"^([ \t]*)plt\.show\(\)[ \t]*$", re.MULTILINE)
_HIDDEN_NAME = re.compile(r"^_(?!_)\w", re.MULTILINE)
_TOP = """\
\"\"\"The code of the lesson "{title}" before the exercise "{exercise}".

tfprep practice writes this file anew, so don't change it: your answer stands in the
file that imports this one. What the lesson prints and draws is on its page.
\"\"\"

import contextlib as _contextlib
import io as _io
import os as _os
import pathlib as _pathlib

_os.environ.setdefault("KERAS_BACKEND", "tensorflow")
_os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
_files = _pathlib.Path(__file__).with_name("{files}")
_files.mkdir(exist_ok=True)
_os.chdir(_files)  # whatever folder you run from, the lesson finds its data
_quiet = _contextlib.redirect_stdout(_io.StringIO())
_quiet.__enter__()
"""
_BOTTOM = """\
_quiet.__exit__(None, None, None)
"""


def name_of(exercise: Exercise) -> str:
    """The name by which the exercise's file imports the module.

    It hangs on the id alone, which never changes: a file of years ago finds it.
    """
    return "before_" + exercise.id.rpartition("/")[2].replace("-", "_")


def lesson_before(lesson: Lesson, exercise: Exercise) -> str:
    """The source of the module: all of the lesson's own code above the exercise."""
    cells = [
        _code(cell)
        for cell in lesson.cells[: exercise.cell.index]
        if cell.role is Role.CODE
    ]
    top = _TOP.format(
        title=_in_docstring(lesson.header.title),
        exercise=_in_docstring(exercise.title),
        files=FILES,
    )
    bottom = _BOTTOM
    if any(re.search(r"^import matplotlib\.pyplot as plt$", x, re.M) for x in cells):
        bottom = 'plt.close("all")\n' + bottom
    if any(_HIDDEN_NAME.search(code) for code in cells):
        bottom += '__all__ = [x for x in globals() if not x.startswith("__")]\n'
    return "\n\n".join([top, *cells, bottom])


def _code(cell: Cell) -> str:
    """A cell's code; no window opens and waits for what is on the lesson's page."""
    return _SHOWN.sub(r"\1plt.close()", cell.source.strip("\n")) + "\n"


def _in_docstring(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', "'''").strip('"')
