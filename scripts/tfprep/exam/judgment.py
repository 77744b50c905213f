"""What a grader says of a model."""

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
