"""A lesson's kernel: it runs the code before an exercise, and keeps what it left."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil

from tfprep.execution.kernel import DiedError, Kernel
from tfprep.execution.lesson_run import WORK, beginning, lesson_folder
from tfprep.execution.limits import Limits
from tfprep.execution.shown import Cleaner
from tfprep.execution.versions import missing_for
from tfprep.lessons.lesson import Lesson
from tfprep.practice.exercises import Assignment
from tfprep.practice.set_up import Piece, pieces_of
from tfprep.practice.talk import AnyKernel, Ending, Heard, Listen, MuteError, talk, why
from tfprep.project import how_to_install

SET_UP_SECONDS = 300
"""How long a cell of the lesson may take before an exercise."""
OWN_SECONDS = 20
"""How long the kernel may take for what isn't the learner's code."""
SHARE = 0.75
"""Of the memory that is free, what a kernel may use."""
IN_KERNEL = '__import__("tfprep.practice.kernel_judge", fromlist=["judge"])'
"""The module of ours in the kernel."""
OWN = "own"
"""The name of the state that the learner's cells left."""


class SetUpError(Exception):
    """The lesson's code before an exercise can't be run; the message says why."""


class LessonKernel:
    """A kernel that can be brought to each of a lesson's exercises, and back."""

    def __init__(
        self,
        lesson: Lesson,
        limits: Limits,
        stop: asyncio.Event,
        kernel: AnyKernel | None,
    ) -> None:
        self.lesson = lesson
        self.limits = limits
        self.stop = stop
        """Set by whoever wants what runs to end."""
        self.pieces = pieces_of(lesson)
        self.kept: set[int] = set()
        """Positions among the pieces of which the kernel keeps the state."""
        self.at: int | None = None
        """The position that the kernel's names are at, if nobody changed them."""
        self.has_own = False
        """Whether the learner ran cells, so that their names have to be kept."""
        self.done: set[int] = set()
        """Places of the cells that have run where the learner's own cells run."""
        self._folder: Path | None = None
        self._given = kernel
        self._kernel: AnyKernel | None = None

    @property
    def cleaner(self) -> Cleaner:
        """Takes this machine's paths out of what the kernel says."""
        return Cleaner(self._folder or Path())

    async def started(self) -> AnyKernel:
        """The kernel; a new one, if there was none or it ended.

        Raises:
            SetUpError: none can be started.
        """
        if self._kernel is not None and self._kernel.is_alive:
            return self._kernel
        await self.end()
        if missing := missing_for(self.lesson):
            names = ", ".join(missing)
            text = f"This lesson needs {names}, not installed here: {how_to_install()}."
            raise SetUpError(text)
        try:
            self._folder = lesson_folder(self.lesson)
            kernel = self._given or Kernel(self._folder)
            self._kernel = kernel
            await kernel.start(self._folder / WORK)
            code = beginning(self.lesson, _memory(self.limits))
            await self.command(f"[{code}, {IN_KERNEL}.begin()]")
            await self.keep(0)
        except (OSError, RuntimeError, DiedError, MuteError) as error:
            await self.end()
            text = f"Python could not be started for this lesson: {error}."
            raise SetUpError(text) from error
        return kernel

    async def end(self) -> None:
        """End the kernel, and remove its files."""
        kernel, folder = self._kernel, self._folder
        self._kernel = self._folder = self.at = None
        self.kept, self.done, self.has_own = set(), set(), False
        if kernel is not None:
            await asyncio.shield(kernel.stop())
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    async def command(self, code: str) -> Mapping[str, Any]:
        """Have the kernel do something of ours; its report.

        Raises:
            DiedError, MuteError: it is broken.
        """
        heard = self.heard(None)
        await self.talk(code, heard, OWN_SECONDS, asyncio.Event())
        return heard.report or {}

    async def talk(
        self, code: str, heard: Heard, seconds: float, stop: asyncio.Event
    ) -> Ending:
        """Have the kernel do something; see `talk`.

        Raises:
            DiedError, MuteError: it is broken.
        """
        if self._kernel is None:
            raise MuteError
        return await talk(self._kernel, code, heard, seconds, stop)

    def heard(self, listen: Listen | None) -> Heard:
        """A listener for what the kernel does next."""
        return Heard(self.limits, self.cleaner, listen)

    def _position(self, assignment: Assignment) -> int:
        """How many pieces run before an exercise."""
        index = assignment.exercise.cell.index
        return sum(piece.cell.index < index for piece in self.pieces)

    async def ready(self, assignment: Assignment) -> str:
        """Have the kernel keep the state in which an exercise begins; its name.

        The stub has run there too: it may give data that an answer leaves out.

        Raises:
            SetUpError: the lesson's code can't be run here.
        """
        await self.started()
        cell, position = assignment.exercise.cell, self._position(assignment)
        if position not in self.kept:
            try:
                await self._advance(position)
                self.at = None
                await self.run_piece(Piece(cell, cell.stub), self.heard(None))
                await self.keep(position)
            except (DiedError, MuteError) as error:
                await self.end()
                text = "Python ended while the lesson's code before this exercise ran"
                raise SetUpError(f"{text}: {why(error)}. Try again.") from error
        return str(position)

    async def _advance(self, position: int) -> None:
        """Bring the names from the nearest state before a position to it."""
        if self.has_own and self.at is None:
            await self.command(f"{IN_KERNEL}.capture({OWN!r})")
        if self.at is None or self.at > position:
            nearest = max(x for x in self.kept if x <= position)
            await self.command(f"{IN_KERNEL}.restore({str(nearest)!r})")
            self.at = nearest
        while self.at < position:
            piece, at = self.pieces[self.at], self.at
            self.at = None
            await self.run_piece(piece, self.heard(None))
            self.at = at + 1

    async def keep(self, position: int) -> None:
        """Have the kernel keep its present state as that of a position."""
        await self.command(f"{IN_KERNEL}.capture({str(position)!r})")
        self.kept.add(position)
        self.at = position

    async def run_piece(self, piece: Piece, heard: Heard) -> None:
        """Run a piece of the lesson's own code.

        Raises:
            SetUpError: it can't be run here, or was stopped.
            DiedError, MuteError: the kernel is broken.
        """
        code = f"{IN_KERNEL}.run({piece.code!r}, 'the lesson')"
        ending = await self.talk(code, heard, SET_UP_SECONDS, self.stop)
        where = f"The lesson's code before this exercise ({self.lesson.path.name}"
        where += f", line {piece.cell.line})"
        if ending is not Ending.DONE:
            self.stop.clear()
            raise SetUpError(f"{where} was stopped: {ending.value}. Try again.")
        error = heard.report and heard.report["error"]
        if error:
            said = f"{error['name']}: {error['message']}"
            raise SetUpError(f"{where} could not run here: {said}")


def _memory(limits: Limits) -> int:
    """Bytes that a kernel may use."""
    return min(limits.memory, int(psutil.virtual_memory().available * SHARE))
