"""How a command of the exam ends that can't be done: each error is one message."""

from __future__ import annotations

LONGEST = 400
"""Letters of what we got that a message shows."""


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
