"""Where the exam of a page lies: in one folder, and the next one in another."""

from __future__ import annotations

import glob
import re
from itertools import count
from pathlib import Path

from tfprep.exam.outcomes import ExamError
from tfprep.exam.sitting.state import STATE, find_workspace
from tfprep.exam.sitting.workspace import USUAL, check_free


def home(start: Path) -> Path:
    """The exam that the folder `start` belongs to, or that would begin there."""
    try:
        return find_workspace(start)
    except ExamError:
        return start.resolve() / USUAL


def newest(first: Path) -> Path:
    """Of `first`, `first-2`, `first-3` and so on the last that holds an exam.

    `first` itself, if none does.
    """
    numbered = re.compile(re.escape(first.name) + r"-(\d+)")
    found = {1: first} if (first / STATE).exists() else {}
    for path in first.parent.glob(f"{glob.escape(first.name)}-*"):
        if (match := numbered.fullmatch(path.name)) and (path / STATE).exists():
            found[int(match[1])] = path
    return found[max(found)] if found else first


def fresh(first: Path) -> Path:
    """The first of `first`, `first-2` and so on in which an exam can begin."""
    for number in count(1):
        folder = first if number == 1 else first.with_name(f"{first.name}-{number}")
        try:
            check_free(folder)
        except ExamError:
            continue
        return folder
    raise AssertionError("numbers don't end")
