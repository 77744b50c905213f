"""What became of the mutants of a lesson's exercises, in a file beside the lesson."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from tfprep.files import write_atomically
from tfprep.lessons.cells import Exercise, Role
from tfprep.lessons.lesson import Lesson
from tfprep.mutants.mutant import Fate, Tried, mutants_of
from tfprep.problems import Problem, ProblemError

FORMAT = 2
"""Raised whenever other mutants are made, or they are tried in another way."""
OPEN = "FILL IN why it can't be told from the solution, or fix the check"
"""The reason of a survivor that nobody has looked at."""
CRASH = "FILL IN nothing, but fix the check: it falls over this answer"
_HEAD = """\
# What the checks of this lesson say to its mutants: solutions with one mistake each.
# scripts/dev/mutants.py writes this file; only the reasons are typed.
"""


class Change(BaseModel):
    """A mutant, by what is changed in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    old: str
    """The changed lines of the solution, on one line."""
    new: str
    """What stands there in the mutant."""

    @property
    def change(self) -> tuple[str, str]:
        return self.old, self.new


class Survivor(Change):
    """A mutant that the check doesn't refuse."""

    reason: str
    """Why it can't be told from the solution."""

    @property
    def is_open(self) -> bool:
        return self.reason.startswith("FILL IN") or not self.reason.strip()


class Kept(BaseModel):
    """The mutants of one exercise, as they were tried."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    """Of all that the result depends on."""
    refused: int
    stopped: tuple[Change, ...] = ()
    """Without a verdict, so neither refused nor alive: they didn't end in time,
    printed without an end, or ended Python."""
    alive: tuple[Survivor, ...] = ()


class Record(BaseModel):
    """The file of one lesson: exercises by their ids."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    exercises: dict[str, Kept] = {}


def path_of(lesson: Lesson) -> Path:
    """Where the record of a lesson stands."""
    return lesson.path.with_suffix(".mutants.yml")


def read_record(lesson: Lesson) -> Record:
    """The record of a lesson; an empty one, if it has none.

    Raises:
        ProblemError: the file can't be read.
    """
    path = path_of(lesson)
    try:
        return Record.model_validate(yaml.safe_load(path.read_bytes()) or {})
    except FileNotFoundError:
        return Record()
    except (OSError, ValueError, yaml.YAMLError, ValidationError) as error:
        said = str(error).splitlines()[0]
        text = f"got {said}; expected it as scripts/dev/mutants.py writes it: run that"
        raise ProblemError([Problem(path, None, text)]) from None


def write_record(lesson: Lesson, record: Record) -> None:
    """Write the record of a lesson, its exercises in the lesson's order."""
    order = [exercise.id for exercise in lesson.exercises]
    kept = {i: record.exercises[i].model_dump() for i in order if i in record.exercises}
    for one in kept.values():
        for name in ("stopped", "alive"):
            one[name] = list(one[name])
    text = yaml.safe_dump(
        {"exercises": kept}, sort_keys=False, allow_unicode=True, width=10_000
    )
    write_atomically(path_of(lesson), _HEAD + text)


def current(lesson: Lesson, exercise: Exercise, record: Record) -> Kept | None:
    """What is kept of an exercise, if it was tried as it is now."""
    kept = record.exercises.get(exercise.id)
    return kept if kept and kept.key == key_of(lesson, exercise) else None


def kept_of(
    lesson: Lesson, exercise: Exercise, tried: Iterable[Tried], before: Kept | None
) -> Kept:
    """What to keep of the mutants of an exercise.

    Args:
        before: what was kept; its reasons stay where its mutants live on.
    """
    tried = list(tried)
    reasons = {one.change: one.reason for one in before.alive} if before else {}
    stopped, alive = [], []
    for one in tried:
        old, new = one.mutant.change
        if one.fate is Fate.STOPPED:
            stopped.append(Change(old=old, new=new))
        elif one.fate is not Fate.REFUSED:
            unknown = CRASH if one.fate is Fate.CRASHED else OPEN
            reason = reasons.get((old, new), unknown)
            alive.append(Survivor(old=old, new=new, reason=reason))
    return Kept(
        key=key_of(lesson, exercise),
        refused=len(tried) - len(stopped) - len(alive),
        stopped=tuple(stopped),
        alive=tuple(alive),
    )


def key_of(lesson: Lesson, exercise: Exercise) -> str:
    """A hash of an exercise's code and of all that runs before it; no text is in it."""
    before = [
        [cell.role, cell.source]
        for cell in lesson.code_cells
        if cell.index < exercise.cell.index and cell.role in (Role.CODE, Role.EXERCISE)
    ]
    own = [exercise.cell.source, exercise.check.source]
    right = [cell.source for cell in exercise.right]
    data = [
        hashlib.sha256(path.read_bytes()).hexdigest() for path in lesson.data_paths()
    ]
    parts = [FORMAT, before, own, right, exercise.brief.source, data]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def untrue(lesson: Lesson, exercise: Exercise, kept: Kept) -> str:
    """What is wrong with a record that claims to be current, or nothing."""
    changes = Counter(mutant.change for mutant in mutants_of(lesson, exercise))
    told = Counter(one.change for one in (*kept.stopped, *kept.alive))
    if unknown := told - changes:
        old, new = next(iter(unknown))
        return f"lists a mutant that there is not (any more): {old!r} -> {new!r}"
    got, expected = kept.refused + told.total(), changes.total()
    if got != expected:
        return f"tells of {got} mutants, where the solution has {expected}"
    return ""
