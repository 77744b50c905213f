"""Try the mutants of a lesson's exercises, each as a learner's answer would be."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tfprep.execution.kernel import DiedError
from tfprep.execution.limits import Limits
from tfprep.lessons.cells import Exercise
from tfprep.lessons.lesson import Lesson
from tfprep.mutants.mutant import Fate, Mutant, Tried, mutants_of
from tfprep.practice.lesson_kernel import LessonKernel
from tfprep.practice.talk import Ending, MuteError
from tfprep.problems import Problem, ProblemError

LEAST, TIMES = 10, 10
"""Seconds that a mutant may take: at least, and as many times as the solution took."""
RENEWED = 60
"""Answers after which a kernel is started anew: models that were built add up."""


async def try_exercise(kernel: LessonKernel, exercise: Exercise) -> list[Tried]:
    """Try every mutant of an exercise in its lesson's kernel.

    Raises:
        ProblemError: the solution isn't accepted, before or after them.
        SetUpError: the lesson's code before the exercise can't be run.
    """
    kernel.limits = Limits(seconds=120)
    seconds = await _solved(kernel, exercise, "")
    kernel.limits = replace(
        kernel.limits, seconds=max(LEAST, math.ceil(TIMES * seconds))
    )
    tried = []
    for number, mutant in enumerate(mutants_of(kernel.lesson, exercise), 1):
        tried.append(await _tried(kernel, exercise, mutant))
        if number % RENEWED == 0:
            await kernel.end()
    await _solved(kernel, exercise, " once its mutants were tried")
    return tried


async def try_lesson(lesson: Lesson, wanted: set[str]) -> dict[str, list[Tried]]:
    """Try the mutants of those exercises of a lesson whose ids are wanted.

    Raises:
        ProblemError, SetUpError: as `try_exercise` does.
    """
    kernel = LessonKernel(lesson, Limits(), asyncio.Event(), None)
    try:
        return {
            exercise.id: await try_exercise(kernel, exercise)
            for exercise in lesson.exercises
            if exercise.id in wanted
        }
    finally:
        await kernel.end()


async def _solved(kernel: LessonKernel, exercise: Exercise, when: str) -> float:
    """The seconds that the solution and its check take."""
    report = await _report(kernel, exercise, exercise.cell.solution) or {}
    if report.get("stage") != "check" or report.get("error"):
        got = _said(report) or "no verdict in time"
        text = f"the check doesn't accept the solution{when}: got {got}; expected it to"
        line = exercise.check.line - 1
        raise ProblemError([Problem(kernel.lesson.path, line, text)])
    return float(report["seconds"])


async def _tried(kernel: LessonKernel, exercise: Exercise, mutant: Mutant) -> Tried:
    report = await _report(kernel, exercise, mutant.text)
    if report is None:
        return Tried(mutant, Fate.STOPPED, "")
    error = report.get("error") or {}
    fate = Fate.REFUSED
    if report.get("stage") == "check" and not error:
        fate = Fate.ACCEPTED
    elif report.get("stage") == "check" and not (error["own"] or error["in_answer"]):
        fate = Fate.CRASHED
    return Tried(mutant, fate, _said(report))


async def _report(
    kernel: LessonKernel, exercise: Exercise, text: str
) -> Mapping[str, Any] | None:
    """What the kernel told of an answer; None if it was stopped or ended Python."""
    state, heard = await kernel.ready(exercise.cell), kernel.heard()
    words = text, exercise.check.source, exercise.wanted
    try:
        ending = await kernel.judge(heard, state, *words)
    except (DiedError, MuteError):
        await kernel.end()
        return None
    return heard.report if ending is Ending.DONE else None


def _said(report: Mapping[str, Any]) -> str:
    error = report.get("error")
    return f"{error['name']}: {error['message']}" if error else ""
