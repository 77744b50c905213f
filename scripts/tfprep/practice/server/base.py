"""What all answers of the server to a live page have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field
from tornado.web import HTTPError

from tfprep import web
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


class Handler(web.Handler):
    """One that knows the lessons."""

    def initialize(self, room: Room) -> None:
        self.room = room

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
