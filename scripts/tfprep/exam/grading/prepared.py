"""Hidden data that are made before they are asked for, in the process that is forked.

Its forks find them in memory. Only data of the package's own tasks are made there: no
wall stands around that process.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from tfprep.exam.taskspec.hidden import Hidden, Seeds
from tfprep.exam.taskspec.task import TASKS, Task

MOST = 10
"""Data of so many tasks and secrets are kept, the last ones."""
_Key = tuple[Path, Seeds]
_made: dict[_Key, Hidden] = {}
_asked: set[_Key] = set()


def hidden_of(task: Task, seeds: Seeds) -> Hidden:
    """The hidden data of a task: those that were made, or else new ones."""
    return _made.get(_key(task, seeds)) or task.data.hidden(seeds)


def ask(task: Task, seeds: Seeds) -> None:
    """Note that they are asked for; who is asked again, as by a class, makes them."""
    key = _key(task, seeds)
    if key in _asked:
        prepare(task, seeds)
    _asked.add(key)


def prepare(task: Task, seeds: Seeds) -> None:
    """Make them, unless they are there, or the task is none of ours.

    What goes wrong is left to the fork, which says so.
    """
    key = _key(task, seeds)
    if key in _made or key[0].parent != TASKS.resolve():
        return
    with suppress(Exception):
        _made[key] = task.data.hidden(seeds)
    while len(_made) > MOST:
        del _made[next(iter(_made))]


def _key(task: Task, seeds: Seeds) -> _Key:
    return task.folder.resolve(), seeds
