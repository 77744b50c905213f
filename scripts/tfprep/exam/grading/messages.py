"""What the grader and its confined child say to each other, as lines of JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from tfprep.exam.outcomes import Grade
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task


class _Message(BaseModel):
    # A value may be infinite, for which JSON has no number.
    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_inf_nan="strings")


class Request(_Message):
    """Grade one hand-in."""

    task: Task
    others: tuple[Task, ...]
    """Tasks that the model may be meant for instead."""
    seeds: Seeds
    path: Path
    """The model, absolute."""
    scratch: Path
    """The one folder that the child may write to."""
    memory: int
    """MiB that it may take."""
    seconds: int
    """CPU time that it may take."""


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


class Trouble(_Message):
    """The grader itself failed."""

    kind: Literal["trouble"] = "trouble"
    text: str


Answer = Graded | Refused | OutOfMemory | Trouble
"""All that the child may say."""
ANSWER: TypeAdapter[Answer] = TypeAdapter(
    Annotated[Answer, Field(discriminator="kind")]
)
"""Reads an answer; anything else is a ValidationError."""
