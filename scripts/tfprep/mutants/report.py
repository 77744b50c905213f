"""What is said of mutants: how many are refused, and what to do about the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tfprep.lessons.cells import Exercise
from tfprep.lessons.lesson import Lesson
from tfprep.mutants.mutant import mutants_of
from tfprep.mutants.record import CRASH, Kept, Record, Survivor, current, untrue
from tfprep.problems import Problem

GATE = 0.95
"""The share of the mutants with a verdict that must be refused."""


def rate(every: Iterable[Kept]) -> float:
    """The share that is refused of the mutants with a verdict; 1 if there are none."""
    every = list(every)
    refused = sum(kept.refused for kept in every)
    alive = sum(len(kept.alive) for kept in every)
    return refused / (refused + alive) if refused + alive else 1.0


def said_of(lesson: Lesson, record: Record) -> Iterator[Problem]:
    """What to fix in checks or in the record, as far as that is current."""
    for exercise in lesson.exercises:
        kept = current(lesson, exercise, record)
        if kept is None:
            continue
        if text := untrue(lesson, exercise, kept):
            line = exercise.cell.line - 1
            text = f"the record of its mutants {text}; run scripts/dev/mutants.py"
            yield Problem(lesson.path, line, text)
        elif waiting := [one for one in kept.alive if one.is_open]:
            lines = _lines(lesson, exercise)
            for one in waiting:
                yield Problem(lesson.path, lines[one.change], _said(one))


def _lines(lesson: Lesson, exercise: Exercise) -> dict[tuple[str, str], int]:
    return {mutant.change: mutant.line for mutant in mutants_of(lesson, exercise)}


def _said(one: Survivor) -> str:
    if one.reason == CRASH:
        got = "the check could not run on a mutant instead of refusing it"
        what = "look at what you got before you use it"
    else:
        got = "the check accepts a mutant"
        what = (
            "let it look at what is different, or, if nobody could tell them apart, "
            "write the reason into the .mutants.yml beside the lesson"
        )
    changed = f"    - {one.old or '(nothing)'}\n    + {one.new or '(nothing)'}"
    return f"{got}, expected it to be refused; {what}\n{changed}"
