"""A learner at their editor: a folder of exercises, and lessons without a kernel."""

from __future__ import annotations

import asyncio
import contextlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from projects import TinyCourse

from tfprep.execution.outputs import Output
from tfprep.lessons.lesson import Lesson
from tfprep.practice.answer import Outcome, Verdict
from tfprep.practice.exercises import Assignment, assignments
from tfprep.practice.progress_file import ProgressFile
from tfprep.practice.terminal.folder import Folder
from tfprep.practice.terminal.rounds import Result, Round

STUB, RIGHT, WRONG = "    ...", "    return x + x", "    return x * x"


class LessonWithoutKernel:
    """Runs an answer and its check right here, as soon as it may."""

    opened: list[LessonWithoutKernel]

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.prepared: list[str] = []
        self.answered: list[str] = []
        self.interrupts = 0
        self.is_closed = False
        self.is_free = asyncio.Event()
        self.is_free.set()

    async def prepare(self, assignment: Assignment) -> None:
        """Wait until the lesson may be used."""
        await self.is_free.wait()
        self.prepared.append(assignment.id)

    async def answer(self, assignment: Assignment, text: str) -> Verdict:
        """Run it in an empty namespace."""
        self.answered.append(text)
        await self.is_free.wait()
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                exec(f"{text}\n{assignment.exercise.check.source}", {})  # noqa: S102 (the test's own)
        except AssertionError as error:
            stub = str(error).startswith("Not attempted")
            outcome = Outcome.NOT_ATTEMPTED if stub else Outcome.INCORRECT
            return Verdict(outcome, str(error), outputs=_stream(printed))
        except Exception as error:  # noqa: BLE001 (whatever the answer raises)
            return Verdict(Outcome.COULD_NOT_RUN, f"{type(error).__name__}: {error}")
        *_, words = printed.getvalue().splitlines()
        return Verdict(Outcome.CORRECT, words, outputs=_stream(printed))

    async def interrupt(self) -> None:
        """Let a check end that waits."""
        self.interrupts += 1
        self.is_free.set()

    async def close(self) -> None:
        """Note it."""
        self.is_closed = True


def _stream(printed: io.StringIO) -> tuple[Output, ...]:
    text = printed.getvalue()
    output = {"output_type": "stream", "name": "stdout", "text": text}
    return (output,) if text else ()


@dataclass
class Listener:
    """A face that notes what it is told."""

    heard: list[str] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)

    def opened(self) -> None:
        self.heard.append("opened")

    def lesson_is(self, words: str) -> None:
        self.heard.append(words)

    def judged(self, result: Result) -> None:
        self.results.append(result)
        self.heard.append(str(result.verdict.outcome))

    def said(self, words: str) -> None:
        self.heard.append(words)

    def finished(self) -> None:
        self.heard.append("finished")


@dataclass
class Desk:
    """A course of two lessons with an exercise each, and the learner's folder."""

    course: TinyCourse
    place: Path

    def __post_init__(self) -> None:
        self.sessions: list[LessonWithoutKernel] = []
        self.face = Listener()
        self.memory = ProgressFile(self.place.parent / "progress.json")

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """The exercises, as the course has them now."""
        return assignments(self.course.read(), self.course.library)

    def folder(self) -> Folder:
        """The folder, with its files made."""
        folder = Folder(self.place, self.assignments)
        folder.make(self.assignments)
        return folder

    def round(self, folder: Folder, since: datetime | None = None) -> Round:
        """A round through all exercises."""
        return Round(
            folder,
            tuple(folder.assignments.values()),
            since=since,
            memory=self.memory.path,
            open_session=self._open,  # type: ignore[arg-type]
        )

    def _open(self, lesson: Lesson) -> LessonWithoutKernel:
        self.sessions.append(LessonWithoutKernel(lesson))
        return self.sessions[-1]

    @property
    def files(self) -> list[str]:
        """What stands in the folder, without what is hidden."""
        paths = (path for path in self.place.rglob("*") if path.is_file())
        names = (path.relative_to(self.place).as_posix() for path in paths)
        return sorted(name for name in names if not name.startswith("."))


def write(path: Path, answer: str, instead: str = STUB) -> None:
    """Save a file with an answer in the place of the stub's, or of another."""
    text = path.read_text("utf-8")
    assert instead in text
    path.write_text(text.replace(instead, answer), "utf-8")


async def until(true: Callable[[], object], seconds: float = 20) -> None:
    """Wait for something that comes soon."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)
