"""Rules for what executed lessons printed, as the cache holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tfprep.check.lesson_rules import marker
from tfprep.check.scope import Scope
from tfprep.content.quiz import Quiz
from tfprep.execution.cache import Entry
from tfprep.lessons.cells import Cell
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.quiz_code import computed_keys
from tfprep.pages.outputs import FIGURE, Results
from tfprep.problems import Problem, ProblemError

LINES = 25
"""Printed by one cell: more is a wall that nobody reads."""


@dataclass(frozen=True)
class Executed:
    """A lesson, a sheet or the code of a quiz, with what it printed."""

    lesson: Lesson
    entry: Entry
    quiz: Quiz | None = None

    def printed(self) -> Iterator[tuple[Cell, str]]:
        """The text that each code cell shows."""
        for place, outputs in sorted(self.entry.outputs.items()):
            text = "".join(str(output.get("text", "")) for output in outputs)
            yield self.lesson.code_cells[place], text


EXECUTED: Scope[Executed] = Scope("the outputs of a lesson, a sheet or a quiz")


@EXECUTED.rule
def outputs_are_for_reading(executed: Executed) -> Iterator[Problem]:
    """A cell prints what matters, and no wall of numbers."""
    for cell, text in executed.printed():
        if (got := len(text.splitlines())) > LINES:
            said = (
                f"got {got} printed lines, expected {LINES} at most; "
                "print a summary, or verbose=0"
            )
            yield Problem(executed.lesson.path, marker(cell), said)


@EXECUTED.rule
def nothing_is_deprecated(executed: Executed) -> Iterator[Problem]:
    """A learner gets no warning that the lesson doesn't explain."""
    for cell, text in executed.printed():
        if "DeprecationWarning" in text:
            said = (
                "got a DeprecationWarning in the output, expected none; "
                "call what the warning names instead"
            )
            yield Problem(executed.lesson.path, marker(cell), said)


@EXECUTED.rule
def figures_of_a_slider_match(executed: Executed) -> Iterator[Problem]:
    """Who steps from figure to figure sees what changes only if nothing else moves."""
    results = Results(executed.entry)
    for cell in executed.lesson.cells:
        if not cell.states:
            continue
        data = (output.get("data", {}) for output in results.of(cell))
        figures = (each[FIGURE] for each in data if FIGURE in each)
        sizes = {f"{one['width']} x {one['height']}" for one in figures}
        if len(sizes) > 1:
            said = (
                f"got a slider's figures of {', '.join(sorted(sizes))}, expected one "
                "size; give all states the same limits of the axes and as many lines "
                "in the title"
            )
            yield Problem(executed.lesson.path, marker(cell), said)


@EXECUTED.rule
def computed_keys_are_options(executed: Executed) -> Iterator[Problem]:
    """What the code of a question prints is one of its options, its key."""
    if executed.quiz is not None:
        try:
            computed_keys(executed.lesson, executed.quiz, executed.entry.outputs)
        except ProblemError as error:
            yield from error.problems
