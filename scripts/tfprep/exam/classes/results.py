"""What was graded, one small file for each learner and task.

So a run that was stopped goes on where it was, parts of a class that were graded on
several machines merge by copying, and the table can be made at any time.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError

import tfprep.exam
from tfprep.exam.classes.found import Learner, reason
from tfprep.exam.classes.readable import escape
from tfprep.exam.outcomes import ExamError
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task
from tfprep.execution.versions import installed
from tfprep.files import write_atomically
from tfprep.problems import count

CLASS = "tfprep-class.json"
"""Holds the seeds of a results folder."""
_MATTER = ("tensorflow", "keras", "numpy", "scikit-learn")
"""Packages whose version may change what a model answers, or how it is scored."""
_NOT_GRADING = {"brief.md", "starter.py", "reference.py", "weak.py", "other.py"}
"""Files of a task that no score depends on."""


class _Kept(BaseModel):
    # A value may be infinite, for which JSON has no number.
    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_inf_nan="strings")

    format: Literal[1] = 1


class ClassSeeds(_Kept):
    """What the data of the class are made from."""

    seed: int
    secret: str = Field(pattern="^[0-9a-f]{32}$")


class Result(_Kept):
    """What a model came to: a score, or a refusal, which counts as 0."""

    learner: str
    task: str
    sha256: str
    """Of the model."""
    seeds: str
    """A mark of the seeds; the secret can't be told from it."""
    version: str
    """A mark of the task, the grader and what they run on."""
    score: int | None = Field(ge=0, le=5)
    """None: refused."""
    value: float | None
    """Of the task's metric."""
    remark: str


@dataclass(frozen=True)
class Results:
    """A folder of results."""

    folder: Path
    seeds: Seeds

    def find(self, learner: Learner, task: Task) -> Result | None:
        """What the model with its digest came to, if all else is still the same."""
        try:
            result = Result.model_validate_json(self._path(learner, task).read_bytes())
        except (OSError, ValidationError):  # what can't be read is graded again
            return None
        kept = (result.learner, result.task, result.seeds, result.version)
        here = (learner.shown, task.name, mark_of(self.seeds), version_of(task))
        return result if kept == here else None

    def keep(self, result: Result, learner: Learner, task: Task) -> None:
        """Write a result, whole or not at all.

        Raises:
            OSError: it can't be written.
        """
        path = self._path(learner, task)
        write_atomically(path, result.model_dump_json(indent=1) + "\n")

    def strangers(self) -> list[str]:
        """Files with results of other seeds."""
        mine = mark_of(self.seeds)
        return [name for name, result in self._every() if result.seeds != mine]

    def _every(self) -> Iterator[tuple[str, Result]]:
        for path in sorted(self.folder.glob("*.json")):
            if path.name != CLASS:
                with suppress(OSError, ValidationError):
                    yield path.name, Result.model_validate_json(path.read_bytes())

    def _path(self, learner: Learner, task: Task) -> Path:
        """Where a result stands; two learners never share a file."""
        plain = re.sub(r"[^A-Za-z0-9]+", "-", learner.name).strip("-")[:40]
        digest = hashlib.sha256(os.fsencode(learner.name)).hexdigest()[:12]
        return self.folder / f"{plain or 'learner'}-{digest}.{task.name}.json"


def open_results(folder: Path, seed: int, secret: str | None) -> tuple[Results, bool]:
    """The results in a folder, which is made if it isn't there.

    Args:
        secret: None for the one that the folder has, or a new one.

    Returns:
        The results, and whether their secret is new.

    Raises:
        ExamError: the folder belongs to other seeds, or can't be used.
    """
    where = escape(str(folder))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept, is_new = _seeds_of(folder, seed, secret)
    except ValidationError as error:
        raise ExamError(
            f"{where}/{CLASS} can't be read. Restore it, or keep the results "
            "elsewhere: --results FOLDER"
        ) from error
    except (OSError, Timeout, NotImplementedError) as error:  # a disk without locks
        raise ExamError(
            f"The results can't be kept in {where} ({reason(error)}). Name a folder "
            "in which you may write: --results FOLDER"
        ) from error
    if kept.seed != seed or secret not in {None, kept.secret}:
        what = "--seed" if kept.seed != seed else "--secret"
        raise ExamError(
            f"{where} holds results of another {what}. Type the one that it was made "
            "with, or keep the new results elsewhere: --results FOLDER"
        )
    results = Results(folder, Seeds(kept.seed, kept.secret))
    if strange := results.strangers():
        raise ExamError(
            f"{where} holds {count(len(strange), 'result')} of another secret, such as "
            f"{strange[0]}. Grade all parts with the same --secret; or remove these "
            "files, and they are graded again."
        )
    return results, is_new and secret is None


def _seeds_of(folder: Path, seed: int, secret: str | None) -> tuple[ClassSeeds, bool]:
    """The seeds of a folder, and whether they are new; of two at once, one writes."""
    path = folder / CLASS
    with FileLock(folder / ".class.lock", timeout=60):
        if path.exists():
            return ClassSeeds.model_validate_json(path.read_bytes()), False
        new = Seeds(seed, secret) if secret else Seeds.draw(seed)
        kept = ClassSeeds(seed=new.seed, secret=new.secret)
        write_atomically(path, kept.model_dump_json(indent=1) + "\n")
    return kept, True


def mark_of(seeds: Seeds) -> str:
    """A mark by which results of the same seeds are known."""
    return _mark([f"{seeds.seed} {seeds.secret}".encode()])


@cache
def version_of(task: Task) -> str:
    """A mark that differs as soon as the same model might get another score."""
    room = Path(tfprep.exam.__file__).parent
    own = [path for path in task.folder.iterdir() if path.name not in _NOT_GRADING]
    sources = [*room.glob("grading/*.py"), *room.glob("taskspec/*.py"), *own]
    files = [path for path in sources if path.is_file()]
    versions = [f"{name} {installed(name)}".encode() for name in _MATTER]
    return _mark([*(path.read_bytes() for path in sorted(files)), *versions])


def _mark(parts: Iterable[bytes]) -> str:
    """A short digest of all of it."""
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()[:16]
