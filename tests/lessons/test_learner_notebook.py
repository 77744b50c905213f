"""The learner's notebook and script."""

import os
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest
from projects import EXERCISE, HEADER, TinyCourse

from tfprep.lessons.learner_notebook import (
    learner_notebook,
    learner_script,
    write_learner_files,
)

BODY = '\n# %%\nprint("shown")\n\n# %% tags=["claim"]\nassert 1 == 1\n' + EXERCISE


def test_stubs_in_solutions_out(course: TinyCourse) -> None:
    """No solution, claim, wrong answer or marker reaches the learner."""
    lesson = course.lesson("basics/learn", BODY)

    for text in (nbformat.writes(learner_notebook(lesson)), learner_script(lesson)):
        for secret in ("return 2 * x", "return x * x", "SOLUTION", "assert 1 == 1"):
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


def test_data_travel_inside(course: TinyCourse, tmp_path: Path) -> None:
    """The notebook writes the lesson's data byte for byte, quotes and all."""
    data = 'text,label\n"She said ""no""",0\n\\n and """ too,1\n'
    (course.root / "examples/data/notes.csv").write_text(data)
    header = HEADER.replace("minutes: 5", "minutes: 5\n#     data: [notes.csv]")
    lesson = course.lesson("basics/learn", "\n# %%\nprint(1)\n", header)

    script = tmp_path / "learn.py"
    script.write_text(learner_script(lesson))
    subprocess.run([sys.executable, script], cwd=tmp_path, check=True)

    assert (tmp_path / "data/notes.csv").read_text() == data


@pytest.mark.slow
def test_a_learner_is_stopped_at_the_first_exercise(
    course: TinyCourse, tmp_path: Path
) -> None:
    """As it comes, the script stops at the check; with an answer it ends well."""
    lesson = course.lesson("basics/learn", BODY)
    write_learner_files(lesson, tmp_path)
    script = tmp_path / "learn.py"
    env = {**os.environ, "PYTHONPATH": ""}

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, script],
            capture_output=True,
            text=True,
            env=env,
            check=False,
        )

    first = run()
    script.write_text(script.read_text().replace("    ...", "    return x + x"))
    second = run()

    assert first.returncode == 1
    assert "AssertionError: Not attempted: double returned None." in first.stderr
    assert second.returncode == 0
    assert second.stdout == "shown\nCorrect: 6\n"
