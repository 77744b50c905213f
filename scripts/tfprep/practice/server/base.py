"""What all answers of the server to a live page have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import APIHandler
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from tornado.web import HTTPError

from tfprep.lessons.lesson import Lesson
from tfprep.practice.exercises import Assignment
from tfprep.practice.progress import Progress
from tfprep.practice.server.catalog import Catalog, UnknownError
from tfprep.practice.server.desk import Desk, FullError
from tfprep.practice.server.keeping import Keeping, Work
from tfprep.practice.server.kernels import LessonKernels
from tfprep.problems import ProblemError

LONGEST = 100_000
"""Characters of code."""
UNKNOWN = (
    "This page isn't connected with the server: open the address that `tfprep learn` "
    "or `make serve` printed in the terminal."
)
Body = TypeVar("Body", bound=BaseModel)


class LessonBody(BaseModel):
    """Names a lesson by its slug."""

    model_config = ConfigDict(strict=True, extra="forbid")
    lesson: str = Field(max_length=200)


class ExerciseBody(LessonBody):
    """Names an exercise by its id."""

    exercise: str = Field(max_length=200)


class RunBody(LessonBody):
    """A code block, by its place among the lesson's code cells, as it reads now."""

    cell: int = Field(ge=0)
    code: str = Field(max_length=LONGEST)


class AnswerBody(ExerciseBody):
    """An answer to an exercise."""

    text: str = Field(max_length=LONGEST)


@dataclass(frozen=True)
class Room:
    """What all handlers share."""

    catalog: Catalog
    desk: Desk
    keeping: Keeping
    kernels: LessonKernels


class Guarded:
    """What Jupyter's own handlers have in common with ours."""

    @allow_unauthenticated
    def options(self: Any, *_path: str) -> None:
        """Tell a browser what a page of the allowed origin may send."""
        self.set_header("Access-Control-Allow-Headers", "authorization, content-type")
        self.set_header("Access-Control-Allow-Methods", "GET, POST, DELETE")
        self.set_status(204)
        self.finish()

    def set_cors_headers(self: Any) -> None:
        """Let the pages read the answer that another server has, and no others."""
        if pages := self.settings["allow_origin"]:
            self.set_header("Access-Control-Allow-Origin", pages)
            self.set_header("Vary", "Origin")

    def write_error(self: Any, status_code: int, **options: Any) -> None:
        """Say what is wrong as JSON."""
        self.set_cors_headers()  # what was set is forgotten by now
        error = options.get("exc_info", (None, None, None))[1]
        words = f"{status_code}: {self._reason}"
        if status_code == 403 and self.current_user is None:
            words = UNKNOWN
        elif isinstance(error, HTTPError):
            words = error.get_message() or words
        elif status_code == 500:
            words = "The server fell over this; its terminal says where."
        self.finish({"words": words})


class Handler(Guarded, APIHandler):
    """One of ours."""

    def initialize(self, room: Room) -> None:
        self.room = room

    def body(self, model: type[Body]) -> Body:
        """What was sent.

        Raises:
            HTTPError: it isn't what was expected.
        """
        try:
            return model.model_validate_json(self.json())
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "body"
            names = ", ".join(model.model_fields)
            text = f"Got a wrong {where} ({first['msg']}), expected JSON with {names}."
            raise HTTPError(400, text) from None

    def json(self) -> bytes:
        """What was sent, if it was said to be JSON: no form of a page can say that.

        Raises:
            HTTPError: it wasn't.
        """
        kind = self.request.headers.get("Content-Type", "").partition(";")[0]
        if kind.strip().lower() != "application/json":
            raise HTTPError(415, f"Got {kind!r}, expected application/json.")
        sent: bytes = self.request.body
        return sent

    def lesson(self, slug: str) -> Lesson:
        """The lesson that was named.

        Raises:
            HTTPError: there is none.
        """
        with refusing():
            return self.room.catalog.lesson(slug)

    def exercise(self, sent: ExerciseBody) -> Assignment:
        """The exercise that was named.

        Raises:
            HTTPError: there is none.
        """
        with refusing():
            return self.room.catalog.exercise(sent.lesson, sent.exercise)

    async def kept(self, work: Work) -> Progress:
        """What the file of progress holds, after some work on it.

        Raises:
            HTTPError: a later version of tfprep wrote it.
        """
        try:
            return await self.room.keeping.use(work)
        except ProblemError as error:
            raise HTTPError(409, str(error)) from None


@contextmanager
def refusing() -> Iterator[None]:
    """Refuse what can't be done as HTTP does."""
    try:
        yield
    except UnknownError as error:
        raise HTTPError(404, str(error)) from None
    except FullError as error:
        raise HTTPError(503, str(error)) from None
