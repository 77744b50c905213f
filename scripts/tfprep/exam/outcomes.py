"""How grading ends: with a grade, a refusal or trouble, each in one message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

# The errors stand where a command that only says them doesn't wait for pydantic.
from tfprep.exam.errors import ExamError as ExamError
from tfprep.exam.errors import RefusedError as RefusedError
from tfprep.exam.errors import TroubleError as TroubleError
from tfprep.exam.errors import one_line as one_line


class _Evidence(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ClassEvidence(_Evidence):
    """How a model sorted the hidden examples into classes."""

    kind: Literal["classes"] = "classes"
    classes: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]
    """Numbers of examples: a row for each true class, a column for each answer."""


class ValueEvidence(_Evidence):
    """What a model answered to hidden examples, beside what is true.

    Both are (examples, outputs), in the hidden data's own order and in the task's
    unit. Of many examples only some stand here, evenly spread.
    """

    kind: Literal["values"] = "values"
    truth: tuple[tuple[float, ...], ...]
    answers: tuple[tuple[float, ...], ...]


Evidence = Annotated[ClassEvidence | ValueEvidence, Field(discriminator="kind")]
"""What a model did on the hidden data, less than 20 kB as JSON."""


@dataclass(frozen=True)
class Grade:
    """What a model reached."""

    score: int
    """0 to 5."""
    value: float
    """Of the task's metric, finite."""
    notes: tuple[str, ...] = field(default=())
    """What was accepted, or went wrong, and is worth knowing."""
    evidence: Evidence | None = None
    """Only for a report of an exam that is over: it tells of the hidden data."""
