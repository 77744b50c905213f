"""A hand-in that can't be graded: said in one message, and never charged."""

from __future__ import annotations


class RefusedError(Exception):
    """What we got, what we expected, what to do next."""

    def __init__(self, got: str, expected: str, then: str) -> None:
        self.got, self.expected, self.then = got, expected, then
        super().__init__(f"Got {got}; expected {expected}. {then}")
