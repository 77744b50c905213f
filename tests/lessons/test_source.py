"""Parsing a lesson file."""

import pytest
from projects import EXERCISE, HEADER, SECTION, Course

from tfprep.lessons.source import Role, read_lesson
from tfprep.problems import ProblemError


def refusal(course: Course, body: str) -> str:
    path = course.write("basics/bad", body)
    with pytest.raises(ProblemError) as caught:
        read_lesson(path, course.root / "examples")
    return str(caught.value).replace(str(path), "bad.py")


def line_of(body: str, words: str) -> int:
    """The line of the file in which some words of the body stand."""
    text = HEADER + SECTION + body
    return text[: text.index(words)].count("\n") + 1


def test_cells_get_their_roles_and_lines(course: Course) -> None:
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


def test_the_stub_has_dots_for_the_solution(course: Course) -> None:
    """What stands between the markers becomes one line of dots, indented alike."""
    cell = course.lesson("basics/good").exercises[0].cell

    assert cell.stub == "def double(x):\n    ..."
    assert cell.solution == "def double(x):\n    return 2 * x"


def test_imports_are_found_in_every_code_cell(course: Course) -> None:
    """The modules that a lesson imports are known without running it."""
    body = (
        "\n# %%\nimport json\nfrom os import path\n\n# %%\ndef f():\n    import csv\n"
    )

    assert course.lesson("basics/good", body).modules == ("csv", "json", "os")


def test_bytes_that_are_not_utf8_are_refused(course: Course) -> None:
    """A file in another encoding is refused at the line of the first bad byte."""
    path = course.write("basics/bad")
    path.write_bytes(path.read_bytes() + b"\n# caf\xe9\n")

    with pytest.raises(ProblemError, match=r"not UTF-8: got byte 0xe9") as caught:
        read_lesson(path, course.root / "examples")

    assert caught.value.problems[0].line == path.read_bytes().count(b"\n")


def test_a_syntax_error_names_file_and_line(course: Course) -> None:
    """Code that doesn't compile is refused before anything runs."""
    body = "\n# %%\nx = 1\ny = (\n"

    message = refusal(course, body)

    assert message.startswith(f"bad.py:{line_of(body, 'y = (')}: syntax error")


def test_a_stub_that_does_not_compile_is_refused(course: Course) -> None:
    """A solution must leave a stub that can run."""
    body = EXERCISE.replace("    ### BEGIN", "    if x:\n### BEGIN")

    assert "syntax error" in refusal(course, body)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("    ### END SOLUTION\n", "", "BEGIN SOLUTION is never closed"),
        ("    ### BEGIN SOLUTION\n", "", "END SOLUTION without"),
        ('tags=["check"]', "", "got 0 checks for this exercise, expected one"),
        ('tags=["wrong"] reason="expected 6"', "", "no wrong answer"),
        (' reason="expected 6"', "", 'a wrong answer needs reason="'),
        ('tags=["hint"]', 'tags=["hnt"]', 'Did you mean "hint"?'),
        (' skills=["NN-1"]\ndef', "\ndef", "no skill: expected for example"),
        ("# ### Double it", "# ## Exercises\n# ### Double it", "a cell of its own"),
        (
            ' skills=["NN-1"]\ndef',
            ' skils=["NN-1"]\ndef',
            'unknown cell option "skils"',
        ),
        (' skills=["NN-1"]\ndef', ' skills=["NN-2"]\ndef', "NN-2 is not in the header"),
        (
            "# ### Double it\n",
            "",
            "no task: expected a [markdown] cell with a ### heading",
        ),
    ],
)
def test_a_broken_exercise_is_refused(
    course: Course, old: str, new: str, words: str
) -> None:
    """Whatever an exercise lacks is named, with a line of the file."""
    message = refusal(course, EXERCISE.replace(old, new))

    assert words in message
    assert message.startswith("bad.py:")


def test_a_loose_check_is_refused(course: Course) -> None:
    """A check, hint or wrong answer must follow its exercise."""
    body = '\n# %% tags=["check"]\nassert True\n' + EXERCISE

    assert "belongs to no exercise" in refusal(course, body)


def test_a_skill_that_no_section_teaches_is_refused(course: Course) -> None:
    """Each skill of the header has a section of the lesson."""
    path = course.write("basics/bad", header=HEADER.replace("[NN-1]", "[NN-1, NN-2]"))

    with pytest.raises(ProblemError, match="no section teaches NN-2"):
        read_lesson(path, course.root / "examples")


def test_a_bad_file_name_is_refused(course: Course) -> None:
    """Names are lower-case ASCII with hyphens: they become addresses."""
    path = course.write("basics/Bad_Name")

    with pytest.raises(ProblemError, match="bad name"):
        read_lesson(path, course.root / "examples")


def test_a_cell_line_inside_a_string_is_refused(course: Course) -> None:
    """Lines and cells must agree, or errors would point to the wrong place."""
    body = '\n# %%\ntext = """\n# %% no cell\n"""\n'

    assert "syntax error" in refusal(course, body) or "# %%" in refusal(course, body)


def test_all_problems_of_a_file_are_listed(course: Course) -> None:
    """Nobody has to mend one thing at a time."""
    body = EXERCISE.replace(' skills=["NN-1"]\ndef', "\ndef") + "\n# %%\nx = (\n"

    message = refusal(course, body)

    assert "no skill" in message
    assert "syntax error" in message
