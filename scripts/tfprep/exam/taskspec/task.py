"""A task of the practice exam: a folder below tasks/ that holds all that it needs."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal, Protocol, cast

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tfprep.content.yaml_file import read_data
from tfprep.exam.taskspec.hidden import Hidden, Seeds
from tfprep.exam.taskspec.interface import Input, Output
from tfprep.exam.taskspec.metrics import METRICS, Metric
from tfprep.problems import Problem, ProblemError
from tfprep.project import INSIDE, Project

TASKS = Project(INSIDE).exam_tasks
"""The package's own tasks: they are a part of it, whatever course it came with."""
FORMS = (1, 2, 3)
FILES = ("task.yml", "brief.md", "starter.py", "data.py", "reference.py", "weak.py")
"""What every task's folder holds; a second good solution, `other.py`, may be there."""
EVERY_TASK = ("DEV-1", "DEV-3", "DEV-6")
"""Skills that every task asks for: you write a program, fix it, and save a model."""
MODELS = ("model.keras", "model.h5", "model")
"""Where a model is looked for in a task's folder: a file, or an exported folder."""


class Category(BaseModel):
    """One of the five kinds of task, and its part of the 100 points."""

    model_config = ConfigDict(frozen=True)

    letter: str
    title: str
    weight: int
    """Points of 100. The real exam's weights were never published; these are ours."""

    def points(self, score: int) -> float:
        """The part of the weight that a score of 0 to 5 is worth."""
        return round(self.weight * score / 5, 1)


CATEGORIES = {
    category.letter: category
    for category in (
        Category(letter="A", title="A basic model", weight=10),
        Category(letter="B", title="A model from a learning data set", weight=15),
        Category(letter="C", title="A convolutional network on pictures", weight=20),
        Category(letter="D", title="Text classification", weight=25),
        Category(letter="E", title="A sequence model", weight=30),
    )
}


class Spec(BaseModel):
    """The content of task.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(min_length=5, max_length=60)
    category: Literal["A", "B", "C", "D", "E"]
    form: Literal[1, 2, 3]
    skills: tuple[str, ...] = Field(min_length=1)
    """What it asks for beside EVERY_TASK."""
    minutes: int = Field(ge=10, le=120)
    """What a prepared learner should plan."""
    seconds: float = Field(gt=0)
    """CPU time of the reference on the machine of `tfprep.doctor.USUAL_STEPS`."""
    summary: str = Field(min_length=20, max_length=200)
    """One sentence for lists."""
    input: Input
    output: Output
    metric: Literal["accuracy", "balanced_accuracy", "macro_f1", "mae", "relative_mae"]
    unit: str = ""
    """Of the metric, if it has one."""
    baseline: str = ""
    """What a relative metric compares with, in words."""
    bands: tuple[float, float, float, float, float]
    """What the metric must reach for 1, 2, 3, 4 and 5 points."""

    @model_validator(mode="after")
    def _harder(self) -> Spec:
        steps = [after - before for before, after in pairwise(self.bands)]
        falls = METRICS[self.metric].falls
        if not all(step < 0 if falls else step > 0 for step in steps):
            way = "fall" if falls else "rise"
            raise ValueError(f"bands of {self.metric} must {way}, got {self.bands}")
        if (self.metric == "relative_mae") != bool(self.baseline):
            raise ValueError("baseline belongs to relative_mae, and to nothing else")
        return self


class DataMaker(Protocol):
    """What a task's data.py offers."""

    def make(self, folder: Path, seed: int) -> None:
        """Write what the learner gets into `folder`, which is there and empty."""

    def hidden(self, seeds: Seeds) -> Hidden:
        """What models are scored on: of the seed's world, drawn by the secret.

        Never a part of what `make` wrote, and in no order that tells an answer.
        """


@dataclass(frozen=True)
class Task:
    """One folder below tasks/."""

    folder: Path
    spec: Spec

    @property
    def name(self) -> str:
        """The folder's name with hyphens, as a learner types it."""
        return self.folder.name.replace("_", "-")

    @property
    def category(self) -> Category:
        return CATEGORIES[self.spec.category]

    @property
    def skills(self) -> tuple[str, ...]:
        """Every skill that the task asks for."""
        return (*EVERY_TASK, *self.spec.skills)

    @property
    def metric(self) -> Metric:
        return METRICS[self.spec.metric]

    @property
    def data(self) -> DataMaker:
        return _data_maker(self.folder.resolve())

    @property
    def solutions(self) -> dict[str, Path]:
        """The stored solutions by name: reference, weak, and other if it is there."""
        paths = {
            name: self.folder / f"{name}.py" for name in ("reference", "weak", "other")
        }
        return {name: path for name, path in paths.items() if path.is_file()}


@functools.cache
def _data_maker(folder: Path) -> DataMaker:
    """The module data.py of a task's folder, wherever that is."""
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:8]
    name = f"tfprep_task_{folder.name}_{digest}"
    spec = importlib.util.spec_from_file_location(name, folder / "data.py")
    assert spec is not None, "a name that ends in .py has a loader"
    assert spec.loader is not None, "a name that ends in .py has a loader"
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look for their module there
    spec.loader.exec_module(module)
    return cast(DataMaker, module)


def read_task(folder: Path) -> Task:
    """The task in a folder.

    Raises:
        ProblemError: its task.yml is missing, or doesn't fit.
    """
    return Task(folder, read_data(folder / "task.yml", Spec, "a task's facts"))


def read_tasks(folder: Path = TASKS) -> dict[str, Task]:
    """Every task by its name, in the order of categories and forms.

    Raises:
        ProblemError: with all that is missing or wrong in any task's folder.
    """
    tasks, problems = [], []
    for path in sorted(folder.iterdir()):
        if not path.is_dir() or path.name.startswith(("_", ".")):
            continue
        problems += [
            Problem(path / name, None, "missing: every task's folder has one")
            for name in FILES
            if not (path / name).is_file()
        ]
        if (path / "task.yml").is_file():
            try:
                tasks.append(read_task(path))
            except ProblemError as error:
                problems += error.problems
    problems += _clashes(tasks)
    if problems:
        raise ProblemError(problems)
    tasks.sort(key=lambda task: (task.spec.category, task.spec.form))
    return {task.name: task for task in tasks}


def _clashes(tasks: Iterable[Task]) -> list[Problem]:
    taken: dict[tuple[str, int], Task] = {}
    problems = []
    for task in tasks:
        category, form = task.spec.category, task.spec.form
        other = taken.setdefault((category, form), task)
        if other is not task:
            text = f"form {form} has a task {category} already: {other.name}"
            problems.append(Problem(task.folder / "task.yml", None, text))
    return problems
