"""Where an exam's folder states something else than what is found."""

from __future__ import annotations

from dataclasses import dataclass

from tfprep.exam.outcomes import one_line
from tfprep.exam.sitting.state import HandIn


@dataclass(frozen=True)
class Difference:
    """One statement that doesn't hold."""

    where: str
    """What it is about, such as `hand-in 2 (bent-sensor)` or `report.json`."""
    what: str
    """The field."""
    stated: object
    found: object

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}: stated {self.stated}, found {self.found}"
        return one_line(text)


def name_of(number: int, hand_in: HandIn) -> str:
    """How a difference calls a hand-in; they are counted from 1."""
    return f"hand-in {number} ({hand_in.task})"
