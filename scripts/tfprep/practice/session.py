"""A learner's session with one lesson: answers are checked, whatever they do.

The lesson's code before an exercise runs once, in a kernel that is kept. Each try
begins with what it left; a kernel that a try broke is started anew.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import dropwhile
from typing import Any

from tfprep.execution.kernel import DiedError
from tfprep.execution.limits import Limits
from tfprep.execution.outputs import Output
from tfprep.lessons.lesson import Lesson
from tfprep.practice.answer import (
    Outcome,
    Verdict,
    could_not_run,
    in_other_words,
    needs_comparison,
    refused_unseen,
    trace_of,
    verdict_of,
)
from tfprep.practice.common_errors import help_for
from tfprep.practice.exercises import Assignment
from tfprep.practice.lesson_kernel import LessonKernel, SetUpError
from tfprep.practice.talk import AnyKernel, Ending, Heard, Listen, MuteError, why

LIMITS = Limits(seconds=60)
"""For one answer with its check, or for one cell."""

LATE = 10.0
"""Seconds after which somebody who waits is told that it goes on."""

ANSWER, CELL = "Your answer", "This cell"
"""What a sentence begins with."""

LOST = (
    'What "Run" had left there is gone; the next "Run" begins with the blocks above it.'
)

STOPPED, NOT_STOPPED = "was stopped", "couldn't be stopped"

ListenToCell = Callable[[int, list[Output]], None]
"""Told the place of a code cell, and its outputs so far."""


@dataclass(frozen=True)
class CellResult:
    """What became of a cell that a learner ran."""

    ok: bool
    words: str = ""
    """Why it isn't, in a sentence."""
    error: str = ""
    """The traceback, cut to the learner's lines, as plain text."""
    help: str = ""
    """A place below the site's root that explains the error, or nothing."""
    outputs: tuple[Output, ...] = ()
    seconds: float = 0.0


