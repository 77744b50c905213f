"""Run every task's starter as a learner would: python run_starters.py FOLDER.

Each gets a folder below FOLDER, named as its task's, with its data; what it says as an
error goes to error.txt there, and its exit code to code.txt. TensorFlow is imported
once for all of them.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import shutil
import sys
import warnings
from pathlib import Path

import keras as keras
import pandas as pandas

from tfprep.exam.taskspec.task import Task, read_tasks

TOGETHER = 2
"""Starters that run at once."""


def run(task: Task, folder: Path) -> None:
    """What `python -W error train.py` does in this folder, in a process of its own."""
    (folder / "data").mkdir(parents=True)
    task.data.make(folder / "data", 1)
    shutil.copyfile(task.folder / "starter.py", folder / "train.py")
    os.chdir(folder)
    os.dup2(os.open("said.txt", os.O_WRONLY | os.O_CREAT), 1)
    os.dup2(os.open("error.txt", os.O_WRONLY | os.O_CREAT), 2)
    sys.argv, sys.path[0] = ["train.py"], str(folder)
    warnings.simplefilter("error")
    runpy.run_path("train.py", run_name="__main__")


def main(folder: Path) -> None:
    """Run them, some at once."""
    context = multiprocessing.get_context("fork")
    tasks = list(read_tasks().values())
    for start in range(0, len(tasks), TOGETHER):
        running = []
        for task in tasks[start : start + TOGETHER]:
            place = folder / task.folder.name
            process = context.Process(target=run, args=(task, place))
            process.start()
            running.append((place, process))
        for place, process in running:
            process.join()
            (place / "code.txt").write_text(str(process.exitcode))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
