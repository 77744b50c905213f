"""Go through exercises: check what is saved, remember it, go on when it is right."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from tfprep.lessons.lesson import Lesson
from tfprep.practice.answer import Outcome, Verdict
from tfprep.practice.exercises import Assignment
from tfprep.practice.lesson_kernel import SetUpError
from tfprep.practice.progress import to_datetime
from tfprep.practice.progress_file import ProgressFile
from tfprep.practice.session import LATE, LIMITS, Session, still_runs
from tfprep.practice.terminal.attempts import remember
from tfprep.practice.terminal.exercise_file import (
    ExerciseFile,
    UnreadableError,
    trimmed,
)
from tfprep.practice.terminal.figures import save_figures
from tfprep.practice.terminal.folder import Folder
from tfprep.practice.terminal.saves import Saves
from tfprep.practice.terminal.settling import settle

STILL_SETS_UP = (
    "The lesson is still being set up, which takes longest the first time. "
    "You can write meanwhile."
)
READY = "Ready: save the file to have it checked."


class State(StrEnum):
    """How far somebody is with an exercise."""

    NEW = "new"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True)
class Result:
    """What came of one check."""

    assignment: Assignment
    verdict: Verdict
    figures: tuple[Path, ...] = ()
    """What the answer drew, beside its file."""


class Face(Protocol):
    """What shows a round to somebody: a screen, or lines of text."""

    def opened(self) -> None:
        """Another exercise is the current one."""

    def lesson_is(self, words: str) -> None:
        """The lesson's kernel is in another state."""

    def judged(self, result: Result) -> None:
        """An answer was checked; if it was right, another exercise may open next."""

    def said(self, words: str) -> None:
        """Something else has happened that somebody should know."""

    def finished(self) -> None:
        """Every exercise of the round is done."""


class Silence:
    """A face for the time before there is one; what must be said is said aloud."""

    def opened(self) -> None: ...

    def lesson_is(self, words: str) -> None: ...

    def judged(self, result: Result) -> None: ...

    def finished(self) -> None: ...

    def said(self, words: str) -> None:
        """Say it to whoever sits at the terminal."""
        print(words, file=sys.stderr)


