"""A task's folder: what it must hold, and what is said when it doesn't."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from tfprep.exam.taskspec.task import CATEGORIES, FILES, TASKS, read_tasks
from tfprep.problems import ProblemError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of one task, alone in a folder of tasks."""
    shutil.copytree(TASKS / "bent_sensor", tmp_path / "tasks/bent_sensor")
    return tmp_path / "tasks"


def problems(folder: Path) -> list[str]:
    """What is said of the tasks in a folder."""
    with pytest.raises(ProblemError) as caught:
        read_tasks(folder)
    return [str(problem.relative_to(folder)) for problem in caught.value.problems]


def change(folder: Path, **facts: object) -> None:
    """Change facts in the copy's task.yml."""
    path = folder / "bent_sensor/task.yml"
    path.write_text(yaml.safe_dump({**yaml.safe_load(path.read_text()), **facts}))


def test_a_folder_is_a_task(folder: Path) -> None:
    """Its name is the task's, with hyphens."""
    assert list(read_tasks(folder)) == ["bent-sensor"]


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    """Every task has all of them."""
    (folder / "bent_sensor" / name).unlink()

    missing = f"bent_sensor/{name}: missing: every task's folder has one"
    assert problems(folder) == [missing]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"bands": [9, 5, 6, 2, 1]}, "bands of mae must fall, got (9.0, 5.0, 6.0"),
        ({"metric": "accuracy"}, "bands of accuracy must rise"),
        ({"baseline": "last week"}, "baseline belongs to relative_mae"),
        ({"input": {"kind": "pictures", "shape": [28]}}, "pictures have 3 axes, got"),
        ({"output": {"classes": ["one"]}}, "expected either values, or two classes"),
        ({"colour": "red"}, "colour: got an unknown key, expected one of"),
    ],
)
def test_facts_that_do_not_fit_are_named(
    folder: Path, facts: dict[str, object], words: str
) -> None:
    """With the file, and what was got and expected."""
    change(folder, **facts)

    (said,) = problems(folder)
    assert re.match(r"bent_sensor/task\.yml:\d+: ", said)
    assert words in said


def test_two_tasks_in_one_place_are_named(folder: Path) -> None:
    """A form has one task of each category."""
    shutil.copytree(folder / "bent_sensor", folder / "copied_sensor")

    assert problems(folder) == [
        "copied_sensor/task.yml: form 1 has a task A already: bent-sensor"
    ]


def test_the_weights_are_a_hundred_points() -> None:
    """Harder categories weigh more."""
    weights = [category.weight for category in CATEGORIES.values()]

    assert sum(weights) == 100
    assert weights == sorted(weights)
