"""Show how far a class is: a bar on a terminal, a line for each model in a log."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from tfprep.exam.classes.grading import Outcome, State
from tfprep.exam.sitting.clock import say_duration

_NAME = 40
"""Letters of a name that a line shows."""


class ClassProgress:
    """Says each outcome as it comes, how many are done, and how long it will take."""

    def __init__(self, total: int, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True, highlight=False, soft_wrap=True)
        self._total, self._done, self._graded = total, 0, 0
        self._start = time.monotonic()
        self._bar = Progress(
            TextColumn("{task.completed:.0f} of {task.total:.0f}"),
            BarColumn(None),
            TextColumn("{task.fields[left]}"),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._line = self._bar.add_task("", total=total, left="starting")

    @contextmanager
    def shown(self) -> Iterator[ClassProgress]:
        """The bar is on the screen as long."""
        with self._bar:
            yield self

    def __call__(self, outcome: Outcome) -> None:
        """One more is done."""
        self._done += 1
        self._graded += outcome.is_new
        left = self.left()
        self._bar.update(self._line, completed=self._done, left=left)
        if not outcome.is_new and outcome.state is not State.UNCLEAR:
            return  # known from the run before: nobody waits for it
        line = f"{_name(outcome)}  {outcome.row.task.name}  {_said(outcome)}"
        if not self._console.is_terminal:
            line = f"{self._done} of {self._total}  {line}" + (left and f"  ({left})")
        self._console.print(line, markup=False)

    def left(self) -> str:
        """How long the rest will take, by what was graded so far; empty if unknown."""
        if not self._graded or self._done == self._total:
            return ""
        seconds = (time.monotonic() - self._start) / self._graded
        return f"{say_duration(seconds * (self._total - self._done))} left"


def _name(outcome: Outcome) -> str:
    name = outcome.row.learner.shown
    return name if len(name) <= _NAME else f"{name[:_NAME]}..."


def _said(outcome: Outcome) -> str:
    if outcome.state is State.GRADED:
        return f"{outcome.score} of 5"
    remark = outcome.remark
    return remark if len(remark) <= 2 * _NAME else f"{remark[: 2 * _NAME]} ..."
