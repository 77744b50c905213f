"""The learner's notebook and script."""

import os
import runpy
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

import jupytext
import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbclient import NotebookClient
from projects import EXERCISE, HEADER, RIGHT, TinyCourse, real_course
from try_notebooks import solved

from tfprep.lessons.learner_notebook import (
    learner_notebook,
    learner_script,
    write_learner_files,
)
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.origin import Origin
from tfprep.lessons.parse import read_lesson
from tfprep.problems import ProblemError

BODY = '\n# %%\nprint("shown")\n\n# %% tags=["claim"]\nassert 1 == 1\n' + EXERCISE


def run(script: Path) -> subprocess.CompletedProcess[str]:
    """Run a script where it stands, as a learner does."""
    return subprocess.run(
        [sys.executable, script],
        cwd=script.parent,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": ""},
        check=False,
    )


def test_stubs_in_solutions_out(course: TinyCourse) -> None:
    """No solution, claim, stored answer or marker reaches the learner."""
    lesson = course.lesson("basics/learn", BODY + RIGHT)

    for text in (nbformat.writes(learner_notebook(lesson)), learner_script(lesson)):
        for secret in ("2 * x", "x * x", "x + x", "SOLUTION", "assert 1 == 1"):
            assert secret not in text
        assert "def double(x):" in text
        assert "<summary>Hint 1</summary>" in text


def test_the_notebook_is_valid_and_always_the_same(course: TinyCourse) -> None:
    """Jupyter accepts the notebook, and making it again changes no byte."""
    lesson = course.lesson("basics/learn", BODY)

    nbformat.validate(learner_notebook(lesson))
    assert nbformat.writes(learner_notebook(lesson)) == nbformat.writes(
        learner_notebook(lesson)
    )


def test_the_script_is_the_notebook(course: TinyCourse) -> None:
    """The percent-format script has the same cells."""
    lesson = course.lesson("basics/learn", BODY)

    script = jupytext.reads(learner_script(lesson), fmt="py:percent")

    notebook = learner_notebook(lesson)
    assert [c.source for c in script.cells] == [c.source for c in notebook.cells]


ODD_DATA = [
    b"",
    b"a,b\n1,2",
    b'text\n"She said ""no""",0\n\\n and """ too,1\n"',
    b'{"a": "x\\"y"}',
    b"\xef\xbb\xbfx,y\r\n1,2\r\n",
    b"# %% no cell\n!ls\nlast \\",
    "caf\u00e9\u2028\x0c\x85\n".encode(),
    "caf\u00e9\n".encode("latin-1") * 20,
    "a,b\n".encode("utf-16"),
    b"\x00\r\r\n",
]
"""Quotes, backslashes, ends of lines, encodings: whatever a data file may hold."""


def with_data(course: TinyCourse, data: bytes, body: str = BODY) -> Lesson:
    (course.root / "examples/data/notes.csv").write_bytes(data)
    header = HEADER.replace("minutes: 5", "minutes: 5\n#     data: [notes.csv]")
    return course.lesson("basics/learn", body, header)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary() | st.text().map(str.encode))
def test_data_travel_inside(course: TinyCourse, tmp_path: Path, data: bytes) -> None:
    """The notebook writes the lesson's data byte for byte, whatever they are."""
    unpack = learner_notebook(with_data(course, data)).cells[1]
    (tmp_path / "unpack.py").write_text(unpack.source, "utf-8")

    with chdir(tmp_path):
        runpy.run_path("unpack.py")

    assert (tmp_path / "data/notes.csv").read_bytes() == data


@pytest.mark.parametrize("data", ODD_DATA, ids=ascii)
def test_a_script_brings_its_data(
    course: TinyCourse, tmp_path: Path, data: bytes
) -> None:
    """With its answers filled in it runs anywhere, and its data are as they were."""
    write_learner_files(solved(with_data(course, data)), tmp_path)

    done = run(tmp_path / "learn.py")

    assert (done.returncode, done.stdout) == (0, "shown\nCorrect: 6\n")
    assert (tmp_path / "data/notes.csv").read_bytes() == data


def test_text_is_readable_in_a_notebook(course: TinyCourse) -> None:
    """A learner can look at the rows of a table before running anything."""
    source = learner_notebook(with_data(course, b"a,b\n1,2\n")).cells[1].source

    assert "        'a,b\\n'\n        '1,2\\n'\n" in source
    assert "base64" not in source


ODD_TEXT = (
    '\n# %% [markdown]\n# """ \\ `%%time` %%{init} !ls \u2028x\n# %time\n# !ls\n'
    '\n# %%\n# %time\n# cat x\n# !ls\nx = "\x0c\u2028"\ny = """\n    # %% in\n"""\n'
)


def test_odd_text_survives(course: TinyCourse, tmp_path: Path) -> None:
    """Quotes, backslashes, signs of commands and odd ends of lines stay as they are."""
    lesson = course.lesson("basics/learn", ODD_TEXT)
    write_learner_files(lesson, tmp_path)
    notebook = nbformat.read(tmp_path / "learn.ipynb", as_version=4)

    assert notebook.cells[2].source.split("\n")[0].startswith('""" \\ `%%time`')
    assert notebook.cells[3].source == lesson.cells[2].source
    kept = runpy.run_path(str(tmp_path / "learn.py"))
    assert (kept["x"], kept["y"]) == ("\x0c\u2028", "\n    # %% in\n")


def test_a_comment_is_no_command_for_jupytext(course: TinyCourse) -> None:
    """Opened in Jupyter, the script has the cells of the notebook, comments and all."""
    body = "\n# %%\n# %time\n# cat x\n# !ls\nx = 1\n"
    lesson = course.lesson("basics/learn", body)

    script = jupytext.reads(learner_script(lesson), fmt="py:percent")

    assert script.cells[-1].source == body.removeprefix("\n# %%\n").rstrip()


