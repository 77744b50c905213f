"""What the server of live pages answers about an exam."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from tornado.web import HTTPError, authenticated, stream_request_body
from typing_extensions import override

from tfprep import web
from tfprep.exam.limits import MEGABYTES
from tfprep.exam.live.briefs import brief_html
from tfprep.exam.live.exam_room import BusyError, ExamRoom, Sight
from tfprep.exam.live.upload import Upload
from tfprep.exam.outcomes import ExamError
from tfprep.exam.sitting.actions import HOURS
from tfprep.problems import ProblemError
from tfprep.web import Route

MODEL = "application/octet-stream"
"""The kind of a body that is a model: no form of a page can say that either."""
_Name = Field(max_length=200)


class StartBody(BaseModel):
    """What somebody wants to sit."""

    model_config = ConfigDict(strict=True, extra="forbid")
    tasks: list[str] = Field(max_length=5)
    clock: bool


class TaskBody(BaseModel):
    """Names a task."""

    model_config = ConfigDict(strict=True, extra="forbid")
    task: str = _Name


class FinishBody(BaseModel):
    """Whether the exam may end with tasks that nothing was handed in for."""

    model_config = ConfigDict(strict=True, extra="forbid")
    sure: bool


class Handler(web.Handler):
    """One that knows the exam."""

    def initialize(self, room: ExamRoom) -> None:
        self.room = room

    async def look(self) -> Sight:
        """The exam as it is now.

        Raises:
            HTTPError: the tasks can't be read.
        """
        with refusing():
            return await asyncio.to_thread(self.room.look)

    async def tell(self, status: int = 200) -> None:
        """Answer with all that a page shows."""
        sight = await self.look()
        self.set_status(status)
        self.finish({**asdict(sight), "hours": HOURS, "megabytes": MEGABYTES})


class Look(Handler):
    """How the exam stands."""

    @authenticated
    async def get(self) -> None:
        """Tell it, and change nothing."""
        await self.tell()


class Brief(Handler):
    """What a task asks for."""

    @authenticated
    async def get(self) -> None:
        """Tell it, as HTML in JSON."""
        with refusing():
            task = self.room.task(self.get_query_argument("task"))
            self.finish({"html": await asyncio.to_thread(brief_html, task)})


class Start(Handler):
    """Makes an exam."""

    @authenticated
    async def post(self) -> None:
        """Begin to."""
        sent = self.body(StartBody)
        with refusing():
            hours = HOURS if sent.clock else None
            await asyncio.to_thread(self.room.start, sent.tasks, hours)
        await self.tell(202)


class HandInSaved(Handler):
    """Takes the model that was saved last in a task's folder."""

    @authenticated
    async def post(self) -> None:
        """Begin to grade it."""
        sent = self.body(TaskBody)
        with refusing():
            self.room.submit(sent.task)
        await self.tell(202)


@stream_request_body
class HandIn(Handler):
    """Takes a model that the page sends."""

    _upload: Upload | None = None
    _refusal: HTTPError | None = None
    """What is said when all is read: a browser that is cut off hears nothing."""

    @override
    async def prepare(self, **options: Any) -> None:
        """See who sends what, before any of it is read.

        Raises:
            HTTPError: nobody may send that, or not so much.
        """
        await super().prepare(**options)
        if self.request.method != "POST":
            return
        self._check_size()
        try:
            self._upload = self._begun()
        except HTTPError as error:
            self._refusal = error

    def _check_size(self) -> None:
        most = MEGABYTES * 10**6
        size = self.request.headers.get("Content-Length", "")
        if size.isdigit() and int(size) > most:
            text = f"Got {int(size) / 10**6:.0f} MB; expected {MEGABYTES} MB at most."
            raise HTTPError(413, text)
        self.request.connection.set_max_body_size(most)  # type: ignore[union-attr]

    def _begun(self) -> Upload:
        self.check_kind(MODEL)
        name = self.get_query_argument("name")
        with refusing():
            self.room.task(self.get_query_argument("task"))
            self.room.check_free()
            return Upload(name)

    @override
    def data_received(self, chunk: bytes) -> None:
        if self._upload:
            try:
                with refusing():
                    self._upload.write(chunk)
            except HTTPError as error:
                self._refusal = error
                self._forget()

    @authenticated
    async def post(self) -> None:
        """Begin to grade it; all of it is here."""
        if self._refusal:
            raise self._refusal
        assert self._upload, "prepare has made it"
        with refusing():
            self.room.submit(self.get_query_argument("task"), self._upload.take())
        self._upload = None  # who grades it removes it
        await self.tell(202)

    @override
    def on_finish(self) -> None:
        super().on_finish()
        self._forget()

    @override
    def on_connection_close(self) -> None:
        super().on_connection_close()
        self._forget()

    def _forget(self) -> None:
        """Remove what came in and nobody took."""
        if self._upload:
            self._upload.discard()
            self._upload = None


class Finish(Handler):
    """Ends the exam."""

    @authenticated
    async def post(self) -> None:
        """Begin to write the report, if nothing is open or that was meant.

        Raises:
            HTTPError: something is open, or there is no exam.
        """
        sure, exam = self.body(FinishBody).sure, (await self.look()).exam
        if exam is None:
            raise HTTPError(409, "There is no exam to finish: start one first.")
        left = [task.letter for task in exam.tasks if task.best is None]
        if left and not exam.is_over and not sure:
            raise HTTPError(409, f"Nothing was handed in for {', '.join(left)} yet.")
        with refusing():
            self.room.finish()
        await self.tell(202)


class ReportPage(Handler):
    """What the sitting came to."""

    @authenticated
    async def get(self) -> None:
        """Tell it, as HTML in JSON: as a page of its own it could do what pages can."""
        with refusing():
            self.finish({"html": await asyncio.to_thread(self.room.report)})


@contextmanager
def refusing() -> Iterator[None]:
    """Refuse what can't be done as HTTP does."""
    try:
        yield
    except BusyError as error:
        raise HTTPError(409, str(error)) from None
    except (ExamError, ProblemError) as error:
        raise HTTPError(400, str(error)) from None
    except FileNotFoundError as error:
        raise HTTPError(404, f"{error.filename} isn't there.") from None
    except OSError as error:
        text = f"It could not be read or written ({error.strerror or error})."
        raise HTTPError(507, f"{text} Nothing was charged.") from None


def routes(room: ExamRoom) -> list[Route]:
    """All that the server answers about the exam."""
    given: dict[str, Any] = {"room": room}
    return [
        ("exam", Look, given),
        ("exam/brief", Brief, given),
        ("exam/start", Start, given),
        ("exam/hand-in", HandIn, given),
        ("exam/saved", HandInSaved, given),
        ("exam/finish", Finish, given),
        ("exam/report", ReportPage, given),
    ]