class Session:
    """One lesson in one kernel, used by one learner."""

    def __init__(
        self, lesson: Lesson, limits: Limits = LIMITS, kernel: AnyKernel | None = None
    ) -> None:
        """Nothing is started before something is asked for.

        Args:
            limits: seconds, memory and outputs of one answer, or of one cell.
            kernel: one that can be started again when it was stopped.
        """
        self.lesson = lesson
        self.limits = limits
        self._stop = asyncio.Event()
        self._kernel = LessonKernel(lesson, limits, self._stop, kernel)
        self._solutions: dict[str, Mapping[str, Any]] = {}
        self._lock = asyncio.Lock()
        self._renewal: asyncio.Task[None] | None = None

    async def prepare(self, assignment: Assignment) -> None:
        """Run the lesson's code before an exercise; nothing, if it has run.

        Raises:
            SetUpError: it can't be run here.
        """
        async with self._lock:
            self._stop.clear()
            await self._kernel.ready(assignment.exercise.cell)

    async def answer(
        self, assignment: Assignment, text: str, listen: Listen | None = None
    ) -> Verdict:
        """Judge an answer; whatever it does, the next one can be judged.

        Args:
            listen: told what the answer and its check leave, while they run.
        """
        start = time.monotonic()
        verdict = refused_unseen(text)
        if verdict is None:
            async with self._lock:
                self._stop.clear()
                verdict = await self._judged(assignment, text, listen)
        return replace(verdict, seconds=time.monotonic() - start)

    async def run_cell(
        self, place: int, code: str, listen: ListenToCell | None = None
    ) -> CellResult:
        """Run a cell of the lesson as the learner wrote it; those before it first.

        Args:
            place: of the cell among the lesson's code cells.
            listen: told of each cell that runs; with no outputs, when it begins.
        """
        start = time.monotonic()
        async with self._lock:
            self._stop.clear()
            result = await self._cell(
                place, code, listen or (lambda _at, _outputs: None)
            )
        return replace(result, seconds=time.monotonic() - start)

    async def interrupt(self) -> None:
        """Stop what runs, if anything does."""
        if self._lock.locked():
            self._stop.set()

    async def restart(self) -> None:
        """End the kernel, with all that was done in it; the next call starts one."""
        self._stop.set()
        async with self._lock:
            await self._kernel.end()

    async def close(self) -> None:
        """End the kernel, and remove its files."""
        if self._renewal is not None:
            self._renewal.cancel()
            await asyncio.gather(self._renewal, return_exceptions=True)
        await self.restart()

    async def _judged(
        self, assignment: Assignment, text: str, listen: Listen | None
    ) -> Verdict:
        heard, spoiled = self._kernel.heard(listen), False
        try:
            state = await self._kernel.ready(assignment.exercise.cell)
            heard = self._kernel.heard(listen)
            verdict = await self._tried(assignment, state, text, heard)
            spoiled = bool((heard.report or {}).get("threads"))
        except SetUpError as error:
            verdict = could_not_run(str(error))
        except (DiedError, MuteError) as error:
            verdict, spoiled = could_not_run(_broken(error, self.limits, ANSWER)), True
        finished = self._finished(verdict, heard)
        if spoiled:
            finished = replace(finished, words=finished.words + self._lost())
            await self._kernel.end()
            self._renew(assignment)
        return finished

    async def _tried(
        self, assignment: Assignment, state: str, text: str, heard: Heard
    ) -> Verdict:
        exercise = assignment.exercise
        check, wanted = exercise.check.source, exercise.wanted
        ending = await self._kernel.judge(heard, state, text, check, wanted)
        report = heard.report or {}
        if ending is not Ending.DONE:
            return could_not_run(_cut(ending, self.limits, ANSWER), _trace(report))
        solution: Mapping[str, Any] | None = None
        if needs_comparison(exercise, text, report):
            solution = await self._solution(assignment, state)
        verdict = verdict_of(exercise, text, report, solution)
        if verdict.outcome is Outcome.CORRECT:
            self._kernel.done.add(exercise.cell.place)
        return replace(verdict, own_seconds=report["seconds"])

    async def _solution(self, assignment: Assignment, state: str) -> Mapping[str, Any]:
        """What the solution gives its check."""
        exercise = assignment.exercise
        if assignment.id not in self._solutions:
            words = exercise.cell.solution, exercise.check.source, exercise.wanted
            report = await self._kernel.explain(state, *words)
            self._solutions[assignment.id] = report
        return self._solutions[assignment.id]

    def _finished(self, verdict: Verdict, heard: Heard) -> Verdict:
        """A verdict with what was printed and drawn, and with a place that helps."""
        words, outputs = verdict.words, heard.shown()
        if verdict.outcome is Outcome.CORRECT:
            words, outputs = _praise(outputs)
        cleaner = self._kernel.cleaner
        return replace(
            verdict,
            words=cleaner.message(words),
            error=cleaner.message(verdict.error),
            help=self._help(verdict.error),
            outputs=outputs,
        )

    def _help(self, trace: str) -> str:
        """A place that explains the error at the end of a traceback."""
        _, _, last = trace.rpartition('\n  File "')
        lines = last.splitlines()[1:] or trace.splitlines()
        message = "\n".join(dropwhile(lambda line: line.startswith(" "), lines))
        return help_for(message, self.lesson.path.parents[1]) if message else ""

    def _lost(self) -> str:
        """What goes with the kernel, if the learner had run cells in it."""
        return f" {LOST}" if self._kernel.has_own else ""

    def _renew(self, assignment: Assignment) -> None:
        """Have a new kernel ready soon."""

        async def renew() -> None:
            with suppress(SetUpError):  # the next try says it
                await self.prepare(assignment)

        self._renewal = asyncio.create_task(renew())

    async def _cell(self, place: int, code: str, listen: ListenToCell) -> CellResult:
        try:
            await self._kernel.start()
            await self._kernel.enter_own()
            await self._run_above(place, listen)
            return await self._run_own(place, code, listen)
        except SetUpError as error:
            return CellResult(False, self._kernel.cleaner.message(str(error)))
        except (DiedError, MuteError) as error:
            words = _broken(error, self.limits, CELL) + self._lost()
            await self._kernel.end()
            return CellResult(False, words)

    async def _run_above(self, place: int, listen: ListenToCell) -> None:
        """Run what stands before a cell and hasn't run yet among the learner's."""
        for piece in self._kernel.pieces:
            before = piece.cell.place
            if before < place and before not in self._kernel.done:
                heard = self._heard_at(before, listen)
                await self._kernel.run_piece(piece, heard)
                listen(before, list(heard.shown()))
                self._kernel.done.add(before)

    async def _run_own(self, place: int, code: str, listen: ListenToCell) -> CellResult:
        heard, label = self._heard_at(place, listen), "this cell"
        ending = await self._kernel.run(code, label, heard, self.limits.seconds)
        self._kernel.done.add(place)
        outputs, report = heard.shown(), heard.report or {}
        error = report.get("error")
        if ending is not Ending.DONE:
            said = _cut(ending, self.limits, CELL)
            return CellResult(False, said, _trace(report), outputs=outputs)
        if not error:
            return CellResult(True, outputs=outputs)
        if said := in_other_words(CELL, code, error):
            trace = trace_of(error)
        else:
            said = f"{CELL} stopped with {error['name']}."
            trace = error["trace"] or f"{error['name']}: {error['message']}"
        shown = self._kernel.cleaner.message(trace)
        return CellResult(False, said, shown, self._help(shown), outputs)

    def _heard_at(self, place: int, listen: ListenToCell) -> Heard:
        """What hears the kernel while it runs a cell that begins now."""
        listen(place, [])
        return self._kernel.heard(lambda outputs: listen(place, outputs))


def still_runs(limits: Limits) -> str:
    """What to say once something has run for `LATE` seconds."""
    what = "an answer, or a block of code,"
    return f"Still running after {LATE:g} s; {what} may take {limits.seconds} s."


def _trace(report: Mapping[str, Any]) -> str:
    return str((report.get("error") or {}).get("trace", ""))


def _praise(outputs: tuple[Output, ...]) -> tuple[str, tuple[Output, ...]]:
    """The last line that was printed, which is the check's; the outputs without it."""
    for at in reversed(range(len(outputs))):
        if outputs[at].get("name") == "stdout":
            text, _, line = outputs[at]["text"].rstrip("\n").rpartition("\n")
            rest = [{**outputs[at], "text": f"{text}\n"}] if text else []
            return line, (*outputs[:at], *rest, *outputs[at + 1 :])
    return "Correct.", outputs


def _cut(ending: Ending, limits: Limits, what: str) -> str:
    match ending:
        case Ending.TOO_LONG:
            return (
                f"{what} still ran after {limits.seconds} s and {STOPPED}: look for "
                "a loop that doesn't end, or work with less data."
            )
        case Ending.TOO_MUCH:
            most = f"{limits.lines:,} lines, {limits.output:,} characters"
            said = f"{what} printed or drew more than a page can hold ({most})"
            return f"{said} and {STOPPED}: show less."
    return f"{what} {STOPPED}."


def _broken(error: DiedError | MuteError, limits: Limits, what: str) -> str:
    """What happened to a kernel that is no more."""
    said = f"{why(error)}. "
    if isinstance(error, MuteError) and error.ending is not Ending.DONE:
        said = _cut(error.ending, limits, what).replace(STOPPED, NOT_STOPPED) + " "
    return f"{said}Python was started anew, so just try again."
