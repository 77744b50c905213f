"""What can go wrong in an exam, each said in one message."""

from __future__ import annotations


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
