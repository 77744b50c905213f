"""Which model counts for which learner and task, and what is said if none does."""

from __future__ import annotations

import filecmp
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tfprep.exam import system_errors
from tfprep.exam.classes.names import Names, stem_of
from tfprep.exam.classes.readable import escape
from tfprep.exam.classes.search import Candidate, Odd, Place, Rank, Search
from tfprep.exam.sitting.workspace import folder_of
from tfprep.exam.taskspec.task import Task

SAME_TIME = 2.0
"""Seconds within which nobody knows which file is newer: archives keep no more."""
_SHOWN = 4
"""Names that a remark shows."""


@dataclass(frozen=True)
class Learner:
    """One of the class."""

    name: str
    """The folder's, as Python reads it from the disk."""
    places: tuple[Place, ...] = ()
    """The folder, and files of theirs that lie elsewhere."""
    unclear: str = ""
    """Why nothing of it can be searched."""

    @property
    def shown(self) -> str:
        """The name on one line."""
        return escape(self.name)


@dataclass(frozen=True)
class Row:
    """One learner and one task: a model, an explanation, or nothing at all."""

    learner: Learner
    task: Task
    model: Candidate | None = None
    remarks: tuple[str, ...] = ()
    """What is worth knowing about the choice."""
    unclear: str = ""
    """Why there is no model though something is there, and what to do about it."""


def rows_of(
    learner: Learner, tasks: Sequence[Task], names: Names, seed: int
) -> list[Row]:
    """A row for each task; what goes wrong is said in the learner's own rows."""
    if learner.unclear:
        return [Row(learner, task, unclear=learner.unclear) for task in tasks]
    search = Search(names)
    try:
        for place in learner.places:
            search.look_at(place)
        return [_row(learner, task, search, tasks, seed) for task in tasks]
    except Exception as error:  # noqa: BLE001 - one learner never stops the others
        why = f"The folder can't be searched ({reason(error)}): look into it."
        return [Row(learner, task, unclear=why) for task in tasks]


def reason(error: Exception) -> str:
    """Why something failed, in few words."""
    if isinstance(error, OSError):
        return system_errors.reason(error)
    return f"{type(error).__name__}: {error}"


def _row(
    learner: Learner, task: Task, search: Search, tasks: Sequence[Task], seed: int
) -> Row:
    wanted: tuple[tuple[Task, ...], ...] = ((task,),)
    if len(tasks) == 1:
        wanted = ((task,), ())  # a file without a task's name can be for this one only
    mine = [candidate for candidate in search.candidates if candidate.tasks in wanted]
    if not mine:
        return Row(learner, task, unclear=_unclear(task, search))
    surest = min(candidate.rank for candidate in mine)
    mine = [candidate for candidate in mine if candidate.rank == surest]
    mine.sort(key=lambda candidate: -candidate.time)
    newest, *older = mine
    if rivals := [other for other in older if _is_rival(newest, other)]:
        names = _listed([newest, *rivals])
        why = f"{names} were saved at the same time: leave the one that counts."
        return Row(learner, task, unclear=why)
    if folders := _rooms(mine, search):
        why = (
            f"Several folders hold a model for this task: {', '.join(folders)}. If "
            "this is a group, grade it as a class of its own; else leave the one that "
            "counts."
        )
        return Row(learner, task, unclear=why)
    remarks = [*_choice(newest, older, task), *_foreign(newest, search, seed)]
    return Row(learner, task, newest, tuple(remarks))


def _is_rival(newest: Candidate, other: Candidate) -> bool:
    """Whether nobody knows which of two counts."""
    if newest.time - other.time > SAME_TIME or newest.rank == Rank.KEPT:
        return False
    one, two = newest.path, other.path
    if one.parent == two.parent and stem_of(one.name) == stem_of(two.name):
        same_name = one.suffix.casefold() != two.suffix.casefold()
        if same_name:  # one model in two formats
            return False
    return not (one.is_file() and two.is_file() and filecmp.cmp(one, two, False))


def _rooms(mine: Sequence[Candidate], search: Search) -> list[str]:
    """Folders that may be several learners' own; none if all are one learner's."""
    parts = [item.shown.split("/") for item in mine]
    if any(len(part) < 2 or search.names.hint(part[0]).tasks for part in parts):
        return []
    exams = {folder for item in mine for folder in search.seeds if _is_in(item, folder)}
    rooms = sorted({part[0] for part in parts})
    return rooms if len(rooms) > max(1, len(exams)) else []


def _is_in(item: Candidate, folder: Path) -> bool:
    return item.path.is_relative_to(folder)


def _choice(newest: Candidate, older: Sequence[Candidate], task: Task) -> list[str]:
    """What to say about the model that was chosen."""
    if older:
        return [f"Taken: {newest.shown}, the newest; not {_listed(older)}."]
    plain = {task.spec.category, task.name, folder_of(task), "model"}
    if newest.rank == Rank.OWN and Path(newest.shown).stem in plain:
        return []
    return [f"Taken: {newest.shown}."]


def _foreign(newest: Candidate, search: Search, seed: int) -> list[str]:
    """Whether the model comes from an exam with other data."""
    for folder, theirs in search.seeds.items():
        if _is_in(newest, folder) and theirs != seed:
            said = f"The exam.json beside it says seed {theirs}, not {seed}"
            return [f"{said}: it was trained on other data."]
    return []


def _unclear(task: Task, search: Search) -> str:
    """What there is instead of a model for a task; empty if there is nothing."""
    odd = [item for item in search.odd if _may_be(item, task)]
    about = [item for item in search.candidates if _may_be(item, task)]
    loose = [item for item in about if len(item.tasks) != 1]
    others = [item for item in about if len(item.tasks) == 1]
    said = []
    if loose:
        said.append(
            f"No name says which model is for this task. There is {_listed(loose)}. "
            f"Rename the right one to {task.spec.category}.keras; unpack archives."
        )
    if others:
        form = others[0].tasks[0].spec.form
        said.append(f"{_listed(others)} is for a task of form {form}.")
    if odd:
        said.append(f"Not taken: {_listed(odd)}. Put the model itself there.")
    return " ".join(said)


def _may_be(item: Candidate | Odd, task: Task) -> bool:
    """Whether something may be for a task, or for the same task of another form."""
    letters = {other.spec.category for other in item.tasks}
    return not letters or task.spec.category in letters


def _listed(items: Iterable[Candidate | Odd]) -> str:
    """Names in a row, the first few."""
    names = [
        item.shown if isinstance(item, Candidate) else f"{item.shown} ({item.why})"
        for item in items
    ]
    more = len(names) - _SHOWN
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown
