"""Lessons with other random seeds."""

from __future__ import annotations

from projects import EXERCISE, TinyCourse, real_course

from tfprep.lessons.lesson import Lesson
from tfprep.lessons.seeds import with_fresh_data, with_seed

BEFORE = """
# %%
import numpy as np
rng, other = np.random.default_rng(7), np.random.default_rng(8)
"""


def fresh(lesson: Lesson) -> Lesson:
    """What somebody gets who meets the lesson's one exercise again."""
    return with_fresh_data(lesson, lesson.exercises[0], 5)


def test_seeds_move_and_stay_distinct(course: TinyCourse) -> None:
    """Every plain seed of a lesson is another one; nothing else changes."""
    body = BEFORE + "keras.utils.set_random_seed(7)\nx = [7, seed(7)]\n"
    lesson = course.lesson("basics/one", body)

    changed = with_seed(lesson, 5)

    assert "default_rng(12), np.random.default_rng(13)" in changed.cells[-1].source
    assert "set_random_seed(12)\nx = [7, seed(7)]" in changed.cells[-1].source
    assert changed.cells[:-1] == lesson.cells[:-1]


def test_an_exercise_comes_back_with_other_data(course: TinyCourse) -> None:
    """The lesson's code and the check draw anew; brief, stub and solution stay."""
    body = BEFORE + EXERCISE.replace("double(3)", "double(np.random.default_rng(1))")
    lesson = course.lesson("basics/one", body)

    again = fresh(lesson)

    (old,), (new,) = lesson.exercises, again.exercises
    assert (new.brief, new.cell, new.hints) == (old.brief, old.cell, old.hints)
    assert "default_rng(6)" in new.check.source
    assert "default_rng(12)" in again.code_cells[0].source


def test_an_answer_that_names_the_seed_keeps_its_data(course: TinyCourse) -> None:
    """Whoever was asked for default_rng(7) would be refused with another seed."""
    for asked in ("return 2 * x", "Multiply."):
        body = BEFORE + EXERCISE.replace(asked, f"{asked} # default_rng(7)")
        lesson = course.lesson("basics/one", body)

        assert fresh(lesson) == lesson


def test_most_real_exercises_have_fresh_data() -> None:
    """Review would be a test of memory if the data were always the same."""
    pairs = [
        (lesson, exercise)
        for lesson in real_course().lessons
        for exercise in lesson.exercises
    ]
    changed = [lesson != with_fresh_data(lesson, x, 5) for lesson, x in pairs]

    assert sum(changed) > 0.8 * len(pairs)