def test_money_is_no_formula(course: TinyCourse) -> None:
    """What the site shows as an amount, Jupyter shows as one: its dollar is escaped."""
    body = "\n# %% [markdown]\n# Pay US$3-$4 for $x^2$.\n" + EXERCISE
    lesson = course.lesson("basics/learn", body)

    sources = [cell.source for cell in learner_notebook(lesson).cells]

    assert r"Pay US\$3-\$4 for $x^2$." in sources


def test_everything_that_is_exported_compiles() -> None:
    """Each cell and each script of the course is Python."""
    for lesson in real_course().lessons:
        compile(learner_script(lesson), lesson.slug, "exec")
        for cell in learner_notebook(lesson).cells:
            if cell.cell_type == "code":
                compile(cell.source, lesson.slug, "exec")


PIECES = st.text(max_size=3) | st.sampled_from(
    [
        "\n",
        "# ",
        "# %%",
        "\n# %% [markdown]\n",
        '\n# %% tags=["check"]\n',
        '\n# %% tags=["exercise"]\n',
        "### BEGIN SOLUTION",
        "### END SOLUTION",
        '"""',
        "\\",
        "\r",
        "\x0c",
        "\0",
        "%",
    ]
)
EDITS = st.lists(st.tuples(st.integers(0, 700), st.integers(0, 30), PIECES), max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_whatever_is_no_lesson_is_refused(
    course: TinyCourse, edits: list[tuple[int, int, str]]
) -> None:
    """A lesson, edited anyhow, has exports that compile, or problems with lines."""
    body = written = EXERCISE.replace("SLUG", "basics/learn")
    for start, length, piece in edits:
        body = body[:start] + piece + body[start + length :]
    path = course.write("basics/learn")
    path.write_bytes(path.read_bytes().replace(written.encode(), body.encode()))
    problems = []
    try:
        script = learner_script(read_lesson(path, course.root / "examples"))
        compile(script, "learn.py", "exec")
    except ProblemError as error:
        problems = error.problems

    lines = path.read_text("utf-8").count("\n") + 1
    assert all(1 <= (problem.line or 1) <= lines for problem in problems)


@pytest.mark.slow
@pytest.mark.parametrize("data", [None, b"a,b\n1,2\n", b"\xff\x00\r\n"], ids=ascii)
def test_a_notebook_runs_anywhere(
    course: TinyCourse, tmp_path: Path, data: bytes | None
) -> None:
    """With its answers filled in, in an ordinary kernel, beside data of any kind."""
    body = BODY + ODD_TEXT
    lesson = (
        course.lesson("basics/learn", body)
        if data is None
        else with_data(course, data, body)
    )
    write_learner_files(solved(lesson), tmp_path)
    notebook = nbformat.read(tmp_path / "learn.ipynb", as_version=4)

    NotebookClient(notebook, resources={"metadata": {"path": tmp_path}}).execute()

    printed = [
        output.text
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "text" in output
    ]
    assert printed == ["shown\n", "Correct: 6\n"]
    if data is not None:
        assert (tmp_path / "data/notes.csv").read_bytes() == data


TWICE = """
# %% [markdown]
# ### Half of it
# Write `half(x)`.

# %% tags=["exercise"] id="basics/learn/half" skills=["NN-1"]
def half(x):
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION

# %% [markdown] tags=["hint"]
# Divide.

# %% tags=["check"]
assert half(3) is not None, "Not attempted: half returned None."
assert half(3) == 1.5, "Wrong."
print("Correct: 1.5")

# %% tags=["wrong"] reason="Wrong"
def half(x):
    return x
"""


def test_each_check_says_what_it_finds(course: TinyCourse, tmp_path: Path) -> None:
    """From top to bottom nothing stops: no exercise waits for the one above it."""
    lesson = course.lesson("basics/learn", BODY + TWICE)
    write_learner_files(lesson, tmp_path)
    script = tmp_path / "learn.py"

    def said(old: str, new: str) -> list[str]:
        script.write_text(script.read_text("utf-8").replace(old, new), "utf-8")
        done = run(script)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.splitlines()[1:]

    double, half = "def double(x):\n    ", "def half(x):\n    "
    nothing = "Not attempted: double returned None."
    assert said("", "") == [nothing, "Not attempted: half returned None."]
    assert said(half + "...", half + "return x / 2") == [nothing, "Correct: 1.5"]
    assert said(double + "...", double + "return x * x") == [
        "Got 9 for 3, expected 6. Multiply, don't square.",
        "Correct: 1.5",
    ]
    assert said(half + "return x / 2", half + "return x / 0")[1].startswith(
        "Could not run: ZeroDivisionError("
    )


def test_the_copy_says_where_it_comes_from(course: TinyCourse, tmp_path: Path) -> None:
    """Its links lead to the site from anywhere; it says what to install."""
    body = "\n# %% [markdown]\n# See [two](two.ipynb#x).\n\n# %%\nimport keras\n"
    lesson = course.lesson("basics/learn", body + EXERCISE)
    write_learner_files(lesson, tmp_path, Origin("https://a.example/tf/"))

    notebook = nbformat.read(tmp_path / "learn.ipynb", as_version=4)
    first = notebook.cells[0].source
    script = (tmp_path / "learn.py").read_text("utf-8")

    assert "<https://a.example/tf/lessons/basics/learn/>" in first
    assert "pip install keras tensorflow" in first
    assert "`tfprep practice basics/learn`" in first
    for text in (notebook.cells[2].source, script):
        assert "[two](https://a.example/tf/lessons/basics/two/#x)" in text