class Round:
    """Some exercises, one of them current, and the kernel of its lesson.

    Args:
        memory: the file that remembers; by default the learner's own.
        assignments: at least one, in the order in which to go through them.
        start: the first to open; by default the first that isn't done.
        since: begin each exercise anew that was solved before; only what happens from
            then on counts.
        open_session: makes a lesson's kernel.
    """

    def __init__(
        self,
        folder: Folder,
        assignments: Sequence[Assignment],
        start: Assignment | None = None,
        *,
        since: datetime | None = None,
        memory: Path | None = None,
        open_session: Callable[[Lesson], Session] = Session,
    ) -> None:
        self.folder = folder
        self.memory = ProgressFile(memory, say=lambda words: self.face.said(words))
        self.assignments = tuple(assignments)
        self._since = since
        self.face: Face = Silence()
        self.progress = self.memory.read()
        self.current = start or self._next_open(-1) or self.assignments[0]
        self._open_session = open_session
        self._saves: Saves | None = None
        self._session: Session | None = None
        self._ready_for = ""
        self._preparing: asyncio.Task[None] | None = None
        self._checking: ExerciseFile | None = None
        self._pending: ExerciseFile | None = None
        self._asked = asyncio.Event()
        self._side_tasks: set[asyncio.Task[None]] = set()

    async def run(self, face: Face, *, poll: bool = False) -> None:
        """Watch and check until it is cancelled; then the kernel is gone, too."""
        self.face = face
        self._saves = saves = Saves(
            self.folder.root,
            poll=poll,
            watched=lambda: self.folder.file_of(self.current),
            saved=self._saved,
            say=face.said,
        )
        self.go(self.current)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(saves.follow())
                group.create_task(self._work())
        finally:
            await asyncio.shield(self._leave())

    @property
    def number(self) -> int:
        """The place of the current exercise in the round, counted from 1."""
        ids = [assignment.id for assignment in self.assignments]
        return ids.index(self.current.id) + 1 if self.current.id in ids else 0

    @property
    def done(self) -> int:
        """How many exercises of the round are done."""
        return sum(self.state_of(x) is State.DONE for x in self.assignments)

    @property
    def hints(self) -> tuple[str, ...]:
        """The hints of the current exercise that were shown."""
        moments = self.progress.exercise(self.current.id).hints
        shown = sum(self._counts(to_datetime(moment)) for moment in moments)
        return tuple(cell.source for cell in self.current.exercise.hints[:shown])

    def state_of(self, assignment: Assignment) -> State:
        """How far the learner is with an exercise."""
        record = self.progress.exercise(assignment.id)
        if self._since is None:
            begun = State.BEGUN if record.is_begun else State.NEW
            return State.DONE if record.is_done else begun
        outcomes = [x.outcome for x in record.attempts if self._counts(x.when)]
        begun = State.BEGUN if outcomes else State.NEW
        return State.DONE if Outcome.CORRECT in outcomes else begun

    def go(self, assignment: Assignment) -> None:
        """Make this the current exercise; an answer that was begun is checked."""
        self._open(assignment)
        if self.state_of(assignment) is State.BEGUN and not self._is_stub():
            self.again()

    def next(self) -> None:
        """Go to the exercise after this one."""
        self._step(1, "This is the last exercise.")

    def back(self) -> None:
        """Go to the exercise before this one."""
        self._step(-1, "This is the first exercise.")

    def hint(self) -> str:
        """One more hint of the current exercise; nothing, if there is no more."""
        shown = len(self.hints)
        hints = self.current.exercise.hints
        if shown >= len(hints):
            return ""
        self.progress = self.memory.hint_shown(self.current.id)
        return hints[shown].source

    def solution(self) -> str:
        """The solution of the current exercise; noted, if it isn't solved yet."""
        if self.state_of(self.current) is not State.DONE:
            self.progress = self.memory.solution_shown(self.current.id)
        return self.current.exercise.cell.solution

    def again(self) -> None:
        """Check the current exercise's file as it stands."""
        try:
            file = self.folder.read(self.current)
        except UnreadableError as error:
            self._refuse(str(error))
            return
        if file.is_empty:
            self._refuse(f"{file.path.name} is empty. Reset brings the stub back.")
            return
        self._pending = file
        if self._checking is not None and self._checking.text != file.text:
            self._aside(self._interrupt())  # nobody waits for an outdated outcome
        self._asked.set()

    def reset(self, assignments: Sequence[Assignment]) -> None:
        """Begin these exercises anew; what was written is kept, and said where."""
        self.progress = self.memory.reset([x.id for x in assignments])
        kept = []
        for assignment in assignments:
            try:
                kept.append(self.folder.reset(assignment))
                self._wrote(assignment)
            except OSError as error:
                self.face.said(f"{error.filename}: not reset, {error.strerror}.")
        texts = [str(path) for path in kept if path]
        where = f" Your text is kept: {texts[-1]}" if texts else ""
        self._pending = None
        self._open(self.current)
        self.face.said(f"Reset: {len(kept)} of {len(assignments)}.{where}")

    def _step(self, by: int, otherwise: str) -> None:
        place = self.number - 1 + by
        if 0 <= place < len(self.assignments):
            self.go(self.assignments[place])
        else:
            self.face.said(otherwise)

    def _open(self, assignment: Assignment) -> None:
        moved = assignment.lesson != self.current.lesson
        self.current = assignment
        self.progress = self.memory.opened(assignment.lesson.slug)
        try:
            said = settle(self.folder, self.memory, self.progress, assignment)
            if self._since is not None and self.state_of(assignment) is State.NEW:
                said = self._take_away(assignment) or said
        except OSError as error:
            said = f"{error.filename} can't be written: {error.strerror}."
        self.progress = self.memory.read()
        self.face.opened()
        if said:
            self._wrote(assignment)
            self.face.said(said)
        if moved and self._preparing is not None:
            self._preparing.cancel()
        if moved and self._checking is not None:
            self._aside(self._interrupt())
        self._asked.set()

    def _wrote(self, assignment: Assignment) -> None:
        """What we wrote ourselves is no save of the learner's."""
        if self._saves is not None:
            self._saves.ignore(self.folder.file_of(assignment))

    def _counts(self, moment: datetime) -> bool:
        return self._since is None or moment >= self._since

    def _take_away(self, assignment: Assignment) -> str:
        """Have the stub stand where a right answer does; what was begun stays."""
        attempts = self.memory.read().exercise(assignment.id).attempts
        if not attempts or attempts[-1].outcome != Outcome.CORRECT:
            return ""
        self.memory.answered(assignment.id, trimmed(assignment.exercise.cell.stub))
        kept = self.folder.reset(assignment)
        return (
            f"Once more from the stub. What you wrote is kept: {kept}" if kept else ""
        )

    def _is_stub(self) -> bool:
        try:
            answer = self.folder.read(self.current).answer
        except UnreadableError:
            return False
        return answer == trimmed(self.current.exercise.cell.stub)

    def _saved(self, path: Path) -> None:
        assignment = self.folder.saved(path)
        if assignment is None:
            return
        if assignment.id != self.current.id:
            self._open(assignment)
        self.again()

    def _refuse(self, words: str) -> None:
        verdict = Verdict(Outcome.COULD_NOT_RUN, words)
        self.face.judged(Result(self.current, verdict))

    def _aside(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._side_tasks.add(task)
        task.add_done_callback(self._side_tasks.discard)

    async def _interrupt(self) -> None:
        if self._session is not None:
            await self._session.interrupt()

    async def _work(self) -> None:
        """Keep the current lesson ready, and check what is pending, one at a time."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            if not await self._prepare():
                continue
            while (file := self._pending) is not None:
                self._pending = None
                await self._check(file)

    async def _prepare(self) -> bool:
        """Have the cells before the current exercise run; False if that must wait."""
        assignment = self.current
        if self._session is None or self._session.lesson != assignment.lesson:
            await self._leave()
            self._session = self._open_session(assignment.lesson)
            self._ready_for = ""
        if self._ready_for != assignment.id:
            self.face.lesson_is("The lesson is being set up: its code above runs.")
        self._preparing = asyncio.create_task(self._session.prepare(assignment))
        late = asyncio.get_running_loop().call_later(
            LATE, self.face.lesson_is, STILL_SETS_UP
        )
        try:
            await asyncio.wait([self._preparing])
            if self._preparing.cancelled():
                return False  # somebody went on to another lesson
            self._preparing.result()
        except SetUpError as error:
            said = str(error).removesuffix(" Try again.")
            text = f"The lesson could not be set up: {said} The next save tries again."
            self.face.lesson_is(text)
            self._pending = None
            return False
        finally:
            late.cancel()
            self._preparing.cancel()
            self._preparing = None
        if self._ready_for != assignment.id:
            self.face.lesson_is(READY)
            self._ready_for = assignment.id
        return True

    async def _check(self, file: ExerciseFile) -> None:
        assignment = self.current
        assert self._session is not None
        self._checking = file
        self.face.lesson_is("Checking ...")
        words = f"{still_runs(LIMITS)} Save a change to stop it."
        late = asyncio.get_running_loop().call_later(LATE, self.face.lesson_is, words)
        try:
            verdict = await self._session.answer(assignment, file.code)
        finally:
            late.cancel()
            self._checking = None
        self.face.lesson_is(READY)
        outdated = self._pending is not None or self.current.id != assignment.id
        if outdated and verdict.outcome is not Outcome.CORRECT:
            return
        self.progress = remember(self.memory, assignment, file, verdict)
        figures: list[Path] = []
        try:
            figures = save_figures(verdict.outputs, file.path)
        except OSError as error:
            self.face.said(f"The figures could not be saved: {error}")
        self.face.judged(Result(assignment, verdict, tuple(figures)))
        if verdict.outcome is Outcome.CORRECT and self.current.id == assignment.id:
            self._go_on()

    def _go_on(self) -> None:
        following = self._next_open(self.number - 1)
        if following is None:
            self.face.finished()
        else:
            self.go(following)

    def _next_open(self, place: int) -> Assignment | None:
        """The next exercise that isn't done, from a place on; then from the first."""
        order = (*self.assignments[place + 1 :], *self.assignments[: place + 1])
        return next((x for x in order if self.state_of(x) is not State.DONE), None)

    async def _leave(self) -> None:
        """Close the kernel."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()
