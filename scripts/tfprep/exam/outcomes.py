"""How grading ends: with a judgment, a refusal or trouble, each in one message."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Judgment:
    """What a model reached."""

    score: int
    """0 to 5."""
    value: float
    """Of the task's metric."""
    notes: tuple[str, ...] = field(default=())
    """What was accepted, but is worth knowing."""


class ExamError(Exception):
    """A command can't be done as it was typed, or as things are."""


class RefusedError(Exception):
    """A hand-in that can't be graded; it is never charged.

    It says what we got, what we expected, and what to do next.
    """

    def __init__(self, got: str, expected: str, then: str) -> None:
        self.got, self.expected, self.then = got, expected, then
        super().__init__(f"Got {got}; expected {expected}. {then}")


class TroubleError(Exception):
    """Grading failed for a reason that isn't the model's; it costs nothing."""
