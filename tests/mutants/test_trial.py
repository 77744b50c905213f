"""Mutants that are tried, and the script that does it."""

import asyncio
import subprocess
import sys

import pytest
from projects import EXERCISE, REPOSITORY, TinyCourse

from tfprep.mutants import trial
from tfprep.mutants.mutant import Fate
from tfprep.mutants.record import path_of

pytestmark = pytest.mark.slow

LOOP = """n = 2
    while n > 0:
        n = n - 1
    return [2 * x][n]"""


def mutants(course: TinyCourse, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the script as a contributor does."""
    return subprocess.run(
        [sys.executable, REPOSITORY / "scripts/dev/mutants.py", *words],
        cwd=course.root,
        capture_output=True,
        text=True,
        check=False,
    )


def fates(course: TinyCourse, body: str) -> dict[str, Fate]:
    """What became of each mutant of the only exercise, by its changed lines."""
    lesson = course.lesson("basics/one", body)
    tried = asyncio.run(trial.try_lesson(lesson, {"basics/one/double"}))
    return {one.mutant.change[1]: one.fate for one in tried["basics/one/double"]}


def test_mutants_are_tried_once_and_kept(course: TinyCourse) -> None:
    """The next run knows them; after a change of the check they are tried again."""
    path = course.write("basics/one")

    first, second = mutants(course), mutants(course)
    path.write_text(path.read_text("utf-8").replace("got == 6", "got"))
    third = mutants(course, str(path))

    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert "basics/one: 1 to try" in first.stderr
    assert "to try" not in second.stderr
    assert "4 mutants   0 stopped     4 refused 100.0%" in first.stdout
    assert first.stdout == second.stdout
    assert third.returncode == 1
    assert "one.py:21: the check accepts a mutant" in third.stderr
    assert "    - return 2 * x\n    + return 2 / x\n" in third.stderr
    assert path_of(course.read().lessons[0]).is_file()


def test_what_a_learner_would_notice_is_refused(
    course: TinyCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of the answer's own; one that has to be stopped is told as such."""
    monkeypatch.setattr(trial, "LEAST", 1)

    found = fates(course, EXERCISE.replace("return 2 * x", LOOP))

    assert found["n = n + 1"] is Fate.STOPPED
    assert found["while n < 0:"] is Fate.REFUSED
    assert found["n = 3"] is Fate.ACCEPTED
    assert found["return [3 * x][n]"] is Fate.REFUSED


def test_an_answer_that_ends_python_is_stopped(course: TinyCourse) -> None:
    """The check has said nothing about it; the next mutant gets a new Python."""
    ends = "return [2 * x, __import__('os')._exit(1) if x > 3 else 0][0]"

    found = fates(course, EXERCISE.replace("return 2 * x", ends))

    assert found[ends.replace(">", ">=")] is Fate.STOPPED
    assert found[ends.replace("2 * x", "3 * x")] is Fate.REFUSED


def test_a_check_that_falls_over_a_mutant_does_not_refuse_it(
    course: TinyCourse,
) -> None:
    """Nobody learns from a TypeError what is wrong with the answer."""
    body = EXERCISE.replace("return 2 * x", "return sum((2 * x,))")

    found = fates(course, body.replace("got == 6", "got + 0 == 6"))

    assert found["return ((2 * x,))"] is Fate.CRASHED
    assert found["return sum((3 * x,))"] is Fate.REFUSED


def test_a_solution_that_is_refused_is_no_measure(course: TinyCourse) -> None:
    """The lesson has to be fixed first."""
    course.write("basics/one", EXERCISE.replace("2 * x", "3 * x"))

    done = mutants(course)

    assert done.returncode == 1
    assert "the check doesn't accept the solution: got AssertionError" in done.stderr
