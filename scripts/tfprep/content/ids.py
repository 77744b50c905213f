"""Every id that was ever given, read from docs/data/ids.yml."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from tfprep.content.yaml_file import Misfits, read_data

KINDS = ("exercises", "questions", "steps")


class Ids(BaseModel):
    """The ids under which browsers and files remember what learners have done."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    exercises: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    """Of the quizzes."""
    steps: tuple[str, ...] = ()
    """Of the planner."""
    retired: dict[str, date] = Field(default_factory=dict)
    """Those that nothing has any more, and the day on which that was decided."""

    def of(self, kind: str) -> tuple[str, ...]:
        """The ids of one of KINDS."""
        return {
            "exercises": self.exercises,
            "questions": self.questions,
            "steps": self.steps,
        }[kind]

    @property
    def all(self) -> tuple[str, ...]:
        """The ids of all kinds."""
        return tuple(name for kind in KINDS for name in self.of(kind))


def lesson_step(slug: str) -> str:
    """The id of the planner's step that is a lesson."""
    return f"lesson-{slug.replace('/', '-')}"


def read_ids(path: Path) -> Ids:
    """Read and check the list of ids.

    Raises:
        ProblemError: the file is missing, isn't YAML, doesn't fit the model, has an id
            twice, or retires one that it doesn't list.
    """
    return read_data(path, Ids, "the list of ids", _misfits)


def _misfits(ids: Ids) -> Misfits:
    seen: set[str] = set()
    for kind in KINDS:
        for index, name in enumerate(ids.of(kind)):
            if name in seen:
                yield (kind, index), f"got {name} again, expected each id once"
            seen.add(name)
    for name in ids.retired:
        if name not in seen:
            text = "got an id that no list above has, expected it there; restore it"
            yield ("retired", name), text
