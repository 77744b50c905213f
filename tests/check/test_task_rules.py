"""Rules for the exam's tasks."""

import shutil
from pathlib import Path

import pytest
import yaml

from tfprep.check.task_rules import TASK, brief_text
from tfprep.exam.taskspec.task import TASKS, read_task


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of one task."""
    return Path(shutil.copytree(TASKS / "bent_sensor", tmp_path / "bent_sensor"))


def found(folder: Path) -> list[str]:
    """What is said of a task, each with its file."""
    return [str(p.relative_to(folder)) for p in TASK.problems(read_task(folder))]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_good_task_passes(folder: Path) -> None:
    """A missing brief is said elsewhere, and hides nothing."""
    assert found(folder) == []
    (folder / "brief.md").unlink()
    assert brief_text(read_task(folder)).lines == ()


def test_a_brief_has_its_sections(folder: Path) -> None:
    """In their order, at their level."""
    change(folder / "brief.md", "## The data", "### Data")
    (said,) = found(folder)

    assert said == (
        'brief.md:7: got the headings "### Data", "## What to build", "## How it is '
        'scored", expected "## The data", "## What to build", "## How it is scored"; '
        "title, scale and format are added from task.yml"
    )


def test_a_brief_is_short(folder: Path) -> None:
    """What is added from task.yml counts too: a learner reads it."""
    change(folder / "brief.md", "Now it is gone", "so " * 500 + "Now it is gone")
    (said,) = found(folder)

    assert said.startswith("brief.md: got 7")
    assert "words with scale and format, expected fewer than 600; say less" in said


def test_a_skill_is_named_once(folder: Path) -> None:
    """Neither twice, nor one that every task has."""
    path = folder / "task.yml"
    facts = yaml.safe_load(path.read_text("utf-8"))
    path.write_text(yaml.safe_dump(facts | {"skills": ["NN-1", "NN-1", "DEV-1"]}))

    assert found(folder) == [
        "task.yml: skills: got DEV-1 again, expected it once; every task has it",
        "task.yml: skills: got NN-1 again, expected it once; take one away",
    ]


def test_a_solution_leaves_the_seed_alone(folder: Path) -> None:
    """Each of them, at its line."""
    with (folder / "weak.py").open("a") as file:
        file.write("keras.utils.set_random_seed(1)\n")
    (said,) = found(folder)

    assert said.startswith("weak.py:16: got a solution that sets the seed, expected")
