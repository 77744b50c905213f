"""What a lesson knows about itself."""

from dataclasses import replace

from projects import EXERCISE, TinyCourse


def test_imports_are_found_in_every_code_cell(course: TinyCourse) -> None:
    """The modules that a lesson imports are known without running it."""
    body = (
        "\n# %%\nimport json\nfrom os import path\n\n# %%\ndef f():\n    import csv\n"
    )

    assert course.lesson("basics/good", body).modules == ("csv", "json", "os")


def test_code_cells_are_counted_apart_from_text(course: TinyCourse) -> None:
    """A code cell's outputs are kept under its place, which no new text moves."""
    code = "\n# %%\nx = 1\n\n# %%\ny = 2\n"
    text = "\n# %% [markdown]\n# More.\n"

    before = course.lesson("basics/good", code)
    after = course.lesson(
        "basics/good", text + code.replace("\n# %%\ny", text + "\n# %%\ny")
    )

    assert [cell.place for cell in before.code_cells] == [0, 1]
    assert [cell.place for cell in after.code_cells] == [0, 1]
    assert [cell.index for cell in after.code_cells] == [2, 4]


def test_exercises_follow_the_cells(course: TinyCourse) -> None:
    """With other cells a lesson has other exercises: nothing is kept twice."""
    lesson = course.lesson("basics/good", EXERCISE)

    changed = replace(
        lesson,
        cells=tuple(
            replace(cell, source=cell.source.replace("double", "twice"))
            for cell in lesson.cells
        ),
    )

    (exercise,) = changed.exercises
    assert exercise.cell.stub == "def twice(x):\n    ..."
    assert "twice(3)" in exercise.check.source
