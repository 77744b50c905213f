"""Parsing a lesson file."""

import pytest
from projects import EXERCISE, HEADER, SECTION, TinyCourse

from tfprep.lessons.cells import Role
from tfprep.lessons.parse import read_lesson
from tfprep.problems import ProblemError


def refusal(course: TinyCourse, body: str) -> str:
    return course.refusal(course.write("basics/bad", body))


def line_of(body: str, words: str) -> int:
    """The line of the file in which some words of the body stand."""
    text = HEADER + SECTION + body
    return text[: text.index(words)].count("\n") + 1


def test_cells_get_their_roles_and_lines(course: TinyCourse) -> None:
    """Each cell knows what it is for and where it starts in the file."""
    lesson = course.lesson("basics/good")

    assert [cell.role for cell in lesson.cells] == [
        Role.PROSE,
        Role.PROSE,
        Role.EXERCISE,
        Role.HINT,
        Role.CHECK,
        Role.WRONG,
    ]
    assert lesson.cells[2].line == line_of(EXERCISE, "def double(x):\n    ### BEGIN")


def test_bytes_that_are_not_utf8_are_refused(course: TinyCourse) -> None:
    """A file in another encoding is refused at the line of the first bad byte."""
    path = course.write("basics/bad")
    path.write_bytes(path.read_bytes() + b"\n# caf\xe9\n")

    with pytest.raises(ProblemError, match=r"not UTF-8: got byte 0xe9") as caught:
        read_lesson(path, course.root / "examples")

    assert caught.value.problems[0].line == path.read_bytes().count(b"\n")


def test_a_bad_file_name_is_refused(course: TinyCourse) -> None:
    """Names are lower-case ASCII with hyphens: they become addresses."""
    path = course.write("basics/Bad_Name")

    with pytest.raises(ProblemError, match="bad name"):
        read_lesson(path, course.root / "examples")


def test_a_cell_line_inside_a_string_is_refused(course: TinyCourse) -> None:
    """Lines and cells must agree, or errors would point to the wrong place."""
    body = '\n# %%\ntext = """\n# %% no cell\n"""\n'

    assert "syntax error" in refusal(course, body) or "# %%" in refusal(course, body)


def test_all_problems_of_a_file_are_listed(course: TinyCourse) -> None:
    """Nobody has to mend one thing at a time."""
    body = EXERCISE.replace(' skills=["NN-1"]\ndef', "\ndef") + "\n# %%\nx = (\n"

    message = refusal(course, body)

    assert "no skill" in message
    assert "syntax error" in message
