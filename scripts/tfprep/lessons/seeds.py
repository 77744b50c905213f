"""Lessons with other random seeds: their claims and checks hold with any."""

from __future__ import annotations

import re
from dataclasses import replace

from tfprep.lessons.cells import Exercise
from tfprep.lessons.lesson import Lesson

_SEED = re.compile(r"\b(set_random_seed|default_rng)\((\d+)\)")


def with_seed(lesson: Lesson, seed: int) -> Lesson:
    """The lesson with its own seeds moved on by `seed`, so that they stay distinct."""

    def moved(match: re.Match[str]) -> str:
        return f"{match[1]}({int(match[2]) + seed})"

    cells = (
        replace(cell, source=_SEED.sub(moved, cell.source)) for cell in lesson.cells
    )
    return replace(lesson, cells=tuple(cells))


def with_fresh_data(lesson: Lesson, exercise: Exercise, seed: int) -> Lesson:
    """The lesson as somebody gets it who meets one of its exercises again.

    What comes from random numbers before the exercise and in its check is another
    sample; the exercise itself stays as it was. A lesson is left as it is where an
    answer may have to name the seed: the answer that somebody has would be refused.
    """
    own = (exercise.brief, exercise.cell, *exercise.hints)
    if any(_SEED.search(cell.source) for cell in own):
        return lesson
    return with_seed(lesson, seed)
