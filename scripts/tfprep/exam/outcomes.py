"""How grading ends: with a grade, a refusal or trouble, each in one message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

LONGEST = 400
"""Letters of what we got that a message shows."""


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


class ExamError(Exception):
    """A command can't be done as it was typed, or as things are."""


class RefusedError(Exception):
    """A hand-in that can't be graded; it is never charged.

    It says what we got, what we expected, and what to do next.
    """

    def __init__(self, got: str, expected: str, then: str) -> None:
        self.got, self.expected, self.then = one_line(got), expected, then
        super().__init__(f"Got {self.got}; expected {expected}. {then}")


class TroubleError(Exception):
    """Grading failed for a reason that isn't the model's; it costs nothing."""


def one_line(text: str, longest: int = LONGEST) -> str:
    """Text that may quote a stranger's file: one short line, no control codes."""
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    return line if len(line) <= longest else f"{line[:longest]} ..."
