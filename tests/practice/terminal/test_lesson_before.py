"""The lesson's code beside an exercise's file."""

import subprocess
import sys
from pathlib import Path

from editor import Desk
from projects import EXERCISE, HEADER, TinyCourse

from tfprep.practice.terminal.lesson_before import lesson_before, name_of

CODE = """
# %%
import pathlib

_hidden = pathlib.Path("data/notes.csv").read_text()
shown = _hidden.upper()
print("of the lesson")

# %% tags=["claim"]
assert shown == "A,B"
"""
FIGURE = """
# %%
import matplotlib.pyplot as plt

plt.plot([1, 2])
plt.show()
"""


def with_data(course: TinyCourse, body: str) -> str:
    """The module of a lesson that reads a data file."""
    (course.root / "examples/data/notes.csv").write_text("a,b")
    header = HEADER.replace("minutes: 5", "minutes: 5\n#     data: [notes.csv]")
    lesson = course.lesson("basics/one", body + EXERCISE, header)
    return lesson_before(lesson, lesson.exercises[0])


def test_a_file_runs_alone_from_any_folder(desk: Desk, tmp_path: Path) -> None:
    """It has the lesson's names and data, hidden ones too, and prints only its own."""
    with_data(desk.course, CODE)
    desk.folder()
    path = desk.place / "1-basics/01-one/1-double.py"
    path.write_text(path.read_text("utf-8") + "\nprint(shown, _hidden)\n", "utf-8")

    done = subprocess.run(
        [sys.executable, path],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "A,B a,b\n", "")


def test_it_holds_the_lesson_s_code_and_nothing_else(course: TinyCourse) -> None:
    """Claims, earlier solutions and checks are no part of it."""
    module = with_data(course, CODE)

    assert "_hidden = pathlib" in module
    for foreign in ("assert", "return 2 * x", "double(3)"):
        assert foreign not in module


def test_no_window_waits_to_be_closed(course: TinyCourse) -> None:
    """The lesson's figures are on its page; the learner's own are shown."""
    module = with_data(course, FIGURE)

    assert "plt.show()" not in module
    assert module.count("plt.close()") == 1
    assert 'plt.close("all")' in module


def test_its_name_hangs_on_the_id_alone(course: TinyCourse) -> None:
    """An identifier, whatever the exercise is called."""
    body = EXERCISE.replace("SLUG/double", "old/name/2-class")
    lesson = course.lesson("basics/new", body)

    assert name_of(lesson.exercises[0]) == "before_2_class"
