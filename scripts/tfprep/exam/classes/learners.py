"""Who is in a class: a folder for each learner, or files with names such as ada_A."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tfprep.exam.classes.found import Learner, reason
from tfprep.exam.classes.names import Names, stem_of
from tfprep.exam.classes.readable import escape
from tfprep.exam.classes.search import LIKE, Place, is_left_out
from tfprep.exam.outcomes import ExamError
from tfprep.exam.sitting.state import STATE


@dataclass
class Class:
    """The learners of a class, in an order that is the same on every machine."""

    learners: list[Learner]
    left_out: list[str] = field(default_factory=list)
    """What lies beside them and is nobody's, each on one line."""


@dataclass
class _Finding:
    """What was found so far."""

    places: defaultdict[str, list[Place]]
    unclear: dict[str, str]
    left_out: list[str]

    def add(self, name: str, place: Place) -> None:
        self.places[name].append(place)


def find_class(folder: Path, names: Names, results: Path) -> Class:
    """All learners below a folder.

    Args:
        results: a folder that isn't a learner's, wherever it lies.

    Raises:
        ExamError: there are none, or the folder is one learner's own.
        OSError: the folder can't be read.
    """
    _refuse_one_exam(folder)
    entries = sorted(folder.iterdir(), key=lambda path: os.fsencode(path.name))
    entries = [path for path in entries if not is_left_out(path.name)]
    entries = [path for path in entries if not _is_same(path, results)]
    found = _Finding(defaultdict(list), {}, [])
    if _is_by_task(entries, names):
        for path in entries:
            _add_task(path, names, found)
    else:
        for path in entries:
            try:
                _add(path, names, found)
            except OSError as error:  # it is gone, or may not be looked at
                found.unclear[path.name] = f"It can't be looked at: {reason(error)}."
    every = sorted({*found.places, *found.unclear}, key=os.fsencode)
    if not every:
        there = ", ".join(found.left_out[:3]) or "nothing"
        raise ExamError(
            f"{escape(str(folder))} has no folders; expected one for each learner, or "
            f"files with names such as ada_A.keras. There is {there}."
        )
    learners = [
        Learner(name, tuple(found.places[name]), found.unclear.get(name, ""))
        for name in every
    ]
    return Class(learners, found.left_out)


def _refuse_one_exam(folder: Path) -> None:
    if (folder / STATE).exists():
        raise ExamError(
            f"{escape(str(folder))} is the exam of one learner (it holds {STATE}); "
            "expected a folder with one such folder for each learner. Put it into a "
            "folder of its own, and grade that one."
        )


def _add(path: Path, names: Names, found: _Finding) -> None:
    """Take a folder as a learner, or a file as a learner's."""
    mode = path.lstat().st_mode
    if stat.S_ISDIR(mode):
        found.add(path.name, Place(path))
    elif stat.S_ISLNK(mode) and path.is_dir():
        target = escape(str(path.readlink()))[:80]
        found.unclear[path.name] = (
            f"The folder is a link to {target}, which isn't followed: put the folder "
            "itself there."
        )
    elif path.suffix.casefold() not in LIKE:
        found.left_out.append(escape(path.name))
    else:
        who, hint = names.split(path.name)
        if who:
            found.add(who, Place(path, hint))
        else:
            found.left_out.append(f"{escape(path.name)} (whose is it?)")


def _is_by_task(entries: Sequence[Path], names: Names) -> bool:
    """Whether the folders are the tasks', and hold files that are the learners'."""
    folders = [path for path in entries if _is_folder(path)]
    if not folders or not all(names.hint(path.name).exact for path in folders):
        return False
    inner = [path for folder in folders for path in _models(folder)]
    return bool(inner) and not any(
        names.hint(path.name).exact or stem_of(path.name).casefold() == "model"
        for path in inner
    )


def _add_task(folder: Path, names: Names, found: _Finding) -> None:
    """Take what is in a task's folder as models of learners."""
    if not _is_folder(folder):
        found.left_out.append(escape(folder.name))
        return
    for path in _models(folder):
        who = path.name if _is_folder(path) else stem_of(path.name)
        found.add(who, Place(path, names.hint(folder.name)))


def _models(folder: Path) -> Iterable[Path]:
    """Files like models, and folders, in a folder; none if it can't be read."""
    try:
        paths = sorted(folder.iterdir(), key=lambda path: os.fsencode(path.name))
    except OSError:
        return []
    return [
        path
        for path in paths
        if not is_left_out(path.name)
        if path.suffix.casefold() in LIKE or _is_folder(path)
    ]


def _is_folder(path: Path) -> bool:
    """Whether it is a folder itself, not a link to one; False if nobody may know."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:  # most of all: the other isn't there yet
        return False
