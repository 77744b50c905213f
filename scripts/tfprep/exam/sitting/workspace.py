"""Make the folder in which an exam is sat."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from tfprep.exam.outcomes import ExamError, one_line
from tfprep.exam.sitting.state import STATE, Sitting, save
from tfprep.exam.system_errors import shown
from tfprep.exam.taskspec.brief import brief
from tfprep.exam.taskspec.task import Task
from tfprep.exam.templates import render
from tfprep.files import write_atomically

USUAL = "tfprep-exam"
"""The folder of an exam, unless another one is named."""
MAKING = ".starting"
"""Holds what a start makes, and stays behind if the start is cut off."""

_FOLDER = re.compile(r"[A-Z]-[a-z0-9-]+")
"""What task folders are named like."""


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
            f"{shown(folder)} holds an exam already. Go on with it there: "
            "tfprep exam status. Or name a new folder: tfprep exam start FOLDER"
        )
    if folder.exists() and not folder.is_dir():
        raise ExamError(f"{shown(folder)} is a file; expected a folder, or a new name.")
    if not folder.exists() or (folder / MAKING).is_dir():
        return
    if kept := sorted(path.name for path in folder.iterdir() if path.name[0] != "."):
        raise ExamError(
            f"{shown(folder)} is not empty (it holds {one_line(kept[0])}). "
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
    write_atomically(making / "names.json", json.dumps(names))
    for name in names:
        (new / name).rename(folder / name)


def open_exam(folder: Path, sitting: Sitting, tasks: Sequence[Task]) -> None:
    """Write the README and exam.json: from here on the clock runs."""
    text = render("README.md.j2", sitting=sitting, tasks=tasks, folder_of=folder_of)
    write_atomically(folder / "README.md", text)
    save(folder, sitting)
    shutil.rmtree(folder / MAKING, ignore_errors=True)


def _clear(folder: Path) -> None:
    """Remove what a start that was cut off had made."""
    making = folder / MAKING
    if (making / "names.json").is_file():
        for name in json.loads((making / "names.json").read_text("utf-8")):
            if _FOLDER.fullmatch(name):
                shutil.rmtree(folder / name, ignore_errors=True)
    shutil.rmtree(making, ignore_errors=True)
