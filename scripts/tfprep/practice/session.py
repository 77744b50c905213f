"""A learner's session with one lesson: answers checked in a kernel that is kept ready.

The kernel runs the lesson's code before an exercise once, and keeps what it was like
then. Each try begins there, whatever the one before did; a kernel that a try broke is
started anew.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from tfprep.execution.kernel import DiedError
from tfprep.execution.limits import Limits
from tfprep.execution.outputs import Output
from tfprep.lessons.lesson import Lesson
from tfprep.practice.answer import (
    Outcome,
    Verdict,
    could_not_run,
    needs_comparison,
    refused_unseen,
    verdict_of,
)
from tfprep.practice.common_errors import help_for
from tfprep.practice.exercises import Assignment
from tfprep.practice.lesson_kernel import IN_KERNEL, OWN, LessonKernel, SetUpError
from tfprep.practice.talk import AnyKernel, Ending, Heard, Listen, MuteError, why

LIMITS = Limits(seconds=60)
"""For one answer with its check, or for one cell."""

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
    outputs: tuple[Output, ...] = ()
    seconds: float = 0.0


class Session:
    """One lesson in one kernel; used by one learner, who may do anything."""

    def __init__(
        self, lesson: Lesson, limits: Limits = LIMITS, kernel: AnyKernel | None = None
    ) -> None:
        """Nothing runs yet.

        Args:
            kernel: one to use in place of an own one.
        """
        self.lesson = lesson
        self.limits = limits
        self._stop = asyncio.Event()
        self._held = LessonKernel(lesson, limits, self._stop, kernel)
        self._solutions: dict[str, Mapping[str, Any]] = {}
        self._lock = asyncio.Lock()
        self._later: asyncio.Task[None] | None = None

    async def prepare(self, assignment: Assignment) -> None:
        """Run the lesson's code before an exercise; nothing, if it has run.

        Raises:
            SetUpError: it can't be run here.
        """
        async with self._lock:
            await self._held.ready(assignment)

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
                verdict = await self._judged(assignment, text, listen)
        return replace(verdict, seconds=time.monotonic() - start)

    async def run_cell(
        self, place: int, code: str, listen: ListenToCell | None = None
    ) -> CellResult:
        """Run a cell of the lesson as the learner wrote it; those before it first.

        Args:
            place: of the cell among the lesson's code cells.
            listen: told with each cell that runs, first when it begins.
        """
        start = time.monotonic()
        async with self._lock:
            result = await self._cell(place, code, listen or (lambda *_: None))
        return replace(result, seconds=time.monotonic() - start)

    async def interrupt(self) -> None:
        """Stop what runs, if anything does."""
        if self._lock.locked():
            self._stop.set()

    async def restart(self) -> None:
        """End the kernel, with all that was done in it; the next call starts one."""
        self._stop.set()
        async with self._lock:
            await self._held.end()

    async def close(self) -> None:
        """End the kernel, and remove its files."""
        if self._later is not None:
            self._later.cancel()
        await self.restart()

    # Answers.

    async def _judged(
        self, assignment: Assignment, text: str, listen: Listen | None
    ) -> Verdict:
        self._stop.clear()
        try:
            state = await self._held.ready(assignment)
        except SetUpError as error:
            return could_not_run(str(error))
        heard = self._held.heard(listen)
        try:
            verdict = await self._tried(assignment, state, text, heard)
        except (DiedError, MuteError) as error:
            await self._held.end()
            self._renew(assignment)
            verdict = could_not_run(_broken(error, self._stop.is_set()))
        return self._finished(verdict, heard)

    async def _tried(
        self, assignment: Assignment, state: str, text: str, heard: Heard
    ) -> Verdict:
        exercise = assignment.exercise
        own = OWN if self._held.has_own else ""
        if self._held.has_own and self._held.at is None:
            await self._held.command(f"{IN_KERNEL}.capture({OWN!r})")
        self._held.at = None
        words = (state, text, exercise.check.source, exercise.wanted, own)
        ending = await self._held.talk(
            f"{IN_KERNEL}.judge{words!r}", heard, self.limits.seconds, self._stop
        )
        report = heard.report or {}
        if report.get("threads"):
            self._renew(assignment, anew=True)
        if ending is not Ending.DONE:
            return could_not_run(_cut(ending, self.limits), _trace(report))
        solution = None
        if needs_comparison(exercise, text, report):
            solution = await self._solution(assignment, state)
        verdict = verdict_of(exercise, text, report, solution)
        if verdict.outcome is Outcome.CORRECT:
            self._held.done.add(exercise.cell.place)
        return replace(verdict, own_seconds=report["seconds"])

    async def _solution(self, assignment: Assignment, state: str) -> Mapping[str, Any]:
        """What the solution returns when its check calls it."""
        exercise = assignment.exercise
        if assignment.id not in self._solutions:
            words = (state, exercise.cell.solution, exercise.check.source)
            code = f"{IN_KERNEL}.explain{(*words, exercise.wanted)!r}"
            heard = self._held.heard(None)
            await self._held.talk(code, heard, self.limits.seconds, self._stop)
            self._solutions[assignment.id] = heard.report or {}
        return self._solutions[assignment.id]

    def _finished(self, verdict: Verdict, heard: Heard) -> Verdict:
        """A verdict with what was left, and with a place that helps."""
        outputs = heard.shown()
        if verdict.outcome is Outcome.CORRECT:
            words, outputs = _praise(outputs)
            verdict = replace(verdict, words=words)
        examples = self.lesson.path.parents[1]
        cleaner = self._held.cleaner
        return replace(
            verdict,
            words=cleaner.message(verdict.words),
            error=cleaner.message(verdict.error),
            help=_help(verdict.error, examples),
            outputs=outputs,
        )

    def _renew(self, assignment: Assignment, anew: bool = False) -> None:
        """Have a new kernel ready soon."""

        async def renew() -> None:
            with suppress(SetUpError):  # the next try says it
                if anew:
                    await self.restart()
                await self.prepare(assignment)

        if self._later is not None:
            self._later.cancel()
        self._later = asyncio.create_task(renew())

    # Cells of the lesson that the learner runs.

    async def _cell(self, place: int, code: str, listen: ListenToCell) -> CellResult:
        self._stop.clear()
        try:
            await self._held.started()
            await self._own_names(place, listen)
            return await self._run_own(place, code, listen)
        except SetUpError as error:
            return CellResult(False, str(error))
        except (DiedError, MuteError) as error:
            await self._held.end()
            said = _broken(error, self._stop.is_set())
            return CellResult(False, said)

    async def _own_names(self, place: int, listen: ListenToCell) -> None:
        """Run what stands before a cell and hasn't run yet among the learner's."""
        if not self._held.has_own:
            self._held.done |= await self._begin_own()
        for piece in self._held.pieces:
            before = piece.cell.place
            if before < place and before not in self._held.done:
                listen(before, [])
                heard = self._held.heard(partial(listen, before))
                await self._held.run_piece(piece, heard)
                listen(before, list(heard.shown()))
                self._held.done.add(before)

    async def _begin_own(self) -> set[int]:
        """Take the lesson's own state as the learner's; what it holds has run."""
        at = self._held.at
        if at is None:
            at = max(self._held.kept)
            await self._held.command(f"{IN_KERNEL}.restore({str(at)!r})")
        await self._held.command(f"{IN_KERNEL}.capture({OWN!r}, True)")
        self._held.has_own, self._held.at = True, None
        return {piece.cell.place for piece in self._held.pieces[:at]}

    async def _run_own(self, place: int, code: str, listen: ListenToCell) -> CellResult:
        listen(place, [])
        heard = self._held.heard(partial(listen, place))
        command = f"{IN_KERNEL}.run({code!r}, 'this cell')"
        self._held.at = None
        ending = await self._held.talk(command, heard, self.limits.seconds, self._stop)
        self._held.done.add(place)
        outputs = heard.shown()
        error = (heard.report or {}).get("error")
        if ending is not Ending.DONE:
            said = _cut(ending, self.limits, "This cell")
            return CellResult(False, said, _trace(heard.report or {}), outputs=outputs)
        if not error:
            return CellResult(True, outputs=outputs)
        cleaner = self._held.cleaner
        shown = cleaner.message(
            error["trace"] or f"{error['name']}: {error['message']}"
        )
        words = f"This cell stopped with {error['name']}."
        found = _help(shown, self.lesson.path.parents[1])
        return CellResult(False, words, shown, found, outputs)


def _trace(report: Mapping[str, Any]) -> str:
    return str((report.get("error") or {}).get("trace", ""))


def _help(error: str, examples: Path) -> str:
    last = [line for line in error.splitlines() if line[:1].strip()][-1:]
    return help_for(error[error.rindex(last[0]) :], examples) if last else ""


def _praise(outputs: tuple[Output, ...]) -> tuple[str, tuple[Output, ...]]:
    """The last line that was printed, which is the check's, and the outputs without."""
    for at in reversed(range(len(outputs))):
        if outputs[at].get("name") == "stdout":
            text, _, line = outputs[at]["text"].rstrip("\n").rpartition("\n")
            rest = [{**outputs[at], "text": f"{text}\n"}] if text else []
            return line, (*outputs[:at], *rest, *outputs[at + 1 :])
    return "Correct.", outputs


def _cut(ending: Ending, limits: Limits, what: str = "Your answer") -> str:
    match ending:
        case Ending.TOO_LONG:
            return (
                f"{what} still ran after {limits.seconds} s and was stopped: look for "
                "a loop that doesn't end, or work with less data."
            )
        case Ending.TOO_MUCH:
            return (
                f"{what} printed or drew more than a page can hold "
                f"({limits.output:,} characters) and was stopped: show less."
            )
    return f"{what} was stopped."


def _broken(error: Exception, asked: bool) -> str:
    """What happened to a kernel that is no more."""
    if asked:
        return "Stopped. Python was started anew."
    return f"{why(error)}. Python was started anew, so just try again."
