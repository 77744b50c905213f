"""The text of a learner's file, and what of it is the answer."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from editor import STUB, Desk
from projects import LIBRARY, TinyCourse, real_course

from tfprep.practice.exercises import Assignment, assignments
from tfprep.practice.terminal.exercise_file import (
    ExerciseFile,
    UnreadableError,
    edition_of,
    exercise_text,
    is_untouched,
    read_exercise_file,
    trimmed,
)
from tfprep.practice.terminal.lesson_before import lesson_before


def written(path: Path, text: str) -> ExerciseFile:
    path.write_text(text, "utf-8")
    return read_exercise_file(path)


@pytest.fixture
def assignment(course: TinyCourse) -> Assignment:
    """Double it."""
    course.write("basics/one")
    return assignments(course.read(), course.library)[0]


def test_brief_stub_and_address_stand_in_it(
    assignment: Assignment, tmp_path: Path
) -> None:
    """All that somebody needs to begin, in comments; the rest is the stub."""
    text = exercise_text(assignment, assignment.exercise.cell.stub, "on the site")
    file = written(tmp_path / "x.py", text)

    assert "# Write `double(x)`." in text
    assert "# The lesson: on the site" in text
    assert "from before_double import *" in text
    assert (file.id, file.edition) == ("basics/one/double", edition_of(assignment))
    assert file.answer == "def double(x):\n    ...\n"
    assert is_untouched(file)


ODD = {
    "as it is": "HEAD\n\nIMPORT\n\n\nANSWER\n",
    "imports sorted": "import math\nHEAD\n\nIMPORT\n\n\nANSWER\n",
    "import gone": "HEAD\n\nANSWER\n",
    "comments gone": "IMPORT\n\nANSWER\n",
    "no end of line": "HEAD\nIMPORT\nANSWER",
    "comments of their own": "HEAD\n\nIMPORT\n# mine\nANSWER\n",
}


@pytest.mark.parametrize("shape", ODD)
def test_the_answer_is_what_the_learner_wrote(
    assignment: Assignment, tmp_path: Path, shape: str
) -> None:
    """However editors and formatters move its parts about."""
    made = exercise_text(assignment, "ANSWER", "here")
    head, _, _ = made.partition("\n\nfrom ")
    answer = "def double(x):\n    return x + x"
    text = ODD[shape].replace("HEAD", head).replace("ANSWER", answer)
    file = written(
        tmp_path / "x.py", text.replace("IMPORT", "from before_double import *")
    )

    own = {"imports sorted": "import math\n\n\n\n", "comments of their own": "# mine\n"}
    assert ast.dump(ast.parse(file.answer)) == ast.dump(
        ast.parse(own.get(shape, "") + answer)
    )
    assert ("# mine" in file.answer) == (shape == "comments of their own")
    assert "Write `double(x)`" not in file.answer


def test_lines_that_run_stand_where_the_file_has_them(
    assignment: Assignment, tmp_path: Path
) -> None:
    """An error names the line that the editor shows; our module isn't imported."""
    text = exercise_text(assignment, "def double(x):\n    return 1 / 0", "here")
    file = written(tmp_path / "x.py", text)

    assert file.code.count("\n") == text.count("\n")
    assert "import *" not in file.code
    assert file.code.split("\n").index("    return 1 / 0") == text.split("\n").index(
        "    return 1 / 0"
    )


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"x = '\xe4'\n", "the byte 0xe4 in line 1"),
        ("x = 1\n".encode("utf-16"), "UTF-16"),
        (b"x = '\0'\n", "UTF-16 or no text at all"),
        (b"# coding: klingon\n", "klingon"),
    ],
)
def test_what_is_no_utf8_is_said(tmp_path: Path, raw: bytes, said: str) -> None:
    """With the place, and what to do."""
    path = tmp_path / "x.py"
    path.write_bytes(raw)

    with pytest.raises(UnreadableError, match="Save it again with the encoding UTF-8"):
        read_exercise_file(path)
    with pytest.raises(UnreadableError, match=said):
        read_exercise_file(path)


@pytest.mark.parametrize(
    "raw",
    [
        "# exercise: a/b/c\r\nx = 'é'\r\n".encode(),
        "\ufeff# exercise: a/b/c\nx = 'é'\n".encode(),
        "# coding: latin-1\n# exercise: a/b/c\nx = 'é'\n".encode("latin-1"),
        "# exercise: a/b/c\rx = 'é'\r".encode(),
    ],
    ids=["windows", "mark", "named", "old mac"],
)
def test_what_python_reads_is_read(tmp_path: Path, raw: bytes) -> None:
    """Ends of lines and encodings as Python takes them."""
    path = tmp_path / "x.py"
    path.write_bytes(raw)
    file = read_exercise_file(path)

    assert (file.id, file.answer) == ("a/b/c", "x = 'é'\n")


def test_another_edition_has_another_mark(assignment: Assignment) -> None:
    """It changes with brief and stub, and with nothing else."""
    brief = replace(assignment.exercise.brief, source="### Double it\nSay more.")
    other = replace(assignment, exercise=replace(assignment.exercise, brief=brief))
    hints = replace(assignment, exercise=replace(assignment.exercise, hints=()))

    assert edition_of(assignment) != edition_of(other)
    assert edition_of(assignment) == edition_of(hints)


def test_every_file_of_the_course_compiles() -> None:
    """Stub, solution and the lesson's code above it, of each exercise."""
    every = assignments(real_course(), LIBRARY)
    for each in every:
        cell = each.exercise.cell
        for answer in (cell.stub, cell.solution):
            text = exercise_text(each, answer, "here")
            compile(text, each.id, "exec")
            assert max(map(len, text.split("\n"))) < 140
        compile(lesson_before(each.lesson, each.exercise), each.id, "exec")

    assert len(every) == sum(len(x.exercises) for x in real_course().lessons)


def test_a_brief_s_links_lead_nowhere(desk: Desk) -> None:
    """A file in an editor has no page beside it."""
    body = "\n# %% [markdown]\n# ### Double it\n# See [that](../a/b.ipynb), `f[0](1)`."
    lesson = desk.course.root / "examples/basics/one.py"
    text = lesson.read_text("utf-8")
    start = text.index("\n# %% [markdown]\n# ### Double it")
    end = text.index("\n\n# %% tags", start)
    lesson.write_text(text[:start] + body + text[end:], "utf-8")

    assert "# See that, `f[0](1)`." in exercise_text(desk.assignments[0], STUB, "here")


def test_trimming_keeps_what_is_inside() -> None:
    """Only empty lines at the ends go."""
    assert trimmed("\n\n  a  \n\nb\n\n") == "  a  \n\nb\n"
