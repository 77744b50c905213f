"""The kernel of a lesson: it runs the code before an exercise, and keeps what it left.

The names of the kernel are either the lesson's, at a position among its pieces of
code, or the learner's own. What the lesson left at a position is kept, so that each
try begins there; what the learner's cells left is kept while answers are judged.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil

from tfprep.execution.kernel import START_SECONDS, DiedError, Kernel
from tfprep.execution.lesson_run import WORK, beginning, lesson_folder
from tfprep.execution.limits import Limits
from tfprep.execution.shown import Cleaner
from tfprep.execution.versions import missing_for
from tfprep.lessons.cells import Cell
from tfprep.lessons.lesson import Lesson
from tfprep.practice.set_up import Piece, pieces_of
from tfprep.practice.talk import AnyKernel, Ending, Heard, Listen, MuteError, talk, why
from tfprep.project import how_to_install

SET_UP_SECONDS = 300
"""How long a cell of the lesson may take before an exercise."""
OWN_SECONDS = 20
"""How long the kernel may take for what is no code of a lesson or a learner."""
SHARE = 0.75
"""Of the memory that is free, what a kernel may use."""
OWN = "own"
"""The name under which the learner's own names are kept."""

_MODULE = '__import__("tfprep.practice.kernel_judge", fromlist=["judge"])'


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
        self.pieces = pieces_of(lesson)
        self.done: set[int] = set()
        """Places of the cells that have run among the learner's own."""
        self.has_own = False
        """Whether the learner ran cells."""
        self._in_own = False
        self._at: int | None = None
        self._kept: set[int] = set()
        self._stop = stop
        self._given = kernel
        self._kernel: AnyKernel | None = None
        self._folder: Path | None = None

    @property
    def cleaner(self) -> Cleaner:
        """Takes the paths of this machine out of what the kernel says."""
        return Cleaner(self._folder or Path("cwd"))

    def heard(self, listen: Listen | None = None) -> Heard:
        """What hears the kernel while it does one thing."""
        return Heard(self.limits, self.cleaner, listen)

    async def start(self) -> None:
        """Start the kernel, unless it is there.

        Raises:
            SetUpError: it can't be started.
        """
        if self._kernel is not None and self._kernel.is_alive:
            return
        await self.end()
        if missing := missing_for(self.lesson):
            names = ", ".join(missing)
            text = f"This lesson needs {names}, not installed here: {how_to_install()}."
            raise SetUpError(text)
        try:
            self._folder = lesson_folder(self.lesson)
            self._kernel = self._given or Kernel(self._folder)
            await self._kernel.start(self._folder / WORK)
            memory = int(psutil.virtual_memory().available * SHARE)
            begin = beginning(self.lesson, min(self.limits.memory, memory))
            await self.tell("begin", also=begin, seconds=START_SECONDS)
            await self._keep(0)
        except Exception as error:  # a full disk, no more memory, a broken package
            await self.end()
            text = "Python could not be started for this lesson: "
            raise SetUpError(f"{text}{_no_start(error)}.") from error

    async def end(self) -> None:
        """End the kernel, with all that was done in it, and remove its files."""
        kernel, folder = self._kernel, self._folder
        self._kernel = self._folder = self._at = None
        self._kept, self.done = set(), set()
        self.has_own = self._in_own = False
        if kernel is not None:
            await asyncio.shield(kernel.stop())
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    async def ready(self, cell: Cell) -> str:
        """Have the kernel keep the state in which an exercise begins; its name.

        The stub has run there too: it may give data that an answer leaves out.

        Raises:
            SetUpError: the lesson's code can't be run here.
        """
        await self.start()
        position = sum(piece.cell.index < cell.index for piece in self.pieces)
        if position in self._kept:
            return str(position)
        try:
            await self._go_to(position)
            self._at = None
            await self.run_piece(Piece(cell, cell.stub), self.heard())
            await self._keep(position)
        except (DiedError, MuteError) as error:
            await self.end()
            text = "Python ended while the lesson's code before this exercise ran"
            raise SetUpError(f"{text}: {why(error)}. Try again.") from error
        return str(position)

    async def judge(self, heard: Heard, state: str, *words: str) -> Ending:
        """Try an answer from a state that is kept.

        Args:
            words: the answer, the check, and the name that is wanted.
        """
        await self._leave_own()
        self._at, own = None, OWN if self.has_own else ""
        command = _command("judge", state, *words, own)
        ending = await self.talk(command, heard, self.limits.seconds)
        self._in_own = self.has_own
        return ending

    async def explain(self, state: str, *words: str) -> Mapping[str, Any]:
        """What the solution gives its check; nothing, if it takes too long."""
        await self._leave_own()
        self._at, heard = None, self.heard()
        command = _command("explain", state, *words)
        await self.talk(command, heard, self.limits.seconds)
        return heard.report or {}

    async def enter_own(self) -> None:
        """Let the names be the learner's: at first those that the lesson left."""
        if self._in_own:
            return
        if self.has_own:
            await self.tell("restore", OWN)
        else:
            at = max(self._kept) if self._at is None else self._at
            await self.tell("restore", str(at))
            await self.tell("adopt")
            self.done |= {piece.cell.place for piece in self.pieces[:at]}
        self.has_own, self._in_own, self._at = True, True, None

    async def run(self, code: str, label: str, heard: Heard, seconds: float) -> Ending:
        """Run some code among the present names.

        Args:
            label: what a traceback calls it.
        """
        return await self.talk(_command("run", code, label), heard, seconds)

    async def run_piece(self, piece: Piece, heard: Heard) -> None:
        """Run a piece of the lesson.

        Raises:
            SetUpError: it can't be run here, or it was stopped.
        """
        where = f"The lesson's code above ({self.lesson.path.name}, line "
        where += f"{piece.cell.line})"
        ending = await self.run(piece.code, "the lesson", heard, SET_UP_SECONDS)
        if ending is not Ending.DONE:
            raise SetUpError(f"{where} was stopped: {ending.value}. Try again.")
        error = heard.report and heard.report["error"]
        if error:
            said = f"{error['name']}: {error['message']}"
            raise SetUpError(f"{where} could not run here: {said}")

    async def tell(
        self,
        command: str,
        *words: str,
        also: str = "None",
        seconds: float = OWN_SECONDS,
    ) -> None:
        """Have the kernel do something of ours.

        Args:
            also: code that runs first; it may import TensorFlow.
        """
        code = f"[{also}, {_command(command, *words)}]"
        await self.talk(code, self.heard(), seconds, asyncio.Event())

    async def talk(
        self,
        code: str,
        heard: Heard,
        seconds: float,
        stop: asyncio.Event | None = None,
    ) -> Ending:
        """Have the kernel do something, as `talk.talk` does."""
        if self._kernel is None:
            raise MuteError
        return await talk(self._kernel, code, heard, seconds, stop or self._stop)

    async def _go_to(self, position: int) -> None:
        """Bring the names to a position, from the nearest one that is kept."""
        await self._leave_own()
        if self._at is None or self._at > position:
            nearest = max(kept for kept in self._kept if kept <= position)
            await self.tell("restore", str(nearest))
            self._at = nearest
        while self._at < position:
            at, self._at = self._at, None
            await self.run_piece(self.pieces[at], self.heard())
            self._at = at + 1

    async def _leave_own(self) -> None:
        if self._in_own:
            await self.tell("capture", OWN)
            self._in_own = False

    async def _keep(self, position: int) -> None:
        await self.tell("capture", str(position))
        self._kept.add(position)
        self._at = position


def _no_start(error: Exception) -> str:
    """Why a kernel could not be started, as the end of a sentence."""
    if isinstance(error, DiedError | MuteError):
        return why(error)
    if isinstance(error, RuntimeError):  # what Jupyter says of it helps nobody
        return (
            "it ended before it answered; memory, or the number of open files that "
            "the system allows, may be short (`tfprep doctor` looks)"
        )
    return str(error).rstrip(".") or type(error).__name__


def _command(name: str, *words: str) -> str:
    """A call of ours in the kernel."""
    return f"{_MODULE}.{name}{words!r}" if words else f"{_MODULE}.{name}()"
