"""Make the folder in which an exam is sat."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from tfprep.exam.outcomes import ExamError
from tfprep.exam.sitting.state import STATE, Sitting, save
from tfprep.exam.taskspec.brief import brief
from tfprep.exam.taskspec.task import Task
from tfprep.exam.templates import render

MAKING = ".starting"
"""Holds what a start makes, and stays behind if the start is cut off."""


def folder_of(task: Task) -> str:
    """The name of a task's folder in a workspace, such as `A-bent-sensor`."""
    return f"{task.spec.category}-{task.name}"


def check_free(folder: Path) -> None:
    """Refuse a folder that holds something already.

    Raises:
        ExamError: it isn't an empty folder, and no remains of a cut-off start.
    """
    if (folder / STATE).exists():
        raise ExamError(
            f"{folder} holds an exam already. Go on with it there: tfprep exam status. "
            "Or name a new folder: tfprep exam start FOLDER"
        )
    if folder.exists() and not folder.is_dir():
        raise ExamError(f"{folder} is a file; expected a folder, or a new name.")
    if not folder.exists() or (folder / MAKING).is_dir():
        return
    if kept := sorted(path.name for path in folder.iterdir() if path.name[0] != "."):
        raise ExamError(
            f"{folder} is not empty (it holds {kept[0]}). "
            "Name a new folder: tfprep exam start FOLDER"
        )


def make_workspace(folder: Path, tasks: Sequence[Task], seed: int) -> None:
    """Write briefs, data and starter files; exam.json follows with `open_exam`.

    A start that is cut off at any moment leaves a folder in which the next one begins
    again.

    Raises:
        OSError: the folder can't be written.
    """
    making = folder / MAKING
    _clear(folder)
    new = making / "new"
    new.mkdir(parents=True)
    for task in tasks:
        place = new / folder_of(task)
        (place / "data").mkdir(parents=True)
        task.data.make(place / "data", seed)
        (place / "brief.md").write_text(brief(task), "utf-8")
        shutil.copyfile(task.folder / "starter.py", place / "train.py")
    names = [path.name for path in sorted(new.iterdir())]
    (making / "names.json").write_text(json.dumps(names), "utf-8")
    for name in names:
        (new / name).rename(folder / name)


def open_exam(folder: Path, sitting: Sitting, tasks: Sequence[Task]) -> None:
    """Write the README and exam.json: from here on the clock runs."""
    text = render("README.md.j2", sitting=sitting, tasks=tasks, folder_of=folder_of)
    (folder / "README.md").write_text(text, "utf-8")
    save(folder, sitting)
    shutil.rmtree(folder / MAKING)


def _clear(folder: Path) -> None:
    """Remove what a start that was cut off had made."""
    making = folder / MAKING
    if (making / "names.json").is_file():
        for name in json.loads((making / "names.json").read_text("utf-8")):
            shutil.rmtree(folder / name, ignore_errors=True)
    shutil.rmtree(making, ignore_errors=True)
