"""How grading ends: with a grade, a refusal or trouble, each in one message."""

from __future__ import annotations

from dataclasses import dataclass, field

LONGEST = 400
"""Letters of what we got that a message shows."""


@dataclass(frozen=True)
class Grade:
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
        self.got, self.expected, self.then = _one_line(got), expected, then
        super().__init__(f"Got {self.got}; expected {expected}. {then}")


class TroubleError(Exception):
    """Grading failed for a reason that isn't the model's; it costs nothing."""


def _one_line(text: str) -> str:
    """Text that may quote a stranger's file: one short line, no control codes."""
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} ..."
