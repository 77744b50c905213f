"""What is said to a process that grades, and what comes of it: lines of JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from tfprep.exam.outcomes import Grade
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task

LONGEST = 2**20
"""Bytes of all that is said about one hand-in: no more is listened to."""


class _Message(BaseModel):
    # A value may be infinite, for which JSON has no number.
    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_inf_nan="strings")

    def line(self) -> bytes:
        """The message as it is sent."""
        return self.model_dump_json().encode() + b"\n"


class Request(_Message):
    """Grade one hand-in."""

    task: Task
    others: tuple[Task, ...]
    """Tasks that the model may be meant for instead."""
    seeds: Seeds
    path: Path
    """The model, absolute."""
    memory: int
    """MiB that it may take beside what TensorFlow has."""
    seconds: int
    """CPU time that it may take."""
    patience: float
    """Seconds by the clock after which something must be wrong with the machine."""


class Begun(_Message):
    """TensorFlow works and the data are made: what fails from now on is the model's."""

    kind: Literal["begun"] = "begun"


class Graded(_Message):
    """The model has a grade."""

    kind: Literal["graded"] = "graded"
    grade: Grade


class Refused(_Message):
    """The model can't be graded."""

    kind: Literal["refused"] = "refused"
    got: str
    expected: str
    then: str


class OutOfMemory(_Message):
    """The model took more memory than it may."""

    kind: Literal["out of memory"] = "out of memory"


class OutOfTime(_Message):
    """The model took more CPU time than it may."""

    kind: Literal["out of time"] = "out of time"


class Trouble(_Message):
    """The grader itself failed, or the machine."""

    kind: Literal["trouble"] = "trouble"
    text: str


class Ended(_Message):
    """The process that graded is over."""

    kind: Literal["ended"] = "ended"
    code: int
    """Its exit code; below 0: the signal that ended it."""


Answer = Graded | Refused | OutOfMemory | OutOfTime | Trouble
"""All that can be the answer to a request."""
_LINE: TypeAdapter[Answer | Begun | Ended] = TypeAdapter(
    Annotated[Answer | Begun | Ended, Field(discriminator="kind")]
)


class Died(_Message):
    """The process ended before it had answered."""

    code: int
    has_begun: bool
    """Whether it was the model's turn."""


class Garbled(_Message):
    """Something was said that is no answer."""

    said: str


class Gone(_Message):
    """The process that the grading ones are forked from is gone."""


Outcome = Answer | Died | Garbled | Gone
"""All that can come of a request."""


def outcome_of(said: bytes) -> Outcome:
    """What came of a request, from what was said so far; Gone: nothing yet.

    The first answer counts.
    """
    has_begun, garbled = False, ""
    for line in said[:LONGEST].splitlines():
        try:
            message = _LINE.validate_json(line)
        except ValidationError:
            garbled = garbled or line.decode("utf-8", "replace")
            continue
        if isinstance(message, Ended):
            died = Died(code=message.code, has_begun=has_begun)
            return Garbled(said=garbled) if garbled and not message.code else died
        if isinstance(message, Begun):
            has_begun = True
        elif not garbled:
            return message
    return Garbled(said=garbled) if garbled else Gone()
