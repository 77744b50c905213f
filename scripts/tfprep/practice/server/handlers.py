"""What the server answers to a live page."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jupyter_server.services.kernels.handlers import default_handlers
from tornado.routing import Rule
from tornado.web import HTTPError, authenticated
from typing_extensions import override

from tfprep.execution.outputs import Output
from tfprep.lessons.lesson import Lesson
from tfprep.practice.exercises import Assignment
from tfprep.practice.progress import (
    BrokenProgressError,
    NewerProgressError,
    parse_progress,
)
from tfprep.practice.progress_file import ProgressFile
from tfprep.practice.server.base import (
    AnswerBody,
    ExerciseBody,
    Handler,
    LessonBody,
    Room,
    RunBody,
    refusing,
)
from tfprep.practice.server.events import Events
from tfprep.practice.server.security import Foreign, Place, Refused
from tfprep.practice.server.static_pages import NoPages, Pages
from tfprep.web import Guarded, Route

NDJSON = "application/x-ndjson; charset=utf-8"
"""A JSON object a line."""


class Status(Handler):
    """What runs here."""

    @authenticated
    def get(self) -> None:
        """The version, and how many kernels there are."""
        kernels = len(self.room.kernels)
        self.finish({"version": version("tfprep"), "kernels": kernels})


class LessonState(Handler):
    """How a lesson stands."""

    @authenticated
    def get(self) -> None:
        """Tell it, and begin nothing."""
        self._tell(self.lesson(self.get_query_argument("lesson")))

    @authenticated
    def post(self) -> None:
        """Start its kernel, and run what the first exercise needs."""
        lesson = self.lesson(self.body(LessonBody).lesson)
        if first := self.room.catalog.first_exercise(lesson.slug):
            self.room.desk.begin(first)
        self._tell(lesson)

    def _tell(self, lesson: Lesson) -> None:
        state, words = self.room.desk.state(lesson.slug)
        self.finish({"state": state, "words": words})


class Prepare(LessonState):
    """Runs what an exercise needs."""

    @authenticated
    @override
    def post(self) -> None:
        """Begin it in the background."""
        assignment = self.exercise(self.body(ExerciseBody))
        self.room.desk.begin(assignment)
        self._tell(assignment.lesson)


class Running(Handler):
    """Runs code, and tells line by line what happens meanwhile."""

    _task: asyncio.Task[None] | None = None

    @override
    def on_connection_close(self) -> None:
        """The page was closed, or left: nobody waits for the code any more."""
        if self._task is not None:
            self._task.cancel()

    async def tell(self, work: Coroutine[Any, Any, None]) -> None:
        """Do the work, unless the client goes away.

        Raises:
            HTTPError: there is no room for the lesson, and nothing was sent yet.
        """
        self.set_header("Content-Type", NDJSON)
        self._task = asyncio.ensure_future(work)
        await asyncio.wait([self._task])
        if not self._task.cancelled():
            with refusing():
                self._task.result()
            self.finish(set_content_type=NDJSON)


class Run(Running):
    """Runs a code block."""

    @authenticated
    async def post(self) -> None:
        """Run it, after those before it that have not run yet."""
        sent = self.body(RunBody)
        await self.tell(self._run(self.lesson(sent.lesson), sent))

    async def _run(self, lesson: Lesson, sent: RunBody) -> None:
        events, seen = Events(self), {sent.cell}

        def listen(cell: int, outputs: list[Output]) -> None:
            if cell not in seen:
                seen.add(cell)
                events.say("before", cell=cell)
            events.outputs(cell, outputs)

        result = await self.room.desk.run(
            lesson, sent.cell, sent.code, events.note, listen
        )
        told = asdict(result)
        events.outputs(sent.cell, list(told.pop("outputs")))
        events.say("done", cell=sent.cell, **told)


class Check(Running):
    """Checks an answer."""

    @authenticated
    async def post(self) -> None:
        """Check it, and remember what came of it."""
        sent = self.body(AnswerBody)
        await self.tell(self._check(self.exercise(sent), sent))

    async def _check(self, assignment: Assignment, sent: AnswerBody) -> None:
        events = Events(self)

        def listen(outputs: list[Output]) -> None:
            events.outputs(None, outputs)

        verdict = await self.room.desk.answer(
            assignment, sent.text, events.note, listen
        )
        keeping = self.room.keeping
        await keeping.answered(assignment.id, sent.text, verdict.outcome)
        for words in keeping.trouble():
            events.note(words)
        events.say("verdict", **asdict(verdict))


class Interrupt(Handler):
    """Stops what runs."""

    @authenticated
    async def post(self) -> None:
        """Interrupt the code of a lesson."""
        await self.room.desk.interrupt(self.lesson(self.body(LessonBody).lesson).slug)
        self.finish({"words": "Interrupted."})


class Restart(Handler):
    """Forgets what ran."""

    @authenticated
    async def post(self) -> None:
        """End the kernel of a lesson; the next code has a new one."""
        await self.room.desk.restart(self.lesson(self.body(LessonBody).lesson).slug)
        self.finish({"words": "What you run next starts a new kernel."})


class KeptProgress(Handler):
    """What somebody has done."""

    @authenticated
    async def get(self) -> None:
        """Tell it."""
        self.finish((await self.kept(ProgressFile.read)).to_json())

    @authenticated
    async def post(self) -> None:
        """Add what the browser knows, and tell all of it."""
        try:
            sent = parse_progress(self.json())
        except (BrokenProgressError, NewerProgressError) as error:
            raise HTTPError(400, str(error)) from None
        kept = await self.kept(lambda file: file.merge(sent))
        self.finish(kept.to_json())

    @authenticated
    async def delete(self) -> None:
        """Forget it."""
        self.finish((await self.kept(ProgressFile.erase)).to_json())


def handlers(
    room: Room, place: Place, site: Path | None, others: Sequence[Route] = ()
) -> list[Any]:
    """All that the server answers, first match first.

    Args:
        others: what it answers for other rooms, beside its own.
    """
    ours: list[tuple[str, type[Handler]]] = [
        ("status", Status),
        ("lesson", LessonState),
        ("prepare", Prepare),
        ("run", Run),
        ("answer", Check),
        ("interrupt", Interrupt),
        ("restart", Restart),
        ("progress", KeptProgress),
    ]
    jupyter = [
        (pattern, type(each.__name__, (Guarded, each), {}))
        for pattern, each in default_handlers
    ]
    files = {"path": str(site or Path()), "default_filename": "index.html"}
    return [
        Rule(Foreign(place), Refused),
        *((f"/tfprep/{name}", each, {"room": room}) for name, each in ours),
        *((f"/tfprep/{pattern}", each, given) for pattern, each, given in others),
        *jupyter,
        ("/(.*)", Pages if site else NoPages, files),
    ]
