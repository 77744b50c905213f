"""The lessons that are open: one session each, and one thing at a time in each."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from tfprep.execution.outputs import Output
from tfprep.lessons.lesson import Lesson
from tfprep.practice.answer import Verdict
from tfprep.practice.exercises import Assignment
from tfprep.practice.lesson_kernel import SetUpError
from tfprep.practice.server.catalog import Catalog
from tfprep.practice.server.kernels import MOST
from tfprep.practice.session import LATE, CellResult, Session, still_runs
from tfprep.practice.talk import AnyKernel

GRACE = 5.0
"""Seconds that code has to end after an interrupt, before its kernel is ended."""
T = TypeVar("T")
Make = Callable[[Lesson], tuple[Session, AnyKernel]]
Say = Callable[[str], object]
"""Told what is going on, in a sentence, while a request waits or runs."""


def _to_nobody(_words: str) -> None:
    """Nobody waits for what is prepared."""


class FullError(Exception):
    """No lesson can be closed to make room for another: code runs in all of them."""


class State(StrEnum):
    """How a lesson stands."""

    STARTING = "starting"
    READY = "ready"
    BUSY = "busy"
    GONE = "gone"


@dataclass(eq=False)
class Seat:
    """An open lesson."""

    lesson: Lesson
    session: Session
    kernel: AnyKernel
    used: float = field(default_factory=time.monotonic)
    was_alive: bool = False
    """Whether its kernel was there when code last ended."""


class Desk:
    """Opens lessons when something is to run in them, and closes what was not used."""

    def __init__(self, catalog: Catalog, make: Make) -> None:
        self._catalog = catalog
        self._make = make
        self._seats: dict[str, Seat] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._door = asyncio.Lock()
        self._preparing: set[str] = set()
        self._background: set[asyncio.Task[None]] = set()

    def state(self, slug: str) -> tuple[State, str]:
        """How a lesson stands, and what to say of it."""
        if slug in self._preparing:
            return State.STARTING, "The kernel starts, and the code before runs."
        seat = self._seats.get(slug)
        if seat is None:
            return State.GONE, "No kernel runs yet: what you run next starts it."
        if self._turns[slug].locked():
            return State.BUSY, "Code is running, here or in another tab."
        if not seat.kernel.is_alive:
            text = "The kernel ended: what you run next starts it again."
            return State.GONE, text
        return State.READY, "Ready."

    def begin(self, assignment: Assignment) -> None:
        """Run the cells before an exercise, in the background."""
        slug = assignment.lesson.slug
        if self._turns[slug].locked():
            return  # it is under way, or the code that runs needs them too
        self._preparing.add(slug)
        task = asyncio.create_task(self._prepare(assignment))
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def run(
        self,
        lesson: Lesson,
        place: int,
        code: str,
        say: Say,
        listen: Callable[[int, list[Output]], None],
    ) -> CellResult:
        """Run a code block, and those before it first that have not run yet.

        Raises:
            FullError: there is no room for another lesson.
        """
        async with self._turn(lesson.slug, say) as seat:
            job = seat.session.run_cell(place, code, listen)
            return await self._finish(seat, job, say)

    async def answer(
        self,
        assignment: Assignment,
        text: str,
        say: Say,
        listen: Callable[[list[Output]], None],
    ) -> Verdict:
        """Check an answer.

        Raises:
            FullError: there is no room for another lesson.
        """
        async with self._turn(assignment.lesson.slug, say) as seat:
            job = seat.session.answer(assignment, text, listen)
            return await self._finish(seat, job, say)

    async def interrupt(self, slug: str) -> None:
        """Stop the code that runs in a lesson, if any does."""
        if seat := self._seats.get(slug):
            await seat.session.interrupt()

    async def restart(self, slug: str) -> None:
        """End a lesson's kernel, whatever it does: the next code has a new one."""
        if seat := self._seats.pop(slug, None):
            await seat.session.close()

    async def close(self) -> None:
        """End every kernel."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*map(self.restart, list(self._seats)))

    async def _prepare(self, assignment: Assignment) -> None:
        # What goes wrong here will go wrong again when code is run, and be said.
        slug = assignment.lesson.slug
        try:
            with suppress(FullError, SetUpError):
                async with self._turn(slug, _to_nobody) as seat:
                    job = seat.session.prepare(assignment)
                    await self._finish(seat, job, _to_nobody)
        finally:
            self._preparing.discard(slug)

    async def _finish(self, seat: Seat, job: Coroutine[Any, Any, T], say: Say) -> T:
        """Wait for what runs in a session; stop it if nobody waits any more."""
        task = asyncio.ensure_future(job)
        words = f"{still_runs(seat.session.limits)} Interrupt stops it now."
        late = asyncio.get_running_loop().call_later(LATE, say, words)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await seat.session.interrupt()
            await asyncio.wait([task], timeout=GRACE)
            if not task.done():
                await self.restart(seat.lesson.slug)
                task.cancel()
            raise
        finally:
            late.cancel()
            seat.used, seat.was_alive = time.monotonic(), seat.kernel.is_alive

    @asynccontextmanager
    async def _turn(self, slug: str, say: Say) -> AsyncIterator[Seat]:
        """The lesson's seat, once nothing else runs in it."""
        turn = self._turns[slug]
        if turn.locked():
            say("Other code of this lesson is running; this comes next.")
        async with turn:
            yield await self._sit_down(slug, say)

    async def _sit_down(self, slug: str, say: Say) -> Seat:
        """The seat of a lesson as the lesson is now, with a kernel that lives."""
        lesson = self._catalog.lesson(slug)
        seat = self._seats.get(slug)
        if seat and seat.lesson != lesson:
            say("The lesson was changed: it begins anew.")
            await self.restart(slug)
        elif seat and seat.was_alive and not seat.kernel.is_alive:
            say("The kernel had ended: the code before runs again in a new one.")
        if slug not in self._seats:
            async with self._door:
                await self._make_room()
                self._seats[slug] = Seat(lesson, *self._make(lesson))
        return self._seats[slug]

    async def _make_room(self) -> None:
        while len(self._seats) >= MOST:
            idle = [slug for slug in self._seats if not self._turns[slug].locked()]
            if not idle:
                raise FullError(
                    f"Code is running in {MOST} lessons, the most that may be open: "
                    "wait for one of them, or interrupt it."
                )
            await self.restart(min(idle, key=lambda slug: self._seats[slug].used))
