"""Check every stored answer as a learner's, and time it.

    .venv/bin/python scripts/dev/time_answers.py [PATH...]

For each exercise: its stub, its stored answers and its solution go through the
learner's session. Each must have the outcome that the law gives it, refused ones in
the words of their reason. Times are from the saved text to the verdict, once the code
before the exercise has run; beside them, the part in which the answer and its check
themselves ran. Exit code 1 if any outcome differs.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import click

from tfprep.content.library import Library
from tfprep.execution.batch import of_the_stack
from tfprep.execution.warm_kernels import preload
from tfprep.lessons.commands import PATHS, open_course
from tfprep.practice.answer import Outcome, Verdict
from tfprep.practice.exercises import Assignment, assignments
from tfprep.practice.session import Session


@dataclass(frozen=True)
class Tried:
    """One answer that was checked."""

    assignment: Assignment
    what: str
    """Which of the stored answers it is."""
    verdict: Verdict
    as_it_should: bool


@click.command()
@PATHS
def main(paths: tuple[Path, ...]) -> None:
    """Check the stored answers of the lessons at PATHS, by default of all."""
    project, course = open_course(paths)
    modules = {name for lesson in course.lessons for name in lesson.modules}
    preload(of_the_stack(modules))
    tried: list[Tried] = []
    set_up: list[float] = []
    every = assignments(course, Library(project.data))
    for _, group in groupby(every, key=lambda assignment: assignment.lesson.slug):
        found, seconds = asyncio.run(_lesson(list(group)))
        tried += found
        set_up += seconds
        for one in found:
            click.echo(_line(one))
    click.echo(_summary(tried, set_up))
    sys.exit(not all(one.as_it_should for one in tried))


async def _lesson(every: list[Assignment]) -> tuple[list[Tried], list[float]]:
    """All answers to the exercises of one lesson, and the seconds of its set-ups."""
    session = Session(every[0].lesson)
    tried, seconds = [], []
    try:
        for assignment in every:
            start = time.monotonic()
            await session.prepare(assignment)
            seconds.append(time.monotonic() - start)
            for what, text, outcome, words in _stored(assignment):
                verdict = await session.answer(assignment, text)
                said = _fold(words) in _fold(verdict.words)
                fits = verdict.outcome is outcome and said
                tried.append(Tried(assignment, what, verdict, fits))
    finally:
        await session.close()
    return tried, seconds


def _stored(assignment: Assignment) -> Iterator[tuple[str, str, Outcome, str]]:
    """Each answer: what it is, its text, the outcome and words that it must have."""
    exercise = assignment.exercise
    yield "stub", exercise.cell.stub, Outcome.NOT_ATTEMPTED, "Not attempted"
    for number, wrong in enumerate(exercise.wrong, 1):
        yield f"wrong {number}", wrong.source, Outcome.INCORRECT, wrong.reason
    for number, right in enumerate(exercise.right, 1):
        yield f"right {number}", right.source, Outcome.CORRECT, ""
    yield "solution", exercise.cell.solution, Outcome.CORRECT, ""


def _fold(text: str) -> str:
    """A text as the law compares it: whatever its case and its spaces."""
    return " ".join(text.casefold().split())


def _line(one: Tried) -> str:
    verdict = one.verdict
    said = "" if one.as_it_should else f"  DIFFERS: {verdict.outcome}: {verdict.words}"
    times = f"{verdict.seconds:6.2f} s {verdict.own_seconds:6.2f} s"
    return f"{times}  {one.assignment.id} {one.what}{said}"


def _summary(tried: list[Tried], set_up: list[float]) -> str:
    whole = [one.verdict.seconds for one in tried]
    ours = [one.verdict.seconds - one.verdict.own_seconds for one in tried]
    exercises = len({one.assignment.id for one in tried})
    wrong = sum(not one.as_it_should for one in tried)
    return "\n".join(
        [
            f"{len(tried)} answers to {exercises} exercises, {wrong} differ.",
            f"From the text to the verdict: {_spread(whole)}",
            f"Of that, not the answer and its check: {_spread(ours)}",
            f"The code before an exercise: {_spread(set_up)}",
        ]
    )


def _spread(seconds: list[float]) -> str:
    ranked = sorted(seconds)
    most = ranked[min(int(len(ranked) * 0.95), len(ranked) - 1)]
    median = statistics.median(ranked)
    return f"median {median:.2f} s, 95 % {most:.2f} s, slowest {ranked[-1]:.2f} s"


if __name__ == "__main__":
    main()
