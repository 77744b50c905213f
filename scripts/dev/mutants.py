"""Try the mutants of the exercises: solutions with one mistake each, as learners err.

    .venv/bin/python scripts/dev/mutants.py [--force] [--jobs N] [PATH...]

A check that accepts a mutant may accept the same mistake of a learner. What became of
them is kept in a file beside each lesson, NAME.mutants.yml, and only exercises whose
code has changed since are tried again. A mutant that nobody could tell from the
solution stays there with the reason, which you type. One that had to be stopped, or
that ended Python, is listed as stopped: no check said anything about it, so it counts
neither as refused nor as accepted. Exit code 1 if a mutant lives without a reason, or
if fewer than 95 % of those with a verdict are refused.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, field
from pathlib import Path

import click

from tfprep.execution.batch import default_jobs, of_the_stack
from tfprep.execution.warm_kernels import preload
from tfprep.lessons.commands import PATHS, open_course
from tfprep.lessons.lesson import Lesson
from tfprep.mutants.record import (
    Kept,
    Record,
    current,
    kept_of,
    read_record,
    untrue,
    write_record,
)
from tfprep.mutants.report import GATE, rate, said_of
from tfprep.mutants.trial import try_lesson
from tfprep.practice.lesson_kernel import SetUpError
from tfprep.problems import Problem, ProblemError


@dataclass
class Result:
    """What became of the mutants of many lessons."""

    records: dict[str, list[Kept]] = field(default_factory=dict)
    """By topic."""
    problems: list[Problem] = field(default_factory=list)


@click.command()
@PATHS
@click.option("--force", is_flag=True, help="Try also what has not changed.")
@click.option("--jobs", type=click.IntRange(1), help="Lessons at once.")
def main(paths: tuple[Path, ...], force: bool, jobs: int | None) -> None:
    """Try the mutants of the lessons at PATHS, by default of all."""
    _, course = open_course(paths)
    names = {name for lesson in course.lessons for name in lesson.modules}
    preload(of_the_stack(names))
    result = asyncio.run(_all(course.lessons, force, jobs or default_jobs()))
    for problem in sorted(result.problems, key=lambda p: (p.path, p.line or 0)):
        click.echo(f"{problem}\n", err=True)
    every = [kept for found in result.records.values() for kept in found]
    for topic, found in sorted(result.records.items()):
        click.echo(_line(topic, found))
    click.echo(_line("all", every))
    too_few = not paths and rate(every) < GATE
    if too_few:
        click.echo(f"expected {GATE:.0%} of all mutants to be refused", err=True)
    sys.exit(bool(result.problems) or too_few)


def _line(name: str, found: list[Kept]) -> str:
    refused, alive = sum(x.refused for x in found), sum(len(x.alive) for x in found)
    stopped = sum(len(x.stopped) for x in found)
    return (
        f"{name:<10} {len(found):>3} exercises {refused + alive + stopped:>5} mutants "
        f"{stopped:>3} stopped {refused:>5} refused {rate(found):>6.1%}"
    )


async def _all(lessons: tuple[Lesson, ...], force: bool, jobs: int) -> Result:
    result, slots = Result(), asyncio.Semaphore(jobs)

    async def one(lesson: Lesson) -> None:
        async with slots:
            try:
                record = await _lesson(lesson, force)
            except ProblemError as error:
                result.problems += error.problems
            except SetUpError as error:
                result.problems.append(Problem(lesson.path, None, str(error)))
            else:
                found = result.records.setdefault(lesson.topic, [])
                found += record.exercises.values()
                result.problems += said_of(lesson, record)

    async with asyncio.TaskGroup() as group:
        for lesson in lessons:
            if lesson.exercises:
                group.create_task(one(lesson))
    return result


async def _lesson(lesson: Lesson, force: bool) -> Record:
    """The record of a lesson once all that is new was tried; it is written, too."""
    before = read_record(lesson)
    kept = {
        exercise.id: found
        for exercise in lesson.exercises
        if (found := current(lesson, exercise, before))
        and not (force or untrue(lesson, exercise, found))
    }
    wanted = {exercise.id for exercise in lesson.exercises} - kept.keys()
    if wanted:
        click.echo(f"{lesson.slug}: {len(wanted)} to try", err=True)
        tried = await try_lesson(lesson, wanted)
        for exercise in lesson.exercises:
            if exercise.id in tried:
                old = before.exercises.get(exercise.id)
                kept[exercise.id] = kept_of(lesson, exercise, tried[exercise.id], old)
    record = Record(exercises={x.id: kept[x.id] for x in lesson.exercises})
    if record != before:
        write_record(lesson, record)
    return record


if __name__ == "__main__":
    main()
